"""What happens at which severity: one row each in severities.csv, the gravest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from orchestration.forms.form import HERE, rows_of

REPAIRED = "repaired"


@dataclass(frozen=True)
class Severity:
    """goes_on: whether the value does; asks: whether its sender has something to mend; colour: of his cell, as RGB."""

    goes_on: bool
    asks: bool
    colour: str


@cache
def severities() -> dict[str, Severity]:
    """Every severity by name, the gravest first."""
    return {
        row["severity"]: Severity(row["goes_on"] == "y", row["asks"] == "y", row["colour"])
        for row in rows_of(HERE / "severities.csv")
    }


def gravest(names: Iterable[str]) -> str:
    """The gravest of these severities; blank of none."""
    return min(names, key=list(severities()).index, default="")
