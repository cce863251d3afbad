"""Passports: one page a school, what is missing told apart in words, and the same bytes every time."""

import html
import io
import re
import zipfile
from datetime import date
from functools import cache

import pytest
from docx import Document

from orchestration.reports.document.sources import Sources
from orchestration.reports.marts import NoRowsError
from orchestration.reports.passports import school, wording
from orchestration.reports.passports.files import write_passports
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.school_support import agreement, order
from orchestration.reports.passports.strip import strip
from tests.unit.passport_marts import ENTRY, FINAL, marts, put, read_only_marts


@cache
def passport(code="201001", campaign=FINAL):
    material = Material(Sources(read_only_marts(), campaign, "", school.READ))
    return next(made for made in school.passports(material) if made.code == code)


def test_a_decision_by_hand_stands_beside_the_cluster():
    connection = marts()
    put(connection, "decisions_in_force", campaign=FINAL, school_code="201001", municipality_code="201",
        action="include", decision_ru="7 от 02.04.2018", reason_ru="просьба школы", author_ru="Департамент")  # fmt: skip
    of_school = {
        made.code: made for made in school.passports(Material(Sources(connection, FINAL, "", school.READ)))
    }
    assert of_school["201001"].cluster.endswith(
        "; в проект включена решением 7 от 02.04.2018: просьба школы (Департамент)"
    )
    assert "решением" not in of_school["202001"].cluster


def indicator(made, no):
    return next(row for row in made.indicators if row.no == no)


def criterion(made, start):
    return next(row for row in made.criteria if row.name.startswith(start))


def facts(lines):
    return {fact.name: fact.words for fact in lines}


def document_text(content):
    document = Document(io.BytesIO(content))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def page_text(path):
    """What a browser prints of a page, without its styles."""
    body = path.read_text(encoding="utf-8").split("<main>")[1]
    return html.unescape(re.sub("<[^>]*>", "", body))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for campaign in (ENTRY, FINAL):
        write_passports(read_only_marts(), campaign, folder)
    return folder


def test_the_head_says_what_the_school_is():
    made = passport()
    assert (made.name, made.municipality, made.kind, made.locality, made.pupils) == (
        "Берёзовская средняя школа", "Велижский район", "средняя", "сельская", "120",
    )  # fmt: skip
    assert made.cluster == "низкие результаты и неблагоприятные условия (НРО и ФНСУ)"


def test_pupils_that_nobody_registered_are_no_zero():
    assert passport("201002").pupils == "нет данных"


def test_unknown_and_not_applicable_are_told_apart():
    made = passport("201002")
    assert indicator(made, 6).value == "не применимо"
    assert indicator(made, 1).value == "нет данных"
    assert indicator(made, 9).value == "нет данных"


@pytest.mark.parametrize(
    ("no", "entry", "final", "change"),
    [
        (1, "0,25", "0,4", "↑\N{NO-BREAK SPACE}лучше"),
        (15, "0,1", "0,2", "↑\N{NO-BREAK SPACE}хуже"),
        (25, "48", "47", "↓\N{NO-BREAK SPACE}изменилось"),
        (23, "0,7", "0,7", "без изменений"),
        (17, "нет данных", "0,3", "нельзя сравнить"),
        (26, "нет", "да", "↑\N{NO-BREAK SPACE}лучше"),
    ],
)
def test_each_indicator_is_held_against_its_own_last_wave(no, entry, final, change):
    row = indicator(passport(), no)
    assert (row.entry, row.value, row.change) == (entry, final, change)


def test_the_region_is_the_mean_over_schools_that_the_indicator_applies_to():
    row = indicator(passport(), 1)
    assert (row.region, row.cluster, row.standing) == ("0,5", "0,5", "хуже")


def test_at_printed_precision_equal_is_equal():
    """0.7 against 0.7004: nobody is worse by what is not printed."""
    assert indicator(passport(), 23).standing == "наравне"


def test_where_neither_direction_is_good_nothing_is_better():
    assert indicator(passport(), 25).standing == "—"


