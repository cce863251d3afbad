"""From a figure made of schools' indicators, or of what became of them, to each one's values and their cells and lines."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from orchestration.lineage.made_of import Outcome, Value
from orchestration.lineage.sources import sources

ASKED = """
select
    asked.compared_campaign, asked.value_campaign,
    asked.school_code, schools.school_name, asked.indicator, indicators.label_ru, asked.outcome, asked.counted
from indicator_values as asked
inner join schools using (campaign, school_code)
inner join reference.indicators as indicators on asked.indicator = indicators.indicator
where asked.campaign = ? and asked.figure = ?
order by asked.school_code, indicators.no::integer
"""
VALUES = """
select
    school_code, indicator,
    value, numerator, denominator, participants, status, missing_reason
from school_indicators
where campaign = ? and school_code in (select unnest(?)) and indicator in (select unnest(?))
"""


def outcomes(marts: duckdb.DuckDBPyConnection, campaign: str, figure: str) -> tuple[Outcome, ...]:
    """What a figure of Tables 7 to 11 or of appendix 8 asks; nothing of another figure."""
    rows = marts.execute(ASKED, [campaign, figure]).fetchall()
    asked = [([wave for wave in row[:2] if wave], Outcome(*row[2:])) for row in rows]
    schools, indicators = (
        {getattr(outcome, name) for _, outcome in asked} for name in ("school_code", "indicator")
    )
    waves = {wave for of, _ in asked for wave in of}
    found = {wave: _values(marts, wave, sorted(schools), sorted(indicators)) for wave in waves}
    return tuple(
        replace(
            outcome,
            # a school that was not yet there at the entry wave has nothing of it
            values=tuple(
                found[wave][key]
                for wave in of
                if (key := (outcome.school_code, outcome.indicator)) in found[wave]
            ),
        )
        for of, outcome in asked
    )


def _values(
    marts: duckdb.DuckDBPyConnection, campaign: str, schools: Sequence[str], indicators: Sequence[str]
) -> dict[tuple[str, str], Value]:
    made_of = sources(marts, campaign, schools, indicators)
    rows = marts.execute(VALUES, [campaign, list(schools), list(indicators)]).fetchall()
    return {
        (school, indicator): replace(
            (value := Value(campaign, *said)),
            cells=made_of.cells[school, indicator],
            exports=made_of.counting(school, indicator, value.status),
        )
        for school, indicator, *said in rows
    }
