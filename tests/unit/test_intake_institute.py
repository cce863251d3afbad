"""The institute's own workbooks: lists by number, codes of the registry, and every way to spoil a row or a cell."""

from functools import partial

import openpyxl
import pytest

from orchestration.forms.file_names import MASK
from orchestration.forms.form import INSTITUTE, variants
from orchestration.warehouse.landing import tables_of
from tests.unit.institute_sent import (
    FINAL,
    LISTS,
    change,
    problems,
    read_form,
    state,
    values,
    workbook,
    written,
)


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path)


@pytest.fixture
def read(tmp_path):
    return partial(read_form, tmp_path)


@pytest.mark.parametrize("form", INSTITUTE)
def test_every_cell_of_a_workbook_is_read_with_its_place(folder, read, form, tmp_path):
    intake = read(form)
    assert problems(intake) == []
    asked = sum(
        len(rows) * sum(column.role == "value" for column in sheet.columns)
        for sheet in variants(form, FINAL)[0].tables
        for rows in [LISTS[form][sheet.title]]
    )
    assert len(intake.rows) == asked
    book = openpyxl.load_workbook(workbook(tmp_path, form))
    for row in intake.rows.itertuples():
        assert (row.raw_text == "") == (book[row.sheet][row.cell].value is None) == (row.state == "blank")


def test_what_is_written_is_what_lands(folder, read):
    training = values(read("training"))
    assert training["training_programmes", "1", "training_start"] == "2018-03-05"
    assert training["training_programmes", "1", "programme_name"] == "Управление качеством"
    assert training["trainees", "1", "trained"] == 12
    assert values(read("seminars"))["seminars", "1", "seminar_speakers"] == "Орлова А.П., Белов Г.С."
    assert values(read("agreements"))["agreements", "1", "agreement_number"] == "12"
    assert values(read("agreements"))["agreements", "1", "agreement_partner"] == "202002"
    assert values(read("decisions"))["decisions", "1", "decision_action"] == "exclude"


def test_zeros_that_were_lost_at_a_codes_head_are_put_back(folder, read):
    assert values(read("events"))["delegations", "2", "delegation_municipality"] == "03"
    assert values(read("project"))["centres", "03", "centre_staff"] == 2


def test_the_first_rows_of_two_lists_are_two_things(folder, read):
    change(folder / "training.xlsx", {"Программы!C5": 900, "Обученные!E5": 9000})
    intake = read("training")
    assert {(p.rule, p.variable, p.place.sheet) for p in intake.problems} == {
        ("above_maximum", "programme_hours", "Программы"),
        ("above_maximum", "trained", "Обученные"),
    }
    assert state(intake, "training_programmes", "2", "programme_hours") == "answered"


