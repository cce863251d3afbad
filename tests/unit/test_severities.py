"""What happens at which severity is one table, and the code follows it: each of its columns changes what is done."""

import re

import openpyxl
import pandas as pd
import pytest

from orchestration.forms import rules as rules_module
from orchestration.forms.campaign import SEEDS
from orchestration.forms.form import rows_of
from orchestration.forms.rules import rules
from orchestration.forms.severities import Severity, gravest, severities
from orchestration.outgoing import remarks, returned, sheet_style
from orchestration.places import PROJECT
from tests.unit.outgoing import Post, protocol

CODE = "302"
BLUE = "00DDEBF7"


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


def patched(monkeypatch, name, **changed):
    """The table with one row otherwise, for all that read it."""
    row = severities()[name]
    table = severities() | {name: Severity(**{**vars(row), **changed})}
    for module in (rules_module, remarks, returned):
        monkeypatch.setattr(module, "severities", lambda: table)


def unit_beside(workbooks, edit):
    """The unit beside a number of pupils, which stays the same."""
    sent = openpyxl.load_workbook(workbooks[0])["Контингент"]["Q8"].value
    edit(workbooks[0], {"Контингент!Q8": f"{sent} чел."})
    return sent


def cell(post, place):
    sheet, name = place.split("!")
    return openpyxl.load_workbook(post.returned(CODE))[sheet][name]


def test_the_gravest_is_the_first_of_the_table():
    assert list(severities()) == ["error", "warning", "repaired"]
    assert gravest(["repaired", "error", "warning"]) == "error"
    assert gravest([]) == ""


def test_every_rule_has_a_severity_of_the_table():
    across = {row["severity"] for row in rows_of(SEEDS / "cross_rules.csv")}
    assert across | {rule.severity for rule in rules().values()} <= set(severities())


def test_the_documents_tell_every_severity_and_scope():
    told = re.findall(
        r"^\| `(\w+)` \|", (PROJECT / "docs" / "checks.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert told == [*severities(), *dict.fromkeys(rule.scope for rule in rules().values())]


@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("name", ["error", "warning"])
def test_whether_a_value_goes_on_is_said_there(post, workbooks, edit, monkeypatch, name, goes_on):
    """A part above its whole is an error, more assessed pupils than there were in September a warning."""
    patched(monkeypatch, name, goes_on=goes_on)
    book = openpyxl.load_workbook(workbooks[0])["Результаты"]
    typed = {"error": {"E8": book["D8"].value + 1}, "warning": {"D8": 4999}}[name]
    edit(workbooks[0], {f"Результаты!{place}": value for place, value in typed.items()})
    rows = post.read().rows
    found = rows[
        (rows["sheet"] == "Результаты")
        & (rows["cell"] == "D8")
        & rows["file"].str.contains(f"{CODE}.", regex=False)
    ]
    assert (found["state"] == "answered").all() == goes_on


def test_what_was_repaired_is_told_in_its_own_colour_with_before_and_after(post, workbooks, edit):
    sent = unit_beside(workbooks, edit)
    edit(workbooks[0], {"Контингент!R8": "37,9%"})
    assert post.give_back() == {f"{CODE}.xlsx": 2}
    line, asked = protocol(post.returned(CODE))
    assert (line["Лист"], line["Ячейка"], line["Значение"]) == ("Контингент", "Q8", f"{sent} чел.")
    assert str(line["Что неверно"]).startswith(f"Исправлено при чтении: было «{sent} чел.», стало «{sent}»")
    assert line["Как исправить"] == "Если прочитано верно, ничего делать не нужно"
    repaired = cell(post, line["Где в этой книге"])
    assert (repaired.value, repaired.fill.start_color.rgb) == (sent, BLUE)
    assert f"было «{sent} чел.»" in repaired.comment.text
    assert cell(post, asked["Где в этой книге"]).fill.start_color.rgb == "00FFC7CE"


@pytest.mark.parametrize(("asks", "files"), [(False, {}), (True, {f"{CODE}.xlsx": 1})])
def test_whether_it_alone_sends_the_workbook_back_is_said_there(
    post, workbooks, edit, monkeypatch, asks, files
):
    patched(monkeypatch, "repaired", asks=asks)
    unit_beside(workbooks, edit)
    assert post.give_back() == files


def test_a_repaired_code_is_told_beside_its_row_and_explains_no_other_cell(post, workbooks, edit):
    code = openpyxl.load_workbook(workbooks[0])["Кадры"]["B8"].value
    edit(workbooks[0], {"Кадры!B8": f"{code[:3]} {code[3:]}", "Кадры!D6": "всего, людей"})
    post.give_back()
    told = [str(line["Что неверно"]) for line in protocol(post.returned(CODE))]
    assert sum(text.startswith("Исправлено при чтении") for text in told) == 1
    assert cell(post, "Кадры!B8").fill.start_color.rgb == BLUE
    assert "Исправлено" not in cell(post, "Кадры!D8").comment.text


@pytest.mark.parametrize("name", severities())
def test_the_colour_of_the_table_is_the_colour_of_the_cell(name):
    book = openpyxl.Workbook()
    sheet_style.remark(book.active["A1"], ["!"], name)
    assert book.active["A1"].fill.start_color.rgb == f"00{severities()[name].colour}"


def test_without_repairs_nothing_is_told():
    table = pd.DataFrame(columns=["before", "after", "sentence_ru"])
    assert remarks.repaired_rows(table).empty
