"""The year's report of 2018 as the marts its tables are composed from: Tables 2, 3 and 4 as the source prints them."""

import datetime as dt
import re
from collections.abc import Sequence

import duckdb

from tests.sample_region.region_profile import AS_PRINTED
from tests.unit.report_marts import marts, printed

YEAR = "2018-11"

# per item, its result with the figures taken out: what the seed of templates holds in earnest
TEMPLATES = {
    5: "В {centres} МО созданы МОЦ, определены сотрудники, составлены планы работы",
    6: "В результате обобщения данных от МО в проект включено {included_schools:школа|школы|школ} "
    "(в том числе {low_results_schools} с низкими результатами обучения)",
    10: "ГАУ ДПО СОИРО разработал методику обследования детей психологами. Видеосеминар к.п.н. Терешенко В.В. "
    "по использованию методики проведен и выложен на сайте ГАУ ДПО СОИРО. Психологами обследовано "
    "{psychologist_pupils} обучающихся, логопедами – {speech_therapist_pupils} обучающихся",
    17: "Участие с докладами в конференциях {talk_hosts.text}, в качестве участников в конференциях и семинарах "
    "{attended_hosts.text}",
    19: "{individual_route_schools:школа|школы|школ}",
    23: "Обучено {trained:человек|человека|человек} (приложение)",
    25: "ГАУ ДПО СОИРО проведено {seminars} семинаров/вебинаров Видеозаписи {seminar_recordings} семинаров "
    "выложены на сайте ГАУ ДПО СОИРО http://www.dpo-smolensk.ru/news/1258/48924/",
}
FACTS = {
    "centres": 27,
    "included_schools": 75,
    "low_results_schools": 38,
    "psychologist_pupils": 844,
    "speech_therapist_pupils": 20,
    "talk_hosts": (3, "Коми республиканского ИРО, ИРО Иркутской области, Мордовского республиканского ИО"),
    "attended_hosts": (4, "Красноярского ИПК, Костромского ИРО, Владимирского ИРО, Тюменского ИРРО"),
    "individual_route_schools": 10,
    "trained": 202,
    "seminars": 12,
    "seminar_recordings": 6,
}
STATED = [(23, "trained", "result", 202, 202), (25, "seminar_recordings", "result", 4, 6)]
PROJECT = dict(AS_PRINTED)["project"]
STATED += [(25, "seminars", "activity", 11, 12), (25, "seminars", "result", 12, 12)]


def year_marts() -> duckdb.DuckDBPyConnection:
    """The marts of March, and those of November that Tables 1а to 4 read, in memory."""
    connection = marts()
    _put_final_diagnostics(connection)
    _put_training(connection)
    _put_seminars(connection)
    _put_road_map(connection)
    _put(connection, "region_profile", "no integer, fact varchar, text_ru varchar", [(1, "project", PROJECT)])
    return connection


def _put_final_diagnostics(connection: duckdb.DuckDBPyConnection) -> None:
    """November: every mean a tenth of the entry's less."""
    connection.execute(
        "insert into marts.table_1_start_diagnostics select * replace "
        "('2018-11' as campaign, round(mean * 0.9, 3) as mean) from marts.table_1_start_diagnostics"
    )


def _put(
    connection: duckdb.DuckDBPyConnection, mart: str, columns: str, rows: Sequence[tuple[object, ...]]
) -> None:
    connection.execute(f"create table marts.{mart} (campaign varchar, {columns})")
    marks = ", ".join("?" for _ in (YEAR, *rows[0]))
    connection.executemany(f"insert into marts.{mart} values ({marks})", [[YEAR, *row] for row in rows])


def _put_training(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [
        (position, row["no"] or None, row["programme_ru"], row["trained"])
        for position, row in enumerate(printed("table_2_training_programmes"), start=1)
    ]
    columns = "position integer, no integer, programme_ru varchar, trained bigint"
    _put(connection, "table_2_training", columns, rows[::-1])


def _put_seminars(connection: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "position integer, date date, date_precision varchar, topic_ru varchar, speakers_ru varchar, "
        "attendance bigint, unit varchar, recording_ru varchar"
    )
    rows = [
        (position, *_day(row["date_cell"]), row["topic_ru"], row["speakers"], *_attendance(row))
        for position, row in enumerate(printed("table_3_seminars"), start=1)
    ]
    _put(connection, "table_3_seminars", columns, rows)


def _day(text: str) -> tuple[dt.date, str]:
    if text == "Ноябрь 2018":
        return dt.date(2018, 11, 1), "month"
    day, month, year = map(int, text.split("."))
    return dt.date(2000 + year, month, day), "day"


def _attendance(row: dict[str, str]) -> tuple[int | None, str, str | None]:
    found = re.fullmatch(r"(\d+)( подключени.*)?", row["participants_cell"])
    if not found:
        return None, "recording", row["participants_cell"]
    return int(found[1]), "connections" if found[2] else "persons", None


def _put_road_map(connection: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "edition varchar, no integer, section_ru varchar, activity_ru varchar, period_ru varchar, "
        "result_stated_ru varchar, result_template_ru varchar, item_start date, item_end date, item_done date, "
        "state varchar, days_late integer, document_ru varchar"
    )
    start, end = dt.date(2018, 2, 1), dt.date(2018, 11, 30)
    columns_of_print = ("section_ru", "activity_ru", "period", "result_ru")
    rows = [
        (
            "year",
            no,
            *(row[column] for column in columns_of_print),
            TEMPLATES.get(no),
            start,
            end,
            end,
            "done",
            0,
            f"приказ № {no}",
        )
        for row in printed("table_4_road_map")
        for no in [int(row["no"])]
    ]
    _put(connection, "table_4_road_map", columns, rows[::-1])
    facts = [
        ("year", fact, f"Название {fact}", *(found if isinstance(found, tuple) else (found, None)))
        for fact, found in FACTS.items()
    ]
    _put(
        connection,
        "report_facts",
        "edition varchar, fact varchar, name_ru varchar, value double, text_ru varchar",
        facts,
    )
    stated = [
        ("year", no, fact, column, said, counted, said == counted)
        for no, fact, column, said, counted in STATED
    ]
    columns = "edition varchar, no integer, fact varchar, stated_in varchar, stated double, computed double"
    _put(connection, "road_map_figures", f"{columns}, agrees boolean", stated)
