"""The report's documents as assets, each downstream of exactly what its text and its tables read."""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import DOCUMENTS
from orchestration.defs.resources import OWNERS, Region
from orchestration.lineage.click_through import READS as TRACE_READS
from orchestration.reports.document import letters, signature
from orchestration.reports.document.documents import NOTE, REPORT, START, TEMPLATES
from orchestration.reports.document.files import write_notes, write_report
from orchestration.reports.document.letters import write_letters
from orchestration.reports.document.signature import write_signature_page
from orchestration.reports.document.sources import SourceName
from orchestration.reports.document.typed_figures import typed_figures
from orchestration.reports.tables import CELLS_READ
from orchestration.warehouse.release import staging

Write = Callable[..., list[Path]]  # of the work file, the campaign and the folder to write to
REPORT_KEY = ["reports", "report"]


def document_asset(
    name: str,
    kinds: set[str],
    description: str,
    sources: Iterable[SourceName],
    write: Write,
    is_compared: bool = False,
    code_version: str = DOCUMENTS,
) -> dg.AssetsDefinition:
    """Files of the campaign in reports/<campaign>/; none for a wave that has no such document.

    sources: schema and name of what they are made of, as declared beside what reads it.
    is_compared: whether `write` is told also where the former release lies.
    """

    @dg.asset(
        key=["reports", name],
        deps=[dg.AssetKey(list(key)) for key in dict.fromkeys(sources)],
        partitions_def=campaigns,
        code_version=code_version,
        group_name="reports",
        kinds=kinds,
        owners=OWNERS,
        description=description,
    )
    def document(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        places, campaign = region.places, context.partition_key
        # reports that another folder of raw files left here are no former release of this one
        former = [places.reports] if is_compared and places.published.exists() else []
        with staging(places, f"{campaign}/{name}") as folder:
            files = write(places.work, campaign, folder, *former)
        return dg.MaterializeResult(
            metadata={
                "files": [str(places.reports / file.relative_to(folder)) for file in files],
                "bytes": sum(file.stat().st_size for file in files),
            }
        )

    return document


@dg.asset_check(asset=dg.AssetKey(REPORT_KEY), description="No figure is typed into a Word template")
def no_typed_figures() -> dg.AssetCheckResult:
    """Whoever edits a template in Word sees here a figure that should come out of the data."""
    found = {template.name: typed_figures(template) for template in sorted(TEMPLATES.glob("*.docx"))}
    typed = {name: places for name, places in found.items() if places}
    return dg.AssetCheckResult(
        passed=not typed,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"typed": dg.MetadataValue.json(typed)},
    )


documents = [
    document_asset(
        "report",
        {"word", "html", "excel"},
        "The campaign's report, in full and for the public: the year's in November, of the start in March",
        [*REPORT.sources(), *START.sources(), *TRACE_READS, *chain(*CELLS_READ.values())],
        write_report,
    ),
    document_asset(
        "notes",
        {"word"},
        "Notes of the quarters and the half-year, figures up to each cut-off",
        NOTE.sources(),
        write_notes,
    ),
    document_asset(
        "letters",
        {"word"},
        "A covering letter per municipality: what came, what is asked for again, what is enclosed",
        letters.MARTS,
        write_letters,
    ),
    document_asset(
        "for_signature",
        {"word"},
        "One page for the person who signs: decisions, missed targets, gaps, figures that moved",
        signature.MARTS,
        write_signature_page,
        is_compared=True,
    ),
]
