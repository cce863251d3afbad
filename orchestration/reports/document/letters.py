"""The covering letter of each municipality: what came, what is asked for again, what is enclosed."""

from collections.abc import Callable
from pathlib import Path

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.forms.severities import severities
from orchestration.reports.document.contexts import Context, region
from orchestration.reports.document.documents import TEMPLATES
from orchestration.reports.document.figures import Printer
from orchestration.reports.document.files import Marts, report_of
from orchestration.reports.document.listing_rows import coverage
from orchestration.reports.document.listings import Listing
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.document.word import docx_bytes
from orchestration.reports.listing import Field
from orchestration.reports.marts import MartRow, reading
from orchestration.reports.russian import month_of_year
from orchestration.reports.table import Table

MARTS: tuple[SourceName, ...] = (
    ("marts", "report_editions"),
    ("marts", "coverage"),
    ("marts", "deliveries"),
    ("marts", "set_aside"),
    ("marts", "schools"),
    ("marts", "region_profile"),
)
SAID_IN_WORDS = (
    "workbook_missing",
    "workbook_superseded",
)  # of the form as a whole: nothing in it is to be mended
TEMPLATE = TEMPLATES / "letter.docx"
FIGURES = ("days_late", "schools", "schools_returned", "cells_answered", "cells_blank", "cells_set_aside")
ASKED_AGAIN = (
    Field("Лист", 18, "sheet", "left"),
    Field("Ячейка", 9, "cell"),
    Field("Замечание", 40, "sentence_ru", "left", names_row=True),
    Field("Что сделать", 36, "remedy_ru", "left"),
)


def write_letters(marts: Marts, campaign: str, folder: Path) -> list[Path]:
    """letters/<municipality_code>.docx, a letter per municipality that was asked; the same marts, the same bytes."""
    with reading(marts) as connection:
        sources = Sources(connection, campaign, report_of(campaign)[1], MARTS)
        letters = folder / campaign / "letters"
        made = {letters / f"{row['municipality_code']}.docx": docx for row, docx in _letters(sources)}
    return write_in_place(made)


def _letters(sources: Sources) -> list[tuple[MartRow, bytes]]:
    edition = sources.edition_rows("report_editions", "edition")[0]
    campaign = Campaign.parse(sources.campaign)
    wave = month_of_year(campaign.year, campaign.wave.month)
    shared = {"year": campaign.year, "wave_ru": wave, "edition": edition} | region(sources)
    asked = [
        row
        for row in sources.rows("set_aside", "file")
        if row["source"] == "answers" and row["rule"] not in SAID_IN_WORDS
    ]
    included = [row for row in sources.rows("schools", "school_code") if row["included"]]
    letters = []
    for row in coverage(sources):
        code = row["municipality_code"]
        again = _of(asked, code)
        context = shared | letter_context(row, again, _of(included, code), Printer())
        letters.append((row, docx_bytes(TEMPLATE, context, _asked_again(again, sources))))
    return letters


def _of(rows: list[MartRow], municipality_code: str) -> list[MartRow]:
    return [row for row in rows if row["municipality_code"] == municipality_code]


def letter_context(row: MartRow, again: list[MartRow], included: list[MartRow], printer: Printer) -> Context:
    """What the letter names: the municipality's coverage, how much is asked for again, its included schools.

    What is in question and no more counts as it stands, or is not known: the letter does not say that it was left out.
    """
    coverage = f"coverage/{row['municipality_code']}"
    set_aside = [each for each in again if not severities()[each["severity"]].goes_on]
    return {
        "municipality": printer.row(row, coverage, FIGURES),
        "received": row["delivery_state"] == "read",
        "again": printer.figure(f"{coverage}/asked_again", len(again)),
        "set_aside": printer.figure(f"{coverage}/asked_again/set_aside", len(set_aside)),
        "in_question": printer.figure(f"{coverage}/asked_again/in_question", len(again) - len(set_aside)),
        "included": included,
        "passports": printer.figure(f"{coverage}/included", len(included)),
    }


def _asked_again(rows: list[MartRow], sources: Sources) -> Callable[[str], Table]:
    """What was set aside or is in question, in the order of the workbook."""
    ordered = sorted(rows, key=lambda row: (row["sheet"] or "", row["line"] or 0, row["cell"] or ""))
    listing = Listing(
        "", "Что просим проверить и прислать ещё раз", MARTS, lambda _: ordered, "cell", ASKED_AGAIN
    )

    def put(name: str) -> Table:
        if name != "asked_again":
            raise LookupError(f"[[{name}]] is no table of a letter; there is: asked_again")
        return listing.table(name, sources)

    return put
