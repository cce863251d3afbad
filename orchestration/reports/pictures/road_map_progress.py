"""The road map over the year: each item's period, when it was done, and what is late."""

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import duckdb
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, edition_rows
from orchestration.reports.pictures.drawing import (
    BLACK,
    DARK,
    LIGHT,
    MIDDLE,
    PALE,
    bare,
    drawing,
    finished,
)
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import agreeing, month_name
from orchestration.reports.wording import NO_SECTION, ROAD_MAP_STATES

# marks that differ by shape, not by colour alone; size in points
LOOKS: dict[str, dict[str, Any]] = {
    "done": {"marker": "o", "markerfacecolor": BLACK},
    "not_confirmed": {"marker": "o", "markerfacecolor": "white"},
    "done_late": {"marker": "^", "markerfacecolor": BLACK, "markersize": 5.5},
    "overdue": {"marker": "X", "markerfacecolor": BLACK, "markersize": 6.5},
    "pending": {"marker": "D", "markerfacecolor": "white"},
}
MARK: dict[str, Any] = {
    "linestyle": "none",
    "markersize": 4,
    "markeredgecolor": BLACK,
    "markeredgewidth": 0.7,
}
ITEMS = ("{n} пункт", "{n} пункта", "{n} пунктов")
LINE_CM, TOP_CM, KEY_CM, NAMES = 0.4, 0.5, 0.8, 0.46  # NAMES: of the width
ITEM_LETTERS, BOLD_LETTERS, SECTION_LETTERS = 60, 53, 112


def road_map_progress(connection: duckdb.DuckDBPyConnection, campaign: str, edition: str = "year") -> Picture:
    """The road map as an edition of the campaign's report sees it; the months alone where it did not come."""
    items = edition_rows(connection, "table_4_road_map", campaign, edition, order="no", may_be_empty=True)
    [cutoff] = [
        row["cutoff"] for row in edition_rows(connection, "report_editions", campaign, edition, "edition")
    ]
    sections = [
        (name, list(members))
        for name, members in groupby(items, key=lambda item: item["section_ru"] or NO_SECTION)
    ]
    lines = max(len(items) + len(sections), 1)
    height = lines * LINE_CM + TOP_CM + KEY_CM
    year = Campaign.parse(campaign).year
    with drawing(height) as figure:
        axes = figure.add_axes((NAMES, KEY_CM / height, 0.98 - NAMES, lines * LINE_CM / height))
        _calendar(axes, year, lines)
        line = 0
        for section, members in sections:
            _section(axes, section, line)
            for place, item in enumerate(members, start=line + 1):
                _item(axes, item, place)
            line += len(members) + 1
        if cutoff < dt.date(year, 12, 31):
            axes.axvline(cutoff.toordinal(), color=BLACK, linewidth=0.8, linestyle="--")
        _key(axes, items)
        caption = f"Ход выполнения дорожной карты на {cutoff:%d.%m.%Y}"
        return finished(figure, "road_map_progress", caption, _alt(sections))


def _calendar(axes: Axes, year: int, lines: int) -> None:
    """The twelve months as columns, named above."""
    starts = [dt.date(year, month, 1).toordinal() for month in range(1, 13)]
    ends = [*starts[1:], dt.date(year + 1, 1, 1).toordinal()]
    axes.set_xlim(starts[0], ends[-1])
    axes.set_ylim(lines - 0.5, -0.5)
    axes.vlines([*starts, ends[-1]], -0.5, lines - 0.5, color=PALE, linewidth=0.6, zorder=0)
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    axes.set_xticks(middles, [month_name(month, is_short=True).rstrip(".") for month in range(1, 13)])
    axes.tick_params(axis="x", length=0, labeltop=True, labelbottom=False, labelsize=6, pad=1)
    axes.set_yticks([])
    bare(axes, "top", "right", "left", "bottom")


def _section(axes: Axes, name: str, line: int) -> None:
    axes.annotate(
        textwrap.shorten(name, SECTION_LETTERS, placeholder="…"),
        (-NAMES / (0.98 - NAMES) + 0.01, line),
        xycoords=axes.get_yaxis_transform(),
        va="center",
        fontsize=5.8,
        fontweight="bold",
        annotation_clip=False,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )


def _item(axes: Axes, item: MartRow, line: int) -> None:
    late = item["state"] in ("done_late", "overdue")
    axes.annotate(
        textwrap.shorten(
            f"{item['no']}. {item['activity_ru']}", BOLD_LETTERS if late else ITEM_LETTERS, placeholder="…"
        ),
        (-NAMES / (0.98 - NAMES) + 0.01, line),
        xycoords=axes.get_yaxis_transform(),
        va="center",
        fontsize=5.8,
        fontweight="bold" if late else "normal",
        annotation_clip=False,
    )
    start, end, done = (
        item[column] and item[column].toordinal() for column in ("item_start", "item_end", "item_done")
    )
    if start and end:
        axes.barh(line, end + 1 - start, 0.5, left=start, color=LIGHT)
    if done and end and done > end:
        axes.hlines(line, end + 1, done, color=MIDDLE, linewidth=1)
    marked = done or end
    if marked:
        look = LOOKS[item["state"]]
        axes.plot([marked], [line], **(MARK | look), clip_on=False)


def _key(axes: Axes, items: Sequence[MartRow]) -> None:
    present = {item["state"] for item in items}
    marks = [
        Line2D([], [], label=ROAD_MAP_STATES[state], **(MARK | look))
        for state, look in LOOKS.items()
        if state in present
    ]
    period = Line2D([], [], color=LIGHT, linewidth=4, label="срок")
    axes.figure.legend(
        handles=[period, *marks],
        loc="lower left",
        ncols=len(marks) + 1,
        frameon=False,
        fontsize=6.3,
        labelcolor=DARK,
    )


def _alt(sections: Sequence[tuple[str, Sequence[MartRow]]]) -> str:
    items = [item for _, members in sections for item in members]
    if not items:
        return "Пунктов дорожной карты нет."
    counts = Counter(item["state"] for item in items)
    told = [f"{ROAD_MAP_STATES[state]} – {counts[state]}" for state in LOOKS if counts[state]]
    lines = [f"В дорожной карте {agreeing(len(items), *ITEMS)}: {', '.join(told)}."]
    for state in ("done_late", "overdue"):
        numbers = [str(item["no"]) for item in items if item["state"] == state]
        if numbers:
            lines.append(f"{ROAD_MAP_STATES[state].capitalize()}: {', '.join(numbers)}.")
    return " ".join(lines)
