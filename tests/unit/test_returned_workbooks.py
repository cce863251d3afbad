"""The way back to the sender: every fault is shown where he finds it."""

import re
import zipfile

import duckdb
import openpyxl
import pytest
from openpyxl.comments import Comment

from orchestration.outgoing.returned_files import write_returned
from tests.unit.outgoing import Post, keyed_rows, protocol

CODE = "302"


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


def test_whoever_has_nothing_to_mend_gets_nothing_back(post):
    assert post.give_back() == {}
    assert list((post.home / "2018-03" / "returned").glob("*")) == []


def test_the_protocol_names_the_cell_of_the_file_that_was_sent(post, workbooks, edit):
    """A row inserted above and a moved column: what the sender sees is not where the form has it."""
    book = openpyxl.load_workbook(workbooks[0])
    sheet = book["Занятость"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(2, 2)
    sheet.insert_cols(3)
    school, name = sheet["B11"].value, sheet["D11"].value
    sheet["G11"] = "37,9%"
    book.save(workbooks[0])
    assert post.give_back() == {"302.xlsx": 1}
    (line,) = protocol(post.returned(CODE))
    assert line == {
        "№": 1,
        "Лист": "Занятость",
        "Ячейка": "G11",
        "Школа": f"{school} {name}",
        "Значение": "37,9%",
        "Что неверно": "Здесь нужно количество, а записана доля «37,9%»",
        "Как исправить": "Впишите количество",
        "Где в этой книге": "Занятость!F9",
        "Код ОО (впишите)": None,
    }
    cell = openpyxl.load_workbook(post.returned(CODE))["Занятость"]["F9"]
    assert cell.value == "37,9%"
    assert cell.fill.start_color.rgb == "00FFC7CE"
    assert "Впишите количество" in cell.comment.text
    assert "Занятость, G11" in cell.comment.text


def test_a_comparison_colours_both_and_a_doubt_in_another_colour(post, workbooks, edit):
    edit(workbooks[0], {"Результаты!D8": 40, "Результаты!E8": 41, "Кадры!D8": "—"})
    post.give_back()
    book = openpyxl.load_workbook(post.returned(CODE))
    colours = {
        place: book[place.split("!")[0]][place.split("!")[1]].fill.start_color.rgb
        for place in ("Результаты!D8", "Результаты!E8", "Кадры!D8", "Кадры!E8")
    }
    assert colours == {
        "Результаты!D8": "00FFC7CE",
        "Результаты!E8": "00FFC7CE",
        "Кадры!D8": "00FFEB9C",
        "Кадры!E8": "00000000",
    }
    assert book["Результаты"]["E8"].value == 41
    shown = [(line["Лист"], line["Ячейка"], line["Значение"]) for line in protocol(post.returned(CODE))]
    assert shown == [("Результаты", "D8", "40"), ("Результаты", "E8", "41"), ("Кадры", "D8", "—")]


def test_an_answer_that_another_source_contradicts_is_asked_about_and_stands(post, workbooks):
    """Marts are made after intake: what they found of a cell comes back with what intake found."""
    intake = post.read()
    pupils = intake.rows[
        intake.rows["variable"].eq("pupils") & intake.rows["file"].str.contains(f"{CODE}.", regex=False)
    ]
    cell = pupils.iloc[0]
    with duckdb.connect(post.work) as connection:
        connection.execute(
            "create schema marts; create table marts.cross_checks as select campaign, ? as municipality_code, "
            "entity as school_code, variable, file, sheet, cell, raw_text, 'leap' as rule, 'warning' as severity, "
            "'было 900' as sentence_ru, 'проверьте' as remedy_ru from intake.answers where (file, sheet, cell) = (?, ?, ?)",
            [CODE, cell["file"], cell["sheet"], cell["cell"]],
        )
    assert write_returned(post.work, post.campaign, post.home) == {f"{CODE}.xlsx": 1}
    (line,) = protocol(post.returned(CODE))
    assert (line["Ячейка"], line["Что неверно"]) == (cell["cell"], "было 900")
    title, place = str(line["Где в этой книге"]).split("!")
    returned = openpyxl.load_workbook(post.returned(CODE))[title][place]
    assert returned.value == cell["number"]
    assert returned.fill.start_color.rgb == "00FFEB9C"
    assert "проверьте" in returned.comment.text


def test_the_workbook_is_built_anew_and_holds_nothing_foreign(post, workbooks):
    book = openpyxl.load_workbook(workbooks[0])
    book.properties.creator = book.properties.lastModifiedBy = "Тайнова Секрета"
    book.properties.keywords = "Тайнова"
    book.create_sheet("Тайнова Секрета")["A1"] = "Тайнова Секрета"
    book["Кадры"]["D8"].comment = Comment("Тайнова Секрета", "Тайнова Секрета")
    book["Кадры"]["E8"] = "Тайнова Секрета"
    book["Титул"]["C7"] = "Тайнова Секрета"
    book.save(workbooks[0])
    post.give_back()
    with zipfile.ZipFile(post.returned(CODE)) as archive:
        for part in archive.namelist():
            assert "Тайнова" not in archive.read(part).decode("utf-8", "replace"), part
    (line,) = protocol(post.returned(CODE))
    assert (line["Ячейка"], line["Значение"]) == ("E8", "•••")
    assert openpyxl.load_workbook(post.returned(CODE))["Кадры"]["E8"].value == "•••"


def test_a_text_like_a_formula_stays_a_text(post, workbooks, edit):
    texts = {"D8": "+1+2", "E8": "-1-2", "F8": "+5%"}
    edit(workbooks[0], {f"Кадры!{place}": text for place, text in texts.items()})
    post.give_back()
    book = openpyxl.load_workbook(post.returned(CODE))
    shown = [book["Кадры"][place] for place in texts] + [book["Протокол"][f"E{row}"] for row in (8, 9, 10)]
    told = [(cell.value, cell.data_type, cell.quotePrefix) for cell in shown]
    assert told == [(text, "s", True) for text in texts.values()] * 2


def test_names_of_the_registry_are_no_formulas_either(post, raw, edit, workbooks):
    book = openpyxl.load_workbook(raw / "2018-03" / "registry.xlsx")
    sheet = book["Школы"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Код ОО" for cell in row))
    place = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if str(row[place["Код ОО"] - 1].value).startswith(CODE):
            cell = row[place["Наименование организации"] - 1]
            cell.value, cell.data_type = '=HYPERLINK("http://example.org")', "s"
    book.save(raw / "2018-03" / "registry.xlsx")
    edit(workbooks[0], {"Кадры!D8": "—"})
    post.give_back()
    for path in (post.returned(CODE), post.blank(CODE)):
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                formulas = [str(cell.value) for cell in row if cell.data_type == "f"]
                assert [
                    text for text in formulas if not re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)", text)
                ] == []


def test_who_sent_nothing_gets_the_blank_form_with_the_protocol(post, workbooks):
    workbooks[0].unlink()
    assert post.give_back() == {"302.xlsx": 1}
    (line,) = protocol(post.returned(CODE))
    assert line["Что неверно"] == "Муниципалитет 302 не сдал форму"
    book = openpyxl.load_workbook(post.returned(CODE))
    assert {book["Кадры"].cell(row, 4).value for row in keyed_rows(book, "Кадры").values()} == {None}
    assert book["Титул"]["C9"].value == "2018.1, кампания 2018-03"


def test_lost_sheets_and_headings_are_in_the_protocol_too(post, workbooks, edit):
    edit(workbooks[0], {"Результаты!D6": "аттестовано ребят"})
    book = openpyxl.load_workbook(workbooks[0])
    del book["Кадры"]
    book.save(workbooks[0])
    post.give_back()
    told = [(line["Лист"], line["Ячейка"], line["Что неверно"]) for line in protocol(post.returned(CODE))]
    assert told == [
        ("—", "—", "Нет листа «Кадры»"),
        ("Результаты", "—", "Нет графы «Итоги учебного года: аттестовано обучающихся 2–11 кл., чел.»"),
        ("Результаты", "D6", "Неизвестная графа «•••»"),
    ]
    cell = openpyxl.load_workbook(post.returned(CODE))["Результаты"]["D8"]
    assert "Нет графы" in cell.comment.text
    assert protocol(post.returned(CODE))[1]["Где в этой книге"] == "Результаты!D8"


def test_the_protocol_goes_through_the_sheets_as_the_form_does(post, workbooks, edit):
    edit(workbooks[0], {f"{title}!E8": "—" for title in ("Занятость", "Кадры", "Контингент")})
    post.give_back()
    assert [line["Лист"] for line in protocol(post.returned(CODE))] == ["Контингент", "Занятость", "Кадры"]


def test_a_file_of_nobody_is_listed_by_itself(post, workbooks):
    (workbooks[0].parent / "письмо.docx").write_bytes(b"letter")
    assert post.give_back() == {"unknown_sender.xlsx": 1}
    path = post.home / "2018-03" / "returned" / "unknown_sender.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["Протокол"]
    assert [line["Что неверно"] for line in protocol(path)] == [
        "Файл не читается как книга Excel или LibreOffice"
    ]


def test_a_problem_of_a_municipality_without_an_entry_is_not_lost(post, raw, workbooks):
    """The registry's schools name a municipality that its list of municipalities lacks: they are set aside there."""
    registry = raw / "2018-03" / "registry.xlsx"
    book = openpyxl.load_workbook(registry)
    sheet = book["Муниципалитеты"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if CODE in [cell.value for cell in row]))
    book.save(registry)
    lines = post.give_back()
    assert list(lines) == ["unknown_sender.xlsx"]
    path = post.home / "2018-03" / "returned" / "unknown_sender.xlsx"
    assert {line["Лист"] for line in protocol(path)} >= {"—", "Контингент", "Кадры"}
