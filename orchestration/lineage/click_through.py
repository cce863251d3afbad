"""What a page's figures are made of, all at once: what the click-through shows from a number down to its cells.

Shared parts are said once (files, schools, a school's cells of an indicator), so that a page stays small.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

FIGURES = """
select figure, statistic, indicator, number from figures
where campaign = ? and table_name in (select unnest(?))
order by table_name, table_row, table_column
"""
ASKED = """
select figure, school_code, enters, counted from figure_schools
where campaign = ? and figure in (select unnest(?))
order by figure, school_code
"""
SCHOOLS = (
    "select school_code, school_name, municipality_name from schools where campaign = ? order by school_code"
)
VALUES = """
select
    found.indicator, found.school_code, found.value, found.numerator, found.denominator, reasons.name_ru
from school_indicators as found
left join reference.missing_reasons as reasons on found.missing_reason = reasons.reason
where found.campaign = ? and found.indicator in (select unnest(?)) and found.school_code in (select unnest(?))
order by found.indicator, found.school_code
"""
CELLS = """
select
    cells.indicator, cells.school_code, variables.name_ru, cells.raw_text, cells.state,
    cells.file, cells.sheet, cells.cell
from indicator_cells as cells
inner join reference.variables as variables on cells.variable = variables.variable
where cells.campaign = ? and cells.indicator in (select unnest(?)) and cells.school_code in (select unnest(?))
order by cells.indicator, cells.school_code, cells.part desc, cells.variable
"""
LINES = """
select indicator, school_code, exam, exam_year, subject, file, count(*), min(line), max(line)
from indicator_lines
where campaign = ? and indicator in (select unnest(?)) and school_code in (select unnest(?))
group by all
order by indicator, school_code, exam_year, subject
"""
CRITERIA = """
select
    judged.school_code, criteria.name_ru, criteria.measure, judged.value, judged.threshold, judged.met, judged.reason
from school_criteria as judged
inner join reference.criteria as criteria
    on judged.rule_set = criteria.rule_set and judged.criterion = criteria.criterion
inner join reference.rule_sets as rule_sets
    on judged.rule_set = rule_sets.rule_set and rule_sets.status = 'official'
where judged.campaign = ? and judged.school_code in (select unnest(?))
order by judged.school_code, judged.dimension desc, judged.criterion
"""
FACTS = """
select fact, name_ru, counted_from_ru from report_facts
where campaign = ? and edition = ?
order by fact
"""
ROLES = ("counted", "asked", "left_out")
STATISTICS_RU = {
    "mean": "Среднее по школам проекта",
    "maximum": "Наибольшее среди школ проекта",
    "minimum": "Наименьшее среди школ проекта",
    "schools_above_zero": "Число школ, где показатель больше нуля",
    "schools_at_minimum": "Число школ с наименьшим значением",
    "schools_at_most_one": "Число школ, где не больше одного",
    "schools_with_yes": "Число школ, ответивших «да»",
    "total": "Сумма по школам проекта",
    "schools_included": "Число школ, включённых в проект",
    "schools_low_results": "Число школ с низкими результатами",
    "schools_adverse_conditions": "Число школ в неблагоприятных условиях",
    "schools_both": "Число школ с низкими результатами и в неблагоприятных условиях",
}
READS = (
    *(
        ("marts", name)
        for name in ("figures", "figure_schools", "schools", "school_indicators", "school_criteria")
    ),
    *(("marts", name) for name in ("indicator_cells", "indicator_lines")),
    *(("reference", name) for name in ("variables", "missing_reasons", "criteria", "rule_sets")),
)
Json = dict[str, Any]


def click_through(marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str]) -> Json:
    """The figures of the campaign's tables (`table_1`) with their schools, values, criteria, cells and exam lines.

    Returns a JSON object: `files` and `names` of variables (referred to by place), `schools` (name by code), `figures` (by address:
    number, statistic in words, measure, and the codes that count, are left out or are only asked), `measures`
    (by name and school: value, parts, why none, cells, lines), `criteria` (by school). Participants are counted, never named.
    """
    figures = _figures(marts, campaign, tables)
    asked = _codes(figures.values(), ROLES)
    detailed = _codes(figures.values(), ("counted", "left_out"))
    criteria = _criteria(
        marts, campaign, _codes((f for f in figures.values() if not f["measure"]), ("counted",))
    )
    measures = {figure["measure"] for figure in figures.values()} | {
        judged["measure"] for rows in criteria.values() for judged in rows
    }
    files: dict[str, int] = {}
    names: dict[str, int] = {}
    return {
        "figures": figures,
        "schools": {
            code: f"{name}, {municipality}"
            for code, name, municipality in marts.execute(SCHOOLS, [campaign]).fetchall()
            if code in asked
        },
        "criteria": criteria,
        "measures": _measures(marts, [campaign, sorted(measures - {None}), sorted(detailed)], files, names),
        "files": list(files),
        "names": list(names),
    }


def counted_facts(marts: duckdb.DuckDBPyConnection, campaign: str, edition: str) -> Json:
    """The figures of an edition's running text, as a part of the click-through: from what each was counted."""
    found = marts.execute(FACTS, [campaign, edition]).fetchall()
    figures: Json = {
        f"facts/{fact}": {"statistic": f"{name}. Посчитано: {counted}", "measure": None, "schools": {}}
        for fact, name, counted in found
    }
    return {"figures": figures, "schools": {}, "criteria": {}, "measures": {}, "files": [], "names": []}


def _figures(marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str]) -> Json:
    figures: Json = {
        figure: {
            "statistic": STATISTICS_RU[statistic],
            "measure": measure,
            "number": number,
            "schools": defaultdict(list),
        }
        for figure, statistic, measure, number in marts.execute(FIGURES, [campaign, list(tables)]).fetchall()
    }
    for figure, school, enters, counted in marts.execute(ASKED, [campaign, list(figures)]).fetchall():
        role = "left_out" if enters == "left_out" else "counted" if counted else "asked"
        figures[figure]["schools"][role].append(school)
    return figures


def _codes(figures: Iterable[Json], roles: Sequence[str]) -> set[str]:
    """The schools that have one of the roles in any of the figures."""
    return {code for figure in figures for role in roles for code in figure["schools"][role]}


def _criteria(marts: duckdb.DuckDBPyConnection, campaign: str, schools: set[str]) -> Json:
    found: Json = defaultdict(list)
    for school, *judged in marts.execute(CRITERIA, [campaign, sorted(schools)]).fetchall():
        found[school].append(
            dict(zip(("name", "measure", "value", "threshold", "met", "reason"), judged, strict=True))
        )
    return found


def _measures(
    marts: duckdb.DuckDBPyConnection, asked: list[Any], files: dict[str, int], names: dict[str, int]
) -> Json:
    """Per measure and school its value with its parts, and the cells and lines it was read from."""
    found: Json = defaultdict(lambda: defaultdict(dict))
    for measure, school, *values in marts.execute(VALUES, asked).fetchall():
        found[measure][school] = dict(zip(("value", "numerator", "denominator", "why"), values, strict=True))
    for measure, school, name, raw, state, file, sheet, cell in marts.execute(CELLS, asked).fetchall():
        place = [
            names.setdefault(name, len(names)),
            raw,
            state,
            files.setdefault(file, len(files)),
            sheet,
            cell,
        ]
        found[measure][school].setdefault("cells", []).append(place)
    for measure, school, exam, year, subject, file, *counted in marts.execute(LINES, asked).fetchall():
        place = [exam, year, subject, files.setdefault(file, len(files)), *counted]
        found[measure][school].setdefault("lines", []).append(place)
    return found
