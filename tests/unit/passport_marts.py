"""Marts of two waves that passports and summaries are made from, each row awkward in its own way, in memory."""

import csv
import datetime as dt
from functools import cache
from pathlib import Path

import duckdb

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
ENTRY, FINAL = "2018-03", "2018-11"
REFERENCE = (
    "indicators",
    "criteria",
    "rule_sets",
    "missing_reasons",
    "school_kinds",
    "choices",
    "recommendations",
)

TABLES = {
    "schools": "campaign text, school_code text, school_name text, municipality_code text, municipality_name text, "
    "school_kind text, locality text, pupils bigint, entry_cluster text, included boolean",
    "decisions_in_force": "campaign text, school_code text, school_name text, municipality_code text, action text, "
    "decision_ru text, reason_ru text, author_ru text",
    "school_indicators": "campaign text, school_code text, indicator text, value double, status text",
    "indicator_statistics": "campaign text, group_kind text, group_code text, indicator text, mean double, "
    "mean_applicable double",
    "school_criteria": "campaign text, rule_set text, school_code text, criterion text, exam_year integer, "
    "value double, threshold double, applies boolean, met boolean, reason text",
    "school_dynamics": "campaign text, entry_campaign text, school_code text, municipality_code text, cluster text, "
    "indicator text, entry_value double, entry_status text, final_value double, final_status text, "
    "difference double, outcome text",
    "dynamics": "campaign text, group_kind text, group_code text, indicator text, compared bigint, better bigint, "
    "worse bigint, changed bigint, unchanged bigint, not_comparable bigint, improved_share double",
    "school_programmes": "campaign text, school_code text, municipality_code text, order_no text, order_date date, "
    "years integer, activities_planned bigint, activities_done bigint, assessment_entry text, "
    "assessment_final text, own_monitorings bigint, association_staff bigint, staff bigint, "
    "individual_routes boolean, indicators_compared bigint, indicators_improved bigint, improved_share double",
    "school_support": "campaign text, school_code text, municipality_code text, psychologist_pupils double, "
    "speech_therapist_pupils double, posts_psychologist double, posts_special_needs_teacher double, "
    "posts_speech_therapist double, posts_social_pedagogue double, posts_teacher double, "
    "posts_additional_education double, posts double",
    "partner_agreements": "campaign text, no integer, number text, date date, school_code text, school_name text, "
    "municipality_code text, municipality_name text, partner_code text, partner_name text",
    "consultations": "campaign text, no integer, date date, school_code text, kind text, teachers bigint",
    "trained_staff": "campaign text, programme_no integer, programme_ru text, municipality_code text, "
    "municipality_name text, position text, position_ru text, trained bigint",
    "vpr_results": "campaign text, year integer, school_code text, municipality_code text, grade integer, "
    "subject_code integer, subject_ru text, participants bigint, share_2 double, share_3 double, share_4 double, "
    "share_5 double, region_share_2 double, region_share_4_5 double, share_4_5 double",
    "coverage": "campaign text, municipality_code text, municipality_name text, delivery_state text, schools bigint, "
    "schools_returned bigint, cells_expected bigint, cells_answered bigint, cells_blank bigint, "
    "cells_in_doubt bigint, cells_not_applicable bigint, cells_set_aside bigint, cells_not_returned bigint",
    "set_aside": "campaign text, municipality_code text, file text, sheet text, cell text, line integer, "
    "sentence_ru text, remedy_ru text",
    "list_changes": "campaign text, school_code text, school_name text, municipality_code text, "
    "municipality_name text, entry_cluster text, cluster text, change text, reason text",
    "events": "campaign text, no integer, kind text, title_ru text, starts date, ends date, role text, host_ru text",
    "event_delegations": "campaign text, event_no integer, municipality_code text, municipality_name text",
}

