"""From a printed figure to the cells and exam lines it was computed from, read from the published marts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from orchestration.lineage.made_of import Criterion, ExamLines, FormCell, RegistryCell, School, Trace

SCHOOLS = """
select
    asked.school_code, schools.school_name, asked.enters, asked.entering, asked.counted, asked.value,
    asked.numerator, asked.denominator, asked.participants, asked.status, asked.missing_reason, asked.cluster
from figure_schools as asked
inner join schools on asked.campaign = schools.campaign and asked.school_code = schools.school_code
where asked.campaign = ? and asked.figure = ?
order by asked.school_code
"""
LISTS = "select any_value(list_campaign), any_value(rule_set) from figure_schools where campaign = ? and figure = ?"
CELLS = """
select
    cells.school_code, cells.indicator,
    cells.part, cells.variable, variables.name_ru, variables.unit, cells.counts_when, cells.number, cells.state,
    cells.raw_text, cells.rules, cells.file, cells.file_sha256, cells.sheet, cells.cell
from indicator_cells as cells
inner join reference.variables as variables on cells.variable = variables.variable
where cells.campaign = ? and cells.school_code in (select unnest(?)) and cells.indicator in (select unnest(?))
order by cells.school_code, cells.part desc, cells.variable
"""
LINES = """
select
    counted.school_code, counted.indicator,
    counted.exam, counted.exam_year, counted.years_back, counted.in_reporting_year, counted.subject, counted.scale,
    any_value(ratios.school_mean), any_value(ratios.region_mean), counted.region_participants,
    counted.file, counted.file_sha256, list(counted.line order by counted.line)
from indicator_lines as counted
left join exam_ratios as ratios
    on
        counted.region_participants is not null
        and counted.campaign = ratios.campaign
        and counted.school_code = ratios.school_code
        and counted.exam = ratios.exam
        and counted.exam_year = ratios.exam_year
        and counted.subject = ratios.subject
where counted.campaign = ? and counted.school_code in (select unnest(?)) and counted.indicator in (select unnest(?))
group by all
order by counted.school_code, counted.exam_year, counted.subject
"""
REGISTRY = """
select
    cells.school_code, cells.variable, variables.name_ru, cells.state, cells.raw_text,
    cells.file, cells.file_sha256, cells.sheet, cells.cell
from registry_cells as cells
inner join reference.variables as variables on cells.variable = variables.variable
where
    cells.campaign = ? and cells.school_code in (select unnest(?))
    and cells.variable in ('municipality_code', 'school_kind', 'valid_from', 'valid_to')
order by cells.school_code, cells.variable
"""
CRITERIA = """
select
    judged.school_code, criteria.years,
    judged.criterion, criteria.name_ru, judged.dimension, criteria.measure, judged.exam_year, judged.numerator,
    judged.denominator, judged.value, criteria.operator, criteria.reference, criteria.factor::double,
    judged.threshold, judged.participants, judged.applies, judged.met, judged.reason
from school_criteria as judged
inner join reference.criteria as criteria
    on judged.rule_set = criteria.rule_set and judged.criterion = criteria.criterion
