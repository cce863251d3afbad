"""The tables that only a document has: tests of the findings, contradictions, agreements, and those of the notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from orchestration.reports.appendices import MUNICIPALITY
from orchestration.reports.document import contradictions
from orchestration.reports.document import listing_rows as rows
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.dynamics import OUTCOMES
from orchestration.reports.listing import Field, listing
from orchestration.reports.marts import MartRow
from orchestration.reports.table import Table
from orchestration.reports.wording import ASSESSMENTS, CLUSTERS, wave_months, year_of

UNITS = {"persons": "чел.", "connections": "подключений", "recording": "запись"}


@dataclass(frozen=True)
class Listing:
    """A table of a document: where its rows come from and how they are shown.

    marts: schema and name of what `rows` reads. key: the column that names a row in a figure's address. fields: a heading
    names a wave's month as {entry.prepositional}.
    """

    number: str
    caption: str
    marts: tuple[SourceName, ...]
    rows: Callable[[Sources], Sequence[MartRow]]
    key: str
    fields: tuple[Field, ...]

    def table(self, name: str, sources: Sources) -> Table:
        """The rows as a table of the name."""
        fields = [replace(field, heading=field.heading.format(**wave_months())) for field in self.fields]
        return listing(
            (name, self.number, self.caption, year_of(sources.campaign)), fields, self.rows(sources), self.key
        )


NO = Field("№", 5, "no", is_ordinal=True)
SCHOOL = Field("Школа", 42, "school_name", "left", names_row=True)
PROGRESS = (
    NO,
    Field("Мероприятие", 62, "activity_ru", "left", names_row=True),
    Field("Срок до", 10, "item_end"),
    Field("Выполнено", 10, "item_done"),
    Field("Состояние", 17, "state_ru"),
    Field("Подтверждающий документ", 24, "document_ru", "left"),
)
PROGRESS_READ: tuple[SourceName, ...] = (("marts", "table_4_road_map"), ("marts", "report_editions"))
LISTINGS = {
    "table_4a": Listing(
        "Таблица 4а", "Ход исполнения дорожной карты", PROGRESS_READ, rows.road_map, "no", PROGRESS
    ),
    "table_8": Listing(
        "Таблица 8",
        "Проверка выводов по данным стартовой диагностики",
        (("marts", "finding_tests"),),
        rows.finding_tests,
        "key",
        (
            Field("Вывод", 8, "no", is_ordinal=True),
            Field("Показатель", 40, "indicator_ru", "left", names_row=True),
            Field("Школы проекта", 12, "included_value"),
            Field("Регион", 12, "region_value"),
            Field("Доля школ хуже региона", 13, "schools_share", share=True),
            Field("Подтверждает вывод", 15, "holds"),
        ),
    ),
    "table_10": Listing(
        "Таблица 10",
        "Программы школ: выполнение, оценка МОЦ и динамика показателей школы",
        (("marts", "school_programmes"), ("marts", "schools")),
        rows.programmes,
        "school_code",
        (
            SCHOOL,
            MUNICIPALITY,
            Field("Срок, лет", 8, "years"),
            Field("Мероприятий выполнено", 14, "done_ru"),
            Field("Оценка в {entry.prepositional}", 20, "assessment_entry", words=ASSESSMENTS),
            Field("Оценка в {final.prepositional}", 20, "assessment_final", words=ASSESSMENTS),
            Field("Лучше показателей", 13, "indicators_improved"),
            Field("Из сравнимых", 12, "indicators_compared"),
            Field("Доля улучшений", 12, "improved_share", share=True),
        ),
    ),
    "table_11": Listing(
        "Таблица 11",
        "Динамика по школам: число показателей школы",
        (("marts", "dynamics"), ("marts", "schools")),
        rows.school_dynamics,
        "key",
        (SCHOOL, MUNICIPALITY, Field("Кластер", 14, "entry_cluster", words=CLUSTERS), *OUTCOMES),
    ),
    "table_p5": Listing(
        "Таблица П5",
        "Что в источниках расходится с данными и между собой",
        (("marts", "report_facts"), *contradictions.READS),
        lambda sources: [*rows.disagreements(sources), *contradictions.contradictions(sources)],
        "key",
        (
            Field("Пункт", 8, "no", is_ordinal=True),
            Field("Что посчитано", 34, "name_ru", "left", names_row=True),
            Field("В тексте", 10, "stated"),
            Field("По данным", 10, "computed"),
            Field("По каким данным", 30, "counted_from_ru", "left"),
        ),
    ),
    "table_p6": Listing(
        "Таблица П6",
        "Договоры о партнёрстве",
        (("marts", "partner_agreements"),),
        lambda sources: sources.rows("partner_agreements", "no"),
        "no",
        (
            NO,
            Field("Номер", 12, "number"),
            Field("Дата", 12, "date"),
            Field("Муниципальное образование", 22, "municipality_name", "left"),
            Field("Школа", 30, "school_name", "left", names_row=True),
            Field("Школа-партнёр", 30, "partner_name", "left"),
        ),
    ),
    "road_map_progress": Listing(
        "",
        "Ход выполнения дорожной карты",
        PROGRESS_READ,
        rows.road_map_due,
        "no",
        PROGRESS,
    ),
    "trainings_held": Listing(
        "",
        "Завершённое обучение",
        (("marts", "training_programmes"), ("marts", "report_editions")),
        rows.trainings_held,
        "programme_no",
        (
            Field("№", 5, "programme_no", is_ordinal=True),
            Field("Программа", 50, "programme_ru", "left", names_row=True),
            Field("Окончание", 13, "ends"),
            Field("Обучено, чел.", 12, "trained"),
        ),
    ),
    "seminars_held": Listing(
        "",
        "Проведённые семинары, вебинары и видеосеминары",
        (("marts", "table_3_seminars"), ("marts", "report_editions")),
        rows.seminars_held,
        "position",
        (
            Field("Дата", 13, "date"),
            Field("Тема", 50, "topic_ru", "left", names_row=True),
            Field("Ведущие", 22, "speakers_ru", "left"),
            Field("Единица", 14, "unit", words=UNITS),
            Field("Количество", 12, "attendance"),
        ),
    ),
}
