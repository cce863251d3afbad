"""The page for the person who signs: decisions, the list, targets, gaps, contradictions."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from orchestration.reports.document.signature import ROOM, fitting, write_signature_page
from tests.unit.document_marts import ENTRY, FINAL, put
from tests.unit.filled_documents import text_in


def decision(school, reason):
    place = ("201", f"{FINAL}/institute/decisions.xlsx", "0" * 64, "Решения", "C5")
    return (FINAL, "201003", school, "exclude", "161-ОД от 02.04.2018", reason, "Департамент", *place)


def test_nothing_to_say_is_said(connection, tmp_path):
    connection.execute("update marts.road_map_figures set agrees = true")
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    for line in (
        "решений не было",
        "Не достигнутых показателей нет",
        "ответили все школы",
        "Расхождений нет",
        "первое издание",
    ):
        assert line in text


def test_the_page_tells_a_draft_from_an_approved_list(connection, tmp_path):
    draft = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Список школ составлен по правилу, решений не было." in draft
    assert "Утверждённый список школ и нынешние данные расходятся" not in draft
    connection.execute("update marts.schools set included_by = 'approved', approval_ru = '31 от 30.03.2018'")
    approved = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Список школ утверждён (31 от 30.03.2018), решений после этого не было." in approved
    assert "по правилу" not in approved


def test_the_page_tells_what_the_data_would_change_of_an_approved_list(connection, tmp_path):
    approval = "31 от 30.03.2018"
    place, row = ("202", "Район 202"), [None] * 4
    put(
        connection,
        "list_changes",
        (ENTRY, "202001", "Школа № 1", *place, "low_results", "neither", "leaves", "критериев 1 из 4"),
        (ENTRY, "202004", "Школа № 4", *place, "both", None, "leaves", "школа закрыта"),
        (ENTRY, "202900", "Лицей", *place, "neither", "both", "enters", "критериев 4 из 4"),
    )
    put(connection, "approved_list", (ENTRY, "202007", "Школа № 7", False, "Список", "E9", *row),
        (ENTRY, "202001", "Школа № 1", True, "Список", "C5", *row))  # fmt: skip
    put(connection, "deliveries", (ENTRY, "approved_list", None, "f", "read", None, None, 77, 75, 2, ""))
    day = date(2018, 3, 20)
    put(connection, "decisions", (ENTRY, 1, "Гимназия", "include", day, "45", approval),
        (ENTRY, 2, "Школа № 1", "exclude", day, "46", None),
        (FINAL, 1, "Школа № 2", "exclude", day, "47", approval))  # fmt: skip
    unread = "Школа № 7: строка утверждённого списка отложена (Список, E9), о школе судят по правилу"
    text = text_in(write_signature_page(connection, ENTRY, tmp_path)[0])
    for line in (
        "Утверждённый список школ и нынешние данные расходятся (5)",
        "Школа № 1: вышла бы, в списке НРО, по данным вне кластеров",
        "Школа № 4: вышла бы, в списке НРО и ФНСУ, по данным школа закрыта",
        "Лицей: вошла бы, в списке вне кластеров, по данным НРО и ФНСУ",
        unread,
        "отложено строк утверждённого списка: 2 из 77",
        f"Гимназия: не включена решением 45 от 20.03.2018: список утверждён в тот же день или позже ({approval})",
    ):
        assert line in text
    assert "решением 46" not in text
    assert "решением 47" not in text
    final = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert unread in final
    assert "Школа № 1: вышла бы, в списке НРО, по данным вне кластеров" in final
    for number, action, name in (("45", "включена", "Гимназия"), ("47", "исключена", "Школа № 2")):
        assert f"{name}: не {action} решением {number} от 20.03.2018" in final


def test_the_page_names_the_file_that_was_not_read_and_leaves_the_journal_out(connection, tmp_path):
    connection.execute("delete from marts.deliveries where source <> 'answers'")
    put(connection, "deliveries",
        (FINAL, "exam_results", None, f"{FINAL}/exams/•••.txt", "refused", None, None, 0, 0, 0, ""),
        (FINAL, "received", None, f"{FINAL}/302.xlsx", "refused", None, None, 0, 0, 0, ""))  # fmt: skip
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Результаты ОГЭ и ЕГЭ: •••.txt: не принято" in text
    assert "302.xlsx" not in text


def test_the_page_lists_decisions_missed_targets_gaps_and_contradictions(connection, tmp_path):
    put(connection, "decisions_in_force", decision("Школа № 3", "реорганизация"))
    connection.execute(
        "update marts.targets set state = 'not_reached', fact_value = 0.1 where fact = 'programmes_share'"
    )
    connection.execute("update marts.coverage set schools_returned = 119 where municipality_code = '201'")
    connection.execute("update marts.deliveries set state = 'missing' where source = 'training'")
    put(
        connection,
        "cross_checks",
        (
            FINAL,
            "201003",
            "leavers_within_exam_participants",
            True,
            "Выпускников: 3, а участников экзамена 0",
        ),
        (FINAL, "201003", "leap", False, "Обучающихся: 3, а в прошлой кампании было 30"),
    )
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Школа № 3: исключена решением 161-ОД от 02.04.2018: реорганизация (Департамент)" in text
    assert "цель programmes_share: план 12 %, факт 10 %" in text
    assert "Район 201: получено, ответили 119 из 120 школ" in text
    assert "Повышение квалификации: не поступило" in text
    assert "пункт 25 дорожной карты, название seminar_recordings: в тексте 4, по данным 6" in text
    assert "школа 201003: Выпускников: 3, а участников экзамена 0" in text
    assert "в прошлой кампании было 30" not in text


def test_a_campaign_of_the_entry_wave_has_its_page_too(connection, tmp_path):
    assert "стартовая диагностика" in text_in(write_signature_page(connection, ENTRY, tmp_path)[0])


def test_a_page_shows_of_each_list_what_fits():
    lists = {"decisions": ["а" * 150] * 5, "missed": ["а"] * 2, "moved": ["а"] * 9}
    assert fitting(lists) == {"decisions": 5, "missed": 2, "moved": 9}
    assert fitting(lists, room=9) == {"decisions": 2, "missed": 2, "moved": 3}


def test_a_target_without_data_is_not_called_missed(connection, tmp_path):
    connection.execute(
        "update marts.targets set state = 'no_data', fact_value = null where fact = 'programmes_share'"
    )
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "которые не достигнуты (0)" in text
    assert "о которых нет данных (1)" in text
    assert "цель programmes_share: план 12 %\n" in text


def test_a_start_edition_asks_for_no_target_of_the_year(connection, tmp_path):
    connection.execute(
        f"insert into marts.targets select * replace ('{ENTRY}' as campaign, 'start' as edition, "
        "'no_data' as state, null as fact_value) from marts.targets where edition = 'year'"
    )
    connection.execute(
        "update marts.targets set state = 'not_reached', fact_value = 0.9 "
        "where edition = 'start' and fact = 'entry_surveyed_share'"
    )
    text = text_in(write_signature_page(connection, ENTRY, tmp_path)[0])
    assert "цель entry_surveyed_share: план 100 %, факт 90 %" in text
    assert "цель trained" not in text
    assert "Об остальных показателях судят по итогам года" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: nothing counts the pages")
def test_however_much_there_is_to_say_it_is_one_page(connection, tmp_path):
    long = (
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа имени Героя Советского Союза»"
    )
    write_signature_page(connection, FINAL, tmp_path)
    put(connection, "decisions_in_force", *[decision(long, long)] * ROOM)
    connection.execute("update marts.report_facts set value = value + 1, name_ru = $1", [long])
    connection.execute("update marts.targets set state = 'not_reached', target_ru = $1", [long])
    connection.execute("update marts.coverage set schools_returned = 0")
    page, *_ = write_signature_page(connection, FINAL, tmp_path)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, page], check=True, capture_output=True
    )
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "for_signature.pdf").read_bytes())
    assert len(pages) == 1
    assert "и ещё" in text_in(page)
