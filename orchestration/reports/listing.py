"""Tables declared column by column over the rows of a mart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.reports.marts import MartRow
from orchestration.reports.russian import exact, number_text, percent_text
from orchestration.reports.table import (
    NO_DATA,
    NO_DATA_NOTE,
    Align,
    Cell,
    Column,
    Piece,
    Records,
    Row,
    Table,
    Value,
    figure_piece,
    section_row,
    text_cell,
)

NOTHING_TO_LIST = "Таких записей нет"


@dataclass(frozen=True)
class Field:
    """A column of a listing and what of a row it prints.

    name: of the mart's column. is_ordinal: a number that counts rows and is no figure. words: Russian for codes.
    share: a fraction printed in per cent; a name instead says which column of the row tells whether it is one.
    """

    heading: str
    width: int
    name: str
    align: Align = "center"
    names_row: bool = False
    is_ordinal: bool = False
    words: Mapping[str, str] | None = None
    share: bool | str = False


@dataclass(frozen=True)
class Section:
    """A heading within a listing."""

    text: str


def listing(
    heading: tuple[str, str, str, str],
    fields: Sequence[Field],
    rows: Iterable[MartRow | Section],
    key: str,
) -> Table:
    """The rows as a table; where there are none a footnote says so.

    heading: name `table_6`, number «Таблица 6», caption, period. key: the column that names a row in a figure's
    address; a row with a true `is_total` is set in bold. A number nobody could count is printed as no data.
    """
    name, number, caption, period = heading
    rows = list(rows)
    printed = [
        section_row(row.text) if isinstance(row, Section) else _row(row, fields, f"{name}/{row[key]}")
        for row in rows
    ]
    has_gaps = any(cell.text == NO_DATA for row in printed for cell in row.cells)
    return Table(
        name=name,
        number=number,
        caption=caption,
        period=period,
        columns=tuple(Column(field.heading, field.width, field.align, field.names_row) for field in fields),
        rows=tuple(printed),
        records=Records(
            tuple(field.name for field in fields),
            tuple(
                tuple(_value(row[field.name]) for field in fields)
                for row in rows
                if not isinstance(row, Section)
            ),
        ),
        footnotes=(*((NO_DATA_NOTE,) if has_gaps else ()), *(() if rows else (NOTHING_TO_LIST,))),
    )


def _row(row: MartRow, fields: Sequence[Field], address: str) -> Row:
    return Row(tuple(_cell(row, field, address) for field in fields), is_total=bool(row.get("is_total")))


def _cell(row: MartRow, field: Field, address: str) -> Cell:
    value = row[field.name]
    if field.words is not None:
        return text_cell(field.words.get(value, ""))
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, date):
        return text_cell(f"{value:%d.%m.%Y}")
    if value is None:
        return text_cell("" if field.align == "left" or row.get("is_total") else NO_DATA)
    if field.is_ordinal:
        return Cell((Piece(number_text(value), value=exact(value)),))
    is_share = row[field.share] if isinstance(field.share, str) else field.share
    text = percent_text(value) if is_share else number_text(value)
    return Cell((figure_piece(value, f"{address}/{field.name}", text),))


def _value(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
