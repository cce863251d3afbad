"""From every figure of the running text and of Table 4 to what was typed, and from there, without the pipeline, back."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction

import pytest

from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from tests.pipeline import read_again as again

CAMPAIGN = "2018-11"
CUTOFF, ENTRY, FINAL = date(2018, 12, 31), date(2018, 3, 1), date(2018, 11, 1)
PRINTED = r'(?:facts|table_4)/[^"]+'


def day(text):
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    return date(*(parts if parts[0] > 31 else reversed(parts)))


def in_time(text):
    return bool(text) and day(text) <= CUTOFF


def is_(*words):
    return lambda text: text.lower() in words


def open_on(first):
    return {
        "valid_from": lambda text: not text or day(text) <= first,
        "valid_to": lambda text: not text or day(text) >= first,
    }


OPEN, OPEN_AT_ENTRY = open_on(FINAL), open_on(ENTRY)
CAME = {"pupils": lambda text: True}  # whatever it says, it is a cell of the school's row
RURAL = {**OPEN, "locality": is_("сельская")}
SMALL = {**RURAL, "registry_small_school": is_("да")}
HELD = {"event_start": in_time}
OWN = {**HELD, "event_role": is_("организатор")}
TALK = {**HELD, "event_role": is_("докладчик")}
ATTENDED = {**HELD, "event_role": is_("участник")}
SEMINAR = {"seminar_date": in_time}
POSTS = [
    row["variable"]
    for row in again.rows_of("dbt_project/seeds/variables.csv")
    if row["variable"].startswith("posts_")
]


def of_kind(*kinds):
    return {**OWN, "event_kind": is_(*kinds)}


def rows(rows):
    return len(rows)


def total(variable):
    return lambda rows: sum((again.number(row[variable]) for row in rows if row[variable]), Fraction(0))


def least(variable):
    return lambda rows: min(again.number(row[variable]) for row in rows if row[variable])


def most(variable):
    return lambda rows: max(again.number(row[variable]) for row in rows if row[variable])


def distinct(variable):
    return lambda rows: len({row[variable] for row in rows if row[variable]})


def posts(row):
    return {variable for variable in POSTS if row[variable] and again.number(row[variable]) > 0}


def is_yes(variable):
    return lambda rows: sum(row[variable] == "да" for row in rows)


def above_zero(variable):
    return lambda rows: sum(again.number(row[variable]) > 0 for row in rows)


# of every fact what each of its rows must say, and how its number comes of them; of a share both of its parts
ANY: dict = {}
RULES = {
    "schools": (OPEN, rows),
    "rural_schools": (RURAL, rows),
    "rural_schools_share": ((RURAL, rows), (OPEN, rows)),
    "rural_small_schools": (SMALL, rows),
    "rural_small_schools_share": ((SMALL, rows), (RURAL, rows)),
    "rural_pupils_share": ((RURAL, total("registry_pupils")), (OPEN, total("registry_pupils"))),
    "surveyed_share": (({**OPEN, **CAME}, rows), (OPEN, rows)),
    "entry_schools": (OPEN_AT_ENTRY, rows),
    "entry_returned_schools": ({**OPEN_AT_ENTRY, **CAME}, rows),
    "entry_surveyed_share": (({**OPEN_AT_ENTRY, **CAME}, rows), (OPEN_AT_ENTRY, rows)),
    "centres": ({"centre_order_date": in_time}, rows),
    "included_schools": (ANY, rows),
    "low_results_schools": (ANY, rows),
    "adverse_conditions_schools": (ANY, rows),
    "both_schools": (ANY, rows),
    "included_secondary": ({"school_kind": is_("средняя")}, rows),
    "included_basic": ({"school_kind": is_("основная")}, rows),
    "included_urban": ({"locality": is_("городская")}, rows),
    "included_rural": ({"locality": is_("сельская")}, rows),
    "programmes": ({"programme_order_date": in_time}, rows),
    "programme_years_min": ({"programme_order_date": in_time}, least("programme_years")),
    "programme_years_max": ({"programme_order_date": in_time}, most("programme_years")),
    "consulted_schools": ({"consultation_date": in_time}, distinct("consultation_school")),
    "agreements": ({"agreement_date": in_time}, rows),
    "agreement_municipalities": ({"agreement_date": in_time}, distinct("municipality_code")),
    "new_post_schools": (ANY, lambda rows: sum(bool(posts(row)) for row in rows)),
    "new_post_kinds": (ANY, lambda rows: len(set().union(*map(posts, rows)))),
    "psychologist_pupils": (ANY, total("psychologist_pupils")),
    "speech_therapist_pupils": (ANY, total("speech_therapist_pupils")),
    "training_programmes": ({"training_end": in_time}, rows),
    "new_programmes": ({"training_start": in_time, "programme_state": is_("разработана")}, rows),
    "revised_programmes": ({"training_start": in_time, "programme_state": is_("скорректирована")}, rows),
    "trained": ({"training_end": in_time}, total("trained")),
    "seminars": (SEMINAR, rows),
    "seminar_recordings": ({**SEMINAR, "seminar_unit": is_("запись")}, rows),
    "seminar_persons": ({**SEMINAR, "seminar_unit": is_("человек")}, total("seminar_attendance")),
    "seminar_connections": ({**SEMINAR, "seminar_unit": is_("подключений")}, total("seminar_attendance")),
    "association_schools": (ANY, above_zero("association_staff")),
    "own_events": (of_kind("форум", "конференция", "круглый стол"), rows),
    "talks": (TALK, rows),
    "attended_events": (ATTENDED, rows),
    "delegation_municipalities": (HELD, distinct("delegation_municipality")),
    "individual_route_schools": (ANY, is_yes("individual_routes")),
    "media_municipalities": ({"article_date": in_time}, distinct("article_municipality")),
    "forum_participants": (of_kind("форум"), total("event_participants")),
    "forum_municipalities": (of_kind("форум"), most("event_municipalities")),
    "conference_participants": (of_kind("конференция"), total("event_participants")),
    "conference_regions": (of_kind("конференция"), most("event_regions")),
    "round_table_connections": (of_kind("круглый стол"), total("event_connections")),
    "round_table_participants": (of_kind("круглый стол"), total("event_participants")),
    "publications": ({"publication_date": in_time}, rows),
    "council_sessions": (of_kind("заседание совета"), rows),
    "head_seminar_municipalities": (of_kind("семинар"), most("event_municipalities")),
    "own_monitorings_min": (ANY, least("own_monitorings")),
    "road_map_items": (ANY, rows),
}
# what is counted of other figures, or of cells that together say how an item of the road map stands
STATES = ("done", "done_late", "overdue", "pending", "not_confirmed")
APART = {"targets_total", "targets_reached"} | {f"road_map_{state}" for state in STATES}


@pytest.fixture(scope="module")
def printed(final_run):
    """The figures that the year's page prints of the text and of Table 4, with their numbers."""
    return again.printed(final_run.places.reports / CAMPAIGN / "report.html", PRINTED)


