"""The year's report from marts to Word file, page and workbook: what is printed, and what is refused."""

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import openpyxl
import pytest
from jinja2 import UndefinedError

from orchestration.reports.document.contradictions import READS, contradictions
from orchestration.reports.document.documents import NOTE, REPORT, START, Document, Filling
from orchestration.reports.document.files import report_files, write_notes, write_report
from orchestration.reports.document.parts import PUBLIC_PARTS
from orchestration.reports.document.sources import Sources, UndeclaredSourceError
from orchestration.reports.marts import NoRowsError
from orchestration.reports.pictures.gallery import PICTURES
from tests.unit.document_marts import ENTRY, FINAL, blank_picture, document_marts

TITLE = "Отчёт"

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


@pytest.fixture
def connection():
    with document_marts() as opened:
        yield opened


@pytest.fixture(scope="module", autouse=True)
def undrawn():
    """Pictures have tests and marts of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orchestration.reports.document.parts.draw_picture", blank_picture)
        yield


@pytest.fixture(scope="module")
def made(undrawn):
    with document_marts() as opened:
        filling = Filling(REPORT, opened, FINAL, "year")
        yield filling.docx(internal=True), filling.html(TITLE, internal=True), filling.tables


def opened(content):
    return docx.Document(io.BytesIO(content))


def text_of(content):
    """The running text, as a reader sees it."""
    return "\n".join(paragraph.text for paragraph in opened(content).paragraphs)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def report(connection, edition="year", document=REPORT, internal=True):
    return text_of(Filling(document, connection, FINAL, edition).docx(internal))


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
    connection.execute("update marts.table_1_start_diagnostics set mean = no, max = no")
    assert oddities(connection) == {}
    connection.execute("update marts.table_4_road_map set item_end = '2018-10-31' where no = 10")
    connection.execute(
        "update marts.table_4_road_map set item_start = '2018-11-01', item_end = '2018-12-31' where no = 28"
    )
    connection.execute("update marts.table_1_start_diagnostics set mean = 6, max = 6 where no = 7")
    assert set(oddities(connection)) == {28, ""}  # nothing counted is stated in item 10
    connection.execute(
        f"insert into marts.road_map_figures values ('{FINAL}', 'year', 10, 'psychologist_pupils', 'result', 844, 844, true)"
    )
    found = oddities(connection)
    assert found[10][0].endswith("раньше итогового мониторинга")
    assert found[10][2] == "ноябрь 2018 года"
    assert found[""] == ("показатели 6 и 7: совпадают среднее и наибольшее", "6; 6", "6; 6")
    assert "показатели расходятся ещё в 3 случаях." in plain(report(connection))


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
def test_the_text_asserts_nothing_of_what_was_not(connection, zeroed):
    asserted, instead = NOT_OF_NOTHING[zeroed]
    assert asserted in plain(report(connection))
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


def test_the_title_heads_the_page_and_the_sections_stand_below_it(made):
    assert len(re.findall(r"<h1\b", made[1])) == 1
    assert re.search(r'<h2 id="section-1">Введение</h2>', made[1])


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


def test_the_public_edition_keeps_to_itself_who_sent_what(connection):
    internal, public = report(connection), report(connection, internal=False)
    for heading in ("Приложение 4. Кто и какие", "Приложение 5. Расхождения", "Приложение 7. Список школ"):
        assert heading in internal
        assert heading not in public
    assert "Издание для опубликования" in public


def test_the_public_edition_withholds_small_groups(connection):
    filling = Filling(REPORT, connection, FINAL, "year")
    texts = {}
    for internal in (True, False):
        filling.docx(internal)
        (table,) = [table for table in filling.tables if table.name == "table_p2"]
        texts[internal] = [[cell.text for cell in row.cells] for row in table.rows], table.footnotes
    rows, _ = texts[True]
    assert [row[-1] for row in rows] == ["35", "3", "9", "47"]
    rows, notes = texts[False]
    assert (rows[1][0], rows[1][-1], rows[-1][-1]) == ("Район 202", "*", "47")
    assert "3" not in [text for row in rows for text in row]
    assert "меньше 5 человек" in notes[-1]


def public_tables(connection):
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal=False)
    return {table.name: table for table in filling.tables}


def test_the_public_edition_withholds_groups_of_few_schools_and_another_beside_a_lone_one(connection):
    connection.execute(
        "insert into marts.dynamics select campaign, 'municipality', municipality_code, null, 9, 4, 3, 0, 2, 1, 0.444 "
        f"from marts.schools where campaign = '{FINAL}' group by all"
    )
    table = public_tables(connection)["table_9"]
    assert "*" not in [cell.text for row in table.rows for cell in row.cells]
    connection.execute(
        "update marts.schools set included = false where school_name > 'Школа № 3' and municipality_code = '202'"
    )
    connection.execute(
        "update marts.schools set included = false where municipality_code = '201' and school_code > '201006'"
    )
    table = public_tables(connection)["table_9"]
    withheld = {row.cells[0].text for row in table.rows if row.cells[-1].text == "*"}
    assert withheld == {"Район 201", "Район 202"}
    assert {row[0] for row in table.records.rows if row[1] is None} == withheld
    assert "меньше 3 школ" in table.footnotes[-1]


def test_a_part_that_nobody_declared_public_is_not_printed_in_public(connection, monkeypatch):
    monkeypatch.delitem(PUBLIC_PARTS, "table_7")
    report(connection)
    with pytest.raises(LookupError, match=r"table_7.*not declared for the public edition"):
        report(connection, internal=False)


def test_an_entry_campaign_has_a_start_report_and_no_notes(connection, tmp_path):
    files = write_report(connection, ENTRY, tmp_path)
    assert files == report_files(ENTRY, tmp_path)
    text = plain(text_of(files[0].read_bytes()))
    assert "Отчёт о стартовой диагностике школ" in text
    assert "по состоянию на 31 марта 2018 года" in text
    assert "<title>Отчёт о стартовой диагностике школ 2018 года<" in files[1].read_text(encoding="utf-8")
    assert write_notes(connection, ENTRY, tmp_path) == []


def test_a_note_speaks_of_what_was_by_its_cutoff(connection, tmp_path):
    files = write_notes(connection, FINAL, tmp_path)
    assert [file.name for file in files] == [
        "note_quarter_1.docx",
        "note_half_year.docx",
        "note_quarter_3.docx",
    ]
    half = opened(files[1].read_bytes())
    assert plain(half.paragraphs[0].text) == "Справка за I полугодие 2018 года"
    items, seminars = half.tables[2], half.tables[1]
    assert {row.cells[4].text for row in items.rows[1:]} == {"выполнено в срок"}
    assert len(items.rows) - 1 == sum(2 + no % 10 <= 6 for no in range(1, 44))
    assert seminars.rows[-1].cells[0].text == "22.06.2018"


def test_a_note_names_what_is_late(connection):
    connection.execute(
        "update marts.table_4_road_map set state = 'overdue' where edition = 'half_year' and no = 3"
    )
    assert "пункт 3: Разработка модельных" in report(connection, "half_year", NOTE)


def test_the_same_marts_give_the_same_bytes(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    first = [file.read_bytes() for file in files]
    write_report(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == first
    archive = zipfile.ZipFile(io.BytesIO(first[0]))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"<dcterms" not in archive.read("docProps/core.xml")


def test_an_error_leaves_all_former_files(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    former = [file.read_bytes() for file in files]
    connection.execute("delete from marts.table_3_seminars")
    with pytest.raises(NoRowsError, match="table_3_seminars"):
        write_report(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == former


def test_the_workbook_has_a_sheet_per_table_of_the_edition(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    internal, public = (openpyxl.load_workbook(files[place]).sheetnames for place in (2, 5))
    assert {f"Таблица {n}" for n in ("1", "1а", "2", "3", "4", "5", "6", "7", "8")} <= set(public)
    assert set(internal) - set(public) >= {"Таблица П4", "Таблица П5"}
    assert len(internal) == len(set(internal))
    index = openpyxl.load_workbook(files[2]).worksheets[0]
    assert [index.title, *(row[0].value for row in index.iter_rows())] == internal
    assert index["A1"].hyperlink.location == f"'{internal[1]}'!A1"


class Markup(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def parsed(page):
    markup = Markup()
    markup.feed(page)
    return markup.tags


def test_the_page_marks_the_figures_of_its_text_and_of_its_tables(made):
    figures = {given["data-figure"]: given["value"] for tag, given in parsed(made[1]) if tag == "data"}
    assert (figures["facts/included_schools"], figures["facts/rural_schools_share"]) == ("75", "0.65")
    assert (figures["targets/9/plan"], figures["table_1/15/mean"]) == ("200", "0.136")


def test_the_page_says_what_the_word_file_says(made):
    body = made[1].partition("<main")[2].partition("</main>")[0]
    body = re.sub(r"<table.*?</table>|<p class=\"footnote\">.*?</p>", "", body, flags=re.DOTALL)
    found = re.findall(r"<(p|li|h[12])\b[^>]*>(.*?)</\1>", body, re.DOTALL)
    page = [re.sub(r"<[^>]+>", "", text).strip() for _, text in found]
    styles = ("Номер таблицы", "Название таблицы", "Сноска таблицы", "Подпись рисунка")
    word = [p.text.strip() for p in opened(made[0]).paragraphs if p.style.name not in styles]
    assert [text for text in page if text] == [text for text in word if text]


def test_the_page_needs_nothing_else_and_leads_to_its_sections(made):
    tags = parsed(made[1])
    assert ("html", {"lang": "ru"}) in tags
    assert [tag for tag, _ in tags if tag in ("script", "link", "img", "iframe")] == []
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len(set(ids))
    led = [given["href"] for tag, given in tags if tag == "a"]
    assert len(led) > 15
    assert {address.removeprefix("#") for address in led} <= set(ids)
    assert not re.search(r"\{[{%]|\[\[", made[1])
    assert len(made[1].encode()) < 5_000_000


def test_names_from_the_data_are_text_whatever_they_hold(connection):
    hostile = "<script>alert(1)</script> & {{ f }}"
    connection.execute(
        "update marts.report_facts set text_ru = $1 where fact = 'new_post_schools'", [hostile]
    )
    connection.execute("update marts.schools set school_name = $1", [hostile])
    filling = Filling(REPORT, connection, FINAL, "year")
    page = filling.html(TITLE, internal=True)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ f }}" in page
    assert hostile in text_of(filling.docx(internal=True))


def names(connection):
    return [
        tuple(row)
        for row in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    ]


@pytest.mark.parametrize(
    ("document", "campaign", "edition"),
    [(REPORT, FINAL, "year"), (START, ENTRY, "start"), (NOTE, FINAL, "half_year")],
)
def test_a_document_is_made_of_what_it_declares_and_of_nothing_else(connection, document, campaign, edition):
    for schema, name in set(names(connection)) - set(document.sources()):
        connection.execute(f"drop table {schema}.{name}")
    drawn = {name for picture in PICTURES.values() for name in picture.reads}
    assert set(document.sources()) - drawn <= set(names(connection))
    Filling(document, connection, campaign, edition).docx(internal=True)


def test_what_a_document_did_not_declare_it_cannot_read(connection):
    sources = Sources(connection, FINAL, "year", [("marts", "schools")])
    with pytest.raises(UndeclaredSourceError, match=r"marts\.targets is read and not declared"):
        sources.rows("targets", "no")
    undeclared = Document(REPORT.template, (("marts", "report_editions"),), REPORT.context)
    with pytest.raises(UndeclaredSourceError):
        Filling(undeclared, connection, FINAL, "year").docx(internal=True)
