import csv
import io
import re

import openpyxl
import pytest

from orchestration.reports.marts import NoRowsError
from orchestration.reports.page import html_page
from orchestration.reports.road_map import UnknownFactError
from orchestration.reports.table import csv_text, markdown
from orchestration.reports.tables import NotOfThisWaveError, read_table, tables_of, write_table
from orchestration.reports.workbook import xlsx_bytes
from tests.unit.report_marts import PRINTED, printed
from tests.unit.year_marts import YEAR, year_marts

GOLD = {2: "table_2_training_programmes", 3: "table_3_seminars", 4: "table_4_road_map"}
# where the source contradicts itself, the made document prints what the data say: item -> (printed, made)
DIFFERENCES = {
    "17": (
        "Коми Республиканского ИРО, Института развития образования Иркутской области, в качестве участников в "
        "конференциях и семинарах Красноярского ИРО, Владимирского ИРО, Костромского ИРО, Тюменского ИРО, "
        "Казанского ИРО, Сыктывкарский ИРО",
        "Коми республиканского ИРО, ИРО Иркутской области, Мордовского республиканского ИО, в качестве участников "
        "в конференциях и семинарах Красноярского ИПК, Костромского ИРО, Владимирского ИРО, Тюменского ИРРО",
    ),
    "25": ("Видеозаписи 4 семинаров", "Видеозаписи 6 семинаров"),
}


@pytest.fixture
def connection():
    with year_marts() as opened:
        yield opened


def records(table):
    return list(csv.DictReader(io.StringIO(csv_text(table))))


def result(table, no):
    [row] = [row for row in table.rows if row.cells[0].text == f"{no}."]
    return row.cells[3]


@pytest.mark.parametrize(("n", "name"), GOLD.items())
def test_the_csv_is_the_printed_table_but_for_what_is_listed(connection, n, name):
    table = read_table(n, connection, YEAR)
    expected = printed(name)
    for row in expected if n == 4 else ():
        old, new = DIFFERENCES.get(row["no"], ("", ""))
        assert old in row["result_ru"]
        row["result_ru"] = row["result_ru"].replace(old, new) if old else row["result_ru"]
    heading = (PRINTED / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert csv_text(table).splitlines()[0] == heading
    assert records(table) == expected


def test_the_year_s_report_prints_tables_1_and_5_as_made_in_march_and_the_final_values_as_1a(connection):
    for n in (1, 5):
        assert read_table(n, connection, YEAR) == read_table(n, connection, "2018-03")
    final = read_table("1a", connection, YEAR)
    assert (final.name, final.number, final.period) == ("table_1a", "Таблица 1а", "ноябрь 2018 года")
    assert final.rows[0].cells[2].pieces[0].figure == "table_1a/1/mean"
    assert final.rows[0].cells[2].text == "0,341"
    assert "(2017–2018)" in final.rows[18].cells[1].text


def test_each_figure_s_answers_are_counted_wave_by_wave(connection):
    connection.execute(
        "update marts.table_1_start_diagnostics set schools_answered = 73 where campaign = '2018-11' and no = 1"
    )
    year, entry = (read_table("p8", connection, campaign) for campaign in (YEAR, "2018-03"))
    assert [cell.text for cell in year.rows[0].cells[2:]] == ["75", "75", "75", "73"]
    assert [cell.text for cell in entry.rows[0].cells[2:]] == ["75", "75"]
    assert year.columns[4].heading == "Ноябрь 2018 года: относится к школам"
    assert len(year.rows) == len(entry.rows) == 30
    assert read_table("1a", connection, YEAR).rows[0].beside == "73 из 75"


def test_an_entry_report_has_the_tables_of_the_start_alone(connection, tmp_path):
    assert tables_of("2018-03") == [1, 5, "p3", "p4", "p8"]
    assert {1, "1a", 2, 3, 4, 5} <= set(tables_of(YEAR))
    with pytest.raises(NotOfThisWaveError, match="the report of 2018-03 has no table 2"):
        write_table(2, connection, "2018-03", tmp_path)


def test_a_number_of_a_result_has_the_address_of_its_item_and_fact(connection):
    cell = result(read_table(4, connection, YEAR), 6)
    assert [(p.text, p.figure, p.value) for p in cell.pieces if p.figure] == [
        ("75 школ", "table_4/6/included_schools", 75),
        ("38", "table_4/6/low_results_schools", 38),
    ]
    assert cell.lines == cell.text


def test_a_figure_stated_otherwise_bears_a_mark_and_a_footnote(connection):
    table = read_table(4, connection, YEAR)
    assert "Видеозаписи 6² семинаров" in result(table, 25).text
    [row] = [row for row in table.rows if row.cells[0].text == "25."]
    assert row.cells[1].text.endswith("по физике – решаем вместе»¹")
    assert table.footnotes == (
        "¹ Пункт 25: название seminars – в графе «Мероприятие» указано 11, по данным 12",
        "² Пункт 25: название seminar_recordings – в дорожной карте указано 4, по данным 6",
    )


def test_a_stated_figure_that_the_sentence_does_not_print_is_marked_at_its_end(connection):
    connection.execute("update marts.table_4_road_map set result_template_ru = null where no = 25")
    assert "Видеозаписи 4 семинаров" in result(read_table(4, connection, YEAR), 25).text
    assert re.search(r"48924/[¹²]$", result(read_table(4, connection, YEAR), 25).text)


def test_a_late_item_and_one_without_a_document_are_told(connection):
    connection.execute("update marts.table_4_road_map set state = 'done_late', days_late = 2 where no = 1")
    connection.execute("update marts.table_4_road_map set state = 'overdue', item_done = null where no = 2")
    connection.execute("update marts.table_4_road_map set state = 'not_confirmed' where no = 3")
    table = read_table(4, connection, YEAR)
    assert table.footnotes[:3] == (
        "¹ Пункт 1: выполнен 30.11.2018, позже срока на 2 дня",
        "² Пункт 2: срок истёк 30.11.2018, о выполнении не сообщено",
        "³ Пункт 3: подтверждающий документ не указан",
    )
    assert result(table, 1).text == "Выполнено¹"


def test_an_item_without_a_section_stands_under_a_heading_that_says_so(connection):
    connection.execute("update marts.table_4_road_map set section_ru = null where no = 1")
    table = read_table(4, connection, YEAR)
    assert table.rows[0].cells[0].text == "Раздел не указан"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).worksheets[0]
    assert sheet["A5"].value == "Раздел не указан"


