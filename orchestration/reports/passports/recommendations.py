"""Addressed recommendations: rows of a seed, each printed where its condition holds, with the schools and their figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.criteria import DECIMALS
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.school_support import assessed, done_of_planned
from orchestration.reports.passports.wording import OPERATORS, figure, group_value, month, school_value
from orchestration.reports.russian import NBSP

NOT_GOING_WELL = ("not_started", "behind")

# what a condition says of a school: the figures for which it holds, None where it does not
Ground = Callable[[Material, MartRow, MartRow], str | None]


@dataclass(frozen=True)
class Recommendation:
    """What is advised, to whom, and for which schools: «Пригорская средняя школа (0,62 при 0,91 по региону)»."""

    addressee: str
    text: str
    grounds: tuple[str, ...]


def recommended(
    material: Material, rows: Sequence[MartRow], schools: Sequence[MartRow]
) -> tuple[Recommendation, ...]:
    """The recommendations whose condition holds for at least one of the schools, in the seed's order.

    rows: the seed's. Raises ValueError for a condition that nothing here judges: a row is never dropped in silence.
    """
    found = []
    for row in rows:
        if row["from_campaign"] > material.sources.campaign:
            continue
        judge = GROUNDS.get((row["subject_kind"], row["condition"]))
        if judge is None:
            raise ValueError(
                f"recommendation {row['recommendation']}: nothing judges "
                f"{row['subject_kind']} {row['condition']}"
            )
        grounds = [(school["school_name"], judge(material, row, school)) for school in schools]
        words = tuple(f"{name} ({ground})" for name, ground in grounds if ground)
        if words:
            found.append(Recommendation(row["addressee_ru"], row["text_ru"], words))
    return tuple(found)


def _met(material: Material, row: MartRow, school: MartRow) -> str | None:
    found = material.own_criteria.get((school["school_code"], row["subject"]), {})
    criterion = next(rule for rule in material.rule if rule["criterion"] == row["subject"])
    if not found.get("met"):
        return None
    if criterion["operator"] == "is_yes":
        return "да"
    threshold = figure(found["threshold"], DECIMALS)
    value = figure(found["value"], DECIMALS)
    return f"{value}, критерий{NBSP}– {OPERATORS[criterion['operator']]} {threshold}"


def _worse_than_region(material: Material, row: MartRow, school: MartRow) -> str | None:
    indicator, own = _own(material, row, school)
    region = material.means.get(("region", "region", row["subject"]))
    if own.get("value") is None or region is None:
        return None
    limit = row["factor"] * region
    worse = own["value"] < limit if indicator["better"] == "higher" else own["value"] > limit
    words = (
        f"{school_value(own['value'], 'value', indicator)} при {group_value(region, indicator)} по региону"
    )
    return words if worse else None


def _is_no(material: Material, row: MartRow, school: MartRow) -> str | None:
    return "нет" if _own(material, row, school)[1].get("value") == 0 else None


def _worsened(material: Material, row: MartRow, school: MartRow) -> str | None:
    moved = material.dynamics.get((school["school_code"], row["subject"]), {})
    if moved.get("outcome") != "worse":
        return None
    indicator, _ = _own(material, row, school)
    values = (school_value(moved[f"{wave}_value"], "value", indicator) for wave in ("entry", "final"))
    return ", ".join(f"{month(wave)}: {value}" for wave, value in zip(material.waves, values, strict=True))


def _behind(material: Material, row: MartRow, school: MartRow) -> str | None:
    programme = material.programme(school["school_code"])
    if programme.get("assessment_final") not in NOT_GOING_WELL:
        return None
    return assessed(material, programme, "assessment_final")


def _done_below(material: Material, row: MartRow, school: MartRow) -> str | None:
    programme = material.programme(school["school_code"])
    done, planned = programme.get("activities_done"), programme.get("activities_planned")
    if done is None or not planned or done >= row["factor"] * planned:
        return None
    return done_of_planned(programme)


def _no_order(material: Material, row: MartRow, school: MartRow) -> str | None:
    if not material.is_final or material.programme(school["school_code"]).get("order_no"):
        return None
    return "реквизиты приказа не указаны"


def _unknown(material: Material, row: MartRow, school: MartRow) -> str | None:
    names = [
        indicator["label_ru"]
        for indicator in material.indicators
        if material.values.get((school["school_code"], indicator["indicator"]), {}).get("status") == "unknown"
    ]
    return f"нет данных: {'; '.join(names)}" if names else None


def _own(material: Material, row: MartRow, school: MartRow) -> tuple[MartRow, MartRow]:
    """The recommendation's indicator and the school's row of it."""
    indicator = next(each for each in material.indicators if each["indicator"] == row["subject"])
    return indicator, material.values.get((school["school_code"], row["subject"]), {})


GROUNDS: dict[tuple[str, str], Ground] = {
    ("criterion", "met"): _met,
    ("indicator", "worse_than_region"): _worse_than_region,
    ("indicator", "is_no"): _is_no,
    ("indicator", "worsened"): _worsened,
    ("programme", "behind"): _behind,
    ("programme", "done_below"): _done_below,
    ("programme", "no_order"): _no_order,
    ("answers", "unknown"): _unknown,
}
