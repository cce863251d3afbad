"""Pages of a Word document turned sideways for a table too wide for an upright one."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.shared import Cm, Length

PAPER = Cm(21), Cm(29.7)  # python-docx leaves out what a template leaves out: A4 is meant then
ABOVE = 2  # paragraphs that go with a table to its page: a heading, and a sentence between


def text_width(document: Document, sideways: bool = False) -> int:
    """The width of the text on a page, in twentieths of a point."""
    section = document.element.body.sectPr
    width, height = section.page_width or PAPER[0], section.page_height or PAPER[1]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return int(Length((height if sideways else width) - margins).twips)


def turn_sideways(document: Document, elements: Sequence[Any]) -> None:
    """The elements of a table, and a heading that stands right above, on pages of their own, turned sideways.

    elements: in the document's body, the last of them a paragraph.
    """
    upright = document.element.body.sectPr
    before = _first(elements[0]).getprevious()
    if before is not None and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        if before.tag != qn("w:p"):
            before.addnext(OxmlElement("w:p"))
            before = before.getnext()
        before.set_sectPr(deepcopy(upright))
    elements[-1].set_sectPr(_sideways(upright))
    # the title page is of the first section, which has its own copy by now
    for title_page in upright.findall(qn("w:titlePg")):
        upright.remove(title_page)


def close_sections(document: Document) -> None:
    """Where the last page is one turned sideways, no empty one after it."""
    upright = document.element.body.sectPr
    last = upright.getprevious()
    turned = None if last is None else last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if turned is not None:
        upright.getparent().replace(upright, turned)


def _first(element: Any) -> Any:
    """What the page begins with: the heading above the element, or itself."""
    above = element
    for _ in range(ABOVE):
        above = above.getprevious()
        if above is None or above.tag != qn("w:p"):
            break
        if above.style is not None and above.style.startswith("Heading"):
            return above
    return element


def _sideways(upright: CT_SectPr) -> CT_SectPr:
    turned = deepcopy(upright)
    for title_page in turned.findall(qn("w:titlePg")):
        turned.remove(title_page)
    turned.page_width = upright.page_height or PAPER[1]
    turned.page_height = upright.page_width or PAPER[0]
    turned.orientation = WD_ORIENTATION.LANDSCAPE
    return turned
