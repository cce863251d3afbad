"""A table as an xlsx workbook, set as printed: captions, borders, A4, the heading on every page."""

import re
import textwrap
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.reports.russian import NBSP, number_text
from orchestration.reports.table import Align, Cell, Column, Row, Table, text_cell
from orchestration.spreadsheets import put_text, set_up_paper, workbook_bytes

FONT = "Times New Roman"
TEXT, BOLD, NOTE = Font(name=FONT, size=12), Font(name=FONT, size=12, bold=True), Font(name=FONT, size=10)
EDGE = Border(**{side: Side("thin") for side in ("left", "right", "top", "bottom")})

# Russian separators wherever the reader honours them; a value stays a number, so no literal comma is typed in
PLAIN_NUMBER = "[$-419]General"
ZERO_AS_NOTHING = "0;-0;"
SHARE = re.compile(rf"-?\d+(?:,(\d+))?{NBSP}%")
ORDINAL = '0"."'

NORMAL = "Normal"
INDEX = "Содержание"  # the first sheet of a workbook of several tables
INDEX_WIDTHS = 14, 90
HEADING_ROW = 4
LINE_HEIGHT = 16  # points
HIGHEST_ROW = 409  # points; spreadsheet programs refuse more
BESIDE_WIDTH = 16
LETTERS_PER_UNIT = {False: 0.95, True: 0.85}  # a column's width is in digits; bold letters are wider
MARGIN = 2  # letters: the indent, and what a spreadsheet program leaves free

MOST_LETTERS_OF_A_TITLE = 31  # more a spreadsheet program refuses, and these signs
NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]]")


def xlsx_bytes(*tables: Table) -> bytes:
    """The workbook's bytes: a sheet per table, cells that hold nothing but a number as numbers, the rest as text.

    Text stays text whatever it begins with: nothing that came from a form is ever a formula.
    """
    book = Workbook()
    book._named_styles[NORMAL].font = TEXT  # in its digits widths are counted, whatever fonts a machine has
    book.remove(book.worksheets[0])
    if len(tables) > 1:
        _put_index(book.create_sheet(INDEX), tables)
    for table in tables:
        _put_table(book.create_sheet(_sheet_title(table)), table)
    return workbook_bytes(book, tables[0].title if len(tables) == 1 else None)


