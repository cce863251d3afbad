"""What goes out with the report: a letter per municipality, and the page for the person who signs."""

import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pytest

from orchestration.reports.document import letters, signature
from orchestration.reports.document.letters import write_letters
from orchestration.reports.document.moved import Known, Moved, by_weight, figures_csv, moved, read_figures
from orchestration.reports.document.signature import ROOM, fitting, write_signature_page
from tests.unit.document_marts import ENTRY, FINAL, document_marts, put


@pytest.fixture
def connection():
    with document_marts() as opened:
        yield opened


def text_of(path):
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return "\n".join(p.text for p in document.paragraphs).replace("\N{NO-BREAK SPACE}", " ")


def decision(school, reason):
    place = ("201", f"{FINAL}/institute/decisions.xlsx", "0" * 64, "Решения", "C5")
    return (FINAL, "201003", school, "exclude", "161-ОД от 02.04.2018", reason, "Департамент", *place)


def set_aside(cell, sentence="Доля вместо числа", source="answers"):
    file = f"{FINAL}/municipal/202.xlsx"
    return (FINAL, source, "202", "202001", file, "Показатели", cell, None, "rule", sentence, "Впишите число")


def test_every_municipality_gets_a_letter_of_its_own(connection, tmp_path):
    files = write_letters(connection, FINAL, tmp_path)
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        f"{FINAL}/letters/{code}.docx" for code in (201, 202, 203)
    ]
    text = text_of(files[1])
    assert "Район 202" in text
    assert "О результатах мониторинга школ: ноябрь 2018 года" in text
    assert "по 120 школам из 120" in text
    assert "получен 21 марта 2018 года, на 1 день позже срока, и прочитан: ответы даны" in text
    assert "получен 21 марта 2018 года и прочитан: ответы даны" in text_of(files[0])
    assert "Остались без ответа 3 ячейки" in text
    assert "25 паспортов школ" in text
    assert "Школа № 1;" in text
    assert "Школа № 3;" not in text


def test_a_letter_says_no_day_that_nobody_wrote_down(connection, tmp_path):
    connection.execute("update marts.deliveries set received_on = null, days_late = null")
    assert "» получен и прочитан: ответы даны" in text_of(write_letters(connection, FINAL, tmp_path)[1])


def test_a_letter_asks_again_for_what_was_set_aside(connection, tmp_path):
    put(connection, "set_aside", set_aside("F17"), set_aside("A9", "Иванова", source="exam_results"))
    first, second, _ = write_letters(connection, FINAL, tmp_path)
    assert "Отложено 1 значение: в расчёт оно не вошло. Просим проверить его и прислать" in text_of(second)
    assert "возвращается вместе с письмом" in text_of(second)
    assert "возвращается" not in text_of(first)
    (table,) = docx.Document(str(second)).tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "Показатели", "F17", "Доля вместо числа", "Впишите число",
    ]  # fmt: skip
    assert len(table.rows) == 2
    assert docx.Document(str(first)).tables == []


def test_a_municipality_that_sent_nothing_is_asked_for_it(connection, tmp_path):
    connection.execute(
        "update marts.coverage set delivery_state = 'missing', schools_returned = 0 where municipality_code = '203'"
    )
    connection.execute("delete from marts.deliveries where municipality_code = '203'")
    text = text_of(write_letters(connection, FINAL, tmp_path)[2])
    assert "не поступило" in text
    assert "Просим прислать заполненную форму" in text
    assert "Благодарим муниципальный образовательный центр" not in text


def test_letters_are_the_same_whenever_made(connection, tmp_path):
    first = [file.read_bytes() for file in write_letters(connection, FINAL, tmp_path)]
    assert [file.read_bytes() for file in write_letters(connection, FINAL, tmp_path)] == first


