"""What Dagster must hold, by name: a definition that vanishes from the code location fails here."""

import datetime as dt
import json
import re
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.defs.campaigns import campaigns
from orchestration.defs.jobs import wave_schedule
from orchestration.defs.resources import Region
from orchestration.defs.warehouse import warehouse
from orchestration.forms.campaign import Campaign, Deadline, deadlines, waves
from orchestration.intake.schemas import CORRECTIONS, OF_CELLS, SOURCES
from orchestration.places import PROJECT
from orchestration.reports.tables import TABLES
from orchestration.warehouse.graph import MANIFEST

MARTS = {
    "approved_list", "cell_clusters", "cell_figures", "centres", "consultations", "coverage", "cross_checks", "decisions", "decisions_in_force",
    "deliveries", "dynamics", "event_delegations", "events", "exam_lines", "exam_ratios", "fact_cells", "fact_figures", "figure_schools", "figures", "finding_tests", "findings",
    "indicator_cells", "indicator_figures", "indicator_lines", "indicator_statistics", "indicator_values",
    "institute_cells", "institute_figures", "list_changes", "media_articles", "municipality_clusters", "partner_agreements", "publications", "region_facts",
    "region_profile",
    "registry_cells", "repairs", "report_editions", "report_facts", "road_map_figures", "row_cells",
    "row_figures", "school_clusters",
    "school_criteria", "school_dynamics", "school_indicators", "school_programmes", "school_support",
    "schools", "set_aside", "table_1_start_diagnostics", "table_2_cells", "table_2_training",
    "table_3_cells", "table_3_seminars",
    "table_4_road_map", "table_5_clusters", "targets", "trained_staff", "training_programmes",
    "vpr_results",
}  # fmt: skip
IN_EVERY_CAMPAIGN = {"registry", "municipal_workbooks", "exam_exports"}
INSTITUTE = {
    "training",
    "seminars",
    "road_map",
    "events",
    "agreements",
    "project",
    "approved_list",
    "decisions",
    "region",
}
DOCUMENTS = {"report", "notes", "letters", "for_signature", "passports", "municipalities"}
INTAKE = {
    f"{source}{part}"
    for source in ("registry", "answers", "exam_results", "vpr_results", "received", *INSTITUTE)
    for part in ("", "_deliveries", "_set_aside")
} | {"answers_unplaced", "answers_corrections", "exam_results_schools"}
INTAKE |= {f"{source}_repairs" for source in ("registry", "answers", *INSTITUTE)}


@pytest.fixture(scope="module")
def graph():
    return defs.resolve_asset_graph()


def names(graph, group):
    return {key.path[-1] for key in graph.get_all_asset_keys() if key.path[0] == group}


def test_every_asset_is_there(graph):
    assert names(graph, "raw") == IN_EVERY_CAMPAIGN | {"vpr_exports", "received"} | {
        f"institute_{form}" for form in INSTITUTE
    }
    assert names(graph, "intake") == INTAKE
    assert names(graph, "marts") == MARTS
    assert names(graph, "published") == {"marts_snapshot", "seal"}
    assert names(graph, "reports") == {f"table_{n}" for n in TABLES} | DOCUMENTS | {"returned_workbooks"}
    assert {"indicators", "criteria", "rule_sets", "subjects", "minimum_scores", "variables"} <= names(
        graph, "reference"
    )


def test_staging_reads_every_source_of_its_kind():
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"]
    tables = {
        "stg_deliveries": {f"{source}_deliveries" for source in SOURCES},
        "stg_set_aside": {f"{source}_set_aside" for source in SOURCES},
        "stg_repairs": {f"{source}_repairs" for source in OF_CELLS},
        "stg_institute_cells": INSTITUTE,
    }
    for model, expected in tables.items():
        read = nodes[f"model.school_monitoring.{model}"]["depends_on"]["nodes"]
        assert {node.rpartition(".")[2] for node in read} == expected


def test_the_readme_says_of_every_mart_what_a_row_is():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|([^|]+)\|", readme, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} >= MARTS


def test_the_graph_runs_unbroken_from_every_campaigns_files_to_every_table(graph):
    for table in ("table_1", "table_5", "passports", "municipalities"):
        above = graph.get_ancestor_asset_keys(dg.AssetKey(["reports", table]))
        assert {key.path[-1] for key in above if key.path[0] == "raw"} >= IN_EVERY_CAMPAIGN


def test_a_workbook_of_the_institute_makes_anew_its_own_tables_alone(graph):
    for form in INSTITUTE:
        below = graph.get(dg.AssetKey(["raw", f"institute_{form}"])).child_keys
        assert {key.to_user_string() for key in below} == {
            f"intake/{form}{part}" for part in ("", "_deliveries", "_set_aside", "_repairs")
        }


def test_a_changed_training_workbook_makes_anew_what_speaks_of_training_alone(graph, speak_of_no_training):
    step = {dg.AssetKey(["intake", f"training{part}"]) for part in ("", "_deliveries", "_set_aside")}
    reports = (key for key in graph.get_all_asset_keys() if key.path[0] == "reports")
    below = {key.path[-1] for key in reports if step & graph.get_ancestor_asset_keys(key)}
    assert below >= {"table_2", "table_p1", "table_p2", "report"}
    assert not below & speak_of_no_training


def test_nothing_goes_out_before_the_step_that_lays_moved_figures_to_their_causes(graph):
    for key in graph.get_all_asset_keys():
        if key.path[0] in ("reports", "published"):
            assert graph.get_ancestor_asset_keys(key) & warehouse.keys, key


