"""Table 6: the project's targets, with what each fact was counted from."""

import duckdb

from orchestration.reports.listing import Field, listing
from orchestration.reports.marts import edition_rows
from orchestration.reports.table import Table
from orchestration.reports.wording import year_of

READS = (("marts", "targets"),)
STATES = {"reached": "достигнут", "not_reached": "не достигнут", "no_data": "нет данных"}
FIELDS = (
    Field("№", 5, "no", is_ordinal=True),
    Field("Задача", 34, "task_ru", "left"),
    Field("Целевой показатель", 30, "target_ru", "left", names_row=True),
    Field("План", 9, "plan", share="is_share"),
    Field("Факт", 9, "fact_value", share="is_share"),
    Field("Итог", 14, "state", words=STATES),
    Field("Из чего посчитан факт", 26, "counted_from_ru", "left"),
)


def targets(connection: duckdb.DuckDBPyConnection, campaign: str, edition: str = "year") -> Table:
    """Table 6 of an edition, from marts.targets. Raises NoRowsError where the edition has none."""
    rows = edition_rows(connection, "targets", campaign, edition, order="no")
    return listing(
        ("table_6", "Таблица 6", "Достижение целевых показателей проекта", year_of(campaign)),
        FIELDS,
        [row | {"is_share": row["fact"].endswith("_share")} for row in rows],
        key="no",
    )
