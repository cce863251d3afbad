"""What moved between two publications is laid to the cell, file, rule or code that moved it, and nothing else."""

import json
import shutil
from dataclasses import asdict, replace

import duckdb
import pytest

from orchestration.lineage.compared import compared_marts, figure_models
from orchestration.lineage.forward import ways_from
from orchestration.lineage.ledger import UnexplainedError, restatements
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import recompute
from orchestration.reports.marts import reading
from tests.pipeline.conftest import land_again

CAMPAIGN = "2018-03"


@pytest.fixture(scope="module")
def models(compiled_manifest):
    """The SQL that leads to the printed figures."""
    return figure_models(compiled_manifest)


@pytest.fixture(scope="module")
def compared(compiled_manifest):
    return compared_marts(compiled_manifest)


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


def an_answer(work, variable):
    """The first included school's cell of a variable in an xlsx: file, sheet, cell, raw text."""
    with duckdb.connect(work, read_only=True) as connection:
        return connection.execute(
            "select c.file, c.sheet, c.cell, c.raw_text from marts.indicator_cells as c "
            "inner join marts.schools as s using (campaign, school_code) "
            "where s.included and c.variable = ? and c.file like '%.xlsx' order by 1, 3",
            [variable],
        ).fetchone()


def promised(work, file, sheet, cell):
    """What the cell's forward trace says may move."""
    with reading(work) as connection:
        return {figure for way in ways_from(connection, file, sheet, cell) for figure in way.figures}


def figures(work):
    with duckdb.connect(work, read_only=True) as connection:
        return dict(
            connection.execute(
                "select figure, number from marts.figures union all "
                "select 'text/' || edition || '/' || fact, value from marts.report_facts"
            ).fetchall()
        )


def printed(found):
    """Of the entries the figures that `figures` asks for too."""
    tables = ("table_1", "table_1a", "table_5", "text")
    return {entry.figure for entry in found if entry.figure.split("/")[0] in tables}


def moved(former, work):
    before, after = figures(former.work), figures(work)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_nothing_changed_moves_nothing(former, present, models, compared):
    assert restatements(former, present, models, compared) == []


def test_one_cell_is_named_as_the_cause(former, present, models, compared, raw, edit):
    file, sheet, cell, before = an_answer(present, "methodological_events")
    edit(raw / file, {f"{sheet}!{cell}": 41})
    land_again(raw, present)
    again(present, models)
    found = restatements(former, present, models, compared)
    assert "table_1/28/mean" in printed(found) == moved(former, present)
    assert {(entry.kind, entry.cause) for entry in found} == {
        ("cell", f"{file}, {sheet}!{cell}: «{before}» → «41»")
    }
    assert (
        moved(former, present)
        <= promised(present, file, sheet, cell)
        == {
            "table_1/28/mean",
            "table_1/28/max_note",
            *(f"table_8/2-1/{column}" for column in ("included_value", "region_value", "schools_share")),
            *(f"table_p8/28/{column}" for column in ("entry_asked", "entry_answered")),
        }
    )


@pytest.mark.parametrize(("variable", "said", "least"), [("families", 5000, 10), ("vacancies", 20, 1)])
def test_no_figure_moves_that_the_forward_trace_of_the_cell_does_not_name(
    former, present, models, variable, said, least
):
    """As many families as may be said lower the region's shares: the list changes, and with it all that is over it."""
    file, sheet, cell, _ = an_answer(former.work, variable)
    place = f"file = '{file}' and sheet = '{sheet}' and cell = '{cell}'"
    again(present, models, f"update intake.answers set number = {said}, raw_text = '{said}' where {place}")
    found = moved(former, present)
    assert len(found) >= least
    assert found <= promised(present, file, sheet, cell)