@pytest.mark.parametrize(
    ("declared", "write"), [(letters.MARTS, write_letters), (signature.MARTS, write_signature_page)]
)
def test_they_are_made_of_what_they_declare(connection, tmp_path, declared, write):
    tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    for schema, name in set(tables) - set(declared):
        connection.execute(f"drop table {schema}.{name}")
    write(connection, FINAL, tmp_path)
    for schema, name in declared:
        connection.execute(f"alter table {schema}.{name} rename to hidden")
        with pytest.raises(Exception, match=f"{name} does not exist"):
            write(connection, FINAL, tmp_path)
        connection.execute(f"alter table {schema}.hidden rename to {name}")


def test_nothing_to_say_is_said(connection, tmp_path):
    connection.execute("update marts.road_map_figures set agrees = true")
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    for line in (
        "решений не было",
        "Не достигнутых показателей нет",
        "ответили все школы",
        "Расхождений нет",
        "первое издание",
    ):
        assert line in text


def test_the_page_tells_a_draft_from_an_approved_list(connection, tmp_path):
    draft = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Список школ составлен по правилу, решений не было." in draft
    assert "Утверждённый список школ и нынешние данные расходятся" not in draft
    connection.execute("update marts.schools set included_by = 'approved', approval_ru = '31 от 30.03.2018'")
    approved = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
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
    text = text_of(write_signature_page(connection, ENTRY, tmp_path)[0])
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
    final = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert unread in final
    assert "Школа № 1: вышла бы, в списке НРО, по данным вне кластеров" in final
    for number, action, name in (("45", "включена", "Гимназия"), ("47", "исключена", "Школа № 2")):
        assert f"{name}: не {action} решением {number} от 20.03.2018" in final


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
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Школа № 3: исключена решением 161-ОД от 02.04.2018: реорганизация (Департамент)" in text
    assert "цель programmes_share: план 12 %, факт 10 %" in text
    assert "Район 201: получено, ответили 119 из 120 школ" in text
    assert "Повышение квалификации: не поступило" in text
    assert "пункт 25 дорожной карты, название seminar_recordings: в тексте 4, по данным 6" in text
    assert "школа 201003: Выпускников: 3, а участников экзамена 0" in text
    assert "в прошлой кампании было 30" not in text


