"""A template filled: tables, pictures and styles of the Word file, and figures that somebody typed."""

import io
from dataclasses import replace

import docx
import lxml.html
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from jinja2 import UndefinedError

from orchestration.reports.document.documents import TEMPLATES
from orchestration.reports.document.figures import Printer, agree, noun, percent
from orchestration.reports.document.page_template import filled_page, page_template
from orchestration.reports.document.typed_figures import typed_figures
from orchestration.reports.document.web import html_document
from orchestration.reports.document.word import docx_bytes
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.table import Column, Records, Row, Table, section_row, text_cell
from tests.unit.blank_picture import PIXEL

MAP = Picture(
    name="tile_map",
    caption="Районы",
    alt="Карта районов, чем темнее, тем больше школ",
    svg='<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>',
    png=PIXEL,
    width_cm=12,
)
TABLE = Table(
    name="table_9",
    number="Таблица 9",
    caption="Районы & города",
    period="2018 год",
    columns=(
        Column("№", 5),
        Column("Муниципальное образование", 40, "left"),
        Column("Минимальное значение", 8),
    ),
    rows=(
        section_row("Раздел"),
        Row((text_cell("1."), text_cell("<Вяземский>"), text_cell("0\nв 2 школах"))),
        Row((text_cell(""), text_cell("Итого"), text_cell("2")), is_total=True),
    ),
    records=Records((), ()),
    footnotes=("… — данных нет",),
)
PLACED: dict[str, Table | Picture] = {"table_9": TABLE, "picture_map": MAP}


@pytest.fixture
def template(tmp_path):
    """A template of the given paragraphs, in the styles of the report's."""

    def made(*paragraphs, without=None):
        document = docx.Document(str(TEMPLATES / "letter.docx"))
        for paragraph in list(document.element.body.iter(qn("w:p"))):
            paragraph.getparent().remove(paragraph)
        for text in paragraphs:
            document.add_paragraph(text)
        if without:
            document.styles[without].delete()
        document.save(tmp_path / "template.docx")
        return tmp_path / "template.docx"

    return made


def filled(template, **context):
    return docx.Document(io.BytesIO(docx_bytes(template, context, PLACED.__getitem__)))


def test_a_table_stands_in_the_place_of_its_name(template):
    document = filled(template("Прежде", "[[table_9]]", "Затем"))
    assert [p.text for p in document.paragraphs] == [
        "Прежде", "Таблица 9", "Районы & города", "… — данных нет", "Затем",
    ]  # fmt: skip
    (table,) = document.tables
    assert [cell.text for cell in table.rows[2].cells] == [
        "1.",
        "<Вяземский>",
        "0\nв 2\N{NO-BREAK SPACE}школах",
    ]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, False, False, False]
    assert [cell.text for cell in table.rows[1].cells] == ["Раздел"] * 3
    assert len(table.rows[1]._tr.tc_lst) == 1
    bold = [bool(row.cells[1].paragraphs[0].runs[0].bold) for row in table.rows]
    assert bold == [True, True, False, True]


def test_columns_are_as_wide_as_they_have_text_and_none_breaks_its_words(template):
    number, name, value = (column.width for column in filled(template("[[table_9]]")).tables[0].columns)
    assert number < value < name
    # «Минимальное», 11 letters of 6.4 points
    assert value.pt >= 11 * 6.4
    # A4 without the margins of the template, 3 and 1.5 cm
    assert round((number + name + value) / Cm(1), 1) <= 16.5


def test_a_column_takes_what_its_text_needs_and_leaves_the_rest_to_longer_ones(template, monkeypatch):
    columns = tuple(Column(heading, 30) for heading in ("Состояние", "Мероприятие", "Результаты"))
    texts = ("в срок", " ".join(["слово"] * 60), " ".join(["слово"] * 30))
    monkeypatch.setitem(
        PLACED, "table_9", replace(TABLE, columns=columns, rows=(Row(tuple(map(text_cell, texts))),))
    )
    (table,) = filled(template("[[table_9]]")).tables
    state, longer, shorter = (column.width for column in table.columns)
    assert state.pt <= 10 * 6.6 + 6
    assert 1.5 < longer / shorter < 2.1
    # what no line holds is given as much as the page has
    assert round((state + longer + shorter) / Cm(1), 1) == 16.5