def test_a_late_file_is_named_as_the_cause(former, present, models, compared):
    late = f"{CAMPAIGN}/municipal/202.xlsx"
    tables = ("answers", "answers_deliveries", "answers_set_aside")
    missing = (
        f"insert into intake.answers_deliveries by name select * replace (null as file, null as file_sha256, 'missing' as state) "
        f"from intake.answers_deliveries where file = '{late}'"
    )
    again(
        former.work,
        models,
        missing,
        *(f"delete from intake.{table} where file = '{late}'" for table in tables),
    )
    found = restatements(former, present, models, compared)
    assert printed(found) == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {("file_came", late)}
    with reading(present) as connection:
        reached = connection.execute(
            "select distinct table_name, figure from cell_figures where file = ?", [late]
        ).fetchall()
    whole = {table for table, figure in reached if figure is None}
    assert {name for name in moved(former, present) if name.split("/")[0] not in whole} <= {
        figure for _, figure in reached
    }


def test_a_rule_is_named_as_the_cause(former, present, models, compared):
    again(present, models, "update reference.criteria set factor = 0.95 where criterion = 'oge_math'")
    found = restatements(former, present, models, compared)
    assert printed(found) == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {
        ("rules", "criteria.csv: smolensk-2018 oge_math: factor 0.900 → 0.950")
    }


def test_code_is_named_as_the_cause(former, present, models, compared):
    changed = [
        type(model)(
            model.schema, model.name, model.kind, model.sql.replace(".entering > 0", ".entering >= 0")
        )
        for model in models
    ]
    again(present, changed)
    found = restatements(former, present, changed, compared)
    assert printed(found) == moved(former, present) != set()
    assert {(entry.kind, entry.cause) for entry in found} == {("code", "indicator_statistics")}


def test_models_that_are_rewritten_are_told_apart_and_one_may_be_kept_otherwise(
    former, present, models, compared
):
    """One made a view, with its numbers; one cut by a row; one that moves nothing."""
    other = {
        "indicator_statistics": {"kind": "view"},
        "table_1_start_diagnostics": {"where": "no <> 28"},
        "table_2_training": {"where": "true"},
    }
    changed = [
        replace(
            model,
            kind=other.get(model.name, {}).get("kind", model.kind),
            sql=f"from ({model.sql}) where {other[model.name]['where']}"
            if "where" in other.get(model.name, {})
            else model.sql,
        )
        for model in models
    ]
    again(present, changed)
    found = restatements(former, present, changed, compared)
    assert "table_1/28/mean" in printed(found) == moved(former, present)
    assert {(entry.kind, entry.cause) for entry in found} == {("code", "table_1_start_diagnostics")}


def test_two_causes_are_told_apart(former, present, models, compared):
    again(
        present,
        models,
        "update reference.criteria set factor = 0.95 where criterion = 'oge_math'",
        "update reference.indicators set mean_decimals = 1 where no = 16",
    )
    found = restatements(former, present, models, compared)
    assert {entry.cause.split(":")[0] for entry in found} == {"criteria.csv", "indicators.csv"}
    assert {entry.figure for entry in found} >= moved(former, present)


def test_a_figure_that_nothing_explains_does_not_go_out(former, present, models, compared):
    with duckdb.connect(present) as connection:
        connection.execute("update marts.table_1_start_diagnostics set mean = 0.5 where no = 1")
    with pytest.raises(UnexplainedError, match="table_1/1/mean"):
        restatements(former, present, models, compared)


def test_a_corrected_copy_is_laid_to_its_cell(former, present, models, compared, raw, edit):
    file, sheet, cell, before = an_answer(present, "methodological_events")
    name = file.split("/")[-1]
    corrected = raw / CAMPAIGN / "municipal" / "исправленные" / name
    corrected.parent.mkdir()
    shutil.copy(raw / file, corrected)
    edit(corrected, {f"{sheet}!{cell}": 41})
    land_again(raw, present)
    again(present, models)
    found = restatements(former, present, models, compared)
    by_cell = [entry for entry in found if entry.kind == "cell"]
    assert {entry.cause for entry in by_cell} == {
        f"{CAMPAIGN}/municipal/исправленные/{name}, {sheet}!{cell}: «{before}» → «41»"
    }
    assert printed(by_cell) == moved(former, present) != set()
    assert found == by_cell


