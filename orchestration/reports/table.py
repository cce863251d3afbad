"""A printed table as a model that every writer (xlsx, HTML, CSV, markdown) renders alike."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from orchestration.reports.russian import Number, exact, number_text
from orchestration.spreadsheets import no_formula

MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~&#])")

# what stands where nobody could count, and what a reader is told of it
NO_DATA = "…"
NO_DATA_NOTE = "… — данных нет"

WIDEST_UPRIGHT = 130  # characters that the columns declare; a wider table lies on a page turned sideways

Align = Literal["left", "center"]
Value = str | Number | None


@dataclass(frozen=True)
class Piece:
    """A run of a cell's text.

    figure: the address of the figure it prints, as table, row and column of the mart: `table_1/15/mean`.
    value: that figure's number. Wording around figures has neither.
    """

    text: str
    figure: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class Cell:
    """One cell, as the pieces it is composed of; in a sentence the figures stand within the text."""

    pieces: tuple[Piece, ...] = ()
    is_sentence: bool = False

    @property
    def text(self) -> str:
        """What is printed."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def lines(self) -> str:
        """The text with its line break: of two figures the second starts a line of its own."""
        figures = [place for place, piece in enumerate(self.pieces) if piece.figure]
        if len(figures) < 2 or self.is_sentence:
            return self.text
        first = figures[0] + 1
        return f"{Cell(self.pieces[:first]).text}\n{Cell(self.pieces[first:]).text.lstrip()}"

    @property
    def number(self) -> Decimal | None:
        """The cell's number where nothing else is printed in it (a zero may be printed as nothing)."""
        return self.pieces[0].value if len(self.pieces) == 1 else None


@dataclass(frozen=True)
class Column:
    """A column of the printed table; width in characters of the spreadsheet's default font."""

    heading: str
    width: int
    align: Align = "center"
    names_row: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the printed table; the total is set in bold. A section is one cell over all columns.

    beside: what is told beside the printed row where there is room: in a workbook and on a page, not on paper.
    """

    cells: tuple[Cell, ...]
    is_total: bool = False
    is_section: bool = False
    beside: str = ""


@dataclass(frozen=True)
class Records:
    """What the CSV carries: the table's figures as data, under the columns of the mart."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table of the report. name `table_1`, number «Таблица 1», period «март 2018 года».

    beside: what the rows' texts beside the printed block are, such as «Ответили школ».
    """

    name: str
    number: str
    caption: str
    period: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    records: Records
    footnotes: tuple[str, ...] = ()
    beside: str = ""

    def __post_init__(self) -> None:
        widths = {len(row.cells) for row in self.rows if not row.is_section} - {len(self.columns)}
        if widths:
            raise ValueError(f"{self.name}: rows of {sorted(widths)} cells under {len(self.columns)} columns")
        if any(len(row.cells) != 1 for row in self.rows if row.is_section):
            raise ValueError(f"{self.name}: a section is one cell over all columns")

    @property
    def is_wide(self) -> bool:
        """Whether the columns declare more than an upright page can hold."""
        return sum(column.width for column in self.columns) > WIDEST_UPRIGHT

    @property
    def title(self) -> str:
        """Number and caption in one line."""
        return f"{self.number}. {self.caption}"


def text_cell(text: str) -> Cell:
    """A cell of words."""
    return Cell((Piece(text),))


def section_row(text: str) -> Row:
    """A heading within the table, over its whole width."""
    return Row((text_cell(text),), is_section=True)


def figure_piece(number: Number, figure: str, text: str | None = None) -> Piece:
    """A figure with its address, printed as the number or as the given wording of it."""
    return Piece(number_text(number) if text is None else text, figure, exact(number))


def csv_text(table: Table) -> str:
    """The table's records: numbers with a point, nulls empty, no text that a spreadsheet takes for a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(table.records.columns)
    writer.writerows([_csv_value(value) for value in row] for row in table.records.rows)
    return target.getvalue()


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return no_formula(value)
    return f"{exact(value):f}"


def markdown(table: Table) -> str:
    """The table as printed, for a preview: a caption, a pipe table, its footnotes."""
    head = [_markdown_text(column.heading) for column in table.columns]
    rule = [":--" if column.align == "left" else ":-:" for column in table.columns]
    rows = [_markdown_row(row, len(table.columns)) for row in table.rows]
    lines = ["| " + " | ".join(cells) + " |" for cells in [head, rule, *rows]]
    return "\n".join(
        [f"**{_markdown_text(table.title)}**", "", *lines, "", *map(_markdown_text, table.footnotes)]
    )


def _markdown_row(row: Row, columns: int) -> list[str]:
    """A pipe table has no cell over several columns: a section stands in the first."""
    cells = [_markdown_cell(cell, row.is_total or row.is_section) for cell in row.cells]
    return cells + [""] * (columns - len(cells))


def _markdown_cell(cell: Cell, is_bold: bool) -> str:
    text = _markdown_text(cell.text)
    return f"**{text}**" if is_bold and text else text


def _markdown_text(text: str) -> str:
    return MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split()))
