"""The last publication of a campaign, kept so that the next one can say why a figure moved."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.atomic_files import put_in_place
from orchestration.lineage.recompute import Model
from orchestration.lineage.seal import Hashes, file_hashes, library_versions

# what makes rows of a file: with other rows of the same file, one of these is another
READERS = ("orchestration/intake/*.py", "orchestration/forms/*", "dbt_project/seeds/rules.csv")


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
    def readers(self) -> Path:
        """The code and declarations that read what was sent, by hash."""
        return self.folder / "readers.json"

    @property
    def exists(self) -> bool:
        """Whether anything was published before."""
        return self.work.exists() and self.sql.exists()

    def models(self) -> list[Model]:
        """The models as they were."""
        return [Model(**model) for model in json.loads(self.sql.read_text(encoding="utf-8"))]

    def libraries(self) -> dict[str, str]:
        """Their versions as they were; none where the state was kept before versions were."""
        return _kept(self.versions)

    def changed_readers(self) -> list[str]:
        """The files that read what was sent and are others now; none where the state was kept before they were."""
        was, now = _kept(self.readers), file_hashes(*READERS)
        return sorted(name for name in was.keys() | now.keys() if was and was.get(name) != now.get(name))

    def keep(self, work: Path, models: Sequence[Model]) -> None:
        """Put the present state in the place of the former one."""
        targets = [self.work, self.sql, self.versions, self.readers]
        with put_in_place(targets) as (file, sql, versions, readers):
            shutil.copyfile(work, file)
            sql.write_text(json.dumps([asdict(model) for model in models]), encoding="utf-8")
            versions.write_text(json.dumps(library_versions()), encoding="utf-8")
            readers.write_text(json.dumps(file_hashes(*READERS)), encoding="utf-8")


def _kept(file: Path) -> Hashes:
    found: Hashes = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found