@pytest.fixture(scope="module")
def typed_rows(final_run):
    """typed_rows(cells) is per part its rows, each with what stands in the raw files, whose hash is the one said."""
    raw = final_run.places.raw

    def read(cells):
        found: dict = defaultdict(lambda: defaultdict(dict))
        for cell in cells:
            assert cell.file_sha256 == again.sha256(raw / cell.file)
            found[cell.part][cell.row_no][cell.variable] = again.typed(raw / cell.file, cell.sheet, cell.cell)
        return [list(of_part.values()) for _, of_part in sorted(found.items(), reverse=True)]

    return read


def test_every_number_of_table_4s_results_is_a_figure_or_a_word_of_its_sentence(final_run):
    reports = final_run.places.reports / CAMPAIGN
    html = (reports / "table_4.html").read_text(encoding="utf-8")
    figures = set(re.findall(r'data-figure="table_4/(\d+)/[^"]+" value="[^"]+">(\d+)', html))
    words = {("22", "1"): "список в приложении 1", ("27", "1"): "Справка за 1 полугодие"}
    for row in csv.DictReader((reports / "table_4.csv").read_text(encoding="utf-8").splitlines()):
        result = re.sub(r"https?://\S+", "", row["result_ru"])
        for number in re.findall(r"\d+", result):
            place = row["no"], number
            assert place in figures or words[place] in result


def recomputed(rule, of_part):
    asked, number = rule
    for row in of_part:
        assert all(is_so(row[variable]) for variable, is_so in asked.items()), row
    return number(of_part)


def test_every_figure_of_the_text_and_of_table_4_is_recomputed_here(printed):
    assert {figure.rpartition("/")[2] for figure in printed} <= RULES.keys() | APART
    assert {figure for figure in printed if figure.startswith("table_4")}


@pytest.mark.parametrize("fact", RULES)
def test_a_figure_of_the_text_comes_out_of_the_cells_of_its_trace(final_marts, printed, typed_rows, fact):
    traced = trace(final_marts, CAMPAIGN, f"facts/{fact}")
    parts = typed_rows(traced.cells)
    rules = RULES[fact] if fact.endswith("_share") else (RULES[fact],)
    numbers = [recomputed(rule, part) for rule, part in zip(rules, parts, strict=True)]
    number = Fraction(numbers[0], numbers[1]) if len(numbers) == 2 else numbers[0]
    assert float(number) == pytest.approx(traced.number, abs=1e-12)
    shown = [value for figure, value in printed.items() if figure.rpartition("/")[2] == fact]
    assert shown == [pytest.approx(float(number))] * len(shown) != []


