"""The running text of the year's report: every figure out of the data, and nothing said that the data do not bear."""

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from orchestration.forms.campaign import waves
from orchestration.reports.document.contradictions import READS, contradictions
from orchestration.reports.document.documents import REPORT, START, TEMPLATES, Filling
from orchestration.reports.document.sources import Sources
from tests.unit.document_marts import ENTRY, FINAL
from tests.unit.filled_documents import TITLE, plain, report, text_of

pytestmark = pytest.mark.usefixtures("undrawn")


# the running text of the report of 2018, line by line in report-coverage.md, as this document words it
RUNNING_TEXT = (
    "работают 360 школ",
    "Сельских из них 65 % (234)",
    "38 % (89) малокомплектные",
    "учатся 20,2 % обучающихся",
    "При входном мониторинге обследовано 359 школ из 360 (99,7 %)",
    "При итоговом мониторинге обследованы все работающие школы (100 %)",
    "не менее чем в 12 % выявленных школ",
    "в 75 % муниципалитетов",
    "Консультировать школы (26) и педагогов (130)",
    "не менее 13 договоров",
    "не менее 5 мероприятий",
    "Не реже чем 1 раз в год",
    "не менее 200 директоров",
    "45 участников из 5 регионов",
    "во всех 27 муниципальных районах",
    "включены 75 школ",
    "с низкими результатами обучения (ШНРО) – 38",
    "(ШФНСУ) – 30",
    "одновременно – 7",
    "средних школ – 37, основных – 38; городских – 12, сельских – 63",
    "на срок от 1 года до 3 лет",
    "введены в 10 школах",
    "получили 75 школ и 131 педагог",
    "заключили 13 договоров",
    "действуют (5): Вяземский район, Руднянский район",
    "введены в 4 школах: МБОУ «СШ № 3»",
    "обследовали 844 ребёнка, логопеды – 20 детей",
    "По 8 программам повышения квалификации обучены 202 слушателя",
    "Новых программ – 4, скорректированных – 4",
    "видеосеминаров проведено 12",
    "из них в записи – 6",
    "всех школ, включённых в проект (75)",
    "провёл 3 мероприятия",
    "участвовали 124 человека из 27 муниципальных образований",
    "127 человек из 8 регионов Российской Федерации и из других стран (Республика Беларусь)",
    "155 участников и 60 подключений",
    "С докладами (3)",
    "4 октября 2018 года",
    "26 сентября 2018 года",
    "муниципальных образований (16)",
    "методические материалы (4)",
    "собирался 3 раза",
    "все 43 мероприятия дорожной карты выполнены в срок",
    "все 12 целевых показателей достигнуты",
)


@pytest.mark.parametrize("words", RUNNING_TEXT)
def test_every_figure_of_the_running_text_comes_out_of_the_data(made, words):
    assert words in plain(text_of(made[0]))


def test_a_changed_fact_changes_the_text(connection):
    connection.execute("update marts.report_facts set value = 201 where fact = 'trained'")
    text = plain(report(connection))
    assert "обучен 201 слушатель" in text
    assert "202 слушателя" not in text


def test_what_nobody_counted_is_no_data(connection):
    connection.execute(
        "update marts.report_facts set value = null, text_ru = null where fact = 'agreement_municipalities'"
    )
    assert "действуют (нет данных): нет данных." in report(connection)


@pytest.mark.parametrize("write", ["docx", "html"])
def test_a_fact_that_is_none_is_an_error(connection, write):
    connection.execute("delete from marts.report_facts where fact = 'trained'")
    filling = Filling(REPORT, connection, FINAL, "year")
    with pytest.raises(UndefinedError, match="trained"):
        filling.docx(internal=True) if write == "docx" else filling.html(TITLE, internal=True)


def test_no_line_breaks_between_a_number_and_its_noun(made):
    texts = [
        text_of(made[0]),
        re.sub(r"<table.*?</table>|<nav.*?</nav>|<style.*?</style>", "", made[1], flags=re.DOTALL),
    ]
    for text in texts:
        assert re.findall(r"\d [а-я%]\w*", re.sub(r"<[^>]+>", "", text)) == []
        assert re.findall(r"№ \d", text) == []


