"""What the public edition prints of each part, and what it withholds, such that nobody computes it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from orchestration.reports.document.sources import Sources
from orchestration.reports.russian import agreeing
from orchestration.reports.suppression import publishable, small_groups
from orchestration.reports.table import Cell, Records, Table, text_cell
from orchestration.reports.tables import read_table
from orchestration.reports.wording import CLUSTERS

MINIMUM_GROUPS = ("reference", "minimum_groups")
WITHHELD = "*"
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
    return withheld(table, _minimum(sources, "persons"))


def dynamics_for_the_public(sources: Sources) -> Table:
    """Table 9 without the rows of clusters and municipalities of few schools. Raises and source as above."""
    table = read_table(9, sources.connection, sources.campaign)
    schools = [row for row in sources.rows("schools", "school_code") if row["included"]]
    groupings = (
        Counter(CLUSTERS[row["entry_cluster"]] for row in schools if row["entry_cluster"] in CLUSTERS),
        Counter(row["municipality_name"] for row in schools),
    )
    minimum = _minimum(sources, "schools")
    return rows_withheld(
        table, {name for sizes in groupings for name in small_groups(sizes, minimum)}, minimum
    )


def _minimum(sources: Sources, unit: Literal["persons", "schools"]) -> int:
    return next(int(row["minimum"]) for row in sources.seed(MINIMUM_GROUPS[1]) if row["unit"] == unit)


def _note(unit: Literal["persons", "schools"], minimum: int) -> str:
    return agreeing(minimum, *(NOTE % form for form in UNITS[unit]))


def rows_withheld(table: Table, names: set[str], minimum: int) -> Table:
    """A table whose first column names groups of schools, the rows of the named ones withheld."""
    if not names:
        return table
    rows = (
        replace(row, cells=(row.cells[0], *(text_cell(WITHHELD) for _ in row.cells[1:])))
        if row.cells[0].text in names
        else row
        for row in table.rows
    )
    values = ((row[0], *(None for _ in row[1:])) if row[0] in names else row for row in table.records.rows)
    return replace(
        table,
        rows=tuple(rows),
        records=Records(table.records.columns, tuple(values)),
        footnotes=(*table.footnotes, _note("schools", minimum)),
    )


def withheld(table: Table, minimum: int) -> Table:
    """A table of counts, its first column naming the rows, its last row and column the totals, small groups withheld."""
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
    "table_7": AS_PRINTED,
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