@pytest.mark.parametrize("fact", ["included", "low_results", "adverse_conditions", "both"])
def test_the_schools_of_the_list_are_those_of_table_5(final_marts, fact):
    """How each got there is recomputed from its cells in test_trace.py."""
    total = len(again.rows_of("tests/printed/table_5_clusters.csv"))
    table_5 = trace(final_marts, CAMPAIGN, f"table_5/{total}/{fact}")
    text = trace(final_marts, CAMPAIGN, f"facts/{fact}_schools")
    counted = {school.school_code: school.criteria for school in table_5.schools if school.counted}
    assert {cell.row_no for cell in text.cells} == counted.keys()
    assert {school.school_code: school.criteria for school in text.schools} == counted


def standing(row):
    """How an item of the road map stands on the cut-off day, from the texts of its cells."""
    if in_time(row["item_done"]):
        if not row["item_document"]:
            return "not_confirmed"
        late = row["item_end"] and day(row["item_done"]) > day(row["item_end"])
        return "done_late" if late else "done"
    return "overdue" if in_time(row["item_end"]) else "pending"


def test_the_road_maps_items_stand_as_their_cells_say(final_marts, printed, typed_rows):
    counted: Counter[str] = Counter()
    for state in STATES:
        cells = trace(final_marts, CAMPAIGN, f"facts/road_map_{state}").cells
        for row in (row for of_part in typed_rows(cells) for row in of_part):
            assert standing(row) == state
            counted[state] += 1
    assert {state: counted[state] for state in STATES if f"facts/road_map_{state}" in printed} == {
        state: printed[f"facts/road_map_{state}"] for state in STATES if f"facts/road_map_{state}" in printed
    }
    assert counted.total() == printed["facts/road_map_items"]


def test_the_targets_counted_are_those_whose_fact_reaches_its_plan(final_marts, printed):
    reached, every = (
        trace(final_marts, CAMPAIGN, f"facts/targets_{which}") for which in ("reached", "total")
    )
    plans = {row["no"]: row for row in again.rows_of("dbt_project/seeds/target_plans.csv")}
    facts = {
        target.figure.split("/")[1]: trace(final_marts, CAMPAIGN, target.figure).number
        for target in every.targets
    }
    expected = {
        no for no, number in facts.items() if number is not None and number >= float(plans[no]["plan"])
    }
    assert {target.figure.split("/")[1] for target in reached.targets} == expected
    assert printed["facts/targets_reached"] == len(expected)
    assert printed["facts/targets_total"] == len(plans) == len(every.targets)


def test_a_figure_of_table_4_is_traced_as_the_text_traces_it(final_marts, printed):
    of_table = sorted(figure for figure in printed if figure.startswith("table_4"))
    for figure in of_table[::4]:
        fact = figure.rpartition("/")[2]
        assert (
            trace(final_marts, CAMPAIGN, figure).cells == trace(final_marts, CAMPAIGN, f"facts/{fact}").cells
        )


def test_a_trace_that_lost_a_row_no_longer_gives_the_figure(final_marts, typed_rows):
    traced = trace(final_marts, CAMPAIGN, "table_4/23/trained")
    (of_part,) = typed_rows(traced.cells)
    assert recomputed(RULES["trained"], of_part) == traced.number
    assert recomputed(RULES["trained"], of_part[1:]) != traced.number


def test_another_edition_counts_up_to_its_own_cut_off(final_marts):
    year, quarter = (trace(final_marts, CAMPAIGN, f"text/{each}/trained") for each in ("year", "quarter_1"))
    assert set(quarter.cells) < set(year.cells)
    ends = {(cell.raw_text or "")[:10] for cell in quarter.cells if cell.variable == "training_end"}
    assert "" < min(ends) <= max(ends) <= "2018-03-31"


def test_the_command_draws_the_rows_of_a_figure_of_the_text(final_marts):
    text = trace_text(trace(final_marts, CAMPAIGN, "table_4/23/trained"))
    assert text.startswith("table_4/23/trained = 202, campaign 2018-11\n")
    assert "decides training_end, typed «2018-03-23»: 2018-11/institute/training.xlsx, Программы!F5" in text
    share = trace_text(trace(final_marts, CAMPAIGN, "facts/centres_share"))
    assert "├─ numerator: 201 Велижский район" in share
    assert "├─ denominator: 201 Велижский район" in share
    assert "table_6/9/fact_value = 202, plan 200, reached" in trace_text(
        trace(final_marts, CAMPAIGN, "facts/targets_reached")
    )
