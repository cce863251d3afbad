"""How every sheet that goes out looks, and what a hand may change in it."""

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.forms.severities import severities
from orchestration.spreadsheets import put_text, set_up_paper

REMARKS_BY = "Проверка формы"
FONT, BOLD, CARRIED = (
    Font(name="Arial", size=10),
    Font(name="Arial", size=10, bold=True),
    Font("Arial", 10, i=True),
)
EDGE = Border(**{side: Side("thin", "999999") for side in ("left", "right", "top", "bottom")})
HEAD, LOCKED, ASKED = (PatternFill("solid", colour) for colour in ("D9E2F3", "F2F2F2", "FFFF66"))
TOLD = {name: PatternFill("solid", severity.colour) for name, severity in severities().items()}
OPEN = Protection(locked=False)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
START = Alignment(horizontal="left", vertical="center", wrap_text=True)
LINE = 13.5  # points


def remark(cell: Cell, remarks: Sequence[str], severity: str) -> None:
    """Colour a cell, and say beside it what is told of it."""
    cell.fill = TOLD[severity]
    if remarks:
        cell.comment = Comment("\n".join(remarks), REMARKS_BY, height=40 + 40 * len(remarks), width=320)


def put(sheet: Worksheet, row: int, place: int, value: str | int) -> Cell:
    """A locked cell of words or a number."""
    cell = sheet.cell(row, place)
    assert isinstance(cell, Cell)
    cell.font = FONT
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value
    return cell


def put_heading_row(sheet: Worksheet, row: int, columns: Sequence[tuple[str, float]]) -> None:
    """The headings of a table, and how wide its columns are: `columns` are heading and width."""
    for place, (heading, _) in enumerate(columns, start=1):
        cell = put(sheet, row, place, heading)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, EDGE, MIDDLE
    set_widths(sheet, [width for _, width in columns])


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths, in digits of the default font."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def set_up_page(sheet: Worksheet, orientation: str) -> None:
    """A4, as wide as the page; locked without a password, so that a slip of the hand changes no heading."""
    set_up_paper(sheet, orientation)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.3)
    sheet.oddFooter.right.text = "&A, &P / &N"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.deleteRows = False
