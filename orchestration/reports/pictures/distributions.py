"""How the schools of the project lie among all schools of the region, indicator by indicator."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import duckdb
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.pictures.drawing import (
    BLACK,
    DARK,
    LIGHT,
    MIDDLE,
    bare,
    decimal_commas,
    drawing,
    finished,
)
from orchestration.reports.pictures.indicators import TOPICS, Indicator, catalogue
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import number_text

GROUPS = ("проект", "регион")  # from top to bottom, at heights 1 and 0
HEIGHTS = (1, 0)
BOX: dict[str, Any] = {"facecolor": LIGHT, "edgecolor": MIDDLE, "linewidth": 0.5}
DOT: dict[str, Any] = {"color": DARK, "alpha": 0.5, "linestyle": "none"}
KEY = (
    Line2D([], [], marker=".", label="школа проекта", **DOT),
    Patch(label="средняя половина школ региона", **BOX),
    Line2D([], [], color=MIDDLE, linewidth=1, label="девять десятых"),
    Line2D(
        [],
        [],
        color=BLACK,
        linestyle="none",
        marker="|",
        markersize=9,
        markeredgewidth=1.5,
        label="медиана, она же справа",
    ),
)
PANELS_ABREAST, PANEL_CM, MARGINS_CM = 2, 2.0, 1.3
# successive dots stand apart from each other without a random number
GOLDEN_RATIO = 0.618034
SPREAD = 0.5

Values = tuple[list[float], list[float]]  # of the included schools, of all


def distribution(topic: str, connection: duckdb.DuckDBPyConnection, campaign: str) -> Picture:
    """The indicators of a topic: each included school as a dot over the box of all open schools.

    Schools without a value are left out. Raises NoRowsError where the campaign has none at all.
    """
    indicators = catalogue(connection, topic)
    values = _values(connection, campaign, indicators)
    lines = -(-len(indicators) // PANELS_ABREAST)
    height = lines * PANEL_CM + MARGINS_CM
    with drawing(height) as figure:
        panels = figure.subplots(
            lines,
            PANELS_ABREAST,
            squeeze=False,
            gridspec_kw={
                "left": 0.12,
                "right": 0.945,
                "wspace": 0.52,
                "hspace": 1.0,
                "top": 1 - 0.5 / height,
                "bottom": 0.9 / height,
            },
        ).flat
        for place, axes in enumerate(panels):
            if place < len(indicators):
                _panel(axes, indicators[place], values[place])
            else:
                axes.set_axis_off()
        figure.legend(
            handles=KEY, loc="lower center", ncols=len(KEY), frameon=False, labelcolor=DARK, borderaxespad=0
        )
        caption = f"Школы проекта среди школ региона: {TOPICS[topic]}"
        return finished(figure, f"distribution_{topic}", caption, _alt(indicators, values))


DISTRIBUTIONS: dict[str, Callable[[duckdb.DuckDBPyConnection, str], Picture]] = {
    f"distribution_{topic}": partial(distribution, topic) for topic in TOPICS
}


def _values(
    connection: duckdb.DuckDBPyConnection, campaign: str, indicators: Sequence[Indicator]
) -> list[Values]:
    """Per indicator its values, sorted, over the included schools and over all open schools."""
    schools = {
        row["school_code"]: row for row in campaign_rows(connection, "schools", campaign, "school_code")
    }
    rows = [
        row
        for row in campaign_rows(connection, "school_indicators", campaign, "school_code")
        if row["value"] is not None and schools[row["school_code"]]["open"]
    ]
    by_indicator: dict[str, list[MartRow]] = {indicator.key: [] for indicator in indicators}
    for row in rows:
        by_indicator.get(row["indicator"], []).append(row)
    return [
        (
            sorted(row["value"] for row in found if schools[row["school_code"]]["included"]),
            sorted(row["value"] for row in found),
        )
        for found in by_indicator.values()
    ]


def _panel(axes: Axes, indicator: Indicator, values: Values) -> None:
    """The title above, the groups with their number of schools at the left, their middles at the right."""
    axes.set_title(indicator.title, pad=3)
    labels = [f"{name} ({number_text(len(group))})" for name, group in zip(GROUPS, values, strict=True)]
    axes.set_yticks(HEIGHTS, labels)
    axes.set_ylim(-0.5, 1.5)
    axes.tick_params(axis="y", length=0, pad=3)
    bare(axes, "top", "right", "left")
    for height, group in zip(HEIGHTS, values, strict=True):
        axes.annotate(
            _middle_text(indicator, group) if group else "нет",
            (1.02, height),
            xycoords=axes.get_yaxis_transform(),
            va="center",
            fontweight="bold",
        )
    (_shares if indicator.unit == "yes_no" else _spread)(axes, values)


def _spread(axes: Axes, values: Values) -> None:
    """A dot per included school; for all a box of quartiles, a line from the 5th to the 95th percentile; medians."""
    included, everyone = values
    if everyone:
        low, first, third, high = np.percentile(everyone, (5, 25, 75, 95))
        axes.hlines(0, low, high, color=MIDDLE, linewidth=1)
        axes.barh(0, third - first, 0.46, left=first, **BOX)
    heights = [1 + SPREAD * ((place * GOLDEN_RATIO) % 1 - 0.5) for place in range(len(included))]
    axes.plot(included, heights, marker=".", markersize=2.5, **DOT)
    for height, group in zip(HEIGHTS, values, strict=True):
        if group:
            axes.vlines(float(np.median(group)), height - 0.36, height + 0.36, color=BLACK, linewidth=1.5)
    axes.margins(x=0.04)
    axes.use_sticky_edges = False  # dots at zero are not cut in half
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    decimal_commas(axes)


def _shares(axes: Axes, values: Values) -> None:
    """The share of schools that have it, as a bar."""
    axes.set_xlim(0, 1)
    axes.set_xticks((0, 0.5, 1), ("0", "50 %", "100 %"))
    for height, group, color in zip(HEIGHTS, values, (DARK, LIGHT), strict=True):
        if group:
            axes.barh(height, float(np.mean(group)), 0.46, color=color)


def _alt(indicators: Sequence[Indicator], values: Sequence[Values]) -> str:
    told = []
    for indicator, groups in zip(indicators, values, strict=True):
        texts = [_middle_text(indicator, group) for group in groups]
        told.append(f"{indicator.label}: {texts[0]} и {texts[1]}")
    return (
        "Значения показателей по школам проекта (точки) и по всем школам региона (ящик: половина школ). "
        "Медианы (для наличия специалистов — доли школ) школ проекта и всех школ: " + "; ".join(told) + "."
    )


def _middle_text(indicator: Indicator, group: Sequence[float]) -> str:
    """The median; of yes and no the share."""
    if not group:
        return indicator.text(None)
    return indicator.text(float(np.mean(group) if indicator.unit == "yes_no" else np.median(group)))
