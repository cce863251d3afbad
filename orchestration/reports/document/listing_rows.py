"""The rows of a document's tables beside the printed ones, read from the marts in the order that they are printed."""

from decimal import Decimal

from orchestration.forms.campaign import Campaign
from orchestration.reports.appendices import workbook_of
from orchestration.reports.document.road_map import due
from orchestration.reports.document.sources import Sources, entry_key
from orchestration.reports.marts import MartRow
from orchestration.reports.russian import rounded
from orchestration.reports.start_diagnostics import reporting_year
from orchestration.reports.wording import DELIVERY_STATES, SOURCES

YES_NO = {True: "да", False: "нет"}
DECIMALS = 3  # of a measured value beside another


def finding_tests(sources: Sources) -> list[MartRow]:
    """What each finding of the start diagnostics was tested by."""
    rows = sources.rows("finding_tests", "no", of_entry=True)
    year = reporting_year(Campaign.parse(entry_key(sources.campaign)))
    return [
        row
        | {
            "key": f"{row['no']}-{row['test']}",
            "indicator_ru": row["indicator_ru"].replace("{reporting_year}", year),
            "holds": YES_NO.get(row["holds"]),
            **{value: _measured(row[value]) for value in ("included_value", "region_value")},
        }
        for row in sorted(rows, key=lambda row: (row["no"], row["test"]))
    ]


def _measured(value: float | None) -> Decimal | None:
    return None if value is None else rounded(value, DECIMALS)


def coverage(sources: Sources) -> list[MartRow]:
    """Each municipality's workbook, with the schools that it holds answers of."""
    workbooks = workbook_of(sources.rows("deliveries", "file"))
    nothing: MartRow = dict.fromkeys(("file", "received_on", "days_late"))
    return [
        row
        | {
            "state_ru": DELIVERY_STATES[row["delivery_state"]],
            "file": _file_name((sent := workbooks.get(row["municipality_code"], nothing))["file"]),
            "received_on": sent["received_on"],
            "days_late": sent["days_late"],
        }
        for row in sources.rows("coverage", "municipality_code")
    ]


def other_deliveries(sources: Sources) -> list[MartRow]:
    """What came for the report beside the municipal workbooks, or did not."""
    return [
        row
        | {
            "source_ru": SOURCES.get(row["source"], row["source"]),
            "state_ru": DELIVERY_STATES[row["state"]],
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


def road_map(sources: Sources) -> list[MartRow]:
    """The items that had to be done by the edition's cut-off, or were."""
    return due(sources.edition_rows("table_4_road_map", "no"), sources.cutoff)


def trainings_held(sources: Sources) -> list[MartRow]:
    """Training that ended by the edition's cut-off."""
    held = sources.rows("training_programmes", "programme_no")
    return [row for row in held if row["ends"] and row["ends"] <= sources.cutoff]


def seminars_held(sources: Sources) -> list[MartRow]:
    """Seminars held by the edition's cut-off; a recording has no persons to count, which is not a lack of data."""
    held = [row for row in sources.rows("table_3_seminars", "position") if row["date"] <= sources.cutoff]
    return [row | {"attendance": "–"} if row["unit"] == "recording" else row for row in held]
