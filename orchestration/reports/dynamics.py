"""Tables 7 and 9: what became better or worse between the waves, by indicator, by cluster and municipality."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.listing import Field, Section, listing
from orchestration.reports.marts import MartRow, campaign_rows, reference_rows
from orchestration.reports.start_diagnostics import reporting_year
from orchestration.reports.table import Table
from orchestration.reports.wording import CLUSTERS, year_of

INDICATORS_READ = (("marts", "dynamics"), ("reference", "indicators"))
GROUPS_READ = (("marts", "dynamics"), ("marts", "schools"))
OUTCOMES = (
    Field("Сравнено", 11, "compared"),
    Field("Лучше", 9, "better"),
    Field("Хуже", 9, "worse"),
    Field("Изменилось*", 12, "changed"),
    Field("Без изменений", 12, "unchanged"),
    Field("Нельзя сравнить", 12, "not_comparable"),
    Field("Доля улучшений", 12, "improved_share", share=True),
)
ALL_SCHOOLS = "Все школы проекта"
CHANGED_NOTE = "* показатель, для которого нет лучшего и худшего"


def dynamics_by_indicator(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 7: per indicator how many schools of the list improved, from marts.dynamics, the total last.

    Raises NoRowsError where the campaign has none: an entry campaign has nothing to compare with.
    """
    years = reporting_year(Campaign.parse(campaign))
    names = {row["indicator"]: row for row in reference_rows(connection, "indicators")}
    found = [
        row
        for row in campaign_rows(connection, "dynamics", campaign, "indicator")
        if row["group_kind"] == "included"
    ]
    rows = [
        row
        | {
            "no": int(names[row["indicator"]]["no"]),
            "indicator_ru": names[row["indicator"]]["name_ru"].replace("{reporting_year}", years),
        }
        for row in found
        if row["indicator"]
    ]
    rows.sort(key=lambda row: row["no"])
    totals = [
        row | {"no": None, "indicator_ru": "Все показатели", "is_total": True, "key": "all"}
        for row in found
        if not row["indicator"]
    ]
    caption = "Динамика показателей школ, включенных в проект: число школ"
    fields = (
        Field("№", 5, "no", is_ordinal=True),
        Field("Показатель", 50, "indicator_ru", "left", names_row=True),
        *OUTCOMES,
    )
    return _table(
        ("table_7", "Таблица 7", caption, year_of(campaign)),
        fields,
        [*(row | {"key": row["no"]} for row in rows), *totals],
    )


def dynamics_by_group(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Table 9: per cluster and municipality how many of its schools' indicators improved. Raises as Table 7 does."""
    schools = campaign_rows(connection, "schools", campaign, order="municipality_code")
    municipalities = {row["municipality_code"]: row["municipality_name"] for row in schools}
    found = [
        row for row in campaign_rows(connection, "dynamics", campaign, "group_code") if not row["indicator"]
    ]
    rows: list[MartRow | Section] = [
        Section("По кластерам"),
        *_named(found, "cluster", CLUSTERS),
        Section("По муниципальным образованиям"),
        *_named(found, "municipality", municipalities),
        *_named(found, "included", {"included": ALL_SCHOOLS}),
    ]
    caption = "Динамика показателей по кластерам и муниципальным образованиям: число показателей школ"
    fields = (Field("Кластер, муниципальное образование", 34, "group_ru", "left", names_row=True), *OUTCOMES)
    return _table(("table_9", "Таблица 9", caption, year_of(campaign)), fields, rows)


def _named(rows: list[MartRow], kind: str, names: Mapping[str, str]) -> Iterator[MartRow]:
    """The groups of a kind in the order of their names' declaration."""
    found = {row["group_code"]: row for row in rows if row["group_kind"] == kind}
    for code, name in names.items():
        if code in found:
            yield found[code] | {"group_ru": name, "key": f"{kind}-{code}", "is_total": kind == "included"}


def _table(
    heading: tuple[str, str, str, str], fields: tuple[Field, ...], rows: Sequence[MartRow | Section]
) -> Table:
    table = listing(heading, fields, rows, key="key")
    return replace(table, footnotes=(CHANGED_NOTE, *table.footnotes))
