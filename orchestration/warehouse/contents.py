"""What tables hold, as a count and a hash of their rows: tables with the same rows in any order have the same."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.sql import HASHED
from orchestration.warehouse.publish import FAILURES, SCHEMAS

NO_CAMPAIGN = ""
TOLD = "holds "  # begins a line of dbt's log that tells what a table holds


@dataclass(frozen=True)
class Contents:
    """How many rows a table has, and their hash by campaign, or by NO_CAMPAIGN."""

    rows: int
    hashes: Mapping[str, str]

    def version(self, campaign: str) -> str:
        """What a campaign's reports read of it, as `version_of` says."""
        return version_of(self.hashes, campaign)


def version_of(hashes: Mapping[str, str], campaign: str) -> str:
    """One hash of what a campaign's reports read of a table: the rows of its year up to it, and rows of no campaign."""
    year = campaign[:4]
    read = {
        of: hashed
        for of, hashed in hashes.items()
        if of == NO_CAMPAIGN or (of[:4] == year and of <= campaign)
    }
    return hashlib.sha256(repr(sorted(read.items())).encode()).hexdigest()


def contents(
    connection: duckdb.DuckDBPyConnection, schemas: Collection[str], known: Collection[tuple[str, str]] = ()
) -> dict[tuple[str, str], Contents]:
    """What every table and view of these schemas of the connection's file holds, by schema and name, those known left out."""
    found = connection.execute(
        "select table_schema, table_name, bool_or(column_name = 'campaign') from information_schema.columns "
        "where table_catalog = current_database() and list_contains(?, table_schema) group by all order by all",
        [list(schemas)],
    ).fetchall()
    tables = [table for table in found if table[:2] not in known]
    asked = " union all ".join(
        f"select '{schema}', '{name}', {'campaign' if of_campaigns else 'null'} as of_campaign, {HASHED} "
        f'from {schema}."{name}" as held group by of_campaign'
        for schema, name, of_campaigns in tables
    )
    counted: dict[tuple[str, str], list[tuple[str | None, int, str]]] = {
        tuple(place): [] for *place, _ in tables
    }
    for schema, name, *part in connection.execute(asked).fetchall() if asked else ():
        counted[schema, name].append(tuple(part))
    return {place: _summed(parts) for place, parts in counted.items()}


def told_by_dbt(message: str) -> dict[tuple[str, str], Contents]:
    """The same of the one table that a line of dbt's log tells of (macro `tell_contents`); nothing of any other line."""
    if not message.startswith(TOLD):
        return {}
    schema, name, parts = json.loads(message.removeprefix(TOLD))
    return {(schema, name): _summed(parts)}


def _summed(parts: Sequence[Sequence[Any]]) -> Contents:
    """parts: campaign, rows and hash of each."""
    hashes = {campaign or NO_CAMPAIGN: hashed for campaign, _, hashed in parts}
    return Contents(sum(rows for _, rows, _ in parts), hashes)


def published_contents(marts: Path) -> dict[str, Mapping[str, str]]:
    """Of every mart and seed of the published file the hash of its rows, by campaign.

    What data tests stored is put beside them when they are published, and is none of them.
    """
    with duckdb.connect(marts, read_only=True) as connection:
        held = contents(connection, SCHEMAS.values())
    return {name: found.hashes for (_, name), found in held.items() if name != FAILURES}


def of_campaign(held: Mapping[str, Mapping[str, str]], campaign: str) -> dict[str, str]:
    """The hashes of a campaign's rows, by table; of a table without campaigns that of all its rows."""
    found = {name: hashes.get(campaign, hashes.get(NO_CAMPAIGN)) for name, hashes in held.items()}
    return {name: hashed for name, hashed in found.items() if hashed}


def landed_version(connection: duckdb.DuckDBPyConnection, table: str, campaign: str) -> str:
    """One hash of a campaign's rows of a table."""
    asked = f"select {HASHED} from {table} as held where campaign = ?"
    return repr(connection.execute(asked, [campaign]).fetchone())
