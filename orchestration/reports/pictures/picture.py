"""A drawn picture, and the numbers in its words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from orchestration.reports.russian import Number, exact, number_text


@dataclass(frozen=True)
class Picture:
    """A picture of the report: what it shows in one line, and in words with its main figures (alt)."""

    name: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_cm: float


def rounded_text(number: Number, decimals: int) -> str:
    """The number at its decimals, rounded half up as the tables are: 0.3785 -> «0,379»."""
    return number_text(exact(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
