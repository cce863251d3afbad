"""What a run begins before its step asks for it, on the core that would else wait."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import dagster as dg

from orchestration.side_by_side import Ahead

# of the steps that may run, that which begins others' work comes first, those whose work was begun come last
FIRST, LATER = ({"dagster/priority": order} for order in ("1", "-1"))


class AheadResource(dg.ConfigurableResource[Ahead]):
    """The work of one run that is begun ahead."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Ahead]:
        """Whatever is still waiting when the run ends is left off."""
        ahead = Ahead()
        try:
            yield ahead
        finally:
            ahead.close()


def begin(
    context: dg.AssetExecutionContext, ahead: Ahead, works: Mapping[dg.AssetKey, Callable[[], object]]
) -> None:
    """Begin the work of those assets that the run is to make; their steps ask for it by the asset's key."""
    asked = context.job_def.asset_layer.selected_asset_keys
    for key, work in works.items():
        if key in asked:
            ahead.begin(key.to_user_string(), work)
