"""The seal of a publication: what it was made from and what was made, by hash, so that anyone can check it later."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import duckdb

from orchestration.atomic_files import put_in_place
from orchestration.forms.file_names import shown_name
from orchestration.places import PROJECT, Places

NAME = "seal.json"
RULES = ("dbt_project/seeds/*.csv", "orchestration/**/*.csv")
CODE = (
    *(f"orchestration/**/*.{kind}" for kind in ("py", "j2", "docx", "css", "yaml")),
    *(f"dbt_project/**/*.{kind}" for kind in ("sql", "yml")),
)
SEALED = ("inputs", "rules", "code", "libraries", "made", "marts")
BUILT = {"target", "dbt_packages", "logs", "__pycache__"}
Hashes = dict[str, str]


@dataclass(frozen=True)
class SealedPart:
    """A part of a publication: its files, the version of the code that made them, and by table what it read, by hash."""

    files: list[str]
    code: str
    read: Hashes


@dataclass(frozen=True)
class Seal:
    """What a publication was made from and what was made.

    inputs: files of raw/ as they were read, those of earlier campaigns too; rules: seeds and declarations of forms and
    reports; code: modules, templates and SQL; libraries: version by name; made: the campaign's files in reports/. Each
    by SHA-256. marts: the campaign's rows of every published mart, and all rows of the seeds, by DuckDB's hash.
    parts: what each part of the publication was made of; a seal of before this was written down has none.
    """

    campaign: str
    run_id: str
    sealed_at: str
    inputs: Hashes
    rules: Hashes
    code: Hashes
    libraries: dict[str, str]
    made: Hashes
    marts: Hashes
    parts: dict[str, SealedPart] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        places: Places,
        campaign: str,
        made: Path,
        marts: Hashes,
        parts: Mapping[str, SealedPart],
        run_id: str,
        sealed_at: str,
    ) -> "Seal":
        """The seal of what lies in the folder `made` now, with the hashes of the marts that go out with it."""
        now = _state(places, campaign, made)
        inputs = now["inputs"] | _as_read(places.work, campaign)
        return cls(campaign, run_id, sealed_at, **now | {"inputs": inputs, "marts": marts}, parts=dict(parts))

    @classmethod
    def read(cls, file: Path) -> "Seal":
        """A seal as it was written."""
        written = json.loads(file.read_text(encoding="utf-8"))
        parts = {name: SealedPart(**part) for name, part in written.pop("parts", {}).items()}
        return cls(**written, parts=parts)

    def write(self, file: Path) -> None:
        """Put the seal beside what it seals."""
        with put_in_place([file]) as (sibling,):
            sibling.write_text(
                json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )


def seal_file(places: Places, campaign: str) -> Path:
    """Where a campaign's seal lies."""
    return places.reports / campaign / NAME


def replaced(places: Places, seal: Seal) -> list[str]:
    """The inputs that are no more what was read of them, by name."""
    now = _inputs(places, seal.campaign)
    return sorted(name for name, sha256 in seal.inputs.items() if now.get(name) != sha256)


def departures(places: Places, seal: Seal, marts: Hashes) -> list[str]:
    """What is not as it was sealed, a line each, named by its part; empty where the publication holds.

    marts: the hashes of what is published now.
    """
    now = _state(places, seal.campaign, places.reports / seal.campaign) | {"marts": marts}
    found = []
    for part in SEALED:
        sealed, present = getattr(seal, part), now[part]
        for name in sorted(sealed.keys() | present.keys()):
            if sealed.get(name) != present.get(name):
                word = "added" if name not in sealed else "missing" if name not in present else "changed"
                found.append(f"{part}: {name}: {word}")
    return found


@cache
def library_versions() -> dict[str, str]:
    """Version by name of every library here, and of Python."""
    # the name and the version of a distribution each read its file anew
    described = (library.metadata for library in distributions())
    found = {metadata["Name"].lower(): metadata["Version"] for metadata in described}
    return {**found, "python": platform.python_version()}


def fingerprint(*patterns: str) -> str:
    """One hash of all the project's files that fit the patterns."""
    return hashlib.sha256(repr(file_hashes(*patterns)).encode()).hexdigest()


def file_hashes(*patterns: str) -> Hashes:
    """SHA-256 of the project's files that fit the patterns, by name."""
    return _hashes(PROJECT, _of_project(patterns))


def _state(places: Places, campaign: str, made: Path) -> dict[str, Hashes]:
    return {
        "inputs": _inputs(places, campaign),
        "rules": file_hashes(*RULES),
        "code": file_hashes(*CODE),
        "libraries": library_versions(),
        "made": _hashes(made, _made(made)),
    }


def _inputs(places: Places, campaign: str) -> Hashes:
    sent = [folder for folder in places.campaigns() if folder <= campaign]
    paths = (path for folder in sent for path in (places.raw / folder).rglob("*"))
    return {
        shown_name(places.raw / name, places.raw): sha256
        for name, sha256 in _hashes(places.raw, paths).items()
    }


def _as_read(work: Path, campaign: str) -> Hashes:
    """The files that intake read, by the hash of the bytes that it read: they may lie there no more."""
    with duckdb.connect(work, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'intake' and ends_with(table_name, '_deliveries')"
        ).fetchall()
        asked = " union all ".join(
            f"select file, file_sha256 from intake.{table} where campaign <= $campaign" for (table,) in tables
        )
        return dict(
            connection.execute(
                f"select file, file_sha256 from ({asked}) where file_sha256 is not null",
                {"campaign": campaign},
            ).fetchall()
        )


def _made(folder: Path) -> Iterator[Path]:
    """The publication's files; blank forms are sent out before there is anything to publish."""
    return (path for path in folder.rglob("*") if "forms" not in path.relative_to(folder).parts)


def _of_project(patterns: Iterable[str]) -> Iterator[Path]:
    """The project's files that fit a pattern, what is built from them left out."""
    for pattern in patterns:
        yield from (
            path for path in PROJECT.glob(pattern) if not BUILT & set(path.relative_to(PROJECT).parts)
        )


def _hashes(base: Path, paths: Iterable[Path]) -> Hashes:
    """SHA-256 by the file's place below `base`; the seal itself and what is being written are left out."""
    files = (
        path
        for path in sorted(set(paths))
        if path.is_file() and path.name != NAME and path.name[0] not in ".~"
    )
    return {
        path.relative_to(base).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
