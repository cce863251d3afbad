"""Of several workbooks of one municipality the one that counts, and what it says otherwise than those before it."""

import re
from collections.abc import Hashable, Mapping
from pathlib import PurePosixPath

import pandas as pd

from orchestration.forms.version import edition_of
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.forms_reader import Cell, WorkbookReading

CORRECTED = re.compile(
    r"исправлен|corrected", re.IGNORECASE
)  # a folder of such a name holds corrected workbooks
Rank = tuple[bool, int]


def supersede(readings: list[WorkbookReading]) -> tuple[list[Problem], list[Cell]]:
    """Leave of each municipality's workbooks the corrected one; the others are superseded and give no answers.

    Corrected is what lies in a folder `исправленные` (or `corrected`); among equals the higher edition of the form:
    each return to the sender is an edition more. Which of two workbooks of one rank counts nobody knows: both are
    read and told as a problem. A workbook that cannot be read supersedes nothing.
    Returns those problems, and a row per cell that a superseded workbook says otherwise.
    """
    problems: list[Problem] = []
    corrections: list[Cell] = []
    senders = sorted({code for reading in readings if (code := reading.delivery.municipality_code)})
    for sender in senders:
        sent = [reading for reading in readings if reading.delivery.municipality_code == sender]
        read = [reading for reading in sent if reading.delivery.state == "read"]
        highest = max(map(_rank, read), default=None)
        if highest is None:
            continue
        first, *equals = [reading for reading in read if _rank(reading) == highest]
        problems += [_twice(other, first) for other in equals]
        for older in (reading for reading in sent if _rank(reading) < highest):
            if not equals:
                corrections += _differences(older, first)
            _set_back(older, first)
    return problems, corrections


def _rank(reading: WorkbookReading) -> Rank:
    folders = PurePosixPath(str(reading.delivery.file)).parts[:-1]
    return any(map(CORRECTED.search, folders)), edition_of(reading.delivery.variant)


def _twice(other: WorkbookReading, first: WorkbookReading) -> Problem:
    place = Place(str(other.delivery.file), str(other.delivery.sha256))
    return Problem("workbook_twice", place, value=str(first.delivery.file))


def _set_back(older: WorkbookReading, newer: WorkbookReading) -> None:
    """The older workbook stays listed as a delivery; nothing of what it says goes on, its problems neither."""
    delivery = older.delivery
    place = Place(str(delivery.file), str(delivery.sha256))
    delivery.refuse(Problem("workbook_superseded", place, value=str(newer.delivery.file)), state="superseded")
    delivery.rows_in = delivery.rows_set_aside = 0
    older.cells, older.unplaced, older.problems, older.repairs = [], [], [], []


def _differences(older: WorkbookReading, newer: WorkbookReading) -> list[Cell]:
    """A row per school and variable on which the two workbooks differ, with the cell of each; null where it has none."""
    if not older.cells and not newer.cells:
        return []
    keys = ["part", "entity", "variable"]
    told = ["raw_text", "state", "file", "file_sha256", "sheet", "cell"]
    sides = []
    for reading, side in ((older, "before"), (newer, "after")):
        cells = pd.DataFrame(reading.cells, columns=[*keys, *told, "number", "text"], dtype=object)
        sides.append(
            cells.drop_duplicates(keys)
            .set_index(keys)
            .rename(columns=lambda name, side=side: f"{side}_{name}")  # type: ignore[misc]
        )
    both = sides[0].join(sides[1], how="outer").reset_index()
    both = both.astype(object).where(both.notna(), None)
    columns = [*keys, *(f"{side}_{name}" for side in ("before", "after") for name in told)]
    owner = newer.delivery.municipality_code
    return [
        {"municipality_code": owner, **{name: row[name] for name in columns}}
        for row in both.to_dict("records")
        if _says(row, "before") != _says(row, "after")
    ]


def _says(row: Mapping[Hashable, object], side: str) -> tuple[object, ...]:
    """What a cell says: its value where it was read, else what stands in it."""
    state = row[f"{side}_state"]
    if state == "answered":
        return state, row[f"{side}_number"], row[f"{side}_text"]
    return state, row[f"{side}_raw_text"]
