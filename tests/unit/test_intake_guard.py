"""Workbooks made to stop the reader are refused with what they are; large honest ones are read."""

import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.styles import PatternFill

from orchestration.forms.limits import limits
from orchestration.intake.cell_marks import cell_marks
from orchestration.intake.grids import UnreadableWorkbookError, open_grids
from orchestration.intake.guard import check_workbook
from orchestration.intake.refusals import RefusedFileError

SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
ODS_XML = b"<office:spreadsheet><table:table>%s</table:table></office:spreadsheet>"


def rewritten(path, change):
    """The archive with change(name, content) in place of each part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))


def refusal(path):
    with pytest.raises(RefusedFileError) as refused:
        check_workbook(path)
    return refused.value.rule, refused.value.value


@pytest.fixture
def book(tmp_path):
    """A workbook of one text."""
    path = tmp_path / "book.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Код"
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "1048576 строк на листе"),
        (b'<row r="1048576"><c><v>1</v></c></row>', "1048576 строк на листе"),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', "16384 граф на листе"),
        (b'<row r="1"><c q=">" r="XFD1"><v>1</v></c></row>', "16384 граф на листе"),
        (b'<row r="1"><c r="ALL1"/><c><v>1</v></c></row>', "1001 граф на листе"),
        (b'<row r="100000"><c r="CV100000"><v>1</v></c></row>', "10000000 клеток на листе"),
    ],
)
def test_a_text_in_the_far_corner_is_refused(book, cells, found):
    rewritten(book, lambda name, content: SHEET_XML % cells if name == SHEET else content)
    assert refusal(book) == ("file_too_large", found)


FILLED = b'<table:table-cell office:value-type="string" %s><text:p>x</text:p></table:table-cell>'
FAR = b'<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (FAR + b"<table:table-row>" + FILLED % b"" + b"</table:table-row>", "1048576 строк на листе"),
        (
            b"<table:table-row>" + FILLED % b'table:number-columns-repeated="16384"' + b"</table:table-row>",
            "16384 граф на листе",
        ),
        (b"<table:table-row>" + FILLED % b"" + b"</table:table-row>" + FAR, None),
    ],
)
def test_repeated_rows_and_cells_of_ods_count_as_often_as_they_stand_for(tmp_path, rows, found):
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS_XML % rows)
    if found:
        assert refusal(path) == ("file_too_large", found)
    else:
        check_workbook(path)


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused(book):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(5_000_000))
    assert refusal(book)[0] == "file_too_large"


def test_an_archive_that_tells_a_smaller_size_than_it_has_is_refused(book):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"0123456789" * 1000)
    told, less = (10_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    book.write_bytes(book.read_bytes().replace(told, less))
    assert refusal(book) == ("file_hostile", "размер части не тот, что в оглавлении архива")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_would_blank_a_cell_and_is_refused(book, encoding):
    head = '<!DOCTYPE x [<!ENTITY a "12">]>'.encode(encoding)
    rewritten(book, lambda name, content: head + content if name == SHEET else content)
    assert refusal(book)[0] == "file_hostile"


def test_a_part_that_leads_out_of_the_archive_is_refused(book):
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/../../x.xml", b"<x/>")
    assert refusal(book) == ("file_hostile", "часть с путём наружу")


def test_a_spoiled_part_does_not_hide_those_after_it(book):
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/media/image1.png", b"0123456789")
    book.write_bytes(book.read_bytes().replace(b"0123456789", b"0123456780"))
    with pytest.raises(UnreadableWorkbookError):
        open_grids(book)


def test_an_xls_is_held_to_how_far_its_texts_reach_not_its_formatted_blanks(tmp_path):
    """Its reader would take more than a gigabyte for the rectangle between two texts of a file of 6 kB."""
    path = tmp_path / "book.xls"
    for column, found in ((76, None), (77, "5046272 клеток на листе")):
        workbook = xlwt.Workbook()
        sheet = workbook.add_sheet("A")
        sheet.write(0, 0, "Код")
        sheet.write(65535, column - 1, "x")
        sheet.write(65535, 255, None, xlwt.easyxf("pattern: pattern solid"))
        workbook.save(str(path))
        if found:
            assert refusal(path) == ("file_too_large", found)
        else:
            check_workbook(path)


def test_an_archive_behind_an_xls_is_refused_a_reader_may_take_it_for_either(book):
    workbook = xlwt.Workbook()
    workbook.add_sheet("A").write(0, 0, "Код")
    workbook.save(str(both := book.with_suffix(".xls")))
    both.write_bytes(both.read_bytes() + book.read_bytes())
    assert refusal(both)[0] == "file_hostile"


def test_merged_ranges_that_lie_on_each_other_are_refused(book):
    over = b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A1"/><mergeCell ref="A1:A1"/></mergeCells>'
    content = SHEET_XML.replace(b"%s</sheetData>", b"%s") % over
    rewritten(book, lambda name, was: content if name == SHEET else was)
    with pytest.raises(RefusedFileError):
        open_grids(book)


def test_a_file_past_the_size_limit_is_refused_unread(tmp_path):
    with (path := tmp_path / "book.xls").open("wb") as large:
        large.truncate(limits()["file_bytes"] + 1)
    assert refusal(path)[0] == "file_too_large"


def test_a_hundred_thousand_formatted_empty_rows_are_read(tmp_path):
    path = tmp_path / "formatted.xlsx"
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    blank = openpyxl.cell.WriteOnlyCell(sheet)
    blank.fill = PatternFill("solid", fgColor="FFFF00")
    sheet.append(["Код"])
    for _ in range(100_000):
        sheet.append([blank, blank])
    workbook.save(path)
    assert [list(row) for row in open_grids(path)[0].rows] == [["Код"]]


def test_every_workbook_of_the_sample_passes(sample_raw):
    paths = [path for path in sample_raw.rglob("*") if re.search(r"\.(xlsx?|ods)$", path.name)]
    assert len(paths) > 50
    for path in paths:
        check_workbook(path)


def test_a_workbook_under_another_suffix_opens_by_its_content(book):
    for suffix in (".xls", ".ods", ".txt"):
        other = shutil.copy(book, book.with_suffix(suffix))
        assert open_grids(other)[0].rows[0][0] == "Код"


def test_a_computed_formula_is_no_doubt_be_its_text_empty(book):
    cells = b"""<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"x"</f><v></v></c>
    <c r="C1"><f>1+1</f><v></v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1" s="0"><v>1</v></c></row>"""
    rewritten(book, lambda name, content: SHEET_XML % cells if name == SHEET else content)
    assert cell_marks(book)[0] == {"Sheet": {(0, 2): "formula_without_value", (0, 3): "cell_error"}}


