"""Dagster's event log stays open while it is written, in the default's files, and who watches a run still hears of it."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.event_log import EventLog
from orchestration.places import PROJECT


@dg.op
def say() -> None:
    """Nothing: its run is there to have events."""


@dg.job
def told() -> None:
    """A run of one step."""
    say()


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The Dagster instance of a new checkout."""
    shutil.copy(PROJECT / "orchestration" / "dagster.yaml", tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as found:
        yield found


def test_events_lie_in_the_log_until_it_is_closed_and_then_where_the_default_looks(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    run = told.execute_in_process(instance=instance).run_id
    written = [entry.message for entry in instance.all_logs(run)]
    logs = [tmp_path / "history" / "runs" / f"{name}.db-wal" for name in (run, "index")]
    assert all(log.stat().st_size for log in logs)
    assert isinstance(instance.event_log_storage, EventLog)
    with instance.event_log_storage.run_connection(run) as connection:
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 1  # no commit waits for the disk
    instance.dispose()
    assert not any(log.exists() for log in logs)
    (tmp_path / "dagster.yaml").unlink()
    with dg.DagsterInstance.local_temp(str(tmp_path)) as default:
        assert not isinstance(default.event_log_storage, EventLog)
        assert [entry.message for entry in default.all_logs(run)] == written


def test_who_watches_a_run_hears_of_its_events_one_by_one(instance: dg.DagsterInstance) -> None:
    heard, done = [], threading.Event()
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


def test_wiped_runs_leave_nothing_open(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    first = told.execute_in_process(instance=instance).run_id
    instance.wipe()
    assert not list((tmp_path / "history" / "runs").glob(f"{first}*"))
    second = told.execute_in_process(instance=instance).run_id
    assert instance.all_logs(second)


def test_what_is_reported_of_an_asset_outside_any_run_is_written_down_too(
    instance: dg.DagsterInstance,
) -> None:
    asset = dg.AssetKey(["marts", "figures"])
    instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition="2018-03"))
    (record,) = instance.fetch_materializations(asset, limit=2).records
    assert record.partition_key == "2018-03"
