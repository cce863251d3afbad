"""A campaign's release: its reports, their seal and the marts, made in a folder of their own and put in place together.

Before it stands a gate. Only the step that laid the moved figures to their causes opens it, for the work file as it is
then; whoever writes that file afterwards, by whatever path, has shut it.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.atomic_files import put_in_place, sync
from orchestration.lineage.seal import NAME, Seal
from orchestration.places import Places
from orchestration.warehouse.publish import SCHEMAS

GATE, JOURNAL, LOCK = "gate.json", "release.json", "release.lock"
MADE = "made"  # the files of each part that is staged
MARKS = "marks"  # by what code, once it was made to its end
SNAPSHOT, MARTS_FILE, KEPT = "marts_snapshot", "marts.duckdb", "published"


class GateShutError(RuntimeError):
    """The work file is not as it was when its moved figures were laid to their causes."""


def open_gate(places: Places, figures: str, held: Mapping[str, Mapping[str, str]]) -> None:
    """Let go out what is made of the work file as it is now; what was staged of other figures is dropped.

    figures: the run that made them, which gives the folder its name: what a run before them still writes is in no release.
    held: of every table, as marts/schools, the hash of its rows by campaign.
    """
    with alone(places):
        shutil.rmtree(places.staged, ignore_errors=True)
        (places.staged / figures).mkdir(parents=True)
        with put_in_place([places.staged / GATE]) as (sibling,):
            sibling.write_text(json.dumps({"figures": figures, "work": _stamp(places.work), "held": held}))


def staged(places: Places) -> Path:
    """The folder where the parts of a release are made of the present figures, and laid together by campaign.

    Raises GateShutError where the figures may have moved since the ledger was written.
    """
    gate = _gate(places)
    if gate.get("work") != _stamp(places.work):
        raise GateShutError(
            "since moved figures were last laid to their causes, files were read or figures made anew: "
            "run the job `campaign`, which writes the ledger first"
        )
    return places.staged / str(gate["figures"])


def held_tables(places: Places) -> dict[str, dict[str, str]]:
    """Of every table of the present figures, as marts/schools, the hash of its rows by campaign."""
    held: dict[str, dict[str, str]] = _gate(places)["held"]
    return held


def held_marts(places: Places) -> dict[str, dict[str, str]]:
    """The same of what is published, by name."""
    split = {tuple(table.split("/")): hashes for table, hashes in held_tables(places).items()}
    return {name: hashes for (schema, name), hashes in split.items() if schema in SCHEMAS}


def part_folder(places: Places, part: str) -> Path:
    """Where the files of a part of a release are made. Raises as `staged`.

    part: 2018-03/table_1 for a campaign's report, whose files lie below the campaign's name there; SNAPSHOT for what all
    campaigns share.
    """
    return staged(places) / MADE / part


@contextmanager
def staging(places: Places, part: str, code: str, *, is_begun: bool = False) -> Iterator[Path]:
    """The part's folder, empty, to write its files to; the part counts as made once the block ends well.

    code: the version of what makes it. is_begun: its files are being written there already. Raises as `staged`.
    """
    with alone(places):
        made, mark = part_folder(places, part), staged(places) / MARKS / part
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.unlink(missing_ok=True)
        if not is_begun:
            shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True, exist_ok=True)
    yield made
    mark.write_text(code)


def is_made(places: Places, part: str, code: str) -> bool:
    """Whether the part was made of the present figures, by this code. Raises as `staged`."""
    mark = staged(places) / MARKS / part
    return mark.exists() and mark.read_text() == code


def release(places: Places, campaign: str) -> None:
    """Put what is staged in the place of the former release: reports, marts, and the state kept for the next ledger.

    From the moment that the journal lies there it is done, by the next run if this one is killed; before, nothing is.
    """
    folder = staged(places)
    with alone(places):
        sync(folder)
        with put_in_place([places.staged / JOURNAL]) as (sibling,):
            sibling.write_text(json.dumps([folder.name, campaign]))
        _finish(places)


def _gate(places: Places) -> dict[str, Any]:
    """What the gate was opened for; nothing where it never was."""
    gate = places.staged / GATE
    return dict(json.loads(gate.read_text())) if gate.exists() else {}


def _finish(places: Places) -> None:
    """Carry out the journal from wherever it was left; every step finds out by itself whether it was done."""
    journal = places.staged / JOURNAL
    if not journal.exists():
        return
    figures, campaign = json.loads(journal.read_text())
    folder = places.staged / figures
    reports, snapshot = folder / campaign, folder / MADE / SNAPSHOT
    if (snapshot / MARTS_FILE).exists():
        places.marts.parent.mkdir(parents=True, exist_ok=True)
        (snapshot / MARTS_FILE).replace(places.marts)
    _take_place(snapshot / KEPT, places.published)
    _take_place(reports, places.reports / campaign)
    _take_along(_former(reports), places.reports / campaign)
    for source in (snapshot / KEPT, reports):
        shutil.rmtree(_former(source), ignore_errors=True)
    for target in (places.marts, places.published, places.reports / campaign):
        sync(target.parent)
    for place in (MARKS, MADE):
        shutil.rmtree(folder / place / campaign, ignore_errors=True)
    journal.unlink()


def _take_place(source: Path, target: Path) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(_former(source))
        source.rename(target)


def _former(source: Path) -> Path:
    return source.with_name(f"{source.name}.former")


def _take_along(former: Path, target: Path) -> None:
    """What no seal names is not ours to remove: blank forms, and whatever somebody laid beside the reports."""
    sealed = {NAME, *(Seal.read(former / NAME).made if (former / NAME).exists() else ())}
    for path in former.rglob("*"):
        place = target / path.relative_to(former)
        if path.is_file() and place.relative_to(target).as_posix() not in sealed and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """One process at a time, after a release that was left half-way; the next one comes in when this one is killed."""
    places.work.parent.mkdir(parents=True, exist_ok=True)
    with (places.work.parent / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _finish(places)
        yield


def _stamp(work: Path) -> list[int]:
    """What another write of the file changes, one that is not in it yet included."""
    log = work.with_name(f"{work.name}.wal")
    return [
        n for file in (work, log) if file.exists() for n in (file.stat().st_size, file.stat().st_mtime_ns)
    ]
