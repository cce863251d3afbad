"""What became of schools' indicators between the waves, as a page holds it: each outcome once, whatever counts it."""

from collections.abc import Sequence

import duckdb

from orchestration.lineage.page_places import Json

FIGURES = """
select figure, statistic, group_kind, group_code, indicator from indicator_figures
where campaign = ? and table_name in (select unnest(?))
order by figure
"""
OUTCOMES = """
select
    compared.indicator, indicators.label_ru, compared.entry_campaign,
    string_agg(left(compared.outcome, 1), '' order by school_code)
from school_dynamics as compared
inner join reference.indicators as indicators on compared.indicator = indicators.indicator
where compared.campaign = ?
group by all
order by any_value(indicators.no::integer)
"""
SCHOOLS = """
select distinct
    schools.school_code, schools.school_name, schools.municipality_name, compared.cluster, compared.municipality_code
from school_dynamics as compared
inner join schools using (campaign, school_code)
where compared.campaign = ?
order by schools.school_code
"""
STATISTICS_RU = {
    "compared": "Число показателей школ, которые можно сравнить",
    "better": "Число показателей школ, которые стали лучше",
    "worse": "Число показателей школ, которые стали хуже",
    "changed": "Число изменившихся показателей школ, для которых нет лучшего и худшего",
    "unchanged": "Число показателей школ, которые не изменились",
    "not_comparable": "Число показателей школ, которые нельзя сравнить",
    "improved_share": "Доля показателей школ, которые стали лучше, среди тех, что можно сравнить",
}
READS = (
    ("marts", "indicator_figures"),
    ("marts", "school_dynamics"),
    ("marts", "schools"),
    ("reference", "indicators"),
)


def outcome_figures(marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str]) -> Json | None:
    """The figures of these tables that count outcomes, as a part of the click-through; None where there are none.

    Each names the `group` of schools that it counts in, of one indicator or of all, and the outcome that it counts.
    `compared` are the schools with their groups, `outcomes` the first letter of each one's outcome by indicator, in the
    same order, `statistics` what is counted in words, `waves` the two campaigns. What the values are read from stands in the part of their campaign.
    """
    figures = {
        figure: {"schools": {}, "counts": statistic, "group": [kind, code], "indicator": indicator}
        for figure, statistic, kind, code, indicator in marts.execute(
            FIGURES, [campaign, list(tables)]
        ).fetchall()
    }
    if not figures:
        return None
    schools = marts.execute(SCHOOLS, [campaign]).fetchall()
    outcomes = marts.execute(OUTCOMES, [campaign]).fetchall()
    entry = outcomes[0][2]
    return {
        "figures": figures,
        "schools": {code: f"{name}, {municipality}" for code, name, municipality, *_ in schools},
        "compared": [
            {"school": code, "cluster": cluster, "municipality": municipality, "included": "included"}
            for code, *_, cluster, municipality in schools
        ],
        "outcomes": [[indicator, label, letters] for indicator, label, _, letters in outcomes],
        "statistics": STATISTICS_RU,
        "waves": [entry, campaign],
        "criteria": {},
        "measures": {},
    }
