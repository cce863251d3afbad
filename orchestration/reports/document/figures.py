"""Figures of running text: a number with its address, worded in Russian; and the Jinja environment that prints them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from orchestration.reports.marts import MartRow
from orchestration.reports.russian import (
    NBSP,
    Number,
    agreeing,
    capital,
    day_text,
    exact,
    number_text,
    percent_text,
    period_text,
)
from orchestration.reports.wording import NO_DATA


@dataclass(frozen=True)
class Figure:
    """A number of the running text.

    address: what it is, `facts/included_schools`. value: the number, None where there is no data.
    words: the number as printed; noun: what stands after it. names: what was counted, by name, where it has names.
    """

    address: str
    value: Decimal | None
    words: str
    noun: str = ""
    names: str | None = None

    def __str__(self) -> str:
        return f"{self.words}{self.noun}"

    @property
    def known(self) -> bool:
        """Whether there is a number at all."""
        return self.value is not None

    @property
    def text(self) -> str:
        """The names of what was counted."""
        return self.names or NO_DATA


@dataclass(frozen=True)
class MarkedFigure(Figure):
    """A figure that a page prints as a `data` element with its address and its number."""

    def __html__(self) -> Markup:
        if self.value is None:
            return Markup("{}").format(str(self))
        return Markup('<data data-figure="{}" value="{}">{}</data>{}').format(
            self.address, f"{self.value:f}", self.words, self.noun
        )


@dataclass(frozen=True)
class Printer:
    """Makes figures in the one kind or the other: plain for Word, marked for a page."""

    kind: type[Figure] = Figure

    def figure(self, address: str, value: Number | None, names: str | None = None) -> Figure:
        """The figure as a plain number; filters word it otherwise."""
        number = None if value is None else exact(value)
        return self.kind(address, number, NO_DATA if number is None else number_text(number), names=names)

    def row(self, row: MartRow, address: str, columns: Iterable[str]) -> dict[str, Any]:
        """The row with the named columns as figures, addressed `<address>/<column>`."""
        return row | {column: self.figure(f"{address}/{column}", row[column]) for column in columns}


def agree(figure: Figure, one: str, few: str, many: str) -> Figure:
    """«75 школ»: the figure with the noun that agrees with it, never parted by a line break."""
    if figure.value is None:
        return figure
    return replace(figure, noun=f"{NBSP}{agreeing(figure.value, one, few, many)}")


def noun(figure: Figure, one: str, few: str, many: str) -> str:
    """The agreeing word alone, as a verb or an adjective before the number needs it."""
    return many if figure.value is None else agreeing(figure.value, one, few, many)


def percent(figure: Figure, decimals: int = 1) -> Figure:
    """A share, 0 to 1, as «65 %»."""
    if figure.value is None:
        return figure
    return replace(figure, words=percent_text(figure.value, decimals))


def day(value: date | None) -> str:
    """«5 марта 2018 года»."""
    return NO_DATA if value is None else day_text(value)


def period(event: MartRow) -> str:
    """The days of what has a start and an end: «29–30 ноября 2018 года»."""
    return period_text(event["starts"], event["ends"] or event["starts"])


def _printable(value: Any) -> Any:
    """Text without the signs that XML cannot hold; everything else as it is."""
    if type(value) is str:
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    return NO_DATA if value is None else value


@cache
def environment() -> Environment:
    """What fills a template: escaping on, an unknown name is an error, a null is «нет данных»."""
    made = Environment(autoescape=True, undefined=StrictUndefined, finalize=_printable)
    made.filters |= {
        "agree": agree,
        "noun": noun,
        "percent": percent,
        "day": day,
        "period": period,
        "capital": capital,
    }
    return made
