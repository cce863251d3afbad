"""On which columns each column of the warehouse depends, read off the compiled SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"
Column = tuple[str, str, str]  # schema, table, column


def column_lineage(
    manifest: Mapping[str, Any], landed: Mapping[str, Sequence[str]]
) -> dict[Column, set[Column]]:
    """The columns that every model's column is computed from, in the tables that its model reads.

    manifest: dbt's, compiled. landed: the columns of the tables of the `intake` schema, by table.
    A constant depends on nothing; what only filters or joins is not named.
    """
    schema = _schema(manifest, landed)
    found: dict[Column, set[Column]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model":
            found |= _of_model(node, schema)
    return found


def _schema(manifest: Mapping[str, Any], landed: Mapping[str, Sequence[str]]) -> MappingSchema:
    tables: dict[str, Any] = {}
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        if node["resource_type"] in ("model", "seed", "source"):
            columns = landed[node["name"]] if node["resource_type"] == "source" else node["columns"]
            schemas = tables.setdefault(node["database"], {}).setdefault(node["schema"], {})
            schemas[node["name"]] = dict.fromkeys(columns, "text")
    return MappingSchema(tables, dialect=DIALECT)


def _of_model(node: Mapping[str, Any], schema: MappingSchema) -> dict[Column, set[Column]]:
    query: Any = qualify(parse_one(node["compiled_code"], dialect=DIALECT), schema=schema, dialect=DIALECT)
    # one scope for all columns of the model: building it anew for each took ten times as long
    scope = build_scope(query)
    found: dict[Column, set[Column]] = {}
    for name in query.named_selects:
        leaves = [
            leaf
            for leaf in lineage(name, query, schema, scope=scope, dialect=DIALECT).walk()
            if not leaf.downstream
        ]
        tables = [(leaf.expression.find(exp.Table), leaf.name) for leaf in leaves]
        found[node["schema"], node["name"], name] = {
            (table.db, table.name, exp.to_column(column).name) for table, column in tables if table
        }
    return found
