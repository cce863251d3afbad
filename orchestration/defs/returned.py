"""What goes back to the municipalities: an asset beside the tables, made of what was sent."""

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import RETURNED
from orchestration.defs.resources import OWNERS, Region
from orchestration.forms.campaign import Campaign
from orchestration.lineage.corrections import MARTS, corrections
from orchestration.outgoing.returned_files import write_returned
from orchestration.outgoing.work_tables import SENT
from orchestration.warehouse.graph import MANIFEST
from orchestration.warehouse.release import staging


@dg.asset(
    key=["reports", "returned_workbooks"],
    deps=[
        *(dg.AssetKey(["intake", table]) for table in SENT),
        *(dg.AssetKey(["marts", mart]) for mart in ("cross_checks", *MARTS)),
    ],
    partitions_def=campaigns,
    code_version=RETURNED,
    group_name="reports",
    kinds={"excel", "csv"},
    owners=OWNERS,
    description="Per municipality its workbook back, what is wrong coloured and listed; and what a corrected one changed",
)
def returned_workbooks(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
    """Files of reports/<campaign>/returned, with the lines of each protocol."""
    places, campaign = region.places, Campaign.parse(context.partition_key)
    with staging(places, f"{campaign.key}/returned_workbooks", RETURNED) as folder:
        effects = corrections(places.work, campaign.key, MANIFEST)
        lines = write_returned(places.work, campaign, folder, effects)
    return dg.MaterializeResult(metadata={"dagster/row_count": sum(lines.values()), "lines by file": lines})
