"""The sample region's run as its user starts it, and the warehouse made anew with one thing changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.intake.exams import read_exams
from orchestration.intake.pseudonyms import participant_key
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from orchestration.lineage.recompute import Model, compiled_models, recompute
from orchestration.places import PROJECT, Places
from orchestration.warehouse.landing import land, tables_of


@dataclass(frozen=True)
class CommandRun:
    """A finished `report` command: where it wrote and what it said."""

    places: Places
    output: str
    status: int


def run_report(raw: Path, home: Path, campaign: str = "2018-03") -> CommandRun:
    """The command behind `make report`, with a Dagster instance of its own."""
    instance = home / "dagster"
    instance.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "orchestration" / "dagster.yaml", instance)
    command = [sys.executable, "-m", "orchestration", "report", "--campaign", campaign]
    done = subprocess.run(
        [*command, "--raw", str(raw), "--home", str(home)],
        cwd=PROJECT,
        env={**os.environ, "DAGSTER_HOME": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return CommandRun(Places(raw.resolve(), home.resolve()), done.stdout, done.returncode)


@pytest.fixture(scope="session")
def sample_run(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandRun:
    """The sample's campaign 2018-03, run once."""
    run = run_report(sample_raw, tmp_path_factory.mktemp("sample"))
    assert run.status == 0, run.output
    return run


@pytest.fixture(scope="session")
def final_run(
    sample_run: CommandRun, sample_raw: Path, tmp_path_factory: pytest.TempPathFactory
) -> CommandRun:
    """The sample's campaign 2018-11, run once, in a copy of the home where 2018-03 was run before."""
    home = tmp_path_factory.mktemp("final") / "home"
    shutil.copytree(sample_run.places.home, home)
    run = run_report(sample_raw, home, "2018-11")
    assert run.status == 0, run.output
    return run


@pytest.fixture(scope="session")
def final_marts(final_run: CommandRun) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published marts of both campaigns of the sample."""
    with duckdb.connect(final_run.places.marts, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def marts(sample_run: CommandRun) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published marts of the sample."""
    with duckdb.connect(sample_run.places.marts, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def compiled_manifest(sample_run: CommandRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manifest of the dbt project with the SQL of its models and tests as dbt compiles it."""
    target = tmp_path_factory.mktemp("compiled")
    subprocess.run(
        ["dbt", "--quiet", "compile", "--project-dir", "dbt_project", "--profiles-dir", "dbt_project"],
        cwd=PROJECT,
        env={**os.environ, "WAREHOUSE_PATH": str(sample_run.places.work), "DBT_TARGET_PATH": str(target)},
        check=True,
    )
    return target / "manifest.json"


@pytest.fixture(scope="session")
def compiled(compiled_manifest: Path) -> list[Model]:
    """The dbt models as dbt compiles them."""
    return compiled_models(compiled_manifest)


Recomputed = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def recomputed(sample_run: CommandRun, compiled: list[Model], tmp_path: Path) -> Iterator[Recomputed]:
    """recomputed(statements, replaced, raw) gives the warehouse with something changed.

    statements: SQL on its inputs, each of which must change a row. replaced: per model, texts and what stands in their
    place; a text that is not found fails, since a mutant that changes nothing proves nothing. raw: files to read again.
    """
    work = tmp_path / "work.duckdb"
    shutil.copy(sample_run.places.work, work)
    opened: list[duckdb.DuckDBPyConnection] = []

    def again(
        statements: Sequence[str] = (),
        replaced: Mapping[str, Mapping[str, str]] | None = None,
        raw: Path | None = None,
    ) -> duckdb.DuckDBPyConnection:
        if raw:
            land_again(raw, work)
        connection = duckdb.connect(work)
        opened.append(connection)
        for statement in statements:
            changed = connection.execute(statement).fetchone()
            assert changed is not None
            assert changed[0] > 0, f"changes no row: {statement}"
        recompute(connection, compiled, lambda model: _rewritten(model, (replaced or {}).get(model.name, {})))
        return connection

    yield again
    for connection in opened:
        connection.close()


def land_again(raw: Path, work: Path) -> None:
    """Registry, workbooks and exports of 2018-03 into the work file, as the intake assets do."""
    campaign = Campaign.parse("2018-03")
    registry = read_registry(raw, campaign)
    schools = schools_of(registry.rows)
    answers = read_workbooks(raw, campaign, schools)
    exams = read_exams(raw, campaign, sorted(schools), participant_key(raw))
    for intake in (registry, answers, exams):
        land(work, campaign.key, tables_of(intake))


def _rewritten(model: Model, texts: Mapping[str, str]) -> str:
    sql = model.sql
    for old, new in texts.items():
        assert old in sql, f"{model.name} has no {old!r}"
        sql = sql.replace(old, new)
    return sql
