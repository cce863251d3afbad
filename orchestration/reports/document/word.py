"""A Word template filled: Jinja in the text, tables and pictures in the place of `[[name]]` paragraphs."""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Cm

from orchestration.reports.archive import undated
from orchestration.reports.document.contents import put_contents
from orchestration.reports.document.sections import close_sections, text_width, turn_sideways
from orchestration.reports.document.word_table import paragraph_xml, table_xml
from orchestration.reports.document.word_template import filled_word
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import typeset_runs
from orchestration.reports.table import Table

PLACE = re.compile(r"\[\[(\w+)\]\]")
PICTURE_CAPTION = "Подпись рисунка"
PICTURE = "Рисунок"


Put = Callable[[str], Table | Picture]  # what stands in the place of [[name]]; LookupError where nothing does


def docx_bytes(template: Path, context: Mapping[str, Any], put: Put) -> bytes:
    """The template's bytes as a filled document; the same context gives the same bytes.

    Raises jinja2.UndefinedError for a name that the context does not have, LookupError for a `[[name]]` that
    is no table or picture and for a paragraph style that the template lost.
    """
    document = docx.Document(io.BytesIO(filled_word(template, context)))
    pictures = 0
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        place = PLACE.fullmatch(paragraph_text(paragraph).strip())
        if place is None:
            _typeset(paragraph)
            continue
        put_here = put(place[1])
        if isinstance(put_here, Table):
            elements = _table(document, put_here)
            _replace(paragraph, elements)
            if put_here.is_wide:
                turn_sideways(document, elements)
        else:
            pictures += 1
            _replace(paragraph, _picture(document, put_here, pictures))
    put_contents(document, text_width(document))
    close_sections(document)
    target = io.BytesIO()
    document.save(target)
    return undated(target.getvalue())


def paragraph_text(paragraph: CT_P) -> str:
    """The text of a paragraph as one, however many runs it has."""
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _typeset(paragraph: CT_P) -> None:
    """The whole text at once: whoever sets a number in bold parts it from its noun by a run."""
    nodes = [*paragraph.iter(qn("w:t"))]
    for node, text in zip(nodes, typeset_runs([node.text or "" for node in nodes]), strict=True):
        node.text = text


def _replace(paragraph: CT_P, elements: Iterable[Any]) -> None:
    for element in elements:
        paragraph.addprevious(element)
    paragraph.getparent().remove(paragraph)


def _table(document: Document, table: Table) -> list[Any]:
    width = text_width(document, sideways=table.is_wide)
    style = _style_ids(document)
    return [_element(xml) for xml in table_xml(table, width, style)]


def _picture(document: Document, picture: Picture, n: int) -> list[Any]:
    style = _style_ids(document)
    holder = _element(paragraph_xml("", style(PICTURE)))
    inline = document.part.new_pic_inline(io.BytesIO(picture.png), Cm(picture.width_cm))
    inline.docPr.set("descr", picture.alt)
    run = OxmlElement("w:r")
    run.add_drawing(inline)
    holder.append(run)
    return [holder, _element(paragraph_xml(f"Рисунок {n}. {picture.caption}", style(PICTURE_CAPTION)))]


def _element(xml: str) -> Any:
    """The element of a text whose first tag has no attributes, its prefix w declared."""
    return parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))


def _style_ids(document: Document) -> Callable[[str], str]:
    """Names of paragraph styles, as Word shows them, to the ids that paragraphs bear."""
    ids = {style.name: style.style_id for style in document.styles}

    def id_of(name: str) -> str:
        if name not in ids:
            raise LookupError(f"the template has no style «{name}»")
        return str(ids[name])

    return id_of
