"""What a school does itself and what it was given: its programme, the support, the check tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.material import Material, grouped
from orchestration.reports.passports.wording import (
    POSTS,
    day,
    figure,
    listed,
    per_cent,
    yes_no,
)
from orchestration.reports.russian import NBSP, agreeing, month_name, number_text
from orchestration.reports.wording import NO_DATA


@dataclass(frozen=True)
class Fact:
    """A line «name: words»."""

    name: str
    words: str


@dataclass(frozen=True)
class VprRow:
    """A check test of a grade: per cent of the lowest mark and of the two best, the school's and the region's."""

    name: str
    participants: str
    low: str
    region_low: str
    high: str
    region_high: str


def programme_facts(material: Material, school_code: str) -> tuple[Fact, ...]:
    """The school's improvement programme, as the municipality returned it in November."""
    row = material.programme(school_code)
    if not row:
        return (Fact("Программа", NO_DATA),)
    return (
        Fact("Приказ", order(row)),
        Fact("Срок", years(row["years"])),
        Fact("Мероприятия", done_of_planned(row)),
        *(
            Fact(
                name,
                f"{month_name(wave.wave.month)}{NBSP}– {assessed(material, row, f'assessment_{wave.wave.name}')}",
            )
            for name, wave in zip(("Оценка МОЦ", ""), material.waves, strict=True)
        ),
        Fact("Собственные мониторинги", figure(row["own_monitorings"])),
        Fact("В объединениях", f"{figure(row['association_staff'])} из {figure(row['staff'])} работников"),
        Fact("Инд. маршруты", yes_no(row["individual_routes"])),
        Fact("Показателей лучше", improved(row)),
    )


def order(programme: MartRow) -> str:
    """«№ 45-осн от 05.04.2018»."""
    return document(programme["order_no"], programme["order_date"])


def document(number: str | None, of: date | None) -> str:
    """«№ 45-осн от 05.04.2018», or what is known of it."""
    known = (f"№{NBSP}{number}" if number else "", f"от {day(of)}" if of else "")
    return " ".join(filter(None, known)) or NO_DATA


def years(count: float | None) -> str:
    """«2 года»."""
    return NO_DATA if count is None else agreeing(int(count), "{n} год", "{n} года", "{n} лет")


def done_of_planned(programme: MartRow) -> str:
    """«выполнено 10 из 12»."""
    return f"выполнено {figure(programme['activities_done'])} из {figure(programme['activities_planned'])}"


def assessed(material: Material, programme: MartRow, variable: str) -> str:
    """The municipal centre's assessment in the words of the form."""
    return material.choices.get((variable, programme[variable]), NO_DATA)


def improved(programme: MartRow) -> str:
    """«12 из 24 (50 %)»."""
    counts = f"{figure(programme['indicators_improved'])} из {figure(programme['indicators_compared'])}"
    return f"{counts} ({per_cent(programme['improved_share'])})"


def support_facts(material: Material, school: MartRow) -> tuple[Fact, ...]:
    """What the school was given in the year, and how many staff of its municipality were trained."""
    code = school["school_code"]
    seen = material.support(code)
    trained = material.trained(school["municipality_code"])
    return (
        Fact("Осмотрено психологами", figure(seen.get("psychologist_pupils"))),
        Fact("Осмотрено логопедами", figure(seen.get("speech_therapist_pupils"))),
        Fact("Введено ставок", posts(seen)),
        Fact("Договоры с партнёрами", listed([agreement(row) for row in material.agreements(code)])),
        Fact("Консультации", consulted(material, material.consultations(code))),
        Fact("Обучено в муниципалитете", figure(sum(row["trained"] or 0 for row in trained))),
    )


def posts(support: MartRow) -> str:
    """«педагог-психолог 0,5; логопед 1», a dash where none was introduced."""
    if not support or all(support[column] is None for column in POSTS):
        return NO_DATA
    return listed(
        [f"{name} {number_text(support[column])}" for column, name in POSTS.items() if support[column]]
    )


def agreement(row: MartRow) -> str:
    """«№ 12 от 05.04.2018, Пригорская средняя школа»."""
    return f"{document(row['number'], row['date'])}, {row['partner_name'] or 'партнёр не указан'}"


def consulted(material: Material, rows: Iterable[MartRow]) -> str:
    """«школа-партнёр 01.06.2018, 04.06.2018 (3 педагога)» by kind; the teachers only where they were counted."""
    parts = []
    for kind, found in grouped(rows, "kind").items():
        dates = ", ".join(day(row["date"]) for row in found)
        teachers = sum(row["teachers"] or 0 for row in found)
        counted = agreeing(int(teachers), " ({n} педагог)", " ({n} педагога)", " ({n} педагогов)")
        name = material.choices.get(("consultation_kind", kind), NO_DATA)
        parts.append(f"{name} {dates}{counted if teachers else ''}")
    return listed(parts)


def vpr_rows(rows: Iterable[MartRow]) -> tuple[VprRow, ...]:
    """The check tests of a school by grade and subject; shares are per cent already."""
    return tuple(
        VprRow(
            name=f"{row['grade']} класс, {row['subject_ru'][:1].lower()}{row['subject_ru'][1:]}",
            participants=figure(row["participants"]),
            low=figure(row["share_2"]),
            region_low=figure(row["region_share_2"]),
            high=figure(row["share_4_5"]),
            region_high=figure(row["region_share_4_5"]),
        )
        for row in sorted(rows, key=lambda row: (row["grade"], row["subject_code"]))
    )
