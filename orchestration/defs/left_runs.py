"""Runs that were killed at the command line: their place in the pool is given back before the next one starts."""

import os
import signal
import socket
import subprocess

import dagster as dg

PROCESS, HOST, DBT = "process", "host", "dbt_process"


def process_tags() -> dict[str, str]:
    """By these tags a run is known to belong to this process."""
    return {PROCESS: str(os.getpid()), HOST: socket.gethostname()}


def end_left_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark as failed the runs of this machine whose process is gone, and free their places; returns their ids.

    A killed process cannot say that it ended, and who waits for its place in the pool would wait for ever: the daemon
    does the same for runs of the UI, but none may be running here.
    """
    started = instance.get_runs(
        dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags={HOST: socket.gethostname()})
    )
    left = [run for run in started if not _command(run.tags[PROCESS])]
    for run in left:
        # its dbt outlives it, and would go on writing what the next run writes
        if "dbt" in _command(run.tags.get(DBT, "")):
            os.kill(int(run.tags[DBT]), signal.SIGKILL)
        instance.report_run_failed(run, "its process is gone")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in left]


def _command(process: str) -> str:
    """The command line of a living process, empty where there is none."""
    if not process:
        return ""
    found = subprocess.run(
        ["ps", "-o", "command=", "-p", process], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()
