"""What differs between two states of the work file, as single changes that can be made one after the other.

The connection is always the former state's, with the present one attached as `present`; both hold the schemas
`intake` (rows with their file) and `reference` (the seeds).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

# so many changed cells are tried one by one; beyond that a file is one change
CELLS_TRIED_SINGLY = 12
CELL_KEY = ("campaign", "part", "entity", "variable", "file")
CELL_VALUE = ("raw_text", "number", "text", "state")


@dataclass(frozen=True)
class Change:
    """One change: its kind, what it is in words, and the SQL that makes it in the former state.

    kind: cell; file_came, file_changed, file_gone; reading (the same file, read otherwise); rules (a seed).
    """

    kind: str
    what: str
    statements: tuple[str, ...]


def input_changes(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """What was sent or read otherwise than before: single cells where they are few, then files."""
    tables = _tables(connection, "intake")
    by_file = [
        table
        for table in tables
        if _columns_alike(connection, table) and "file" in _columns(connection, table)
    ]
    cells = [change for table in by_file for change in _cell_changes(connection, table)]
    return [
        *(cells if len(cells) <= CELLS_TRIED_SINGLY else []),
        *_file_changes(connection, by_file),
        *(
            _replaced("reading", table)
            for table in tables
            if table not in by_file and _differs(connection, table)
        ),
    ]


def rule_changes(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """The seeds whose rows or columns differ."""
    return [
        _replaced("rules", table) for table in _tables(connection, "reference") if _differs(connection, table)
    ]


def _replaced(kind: str, table: str) -> Change:
    return Change(kind, table.split(".")[1], (f"create or replace table {table} as from present.{table}",))


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The tables that the present state has in a schema, with its name."""
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'present' and schema_name = ? order by 1",
        [schema],
    ).fetchall()
    return [f"{schema}.{name}" for (name,) in found]


def _columns_alike(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = connection.execute(
        "select list((column_name, data_type) order by column_index) from duckdb_columns() "
        "where schema_name || '.' || table_name = ? group by database_name",
        [table],
    ).fetchall()
    return len(found) == 2 and found[0] == found[1]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {name for name, *_ in connection.execute(f"describe present.{table}").fetchall()}


def _differs(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    if not _columns_alike(connection, table):
        return True
    return bool(connection.execute(f"{_rows_apart(table)} limit 1").fetchall())


def _rows_apart(table: str) -> str:
    """The rows of a table that only one of the two states has."""
    return (
        f"from ((from {table} except all from present.{table}) "
        f"union all (from present.{table} except all from {table}))"
    )


def _cell_changes(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Change]:
    """A change per cell of a workbook that both states have and read differently."""
    if not {*CELL_KEY, *CELL_VALUE, "sheet", "cell"} <= _columns(connection, table):
        return
    apart = " or ".join(f"former.{name} is distinct from present.{name}" for name in CELL_VALUE)
    found = connection.execute(
        f"select {', '.join(f'present.{name}' for name in CELL_KEY)}, present.sheet, present.cell, "
        f"former.raw_text, present.raw_text from {table} as former "
        f"inner join present.{table} as present using ({', '.join(CELL_KEY)}) "
        f"where former.file_sha256 <> present.file_sha256 and ({apart}) order by all"
    ).fetchall()
    for *key, sheet, cell, before, after in found:
        where = " and ".join(f"{name} = {_literal(value)}" for name, value in zip(CELL_KEY, key, strict=True))
        yield Change(
            "cell", f"{key[-1]}, {sheet}!{cell}: «{before}» → «{after}»", _rows_taken_over(table, where)
        )


def _file_changes(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> Iterator[Change]:
    """A change per file of which any row differs, in whatever table: its rows, its delivery, what was set aside."""
    files: dict[str, list[str]] = {}
    for table in tables:
        found = connection.execute(
            f"select distinct coalesce(file, '') {_rows_apart(table)} order by 1"
        ).fetchall()
        for (file,) in found:
            files.setdefault(file, []).append(table)
    # what is said of files that did not come goes last: by then those that came are there
    for file, touched in sorted(files.items(), reverse=True):
        where = f"coalesce(file, '') = {_literal(file)}"
        statements = [statement for table in touched for statement in _rows_taken_over(table, where)]
        yield Change(_file_kind(connection, touched, where), file or "missing files", tuple(statements))


def _file_kind(connection: duckdb.DuckDBPyConnection, tables: list[str], where: str) -> str:
    """Whether the file came, went, changed, or is the same and was read otherwise: by its hashes."""
    former, present = (
        {
            row
            for table in tables
            for row in connection.execute(
                f"select distinct file_sha256 from {state}{table} where {where}"
            ).fetchall()
        }
        for state in ("", "present.")
    )
    if not former or not present:
        return "file_gone" if former else "file_came"
    return "reading" if former == present else "file_changed"


def _rows_taken_over(table: str, where: str) -> tuple[str, str]:
    return (
        f"delete from {table} where {where}",
        f"insert into {table} by name from present.{table} where {where}",
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
