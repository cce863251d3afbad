"""Russian wording of figures: decimal comma, grammatical number, month names."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date

Number = int | float | Decimal

LOCALE = Locale("ru")
MINUS = "\N{MINUS SIGN}"


def exact(number: Number) -> Decimal:
    """The number as its shortest decimal writing says it, trailing zeros cut: 0.38 is 0.38, 1.0 is 1.

    Raises ValueError for infinities and not-a-number, which no table prints.
    """
    decimal = Decimal(str(number)) + 0  # a negative zero is a zero
    if not decimal.is_finite():
        raise ValueError(f"{number} is no number that a table can print")
    return decimal.quantize(Decimal(1)) if decimal == decimal.to_integral() else decimal.normalize()


def number_text(number: Number | None) -> str:
    """An already rounded number as Russian print has it: 0.38 -> «0,38», 1.0 -> «1», None -> ''.

    Source: methodology.md, Indicators, Cells (trailing zeros cut, decimal comma).
    """
    if number is None:
        return ""
    return f"{exact(number):f}".replace(".", ",").replace("-", MINUS)


def agreeing(count: int, one: str, few: str, many: str) -> str:
    """The form that agrees with the count, its `{n}` filled in: 2 -> «2 школы», 11 -> «11 школ».

    The forms are those of the seed cell_notes; the choice among them is CLDR's plural rule for Russian.
    """
    form = {"one": one, "few": few, "many": many}[LOCALE.plural_form(count)]
    return form.replace("{n}", number_text(count))


def month_name(month: int, *, is_short: bool = False) -> str:
    """3 -> «март», 11 -> «ноябрь»; short: «март», «нояб.»."""
    return format_date(date(2000, month, 1), "LLL" if is_short else "LLLL", locale=LOCALE)


def month_and_year(day: date) -> str:
    """«март 2018»."""
    return f"{month_name(day.month)} {day.year}"


def month_of_year(year: int, month: int) -> str:
    """«март 2018 года»."""
    return f"{month_and_year(date(year, month, 1))} года"
