"""One cell at a time: what is a value, what is not, and what may be shown of it."""

import datetime as dt

import pytest

from orchestration.forms.file_names import MASK
from orchestration.forms.form import variables
from orchestration.intake.values import read_value

COUNT = variables()["pupils"]
YES_NO = variables()["small_school"]
KIND = variables()["school_kind"]
DATE = variables()["valid_from"]
DOCUMENT = variables()["decision_document"]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (37, 37),
        (37.0, 37),
        ("37", 37),
        (" 1 234 ", 1234),
        ("12,5", 12.5),
        (0, 0),
        ("0", 0),
        ("нет", 0),
        ("Нет ", 0),
    ],
)
def test_numbers_are_read(raw, number):
    reading = read_value(raw, COUNT)
    assert (reading.state, reading.number) == ("answered", number)


@pytest.mark.parametrize(
    ("raw", "state"),
    [("", "blank"), (None, "blank"), ("  ", "blank"), ("—", "in_doubt"), ("-", "in_doubt"), ("н/д", "in_doubt"),
     ("х", "not_applicable"), ("x", "not_applicable"), ("Х", "not_applicable"), ("37,9%", "set_aside")],
)  # fmt: skip
def test_a_blank_a_dash_and_a_cross_are_three_things_and_none_is_zero(raw, state):
    reading = read_value(raw, variables()["pupils_9"])
    assert (reading.state, reading.number) == (state, None)


@pytest.mark.parametrize("raw", ["н/д", "нд", "н/п", "Н/П", "нп"])
@pytest.mark.parametrize("variable", ["pupils_9", "pupils", "regular_transport"])
def test_an_abbreviation_for_no_answer_is_in_doubt_and_told_as_it_stands(raw, variable):
    reading = read_value(raw, variables()[variable])
    assert (reading.state, reading.rule, reading.raw_text) == ("in_doubt", "answer_in_doubt", raw)


@pytest.mark.parametrize("variable", ["pupils", "staff", "families", "on_registers"])
def test_a_cross_is_no_answer_where_every_school_has_a_number(variable):
    reading = read_value("х", variables()[variable])
    assert (reading.state, reading.rule, reading.raw_text) == ("set_aside", "not_applicable_here", "х")


def test_a_name_in_a_number_cell_is_never_kept():
    reading = read_value("Орлова А.П. сказала 12", COUNT)
    assert (reading.state, reading.rule, reading.raw_text) == ("set_aside", "not_a_number", MASK)


@pytest.mark.parametrize(
    ("raw", "number"), [("да", 1), ("Да", 1), ("нет", 0), (True, 1), (1, 1), (0.0, 0), ("может быть", None)]
)
def test_yes_and_no(raw, number):
    reading = read_value(raw, YES_NO)
    assert reading.number == number
    assert reading.rule == (None if number is not None else "not_yes_no")


def test_choices_and_dates_become_codes_and_what_is_not_in_the_list_is_masked():
    assert read_value("Средняя", KIND).text == "secondary"
    unknown = read_value("Петров", KIND)
    assert (unknown.rule, unknown.raw_text) == ("not_in_list", MASK)
    assert read_value("01.09.2010", DATE).text == "2010-09-01"
    assert read_value("31.02.2010", DATE).rule == "not_a_date"


@pytest.mark.parametrize(
    ("raw", "number"),
    [("45-осн/д", "45-осн/д"), ("№ 12", "12"), ("N12", "12"), ("161-ОД", "161-ОД"), ("161–од", "161-од"), (12, "12"),
     (12.0, "12"), ("12а", "12а"), ("01-05/123", "01-05/123"), ("7/2-ИП", "7/2-ИП"), ("12.3-К/2018", "12.3-К/2018"),
     ("01-12/2017-103", "01-12/2017-103")],
)  # fmt: skip
def test_the_number_of_a_document_is_read_without_its_sign(raw, number):
    reading = read_value(raw, DOCUMENT)
    assert (reading.state, reading.text, reading.rule) == ("answered", number, None)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("Фомин", MASK), ("12 Фомин", MASK), ("Фомин 12", MASK), ("12-Фомин", MASK), ("12 Ким", MASK), ("12И-ва-нов", MASK),
     ("12ИваНов", MASK), ("приказ 45", MASK), ("45 от 20.04.2018", MASK), ("1/2/3/4/5/6/7/8/9/10/11/12", "1/2/3/4/5/6/7/8/9/10/11/12"),
     ("98 76 541234", MASK), (9876541234, MASK), ("98-76/541234", MASK), ("123-456-789 00", MASK),
     (dt.datetime(2018, 3, 12, tzinfo=dt.UTC), "2018-03-12"), (dt.date(2018, 3, 12), "2018-03-12")],
)  # fmt: skip
def test_what_is_no_number_of_a_document_is_set_aside_and_no_name_shown(raw, shown):
    reading = read_value(raw, DOCUMENT)
    assert (reading.state, reading.text, reading.rule, reading.raw_text) == (
        "set_aside", None, "not_a_document", shown,
    )  # fmt: skip


def test_a_document_that_is_blank_in_doubt_or_not_applicable():
    states = [read_value(raw, DOCUMENT).state for raw in (None, "-", "н/д", "х")]
    assert states == ["blank", "in_doubt", "in_doubt", "not_applicable"]


def test_a_date_that_a_spreadsheet_program_keeps_as_a_date_and_hour():
    assert read_value(dt.datetime(2018, 3, 12, 10, 30, tzinfo=dt.UTC), DATE).text == "2018-03-12"
