"""From how many tests bear a finding, as the running text says it, to the tests, which Table 8 prints."""

import duckdb

from orchestration.lineage.made_of import Target
from orchestration.lineage.page_places import Json

TESTS = """
select
    figures.figure, 'table_8/' || figures.table_row || '-' || tests.test || '/included_value', tests.indicator_ru,
    coalesce(tests.threshold, tests.region_value), coalesce(tests.schools_share, tests.included_value),
    case when tests.holds then 'holds' when not tests.holds then 'fails' else 'no_data' end
from indicator_figures as figures
inner join findings on figures.campaign = findings.campaign and figures.table_row = findings.no::varchar
inner join finding_tests as tests on findings.campaign = tests.campaign and findings.no = tests.no
where
    figures.campaign = ? and figures.table_name = 'findings'
    and (figures.statistic = 'tests' or tests.holds = (findings.state = 'borne'))
order by figures.figure, tests.test
"""
STATISTICS_RU = {
    "tests": "Число проверок вывода",
    "tests_bearing": "Число проверок, которые подтверждают напечатанное",
}
READS = (("marts", "findings"), ("marts", "finding_tests"))


def counted_tests(marts: duckdb.DuckDBPyConnection, campaign: str) -> dict[str, tuple[Target, ...]]:
    """The tests that each figure of the findings counts: against the threshold or the region, what was found."""
    found: dict[str, tuple[Target, ...]] = {}
    for figure, *said in marts.execute(TESTS, [campaign]).fetchall():
        found[figure] = (*found.get(figure, ()), Target(*said))
    return found


def finding_figures(marts: duckdb.DuckDBPyConnection, campaign: str) -> Json:
    """The same as a part of the click-through: each figure leads on to those of Table 8."""
    figures: Json = {
        figure: {
            "statistic": STATISTICS_RU[figure.rpartition("/")[2]],
            "schools": {},
            "of": [[test.target_ru, test.figure] for test in tests],
        }
        for figure, tests in counted_tests(marts, campaign).items()
    }
    return {"figures": figures, "schools": {}, "criteria": {}, "measures": {}}
