"""A region in which everything goes wrong at once: the rest goes through, and nothing is lost in silence."""

import duckdb
import pytest


@pytest.fixture(scope="module")
def published(damaged):
    with duckdb.connect(damaged.places.marts, read_only=True) as connection:
        yield connection


def test_the_run_ends_well_and_says_what_is_missing(damaged):
    assert damaged.status == 0, damaged.output
    assert "answered: 3 of 6 municipalities" in damaged.output
    for rule in (
        "workbook_missing", "workbook_unreadable", "workbook_protected", "heading_missing", "heading_unknown",
        "school_twice", "school_unknown", "marks_within_assessed",
    ):  # fmt: skip
        assert rule in damaged.output, rule


def test_coverage_shows_who_did_not_come(published):
    states = dict(
        published.execute("select municipality_code, delivery_state from marts.coverage").fetchall()
    )
    assert {code: state for code, state in states.items() if state != "read"} == {
        "301": "missing",
        "303": "unreadable",
        "306": "protected",
    }
    returned = dict(
        published.execute("select municipality_code, schools_returned from marts.coverage").fetchall()
    )
    assert all((returned[code] == 0) == (state != "read") for code, state in states.items())


def test_the_tables_are_made_of_the_rest(damaged, published):
    assert (damaged.places.reports / "2018-03" / "table_1.csv").is_file()
    answered = published.execute(
        "select count(*) from marts.school_indicators where municipality_code in ('302', '304', '305') "
        "and status = 'value'"
    ).fetchone()[0]
    unknown = published.execute(
        "select count(*) from marts.school_indicators where municipality_code in ('301', '303', '306') "
        "and indicator = 'vacancies' and missing_reason <> 'not_returned'"
    ).fetchone()[0]
    assert answered > 200
    assert unknown == 0


def test_rows_in_are_rows_kept_and_rows_set_aside(published):
    lost = published.execute("from marts.deliveries where rows_in <> rows_kept + rows_set_aside").fetchall()
    assert lost == []


def test_what_waits_for_a_set_aside_cell_says_so(published):
    waiting = published.execute(
        "select distinct indicator from marts.school_indicators where missing_reason = 'set_aside'"
    ).fetchall()
    assert {"share_grades_4_5", "share_staff_top_categories", "share_sports"} <= {name for (name,) in waiting}
