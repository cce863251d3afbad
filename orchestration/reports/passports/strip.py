"""Where a school stands among the included ones: a row of boxes, each counting schools, its own marked."""

from collections.abc import Mapping
from dataclasses import dataclass

BOXES = 10
SHADES = ("FFFFFF", "F0F0EE", "E2E2DF", "D2D2CE", "C0C0BC")


@dataclass(frozen=True)
class Box:
    """So many schools have so many indicators worse than the region; shade: the fuller, the darker."""

    schools: int
    indicators: str
    is_own: bool
    shade: str


@dataclass(frozen=True)
class Strip:
    """The boxes from the fewest to the most, and the school's own number."""

    boxes: tuple[Box, ...]
    own: int
    schools_with_more: int
    schools: int


def strip(worse: Mapping[str, int], school_code: str) -> Strip:
    """The strip of a school.

    worse: by school, how many indicators are worse than the region's mean. Ten boxes of one width, the narrowest
    whole one that holds all schools.
    """
    lowest = min(worse.values())
    width = (max(worse.values()) - lowest) // BOXES + 1
    own = worse[school_code]
    counts = [
        sum(lowest + box * width <= number < lowest + (box + 1) * width for number in worse.values())
        for box in range(BOXES)
    ]
    boxes = tuple(
        Box(
            schools=count,
            indicators=_range(lowest + box * width, width),
            is_own=(own - lowest) // width == box,
            shade=SHADES[-(-count * (len(SHADES) - 1) // max(counts))],
        )
        for box, count in enumerate(counts)
    )
    return Strip(boxes, own, sum(number > own for number in worse.values()), len(worse))


def _range(first: int, width: int) -> str:
    return str(first) if width == 1 else f"{first}–{first + width - 1}"
