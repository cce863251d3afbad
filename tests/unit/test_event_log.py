"""Dagster's SQLite files are written without waiting for the disk, and whoever watches a run still hears of it."""

import threading
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import create_engine

from orchestration.defs import event_log


@pytest.fixture(autouse=True)
def quickly() -> None:
    """As orchestration.definitions has it; a second time changes nothing."""
    event_log.write_quickly()


def test_a_closed_file_keeps_its_log_and_a_commit_waits_for_no_disk(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'some.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("create table event (told text)")
        # normal: not even the log is synced at a commit
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 1
    engine.dispose()
    assert (tmp_path / "some.db-wal").stat().st_size > 0


def test_who_watches_a_run_hears_of_its_events_one_by_one(tmp_path: Path) -> None:
    @dg.op
    def say() -> None:
        pass

    @dg.job
    def told() -> None:
        say()

    heard, done = [], threading.Event()
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        run = instance.create_run_for_job(told)
        instance.report_engine_event("first", run)

        def hear(entry: dg.EventLogEntry, _cursor: str) -> None:
            heard.append(entry.message)
            if len(heard) == 2:
                done.set()

        instance.watch_event_logs(run.run_id, None, hear)
        instance.report_engine_event("second", run)
        assert done.wait(10), "the file was not seen to change"
    assert heard == ["first", "second"]