def test_a_yes_is_held_against_the_share_of_schools_with_a_yes():
    row = indicator(passport(), 26)
    assert (row.region, row.standing) == ("63\N{NO-BREAK SPACE}%", "лучше")


def test_criteria_stand_as_the_list_was_made_and_as_they_are_now():
    row = criterion(passport(), "Коэффициент ОГЭ по русскому")
    assert (row.value, row.threshold, row.met) == ("0,8", "ниже\N{NO-BREAK SPACE}0,9", "выполнен")
    assert (row.final_value, row.final_met) == ("1", "нет")


def test_a_criterion_that_does_not_apply_says_why():
    made = passport("201002")
    assert criterion(made, "Коэффициент ЕГЭ по русскому").met == "нет таких классов"
    assert criterion(made, "Коэффициент ОГЭ по русскому").met == "ячейка не заполнена"
    assert criterion(passport(), "Малокомплектная").value == "да"


def test_the_criteria_are_the_official_rule_sets_alone():
    assert not any("низких результатов" in row.name for row in passport().criteria)


def test_the_programme_says_what_was_planned_done_and_how_the_centre_judged():
    found = facts(passport().programme)
    assert found["Приказ"] == "№\N{NO-BREAK SPACE}45-осн/д от 05.04.2018"
    assert found["Мероприятия"] == "выполнено 7 из 12"
    assert found["Оценка МОЦ"] == "март\N{NO-BREAK SPACE}– идёт по плану"
    assert found[""] == "ноябрь\N{NO-BREAK SPACE}– отстаёт от плана"
    assert found["Показателей лучше"] == "12 из 24 (50\N{NO-BREAK SPACE}%)"


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("12", None, "№\N{NO-BREAK SPACE}12"),
        (None, date(2018, 4, 5), "от 05.04.2018"),
        (None, None, "нет данных"),
    ],
)
def test_of_a_document_is_said_what_is_known(number, day, said):
    agreed = {"number": number, "date": day, "partner_name": None}
    assert order({"order_no": number, "order_date": day}) == said
    assert agreement(agreed) == f"{said}, партнёр не указан"


def test_a_school_that_returned_no_programme_has_none():
    assert facts(passport("202001").programme) == {"Программа": "нет данных"}


def test_support_tells_none_from_nothing_known():
    given, unknown = facts(passport().support), facts(passport("202001").support)
    assert given["Введено ставок"] == "педагог-психолог 0,5; логопед 1"
    assert given["Осмотрено логопедами"] == "0"
    assert given["Договоры с партнёрами"] == "№\N{NO-BREAK SPACE}161-ОД от 10.05.2018, Гимназия"
    assert (
        given["Консультации"]
        == "школа-партнёр 01.06.2018 (3 педагога); экспертно-консультационный центр 02.06.2018"
    )
    assert given["Обучено в муниципалитете"] == "7"
    assert unknown["Введено ставок"] == unknown["Осмотрено логопедами"] == "нет данных"


def test_check_tests_stand_beside_the_region():
    (row,) = passport().vpr
    assert (row.name, row.participants) == ("4 класс, математика", "12")
    assert (row.low, row.region_low, row.high, row.region_high) == ("11", "7", "40", "56")


def test_at_the_entry_wave_there_is_no_november():
    made = passport(campaign=ENTRY)
    assert not made.is_final
    assert (made.programme, made.support, made.vpr) == ((), (), ())
    assert indicator(made, 1).value == "0,25"


def test_the_strip_counts_every_school_once_and_marks_its_own():
    found = strip({"а": 3, "б": 3, "в": 14, "г": 25}, "в")
    assert [box.schools for box in found.boxes] == [2, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert [box.indicators for box in found.boxes if box.is_own] == ["12–14"]
    assert (found.own, found.schools_with_more, found.schools) == (14, 1, 4)


def test_a_strip_of_one_school_is_its_own():
    found = strip({"а": 0}, "а")
    assert (found.boxes[0].indicators, found.boxes[0].is_own) == ("0", True)


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(0.0445, 3, "0,045"), (0.04449999999999999, 3, "0,045"), (2.5, 0, "3"), (1.0, 2, "1")]
)  # fmt: skip
def test_figures_are_rounded_half_up_as_the_marts_round(value, decimals, text):
    assert wording.figure(value, decimals) == text


