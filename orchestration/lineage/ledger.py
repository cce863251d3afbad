"""The restatement ledger: every figure that moved between two publications, and what moved it.

Nothing is guessed: the former state is changed into the present one a single change at a time, the figures are
computed anew from the compiled SQL after each, and what moves then is that change's doing.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import duckdb

from orchestration.atomic_files import put_in_place
from orchestration.lineage.changes import Change, input_changes, rule_changes
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import Model, recompute

FIGURES = "figures"  # the mart that holds every printed number under its address
Figures = dict[tuple[str, str], float]  # by campaign and address


class UnexplainedError(RuntimeError):
    """Figures moved that none of the changes found accounts for: such a publication does not go out."""


@dataclass(frozen=True)
class Restatement:
    """One figure moved by one change; a figure that came or went has no number on one side."""

    campaign: str
    figure: str
    before: float | None
    after: float | None
    kind: str  # cell, file_came, file_changed, file_gone, reading, rules or code
    cause: str


COLUMNS = ("publication", *(field.name for field in fields(Restatement)))


def restatements(former: Publication, work: Path, models: Sequence[Model]) -> list[Restatement]:
    """What moved since the former publication, change by change; empty where nothing did.

    A campaign that the former publication did not have is new, not restated.

    work: the present work file; models: the present SQL that leads to the figures (`compiled_models`).
    Raises UnexplainedError where the changes found do not lead from the former figures to the present ones.
    """
    before, present = _published(former.work), _published(work)
    known = {campaign for campaign, _ in before}
    present = {place: number for place, number in present.items() if place[0] in known}
    if before == present:
        return []
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "work.duckdb"
        shutil.copyfile(former.work, state)
        with duckdb.connect(state) as connection:
            connection.execute(f"attach '{work}' as present (read_only)")
            moved = [
                entry
                for entry in _one_by_one(connection, former.models(), models, before)
                if entry.campaign in known
            ]
            reached = _figures(connection)
    left = [
        f"{campaign} {figure}" for (campaign, figure), *_ in _apart(reached, present) if campaign in known
    ]
    if left:
        raise UnexplainedError(f"no change found explains {', '.join(left[:10])} ({len(left)} figures)")
    return moved


def _one_by_one(
    connection: duckdb.DuckDBPyConnection,
    former: Sequence[Model],
    present: Sequence[Model],
    before: Figures,
) -> Iterator[Restatement]:
    """What was sent, then the rules, then the SQL: each on top of the ones before it."""
    together = []  # rules that the former SQL cannot read are a change of one piece with the SQL
    for change in [*input_changes(connection), *rule_changes(connection)]:
        for statement in change.statements:
            connection.execute(statement)
        try:
            recompute(connection, former)
        except duckdb.Error:
            together.append(change.what)
            continue
        after = _figures(connection)
        yield from _moved(change, before, after)
        before = after
    rewritten = [model.name for model in present if model not in former]
    recompute(connection, present)
    yield from _moved(
        Change("code", ", ".join([*together, *sorted(rewritten)]), ()), before, _figures(connection)
    )


def _moved(change: Change, before: Figures, after: Figures) -> Iterator[Restatement]:
    for (campaign, figure), old, new in _apart(before, after):
        yield Restatement(campaign, figure, old, new, change.kind, change.what)


def _apart(before: Figures, after: Figures) -> Iterator[tuple[tuple[str, str], float | None, float | None]]:
    for figure in sorted(before.keys() | after.keys()):
        if before.get(figure) != after.get(figure):
            yield figure, before.get(figure), after.get(figure)


def _published(work: Path) -> Figures:
    # a view names its catalogue, which is the file's stem: read through a connection of the file's own
    with duckdb.connect(work, read_only=True) as connection:
        return _figures(connection)


def _figures(connection: duckdb.DuckDBPyConnection) -> Figures:
    found = connection.execute(f"select campaign, figure, number from marts.{FIGURES}").fetchall()
    return {(campaign, figure): number for campaign, figure, number in found}


def enter(ledger: Path, entries: Sequence[Restatement]) -> None:
    """Add a publication's entries to the ledger's file, numbered after those already in it."""
    rows = read_ledger(ledger)
    number = int(rows[-1]["publication"]) + 1 if rows else 1
    with put_in_place([ledger]) as (sibling,), sibling.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row.values() for row in rows)
        writer.writerows((number, *astuple(entry)) for entry in entries)


def read_ledger(ledger: Path) -> list[dict[str, str]]:
    """The entries as written, the oldest first; none where nothing was ever restated."""
    if not ledger.exists():
        return []
    with ledger.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
