"""Where a run reads and writes."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Places:
    """The folders of one region's runs, all absolute: another folder of raw files has a work file of its own."""

    raw: Path
    home: Path = PROJECT

    @classmethod
    def from_environment(cls) -> "Places":
        """RAW and MONITORING_HOME where they are set, else raw/ and this checkout."""
        raw = Path(os.environ.get("RAW", PROJECT / "raw"))
        return cls(raw.resolve(), Path(os.environ.get("MONITORING_HOME", PROJECT)).resolve())

    @property
    def work(self) -> Path:
        """The DuckDB file that runs write; analysts never open it."""
        below = self.raw.relative_to(self.home) if self.raw.is_relative_to(self.home) else self.raw
        return self.home / "warehouse" / "work" / "_".join(below.parts).strip("/_") / "work.duckdb"

    @property
    def published(self) -> Path:
        """The folder with the work file as it was at the last publication, and its restatement ledger."""
        return self.work.parent / "published"

    @property
    def staged(self) -> Path:
        """The folder where a release is made, until it is put in place whole."""
        return self.work.parent / "staged"

    @property
    def dbt(self) -> Path:
        """The folder of dbt's builds of the work file: what it read of the project, so that the next need not."""
        return self.work.parent / "dbt"

    @property
    def marts(self) -> Path:
        """The published snapshot that analysts open."""
        return self.home / "warehouse" / "marts.duckdb"

    @property
    def reports(self) -> Path:
        """The folder with a folder of tables per campaign."""
        return self.home / "reports"

    def campaigns(self) -> list[str]:
        """The campaigns that sent anything: the folders of raw, in order."""
        return sorted(folder.name for folder in self.raw.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]"))
