"""The institute's workbooks as files: sheets and columns elsewhere or gone, other names, workbooks broken, sent twice or missing."""

from functools import partial

import openpyxl
import pytest

from orchestration.forms.form import INSTITUTE
from orchestration.intake.waiting import waiting_for
from tests.unit.institute_sent import FINAL, change, read_form, values, written


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path)


@pytest.fixture
def read(tmp_path):
    return partial(read_form, tmp_path)


def test_a_list_without_column_numbers_begins_below_its_headings(folder, read):
    book = openpyxl.load_workbook(folder / "events.xlsx")
    book["Делегации"].delete_rows(4)
    book.save(folder / "events.xlsx")
    change(folder / "events.xlsx", {"Делегации!C4": None})
    intake = read("events")
    assert intake.problems == []
    assert values(intake)["delegations", "1", "delegation_event"] == 2


def test_sheets_renamed_and_moved_and_columns_in_another_order_are_the_same(folder, read):
    before = read("project")
    book = openpyxl.load_workbook(folder / "project.xlsx")
    for number, sheet in enumerate(reversed(book.worksheets)):
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for row in [["перемещено"], *rows]:
            sheet.append(row)
        sheet.title = f"Лист{number}"
    book.move_sheet("Лист0", -3)
    book.save(folder / "project.xlsx")
    intake = read("project")
    assert intake.problems == []
    assert values(intake) == values(before)


def test_a_sheet_that_is_gone_is_named_and_no_other_is_taken_for_it(folder, read):
    book = openpyxl.load_workbook(folder / "project.xlsx")
    del book["СМИ"]
    book.save(folder / "project.xlsx")
    intake = read("project")
    assert [(p.rule, p.value) for p in intake.problems] == [("sheet_missing", "СМИ")]
    assert set(intake.rows["part"]) == {"centres", "consultations", "publications"}


def test_a_heading_that_is_gone_is_named_where_the_sheet_has_its_title(folder, read):
    change(folder / "project.xlsx", {"Издания!B3": "Что издано"})
    intake = read("project")
    assert [(p.rule, p.place.sheet, p.value) for p in intake.problems] == [
        ("heading_missing", "Издания", "Название"),
        ("heading_unknown", "Издания", "•••"),
    ]
    assert "publications" not in set(intake.rows["part"])
    assert intake.deliveries[0].rows_set_aside == 1


def test_older_formats_and_capitals_are_read(folder, read):
    before = values(read("road_map"))
    (folder / "road_map.xlsx").rename(folder / "Road_Map.XLSX")
    assert values(read("road_map")) == before
    assert read("road_map").problems == []


def test_a_second_workbook_of_one_name_is_refused(folder, read):
    (folder / "TRAINING.XLSX").write_bytes((folder / "training.xlsx").read_bytes())
    intake = read("training")
    assert [p.rule for p in intake.problems] == ["institute_workbook_twice"]
    assert [delivery.state for delivery in intake.deliveries] == ["read", "refused"]


def test_a_workbook_under_no_known_name_is_told_though_decisions_are_optional(folder, read):
    (folder / "decisions.xlsx").rename(folder / "решения.xlsx")
    intake = read("decisions")
    assert [(p.rule, p.place.file) for p in intake.problems] == [
        ("institute_file_unknown", "2018-11/institute/решения.xlsx")
    ]
    assert intake.rows.empty


def test_a_broken_workbook_stops_nothing(folder, read):
    (folder / "events.xlsx").write_bytes(b"PK no workbook")
    intake = read("events")
    assert [(delivery.state, delivery.file) for delivery in intake.deliveries] == [
        ("unreadable", "2018-11/institute/events.xlsx")
    ]
    assert [p.rule for p in intake.problems] == ["workbook_unreadable"]


def test_another_workbooks_content_is_no_known_form(folder, read):
    (folder / "events.xlsx").write_bytes((folder / "agreements.xlsx").read_bytes())
    assert [p.rule for p in read("events").problems] == ["workbook_unknown_form"]


def test_the_final_wave_misses_a_workbook_and_the_entry_wave_none(folder, read, entry):
    for path in folder.parents[1].rglob("*.xlsx"):
        path.unlink()
    for form in INSTITUTE:
        intake, optional = read(form, FINAL), INSTITUTE[form].optional
        assert intake.rows.empty
        assert [p.rule for p in intake.problems] == [] if optional else ["institute_workbook_missing"]
        assert [d.state for d in intake.deliveries] == ([] if optional else ["missing"])
        early = read(form, entry)
        assert (early.deliveries, early.problems) == ([], [])


def test_a_workbook_that_came_at_the_entry_wave_is_read(folder, read, entry):
    (folder / "training.xlsx").rename(folder.parents[1] / "2018-03/institute/training.xlsx")
    assert not read("training", entry).rows.empty


def test_the_deadline_names_the_workbooks_and_vpr_that_did_not_come(raw):
    (raw / "2018-03").rename(raw / "2018-11")
    sentences = waiting_for(raw, FINAL)
    missing = [sentence for sentence in sentences if "института" in sentence]
    assert missing == [
        f"Нет книги института {form}.xlsx"
        for form, sent in INSTITUTE.items()
        if form != "region" and not sent.optional
    ]
    assert "Нет выгрузки ВПР за 2018 год" in sentences
