"""Russian for codes of the marts that no seed words."""

import re

from orchestration.forms.campaign import Campaign, waves
from orchestration.forms.form import INSTITUTE
from orchestration.reports.marts import MartRow
from orchestration.reports.russian import Month, month_cases

NO_DATA = "нет данных"  # in running text; printed tables have a sign of their own
NO_SECTION = "Раздел не указан"
CLUSTERS = {"low_results": "НРО", "adverse_conditions": "ФНСУ", "both": "НРО и ФНСУ"}
ENTRY_CLUSTERS = CLUSTERS | {"neither": "вне кластеров"}
CLUSTERS_IN_FULL = {
    "low_results": "низкие результаты обучения (НРО)",
    "adverse_conditions": "неблагоприятные социальные условия (ФНСУ)",
    "both": "низкие результаты и неблагоприятные условия (НРО и ФНСУ)",
    "neither": "ни один из кластеров",
}
TABLES = {
    "table_1": "Таблица 1",
    "table_1a": "Таблица 1а",
    "table_2": "Таблица 2",
    "table_3": "Таблица 3",
    "table_5": "Таблица 5",
}
FIGURES = {
    "mean": "среднее",
    "max": "наибольшее",
    "min": "наименьшее",
    "included": "школы проекта",
    "trained": "обучено",
    "attendance": "участники",
    **CLUSTERS,
}
FIGURE = re.compile(r"(\w+)/(\d+)/(\w+)")
ACTIONS = {"include": "включена", "exclude": "исключена"}
CHANGES = {"leaves": "вышла бы", "enters": "вошла бы", "moves": "сменила бы кластер"}
DELIVERY_STATES = {
    "read": "получено",
    "missing": "не поступило",
    "unreadable": "не читается",
    "protected": "защищено паролем",
    "refused": "не принято",
}
SOURCES = {
    "registry": "Реестр школ",
    "exam_results": "Результаты ОГЭ и ЕГЭ",
    "vpr_results": "Результаты ВПР",
    **{form: sent.name_ru for form, sent in INSTITUTE.items()},
    "received": "Журнал поступления",
}
ROAD_MAP_STATES = {
    "done": "выполнено в срок",
    "done_late": "выполнено с опозданием",
    "overdue": "не выполнено",
    "not_confirmed": "не подтверждено документом",
    "pending": "срок не наступил",
}
ASSESSMENTS = {
    "complete": "программа выполнена",
    "on_track": "выполняется по плану",
    "behind": "отстаёт от плана",
    "not_started": "не начата",
}
PROGRAMME_STATES = {"new": "разработана", "revised": "скорректирована"}


def wave_months() -> dict[str, Month]:
    """What the months of the waves are called, by wave: `entry` «март», `final` «ноябрь» and their cases."""
    return {wave.name: month_cases(wave.month) for wave in waves()}


def year_of(campaign: str) -> str:
    """«2018 год»: the period of what a campaign's report prints of its year."""
    return f"{Campaign.parse(campaign).year} год"


def figure_text(figure: str) -> str:
    """«Таблица 1, строка 15, среднее» of `table_1/15/mean`; a note is of the cell that it stands in."""
    found = FIGURE.fullmatch(figure)
    if not found:
        return TABLES.get(figure, figure)
    table, row, column = found.groups()
    name = FIGURES[column.removesuffix("_note")] + (", примечание" if column.endswith("_note") else "")
    return f"{TABLES[table]}, строка {row}, {name}"


def decision_text(row: MartRow) -> str:
    """A decision in force: «исключена решением 45-осн/д от 20.04.2018: закрывается (Департамент)»."""
    return f"{ACTIONS[row['action']]} решением {row['decision_ru']}: {row['reason_ru']} ({row['author_ru']})"
