"""How long a campaign takes and where: a fresh run in a process of its own, timed from outside and by Dagster's events."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
import dagster as dg

from orchestration.defs.warehouse import DBT_SECONDS
from orchestration.forms.campaign import Campaign
from orchestration.intake.reading_bench import reading_ratio
from orchestration.intake.schemas import SOURCES
from orchestration.lineage.compared import compared_marts, figure_models
from orchestration.lineage.ledger import restatements
from orchestration.lineage.publications import Publication
from orchestration.places import Places
from orchestration.reports.marts import reading
from orchestration.reports.tables import tables_of, traced_tables
from orchestration.warehouse.graph import MANIFEST

READING = ("raw_files", *(f"intake_{source}" for source in SOURCES))
WAREHOUSE, SEAL = "warehouse", "published__seal"
TRACE = "_trace.yml"  # describes the marts that are there only to trace figures


def bench_campaign(campaign: str, raw: Path) -> None:
    """Print how the seconds of a whole run split between Dagster, dbt, SQL, reading and the tables.

    Of the warehouse's step only the seconds of dbt and of what dagster-dbt makes of its words are dbt's.
    """
    started = time.time()
    command = [sys.executable, "-m", "orchestration", "report", "--campaign", campaign, "--raw", str(raw)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    whole = time.time() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)  # before anything else is started
    steps, in_dbt = _steps_since(started)
    places = Places(raw.resolve(), Path().resolve())
    dbt_build, queries, tracing = _dbt_times(places, started)
    read = sum(steps.get(step, 0) for step in READING)
    around = steps[WAREHOUSE] - in_dbt
    rest = sum(seconds for step, seconds in steps.items() if step not in (*READING, WAREHOUSE))
    imports = _import_seconds("dagster, dagster_dbt") - _import_seconds("dagster")
    outside = whole - in_dbt - imports
    lineage = _lineage_seconds(places, campaign, steps)
    lineage["marts for tracing and their tests"] = dbt_build * tracing / queries
    rows = {
        "whole process": whole,
        "  its processors' seconds, whatever else runs": used.ru_utime + used.ru_stime,
        "dbt and dagster-dbt": in_dbt + imports,
        "  of it dbt build": dbt_build,
        "  of it SQL and tests, summed over threads": queries,
        "  of it importing dagster-dbt": imports,
        "outside dbt and dagster-dbt": outside,
        "  of it reading, checking and landing": read,
        "  of it around dbt: why figures moved": around,
        "  of it tables and published marts": rest,
        "  of it Dagster and start": outside - read - around - rest,
        "lineage, of all the above": sum(lineage.values()),
        **{f"  of it {name}": seconds for name, seconds in lineage.items()},
    }
    for name, seconds in rows.items():
        click.echo(f"{name:46} {seconds:6.1f} s")
    click.echo(f"lineage is {sum(lineage.values()) / whole:.0%} of the run, of at most 20 %")
    click.echo(_heaviest_page(places.reports / campaign))
    click.echo(reading_ratio(raw, Campaign.parse(campaign)))


def _lineage_seconds(places: Places, campaign: str, steps: Mapping[str, float]) -> dict[str, float]:
    """What only lineage needs outside dbt; what shares a step with something else is timed once more by itself."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Publication(Path(folder))
        keeping = _seconds(lambda: kept.keep(places.work, figure_models(MANIFEST)))
    former, sql = Publication(places.published), (figure_models(MANIFEST), compared_marts(MANIFEST))
    comparing = _seconds(lambda: restatements(former, places.work, *sql))
    tables = tables_of(campaign)
    with reading(places.work) as connection:
        # a page per table, and the report's with all of them
        asked = [*([n] for n in tables), tables]
        clicking = _seconds(lambda: [traced_tables(connection, campaign, part) for part in asked])
    return {
        "seal": steps[SEAL],
        "ledger": comparing + keeping,
        "click-through": clicking,
    }


def _heaviest_page(folder: Path) -> str:
    """The page that a click goes through the most of: what is behind its figures is in it."""
    page = max(folder.rglob("*.html"), key=lambda path: path.stat().st_size)
    return f"the heaviest page is {page.name} with {page.stat().st_size / 1e6:.1f} MB, of at most 5 MB"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _import_seconds(modules: str) -> float:
    return _seconds(lambda: subprocess.run([sys.executable, "-c", f"import {modules}"], check=True))


def _steps_since(started: float) -> tuple[dict[str, float], float]:
    """Seconds of each step of the newest run, and those of dbt within the warehouse's."""
    with dg.DagsterInstance.get() as instance:
        (record,) = instance.get_run_records(limit=1)
        if record.create_timestamp.timestamp() < started:
            raise RuntimeError("the run left no record in DAGSTER_HOME")
        stats = instance.get_run_step_stats(record.dagster_run.run_id)
    steps = {step.step_key: (step.end_time or 0) - (step.start_time or 0) for step in stats}
    return steps, float(record.dagster_run.tags[DBT_SECONDS])


def _dbt_times(places: Places, started: float) -> tuple[float, float, float]:
    """Seconds of the last dbt build, of all its nodes together, and of those that are there only for tracing."""
    left = places.dbt / "run_results.json"
    if left.stat().st_mtime < started:
        raise RuntimeError("dbt left no run_results.json")
    results = json.loads(left.read_text(encoding="utf-8"))
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"]
    seconds = {node["unique_id"]: node["execution_time"] for node in results["results"]}
    traced = (taken for name, taken in seconds.items() if is_for_tracing(name, nodes))
    return results["elapsed_time"], sum(seconds.values()), sum(traced)


def is_for_tracing(name: str, nodes: Mapping[str, Any]) -> bool:
    """Whether a node of the manifest is a mart that only tracing needs, or a test of one."""
    node = nodes.get(name, {})
    model = nodes.get(node.get("attached_node") or "", node)
    return (model.get("patch_path") or "").endswith(TRACE)