def test_parts_in_letters_of_another_case_than_they_are_referred_to_by_are_read(book):
    """100% as a plain 1 would be one pupil."""
    workbook = openpyxl.load_workbook(book)
    workbook.active["B2"], workbook.active["B2"].number_format = 1, "0%"
    workbook.save(book)
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("xl/styles", "xl/Styles").replace("/sheet1", "/Sheet1"), content)
    assert cell_marks(book)[0] == {"Sheet": {(1, 1): "share_typed"}}


def test_a_workbook_whose_sheets_are_no_xml_is_not_opened(book):
    """An xlsb's extent is told by nothing that is looked at, and a reader would open it by its content."""
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    with pytest.raises(UnreadableWorkbookError):
        open_grids(book)


def test_what_an_ods_says_of_its_cells_is_told_by_sheet_and_place(tmp_path):
    """A share, an error whose text its reader gives as a blank, a formula without a value, each where it stands."""
    cells = b"""<table:table table:name="A &amp; B"><table:table-row table:number-rows-repeated="2"><table:table-cell/>
    </table:table-row><table:table-row><table:table-cell table:number-columns-repeated="3"/>
    <table:table-cell office:value-type="percentage" office:value="1"><text:p>100%</text:p></table:table-cell>
    <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"/>
    <table:table-cell table:formula="of:=1+1"/>
    <table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/></table:table-row>
    <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="percentage" office:value="1"/>
    </table:table-row></table:table><table:table table:name="C"><table:table-row><table:table-cell
    office:value-type="percentage" office:value="1"/></table:table-row></table:table>"""
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS_XML % cells)
    assert cell_marks(path)[0] == {
        "A & B": {
            (2, 3): "share_typed",
            (2, 4): "cell_error",
            (2, 5): "formula_without_value",
            (3, 0): "share_typed",
            (4, 0): "share_typed",
        },
        "C": {(0, 0): "share_typed"},
    }


def test_the_cells_of_an_ods_that_a_program_saved_are_marked_where_its_reader_finds_them(book):
    """LibreOffice's own ods, not one made for the test."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice")
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.active
    sheet["C4"], sheet["C4"].number_format = 1, "0%"
    sheet["D4"], sheet["E4"] = "=1/0", "=20+26"
    workbook.save(book)
    profile = f"-env:UserInstallation={book.parent.as_uri()}/office"
    command = [soffice, profile, "--headless", "--convert-to", "ods", "--outdir", str(book.parent), str(book)]
    subprocess.run(command, check=True, capture_output=True)
    saved = book.with_suffix(".ods")
    assert cell_marks(saved)[0] == {"Sheet": {(3, 2): "share_typed", (3, 3): "cell_error"}}
    assert open_grids(saved)[0].value(3, 4) == 46
