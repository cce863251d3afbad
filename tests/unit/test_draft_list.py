"""The list drawn up to be approved: with the order's number and day typed in it is read as the approved list."""

import duckdb
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.intake.institute import read_institute
from orchestration.outgoing.draft_list import write_draft_list

SCHOOLS = [
    ("2018-03", "302", "302001", "Лицей", "both", True),
    ("2018-03", "302", "302002", "Гимназия", "low_results", False),
    ("2018-03", "301", "301001", "=Школа", None, True),
    ("2018-11", "302", "302002", "Гимназия", "low_results", True),
]


@pytest.fixture
def work(tmp_path):
    path = tmp_path / "work.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.schools (campaign text, municipality_code text, school_code text, school_name text, "
            "entry_cluster text, included boolean)"
        )
        connection.executemany("insert into marts.schools values (?, ?, ?, ?, ?, ?)", SCHOOLS)
    return path


def test_the_draft_names_the_included_schools_and_lacks_the_order_alone(work, tmp_path, entry):
    (path,) = write_draft_list(work, entry, tmp_path)
    assert path == tmp_path / "2018-03/forms/approved_list.xlsx"
    sheet = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)] == [
        ["301001", "=Школа", "вне кластеров", None, None],
        ["302001", "Лицей", "НРО и ФНСУ", None, None],
    ]
    assert sheet["B5"].data_type == "s"
    assert len(sheet.data_validations.dataValidation) == 3


def test_with_number_and_day_it_is_the_approved_list(work, tmp_path, entry):
    (path,) = write_draft_list(work, entry, tmp_path)
    book = openpyxl.load_workbook(path)
    for row in (5, 6):
        book.active[f"D{row}"], book.active[f"E{row}"] = "31-осн/д", "30.03.2018"
    sent = tmp_path / "raw/2018-03/institute/approved_list.xlsx"
    sent.parent.mkdir(parents=True)
    book.save(sent)
    intake = read_institute(
        tmp_path / "raw", entry, "approved_list", {"registry_schools": {"301001", "302001"}}
    )
    assert intake.problems == []
    clusters = intake.rows[intake.rows["variable"] == "approved_cluster"]
    assert dict(zip(clusters["entity"], clusters["text"], strict=True)) == {
        "301001": "neither",
        "302001": "both",
    }


def test_there_is_none_before_the_list_is_made_and_none_in_november(work, tmp_path, entry):
    assert write_draft_list(tmp_path / "none.duckdb", entry, tmp_path) == []
    assert write_draft_list(work, Campaign.parse("2019-03"), tmp_path) == []
    assert write_draft_list(work, Campaign.parse("2018-11"), tmp_path) == []
