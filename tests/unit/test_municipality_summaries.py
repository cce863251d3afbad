"""Municipal summaries: what a municipality is advised follows from its figures, and room stays for its decisions."""

import csv
import html
import io
import re
from functools import cache

import lxml.html
import pytest
from docx import Document

from orchestration.reports.document.sources import Sources
from orchestration.reports.passports import municipality
from orchestration.reports.passports.files import write_municipalities
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.recommendations import GROUNDS, recommended
from orchestration.reports.passports.standings import best, standings, worst
from tests.unit.passport_marts import ENTRY, FINAL, SEEDS, marts, put, read_only_marts

TWO_SCHOOLS = ("Берёзовская средняя школа", "Школа «Ёлка» <b>&\x0b")


def material(campaign=FINAL, connection=None):
    return Material(Sources(connection or read_only_marts(), campaign, "", municipality.READ))


@cache
def summary(code="201", campaign=FINAL, connection=None):
    made = municipality.summaries(material(campaign, connection))
    return next(each for each in made if each.code == code)


def advised(row, campaign=FINAL):
    """Which schools of 201 a row of the seed is printed for, with their figures."""
    whole = {
        "recommendation": "tried",
        "from_campaign": ENTRY,
        "addressee_ru": "МОЦ",
        "text_ru": "Совет",
    } | row
    made = material(campaign)
    schools = [school for school in made.schools if school["municipality_code"] == "201"]
    found = recommended(made, [whole], schools)
    return list(found[0].grounds) if found else []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for campaign in (ENTRY, FINAL):
        write_municipalities(read_only_marts(), campaign, folder)
    return folder


def test_every_municipality_has_its_two_files_those_without_included_schools_too(made):
    assert {path.name for path in (made / FINAL / "municipalities").iterdir()} == {
        f"{code}.{suffix}" for code in ("201", "202", "203") for suffix in ("docx", "html")
    }


def test_included_schools_stand_by_cluster_with_the_criteria_that_put_them_there():
    made = summary()
    assert made.clusters == "2 (НРО~–~1, НРО и ФНСУ~–~1)".replace("~", "\N{NO-BREAK SPACE}")
    row = made.schools[0]
    assert (row.name, row.cluster, row.results, row.context) == (
        "Берёзовская средняя школа", "НРО и ФНСУ", "1 из 1", "2 из 2",
    )  # fmt: skip
    # of five with a good direction and a value: the marks, the registers and the sports are worse
    assert row.worse == "3 из 5"


def test_a_municipality_without_included_schools_says_so():
    made = summary("203")
    assert (made.clusters, made.schools, made.recommendations) == ("нет", (), ())


def test_a_decision_about_one_of_its_schools_is_told_to_the_municipality():
    connection = marts()
    put(connection, "decisions_in_force", campaign=FINAL, school_code="203001", school_name="Гимназия",
        municipality_code="203", action="exclude", decision_ru="8 от 03.04.2018", reason_ru="закрыта",
        author_ru="Департамент")  # fmt: skip
    told = summary("203", connection=connection).clusters
    assert told == "нет; Гимназия исключена решением 8 от 03.04.2018: закрыта (Департамент)"
    assert "решением" not in summary(connection=connection).clusters


def test_the_worst_and_the_best_come_with_their_place():
    low, high = summary("201"), summary("203")
    assert [(row.no, row.own, row.region, row.place) for row in low.worst] == [(1, "0,3", "0,5", "3 из 3")]
    assert low.best == ()
    assert [(row.no, row.place) for row in high.best] == [(1, "1 из 3")]


def test_standings_are_ordered_by_distance_and_at_most_five_each_way():
    """Of vacancies fewer are better, of the others more; 202 has the region's mean, 203 lies far off."""
    connection = marts()
    connection.execute("delete from marts.indicator_statistics")
    indicators = (
        "share_sports", "share_creative_clubs", "media_publications", "contest_teachers",
        "methodological_events", "share_staff_trained_3y", "vacancies",
    )  # fmt: skip
    for place, indicator in enumerate(indicators, start=2):
        groups = (("region", "region", 1), ("municipality", "201", place), ("municipality", "202", 1),
                  ("municipality", "203", 20))  # fmt: skip
        for kind, code, mean in groups:
            put(connection, "indicator_statistics", campaign=FINAL, group_kind=kind, group_code=code,
                indicator=indicator, mean_applicable=mean)  # fmt: skip
    found = standings(material(connection=connection), "201")
    assert [row.no for row in worst(found)] == [20]
    assert [row.no for row in best(found)] == [24, 28, 29, 30, 18]
    assert {row.place for row in found} == {"2 из 3"}
    assert standings(material(connection=connection), "202") == []


