"""How far the sheets of an xls workbook reach, and what it says of their cells beside their values."""

import io
from collections.abc import Iterator
from pathlib import Path

import xlrd
from xlrd.sheet import Sheet

from orchestration.intake.marks import ERROR, FORMULA, SHARE, Marks

NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
LEFT_TO_THE_READER = ("Workbook is encrypted", "Can't find workbook")  # protected: it says so itself


def extents(path: Path) -> Iterator[tuple[int, int]]:
    """Rows and columns of every sheet up to the last cell with something in it. Raises ValueError if spoiled."""
    for sheet in _sheets(path):
        filled = [
            (row + 1, column + 1)
            for row in range(sheet.nrows)
            for column, kind in enumerate(sheet.row_types(row))
            if kind not in NOTHING
        ]
        yield max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def marks(path: Path) -> dict[str, Marks]:
    """The rule of each doubtful cell by the title of its sheet. Raises ValueError if spoiled."""
    return {
        sheet.name: {
            (row, column): rule
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if (rule := _mark(sheet, row, column))
        }
        for sheet in _sheets(path)
    }


def _sheets(path: Path) -> list[Sheet]:
    try:
        # without its rows made even: a text in the last cell costs its own memory alone
        book = xlrd.open_workbook(path, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        return list(book.sheets())
    except Exception as error:  # it walks the bytes as they come: a spoiled one may raise anything
        if isinstance(error, xlrd.XLRDError) and str(error).startswith(LEFT_TO_THE_READER):
            return []
        raise ValueError("spoiled workbook") from error


def _mark(sheet: Sheet, row: int, column: int) -> str | None:
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ERROR
    if cell.ctype == xlrd.XL_CELL_TEXT and not cell.value:
        return FORMULA  # nobody types an empty text: never computed, or computed to nothing
    style = sheet.book.xf_list[cell.xf_index]
    shown = sheet.book.format_map[style.format_key].format_str
    return SHARE if cell.ctype == xlrd.XL_CELL_NUMBER and "%" in shown else None
