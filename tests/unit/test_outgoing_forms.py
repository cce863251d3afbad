"""Blank forms: what the declaration says is what the form asks, checks and explains."""

import duckdb
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import MUNICIPAL, variables, variants
from orchestration.forms.version import FormVersion
from orchestration.intake.registry import read_registry
from orchestration.outgoing.blank_forms import write_blank_forms
from orchestration.outgoing.work_tables import NoListError
from tests.unit.outgoing import Post, keyed_rows

VALUES = ["part", "entity", "variable", "number", "text", "state"]


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


@pytest.fixture
def blank(post):
    """The blank form of municipality 302."""
    return openpyxl.load_workbook(post.blank("302"))


def form(campaign):
    return variants(MUNICIPAL, campaign)[0]


def filled(book, cells, campaign):
    """The form with these cells of intake typed into it, as a person would."""
    for sheet in form(campaign).tables:
        rows = keyed_rows(book, sheet.title)
        for place, column in enumerate(sheet.columns, start=1):
            own = cells[cells["variable"] == column.variable]
            for row in own.itertuples():
                typed = row.number if variables()[row.variable].kind in ("count", "number") else row.raw_text
                book[sheet.title].cell(rows[row.entity], place).value = (
                    typed if row.state == "answered" else row.raw_text or None
                )


def test_the_form_filled_in_is_read_without_a_problem(post, workbooks, entry):
    before = post.read()
    own = before.rows[before.rows["entity"].str.startswith("302")]
    path = post.blank("302")
    book = openpyxl.load_workbook(path)
    filled(book, own, entry)
    book.save(workbooks[0])
    after = post.read()
    assert after.problems == []
    assert [d.variant for d in after.deliveries if d.municipality_code == "302"] == ["2018.1"]
    again = after.rows[after.rows["entity"].str.startswith("302")]
    left, right = (rows[VALUES].sort_values(VALUES[:3], ignore_index=True) for rows in (own, again))
    assert left.equals(right)


def test_every_column_asks_checks_and_sums_by_its_declaration(blank, entry):
    for sheet in form(entry).tables:
        page = blank[sheet.title]
        checks = {
            str(check.sqref).split(":")[0][:-1]: check for check in page.data_validations.dataValidation
        }
        last = page.max_row
        for place, column in enumerate(sheet.columns, start=1):
            if column.role != "value":
                continue
            variable, letter = variables()[column.variable], openpyxl.utils.get_column_letter(place)
            assert page.cell(6 if column.group else 5, place).value == column.heading
            assert variable.name_ru in checks[letter].prompt
            assert checks[letter].error
            assert page[f"{letter}8"].protection.locked is False
            if variable.maximum is not None:
                assert f"{letter}8<={variable.maximum:g}" in checks[letter].formula1
                assert f"до {variable.maximum:g}" in checks[letter].error
                assert ('"х"' in checks[letter].formula1) == variable.may_not_apply
                assert ("неприменим" in checks[letter].prompt) == variable.may_not_apply
            if variable.kind == "yes_no":
                assert (checks[letter].type, checks[letter].formula1) == ("list", '"да,нет,х"')
            summed = page[f"{letter}{last}"].value
            assert (summed == f"=SUM({letter}8:{letter}{last - 1})") == (
                variable.unit in ("чел.", "ед.", "час.")
            )
        assert page.protection.sheet
        assert page["B8"].protection.locked
        assert page.freeze_panes == "D8"


def test_the_schools_of_the_registry_stand_in_it_those_closed_do_not(post, entry):
    cells = read_registry(post.raw, entry).rows
    schools = cells[cells["part"] == "registry_schools"]
    closed = set(schools.loc[(schools["variable"] == "valid_to") & schools["text"].notna(), "entity"])
    assert closed
    folder = post.blank("302").parent
    listed = [set(keyed_rows(openpyxl.load_workbook(path), "Кадры")) for path in folder.glob("*.xlsx")]
    assert set().union(*listed) == set(schools["entity"]) - closed
    assert sum(map(len, listed)) == len(set().union(*listed))


