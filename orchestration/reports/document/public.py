"""What the public edition prints otherwise: small groups withheld, such that nobody computes them."""

from dataclasses import replace

import pandas as pd

from orchestration.reports.document.sources import Sources
from orchestration.reports.russian import agreeing
from orchestration.reports.suppression import publishable
from orchestration.reports.table import Cell, Records, Table, text_cell
from orchestration.reports.tables import read_table

MINIMUM_GROUPS = ("reference", "minimum_groups")
WITHHELD = "*"
NOTE = "* – не публикуется: в группе меньше {n} %s либо такую группу можно было бы вычислить"
NOTES = (NOTE % "человека", NOTE % "человек", NOTE % "человек")


def trained_for_the_public(sources: Sources) -> Table:
    """Whom the programmes trained by municipality and position, small groups withheld.

    Raises NotProtectedError where that cannot be done. Source: the seed minimum_groups.
    """
    table = read_table("p2", sources.connection, sources.campaign)
    minimums = {row["unit"]: int(row["minimum"]) for row in sources.seed(MINIMUM_GROUPS[1])}
    return withheld(table, minimums["persons"])


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
        footnotes=(*table.footnotes, agreeing(minimum, *NOTES)),
    )


def _cell(cell: Cell, shown: bool) -> Cell:
    return cell if shown else text_cell(WITHHELD)