def test_figures_that_moved_are_named_and_stay_named_when_the_page_is_made_again(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    connection.execute("update marts.report_facts set value = 0.66 where fact = 'rural_schools_share'")
    files = write_signature_page(connection, FINAL, tmp_path)
    made = [file.read_bytes() for file in files]
    text = text_of(files[0])
    assert "изменившиеся после прежнего издания (2)" in text
    assert "название trained: было 202, стало 203" in text
    assert "название rural_schools_share: было 65 %, стало 66 %" in text
    write_signature_page(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == made


def test_what_moved_is_told_against_the_release_that_is_out(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path / "out")
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    page, *_ = write_signature_page(connection, FINAL, tmp_path / "staged", tmp_path / "out")
    assert "название trained: было 202, стало 203" in text_of(page)


def test_a_campaign_of_the_entry_wave_has_its_page_too(connection, tmp_path):
    assert "стартовая диагностика" in text_of(write_signature_page(connection, ENTRY, tmp_path)[0])


def test_what_came_or_went_is_not_called_without_data(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    put(connection, "figures", *[
        (ENTRY, "table_5/1/both", 3, "table_5", 1, "both", "schools_both", None),
        (FINAL, "table_1a/1/max", 0.9, "table_1a", 1, "max", "maximum", "share_grades_4_5"),
    ])  # fmt: skip
    connection.execute("delete from marts.report_facts where fact = 'trained'")
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Таблица 5: прежде не было\n" in text
    assert "Таблица 1а, строка 1, наибольшее: прежде не было, теперь 0,9" in text
    assert "название trained: было 202, теперь нет" in text
    assert "нет данных" not in text.split("изменившиеся")[1]


def test_the_page_says_what_moved_the_figures_since_the_edition_before(connection, tmp_path):
    def restated(*entries):
        connection.execute("create or replace table marts.restatements (publication text, published_at text, "
                           "campaign text, figure text, before text, after text, kind text, cause text)")  # fmt: skip
        put(connection, "restatements", *[("run", "day", FINAL, *entry) for entry in entries])

    figure = "text/year/trained"
    restated((figure, "100", "202", "file_came", "long ago"))
    write_signature_page(connection, FINAL, tmp_path)
    restated(
        (figure, "100", "202", "file_came", "long ago"),
        (figure, "202", "210", "cell", "training.xlsx, Обученные!C9: «2» → «10» (принята → отложена)"),
        (figure, "210", "203", "rules", "facts.csv: trained"),
        ("text/start/trained", "1", "2", "code", "of another edition"),
    )
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "название trained: было 202, стало 203" in text
    assert "Отчего они изменились" in text
    assert "исправлена ячейка training.xlsx, Обученные!C9: «2» → «10» (принята → отложена) – чисел: 1" in text
    assert "изменено правило facts.csv: trained – чисел: 1" in text
    assert "long ago" not in text
    assert "another edition" not in text


def test_the_years_page_speaks_of_the_march_tables_that_the_report_prints(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    connection.execute(
        "update marts.figures set number = 0.4 where campaign = $1 and figure = 'table_1/1/mean'", [ENTRY]
    )
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Таблица 1, строка 1, среднее: было 0,379, стало 0,4" in text


def test_moves_know_what_came_and_what_went():
    before = {"text/a": Known("А", "1"), "text/b": Known("Б", "2"), "text/c": Known("В", "")}
    after = {"text/b": Known("Б", "2"), "text/c": Known("В", "3"), "text/d": Known("Г", "4")}
    assert moved(before, after) == [
        Moved("text/c", "В", "", "3"),
        Moved("text/d", "Г", None, "4"),
        Moved("text/a", "А", "1", None),
    ]


def test_a_table_that_came_or_went_as_a_whole_is_told_once():
    figures = {f"table_5/{row}/both": Known(f"5 {row}", "1") for row in (1, 2)}
    assert moved({"text/a": Known("А", "1")}, {"text/a": Known("А", "1")} | figures) == [
        Moved("table_5", "Таблица 5", None, "")
    ]


def test_what_moved_most_comes_first():
    moves = [
        Moved("table_1/1/mean", "т", "1", "9"),
        Moved("text/a", "А", "100", "101"),
        Moved("text/b", "Б", "2", "1"),
        Moved("text/c", "В", "", "0"),
    ]
    assert [each.figure for each in by_weight(moves)] == ["text/c", "text/b", "text/a", "table_1/1/mean"]


def test_a_page_shows_of_each_list_what_fits():
    lists = {"decisions": ["а" * 150] * 5, "missed": ["а"] * 2, "moved": ["а"] * 9}
    assert fitting(lists) == {"decisions": 5, "missed": 2, "moved": 9}
    assert fitting(lists, room=9) == {"decisions": 2, "missed": 2, "moved": 3}


def test_a_target_without_data_is_not_called_missed(connection, tmp_path):
    connection.execute(
        "update marts.targets set state = 'no_data', fact_value = null where fact = 'programmes_share'"
    )
    text = text_of(write_signature_page(connection, FINAL, tmp_path)[0])
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
    text = text_of(write_signature_page(connection, ENTRY, tmp_path)[0])
    assert "цель entry_surveyed_share: план 100 %, факт 90 %" in text
    assert "цель trained" not in text
    assert "Об остальных показателях судят по итогам года" in text


def test_figures_are_read_as_they_were_written(tmp_path):
    known = {"text/a": Known("Доля, «а»", "0.5"), "text/b": Known("Б", "")}
    (tmp_path / "figures.csv").write_bytes(figures_csv(known))
    assert read_figures(tmp_path / "figures.csv") == known
    assert read_figures(tmp_path / "none.csv") == {}


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
    assert "и ещё" in text_of(page)
