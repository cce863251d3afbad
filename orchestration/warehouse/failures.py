"""What failed data tests found, for whoever has to mend it: the table, its first rows with place and value."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.sql import dictionaries, has_table
from orchestration.warehouse.graph import MANIFEST
from orchestration.warehouse.publish import HIDDEN

MOST = 5  # rows told of each test
# a place is told before the values that lie there
PLACE = ("file", "sheet", "cell", "line", "campaign", "delivery", "school_code")
NOT_TOLD = (*HIDDEN, "file_sha256")
SET_ASIDE = """
select file, sheet, coalesce(cell, 'line ' || line) as place, shown, sentence_ru
from staging.stg_set_aside
where campaign = ? and entity = ?
order by all
"""


@dataclass(frozen=True)
class DataTest:
    """A dbt data test: its name, the tables it is of, where its rows are stored."""

    name: str
    tables: tuple[str, ...]
    stored: str


def data_tests(names: Collection[str], manifest: Path = MANIFEST) -> list[DataTest]:
    """The dbt data tests of these names; other checks are none of dbt's and left out."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    tests = (node for node in nodes.values() if node["resource_type"] == "test" and node["name"] in names)
    return [
        DataTest(node["name"], tuple(_tables(node, nodes)), f'{node["schema"]}."{node["alias"]}"')
        for node in tests
    ]


def _tables(test: dict[str, Any], nodes: dict[str, Any]) -> Iterator[str]:
    """The table that a test stands at; of one that stands alone, all that it reads."""
    attached = test.get("attached_node")
    for name in [attached] if attached else test["depends_on"]["nodes"]:
        yield f"{nodes[name]['schema']}.{nodes[name]['name']}"


def failures_text(work: Path, tests: Collection[DataTest]) -> str:
    """Per test a line and below it its first rows, each with what was set aside of the same campaign and school.

    work: the work file, where dbt stored the rows. A test that stored none, since it could not run, has its line alone.
    """
    with duckdb.connect(work, read_only=True) as connection:
        return "\n".join(line for test in tests for line in _lines(connection, test))


def _lines(connection: duckdb.DuckDBPyConnection, test: DataTest) -> Iterator[str]:
    of = f"data test {test.name} of {', '.join(test.tables)}"
    try:
        found = connection.execute(f"from {test.stored}")
    except duckdb.CatalogException:
        yield f"{of}: could not run, dbt's log says why"
        return
    rows = dictionaries(found)
    yield f"{of}: {len(rows)} rows"
    for row in rows[:MOST]:
        yield f"  {_row_text(row)}"
        yield from _set_aside(connection, row)
    if len(rows) > MOST:
        yield f"  and {len(rows) - MOST} more in {test.stored} of the work file"


def _row_text(row: dict[str, Any]) -> str:
    """The row's filled columns, its place first; never the key of a participant."""
    ordered = sorted(row, key=lambda name: PLACE.index(name) if name in PLACE else len(PLACE))
    return ", ".join(
        f"{name} {row[name]}" for name in ordered if name not in NOT_TOLD and row[name] is not None
    )


def _set_aside(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> Iterator[str]:
    """What may explain the row: how much of the same school was set aside, and the first of it."""
    asked = [row.get("campaign", row.get("delivery")), row.get("school_code")]
    if None in asked or not has_table(connection, "staging", "stg_set_aside"):
        return
    found = connection.execute(SET_ASIDE, asked).fetchall()
    if found:
        first = ", ".join(str(part) for part in found[0] if part is not None)
        yield f"    set aside of the same school: {len(found)}, such as {first}"
