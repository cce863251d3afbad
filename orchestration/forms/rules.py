"""The rules a delivery is held to: one row each in rules.csv, with its sentence and its remedy in Russian."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from orchestration.forms.campaign import SEEDS
from orchestration.forms.form import rows_of
from orchestration.forms.severities import severities


@dataclass(frozen=True)
class Rule:
    """One rule: where it looks (file, heading, row, cell, line), how grave it is, what it says."""

    name: str
    from_campaign: str
    scope: str
    severity: str
    lesser: Mapping[str, int]  # variables, times how much, whose sum may not exceed the sum of `greater`
    greater: Mapping[str, int]
    sentence: str
    remedy: str

    @property
    def compared(self) -> tuple[str, ...]:
        """The variables of both sides."""
        return (*self.lesser, *self.greater)

    @property
    def sets_aside(self) -> bool:
        """Whether what breaks the rule does not go on."""
        return not severities()[self.severity].goes_on

    def says(self, value: object = "", limit: object = "") -> str:
        """The rule's sentence about one value."""
        return self.sentence.format(value=value, limit=limit)


@cache
def rules() -> dict[str, Rule]:
    """Every rule by name."""
    return {
        row["rule"]: Rule(
            row["rule"],
            row["from_campaign"],
            row["scope"],
            row["severity"],
            _sum_of(row["lesser"]),
            _sum_of(row["greater"]),
            row["sentence_ru"],
            row["remedy_ru"],
        )
        for row in rows_of(SEEDS / "rules.csv")
    }


def _sum_of(declared: str) -> dict[str, int]:
    """`a+18*b` -> {a: 1, b: 18}."""
    terms = (term.rpartition("*") for term in declared.split("+") if term)
    return {variable: int(factor or 1) for factor, _, variable in terms}


def comparisons(campaign: str) -> list[Rule]:
    """The rules in force that hold parts against their whole, such as winners against participants."""
    return [rule for rule in rules().values() if rule.greater and rule.from_campaign <= campaign]
