"""How far the road map is: which items are due, which were not done in time."""

from collections.abc import Sequence
from datetime import date

from orchestration.reports.marts import MartRow
from orchestration.reports.wording import ROAD_MAP_STATES

DONE = "done"


def due(items: Sequence[MartRow], cutoff: date) -> list[MartRow]:
    """The items whose period ended by the cut-off, and those done before their time; of no day none is known to be due."""
    return [item for item in items if item["state"] != "pending" or (item["item_end"] or date.max) <= cutoff]


def not_in_time(items: Sequence[MartRow]) -> list[MartRow]:
    """The items that are anything but done in time, each with its state in words."""
    return [item | {"state_ru": state_ru(item)} for item in items if item["state"] != DONE]


def state_ru(item: MartRow) -> str:
    """The item's state in words; of one that names no day nobody can say that its time has not come."""
    undated = item["state"] == "pending" and item["item_end"] is None
    return "срок не указан" if undated else ROAD_MAP_STATES[item["state"]]
