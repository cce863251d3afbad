"""Every data test of the warehouse finds what it is there for: its table is spoilt, and it must say so."""

import json
import shutil

import duckdb
import pytest

SINGULAR = {
    "cluster_counts_sum_up": "update marts.table_5_clusters set included = included + 1",
    "every_school_has_every_indicator": "delete from marts.school_indicators where indicator = 'vacancies'",
    "facts_are_complete": "delete from reference.facts where fact = 'trained'",
    "facts_follow_from_their_cells": "delete from marts.fact_cells where fact = 'trained' and row_no = '1'",
    "figures_follow_from_their_schools": "update marts.figures set number = number + 1",
    "indicator_figures_follow_from_their_values": "update marts.indicator_figures set number = number + 1",
    "institute_figures_follow_from_their_cells": "update marts.institute_figures set number = number + 1",
    "met_never_exceeds_applying": "update marts.school_clusters set results_met = results_applying + 1",
    "minimum_scores_are_complete": "delete from reference.minimum_scores where year = 2018",
    "row_figures_follow_from_their_cells": "update marts.row_figures set number = number + 1",
    "rules_are_complete": "delete from reference.measure_variables where measure = 'vacancies'",
    "statistics_count_every_school": "update marts.indicator_statistics set schools = schools + 1",
    "value_or_reason": "update marts.school_indicators set value = null where status = 'value'",
}


def spoiling(kind, table, arguments):
    """SQL that breaks what a generic test of this kind holds of the table."""
    columns = arguments.get("columns") or [arguments["column_name"]]
    if kind in ("unique", "unique_combination"):
        return f"insert into {table} from {table} limit 1"
    if kind == "not_null_columns":
        return f"update {table} set {columns[-1]} = null"
    if kind == "within":
        return f"update {table} set {columns[0]} = -1000000"
    return f"update {table} set {columns[-1]} = '999999'"


@pytest.fixture(scope="module")
def data_tests(compiled_manifest):
    nodes = json.loads(compiled_manifest.read_text(encoding="utf-8"))["nodes"]
    return {
        name: (node, nodes.get(node.get("attached_node") or ""))
        for name, node in nodes.items()
        if node["resource_type"] == "test"
    }


@pytest.fixture(scope="module")
def spoilt(final_run, tmp_path_factory):
    """The sample's work file with every view made a table, so that it can be spoilt; a row of what it has none of."""
    work = shutil.copy(final_run.places.work, tmp_path_factory.mktemp("spoilt") / "work.duckdb")
    with duckdb.connect(work) as connection:
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        for schema, view in views:
            connection.execute(f"create table {schema}.made as from {schema}.{view}")
            connection.execute(f"drop view {schema}.{view}")
            connection.execute(f"alter table {schema}.made rename to {view}")
        connection.execute(
            "insert into marts.approved_list by name select campaign, school_code, true as acts, 'both' as cluster "
            "from marts.schools where included limit 1"
        )
        connection.execute(
            "insert into marts.decisions by name select campaign, 1 as no, school_code, 'include' as action, "
            "current_date as date, '1' as document, 'r' as reason_ru, 'a' as author_ru "
            "from marts.schools where included limit 1"
        )
        connection.execute(
            "insert into marts.decisions_in_force by name select campaign, school_code, action from marts.decisions"
        )
        connection.execute(
            "insert into staging.stg_repairs by name select campaign, 'answers' as source, school_code as entity, file, sheet, cell, "
            "'unit' as rule, '12 чел.' as before, '12' as after from staging.stg_answers limit 1"
        )
        connection.execute(
            "insert into staging.stg_exam_school_results by name select delivery, exam, exam_year, school_code, "
            "subject_code, 1 as participants, 50.0 as mean_score from staging.stg_exam_results limit 1"
        )
        connection.execute(
            "insert into intermediate.int_exam_school_results by name "
            "select exam_rules_from, delivery, exam, exam_year, subject, school_code from intermediate.int_exam_outcomes limit 1"
        )
        yield connection


def test_every_data_test_finds_what_it_is_there_for(data_tests, spoilt):
    blind = []
    for name, (node, model) in data_tests.items():
        if model:
            kind, arguments = node["test_metadata"]["name"], node["test_metadata"]["kwargs"]
            statement = spoiling(kind, f"{model['schema']}.{model['name']}", arguments)
        else:
            statement = SINGULAR[node["name"]]
        spoilt.begin()
        assert spoilt.execute(node["compiled_code"]).fetchall() == [], name
        spoilt.execute(statement)
        if not spoilt.execute(node["compiled_code"]).fetchall():
            blind.append((name, statement))
        spoilt.rollback()
    assert blind == []
    assert len(data_tests) > 150
