"""What exports of every kind have in common: each file once, its results typed and checked, what fails set aside."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from orchestration.forms.exam_layouts import Layout, layouts
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile
from orchestration.intake.export_files import named_export, read_results

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Export:
    """One export: its exam, year and layout, and a row of texts per result, with its file and line."""

    exam: str
    year: int
    layout: Layout
    place: Place
    rows: pd.DataFrame


Check = Callable[[Export, list[Problem]], pd.DataFrame]


def read_exports(
    files: Iterable[SentFile], intake: Intake, check: Check
) -> list[tuple[Layout, pd.DataFrame]]:
    """Of each export that can be read its layout and the rows that may count, as `check` leaves them.

    Deliveries and problems go into the intake; of two exports of one exam and year the second is refused.
    """
    read: dict[tuple[str, int], str] = {}
    found = []
    for file in files:
        delivery = Delivery(file.name, file.sha256)
        intake.deliveries.append(delivery)
        named = named_export(file, read, delivery, intake.problems)
        results = read_results(file, layouts(*named), delivery, intake.problems) if named else None
        if named is None or results is None:
            continue
        read[named] = file.name
        (exam, year), (layout, rows) = named, results
        rows = rows.assign(exam=exam, year=year, file=file.name, file_sha256=file.sha256)
        told = len(intake.problems)
        kept = check(Export(exam, year, layout, file.place, rows), intake.problems)
        delivery.rows_in, delivery.rows_set_aside = len(rows), len(intake.problems) - told
        found.append((layout, kept))
    return found


def joined(found: Iterable[tuple[Layout, pd.DataFrame]], grain: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of all exports of one grain under these columns; none where there is no such export."""
    frames = [rows[list(columns)] for layout, rows in found if layout.grain == grain]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))


def keep_good(
    rows: pd.DataFrame,
    broken: Mapping[str, pd.Series],
    twice: tuple[str, list[str]],
    problem: Callable[[str, Row], Problem],
    problems: list[Problem],
) -> pd.DataFrame:
    """The rows that break no rule; each other row is set aside under the first one that it breaks.

    broken: by rule, which rows break it; twice: the rule of rows of one key, and the columns of the key: a row that is set
    aside for what stands in it does not make a twin of the other. problem: what is told of such a row.
    """
    good = pd.Series(True, index=rows.index)
    for rule, fails in broken.items():
        problems += [problem(rule, row) for row in rows[good & fails].to_dict("records")]
        good &= ~fails
    rule, key = twice
    twins = rows[good & rows[good].duplicated(key, keep=False).reindex(rows.index, fill_value=False)]
    problems += [problem(rule, row) for row in twins.to_dict("records")]
    return rows[good].drop(index=twins.index)
