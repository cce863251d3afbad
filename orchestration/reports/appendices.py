"""The report's appendices: programmes, whom they trained, the list of schools, its changes, what was delivered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.listing import Field, Section, listing
from orchestration.reports.marts import MartRow, campaign_rows, reference_rows
from orchestration.reports.russian import agreeing, capital, month_of_year
from orchestration.reports.table import Table
from orchestration.reports.wording import (
    CHANGES,
    DELIVERY_STATES,
    ENTRY_CLUSTERS,
    PROGRAMME_STATES,
    SOURCES,
    year_of,
)
from orchestration.reports.year_list import READS as LIST_READ
from orchestration.reports.year_list import said_of_list

PROGRAMMES_READ = (("marts", "training_programmes"),)
TRAINED_READ = (("marts", "trained_staff"), ("reference", "choices"))
SCHOOLS_READ = (*LIST_READ, ("reference", "school_kinds"))
CHANGES_READ = (("marts", "list_changes"),)
ANSWERS_READ = (("marts", "table_1_start_diagnostics"),)
DELIVERIES_READ = (("marts", "coverage"), ("marts", "deliveries"))

MUNICIPALITY = Field("Муниципальное образование", 26, "municipality_name", "left")
OF_ENTRY = (3, 4, 8)  # the appendices of an entry campaign
JOURNAL = "received"  # says when the others came
UNDATED = "дата не указана"
LATE = ("на {n} день позже срока", "на {n} дня позже срока", "на {n} дней позже срока")


def programmes(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """The list of training programmes, from marts.training_programmes. Raises NoRowsError where there is none."""
    fields = (
        Field("№", 5, "programme_no", is_ordinal=True),
        Field("Дополнительная профессиональная программа", 50, "programme_ru", "left", names_row=True),
        Field("Объем, час.", 9, "hours"),
        Field("В отчетном году", 17, "state", words=PROGRAMME_STATES),
        Field("Начало", 12, "starts"),
        Field("Окончание", 12, "ends"),
        Field("Обучено", 10, "trained"),
    )
    rows = campaign_rows(connection, "training_programmes", campaign, order="programme_no", may_be_empty=True)
    return listing(
        _heading(1, "Дополнительные профессиональные программы", campaign), fields, rows, "programme_no"
    )


def trained(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Staff trained by municipality and position, all programmes together, from marts.trained_staff; total last."""
    positions = {
        row["code"]: row["text_ru"]
        for row in reference_rows(connection, "choices")
        if row["variable"] == "trainee_position"
    }
    fields = (
        Field("Муниципальное образование", 34, "municipality_name", "left", names_row=True),
        *(Field(capital(name), 15, code) for code, name in positions.items()),
        Field("Всего", 10, "total"),
    )
    counts: dict[tuple[str, str], Counter[str]] = {}
    sent = campaign_rows(connection, "trained_staff", campaign, order="municipality_code", may_be_empty=True)
    for row in sent:
        place = (row["municipality_code"] or "none", row["municipality_name"] or "Не указано")
        counts.setdefault(place, Counter())[row["position"]] += row["trained"] or 0
    every: Counter[str] = sum(counts.values(), Counter())
    rows = [_trained(*place, counted, [*positions]) for place, counted in counts.items()]
    if sent:
        rows.append(_trained("total", "Итого", every, [*positions]) | {"is_total": True})
    caption = "Обучено слушателей по муниципальным образованиям и должностям"
    return listing(_heading(2, caption, campaign), fields, rows, "code")


def _trained(code: str, name: str, counted: Counter[str], positions: list[str]) -> MartRow:
    by_position = {position: counted[position] for position in positions}
    return {"code": code, "municipality_name": name, "total": counted.total()} | by_position


