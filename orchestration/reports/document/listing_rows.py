"""The rows of a document's tables beside the printed ones, read from the marts in the order that they are printed."""

from collections import Counter

from orchestration.forms.campaign import Campaign
from orchestration.reports.document.road_map import due
from orchestration.reports.document.sources import Sources, entry_key
from orchestration.reports.marts import MartRow
from orchestration.reports.start_diagnostics import reporting_year

DELIVERY_STATES = {"read": "получено", "missing": "не поступило"}
NOT_READ = "не прочитано"
SOURCES = {
    "registry": "реестр школ",
    "answers": "сведения муниципалитетов",
    "exam_results": "результаты ОГЭ и ЕГЭ",
    "vpr_results": "результаты ВПР",
    "training": "повышение квалификации",
    "seminars": "семинары",
    "road_map": "дорожная карта",
    "events": "мероприятия",
    "agreements": "договоры о партнёрстве",
    "project": "сведения о проекте",
    "decisions": "решения",
}


def targets(sources: Sources) -> list[MartRow]:
    """The targets, told whether their numbers are shares."""
    return [
        row | {"is_share": row["fact"].endswith("_share")} for row in sources.edition_rows("targets", "no")
    ]


def dynamics(sources: Sources) -> list[MartRow]:
    """The indicators in the catalogue's order, then all of them together."""
    names = {row["indicator"]: row for row in sources.seed("indicators")}
    year = reporting_year(Campaign.parse(sources.campaign))
    found = [row for row in sources.rows("dynamics", "indicator") if row["group_kind"] == "included"]
    total = {"no": None, "name_ru": "Все показатели"}
    named = [
        row | {key: names.get(row["indicator"], total)[key] for key in ("no", "name_ru")} for row in found
    ]
    return sorted(
        (
            row
            | {
                "key": row["no"] or "all",
                "no": row["no"] and int(row["no"]),
                "name_ru": row["name_ru"].replace("{reporting_year}", year),
            }
            for row in named
        ),
        key=lambda row: row["no"] or len(found) + 1,
    )


def finding_tests(sources: Sources) -> list[MartRow]:
    """What each finding of the start diagnostics was tested by."""
    rows = sources.rows("finding_tests", "no", of_entry=True)
    year = reporting_year(Campaign.parse(entry_key(sources.campaign)))
    return [
        row
        | {
            "key": f"{row['no']}-{row['test']}",
            "indicator_ru": row["indicator_ru"].replace("{reporting_year}", year),
        }
        for row in sorted(rows, key=lambda row: (row["no"], row["test"]))
    ]


def included(sources: Sources) -> list[MartRow]:
    """The included schools, numbered."""
    kinds = {row["school_kind"]: row["name_ru"] for row in sources.seed("school_kinds")}
    included = [row for row in sources.rows("schools", "school_code") if row["included"]]
    return [
        row | {"position": position, "kind_ru": kinds.get(row["school_kind"])}
        for position, row in enumerate(included, start=1)
    ]


def coverage(sources: Sources) -> list[MartRow]:
    """Each municipality's workbook, with the schools that it holds answers of."""
    files = {
        row["municipality_code"]: row
        for row in sources.rows("deliveries", "file")
        if row["source"] == "answers" and row["municipality_code"]
    }
    return [
        row
        | {
            "state_ru": DELIVERY_STATES.get(row["delivery_state"], NOT_READ),
            "file": _file_name(files.get(row["municipality_code"], {}).get("file")),
        }
        for row in sources.rows("coverage", "municipality_code")
    ]


def other_deliveries(sources: Sources) -> list[MartRow]:
    """What came for the report beside the municipal workbooks, or did not."""
    return [
        row
        | {
            "source_ru": SOURCES.get(row["source"], row["source"]),
            "state_ru": DELIVERY_STATES.get(row["state"], NOT_READ),
            "file": _file_name(row["file"]),
            "key": row["file"] or row["source"],
        }
        for row in sources.rows("deliveries", "source")
        if row["source"] != "answers"
    ]


def _file_name(file: str | None) -> str | None:
    return file and file.rpartition("/")[2]


def disagreements(sources: Sources) -> list[MartRow]:
    """Figures that the road map states otherwise than the data."""
    names = {row["fact"]: row for row in sources.rows("report_facts", "fact")}
    return [
        row
        | {
            "name_ru": names[row["fact"]]["name_ru"],
            "counted_from_ru": names[row["fact"]]["counted_from_ru"],
            "key": f"{row['no']}-{row['fact']}",
        }
        for row in sources.rows("road_map_figures", "no")
        if row["edition"] == sources.edition and row["agrees"] is False
    ]


def trained(sources: Sources) -> list[MartRow]:
    """A row per municipality and position, all programmes together."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in sources.rows("trained_staff", "municipality_code"):
        counts[row["municipality_code"], row["municipality_name"], row["position_ru"]] += row["trained"]
    return [
        {"key": f"{code}-{position}", "municipality_name": name, "position_ru": position, "trained": trained}
        for (code, name, position), trained in sorted(counts.items())
    ]


def road_map(sources: Sources) -> list[MartRow]:
    """The items that had to be done by the edition's cut-off, or were."""
    return due(sources.edition_rows("table_4_road_map", "no"), sources.cutoff)


def trainings_held(sources: Sources) -> list[MartRow]:
    """Training that ended by the edition's cut-off."""
    held = sources.rows("training_programmes", "programme_no")
    return [row for row in held if row["ends"] and row["ends"] <= sources.cutoff]


def seminars_held(sources: Sources) -> list[MartRow]:
    """Seminars held by the edition's cut-off."""
    return [row for row in sources.rows("table_3_seminars", "position") if row["date"] <= sources.cutoff]
