"""Decisions by hand as they are read: one that lacks something, or stands against another of its day, does not act."""

from functools import partial

import pytest

from tests.unit.institute_sent import change, read_form, values, write_row, written


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path)


@pytest.fixture
def read(tmp_path):
    return partial(read_form, tmp_path)


@pytest.mark.parametrize(
    ("place", "value", "cell_rule", "lacking"),
    [
        ("Решения!B5", None, None, "«Код ОО»"),
        ("Решения!B5", "201009", "code_unknown", "«Код ОО»"),
        ("Решения!C5", "оставить", "not_in_list", "«Решение»"),
        ("Решения!D5", "весной", "not_a_date", "«Дата»"),
        ("Решения!E5", None, None, "«Номер документа»"),
        ("Решения!E5", "45 от 20.04.2018", "not_a_document", "«Номер документа»"),
        ("Решения!F5", None, None, "«Основание»"),
        ("Решения!G5", None, None, "«Кем принято»"),
    ],
)
def test_a_decision_that_lacks_something_does_not_act(folder, read, place, value, cell_rule, lacking):
    change(folder / "decisions.xlsx", {place: value})
    write_row(folder, 6, [2, "202002", "включить", "20.04.2018", "46", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [p.rule for p in intake.problems] == [*filter(None, [cell_rule]), "decision_incomplete"]
    told = intake.problems[-1].as_row()
    assert (told["sheet"], told["cell"], told["entity"]) == ("Решения", "A5", "1")
    assert told["sentence_ru"] == f"Решение № 1 не действует, не прочитано: {lacking}"
    assert {no for _, no, _ in values(intake)} == {"2"}
    assert intake.deliveries[0].rows_set_aside == 1


@pytest.mark.parametrize("action", ["включить", "исключить"])
def test_of_two_decisions_of_one_day_about_one_school_neither_acts(folder, read, action):
    write_row(folder, 6, [2, "201001", action, "20.04.2018", "46", "Просьба школы", "Департамент"])
    write_row(folder, 7, [3, "201001", action, "21.04.2018", "47", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [(p.rule, p.place.cell) for p in intake.problems] == [
        ("decision_twice", "A5"),
        ("decision_twice", "A6"),
    ]
    assert intake.problems[0].as_row()["sentence_ru"] == (
        "Решение № 1 не действует: о школе 201001 в тот же день записано ещё одно"
    )
    assert {no for _, no, _ in values(intake)} == {"3"}


def test_a_decision_numbered_twice_is_named_once(folder, read):
    write_row(folder, 6, [1, "202002", "включить", "20.04.2018", "46", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [p.rule for p in intake.problems] == ["row_twice", "row_twice"]
    assert values(intake) == {}
