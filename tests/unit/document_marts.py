"""The marts of two campaigns, small and whole, such that every document can be made of them in memory."""

from datetime import date
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from orchestration.reports.pictures.picture import Picture
from tests.sample_region.region_profile import AS_PRINTED
from tests.unit.report_marts import SEEDS
from tests.unit.year_marts import year_marts

Rows = list[tuple[Any, ...]]
ENTRY, FINAL = "2018-03", "2018-11"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "a735819d0000000049454e44ae426082"
)


def blank_picture(name: str, *_: object) -> Picture:
    """A picture of nothing, for tests of what stands round it."""
    return Picture(name, "Рисунок", "Слова", "<svg></svg>", PIXEL, 12)


CUTOFFS = {
    "quarter_1": date(2018, 3, 31),
    "half_year": date(2018, 6, 30),
    "quarter_3": date(2018, 9, 30),
    "year": date(2018, 12, 31),
}
NAMES = {
    "start": "стартовая диагностика",
    "quarter_1": "справка за I квартал",
    "half_year": "справка за I полугодие",
    "quarter_3": "справка за III квартал",
    "year": "отчёт за год",
}
# as line by line in the report of 2018
FACTS: dict[str, float | None] = {
    "schools": 360, "rural_schools": 234, "rural_schools_share": 0.65, "rural_small_schools": 89,
    "rural_small_schools_share": 89 / 234, "rural_pupils_share": 0.2018, "returned_schools": 360,
    "surveyed_share": 1, "entry_schools": 360,
    "entry_returned_schools": 359, "entry_surveyed_share": 359 / 360, "municipalities": 27, "centres": 27, "centres_share": 1, "included_schools": 75,
    "low_results_schools": 38, "adverse_conditions_schools": 30, "both_schools": 7, "included_secondary": 37,
    "included_basic": 38, "included_urban": 12, "included_rural": 63, "programmes": 75, "programmes_share": 1,
    "programme_years_min": 1, "programme_years_max": 3, "consulted_schools": 75, "consulted_teachers": 131,
    "agreements": 13, "agreement_municipalities": 5, "new_post_schools": 4, "new_post_kinds": 5,
    "psychologist_pupils": 844, "speech_therapist_pupils": 20, "training_programmes": 8, "new_programmes": 4,
    "revised_programmes": 4, "trained": 202, "seminars": 12, "seminar_recordings": 6, "seminar_persons": 82,
    "seminar_connections": 97, "association_schools": 75, "association_schools_share": 1, "own_events": 3,
    "talks": 3, "talk_hosts": 3, "attended_events": 4, "attended_hosts": 4, "delegation_municipalities": 3,
    "individual_route_schools": 10, "media_municipalities": 16, "forum_participants": 124,
    "forum_municipalities": 27, "conference_participants": 127, "conference_regions": 8,
    "conference_countries": 1, "round_table_connections": 60, "round_table_participants": 155,
    "publications": 4, "council_sessions": 3, "head_seminar_municipalities": 27, "own_monitorings_min": 1,
    "road_map_items": 43, "road_map_done": 43, "road_map_done_late": 0, "road_map_overdue": 0, "road_map_pending": 0, "road_map_not_confirmed": 0,
    "targets_total": 12, "targets_reached": 12,
}  # fmt: skip
TEXTS = {
    "agreement_municipalities": "Вяземский район, Руднянский район, Смоленский район, Сычевский район, Шумячский район",
    "new_post_schools": "МБОУ «СШ № 3» (г. Десногорск), МБОУ Ельнинская СШ № 1 (Ельнинский район)",
    "new_post_kinds": "логопед, психолог, социальный педагог, учитель, педагог дополнительного образования",
    "talk_hosts": "Коми республиканского ИРО, ИРО Иркутской области, Мордовского РИО",
    "attended_hosts": "Красноярского ИПК, Костромского ОИРО, Владимирского ИРО, Тюменского ОГИРРО",
    "delegation_municipalities": "Вяземский район, Смоленский район, Хиславичский район",
    "media_municipalities": "Вяземский район, г. Смоленск, г. Десногорск",
    "conference_countries": "Республика Беларусь",
    "publications": "«Локальные нормативные акты», «Управление кадровыми ресурсами»",
}
PLANS = {
    "entry_surveyed_share": 1, "programmes_share": 0.12, "centres_share": 0.75, "consulted_schools": 26,
    "consulted_teachers": 130, "agreements": 13, "own_events": 5, "own_monitorings_min": 1, "trained": 200,
    "association_schools_share": 1, "conference_participants": 45, "conference_regions": 5,
}  # fmt: skip

