"""What the public edition prints of each part, and what it withholds, such that nobody computes it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import pandas as pd

from orchestration.reports.differencing import computable
from orchestration.reports.document.sources import Sources
from orchestration.reports.dynamics import ALL_SCHOOLS
from orchestration.reports.russian import agreeing
from orchestration.reports.suppression import publishable, small_groups
from orchestration.reports.table import Cell, Records, Table, text_cell
from orchestration.reports.tables import read_table
from orchestration.reports.wording import CLUSTERS

MINIMUM_GROUPS = ("reference", "minimum_groups")
WITHHELD = "*"
Place = tuple[str, str]  # cluster and municipality
NOTE = "* – не публикуется: в группе меньше {n} %s либо такую группу можно было бы вычислить"
UNITS = {"persons": ("человека", "человек", "человек"), "schools": ("школы", "школ", "школ")}


@dataclass(frozen=True)
class Public:
    """A part of the public edition: why it may be printed as it is, or what is printed in its place."""

    because: str
    instead: Callable[[Sources], Table] | None = None


def trained_for_the_public(sources: Sources) -> Table:
    """Whom the programmes trained by municipality and position, small groups withheld.

    Raises NotProtectedError where that cannot be done. Source: the seed minimum_groups.
    """
    table = read_table("p2", sources.connection, sources.campaign)
    return withheld(table, minimum_of(sources, "persons"))


def dynamics_for_the_public(sources: Sources) -> Table:
    """Table 9 without the rows of clusters and municipalities of few schools. Raises and source as above.

    Of a cluster and the municipalities that lie in it no difference tells few schools either: rows are withheld, small
    before large, until it does not.
    """
    table = read_table(9, sources.connection, sources.campaign)
    schools, minimum = included_by_place(sources), minimum_of(sources, "schools")
    sizes = [_sizes(schools, grouping) for grouping in (0, 1)]
    withheld = {name for grouping in sizes for name in small_groups(grouping, minimum)}
    every = sizes[0] | sizes[1]
    while told := _told_by(sorted(set(every) - withheld), schools, minimum):
        withheld.add(min(told, key=lambda name: (every[name], name)))
    return rows_withheld(table, withheld, minimum)


def included_by_place(sources: Sources) -> Counter[Place]:
    """How many schools of the list are in each cluster and municipality, by their printed names."""
    rows = (row for row in sources.rows("schools", "school_code") if row["included"])
    return Counter((CLUSTERS.get(row["entry_cluster"], ""), row["municipality_name"]) for row in rows)


def schools_of(name: str, schools: Counter[Place]) -> frozenset[Place]:
    """The places that a row of Table 9 adds up."""
    return frozenset(place for place in schools if name in (ALL_SCHOOLS, *place))


def small_sets(schools: Counter[Place], minimum: int) -> dict[str, frozenset[Place]]:
    """Every set of places that has fewer schools than a group may have, by the names of the places."""
    few = [place for place, size in schools.items() if size < minimum]
    return {
        "; ".join(", ".join(filter(None, place)) for place in places): frozenset(places)
        for count in range(1, minimum)
        for places in combinations(few, count)
        if sum(schools[place] for place in places) < minimum
    }


def _sizes(schools: Counter[Place], grouping: int) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for place, size in schools.items():
        sizes[place[grouping]] += size
    return {name: size for name, size in sizes.items() if name}


def _told_by(shown: Sequence[str], schools: Counter[Place], minimum: int) -> set[str]:
    """The groups among the printed ones from whose sums, and that of all schools, those of few schools follow."""
    names = [*shown, ALL_SCHOOLS]
    told = computable([schools_of(name, schools) for name in names], small_sets(schools, minimum))
    return {names[place] for places in told.values() for place in places} - {ALL_SCHOOLS}


def indicators_for_the_public(sources: Sources) -> Table:
    """Table 7 without the rows of indicators that few schools could be compared in. Raises and source as above."""
    table = read_table(7, sources.connection, sources.campaign)
    sizes = {row.cells[1].text: int(row.cells[2].number or 0) for row in table.rows if not row.is_total}
    minimum = minimum_of(sources, "schools")
    return rows_withheld(table, small_groups(sizes, minimum), minimum, names=1)


def minimum_of(sources: Sources, unit: Literal["persons", "schools"]) -> int:
    """How many persons or schools a group has at least that is printed, by the seed minimum_groups."""
    return next(int(row["minimum"]) for row in sources.seed(MINIMUM_GROUPS[1]) if row["unit"] == unit)


def _note(unit: Literal["persons", "schools"], minimum: int) -> str:
    return agreeing(minimum, *(NOTE % form for form in UNITS[unit]))


def rows_withheld(table: Table, withheld: set[str], minimum: int, names: int = 0) -> Table:
    """A table whose column `names` names groups of schools, what follows it withheld in the rows of some of them."""
    if not withheld:
        return table
    first = names + 1
    rows = (
        replace(row, cells=(*row.cells[:first], *(text_cell(WITHHELD) for _ in row.cells[first:])))
        if row.cells[names].text in withheld
        else row
        for row in table.rows
    )
    values = (
        (*row[:first], *(None for _ in row[first:])) if row[names] in withheld else row
        for row in table.records.rows
    )
    return replace(
        table,
        rows=tuple(rows),
        records=Records(table.records.columns, tuple(values)),
        footnotes=(*table.footnotes, _note("schools", minimum)),
    )


def withheld(table: Table, minimum: int) -> Table:
    """A table of counts, its first column naming the rows, its last row and column the totals, small groups withheld."""
    if not table.rows:
        return table
    names = [row.cells[0].text for row in table.rows]
    counts = [[int(cell.number or 0) for cell in row.cells[1:]] for row in table.rows]
    frame = pd.DataFrame(counts, index=names, columns=[column.heading for column in table.columns[1:]])
    shown = publishable(frame.iloc[:-1, :-1], minimum).notna().to_numpy().tolist()
    rows = (
        replace(row, cells=(row.cells[0], *map(_cell, row.cells[1:], kept)))
        for row, kept in zip(table.rows, shown, strict=True)
    )
    values = (
        (row[0], *(value if keep else None for value, keep in zip(row[1:], kept, strict=True)))
        for row, kept in zip(table.records.rows, shown, strict=True)
    )
    return replace(
        table,
        rows=tuple(rows),
        records=Records(table.records.columns, tuple(values)),
        footnotes=(*table.footnotes, _note("persons", minimum)),
    )


def _cell(cell: Cell, shown: bool) -> Cell:
    return cell if shown else text_cell(WITHHELD)


LIST_IS_PUBLIC = Public("the list of included schools is public, and so are its counts")
AS_PRINTED = Public("the report of the region prints it over all schools of the project")
WHOLE_REGION = Public("counts over the whole region")
NO_NAMES = Public("draws schools without their names")
# every part that the public edition may have; a part that is not here is not printed in it
PUBLIC: Mapping[str, Public] = {
    "table_1": AS_PRINTED,
    "table_1a": AS_PRINTED,
    "table_2": WHOLE_REGION,
    "table_3": WHOLE_REGION,
    "table_4": WHOLE_REGION,
    "table_4a": WHOLE_REGION,
    "table_5": LIST_IS_PUBLIC,
    "table_6": WHOLE_REGION,
    "table_7": Public("rows are of the schools compared", indicators_for_the_public),
    "table_8": AS_PRINTED,
    "table_9": Public("rows are groups of schools", dynamics_for_the_public),
    "table_p1": WHOLE_REGION,
    "table_p2": Public("cells are groups of persons", trained_for_the_public),
    "table_p3": LIST_IS_PUBLIC,
    "picture_tile_map": LIST_IS_PUBLIC,
    "picture_road_map_progress": WHOLE_REGION,
    **{
        f"picture_{kind}_{group}": NO_NAMES
        for kind in ("slopes", "distribution")
        for group in ("results", "pupils", "staff")
    },
}