where judged.campaign = ? and judged.rule_set = ? and judged.school_code in (select unnest(?))
order by judged.school_code, judged.dimension desc, judged.criterion, judged.exam_year
"""


class UnknownFigureError(LookupError):
    """Nothing has the address asked for; the message says what there is."""


@dataclass(frozen=True)
class Sources:
    """Cells and exam lines by school and measure."""

    cells: dict[tuple[str, str], tuple[FormCell, ...]]
    exports: dict[tuple[str, str], tuple[ExamLines, ...]]


def trace(
    marts: duckdb.DuckDBPyConnection, campaign: str, figure: str, school_code: str | None = None
) -> Trace:
    """What the figure of the campaign was made of, for all its schools or one.

    figure: its address as in the HTML, `table_1/15/mean`. Names no participant: exam results are lines of a file.
    Raises UnknownFigureError where the campaign prints no such figure, or it does not ask the school.
    """
    table, row, column = [*figure.split("/"), "", ""][:3]
    found = _figure(marts, campaign, table, row, column)
    schools = [School(*values) for values in marts.execute(SCHOOLS, [campaign, figure]).fetchall()]
    if school_code is not None:
        named = [school for school in schools if school.school_code == school_code]
        if not named:
            there = ", ".join(school.school_code for school in schools) or "none"
            raise UnknownFigureError(f"{figure} does not ask school {school_code}: there are {there}")
        schools = named
    list_campaign, rule_set = marts.execute(LISTS, [campaign, figure]).fetchone() or (None, None)
    statistic, indicator, municipality, number, row_ru = found
    if indicator:
        schools = _with_sources(marts, campaign, indicator, schools)
    elif list_campaign:
        schools = _with_criteria(marts, list_campaign, rule_set, schools)
    made_of = tuple(_with_registry(marts, campaign, schools))
    return Trace(
        campaign, figure, statistic, indicator, municipality, number, row_ru, list_campaign, rule_set, made_of
    )


def _figure(
    marts: duckdb.DuckDBPyConnection, campaign: str, table: str, row: str, column: str
) -> tuple[Any, ...]:
    """Statistic, indicator, municipality, number and the row's words of one figure."""
    rows = marts.execute(
        "select figures.campaign, table_name, table_row::varchar, table_column, statistic, figures.indicator, "
        "figures.municipality_code, number, coalesce(indicator_ru, municipality_ru) from figures "
        "left join table_1_start_diagnostics as one on table_name in ('table_1', 'table_1a') "
        "and figures.campaign = one.campaign and table_row = one.no "
        "left join table_5_clusters as five on table_name = 'table_5' "
        "and figures.campaign = five.campaign and table_row = five.position "
        "order by figures.campaign, table_name, table_row, table_column"
    ).fetchall()
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
    sources = _sources(marts, campaign, [school.school_code for school in schools], [indicator])
    found = []
    for school in schools:
        key = (school.school_code, indicator)
        exports = tuple(lines for lines in sources.exports[key] if lines.in_reporting_year)
        # what is left out for a reason that holds for the whole school has no lines that count
        counts = school.status == "value"
        found.append(replace(school, cells=sources.cells[key], exports=exports if counts else ()))
    return found


def _with_criteria(
    marts: duckdb.DuckDBPyConnection, campaign: str, rule_set: str, schools: Sequence[School]
) -> list[School]:
    codes = [school.school_code for school in schools]
    rows = marts.execute(CRITERIA, [campaign, rule_set, codes]).fetchall()
    judged = [(code, years, Criterion(*values)) for code, years, *values in rows]
    sources = _sources(marts, campaign, codes, sorted({criterion.measure for *_, criterion in judged}))
    criteria = defaultdict(list)
    for code, years, criterion in judged:
        key = (code, criterion.measure)
        exports = tuple(
            lines
            for lines in sources.exports[key]
            if lines.years_back < years and criterion.exam_year in (None, lines.exam_year)
        )
        criteria[code].append(replace(criterion, cells=sources.cells[key], exports=exports))
    return [replace(school, criteria=tuple(criteria[school.school_code])) for school in schools]


def _with_registry(
    marts: duckdb.DuckDBPyConnection, campaign: str, schools: Sequence[School]
) -> list[School]:
    cells = defaultdict(list)
    codes = [school.school_code for school in schools]
    for code, *values in marts.execute(REGISTRY, [campaign, codes]).fetchall():
        cells[code].append(RegistryCell(*values))
    return [replace(school, registry=tuple(cells[school.school_code])) for school in schools]


def _sources(
    marts: duckdb.DuckDBPyConnection, campaign: str, schools: Sequence[str], measures: Sequence[str]
) -> Sources:
    cells: defaultdict[tuple[str, str], tuple[FormCell, ...]] = defaultdict(tuple)
    exports: defaultdict[tuple[str, str], tuple[ExamLines, ...]] = defaultdict(tuple)
    asked = [campaign, list(schools), list(measures)]
    for school, measure, *values in marts.execute(CELLS, asked).fetchall():
        cells[school, measure] += (FormCell(*values),)
    for school, measure, *values in marts.execute(LINES, asked).fetchall():
        exports[school, measure] += (ExamLines(*values),)
    return Sources(cells, exports)
