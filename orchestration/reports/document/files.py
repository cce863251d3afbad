"""The report's and the notes' files of a campaign."""

from pathlib import Path

import duckdb

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.lineage.facts import counted_facts
from orchestration.reports.document.audit import READS as AUDITED
from orchestration.reports.document.audit import audit
from orchestration.reports.document.documents import NOTE, REPORT, START, Document, Filling
from orchestration.reports.document.sources import entry_key
from orchestration.reports.marts import campaign_rows, reading
from orchestration.reports.tables import tables_of, traced_tables

Marts = duckdb.DuckDBPyConnection | Path
WHOLE_YEAR, START_EDITION = "year", "start"


def report_of(campaign: str) -> tuple[Document, str]:
    """The document that a campaign ends with, and its edition: an entry campaign has the start report."""
    return (START, START_EDITION) if entry_key(campaign) == campaign else (REPORT, WHOLE_YEAR)


def report_files(campaign: str, folder: Path) -> list[Path]:
    """report.docx, .html and .xlsx of the campaign, and the same in public/."""
    places = [folder / campaign, folder / campaign / "public"]
    return [place / f"report.{suffix}" for place in places for suffix in ("docx", "html", "xlsx")]


def write_report(marts: Marts, campaign: str, folder: Path) -> list[Path]:
    """The campaign's report as Word file, page and workbook of its tables, in full and for the public.

    All files are made before the first is put in place. The same marts give the same bytes. Raises NoRowsError
    where a mart has nothing of the campaign, NotProtectedError where the public edition tells of a small group, and as
    docx_bytes does.
    """
    document, edition = report_of(campaign)
    title = document.title.format(year=Campaign.parse(campaign).year)
    files = report_files(campaign, folder)
    made: list[bytes] = []
    with reading(marts) as connection:
        filling = Filling(document, connection, campaign, edition)
        # the public edition shows no trace below the school, and the way to the cells is one
        made_of = {
            True: traced_tables(connection, campaign, tables_of(campaign), with_text=True),
            False: [counted_facts(connection, campaign, internal=False)],
        }
        for internal in (True, False):
            page = filling.html(title, internal=internal, made_of=made_of[internal])
            made += [filling.docx(internal=internal), page.encode()]
            made.append(filling.workbook(internal))
        # the public edition was filled last
        audit({table.name: table for table in filling.tables}, filling.sources(AUDITED))
    return write_in_place(dict(zip(files, made, strict=True)))


def write_notes(marts: Marts, campaign: str, folder: Path) -> list[Path]:
    """A note per edition of the campaign but the whole year's, up to its cut-off; an entry campaign has none."""
    with reading(marts) as connection:
        rows = campaign_rows(connection, "report_editions", campaign, "cutoff")
        editions = [row["edition"] for row in rows if row["edition"] not in (WHOLE_YEAR, START_EDITION)]
        made = {
            folder / campaign / f"note_{edition}.docx": Filling(NOTE, connection, campaign, edition).docx()
            for edition in editions
        }
    return write_in_place(made)