WAVES = (
    "Значения показателей к октябрю приведены",
    "мониторинг программ в феврале и в октябре 2018 года",
    "отстаёт от плана: в феврале – 15 школ, в октябре – 0 школ",
    "у школ проекта к октябрю улучшились",
    "с февраля по октябрь",
    "в феврале и в октябре показаны",
    "по данным октября",
)


def test_the_months_are_those_of_the_waves(connection, monkeypatch):
    moved = [replace(wave, month={"entry": 2, "final": 10}[wave.name]) for wave in waves()]
    monkeypatch.setattr("orchestration.reports.wording.waves", lambda: moved)
    filling = Filling(REPORT, connection, FINAL, "year")
    text = plain(text_of(filling.docx()))
    assert [words for words in WAVES if words not in text] == []
    headings = [column.heading for table in filling.tables for column in table.columns]
    assert {"Оценка в феврале", "Оценка в октябре"} <= set(headings)


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_no_month_is_typed_into_a_template(template):
    typed = re.findall(
        r"\w*(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|\bма[йяюе]\b",
        text_of(template.read_bytes()),
        re.IGNORECASE,
    )
    assert typed == []


CLOSING = "дорожной карты выполнены в срок"


def test_the_closing_sentence_is_computed_from_the_road_map(connection):
    connection.execute(
        "update marts.table_4_road_map set state = 'done_late' where edition = 'year' and no = 9"
    )
    connection.execute("update marts.report_facts set value = 42 where fact = 'road_map_done'")
    connection.execute("update marts.report_facts set value = 1 where fact = 'road_map_done_late'")
    text = plain(report(connection))
    assert CLOSING not in text
    assert "из 43 мероприятий дорожной карты в срок выполнены 42, с опозданием – 1" in text
    assert "пункт 9: Проведение входного и итогового мониторингов" in text
    assert "выполнено с опозданием." in text


@pytest.mark.parametrize(
    ("state", "heading", "entry"),
    [
        ("not_reached", "Не достигнуты целевые показатели:", "цель trained: план – 200, факт – 202."),
        ("no_data", "Нет данных, чтобы судить", "цель trained: план – 200."),
    ],
)
def test_the_closing_sentence_is_computed_from_the_targets(connection, state, heading, entry):
    connection.execute(
        f"update marts.targets set state = '{state}' where edition = 'year' and fact = 'trained'"
    )
    text = plain(report(connection))
    assert CLOSING not in text
    assert text.index(heading) < text.index(entry)


def oddities(connection):
    return {
        row["no"]: (row["name_ru"], row["stated"], row["computed"])
        for row in contradictions(Sources(connection, FINAL, "year", READS))
    }


def test_periods_against_the_wave_and_coinciding_indicators_are_listed(connection):
    connection.execute("delete from marts.road_map_figures")
    connection.execute("update marts.table_4_road_map set item_start = '2018-02-01', item_end = '2018-11-30'")
    connection.execute("update marts.table_1_start_diagnostics set mean = no, max = no + 1")
    assert oddities(connection) == {}
    connection.execute("update marts.table_4_road_map set item_end = '2018-10-31' where no = 10")
    connection.execute(
        "update marts.table_4_road_map set item_start = '2018-11-01', item_end = '2018-12-31' where no = 28"
    )
    connection.execute("update marts.table_1_start_diagnostics set mean = 6, max = 7 where no = 7")
    assert set(oddities(connection)) == {28, ""}  # nothing counted is stated in item 10
    connection.execute(
        f"insert into marts.road_map_figures values ('{FINAL}', 'year', 10, 'psychologist_pupils', 'result', 844, 844, true)"
    )
    found = oddities(connection)
    assert found[10][0].endswith("раньше итогового мониторинга")
    assert found[10][2] == "ноябрь 2018 года"
    assert found[""] == ("показатели 6 и 7: совпадают среднее и наибольшее", "6; 7", "6; 7")
    assert "показатели расходятся ещё в 3 случаях." in plain(report(connection))
    # nobody below the minimum in either exam is no copied row
    connection.execute("update marts.table_1_start_diagnostics set mean = 0, max = 0 where no in (6, 7)")
    assert "" not in oddities(connection)


