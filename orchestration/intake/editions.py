"""Of several workbooks of one municipality the one that counts, and what it says otherwise than those before it."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import pandas as pd

from orchestration.forms.version import edition_of
from orchestration.intake.deliveries import Delivery, Problem
from orchestration.intake.forms_reader import Cell, WorkbookReading

CORRECTED = re.compile(
    r"исправлен|corrected", re.IGNORECASE
)  # a folder of such a name holds corrected workbooks
Rank = tuple[bool, int]
KEYS = ["part", "entity", "variable"]
TOLD = ["raw_text", "state", "number", "text", "file", "file_sha256", "sheet", "cell"]


@dataclass(frozen=True)
class Superseded:
    """The cells of a workbook as it was sent, and the workbook that took its place."""

    cells: list[Cell]
    newer: Delivery


def supersede(readings: list[WorkbookReading]) -> tuple[list[Problem], list[Superseded]]:
    """Leave of each municipality's workbooks the corrected one; the others are superseded and give no answers.

    Corrected is what lies in a folder `исправленные` (or `corrected`); among equals the higher edition of the form:
    each return to the sender is an edition more. Which of two workbooks of one rank counts nobody knows: both are
    read and told as a problem. A workbook that cannot be read supersedes nothing.
    Returns those problems, and of each municipality the workbook that counted before the one that counts.
    """
    problems: list[Problem] = []
    before: list[Superseded] = []
    senders = sorted({code for reading in readings if (code := reading.delivery.municipality_code)})
    for sender in senders:
        sent = [reading for reading in readings if reading.delivery.municipality_code == sender]
        read = sorted((reading for reading in sent if reading.delivery.state == "read"), key=_rank)
        if not read:
            continue
        highest = _rank(read[-1])
        first, *equals = [reading for reading in read if _rank(reading) == highest]
        problems += [_twice(other, first) for other in equals]
        older = [reading for reading in read if _rank(reading) < highest]
        if older and not equals:
            before.append(Superseded(older[-1].cells, first.delivery))
        for reading in sent:
            if _rank(reading) < highest:
                _set_back(reading, first)
    return problems, before


def _rank(reading: WorkbookReading) -> Rank:
    folders = PurePosixPath(str(reading.delivery.file)).parts[:-1]
    return any(map(CORRECTED.search, folders)), edition_of(reading.delivery.variant)


def _twice(other: WorkbookReading, first: WorkbookReading) -> Problem:
    return Problem("workbook_twice", other.delivery.place, value=str(first.delivery.file))


def _set_back(older: WorkbookReading, newer: WorkbookReading) -> None:
    """The older workbook stays listed as a delivery; nothing of what it says goes on, its problems neither."""
    delivery = older.delivery
    problem = Problem("workbook_superseded", delivery.place, value=str(newer.delivery.file))
    delivery.refuse(problem, state="superseded")
    delivery.rows_in = delivery.rows_set_aside = 0
    older.cells, older.unplaced, older.problems, older.repairs = [], [], [], []


def differences(older: pd.DataFrame, newer: pd.DataFrame, municipality_code: str | None) -> list[Cell]:
    """A row per school and variable on which two workbooks differ, with the cell of each; null where it has none.

    older, newer: their cells as checked, so that a value set aside then and accepted now is a difference too.
    """
    sides = []
    for cells, side in ((older, "before"), (newer, "after")):
        told = pd.DataFrame(cells, columns=[*KEYS, *TOLD], dtype=object).drop_duplicates(KEYS).set_index(KEYS)
        sides.append(told.add_prefix(f"{side}_"))
    both = sides[0].join(sides[1], how="outer").reset_index()
    both = both.astype(object).where(both.notna(), None)
    return [
        {"municipality_code": municipality_code, **{str(name): value for name, value in row.items()}}
        for row in both.to_dict("records")
        if _says(row, "before") != _says(row, "after")
    ]


def _says(row: Mapping[Hashable, object], side: str) -> tuple[object, ...]:
    """What a cell says: its value where it was read, else what stands in it."""
    state = row[f"{side}_state"]
    if state == "answered":
        return state, row[f"{side}_number"], row[f"{side}_text"]
    return state, row[f"{side}_raw_text"]
