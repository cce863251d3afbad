"""The documents by their template: what each may name, what it is made of, and the document itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import docx
import duckdb
from docx.oxml.ns import qn

from orchestration.lineage.page_places import Json
from orchestration.reports.document import contexts
from orchestration.reports.document.contexts import Context
from orchestration.reports.document.figures import MarkedFigure, Printer
from orchestration.reports.document.parts import PARTS, PUBLIC_PARTS, Part
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.document.web import html_document
from orchestration.reports.document.word import PLACE, docx_bytes, paragraph_text
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.table import Table
from orchestration.reports.workbook import xlsx_bytes

TEMPLATES = Path(__file__).parents[1] / "templates"
PICTURE, APPENDIX = "picture_", "table_p"  # how names of parts begin


@dataclass(frozen=True)
class Document:
    """A template and what its text may name. marts: schema and name of everything that `context` reads.

    title: of the page, its `{year}` to be filled in. in_workbook: tables that the internal workbook has besides.
    """

    template: Path
    marts: tuple[SourceName, ...]
    context: Callable[[Sources, Printer], Context]
    title: str = ""
    in_workbook: tuple[str, ...] = ()

    def placed(self) -> list[str]:
        """The names of the `[[name]]` paragraphs, in their order."""
        paragraphs = docx.Document(str(self.template)).element.body.iter(qn("w:p"))
        found = (PLACE.fullmatch(paragraph_text(paragraph).strip()) for paragraph in paragraphs)
        return [place[1] for place in found if place]

    def pictures(self) -> dict[str, int]:
        """The number of each picture, as captions bear it: by their order in the template."""
        names = [name.removeprefix(PICTURE) for name in self.placed() if name.startswith(PICTURE)]
        return {name: n for n, name in enumerate(names, start=1)}

    def sources(self) -> tuple[SourceName, ...]:
        """Everything that the document is made of: its text's marts and its tables'."""
        parts = [*self.placed(), *self.in_workbook]
        tables = (mart for name in parts for mart in (PARTS | PUBLIC_PARTS)[name].marts)
        return tuple(dict.fromkeys([*self.marts, *tables]))


REPORT = Document(
    TEMPLATES / "report.docx",
    contexts.REPORT,
    contexts.report_context,
    "Отчёт по мониторингу школ за {year} год",
    in_workbook=("table_11",),
)
START = Document(
    TEMPLATES / "start_report.docx",
    contexts.START,
    contexts.start_context,
    "Отчёт о стартовой диагностике школ {year} года",
)
NOTE = Document(TEMPLATES / "note.docx", contexts.NOTE, contexts.note_context)


@dataclass
class Filling:
    """A document of one campaign and edition, to be filled for one circle of readers and then another.

    parts: tables and pictures made so far, by what makes them: most are the same for both. placed: those of the last
    file by name, in order.
    """

    document: Document
    connection: duckdb.DuckDBPyConnection
    campaign: str
    edition: str
    parts: dict[Part, Table | Picture] = field(default_factory=dict)
    placed: dict[str, Table | Picture] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        """The tables of the last file."""
        return [part for part in self.placed.values() if isinstance(part, Table)]

    def workbook(self, internal: bool = True) -> bytes:
        """The tables of the last file, and in full what only a workbook has room for, after the numbered ones."""
        tables = self.tables
        if internal:
            besides = [self._put(True, name) for name in self.document.in_workbook]
            tables = sorted(
                [*tables, *(part for part in besides if isinstance(part, Table))], key=_is_appendix
            )
        return xlsx_bytes(*tables)

    def docx(self, internal: bool = True) -> bytes:
        """The Word file, in full or for the public."""
        context = self._context(Printer(), internal)
        return docx_bytes(self.document.template, context, partial(self._put, internal))

    def html(self, title: str, internal: bool = True, made_of: Sequence[Json] = ()) -> str:
        """The page, its figures marked; made_of: what a click on them opens."""
        context = self._context(Printer(MarkedFigure), internal)
        return html_document(self.document.template, context, partial(self._put, internal), title, made_of)

    def _context(self, printer: Printer, internal: bool) -> Context:
        self.placed.clear()
        context = self.document.context(self.sources(self.document.marts), printer)
        return context | {"internal": internal, "pictures": self.document.pictures()}

    def _put(self, internal: bool, name: str) -> Table | Picture:
        """The part of the name; raises LookupError where there is none."""
        if name not in PARTS:
            raise LookupError(f"[[{name}]] is no table or picture; there are: {', '.join(PARTS)}")
        if not internal and name not in PUBLIC_PARTS:
            raise LookupError(f"[[{name}]] is not declared for the public edition: see document/public.py")
        part = (PARTS if internal else PUBLIC_PARTS)[name]
        if part not in self.parts:
            self.parts[part] = part.read(self.sources(part.marts))
        self.placed[name] = self.parts[part]
        return self.parts[part]

    def sources(self, declared: tuple[SourceName, ...]) -> Sources:
        """What was declared, of this campaign and edition."""
        return Sources(self.connection, self.campaign, self.edition, declared)


def _is_appendix(table: Table) -> bool:
    return table.name.startswith(APPENDIX)
