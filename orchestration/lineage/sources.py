"""The one way down from a school's measure to its cells and exam lines: what the command and the click-through both show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb

from orchestration.lineage.made_of import (
    Approval,
    Cell,
    Criterion,
    Decision,
    ExamLines,
    FormCell,
    RowCell,
)

CELLS = """
select
    cells.school_code, cells.indicator,
    cells.variable, variables.name_ru, cells.state, cells.raw_text,
    cells.file, cells.file_sha256, cells.sheet, cells.cell,
    cells.part, variables.unit, cells.counts_when, cells.number, cells.rules, cells.repair
from indicator_cells as cells
inner join reference.variables as variables on cells.variable = variables.variable
where cells.campaign = ? and cells.school_code in (select unnest(?)) and cells.indicator in (select unnest(?))
order by cells.school_code, cells.part desc, cells.variable
"""
LINES = """
select
    counted.school_code, counted.indicator,
    counted.exam, counted.exam_year, counted.years_back, counted.in_reporting_year, counted.subject,
    coalesce(subjects.name_ru, counted.subject), counted.scale,
    ratios.school_mean, ratios.region_mean, counted.region_participants,
    counted.file, counted.file_sha256, counted.lines
from indicator_lines as counted
left join exam_ratios as ratios
    on
        counted.region_participants is not null
        and counted.campaign = ratios.campaign
        and counted.school_code = ratios.school_code
        and counted.exam = ratios.exam
        and counted.exam_year = ratios.exam_year
        and counted.subject = ratios.subject
left join reference.subjects as subjects
    on counted.exam = subjects.exam and counted.subject = subjects.subject and subjects.part = 'written'
where counted.campaign = ? and counted.school_code in (select unnest(?)) and counted.indicator in (select unnest(?))
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
TYPED = """
select
    cells.figure,
    cells.variable, variables.name_ru, cells.state, cells.raw_text,
    cells.file, cells.file_sha256, cells.sheet, cells.cell,
    'value', cells.row_no::varchar, {row_ru}, cells.role, cells.number
from {mart} as cells
inner join reference.variables as variables on cells.variable = variables.variable
where cells.campaign = ? and starts_with(cells.figure, ? || '/')
order by cells.figure, try_cast(cells.row_no as integer), cells.role, cells.variable
"""
DECISIONS = """
select
    decisions.school_code, decisions.school_name, decisions.action, decisions.decision_ru, decisions.reason_ru,
    decisions.author_ru, schools.included_by is not distinct from 'decision',
    decisions.file, decisions.file_sha256, decisions.sheet, decisions.cell
from decisions_in_force as decisions
inner join schools using (campaign, school_code)
where decisions.campaign = ? and decisions.municipality_code = coalesce(?, decisions.municipality_code)
order by decisions.school_code
"""
APPROVALS = """
select school_code, raw_text, approval_ru, file, file_sha256, sheet, cell from approved_list
where campaign = ? and acts and school_code in (select unnest(?))
"""
LISTS = "select any_value(list_campaign), any_value(rule_set) from figure_schools where campaign = ?"
# the tables whose figures rows of a workbook make, by the mart that has their cells
TYPED_IN = {"table_2": "table_2_cells", "table_3": "table_3_cells"} | dict.fromkeys(
    ("table_p1", "table_p2", "table_10", "programmes"), "row_cells"
)
READS = (
    *(
        ("marts", name)
        for name in (
            "indicator_cells",
            "indicator_lines",
            "exam_ratios",
            "registry_cells",
            "school_criteria",
            "schools",
            "approved_list",
            "decisions_in_force",
        )
    ),
    *(("reference", name) for name in ("variables", "subjects", "criteria")),
)
Key = tuple[str, str]  # school, measure


@dataclass(frozen=True)
class Sources:
    """Cells and exam lines by school and measure."""

    cells: dict[Key, tuple[FormCell, ...]]
    exports: dict[Key, tuple[ExamLines, ...]]

    def counting(self, school: str, measure: str, status: str | None) -> tuple[ExamLines, ...]:
        """The lines that count in an indicator that has a value: those of the reporting year's exams.

        What is left out for a reason that holds for the whole school has none. Source: methodology.md, Which years a
        campaign speaks of.
        """
        of_school = self.exports[school, measure] if status == "value" else ()
        return tuple(lines for lines in of_school if lines.in_reporting_year)

    def of_years(
        self, school: str, measure: str, years: int, exam_year: int | None = None
    ) -> tuple[ExamLines, ...]:
        """The lines that count in a criterion: those of its last `years`, or of the one year it judges."""
        return tuple(
            lines
            for lines in self.exports[school, measure]
            if lines.years_back < years and exam_year in (None, lines.exam_year)
        )