def test_a_fact_that_nobody_counted_is_shown_as_no_data(connection):
    connection.execute("update marts.report_facts set value = null where fact = 'trained'")
    table = read_table(4, connection, YEAR)
    assert result(table, 23).text == "Обучено … (приложение)"
    assert table.footnotes[-1] == "… — данных нет"


def test_a_template_of_an_unknown_fact_is_refused(connection):
    connection.execute("delete from marts.report_facts where fact = 'trained'")
    with pytest.raises(UnknownFactError, match=r"item 23: no fact trained for \{trained\}"):
        read_table(4, connection, YEAR)


def test_an_edition_without_rows_is_an_error(connection):
    connection.execute("update marts.report_facts set edition = 'half_year'")
    with pytest.raises(NoRowsError, match="report_facts holds no row of campaign 2018-11, edition year"):
        read_table(4, connection, YEAR)


@pytest.mark.parametrize(
    ("n", "mart"), [(2, "table_2_training"), (3, "table_3_seminars"), (4, "table_4_road_map")]
)
def test_a_workbook_that_did_not_come_leaves_its_table_empty(connection, n, mart):
    connection.execute(f"delete from marts.{mart}")
    connection.execute("delete from marts.road_map_figures")
    empty = read_table(n, connection, YEAR)
    assert (empty.rows, empty.footnotes) == ((), ("Таких записей нет",))
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes(empty)))
    assert "Таких записей нет" in html_page(empty)


def test_the_sections_span_the_table_in_every_writer(connection):
    table = read_table(4, connection, YEAR)
    sections = [row.cells[0].text for row in table.rows if row.is_section]
    assert len(sections) == 6
    page = html_page(table)
    assert page.count('scope="rowgroup" colspan="4"') == page.count("<tbody") == page.count("</tbody>") == 6
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).worksheets[0]
    spanning = {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet["A5"].value == sections[0]
    assert {"A5:D5", "A10:D10"} <= spanning
    assert max(line.height or 0 for line in sheet.row_dimensions.values()) <= 409
    assert f"| **{sections[0]}** |  |  |  |" in markdown(table)


def test_connections_agree_with_their_number_and_gaps_are_told(connection):
    connection.execute("update marts.table_3_seminars set attendance = 1 where position = 4")
    connection.execute("update marts.table_3_seminars set attendance = null where position = 1")
    table = read_table(3, connection, YEAR)
    assert [table.rows[place].cells[3].text for place in (0, 3)] == ["…", "1 подключение"]
    assert table.footnotes == ("… — данных нет",)
