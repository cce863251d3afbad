"""The sample region's run as its user starts it, and the warehouse made anew with one thing changed."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import msoffcrypto.format.ooxml
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.intake.exams import read_exams
from orchestration.intake.pseudonyms import participant_key
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from orchestration.lineage.recompute import Model, compiled_models, recompute
from orchestration.warehouse.graph import MANIFEST, require_current_graph
from orchestration.warehouse.landing import land, tables_of
from tests.people.marks import Marks
from tests.people.plant import plant
from tests.pipeline.runs import CommandRun, Once, of_all_processes, once_in, run_report


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """once(name, make): what several processes of the tests need, made by one of them."""
    return once_in(of_all_processes(tmp_path_factory))


@pytest.fixture(scope="session")
def sample_run(sample_raw: Path, once: Once) -> CommandRun:
    """The sample's campaign 2018-03, run once."""
    run = once("sample", lambda home: run_report(sample_raw, home))
    assert run.status == 0, run.output
    return run


@pytest.fixture(scope="session")
def final_run(sample_run: CommandRun, sample_raw: Path, once: Once) -> CommandRun:
    """The sample's campaign 2018-11, run once, in a copy of the home where 2018-03 was run before."""

    def final(home: Path) -> CommandRun:
        shutil.copytree(sample_run.places.home, home, dirs_exist_ok=True)
        return run_report(sample_raw, home, "2018-11")

    run = once("final", final)
    assert run.status == 0, run.output
    return run


@pytest.fixture(scope="session")
def speak_of_no_training() -> frozenset[str]:
    """The tables that a changed training workbook leaves as they were."""
    tables = ("1", "1a", "3", "5", "7", "9", "p3", "p7")
    return frozenset(f"table_{n}" for n in tables)


@pytest.fixture(scope="session")
def planted(small_region_raw: Path, sample_raw: Path, once: Once) -> tuple[Path, Marks]:
    """The small region with names and document numbers of nobody left wherever a sender can leave one."""

    def made(folder: Path) -> tuple[Path, Marks]:
        raw = Path(shutil.copytree(small_region_raw, folder / "raw"))
        return raw, plant(raw, sample_raw)

    return once("planted", made)


@pytest.fixture(scope="session")
def damaged(planted: tuple[Path, Marks], once: Once) -> CommandRun:
    """The planted region with one workbook missing, one broken, one protected and one full of mistakes, run once."""

    def run(home: Path) -> CommandRun:
        damage(planted[0] / "2018-03" / "municipal")
        (home / "temporary").mkdir()
        return run_report(planted[0], home, TMPDIR=str(home / "temporary"))

    return once("damaged", run)


def damage(folder: Path) -> None:
    """One workbook missing, one broken, one protected and one full of mistakes."""
    (folder / "301.xlsx").unlink()
    (folder / "303.xlsx").write_bytes(b"PK broken")
    protect(folder / "306.xlsx")
    book = openpyxl.load_workbook(folder / "302.xlsx")
    book.worksheets[-1]["D6"] = "всего народу"
    book["Занятость"]["B9"] = book["Занятость"]["B8"].value
    book["Социальные условия"]["B8"] = "999999"
    book["Результаты"]["D8"], book["Результаты"]["E8"] = 10, 11
    book.save(folder / "302.xlsx")


def protect(path: Path) -> None:
    """Lock a workbook with a password."""
    locked = path.with_name("locked")
    with path.open("rb") as plain, locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", target)
    locked.replace(path)


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
def compiled_manifest() -> Path:
    """The manifest of the dbt project with the SQL of its models and tests as dbt compiled it, of the project as it is."""
    require_current_graph()
    return MANIFEST


@pytest.fixture(scope="session")
def compiled(compiled_manifest: Path) -> list[Model]:
    """The dbt models as dbt compiles them."""
    return compiled_models(compiled_manifest)


Recomputed = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def recomputed(sample_run: CommandRun, compiled_manifest: Path, tmp_path: Path) -> Iterator[Recomputed]:
    """recomputed(statements, replaced, raw, targets) gives the warehouse with something changed.

    statements: SQL on its inputs, each of which must change a row. replaced: per model, texts and what stands in their
    place; a text that is not found fails, since a mutant that changes nothing proves nothing. raw: files to read again.
    targets: the marts that are asked; then only they and what they are made of are made anew.
    """
    work = tmp_path / "work.duckdb"
    shutil.copy(sample_run.places.work, work)
    opened: list[duckdb.DuckDBPyConnection] = []

    def again(
        statements: Sequence[str] = (),
        replaced: Mapping[str, Mapping[str, str]] | None = None,
        raw: Path | None = None,
        targets: Sequence[str] = (),
    ) -> duckdb.DuckDBPyConnection:
        if raw:
            land_again(raw, work)
        connection = duckdb.connect(work)
        opened.append(connection)
        for statement in statements:
            changed = connection.execute(statement).fetchone()
            assert changed is not None
            assert changed[0] > 0, f"changes no row: {statement}"
        models, rewritten = compiled_models(compiled_manifest, *targets), replaced or {}
        assert rewritten.keys() <= {model.name for model in models}
        recompute(connection, models, lambda model: _rewritten(model, rewritten.get(model.name, {})))
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
    exams = read_exams(raw, campaign, schools, participant_key(raw))
    for intake in (registry, answers, exams):
        land(work, campaign.key, tables_of(intake))


def _rewritten(model: Model, texts: Mapping[str, str]) -> str:
    sql = model.sql
    for old, new in texts.items():
        assert old in sql, f"{model.name} has no {old!r}"
        sql = sql.replace(old, new)
    return sql
