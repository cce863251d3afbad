"""A map without geography: a tile per municipality, in it a square per school of the project."""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import Any

import duckdb
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.pictures.drawing import DARK, MIDDLE, PAGE_CM, PALE, drawing, finished
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import agreeing, number_text

TILE_CM, TILE_HEIGHT_CM, KEY_CM, GAP = 2.75, 1.9, 0.9, 0.05
SCHOOLS = ("{n} школа", "{n} школы", "{n} школ")
# a fill and a hatch that stay apart in grey print
CLUSTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "low_results": ("НРО", {"facecolor": DARK}),
    "adverse_conditions": ("ФНСУ", {"facecolor": "white", "hatch": "/////"}),
    "both": ("НРО и ФНСУ", {"facecolor": "white", "hatch": "xxxxxx"}),
    "neither": ("по решению", {"facecolor": "white"}),
}
LETTERS_ABREAST = 17


def tile_map(connection: duckdb.DuckDBPyConnection, campaign: str) -> Picture:
    """The list of the year by municipality, as Table 5 counts it. Raises NoRowsError where the campaign has none.

    Tiles stand in rows by the municipalities' codes: the region's geography is not among the data.
    """
    entry = Campaign.parse(campaign).entry.key
    rows = campaign_rows(connection, "municipality_clusters", entry, order="municipality_code")
    abreast = max(1, min(len(rows), int(PAGE_CM / TILE_CM)))
    lines = ceil(len(rows) / abreast)
    height = lines * TILE_HEIGHT_CM + KEY_CM
    most = max((row["included"] for row in rows), default=0)
    with drawing(height) as figure:
        axes = figure.add_axes((0, KEY_CM / height, 1, 1 - KEY_CM / height))
        axes.set_xlim(0, abreast)
        axes.set_ylim(lines, 0)
        axes.set_axis_off()
        for place, row in enumerate(rows):
            _tile(axes, row, (place % abreast, place // abreast), squares_abreast(most))
        _key(figure.add_axes((0, 0, 1, KEY_CM / height)), _present(rows))
        caption = "Школы проекта по муниципальным образованиям и кластерам"
        return finished(figure, "tile_map", caption, _alt(rows))


def squares_abreast(most: int) -> int:
    """Squares in a row of a tile, alike in all tiles: as few as hold the largest municipality in the tile's shape."""
    return max(4, ceil(sqrt(2 * most)))


def _tile(axes: Axes, row: MartRow, corner: tuple[int, int], abreast: int) -> None:
    left, top = corner
    face = PALE if row["included"] == 0 else "white"
    frame = (left + GAP / 2, top + GAP / 2), 1 - GAP, 1 - GAP
    axes.add_patch(Rectangle(*frame, facecolor=face, edgecolor=MIDDLE, linewidth=0.6))
    axes.text(left + 0.07, top + 0.11, _short(row["municipality_name"]), va="top", fontsize=6.5)
    axes.text(left + 0.93, top + 0.9, number_text(row["included"]), ha="right", fontsize=9, fontweight="bold")
    side = 0.7 / abreast
    drawn = [cluster for cluster in CLUSTERS for _ in range(row[cluster])]
    for place, cluster in enumerate(drawn):
        x, y = (
            left + 0.07 + place % abreast * side,
            top + 0.42 + place // abreast * side * TILE_CM / TILE_HEIGHT_CM,
        )
        _square(axes, cluster, (x, y), side * 0.84)


def _square(axes: Axes, cluster: str, corner: tuple[float, float], side: float) -> None:
    look = CLUSTERS[cluster][1]
    height = side * TILE_CM / TILE_HEIGHT_CM
    axes.add_patch(Rectangle(corner, side, height, edgecolor=DARK, linewidth=0.6, **look))


def _short(name: str) -> str:
    """Without the word that all share; a long name is cut."""
    short = name.removesuffix(" район")
    return short if len(short) <= LETTERS_ABREAST else f"{short[: LETTERS_ABREAST - 1]}…"


def _present(rows: Sequence[MartRow]) -> list[str]:
    """The clusters that have schools: a decision rarely adds any."""
    return [cluster for cluster in CLUSTERS if any(row[cluster] for row in rows)]


def _key(axes: Axes, clusters: Sequence[str]) -> None:
    axes.set_xlim(0, PAGE_CM / TILE_CM)
    axes.set_ylim(KEY_CM / TILE_HEIGHT_CM, 0)
    axes.set_axis_off()
    for place, cluster in enumerate(clusters):
        _square(axes, cluster, (0.05 + place * 0.9, 0.15), 0.13)
        axes.text(0.23 + place * 0.9, 0.25, CLUSTERS[cluster][0], va="center")
    axes.text(5.95, 0.25, "квадрат – школа, число – их всего", ha="right", va="center")


def _alt(rows: Sequence[MartRow]) -> str:
    total = sum(row["included"] for row in rows)
    without = [row["municipality_name"] for row in rows if row["included"] == 0]
    most = sorted(rows, key=lambda row: (-row["included"], row["municipality_code"]))
    counts = ", ".join(
        f"{CLUSTERS[cluster][0]} – {agreeing(sum(row[cluster] for row in rows), *SCHOOLS)}"
        for cluster in _present(rows)
    )
    told = [
        f"Муниципальных образований {len(rows)}, в проекте {agreeing(total, *SCHOOLS)}: {counts or 'нет'}."
    ]
    if total:
        leading = (f"{row['municipality_name']} – {number_text(row['included'])}" for row in most[:3])
        told.append(f"Больше всего: {', '.join(leading)}.")
    if without:
        told.append(f"Без школ проекта: {', '.join(without)}.")
    return " ".join(told)
