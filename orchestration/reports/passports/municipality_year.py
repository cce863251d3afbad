"""What a municipality's summary says of the year: dynamics, programmes, support, training, events, the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.school_support import (
    agreement,
    assessed,
    consulted,
    done_of_planned,
    improved,
    order,
    posts,
    years,
)
from orchestration.reports.passports.wording import SHORT_CLUSTERS, day, figure, listed, per_cent
from orchestration.reports.wording import NO_DATA

CHANGES = {"leaves": "выходит из списка", "enters": "входит в список", "moves": "меняет кластер"}


@dataclass(frozen=True)
class DynamicsRow:
    """Indicators of a group of schools between the waves, counted by outcome."""

    name: str
    compared: str
    better: str
    worse: str
    changed: str
    unchanged: str
    not_comparable: str
    improved: str


@dataclass(frozen=True)
class ProgrammeRow:
    """A school's improvement programme."""

    school: str
    order: str
    years: str
    done: str
    entry: str
    final: str
    improved: str


@dataclass(frozen=True)
class SupportRow:
    """What a school was given."""

    school: str
    psychologists: str
    speech_therapists: str
    posts: str
    agreements: str
    consultations: str


@dataclass(frozen=True)
class TrainedRow:
    """Staff of the municipality trained in a programme."""

    programme: str
    position: str
    trained: str


@dataclass(frozen=True)
class EventRow:
    """An event in which a delegation of the municipality took part."""

    date: str
    title: str
    host: str


@dataclass(frozen=True)
class ListChange:
    """What November's values would change in the list, for information."""

    school: str
    change: str
    entry_cluster: str
    cluster: str
    reason: str


def dynamics_rows(material: Material, code: str, schools: Sequence[MartRow]) -> tuple[DynamicsRow, ...]:
    """The included schools of the region, those of the municipality, and each of these."""
    groups = [("included", "included", "Все школы проекта"), ("municipality", code, "Школы муниципалитета")]
    groups += [("school", row["school_code"], row["school_name"]) for row in schools]
    return tuple(
        _dynamics_row(name, material.group_dynamics[kind, key])
        for kind, key, name in groups
        if (kind, key) in material.group_dynamics
    )


def _dynamics_row(name: str, row: MartRow) -> DynamicsRow:
    counts = ("compared", "better", "worse", "changed", "unchanged", "not_comparable")
    words = {count: figure(row[count]) for count in counts}
    return DynamicsRow(name=name, improved=per_cent(row["improved_share"]), **words)


def programme_rows(material: Material, schools: Sequence[MartRow]) -> tuple[ProgrammeRow, ...]:
    """A row per included school, «нет данных» where nothing was returned."""
    rows = []
    for school in schools:
        found = material.programme(school["school_code"])
        words = (
            (
                order(found),
                years(found["years"]),
                done_of_planned(found),
                assessed(material, found, "assessment_entry"),
                assessed(material, found, "assessment_final"),
                improved(found),
            )
            if found
            else (NO_DATA,) * 6
        )
        rows.append(ProgrammeRow(school["school_name"], *words))
    return tuple(rows)


def support_rows(material: Material, schools: Sequence[MartRow]) -> tuple[SupportRow, ...]:
    """A row per included school."""
    rows = []
    for school in schools:
        code = school["school_code"]
        seen = material.support(code)
        rows.append(
            SupportRow(
                school["school_name"],
                figure(seen.get("psychologist_pupils")),
                figure(seen.get("speech_therapist_pupils")),
                posts(seen),
                listed([agreement(row) for row in material.agreements(code)]),
                consulted(material, material.consultations(code)),
            )
        )
    return tuple(rows)


def trained_rows(material: Material, code: str) -> tuple[TrainedRow, ...]:
    """By programme and position, and the total."""
    found = [row for row in material.trained(code) if row["trained"]]
    rows = [
        TrainedRow(row["programme_ru"] or NO_DATA, row["position_ru"] or NO_DATA, figure(row["trained"]))
        for row in found
    ]
    total = TrainedRow("Итого", "", figure(sum(row["trained"] for row in found)))
    return (*rows, total) if rows else ()


def event_rows(material: Material, code: str) -> tuple[EventRow, ...]:
    """Events with a delegation of the municipality, by date."""
    attended = {
        row["event_no"]
        for row in material.by("event_delegations", "municipality_code", "event_no").get(code, [])
    }
    events = [
        row for rows in material.by("events", "no", "no").values() for row in rows if row["no"] in attended
    ]
    return tuple(
        EventRow(_days(row), row["title_ru"], row["host_ru"] or NO_DATA)
        for row in sorted(events, key=lambda row: (row["starts"], row["no"]))
    )


def list_changes(material: Material, code: str) -> tuple[ListChange, ...]:
    """Schools of the municipality that November's values would move, by name."""
    found = material.by("list_changes", "municipality_code", "school_name").get(code, [])
    return tuple(
        ListChange(
            school=row["school_name"],
            change=CHANGES.get(row["change"], NO_DATA),
            entry_cluster=SHORT_CLUSTERS.get(row["entry_cluster"], NO_DATA),
            cluster=SHORT_CLUSTERS.get(row["cluster"], NO_DATA),
            reason=row["reason"] or NO_DATA,
        )
        for row in found
    )


def _days(event: MartRow) -> str:
    """«26.11.2018» or «29.11.2018–30.11.2018»."""
    ends = event["ends"]
    return day(event["starts"]) + (f"–{day(ends)}" if ends and ends != event["starts"] else "")
