"""What was sent, as source assets: Dagster looks at the files, and calls what was read of others than these stale."""

import hashlib
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from orchestration.defs.campaigns import campaigns
from orchestration.defs.resources import OWNERS, Region
from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE
from orchestration.intake.deliveries import SentFile
from orchestration.intake.sent import sent_files
from orchestration.lineage.raw_columns import raw_columns

SENT = {
    "registry": ("raw/YYYY-MM/registry.xlsx: schools and municipalities of the region", "excel"),
    "municipal_workbooks": ("raw/YYYY-MM/municipal: what the municipal education centres return", "excel"),
    "exam_exports": ("raw/YYYY-MM/exams: OGE and EGE results, one row per participant and subject", "csv"),
    "vpr_exports": ("raw/YYYY-MM/exams/vpr_YYYY.csv.zip: VPR results, shares of marks by school", "csv"),
    "received": ("raw/YYYY-MM/received.csv: the day each file came; optional", "csv"),
    **{
        f"institute_{form}": (f"raw/YYYY-MM/institute/{form}.xlsx: {sent.description}", "excel")
        for form, sent in INSTITUTE.items()
    },
}


def raw_spec(kind: str) -> dg.AssetSpec:
    """A kind of files, with the headings that the forms' declarations know in them."""
    described, spreadsheet = SENT[kind]
    columns = [dg.TableColumn(column.name, description=column.description) for column in raw_columns(kind)]
    return dg.AssetSpec(
        ["raw", kind],
        description=described,
        kinds={spreadsheet},
        group_name="raw",
        owners=OWNERS,
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
    )


@dg.multi_observable_source_asset(
    name="raw_files", specs=[raw_spec(kind) for kind in SENT], partitions_def=campaigns, can_subset=True
)
def raw_files(context: dg.AssetExecutionContext, region: Region) -> Iterator[dg.ObserveResult]:
    """All that lies there of a campaign now, by kind: each file's hash, and of them the version of the kind.

    One asset per kind and not per file: a file comes under whatever name its sender gave it. The button *Observe* names
    no campaign, and all are looked at.
    """
    raw, kinds = region.places.raw, sorted(context.op_execution_context.selected_asset_keys)
    if context.has_partition_key:
        sent = sent_files(raw, Campaign.parse(context.partition_key))
        for key in kinds:
            files = sent[key.path[-1]]
            yield dg.ObserveResult(key, data_version=dg.DataVersion(version(files)), metadata=_told(files))
        return
    for campaign in region.places.campaigns():
        sent = sent_files(raw, Campaign.parse(campaign))
        for key in kinds:
            files = sent[key.path[-1]]
            tags = {DATA_VERSION_TAG: version(files)}
            context.log_event(dg.AssetObservation(key, partition=campaign, tags=tags, metadata=_told(files)))


def _told(files: list[SentFile]) -> dict[str, Any]:
    hashes = dg.MetadataValue.json({file.name: file.sha256 for file in files})
    return {"files": len(files), "hashes": hashes}


def version(files: list[SentFile]) -> str:
    """One hash of the files' names and bytes."""
    return hashlib.sha256(repr(sorted((file.name, file.sha256) for file in files)).encode()).hexdigest()
