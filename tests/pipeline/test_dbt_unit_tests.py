"""dbt's own unit tests of the tricky rules: they are no asset checks, so they run here."""

import json
import os
import shutil
import subprocess

from orchestration.places import PROJECT


def test_dbt_unit_tests_pass(sample_run, tmp_path):
    work = shutil.copy(sample_run.places.work, tmp_path / "work.duckdb")
    done = subprocess.run(
        [
            "dbt",
            "--quiet",
            "test",
            "--select",
            "test_type:unit",
            "--project-dir",
            "dbt_project",
            "--profiles-dir",
            "dbt_project",
        ],
        cwd=PROJECT,
        env={**os.environ, "WAREHOUSE_PATH": str(work), "DBT_TARGET_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    results = json.loads((tmp_path / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert len(results) >= 27
    assert {result["status"] for result in results} == {"pass"}
