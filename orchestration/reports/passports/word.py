"""A Word template filled many times over: read once, compiled once, and only its text made anew per document."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from orchestration.reports.archive import DATED, EPOCH

TEXT, PROPERTIES = "word/document.xml", "docProps/core.xml"
BODY = re.compile(r"<w:body>.*</w:body>", re.DOTALL)


class WordTemplate:
    """A template that an office worker edits in Word: docxtpl's tags ({{ }}, {%p %}, {%tr %}, {%tc %}).

    docxtpl itself parses and compiles the template per document, a tenth of a second each.
    """

    def __init__(self, path: Path) -> None:
        environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=lambda value: ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value,
        )
        with zipfile.ZipFile(path) as archive:
            self._parts = {part.filename: archive.read(part) for part in archive.infolist()}
        whole = self._parts[TEXT].decode("utf-8")
        template = DocxTemplate(path)
        template.init_docx()
        body = template.patch_xml(template.get_xml())
        head, tail = BODY.split(whole)
        self._text = environment.from_string(head + body + tail)
        self._properties = environment.from_string(DATED.sub(b"", self._parts[PROPERTIES]).decode("utf-8"))

    def filled(self, context: Mapping[str, Any]) -> bytes:
        """The document's bytes; the same context gives the same bytes.

        Raises jinja2.UndefinedError for a name that the context does not have.
        """
        made = {TEXT: self._text.render(context), PROPERTIES: self._properties.render(context)}
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in self._parts.items():
                archive.writestr(zipfile.ZipInfo(name, EPOCH), made.get(name, content), zipfile.ZIP_DEFLATED)
        return target.getvalue()
