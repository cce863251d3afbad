"""Rows of the published marts, a campaign at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.sql import dictionaries

MartRow = dict[str, Any]


class NoRowsError(LookupError):
    """A mart holds nothing of the campaign asked for."""


@contextmanager
def reading(marts: duckdb.DuckDBPyConnection | Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection as given, or one opened for reading only and closed afterwards; a mart's bare name is found."""
    if isinstance(marts, Path):
        with duckdb.connect(marts, read_only=True) as connection:
            yield _looking_in_marts(connection)
    else:
        yield _looking_in_marts(marts)


def _looking_in_marts(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    if _is_work_file(connection):
        connection.execute("set search_path = 'marts'")
    return connection


def _is_work_file(connection: duckdb.DuckDBPyConnection) -> bool:
    """Marts lie in the schema `marts` of the work file, in `main` of the published one."""
    asked = (
        "select 1 from duckdb_schemas() where database_name = current_database() and schema_name = 'marts'"
    )
    return connection.execute(asked).fetchone() is not None


def campaign_rows(
    connection: duckdb.DuckDBPyConnection, mart: str, campaign: str, order: str, may_be_empty: bool = False
) -> list[MartRow]:
    """The campaign's rows of a mart as dictionaries, sorted by the column `order`.

    Raises NoRowsError, which names the campaigns that the mart does hold, unless none is an answer too.
    """
    place = f"{'marts' if _is_work_file(connection) else 'main'}.{mart}"
    found = connection.execute(f'select * from {place} where campaign = ? order by "{order}"', [campaign])
    rows = dictionaries(found)
    if not rows and not may_be_empty:
        present = connection.execute(f"select distinct campaign from {place} order by campaign").fetchall()
        raise NoRowsError(
            f"{mart} holds no row of campaign {campaign}, "
            f"only of: {', '.join(key for (key,) in present) or 'none'}"
        )
    return rows


def edition_rows(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    campaign: str,
    edition: str,
    order: str,
    *,
    may_be_empty: bool = False,
) -> list[MartRow]:
    """The rows of one edition of a campaign's report, as campaign_rows gives them."""
    rows = campaign_rows(connection, mart, campaign, order, may_be_empty)
    found = [row for row in rows if row["edition"] == edition]
    if not found and not may_be_empty:
        raise NoRowsError(f"{mart} holds no row of campaign {campaign}, edition {edition}")
    return found


def reference_rows(connection: duckdb.DuckDBPyConnection, seed: str) -> list[MartRow]:
    """All rows of a seed."""
    return dictionaries(connection.execute(f"select * from reference.{seed}"))
