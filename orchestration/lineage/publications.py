"""The last publication of a campaign, kept so that the next one can say why a figure moved."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.atomic_files import put_in_place
from orchestration.lineage.recompute import Model


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
    def ledger(self) -> Path:
        """Every figure that ever moved between two publications, with its cause."""
        return self.folder / "ledger.csv"

    @property
    def exists(self) -> bool:
        """Whether anything was published before."""
        return self.work.exists() and self.sql.exists()

    def models(self) -> list[Model]:
        """The models as they were."""
        return [Model(**model) for model in json.loads(self.sql.read_text(encoding="utf-8"))]

    def keep(self, work: Path, models: Sequence[Model]) -> None:
        """Put the present state in the place of the former one."""
        with put_in_place([self.work, self.sql]) as (file, sql):
            shutil.copyfile(work, file)
            sql.write_text(json.dumps([asdict(model) for model in models]), encoding="utf-8")
