"""The figures of the report's running text come out of raw files, and what its source contradicts is found."""

import docx
import pandas as pd
import pytest

from orchestration.places import PROJECT
from orchestration.reports.document.contradictions import READS, contradictions
from orchestration.reports.document.sources import Sources
from tests.unit.filled_documents import plain

PRINTED = pd.read_csv(PROJECT / "tests" / "printed" / "report_facts.csv").to_dict("records")
WORDS = pd.read_csv(PROJECT / "tests" / "printed" / "running_text.csv").to_dict("records")
PLANS = {  # of the nine tasks, lines 57-71
    "entry_surveyed_share": 1, "programmes_share": 0.12, "centres_share": 0.75, "consulted_schools": 26,
    "consulted_teachers": 130, "agreements": 13, "own_events": 5, "own_monitorings_min": 1, "trained": 200,
    "association_schools_share": 1, "conference_participants": 45, "conference_regions": 5,
}  # fmt: skip
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

# item and what is odd about it beside figures, and indicators that coincide
ODDITIES = [
    (10, "срок пункта кончается раньше итогового мониторинга"),
    (19, "срок пункта кончается позже итогового мониторинга"),
    (28, "срок пункта кончается позже итогового мониторинга"),
    (38, "срок пункта кончается позже итогового мониторинга"),
    ("", "показатели 6 и 7: совпадают среднее и наибольшее"),
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


@pytest.fixture(scope="module")
def printed_text(final_run):
    """The paragraphs of the year's Word file, as a reader sees them."""
    return text_of(final_run.places.reports / "2018-11" / "report.docx")


def text_of(document):
    """The paragraphs of a Word file."""
    return plain("\n".join(paragraph.text for paragraph in docx.Document(str(document)).paragraphs))


@pytest.mark.parametrize("printed", WORDS, ids=lambda row: f"{row['line']}: {row['words'][:30]}")
def test_a_figure_of_the_running_text_is_printed_in_the_word_file(printed_text, printed):
    assert printed["words"] in printed_text


def test_the_plans_of_the_nine_tasks_come_out(final_marts):
    plans = final_marts.execute("select fact, plan from marts.targets where edition = 'year'").fetchall()
    assert dict(plans) == PLANS


def test_both_waves_reports_say_the_same_of_whom_the_entry_wave_surveyed(final_run, printed_text):
    text = text_of(final_run.places.reports / "2018-03" / "report.docx")
    assert "359 школ из 360 (99,7 %). Школы сравнивались" in text
    assert "При входном мониторинге обследовано 359 школ из 360 (99,7 %)" in printed_text
    assert "При итоговом мониторинге обследованы все работающие школы (100 %)" in printed_text


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


def test_where_periods_and_indicators_contradict_the_data_it_is_listed(final_marts):
    found = contradictions(Sources(final_marts, "2018-11", "year", READS))
    assert [(row["no"], row["name_ru"]) for row in found] == ODDITIES


def test_targets_tell_no_data_from_not_reached(final_marts):
    states = final_marts.execute(
        "select fact, state from marts.targets where edition = 'year' and state <> 'reached' order by fact"
    ).fetchall()
    assert states == [
        ("consulted_teachers", "no_data"),
        # the list was made in March, of 359 schools of 360
        ("entry_surveyed_share", "not_reached"),
        ("own_events", "not_reached"),
    ]
