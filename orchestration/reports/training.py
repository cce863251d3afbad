"""Table 2: the training programmes and how many they trained."""

import duckdb

from orchestration.reports.listing import NOTHING_TO_LIST
from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.russian import exact
from orchestration.reports.table import Cell, Column, Piece, Records, Row, Table, figure_piece, text_cell
from orchestration.reports.wording import year_of

NAME = "table_2"
READS = (("marts", "table_2_training"),)
RECORD_COLUMNS = ("no", "programme_ru", "trained")

COLUMNS = (
    Column("№", 5),
    Column("Дополнительные профессиональные программы", 70, "left", names_row=True),
    Column("Обучено слушателей", 14),
)


def training(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 2 of a campaign, from marts.table_2_training, whose last row is the total and has no number; may be empty."""
    marts = campaign_rows(connection, "table_2_training", campaign, order="position", may_be_empty=True)
    return Table(
        name=NAME,
        number="Таблица 2",
        caption="Дополнительные профессиональные программы повышения квалификации",
        period=year_of(campaign),
        columns=COLUMNS,
        rows=tuple(_programme(mart) for mart in marts),
        records=Records(
            RECORD_COLUMNS, tuple(tuple(row[column] for column in RECORD_COLUMNS) for row in marts)
        ),
        footnotes=() if marts else (NOTHING_TO_LIST,),
    )


def _programme(mart: MartRow) -> Row:
    no = mart["no"]
    number = text_cell("") if no is None else Cell((Piece(str(no), value=exact(no)),))
    trained = Cell((figure_piece(mart["trained"], f"{NAME}/{mart['position']}/trained"),))
    return Row((number, text_cell(mart["programme_ru"]), trained), is_total=no is None)
