"""What changed between the two waves: the mean of the project's schools and the region's, indicator by indicator."""

import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import duckdb
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import campaign_rows
from orchestration.reports.pictures.drawing import BLACK, DARK, MIDDLE, bare, drawing, finished
from orchestration.reports.pictures.indicators import TOPICS, Indicator, catalogue
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import month_name
from orchestration.reports.wording import NO_DATA

GROUPS = {"included": "школы проекта", "region": "регион"}
LOOKS: dict[str, dict[str, Any]] = {
    "included": {"color": BLACK, "linestyle": "-", "linewidth": 1.4, "marker": "o", "markersize": 3},
    "region": {"color": MIDDLE, "linestyle": ":", "linewidth": 1.4, "marker": "o", "markersize": 2.5},
}
TEXTS: dict[str, dict[str, Any]] = {"included": {"fontweight": "bold"}, "region": {"color": "#555555"}}
PANELS_ABREAST, PANEL_CM, KEY_CM, TITLE_LETTERS = 4, 3.5, 0.8, 29

Mean = float | None
Waves = tuple[Mean, Mean]  # the means of the entry wave and of the final one


def slopes(topic: str, connection: duckdb.DuckDBPyConnection, campaign: str) -> Picture:
    """The indicators of a topic from the year's entry wave to the campaign: the same list of schools, and the region.

    Means as Table 1 counts them. Raises NoRowsError where one of the two campaigns has none.
    """
    final = Campaign.parse(campaign)
    months = (month_name(final.entry.wave.month), month_name(final.wave.month))
    indicators = catalogue(connection, topic)
    means = {
        group: list(
            zip(
                *(_means(connection, key, group, indicators) for key in (final.entry.key, campaign)),
                strict=True,
            )
        )
        for group in GROUPS
    }
    lines = -(-len(indicators) // PANELS_ABREAST)
    height = lines * PANEL_CM + KEY_CM
    with drawing(height) as figure:
        for place, indicator in enumerate(indicators):
            waves = {group: means[group][place] for group in GROUPS}
            _panel(_axes(figure, place, height), indicator, waves, months)
        _key(figure, height)
        caption = f"От входного мониторинга к итоговому: {TOPICS[topic]}"
        return finished(figure, f"slopes_{topic}", caption, _alt(indicators, means, months))


SLOPES: dict[str, Callable[[duckdb.DuckDBPyConnection, str], Picture]] = {
    f"slopes_{topic}": partial(slopes, topic) for topic in TOPICS
}


def _means(
    connection: duckdb.DuckDBPyConnection, campaign: str, group: str, indicators: Sequence[Indicator]
) -> list[Mean]:
    rows = campaign_rows(connection, "indicator_statistics", campaign, order="indicator")
    found = {row["indicator"]: row["mean"] for row in rows if row["group_kind"] == group}
    return [found.get(indicator.key) for indicator in indicators]


def _axes(figure: Figure, place: int, height: float) -> Axes:
    """The place of a panel, in centimetres from the upper left corner; its numbers stand beside it."""
    line, column = divmod(place, PANELS_ABREAST)
    width = 1 / PANELS_ABREAST
    bottom = 1 - ((line + 1) * PANEL_CM - 0.5) / height
    return figure.add_axes((column * width + 0.065, bottom, width - 0.13, (PANEL_CM - 1.5) / height))


def _panel(axes: Axes, indicator: Indicator, waves: dict[str, Waves], months: tuple[str, str]) -> None:
    title = textwrap.fill(indicator.title, TITLE_LETTERS)
    axes.annotate(
        title,
        (-0.47, 1.08),
        xycoords="axes fraction",
        va="bottom",
        fontsize=6.5,
        linespacing=1.15,
        annotation_clip=False,
    )
    axes.set_xlim(-0.12, 1.12)
    axes.set_xticks((0, 1), months)
    axes.tick_params(axis="x", length=0, labelsize=6)
    axes.set_yticks([])
    bare(axes, "top", "left", "right", "bottom")
    axes.margins(y=0.25)
    for group, ends in waves.items():
        known = [(x, mean) for x, mean in enumerate(ends) if mean is not None]
        axes.plot([x for x, _ in known], [mean for _, mean in known], **LOOKS[group])
    for x in (0, 1):
        _numbers(axes, indicator, x, {group: ends[x] for group, ends in waves.items()})


def _numbers(axes: Axes, indicator: Indicator, x: int, means: dict[str, Mean]) -> None:
    """The numbers at one end: the greater above its point and the lesser below, so that they never meet."""
    present = {group: mean for group, mean in means.items() if mean is not None}
    greatest = max(present, key=lambda group: present[group], default=None)
    for group, mean in present.items():
        side = "center" if len(present) == 1 else "bottom" if group == greatest else "top"
        axes.annotate(
            indicator.text(mean),
            (x, mean),
            (-4 if x == 0 else 4, 0),
            textcoords="offset points",
            ha="right" if x == 0 else "left",
            va=side,
            fontsize=6.5,
            annotation_clip=False,
            **TEXTS[group],
        )
    if not present:
        axes.text(x, 0.5, NO_DATA, transform=axes.get_xaxis_transform(), ha="center", fontsize=6)


def _key(figure: Figure, height: float) -> None:
    axes = figure.add_axes((0, 0, 1, KEY_CM / height))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_axis_off()
    for left, (group, name) in zip((0.02, 0.32), GROUPS.items(), strict=True):
        axes.plot((left, left + 0.06), (0.4, 0.4), **LOOKS[group])
        axes.text(left + 0.075, 0.4, f"{name}, среднее", va="center", color=DARK)
    axes.text(0.98, 0.4, "у каждого показателя своя шкала", ha="right", va="center", color=DARK)


def _alt(indicators: Sequence[Indicator], means: dict[str, list[Waves]], months: tuple[str, str]) -> str:
    told = [
        f"{indicator.label}: {_told(indicator, included)}, регион {_told(indicator, region)}"
        for indicator, included, region in zip(indicators, means["included"], means["region"], strict=True)
    ]
    return f"Средние школ проекта и региона, {months[0]} и {months[1]}. " + "; ".join(told) + "."


def _told(indicator: Indicator, ends: Waves) -> str:
    return f"{indicator.text(ends[0])} и {indicator.text(ends[1])}"
