"""What differs between two states of a seed, in Russian words: the row, the column, what it said and what it says."""

from collections.abc import Iterator
from typing import Any

import duckdb

from orchestration.sql import dictionaries

SAID_AT_MOST = 5
Row = dict[str, Any]


def said_of(connection: duckdb.DuckDBPyConnection, seed: str) -> str:
    """`2018 oge_math: factor 0.9 → 0.95`, a few such; how many more there are is counted.

    seed: schema and name; the present state is attached as `present`.
    """
    former, present = _rows(connection, seed), _rows(connection, f"present.{seed}")
    said = list(_differences(former, present))
    more = len(said) - SAID_AT_MOST
    return "; ".join(said[:SAID_AT_MOST]) + (f"; и ещё {more}" if more > 0 else "")


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    if not connection.execute(f"from (show all tables) where {_named(table)}").fetchall():
        return []
    return dictionaries(connection.execute(f"from {table}"))


def _named(table: str) -> str:
    *database, schema, name = table.split(".")
    asked = f"'{database[0]}'" if database else "current_database()"
    return f"database = {asked} and schema = '{schema}' and name = '{name}'"


def _differences(former: list[Row], present: list[Row]) -> Iterator[str]:
    columns = [set(rows[0]) for rows in (former, present) if rows]
    if len(columns) == 2 and columns[0] != columns[1]:
        yield f"графы {', '.join(sorted(columns[0] ^ columns[1]))}"
    key = _key(former, present)
    was, now = ({tuple(row[name] for name in key): row for row in rows} for rows in (former, present))
    for place in sorted(was.keys() | now.keys(), key=repr):
        name = " ".join(str(part) for part in place if part is not None)
        if place not in now or place not in was:
            yield f"{name}: {'строки больше нет' if place in was else 'новая строка'}"
            continue
        moved = [
            f"{column} {_shown(was[place][column])} → {_shown(now[place][column])}"
            for column in now[place]
            if column in was[place] and was[place][column] != now[place][column]
        ]
        if moved:
            yield f"{name}: {', '.join(moved)}"


def _key(*states: list[Row]) -> list[str]:
    """The first columns that tell the rows of either state apart: a seed begins with what names its rows."""
    shared = [
        name for name in (states[0] or states[1] or [{}])[0] if all(name in r for s in states for r in s[:1])
    ]
    for width in range(1, len(shared)):
        key = shared[:width]
        if all(len({tuple(row[name] for name in key) for row in rows}) == len(rows) for rows in states):
            return key
    return shared


def _shown(value: Any) -> str:
    return "пусто" if value is None else str(value)
