"""The marts of two campaigns, small and whole, such that every document can be made of them in memory."""

from datetime import date
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from tests.sample_region.region_profile import AS_PRINTED
from tests.unit.document_facts import CUTOFFS, EVENTS, FACTS, NAMES, PLANS, TEXTS
from tests.unit.document_schemas import SCHEMAS
from tests.unit.report_marts import SEEDS
from tests.unit.year_marts import year_marts

Rows = list[tuple[Any, ...]]
ENTRY, FINAL = "2018-03", "2018-11"


def document_marts() -> duckdb.DuckDBPyConnection:
    """Both campaigns as the report of 2018 has them, in memory; tests change what they need."""
    connection = duckdb.connect()
    connection.execute(f"attach '{_kept().name}/marts.duckdb' as kept (read_only)")
    connection.execute("copy from database kept to memory")
    connection.execute("detach kept")
    return connection


@cache
def _kept() -> TemporaryDirectory[str]:
    """A folder with these marts, which take half a second to make and a tenth of it to copy."""
    folder = TemporaryDirectory()
    with _made() as connection:
        connection.execute(f"attach '{folder.name}/marts.duckdb' as kept")
        connection.execute("copy from database memory to kept")
    return folder


def _made() -> duckdb.DuckDBPyConnection:
    connection = year_marts()
    for seed in ("indicators", "school_kinds", "choices", "minimum_groups", "facts", "variables"):
        path = str(SEEDS / f"{seed}.csv")
        connection.execute(
            f"create or replace table reference.{seed} as from read_csv(?, all_varchar = true)", [path]
        )
    for mart, columns in SCHEMAS.items():
        connection.execute(f"create or replace table marts.{mart} ({columns})")
    _spread_road_map(connection)
    for mart, rows in {**_editions(), **_schools(), **_institute()}.items():
        put(connection, mart, *rows)
    return connection


def _spread_road_map(connection: duckdb.DuckDBPyConnection) -> None:
    """Items due from February to November, each done on its last day; the notes' editions know what was done by then."""
    table = "marts.table_4_road_map"
    connection.execute(f"update {table} set item_end = last_day(make_date(2018, 2 + no % 10, 1))")
    connection.execute(f"update {table} set item_done = item_end")
    for edition, cutoff in list(CUTOFFS.items())[:-1]:
        connection.execute(
            f"insert into {table} select * replace ('{edition}' as edition, "
            "if(item_end <= $1, item_done, null) as item_done, if(item_end <= $1, 'done', 'pending') as state) "
            f"from {table} where edition = 'year'",
            [cutoff],
        )


def put(connection: duckdb.DuckDBPyConnection, mart: str, *rows: tuple[object, ...]) -> None:
    """Adds rows to a mart, all in one statement: one by one takes seconds."""
    marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
    connection.execute(f"insert into marts.{mart} values {marks}", [value for row in rows for value in row])


def _editions() -> dict[str, Rows]:
    held = [(ENTRY, "start", CUTOFFS["quarter_1"]), *((FINAL, name, day) for name, day in CUTOFFS.items())]
    facts: Rows = [
        (campaign, edition, fact, f"название {fact}", None, value, TEXTS.get(fact), f"источник {fact}")
        for campaign, edition, _ in held
        for fact, value in FACTS.items()
    ]
    targets: Rows = [
        (
            FINAL,
            name,
            no,
            no,
            "задача",
            f"цель {fact}",
            None,
            plan,
            fact,
            FACTS[fact],
            "reached",
            f"источник {fact}",
        )
        for name in CUTOFFS
        for no, (fact, plan) in enumerate(PLANS.items(), start=1)
    ]
    profile: Rows = [
        (campaign, fact, no, words, True)
        for campaign in (ENTRY, FINAL)
        for no, (fact, words) in enumerate(AS_PRINTED, start=1)
    ]
    return {
        "region_profile": [
            *profile,
            *((campaign, "signatory_name", 0, None, False) for campaign in (ENTRY, FINAL)),
        ],
        "report_editions": [(campaign, edition, day, NAMES[edition]) for campaign, edition, day in held],
        "report_facts": facts,
        "fact_figures": [
            (campaign, edition, f"text/{edition}/{fact}", "text", fact, False)
            for campaign, edition, fact, *_ in facts
        ],
        "targets": targets,
    }


