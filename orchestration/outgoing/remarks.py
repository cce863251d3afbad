"""What was read, cell by cell, with what is wrong about it; and the rows that name no school."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from openpyxl.utils import coordinate_to_tuple

from orchestration.forms.form import variables
from orchestration.forms.severities import REPAIRED, gravest, severities
from orchestration.outgoing.content import Shown, StrayRow, Value, value_of

Row = dict[str, Any]
Key = tuple[str, str, str]  # file, sheet and cell
ONE_SCHOOL = (
    "school_unknown",
    "school_of_another_municipality",
)  # one code is asked once, for all its sheets
FAULTY = ("set_aside", "in_doubt")
NOTHING_TO_MEND = "Если прочитано верно, ничего делать не нужно"


def remarked_values(answers: Iterable[Row], problems: Sequence[Row]) -> dict[tuple[str, str], Value]:
    """Every answer as read, with the remarks of its own cell; one that did not go on else with those of its row or column."""
    by_cell, by_row, by_column = (defaultdict[Any, list[Row]](list) for _ in range(3))
    for problem in problems:
        if problem["entity"] and problem["variable"]:
            by_cell[problem["entity"], problem["variable"]].append(problem)
        elif severities()[problem["severity"]].goes_on:
            continue  # it explains no other cell
        elif problem["variable"]:
            by_column[problem["file"], problem["variable"]].append(problem)
        elif problem["entity"]:
            by_row[problem["file"], problem["sheet"], problem["entity"]].append(problem)
    values = {}
    for row in answers:
        school, name = row["entity"], row["variable"]
        of_row, of_column = by_row[row["file"], row["sheet"], school], by_column[row["file"], name]
        found = by_cell[school, name]
        if row["state"] in FAULTY:
            found = found or of_row or of_column
        remarks = tuple(dict.fromkeys(map(remark_ru, found)))
        values[school, name] = Value(_shown(row), remarks, gravest(each["severity"] for each in found))
    return values


def _shown(row: Row) -> Shown | None:
    return value_of(variables()[row["variable"]], row["state"], row["number"], row["text"], row["raw_text"])


def repaired_rows(repairs: pd.DataFrame) -> pd.DataFrame:
    """What was repaired in reading, told as problems are: before and after, with nothing to mend."""
    texts = [
        f"Исправлено при чтении: было «{row['before']}», стало «{row['after']}». {row['sentence_ru']}"
        for row in repairs.to_dict("records")
    ]
    return repairs.assign(
        shown=repairs["before"], severity=REPAIRED, sentence_ru=texts, remedy_ru=NOTHING_TO_MEND
    )


def stray_rows(problems: Sequence[Row], unplaced: Sequence[Row]) -> dict[Key, StrayRow]:
    """The rows without a school of their own, each with the protocol's line that asks for its code."""
    cells: dict[Key, list[Row]] = defaultdict(list)
    for row in unplaced:
        cells[row["file"], row["sheet"], row["key_cell"]].append(row)
    asked_by: dict[object, int] = {}
    strays = {}
    for number, problem in enumerate(problems, start=1):
        place = place_of(problem)
        if place not in cells:
            continue
        first, code = cells[place][0], problem["entity"] or ""
        asks = None
        if problem["rule"] != "school_waits":
            asks = asked_by.setdefault(code if problem["rule"] in ONE_SCHOOL else place, number)
        values = {row["variable"]: Value(_shown(row)) for row in cells[place]}
        strays[place] = StrayRow(first["part"], code, problem["sentence_ru"], asks, values)
    return strays


def in_order(problems: Iterable[Row], sheets: Sequence[tuple[str, str]] = ()) -> list[Row]:
    """Problems of whole files first, then by sheet, row and column. sheets: file and sheet, in the form's order."""

    def order(row: Row) -> tuple[Any, ...]:
        cell = coordinate_to_tuple(row["cell"]) if row["cell"] else (0, 0)
        sheet = row["file"], row["sheet"] or ""
        known = sheets.index(sheet) if sheet in sheets else len(sheets) * bool(row["sheet"])
        return bool(row["sheet"]), known, sheet, cell, row["rule"], row["variable"] or ""

    return sorted(problems, key=order)


def place_of(problem: Row) -> Key:
    """File, sheet and cell of a problem, as the sender sees them."""
    return problem["file"], problem["sheet"], problem["cell"]


def remark_ru(problem: Row) -> str:
    """What is wrong with a cell, how to mend it, and where it stands in the file that was sent."""
    sent = ", ".join(filter(None, (problem["sheet"], problem["cell"])))
    return f"{problem['sentence_ru']}. {problem['remedy_ru']}. (В присланной книге: {sent})"
