"""Rows that belong to no school yet: they go back with their answers, and the code once filled in brings them home."""

import shutil
import subprocess

import openpyxl
import pytest

from tests.unit.outgoing import Post, protocol

CODE = "302"


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


def test_an_unknown_school_waits_with_its_answers_for_its_code(post, workbooks, edit):
    good = post.read()
    book = openpyxl.load_workbook(workbooks[0])
    titles = [sheet.title for sheet in book if sheet.title != "Титул"]
    school = book["Кадры"]["B8"].value
    edit(workbooks[0], {f"{title}!B8": "999999" for title in titles})
    post.give_back()
    lines = protocol(post.returned(CODE))
    assert [line["Код ОО (впишите)"] for line in lines] == [None, *["см. № 1"] * 4]
    assert {line["Ячейка"] for line in lines} == {"B8"}
    book = openpyxl.load_workbook(post.returned(CODE))
    yellow = book["Протокол"]["I8"]
    assert (yellow.fill.start_color.rgb, yellow.protection.locked) == ("00FFFF66", False)
    assert book["Кадры"]["B8"].value == school
    assert book["Кадры"]["D8"].value is None
    stray = next(row for row in book["Кадры"].iter_rows(min_row=8) if row[0].value == "?")
    assert stray[1].value == "=IF('Протокол'!$I$8=\"\",\"999999\",'Протокол'!$I$8)"
    sent = good.rows[(good.rows["entity"] == school) & (good.rows["variable"] == "staff")]
    assert stray[3].value == sent["number"].iloc[0]


def test_a_school_that_the_registry_leaves_unclear_waits_for_the_registry_and_nobody_is_asked_its_code(
    post, raw, workbooks, edit
):
    good = post.read()
    registry = openpyxl.load_workbook(raw / "2018-03" / "registry.xlsx")["Школы"]
    school = openpyxl.load_workbook(workbooks[0])["Кадры"]["B8"].value
    heading = next(cell for row in registry.iter_rows() for cell in row if cell.value == "Вид организации")
    row = next(row[0].row for row in registry.iter_rows() if school in [cell.value for cell in row])
    cell = f"{heading.column_letter}{row}"
    edit(raw / "2018-03" / "registry.xlsx", {f"Школы!{cell}": "СОШ"})
    post.give_back()
    lines = protocol(post.returned(CODE))
    assert {line["Что неверно"] for line in lines} == {
        f"Школа {school} ждёт реестра: её строка в нём не полна (registry.xlsx, Школы!{cell})"
    }
    assert {line["Код ОО (впишите)"] for line in lines} == {None}
    stray = next(
        row
        for row in openpyxl.load_workbook(post.returned(CODE))["Кадры"].iter_rows(min_row=8)
        if row[0].value == "?"
    )
    sent = good.rows[(good.rows["entity"] == school) & (good.rows["variable"] == "staff")]
    assert (stray[1].value, stray[3].value) == (school, sent["number"].iloc[0])


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_code_filled_in_and_saved_brings_the_school_back(post, workbooks, edit, tmp_path):
    good = post.read()
    school = openpyxl.load_workbook(workbooks[0])["Кадры"]["B8"].value
    edit(workbooks[0], {"Кадры!B8": "999999", "Занятость!B8": "999999"})
    post.give_back()
    mended = tmp_path / "mended" / "302.xlsx"
    mended.parent.mkdir()
    shutil.copy(post.returned(CODE), mended)
    edit(mended, {"Протокол!I8": school})
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", str(post.sent), str(mended)], check=True, capture_output=True)
    intake = post.read()
    assert intake.problems == []
    columns = ["part", "entity", "variable", "number", "text", "state"]
    before, after = (
        rows[columns].sort_values(columns[:3], ignore_index=True) for rows in (good.rows, intake.rows)
    )
    assert before.equals(after)
    assert all(d.rows_in == d.rows_kept for d in intake.deliveries)


def test_a_school_twice_comes_back_with_both_rows(post, workbooks, edit):
    book = openpyxl.load_workbook(workbooks[0])
    school, first, second = (book["Кадры"][place].value for place in ("B8", "D8", "D9"))
    edit(workbooks[0], {"Кадры!B9": school})
    post.give_back()
    sheet = openpyxl.load_workbook(post.returned(CODE))["Кадры"]
    stray = next(row for row in sheet.iter_rows(min_row=8) if row[0].value == "?")
    assert (sheet["D8"].value, stray[3].value) == (first, second)
    assert sheet["D8"].fill.start_color.rgb == "00FFC7CE"
    assert "записана на листе больше одного раза" in sheet["B8"].comment.text


def test_a_row_without_a_code_asks_for_it(post, workbooks, edit):
    edit(workbooks[0], {"Кадры!B8": None})
    post.give_back()
    (line,) = protocol(post.returned(CODE))
    assert (line["Ячейка"], line["Код ОО (впишите)"]) == ("B8", None)
    book = openpyxl.load_workbook(post.returned(CODE))
    assert book["Протокол"]["I8"].fill.start_color.rgb == "00FFFF66"


def test_of_two_rows_of_a_school_the_empty_one_is_no_row(post, workbooks):
    book = openpyxl.load_workbook(workbooks[0])
    sheet = book["Кадры"]
    sheet.insert_rows(9)
    sheet["B9"] = sheet["B8"].value
    book.save(workbooks[0])
    intake = post.read()
    assert intake.problems == []
    assert all(d.rows_in == d.rows_kept for d in intake.deliveries)
