"""The approved list as it is read: a row that cannot be relied on is set aside and named, the others go on."""

from functools import partial

import pytest

from tests.unit.institute_sent import FINAL, change, problems, read_form, values, workbook, written

SHEET = "Утверждённый список"


@pytest.fixture
def book(tmp_path):
    written(tmp_path)
    return workbook(tmp_path, "approved_list")


@pytest.fixture
def read(tmp_path):
    return partial(read_form, tmp_path, "approved_list")


def test_a_row_says_school_cluster_and_the_document_that_approved_it(book, read):
    assert values(read()) == {
        ("approved_list", "201001", "approved_cluster"): "both",
        ("approved_list", "201001", "approved_document"): "31-осн/д",
        ("approved_list", "201001", "approved_date"): "2018-03-30",
        ("approved_list", "202002", "approved_cluster"): "neither",
        ("approved_list", "202002", "approved_document"): "31-осн/д",
        ("approved_list", "202002", "approved_date"): "2018-03-30",
    }


@pytest.mark.parametrize(
    ("cell", "value", "cell_rule", "lacking"),
    [
        ("C5", None, None, "Кластер"),
        ("C5", "слабая", "not_in_list", "Кластер"),
        ("D5", None, None, "Номер документа"),
        ("D5", "31 от 30.03.2018", "not_a_document", "Номер документа"),
        ("E5", None, None, "Дата документа"),
        ("E5", "весной", "not_a_date", "Дата документа"),
        ("E5", "30.02.2018", "not_a_date", "Дата документа"),
    ],
)
def test_a_row_that_lacks_something_is_set_aside_with_its_school_named(
    book, read, cell, value, cell_rule, lacking
):
    change(book, {f"{SHEET}!{cell}": value})
    intake = read()
    assert [p.rule for p in intake.problems] == [*filter(None, [cell_rule]), "row_incomplete"]
    told = intake.problems[-1].as_row()
    assert (told["sheet"], told["cell"], told["entity"]) == (SHEET, cell, "201001")
    assert told["sentence_ru"] == f"Строка 201001 не учтена: в ней не прочитана графа «{lacking}»"
    assert told["remedy_ru"] == "Заполните графу"
    assert {school for _, school, _ in values(intake)} == {"202002"}
    assert intake.deliveries[0].rows_set_aside == 1


def test_a_school_that_the_registry_does_not_know_is_named(book, read):
    change(book, {f"{SHEET}!A5": "201009"})
    intake = read()
    assert problems(intake) == [("code_unknown", SHEET, "A5", "201009")]
    assert {school for _, school, _ in values(intake)} == {"202002"}


def test_a_school_listed_twice_goes_no_further(book, read):
    change(book, {f"{SHEET}!{cell}": value for cell, value in
                  zip(("A7", "C7", "D7", "E7"), ("201001", "ФНСУ", "31-осн/д", "30.03.2018"), strict=True)})  # fmt: skip
    intake = read()
    assert problems(intake) == [("row_twice", SHEET, cell, "201001") for cell in ("A5", "A7")]
    assert {school for _, school, _ in values(intake)} == {"202002"}


def test_a_row_with_a_name_alone_is_named(book, read):
    change(book, {f"{SHEET}!A5": None})
    assert problems(read()) == [("row_without_key", SHEET, "A5", "Код ОО")]


def test_the_list_of_a_year_lies_with_its_entry_wave(book, read, tmp_path):
    late = f"{FINAL.key}/institute/{book.name}"
    book.rename(tmp_path / late)
    intake = read(FINAL)
    assert intake.rows.empty
    assert [(p.rule, p.value, p.place.file) for p in intake.problems] == [
        ("institute_workbook_late", late, late)
    ]
    assert [delivery.state for delivery in intake.deliveries] == ["refused"]
