from decimal import Decimal

import pytest

from orchestration.reports.russian import agreeing, month_of_year, number_text

IN_SCHOOLS = ("в {n} школе", "в {n} школах", "в {n} школах")
PERSONS = ("{n} человек", "{n} человека", "{n} человек")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.38, "0,38"),
        (1.0, "1"),
        (0.870, "0,87"),
        (Decimal("0.600"), "0,6"),
        (0, "0"),
        (-0.0, "0"),
        (100, "100"),
        (Decimal("1E+2"), "100"),
        (11.67, "11,67"),
        (0.00001, "0,00001"),
        (-0.5, "−0,5"),
        (None, ""),
    ],
)
def test_a_number_is_printed_with_a_comma_and_without_trailing_zeros(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_printed(number):
    with pytest.raises(ValueError, match="no number"):
        number_text(number)


@pytest.mark.parametrize(
    ("count", "phrase"),
    [
        (0, "0 человек"),
        (1, "1 человек"),
        (3, "3 человека"),
        (11, "11 человек"),
        (12, "12 человек"),
        (21, "21 человек"),
        (22, "22 человека"),
        (111, "111 человек"),
    ],
)
def test_a_noun_agrees_with_its_number(count, phrase):
    assert agreeing(count, *PERSONS) == phrase


def test_the_form_carries_its_preposition():
    assert [agreeing(count, *IN_SCHOOLS) for count in (1, 14, 21)] == [
        "в 1 школе",
        "в 14 школах",
        "в 21 школе",
    ]


def test_a_campaign_is_named_by_its_month():
    assert month_of_year(2018, 3) == "март 2018 года"
