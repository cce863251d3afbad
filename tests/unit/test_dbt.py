"""dbt as a run starts it: what is told of its tables, and what of dagster-dbt is passed over."""

import subprocess

from dagster_dbt import DbtCliResource

from orchestration.defs.resources import dbt_resource
from orchestration.warehouse.contents import NO_CAMPAIGN, told_by_dbt


def test_its_version_is_that_of_the_command_and_what_is_passed_over_is_there_to_be_passed_over():
    dbt = dbt_resource()
    said = subprocess.run([dbt.dbt_executable, "--version"], capture_output=True, text=True, check=True)
    assert f"installed: {dbt._cli_version}" in said.stdout
    assert {"_cli_version", "_initialize_dbt_core_adapter"} <= vars(DbtCliResource).keys()


def test_a_line_that_tells_of_a_table_has_its_rows_and_their_hash_by_campaign():
    told = told_by_dbt('holds ["marts", "schools", [["2018-03", 2, "7"], ["2018-11", 3, "8"]]]')
    assert told["marts", "schools"].rows == 5
    assert told["marts", "schools"].hashes == {"2018-03": "7", "2018-11": "8"}
    seed = told_by_dbt('holds ["reference", "rules", [[null, 4, "9"]]]')["reference", "rules"]
    assert seed.hashes == {NO_CAMPAIGN: "9"}
    assert told_by_dbt('holds ["marts", "targets", []]')["marts", "targets"].rows == 0
    assert told_by_dbt("1 of 392 START sql table model marts.schools") == {}
