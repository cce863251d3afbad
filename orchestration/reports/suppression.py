"""Small groups of the public edition: counts withheld so that no reader computes them from what is printed.

A table of counts of persons goes through `publishable`, cell by cell; of a table whose rows are groups of schools
`small_groups` says which rows are withheld. What each public table withholds is declared in document/public.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any

import pandas as pd

from orchestration.reports.circulation import Arc, Node, push, slack

TOTAL = "Итого"
ROW, COLUMN = "row", "column"
GRAND_TOTAL = ((ROW, TOTAL), (COLUMN, TOTAL))
SOURCE, SINK = ("source", ""), ("sink", "")
CellAddress = tuple[str, str]  # labels of row and column


class NotProtectedError(ValueError):
    """A count that should be withheld could be computed from the published ones."""


def publishable(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table as `suppress` leaves it, after the auditor found nothing; this alone is what gets printed.

    Raises NotProtectedError, which names the cells, where a withheld count can be computed.
    """
    table = suppress(counts, minimum)
    found = recoverable(table, minimum)
    if found:
        raise NotProtectedError(f"these counts can be computed from the others: {found}")
    return table


def small_groups(sizes: Mapping[str, int], minimum: int) -> set[str]:
    """The groups whose rows are withheld where a total of all is printed beside them.

    sizes: schools by group. Withheld are groups below the minimum, and the smallest others until the withheld are two or
    more and hold at least the minimum together: that is what the total less the printed rows tells.
    Raises NotProtectedError where all groups together are too few. Source: our rule; the seed minimum_groups.
    """
    by_size = sorted((size, name) for name, size in sizes.items() if size > 0)
    kept = [(size, name) for size, name in by_size if size >= minimum]
    withheld = by_size[: len(by_size) - len(kept)]
    while withheld and (len(withheld) < 2 or sum(size for size, _ in withheld) < minimum):
        if not kept:
            raise NotProtectedError(f"all groups together are too few: {dict(sizes)}")
        withheld.append(kept.pop(0))
    return {name for _, name in withheld}


def suppress(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The counts with totals, small groups withheld, and as many others as it takes that none can be computed.

    counts: whole numbers not below zero, one row and one column per group, labels unique.
    Returns a row and a column «Итого» more, as Int64; withheld is NA, everything else is the true count.
    Withheld are all counts above zero and below the minimum (a total that small as well), and others until each withheld
    cell may lie anywhere in a span of at least the minimum. Cells are withheld before totals, small before large;
    the grand total never is, and beside it alone every other cell may be anything: so there is always a way.
    Raises NotProtectedError where the grand total itself counts a small group.
    Source: our rule; the minimum is in the seed minimum_groups.
    """
    table = _with_totals(counts)
    flows = {arc: int(count) for arc, count in _counts(table)}
    if 0 < flows[GRAND_TOTAL] < minimum:
        raise NotProtectedError(f"the table counts {flows[GRAND_TOTAL]} in all, fewer than {minimum}")
    withheld = [arc for arc, count in flows.items() if 0 < count < minimum]
    for arc in withheld:  # grows as cells join it; each of these is looked at in its turn
        withheld += _to_withhold_beside(flows, withheld, arc, minimum)
    published = table.astype("Int64")
    for arc in withheld:
        published.at[_cell(arc)] = pd.NA
    return published


def recoverable(table: pd.DataFrame, protection: int = 1) -> list[CellAddress]:
    """The withheld cells of a published table whose bounds are closer than the protection; with 1, those known exactly.

    table: counts with their row and column «Итого», withheld ones NA. The bounds are the narrowest that follow from all
    published counts together and from no count being below zero, in however many steps.
    Raises ValueError where no counts at all agree with the published ones.
    """
    counts = {arc: None if count is pd.NA else int(count) for arc, count in _counts(table)}
    withheld = [arc for arc, count in counts.items() if count is None]
    flows = _some_circulation(counts)
    return [_cell(arc) for arc in withheld if sum(slack(flows, withheld, arc)) < protection]


def _with_totals(counts: pd.DataFrame) -> pd.DataFrame:
    labelled = counts.rename(index=str, columns=str)
    labels = [*labelled.index, *labelled.columns]
    if not (labelled.index.is_unique and labelled.columns.is_unique) or TOTAL in labels:
        raise ValueError(f"labels must be unique and none of them {TOTAL!r}: {labels}")
    if labelled.isna().any(axis=None) or (labelled < 0).any(axis=None):
        raise ValueError("counts are whole numbers not below zero")
    rows = labelled.assign(**{TOTAL: labelled.sum(axis=1)})
    return pd.concat([rows, rows.sum().to_frame(TOTAL).T]).astype("int64")


def _counts(table: pd.DataFrame) -> Iterator[tuple[Arc, Any]]:
    """The cells of a table with its totals as arcs.

    Sums run from the columns to the total row, from there to the total column, and from there to the rows.
    """
    for row, counts in zip(table.index, table.astype("Int64").to_numpy(dtype=object), strict=True):
        for column, count in zip(table.columns, counts, strict=True):
            tail, head = (ROW, row), (COLUMN, column)
            yield ((head, tail) if (row == TOTAL) != (column == TOTAL) else (tail, head)), count


def _cell(arc: Arc) -> CellAddress:
    """The labels of an arc's cell."""
    (kind, label), (_, other) = arc
    return (label, other) if kind == ROW else (other, label)


def _to_withhold_beside(
    flows: dict[Arc, int], withheld: Iterable[Arc], arc: Arc, protection: int
) -> list[Arc]:
    """The cells that join the withheld so that the arc's count may lie in a span of at least `protection`."""
    known = set(withheld)
    costs = {other: 0.0 if other in known else _loss(flows, other) for other in flows}
    up, by = push(dict(flows), costs.__getitem__, arc, grows=True, wanted=protection)
    if up < protection:
        wanted = min(protection - up, flows[arc])
        _, more = push(dict(flows), costs.__getitem__, arc, grows=False, wanted=wanted)
        by += more
    return [other for other in dict.fromkeys(by) if other not in known]


def _loss(flows: dict[Arc, int], arc: Arc) -> float:
    """What a reader loses by a cell: one cell before two, a small count before a large one, a total last of all."""
    if arc == GRAND_TOTAL:
        return inf
    share = flows[arc] / (flows[GRAND_TOTAL] + 1)
    return share + (len(flows) if TOTAL in _cell(arc) else 1)


def _some_circulation(counts: dict[Arc, int | None]) -> dict[Arc, int]:
    """Any counts not below zero that agree with the published ones, whatever the withheld were in truth."""
    surplus: dict[Node, int] = {}
    for (tail, head), count in counts.items():
        surplus[tail] = surplus.get(tail, 0) - (count or 0)
        surplus[head] = surplus.get(head, 0) + (count or 0)
    wanted = sum(more for more in surplus.values() if more > 0)
    # what is still to be sent from and to a node is an arc that can only shrink
    still = {(node, SOURCE): more for node, more in surplus.items() if more > 0}
    still |= {(SINK, node): -less for node, less in surplus.items() if less < 0}
    flows = {arc: 0 for arc, count in counts.items() if count is None} | still | {(SINK, SOURCE): 0}
    sent, _ = push(flows, lambda _: 0.0, (SINK, SOURCE), grows=True, wanted=wanted)
    if sent < wanted:
        raise ValueError("no counts agree with the published ones")
    return {arc: flows[arc] if count is None else count for arc, count in counts.items()}
