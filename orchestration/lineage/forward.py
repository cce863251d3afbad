"""From a cell of a workbook to the figures that would move if it said something else, read from the published marts."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

import duckdb

# a figure that is null stands for all of its table: the cell may turn the list that they are over
MOVABLE = """
with movable as (
    select campaign, table_name, figure from figures
    union all
    select campaign, table_name, figure from institute_figures
    union all
    select campaign, 'text', 'text/' || edition || '/' || fact from report_facts
)
select cells.reach, cells.through, cells.variable, cells.school_code, cells.campaign, movable.figure
from cell_figures as cells
inner join movable
    on
        cells.campaign = movable.campaign
        and cells.table_name = movable.table_name
        and movable.figure = coalesce(cells.figure, movable.figure)
where cells.file = ? and cells.sheet = ? and cells.cell = ?
order by cells.reach desc, cells.through, cells.variable, cells.school_code, cells.campaign, movable.figure
"""
NAMED = 8  # figures that the text names one by one, of each way
WAYS = {
    "value": "through {} alone",
    "list": "through {}, which may turn clusters and with them the list",
    "text": "through {}, which the running text tells of",
}


class NothingDependsError(LookupError):
    """No printed figure depends on the place asked for: the message says it."""


@dataclass(frozen=True)
class Way:
    """One way from a cell to printed figures of one campaign.

    reach: value (the school's indicator, or the row, that the figures are of), list (a criterion, the registry or a
    decision: any figure over the list of the year), text (any figure of the running text). through: the indicator,
    criterion or row. figures: by address, all that may move and no others.
    """

    reach: str
    through: str
    variable: str
    school_code: str | None
    campaign: str
    figures: tuple[str, ...]


def ways_from(marts: duckdb.DuckDBPyConnection, file: str, sheet: str, cell: str) -> tuple[Way, ...]:
    """Every way from a cell, as the sender sees it, to the printed figures that depend on it.

    file: as the marts name it, below raw/. Raises NothingDependsError where there is none.
    """
    rows = marts.execute(MOVABLE, [file, sheet, cell]).fetchall()
    if not rows:
        raise NothingDependsError(f"no printed figure depends on {file}, {sheet}!{cell}")
    return tuple(
        Way(reach, through, variable, school, campaign, tuple(figure for *_, figure in found))
        for (reach, through, variable, school, campaign), found in groupby(rows, lambda row: row[:-1])
    )


def forward_json(ways: tuple[Way, ...]) -> str:
    """Everything of the ways, as indented JSON."""
    return json.dumps([asdict(way) for way in ways], ensure_ascii=False, indent=2)


def forward_text(file: str, sheet: str, cell: str, ways: tuple[Way, ...]) -> str:
    """The ways, a line each with the figures below it; beyond a few figures their number by table."""
    return "\n".join(
        [f"{file}, {sheet}!{cell}: {ways[0].variable}", *(line for way in ways for line in _said(way))]
    )


def _said(way: Way) -> Iterator[str]:
    school = f", school {way.school_code}" if way.school_code else ""
    yield f"{WAYS[way.reach].format(way.through)}{school}, campaign {way.campaign}:"
    for table, found in groupby(way.figures, lambda figure: figure.partition("/")[0]):
        figures = list(found)
        yield "  " + (
            ", ".join(figures) if len(figures) <= NAMED else f"{table}: any of {len(figures)} figures"
        )
