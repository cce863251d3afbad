"""The sheet «Протокол»: everything that is asked or told, with the cell as the sender sees it in his own file."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.outgoing.content import FormContent
from orchestration.outgoing.layout import ASKED_COLUMN, PROTOCOL, PROTOCOL_FIRST_ROW
from orchestration.outgoing.sheet_style import (
    ASKED,
    BOLD,
    EDGE,
    FONT,
    MIDDLE,
    OPEN,
    START,
    put,
    put_heading_row,
    set_up_page,
)

COLUMNS = (
    ("№", 5),
    ("Лист", 18),
    ("Ячейка", 9),
    ("Школа", 32),
    ("Значение", 14),
    ("Что неверно", 44),
    ("Как исправить", 40),
    ("Где в этой книге", 22),
    ("Код ОО (впишите)", 14),
)
LINK = Font(name="Arial", size=10, color="0563C1", underline="single")
INTRODUCTION = (
    "Ниже всё, что не удалось принять, и всё, что нужно проверить. Лист и ячейка названы так, как они видны в присланном вами файле.",
    "Исправьте закрашенные ячейки этой книги и пришлите её целиком: она заменит присланную раньше. Незакрашенное и "
    "голубое, исправленное при чтении, уже принято. Где здесь жёлтая ячейка, впишите в неё код ОО: строка с ответами ждёт его внизу листа.",
)


@dataclass(frozen=True)
class Line:
    """One line: place in the sender's file, school, value as it may be shown, sentence, remedy.

    here: sheet and cell of this workbook. asks: the line whose yellow cell gives the school's code; its own number
    where it asks itself, None where nothing is asked.
    """

    sheet: str
    cell: str
    school: str
    shown: str
    sentence: str
    remedy: str
    here: tuple[str, str] | None = None
    asks: int | None = None


def add_protocol(book: Workbook, content: FormContent, sent: Sequence[str], lines: Sequence[Line]) -> None:
    """The protocol as the book's first sheet. sent: what came, each as a line of text."""
    sheet = book.create_sheet(PROTOCOL, 0)
    head = [f"Протокол проверки формы: {content.name}", f"Кампания {content.campaign.key}", *INTRODUCTION]
    for row, text in enumerate([*head, f"Прислано: {'; '.join(sent) or 'ничего'}"], start=1):
        cell = put(sheet, row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        cell.font, cell.alignment = BOLD if row < 3 else FONT, START
        sheet.row_dimensions[row].height = 16
    put_heading_row(sheet, PROTOCOL_FIRST_ROW - 1, COLUMNS)
    for number, line in enumerate(lines, start=1):
        _put_line(sheet, number, line)
    sheet.freeze_panes = f"A{PROTOCOL_FIRST_ROW}"
    sheet.print_title_rows = f"{PROTOCOL_FIRST_ROW - 1}:{PROTOCOL_FIRST_ROW - 1}"
    set_up_page(sheet, "landscape")
    book.active = 0


def _put_line(sheet: Worksheet, number: int, line: Line) -> None:
    row = PROTOCOL_FIRST_ROW + number - 1
    here = f"{line.here[0]}!{line.here[1]}" if line.here else ""
    texts = (line.sheet, line.cell, line.school, line.shown, line.sentence, line.remedy, here)
    told: list[str | int] = [number, *texts]
    for place, text in enumerate(told, start=1):
        cell = put(sheet, row, place, text)
        cell.border, cell.alignment = EDGE, START
        if line.here and place == len(told):
            cell.hyperlink, cell.font = f"#'{line.here[0]}'!{line.here[1]}", LINK
    asked = sheet[f"{ASKED_COLUMN}{row}"]
    asked.border, asked.alignment, asked.number_format = EDGE, MIDDLE, "@"
    if line.asks == number:
        asked.fill, asked.protection = ASKED, OPEN
    elif line.asks:
        asked.value, asked.font = f"см. № {line.asks}", FONT
    lines = max(2, *(len(str(text)) // width + 1 for text, (_, width) in zip(told, COLUMNS, strict=False)))
    sheet.row_dimensions[row].height = 13.5 * lines
