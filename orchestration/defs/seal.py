"""The seal: the last asset of a campaign, after everything that it vouches for."""

from collections.abc import Iterable
from datetime import UTC, datetime

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.resources import OWNERS, Region
from orchestration.lineage.restatements import write_ledger
from orchestration.lineage.seal import Seal, seal_file


def seal_asset(sealed: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """reports/<campaign>/seal.json, written once all the assets of `sealed` are made."""

    @dg.asset(
        key=["published", "seal"],
        deps=list(sealed),
        partitions_def=campaigns,
        group_name="published",
        kinds={"json"},
        owners=OWNERS,
    )
    def seal(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        """The campaign's ledger beside its tables; then the seal: hashes, versions of the libraries, run and time."""
        places, campaign = region.places, context.partition_key
        write_ledger(places.work, campaign, places.reports)
        made = Seal.of(places, campaign, context.run_id, datetime.now(UTC).isoformat(timespec="seconds"))
        made.write(seal_file(places, campaign))
        counts = {part: len(getattr(made, part)) for part in ("inputs", "rules", "code", "libraries", "made")}
        return dg.MaterializeResult(metadata={"hashes": counts})

    return seal
