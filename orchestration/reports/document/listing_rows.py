"""The rows of a document's tables beside the printed ones, read from the marts in the order that they are printed."""

import textwrap
from decimal import Decimal

from orchestration.forms.campaign import Campaign
from orchestration.reports.appendices import workbook_of
from orchestration.reports.document.road_map import due, state_ru
from orchestration.reports.document.sources import Sources
from orchestration.reports.marts import MartRow
from orchestration.reports.road_map import DAYS
from orchestration.reports.russian import agreeing, rounded
from orchestration.reports.start_diagnostics import reporting_year
from orchestration.reports.table import NO_DATA
from orchestration.reports.wording import DELIVERY_STATES, SOURCES

YES_NO = {True: "да", False: "нет"}
SHORT = 100  # letters of an activity that is told in full elsewhere
DECIMALS = 3  # of a measured value beside another


def finding_tests(sources: Sources) -> list[MartRow]:
    """What each finding of the start diagnostics was tested by."""
    rows = sources.rows("finding_tests", "no", of_entry=True)
    year = reporting_year(Campaign.parse(sources.campaign).entry)
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
    """Every item with the day it was done, its state and the document that confirms it."""
    return [_progress(item) for item in sources.road_map]


def road_map_due(sources: Sources) -> list[MartRow]:
    """The items that had to be done by the edition's cut-off, or were."""
    return [_progress(item) for item in due(sources.road_map, sources.cutoff)]


def _progress(item: MartRow) -> MartRow:
    """The item in brief, as Table 4 has it whole; a dash stands where no day or document is due or was given."""
    late = f" на {agreeing(item['days_late'], *DAYS)}" if item["state"] == "done_late" else ""
    return item | {
        "activity_ru": textwrap.shorten(item["activity_ru"] or "", SHORT, placeholder=" …"),
        "item_end": item["item_end"] or "–",
        "item_done": item["item_done"] or "–",
        "state_ru": f"{state_ru(item)}{late}",
        "document_ru": item["document_ru"] or "–",
    }


def programmes(sources: Sources) -> list[MartRow]:
    """The programme of each included school: what was done of it, how it was judged, and what improved at the school."""
    schools = {row["school_code"]: row for row in sources.rows("schools", "school_code")}
    rows = [
        schools[row["school_code"]] | row | {"done_ru": _done(row)}
        for row in sources.rows("school_programmes", "school_code")
        if schools.get(row["school_code"], {}).get("included")
    ]
    return sorted(rows, key=lambda row: (row["municipality_code"], row["school_code"]))


def _done(programme: MartRow) -> str:
    done, planned = programme["activities_done"], programme["activities_planned"]
    return NO_DATA if done is None or planned is None else f"{done} из {planned}"


def school_dynamics(sources: Sources) -> list[MartRow]:
    """How many indicators of each included school improved, over all its indicators."""
    schools = {row["school_code"]: row for row in sources.rows("schools", "school_code")}
    found = [
        schools[row["group_code"]] | row | {"key": row["group_code"]}
        for row in sources.rows("dynamics", "group_code")
        if row["group_kind"] == "school" and row["indicator"] is None and row["group_code"] in schools
    ]
    return sorted(found, key=lambda row: (row["municipality_code"], row["school_code"]))


def trainings_held(sources: Sources) -> list[MartRow]:
    """Training that ended by the edition's cut-off."""
    held = sources.rows("training_programmes", "programme_no")
    return [row for row in held if row["ends"] and row["ends"] <= sources.cutoff]


def seminars_held(sources: Sources) -> list[MartRow]:
    """Seminars held by the edition's cut-off; a recording has no persons to count, which is not a lack of data."""
    held = [row for row in sources.rows("table_3_seminars", "position") if row["date"] <= sources.cutoff]
    return [row | {"attendance": "–"} if row["unit"] == "recording" else row for row in held]
