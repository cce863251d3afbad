"""The contents of a Word document: its sections with the pages that they begin on, after the title page."""

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

WORDS = "Содержание"
# set as a list whatever the template's running text is like
LINE = (
    '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    '<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:firstLine="0"/><w:jc w:val="left"/>'
)


def put_contents(document: Document, width: int) -> None:
    """The list before the first section that begins a page; a document without such a section has none.

    width: of the text, in twentieths of a point. Pages are fields: LibreOffice counts them, Word as it opens the file.
    """
    # by the id that a paragraph bears: python-docx searches all styles for each paragraph's own
    sections = [paragraph for paragraph in document.paragraphs if paragraph._p.style == "Heading1"]
    first = next((section for section in sections if section.paragraph_format.page_break_before), None)
    if first is None:
        return
    for n, section in enumerate(sections, start=1):
        _address(section._p, n)
    lines = "".join(_line(section.text, n, width) for n, section in enumerate(sections, start=1))
    title = (
        '<w:p><w:pPr><w:pageBreakBefore/><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{WORDS}</w:t></w:r></w:p>"
    )
    # a block of its own, as Word keeps its tables of contents
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    block = f"<w:sdt {nsdecls('w')}>{gallery}<w:sdtContent>{title}{lines}</w:sdtContent></w:sdt>"
    first._p.addprevious(parse_xml(block))


def _line(text: str, n: int, width: int) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {_name(n)} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    words = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>'
    properties = f"<w:pPr>{LINE.format(width=width)}</w:pPr>"
    return f'<w:p>{properties}<w:hyperlink w:anchor="{_name(n)}">{words}{field}</w:hyperlink></w:p>'


def _address(paragraph: Any, n: int) -> None:
    for kind, place in (
        ("w:bookmarkStart", paragraph.index(paragraph.pPr) + 1),
        ("w:bookmarkEnd", len(paragraph) + 1),
    ):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), str(n))
        if kind == "w:bookmarkStart":
            mark.set(qn("w:name"), _name(n))
        paragraph.insert(place, mark)


def _name(n: int) -> str:
    return f"_Toc{n}"
