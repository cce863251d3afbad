"""Which layout an export comes in, what its headings miss, and its lines as one row per result."""

from collections.abc import Iterator, Sequence
from functools import cache

import pandas as pd

from orchestration.forms.exam_layouts import ExportColumn, Layout, headings
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.values import normal


def recognised(found: Sequence[str], layouts: Sequence[Layout], place: Place) -> tuple[Layout, list[Problem]]:
    """The layout that misses fewest of its headings, of equals the one that finds most; and what is wrong in it.

    A column that is needed and missing, or there twice, refuses the export (errors); one nobody knows is left out.
    """
    names = [normal(heading) for heading in found]

    def distance(layout: Layout) -> tuple[int, int]:
        known = {normal(column.heading) for column in layout.columns}
        return len(list(_missing(names, layout))), -len(known & set(names))

    best = min(layouts, key=distance)
    missing = [
        Problem("heading_missing", place, value=column.heading, variable=column.variable)
        for column in _missing(names, best)
    ]
    kept = {normal(column.heading) for column in best.kept}
    twice = {name for name in kept if names.count(name) > 1}
    known = {normal(column.heading) for column in best.columns} - twice
    rule = "heading_unknown" if missing or twice else "exam_heading_unknown"
    unknown = [
        Problem(rule, place, value=_shown(heading, position))
        for position, heading in enumerate(found)
        if names[position] and names[position] not in known
    ]
    return best, missing + unknown


def columns_of(found: Sequence[str], layout: Layout) -> list[ExportColumn | None]:
    """The column of the layout that stands under each heading; None where nothing of it is kept."""
    by_heading = {normal(column.heading): column for column in layout.kept}
    return [by_heading.get(normal(heading)) for heading in found]


def results(lines: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """A row per result: the lines themselves, or one of each line and subject that has anything in its columns.

    lines: texts, a column per kept column of the layout by its name, and the line. What the layout says of every line
    stands in every row; line and subject tell the cells of a result.
    """
    rows = _by_subject(lines, layout) if layout.is_wide else lines
    return rows.assign(**layout.says)


def _by_subject(lines: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    of_subject: dict[int, dict[str, str]] = {}
    for column in layout.kept:
        if column.subject_code and column.name in lines:
            of_subject.setdefault(column.subject_code, {})[column.name] = column.variable
    common = [name for name in lines if not any(name in own for own in of_subject.values())]
    taken = []
    for code, own in of_subject.items():
        filled = (lines[list(own)].apply(lambda texts: texts.str.strip()) != "").any(axis=1)
        rows = lines.loc[filled, [*common, *own]].rename(columns=own)
        taken.append(rows.assign(subject_code=str(code)))
    return pd.concat(taken).sort_values("line", kind="stable", ignore_index=True)


def _missing(names: Sequence[str], layout: Layout) -> Iterator[ExportColumn]:
    """Columns that are needed: a subject may be left out as a whole, but not in part, and not every one of them."""
    present = {column.subject_code for column in layout.kept if normal(column.heading) in names} - {None}
    subjects = {column.subject_code for column in layout.kept} - {None}
    needed = {None} | (present or subjects)
    for column in layout.kept:
        if column.subject_code in needed and normal(column.heading) not in names:
            yield column


def _shown(heading: str, position: int) -> str:
    """The heading where headings are made of its words, else its number: a name may stand there."""
    return heading if set(normal(heading).split()) <= _words() else f"№ {position + 1}"


@cache
def _words() -> set[str]:
    return {word for heading in headings() for word in normal(heading).split()}
