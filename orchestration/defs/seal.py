"""The seal: the last asset of a campaign, after everything that it vouches for; with it the release goes out."""

from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import PUBLISHED
from orchestration.defs.resources import OWNERS, Region
from orchestration.lineage.restatements import write_ledger
from orchestration.lineage.seal import NAME, SEALED, Seal, replaced
from orchestration.warehouse.contents import of_campaign
from orchestration.warehouse.parts import Part, lay_together
from orchestration.warehouse.release import held_marts, release

REPLACED = "replaced since they were read"


def seal_asset(sealed: Sequence[dg.AssetsDefinition]) -> dg.AssetsDefinition:
    """reports/<campaign>/seal.json, written once all the assets of `sealed` are made or known to be as they were."""

    @dg.asset(
        key=["published", "seal"],
        deps=[asset.key for asset in sealed],
        partitions_def=campaigns,
        code_version=PUBLISHED,
        group_name="published",
        kinds={"json"},
        owners=OWNERS,
    )
    def seal(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        """The campaign's ledger beside its tables; then the seal: hashes, versions of the libraries, run and time.

        Only then reports and marts take the place of the former ones, all in one. A report that was not made anew, and
        would come out the same, is carried over.
        """
        places, campaign = region.places, context.partition_key
        laid = lay_together(places, campaign, [_part(campaign, asset) for asset in sealed])
        write_ledger(places.work, campaign, laid.folder.parent)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        marts = of_campaign(held_marts(places), campaign)
        made = Seal.of(places, campaign, laid.folder, marts, laid.parts, context.run.run_id, now)
        made.write(laid.folder / NAME)
        release(places, campaign)
        counts = {kind: len(getattr(made, kind)) for kind in SEALED}
        return dg.MaterializeResult(
            metadata={"hashes": counts, "carried over": list(laid.carried), REPLACED: replaced(places, made)}
        )

    return seal


def _part(campaign: str, asset: dg.AssetsDefinition) -> Part:
    """The asset as a part of a release: it reads what it is downstream of."""
    (spec,) = asset.specs
    group, name = spec.key.path
    reads = tuple(dep.asset_key.to_user_string() for dep in spec.deps)
    return Part(f"{campaign}/{name}" if group == "reports" else name, reads, spec.code_version or "")
