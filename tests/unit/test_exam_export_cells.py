"""A cell or a column of an exam export that says what none can: its line, or the export, goes no further."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.forms.file_names import MASK
from orchestration.warehouse.landing import tables_of
from tests.unit.exam_export import HEADINGS, of_export, of_file, read_content, spoil, two_lines


@pytest.mark.parametrize(
    ("heading", "text", "found"),
    [
        ("Первичный балл", "310", ("score_out_of_range", "310", "primary_score")),
        ("Первичный балл", "inf", ("exam_value_unknown", MASK, "primary_score")),
        ("Балл", "9900031180", ("score_out_of_range", MASK, "score")),
        ("Балл", "100,5", ("score_out_of_range", "100,5", "score")),
        ("Оценка", "4,5", ("score_out_of_range", "4,5", "mark")),
        ("Оценка", "1", ("score_out_of_range", "1", "mark")),
        ("Класс", "9,5", ("exam_value_unknown", MASK, "grade")),
        ("Класс", "Фомин", ("exam_value_unknown", MASK, "grade")),
        ("Код предмета", "1,5", ("exam_value_unknown", MASK, "subject_code")),
        ("Код предмета", "99999999999", ("exam_value_unknown", MASK, "subject_code")),
        ("Код предмета", "77", ("subject_unknown", "77", None)),
        ("Код ОО", "9900031180", ("exam_school_unknown", MASK, None)),
        ("Дата", "31.02.2017", ("exam_value_unknown", MASK, "exam_date")),
        ("Дата", "05.06.0017", ("exam_value_unknown", MASK, "exam_date")),
        ("Серия и номер документа", " - ", ("participant_missing", "", None)),
    ],
)
def test_a_cell_that_cannot_count_costs_its_line_alone(heading, text, found):
    intake = spoil({heading: text})
    assert [(p.rule, p.value, p.variable) for p in intake.problems if p.place.line == 2] == [found]
    assert list(intake.rows["line"]) == [3]


@pytest.mark.parametrize(
    "cells",
    [
        {"Класс": "11А"},
        {"Класс": "11 «Б»"},
        {"Класс": "11-в"},
        {"Дата": "2017-06-05"},
        {"Дата": "05.06.2017 10:00"},
        {"Дата": "2017-06-05T10:00:00"},
        {"Первичный балл": "\xa034.0"},
    ],
    ids=str,
)
def test_a_cell_written_otherwise_says_the_same(cells):
    assert of_export(spoil(cells)).equals(of_export(spoil({})))


def test_a_name_in_the_code_of_the_municipality_goes_no_further():
    after = spoil({"Код АТЕ": "Фомин Пётр"})
    assert list(after.rows["line"]) == [2, 3]
    for frame in tables_of(after).values():
        assert "Фомин" not in frame.to_csv()


WORDS = [
    "inf",
    "nan",
    "1e400",
    "-1",
    "9,5",
    "11А",
    "0" * 400,
    "9" * 400,
    '"',
    "\x00",
    "\n",
    ";",
    "²",
    "Фомин",
    "31.02.2017",
]


@settings(max_examples=40, deadline=None)
@given(
    heading=st.sampled_from(HEADINGS),
    text=st.sampled_from(WORDS) | st.text(max_size=12),
    encoding=st.sampled_from(["cp1251", "utf-8"]),
)
def test_whatever_stands_in_a_cell_the_rest_goes_on(heading, text, encoding):
    intake = spoil({heading: text}, encoding)
    assert intake.deliveries[0].rows_in >= 2 or '"' in text


def test_an_unknown_column_is_told_by_its_number_and_the_rest_is_read():
    text = two_lines({}).replace("\r\n", ";Фомин Пётр\r\n", 1)
    intake = read_content(text.encode("cp1251"))
    assert of_file(intake) == [("exam_heading_unknown", "№ 20")]
    assert list(intake.rows["line"]) == [2, 3]
    assert all("Фомин" not in frame.to_csv() for frame in tables_of(intake).values())


def test_a_needed_column_missing_or_twice_refuses_the_export():
    intake = read_content(two_lines({}).replace("Оценка", "Балл", 1).encode("cp1251"))
    assert of_file(intake) == [("heading_missing", "Оценка"), *[("heading_unknown", "Балл")] * 2]
    assert intake.deliveries[0].state == "refused"
