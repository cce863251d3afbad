"""A cell of a sheet -> its value, or the reason why there is none: its mark and its merged range are part of what it says."""

from dataclasses import replace

from orchestration.forms.form import Variable
from orchestration.intake.grids import Grid
from orchestration.intake.marks import ERROR, FORMULA, SHARE
from orchestration.intake.repairs import Step
from orchestration.intake.values import Reading, read_value


def cell_value(grid: Grid, row: int, position: int, variable: Variable) -> Reading:
    """What a cell says, with what the workbook says of it beside its value; a share of nothing is a count of nothing.

    A cell of a merged range says what stands in the range's first cell.
    """
    mark, raw = grid.marks.get((row, position)), grid.value(row, position)
    if mark in (FORMULA, ERROR):
        return Reading("set_aside", "", rule=mark)
    if mark == SHARE and variable.kind in ("count", "number") and isinstance(raw, int | float) and raw:
        return Reading("set_aside", f"{round(raw * 100, 4):g}%".replace(".", ","), rule=mark)
    return _merged(grid, row, position, variable) or read_value(raw, variable)


def _merged(grid: Grid, row: int, position: int, variable: Variable) -> Reading | None:
    """What stands in a range of merged cells: a word over several rows is each row's, a number nobody knows whose."""
    first = grid.merged.get((row, position))
    if first is None:
        return None
    value = read_value(grid.value(*first), variable)
    if variable.is_numeric and value.raw_text:
        return Reading("set_aside", value.raw_text, rule="answers_merged")
    if first == (row, position) or first[1] != position or value.state != "answered":
        return None
    return replace(value, steps=(*value.steps, Step("merged_cells", "", value.raw_text)))
