"""Names, telephones and document numbers of the raw files stand nowhere in what a run wrote."""

import duckdb
import pytest

from tests.sample_region.exports import NAMES, PATRONYMICS, SURNAMES

# whole words as exports and workbooks write them; a document number begins with a series of its own
PEOPLE = rf"(^|[^А-Яа-яёЁ])({'|'.join((*SURNAMES, *NAMES, *PATRONYMICS))})([^А-Яа-яёЁ]|$)"
NUMBERS = r"8-000-\d{3}|^99 \d\d \d{6}$"


def texts(database):
    """Every text column of every table of a DuckDB file."""
    with duckdb.connect(database, read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns "
            "where data_type = 'VARCHAR' and table_schema <> 'information_schema'"
        ).fetchall()
        for schema, table, column in columns:
            found = connection.execute(
                f'select "{column}" from {schema}."{table}" '
                f'where regexp_matches("{column}", $1) or regexp_matches("{column}", $2) limit 1',
                [PEOPLE, NUMBERS],
            ).fetchone()
            yield f"{schema}.{table}.{column}", found and found[0]


@pytest.mark.parametrize("file", ["work", "marts"])
def test_no_table_holds_a_person(sample_run, file):
    found = dict(texts(getattr(sample_run.places, file)))
    assert len(found) > 100
    assert {place: text for place, text in found.items() if text} == {}


def test_no_other_file_of_the_run_holds_a_document_or_a_telephone(sample_run):
    marks = [b"8-000-0", "Фамилия".encode(), "Ответственный за заполнение".encode(), b"99 00 "]
    read = 0
    for path in sample_run.places.home.rglob("*"):
        if path.is_file() and path.suffix != ".duckdb":
            read += 1
            content = path.read_bytes()
            assert [mark for mark in marks if mark in content] == [], path
    assert read > 5


def test_the_search_finds_what_it_looks_for(sample_raw, tmp_path):
    with duckdb.connect(tmp_path / "planted.duckdb") as connection:
        connection.execute(
            "create table t as select 'сдал Фомин Глеб' as a, '99 00 123456' as b, 'школа' as c"
        )
    found = dict(texts(tmp_path / "planted.duckdb"))
    assert [bool(found[f"main.t.{column}"]) for column in "abc"] == [True, True, False]
