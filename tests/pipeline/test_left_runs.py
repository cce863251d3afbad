"""A run killed at the command line must not keep the next one waiting."""

import subprocess
import sys

import dagster as dg
import pytest

from orchestration.defs.left_runs import DBT, HOST, PROCESS, end_left_runs, process_tags


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


@dg.job
def nothing():
    pass


def started(instance, tags):
    return instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED, tags=tags)


def test_the_dbt_that_a_killed_run_left_behind_is_ended_too(instance):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dbt = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)  # dbt"])
    started(instance, {**process_tags(), PROCESS: str(gone.pid), DBT: str(dbt.pid)})
    end_left_runs(instance)
    assert dbt.wait(5) < 0


def test_a_killed_run_is_ended_and_a_living_one_left_alone(instance):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = started(instance, {**process_tags(), PROCESS: str(gone.pid)})
    alive = started(instance, process_tags())
    elsewhere = started(instance, {HOST: "another-machine", PROCESS: str(gone.pid)})
    assert end_left_runs(instance) == [dead.run_id]
    statuses = [instance.get_run_by_id(run.run_id).status.value for run in (dead, alive, elsewhere)]
    assert statuses == ["FAILURE", "STARTED", "STARTED"]
