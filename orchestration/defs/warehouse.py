"""The dbt project as assets, its data tests as their checks; the snapshot that analysts open."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from orchestration.defs.resources import OWNERS, WAREHOUSE_POOL, Region, dbt_project
from orchestration.warehouse.landing import prepare
from orchestration.warehouse.publish import publish_marts


class Translator(DagsterDbtTranslator):
    """Keys are schema and table, as an analyst writes them: marts/school_indicators."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The schema and the name of a model or seed; a source carries its own key."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])


@dbt_assets(
    manifest=dbt_project.manifest_path,
    project=dbt_project,
    dagster_dbt_translator=Translator(settings=DagsterDbtTranslatorSettings(enable_code_references=False)),
    pool=WAREHOUSE_POOL,
)
def warehouse(context: dg.AssetExecutionContext, dbt: DbtCliResource, region: Region) -> Iterator[Any]:
    """One dbt build over all campaigns present: seeds, models and data tests; unit tests belong to `make test`."""
    places = region.places
    prepare(places.work, places.campaigns())
    os.environ["WAREHOUSE_PATH"] = str(places.work)
    build = dbt.cli(["build", "--exclude-resource-type", "unit_test"], context=context)
    yield from build.stream().fetch_row_counts().fetch_column_metadata()


def mart_keys() -> list[dg.AssetKey]:
    """The assets that analysts get, by their dbt access."""
    nodes = json.loads(dbt_project.manifest_path.read_text(encoding="utf-8"))["nodes"].values()
    public = [
        node for node in nodes if node["config"].get("access") == "public" or node.get("access") == "public"
    ]
    return sorted(dg.AssetKey([node["schema"], node["name"]]) for node in public)


@dg.asset(
    key=["published", "marts_snapshot"],
    deps=mart_keys(),
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    pool=WAREHOUSE_POOL,
)
def marts_snapshot(region: Region) -> dg.MaterializeResult[None]:
    """warehouse/marts.duckdb: the marts as analysts open them, put in place in one step after the checks."""
    places = region.places
    publish_marts(places.work, places.marts)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(places.marts))})
