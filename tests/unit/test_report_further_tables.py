import csv
import datetime as dt
import io

import duckdb
import pytest

from orchestration.reports.marts import NoRowsError
from orchestration.reports.table import csv_text
from orchestration.reports.tables import TABLES, read_table
from tests.unit.report_marts import SEEDS

ENTRY, YEAR = "2018-03", "2018-11"
MARTS: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "targets": (
        "edition varchar, no integer, task_ru varchar, target_ru varchar, plan double, fact varchar, "
        "fact_value double, state varchar, counted_from_ru varchar",
        [
            ("year", 1, "Анализ", "Школы обследованы", 1.0, "surveyed_share", 0.997, "not_reached", "формы"),
            ("year", 2, "Обучение", "Обучены", 200.0, "trained", 202.0, "reached", "журнал"),
            ("year", 3, "Сеть", "Договоры", 13.0, "agreements", None, "no_data", "реестр"),
            ("half_year", 2, "Обучение", "Обучены", 200.0, "trained", 90.0, "not_reached", "журнал"),
        ],
    ),
    "dynamics": (
        "group_kind varchar, group_code varchar, indicator varchar, compared bigint, better bigint, worse bigint, "
        "changed bigint, unchanged bigint, not_comparable bigint, improved_share double",
        [
            ("included", "included", None, 8, 3, 2, 1, 2, 4, 0.375),
            ("included", "included", "share_profile_classes", 0, 0, 0, 0, 0, 6, None),
            ("included", "included", "share_grades_4_5", 6, 3, 2, 0, 1, 0, 0.5),
            ("cluster", "both", None, 4, 1, 1, 0, 2, 2, 0.25),
            ("cluster", "low_results", None, 4, 2, 1, 1, 0, 2, 0.5),
            ("municipality", "301", None, 8, 3, 2, 1, 2, 4, 0.375),
            ("school", "301001", None, 1, 1, 0, 0, 0, 0, 1.0),
        ],
    ),
    "schools": (
        "school_code varchar, school_name varchar, municipality_code varchar, municipality_name varchar, "
        "school_kind varchar, entry_cluster varchar, included boolean, included_by varchar, decision_ru varchar, "
        "approval_ru varchar",
        [
            (
                "302001",
                "Школа в",
                "302",
                "г. Второй",
                "basic",
                "neither",
                True,
                "decision",
                "7 от 02.04.2018",
                None,
            ),
            (
                "301002",
                "Школа б",
                "301",
                "Первый район",
                "secondary",
                "low_results",
                True,
                "approved",
                "6 от 01.04.2018",
                "5 от 30.03.2018",
            ),
            (
                "301003",
                "Школа г",
                "301",
                "Первый район",
                "secondary",
                "both",
                False,
                "decision",
                "8 от 03.04.2018",
                "5 от 30.03.2018",
            ),
        ],
    ),
    "training_programmes": (
        "programme_no integer, programme_ru varchar, hours integer, state varchar, starts date, ends date, trained bigint",
        [(1, "Программа", 36, "revised", dt.date(2018, 3, 12), dt.date(2018, 5, 20), 7)],
    ),
    "trained_staff": (
        "programme_no integer, municipality_code varchar, municipality_name varchar, position varchar, trained bigint",
        [
            (1, "301", "Первый район", "head", 2),
            (2, "301", "Первый район", "head", 3),
            (1, "302", "г. Второй", "teacher", 4),
        ],
    ),
    "coverage": (
        "municipality_code varchar, municipality_name varchar, delivery_state varchar, schools bigint, "
        "schools_returned bigint, cells_expected bigint, cells_answered bigint, cells_not_applicable bigint, "
        "cells_set_aside bigint",
        [
            ("301", "Первый район", "read", 2, 2, 100, 72, 10, 3),
            ("302", "г. Второй", "missing", 1, 0, 0, 0, 0, 0),
        ],
    ),
    "deliveries": (
        "source varchar, municipality_code varchar, file varchar, state varchar, received_on date, days_late int, "
        "rows_in bigint, rows_kept bigint, rows_set_aside bigint",
        [
            ("answers", "301", "2018-11/municipal/301.xlsx", "read", "2018-11-22", 2, 9, 9, 0),
            ("answers", "301", "2018-11/municipal/старая.xlsx", "superseded", "2018-11-12", 0, 9, 9, 0),
            ("seminars", None, None, "missing", None, None, None, None, None),
            ("exam_results", None, "2018-11/exams/oge_2018.csv.zip", "read", None, None, 100, 98, 2),
        ],
    ),
    "approved_list": (
        "school_code varchar, acts boolean",
        [("301002", True), ("301003", True), ("301004", False)],
    ),
    "list_changes": (
        "school_code varchar, school_name varchar, municipality_name varchar, entry_cluster varchar, cluster varchar, "
        "change varchar, reason varchar",
        [("301002", "Школа б", "Первый район", "low_results", "neither", "leaves", "критериев 1 из 4")],
    ),
}


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute("create schema marts; create schema reference")
        for mart, (columns, rows) in MARTS.items():
            opened.execute(f"create table marts.{mart} (campaign varchar, {columns})")
            marks = ", ".join("?" for _ in (YEAR, *rows[0]))
            opened.executemany(f"insert into marts.{mart} values ({marks})", [[YEAR, *row] for row in rows])
        for seed in ("indicators", "choices", "school_kinds"):
            opened.execute(
                f"create table reference.{seed} as from read_csv(?, all_varchar = true)",
                [str(SEEDS / f"{seed}.csv")],
            )
        yield opened