def test_what_the_same_rows_sql_and_libraries_cannot_give_is_unexplained(former, present, models, compared):
    with duckdb.connect(former.work) as connection:
        connection.execute("update marts.table_1_start_diagnostics set mean = 0.5 where no = 1")
    with pytest.raises(UnexplainedError, match=r"no libraries changed.*table_1/1/mean"):
        restatements(former, present, models, compared)


def test_another_library_is_named_with_its_versions(former, present, models, compared):
    with duckdb.connect(former.work) as connection:
        connection.execute("update marts.table_1_start_diagnostics set mean = 0.5 where no = 1")
    now = former.libraries()["duckdb"]
    former.versions.write_text(json.dumps(former.libraries() | {"duckdb": "0.1"}))
    found = restatements(former, present, models, compared)
    assert {(entry.figure, entry.kind, entry.cause) for entry in found} == {
        ("table_1/1/mean", "libraries", f"duckdb 0.1 → {now}")
    }


def test_another_reading_of_the_same_file_is_named_with_the_module_that_reads_it(
    former, present, models, compared
):
    readers = json.loads(former.readers.read_text(encoding="utf-8"))
    former.readers.write_text(json.dumps(readers | {"orchestration/intake/values.py": "another"}))
    file = f"{CAMPAIGN}/municipal/202.xlsx"
    of_file = f"variable = 'methodological_events' and file = '{file}'"
    again(present, models, f"update intake.answers set number = number + 1 where {of_file}")
    found = restatements(former, present, models, compared)
    assert {(entry.kind, entry.cause) for entry in found} == {
        ("reading", f"{file} (orchestration/intake/values.py)")
    }


def test_a_failure_that_is_not_a_misfit_is_not_taken_for_one(former, present, models, compared):
    again(present, models, "update reference.criteria set factor = 0.95 where criterion = 'oge_math'")
    broken = [replace(model, sql=f"select error('disk full') from ({model.sql})") for model in models]
    former.sql.write_text(json.dumps([asdict(model) for model in broken]))
    with pytest.raises(duckdb.InvalidInputException, match="disk full"):
        restatements(former, present, models, compared)


def test_a_number_of_the_running_text_is_in_the_ledger(former, present, models, compared):
    schools = "intake.registry where campaign = '2018-03' and part = 'registry_schools'"
    again(present, models, f"delete from {schools} and entity = (select min(entity) from {schools})")
    assert "text/start/rural_schools" in {
        entry.figure for entry in restatements(former, present, models, compared)
    }


def test_a_target_that_is_no_more_reached_is_in_the_ledger(final_run, models, compared, tmp_path):
    former = Publication(tmp_path / "former")
    former.keep(final_run.places.work, models)
    (tmp_path / "work").mkdir()
    work = shutil.copy(final_run.places.work, tmp_path / "work" / "work.duckdb")
    again(work, models, "update intake.training set number = 1, raw_text = '1' where variable = 'trained'")
    found = restatements(former, work, models, compared)
    target = next(entry for entry in found if (entry.before, entry.after) == ("reached", "not_reached"))
    assert target.figure.startswith("table_6/")
    assert target.figure.replace("state", "fact_value") in {entry.figure for entry in found}
    assert {entry.kind for entry in found} == {"reading"}


def test_a_figure_that_a_mart_has_since_now_moves_nothing(former, present, models, compared):
    with duckdb.connect(former.work) as connection:
        connection.execute("alter table marts.targets drop column state")
        connection.execute("alter table marts.coverage drop column municipality_code")
    with duckdb.connect(present) as connection:
        connection.execute("update marts.coverage set schools = 999")
    assert restatements(former, present, models, compared) == []