def test_dynamics_stand_for_the_region_the_municipality_and_each_school():
    rows = summary().dynamics
    assert [row.name for row in rows] == ["Все школы проекта", "Школы муниципалитета", TWO_SCHOOLS[0]]
    assert (rows[1].compared, rows[1].better, rows[1].not_comparable) == ("4", "2", "3")
    assert rows[1].improved == "50\N{NO-BREAK SPACE}%"


def test_programmes_and_support_stand_school_by_school():
    made = summary()
    assert [(row.done, row.final) for row in made.programmes] == [
        ("выполнено 7 из 12", "отстаёт от плана"),
        ("выполнено 10 из 10", "выполнена"),
    ]
    assert made.programmes[1].order == "нет данных"
    assert made.support[0].posts == "педагог-психолог 0,5; логопед 1"
    assert made.support[1].psychologists == "нет данных"
    assert summary("202").programmes[0].order == "нет данных"


def test_training_adds_up_and_delegations_are_the_municipalitys_own():
    made = summary()
    assert [row.trained for row in made.trained] == ["2", "5", "7"]
    assert [(row.title, row.date) for row in made.events] == [("Форум", "29.11.2018–30.11.2018")]
    assert summary("203").trained == summary("203").events == ()


def test_trained_staff_of_an_unknown_programme_or_position_come_last():
    connection = marts()
    put(connection, "trained_staff", campaign=FINAL, municipality_code="201", position="head",
        position_ru="руководитель", trained=3)  # fmt: skip
    put(connection, "trained_staff", campaign=FINAL, programme_no=1, programme_ru="Управление качеством",
        municipality_code="201", trained=1)  # fmt: skip
    made = summary(connection=connection)
    assert [(row.programme, row.position, row.trained) for row in made.trained[2:]] == [
        ("Управление качеством", "нет данных", "1"),
        ("нет данных", "руководитель", "3"),
        ("Итого", "", "11"),
    ]


def test_what_would_change_in_the_list_is_said_for_information():
    assert [(row.change, row.entry_cluster, row.cluster, row.reason) for row in summary().list_changes] == [
        ("меняет кластер", "НРО и ФНСУ", "ФНСУ", "условий: 2 из 4")
    ]


def test_returns_tell_blank_doubt_and_set_aside_apart_and_name_the_cell():
    made = summary()
    words = {fact.name: fact.words for fact in made.returned}
    assert words["Состояние формы"] == "получено"
    assert (words["не заполнено"], words["вызывает вопрос"], words["отложено проверкой"]) == ("5", "1", "1")
    assert made.set_aside[0].place == "201.xlsx, лист «Результаты», ячейка F9"
    assert {fact.name: fact.words for fact in summary("203").returned}["Состояние формы"] == "не поступило"


@pytest.mark.parametrize(
    ("row", "grounds"),
    [
        ({"subject_kind": "criterion", "subject": "on_registers", "condition": "met"},
         ["Берёзовская средняя школа (0,1, критерий\N{NO-BREAK SPACE}– выше 0,045)"]),
        ({"subject_kind": "criterion", "subject": "remote", "condition": "met"}, ["Берёзовская средняя школа (да)"]),
        # met in March, not in November
        ({"subject_kind": "criterion", "subject": "oge_russian", "condition": "met"}, []),
        ({"subject_kind": "indicator", "subject": "share_grades_4_5", "condition": "worse_than_region", "factor": 0.9},
         ["Берёзовская средняя школа (0,4 при 0,5 по региону)"]),
        ({"subject_kind": "indicator", "subject": "share_grades_4_5", "condition": "worse_than_region", "factor": 0.8},
         []),
        ({"subject_kind": "indicator", "subject": "share_on_registers", "condition": "worse_than_region", "factor": 2},
         ["Берёзовская средняя школа (0,2 при 0,05 по региону)"]),
        ({"subject_kind": "indicator", "subject": "has_educational_psychologist", "condition": "is_no"},
         [f"{TWO_SCHOOLS[1]} (нет)"]),
        ({"subject_kind": "indicator", "subject": "share_on_registers", "condition": "worsened"},
         ["Берёзовская средняя школа (март 2018: 0,1, ноябрь 2018: 0,2)"]),
        ({"subject_kind": "indicator", "subject": "share_grades_4_5", "condition": "worsened"}, []),
        ({"subject_kind": "programme", "subject": None, "condition": "behind"},
         ["Берёзовская средняя школа (отстаёт от плана)"]),
        ({"subject_kind": "programme", "subject": None, "condition": "done_below", "factor": 0.8},
         ["Берёзовская средняя школа (выполнено 7 из 12)"]),
        ({"subject_kind": "programme", "subject": None, "condition": "no_order"},
         [f"{TWO_SCHOOLS[1]} (реквизиты приказа не указаны)"]),
        ({"subject_kind": "answers", "subject": None, "condition": "unknown"},
         [f"{TWO_SCHOOLS[1]} (нет данных: Закончили год на «4» и «5»)"]),
    ],
)  # fmt: skip
def test_a_recommendation_is_printed_for_the_schools_its_condition_holds_for(row, grounds):
    assert advised(row) == grounds


