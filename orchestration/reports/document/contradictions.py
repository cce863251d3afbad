"""What the sources contradict beside stated figures: periods of the road map against the wave, indicators that coincide."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from orchestration.forms.campaign import Campaign
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.marts import MartRow
from orchestration.reports.russian import month_of_year, number_text

READS: tuple[SourceName, ...] = (
    ("marts", "table_4_road_map"),
    ("marts", "road_map_figures"),
    ("marts", "table_1_start_diagnostics"),
    ("reference", "facts"),
)
OF_THE_WAVE = "answers"  # the municipal workbooks: what they hold is as of the wave's month


def contradictions(sources: Sources) -> list[MartRow]:
    """Rows for the table of contradictions: item, what is odd, as stated, as in the data, and what was compared.

    Source: the report of 2018 contradicts itself so; what the data say is printed, and this is listed.
    """
    return [*_periods(sources), *_coinciding(sources)]


def _periods(sources: Sources) -> Iterator[MartRow]:
    """Items whose period ends in another month than that in which what they report was collected."""
    campaign = Campaign.parse(sources.campaign)
    wave = date(campaign.year, campaign.wave.month, 1)
    collected = month_of_year(wave.year, wave.month)
    of_answers, of_months = _figures_by_window(sources)
    for item in sources.road_map:
        start, end = item["item_start"], item["item_end"]
        if end is None or (end.year, end.month) == (wave.year, wave.month):
            continue
        is_late = end > wave and (item["no"] in of_months or (start is not None and start >= wave))
        if item["no"] in of_answers or is_late:
            side = "раньше" if end < wave else "позже"
            yield _row(
                item["no"],
                f"срок пункта кончается {side} итогового мониторинга",
                item["period_ru"],
                collected,
                "дорожная карта и месяц итогового мониторинга",
            )


def _figures_by_window(sources: Sources) -> tuple[set[int], set[int]]:
    """Items that state a figure of the municipal workbooks, and those whose period lists months that are counted."""
    workbooks = {row["fact"]: row["workbook"] for row in sources.seed("facts")}
    figures = [row for row in sources.rows("road_map_figures", "no") if row["edition"] == sources.edition]
    return (
        {row["no"] for row in figures if workbooks.get(row["fact"]) == OF_THE_WAVE},
        {row["no"] for row in figures if row["stated_in"] == "period"},
    )


def _coinciding(sources: Sources) -> Iterator[MartRow]:
    """Two indicators of Table 1 with the same mean and the same maximum: one of them may be copied.

    Where all schools have the same value, such as none, the other's being so too is no wonder.
    """
    rows = sources.rows("table_1_start_diagnostics", "no", of_entry=True)
    known = [row for row in rows if None not in (row["mean"], row["max"]) and row["mean"] != row["max"]]
    for one, other in combinations(known, 2):
        if (one["mean"], one["max"]) == (other["mean"], other["max"]):
            values = f"{number_text(one['mean'])}; {number_text(one['max'])}"
            name = f"показатели {one['no']} и {other['no']}: совпадают среднее и наибольшее"
            yield _row("", name, values, values, "таблица 1")


def _row(no: int | str, name: str, stated: str, computed: str, compared: str) -> MartRow:
    return {
        "no": no,
        "name_ru": name,
        "stated": stated,
        "computed": computed,
        "counted_from_ru": compared,
        "key": f"{no}-{name}",
    }