MUNICIPALITIES = {"201": "Велижский район", "202": "Вяземский район", "203": "Гагаринский район"}
SCHOOLS = (
    ("201001", "Берёзовская средняя школа", "201", "secondary", "rural", 120, "both", True),
    # a name that would break a page or a document that does not escape it
    ("201002", "Школа «Ёлка» <b>&\x0b", "201", "basic", "urban", None, "low_results", True),
    ("202001", "Сычёвская основная школа", "202", "basic", "rural", 40, "adverse_conditions", True),
    ("203001", "Гимназия", "203", "secondary", "urban", 900, "neither", False),
)
# value at the entry and at the final wave; a text is why there is none
VALUES = {
    ("201001", "share_grades_4_5"): (0.25, 0.4),
    ("201001", "share_on_registers"): (0.1, 0.2),
    ("201001", "mean_staff_age"): (48.04, 47.0),
    ("201001", "has_educational_psychologist"): (0, 1),
    ("201001", "share_sports"): ("unknown", 0.3),
    ("201001", "share_staff_top_categories"): (0.7, 0.7),
    ("201002", "ege_russian_ratio"): ("not_applicable", "not_applicable"),
    ("201002", "has_educational_psychologist"): (0, 0),
    ("201002", "share_grades_4_5"): (0.6, "unknown"),
    ("202001", "share_grades_4_5"): (0.5, 0.45),
    ("203001", "share_grades_4_5"): (0.9, 0.9),
}
REGION = {
    "share_grades_4_5": 0.5,
    "share_on_registers": 0.05,
    "mean_staff_age": 47,
    "has_educational_psychologist": 0.625,
    "share_sports": 0.5,
    "share_staff_top_categories": 0.7004,
    "ege_russian_ratio": 0.97,
}
MUNICIPAL = {"201": 0.3, "202": 0.45, "203": 0.9}  # means of share_grades_4_5


@cache
def read_only_marts() -> duckdb.DuckDBPyConnection:
    """The marts for tests that change nothing in them."""
    return marts()


def marts() -> duckdb.DuckDBPyConnection:
    """All that is read, of both campaigns; to be changed at will."""
    connection = duckdb.connect()
    connection.begin()
    connection.execute("create schema marts; create schema reference")
    for seed in REFERENCE:
        connection.execute(f"create table reference.{seed} as from read_csv(?)", [str(SEEDS / f"{seed}.csv")])
    for table, columns in TABLES.items():
        connection.execute(f"create table marts.{table} ({columns})")
    for wave, campaign in enumerate((ENTRY, FINAL)):
        _put_schools(connection, campaign, wave)
        _put_coverage(connection, campaign)
    _put_dynamics(connection)
    _put_year(connection)
    connection.commit()
    return connection


def put(connection: duckdb.DuckDBPyConnection, table: str, **columns: object) -> None:
    """One row; columns that are not named stay null."""
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    connection.execute(f"insert into marts.{table} ({names}) values ({marks})", list(columns.values()))


def _put_schools(connection, campaign, wave):
    for code, name, municipality, kind, locality, pupils, cluster, included in SCHOOLS:
        put(
            connection, "schools", campaign=campaign, school_code=code, school_name=name,
            municipality_code=municipality, municipality_name=MUNICIPALITIES[municipality], school_kind=kind,
            locality=locality, pupils=pupils, entry_cluster=cluster, included=included,
        )  # fmt: skip
    for (code, indicator), waves in VALUES.items():
        value, status = _value(waves[wave])
        put(connection, "school_indicators", campaign=campaign, school_code=code, indicator=indicator,
            value=value, status=status)  # fmt: skip
    for indicator, mean in REGION.items():
        groups = [("region", "region"), ("cluster", "both")]
        for kind, group in groups:
            # the mean of Table 1 is another one: whoever prints it is seen at once
            put(connection, "indicator_statistics", campaign=campaign, group_kind=kind, group_code=group,
                indicator=indicator, mean=99, mean_applicable=mean)  # fmt: skip
    for municipality, mean in MUNICIPAL.items():
        put(connection, "indicator_statistics", campaign=campaign, group_kind="municipality",
            group_code=municipality, indicator="share_grades_4_5", mean=99, mean_applicable=mean)  # fmt: skip
    _put_criteria(connection, campaign, wave)


def _value(value):
    return (None, value) if isinstance(value, str) else (value, "value")


def _put_criteria(connection, campaign, wave):
    judged = {
        ("201001", "oge_russian"): (0.8 + wave / 5, 0.9, True, not wave, None),
        ("201001", "on_registers"): (0.1, 0.045, True, True, None),
        ("201001", "remote"): (1, 1, True, True, None),
        ("201002", "ege_russian"): (None, 0.8, False, None, "no_such_grade"),
        ("201002", "oge_russian"): (None, 0.9, False, None, "blank"),
    }
    for (code, criterion), (value, threshold, applies, met, reason) in judged.items():
        for rule_set in ("smolensk-2018", "federal-low-results"):
            put(connection, "school_criteria", campaign=campaign, rule_set=rule_set, school_code=code,
                criterion=criterion, value=value, threshold=threshold, applies=applies,
                met=met if rule_set == "smolensk-2018" else None, reason=reason)  # fmt: skip


