from dataclasses import astuple
from datetime import date
from decimal import Decimal

import pytest

from orchestration.reports.russian import (
    agreeing,
    day_text,
    in_quotes,
    month_cases,
    month_of_year,
    number_text,
    percent_text,
    period_text,
    rounded,
    typeset,
)

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


@pytest.mark.parametrize(
    ("month", "cases"),
    [
        (1, ("январь", "января", "январю", "январе")),
        (3, ("март", "марта", "марту", "марте")),
        (5, ("май", "мая", "маю", "мае")),
        (8, ("август", "августа", "августу", "августе")),
        (11, ("ноябрь", "ноября", "ноябрю", "ноябре")),
    ],
)
def test_a_month_is_declined(month, cases):
    assert astuple(month_cases(month)) == cases


def test_a_campaign_is_named_by_its_month():
    assert month_of_year(2018, 3) == "март 2018 года"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.65, "65 %"), (0.2018, "20,2 %"), (89 / 234, "38 %"), (0.0005, "0,1 %"), (1, "100 %"), (0, "0 %")],
)
def test_a_share_is_printed_as_per_cent(share, text):
    assert percent_text(share) == text.replace(" ", "\N{NO-BREAK SPACE}")


def test_marks_within_quotes_are_inner_ones():
    assert in_quotes("Вяземский район") == "«Вяземский район»"
    assert in_quotes("ЗАТО «Озёрный»") == "«ЗАТО „Озёрный“»"


def test_a_fraction_takes_the_second_form_and_a_whole_number_its_own():
    assert agreeing(0.5, "{n} год", "{n} года", "{n} лет") == "0,5 года"
    assert agreeing(27.0, "{n} год", "{n} года", "{n} лет") == "27 лет"


def test_a_day_is_written_out_in_one_piece():
    assert day_text(date(2018, 3, 5)) == "5 марта 2018 года".replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2018, 11, 29), date(2018, 11, 30), "29–30 ноября 2018 года"),
        (date(2018, 11, 30), date(2018, 12, 1), "30 ноября 2018 года – 1 декабря 2018 года"),
        (date(2018, 11, 30), date(2018, 11, 30), "30 ноября 2018 года"),
    ],
)
def test_a_period_names_its_first_and_its_last_day(start, end, text):
    assert period_text(start, end).replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_number_is_rounded_half_up_where_asked():
    assert [str(rounded(0.3795, decimals)) for decimals in (3, 0, None)] == ["0.380", "0", "0.3795"]


@pytest.mark.parametrize(
    ("text", "typeset_text"),
    [
        ("75 школ, 65 %", "75~школ, 65~%"),
        ("№ 3, №3", "№~3, №~3"),
        ("в г. Десногорске", "в г.~Десногорске"),
        ("Андреева А.В.", "Андреева~А.В."),
        ("центр - опора", "центр~– опора"),
        ("основных – 38, на рисунках 2–4", "основных~–|~38, на рисунках 2–|4"),
        ('МБОУ "СШ № 3"', "МБОУ «СШ №~3»"),
        ("№ 074-08-2018-599", "№~074-08-2018-599"),
        ("приказ 45-осн/д", "приказ 45-осн/д"),
    ],
)
def test_text_is_set_as_russian_print_sets_it(text, typeset_text):
    """~ is an unbreakable space, | what a line does not end at."""
    assert typeset(text) == typeset_text.replace("~", "\N{NO-BREAK SPACE}").replace("|", "\N{WORD JOINER}")
