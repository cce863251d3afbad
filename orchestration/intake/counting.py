"""Every row that came is kept or set aside: counted where it arrives, where it is told of, and in the tables handed on."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from orchestration.forms.rules import rules
from orchestration.intake.deliveries import Intake


class LostRowsError(Exception):
    """Rows of a file are neither in the tables nor set aside, or are both: a fault of ours, and no figure may follow."""


def counted(intake: Intake) -> Intake:
    """The intake, each of its deliveries with the rows that really stand in the tables.

    Results of exports stand one to a row; cells are counted by the row of the sheet that they stand in.
    Raises LostRowsError where rows in are not rows kept and rows set aside.
    """
    kept = Counter(_files_of_rows(intake))
    lost = []
    for delivery in intake.deliveries:
        delivery.rows_kept = kept[str(delivery.file)] if delivery.file else 0
        if delivery.rows_in != delivery.rows_kept + delivery.rows_set_aside:
            lost.append(
                f"{delivery.file}: {delivery.rows_in} rows in, {delivery.rows_kept} kept, "
                f"{delivery.rows_set_aside} set aside"
            )
    if lost:
        raise LostRowsError("; ".join(lost))
    return intake


def _files_of_rows(intake: Intake) -> Iterator[str]:
    """The file of every row that goes on; of rows written twice cells stay behind, and they do not count."""
    twice = {
        (problem.place.file, problem.place.sheet, problem.place.cell)
        for problem in intake.problems
        if rules()[problem.rule].scope == "row" and problem.variable is None
    }
    for table in (intake.rows, *intake.beside.values()):
        if "line" in table:
            yield from table["file"]
    if "key_cell" in intake.rows:
        yield from (row[0] for row in _rows(intake.rows) - twice)


def _rows(cells: pd.DataFrame) -> set[tuple[str, str | None, str | None]]:
    return set(cells[["file", "sheet", "key_cell"]].itertuples(index=False, name=None))
