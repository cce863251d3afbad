"""The seal of a publication: what it was made from and what was made, by hash, so that anyone can check it later."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from orchestration.atomic_files import put_in_place
from orchestration.forms.campaign import SEEDS
from orchestration.forms.form import HERE as FORMS
from orchestration.places import PROJECT, Places

NAME = "seal.json"
CODE = (
    *(f"orchestration/**/*.{kind}" for kind in ("py", "j2", "docx", "css", "js", "html")),
    *(f"dbt_project/**/*.{kind}" for kind in ("sql", "yml")),
)
BUILT = {"target", "dbt_packages", "logs", "__pycache__"}
Hashes = dict[str, str]


@dataclass(frozen=True)
class Seal:
    """What a publication was made from and what was made.

    inputs: files of raw/, those of earlier campaigns too; rules: seeds and declarations of the forms; code: modules,
    templates and SQL; libraries: version by name; made: the campaign's files in reports/. Each by SHA-256.
    """

    campaign: str
    run_id: str
    sealed_at: str
    inputs: Hashes
    rules: Hashes
    code: Hashes
    libraries: dict[str, str]
    made: Hashes

    @classmethod
    def of(cls, places: Places, campaign: str, made: Path, run_id: str, sealed_at: str) -> "Seal":
        """The seal of what lies in the folder `made` now."""
        return cls(campaign, run_id, sealed_at, **_state(places, campaign, made))

    @classmethod
    def read(cls, file: Path) -> "Seal":
        """A seal as it was written."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def write(self, file: Path) -> None:
        """Put the seal beside what it seals."""
        with put_in_place([file]) as (sibling,):
            sibling.write_text(
                json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )


def seal_file(places: Places, campaign: str) -> Path:
    """Where a campaign's seal lies."""
    return places.reports / campaign / NAME


def departures(places: Places, seal: Seal) -> list[str]:
    """What is not as it was sealed, a line each, named by its part; empty where the publication holds."""
    now = _state(places, seal.campaign, places.reports / seal.campaign)
    found = []
    for part in (field.name for field in fields(Seal) if field.name in now):
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
    return hashlib.sha256(repr(_hashes(PROJECT, _of_project(patterns))).encode()).hexdigest()


def _state(places: Places, campaign: str, made: Path) -> dict[str, Hashes]:
    sent = [folder for folder in places.campaigns() if folder <= campaign]
    return {
        "inputs": _hashes(places.raw, (path for folder in sent for path in (places.raw / folder).rglob("*"))),
        "rules": _hashes(PROJECT, [*SEEDS.glob("*.csv"), *FORMS.glob("*.csv")]),
        "code": _hashes(PROJECT, _of_project(CODE)),
        "libraries": library_versions(),
        "made": _hashes(made, _made(made)),
    }


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
