"""The restatement ledger: every figure that moved between two publications, and what moved it.

Nothing is guessed: the former state is changed into the present one a single change at a time, the figures are
computed anew from the compiled SQL after each, and what moves then is that change's doing.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from orchestration.lineage.changes import Change, input_changes, rule_changes
from orchestration.lineage.compared import (
    Compared,
    Figures,
    Place,
    Value,
    figures_of,
    present_in,
    reading_order,
)
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import Model, downstream, recompute
from orchestration.lineage.seal import library_versions

MODELS_TRIED_SINGLY = 12  # of more the SQL is one change
# an error of these says that SQL and tables do not fit each other; any other is a failure of its own
UNFIT = (duckdb.BinderException, duckdb.CatalogException)


class UnexplainedError(RuntimeError):
    """Figures moved that none of the changes found accounts for: such a publication does not go out."""


@dataclass(frozen=True)
class Restatement:
    """One figure moved by one change; a figure that came or went has no value on one side."""

    campaign: str
    figure: str
    before: Value
    after: Value
    kind: str  # cell, decision, file_came, file_changed, file_gone, reading, rules, libraries or code
    cause: str


def restatements(
    former: Publication, work: Path, models: Sequence[Model], compared: Sequence[Compared]
) -> list[Restatement]:
    """What moved since the former publication, change by change; empty where nothing did.

    A campaign that the former publication did not have is new, not restated.

    work: the present work file; models: the present SQL that leads to the figures (`compiled_models`); compared: the marts
    that hold them (`compared_marts`). What the former publication's SQL did not make is new too.
    Raises UnexplainedError where the changes found do not lead from the former figures to the present ones.
    """
    with duckdb.connect(former.work, read_only=True) as connection:
        kept = {model.name for model in former.models()}
        marts = present_in(connection, [each for each in compared if each.mart in kept])
    before, present = _published(former.work, marts), _published(work, marts)
    known = {campaign for campaign, _ in before}
    present = {place: value for place, value in present.items() if place[0] in known}
    if before == present:
        return []
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "work.duckdb"
        shutil.copyfile(former.work, state)
        with duckdb.connect(state) as connection:
            connection.execute(f"attach '{work}' as present (read_only)")
            moved = [
                entry
                for entry in _one_by_one(connection, former, models, marts, before)
                if entry.campaign in known
            ]
            reached = figures_of(connection, marts)
    left = [
        f"{campaign} {figure}" for (campaign, figure), *_ in _apart(reached, present) if campaign in known
    ]
    if left:
        raise UnexplainedError(f"no change found explains {', '.join(left[:10])} ({len(left)} figures)")
    return moved


def _one_by_one(
    connection: duckdb.DuckDBPyConnection,
    former: Publication,
    present: Sequence[Model],
    marts: Sequence[Compared],
    before: Figures,
) -> Iterator[Restatement]:
    """The libraries that compute, then what was sent, then the rules, then the SQL: each on top of the ones before."""
    was = former.models()
    together: list[
        Change
    ] = []  # rules that the former SQL cannot read are a change of one piece with the SQL
    inputs = (_named(change, former) for change in input_changes(connection))
    for change in [_libraries(former), *inputs, *rule_changes(connection)]:
        for statement in change.statements:
            connection.execute(statement)
        tables = {table for made in (*together, change) for table in made.tables}
        if not _fits(connection, downstream(was, tables) if tables else was):
            together.append(change)
            continue
        after = figures_of(connection, marts)
        yield from _moved(change, before, after)
        before = after
    yield from _code(connection, was, present, marts, before, [change.what for change in together])


def _code(
    connection: duckdb.DuckDBPyConnection,
    was: Sequence[Model],
    present: Sequence[Model],
    marts: Sequence[Compared],
    before: Figures,
    together: Sequence[str],
) -> Iterator[Restatement]:
    """The models that are others now, each on top of the ones before where they are few; then what fits as one piece alone.

    together: the rules that the former SQL could not read.
    """
    rewritten = [model for model in present if model not in was]
    state, left = {model.name: model for model in was}, list(together)
    for model in rewritten:
        tried = state | {model.name: model}
        below = downstream([*tried.values()], {f"{model.schema}.{model.name}"})
        if len(rewritten) > MODELS_TRIED_SINGLY or not _fits(connection, [model, *below]):
            left.append(model.name)
            continue
        after = figures_of(connection, marts)
        yield from _moved(Change("code", model.name), before, after)
        state, before = tried, after
    if left or rewritten:
        recompute(connection, present)
        what = ", ".join(left or [model.name for model in rewritten])
        yield from _moved(Change("code", what), before, figures_of(connection, marts))


def _fits(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> bool:
    """Make the models anew, all or none: False where the SQL cannot read the tables as they are now."""
    connection.begin()
    try:
        recompute(connection, models)
    except UNFIT:
        connection.rollback()
        return False
    connection.commit()
    return True


def _libraries(former: Publication) -> Change:
    """Nothing but the versions: what the same SQL makes of the same rows with the libraries of today."""
    was, now = former.libraries(), library_versions()
    other = [
        f"{name} {was.get(name, 'нет')} → {now.get(name, 'нет')}"
        for name in sorted(was.keys() | now.keys())
        if was and was.get(name) != now.get(name)
    ]
    return Change("libraries", ", ".join(other))


def _named(change: Change, former: Publication) -> Change:
    """Where the same file is read otherwise, with what reads it: the modules and declarations that are others now."""
    readers = former.changed_readers() if change.kind == "reading" else []
    return replace(change, what=f"{change.what} ({', '.join(readers)})") if readers else change


def _moved(change: Change, before: Figures, after: Figures) -> Iterator[Restatement]:
    """What the change moved. Raises UnexplainedError where it moved figures and nothing can be named that changed."""
    found = list(_apart(before, after))
    if found and not change.what:
        places = ", ".join(f"{campaign} {figure}" for (campaign, figure), *_ in found[:10])
        raise UnexplainedError(
            f"no {change.kind} changed, and yet there moved {places} ({len(found)} figures)"
        )
    for (campaign, figure), old, new in found:
        yield Restatement(campaign, figure, old, new, change.kind, change.what)


def _apart(before: Figures, after: Figures) -> Iterator[tuple[Place, Value, Value]]:
    for figure in sorted(before.keys() | after.keys(), key=reading_order):
        if before.get(figure) != after.get(figure):
            yield figure, before.get(figure), after.get(figure)


def _published(work: Path, marts: Sequence[Compared]) -> Figures:
    # a view names its catalogue, which is the file's stem: read through a connection of the file's own
    with duckdb.connect(work, read_only=True) as connection:
        return figures_of(connection, marts)
