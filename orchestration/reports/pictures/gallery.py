"""The report's pictures by name, and what they read: which of them a report has its template says."""

from pathlib import Path

import duckdb

from orchestration.reports.marts import reading
from orchestration.reports.pictures.indicators import TOPICS
from orchestration.reports.pictures.picture import Picture

INDICATORS = ("reference", "indicators")
# schema and name of what each is made of
PICTURES: dict[str, tuple[tuple[str, str], ...]] = {
    "tile_map": (("marts", "municipality_clusters"),),
    **{
        f"distribution_{topic}": (("marts", "schools"), ("marts", "school_indicators"), INDICATORS)
        for topic in TOPICS
    },
    **{f"slopes_{topic}": (("marts", "indicator_statistics"), INDICATORS) for topic in TOPICS},
    "road_map_progress": (("marts", "table_4_road_map"), ("marts", "report_editions")),
}


def draw_picture(name: str, marts: duckdb.DuckDBPyConnection | Path, campaign: str) -> Picture:
    """A picture of the campaign's report. Raises NoRowsError where its marts have nothing of the campaign."""
    if name not in PICTURES:
        raise ValueError(f"no picture {name}: there are {', '.join(PICTURES)}")
    # loads matplotlib, which whoever only declares the pictures does not need
    from orchestration.reports.pictures.drawn import DRAWN

    with reading(marts) as connection:
        return DRAWN[name](connection, campaign)
