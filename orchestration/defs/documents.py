"""The report's documents as assets, each downstream of exactly what its text and its tables read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import dagster as dg

from orchestration.defs.ahead import LATER
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
from orchestration.side_by_side import Ahead
from orchestration.warehouse.release import staging

Write = Callable[..., list[Path]]  # of the work file, the campaign and the folder to write to
REPORT_KEY = dg.AssetKey(["reports", "report"])


@dataclass(frozen=True)
class ReportDocument:
    """Files of the campaign in reports/<campaign>/; none for a wave that has no such document.

    sources: schema and name of what they are made of, as declared beside what reads it.
    takes_long: it is begun as soon as the figures may go out. is_compared: `write` is told also where the former release
    lies.
    """

    name: str
    kinds: frozenset[str]
    description: str
    sources: Iterable[SourceName]
    write: Write
    takes_long: bool = False
    is_compared: bool = False
    code_version: str = DOCUMENTS

    @property
    def key(self) -> dg.AssetKey:
        """The asset's key."""
        return dg.AssetKey(["reports", self.name])


def document_asset(declared: ReportDocument) -> dg.AssetsDefinition:
    """The document's asset."""

    @dg.asset(
        key=declared.key,
        deps=[dg.AssetKey(list(key)) for key in dict.fromkeys(declared.sources)],
        partitions_def=campaigns,
        code_version=declared.code_version,
        group_name="reports",
        kinds=set(declared.kinds),
        owners=OWNERS,
        description=declared.description,
        op_tags=LATER if declared.takes_long else None,
    )
    def document(
        context: dg.AssetExecutionContext, region: Region, ahead: dg.ResourceParam[Ahead]
    ) -> dg.MaterializeResult[None]:
        places, campaign = region.places, context.partition_key
        # reports that another folder of raw files left here are no former release of this one
        former = [places.reports] if declared.is_compared and places.published.exists() else []
        begun, part = ahead.begun(declared.key.to_user_string()), f"{campaign}/{declared.name}"
        with staging(places, part, declared.code_version, is_begun=bool(begun)) as folder:
            write = begun or partial(declared.write, places.work, campaign, folder, *former)
            files = write()
        return dg.MaterializeResult(
            metadata={
                "files": [str(places.reports / file.relative_to(folder)) for file in files],
                "bytes": sum(file.stat().st_size for file in files),
            }
        )

    return document


@dg.asset_check(asset=REPORT_KEY, description="No figure is typed into a Word template")
def no_typed_figures() -> dg.AssetCheckResult:
    """Whoever edits a template in Word sees here a figure that should come out of the data."""
    found = {template.name: typed_figures(template) for template in sorted(TEMPLATES.glob("*.docx"))}
    typed = {name: places for name, places in found.items() if places}
    return dg.AssetCheckResult(
        passed=not typed,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"typed": dg.MetadataValue.json(typed)},
    )


DECLARED = [
    ReportDocument(
        "report",
        frozenset({"word", "html", "excel"}),
        "The campaign's report, in full and for the public: the year's in November, of the start in March",
        [*REPORT.sources(), *START.sources(), *TRACE_READS, *chain(*CELLS_READ.values())],
        write_report,
        takes_long=True,
    ),
    ReportDocument(
        "notes",
        frozenset({"word"}),
        "Notes of the quarters and the half-year, figures up to each cut-off",
        NOTE.sources(),
        write_notes,
    ),
    ReportDocument(
        "letters",
        frozenset({"word"}),
        "A covering letter per municipality: what came, what is asked for again, what is enclosed",
        letters.MARTS,
        write_letters,
        takes_long=True,
    ),
    ReportDocument(
        "for_signature",
        frozenset({"word"}),
        "One page for the person who signs: decisions, missed targets, gaps, figures that moved",
        signature.MARTS,
        write_signature_page,
        is_compared=True,
    ),
]
documents = [document_asset(declared) for declared in DECLARED]
