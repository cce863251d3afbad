"""What the command line says of a data test that failed."""

import json

import duckdb
import pytest

from orchestration.warehouse.failures import MOST, DataTest, data_tests, failures_text

WITHIN = DataTest("within_stg_exam_results_score", ("staging.stg_exam_results",), 'test_failures."within_1"')


@pytest.fixture
def work(tmp_path):
    """A work file with six failed rows of an export, and one line of a school set aside."""
    path = tmp_path / "work.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("""
            create schema staging;
            create schema test_failures;
            create table staging.stg_set_aside as select
                '2018-03' as campaign, '201001' as entity, 'ege.csv' as file, null as sheet, null as cell,
                7 as line, '31' as shown, 'Два результата' as sentence_ru;
            create table test_failures.within_1 as select
                '2018-03' as delivery, '20100' || place as school_code, 140 as score, null as mark, 'a1b2' as participant,
                'ege.csv' as file, place + 10 as line
            from range(1, 7) as places (place);
        """)
    return path


def test_its_first_rows_are_told_with_place_value_and_what_was_set_aside(work):
    test, row, aside, *others, more = failures_text(work, [WITHIN]).splitlines()
    assert test == "data test within_stg_exam_results_score of staging.stg_exam_results: 6 rows"
    assert row == "  file ege.csv, line 11, delivery 2018-03, school_code 201001, score 140"
    assert aside == "    set aside of the same school: 1, such as ege.csv, line 7, 31, Два результата"
    assert len(others) == MOST - 1
    assert more == '  and 1 more in test_failures."within_1" of the work file'


def test_a_participant_is_never_shown(work):
    assert "a1b2" not in failures_text(work, [WITHIN])


def test_a_build_that_failed_early_is_told_all_the_same(work):
    with duckdb.connect(work) as connection:
        connection.execute("drop table staging.stg_set_aside")
    assert "score 140" in failures_text(work, [WITHIN])
    unrun = DataTest("unrun", ("marts.schools",), "test_failures.unrun")
    assert (
        failures_text(work, [unrun]) == "data test unrun of marts.schools: could not run, dbt's log says why"
    )


def test_dbts_tests_are_found_by_name_and_other_checks_are_not(tmp_path):
    manifest = tmp_path / "manifest.json"
    model = {"resource_type": "model", "schema": "marts", "name": "schools"}
    common = {"resource_type": "test", "schema": "test_failures"}
    attached = {**common, "name": "unique_schools", "alias": "unique_1", "attached_node": "model.schools"}
    alone = {**common, "name": "adds_up", "alias": "adds_up", "depends_on": {"nodes": ["model.schools"]}}
    nodes = {"model.schools": model, "test.1": attached, "test.2": alone}
    manifest.write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    assert data_tests({"unique_schools", "adds_up", "nothing_set_aside"}, manifest) == [
        DataTest("unique_schools", ("marts.schools",), 'test_failures."unique_1"'),
        DataTest("adds_up", ("marts.schools",), 'test_failures."adds_up"'),
    ]
