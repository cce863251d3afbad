"""The report's tables by number, and their files."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.atomic_files import put_in_place
from orchestration.lineage.click_through import Json, click_through
from orchestration.reports.clusters import clusters
from orchestration.reports.marts import reading
from orchestration.reports.page import html_page
from orchestration.reports.start_diagnostics import start_diagnostics
from orchestration.reports.table import Table, csv_text
from orchestration.reports.workbook import xlsx_bytes

TABLES: dict[int, Callable[[duckdb.DuckDBPyConnection, str], Table]] = {1: start_diagnostics, 5: clusters}
FORMATS: dict[str, Callable[[Table, Json], bytes]] = {
    "xlsx": lambda table, _: xlsx_bytes(table),
    "csv": lambda table, _: csv_text(table).encode(),
    "html": lambda table, made_of: html_page(table, made_of).encode(),
}


def read_table(n: int, marts: duckdb.DuckDBPyConnection | Path, campaign: str) -> Table:
    """Table n of the campaign as a model. Raises NoRowsError where its mart has nothing of the campaign."""
    if n not in TABLES:
        raise ValueError(f"no table {n}: there are {', '.join(map(str, TABLES))}")
    with reading(marts) as connection:
        return TABLES[n](connection, campaign)


def table_files(n: int, campaign: str, folder: Path) -> list[Path]:
    """Where the files of a table lie: <folder>/<campaign>/table_<n>.xlsx, .csv and .html."""
    return [folder / campaign / f"table_{n}.{suffix}" for suffix in FORMATS]


def write_table(n: int, marts: duckdb.DuckDBPyConnection | Path, campaign: str, folder: Path) -> Table:
    """Table n of the campaign into its files; returns the table, for a preview of it.

    All files are made before the first is put in place, so that an error leaves the former ones. The same
    marts give the same bytes. Raises as read_table does.
    """
    with reading(marts) as connection:
        table = read_table(n, connection, campaign)
        made_of = click_through(connection, campaign, [table.name])
    with put_in_place(table_files(n, campaign, folder)) as places:
        for place, rendered in zip(places, FORMATS.values(), strict=True):
            place.write_bytes(rendered(table, made_of))
    return table