def _put_index(sheet: Worksheet, tables: Sequence[Table]) -> None:
    """What the sheets hold, each number leading to its table."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = INDEX_WIDTHS
    for line, table in enumerate(tables, start=1):
        number, caption = sheet.cell(line, 1), sheet.cell(line, 2)
        assert isinstance(number, SheetCell)
        assert isinstance(caption, SheetCell)
        put_text(number, table.number)
        put_text(caption, table.caption)
        number.hyperlink = Hyperlink(ref=number.coordinate, location=f"'{_sheet_title(table)}'!A1")
        number.font, caption.font = BOLD, TEXT
        number.alignment = caption.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[line].height = LINE_HEIGHT * _lines(table.caption, INDEX_WIDTHS[1]) + 4
    _set_up_page(sheet, is_wide=False)


def _sheet_title(table: Table) -> str:
    return NOT_IN_A_TITLE.sub(" ", table.number)[:MOST_LETTERS_OF_A_TITLE]


def _put_table(sheet: Worksheet, table: Table) -> None:
    _put_line(sheet, 1, table.number, table, Alignment(horizontal="right"), BOLD)
    _put_line(sheet, 2, table.caption, table, Alignment(horizontal="center", vertical="center"), BOLD)
    headings = Row(tuple(text_cell(column.heading) for column in table.columns), is_total=True)
    for line, row in enumerate([headings, *table.rows], start=HEADING_ROW):
        if row.is_section:
            _put_section(sheet, line, row, table)
        else:
            _put_row(sheet, line, row, table.columns)
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.cell(HEADING_ROW, place).alignment = _alignment("center")
    if table.beside:
        _put_beside(sheet, table)
    for line, note in enumerate(table.footnotes, start=HEADING_ROW + len(table.rows) + 2):
        _put_line(sheet, line, note, table, Alignment(horizontal="left", vertical="top"), NOTE)
    _set_up_print(sheet, table)


def _put_row(sheet: Worksheet, line: int, row: Row, columns: Sequence[Column]) -> None:
    """A row of the table, high enough for its longest cell: not every reader finds the height by itself."""
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True), start=1):
        target = sheet.cell(line, place)
        target.border, target.font = EDGE, BOLD if row.is_total else TEXT
        target.alignment = _alignment(column.align)
        _put_cell(target, cell)
    lines = max(
        _lines(cell.lines, column.width, row.is_total)
        for cell, column in zip(row.cells, columns, strict=True)
    )
    sheet.row_dimensions[line].height = min(LINE_HEIGHT * lines + 4, HIGHEST_ROW)


def _put_section(sheet: Worksheet, line: int, row: Row, table: Table) -> None:
    """A heading within the table: one cell over its width, all its edges drawn."""
    _put_line(sheet, line, row.cells[0].text, table, Alignment(horizontal="center", vertical="center"), BOLD)
    for place in range(1, len(table.columns) + 1):
        sheet.cell(line, place).border = EDGE


def _put_beside(sheet: Worksheet, table: Table) -> None:
    """What is told of each row to the right of the printed block, and is not printed with it."""
    place = len(table.columns) + 2
    for line, text in enumerate([table.beside, *(row.beside for row in table.rows)], start=HEADING_ROW):
        target = sheet.cell(line, place)
        assert isinstance(target, SheetCell)
        put_text(target, text)
        target.font, target.alignment = NOTE, _alignment("center")
    sheet.column_dimensions[get_column_letter(place)].width = BESIDE_WIDTH
    last = HEADING_ROW + len(table.rows) + 1 + len(table.footnotes)
    sheet.print_area = f"A1:{get_column_letter(len(table.columns))}{last}"


def _alignment(align: Align) -> Alignment:
    return Alignment(horizontal=align, vertical="center", wrap_text=True, indent=int(align == "left"))


def _lines(text: str, width: float, is_bold: bool = False) -> int:
    letters = max(round(width * LETTERS_PER_UNIT[is_bold]) - MARGIN, 1)
    return sum(len(textwrap.wrap(line, letters)) for line in text.splitlines())


def _put_cell(place: SheetCell, cell: Cell) -> None:
    """A number where the cell prints nothing else, text otherwise."""
    shown = number_format(cell)
    if shown is None or cell.number is None:
        put_text(place, cell.lines)
    else:
        place.value = int(cell.number) if cell.number == int(cell.number) else float(cell.number)
        place.number_format = shown


def number_format(cell: Cell) -> str | None:
    """The number format that shows the cell's number as it is printed; None where the cell prints words too."""
    if cell.number is None:
        return None
    plain = number_text(cell.number)
    shown = {plain: PLAIN_NUMBER, f"{plain}.": ORDINAL, "": ZERO_AS_NOTHING}.get(cell.text)
    return shown or _share_format(cell.text)


def _share_format(text: str) -> str | None:
    """«20,2 %»: so many decimals, and the space that the program would leave out."""
    share = SHARE.fullmatch(text)
    return share and f'[$-419]0{"." * bool(share[1])}{"0" * len(share[1] or "")}"{NBSP}"%'


def _put_line(sheet: Worksheet, line: int, text: str, table: Table, alignment: Alignment, font: Font) -> None:
    """A line of text over the whole width."""
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(table.columns))
    place = sheet.cell(line, 1)
    assert isinstance(place, SheetCell)
    put_text(place, text)
    alignment.wrap_text = True
    place.alignment, place.font = alignment, font
    width = sum(column.width for column in table.columns)
    sheet.row_dimensions[line].height = LINE_HEIGHT * _lines(text, width, bool(font.b)) + 4


def _set_up_print(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 1)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = table.period
    sheet.oddFooter.right.text = "&P / &N"
    _set_up_page(sheet, table.is_wide)


def _set_up_page(sheet: Worksheet, is_wide: bool) -> None:
    """Turned sideways for a wide table."""
    set_up_paper(sheet, "landscape" if is_wide else "portrait")
    sheet.page_margins = PageMargins(left=0.8, right=0.4, top=0.6, bottom=0.7)