def test_many_columns_share_what_there_is(template, monkeypatch):
    columns = tuple(Column(f"Невообразимое{n}", 5) for n in range(12))
    wide = replace(TABLE, columns=columns, rows=(Row((text_cell("1"),) * 12),))
    monkeypatch.setitem(PLACED, "table_9", wide)
    (table,) = filled(template("[[table_9]]")).tables
    assert round(sum(column.width for column in table.columns) / Cm(1), 1) <= 16.5
    assert {cell.paragraphs[0].style.name for cell in table.rows[1].cells} == {"Мелкий текст таблицы"}


def test_no_word_of_a_text_column_is_broken(template, monkeypatch):
    columns = (Column("Школа", 40, "left"), *(Column("Мониторинг", 10) for _ in range(5)))
    row = Row((text_cell("Веленоключеевская\nМуниципальное"), *[text_cell("1")] * 5))
    monkeypatch.setitem(PLACED, "table_9", replace(TABLE, columns=columns, rows=(row,)))
    (table,) = filled(template("[[table_9]]")).tables
    # 17 letters of 6.4 points
    assert table.columns[0].width.pt >= 17 * 6.4


def test_a_table_too_wide_for_an_upright_page_lies_sideways_under_its_heading(template, monkeypatch):
    wide = replace(TABLE, columns=(Column("№", 5), Column("Школа", 80, "left"), Column("Основание", 60)))
    monkeypatch.setitem(PLACED, "table_10", wide)
    path = template("Прежде", "[[table_9]]", "Список", "[[table_10]]", "Затем")
    document = docx.Document(str(path))
    document.paragraphs[2].style = "Heading 1"
    document.save(path)
    document = filled(path)
    sideways = [section.page_width > section.page_height for section in document.sections]
    assert sideways == [False, True, False]
    texts = [
        [block.text for block in s.iter_inner_content() if hasattr(block, "text")] for s in document.sections
    ]
    assert texts[1][0] == "Список"
    assert texts[2] == ["Затем"]
    # the title page is the first one only
    assert [section.different_first_page_header_footer for section in document.sections[1:]] == [False] * 2
    assert sum(column.width for column in document.tables[1].columns) > Cm(20)


def test_no_empty_page_follows_a_last_table_that_lies_sideways(template, monkeypatch):
    monkeypatch.setitem(
        PLACED, "table_9", replace(TABLE, columns=(Column("№", 5), *[Column("Школа", 80)] * 2))
    )
    sections = filled(template("Прежде", "[[table_9]]")).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True]