def test_at_the_entry_wave_no_programme_is_missed_and_nothing_has_worsened():
    for condition in ("behind", "no_order"):
        assert advised({"subject_kind": "programme", "subject": None, "condition": condition}, ENTRY) == []
    worsened = {"subject_kind": "indicator", "subject": "share_on_registers", "condition": "worsened"}
    assert advised(worsened, ENTRY) == []


def test_a_recommendation_of_a_later_campaign_is_not_given_yet():
    row = {"subject_kind": "criterion", "subject": "remote", "condition": "met", "from_campaign": "2019-03"}
    assert advised(row) == []


def test_a_condition_that_nothing_judges_is_an_error():
    with pytest.raises(ValueError, match="tried: nothing judges criterion missed"):
        advised({"subject_kind": "criterion", "subject": "remote", "condition": "missed"})


def test_every_row_of_the_seed_can_be_judged():
    def rows(seed):
        with (SEEDS / f"{seed}.csv").open(encoding="utf-8") as source:
            return list(csv.DictReader(source))

    subjects = {
        "criterion": {row["criterion"] for row in rows("criteria")},
        "indicator": {row["indicator"] for row in rows("indicators")},
    }
    for row in rows("recommendations"):
        assert (row["subject_kind"], row["condition"]) in GROUNDS, row
        assert row["subject"] in subjects.get(row["subject_kind"], {""}), row
        assert bool(row["factor"]) == (row["condition"] in {"worse_than_region", "done_below"}), row
    assert {(row["subject_kind"], row["condition"]) for row in rows("recommendations")} == set(GROUNDS)


@pytest.mark.parametrize("campaign", [ENTRY, FINAL])
@pytest.mark.parametrize("code", ["201", "202", "203"])
def test_word_and_page_say_the_same_and_leave_room_for_decisions(made, campaign, code):
    folder, expected = made / campaign / "municipalities", summary(code, campaign)
    page = (folder / f"{code}.html").read_text(encoding="utf-8")
    printed = html.unescape(re.sub("<[^>]*>", "", page)).replace("\x0b", "")
    document = Document(io.BytesIO((folder / f"{code}.docx").read_bytes()))
    text = "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    words = [row.name for row in (*expected.worst, *expected.best, *expected.dynamics)]
    words += [row.place for row in expected.set_aside] + [row.text for row in expected.recommendations]
    words += [ground for row in expected.recommendations for ground in row.grounds]
    words = [word.replace("\x0b", "") for word in words]
    assert [word for word in words if word not in printed or word not in text] == []
    decisions = document.tables[-1]
    assert [cell.text for cell in decisions.rows[0].cells][2] == "Срок"
    for row in decisions.rows[1:]:
        assert {cell.text for cell in row.cells} == {""}
    empty = lxml.html.fromstring(page).xpath("//table[@id='decisions']/tbody/tr")
    assert len(decisions.rows[1:]) == len(empty) == municipality.EMPTY_DECISIONS


def test_the_entry_summary_says_nothing_of_the_year(made):
    page = (made / ENTRY / "municipalities" / "201.html").read_text(encoding="utf-8")
    assert "Сводка мониторинга школ: март 2018." in page
    assert "Изменения за год" not in page


def test_the_same_marts_give_the_same_bytes(made, tmp_path):
    for path in write_municipalities(marts(), FINAL, tmp_path):
        assert path.read_bytes() == (made / FINAL / "municipalities" / path.name).read_bytes()


def test_a_municipality_that_is_no_more_leaves_no_file(tmp_path):
    connection = marts()
    write_municipalities(connection, FINAL, tmp_path)
    connection.execute("delete from marts.coverage where municipality_code = '203'")
    write_municipalities(connection, FINAL, tmp_path)
    assert {path.stem for path in (tmp_path / FINAL / "municipalities").iterdir()} == {"201", "202"}


def test_what_is_not_declared_is_not_read():
    for declared in municipality.READ:
        others = [each for each in municipality.READ if each != declared]
        with pytest.raises(LookupError, match=declared[1]):
            municipality.summaries(Material(Sources(read_only_marts(), FINAL, "", others)))
