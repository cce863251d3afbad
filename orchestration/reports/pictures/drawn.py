"""What draws each picture of the gallery."""

from collections.abc import Callable

import duckdb

from orchestration.reports.pictures.distributions import DISTRIBUTIONS
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.pictures.road_map_progress import road_map_progress
from orchestration.reports.pictures.slopes import SLOPES
from orchestration.reports.pictures.tile_map import tile_map

DRAWN: dict[str, Callable[[duckdb.DuckDBPyConnection, str], Picture]] = {
    "tile_map": tile_map,
    **DISTRIBUTIONS,
    **SLOPES,
    "road_map_progress": road_map_progress,
}
