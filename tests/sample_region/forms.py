"""The region's forms as a municipality would return them: title rows, merged headings, column numbers, totals.

Only the layout is made here, sheet by sheet; spreadsheets.py writes it in a file format.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from orchestration.forms.form import Column, Sheet, choices, variables

PROJECT = "Мониторинг школ с низкими результатами обучения и школ, функционирующих в неблагоприятных социальных условиях"


@dataclass
class Page:
    """A sheet to be written: rows of values, merged ranges as (first row, first column, last row, last column)."""

    title: str
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    heading: range = range(0)

    @property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max(map(len, self.rows), default=0)


def title_page(title: Sheet, municipality: pd.Series, person: str, telephone: str) -> Page:
    """The sheet that says who sends; the person and the telephone are made."""
    values = {"municipality_code": municipality["municipality_code"]}
    private = iter([person, telephone])
    page = Page(title.title)
    page.rows = [[PROJECT], *([[]] * (title.title_rows - 1))]
    for column in title.columns:
        value = next(private) if column.role == "private" else values.get(column.variable)
        page.rows.append(["", column.heading, value or municipality["municipality_name"]])
    return page


def table_page(
    sheet: Sheet,
    rows: pd.DataFrame,
    names: pd.Series,
    above: Sequence[str],
    totals: bool,
    signature: str = "",
) -> Page:
    """A sheet with a row per school: rows indexed by code with a column per variable, names by code."""
    page = Page(sheet.title)
    page.rows = [[text] for text in above[: sheet.title_rows]]
    page.rows += [[] for _ in range(sheet.title_rows - len(page.rows))]
    _head(page, sheet)
    page.rows.append(list(range(1, len(sheet.columns) + 1)))
    first = len(page.rows)
    for number, (code, answers) in enumerate(rows.iterrows(), start=1):
        page.rows.append([_value(column, number, str(code), answers, names) for column in sheet.columns])
    if totals:
        page.rows.append(_totals(page.rows[first:], sheet))
    if signature:
        page.rows += [[], ["", signature]]
    return page


def _head(page: Page, sheet: Sheet) -> None:
    """The headings, a group merged over its columns, a single heading merged down over both rows."""
    top = len(page.rows)
    page.heading = range(top, top + sheet.heading_rows)
    if sheet.heading_rows == 1:
        page.rows.append([column.heading for column in sheet.columns])
        return
    upper: list[object] = []
    lower: list[object] = []
    for position, column in enumerate(sheet.columns):
        previous = sheet.columns[position - 1].group if position else ""
        upper.append((column.group if column.group != previous else "") if column.group else column.heading)
        lower.append(column.heading if column.group else "")
        if not column.group:
            page.merged.append((top, position, top + 1, position))
        elif column.group != previous:
            members = sum(other.group == column.group for other in sheet.columns)
            if members > 1:
                page.merged.append((top, position, top, position + members - 1))
    page.rows += [upper, lower]


def _value(column: Column, number: int, code: str, answers: pd.Series, names: pd.Series) -> object:
    if column.role == "key":
        return int(code) if column.heading == "№" else code
    if column.role == "label":
        return number if "№" in column.heading else names[code]
    answer = answers[column.variable]
    if not isinstance(answer, str) and pd.isna(answer):
        return ""
    return _written(answer, column.variable)


def _written(answer: object, variable: str) -> object:
    """An answer as a person types it."""
    kind = variables()[variable].kind
    if kind == "yes_no" and not isinstance(answer, str):
        return "да" if answer else "нет"
    if kind == "choice":
        return _text_of_choice(variable)[str(answer)]
    if isinstance(answer, float) and answer.is_integer():
        return int(answer)
    return answer


@cache
def _text_of_choice(variable: str) -> dict[str, str]:
    return {code: text for text, code in choices(variable).items()}


def _totals(rows: list[list[object]], sheet: Sheet) -> list[object]:
    totals: list[object] = []
    for position, column in enumerate(sheet.columns):
        values = [row[position] for row in rows]
        numeric = column.role == "value" and variables()[column.variable].kind in ("count", "number")
        totals.append(round(sum(v for v in values if isinstance(v, int | float)), 2) if numeric else "")
    label = next(
        i for i, column in enumerate(sheet.columns) if column.role == "label" and "№" not in column.heading
    )
    totals[label] = "ИТОГО"
    return totals
