"""Table 5: the included schools of each municipality by cluster."""

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.russian import in_quotes, month_of_year
from orchestration.reports.table import Cell, Column, Records, Row, Table, figure_piece, text_cell
from orchestration.reports.year_list import READS as LIST_READ
from orchestration.reports.year_list import said_of_list

NAME = "table_5"
MART = "table_5_clusters"
READS = (("marts", MART), *LIST_READ)
COUNTS = ("included", "low_results", "adverse_conditions", "both")
RECORD_COLUMNS = ("municipality_ru", *COUNTS)

COLUMNS = (
    Column("Муниципальное образование, городской округ", 34, "left", names_row=True),
    Column("Количество школ, включенных в проект", 19),
    Column("Количество школ, имеющих низкие результаты обучения (НРО)", 19),
    Column("Количество школ, функционирующих в неблагоприятных социальных условиях (ФНСУ)", 22),
    Column("Количество школ, НРО и ФНСУ", 19),
)


def clusters(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 5 of a campaign, from marts.table_5_clusters, whose last row is the total.

    Its footnotes say what was approved and decided of the list. Raises NoRowsError where the campaign has none.
    """
    marts = campaign_rows(connection, MART, campaign, order="position")
    schools = campaign_rows(connection, "schools", campaign, order="school_code", may_be_empty=True)
    parsed = Campaign.parse(campaign)
    return Table(
        name=NAME,
        number="Таблица 5",
        caption="Кластеризация школ, включенных в проект",
        period=month_of_year(parsed.year, parsed.wave.month),
        columns=COLUMNS,
        rows=(*(_municipality(row) for row in marts[:-1]), _total(marts[-1])),
        records=Records(
            RECORD_COLUMNS, tuple(tuple(row[column] for column in RECORD_COLUMNS) for row in marts)
        ),
        footnotes=said_of_list(connection, campaign, schools),
    )


def _municipality(mart: MartRow) -> Row:
    """A zero is printed as nothing, as in the report."""
    return Row(
        (text_cell(in_quotes(mart["municipality_ru"])), *(_count(mart, column, "") for column in COUNTS))
    )


def _total(mart: MartRow) -> Row:
    cells = (text_cell(mart["municipality_ru"]), *(_count(mart, column, "0") for column in COUNTS))
    return Row(cells, is_total=True)


def _count(mart: MartRow, column: str, zero: str) -> Cell:
    text = None if mart[column] else zero
    return Cell((figure_piece(mart[column], f"{NAME}/{mart['position']}/{column}", text),))
