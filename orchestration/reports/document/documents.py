"""The documents by their template: what each may name, what it is made of, and the document itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import duckdb
from docx.oxml.ns import qn

from orchestration.reports.document import contexts
from orchestration.reports.document.contexts import Context
from orchestration.reports.document.figures import MarkedFigure, Printer
from orchestration.reports.document.parts import PARTS
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.document.web import html_document
from orchestration.reports.document.word import PLACE, docx_bytes, paragraph_text
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.table import Table

TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class Document:
    """A template and what its text may name. marts: schema and name of everything that `context` reads."""

    template: Path
    marts: tuple[SourceName, ...]
    context: Callable[[Sources, Printer], Context]

    def placed(self) -> list[str]:
        """The names of the `[[name]]` paragraphs, in their order."""
        paragraphs = docx.Document(str(self.template)).element.body.iter(qn("w:p"))
        found = (PLACE.fullmatch(paragraph_text(paragraph).strip()) for paragraph in paragraphs)
        return [place[1] for place in found if place]

    def sources(self) -> tuple[SourceName, ...]:
        """Everything that the document is made of: its text's marts and its tables'."""
        tables = (mart for name in self.placed() for mart in PARTS[name].marts)
        return tuple(dict.fromkeys([*self.marts, *tables]))


REPORT = Document(TEMPLATES / "report.docx", contexts.REPORT, contexts.report_context)
START = Document(TEMPLATES / "start_report.docx", contexts.START, contexts.start_context)
NOTE = Document(TEMPLATES / "note.docx", contexts.NOTE, contexts.note_context)


@dataclass
class Filling:
    """A document of one campaign and edition, to be filled for one circle of readers and then another.

    parts: tables and pictures made so far, which both share. placed: the names of those in the last file, in order.
    """

    document: Document
    connection: duckdb.DuckDBPyConnection
    campaign: str
    edition: str
    parts: dict[str, Table | Picture] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables of the last file."""
        parts = (self.parts[name] for name in dict.fromkeys(self.placed))
        return [part for part in parts if isinstance(part, Table)]

    def docx(self, **more: Any) -> bytes:
        """The Word file; more: what the template names beside the marts, such as `internal`."""
        return docx_bytes(self.document.template, self._context(Printer(), more), self._put)

    def html(self, title: str, **more: Any) -> str:
        """The page, its figures marked."""
        context = self._context(Printer(MarkedFigure), more)
        return html_document(self.document.template, context, self._put, title)

    def _context(self, printer: Printer, more: Context) -> Context:
        self.placed.clear()
        return self.document.context(self._sources(self.document.marts), printer) | more

    def _put(self, name: str) -> Table | Picture:
        """The part of the name; raises LookupError where there is none."""
        if name not in PARTS:
            raise LookupError(f"[[{name}]] is no table or picture; there are: {', '.join(PARTS)}")
        if name not in self.parts:
            self.parts[name] = PARTS[name].read(self._sources(PARTS[name].marts))
        self.placed.append(name)
        return self.parts[name]

    def _sources(self, declared: tuple[SourceName, ...]) -> Sources:
        return Sources(self.connection, self.campaign, self.edition, declared)
