import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.warehouse.contents import contents, published_contents
from orchestration.warehouse.publish import SCHEMAS, STORAGE_VERSION, NothingToPublishError, publish_marts

ROOT = Path(__file__).parents[2]

# run by a process of its own that dies at the worst moment: everything is written, nothing is in place
KILLED_BEFORE_THE_LAST_STEP = """
import os, pathlib, signal, sys
from orchestration.warehouse.publish import publish_marts
pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish_marts(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""
KILLED_WHILE_COPYING = """
import os, pathlib, signal, sys
from orchestration.warehouse import publish
publish._failed_rows = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish.publish_marts(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


@pytest.fixture
def work(tmp_path):
    """A work file: a mart as table, one as view over what is not published, a seed, failures and what explains them."""
    path = tmp_path / "work.duckdb"
    with duckdb.connect(path) as connection:
        for schema in ("intermediate", "marts", "reference", "test_failures"):
            connection.execute(f"create schema {schema}")
        connection.execute("""
            create table intermediate.answers as select '201001' as school_code, 0.5 as value;
            create table marts.schools (campaign varchar not null, school_code varchar primary key, pupils bigint);
            insert into marts.schools values ('2018-03', '201001', 120), ('2018-03', '201002', 43);
            comment on table marts.schools is 'Schools; the registry''s';
            comment on column marts.schools.pupils is 'Pupils on 20 September, persons';
            create view marts.coverage as select school_code, value from work.intermediate.answers;
            comment on view marts.coverage is 'Who answered';
            create table reference.subjects as select 1 as subject_code, 'Русский язык' as name_ru;
            create table marts.set_aside (campaign varchar, entity varchar);
            insert into marts.set_aside values ('2018-03', '201001'), ('2018-03', '201001'), ('2018-11', '201001');
            create table test_failures.value_given as
                select '2018-03' as campaign, unnest(['201001', '201002']) as school_code, null::double as value;
            create table test_failures.known_kind as select 'boarding' as value_field, 3 as n_records;
            create table test_failures.known_subject as
                select '2018-11' as delivery, '201001' as school_code, 99 as subject_code, 'a1b2' as participant;
            create table test_failures.nothing_wrong as select '2018-03' as campaign where false;
        """)
    return path


@pytest.fixture
def target(tmp_path):
    return tmp_path / "published" / "marts.duckdb"


def read(path, query):
    """As another process sees it: within one process DuckDB may go on showing a file that it has open."""
    script = "import duckdb, json, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
    script += "print(json.dumps(c.execute(sys.argv[2]).fetchall()))"
    done = subprocess.run([sys.executable, "-c", script, str(path), query], capture_output=True, check=True)
    return [tuple(row) for row in json.loads(done.stdout)]


def test_marts_and_seeds_are_published_and_nothing_else(work, target):
    rows = publish_marts(work, target)
    assert rows == {"coverage": 1, "schools": 2, "set_aside": 3, "subjects": 1, "test_failures": 4}
    tables = read(target, "select schema_name, table_name from duckdb_tables() order by all")
    assert tables == [
        ("main", "coverage"),
        ("main", "schools"),
        ("main", "set_aside"),
        ("main", "test_failures"),
        ("reference", "subjects"),
    ]
    assert read(target, "select * from schools order by school_code") == [
        ("2018-03", "201001", 120),
        ("2018-03", "201002", 43),
    ]


def test_the_name_that_serves_in_the_work_file_serves_in_the_snapshot(work, target):
    publish_marts(work, target)
    query = "select sum(pupils)::int from marts.schools"
    assert read(work, query) == read(target, query) == [(163,)]


def test_comments_and_not_null_come_along(work, target):
    publish_marts(work, target)
    comments = dict(read(target, "select table_name, comment from duckdb_tables()"))
    assert (comments["schools"], comments["coverage"]) == ("Schools; the registry's", "Who answered")
    columns = read(
        target,
        "select column_name, is_nullable, comment from duckdb_columns() where table_name = 'schools'",
    )
    assert columns == [
        ("campaign", False, None),
        ("school_code", False, None),
        ("pupils", True, "Pupils on 20 September, persons"),
    ]


def test_the_published_marts_hold_what_the_work_file_holds_whatever_tests_found(work, target):
    publish_marts(work, target)
    with duckdb.connect(work, read_only=True) as connection:
        held = contents(connection, SCHEMAS)
    assert published_contents(target) == {name: found.hashes for (_, name), found in held.items()}


def test_failures_tell_what_was_set_aside_at_the_same_school(work, target):
    publish_marts(work, target)
    failures = read(
        target, "select test, campaign, school_code, set_aside, row from test_failures order by all"
    )
    assert [row[:4] for row in failures] == [
        ("known_kind", None, None, None),
        ("known_subject", "2018-11", "201001", 1),
        ("value_given", "2018-03", "201001", 2),
        ("value_given", "2018-03", "201002", 0),
    ]
    assert json.loads(failures[0][4]) == {"value_field": "boarding", "n_records": 3}
    # the export's campaign is found under staging's name for it, its participant is not shown
    subject = {"delivery": "2018-11", "school_code": "201001", "subject_code": 99}
    assert json.loads(failures[1][4]) == subject


def test_the_file_is_whole_alone_and_readable_by_older_clients(work, target):
    publish_marts(work, target)
    assert list(target.parent.iterdir()) == [target]
    tags = read(
        target, "select tags['storage_version'] from duckdb_databases() where database_name = 'marts'"
    )
    assert tags == [(f"{STORAGE_VERSION}+",)]


def test_an_open_reader_keeps_the_old_snapshot_and_a_new_one_sees_the_new(work, target):
    publish_marts(work, target)
    count = "select count(*) from schools"
    with duckdb.connect(target, read_only=True) as reader:
        with duckdb.connect(work) as connection:
            connection.execute("insert into marts.schools values ('2018-03', '201003', 12)")
        publish_marts(work, target)
        assert reader.execute(count).fetchall() == [(2,)]
        assert read(target, count) == [(3,)]


@pytest.mark.parametrize("killed", [KILLED_BEFORE_THE_LAST_STEP, KILLED_WHILE_COPYING])
def test_a_kill_leaves_the_old_snapshot_and_the_next_run_mends(work, target, killed):
    publish_marts(work, target)
    former = target.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", killed, str(work), str(target)],
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == former
    assert len(list(target.parent.iterdir())) > 1
    publish_marts(work, target)
    assert list(target.parent.iterdir()) == [target]


def test_an_error_leaves_the_old_snapshot_and_no_litter(work, target):
    publish_marts(work, target)
    former = target.read_bytes()
    with duckdb.connect(work) as connection:
        connection.execute("drop table intermediate.answers")
    with pytest.raises(duckdb.CatalogException, match="answers"):
        publish_marts(work, target)
    assert target.read_bytes() == former
    assert list(target.parent.iterdir()) == [target]


def test_a_work_file_without_marts_publishes_nothing(tmp_path, target):
    work = tmp_path / "work.duckdb"
    duckdb.connect(work).close()
    with pytest.raises(NothingToPublishError, match="build the marts first"):
        publish_marts(work, target)
    assert not target.exists()