@pytest.mark.parametrize(
    ("form", "place", "value", "rule", "variable"),
    [
        ("training", "Обученные!C5", "777", "code_unknown", "trainee_municipality"),
        ("events", "Делегации!C5", "777", "code_unknown", "delegation_municipality"),
        ("agreements", "Договоры!D5", "201009", "code_unknown", "agreement_school"),
        ("agreements", "Договоры!E5", "201009", "code_unknown", "agreement_partner"),
        ("project", "Консультации!C5", "201009", "code_unknown", "consultation_school"),
        ("project", "СМИ!C5", "777", "code_unknown", "article_municipality"),
        ("training", "Обученные!B5", 9, "reference_unknown", "trainee_programme"),
        ("events", "Делегации!B5", 9, "reference_unknown", "delegation_event"),
        ("events", "Мероприятия!I5", -1, "below_minimum", "event_participants"),
        ("road_map", "Дорожная карта!E5", "весной", "not_a_date", "item_start"),
        ("seminars", "Семинары!C5", "часто", "not_in_list", "seminar_date_precision"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_count_is_set_aside_and_its_row_stays(
    folder, read, form, place, value, rule, variable
):
    before = read(form)
    change(folder / f"{form}.xlsx", {place: value})
    intake = read(form)
    sheet, cell = place.split("!")
    assert [(p.rule, p.variable, p.place.sheet, p.place.cell, p.entity) for p in intake.problems] == [
        (rule, variable, sheet, cell, "1")
    ]
    part = intake.rows.loc[intake.rows["variable"] == variable, "part"].iloc[0]
    assert state(intake, part, "1", variable) == "set_aside"
    assert len(intake.rows) == len(before.rows)
    left = {key: value for key, value in values(before).items() if key != (part, "1", variable)}
    assert values(intake) == left


@pytest.mark.parametrize(
    ("form", "place"),
    [("training", "Обученные!B5"), ("training", "Обученные!C5"), ("training", "Обученные!D5"),
     ("training", "Программы!E5"), ("decisions", "Решения!E5"), ("agreements", "Договоры!B5")],
)  # fmt: skip
def test_a_name_where_no_text_is_asked_is_kept_nowhere(folder, read, form, place):
    change(folder / f"{form}.xlsx", {place: "Фомин Г. 12"})
    intake = read(form)
    assert intake.problems[0].value == MASK
    for frame in tables_of(intake).values():
        assert "Фомин" not in frame.to_csv()


def test_a_blank_cell_is_blank_and_says_nothing(folder, read):
    change(folder / "agreements.xlsx", {"Договоры!E5": None})
    intake = read("agreements")
    assert intake.problems == []
    assert state(intake, "agreements", "1", "agreement_partner") == "blank"


def test_a_number_twice_is_nobodys_guess(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": 1})
    intake = read("training")
    assert problems(intake) == [("row_twice", "Обученные", place, "1") for place in ("A5", "A6")]
    assert "1" not in set(intake.rows.query("part == 'trainees'")["entity"])
    assert state(intake, "training_programmes", "1", "programme_hours") == "answered"
    assert intake.deliveries[0].rows_set_aside == 2


@pytest.mark.parametrize(
    ("form", "cell", "part", "variable"),
    [
        ("training", "Программы!B5", "training_programmes", "programme_name"),
        ("training", "Обученные!B5", "trainees", "trainee_programme"),
        ("seminars", "Семинары!B5", "seminars", "seminar_date"),
        ("events", "Мероприятия!B5", "events", "event_kind"),
        ("road_map", "Дорожная карта!C5", "road_map", "item_activity"),
    ],
)
def test_a_row_that_no_table_could_print_is_set_aside_alone(folder, read, form, cell, part, variable):
    before = read(form)
    gone = before.rows[(before.rows["part"] == part) & (before.rows["cell"] == cell.partition("!")[2])]
    assert gone["variable"].tolist() == [variable]
    change(folder / f"{form}.xlsx", {cell: None})
    intake = read(form)
    (problem,) = [p for p in intake.problems if p.rule == "row_incomplete"]
    assert (problem.entity, problem.variable, problem.place.cell) == (
        gone["entity"].item(), variable, cell.partition("!")[2],
    )  # fmt: skip
    left = intake.rows[intake.rows["part"] == part]
    assert problem.entity not in set(left["entity"])
    assert len(set(left["entity"])) == len(set(before.rows.loc[before.rows["part"] == part, "entity"])) - 1
    assert intake.deliveries[0].rows_set_aside == 1


def test_a_row_of_which_nothing_can_be_read_is_counted_once(folder, read):
    """Its cells and those of a row that stands twice are set aside alike; the rows add up, or the run would stop."""
    change(folder / "training.xlsx", {f"Обученные!{column}5": "вписать" for column in "BCDE"})
    intake = read("training")
    assert "row_incomplete" in {problem.rule for problem in intake.problems}
    assert "1" not in set(intake.rows.query("part == 'trainees'")["entity"])
    assert intake.deliveries[0].rows_set_aside == 1


def test_a_centre_of_no_known_municipality_is_set_aside(folder, read):
    change(folder / "project.xlsx", {"МОЦ!A5": "777"})
    intake = read("project")
    assert problems(intake) == [("code_unknown", "МОЦ", "A5", "777")]
    assert set(intake.rows.query("part == 'centres'")["entity"]) == {"03"}


def test_a_row_without_a_number_is_named_and_a_number_without_a_row_is_none(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": None, "Обученные!A7": 3, "Обученные!A8": "4."})
    intake = read("training")
    assert problems(intake) == [("row_without_key", "Обученные", "A6", "№")]
    assert set(intake.rows.query("part == 'trainees'")["entity"]) == {"1"}


def test_the_number_of_a_document_is_no_number_of_a_row(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": 9876541234})
    assert problems(read("training")) == [("not_a_code", "Обученные", "A6", MASK)]


def test_totals_and_what_is_signed_below_are_no_rows(folder, read):
    before = read("training")
    change(
        folder / "training.xlsx",
        {"Обученные!B7": "Итого", "Обученные!E7": 15, "Программы!A8": "Исполнитель: Фомин Глеб"},
    )
    intake = read("training")
    assert intake.problems == []
    assert values(intake) == values(before)


@pytest.mark.parametrize("written", ["1.", "№ 1", "01", " 1 "])
def test_a_number_may_be_written_with_its_point_or_sign(folder, read, written):
    change(folder / "training.xlsx", {"Программы!A5": written})
    intake = read("training")
    assert intake.problems == []
    assert values(intake)["training_programmes", "1", "programme_hours"] == 36
