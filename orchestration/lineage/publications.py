"""The last publication of a campaign, kept so that the next one can say why a figure moved."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.atomic_files import put_in_place
from orchestration.lineage.recompute import Model
from orchestration.lineage.seal import library_versions


@dataclass(frozen=True)
class Publication:
    """A kept state: the work file as it was, and the SQL that made the figures from it."""

    folder: Path

    @property
    def work(self) -> Path:
        """The work file. Compiled SQL names its catalogue, which is the file's stem."""
        return self.folder / "work.duckdb"

    @property
    def sql(self) -> Path:
        """The models that lead to the figures, as compiled, in their order."""
        return self.folder / "models.json"

    @property
    def versions(self) -> Path:
        """The libraries that made it, by name."""
        return self.folder / "libraries.json"

    @property
    def exists(self) -> bool:
        """Whether anything was published before."""
        return self.work.exists() and self.sql.exists()

    def models(self) -> list[Model]:
        """The models as they were."""
        return [Model(**model) for model in json.loads(self.sql.read_text(encoding="utf-8"))]

    def libraries(self) -> dict[str, str]:
        """Their versions as they were; none where the state was kept before versions were."""
        if not self.versions.exists():
            return {}
        found: dict[str, str] = json.loads(self.versions.read_text(encoding="utf-8"))
        return found

    def keep(self, work: Path, models: Sequence[Model]) -> None:
        """Put the present state in the place of the former one."""
        with put_in_place([self.work, self.sql, self.versions]) as (file, sql, versions):
            shutil.copyfile(work, file)
            sql.write_text(json.dumps([asdict(model) for model in models]), encoding="utf-8")
            versions.write_text(json.dumps(library_versions()), encoding="utf-8")
