"""The report's pictures by name, which wave's report has them, and what they read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import reading
from orchestration.reports.pictures import distributions, road_map_progress, slopes, tile_map
from orchestration.reports.pictures.picture import Picture


@dataclass(frozen=True)
class ReportPicture:
    """A picture of the report. reads: schema and name of what it is made of. waves: those whose report has it."""

    draw: Callable[[duckdb.DuckDBPyConnection, str], Picture]
    reads: tuple[tuple[str, str], ...]
    waves: tuple[str, ...] = ("final",)


PICTURES: dict[str, ReportPicture] = {
    "tile_map": ReportPicture(tile_map.tile_map, tile_map.READS, waves=("entry", "final")),
    **{
        name: ReportPicture(draw, distributions.READS, waves=("entry", "final"))
        for name, draw in distributions.DISTRIBUTIONS.items()
    },
    **{name: ReportPicture(draw, slopes.READS) for name, draw in slopes.SLOPES.items()},
    "road_map_progress": ReportPicture(road_map_progress.road_map_progress, road_map_progress.READS),
}


def pictures_of(campaign: str) -> list[str]:
    """The pictures that the campaign's report has, in its order."""
    wave = Campaign.parse(campaign).wave.name
    return [name for name, picture in PICTURES.items() if wave in picture.waves]


def draw_picture(name: str, marts: duckdb.DuckDBPyConnection | Path, campaign: str) -> Picture:
    """A picture of the campaign's report. Raises NoRowsError where its marts have nothing of the campaign."""
    if name not in PICTURES:
        raise ValueError(f"no picture {name}: there are {', '.join(PICTURES)}")
    with reading(marts) as connection:
        return PICTURES[name].draw(connection, campaign)