def test_the_instructions_name_every_column_and_what_it_is_held_to(blank, entry):
    rows = [row for row in blank["Инструкция"].iter_rows(values_only=True) if row[1] and row[1] != "№ графы"]
    asked = [column for sheet in form(entry).tables for column in sheet.columns if column.role == "value"]
    assert [row[3] for row in rows] == [variables()[column.variable].name_ru for column in asked]
    held = {row[3]: row[6] for row in rows}
    assert held["Закончили год на «4» и «5»"] == "не больше, чем «Аттестовано обучающихся 2–11 кл.»"
    assert "«С высшей категорией» и «С первой категорией» вместе не больше" in held["С первой категорией"]
    assert held["Сумма возрастов педагогических работников"] == (
        "не больше, чем 90 × «Педагогических работников»; не меньше, чем 18 × «Педагогических работников»"
    )


def test_the_same_registry_gives_the_same_bytes(post):
    assert post.blank("302").read_bytes() == post.blank("302").read_bytes()


def test_what_rarely_changes_comes_from_the_last_campaign(post, raw, tmp_path):
    answers = post.read().rows
    autumn = Campaign.parse("2019-03")
    (raw / "2018-03").rename(raw / "2019-03")
    book = openpyxl.load_workbook(Post(raw, post.home, autumn).blank("302"))
    conditions = next(sheet for sheet in form(autumn).tables if sheet.part == "conditions")
    place = {column.variable: number for number, column in enumerate(conditions.columns, start=1)}
    rows = keyed_rows(book, conditions.title)
    known = answers[(answers["variable"] == "distance_to_centre") & answers["entity"].isin(rows)]
    assert known["number"].notna().any()
    for cell in known[known["state"] == "answered"].itertuples():
        assert (
            book[conditions.title].cell(rows[cell.entity], place["distance_to_centre"]).value == cell.number
        )
    assert {book[conditions.title].cell(row, place["families"]).value for row in rows.values()} == {None}


def test_the_final_wave_asks_the_schools_of_the_project_alone(post, raw, entry):
    final = Campaign.parse("2018-11")
    registry = read_registry(raw, entry).rows
    with pytest.raises(NoListError, match="список школ проекта 2018 года ещё не составлен"):
        write_blank_forms(registry, post.work, final, post.home)
    post.home.mkdir()
    with duckdb.connect(post.work) as work:
        work.execute("create schema marts")
        work.execute(
            "create table marts.schools as from (values ('2018-03', '302001', true), ('2018-03', '302002', false))"
            " as t(campaign, school_code, included)"
        )
    written = write_blank_forms(registry, post.work, final, post.home)
    book = openpyxl.load_workbook(next(path for path in written if path.stem == "302"))
    assert list(keyed_rows(book, "Программа школы")) == ["302001"]
    assert list(keyed_rows(book, "Поддержка")) == ["302001"]
    assert len(keyed_rows(book, "Контингент")) > 2
    assert "Поддержка" not in openpyxl.load_workbook(post.blank("302")).sheetnames


@pytest.mark.parametrize("text", ["2018", "2018.1", "2018.1, кампания 03", "форма 2018.1, кампания 2018-03"])
def test_a_version_that_is_none_is_not_read_as_one(text):
    assert FormVersion.parse(text) is None


def test_a_form_of_another_campaign_is_refused(post, workbooks, edit):
    post.blank("302").replace(workbooks[0])
    edit(workbooks[0], {"Титул!C9": "2018.1, кампания 2019-03"})
    intake = post.read()
    assert [(p.rule, p.value) for p in intake.problems] == [("workbook_of_another_campaign", "2019-03")]
    assert not intake.rows["entity"].str.startswith("302").any()
