"""What a page's figures are made of, all at once: what the click-through shows from a number down to its cells.

Shared parts are said once (files, schools, a school's cells of an indicator), so that a page stays small.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import duckdb

from orchestration.lineage.page_places import Json, PagePlaces
from orchestration.lineage.sources import READS as SOURCES_READ
from orchestration.lineage.sources import (
    TYPED_IN,
    approvals,
    in_force,
    judged,
    list_of_year,
    row_cells,
    sources,
)

FIGURES = """
with printed as (
    select campaign, figure, table_name, statistic, indicator, number from figures
    union all
    select campaign, figure, table_name, statistic, indicator, number from indicator_figures
)
select figure, statistic, indicator, number from printed
where campaign = ? and table_name in (select unnest(?))
order by figure
"""
ASKED = """
with asked as (
    select campaign, figure, school_code, enters = 'left_out' as is_out, counted from figure_schools
    union all
    select campaign, figure, school_code, outcome in ('left_out', 'not_applicable'), counted from indicator_values
)
select figure, school_code, case when is_out then 'left_out' when counted then 'counted' else 'asked' end from asked
where campaign = ? and figure in (select unnest(?))
order by figure, school_code
"""
ROW_FIGURES = "select figure from row_figures where campaign = ? and table_name = ? order by figure"
SCHOOLS = (
    "select school_code, school_name, municipality_name from schools where campaign = ? order by school_code"
)
VALUES = """
select
    found.indicator, found.school_code, found.status, found.value, found.numerator, found.denominator, reasons.name_ru
