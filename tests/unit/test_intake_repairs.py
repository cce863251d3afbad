"""What is read otherwise than it stands, and what is left in doubt: each repair with its neighbour that is none."""

import pytest

from orchestration.forms.file_names import MASK
from orchestration.forms.form import variables
from orchestration.intake.repairs import WAYS, repairs
from orchestration.intake.values import read_value

V = variables()


@pytest.mark.parametrize(
    ("raw", "variable", "read", "rules"),
    [
        ("12 чел.", "pupils", 12, ["own_unit"]),
        ("12человек", "pupils", 12, ["own_unit"]),
        ("64 км", "distance_to_centre", 64, ["own_unit"]),
        ("46.", "pupils", 46, ["final_point"]),
        ("46*", "pupils", 46, ["footnote_mark"]),
        ("'46", "pupils", 46, ["apostrophe"]),
        ("4\u200b6", "pupils", 46, ["invisible_characters"]),
        ("46\u00a0", "pupils", 46, ["other_spaces"]),
        ("1\u2009234", "pupils", 1234, ["other_spaces", "grouped_thousands"]),
        ("1 234", "pupils", 1234, ["grouped_thousands"]),
        ("нeт", "pupils", 0, ["latin_letters"]),
        ("дa", "small_school", 1, ["latin_letters"]),
        ("Да.", "small_school", 1, ["final_point"]),
        ("cредняя", "school_kind", "secondary", ["latin_letters"]),
        ("2О1001", "agreement_school", "201001", ["letter_for_zero"]),
        ("201 001", "agreement_school", "201001", ["spaces_in_code"]),
        (43171.0, "valid_from", "2018-03-12", ["serial_date"]),
        ("43171", "valid_from", "2018-03-12", ["serial_date"]),
        ("12.03.2018 г.", "valid_from", "2018-03-12", ["year_word"]),
        ("12,03,2018", "valid_from", "2018-03-12", ["commas_in_date"]),
        ("Клуб\u200b", "event_title", "Клуб", ["invisible_characters"]),
    ],
)
def test_what_leaves_no_doubt_is_read_and_every_step_told(raw, variable, read, rules):
    reading = read_value(raw, V[variable])
    assert (reading.state, reading.text or reading.number) == ("answered", read or 0)
    assert [step.rule for step in reading.steps] == rules
    assert all(step.before != step.after for step in reading.steps)


def test_every_repair_of_the_declaration_is_tried_above():
    tried = test_what_leaves_no_doubt_is_read_and_every_step_told.pytestmark[0].args[1]
    of_a_cell = {name for name, row in repairs().items() if row["how"] in WAYS}
    assert {rule for *_, rules in tried for rule in rules} == of_a_cell


def test_what_stands_as_it_is_read_is_no_repair():
    for raw, variable in (
        (12, "pupils"),
        ("12", "pupils"),
        (" 12 ", "pupils"),
        ("да", "small_school"),
        ("x", "pupils_9"),
    ):
        assert read_value(raw, V[variable]).steps == ()


def test_what_nobody_sees_is_named_in_what_stood_there():
    (step,) = read_value("4\u200b6", V["pupils"]).steps
    assert (step.before, step.after) == ("4[U+200B]6", "46")


@pytest.mark.parametrize(
    ("raw", "variable", "rule", "shown"),
    [
        ("4 6", "pupils", "not_a_number", "4 6"),
        ("1 23", "pupils", "not_a_number", "1 23"),
        ("64000 м", "distance_to_centre", "another_unit", "64000 м"),
        ("12 чел.", "families", "another_unit", "12 чел."),
        ("37,9%", "pupils", "share_typed", "37,9%"),
        ("46,", "pupils", "not_a_number", "46,"),
        ("٤٦", "pupils", "answer_in_doubt", "٤٦"),
        ("2З1001", "agreement_school", "not_a_code", MASK),
        ("99999", "valid_from", "not_a_date", "99999"),
        ("Ивaнов", "school_kind", "not_in_list", MASK),
        ("12 чел. Иванов", "pupils", "not_a_number", MASK),
    ],
)
def test_what_is_in_doubt_is_not_guessed(raw, variable, rule, shown):
    reading = read_value(raw, V[variable])
    assert (reading.number, reading.text, reading.steps) == (None, None, ())
    assert (reading.rule, reading.raw_text) == (rule, shown)


@pytest.mark.parametrize(
    ("variable", "rules"),
    [("pupils", ["not_a_number", "too_many_digits"]), ("agreement_school", ["not_a_code", "not_a_code"])],
)
def test_the_number_of_a_document_is_never_shown(variable, rules):
    for raw, rule in zip(("66 01 123456", 6601123456), rules, strict=True):
        reading = read_value(raw, V[variable])
        assert (reading.rule, reading.raw_text, reading.number, reading.text) == (rule, MASK, None, None)