def test_each_included_school_has_its_two_files(made):
    assert {path.name for path in (made / FINAL / "passports").iterdir()} == {
        f"{code}.{suffix}" for code in ("201001", "201002", "202001") for suffix in ("docx", "html")
    }


def test_a_school_that_left_the_list_leaves_no_file(tmp_path):
    connection = marts()
    write_passports(connection, FINAL, tmp_path)
    connection.execute("update marts.schools set included = false where school_code = '202001'")
    write_passports(connection, FINAL, tmp_path)
    assert {path.stem for path in (tmp_path / FINAL / "passports").iterdir()} == {"201001", "201002"}


def test_where_a_page_cannot_be_made_the_former_files_stay(tmp_path):
    connection = marts()
    before = {path: path.read_bytes() for path in write_passports(connection, FINAL, tmp_path)}
    connection.execute('update reference.indicators set mean_decimals = null where "no" = 1')
    with pytest.raises(TypeError):
        write_passports(connection, FINAL, tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / FINAL / "passports").iterdir()} == before


def test_the_same_marts_give_the_same_bytes(made, tmp_path):
    for path in write_passports(marts(), FINAL, tmp_path):
        assert path.read_bytes() == (made / FINAL / "passports" / path.name).read_bytes()


def test_nothing_in_a_document_says_when_it_was_made(made):
    with zipfile.ZipFile(made / FINAL / "passports" / "201001.docx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in re.sub(rb'xmlns:\w+="[^"]*"', b"", archive.read("docProps/core.xml"))


@pytest.mark.parametrize("campaign", [ENTRY, FINAL])
@pytest.mark.parametrize("code", ["201001", "201002", "202001"])
def test_word_and_page_say_the_same(made, campaign, code):
    folder = made / campaign / "passports"
    passport_made = passport(code, campaign)
    page = page_text(folder / f"{code}.html")
    text = document_text((folder / f"{code}.docx").read_bytes())
    words = [
        cell for row in passport_made.indicators for cell in (row.name, row.value, row.region, row.standing)
    ]
    words += [
        cell for row in passport_made.criteria for cell in (row.name, row.value, row.threshold, row.met)
    ]
    words += [fact.words for fact in (*passport_made.programme, *passport_made.support)]
    assert [word for word in words if word not in page or word not in text] == []


def test_a_name_with_signs_of_markup_breaks_neither_page_nor_document(made):
    folder = made / FINAL / "passports"
    assert "Школа «Ёлка» <b>&" in document_text((folder / "201002.docx").read_bytes())
    assert "<h1>Школа «Ёлка» &lt;b&gt;&amp;" in (folder / "201002.html").read_text(encoding="utf-8")


def test_the_entry_page_has_no_column_of_november(made):
    for suffix in ("html", "docx"):
        content = (made / ENTRY / "passports" / f"201001.{suffix}").read_bytes()
        text = content.decode() if suffix == "html" else document_text(content)
        assert "март 2018" in text
        assert not re.search("ноябр|Изменение|ВПР|Программа улучшения", text)


def test_what_is_not_declared_is_not_read():
    for declared in school.READ:
        others = [each for each in school.READ if each != declared]
        with pytest.raises(LookupError, match=declared[1]):
            school.passports(Material(Sources(read_only_marts(), FINAL, "", others)))


def test_a_campaign_without_schools_is_an_error(tmp_path):
    with pytest.raises(NoRowsError, match="2019-03"):
        write_passports(read_only_marts(), "2019-03", tmp_path)


def test_one_change_in_a_school_changes_its_files_alone(made, tmp_path):
    connection = marts()
    put(connection, "consultations", campaign=FINAL, no=3, school_code="202001", kind="expert_centre")
    written = write_passports(connection, FINAL, tmp_path)
    before = made / FINAL / "passports"
    changed = {path.stem for path in written if path.read_bytes() != (before / path.name).read_bytes()}
    assert changed == {"202001"}
