"""Tables 1 and 1а: what the indicators look like over the included schools when a year starts and when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, campaign_rows, reference_rows
from orchestration.reports.russian import agreeing, exact, month_of_year
from orchestration.reports.table import (
    NO_DATA,
    NO_DATA_NOTE,
    Cell,
    Column,
    Piece,
    Records,
    Row,
    Table,
    Value,
    figure_piece,
    text_cell,
)

MART = "table_1_start_diagnostics"
READS = (("marts", MART), ("reference", "cell_notes"))
STATISTICS = ("mean", "max", "min")

COLUMNS = (
    Column("№", 5),
    Column("Показатель", 56, "left", names_row=True),
    Column("Среднее значение", 18),
    Column("Максимальное значение", 16),
    Column("Минимальное значение", 15),
)
RECORD_COLUMNS = (
    "no",
    "indicator_ru",
    *(f"{statistic}_cell" for statistic in STATISTICS),
    *(f"{statistic}{part}" for statistic in STATISTICS for part in ("", "_note", "_note_kind")),
)
BESIDE = "Ответили школ, к которым показатель относится"


@dataclass(frozen=True)
class NoteForms:
    """How a placeholder such as `{in_schools_above_zero}` words its count, by the count's grammatical number."""

    kind: str
    one: str
    few: str
    many: str


def start_diagnostics(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 1 of a campaign, from marts.table_1_start_diagnostics and the wording in reference.cell_notes.

    Raises NoRowsError where the campaign has none, ValueError where a cell's template asks for a note
    that the wording does not know or that the mart counted by another rule.
    Source: methodology.md, Indicators, Cells.
    """
    caption = "Количественная характеристика показателей стартовой диагностики школ"
    return _diagnostics(connection, campaign, ("table_1", "Таблица 1", caption))


def final_diagnostics(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 1а of a final campaign: the same statistics of the year's list with the final values.

    Raises as start_diagnostics does. Source: methodology.md, Which years a campaign speaks of.
    """
    caption = "Количественная характеристика показателей итогового мониторинга школ"
    return _diagnostics(connection, campaign, ("table_1a", "Таблица 1а", caption))


def _diagnostics(
    connection: duckdb.DuckDBPyConnection, campaign: str, heading: tuple[str, str, str]
) -> Table:
    name, number, caption = heading
    forms = {
        row["placeholder"]: NoteForms(row["note_kind"], row["one_ru"], row["few_ru"], row["many_ru"])
        for row in reference_rows(connection, "cell_notes")
    }
    marts = [row | {"table": name} for row in campaign_rows(connection, MART, campaign, order="no")]
    parsed = Campaign.parse(campaign)
    years = reporting_year(parsed)
    printed = [_printed(row, row["indicator_ru"].replace("{reporting_year}", years), forms) for row in marts]
    has_gaps = any(piece.text == NO_DATA for row in printed for cell in row.cells for piece in cell.pieces)
    return Table(
        name=name,
        number=number,
        caption=caption,
        period=month_of_year(parsed.year, parsed.wave.month),
        columns=COLUMNS,
        rows=tuple(printed),
        records=Records(RECORD_COLUMNS, tuple(map(_record, marts, printed))),
        footnotes=(NO_DATA_NOTE,) if has_gaps else (),
        beside=BESIDE,
    )


def reporting_year(campaign: Campaign) -> str:
    """The school year that the campaign reports on: «2016–2017» for 2018-03."""
    ended = campaign.year + campaign.wave.reporting_year_offset
    return f"{ended - 1}–{ended}"


def _printed(mart: MartRow, name: str, forms: Mapping[str, NoteForms]) -> Row:
    number = Cell((Piece(f"{mart['no']}.", value=exact(mart["no"])),))
    cells = (number, text_cell(name), *(_cell(mart, statistic, forms) for statistic in STATISTICS))
    return Row(cells, beside=answered(mart))


def answered(mart: MartRow) -> str:
    """«73 из 75»: the schools whose value is known of those to which the indicator applies."""
    return f"{mart['schools_answered'] or 0} из {mart['schools_asked'] or 0}"


def _record(mart: MartRow, printed: Row) -> tuple[Value, ...]:
    texts = ("indicator_ru", *(f"{statistic}_cell" for statistic in STATISTICS))
    as_printed = dict(zip(texts, (cell.text for cell in printed.cells[1:]), strict=True))
    return tuple((mart | as_printed)[column] for column in RECORD_COLUMNS)


def _cell(mart: MartRow, statistic: str, forms: Mapping[str, NoteForms]) -> Cell:
    """The template of one cell with its placeholders filled in; an empty template prints an empty cell."""
    pieces, gaps = [], []
    for literal, placeholder, _, _ in Formatter().parse(mart[f"{statistic}_cell_template"] or ""):
        if literal:
            pieces.append(Piece(literal))
        if placeholder:
            pieces.append(_figure(mart, statistic, placeholder, forms))
            gaps.append(pieces[-1].text == NO_DATA)
    return text_cell(NO_DATA) if gaps and all(gaps) else Cell(tuple(pieces))


def _figure(mart: MartRow, statistic: str, placeholder: str, forms: Mapping[str, NoteForms]) -> Piece:
    is_note = placeholder != statistic
    column = f"{statistic}_note" if is_note else statistic
    wording = _wording(mart, statistic, placeholder, forms) if is_note else None
    number = mart[column]
    if number is None:
        return Piece(NO_DATA)
    text = agreeing(number, wording.one, wording.few, wording.many) if wording else None
    return figure_piece(number, f"{mart['table']}/{mart['no']}/{column}", text)


def _wording(mart: MartRow, statistic: str, placeholder: str, forms: Mapping[str, NoteForms]) -> NoteForms:
    where = f"{mart['table']}, row {mart['no']}, {statistic} cell"
    if placeholder not in forms:
        raise ValueError(f"{where}: cell_notes has no wording for {{{placeholder}}}")
    counted = mart[f"{statistic}_note_kind"]
    if counted not in (None, forms[placeholder].kind):
        raise ValueError(
            f"{where}: {{{placeholder}}} words {forms[placeholder].kind}, the mart counted {counted}"
        )
    return forms[placeholder]
