"""A Word template filled many times over: read once, compiled once, and only its texts made anew per document."""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from orchestration.reports.archive import DATED, EPOCH
from orchestration.reports.document.figures import environment

TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")


def filled_word(template: Path, context: Mapping[str, Any]) -> bytes:
    """The document's bytes, its tags docxtpl's ({{ }}, {%p %}, {%tr %}, {%tc %}); the same context gives the same bytes.

    Raises jinja2.UndefinedError for a name that the context does not have.
    """
    return compiled(template.read_bytes()).filled(context)


class WordTemplate:
    """docxtpl itself parses and compiles a template per document, a tenth of a second each."""

    def __init__(self, template: bytes) -> None:
        self._word = DocxTemplate(io.BytesIO(template))
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._texts = {
            name: environment().from_string(self._word.patch_xml(DATED.sub(b"", content).decode()))
            for name, content in self._parts.items()
            if TEXTS.fullmatch(name)
        }

    def filled(self, context: Mapping[str, Any]) -> bytes:
        """As filled_word."""
        made = {name: self._word.resolve_listing(text.render(context)) for name, text in self._texts.items()}
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in self._parts.items():
                archive.writestr(zipfile.ZipInfo(name, EPOCH), made.get(name, content), zipfile.ZIP_DEFLATED)
        return target.getvalue()


compiled = cache(WordTemplate)