EVENTS = (
    ("forum", "Модели управления образованием", date(2018, 8, 24), "organiser", "ГАУ ДПО СОИРО"),
    ("conference", "Интеграция ресурсов", date(2018, 10, 18), "organiser", "ГАУ ДПО СОИРО"),
    ("round_table", "Муниципальный образовательный центр", date(2018, 11, 29), "organiser", "ГАУ ДПО СОИРО"),
    ("conference", "Доклад", date(2018, 10, 4), "speaker", "ГОУДПО «Коми республиканский ИРО»"),
    ("seminar", "Семинар", date(2018, 9, 26), "participant", "КГАОУ ДПО «Красноярский краевой ИПК»"),
    ("council", "Координационный совет", date(2018, 3, 5), "organiser", "Департамент"),
)

SCHEMAS = {
    "report_editions": "campaign text, edition text, cutoff date, name_ru text",
    "report_facts": "campaign text, edition text, fact text, name_ru text, unit text, value double, text_ru text, "
    "counted_from_ru text",
    "targets": "campaign text, edition text, no int, task_no int, task_ru text, target_ru text, unit text, plan double, "
    "fact text, fact_value double, state text, counted_from_ru text",
    "findings": "campaign text, no int, state text, text_ru text, tests bigint, tests_holding bigint, tests_bearing bigint",
    "finding_tests": "campaign text, no int, test int, indicator text, indicator_ru text, comparison text, "
    "included_value double, region_value double, schools_share double, threshold double, holds boolean",
    "events": "campaign text, no int, kind text, title_ru text, starts date, ends date, role text, host_ru text, "
    "host_genitive_ru text, participants bigint, connections bigint, municipalities bigint, regions bigint, "
    "countries_ru text, link text",
    "school_programmes": "campaign text, school_code text, municipality_code text, years int, "
    "activities_planned int, activities_done int, assessment_entry text, assessment_final text, "
    "indicators_compared bigint, indicators_improved bigint, improved_share double",
    "dynamics": "campaign text, group_kind text, group_code text, indicator text, compared bigint, better bigint, "
    "worse bigint, changed bigint, unchanged bigint, not_comparable bigint, improved_share double",
    "training_programmes": "campaign text, programme_no int, programme_ru text, hours int, state text, starts date, "
    "ends date, trained bigint",
    "trained_staff": "campaign text, programme_no int, programme_ru text, municipality_code text, "
    'municipality_name text, "position" text, position_ru text, trained bigint',
    "schools": "campaign text, school_code text, school_name text, municipality_code text, municipality_name text, "
    "school_kind text, locality text, cluster text, entry_cluster text, included boolean, "
    "included_by text, approval_ru text, decision_ru text",
    "approved_list": "campaign text, school_code text, school_name text, acts boolean, sheet text, cell text, "
    "raw_text text, approval_ru text, file text, file_sha256 text",
    "decisions": "campaign text, no int, school_name text, action text, date date, document text, overtaken_by text",
    "coverage": "campaign text, municipality_code text, municipality_name text, delivery_state text, schools bigint, "
    "schools_returned bigint, cells_expected bigint, cells_answered bigint, cells_blank bigint, cells_not_applicable bigint, cells_set_aside bigint",
    "deliveries": "campaign text, source text, municipality_code text, file text, state text, received_on date, days_late int, "
    "rows_in bigint, rows_kept bigint, rows_set_aside bigint, message_ru text",
    "set_aside": "campaign text, source text, municipality_code text, entity text, file text, sheet text, cell text, "
    "line int, rule text, sentence_ru text, remedy_ru text",
    "cross_checks": "campaign text, school_code text, rule text, for_signature boolean, sentence_ru text",
    "partner_agreements": "campaign text, no int, number text, date date, school_code text, school_name text, "
    "municipality_code text, municipality_name text, partner_code text, partner_name text",
    "list_changes": "campaign text, school_code text, school_name text, municipality_code text, municipality_name text, "
    "entry_cluster text, cluster text, change text, reason text",
    "region_profile": "campaign text, fact text, no int, text_ru text, stated boolean",
    "decisions_in_force": "campaign text, school_code text, school_name text, action text, decision_ru text, reason_ru text, "
    "author_ru text, municipality_code text, file text, file_sha256 text, sheet text, cell text",
    "figures": "campaign text, figure text, number double, table_name text, table_row int, table_column text, "
    "statistic text, indicator text",
    "institute_figures": "campaign text, figure text, number double",
    "fact_figures": "campaign text, edition text, figure text, table_name text, fact text, over_list boolean",
    "fact_cells": "campaign text, edition text, fact text, statistic text, part text, row_no text, row_ru text, role text, "
    "variable text, counted boolean, number double, state text, raw_text text, file text, file_sha256 text, sheet text, "
    "cell text",
}


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
