"""What moved between two publications is laid to the cell, file, rule or code that moved it, and nothing else."""

import shutil

import duckdb
import pytest

from orchestration.lineage.ledger import Restatement, UnexplainedError, enter, read_ledger, restatements
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import compiled_models, recompute
from tests.pipeline.conftest import land_again

CAMPAIGN = "2018-03"


@pytest.fixture(scope="module")
def models(compiled_manifest):
    """The SQL that leads to the printed figures."""
    return compiled_models(compiled_manifest, "figures")


@pytest.fixture
def former(sample_run, models, tmp_path):
    """The sample as it was published first."""
    publication = Publication(tmp_path / "former")
    publication.keep(sample_run.places.work, models)
    return publication


@pytest.fixture
def present(sample_run, tmp_path):
    """A copy of the work file to be changed; it has to be called as the compiled SQL names it."""
    (tmp_path / "present").mkdir()
    return shutil.copy(sample_run.places.work, tmp_path / "present" / "work.duckdb")


@pytest.fixture
def raw(sample_raw, tmp_path):
    return shutil.copytree(sample_raw, tmp_path / "raw")


def again(work, models, *statements):
    """The work file with something changed, made anew."""
    with duckdb.connect(work) as connection:
        for statement in statements:
            connection.execute(statement)
        recompute(connection, models)


def figures(work):
    with duckdb.connect(work, read_only=True) as connection:
        return dict(connection.execute("select figure, number from marts.figures").fetchall())


def moved(former, work):
    before, after = figures(former.work), figures(work)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_nothing_changed_moves_nothing(former, present, models):
    assert restatements(former, present, models) == []


def test_one_cell_is_named_as_the_cause(former, present, models, raw, edit):
    with duckdb.connect(present) as connection:
        ((file, sheet, cell, before),) = connection.execute(
            "select c.file, c.sheet, c.cell, c.raw_text from marts.indicator_cells as c "
            "inner join marts.schools as s using (campaign, school_code) "
            "where s.included and c.variable = 'methodological_events' and c.file like '%.xlsx' order by 1, 3 limit 1"
        ).fetchall()
    edit(raw / file, {f"{sheet}!{cell}": 41})
    land_again(raw, present)
    again(present, models)
    found = restatements(former, present, models)
    assert "table_1/28/mean" in {entry.figure for entry in found} == moved(former, present)
    assert {(entry.kind, entry.cause) for entry in found} == {
        ("cell", f"{file}, {sheet}!{cell}: «{before}» → «41»")
    }


def test_a_late_file_is_named_as_the_cause(former, present, models):
    late = f"{CAMPAIGN}/municipal/202_vyazemskiy_rayon.xlsx"
    tables = ("answers", "answers_deliveries", "answers_set_aside")
    again(former.work, models, *(f"delete from intake.{table} where file = '{late}'" for table in tables))
    found = restatements(former, present, models)
    assert {entry.figure for entry in found} == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {("file_came", late)}


def test_a_rule_is_named_as_the_cause(former, present, models):
    again(present, models, "update reference.criteria set factor = 0.95 where criterion = 'oge_math'")
    found = restatements(former, present, models)
    assert {entry.figure for entry in found} == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {("rules", "criteria")}


def test_code_is_named_as_the_cause(former, present, models):
    changed = [
        type(model)(
            model.schema, model.name, model.kind, model.sql.replace(".entering > 0", ".entering >= 0")
        )
        for model in models
    ]
    again(present, changed)
    found = restatements(former, present, changed)
    assert {entry.figure for entry in found} == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {("code", "indicator_statistics")}


def test_two_causes_are_told_apart(former, present, models):
    again(
        present,
        models,
        "update reference.criteria set factor = 0.95 where criterion = 'oge_math'",
        "update reference.indicators set mean_decimals = 1 where no = 16",
    )
    found = restatements(former, present, models)
    assert {entry.cause for entry in found} == {"criteria", "indicators"}
    assert {entry.figure for entry in found} >= moved(former, present)


def test_a_figure_that_nothing_explains_does_not_go_out(former, present, models):
    with duckdb.connect(present) as connection:
        connection.execute("update marts.table_1_start_diagnostics set mean = 0.5 where no = 1")
    with pytest.raises(UnexplainedError, match="table_1/1/mean"):
        restatements(former, present, models)


def test_the_ledger_keeps_what_was_entered_before(tmp_path):
    ledger = tmp_path / "ledger.csv"
    assert read_ledger(ledger) == []
    enter(ledger, [Restatement(CAMPAIGN, "table_1/1/mean", 0.379, 0.38, "rules", "indicators.csv")])
    enter(ledger, [Restatement(CAMPAIGN, "table_1/1/mean", 0.38, None, "file_gone", "2018-03/registry.xlsx")])
    assert [(row["publication"], row["before"], row["after"]) for row in read_ledger(ledger)] == [
        ("1", "0.379", "0.38"),
        ("2", "0.38", ""),
    ]
