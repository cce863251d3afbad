"""The row «ИТОГО»: told where it is not the sum of its column, and silent where nobody can say so."""

import openpyxl
import pytest

from orchestration.forms.form import MUNICIPAL, variants
from orchestration.intake.deliveries import SentFile
from orchestration.intake.forms_reader import read_workbook
from tests.unit.outgoing import Post, protocol

SHEET, COLUMN = "Кадры", "D"


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


@pytest.fixture
def totals_row(workbooks):
    sheet = openpyxl.load_workbook(workbooks[0])[SHEET]
    return next(
        row[0].row for row in sheet.iter_rows() if any(str(cell.value).startswith("ИТОГО") for cell in row)
    )


@pytest.fixture
def summed(workbooks, totals_row):
    sheet = openpyxl.load_workbook(workbooks[0])[SHEET]
    return sum(sheet[f"{COLUMN}{row}"].value or 0 for row in range(8, totals_row))


@pytest.fixture
def told(post, workbooks):
    """told() reads the one workbook: cell, total and sum of every total that is told."""

    def read():
        reading = read_workbook(SentFile.at(workbooks[0], post.raw), variants(MUNICIPAL, post.campaign))
        return [
            (problem.place.cell, problem.value, problem.limit)
            for problem in reading.problems
            if problem.rule == "total_not_sum"
        ]

    return read


def test_a_wrong_total_is_told_with_both_numbers_and_goes_back(
    post, told, workbooks, edit, totals_row, summed
):
    edit(workbooks[0], {f"{SHEET}!{COLUMN}{totals_row}": summed + 7})
    assert told() == [(f"{COLUMN}{totals_row}", f"{summed + 7}", f"{summed}")]
    assert post.give_back() == {"302.xlsx": 1}
    (line,) = protocol(post.returned("302"))
    assert line["Что неверно"] == f"В строке «ИТОГО» записано {summed + 7}, а сумма по школам {summed}"
    title, place = str(line["Где в этой книге"]).split("!")
    assert str(openpyxl.load_workbook(post.returned("302"))[title][place].value).startswith("=SUM(")


@pytest.mark.parametrize("total", ["sum", None, "х", "—", "37,9%"])
def test_a_right_total_a_blank_one_and_one_that_is_no_number_are_not(
    told, workbooks, edit, totals_row, summed, total
):
    edit(workbooks[0], {f"{SHEET}!{COLUMN}{totals_row}": summed if total == "sum" else total})
    assert told() == []


def test_a_column_with_a_cell_nobody_could_read_has_no_sum(told, workbooks, edit, totals_row, summed):
    edit(workbooks[0], {f"{SHEET}!{COLUMN}{totals_row}": summed, f"{SHEET}!{COLUMN}8": "37,9%"})
    assert told() == []


def test_a_number_typed_as_text_may_be_missing_in_the_sum(told, workbooks, edit, totals_row, summed):
    first = openpyxl.load_workbook(workbooks[0])[SHEET][f"{COLUMN}8"].value
    edit(
        workbooks[0], {f"{SHEET}!{COLUMN}{totals_row}": summed - first, f"{SHEET}!{COLUMN}8": f"{first} чел."}
    )
    assert told() == []


def test_a_total_is_not_told_where_its_column_is_told_already(post, workbooks, edit, totals_row, summed):
    """More higher educated staff than staff: both are set aside, and so is what they add up to."""
    edit(workbooks[0], {f"{SHEET}!{COLUMN}8": 0, f"{SHEET}!{COLUMN}9": 444})
    found = {(problem.rule, problem.variable) for problem in post.read().problems}
    assert ("higher_education_within_staff", "staff") in found
    assert "total_not_sum" not in {rule for rule, _ in found}


def test_the_total_of_a_part_of_the_schools_is_not_held_to_the_whole(
    told, workbooks, edit, totals_row, summed
):
    edit(
        workbooks[0],
        {
            f"{SHEET}!{COLUMN}{totals_row}": 1,
            f"{SHEET}!C{totals_row + 1}": "Всего по району",
            f"{SHEET}!{COLUMN}{totals_row + 1}": summed,
        },
    )
    assert told() == []
