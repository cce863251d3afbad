"""Figures that somebody typed into a template, where a figure of the text comes out of the data."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.ns import qn

from orchestration.reports.document.word import PLACE, paragraph_text

MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
# what may be typed: facts of law and reference, and what fills itself
ALLOWED = re.compile(
    "|".join(
        (
            # a tag that names something; one that merely says or sets a number is typed as well
            r"\{\{(?!\s*[\d'\"]).*?\}\}",
            r"\{%(?!p?\s*set\b).*?%\}",
            r"\{#.*?#\}",
            PLACE.pattern,
            r"https?://\S+",
            r"\b\d{1,2}\.\d{2}\.\d{4}\b",
            rf"\b\d{{1,2}}\s(?:{MONTHS})\s\d{{4}}\sг\.",
            r"№\s?[\w/-]+",
            r"\b(?:19|20)\d\d(?:–(?:19|20)\d\d)?\sг(?:од[уа]?|оды|\.)",
            r"\bмероприяти[еюя]\s\d\.\d\b",
            r"(?i:\bтаблиц[аеуы])\s\d+[а-я]?\b",
            r"(?i:\bприложени[еияю])\s\d+\b",
        )
    ),
    re.DOTALL,
)
DIGITS = re.compile(r"\d+")
NEAR = 40  # letters of the paragraph shown before and after


def typed_figures(template: Path) -> list[str]:
    """The places of the template's text, headers and footers where a figure is typed, each with the words around it.

    Allowed are dates, numbers of decrees, years with their word, references to tables and appendices, addresses of
    pages. Everything else is to be named: {{ f.included_schools }}.
    """
    return [
        f"…{text[max(found.start() - NEAR, 0) : found.end() + NEAR]}…"
        for text in _texts(template)
        for found in DIGITS.finditer(_without_allowed(text))
    ]


def _without_allowed(text: str) -> str:
    """The text with what is allowed blanked out, every other letter in its place."""
    return ALLOWED.sub(lambda allowed: " " * len(allowed[0]), text)


def _texts(template: Path) -> Iterator[str]:
    document = docx.Document(str(template))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
        parts += [section.first_page_header._element, section.first_page_footer._element]
    for part in parts:
        yield from (paragraph_text(paragraph) for paragraph in part.iter(qn("w:p")))
