"""The seal: the last asset of a campaign, after everything that it vouches for; with it the release goes out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import PUBLISHED
from orchestration.defs.resources import OWNERS, Region
from orchestration.lineage.restatements import write_ledger
from orchestration.lineage.seal import NAME, PARTS, Seal, replaced
from orchestration.warehouse.contents import of_campaign
from orchestration.warehouse.release import held_marts, release, require_whole

REPLACED = "replaced since they were read"


def seal_asset(sealed: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """reports/<campaign>/seal.json, written once all the assets of `sealed` are made."""

    @dg.asset(
        key=["published", "seal"],
        deps=list(sealed),
        partitions_def=campaigns,
        code_version=PUBLISHED,
        group_name="published",
        kinds={"json"},
        owners=OWNERS,
    )
    def seal(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        """The campaign's ledger beside its tables; then the seal: hashes, versions of the libraries, run and time.

        Only then reports and marts take the place of the former ones, all in one.
        """
        places, campaign = region.places, context.partition_key
        folder = require_whole(places, _parts(campaign, sealed))
        write_ledger(places.work, campaign, folder)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        marts = of_campaign(held_marts(places), campaign)
        made = Seal.of(places, campaign, folder / campaign, marts, context.run_id, now)
        made.write(folder / campaign / NAME)
        release(places, campaign)
        counts = {part: len(getattr(made, part)) for part in PARTS}
        return dg.MaterializeResult(metadata={"hashes": counts, REPLACED: replaced(places, made)})

    return seal


def _parts(campaign: str, sealed: Sequence[dg.AssetKey]) -> Iterator[str]:
    """The names under which the sealed assets are staged."""
    for group, name in (key.path for key in sealed):
        yield f"{campaign}/{name}" if group == "reports" else name
