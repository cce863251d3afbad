"""The dbt project as assets, its data tests as their checks; the snapshot that analysts open."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    dbt_assets,
)

from orchestration.defs import documents, left_runs, passports
from orchestration.defs.ahead import begin
from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import PUBLISHED
from orchestration.defs.columns import LINEAGE, of_warehouse
from orchestration.defs.resources import OWNERS, WAREHOUSE_POOL, Region, dbt_project
from orchestration.lineage.compared import compared_marts, figure_models
from orchestration.lineage.ledger import restatements
from orchestration.lineage.publications import Publication
from orchestration.lineage.restatements import enter, read_entries
from orchestration.places import Places
from orchestration.side_by_side import Ahead
from orchestration.sql import HASHED
from orchestration.warehouse.contents import Contents, contents, of_campaign, told_by_dbt
from orchestration.warehouse.graph import MANIFEST, forget_other_checkout, require_current_graph
from orchestration.warehouse.landing import prepare
from orchestration.warehouse.publish import SCHEMAS as PUBLISHED_SCHEMAS
from orchestration.warehouse.publish import publish_marts
from orchestration.warehouse.release import (
    KEPT,
    MARTS_FILE,
    SNAPSHOT,
    held_marts,
    open_gate,
    part_folder,
    staged,
    staging,
)

SCHEMAS = ("intake", "reference", "staging", "intermediate", "marts")
DBT_SECONDS = "dbt_seconds"  # the run's tag: what of the step was dbt's, for `bench`


class Translator(DagsterDbtTranslator):
    """Keys are schema and table, as an analyst writes them: marts/school_indicators."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The schema and the name of a model, a seed or a source."""
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_partitions_def(self, dbt_resource_props: Mapping[str, Any]) -> dg.PartitionsDefinition[Any]:
        """The campaigns: a partition is what a campaign's reports read."""
        return campaigns

    def get_code_version(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """A model's SQL as compiled, so that another macro is another version too; a seed's rows."""
        compiled = dbt_resource_props.get("compiled_code")
        return (
            sha256(compiled.encode()).hexdigest()
            if compiled
            else super().get_code_version(dbt_resource_props)
        )


@dbt_assets(
    manifest=dbt_project.manifest_path,
    project=dbt_project,
    dagster_dbt_translator=Translator(settings=DagsterDbtTranslatorSettings(enable_code_references=False)),
)
def declared() -> Iterator[Any]:
    """The project's assets and checks as dagster-dbt reads them; it would let some of them be built alone."""
    yield from ()


@dg.multi_asset(
    name="warehouse",
    specs=list(declared.specs),
    check_specs=list(declared.check_specs),
    partitions_def=campaigns,
    pool=WAREHOUSE_POOL,
)
def warehouse(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, region: Region, ahead: dg.ResourceParam[Ahead]
) -> Iterator[Any]:
    """One dbt build over all campaigns present: seeds, models and data tests; unit tests belong to `make test`.

    The build makes the partitions of all campaigns, and of each says what it holds now.

    Figures that moved since the last publication are laid to their causes before anything reads them: where one stays
    unexplained the step fails, and neither a report nor the snapshot is made.
    """
    places = region.places
    require_current_graph()
    forget_other_checkout(places.dbt)
    present = prepare(places.work, places.campaigns())
    os.environ |= {"WAREHOUSE_PATH": str(places.work), "ROWS_HASHED": HASHED}
    started = time.perf_counter()
    build = dbt.cli(
        ["build", "--exclude-resource-type", "unit_test"], context=context, target_path=places.dbt
    )
    context.instance.add_run_tags(context.run.run_id, {left_runs.DBT: str(build.process.pid)})
    held: dict[tuple[str, str], Contents] = {}
    try:
        # what dbt made is written down while it goes on
        for event in build.stream_raw_events():
            held |= told_by_dbt(event.raw_event["info"]["msg"])
            for told in event.to_default_asset_events(
                build.manifest, build.dagster_dbt_translator, context, build.target_path, build.project
            ):
                yield _with_contents(context, told, held, present) if isinstance(told, dg.Output) else told
    finally:
        took = time.perf_counter() - started
        context.instance.add_run_tags(context.run.run_id, {DBT_SECONDS: f"{took:.2f}"})
    _explain(places, context.run.run_id)
    with duckdb.connect(places.work, read_only=True) as connection:
        held |= contents(connection, SCHEMAS, held)
    open_gate(
        places, context.run.run_id, {"/".join(table): found.hashes for table, found in sorted(held.items())}
    )
    begin(context, ahead, _long_documents(places, context.partition_key))
    # DuckDB reads the file's catalogue, a twentieth of a second, for whoever opens it alone: every report does
    ahead.keep_open(duckdb.connect(places.work, read_only=True))


def _long_documents(places: Places, campaign: str) -> dict[dg.AssetKey, Callable[[], list[Path]]]:
    return {
        document.key: partial(
            document.write, places.work, campaign, part_folder(places, f"{campaign}/{document.name}")
        )
        for document in (*documents.DECLARED, *passports.DECLARED)
        if document.takes_long
    }


def _with_contents(
    context: dg.AssetExecutionContext,
    output: dg.Output[Any],
    held: Mapping[tuple[str, str], Contents],
    present: Iterable[str],
) -> dg.Output[Any]:
    """The output with its columns' lineage and what it holds: with the same rows it is the same version of its data."""
    key = context.asset_key_for_output(output.output_name)
    found = held[key.path[0], key.path[1]]
    if key.path[0] in PUBLISHED_SCHEMAS:
        # first, since what Dagster's pages show of an asset is what its latest event says
        _tell_others(context, key, found, present)
    lineage = of_warehouse().get(key)
    return dg.Output(
        output.value,
        output_name=output.output_name,
        metadata={
            **output.metadata,
            "dagster/row_count": found.rows,
            **({LINEAGE: lineage} if lineage else {}),
        },
        data_version=dg.DataVersion(found.version(context.partition_key)),
    )


def _tell_others(
    context: dg.AssetExecutionContext, key: dg.AssetKey, found: Contents, present: Iterable[str]
) -> None:
    """What the other campaigns' reports would read now: where it is what they did read, none of them is stale."""
    for other in sorted(set(present) - {context.partition_key}):
        tags = {DATA_VERSION_TAG: found.version(other)}
        context.log_event(dg.AssetMaterialization(key, partition=other, tags=tags))


def _explain(places: Places, run_id: str) -> None:
    former = Publication(places.published)
    sql = figure_models(MANIFEST), compared_marts(MANIFEST)
    moved = restatements(former, places.work, *sql) if former.exists else []
    now = datetime.now(UTC).isoformat(timespec="seconds")
    enter(places.work, former.work, run_id, now, moved)


def mart_keys() -> list[dg.AssetKey]:
    """The assets that analysts get, by their dbt access."""
    nodes = json.loads(dbt_project.manifest_path.read_text(encoding="utf-8"))["nodes"].values()
    public = [
        node for node in nodes if node["config"].get("access") == "public" or node.get("access") == "public"
    ]
    return sorted(dg.AssetKey([node["schema"], node["name"]]) for node in public)


@dg.asset(
    key=["published", SNAPSHOT],
    deps=mart_keys(),
    partitions_def=campaigns,
    code_version=PUBLISHED,
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    pool=WAREHOUSE_POOL,
)
def marts_snapshot(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
    """warehouse/marts.duckdb: the marts as analysts open them; the seal puts them in place together with the reports.

    With them goes the ledger of the figures that moved, as the table `restatements`: without it nothing goes out.
    """
    places = region.places
    with staging(places, SNAPSHOT, PUBLISHED) as folder:
        rows = publish_marts(places.work, folder / MARTS_FILE)
        Publication(folder / KEPT).keep(places.work, figure_models(MANIFEST))
    moved = [entry for entry in read_entries(places.work) if entry[0] == staged(places).name]
    held = held_marts(places)
    present = held["schools"].keys()
    found = Contents(
        sum(rows.values()), {campaign: repr(of_campaign(held, campaign)) for campaign in present}
    )
    _tell_others(context, context.asset_key, found, present)
    return dg.MaterializeResult(
        data_version=dg.DataVersion(found.version(context.partition_key)),
        metadata={
            "path": dg.MetadataValue.path(str(places.marts)),
            "dagster/row_count": found.rows,
            "rows by table": rows,
            "figures that moved": len({entry[2:4] for entry in moved}),
            "causes": sorted({f"{kind}: {cause}" for *_, kind, cause in moved})[:20],
        },
    )
