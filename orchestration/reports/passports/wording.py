"""Values, states and codes in the words of passports and summaries."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from orchestration.forms.campaign import Campaign
from orchestration.reports.russian import month_and_year, number_text
from orchestration.reports.wording import CLUSTERS, NO_DATA

MISSING = {"unknown": NO_DATA, "not_applicable": "не применимо"}
SHORT_CLUSTERS = CLUSTERS | {"neither": "—"}
OUTCOMES = {
    "better": "лучше",
    "worse": "хуже",
    "changed": "изменилось",
    "unchanged": "без изменений",
    "not_comparable": "нельзя сравнить",
}
STANDINGS = {"better": "лучше", "worse": "хуже", "equal": "наравне"}
OPERATORS = {"below": "ниже", "above": "выше", "at_least": "не ниже"}
POSTS = {
    "posts_psychologist": "педагог-психолог",
    "posts_special_needs_teacher": "дефектолог",
    "posts_speech_therapist": "логопед",
    "posts_social_pedagogue": "социальный педагог",
    "posts_teacher": "учитель",
    "posts_additional_education": "педагог дополнительного образования",
}

Row = Mapping[str, Any]


def rounded(value: float, decimals: int) -> Decimal:
    """Half up, as the marts round: the noise of doubles never tips a half."""
    return Decimal(repr(round(float(value), decimals + 9))).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )


def figure(value: float | None, decimals: int = 0) -> str:
    """A number at so many decimals, trailing zeros cut; «нет данных» where there is none."""
    return NO_DATA if value is None else number_text(rounded(value, decimals))


def per_cent(share: float | None) -> str:
    """A fraction as whole per cent: 0.625 -> «63 %»."""
    return NO_DATA if share is None else f"{figure(share * 100)}\N{NO-BREAK SPACE}%"


def school_value(value: float | None, status: str | None, indicator: Row) -> str:
    """A school's value at the decimals of Table 1, «да» or «нет», or why there is none."""
    if status != "value" or value is None:
        return MISSING.get(status or "unknown", NO_DATA)
    if indicator["unit"] == "yes_no":
        return yes_no(value)
    return figure(value, indicator["mean_decimals"])


def group_value(mean: float | None, indicator: Row) -> str:
    """A mean over schools; of a yes/no indicator the share of schools with a yes."""
    if indicator["unit"] == "yes_no":
        return per_cent(mean)
    return figure(mean, indicator["mean_decimals"])


def yes_no(value: float | bool | None) -> str:
    """«да», «нет» or «нет данных»."""
    return NO_DATA if value is None else "да" if value else "нет"


def change(outcome: str | None, difference: float | None) -> str:
    """An outcome with the way the number went: «↑ лучше», «↓ лучше», «без изменений»."""
    words = OUTCOMES[outcome or "not_comparable"]
    if outcome not in ("better", "worse", "changed") or not difference:
        return words
    return f"{'↑' if difference > 0 else '↓'}\N{NO-BREAK SPACE}{words}"


def standing(value: float | None, reference: float | None, indicator: Row) -> str | None:
    """better, worse or equal to the reference at printed precision; None where either is missing or neither is good."""
    if value is None or reference is None or not indicator["better"]:
        return None
    decimals = 2 if indicator["unit"] == "yes_no" else indicator["mean_decimals"]
    own, other = rounded(value, decimals), rounded(reference, decimals)
    if own == other:
        return "equal"
    return "better" if (own > other) == (indicator["better"] == "higher") else "worse"


def day(value: date | None) -> str:
    """«05.04.2018»."""
    return NO_DATA if value is None else f"{value:%d.%m.%Y}"


def month(campaign: Campaign) -> str:
    """«март 2018»."""
    return month_and_year(date(campaign.year, campaign.wave.month, 1))


def listed(parts: list[str]) -> str:
    """The parts in one line, a dash where there are none."""
    return "; ".join(parts) or "—"