def test_the_contents_lead_to_every_section_before_the_first_that_begins_a_page(template):
    path = template("Титул", "Введение", "Текст", "Итоги & выводы")
    document = docx.Document(str(path))
    for place in (1, 3):
        document.paragraphs[place].style = "Heading 1"
    document.save(path)
    assert filled(path).element.body.find(qn("w:sdt")) is None
    document.paragraphs[1].paragraph_format.page_break_before = True
    document.save(path)
    body = filled(path).element.body
    block = body.find(qn("w:sdt"))
    assert [body.index(block), len(block.findall(f".//{qn('w:p')}"))] == [1, 3]
    anchors = [link.get(qn("w:anchor")) for link in block.iter(qn("w:hyperlink"))]
    assert anchors == [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert "Итоги & выводы" in "".join(node.text for node in block.iter(qn("w:t")))


def test_a_bold_number_keeps_its_noun(template):
    path = template("Всего ")
    document = docx.Document(str(path))
    document.paragraphs[0].add_run("75").bold = True
    document.paragraphs[0].add_run(" школ")
    document.save(path)
    paragraph = filled(path).paragraphs[0]
    assert paragraph.text == "Всего 75\N{NO-BREAK SPACE}школ"
    assert [run.text for run in paragraph.runs if run.bold] == ["75"]


def test_days_and_numbers_of_a_cell_are_not_parted(template, monkeypatch):
    row = Row((text_cell("1."), text_cell("18–19 октября"), text_cell("сельских – 63 (3 человека)")))
    monkeypatch.setitem(PLACED, "table_9", replace(TABLE, rows=(row,)))
    (table,) = filled(template("[[table_9]]")).tables
    assert [cell.text.replace("\N{NO-BREAK SPACE}", "_") for cell in table.rows[1].cells[1:]] == [
        "18–\N{WORD JOINER}19_октября",
        "сельских_– 63 (3_человека)",
    ]


def test_a_picture_has_words_for_who_cannot_see_it(template):
    document = filled(template("[[picture_map]]", "[[picture_map]]"))
    shapes = document.inline_shapes
    assert [round(shape.width.cm) for shape in shapes] == [12, 12]
    assert {shape._inline.docPr.get("descr") for shape in shapes} == {MAP.alt}
    assert [p.text for p in document.paragraphs if p.text] == ["Рисунок 1. Районы", "Рисунок 2. Районы"]


def test_a_page_has_the_picture_drawn_and_named(template):
    page = html_document(template("[[picture_map]]", "[[table_9]]"), {}, PLACED.__getitem__, "Страница")
    assert '<svg xmlns="http://www.w3.org/2000/svg">' in page
    assert f'aria-label="{MAP.alt}"' in page
    assert "<?xml" not in page
    assert '<table id="table_9"' in page


def test_what_has_no_place_is_an_error(template):
    with pytest.raises(LookupError, match="table_10"):
        filled(template("[[table_10]]"))


def test_a_style_that_the_template_lost_is_named(template):
    with pytest.raises(LookupError, match="has no style «Название таблицы»"):
        filled(template("[[table_9]]", without="Название таблицы"))


def test_an_unknown_name_is_an_error(template):
    with pytest.raises(UndefinedError, match="'f' is undefined"):
        filled(template("{{ f.schools }}"))


def test_tags_are_whole_however_word_split_them(template):
    path = template("{{ n }} и {%", "")
    document = docx.Document(str(path))
    paragraph = document.paragraphs[0]
    paragraph.clear()
    for part in ("{", "{ na", "me }} и ", "{% if name == ‘Лицей’ %}да{% endif %}"):
        paragraph.add_run(part).bold = part == "{ na"
    document.save(path)
    assert "{{ name }}" in page_template(path.read_bytes())
    assert filled(path, name="Лицей").paragraphs[0].text == "Лицей и да"
    assert "Лицей и да" in html_document(path, {"name": "Лицей"}, PLACED.__getitem__, "")


def test_a_table_typed_in_word_is_told_on_the_page_by_its_headings(template):
    path = template()
    document = docx.Document(str(path))
    document.styles.add_style("Строка таблицы", WD_STYLE_TYPE.PARAGRAPH)
    around = document.add_table(1, 1)
    table = around.cell(0, 0).add_table(5, 3)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    texts = (
        ("№", "Школа", "Хуже, {{ month }}"),
        ("{%tr for r in p.schools %}", "", ""),
        ("{{ r.no }}", "{{ r.name }}", '{% cellbg "D9D9D4" if r.worse > 1 else "FFFFFF" %}{{ r.worse }}'),
        ("{%tr endfor %}", "", ""),
    )
    table.cell(4, 0).merge(table.cell(4, 1)).text = "Всего"
    for row, words in zip(table.rows, texts, strict=False):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    table.cell(2, 1).paragraphs[0].style = "Строка таблицы"
    document.save(path)
    rows = [{"no": n, "name": f"Школа <{n}>", "worse": n} for n in (1, 2)]
    page = lxml.html.fromstring(filled_page(path, {"p": {"schools": rows}, "month": "март"}))
    (made,) = page.xpath("//table[@id='schools'][@class='cards']")
    assert made.xpath("tbody/tr/th[@scope='row']/p/text()") == ["Школа <1>", "Школа <2>"]
    assert made.xpath("tbody/tr[1]/td/@data-heading") == ["№", "Хуже, март"]
    assert made.xpath("tbody/tr[3]/td/@data-heading") == []
    assert made.xpath("tbody/tr/td[2]/@style") == ["background: #FFFFFF", "background: #D9D9D4"]
    assert page.xpath("//table[@role='presentation']//table/@id") == ["schools"]


def test_a_footer_is_filled_and_a_line_break_of_a_text_kept(template):
    path = template("{{ name }}")
    document = docx.Document(str(path))
    document.sections[0].footer.paragraphs[0].text = "{{ name }}"
    document.save(path)
    made = filled(path, name="Отчёт\nза год")
    assert made.paragraphs[0].text == made.sections[0].footer.paragraphs[0].text == "Отчёт\nза год"


def test_signs_that_xml_cannot_hold_are_left_out(template):
    assert filled(template("{{ name }}"), name="Лицей\x0b им. Глинки").paragraphs[0].text == (
        "Лицей им.\N{NO-BREAK SPACE}Глинки"
    )


def test_figures_are_worded_in_russian():
    printer = Printer()
    schools = printer.figure("facts/schools", 21.0)
    assert str(agree(schools, "школа", "школы", "школ")) == "21\N{NO-BREAK SPACE}школа"
    assert noun(printer.figure("a", 3), "включена", "включены", "включено") == "включены"
    assert str(percent(printer.figure("a", 0.2018))) == "20,2\N{NO-BREAK SPACE}%"
    nothing = printer.figure("a", None)
    assert [str(agree(nothing, "а", "б", "в")), str(percent(nothing)), nothing.text] == ["нет данных"] * 3


@pytest.mark.parametrize("name", [path.name for path in sorted(TEMPLATES.glob("*.docx"))])
def test_no_figure_is_typed_into_a_template(name):
    assert typed_figures(TEMPLATES / name) == []


@pytest.mark.parametrize(
    "typed",
    [
        "включены 75 школ",
        "{{ f.schools }} школ, из них 65 % сельских",
        "{{ 75 }} школ",
        "{{ '75' }} школ",
        "{% set n = 75 %}{{ n }} школ",
        "обучено 202 человека (приложение 1)",
        "в 2018 из 360",
        "таблица 5 и 38 школ",
        "за 2018 год 12 семинаров",
    ],
)
def test_a_typed_figure_is_found(template, typed):
    (found, *_) = typed_figures(template("Ничего", typed))
    assert typed in found


def test_a_typed_figure_is_found_in_a_footer(template):
    path = template("Ничего")
    document = docx.Document(str(path))
    document.sections[0].footer.paragraphs[0].text = "75 школ"
    document.save(path)
    assert typed_figures(path) == ["…75 школ…"]


@pytest.mark.parametrize(
    "allowed",
    [
        "приказ от 26.02.2018 № 161-ОД",
        "соглашение от 8 февраля 2018 г. № 074-08-2018-599",
        "программа на 2014–2020 годы, мероприятие 2.2",
        "таблица 1а, приложении 3",
        "http://www.dpo-smolensk.ru/FCPRO/2018/",
        "{{ f.rural_schools_share | percent(0) }}{% if f.talks.value == 1 %}раз{% endif %}",
        "[[table_1]]",
    ],
)
def test_dates_decrees_and_references_may_be_typed(template, allowed):
    assert typed_figures(template(allowed)) == []
