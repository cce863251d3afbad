"""The report's pictures by name, which wave's report has them, and what they read."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import reading
from orchestration.reports.pictures.indicators import TOPICS
from orchestration.reports.pictures.picture import Picture


@dataclass(frozen=True)
class ReportPicture:
    """A picture of the report. reads: schema and name of what it is made of. waves: those whose report has it."""

    reads: tuple[tuple[str, str], ...]
    waves: tuple[str, ...] = ("final",)


INDICATORS = ("reference", "indicators")
DISTRIBUTION = ReportPicture(
    (("marts", "schools"), ("marts", "school_indicators"), INDICATORS), waves=("entry", "final")
)
SLOPES = ReportPicture((("marts", "indicator_statistics"), INDICATORS))
PICTURES: dict[str, ReportPicture] = {
    "tile_map": ReportPicture((("marts", "municipality_clusters"),), waves=("entry", "final")),
    **{f"distribution_{topic}": DISTRIBUTION for topic in TOPICS},
    **{f"slopes_{topic}": SLOPES for topic in TOPICS},
    "road_map_progress": ReportPicture((("marts", "table_4_road_map"), ("marts", "report_editions"))),
}


def pictures_of(campaign: str) -> list[str]:
    """The pictures that the campaign's report has, in its order."""
    wave = Campaign.parse(campaign).wave.name
    return [name for name, picture in PICTURES.items() if wave in picture.waves]


def draw_picture(name: str, marts: duckdb.DuckDBPyConnection | Path, campaign: str) -> Picture:
    """A picture of the campaign's report. Raises NoRowsError where its marts have nothing of the campaign."""
    if name not in PICTURES:
        raise ValueError(f"no picture {name}: there are {', '.join(PICTURES)}")
    # loads matplotlib, which whoever only declares the pictures does not need
    from orchestration.reports.pictures.drawn import DRAWN

    with reading(marts) as connection:
        return DRAWN[name](connection, campaign)
