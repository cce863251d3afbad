"""How long a campaign takes and where: a fresh run in a process of its own, timed from outside and by Dagster's events."""

import json
import subprocess
import sys
import time
from pathlib import Path

import click
import dagster as dg

from orchestration.defs.resources import dbt_project
from orchestration.forms.campaign import Campaign
from orchestration.intake.reading_bench import reading_ratio
from orchestration.intake.schemas import SOURCES

READING = tuple(f"intake_{source}" for source in SOURCES)
DBT = "warehouse"


def bench_campaign(campaign: str, raw: Path) -> None:
    """Print how the seconds of a whole run split between Dagster, dbt, SQL, reading and the tables."""
    started = time.time()
    command = [sys.executable, "-m", "orchestration", "report", "--campaign", campaign, "--raw", str(raw)]
    subprocess.run(command, check=True, capture_output=True)
    whole = time.time() - started
    steps = _steps_since(started)
    dbt_build, queries = _dbt_times(started)
    reading = sum(steps.get(step, 0) for step in READING)
    rest = sum(seconds for step, seconds in steps.items() if step not in (*READING, DBT))
    imports = _import_seconds("dagster, dagster_dbt") - _import_seconds("dagster")
    outside = whole - steps[DBT] - imports
    rows = {
        "whole process": whole,
        "dbt and dagster-dbt": steps[DBT] + imports,
        "  of it dbt build": dbt_build,
        "  of it SQL and tests, summed over threads": queries,
        "  of it importing dagster-dbt": imports,
        "outside dbt and dagster-dbt": outside,
        "  of it reading, checking and landing": reading,
        "  of it tables and published marts": rest,
        "  of it Dagster and start": outside - reading - rest,
    }
    for name, seconds in rows.items():
        click.echo(f"{name:45} {seconds:6.1f} s")
    click.echo(reading_ratio(raw, Campaign.parse(campaign)))


def _import_seconds(modules: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {modules}"], check=True)
    return time.perf_counter() - started


def _steps_since(started: float) -> dict[str, float]:
    """Seconds of each step of the newest run."""
    with dg.DagsterInstance.get() as instance:
        (record,) = instance.get_run_records(limit=1)
        if record.create_timestamp.timestamp() < started:
            raise RuntimeError("the run left no record in DAGSTER_HOME")
        stats = instance.get_run_step_stats(record.dagster_run.run_id)
    return {step.step_key: (step.end_time or 0) - (step.start_time or 0) for step in stats}


def _dbt_times(started: float) -> tuple[float, float]:
    """Seconds of the newest dbt build, and of all its nodes together."""
    target = Path(dbt_project.project_dir) / dbt_project.target_path
    newest = max(target.glob("**/run_results.json"), key=lambda path: path.stat().st_mtime)
    if newest.stat().st_mtime < started:
        raise RuntimeError("dbt left no run_results.json")
    results = json.loads(newest.read_text(encoding="utf-8"))
    return results["elapsed_time"], sum(node["execution_time"] for node in results["results"])
