"""The ledger as it is kept: a table of the work file that is published with the marts, and a file per campaign.

The table is the ledger of the last publication kept and what moved since, so that a run that died between two steps
leaves no entry twice: the next one begins from the same kept state.
"""

import csv
from collections.abc import Collection, Sequence
from dataclasses import astuple
from pathlib import Path

import duckdb
import pandas as pd

from orchestration.atomic_files import put_in_place
from orchestration.lineage.ledger import Restatement
from orchestration.spreadsheets import no_formula

TABLE = "marts.restatements"
COMMENT = "Figures that moved between two publications, a row per figure and change that moved it"
COLUMNS = {
    "publication": ("varchar not null", "Run that published the figure as it is in `after`"),
    "published_at": ("varchar not null", "When, ISO 8601 in UTC"),
    "campaign": ("varchar not null", "Campaign of the figure"),
    "figure": (
        "varchar not null",
        "Address of the figure: table_1/15/mean; text/... are numbers of the running text",
    ),
    "before": (
        "varchar",
        "Before the change, a number in its unit or a code; null where the figure came with it",
    ),
    "after": (
        "varchar",
        "After the change, a number in its unit or a code; null where the figure went with it",
    ),
    "kind": (
        "varchar not null",
        "cell, decision, file_came, file_changed, file_gone, reading, rules, libraries or code",
    ),
    "cause": ("varchar not null", "The cell, row, file, rule, library or model that moved it"),
}


def enter(
    work: Path, kept: Path, publication: str, published_at: str, entries: Sequence[Restatement]
) -> None:
    """Make the ledger of the work file: what the work file of the last publication has, then these entries.

    kept: the last publication's work file, which need not be there.
    """
    with duckdb.connect(work) as connection:
        former = read_entries(kept) if kept.exists() else []
        rows = [*former, *((publication, published_at, *map(_said, astuple(entry))) for entry in entries)]
        connection.begin()
        connection.execute("create schema if not exists marts")
        columns = ", ".join(f'"{name}" {kind}' for name, (kind, _) in COLUMNS.items())
        connection.execute(f"create or replace table {TABLE} ({columns})")
        connection.execute(f"comment on table {TABLE} is '{COMMENT}'")
        for name, (_, comment) in COLUMNS.items():
            connection.execute(f"comment on column {TABLE}.\"{name}\" is '{comment}'")
        if rows:
            frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="string")
            connection.register("entered", frame)
            connection.execute(f"insert into {TABLE} from entered")
        connection.commit()


def read_entries(work: Path) -> list[tuple[object, ...]]:
    """The rows in the order of COLUMNS, the oldest first; none where the file has no ledger."""
    with duckdb.connect(work, read_only=True) as connection:
        return connection.execute(f"from {TABLE} order by rowid").fetchall() if _entered(connection) else []


def newest_entries(
    marts: duckdb.DuckDBPyConnection, campaigns: Collection[str]
) -> dict[str, list[tuple[str | None, str, str]]]:
    """By figure of these campaigns what moved it, the newest first: value before, kind, cause.

    marts: of the work file or published, looked up in `marts`; without a ledger there are none.
    """
    found: dict[str, list[tuple[str | None, str, str]]] = {}
    if _entered(marts):
        asked = "select figure, before, kind, cause from restatements where list_contains(?, campaign) order by rowid desc"
        for figure, *entry in marts.execute(asked, [list(campaigns)]).fetchall():
            found.setdefault(figure, []).append(tuple(entry))
    return found


def write_ledger(work: Path, campaign: str, reports: Path) -> Path:
    """reports/<campaign>/ledger.csv: the campaign's entries; only the heading where nothing was ever restated."""
    target = reports / campaign / "ledger.csv"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in read_entries(work)]
    with put_in_place([target]) as (sibling,), sibling.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(_text, row.values()) for row in rows if row["campaign"] == campaign)
    return target


def _said(value: object) -> str | None:
    """A number as exact as it is, a whole one without a point."""
    return None if value is None else str(value).removesuffix(".0")


def _text(value: object) -> object:
    """A text never begins as a formula does: a cause quotes what stands in the forms."""
    return no_formula(value) if isinstance(value, str) else value


def _entered(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select 1 from information_schema.tables where table_name = ?", [TABLE.partition(".")[2]]
    ).fetchall()
    return bool(found)
