"""A workbook of any format -> its sheets as grids of raw values, with what it says of their cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from orchestration.forms.form import sheet_titles
from orchestration.forms.limits import limits
from orchestration.intake.cell_marks import cell_marks
from orchestration.intake.guard import check_workbook
from orchestration.intake.marks import Marks, Place, Range
from orchestration.intake.refusals import RefusedFileError
from orchestration.intake.values import normal

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")  # of the workbooks that are read
HeadingPath = tuple[str, str]  # group, heading; as headings are compared


class UnreadableWorkbookError(Exception):
    """The file cannot be read as a workbook; `state` says whether it is protected or unreadable."""

    def __init__(self, state: str) -> None:
        """state: protected or unreadable."""
        super().__init__(state)
        self.state = state


@dataclass
class Grid:
    """A sheet as rows of raw values; row and column 0 are row 1 and column A."""

    title: str
    rows: Sequence[Sequence[object]]
    marks: Marks = field(default_factory=dict)
    number: int = 1  # of the sheet in its workbook
    merged: dict[Place, Place] = field(
        default_factory=dict
    )  # every cell of a merged range: the range's first cell
    # every sheet of every variant is looked for in the same rows
    _paths: dict[tuple[int, int], list[HeadingPath]] = field(default_factory=dict, init=False, repr=False)

    @property
    def shown_title(self) -> str:
        """The title where a form declares it, else the sheet's number: a title may hold who filled it in."""
        return self.title if normal(self.title) in _declared_titles() else f"лист {self.number}"

    @cached_property
    def _normal_rows(self) -> list[list[str]]:
        return [[normal(cell) for cell in row] for row in self.rows[: limits()["heading_depth"] + 2]]

    def paths(self, row: int, heading_rows: int) -> list[HeadingPath]:
        """(group, heading) per column if headings began at `row`.

        A merged group stands in its first column only: it is carried on to the right while the row below has text.
        """
        if (row, heading_rows) not in self._paths:
            self._paths[row, heading_rows] = self._composed(row, heading_rows)
        return self._paths[row, heading_rows]

    def _composed(self, row: int, heading_rows: int) -> list[HeadingPath]:
        top = self._normal_rows[row]
        if heading_rows == 1:
            return [("", text) for text in top]
        below = self._normal_rows[row + 1]
        paths, group = [], ""
        for over, under in zip(top, below, strict=True):
            group = over or group
            paths.append((group, under) if under else ("", over))
        return paths

    def value(self, row: int, column: int) -> object:
        """The raw value, None past the end of a short row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


@cache
def _declared_titles() -> set[str]:
    return {normal(title) for title in sheet_titles()}


def address(row: int, column: int) -> str:
    """`F17` for row 16 and column 5 counted from zero: the cell as the spreadsheet program names it."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def open_grids(path: Path) -> list[Grid]:
    """Every sheet of an xlsx, xlsm, xls or ods workbook, whatever its suffix says.

    Raises RefusedFileError for what must not be opened, UnreadableWorkbookError for what cannot.
    """
    try:
        check_workbook(path)
        workbook = _opened(path)
        marks, merged = cell_marks(path)
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return [
            Grid(
                sheet.name,
                sheet.to_python(skip_empty_area=False),
                marks.get(sheet.name, {}),
                number,
                _merged(sheet, merged.get(sheet.name) or sheet.merged_cell_ranges or []),
            )
            for number, sheet in enumerate(sheets, start=1)
        ]
    except PasswordError as error:
        raise UnreadableWorkbookError("protected") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableWorkbookError("unreadable") from error


def _merged(sheet: CalamineSheet, ranges: Iterable[Range]) -> dict[Place, Place]:
    """The first cell of each merged range by every cell of it."""
    first: dict[Place, Place] = {}
    for (top, left), (bottom, right) in ranges:
        rows, columns = (
            range(top, min(bottom, sheet.total_height) + 1),
            range(left, min(right, sheet.total_width) + 1),
        )
        before = len(first)
        first |= dict.fromkeys(product(rows, columns), (top, left))
        if len(first) < before + len(rows) * len(columns):
            # no program lays one over another: many would take for ever
            raise RefusedFileError("file_hostile", "объединённые ячейки лежат друг на друге")
    return first


def _opened(path: Path) -> CalamineWorkbook:
    """By the suffix, which alone tells a protected workbook, then by content: xlsx sent under the name of xls."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        with path.open("rb") as content:
            return CalamineWorkbook.from_filelike(content)
