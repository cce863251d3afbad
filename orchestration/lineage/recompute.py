"""The warehouse's models once more, from their compiled SQL: what would come out if one thing were different.

A second or two instead of a whole run, on a copy of the work file; tests of wrong rules and of single changes use it.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Model:
    """A dbt model as compiled: where it lies, how it is kept, its select statement."""

    schema: str
    name: str
    kind: str  # table or view
    sql: str


def compiled_models(manifest: Path, *targets: str) -> list[Model]:
    """The models of a manifest that dbt compiled, each after those it reads.

    targets: names of models; then only they and what they are made of.
    Raises ValueError where a model has no compiled SQL: `dbt parse` alone leaves none.
    """
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    models = {name: node for name, node in nodes.items() if node["resource_type"] == "model"}
    uncompiled = sorted(name for name, node in models.items() if not node.get("compiled_code"))
    if uncompiled:
        raise ValueError(f"not compiled: {', '.join(uncompiled)}")
    reads = {
        name: [up for up in node["depends_on"]["nodes"] if up in models] for name, node in models.items()
    }
    if targets:
        named = [name for name, node in models.items() if node["name"] in targets]
        needed = set[str]().union(*(_made_of(name, reads) for name in named))
        reads = {name: ups for name, ups in reads.items() if name in needed}
    return [
        Model(node["schema"], node["name"], node["config"]["materialized"], node["compiled_code"])
        for node in (models[name] for name in TopologicalSorter(reads).static_order())
    ]


def _made_of(name: str, reads: Mapping[str, Sequence[str]]) -> set[str]:
    """The node itself and every node above it."""
    return {name}.union(*(_made_of(up, reads) for up in reads[name]))


def downstream(models: Sequence[Model], tables: Collection[str]) -> list[Model]:
    """Those of the models, in their order, that read any of these tables (`schema.name`), be it through others."""
    read = {*tables}
    found = []
    for model in models:
        if any('"{}"."{}"'.format(*table.split(".")) in model.sql for table in read):
            read.add(f"{model.schema}.{model.name}")
            found.append(model)
    return found


def recompute(
    connection: duckdb.DuckDBPyConnection,
    models: Sequence[Model],
    rewritten: Callable[[Model], str] = lambda model: model.sql,
) -> None:
    """Make every model anew in the connection's file, which holds the `intake` and `reference` schemas.

    rewritten: the SQL of a model; a wrong rule is one that returns other SQL.
    """
    kept = dict(
        connection.execute(
            "select table_schema || '.' || table_name, if(table_type = 'VIEW', 'view', 'table') "
            "from information_schema.tables where table_catalog = current_database()"
        ).fetchall()
    )
    for model in models:
        # a model may be kept otherwise than it was
        if (was := kept.get(f"{model.schema}.{model.name}", model.kind)) != model.kind:
            connection.execute(f'drop {was} {model.schema}."{model.name}"')
        connection.execute(
            f'create or replace {model.kind} {model.schema}."{model.name}" as {rewritten(model)}'
        )
