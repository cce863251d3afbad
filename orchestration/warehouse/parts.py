"""A release laid together: parts made of the present figures, and of the former release those that would be the same."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.atomic_files import put_in_place
from orchestration.lineage.publications import Publication
from orchestration.lineage.seal import Hashes, Seal, SealedPart, library_versions, seal_file
from orchestration.places import Places
from orchestration.warehouse.contents import published_contents, version_of
from orchestration.warehouse.release import (
    SNAPSHOT,
    alone,
    held_marts,
    held_tables,
    is_made,
    part_folder,
    staged,
)


class UnfinishedError(RuntimeError):
    """A release lacks parts of the present figures."""


class OtherwiseError(RuntimeError):
    """A part of the former release is not what would be made now."""


@dataclass(frozen=True)
class Part:
    """A part of a release as declared: its name where it is staged, the tables that it reads, its code's version."""

    name: str
    reads: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Laid:
    """A campaign's files in one folder; what each part of them was made of, and which parts were carried over."""

    folder: Path
    parts: Mapping[str, SealedPart]
    carried: Sequence[str]


def lay_together(places: Places, campaign: str, parts: Sequence[Part]) -> Laid:
    """The files of a campaign's release in a folder below `staged`, those of a part that was not made anew carried over.

    That can be where the former release has the part of the same tables, by the same code and libraries, and its files
    are as they were sealed. Raises UnfinishedError, which says of each other part why it must be made, and GateShutError.
    """
    with alone(places):
        folder, held = staged(places) / campaign, held_tables(places)
        shutil.rmtree(folder, ignore_errors=True)
        former = Seal.read(file) if (file := seal_file(places, campaign)).exists() else None
        laid, carried, refused = {}, [], []
        for part in parts:
            read = {table: version_of(held.get(table, {}), campaign) for table in part.reads}
            if is_made(places, part.name, part.code):
                files = _lay(part_folder(places, part.name) / campaign, folder)
                laid[part.name] = SealedPart(files, part.code, read)
                continue
            try:
                laid[part.name] = _carry(places, former, part, read, folder)
                carried.append(part.name)
            except OtherwiseError as error:
                refused.append(f"{part.name} ({error})")
    if refused:
        raise UnfinishedError(
            "a release goes out whole, and of the former one it cannot take over what follows: make it too, or run the "
            f"job `campaign`: {', '.join(refused)}"
        )
    return Laid(folder, laid, carried)


def _lay(made: Path, folder: Path) -> list[str]:
    """Copy all the files of a part that is made; returns their names."""
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    _copy(files, made, folder)
    return files


def _carry(places: Places, former: Seal | None, part: Part, read: Hashes, folder: Path) -> SealedPart:
    """Copy the files of a part of the former release. Raises OtherwiseError where they would be made otherwise now."""
    was = former.parts.get(part.name) if former else None
    if not former or not was:
        raise OtherwiseError("no former release says what it was made of")
    moved = [table for table, hashed in read.items() if was.read.get(table) != hashed]
    released = places.reports / former.campaign
    why = [
        *(f"{table} moved" for table in (moved if part.name != SNAPSHOT else _not_out(places))),
        *(["its code changed"] if was.code != part.code else []),
        *(["libraries changed"] if former.libraries != library_versions() else []),
        *(f"{file} is gone" for file in was.files if not (released / file).is_file()),
    ]
    if not why:
        _copy(was.files, released, folder)
        # looked at is the copy, whatever becomes of the original meanwhile
        why = [
            f"{file} is not as it was sealed"
            for file in was.files
            if _hash(folder / file) != former.made[file]
        ]
    if why:
        raise OtherwiseError(", ".join(why))
    return was


def _not_out(places: Places) -> list[str]:
    """The tables of which the published file has not the present rows of all campaigns, whose it is."""
    held = held_marts(places)
    try:
        out = published_contents(places.marts) if Publication(places.published).exists else {}
    except duckdb.Error:  # gone, or no such file any more
        out = {}
    return sorted(name for name in held.keys() | out.keys() if held.get(name) != out.get(name))


def _copy(files: Sequence[str], source: Path, folder: Path) -> None:
    """As files of their own: who has one of the former release open writes into no other."""
    with put_in_place([folder / file for file in files]) as siblings:
        for file, sibling in zip(files, siblings, strict=True):
            shutil.copyfile(source / file, sibling)


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
