"""From a printed figure to the cells and exam lines it was computed from, read from the published marts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from orchestration.lineage.facts import counted_targets, fact_cells, fact_of, last_edition
from orchestration.lineage.findings import counted_tests
from orchestration.lineage.made_of import Outcome, School, Target, Trace
from orchestration.lineage.outcomes import outcomes
from orchestration.lineage.sources import (
    approvals,
    in_force,
    judged,
    list_of_year,
    registered,
    row_cells,
    sources,
)

FIGURES = """
with printed as (
    select
        figures.campaign, table_name, table_row, table_column, statistic, figures.indicator,
        figures.municipality_code, number, coalesce(indicator_ru, municipality_ru) as row_ru
    from figures
    left join table_1_start_diagnostics as one
        on table_name in ('table_1', 'table_1a') and figures.campaign = one.campaign and table_row = one.no
    left join table_5_clusters as five
        on table_name = 'table_5' and figures.campaign = five.campaign and table_row = five.position
    union all
    select campaign, table_name, table_row, table_column, statistic, null, null, number, row_ru
    from institute_figures
)
select
    campaign, table_name, table_row::varchar as table_row, table_column, statistic, indicator, municipality_code,
    number, row_ru
from printed
union all
select campaign, table_name, table_row, table_column, statistic, null, null, number, row_ru
from fact_figures
union all
select campaign, table_name, table_row, table_column, statistic, null, null, number, coalesce(row_ru, table_row)
from indicator_figures
union all
select campaign, table_name, table_row, table_column, statistic, null, null, number, coalesce(row_ru, table_row)
from row_figures
order by campaign, table_name, try_cast(table_row as integer), table_row, table_column
"""
MADE_IN = """
with printed as (
    select campaign, table_name, figure from figures
    union all
    select campaign, table_name, figure from indicator_figures
)
select campaign from printed
where
    table_name = ?
    and campaign in (?, (select any_value(list_campaign) from figure_schools where campaign = ?))
order by figure = ? desc, campaign desc
limit 1
"""
SCHOOLS = """
select
    asked.school_code, schools.school_name, asked.enters, asked.entering, asked.counted, asked.value,
    asked.numerator, asked.denominator, asked.participants, asked.status, asked.missing_reason, asked.cluster
from figure_schools as asked
inner join schools on asked.campaign = schools.campaign and asked.school_code = schools.school_code
where asked.campaign = ? and asked.figure = ?
order by asked.school_code
"""
# of a figure of the text that counts schools of the list, as the total of Table 5 has them
LISTED = """
select
    school_code, school_name, asked.enters, asked.entering, asked.counted, asked.value,
    asked.numerator, asked.denominator, asked.participants, asked.status, asked.missing_reason, asked.cluster
from figures as total
inner join figure_schools as asked on total.campaign = asked.campaign and total.figure = asked.figure
inner join (
    select distinct campaign, school_code, cells.row_ru as school_name
    from fact_cells as cells
    inner join fact_figures as figures using (campaign, edition, fact)
    where campaign = ? and edition = ? and fact = ? and over_list and counted and rows_of = 'registry_schools'
) as rows using (school_code)
inner join (select distinct campaign, list_campaign from figure_schools) as lists on rows.campaign = lists.campaign
where
    total.campaign = lists.list_campaign and total.table_name = 'table_5' and total.table_column = 'included'
    and total.municipality_code is null
