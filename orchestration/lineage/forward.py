"""From a cell of a workbook to the figures that would move if it said something else, read from the published marts."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

import duckdb

# every printed figure, and whether it moves with the list of the year
MOVABLE = """
with movable as (
    select campaign, table_name, table_row::varchar as table_row, figure, true as over_list from figures
    union all
    select campaign, table_name, table_row, figure, group_kind <> 'region' from indicator_figures
    union all
    select campaign, table_name, table_row::varchar, figure, false from institute_figures
    union all
    select campaign, table_name, table_row, figure, false from row_figures
    union all
    select campaign, table_name, table_row, figure, over_list from fact_figures
)
"""
# a figure that is null stands for all of its table that are over the list, which the cell may turn; a row for all of its
FROM_CELL = f"""
{MOVABLE}
select cells.reach, cells.through, cells.variable, cells.school_code, cells.campaign, movable.figure
from cell_figures as cells
inner join movable
    on
        cells.campaign = movable.campaign
        and cells.table_name = movable.table_name
        and (
            cells.figure in (movable.figure, movable.table_name || '/' || movable.table_row)
            or cells.figure is null and (movable.over_list or cells.reach = 'value')
        )
where cells.file = ? and cells.sheet = ? and cells.cell = ?
order by cells.reach desc, cells.through, cells.variable, cells.school_code, cells.campaign, movable.figure
"""
# a score moves the region's mean, and with it every school's ratio; in a share a participant counts for one school
FROM_LINE = f"""
{MOVABLE},
lines as (
    select *, exam || ' ' || exam_year || ' ' || subject as result from exam_lines
    where file = ? and list_contains(lines, ?)
),
-- what was approved as a whole no score moves
approved as (select campaign from approved_list group by campaign having bool_and(acts)),
lists as (
    select distinct campaign, list_campaign, rule_set from figure_schools
    where list_campaign not in (from approved)
),
asked as (
    select campaign, figure, school_code, indicator, campaign as value_campaign from figure_schools
    union all
    select campaign, figure, school_code, indicator, unnest([value_campaign, compared_campaign]) from indicator_values
)
select distinct 'value', lines.indicator, result, lines.school_code, asked.campaign, asked.figure
from lines
inner join asked on lines.campaign = asked.value_campaign and lines.indicator = asked.indicator
where lines.in_reporting_year and (lines.of_region or lines.school_code = asked.school_code)
union all
select distinct 'list', criteria.criterion, result, lines.school_code, movable.campaign, movable.figure
from lines
inner join lists on lines.campaign = lists.list_campaign
inner join reference.criteria as criteria
    on lists.rule_set = criteria.rule_set and lines.indicator = criteria.measure and lines.years_back < criteria.years
inner join movable on lists.campaign = movable.campaign and movable.over_list
order by 1 desc, 2, 3, 4, 5, 6
"""
# why nothing depends on a cell: it was set aside, or it could turn the list alone, and that is approved
CELL_WITHOUT_FIGURE = """
select 'set aside by the rule ' || string_agg(distinct rule, ', ') from set_aside
where file = $1 and sheet = $2 and cell = $3 and severity = 'error' having count(*) > 0
union all
select 'schools whose cluster it may turn: ' || count(distinct turned_school) || ', and the list is approved'
from cell_clusters where file = $1 and sheet = $2 and cell = $3 having count(*) > 0
"""
# why nothing depends on a line: it was set aside, no figure asks for its subject, or for its school in its year
LINE_WITHOUT_FIGURE = """
select 'set aside by the rule ' || string_agg(distinct rule, ', ') from set_aside
where file = $1 and line = $2 and severity = 'error' having count(*) > 0
union all
select
    exam || ' ' || exam_year || ' ' || subject
    || case when count(indicator) = 0 then ', a subject that no figure asks for'
    when not bool_or(in_reporting_year) and any_value(campaign) in (select campaign from approved_list)
    then ', a year that decides about the list alone, which is approved'
    else ' of school ' || school_code || ', which no figure asks for in that year' end
from exam_lines where file = $1 and list_contains(lines, $2) group by exam, exam_year, subject, school_code
"""
NAMED = 8  # figures that the text names one by one, of each way
WAYS = {
    "value": "through {} alone",
    "aside": "through {}, of which a failing comparison would set an answer aside with this one",
    "list": "through {}, which may turn clusters and with them the list",
}


class NothingDependsError(LookupError):
    """No printed figure depends on the place asked for: the message says it."""


@dataclass(frozen=True)
class Way:
    """One way from a cell to printed figures of one campaign.

    reach: value (the school's indicator, or the row, that the figures are of), aside (the same, of an answer that is set
    aside with this one) or list (a criterion, the registry, the approved list or a decision: figures over the list of the
    year).
    through: the indicator, fact, criterion or row. variable: of a line exam, year and subject. figures: by address, all
    that may move and no others.
    """

    reach: str
    through: str
    variable: str
    school_code: str | None
    campaign: str
    figures: tuple[str, ...]


def ways_from(marts: duckdb.DuckDBPyConnection, file: str, *place: str) -> tuple[Way, ...]:
    """Every way from a cell, or from a line of an exam export, to the printed figures that depend on it.

    file: as the marts name it, below raw/. place: sheet and cell as the sender sees them, or the number of the line, the
    heading being 1. Raises NothingDependsError where there is none.
    """
    figures, without = (
        (FROM_LINE, LINE_WITHOUT_FIGURE) if len(place) == 1 else (FROM_CELL, CELL_WITHOUT_FIGURE)
    )
    rows = marts.execute(figures, [file, *place]).fetchall()
    if not rows:
        why = marts.execute(without, [file, *place]).fetchone()
        said = f": {why[0]}" if why else ""
        raise NothingDependsError(f"no printed figure depends on {where(file, *place)}{said}")
    return tuple(
        Way(reach, through, variable, school, campaign, tuple(figure for *_, figure in found))
        for (reach, through, variable, school, campaign), found in groupby(rows, lambda row: row[:-1])
    )


def where(file: str, *place: str) -> str:
    """The place in words: `registry.xlsx, Школы!C5` or `ege_2017.csv.zip, line 120`."""
    return f"{file}, {'!'.join(place) if len(place) > 1 else f'line {place[0]}'}"


def forward_json(ways: tuple[Way, ...]) -> str:
    """Everything of the ways, as indented JSON."""
    return json.dumps([asdict(way) for way in ways], ensure_ascii=False, indent=2)


def forward_text(place: str, ways: tuple[Way, ...]) -> str:
    """The ways, a line each with the figures below it; beyond a few figures their number by table."""
    return "\n".join([f"{place}: {ways[0].variable}", *(line for way in ways for line in _said(way))])


def _said(way: Way) -> Iterator[str]:
    school = f", school {way.school_code}" if way.school_code else ""
    yield f"{WAYS[way.reach].format(way.through)}{school}, campaign {way.campaign}:"
    for table, found in groupby(way.figures, lambda figure: figure.partition("/")[0]):
        figures = list(found)
        yield "  " + (
            ", ".join(figures) if len(figures) <= NAMED else f"{table}: any of {len(figures)} figures"
        )