def test_a_finding_is_printed_as_the_data_bear_it(made):
    text = plain(text_of(made[0]))
    assert "низкие образовательные результаты. Подтверждают 5 из 5 проверок." in text
    assert "вовлечены в методическую работу. Подтверждают 2 из 3 проверок." in text
    assert "По остальным выводам данных недостаточно" in text


def test_one_test_of_one_bears_a_finding_in_the_singular(connection):
    connection.execute("update marts.findings set tests = 1, tests_bearing = 1 where no = 2")
    assert "Подтверждает 1 из 1 проверки." in plain(report(connection))


def test_both_reports_say_the_same_of_the_entry_wave(connection):
    connection.execute(
        "update marts.report_facts set value = 359 where fact = 'returned_schools' and edition = 'start'"
    )
    connection.execute(
        "update marts.report_facts set value = 359 / 360 where fact = 'surveyed_share' and edition = 'start'"
    )
    start = text_of(Filling(START, connection, ENTRY, "start").docx(internal=True))
    for text in (start, report(connection)):
        assert "359 школ из 360 (99,7 %). Школы сравнивались" in plain(text)


# what the report may say only of something that was, and what it says where there was nothing
NOT_OF_NOTHING = {
    "new_post_schools": ("подушевое финансирование", "Штатные единицы не вводились"),
    "psychologist_pupils speech_therapist_pupils": (
        "Педагогам и родителям даны",
        "обучающихся не обследовали",
    ),
    "own_events": ("В форуме", "круглых столов ГАУ ДПО СОИРО не проводил"),
    "talks": ("представлял и в других регионах", ""),
    "agreements agreement_municipalities": ("Муниципальные образования, где они", "не заключались"),
    "delegation_municipalities": ("сотрудники МОЦ (", ""),
    "media_municipalities": ("Статьи о проекте", ""),
    "publications": ("Изданы методические", ""),
    "council_sessions": ("собирался", "проекта не собирался"),
    "individual_route_schools": ("введены в 10", "маршруты не вводились"),
}


@pytest.mark.parametrize("zeroed", NOT_OF_NOTHING)
def test_the_text_asserts_nothing_of_what_was_not(made, connection, zeroed):
    asserted, instead = NOT_OF_NOTHING[zeroed]
    assert asserted in plain(text_of(made[0]))
    for fact in zeroed.split():
        connection.execute("update marts.report_facts set value = 0, text_ru = null where fact = $1", [fact])
    if zeroed == "talks":
        connection.execute("delete from marts.events where role = 'speaker'")
    text = plain(report(connection))
    assert instead in text
    assert asserted not in text.replace(instead, "")
    assert ": нет данных" not in text


def test_what_was_not_counted_is_left_out_of_the_sentence(connection):
    connection.execute("update marts.report_facts set value = null where fact = 'consulted_teachers'")
    assert "получили 75 школ (о числе педагогов данных нет):" in plain(report(connection))


def test_an_event_of_two_days_is_printed_with_both(made):
    assert "Муниципальный образовательный центр (29–30 ноября 2018 года)" in plain(text_of(made[0]))


def test_names_of_indicators_are_filled_and_measured_values_rounded(connection):
    connection.execute(
        "update marts.finding_tests set included_value = 0.37919892638577, indicator_ru = 'в {reporting_year} году'"
    )
    connection.execute(
        "update marts.dynamics set indicator = 'share_profile_classes' where indicator = 'oge_russian_ratio'"
    )
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal=True)
    tables = {table.name: table for table in filling.tables}
    assert [cell.text for cell in tables["table_8"].rows[0].cells[1:3]] == ["в 2016–2017 году", "0,379"]
    assert "(2017–2018)" in tables["table_7"].rows[1].cells[1].text


def test_a_share_below_the_whole_is_said_with_its_numbers(connection):
    connection.execute("update marts.report_facts set value = 26 where fact = 'centres'")
    connection.execute("update marts.report_facts set value = 26 / 27 where fact = 'centres_share'")
    assert "МОЦ созданы в 26 из 27 муниципальных районов" in plain(report(connection))
