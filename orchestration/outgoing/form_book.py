"""A municipality's form as a workbook: headings and codes locked, answers open, checked as they are typed."""

from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.forms.form import Column, variables
from orchestration.forms.version import VERSION_LABEL, FormVersion
from orchestration.outgoing.content import FormContent, StrayRow, Value
from orchestration.outgoing.entry import FORMATS, validation
from orchestration.outgoing.layout import SheetLayout, asked_place
from orchestration.outgoing.sheet_style import (
    BOLD,
    CARRIED,
    EDGE,
    FONT,
    HEAD,
    LINE,
    LOCKED,
    MIDDLE,
    OPEN,
    START,
    TOLD,
    put,
    remark,
    set_up_page,
    set_widths,
)
from orchestration.spreadsheets import put_text

PROJECT = (
    "Мониторинг школ с низкими результатами обучения и школ,",
    "функционирующих в неблагоприятных социальных условиях",
)
WIDTHS, ANSWER_WIDTH = {"number": 6, "key": 11, "name": 42}, 15.5


def add_title(book: Workbook, content: FormContent) -> None:
    """The sheet that says who sends, and which version of the form it is."""
    title = content.variant.title
    assert title is not None
    sheet = book.create_sheet(title.title)
    for row, text in enumerate([*PROJECT, f"Кампания {content.campaign.key}"][: title.title_rows], start=1):
        put(sheet, row, 1, text).font = BOLD
    known = {"municipality_code": content.code, "municipality_name": content.name}
    lines = [(column.heading, known.get(column.variable, ""), column.role) for column in title.columns]
    version = FormVersion(content.variant.name, content.edition, content.campaign.key)
    lines.append((VERSION_LABEL, str(version), "label"))
    for row, (heading, value, role) in enumerate(lines, start=title.title_rows + 1):
        for place, text in ((2, heading), (3, value)):
            cell = put(sheet, row, place, text)
            cell.border, cell.alignment = EDGE, START
        sheet.cell(row, 2).fill = HEAD
        sheet.cell(row, 3).protection = OPEN if role == "private" else Protection()
    set_widths(sheet, (4, 36, 52))
    set_up_page(sheet, "portrait")


def add_table(book: Workbook, content: FormContent, layout: SheetLayout) -> None:
    """A sheet with a row per school."""
    sheet = book.create_sheet(layout.sheet.title)
    above = [*PROJECT, content.name, f"Кампания {content.campaign.key}"]
    for row, text in enumerate(above[: layout.sheet.title_rows], start=1):
        put(sheet, row, 1, text).font = BOLD
    _head(sheet, layout)
    for number, school in enumerate(layout.schools, start=1):
        values = {variable: value for (code, variable), value in content.values.items() if code == school}
        _put_row(sheet, layout, layout.row_of(school), (number, school, content.schools[school]), values)
    for stray in layout.strays:
        _put_stray(sheet, layout, stray)
    _put_totals(sheet, layout)
    columns = layout.sheet.columns
    check_entries(sheet, columns, layout.first_row, layout.totals_row - 1)
    set_widths(sheet, [ANSWER_WIDTH if c.role == "value" else WIDTHS[_holds(c)] for c in columns])
    sheet.freeze_panes = sheet.cell(layout.first_row, layout.first_answer)
    sheet.print_title_rows = f"{layout.heading_row}:{layout.numbers_row}"
    sheet.print_title_cols = f"A:{get_column_letter(layout.first_answer - 1)}"
    set_up_page(sheet, "landscape")