def test_figures_are_made_all_together(graph):
    assert graph.get(dg.AssetKey(["marts", "table_2_training"])).execution_set_asset_keys == warehouse.keys


def test_the_registry_is_above_every_source_that_names_its_codes(graph):
    for source in ("answers", "exam_results", "vpr_results", *INSTITUTE):
        above = graph.get(dg.AssetKey(["intake", source])).parent_keys
        assert (dg.AssetKey(["intake", "registry"]) in above) == (
            source not in ("seminars", "road_map", "region")
        )


def test_every_asset_says_what_it_is_and_whose(graph):
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key
        assert node.group_name == key.path[0]


def test_every_report_has_an_exposure_of_exactly_what_it_is_made_of(graph):
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    in_dbt = {node["name"] for part in ("nodes", "sources") for node in manifest[part].values()}
    named = {
        each["name"]: {node.split(".")[-1] for node in each["depends_on"]["nodes"]}
        for each in manifest["exposures"].values()
    }
    made_of = {
        key.path[-1]: {up.path[-1] for up in graph.get(key).parent_keys} & in_dbt
        for key in graph.get_all_asset_keys()
        if key.path[0] == "reports"
    }
    assert {name: tables for name, tables in named.items() if name != "published_marts"} == made_of


def test_columns_show_before_the_first_run(graph):
    without = {
        key.to_user_string()
        for key in graph.get_all_asset_keys()
        if key.path[0] in ("intake", "staging", "intermediate", "marts")
        and "dagster/column_schema" not in graph.get(key).metadata
    }
    assert without == set()


def test_columns_of_intake_say_what_they_are_but_both_sides_of_a_correction(graph):
    undescribed = {
        (key.path[-1], column.name)
        for key in graph.get_all_asset_keys()
        if key.path[0] == "intake"
        for column in graph.get(key).metadata["dagster/column_schema"].columns
        if not column.description
    }
    sides = [name for name in CORRECTIONS.columns if name.startswith(("before_", "after_"))]
    assert undescribed == {
        *(("answers_corrections", side) for side in sides),
        ("answers_unplaced", "key_cell"),
    }


def test_data_tests_are_asset_checks_of_the_marts(graph):
    checked = {key.asset_key.path[-1] for key in graph.asset_check_keys}
    assert checked >= MARTS - {"deliveries", "repairs", "set_aside"}
    assert {"registry", "answers", "exam_results", "vpr_results", *INSTITUTE} <= checked
    assert {key.name for key in graph.asset_check_keys} >= {
        "nothing_set_aside",
        "no_typed_figures",
        "cluster_counts_sum_up",
        "every_school_has_every_indicator",
        "facts_are_complete",
        "facts_follow_from_their_cells",
        "figures_follow_from_their_schools",
        "met_never_exceeds_applying",
        "minimum_scores_are_complete",
        "rules_are_complete",
        "statistics_count_every_school",
        "value_or_reason",
    }


def test_one_job_makes_a_campaign_and_a_schedule_fires_at_each_deadline():
    assert defs.resolve_job_def("campaign").partitions_def is campaigns
    assert campaigns.get_partition_keys()[:3] == ["2018-03", "2018-11", "2019-03"]
    found = [defs.resolve_schedule_def(name) for name in ("entry_deadline", "final_deadline")]
    schedules = {schedule.name: (schedule.cron_schedule, schedule.execution_timezone) for schedule in found}
    assert schedules == {
        "entry_deadline": (["0 18 20 3 *"], "Europe/Moscow"),
        "final_deadline": (["0 18 20 11 *"], "Europe/Moscow"),
    }


def test_a_years_own_deadline_is_a_row_and_the_former_years_keep_theirs(monkeypatch):
    moved = (*deadlines(), Deadline("entry", "2019-03", 25, "12:30"))
    monkeypatch.setattr("orchestration.forms.campaign.deadlines", lambda: moved)
    monkeypatch.setattr("orchestration.defs.jobs.deadlines", lambda: moved)
    schedule = wave_schedule(waves()[0])
    assert schedule.cron_schedule == ["0 18 20 3 *", "30 12 25 3 *"]
    due = {year: Campaign(year, waves()[0]).deadline for year in (2018, 2019, 2020)}
    assert {year: (row.day, row.time) for year, row in due.items()} == {
        2018: (20, "18:00"),
        2019: (25, "12:30"),
        2020: (25, "12:30"),
    }
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(
            instance=instance,
            scheduled_execution_time=dt.datetime(2019, 3, 20, 18, tzinfo=ZoneInfo("Europe/Moscow")),
            resources={"region": Region()},
        )
        assert schedule.evaluate_tick(context).skip_message == "2019-03 is due on day 25, 12:30"


def test_the_schedule_says_what_is_missing(raw, workbooks):
    workbooks[0].unlink()
    run = _at_deadline(raw)
    assert run.run_requests[0].partition_key == "2018-03"
    assert run.run_requests[0].tags["awaited"] == "1 files"


def test_without_a_registry_the_schedule_skips_and_says_why(raw):
    (raw / "2018-03" / "registry.xlsx").unlink()
    assert "Реестр школ не найден" in _at_deadline(raw).skip_message


def _at_deadline(raw):
    schedule = defs.resolve_schedule_def("entry_deadline")
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(
            instance=instance,
            repository_def=defs.get_repository_def(),
            scheduled_execution_time=dt.datetime(2018, 3, 20, 18, tzinfo=ZoneInfo("Europe/Moscow")),
            resources={"region": Region(raw=str(raw))},
        )
        return schedule.evaluate_tick(context)
