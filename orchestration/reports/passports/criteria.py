"""The criteria of identification as a passport shows them."""

from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.wording import OPERATORS, figure, yes_no
from orchestration.reports.wording import NO_DATA

DECIMALS = 3


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of identification; threshold «ниже 0,8», met «выполнен», «нет» or why it does not apply.

    The second three are November's, blank at the entry wave.
    """

    name: str
    value: str
    threshold: str
    met: str
    is_met: bool
    final_value: str = ""
    final_threshold: str = ""
    final_met: str = ""
    is_final_met: bool = False


def criterion_rows(material: Material, school_code: str) -> tuple[CriterionRow, ...]:
    """The criteria by which the year's list was made, and, at the final wave, what they would say now."""
    rows = []
    for criterion in material.rule:
        key = (school_code, criterion["criterion"])
        value, threshold, met, is_met = _judged(material, criterion, material.entry_criteria.get(key))
        row = CriterionRow(criterion["name_ru"], value, threshold, met, is_met)
        if material.is_final:
            now = _judged(material, criterion, material.own_criteria.get(key))
            row = CriterionRow(row.name, value, threshold, met, is_met, *now)
        rows.append(row)
    return tuple(rows)


def _judged(material: Material, criterion: MartRow, found: MartRow | None) -> tuple[str, str, str, bool]:
    """Value, threshold, whether it is met in words and as such."""
    if found is None:
        return "—", "—", NO_DATA, False
    is_yes_no = criterion["operator"] == "is_yes"
    threshold = (
        "да"
        if is_yes_no
        else f"{OPERATORS[criterion['operator']]}\N{NO-BREAK SPACE}{figure(found['threshold'], DECIMALS)}"
    )
    if not found["applies"]:
        return "—", threshold, material.reasons.get(found["reason"], NO_DATA), False
    shown = yes_no if is_yes_no else lambda value: figure(value, DECIMALS)
    return shown(found["value"]), threshold, "выполнен" if found["met"] else "нет", bool(found["met"])