def _schools() -> dict[str, Rows]:
    clusters = ["low_results"] * 38 + ["adverse_conditions"] * 30 + ["both"] * 7
    schools: Rows = [
        (
            campaign, f"{201 + n % 3}{n:03}", f"Школа № {n}", f"{201 + n % 3}", f"Район {201 + n % 3}",
            "secondary", "rural", cluster, cluster, True, "rule", None, None,
        )
        for campaign in (ENTRY, FINAL)
        for n, cluster in enumerate(clusters, start=1)
    ]  # fmt: skip
    municipalities = [(f"{code}", f"Район {code}") for code in (201, 202, 203)]
    answers: Rows = [
        (
            campaign,
            "answers",
            code,
            f"{campaign}/municipal/{code}.xlsx",
            "read",
            date(2018, 3, 21),
            int(code == "202"),
            40,
            40,
            0,
            "",
        )
        for campaign in (ENTRY, FINAL)
        for code, _ in municipalities
    ]
    return {
        "schools": schools,
        "coverage": [
            (campaign, code, name, "read", 120, 120, 8000, 7900, 3, 97, 0)
            for campaign in (ENTRY, FINAL)
            for code, name in municipalities
        ],
        "deliveries": [
            *answers,
            (FINAL, "training", None, f"{FINAL}/institute/training.xlsx", "read", None, None, 8, 8, 0, ""),
        ],
        "school_programmes": [
            (FINAL, code, None, 2, 8, 5, "behind" if n % 5 == 0 else "on_track", "complete", 20, 12, 0.6)
            for n, (_, code, *_) in enumerate(schools[75:])
        ],
        "dynamics": [
            (FINAL, "included", "75", indicator, 70, 40, 20, 0, 10, 5, 0.571)
            for indicator in (None, "share_grades_4_5", "oge_russian_ratio")
        ]
        + [
            (FINAL, "school", code, None, 20, 12, 4, 1, 3, 10, 0.6)
            for code in (row[1] for row in schools[75:])
        ],
        "findings": [
            (
                ENTRY,
                1,
                "borne",
                "Обучающиеся большинства школ имеют низкие образовательные результаты.",
                5,
                5,
                5,
            ),
            (ENTRY, 2, "not_borne", "Педагогические работники вовлечены в методическую работу.", 3, 1, 2),
            (ENTRY, 3, "undecided", None, 1, 0, None),
        ],
        "finding_tests": [
            (ENTRY, 1, 1, "share_grades_4_5", "Доля на «4» и «5»", "below", 0.379, 0.45, 0.72, 0.5, True),
            (ENTRY, 2, 1, "methodological_events", "Мероприятия", "below", 1.76, 1.5, None, None, False),
        ],
        "list_changes": [
            (
                FINAL,
                "201003",
                "Школа № 3",
                "201",
                "Район 201",
                "low_results",
                "neither",
                "leaves",
                "1 критерий из 6",
            )
        ],
        "figures": [
            (campaign, f"{table}/1/mean", 0.379, table, 1, "mean", "mean", "share_grades_4_5")
            for campaign, table in ((ENTRY, "table_1"), (FINAL, "table_1a"))
        ],
    }


def _institute() -> dict[str, Rows]:
    training: Rows = [
        (
            FINAL,
            n,
            f"Программа {n}",
            36,
            "new" if n < 5 else "revised",
            date(2018, 3, n),
            date(2018, 4, n),
            trained,
        )
        for n, trained in enumerate((35, 38, 18, 12, 22, 21, 29, 27), start=1)
    ]
    return {
        "events": [
            (FINAL, n, kind, title, day, day.replace(day=day.day + (n == 3)), role, host, None, None, None, None, None, None, None)
            for n, (kind, title, day, role, host) in enumerate(EVENTS, start=1)
        ],
        "training_programmes": training,
        "trained_staff": [
            (FINAL, 1, "Программа 1", "201", "Район 201", "head", "руководитель", 20),
            (FINAL, 2, "Программа 2", "201", "Район 201", "head", "руководитель", 15),
            (FINAL, 2, "Программа 2", "202", "Район 202", "teacher", "учитель", 3),
            (FINAL, 2, "Программа 2", "203", "Район 203", "teacher", "учитель", 9),
        ],
        "partner_agreements": [
            (FINAL, 1, "12-п", date(2018, 4, 2), "201003", "Школа № 3", "201", "Район 201", "201900", "Лицей")
        ],
    }  # fmt: skip
