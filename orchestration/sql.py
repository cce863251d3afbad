"""What SQL that is put together in Python needs everywhere: names and texts in it, rows, and the hash of a table's rows."""

from pathlib import Path
from typing import Any

import duckdb

# how many rows a table has and the hash of them all, the same of the same rows in any order; to be asked of a table
# `as held`; another version of DuckDB may hash otherwise
HASHED = "count(*), coalesce(sum(hash(held)::hugeint), 0)::varchar"


def quoted(name: str) -> str:
    """A name, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text."""
    return "'" + str(text).replace("'", "''") + "'"


def has_table(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    """Whether the table is there: a run that failed early may not have come to it."""
    query = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    return connection.execute(query, [schema, name]).fetchone() is not None


def dictionaries(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows that a query found, by the names of their columns."""
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
