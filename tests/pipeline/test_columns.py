"""Every column says on which columns it depends, from the reports' tables down to the headings of what was sent."""

import shutil

import dagster as dg
import pytest

from orchestration.defs.columns import mart_columns, of_intake, of_report, schema_of_report
from orchestration.defs.intake import intakes
from orchestration.defs.raw import SENT
from orchestration.forms.form import HERE as FORMS
from orchestration.forms.form import INSTITUTE, rows_of, variables
from orchestration.lineage.raw_columns import raw_columns
from orchestration.reports.table import Records, Table
from orchestration.reports.tables import TABLES, read_table, tables_of
from orchestration.warehouse.graph import read_lineage

CAMPAIGNS = ("2018-03", "2018-11")
# columns that no other column makes, and why
NAMED = "each of the selects that are put below one another names what it counts"
CONSTANT = {
    "intermediate.int_facts_events.fact": NAMED,
    "intermediate.int_facts_institute.fact": NAMED,
    "intermediate.int_facts_project.fact": NAMED,
    "intermediate.int_facts_region.fact": NAMED,
    "intermediate.int_facts_region.text_ru": "the region's facts are numbers, so that it is empty",
    "marts.dynamics.group_kind": NAMED,
    "marts.fact_figures.table_name": NAMED,
    "marts.figures.table_column": "the name of the column that is turned into a row",
    "marts.findings.tests": "how many rows there are, whatever stands in them",
    "marts.indicator_figures.table_name": NAMED,
    "marts.indicator_statistics.group_kind": NAMED,
    "marts.institute_figures.statistic": "the institute's tables have sums alone",
    "marts.institute_figures.table_column": "the name of the column that is turned into a row",
    "marts.institute_figures.table_name": "the name of the table that is turned into rows",
    "marts.row_cells.part": NAMED,
    "marts.row_figures.statistic": NAMED,
    "marts.row_figures.table_name": NAMED,
    "staging.stg_institute_cells.source": "the name of the table that is read",
}


@pytest.fixture(scope="module")
def above():
    """Of every column of intake and of the warehouse the columns right above it."""
    landed = {
        ("intake", table, column): parents
        for source in intakes
        for table in (key.path[-1] for key in source.keys)
        for column, parents in of_intake(table, sent_for(source)).items()
    }
    return landed | read_lineage()


def sent_for(source):
    (sent,) = {key.path[-1] for key in source.dependency_keys if key.path[0] == "raw"}
    return sent


def roots(above, column):
    """Where the way up from a column ends."""
    found, waiting, seen = set(), [column], set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        waiting += above.get(place, [])
        if not above.get(place):
            found.add(place)
    return found


def test_no_mart_column_is_without_and_every_way_up_ends_in_a_file_or_a_seed(above):
    marts = [column for column in above if column[0] == "marts"]
    ends = set().union(*(roots(above, column) for column in marts))
    made_of_nothing = {".".join(end) for end in ends if end[0] not in ("raw", "reference")}
    assert made_of_nothing == set(CONSTANT) | {f"intake.{form}.number" for form in forms_without_numbers()}
    assert len(marts) > 400


def forms_without_numbers():
    for form in INSTITUTE:
        asked = [column.variable for column in raw_columns(f"institute_{form}") if column.role == "value"]
        if not any(variables()[variable].is_numeric for variable in asked):
            yield form


def test_a_raw_column_is_one_that_its_asset_declares(above):
    declared = {("raw", sent, column.name) for sent in SENT for column in raw_columns(sent)}
    ends = set().union(*(roots(above, column) for column in above if column[0] == "marts"))
    assert {end for end in ends if end[0] == "raw"} <= declared


def test_every_heading_of_the_forms_is_a_raw_column():
    asked = {row["variable"] for row in rows_of(FORMS / "headings.csv") if row["role"] in ("key", "value")}
    asked |= {
        row["variable"] for row in rows_of(FORMS / "exam_columns.csv") if row["role"] in ("value", "identity")
    }
    assert asked == {column.variable for sent in SENT for column in raw_columns(sent) if column.variable}


def test_the_mean_of_table_1_comes_from_cells_of_the_municipalities_and_scores_of_the_exams(above):
    ends = roots(above, ("marts", "table_1_start_diagnostics", "mean"))
    assert {
        ("raw", "municipal_workbooks", "Результаты: 9 класс, выпускников, чел."),
        ("raw", "exam_exports", "Балл"),
    } <= ends


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_every_column_of_a_reports_table_comes_from_columns_that_there_are(final_run, campaign):
    for n in tables_of(campaign):
        table = read_table(n, final_run.places.work, campaign)
        found = of_report(table, TABLES[n].reads)
        assert list(found) == list(table.records.columns)
        for column, parents in found.items():
            assert parents, f"{table.name}.{column}: columns.csv says nothing of it"
            for schema, mart, name in parents:
                assert (schema, mart) in TABLES[n].reads
                assert name in mart_columns()[schema, mart], (table.name, column)
        undescribed = [
            column.name
            for column in schema_of_report(table, TABLES[n].reads).columns
            if not column.description
        ]
        assert undescribed == [], table.name


def test_a_reports_column_is_text_where_a_row_has_a_text():
    records = Records(("school_code", "value"), (("201001", 1), ("201002", None)))
    table = Table("table_0", "Таблица 0", "", "", (), (), records)
    reads = [("marts", "school_indicators")]
    shown = [(column.name, column.type) for column in schema_of_report(table, reads).columns]
    assert shown == [("school_code", "text"), ("value", "number")]


@pytest.mark.parametrize(
    ("asset", "column", "above"),
    [
        (["reports", "table_1"], "mean_cell", (["marts", "table_1_start_diagnostics"], "mean")),
        (["marts", "table_1_start_diagnostics"], "mean", (["marts", "indicator_statistics"], "mean")),
        (["intake", "exam_results"], "score", (["raw", "exam_exports"], "Балл")),
    ],
)
def test_dagster_shows_it_from_the_last_run(final_run, tmp_path, monkeypatch, asset, column, above):
    home = shutil.copytree(final_run.places.home / "dagster", tmp_path / "dagster")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey(asset))
    assert event
    assert event.asset_materialization
    told = event.asset_materialization.metadata["dagster/column_lineage"]
    assert isinstance(told, dg.TableColumnLineageMetadataValue)
    assert above in [
        (dep.asset_key.path, dep.column_name) for dep in told.column_lineage.deps_by_column[column]
    ]
