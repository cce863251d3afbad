"""The snapshot for analysts: the marts as a file of their own, never the one that a run writes."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.atomic_files import put_in_place
from orchestration.sql import literal, quoted

# readable by every DuckDB 1.x; what 2.0 writes by default is not
STORAGE_VERSION = "v1.0.0"

# A file marts.duckdb with a schema `marts` makes `marts.schools` ambiguous. In `main` the same words work for an
# analyst as in the work file, and a bare `schools` does too.
SCHEMAS = {"marts": "main", "reference": "reference"}
CAMPAIGN = ("campaign", "delivery")  # what staging calls the campaign that an export came with
HIDDEN = ("participant",)  # not even the key of a participant leaves the warehouse
FAILURES = "test_failures"  # the schema where dbt stores them, and the published table of them all


@dataclass(frozen=True)
class Column:
    """A column of a published table."""

    name: str
    data_type: str
    nullable: bool = True
    comment: str | None = None


@dataclass(frozen=True)
class Relation:
    """A table or view; a view is published as the table of its rows."""

    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]


FAILED_ROWS = Relation(
    schema="marts",
    name=FAILURES,
    comment="Rows that a data test found wrong when the snapshot was made, one row each",
    columns=(
        Column("test", "varchar", False, "Name of the dbt data test"),
        Column("campaign", "varchar", comment="Campaign of the row, where the test's rows have one"),
        Column("school_code", "varchar", comment="School of the row, where the test's rows have one"),
        Column("row", "json", False, "The row as the test stored it"),
        Column(
            "set_aside",
            "bigint",
            comment="Cells and lines of the same campaign and school that were set aside (see set_aside): where "
            "above zero, they may explain the failure; null where the row names no campaign or no school",
        ),
    ),
)


class NothingToPublishError(LookupError):
    """The work file holds no marts."""


def publish_marts(work: Path, target: Path) -> dict[str, int]:
    """Copy marts, reference tables and stored test failures of the work file into the snapshot, in one step.

    Returns rows per table of the snapshot. Marts lie in its schema `main`, seeds in `reference`, with comments
    and not-null marks. Whoever has the former snapshot open keeps it; whoever opens the file later gets the new one.
    Raises NothingToPublishError where the work file has no marts; the former snapshot then stays.
    """
    with put_in_place([target]) as (sibling,), duckdb.connect() as connection:
        _wal(sibling).unlink(missing_ok=True)
        # a view of the work file names its catalogue, which is the file's stem
        source = quoted(work.stem)
        connection.execute(f"attach {literal(work)} as {source} (read_only)")
        connection.execute(f"attach {literal(sibling)} as snapshot (storage_version '{STORAGE_VERSION}')")
        # one transaction: each statement on its own would reach the disk before the next
        connection.begin()
        rows = {}
        for relation in _published(connection, work.stem):
            _create(connection, relation)
            rows[relation.name] = _insert(connection, relation, f"select * from {source}.{_name(relation)}")
        _create(connection, FAILED_ROWS)
        rows[FAILURES] = sum(
            _insert(connection, FAILED_ROWS, _failed_rows(test, source))
            for test in _relations(connection, work.stem, FAILURES)
            # most found nothing, and an insert takes ten times as long as this
            if connection.execute(f"from {source}.{_name(test)} limit 1").fetchone()
        )
        connection.commit()
        connection.execute("checkpoint snapshot")
        connection.execute("detach snapshot")
    return rows


def _published(connection: duckdb.DuckDBPyConnection, catalogue: str) -> list[Relation]:
    marts, *others = (_relations(connection, catalogue, schema) for schema in SCHEMAS)
    if not marts:
        raise NothingToPublishError(f"{catalogue} has no table in its schema marts: build the marts first")
    return sum(others, start=marts)


def _relations(connection: duckdb.DuckDBPyConnection, catalogue: str, schema: str) -> list[Relation]:
    found = connection.execute(
        "select table_name, comment from duckdb_tables() where database_name = $1 and schema_name = $2 union all "
        "select view_name, comment from duckdb_views() where database_name = $1 and schema_name = $2 order by 1",
        [catalogue, schema],
    ).fetchall()
    columns = _columns(connection, catalogue, schema)
    return [Relation(schema, name, comment, tuple(columns[name])) for name, comment in found]


def _columns(
    connection: duckdb.DuckDBPyConnection, catalogue: str, schema: str
) -> defaultdict[str, list[Column]]:
    """The columns of a schema's relations, by relation, in their order."""
    found = connection.execute(
        "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where database_name = ? and schema_name = ? order by table_name, column_index",
        [catalogue, schema],
    ).fetchall()
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for name, *column in found:
        columns[name].append(Column(*column))
    return columns


def _create(connection: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    target = _target(relation)
    connection.execute(f"create schema if not exists snapshot.{SCHEMAS[relation.schema]}")
    columns = (
        f"{quoted(column.name)} {column.data_type}{'' if column.nullable else ' not null'}"
        for column in relation.columns
    )
    connection.execute(f"create table {target} ({', '.join(columns)})")
    if relation.comment:
        connection.execute(f"comment on table {target} is {literal(relation.comment)}")
    for column in relation.columns:
        if column.comment:
            place = f"{target}.{quoted(column.name)}"
            connection.execute(f"comment on column {place} is {literal(column.comment)}")


def _insert(connection: duckdb.DuckDBPyConnection, relation: Relation, rows: str) -> int:
    """How many rows the query gave."""
    counted = connection.execute(f"insert into {_target(relation)} {rows}").fetchone()
    return int(counted[0]) if counted else 0


def _failed_rows(test: Relation, source: str) -> str:
    """A test's stored rows in the columns of FAILED_ROWS."""
    present = {column.name for column in test.columns}
    campaign, school = (
        next((f"failed.{column}::varchar" for column in columns if column in present), "null")
        for columns in (CAMPAIGN, ("school_code",))
    )
    shown = ", ".join(
        f"{quoted(column.name)} := failed.{quoted(column.name)}"
        for column in test.columns
        if column.name not in HIDDEN
    )
    count = (
        f"(select count(*) from {source}.marts.set_aside as aside "
        f"where aside.campaign = {campaign} and aside.entity = {school})"
    )
    return (
        f"select {literal(test.name)}, {campaign}, {school}, to_json(struct_pack({shown})), "
        f"case when {campaign} is not null and {school} is not null then {count} end "
        f"from {source}.{_name(test)} as failed"
    )


def _name(relation: Relation) -> str:
    return f"{quoted(relation.schema)}.{quoted(relation.name)}"


def _target(relation: Relation) -> str:
    return f"snapshot.{SCHEMAS[relation.schema]}.{quoted(relation.name)}"


def _wal(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")
