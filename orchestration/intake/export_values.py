"""A column of an export as texts -> its numbers, dates and codes; null where a text says none.

exam_codes.csv says what is written in the coded columns.
"""

import re
from functools import cache

import pandas as pd

from orchestration.forms.exam_layouts import Scale
from orchestration.forms.file_names import MASK
from orchestration.forms.form import HERE, rows_of
from orchestration.intake.values import NUMBER, SPACES, normal

TIME = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
DATES = (
    re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>20\d\d){TIME}"),
    re.compile(rf"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d){TIME}"),
)
CODE = re.compile(r"[0-9]{1,8}")
LONGEST_SHOWN = 9999  # a longer number may be that of somebody's document


@cache
def exam_codes(variable: str) -> dict[str, str]:
    """Our code for every value that an export writes in a coded column."""
    rows = rows_of(HERE / "exam_codes.csv")
    return {normal(row["text_ru"]): row["code"] for row in rows if row["variable"] == variable}


def coded(texts: pd.Series, variable: str) -> pd.Series:
    """The codes of a coded column."""
    return texts.map({text: exam_codes(variable).get(normal(text)) for text in texts.unique()})


def numbers(texts: pd.Series) -> pd.Series:
    """Numbers with a decimal comma or point, spaces of any kind between their digits."""
    return texts.map({text: _number(text) for text in texts.unique()}).astype(float)


def on_scale(numbers: pd.Series, scale: Scale) -> pd.Series:
    """Whether each number lies on the scale; what is null does not."""
    within = numbers.between(scale.least, scale.most)
    return within & (numbers % 1 == 0) if scale.whole else within


def dates(texts: pd.Series) -> pd.Series:
    """Days written `ДД.ММ.ГГГГ` or as ISO does, with a time of day or without."""
    days = texts.map({text: _iso(text.strip()) for text in texts.unique()})
    return pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")


def shown(number: float) -> str:
    """A number as its sender may see it again."""
    return f"{number:g}".replace(".", ",") if abs(number) <= LONGEST_SHOWN else MASK


def _number(text: str) -> float | None:
    compact = SPACES.sub("", text)
    return float(compact.replace(",", ".")) if NUMBER.fullmatch(compact) else None


def _iso(text: str) -> str | None:
    found = next((found for pattern in DATES if (found := pattern.fullmatch(text))), None)
    return f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}" if found else None
