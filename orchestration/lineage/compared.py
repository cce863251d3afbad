"""The figures that the ledger compares: which marts hold them, each mart says itself, in the `ledger` of its dbt meta.

address: where a figure stands, such as `table_2/{position}/{column}`; in braces a key column of the mart, or `column`, the
name of the figure's own. figures: the columns compared, numbers and codes. left_out: instead of both, why nothing is.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

import duckdb

from orchestration.lineage.recompute import Model, compiled_models

Value = float | str | None
Place = tuple[str, str]  # campaign and address
Figures = dict[Place, Value]
# what a reader asks for first: who is in the list and where, then what is printed, then the targets; last the data below
READ_FIRST = (
    r"schools/\w+/included",
    r"schools/\w+/cluster",
    r"(?!table_6/)(table_|text/).*",
    r"table_6/.*",
    r".*",
)


@dataclass(frozen=True)
class Compared:
    """A mart that holds published figures: how their addresses are made, and their columns."""

    mart: str
    address: str
    figures: tuple[str, ...]

    @property
    def columns(self) -> set[str]:
        """The key columns, which make the address."""
        return {name for _, name, *_ in Formatter().parse(self.address) if name} - {"column"}

    def query(self, column: str) -> str:
        """Campaign, address and value of every figure of a column; a key that is empty has no place in the address."""
        parts = (
            f"coalesce('{text}' || {_said(name, column)}, '{text.rstrip('/')}')"
            for text, name, *_ in Formatter().parse(self.address)
        )
        return f'select campaign, concat({", ".join(parts)}), "{column}" from marts.{self.mart}'


def _said(name: str | None, column: str) -> str:
    return f"'{column}'" if name == "column" else f"nullif(cast(\"{name}\" as varchar), '')" if name else "''"


def compared_marts(manifest: Path) -> list[Compared]:
    """The marts that declare figures, by name."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    declared = {
        node["name"]: node["config"]["meta"].get("ledger", {})
        for node in nodes
        if node["resource_type"] == "model"
    }
    return [
        Compared(mart, said["address"], tuple(said["figures"]))
        for mart, said in sorted(declared.items())
        if "address" in said
    ]


def figure_models(manifest: Path) -> list[Model]:
    """The SQL that leads to these marts. Raises as compiled_models."""
    return compiled_models(manifest, *(each.mart for each in compared_marts(manifest)))


def present_in(connection: duckdb.DuckDBPyConnection, marts: Iterable[Compared]) -> list[Compared]:
    """Of these marts what a state has: a mart or a figure that came later moves nothing."""
    columns: dict[str, set[str]] = {}
    for mart, column in connection.execute(
        "select table_name, column_name from information_schema.columns "
        "where table_catalog = current_database() and table_schema = 'marts'"
    ).fetchall():
        columns.setdefault(mart, set()).add(column)
    return [
        replace(each, figures=tuple(name for name in each.figures if name in columns[each.mart]))
        for each in marts
        if each.columns <= columns.get(each.mart, set())
    ]


def reading_order(place: Place) -> tuple[str, int, list[tuple[bool, int, str]]]:
    """To sort figures by: campaign, READ_FIRST, then the address with numbers in it by their size."""
    campaign, address = place
    rank = next(rank for rank, form in enumerate(READ_FIRST) if re.fullmatch(form, address))
    parts = re.split(r"(\d+)", address)
    return campaign, rank, [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def figures_of(connection: duckdb.DuckDBPyConnection, marts: Iterable[Compared]) -> Figures:
    """Every figure of these marts."""
    return {
        (campaign, address): value
        for each in marts
        for column in each.figures
        for campaign, address, value in connection.execute(each.query(column)).fetchall()
    }
