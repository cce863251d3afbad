"""How a report is put together: tables and appendices numbered as they stand, pictures named in the text, no gaps."""

import re
from itertools import pairwise

import openpyxl
import pytest

from orchestration.reports.document.documents import REPORT, START, Filling
from orchestration.reports.document.files import write_report
from tests.unit.document_marts import ENTRY, FINAL
from tests.unit.filled_documents import opened, plain

pytestmark = pytest.mark.usefixtures("undrawn")
NUMBER = re.compile(r"Таблица (П?)(\d+)(а?)")
KINDS = [(REPORT, FINAL, "year"), (START, ENTRY, "start")]


@pytest.fixture(params=KINDS, ids=["report", "start"])
def paragraphs(request, connection):
    """The paragraphs of a whole report with their styles."""
    document, campaign, edition = request.param
    made = opened(Filling(document, connection, campaign, edition).docx())
    return [(paragraph.style.name, plain(paragraph.text)) for paragraph in made.paragraphs]


def test_tables_are_numbered_in_the_order_they_stand(paragraphs):
    numbers = [NUMBER.fullmatch(text) for style, text in paragraphs if style == "Номер таблицы"]
    order = [(found[1], int(found[2]), found[3]) for found in numbers if found]
    assert len(order) > 5
    assert order == sorted(order)


def test_an_appendix_holds_the_table_of_its_number(paragraphs):
    kept = [text for style, text in paragraphs if style in ("Номер таблицы", "Heading 1")]
    pairs = pairwise(kept)
    appendices = {heading: table for heading, table in pairs if heading.startswith("Приложение")}
    assert len(appendices) >= 3
    for heading, table in appendices.items():
        assert table == f"Таблица П{re.findall(r'[0-9]+', heading)[0]}", heading
    assert len([text for text in kept if text.startswith("Таблица П")]) == len(appendices)


def test_every_picture_is_named_in_the_text_by_its_number(paragraphs):
    captions = [text for style, text in paragraphs if style == "Подпись рисунка"]
    assert [text.partition(".")[0] for text in captions] == [
        f"Рисунок {n}" for n in range(1, len(captions) + 1)
    ]
    text = "\n".join(words for style, words in paragraphs if style == "Normal")
    named = {int(n) for n in re.findall(r"рисунке (\d+)", text)}
    for first, last in re.findall(r"рисунках (\d+)–(\d+)", text):
        named |= set(range(int(first), int(last) + 1))
    assert named == set(range(1, len(captions) + 1))


def test_a_sentence_left_out_leaves_no_empty_paragraph(connection):
    connection.execute("update marts.report_facts set value = 0, text_ru = null where fact not like '%share'")
    connection.execute("delete from marts.events")
    connection.execute("update marts.region_profile set text_ru = null where fact <> 'institute_short'")
    made = opened(Filling(REPORT, connection, FINAL, "year").docx())
    running = {"Normal", "List Bullet", "List Number"}
    body = [p for p in made.paragraphs if p.style.name in running and not p._p.xpath(".//w:sectPr")]
    assert len(body) > 40
    assert [p for p in body if not p.text.strip()] == []


@pytest.mark.parametrize(
    ("surveyed", "words"),
    [
        (359, "Обследовано 359 школ из 360"),
        (351, "Обследована 351 школа из 360"),
        (2, "Обследованы 2 школы из 360"),
    ],
)
def test_the_start_report_says_surveyed_as_its_number_wants_it(connection, surveyed, words):
    for fact, value in (("returned_schools", surveyed), ("surveyed_share", surveyed / 360)):
        connection.execute("update marts.report_facts set value = $1 where fact = $2", [value, fact])
    made = opened(Filling(START, connection, ENTRY, "start").docx())
    assert any(words in plain(paragraph.text) for paragraph in made.paragraphs)


def tables(connection, internal=True):
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal)
    return {table.name: [[cell.text for cell in row.cells] for row in table.rows] for table in filling.tables}


def test_the_road_map_tells_of_every_item_when_it_was_done_and_by_what_it_is_confirmed(connection):
    connection.execute(
        "update marts.table_4_road_map set state = 'done_late', days_late = 2 where no = 3 and edition = 'year'"
    )
    connection.execute(
        "update marts.table_4_road_map set state = 'overdue', item_done = null, document_ru = null "
        "where no = 4 and edition = 'year'"
    )
    rows = tables(connection)["table_4a"]
    assert len(rows) == 43
    assert [row[0] for row in rows[:2]] == ["1", "2"]
    assert rows[0][2:] == ["31.03.2018", "31.03.2018", "выполнено в срок", "приказ № 1"]
    assert rows[2][4] == "выполнено с опозданием на 2 дня"
    assert rows[3][3:] == ["–", "не выполнено", "–"]
    assert len(tables(connection, internal=False)["table_4a"]) == 43


def test_each_programme_stands_beside_what_improved_at_its_school(connection):
    rows = tables(connection)["table_10"]
    assert len(rows) == 75
    first = [
        "Школа № 3",
        "Район 201",
        "2",
        "5 из 8",
        "выполняется по плану",
        "программа выполнена",
        "12",
        "20",
    ]
    assert [*rows[0][:8], plain(rows[0][8])] == [*first, "60 %"]
    assert "table_10" not in tables(connection, internal=False)


def test_the_workbook_tells_the_dynamics_of_each_school_and_shares_are_numbers(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    internal, public = (openpyxl.load_workbook(files[place]) for place in (2, 5))
    titles = internal.sheetnames
    assert titles.index("Таблица 10") < titles.index("Таблица 11") < titles.index("Таблица П1")
    assert not {"Таблица 10", "Таблица 11"} & set(public.sheetnames)
    sheet = internal["Таблица 11"]
    row = [cell.value for cell in sheet[5]]
    assert row == ["Школа № 3", "Район 201", "НРО", 20, 12, 4, 1, 3, 10, 0.6]
    assert sheet.cell(5, 10).number_format == '[$-419]0"\N{NO-BREAK SPACE}"%'
    assert sheet.max_row >= 4 + 75