def sources(
    marts: duckdb.DuckDBPyConnection, campaign: str, schools: Iterable[str], measures: Iterable[str]
) -> Sources:
    """What was typed and which lines count, of all the years that a criterion may ask for."""
    cells: defaultdict[Key, tuple[FormCell, ...]] = defaultdict(tuple)
    exports: defaultdict[Key, tuple[ExamLines, ...]] = defaultdict(tuple)
    asked = [campaign, sorted(schools), sorted(measures)]
    for school, measure, *values in marts.execute(CELLS, asked).fetchall():
        cells[school, measure] += (FormCell(*values),)
    for school, measure, *values in marts.execute(LINES, asked).fetchall():
        exports[school, measure] += (ExamLines(*values),)
    return Sources(cells, exports)


def row_cells(marts: duckdb.DuckDBPyConnection, campaign: str, table: str) -> dict[str, tuple[RowCell, ...]]:
    """The cells behind each figure of a table that rows of a workbook make, row by row; none for another table."""
    cells: defaultdict[str, tuple[RowCell, ...]] = defaultdict(tuple)
    if table in TYPED_IN:
        mart = TYPED_IN[table]
        query = TYPED.format(mart=mart, row_ru="cells.row_ru" if mart == "row_cells" else "null")
        for figure, *values in marts.execute(query, [campaign, table]).fetchall():
            cells[figure] += (RowCell(*values),)
    return cells


def list_of_year(marts: duckdb.DuckDBPyConnection, campaign: str) -> tuple[str | None, str | None]:
    """The entry campaign whose criteria made the list that a campaign speaks of, and their rule set."""
    return marts.execute(LISTS, [campaign]).fetchone() or (None, None)


def in_force(
    marts: duckdb.DuckDBPyConnection, campaign: str, municipality: str | None = None
) -> tuple[Decision, ...]:
    """The decisions by hand in force on the list that a campaign speaks of, of one municipality or of all."""
    return tuple(
        Decision(*values) for values in marts.execute(DECISIONS, [campaign, municipality]).fetchall()
    )


def approvals(
    marts: duckdb.DuckDBPyConnection, list_campaign: str | None, schools: Iterable[str]
) -> dict[str, Approval]:
    """The row of the approved list that has a school, by school; none where the list is a draft."""
    found = marts.execute(APPROVALS, [list_campaign, sorted(schools)]).fetchall()
    return {school: Approval(school, *values) for school, *values in found}


def judged(
    marts: duckdb.DuckDBPyConnection, campaign: str | None, rule_set: str | None, schools: Sequence[str]
) -> dict[str, tuple[Criterion, ...]]:
    """What the criteria of a rule set say of each school in a campaign, each with its cells and lines."""
    if campaign is None:
        return defaultdict(tuple)
    rows = [
        (school, years, Criterion(*values))
        for school, years, *values in marts.execute(CRITERIA, [campaign, rule_set, list(schools)]).fetchall()
    ]
    found = sources(marts, campaign, schools, {criterion.measure for *_, criterion in rows})
    criteria: defaultdict[str, tuple[Criterion, ...]] = defaultdict(tuple)
    for school, years, criterion in rows:
        exports = found.of_years(school, criterion.measure, years, criterion.exam_year)
        cells = found.cells[school, criterion.measure]
        criteria[school] += (replace(criterion, cells=cells, exports=exports),)
    return criteria


def registered(
    marts: duckdb.DuckDBPyConnection, campaign: str, schools: Sequence[str]
) -> dict[str, tuple[Cell, ...]]:
    """The registry's cells of each school that say where it is counted and what it is asked."""
    cells: defaultdict[str, tuple[Cell, ...]] = defaultdict(tuple)
    for school, *values in marts.execute(REGISTRY, [campaign, list(schools)]).fetchall():
        cells[school] += (Cell(*values),)
    return cells
