"""A region is data: nothing that another region runs or prints names the sample's, and documents name whose they are."""

import io
import re

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from orchestration.places import PROJECT
from orchestration.reports.document.documents import REPORT, START, TEMPLATES, Filling
from orchestration.reports.document.letters import write_letters
from tests.sample_region.region_profile import MADE
from tests.unit.document_marts import ENTRY, FINAL, document_marts, put
from tests.unit.report_marts import printed
from tests.unit.test_warehouse_sql import seed_rows

OF_THE_PRODUCT = ("orchestration", "dbt_project/models", "dbt_project/macros", "dbt_project/seeds", "scripts")
TEXTS = {".py", ".sql", ".yml", ".csv", ".j2", ".css", ".js"}
SAMPLE = ("смоленск", "смолгу", "соиро", "dpo-smolensk", "муниципальный образовательный центр как механизм")


def text_of_docx(source):
    """All that a Word file holds, headers and footers too."""
    document = docx.Document(source)
    stories = [document.element.body]
    stories += [part._element for section in document.sections for part in (section.header, section.footer)]
    paragraphs = (paragraph for story in stories for paragraph in story.iter(qn("w:p")))
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t"))) for paragraph in paragraphs
    )


@pytest.fixture(scope="module")
def names(sample_raw):
    """Stems of what only this region is called: itself, its municipalities, people whom its workbooks name."""
    registry = openpyxl.load_workbook(sample_raw / "2018-03" / "registry.xlsx", read_only=True)
    municipalities = [row[1] for row in registry["Муниципалитеты"].iter_rows(min_row=5, values_only=True)]
    towns = {word for name in municipalities for word in re.findall(r"[А-ЯЁ][а-яё-]+", name)}
    speakers = {
        name
        for row in printed("table_3_seminars")
        for name in re.findall(r"[А-ЯЁ][а-яё]{3,}", row["speakers"])
    }
    assert len(towns) >= 26
    assert len(speakers) > 5
    return {*SAMPLE, *(re.sub("(ский|ий)$", "", word).lower() for word in towns), *map(str.lower, speakers)}


def named(text, names):
    """Names that stand in a text as the beginning of a word."""
    return {name for name in names if re.search(rf"\b{re.escape(name)}", text.lower())}


def test_a_name_of_the_sample_would_be_found(names):
    assert named("в Вяземском районе", names)
    assert named("семинар вела Морозова О.В., dpo-smolensk.ru", names) >= {"морозова", "dpo-smolensk"}
    assert not named("школы муниципального района", names)


def test_no_code_sql_or_seed_names_the_sample_region(names):
    files = [
        path for folder in OF_THE_PRODUCT for path in (PROJECT / folder).rglob("*") if path.suffix in TEXTS
    ]
    assert len(files) > 200
    found = {path.relative_to(PROJECT).as_posix(): named(path.read_text("utf-8"), names) for path in files}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_no_template_names_the_sample_region(names, template):
    assert named(text_of_docx(str(template)), names) == set()


@pytest.fixture
def elsewhere(undrawn):
    """The same marts of a region of another name, without pictures."""
    with document_marts() as opened:
        opened.execute("delete from marts.region_profile")
        stated = dict(MADE)
        profile = [
            (row["fact"], n, stated.get(row["fact"], row["otherwise_ru"] or None), row["fact"] in stated)
            for n, row in enumerate(seed_rows("region_defaults"))
        ]
        put(opened, "region_profile", *((campaign, *row) for campaign in (ENTRY, FINAL) for row in profile))
        yield opened


@pytest.mark.parametrize(
    ("document", "campaign", "edition"), [(REPORT, FINAL, "year"), (START, ENTRY, "start")]
)
def test_a_report_of_another_region_names_that_region(elsewhere, document, campaign, edition):
    elsewhere.execute("delete from marts.events")
    elsewhere.execute("update marts.report_facts set text_ru = null")
    made = docx.Document(io.BytesIO(Filling(document, elsewhere, campaign, edition).docx()))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    for words in (
        "Директор Приреченского ИРО",
        "«Приреченский институт развития образования»",
        "В Приреченском крае работают",
        "проект «Школы Приречья – навстречу друг другу»"
        if document is REPORT
        else "рамках проекта «Школы Приречья",
    ):
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")
    assert named(text, SAMPLE) == set()
    assert "нет данных" not in text.partition("Школы сравнивались")[0]


def test_a_letter_of_another_region_names_its_institute(elsewhere, tmp_path):
    text = text_of_docx(str(write_letters(elsewhere, FINAL, tmp_path)[0]))
    assert text.startswith("«Приреченский институт развития образования»")
    assert "Директор Приреченского ИРО ____" in text
    assert named(text, SAMPLE) == set()
