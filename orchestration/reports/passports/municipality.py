"""A municipality's summary as a model: what its pages say, for Word and for the browser alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports import school
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.municipality_year import (
    DynamicsRow,
    EventRow,
    ListChange,
    ProgrammeRow,
    SupportRow,
    TrainedRow,
    dynamics_rows,
    event_rows,
    list_changes,
    programme_rows,
    support_rows,
    trained_rows,
)
from orchestration.reports.passports.recommendations import Recommendation, recommended
from orchestration.reports.passports.returned import SetAside, returned_facts, set_aside
from orchestration.reports.passports.school_support import Fact
from orchestration.reports.passports.standings import Standing, best, standings, worst
from orchestration.reports.passports.wording import SHORT_CLUSTERS, figure, month
from orchestration.reports.russian import NBSP
from orchestration.reports.wording import NO_DATA, decision_text

EMPTY_DECISIONS = 5
NOT_READ = (("marts", "vpr_results"), ("reference", "missing_reasons"))  # of a passport alone
READ = (
    *(each for each in school.READ if each not in NOT_READ),
    ("marts", "coverage"),
    ("marts", "set_aside"),
    ("marts", "dynamics"),
    ("marts", "list_changes"),
    ("marts", "events"),
    ("marts", "event_delegations"),
    ("reference", "recommendations"),
)


@dataclass(frozen=True)
class SchoolRow:
    """An included school; results and context: criteria met of those that apply; worse: indicators worse than the region."""

    name: str
    kind: str
    locality: str
    pupils: str
    cluster: str
    results: str
    context: str
    worse: str


@dataclass(frozen=True)
class Summary:
    """The pages of a municipality. decisions: as many empty rows for the municipality to fill in."""

    code: str
    name: str
    entry_month: str
    final_month: str
    is_final: bool
    clusters: str
    schools: tuple[SchoolRow, ...]
    worst: tuple[Standing, ...]
    best: tuple[Standing, ...]
    dynamics: tuple[DynamicsRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    support: tuple[SupportRow, ...]
    trained: tuple[TrainedRow, ...]
    events: tuple[EventRow, ...]
    list_changes: tuple[ListChange, ...]
    returned: tuple[Fact, ...]
    set_aside: tuple[SetAside, ...]
    recommendations: tuple[Recommendation, ...]
    decisions: range = range(EMPTY_DECISIONS)


def summaries(material: Material) -> list[Summary]:
    """A summary per municipality of the region, by code; those without included schools too.

    Raises NoRowsError where the campaign has no schools.
    """
    by_municipality: dict[str, list[MartRow]] = {}
    for row in material.schools:
        by_municipality.setdefault(row["municipality_code"], []).append(row)
    coverage = material.by("coverage", "municipality_code", "municipality_code")
    return [_summary(material, rows[0], by_municipality.get(code, [])) for code, rows in coverage.items()]


def _summary(material: Material, coverage: MartRow, schools: list[MartRow]) -> Summary:
    code, is_final = coverage["municipality_code"], material.is_final
    found = standings(material, code)
    months = [month(campaign) for campaign in material.waves]
    return Summary(
        code=code,
        name=coverage["municipality_name"],
        entry_month=months[0],
        final_month=months[-1],
        is_final=is_final,
        clusters=_clusters(material, code, schools),
        schools=tuple(_school_row(material, row) for row in schools),
        worst=worst(found),
        best=best(found),
        dynamics=dynamics_rows(material, code, schools) if is_final else (),
        programmes=programme_rows(material, schools) if is_final else (),
        support=support_rows(material, schools) if is_final else (),
        trained=trained_rows(material, code) if is_final else (),
        events=event_rows(material, code) if is_final else (),
        list_changes=list_changes(material, code) if is_final else (),
        returned=returned_facts(coverage),
        set_aside=set_aside(material, code),
        recommendations=recommended(material, material.sources.seed("recommendations"), schools),
    )


def _clusters(material: Material, code: str, schools: Iterable[MartRow]) -> str:
    """«5 (НРО – 2, ФНСУ – 2, НРО и ФНСУ – 1)», and what was decided by hand."""
    found = [row["entry_cluster"] for row in schools]
    parts = [f"{name}{NBSP}–{NBSP}{found.count(key)}" for key, name in SHORT_CLUSTERS.items() if key in found]
    counts = f"{len(found)} ({', '.join(parts)})" if parts else "нет"
    decisions = material.by("decisions_in_force", "municipality_code", "school_code").get(code, [])
    return "; ".join([counts, *(f"{row['school_name']} {decision_text(row)}" for row in decisions)])


def _school_row(material: Material, row: MartRow) -> SchoolRow:
    code = row["school_code"]
    compared = [each.compared for each in school.indicator_rows(material, row)]
    known = sum(each is not None for each in compared)
    return SchoolRow(
        name=row["school_name"],
        kind=material.school_kinds.get(row["school_kind"], NO_DATA),
        locality=material.choices.get(("locality", row["locality"]), NO_DATA),
        pupils=figure(row["pupils"]),
        cluster=SHORT_CLUSTERS.get(row["entry_cluster"], NO_DATA),
        results=_met_of_applying(material, code, "results"),
        context=_met_of_applying(material, code, "context"),
        worse=f"{compared.count('worse')} из {known}",
    )


def _met_of_applying(material: Material, school_code: str, dimension: str) -> str:
    """«2 из 4», as the year's list was made."""
    found = [
        material.entry_criteria.get((school_code, rule["criterion"]), {})
        for rule in material.rule
        if rule["dimension"] == dimension
    ]
    return f"{sum(bool(each.get('met')) for each in found)} из {sum(bool(each.get('applies')) for each in found)}"
