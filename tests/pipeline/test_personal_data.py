"""Names, telephones and document numbers of the raw files stand nowhere in what a run wrote."""

import gzip
import json
import sqlite3
import zipfile

import duckdb
import openpyxl
import pytest

from orchestration.reports.page import packed
from tests.people.marks import Marks, found_in
from tests.people.search import marks_in
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


def test_no_byte_that_a_run_wrote_holds_a_planted_mark(damaged, planted):
    _, marks = planted
    assert len(marks.places) > 1500
    assert damaged.status == 0, damaged.output
    home = damaged.places.home
    assert marks_in(home) == {}
    assert found_in(damaged.output.encode()) == []
    assert (damaged.places.dbt / "dbt.log").exists()


def test_the_run_read_what_was_planted(damaged, planted):
    raw, _ = planted
    assert len(marks_in(raw)) > 100
    with duckdb.connect(damaged.places.marts, read_only=True) as connection:
        masked = connection.execute(
            "select distinct source from marts.set_aside where shown = '•••'"
        ).fetchall()
    assert {"registry", "answers", "exam_results", "vpr_results", "training"} <= {
        source for (source,) in masked
    }


@pytest.fixture
def spoiled(tmp_path):
    """A folder with a mark in every kind of file that a run writes."""
    marks = Marks()
    with duckdb.connect(tmp_path / "a.duckdb") as connection:
        connection.execute("create table t as select ? as a from range(3000)", [marks.name("a.duckdb")])
    with sqlite3.connect(tmp_path / "b.db") as connection:
        event = json.dumps({"text": "х" * 9000 + marks.number("b.db") + "х" * 9000})
        connection.execute("create table t as select ? as a", [event])
    book = openpyxl.Workbook()
    book.active.append([marks.digits("c.xlsx")])
    book.save(tmp_path / "c.xlsx")
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "c.xlsx", "e.xlsx")
    (tmp_path / "f.gz").write_bytes(gzip.compress(marks.name("f.gz").upper().encode("cp1251")))
    (tmp_path / "g.json").write_text(json.dumps({"a": marks.name("g.json").lower()}))
    (tmp_path / "h.log").write_text(marks.name("h.log"), encoding="utf-16")
    made_of = packed([{"names": [marks.name("i.html")]}])
    (tmp_path / "i.html").write_text(f'<script type="text/plain" id="trace-data">{made_of}</script>')
    (tmp_path / f"{marks.name('a name')}.txt").write_bytes(b"")
    return tmp_path


def test_the_search_opens_every_kind_of_file(spoiled):
    found = {place.partition(" ")[0].rstrip(":") for place in marks_in(spoiled)}
    assert len(found) == len(list(spoiled.iterdir())) == 9
