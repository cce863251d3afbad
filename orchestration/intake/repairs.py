"""A cell's text -> the text without what hands and programs put round a value: forms/repairs.csv, in its order."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from orchestration.forms.form import HERE, Variable, rows_of

SERIAL_DAY_0 = dt.date(1899, 12, 30)  # of the spreadsheet programs' 1900 calendar
SERIAL_YEARS = (1950, 2050)
UNSEEN = re.compile(r"[\u00a0\u00ad\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]")


@dataclass(frozen=True)
class Step:
    """One repair of one cell: by which rule of repairs.csv, the text before and after it."""

    rule: str
    before: str
    after: str


@cache
def repairs() -> dict[str, Mapping[str, str]]:
    """Every repair by name, in the order in which they are tried."""
    return {row["repair"]: row for row in rows_of(HERE / "repairs.csv")}


@cache
def units() -> dict[str, tuple[str, ...]]:
    """The spellings of every unit that a sender may write after a number."""
    spellings: dict[str, tuple[str, ...]] = {}
    for row in rows_of(HERE / "units.csv"):
        spellings[row["unit"]] = (*spellings.get(row["unit"], ()), row["spelling_ru"])
    return spellings


def spelled(*names: str) -> str:
    """A pattern of any spelling of these units; of none where no unit is named."""
    spellings = [spelling for name in names for spelling in units().get(name, ())]
    return "|".join(sorted(map(re.escape, spellings), key=len, reverse=True)) or r"(?!)"


def repaired(text: str, variable: Variable) -> tuple[str, tuple[Step, ...]]:
    """The text after every repair that fits it, and the steps taken.

    What it then says is for the readers to tell: a step is worth recording only where they read a value.
    """
    text, steps = text.strip(" "), []
    for rule, pattern, repair in _repairs_of(variable):
        after = repair(pattern, text).strip(" ")
        if after != text:
            steps.append(Step(rule, visible(text), visible(after)))
            text = after
    return text, tuple(steps)


def visible(text: str) -> str:
    """The text with what nobody sees named by its code: a no-break space is [U+00A0]."""
    return UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


Repair = Callable[[re.Pattern[str], str], str]


@cache
def _repairs_of(variable: Variable) -> list[tuple[str, re.Pattern[str], Repair]]:
    return [
        (
            name,
            re.compile(row["pattern"].replace("{unit}", spelled(variable.unit)), re.IGNORECASE),
            WAYS[row["how"]](row["replacement"]),
        )
        for name, row in repairs().items()
        if variable.kind in row["kinds"].split("+") and row["how"] in WAYS
    ]


def _replace(replacement: str) -> Repair:
    return lambda pattern, text: pattern.sub(replacement, text)


def _join(_: str) -> Repair:
    return lambda pattern, text: text.replace(" ", "") if pattern.search(text) else text


def _letters(replacement: str) -> Repair:
    """replacement: `from>to`, letter by letter."""
    table = str.maketrans(*replacement.split(">"))
    return lambda pattern, text: text.translate(table) if pattern.search(text) else text


def _serial_date(_: str) -> Repair:
    def day(pattern: re.Pattern[str], text: str) -> str:
        if not pattern.search(text):
            return text
        date = SERIAL_DAY_0 + dt.timedelta(days=int(text))
        return date.isoformat() if SERIAL_YEARS[0] <= date.year < SERIAL_YEARS[1] else text

    return day


# a repair whose way is not here needs more than the cell: the code that has it records it
WAYS: dict[str, Callable[[str], Repair]] = {
    "replace": _replace,
    "join": _join,
    "letters": _letters,
    "serial_date": _serial_date,
}
