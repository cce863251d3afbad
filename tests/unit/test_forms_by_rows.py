"""A form that words or orders itself otherwise is read after rows of data alone: docs/forms.md."""

import csv
import shutil

import openpyxl
import pytest

from orchestration.forms import form
from orchestration.forms.campaign import Campaign
from orchestration.forms.form import MUNICIPAL, REGISTRY, rows_of, variants
from orchestration.intake import grids, headings, sheets
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.values import normal
from orchestration.intake.workbooks import read_workbooks

CACHED = (
    form.sheet_titles,
    form.heading_texts,
    grids._declared_titles,
    headings._heading_words,
    sheets._wanted,
)
REGION = "2019 другого региона"
TEXTS = {"sheet", "group_ru", "heading_ru"}
OF_REGION = {"Код ОО": "Шифр", "Код АТЕ": "Шифр района"}


@pytest.fixture
def forms(tmp_path, monkeypatch):
    """The declarations in a folder of their own, to add rows to."""
    folder = shutil.copytree(form.HERE, tmp_path / "forms", ignore=shutil.ignore_patterns("*.py*"))
    monkeypatch.setattr(form, "HERE", folder)
    monkeypatch.setattr(form, "SYNONYMS", folder / "synonyms.csv")
    yield folder
    forget()


def forget():
    for declared in CACHED:
        declared.cache_clear()


def add(path, rows):
    with path.open("a", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    forget()


@pytest.fixture
def read(raw, entry, workbooks):
    """What the first workbook says, by entity and variable, and what was wrong with it."""

    def read():
        intake = read_workbooks(raw, entry, schools_of(read_registry(raw, entry).rows))
        name = f"2018-03/municipal/{workbooks[0].name}"
        rows = intake.rows[intake.rows["file"] == name]
        told = {
            (row.entity, row.variable): (row.state, str(row.number), row.text) for row in rows.itertuples()
        }
        (delivery,) = (delivery for delivery in intake.deliveries if delivery.file == name)
        problems = [problem for problem in intake.problems if problem.place.file == name]
        return told, delivery.variant, problems, set(rows["sheet"])

    return read


def reword(path, words):
    """Each of these texts in another's place, a sheet's title too."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = words.get(cell.value, cell.value)
        sheet.title = words.get(sheet.title, sheet.title)
    book.save(path)


def test_a_text_of_another_wording_is_a_row_of_synonyms(forms, read, workbooks):
    before, *_, titles = read()
    words = {
        "Кадры": "Сведения о кадрах",
        "Семьи обучающихся": "Семей в школе",
        "вакансий, ед.": "свободных ставок",
    }
    reword(workbooks[0], words)
    assert {problem.rule for problem in read()[2]} == {"heading_missing", "heading_unknown"}
    add(forms / "synonyms.csv", [(MUNICIPAL, "", declared, also) for declared, also in words.items()])
    after, _, problems, told = read()
    assert (after, problems) == (before, [])
    assert told == {words.get(title, title) for title in titles}


def test_a_variant_that_words_and_orders_everything_otherwise_is_rows_of_data(forms, read, workbooks):
    """Another region's form: every text is another; its columns are declared from the last to the first."""
    before, variant, _, titles = read()
    years = Campaign.parse("2018-03").heading_years
    theirs: dict[str, list[dict[str, str]]] = {}
    words: dict[str, str] = {}
    for name in ("sheets.csv", "headings.csv"):
        rows = [row for row in rows_of(forms / name) if (row["form"], row["variant"]) == (MUNICIPAL, variant)]
        words |= {
            row[key].format(**years): region(row[key]).format(**years)
            for row in rows
            for key in TEXTS & row.keys()
        }
        theirs[name] = [
            {**row, "variant": REGION, **{key: region(row[key]) for key in TEXTS & row.keys()}}
            for row in rows
        ]
    reword(workbooks[0], words)
    assert read()[0] != before
    for name, rows in theirs.items():
        add(forms / name, [row.values() for row in reversed(rows)])
    after, found, problems, told = read()
    assert (after, found, problems) == (before, REGION, [])
    assert told == {words[title] for title in titles}


def region(text):
    """A text of the form as the other region words it."""
    return OF_REGION.get(text, text and f"{text} (регион)")


@pytest.mark.parametrize("name", [MUNICIPAL, REGISTRY, *form.INSTITUTE])
def test_no_wording_means_two_columns_and_none_means_nothing(name):
    """A synonym of what no variant says would never be read; one that is a column's own heading would hide it."""
    known = set()
    for campaign in map(Campaign.parse, ("2018-03", "2018-11")):
        for variant in variants(name, campaign):
            for sheet in variant.sheets:
                known |= {
                    sheet.title,
                    *(text for column in sheet.columns for text in (column.group, column.heading)),
                }
                wanted = [(normal(group), normal(heading)) for column in sheet.columns if column.role in ("key", "value")
                          for group in sheet.wordings(column.group) for heading in sheet.wordings(column.heading)]  # fmt: skip
                assert len(set(wanted)) == len(wanted), sheet
    assert {row["declared_ru"] for row in rows_of(form.SYNONYMS) if row["form"] == name} <= known
