"""What the templates of the report and of the notes may name, read from the marts that stand beside each."""

from collections import Counter
from typing import Any

from orchestration.forms.campaign import Campaign
from orchestration.reports.document import contradictions
from orchestration.reports.document.figures import Figure, Printer, percent
from orchestration.reports.document.listing_rows import disagreements
from orchestration.reports.document.road_map import not_in_time
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.marts import MartRow
from orchestration.reports.wording import ASSESSMENTS, wave_months

Context = dict[str, Any]

OWN_KINDS = ("forum", "conference", "round_table")
OUTCOMES = ("compared", "better", "worse", "changed", "unchanged", "not_comparable", "improved_share")

START: tuple[SourceName, ...] = (
    ("marts", "report_editions"),
    ("marts", "report_facts"),
    ("marts", "findings"),
    ("marts", "region_profile"),
)
NOTE: tuple[SourceName, ...] = (
    ("marts", "report_editions"),
    ("marts", "report_facts"),
    ("marts", "table_4_road_map"),
    ("marts", "targets"),
    ("marts", "region_profile"),
)
REPORT: tuple[SourceName, ...] = (
    *NOTE,
    ("marts", "findings"),
    ("marts", "events"),
    ("marts", "school_programmes"),
    ("marts", "dynamics"),
    *contradictions.READS,
)


def start_context(sources: Sources, printer: Printer) -> Context:
    """The start report of an entry campaign: facts and findings of its start diagnostics."""
    return _edition(sources, printer) | _findings(sources, printer) | region(sources)


def note_context(sources: Sources, printer: Printer) -> Context:
    """A note up to the edition's cut-off: facts, targets, and the road map's items that were not done in time."""
    items = sources.road_map
    targets = sources.edition_rows("targets", "no")
    late = not_in_time([item for item in items if item["state"] != "pending"])
    return (_edition(sources, printer) | region(sources)) | {
        "plan": {row["fact"]: printer.figure(f"targets/{row['no']}/plan", row["plan"]) for row in targets},
        "missed": [_target(row, printer) for row in targets if row["state"] == "not_reached"],
        "no_data": [_target(row, printer) for row in targets if row["state"] == "no_data"],
        "late": late,
        "unfinished": not_in_time(items),
    }


def report_context(sources: Sources, printer: Printer) -> Context:
    """The year's report: the note's, and findings, events, programmes, dynamics, contradictions.

    all_done is true where every item was done in time and every target reached: the closing sentence is computed.
    """
    note = note_context(sources, printer)
    return (
        note
        | _findings(sources, printer)
        | _events(sources)
        | {
            "all_done": bool(sources.road_map)
            and not (note["unfinished"] or note["missed"] or note["no_data"]),
            "assessments": _assessments(sources, printer),
            "change": _change(sources, printer),
            "contradictions": printer.figure("contradictions", len(disagreements(sources))),
            "oddities": printer.figure("oddities", len(contradictions.contradictions(sources))),
        }
    )


def facts(sources: Sources, printer: Printer) -> dict[str, Figure]:
    """The facts of the edition by name, each a figure `facts/<fact>`."""
    return {
        row["fact"]: printer.figure(f"facts/{row['fact']}", row["value"], row["text_ru"])
        for row in sources.edition_rows("report_facts", "fact")
    }


def region(sources: Sources) -> Context:
    """What the region and its institute are called, None where the sentence is left out; and the documents followed."""
    rows = [(row["fact"], row["text_ru"]) for row in sources.rows("region_profile", "no")]
    return {"region": dict(rows), "documents": [text for fact, text in rows if fact == "document" and text]}


def _edition(sources: Sources, printer: Printer) -> Context:
    year = Campaign.parse(sources.campaign).year
    edition = sources.edition_rows("report_editions", "edition")[0]
    return {"year": year, "edition": edition, "months": wave_months(), "f": facts(sources, printer)}


def _target(row: MartRow, printer: Printer) -> MartRow:
    """The target with its plan and fact as figures, a share in per cent."""
    shown = printer.row(row, f"targets/{row['no']}", ("plan", "fact_value"))
    if row["fact"].endswith("_share"):
        shown |= {column: percent(shown[column]) for column in ("plan", "fact_value")}
    return shown


def _findings(sources: Sources, printer: Printer) -> Context:
    """Findings that the data decide; each with how many of its tests bear what is printed."""
    rows = sources.rows("findings", "no", of_entry=True)
    shown = [printer.row(row, f"findings/{row['no']}", ("tests", "tests_bearing")) for row in rows]
    return {
        "findings": [row for row in shown if row["state"] != "undecided"],
        "undecided": [row for row in shown if row["state"] == "undecided"],
    }


def _events(sources: Sources) -> Context:
    """Events up to the cut-off by the institute's role."""
    cutoff = sources.cutoff
    held = sorted(
        (row for row in sources.rows("events", "no") if row["starts"] <= cutoff),
        key=lambda row: (row["starts"], row["no"]),
    )
    return {
        "talks": [row for row in held if row["role"] == "speaker"],
        "attended": [row for row in held if row["role"] == "participant"],
        "own_events": [row for row in held if row["role"] == "organiser" and row["kind"] in OWN_KINDS],
    }


def _assessments(sources: Sources, printer: Printer) -> list[MartRow]:
    """How the centres judged the schools' programmes in March and in November, best first."""
    programmes = sources.rows("school_programmes", "school_code")
    counted = {wave: Counter(row[f"assessment_{wave}"] for row in programmes) for wave in ("entry", "final")}
    return [
        {"words": words}
        | {wave: printer.figure(f"programmes/{code}/{wave}", counted[wave][code]) for wave in counted}
        for code, words in ASSESSMENTS.items()
    ]


def _change(sources: Sources, printer: Printer) -> MartRow | None:
    """All indicators of all included schools, March against November."""
    for row in sources.rows("dynamics", "group_kind"):
        if row["group_kind"] == "included" and row["indicator"] is None:
            return printer.row(row, "dynamics/included", OUTCOMES)
    return None
