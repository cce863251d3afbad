"""Plain tables of a document, declared column by column over the rows of a mart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.marts import MartRow
from orchestration.reports.russian import exact, number_text, percent_text, rounded
from orchestration.reports.table import Align, Cell, Column, Piece, Records, Row, Table, Value, text_cell

NOTHING = "–"
NO_ROWS = "Таких записей нет"


@dataclass(frozen=True)
class Field:
    """A column: its heading, its width in letters, and what of a row it shows.

    names_row: it says what the row is about. decimals: at most so many, rounded half up. words: Russian for codes. percent: the number is a fraction; a name instead says in which column stands whether
    it is. A number gets an address, `<table>/<key>/<column>`.
    """

    heading: str
    width: int
    column: str
    align: Align = "left"
    words: Mapping[str, str] | None = None
    percent: bool | str = False
    names_row: bool = False
    decimals: int | None = None


@dataclass(frozen=True)
class Listing:
    """A table of a document: where its rows come from and how they are shown.

    marts: schema and name of what `rows` reads. key: the column that names a row in a figure's address.
    """

    number: str
    caption: str
    marts: tuple[SourceName, ...]
    rows: Callable[[Sources], Sequence[MartRow]]
    key: str
    fields: tuple[Field, ...]

    def table(self, name: str, sources: Sources) -> Table:
        """The rows as a table; one that says so where there are none."""
        rows = self.rows(sources)
        printed = [Row(tuple(self._cell(name, row, field) for field in self.fields)) for row in rows]
        nothing = Row((text_cell(NO_ROWS), *(text_cell("") for _ in self.fields[1:])))
        return Table(
            name=name,
            number=self.number,
            caption=self.caption,
            period="",
            columns=tuple(
                Column(field.heading, field.width, field.align, field.names_row) for field in self.fields
            ),
            rows=tuple(printed) or (nothing,),
            records=Records(
                tuple(field.column for field in self.fields),
                tuple(tuple(_record(row[field.column]) for field in self.fields) for row in rows),
            ),
        )

    def _cell(self, name: str, row: MartRow, field: Field) -> Cell:
        value = row[field.column]
        if field.words is not None:
            return text_cell(field.words.get(value, NOTHING))
        if isinstance(value, bool | str | date) or value is None:
            return text_cell(_text(value))
        is_share = row[field.percent] if isinstance(field.percent, str) else field.percent
        text = percent_text(value) if is_share else number_text(rounded(value, field.decimals))
        return Cell((Piece(text, f"{name}/{row[self.key]}/{field.column}", exact(value)),))


def _text(value: bool | str | date | None) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value or NOTHING


def _record(value: object) -> Value:
    return value if isinstance(value, str | int | float | Decimal | None) else str(value)
