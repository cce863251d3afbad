"""The row «ИТОГО» of a sheet against what stands above it: where they differ a school is missing, or a number wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isclose

from orchestration.forms.form import variables
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.grids import address
from orchestration.intake.sheets import Located
from orchestration.intake.values import as_text, read_value

RULE = "total_not_sum"
UNREAD = ("set_aside", "in_doubt")


def wrong_totals(
    sheet: Located, totals: Sequence[int], cells: Sequence[dict[str, object]], place: Place
) -> Iterator[Problem]:
    """A problem per total of what adds up that is not the sum of its column; a blank total says nothing.

    totals: the rows that are none of a school, of which the last is held to the whole: those before may be of a part.
    cells: those read of the schools' rows, the unplaced ones too: their sender counted them. A column of which one cell
    could not be read has no sum; what a spreadsheet program leaves out of its own, a number typed as text, may be missing.
    place: the sheet.
    """
    for column, position in sheet.columns.items():
        variable = variables().get(column.variable)
        if column.role != "value" or variable is None or not variable.adds_up or not totals:
            continue
        of_column = [cell for cell in cells if cell["variable"] == variable.name]
        row = totals[-1]
        total = read_value(sheet.grid.value(row, position), variable).number
        if total is None or (row, position) in sheet.grid.marks or not of_column:
            continue
        if any(cell["state"] in UNREAD for cell in of_column):
            continue
        summed = sum(cell["number"] or 0.0 for cell in of_column)  # type: ignore[misc]
        if not any(isclose(total, each) for each in (summed, _as_summed_there(sheet, totals, position))):
            where = replace(place, cell=address(row, position))
            yield Problem(RULE, where, as_text(total), as_text(summed), variable=variable.name)


def without_explained(problems: Sequence[Problem]) -> list[Problem]:
    """The problems without those of totals whose column, or whose sheet's rows, are told as wrong already."""
    others = [problem for problem in problems if problem.rule != RULE]
    columns = {(each.place.file, each.variable) for each in others if each.variable}
    sheets = {(each.place.file, each.place.sheet) for each in others if not each.variable}
    return [
        problem
        for problem in problems
        if problem.rule != RULE
        or not (
            (problem.place.file, problem.variable) in columns
            or (problem.place.file, problem.place.sheet) in sheets
        )
    ]


def _as_summed_there(sheet: Located, totals: Sequence[int], position: int) -> float:
    rows = (row for row in range(sheet.first_row, len(sheet.grid.rows)) if row not in totals)
    values = (sheet.grid.value(row, position) for row in rows)
    return sum(float(value) for value in values if isinstance(value, int | float))
