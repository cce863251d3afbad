"""Column lineage as Dagster takes it, from the raw files' headings to the columns of the report's tables."""

from collections.abc import Iterable, Mapping
from functools import cache

import dagster as dg

from orchestration.intake.schemas import LANDING
from orchestration.lineage import raw_columns
from orchestration.lineage.columns import Column
from orchestration.reports import columns as report_columns
from orchestration.reports.table import Table
from orchestration.warehouse.graph import read_descriptions, read_lineage

LINEAGE = "dagster/column_lineage"


def of_intake(table: str, sent: str) -> dict[str, list[Column]]:
    """Of each column of a table of intake the columns of the raw asset `sent`."""
    found = raw_columns.depends_on(table, list(LANDING[table].columns), sent)
    return {column: [("raw", sent, name) for name in names] for column, names in found.items()}


def of_report(table: Table, reads: Iterable[tuple[str, str]]) -> dict[str, list[Column]]:
    """Of each column of a report's table, as its CSV names them, the columns of the marts and seeds."""
    return report_columns.depends_on(table.name, table.records.columns, list(reads), mart_columns())


def schema_of_intake(table: str) -> dg.TableSchema:
    """The columns of a table of intake as its landing schema declares them, shown before the first run."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                name,
                str(column.dtype),
                description=_handed_on().get(("intake", table, name)) or _in_staging().get(name),
                constraints=dg.TableColumnConstraints(nullable=column.nullable),
            )
            for name, column in LANDING[table].columns.items()
        ]
    )


@cache
def _handed_on() -> dict[Column, str]:
    """Of each column of intake what the staging model says of it that hands it on under its name."""
    said = read_descriptions()
    return {
        parent: said[column]
        for column, parents in read_lineage().items()
        for parent in parents
        if column[0] == "staging" and parent[0] == "intake" and parent[2] == column[2]
    }


@cache
def _in_staging() -> dict[str, str]:
    """What a column of that name is in a staging model."""
    return {column[2]: said for column, said in read_descriptions().items() if column[0] == "staging"}


def schema_of_report(table: Table, reads: Iterable[tuple[str, str]]) -> dg.TableSchema:
    """The columns of a report's table as its CSV names them: text where any row has a text, else number.

    A column is what the first says that it is made of, with the others named.
    """
    records, said = table.records, read_descriptions()
    texts = {place for row in records.rows for place, value in enumerate(row) if isinstance(value, str)}
    described = {
        name: "; with ".join(filter(None, [said[first], ", ".join(_others_than(first, others))]))
        for name, (first, *others) in of_report(table, reads).items()
    }
    return dg.TableSchema(
        [
            dg.TableColumn(name, "text" if place in texts else "number", described[name])
            for place, name in enumerate(records.columns)
        ]
    )


def _others_than(first: Column, others: Iterable[Column]) -> list[str]:
    return [name for name in dict.fromkeys(name for *_, name in others) if name != first[2]]


@cache
def mart_columns() -> dict[tuple[str, str], dict[str, list[Column]]]:
    """Of every model and seed, by schema and name, the columns, each with those that it is computed from."""
    found: dict[tuple[str, str], dict[str, list[Column]]] = {}
    for (schema, table, column), parents in read_lineage().items():
        found.setdefault((schema, table), {})[column] = parents
    return found


@cache
def of_warehouse() -> dict[dg.AssetKey, dg.TableColumnLineage]:
    """The same as Dagster takes it, by asset."""
    return {dg.AssetKey(table): table_lineage(columns) for table, columns in mart_columns().items()}


def table_lineage(found: Mapping[str, Iterable[Column]]) -> dg.TableColumnLineage:
    """The same as Dagster takes it."""
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(dg.AssetKey([schema, table]), name) for schema, table, name in parents]
            for column, parents in found.items()
        }
    )