order by school_code
"""


class UnknownFigureError(LookupError):
    """Nothing has the address asked for; the message says what there is."""


def trace(
    marts: duckdb.DuckDBPyConnection, campaign: str, figure: str, school_code: str | None = None
) -> Trace:
    """What the figure of the campaign was made of, for all its schools or one.

    figure: its address as in the HTML, `table_1/15/mean`. Names no participant: exam results are lines of a file.
    A table that the year's report prints as made in March is traced as of March; `campaign` of the trace says so.
    `facts/trained` is of the running text of the campaign's report, `text/half_year/trained` of another edition.
    Raises UnknownFigureError where the campaign prints no such figure, or it does not ask the school.
    """
    table, row, column = [*figure.split("/"), "", ""][:3]
    if table == "facts":
        table, row, column = "text", last_edition(marts, campaign), row
    figure = f"{table}/{row}/{column}"
    printed_in, campaign = campaign, _made_in(marts, campaign, figure)
    statistic, indicator, municipality, number, row_ru = _figure(marts, campaign, table, row, column)
    schools = [School(*values) for values in marts.execute(SCHOOLS, [campaign, figure]).fetchall()]
    cells = row_cells(marts, campaign, table)[figure]
    targets: tuple[Target, ...] = counted_tests(marts, campaign).get(figure, ())
    if fact := fact_of(marts, campaign, figure):
        schools = [School(*values) for values in marts.execute(LISTED, [campaign, *fact]).fetchall()]
        edition, name = fact
        cells = tuple(cell for _, cell in fact_cells(marts, campaign, edition, [name])[name])
        targets = counted_targets(marts, campaign, *fact)
    compared = outcomes(marts, campaign, figure)
    if school_code is not None:
        _expect(figure, school_code, schools, compared)
        schools = [school for school in schools if school.school_code == school_code]
        compared = tuple(outcome for outcome in compared if outcome.school_code == school_code)
        cells = tuple(cell for cell in cells if cell.row_no == school_code)
    of_list = list_of_year(marts, campaign)
    return Trace(
        campaign,
        printed_in,
        figure,
        statistic,
        indicator,
        municipality,
        number,
        row_ru,
        *of_list,
        _down_to_cells(marts, campaign, indicator, schools, of_list),
        cells,
        in_force(marts, campaign, municipality) if schools or compared else (),
        targets,
        compared,
    )


def _expect(figure: str, school_code: str, schools: Sequence[School], compared: Sequence[Outcome]) -> None:
    """Raise UnknownFigureError where the figure does not ask the school."""
    asked = [school.school_code for school in schools] + [outcome.school_code for outcome in compared]
    if school_code not in asked:
        there = ", ".join(dict.fromkeys(asked)) or "none"
        raise UnknownFigureError(f"{figure} does not ask school {school_code}: there are {there}")


def _down_to_cells(
    marts: duckdb.DuckDBPyConnection,
    campaign: str,
    indicator: str | None,
    schools: Sequence[School],
    of_list: tuple[str | None, str | None],
) -> tuple[School, ...]:
    """The schools with the sources of the indicator, or the criteria of the list, and their rows of the registry.

    of_list: the campaign that made the list, and its rule set.
    """
    codes = [school.school_code for school in schools]
    if indicator:
        schools = _with_sources(marts, campaign, indicator, schools)
    else:
        criteria = judged(marts, *of_list, codes)
        schools = [replace(school, criteria=criteria[school.school_code]) for school in schools]
    registry, approved = registered(marts, campaign, codes), approvals(marts, of_list[0], codes)
    return tuple(
        replace(school, registry=registry[school.school_code], approval=approved.get(school.school_code))
        for school in schools
    )


def _made_in(marts: duckdb.DuckDBPyConnection, campaign: str, figure: str) -> str:
    """The campaign whose values of a figure, or else of its table, the report prints: its own, or the entry wave's."""
    table = figure.partition("/")[0]
    found = marts.execute(MADE_IN, [table, campaign, campaign, figure]).fetchone()
    return found[0] if found else campaign


def _figure(
    marts: duckdb.DuckDBPyConnection, campaign: str, table: str, row: str, column: str
) -> tuple[Any, ...]:
    """Statistic, indicator, municipality, number and the row's words of one figure."""
    rows = marts.execute(FIGURES).fetchall()
    wanted = {
        "campaign": campaign,
        "table": table,
        f"row of {table}": row,
        f"column of {table}/{row}": column,
    }
    for place, (what, key) in enumerate(wanted.items()):
        if all(found[place] != key for found in rows):
            there = ", ".join(dict.fromkeys(found[place] for found in rows)) or "none"
            raise UnknownFigureError(f"no {what} {key or '(none given)'}: there are {there}")
        rows = [found for found in rows if found[place] == key]
    return tuple(rows[0][len(wanted) :])


def _with_sources(
    marts: duckdb.DuckDBPyConnection, campaign: str, indicator: str, schools: Sequence[School]
) -> list[School]:
    found = sources(marts, campaign, [school.school_code for school in schools], [indicator])
    return [
        replace(
            school,
            cells=found.cells[school.school_code, indicator],
            exports=found.counting(school.school_code, indicator, school.status),
        )
        for school in schools
    ]
