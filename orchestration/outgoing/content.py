"""What a form that goes out to a municipality is filled with."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import MUNICIPAL, Variable, Variant, choices, variants
from orchestration.forms.version import FIRST_EDITION

NOT_APPLICABLE = "х"
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
Shown = str | int | float | dt.date


@dataclass(frozen=True)
class Value:
    """What stands in an answer's cell. remarks: what is wrong with it and how to mend it; carried: last campaign's."""

    shown: Shown | None
    remarks: tuple[str, ...] = ()
    severity: str = ""  # where something is told of it
    carried: bool = False


@dataclass(frozen=True)
class StrayRow:
    """A row that was sent without a school of this municipality: its answers wait until somebody writes the code.

    code: as sent, blank where there was none; asks: the protocol's line that asks for the right one, None where it is
    right and the registry is to be mended.
    """

    part: str
    code: str
    remark: str
    asks: int | None
    values: dict[str, Value]


@dataclass(frozen=True)
class FormContent:
    """One municipality's form: its schools by code, those of the project, and what stands in the answers' cells."""

    campaign: Campaign
    code: str
    name: str
    schools: dict[str, str]
    included: frozenset[str]
    values: dict[tuple[str, str], Value] = field(default_factory=dict)  # by school and variable
    strays: tuple[StrayRow, ...] = ()
    edition: int = FIRST_EDITION

    @property
    def variant(self) -> Variant:
        """How this form words its sheets."""
        return newest_form(self.campaign)


def newest_form(campaign: Campaign) -> Variant:
    """The municipal form in its newest wording: all forms go out in it."""
    return max(variants(MUNICIPAL, campaign), key=lambda variant: variant.name)


def value_of(
    variable: Variable, state: str, number: float | None, text: str | None, raw: str
) -> Shown | None:
    """An answer as the form asks for it; what could not be read stays as it was shown, a number where it is one."""
    if state == "not_applicable":
        return NOT_APPLICABLE
    if state == "answered":
        return _answer(variable, number, text)
    compact = raw.replace(" ", "")
    return _plain(float(compact.replace(",", "."))) if NUMBER.fullmatch(compact) else raw or None


def _answer(variable: Variable, number: float | None, text: str | None) -> Shown | None:
    if variable.kind == "yes_no" and number is not None:
        return _worded("*", f"{number:.0f}")
    if number is not None:
        return _plain(number)
    if variable.kind == "choice":
        return _worded(variable.name, text or "")
    return dt.date.fromisoformat(text) if variable.kind == "date" and text else text


def _worded(variable: str, code: str) -> str | None:
    return next((text for text, known in choices(variable).items() if known == code), None)


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def facts(cells: pd.DataFrame, entity: str, variable: str) -> str:
    """A fact of the registry as text, blank where it has none."""
    found = cells.loc[(cells["entity"] == entity) & (cells["variable"] == variable), "text"].dropna()
    return str(found.iloc[0]) if len(found) else ""


@dataclass(frozen=True)
class Registry:
    """Who is asked: the municipalities' names, and of every school its name, municipality and whether it is open."""

    municipalities: dict[str, str]
    schools: pd.DataFrame  # index school code; columns school_name, municipality_code, open

    @classmethod
    def of(cls, cells: pd.DataFrame, campaign: Campaign) -> "Registry":
        """From the registry's cells as intake hands them on (entity, part, variable, text)."""
        towns = cells[cells["part"] == "registry_municipalities"]
        wide = cells[cells["part"] == "registry_schools"].pivot(
            index="entity", columns="variable", values="text"
        )
        first_day = dt.date(campaign.year, campaign.wave.month, 1).isoformat()
        since, until = (wide[name].fillna(first_day) for name in ("valid_from", "valid_to"))
        wide["open"] = (since <= first_day) & (until >= first_day)
        codes = sorted(towns["entity"].unique())
        return cls(
            {code: facts(towns, code, "municipality_name") for code in codes},
            wide[["school_name", "municipality_code", "open"]].sort_index(),
        )

    def asked(self, municipality: str, answering: Sequence[str] = ()) -> dict[str, str]:
        """The names of the municipality's open schools by code, and of those of its schools that answered all the same."""
        own = self.schools[self.schools["municipality_code"] == municipality]
        asked = own[own["open"].astype(bool) | own.index.isin(answering)]
        return {str(code): str(name) for code, name in asked["school_name"].items()}