def _put_dynamics(connection):
    with (SEEDS / "indicators.csv").open(encoding="utf-8") as source:
        better = {row["indicator"]: row["better"] for row in csv.DictReader(source)}
    for (code, indicator), (entry, final) in VALUES.items():
        (before, entry_status), (after, final_status) = _value(entry), _value(final)
        difference = None if before is None or after is None else after - before
        put(connection, "school_dynamics", campaign=FINAL, entry_campaign=ENTRY, school_code=code,
            indicator=indicator, entry_value=before, entry_status=entry_status, final_value=after,
            final_status=final_status, difference=difference,
            outcome=_outcome(difference, better[indicator]))  # fmt: skip
    for kind, group in (("included", "included"), ("municipality", "201"), ("school", "201001")):
        for key in (None, "share_grades_4_5"):
            put(connection, "dynamics", campaign=FINAL, group_kind=kind, group_code=group, indicator=key,
                compared=4, better=2, worse=1, changed=1, unchanged=0, not_comparable=3,
                improved_share=0.5)  # fmt: skip


def _outcome(difference, better):
    if difference is None:
        return "not_comparable"
    if difference == 0:
        return "unchanged"
    if not better:
        return "changed"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def _put_year(connection):
    put(connection, "school_programmes", campaign=FINAL, school_code="201001", municipality_code="201",
        order_no="45-осн/д", order_date=dt.date(2018, 4, 5), years=2, activities_planned=12, activities_done=7,
        assessment_entry="on_track", assessment_final="behind", own_monitorings=3, association_staff=20, staff=21,
        individual_routes=True, indicators_compared=24, indicators_improved=12, improved_share=0.5)  # fmt: skip
    put(connection, "school_programmes", campaign=FINAL, school_code="201002", municipality_code="201",
        years=1, activities_planned=10, activities_done=10, assessment_entry="on_track",
        assessment_final="complete", indicators_compared=0, indicators_improved=0)  # fmt: skip
    posts = {
        column: 0
        for column in TABLES["school_support"].replace(" double", "").split(", ")
        if "posts" in column
    }
    put(connection, "school_support", campaign=FINAL, school_code="201001", municipality_code="201",
        psychologist_pupils=44, speech_therapist_pupils=0,
        **(posts | {"posts_psychologist": 0.5, "posts_speech_therapist": 1, "posts": 1.5}))  # fmt: skip
    put(connection, "partner_agreements", campaign=FINAL, no=1, number="161-ОД", date=dt.date(2018, 5, 10),
        school_code="201001", partner_code="203001", partner_name="Гимназия")  # fmt: skip
    put(connection, "consultations", campaign=FINAL, no=1, date=dt.date(2018, 6, 1), school_code="201001",
        kind="partner_school", teachers=3)  # fmt: skip
    put(connection, "consultations", campaign=FINAL, no=2, date=dt.date(2018, 6, 2), school_code="201001",
        kind="expert_centre")  # fmt: skip
    for position, words, trained in (("head", "руководитель", 2), ("teacher", "учитель", 5)):
        put(connection, "trained_staff", campaign=FINAL, programme_no=1, programme_ru="Управление качеством",
            municipality_code="201", position=position, position_ru=words, trained=trained)  # fmt: skip
    put(connection, "vpr_results", campaign=FINAL, year=2018, school_code="201001", grade=4, subject_code=2,
        subject_ru="Математика", participants=12, share_2=10.5, share_4_5=40.25, region_share_2=6.6,
        region_share_4_5=55.5)  # fmt: skip
    put(connection, "list_changes", campaign=FINAL, school_code="201001",
        school_name="Берёзовская средняя школа", municipality_code="201", entry_cluster="both",
        cluster="adverse_conditions", change="moves", reason="условий: 2 из 4")  # fmt: skip
    for no, title in ((1, "Форум"), (2, "Семинар без велижан")):
        put(connection, "events", campaign=FINAL, no=no, title_ru=title, starts=dt.date(2018, 11, 29),
            ends=dt.date(2018, 11, 30), host_ru="Институт")  # fmt: skip
    put(connection, "event_delegations", campaign=FINAL, event_no=1, municipality_code="201")
    put(connection, "event_delegations", campaign=FINAL, event_no=2, municipality_code="202")


def _put_coverage(connection, campaign):
    for code, name in MUNICIPALITIES.items():
        state = "missing" if code == "203" else "read"
        put(connection, "coverage", campaign=campaign, municipality_code=code, municipality_name=name,
            delivery_state=state, schools=2, schools_returned=1, cells_expected=100, cells_answered=90,
            cells_blank=5, cells_in_doubt=1, cells_not_applicable=3, cells_set_aside=1,
            cells_not_returned=0)  # fmt: skip
    put(connection, "set_aside", campaign=campaign, municipality_code="201",
        file=f"{campaign}/municipal/201.xlsx", sheet="Результаты", cell="F9",
        sentence_ru="Выпускников больше, чем обучающихся", remedy_ru="Проверьте графу")  # fmt: skip