def included_schools(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """The year's list by municipality, with the cluster of the entry wave, from marts.schools.

    Its footnotes say what was approved and decided of the list.
    """
    kinds = {row["school_kind"]: row["name_ru"] for row in reference_rows(connection, "school_kinds")}
    fields = (
        Field("№", 5, "no", is_ordinal=True),
        Field("Школа", 52, "school_name", "left", names_row=True),
        MUNICIPALITY,
        Field("Вид", 14, "school_kind", words=kinds),
        Field("Кластер", 16, "entry_cluster", words=ENTRY_CLUSTERS),
    )
    schools = campaign_rows(connection, "schools", campaign, "school_code")
    included = [row for row in schools if row["included"]]
    included.sort(key=lambda row: (row["municipality_code"], row["school_code"]))
    rows = [row | {"no": no} for no, row in enumerate(included, start=1)]
    table = listing(_heading(3, "Школы, включенные в проект", campaign), fields, rows, "school_code")
    return replace(table, footnotes=(*table.footnotes, *said_of_list(connection, campaign, schools)))


def deliveries(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """Who returned what and when: municipalities by cells, other sources by rows, from marts.coverage and marts.deliveries."""
    fields = (
        Field("Сведения", 40, "sent_ru", "left", names_row=True),
        Field("Состояние", 18, "state", words=DELIVERY_STATES),
        Field("Поступило", 16, "received_ru"),
        Field("Школ или строк", 11, "rows_in"),
        Field("Из них принято", 11, "rows_kept"),
        Field("Заполнено ячеек", 12, "answered_share", share=True),
        Field("Отложено ячеек или строк", 14, "set_aside"),
    )
    sent = campaign_rows(connection, "deliveries", campaign, order="source")
    workbooks = workbook_of(sent)
    rows: list[MartRow | Section] = [
        Section("Муниципальные образования"),
        *(
            _municipality(row, workbooks.get(row["municipality_code"]))
            for row in campaign_rows(connection, "coverage", campaign, order="municipality_code")
        ),
        Section("Реестр, экзамены и сведения института"),
        *_others(sent),
    ]
    return listing(_heading(4, "Поступившие сведения", campaign), fields, rows, "key")


def workbook_of(sent: list[MartRow]) -> dict[str, MartRow]:
    """The workbook that speaks for each municipality, by its code: of several the one that was read."""
    answers = [row for row in sent if row["source"] == "answers" and row["municipality_code"]]
    return {row["municipality_code"]: row for row in sorted(answers, key=lambda row: row["state"] == "read")}


def _received(row: MartRow | None) -> str:
    """«22.03.2018, на 2 дня позже срока»; a dash for what did not come."""
    if row is None or row["state"] == "missing":
        return "–"
    if row["received_on"] is None:
        return UNDATED
    late = f", {agreeing(row['days_late'], *LATE)}" if row["days_late"] else ""
    return f"{row['received_on']:%d.%m.%Y}{late}"


def _municipality(row: MartRow, workbook: MartRow | None) -> MartRow:
    """Of the cells that apply those with a value."""
    applying = row["cells_expected"] - row["cells_not_applicable"]
    return {
        "key": row["municipality_code"],
        "sent_ru": row["municipality_name"],
        "state": row["delivery_state"],
        "received_ru": _received(workbook),
        "rows_in": row["schools"],
        "rows_kept": row["schools_returned"],
        "answered_share": row["cells_answered"] / applying if applying else None,
        "set_aside": row["cells_set_aside"],
    }


def _others(rows: list[MartRow]) -> Iterator[MartRow]:
    for row in sorted(rows, key=lambda row: (row["source"], row["file"] or "")):
        if row["source"] in SOURCES and row["source"] != JOURNAL:
            name = (row["file"] or "").rpartition("/")[2]
            yield row | {
                "key": name or row["source"],
                "sent_ru": SOURCES[row["source"]] + (f": {name}" if name else ""),
                "received_ru": _received(row),
                "answered_share": "",
                "set_aside": row["rows_set_aside"],
            }


def answers(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """How complete each figure of Tables 1 and 1а is, from their mart: schools asked and answered, wave by wave."""
    parsed = Campaign.parse(campaign)
    waves = dict.fromkeys((parsed.entry, parsed))
    fields = [
        Field("№", 5, "no", is_ordinal=True),
        Field("Показатель", 50, "indicator_ru", "left", names_row=True),
    ]
    rows: dict[int, MartRow] = {}
    for wave in waves:
        month = capital(month_of_year(wave.year, wave.wave.month))
        fields += [
            Field(f"{month}: относится к школам", 16, f"{wave.wave.name}_asked"),
            Field("Из них ответили", 12, f"{wave.wave.name}_answered"),
        ]
        for row in campaign_rows(connection, "table_1_start_diagnostics", wave.key, order="no"):
            counted = {f"{wave.wave.name}_{name}": row[f"schools_{name}"] for name in ("asked", "answered")}
            rows[row["no"]] = rows.get(row["no"], row) | counted
    caption = "Сколько школ ответило по каждому показателю"
    return listing(_heading(8, caption, campaign), fields, rows.values(), "no")


def list_changes(connection: duckdb.DuckDBPyConnection, campaign: str) -> Table:
    """What the final wave would change in the list, for information, from marts.list_changes; it may be nothing."""
    fields = (
        Field("Школа", 42, "school_name", "left", names_row=True),
        MUNICIPALITY,
        Field("Входной мониторинг", 14, "entry_cluster", words=ENTRY_CLUSTERS),
        Field("Итоговый мониторинг", 14, "cluster", words=ENTRY_CLUSTERS),
        Field("Изменение", 16, "change", words=CHANGES),
        Field("Основание", 44, "reason", "left"),
    )
    rows = campaign_rows(connection, "list_changes", campaign, order="school_code", may_be_empty=True)
    caption = "Что изменилось бы в списке школ по итоговому мониторингу"
    return listing(_heading(7, caption, campaign), fields, rows, "school_code")


def _heading(n: int, caption: str, campaign: str) -> tuple[str, str, str, str]:
    """Name, number, caption and period; the start report has two of the appendices, numbered by themselves."""
    of = Campaign.parse(campaign)
    shown = OF_ENTRY.index(n) + 1 if of == of.entry else n
    return f"table_p{n}", f"Таблица П{shown}", caption, year_of(campaign)