def printed(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def records(table):
    return list(csv.DictReader(io.StringIO(csv_text(table))))


def test_targets_are_of_the_edition_with_shares_in_per_cent(connection):
    table = read_table(6, connection, YEAR)
    assert [row[3:] for row in printed(table)] == [
        ["100\N{NO-BREAK SPACE}%", "99,7\N{NO-BREAK SPACE}%", "не достигнут", "формы"],
        ["200", "202", "достигнут", "журнал"],
        ["13", "…", "нет данных", "реестр"],
    ]
    assert table.footnotes == ("… — данных нет",)
    assert table.rows[1].cells[4].pieces[0].figure == "table_6/2/fact_value"
    assert table.rows[1].cells[0].pieces[0].figure is None
    assert records(table)[0]["fact_value"] == "0.997"


def test_dynamics_by_indicator_stand_in_the_order_of_table_1_with_the_total_last(connection):
    table = read_table(7, connection, YEAR)
    assert [row[0] for row in printed(table)] == ["1", "19", ""]
    assert "(2017–2018)" in printed(table)[1][1]
    assert printed(table)[1][-2:] == ["6", "…"]
    assert printed(table)[2][1:] == [
        "Все показатели",
        "8",
        "3",
        "2",
        "1",
        "2",
        "4",
        "37,5\N{NO-BREAK SPACE}%",
    ]
    assert [row.is_total for row in table.rows] == [False, False, True]
    assert table.rows[2].cells[3].pieces[0].figure == "table_7/all/better"


def test_dynamics_by_group_name_clusters_and_municipalities_under_their_sections(connection):
    table = read_table(9, connection, YEAR)
    assert [row[0] for row in printed(table)] == [
        "По кластерам",
        "НРО",
        "НРО и ФНСУ",
        "По муниципальным образованиям",
        "Первый район",
        "Все школы проекта",
    ]
    assert table.rows[4].cells[2].pieces[0].figure == "table_9/municipality-301/better"
    assert len(records(table)) == 4


def test_programmes_are_listed_with_their_dates(connection):
    [row] = printed(read_table("p1", connection, YEAR))
    assert row == ["1", "Программа", "36", "скорректирована", "12.03.2018", "20.05.2018", "7"]


def test_trained_staff_are_counted_by_municipality_and_position(connection):
    table = read_table("p2", connection, YEAR)
    assert [column.heading for column in table.columns][1:3] == ["Руководитель", "Заместитель руководителя"]
    assert printed(table) == [
        ["Первый район", "5", "0", "0", "0", "5"],
        ["г. Второй", "0", "0", "4", "0", "4"],
        ["Итого", "5", "0", "4", "0", "9"],
    ]


def test_staff_of_unknown_position_or_number_stand_in_the_total_alone(connection):
    connection.execute("update marts.trained_staff set position = null where municipality_code = '301'")
    connection.execute("update marts.trained_staff set trained = null where municipality_code = '302'")
    rows = printed(read_table("p2", connection, YEAR))
    assert [row[1:] for row in rows] == [
        ["0", "0", "0", "0", "5"],
        ["0", "0", "0", "0", "0"],
        ["0", "0", "0", "0", "5"],
    ]


def test_the_list_names_included_schools_alone_by_municipality(connection):
    assert printed(read_table("p3", connection, YEAR)) == [
        ["1", "Школа б", "Первый район", "средняя", "НРО"],
        ["2", "Школа в", "г. Второй", "основная", "вне кластеров"],
    ]


def test_below_the_list_stands_what_a_decision_changed_and_nothing_that_one_confirmed(connection):
    assert read_table("p3", connection, YEAR).footnotes == (
        "Список школ утверждён: 5 от 30.03.2018",
        "Школа г (Первый район) исключена из списка решением 8 от 03.04.2018",
        "Школа в (г. Второй) включена в список решением 7 от 02.04.2018",
    )


def test_of_a_draft_nothing_is_said_that_was_approved(connection):
    connection.execute("update marts.schools set included_by = 'rule', approval_ru = null")
    assert read_table("p3", connection, YEAR).footnotes == ()


def test_below_an_approved_list_stands_what_the_entry_waves_data_would_change(connection):
    """What the final wave would change has a table of its own."""
    for mart in ("schools", "list_changes", "approved_list"):
        connection.execute(f"update marts.{mart} set campaign = '{ENTRY}'")
    connection.execute(f"insert into marts.list_changes (campaign, school_code, change) values ('{ENTRY}', '1', 'enters'), "
                       f"('{ENTRY}', '2', 'leaves')")  # fmt: skip
    assert read_table("p3", connection, ENTRY).footnotes[:3] == (
        "Список школ утверждён: 5 от 30.03.2018",
        "По нынешним данным список был бы другим: вышло бы школ: 2, вошло бы школ: 1",
        "Отложено строк утверждённого списка: 1; об этих школах судят по правилу",
    )


def test_deliveries_tell_what_came_when_and_what_did_not_come(connection):
    assert printed(read_table("p4", connection, YEAR)) == [
        ["Муниципальные образования"],
        [
            "Первый район",
            "получено",
            "22.11.2018, на 2 дня позже срока",
            "2",
            "2",
            "80\N{NO-BREAK SPACE}%",
            "3",
        ],
        ["г. Второй", "не поступило", "–", "1", "0", "…", "0"],
        ["Реестр, экзамены и сведения института"],
        ["Результаты ОГЭ и ЕГЭ: oge_2018.csv.zip", "получено", "дата не указана", "100", "98", "", "2"],
        ["Семинары", "не поступило", "–", "…", "…", "", "…"],
    ]


def test_changes_of_the_list_are_told_with_their_reason_and_may_be_none(connection):
    assert printed(read_table("p7", connection, YEAR)) == [
        ["Школа б", "Первый район", "НРО", "вне кластеров", "вышла бы", "критериев 1 из 4"]
    ]
    connection.execute("delete from marts.list_changes")
    empty = read_table("p7", connection, YEAR)
    assert (empty.rows, empty.footnotes) == ((), ("Таких записей нет",))


@pytest.mark.parametrize(("n", "mart"), [("p1", "training_programmes"), ("p2", "trained_staff")])
def test_a_workbook_that_did_not_come_leaves_its_appendix_empty(connection, n, mart):
    connection.execute(f"delete from marts.{mart}")
    empty = read_table(n, connection, YEAR)
    assert (empty.rows, empty.footnotes) == ((), ("Таких записей нет",))


@pytest.mark.parametrize("n", [6, 7, 9, "p3", "p4"])
def test_a_campaign_without_rows_is_an_error(connection, n):
    with pytest.raises(NoRowsError, match="no row of campaign 2019-11"):
        read_table(n, connection, "2019-11")


def test_a_table_reads_what_it_declares_and_nothing_else(connection):
    """Everything else taken away, it is still composed."""
    made = {n: read_table(n, connection, YEAR) for n in (6, 7, 9, "p1", "p2", "p3", "p4", "p7")}
    for n, table in made.items():
        with duckdb.connect() as bare:
            bare.execute("create schema marts; create schema reference")
            for schema, name in TABLES[n].reads:
                rows = connection.sql(f"from {schema}.{name}").to_arrow_table()
                bare.register("rows", rows)
                bare.execute(f"create table {schema}.{name} as from rows")
            assert read_table(n, bare, YEAR) == table
