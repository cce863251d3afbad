"""A region's reports, warehouse and history of runs lie in one folder, which `OUT` names."""

import subprocess

import pytest

from orchestration.places import PROJECT


@pytest.mark.parametrize(
    ("given", "home"),
    [
        ([], PROJECT),
        (["OUT=/data/second region"], "/data/second region"),
        (["OUT=second"], PROJECT / "second"),
    ],
)
def test_reports_warehouse_and_runs_of_a_region_lie_together(given, home):
    command = ["make", "--dry-run", "--print-data-base", "report", *given]
    said = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert f"DAGSTER_HOME := {home}/.dagster" in said
    assert f'python -m orchestration report --campaign "2018-03" --raw "raw" --home "{home}"' in said
