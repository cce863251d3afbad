import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import lxml.html
import openpyxl
import pytest

from orchestration.reports.page import html_page
from orchestration.reports.table import WIDEST_UPRIGHT, Column, Records, Row, Table, csv_text, text_cell
from orchestration.reports.tables import read_table
from orchestration.reports.workbook import FONT, LINE_HEIGHT, xlsx_bytes
from tests.unit.report_marts import CAMPAIGN, marts, printed

FORMULAS = ["=1+1", "+7 (4812) 38-21-57", "-1", "@SUM(A1)", "\t=1"]


def sheet_of(table):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).worksheets[0]


@pytest.fixture(scope="module")
def tables():
    with marts() as connection:
        return {n: read_table(n, connection, CAMPAIGN) for n in (1, 5)}


@pytest.fixture
def hostile():
    """A table whose texts would like to be formulas or markup."""
    texts = [*FORMULAS, '<script>alert(1)</script> & "x"']
    return Table(
        name="table_5",
        number="Таблица 5",
        caption="=CAPTION()",
        period="март 2018 года",
        columns=(Column("=HEAD()", 20),),
        rows=tuple(Row((text_cell(text),)) for text in texts),
        records=Records(("text",), tuple((text,) for text in texts)),
    )


def test_the_sheet_holds_the_printed_cells(tables):
    sheet = sheet_of(tables[1])
    assert sheet["A1"].value == "Таблица 1"
    assert [cell.value for cell in sheet[4][:5]] == [column.heading for column in tables[1].columns]
    for line, row in zip(
        sheet.iter_rows(min_row=5, max_col=5), printed("table_1_start_diagnostics"), strict=True
    ):
        shown = [
            ("" if c.value is None else str(c.value)).replace(".", ",").replace("\n", " ") for c in line[2:]
        ]
        assert shown == [row["mean_cell"], row["max_cell"], row["min_cell"]]


def test_who_answered_stands_beside_the_printed_block_and_is_not_printed(tables):
    sheet = sheet_of(tables[1])
    assert (sheet["G4"].value, sheet["G5"].value) == (tables[1].beside, "75 из 75")
    assert sheet["F4"].value is None
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$E$35"
    page = lxml.html.fromstring(html_page(tables[1], ()))
    assert page.xpath("//tbody/tr[1]/@title") == [f"{tables[1].beside}: 75 из 75"]
    assert sheet_of(tables[5]).max_column == len(tables[5].columns)


def test_numbers_stay_numbers_and_are_shown_as_printed(tables):
    diagnostics, clusters = sheet_of(tables[1]), sheet_of(tables[5])
    assert (diagnostics["C5"].value, diagnostics["C5"].number_format) == (0.379, "[$-419]General")
    assert (diagnostics["A5"].value, diagnostics["A5"].number_format) == (1, '0"."')
    assert (diagnostics["C9"].value, diagnostics["C9"].data_type) == ("0,045\n18 школ", "s")
    # a zero that the report prints as nothing still counts in a sum
    assert (clusters["D5"].value, clusters["D5"].number_format) == (0, "0;-0;")
    assert sum(cell.value for (cell,) in clusters["D5:D31"]) == clusters["D32"].value == 30
    assert [cell.font.b for cell in clusters[32]] == [True] * 5


def test_the_sheet_is_set_up_for_print(tables):
    sheet = sheet_of(tables[5])
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:E1", "A2:E2"}
    wide = replace(tables[5], columns=tuple(replace(column, width=40) for column in tables[5].columns))
    assert [sheet_of(each).page_setup.orientation for each in (tables[5], wide)] == ["portrait", "landscape"]


def test_the_contents_of_a_workbook_fit_a_page(tables):
    long = replace(tables[5], caption="Отчёт о реализации дорожной карты " * 5)
    index = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(tables[1], long))).worksheets[0]
    assert index.sheet_properties.pageSetUpPr.fitToPage
    assert index["B2"].alignment.wrap_text
    assert index.row_dimensions[2].height > index.row_dimensions[1].height
    assert sum(index.column_dimensions[column].width for column in "AB") < WIDEST_UPRIGHT


def test_rows_are_given_the_lines_that_their_letters_need_and_bold_ones_more(tables):
    text = "Организация сетевых партнерств между муниципалитетами и школами"
    columns = (replace(tables[5].columns[0], heading=text, width=34), *tables[5].columns[1:])
    rows = (Row((text_cell(text), *tables[5].rows[0].cells[1:])),)
    sheet = sheet_of(replace(tables[5], columns=columns, rows=rows))
    # in these 34 digits of the workbook's own font it takes three lines
    assert sheet.row_dimensions[5].height == 3 * LINE_HEIGHT + 4
    assert sheet.parent._named_styles["Normal"].font.name == FONT
    assert sheet.row_dimensions[4].height > sheet.row_dimensions[5].height


def test_the_workbook_bears_no_time(tables):
    archive = zipfile.ZipFile(io.BytesIO(xlsx_bytes(tables[5])))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"dcterms" not in re.sub(rb"xmlns:\w+=\S+", b"", archive.read("docProps/core.xml"))


def test_tables_share_a_workbook_a_sheet_each(tables):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(*tables.values())))
    assert book.sheetnames == ["Содержание", "Таблица 1", "Таблица 5"]
    assert book["Таблица 5"]["A5"].value == "«Велижский район»"


def test_a_sheet_has_a_name_that_a_spreadsheet_takes(tables):
    named = replace(tables[5], number="Приложение 4/5: кто и какие сведения представил")
    (name,) = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(named))).sheetnames
    assert name == "Приложение 4 5  кто и какие све"


def test_no_text_becomes_a_formula(hostile):
    sheet = sheet_of(hostile)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if cell.quotePrefix] == ["=CAPTION()", "=HEAD()", *FORMULAS]
    lines = csv_text(hostile).splitlines()[1:]
    assert [line[:2] for line in lines[: len(FORMULAS)]] == [f"'{text[0]}" for text in FORMULAS]


class Markup(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.figures, self.current = [], {}, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        self.current = given.get("data-figure")

    def handle_endtag(self, tag):
        self.current = None

    def handle_data(self, text):
        if self.current:
            self.figures[self.current] = text


def parsed(table):
    markup = Markup()
    markup.feed(html_page(table))
    return markup


def test_the_page_names_every_figure(tables):
    figures = parsed(tables[1]).figures
    assert figures["table_1/15/mean"] == "0,136"
    assert figures["table_1/17/min_note"] == "в 10 школах"
    expected = {
        p.figure: p.text for row in tables[1].rows for cell in row.cells for p in cell.pieces if p.figure
    }
    assert figures == expected


def test_the_page_is_russian_semantic_and_needs_nothing_else(tables):
    tags = parsed(tables[5]).tags
    assert ("html", {"lang": "ru"}) in tags
    scopes = [given.get("scope") for tag, given in tags if tag == "th"]
    assert scopes == ["col"] * 5 + ["row"] * 28
    assert [tag for tag, _ in tags if tag in ("script", "link", "img", "iframe")] == []
    assert not [given for _, given in tags if "src" in given or "href" in given]
    assert "url(" not in html_page(tables[5])


def test_the_page_escapes_what_it_shows(hostile):
    page = html_page(hostile)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;x&#34;" in page


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match=r"rows of \[1\] cells under 2 columns"):
        Table(
            name="table_5",
            number="Таблица 5",
            caption="",
            period="",
            columns=(Column("а", 5), Column("б", 5)),
            rows=(Row((text_cell("в"),)),),
            records=Records((), ()),
        )