from school_indicators as found
left join reference.missing_reasons as reasons on found.missing_reason = reasons.reason
where found.campaign = ? and found.indicator in (select unnest(?)) and found.school_code in (select unnest(?))
order by found.indicator, found.school_code
"""
# of the two waves that are compared either one
COMPARED = "select distinct indicator, school_code from school_dynamics where ? in (campaign, entry_campaign)"
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
    "region_mean": "Среднее по школам региона",
    "region_pooled": "Доля по региону: сумма числителей к сумме знаменателей",
    "worse_share": "Доля школ проекта, где показатель хуже, чем по региону",
    "asked": "Число школ проекта, к которым показатель относится",
    "answered": "Число школ проекта, ответивших по показателю",
}
ANSWERS = ("asked", "answered")  # count who told a value, so that none enters as zero
TYPED_RU = {
    "table_p1": "Как указано в журнале повышения квалификации",
    "table_p2": "Сумма по строкам журнала повышения квалификации",
    "table_10": "Как указано в сведениях о программе школы",
    "programmes": "Число школ с такой оценкой программы",
    "table_2": "Сумма по строкам журнала повышения квалификации",
    "table_3": "Число участников, как оно указано в журнале семинаров",
}
READS = (
    *(
        ("marts", name)
        for name in (
            "figures",
            "figure_schools",
            "indicator_figures",
            "indicator_values",
            "schools",
            "school_dynamics",
            "school_indicators",
        )
    ),
    ("reference", "missing_reasons"),
    *SOURCES_READ,
)


def click_through(
    marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str], compared: bool = False
) -> Json:
    """The figures of the campaign's tables (`table_1`) with their schools, values, criteria, cells and exam lines.

    compared: with all values that are compared between the waves, whatever the tables ask.

    Returns a JSON object: `campaign`, `files` (name and SHA-256) and `names` of variables and sheets (referred to by
    place), `schools` (name by code), `approved` (by school: its row of the approved list), `decisions` in force (by school), `figures` (by address: number, statistic in words,
    measure, `told` where answers are counted, and the codes that count, are left out or are only asked), `measures` (by
    name and school: value, parts, why none, cells, lines), `criteria` (by school, each with its cells and lines).
    Participants are counted, never named.
    """
    figures = _figures(marts, campaign, tables)
    asked = _codes(figures.values(), ROLES)
    places = PagePlaces()
    decisions = {decided.school_code: places.decision(decided) for decided in in_force(marts, campaign)}
    approved = approvals(marts, list_of_year(marts, campaign)[0], asked)
    of_list = [figure for figure in figures.values() if not figure["measure"]]
    of_measures = [figure for figure in figures.values() if figure["measure"]]
    pairs = {
        (figure["measure"], code)
        for figure in of_measures
        for role in ("counted", "left_out")
        for code in figure["schools"][role]
    }
    if compared:
        pairs |= set(marts.execute(COMPARED, [campaign]).fetchall())
    return {
        "campaign": campaign,
        "figures": figures,
        "schools": {
            code: f"{name}, {municipality}"
            for code, name, municipality in marts.execute(SCHOOLS, [campaign]).fetchall()
            if code in asked | decisions.keys()
        },
        "approved": {school: places.approval(approval) for school, approval in approved.items()},
        "decisions": decisions,
        "criteria": _criteria(marts, campaign, _codes(of_list, ("counted",)), places),
        "measures": _measures(marts, campaign, pairs, places),
        **places.held(),
    }


def row_figures(marts: duckdb.DuckDBPyConnection, campaign: str, table: str) -> Json:
    """The figures of a table that rows of a workbook make, as a part of the click-through: each with its cells.

    A figure that no row makes is zero.
    """
    places = PagePlaces()
    statistic = "rows" if table == "programmes" else "total"
    found = row_cells(marts, campaign, table)
    # a mart of other rows is none of the table's
    by_rows = TYPED_IN[table] == "row_cells"
    printed = marts.execute(ROW_FIGURES, [campaign, table]).fetchall() if by_rows else []
    figures: Json = {
        figure: {
            "statistic": TYPED_RU[table],
            "measure": None,
            "schools": {},
            "parts": places.rows((statistic, cell) for cell in found.get(figure, ())),
        }
        for figure in dict.fromkeys([*found, *(figure for (figure,) in printed)])
    }
    schools = {cell.row_no: cell.row_ru for cells in found.values() for cell in cells if cell.row_ru}
    return {"figures": figures, "schools": schools, "criteria": {}, "measures": {}, **places.held()}


def _figures(marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str]) -> Json:
    figures: Json = {
        figure: {
            "statistic": STATISTICS_RU[statistic],
            "measure": measure,
            "number": number,
            "schools": defaultdict(list),
            **({"told": True} if statistic in ANSWERS else {}),
        }
        for figure, statistic, measure, number in marts.execute(FIGURES, [campaign, list(tables)]).fetchall()
    }
    for figure, school, role in marts.execute(ASKED, [campaign, list(figures)]).fetchall():
        figures[figure]["schools"][role].append(school)
    return figures


def _codes(figures: Iterable[Json], roles: Sequence[str]) -> set[str]:
    """The schools that have one of the roles in any of the figures."""
    return {code for figure in figures for role in roles for code in figure["schools"][role]}


def _criteria(marts: duckdb.DuckDBPyConnection, campaign: str, schools: set[str], places: PagePlaces) -> Json:
    list_campaign, rule_set = list_of_year(marts, campaign)
    return {
        school: [
            {
                "name": criterion.criterion_ru,
                "value": criterion.value,
                "threshold": criterion.threshold,
                "met": criterion.met,
                **places.of(criterion.cells, criterion.exports),
            }
            for criterion in criteria
        ]
        for school, criteria in judged(marts, list_campaign, rule_set, sorted(schools)).items()
    }


def _measures(
    marts: duckdb.DuckDBPyConnection, campaign: str, pairs: set[tuple[str, str]], places: PagePlaces
) -> Json:
    """Per measure and school its value with its parts, and the cells and lines it was read from."""
    found: Json = defaultdict(dict)
    measures, schools = ({pair[place] for pair in pairs} for place in (0, 1))
    made_of = sources(marts, campaign, schools, measures)
    values = marts.execute(VALUES, [campaign, sorted(measures), sorted(schools)]).fetchall()
    for measure, school, status, value, numerator, denominator, why in values:
        if (measure, school) not in pairs:
            continue
        exports = made_of.counting(school, measure, status)
        found[measure][school] = {
            "value": value,
            "numerator": numerator,
            "denominator": denominator,
            "why": why,
            **places.of(made_of.cells[school, measure], exports),
        }
    return found
