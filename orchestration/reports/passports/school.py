"""A school's passport as a model: what its page says, for Word and for the browser alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.criteria import CriterionRow, criterion_rows
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.school_support import (
    Fact,
    VprRow,
    programme_facts,
    support_facts,
    vpr_rows,
)
from orchestration.reports.passports.strip import Strip, strip
from orchestration.reports.passports.wording import (
    STANDINGS,
    change,
    figure,
    group_value,
    month,
    school_value,
    standing,
)
from orchestration.reports.wording import CLUSTERS_IN_FULL, NO_DATA, decision_text

READ = (
    ("marts", "schools"),
    ("marts", "decisions_in_force"),
    ("marts", "school_indicators"),
    ("marts", "indicator_statistics"),
    ("marts", "school_criteria"),
    ("marts", "school_dynamics"),
    ("marts", "school_programmes"),
    ("marts", "school_support"),
    ("marts", "partner_agreements"),
    ("marts", "consultations"),
    ("marts", "trained_staff"),
    ("marts", "vpr_results"),
    ("reference", "indicators"),
    ("reference", "criteria"),
    ("reference", "rule_sets"),
    ("reference", "missing_reasons"),
    ("reference", "school_kinds"),
    ("reference", "choices"),
)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the school; entry and change are blank at the entry wave, value is this campaign's own.

    compared: better, worse, equal or None: the value against the region's mean.
    """

    no: int
    name: str
    entry: str
    value: str
    change: str
    outcome: str
    region: str
    cluster: str
    compared: str | None
    standing: str


@dataclass(frozen=True)
class Passport:
    """One page. strip: where the school stands among the included ones."""

    code: str
    name: str
    municipality: str
    kind: str
    locality: str
    pupils: str
    cluster: str
    entry_month: str
    final_month: str
    is_final: bool
    criteria: tuple[CriterionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    dynamics: str
    strip: Strip
    programme: tuple[Fact, ...]
    support: tuple[Fact, ...]
    vpr: tuple[VprRow, ...]
    vpr_year: str


def passports(material: Material) -> list[Passport]:
    """A passport per included school, by municipality and name.

    Raises NoRowsError where the campaign has no schools.
    """
    rows = {school["school_code"]: indicator_rows(material, school) for school in material.schools}
    worse = {code: sum(row.compared == "worse" for row in found) for code, found in rows.items()}
    return [
        _passport(material, school, rows[school["school_code"]], strip(worse, school["school_code"]))
        for school in material.schools
    ]


def _passport(
    material: Material, school: MartRow, indicators: Sequence[IndicatorRow], place: Strip
) -> Passport:
    criteria = criterion_rows(material, school["school_code"])
    months = [month(campaign) for campaign in material.waves]
    vpr = material.by("vpr_results", "school_code", "grade").get(school["school_code"], [])
    return Passport(
        code=school["school_code"],
        name=school["school_name"],
        municipality=school["municipality_name"],
        kind=material.school_kinds.get(school["school_kind"], NO_DATA),
        locality=material.choices.get(("locality", school["locality"]), NO_DATA),
        pupils=figure(school["pupils"]),
        cluster=_cluster(material, school),
        entry_month=months[0],
        final_month=months[-1],
        is_final=material.is_final,
        criteria=criteria,
        indicators=tuple(indicators),
        dynamics=_dynamics(indicators) if material.is_final else "",
        strip=place,
        programme=programme_facts(material, school["school_code"]) if material.is_final else (),
        support=support_facts(material, school) if material.is_final else (),
        vpr=vpr_rows(vpr),
        vpr_year=str(vpr[0]["year"]) if vpr else "",
    )


def _cluster(material: Material, school: MartRow) -> str:
    """The cluster, and what was decided about the school by hand."""
    decisions = material.by("decisions_in_force", "school_code", "school_code").get(school["school_code"], [])
    return "; ".join(
        [
            CLUSTERS_IN_FULL.get(school["entry_cluster"], NO_DATA),
            *(f"в проект {decision_text(row)}" for row in decisions),
        ]
    )


def indicator_rows(material: Material, school: MartRow) -> tuple[IndicatorRow, ...]:
    """All indicators of a school, unknown and not applicable told apart in words."""
    return tuple(_indicator_row(material, school, indicator) for indicator in material.indicators)


def _indicator_row(material: Material, school: MartRow, indicator: MartRow) -> IndicatorRow:
    code, key = school["school_code"], indicator["indicator"]
    own = material.values.get((code, key), {})
    moved = material.dynamics.get((code, key), {})
    region = material.means.get(("region", "region", key))
    compared = standing(own.get("value"), region, indicator)
    return IndicatorRow(
        no=indicator["no"],
        name=indicator["label_ru"],
        entry=school_value(moved.get("entry_value"), moved.get("entry_status"), indicator),
        value=school_value(own.get("value"), own.get("status"), indicator),
        change=change(moved.get("outcome"), moved.get("difference")),
        outcome=moved.get("outcome") or "not_comparable",
        region=group_value(region, indicator),
        cluster=group_value(material.means.get(("cluster", school["entry_cluster"], key)), indicator),
        compared=compared,
        standing=STANDINGS.get(compared or "", "—"),
    )


def _dynamics(rows: Sequence[IndicatorRow]) -> str:
    """How many indicators got better and worse, in one line."""
    counted = {
        outcome: sum(row.outcome == outcome for row in rows)
        for outcome in ("better", "worse", "changed", "unchanged", "not_comparable")
    }
    words = ("лучше", "хуже", "изменилось", "без изменений", "нельзя сравнить")
    return ", ".join(
        f"{word}: {number}" for word, number in zip(words, counted.values(), strict=True) if number
    )
