"""The reports of made marts, as a reader sees them."""

import io

import docx

from orchestration.reports.document.documents import REPORT, Filling
from tests.unit.document_marts import FINAL

TITLE = "Отчёт"


def opened(content):
    return docx.Document(io.BytesIO(content))


def text_of(content):
    """The running text, as a reader sees it."""
    return "\n".join(paragraph.text for paragraph in opened(content).paragraphs)


def plain(text):
    """As a reader sees it, whatever a line may not be broken at."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


def text_in(file):
    """The running text of a file."""
    return plain(text_of(file.read_bytes()))


def report(connection, edition="year", document=REPORT, internal=True):
    return text_of(Filling(document, connection, FINAL, edition).docx(internal))
