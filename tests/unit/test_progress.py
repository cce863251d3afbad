"""What whoever waits at the command line is told of a run."""

from functools import partial

import dagster as dg
import pytest

from orchestration.defs.progress import progress
from orchestration.defs.seal import REPLACED
from orchestration.side_by_side import Ahead


def report(name, metadata):
    @dg.asset(key=["reports", name])
    def made():
        return dg.MaterializeResult(metadata=metadata)

    return made


@dg.asset(key=["reports", "broken"])
def broken():
    try:
        raise KeyError("cause")
    except KeyError as error:
        raise RuntimeError("all of it") from error


@dg.asset(key=["reports", "elsewhere"])
def elsewhere():
    ahead = Ahead()
    ahead.begin("broken", partial(int, "x"))
    broken = ahead.begun("broken")
    assert broken
    try:
        broken()
    finally:
        ahead.close()


@pytest.fixture
def told(capsys):
    """told(assets) gives the lines that a run of these assets prints."""

    def of(*assets):
        job = dg.define_asset_job("all", executor_def=dg.in_process_executor)
        defs = dg.Definitions(assets, jobs=[job], loggers={"progress": progress})
        with dg.DagsterInstance.ephemeral() as instance:
            defs.resolve_job_def("all").execute_in_process(
                instance=instance, run_config={"loggers": {"progress": {}}}, raise_on_error=False
            )
        return [line.strip() for line in capsys.readouterr().err.splitlines()]

    return of


def test_a_report_is_told_of_where_it_has_files(told):
    lines = told(
        report("table_1", {"files": ["table_1.csv"]}),
        report("table_2", {"files": []}),
        report("returned_workbooks", {"dagster/row_count": 3}),
    )
    assert sorted(lines) == ["made reports/returned_workbooks", "made reports/table_1"]


def test_a_failure_is_told_with_its_first_cause(told):
    assert told(broken) == ["reports__broken failed: KeyError: 'cause'"]


def test_a_failure_in_another_process_is_told_without_its_trace(told):
    assert told(elsewhere) == [
        "reports__elsewhere failed: ValueError: invalid literal for int() with base 10: 'x'"
    ]


def test_a_file_that_was_replaced_after_it_was_read_is_told(told):
    lines = told(report("table_1", {"files": [], REPLACED: ["2018-03/registry.xlsx"]}))
    assert lines == ["2018-03/registry.xlsx was replaced after it was read: run again"]