def _head(sheet: Worksheet, layout: SheetLayout) -> None:
    """A group over its columns, a heading without one over both rows, and the numbers of the columns below."""
    top, columns = layout.heading_row, layout.sheet.columns
    for row in range(top, layout.first_row):
        for place in range(1, len(columns) + 1):
            cell = sheet.cell(row, place)
            cell.fill, cell.border, cell.alignment, cell.font = HEAD, EDGE, MIDDLE, BOLD
    for place, column in enumerate(columns, start=1):
        put(sheet, layout.numbers_row - 1 if column.group else top, place, column.heading).font = BOLD
        sheet.cell(layout.numbers_row, place, place).font = FONT
        if not column.group and layout.sheet.heading_rows > 1:
            sheet.merge_cells(
                start_row=top, end_row=layout.numbers_row - 1, start_column=place, end_column=place
            )
    place = 1
    for group, members in groupby(columns, key=lambda column: column.group):
        last = place + len(list(members)) - 1
        if group:
            put(sheet, top, place, group).font = BOLD
            sheet.merge_cells(start_row=top, end_row=top, start_column=place, end_column=last)
        place = last + 1
    sheet.row_dimensions[top].height = 3 * LINE
    sheet.row_dimensions[layout.numbers_row - 1].height = 6 * LINE


def _put_row(
    sheet: Worksheet,
    layout: SheetLayout,
    row: int,
    school: tuple[int | str, str, str],
    values: dict[str, Value],
) -> None:
    """Number, code and name locked, the answers open; `values` by variable."""
    shown = dict(zip(("number", "key", "name"), school, strict=True))
    for place, column in enumerate(layout.sheet.columns, start=1):
        if column.role == "value":
            put_answer(sheet.cell(row, place), column, values.get(column.variable, Value(None)))
            continue
        cell = put(sheet, row, place, shown[_holds(column)])
        cell.border, cell.fill = EDGE, LOCKED
        cell.alignment = START if _holds(column) == "name" else MIDDLE
    sheet.row_dimensions[row].height = 2 * LINE


def _holds(column: Column) -> str:
    """What a column before the answers holds: number, key or name."""
    if column.role == "key":
        return "key"
    return "number" if "№" in column.heading else "name"


def put_answer(cell: Cell, column: Column, value: Value) -> None:
    """A cell that its sender may change, as the column's variable is written."""
    kind = variables()[column.variable].kind
    cell.number_format = FORMATS.get(kind, "General")
    if isinstance(value.shown, str):
        put_text(cell, value.shown)
    else:
        cell.value = value.shown
    cell.font, cell.border = CARRIED if value.carried else FONT, EDGE
    cell.protection, cell.alignment = OPEN, MIDDLE
    if value.severity:
        remark(cell, value.remarks, value.severity)


def _put_stray(sheet: Worksheet, layout: SheetLayout, stray: StrayRow) -> None:
    """A row without a school; its code is what the protocol's yellow cell says, once that is filled in, where it asks."""
    row = layout.stray_row(stray)
    _put_row(sheet, layout, row, ("?", stray.code, stray.remark), stray.values)
    key = sheet.cell(row, layout.sheet.columns.index(layout.sheet.key) + 1)
    if stray.asks:
        asked = asked_place(stray.asks)
        key.value = f'=IF({asked}="","{stray.code}",{asked})'
    key.fill = TOLD["error"]
    for cell in sheet[row]:
        cell.protection = OPEN  # a row that should not be there may be deleted


def _put_totals(sheet: Worksheet, layout: SheetLayout) -> None:
    row, last = layout.totals_row, layout.totals_row - 1
    for place, column in enumerate(layout.sheet.columns, start=1):
        cell = sheet.cell(row, place)
        cell.border, cell.fill, cell.font, cell.alignment = EDGE, LOCKED, BOLD, MIDDLE
        if place == layout.first_answer - 1:
            cell.value = "ИТОГО"
        elif last >= layout.first_row and _is_summed(column):
            letter = get_column_letter(place)
            cell.value = f"=SUM({letter}{layout.first_row}:{letter}{last})"


def _is_summed(column: Column) -> bool:
    variable = variables().get(column.variable)
    return column.role == "value" and variable is not None and variable.adds_up


def check_entries(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    """The spreadsheet program's own checks of the rows, from the same declaration that intake checks against."""
    for place, column in enumerate(columns, start=1):
        if column.role == "value" and first <= last:
            letter = get_column_letter(place)
            check = validation(variables()[column.variable], f"{letter}{first}")
            check.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(check)
