"""The figures that the ledger compares: addresses that can be read, in the order of whoever reads them."""

import random

import duckdb
import pytest

from orchestration.lineage.compared import Compared, figures_of, reading_order

CAMPAIGN = "2018-03"
IN_ORDER = [
    "schools/201003/included",
    "schools/201002/cluster",
    "table_1/2/mean",
    "table_1/15/mean",
    "table_1a/1/mean",
    "table_5/28/included",
    "table_p7/201001/change",
    "text/start/schools",
    "table_6/year/9/state",
    "coverage/201/blank",
    "schools/201001/criteria/smolensk-2018/remote/met",
    "schools/201001/pupils",
]


@pytest.fixture
def figures():
    """figures(mart, columns, rows) are the addresses of the figures of such a mart."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts")

        def found(mart, columns, *rows):
            connection.execute(f"create table marts.{mart.mart} ({columns})")
            connection.executemany(
                f"insert into marts.{mart.mart} values ({', '.join('?' * len(rows[0]))})", rows
            )
            return {address: value for (_, address), value in figures_of(connection, [mart]).items()}

        yield found


def test_a_key_that_is_empty_leaves_no_gap_in_the_address(figures):
    mart = Compared("judged", "schools/{school}/criteria/{criterion}/{exam_year}/{column}", ("value",))
    found = figures(
        mart,
        "campaign text, school text, criterion text, exam_year integer, value double",
        (CAMPAIGN, "201001", "remote", None, 1),
        (CAMPAIGN, "201001", "low_results", 2017, 0.5),
        (CAMPAIGN, "201001", "", None, 3),
    )
    assert found == {
        "schools/201001/criteria/remote/value": 1,
        "schools/201001/criteria/low_results/2017/value": 0.5,
        "schools/201001/criteria/value": 3,
    }


def test_a_reader_finds_the_list_first_then_what_is_printed_then_the_targets_then_the_data():
    places = [(CAMPAIGN, address) for address in IN_ORDER]
    assert sorted(random.Random(3).sample(places, len(places)), key=reading_order) == places
    assert reading_order((CAMPAIGN, "zzz")) < reading_order(("2018-11", "schools/201002/cluster"))
