"""Russian wording of figures and typography of running text: decimal comma, grammatical number, unbreakable spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date

Number = int | float | Decimal

LOCALE = Locale("ru")
MINUS = "\N{MINUS SIGN}"
NBSP, JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"

# what typesetting changes, in this order
TYPOGRAPHY = (
    (re.compile(r"№\s*(?=\w)"), f"№{NBSP}"),
    (re.compile(r"(?<=\d) (?=[а-яё%])"), NBSP),
    (re.compile(r"\b(г|им|с|пос)\. (?=[А-ЯЁ])"), rf"\1.{NBSP}"),
    (re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.\s?[А-ЯЁ]\.)"), NBSP),
    (re.compile(r"[ \N{NO-BREAK SPACE}][-\N{EN DASH}](?=[ \N{NO-BREAK SPACE}])"), f"{NBSP}\N{EN DASH}"),
    (re.compile(r"(?<=\N{EN DASH}) (?=\d)"), f"{JOINER}{NBSP}"),
    (re.compile(r"(?<=\d)\N{EN DASH}(?=\d)"), f"\N{EN DASH}{JOINER}"),
    (re.compile(r'"([^"]*)"'), r"«\1»"),
)


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


def rounded(number: Number, decimals: int | None) -> Decimal:
    """The number rounded half up to so many decimals; to none means as it is."""
    whole = exact(number)
    return whole if decimals is None else whole.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def in_quotes(text: str) -> str:
    """The text between guillemets, those in it as inner marks: ЗАТО «Озёрный» -> «ЗАТО „Озёрный“»."""
    return f"«{text.translate(str.maketrans('«»', '„“'))}»"


def percent_text(share: Number, decimals: int = 1) -> str:
    """A fraction as per cent, rounded half up, trailing zeros cut: 0.2018 -> «20,2 %», 0.65 -> «65 %»."""
    return f"{number_text(rounded(exact(share) * 100, decimals))}{NBSP}%"


def agreeing(count: Number, one: str, few: str, many: str) -> str:
    """The form that agrees with the count, its `{n}` filled in: 2 -> «2 школы», 11 -> «11 школ», 0.5 -> «0,5 школы».

    The forms are those of the seed cell_notes; the choice among them is CLDR's plural rule for Russian, whose
    fourth case, fractions, takes the second form.
    """
    form = {"one": one, "few": few, "many": many, "other": few}[LOCALE.plural_form(exact(count))]
    return form.replace("{n}", number_text(count))


def capital(text: str) -> str:
    """The text with its first letter a capital, as a heading begins."""
    return text[:1].upper() + text[1:]


def month_name(month: int, *, is_short: bool = False) -> str:
    """3 -> «март», 11 -> «ноябрь»; short: «март», «нояб.»."""
    return format_date(date(2000, month, 1), "LLL" if is_short else "LLLL", locale=LOCALE)


@dataclass(frozen=True)
class Month:
    """A month's name in the cases of running text: «март», с «марта», к «марту», в «марте»."""

    nominative: str
    genitive: str
    dative: str
    prepositional: str


def month_cases(month: int) -> Month:
    """The cases that CLDR has, and those that follow from the genitive, alike for all twelve."""
    genitive = format_date(date(2000, month, 1), "MMMM", locale=LOCALE)
    stem, ending = genitive[:-1], genitive[-1]
    return Month(month_name(month), genitive, stem + {"а": "у", "я": "ю"}[ending], f"{stem}е")


def month_and_year(day: date) -> str:
    """«март 2018»."""
    return f"{month_name(day.month)} {day.year}"


def month_of_year(year: int, month: int) -> str:
    """«март 2018 года»."""
    return f"{month_and_year(date(year, month, 1))} года"


def day_text(day: date) -> str:
    """«5 марта 2018 года», its spaces unbreakable."""
    return f"{format_date(day, 'd MMMM y', locale=LOCALE)} года".replace(" ", NBSP)


def period_text(start: date, end: date) -> str:
    """«29–30 ноября 2018 года», both days in full where the month changes, one where it is one."""
    if start == end:
        return day_text(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_text(end)}"
    return f"{day_text(start)} – {day_text(end)}"


def typeset(text: str) -> str:
    """The text with guillemets, en dashes, and no line break between a number and its noun or after «№»."""
    return typeset_runs([text])[0]


def typeset_runs(runs: Sequence[str]) -> list[str]:
    """The runs of one paragraph typeset as one text, so that a bold number keeps its noun; letters keep their runs."""
    text, owners = "".join(runs), [n for n, run in enumerate(runs) for _ in run]
    for pattern, replacement in TYPOGRAPHY:
        for found in reversed([*pattern.finditer(text)]):
            place, new = slice(*found.span()), found.expand(replacement)
            text = text[: place.start] + new + text[place.stop :]
            # what is put in belongs to the run of the last letter before it
            owners[place] = (owners[place] + owners[place][-1:] * len(new))[: len(new)]
    return ["".join(text[at] for at, owner in enumerate(owners) if owner == n) for n in range(len(runs))]
