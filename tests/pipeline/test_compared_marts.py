"""What the ledger compares and makes anew: every mart that a report reads, and all that is below a change."""

import json

import duckdb
import pytest

from orchestration.lineage.compared import compared_marts, figures_of, present_in
from orchestration.lineage.recompute import compiled_models, downstream


@pytest.fixture(scope="module")
def compared(compiled_manifest):
    return compared_marts(compiled_manifest)


def unsaid(manifest):
    """The marts that a report reads and that say neither which figures they hold nor why none is compared."""
    models = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    read = {
        up
        for name, exposure in manifest["exposures"].items()
        if not name.endswith(".published_marts")
        for up in exposure["depends_on"]["nodes"]
        if up in models
    }
    said = {name: set(models[name]["config"]["meta"].get("ledger", ())) for name in read}
    return {models[name]["name"] for name in read if said[name] not in ({"address", "figures"}, {"left_out"})}


def test_every_mart_that_a_report_reads_is_compared_or_says_why_not(compiled_manifest):
    manifest = json.loads(compiled_manifest.read_text(encoding="utf-8"))
    assert unsaid(manifest) == set()
    del manifest["nodes"]["model.school_monitoring.targets"]["config"]["meta"]["ledger"]
    assert unsaid(manifest) == {"targets"}


def test_every_compared_figure_has_an_address_of_its_own(final_run, compared):
    with duckdb.connect(final_run.places.work, read_only=True) as connection:
        assert present_in(connection, compared) == compared
        rows = [
            row for mart in compared for column in mart.figures
            for row in connection.execute(mart.query(column)).fetchall()
        ]  # fmt: skip
        assert len(rows) == len(figures_of(connection, compared)) > 10_000


def test_what_is_made_anew_after_a_change_is_what_dbt_has_downstream_of_it(compiled_manifest):
    graph = json.loads(compiled_manifest.read_text(encoding="utf-8"))
    children, models = graph["child_map"], compiled_models(compiled_manifest)
    for source in (*graph["sources"].values(), *graph["nodes"].values()):
        below, found = [source["unique_id"]], set[str]()
        while below:
            reached = {name for name in children[below.pop()] if name.startswith("model.")} - found
            found |= reached
            below += reached
        if source["resource_type"] in ("source", "seed"):
            table = f"{source['schema']}.{source['name']}"
            assert {m.name for m in downstream(models, [table])} == {name.split(".")[-1] for name in found}
