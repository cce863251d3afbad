"""The road map's items with what the institute's own file says beside the printed cells: days, documents, units."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from .institute_year import YEAR, numbered

MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма[йя]",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
INSTITUTE = "ГАУ ДПО СОИРО"
CENTRES = "Муниципальные образовательные центры"
DEPARTMENT = "Департамент Смоленской области по образованию и науке"
# made, from what the activities are about
IN_CHARGE = {
    **dict.fromkeys((4, 5), "Органы местного самоуправления"),
    **dict.fromkeys(range(9, 17), CENTRES),
    38: DEPARTMENT,
}
DOCUMENTS = (
    "Приказ № {n}-осн/д от {day}",
    "Отчёт № {n} от {day}",
    "Протокол № {n} от {day}",
    "Справка № {n} от {day}",
)


def road_map(items: pd.DataFrame) -> pd.DataFrame:
    """The items with first and last day, day done, document and who was in charge; all done within their period.

    items: item_section, item_activity, item_period, item_result as printed, in the printed order.
    """
    rows = numbered(items[["item_section", "item_activity", "item_period", "item_result"]].copy())
    for text in ("item_section", "item_activity", "item_period", "item_result"):
        rows[text] = rows[text].str.split().str.join(" ")
    periods = [period_days(text, YEAR) for text in rows["item_period"]]
    rows["item_start"] = [start for start, _ in periods]
    rows["item_end"] = [end for _, end in periods]
    # some of the last days before the end, never before the start
    done = [
        max(start, end - dt.timedelta(days=3 + 5 * turn % 14)) for turn, (start, end) in enumerate(periods)
    ]
    rows["item_done"] = done
    rows["item_document"] = [
        DOCUMENTS[turn % len(DOCUMENTS)].format(n=12 + 3 * turn, day=f"{day:%d.%m.%Y}")
        for turn, day in enumerate(done)
    ]
    rows["item_responsible"] = [IN_CHARGE.get(int(number), INSTITUTE) for number in rows.index]
    return rows


def period_days(text: str, year: int) -> tuple[dt.date, dt.date]:
    """«Март–июнь», «Март, ноябрь», «24.08.», «18–19.10.»: first and last day; the whole year where none is named."""
    if days := re.match(r"(\d+)(?:–(\d+))?\.(\d+)\.", text):
        first, last, month = (int(part or days[1]) for part in days.groups())
        return dt.date(year, month, first), dt.date(year, month, last)
    months = [number for number, stem in enumerate(MONTHS, start=1) if re.search(stem, text.lower())]
    first, last = (months[0], months[-1]) if months else (1, 12)
    following = dt.date(year + last // 12, last % 12 + 1, 1)
    return dt.date(year, first, 1), following - dt.timedelta(days=1)
