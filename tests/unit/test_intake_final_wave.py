"""The municipal workbook of the final wave: two more sheets, with rows for the included schools alone."""

import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.file_names import MASK
from orchestration.forms.form import MUNICIPAL, variables, variants
from orchestration.intake.workbooks import read_workbooks
from orchestration.warehouse.landing import tables_of

FINAL = Campaign.parse("2018-11")
MUNICIPALITY_OF = {"201001": "201", "201002": "201"}
INCLUDED = ["201001"]
PARTS_AND_SUMS = {
    "staff_highest_category": 1,
    "staff_first_category": 1,
    "staff_age_sum": 90,
} | dict.fromkeys(("pupils", "pupils_reporting_year", "pupils_year_before"), 6)
TEXTS = {"document": "45-осн/д", "date": "12.03.2018", "choice": "идёт по плану", "yes_no": "да"}


@pytest.fixture(params=variants(MUNICIPAL, FINAL), ids=lambda variant: variant.name)
def book(request, tmp_path):
    """A workbook in one of the three variants; every number in it is 2 but for parts and sums."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in request.param.sheets:
        page = book.create_sheet(sheet.title)
        if not sheet.heading_rows:
            for column in sheet.columns:
                page.append([column.heading, "201" if column.role == "key" else "Район"])
            continue
        page.append([column.group or column.heading for column in sheet.columns])
        page.append([column.heading if column.group else None for column in sheet.columns])
        for school in INCLUDED if sheet.part in ("programmes", "support") else MUNICIPALITY_OF:
            page.append([_typed(column, school) for column in sheet.columns])
    path = tmp_path / "2018-11" / "municipal" / "201.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    return path


def _typed(column, school):
    if column.role != "value":
        return school if column.role == "key" else "Школа"
    return TEXTS.get(variables()[column.variable].kind, PARTS_AND_SUMS.get(column.variable, 2))


@pytest.fixture
def read(tmp_path):
    def read_now():
        intake = read_workbooks(tmp_path, FINAL, MUNICIPALITY_OF)
        tables_of(intake)
        return intake

    return read_now


def cell_of(variable, intake):
    row = intake.rows.query("variable == @variable").iloc[0]
    return row["sheet"], row["cell"]


def change(path, place, value):
    book = openpyxl.load_workbook(path)
    book[place[0]][place[1]] = value
    book.save(path)


def test_schools_that_are_not_included_have_no_rows_and_nobody_minds(book, read):
    intake = read()
    assert intake.problems == []
    by_part = intake.rows.groupby("part")["entity"].agg(set)
    assert by_part["programmes"] == by_part["support"] == {"201001"}
    assert by_part["staff"] == {"201001", "201002"}
    programme = intake.rows.query("part == 'programmes'").set_index("variable")
    assert programme.loc["programme_order", "text"] == "45-осн/д"
    assert programme.loc["programme_order_date", "text"] == "2018-03-12"
    assert programme.loc["assessment_final", "text"] == "on_track"


@pytest.mark.parametrize(
    ("variable", "rule"),
    [
        ("activities_done", "activities_done_within_planned"),
        ("association_staff", "association_within_staff"),
    ],
)
def test_more_than_the_whole_takes_along_both(book, read, variable, rule):
    change(book, cell_of(variable, read()), 3)
    assert {problem.rule for problem in read().problems} == {rule}


@pytest.mark.parametrize(
    "variable", ["programme_order", "programme_order_date", "activities_done", "individual_routes"]
)
def test_a_name_in_a_programmes_cell_is_kept_nowhere(book, read, variable):
    change(book, cell_of(variable, read()), "Фомин Г.П.")
    intake = read()
    assert [problem.value for problem in intake.problems] == [MASK]
    for frame in tables_of(intake).values():
        assert "Фомин" not in frame.to_csv()
