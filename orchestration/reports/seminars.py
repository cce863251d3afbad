"""Table 3: seminars, webinars and recorded seminars, each with what its participants were counted in."""

import duckdb

from orchestration.reports.listing import NOTHING_TO_LIST
from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.russian import agreeing, month_and_year
from orchestration.reports.table import (
    NO_DATA,
    NO_DATA_NOTE,
    Cell,
    Column,
    Piece,
    Records,
    Row,
    Table,
    figure_piece,
    text_cell,
)
from orchestration.reports.wording import year_of

NAME = "table_3"
READS = (("marts", "table_3_seminars"),)
RECORD_COLUMNS = ("date_cell", "topic_ru", "speakers", "participants_cell")
CONNECTIONS = ("{n} подключение", "{n} подключения", "{n} подключений")

COLUMNS = (
    Column("Дата", 12),
    Column("Тема", 46, "left", names_row=True),
    Column("Ведущие", 22, "left"),
    Column("Количество участников", 24),
)


def seminars(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 3 of a campaign, from marts.table_3_seminars; may be empty."""
    held = campaign_rows(connection, "table_3_seminars", campaign, "position", may_be_empty=True)
    rows = [_seminar(mart) for mart in held]
    has_gaps = any(row.cells[-1].text == NO_DATA for row in rows)
    return Table(
        name=NAME,
        number="Таблица 3",
        caption="Семинары, вебинары и видеосеминары",
        period=year_of(campaign),
        columns=COLUMNS,
        rows=tuple(rows),
        records=Records(RECORD_COLUMNS, tuple(tuple(cell.text for cell in row.cells) for row in rows)),
        footnotes=(*((NO_DATA_NOTE,) if has_gaps else ()), *(() if rows else (NOTHING_TO_LIST,))),
    )


def _seminar(mart: MartRow) -> Row:
    """Where only the month is known, the month is printed: «20.02.18», «Ноябрь 2018»."""
    day = mart["date"]
    date = f"{day:%d.%m.%y}" if mart["date_precision"] == "day" else month_and_year(day).capitalize()
    texts = (date, mart["topic_ru"], mart["speakers_ru"] or "")
    return Row((*map(text_cell, texts), Cell((_participants(mart),))))


def _participants(mart: MartRow) -> Piece:
    """Persons as a number, connections with their noun, a recording as where it lies."""
    if mart["unit"] == "recording":
        return Piece(mart["recording_ru"] or NO_DATA)
    count = mart["attendance"]
    if count is None:
        return Piece(NO_DATA)
    text = agreeing(count, *CONNECTIONS) if mart["unit"] == "connections" else None
    return figure_piece(count, f"{NAME}/{mart['position']}/attendance", text)
