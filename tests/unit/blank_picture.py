"""A picture of nothing, for tests of what stands round it."""

from orchestration.reports.pictures.picture import Picture

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "a735819d0000000049454e44ae426082"
)


def blank_picture(name: str, *_: object) -> Picture:
    """In the place of the one of the name."""
    return Picture(name, "Рисунок", "Слова", "<svg></svg>", PIXEL, 12)
