"""What every workbook that we write has in common: text stays text, and the same content is the same bytes."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.reports.archive import undated

# what a spreadsheet takes for a formula when it opens a text
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def no_formula(text: str) -> str:
    """The text for a csv, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def put_text(cell: Cell, text: str) -> None:
    """Text as text, whatever it begins with: nothing that came from a form is ever a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if text.startswith(FORMULA_STARTS):
        cell.data_type = "s"
        # without the quote mark a mere edit of the cell would turn the text into a formula
        cell.quotePrefix = True


def set_up_paper(sheet: Worksheet, orientation: str) -> None:
    """A4 (portrait or landscape), as wide as the page and as many pages as it takes."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def workbook_bytes(book: Workbook, title: str | None) -> bytes:
    """The workbook's file, without maker and times."""
    book.properties.title, book.properties.language = title, "ru-RU"
    book.properties.creator = None
    target = io.BytesIO()
    book.save(target)
    return undated(target.getvalue())
