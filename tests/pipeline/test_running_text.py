"""The figures of the report's running text come out of raw files, and what its source contradicts is found."""

import pandas as pd
import pytest

from orchestration.places import PROJECT

PRINTED = pd.read_csv(PROJECT / "tests" / "printed" / "report_facts.csv").to_dict("records")
LISTS = {
    "agreement_municipalities": ["Вяземский", "Руднянский", "Смоленский", "Сычевский", "Шумячский"],
    "delegation_municipalities": ["Вяземский", "Смоленский", "Хиславичский"],
}
# item and fact where the printed road map says other than the data: the end of report-coverage.md
CONTRADICTIONS = [
    (17, "attended_hosts", "result", 6, 4),
    (17, "talk_hosts", "result", 2, 3),
    (25, "seminar_recordings", "result", 4, 6),
    (25, "seminars", "activity", 11, 12),
]


@pytest.fixture(scope="module")
def facts(final_marts):
    """The year's facts by name."""
    return (
        final_marts.execute("from marts.report_facts where campaign = '2018-11' and edition = 'year'")
        .df()
        .set_index("fact")
    )


@pytest.mark.parametrize("printed", PRINTED, ids=lambda row: row["fact"])
def test_a_figure_of_the_running_text_comes_out(facts, printed):
    assert round(facts.loc[printed["fact"], "value"], printed["decimals"]) == printed["value"]


@pytest.mark.parametrize("fact", LISTS)
def test_a_list_of_the_running_text_comes_out(facts, fact):
    assert [name.split()[0] for name in facts.loc[fact, "text_ru"].split(", ")] == LISTS[fact]


def test_where_the_road_map_contradicts_the_data_it_is_flagged(final_marts):
    found = final_marts.execute(
        "select no, fact, stated_in, stated, computed from marts.road_map_figures "
        "where edition = 'year' and not coalesce(agrees, false) order by all"
    ).fetchall()
    assert found == CONTRADICTIONS
    assert final_marts.execute(
        "select count(*) from marts.road_map_figures where edition = 'year'"
    ).fetchone() == (26,)


def test_targets_tell_no_data_from_not_reached(final_marts):
    states = final_marts.execute(
        "select fact, state from marts.targets where edition = 'year' and state <> 'reached' order by fact"
    ).fetchall()
    assert states == [("consulted_teachers", "no_data"), ("own_events", "not_reached")]
