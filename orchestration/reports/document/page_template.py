"""The Word template as a Jinja template of HTML: its text by mammoth, its tags whole, its tables told by their headings."""

import html
import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import mammoth
from jinja2 import Template
from lxml.html import HtmlElement

from orchestration.reports.document.figures import environment

BELOW_TITLE = 2
# Word's paragraph styles that are more than text: the title heads the page; lists mammoth knows
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Heading 1'] => h{first}:fresh
p[style-name='Heading 2'] => h{second}:fresh
p[style-name='Титульный лист'] => p.title-page:fresh
p[style-name='Гриф'] => p.approval:fresh
p[style-name='Подпись'] => p.signature:fresh
p[style-name='Примечание'] => p.note:fresh
p[style-name='Строка таблицы'] => p.text:fresh
"""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
QUOTES = str.maketrans("“”‘’", "\"\"''")
# Word may part a tag between its braces: {<strong>{ name }}
PARTED = re.compile(r"(?<=\{)(?:<[^>]+>)+(?=[{%#])|(?<=[%}#])(?:<[^>]+>)+(?=\})")
# what docxtpl takes for the whole paragraph or row: {%p if … %}; for the shade of a cell: {% cellbg … %}
PARAGRAPHS, ROWS = ("p", "li", "h1", "h2", "h3"), ("tr",)
BLOCKS = (
    (ROWS, re.compile(r"\{%tr (.*?)%\}", re.DOTALL)),
    (PARAGRAPHS, re.compile(r"\{%p (.*?)%\}", re.DOTALL)),
)
SHADED = re.compile(r"<(t[dh])([^>]*)>(<p[^>]*>)\{% cellbg (.*?)%\}")
LOOPED = re.compile(r"for \w+ in \w+\.(\w+)")


def filled_page(template: Path, context: Mapping[str, Any], top: int = BELOW_TITLE) -> str:
    """The text of the page; top: which heading «Heading 1» is, below a title the second. Raises as filled_word does."""
    return compiled(template.read_bytes(), top).render(context)


@cache
def compiled(template: bytes, top: int) -> Template:
    """page_template, kept: a template is filled for both editions, and for each school."""
    return environment().from_string(page_template(template, top))


def page_template(template: bytes, top: int = BELOW_TITLE) -> str:
    """The Word file as a Jinja template of HTML."""
    styles = STYLES.format(first=top, second=top + 1)
    converted = PARTED.sub("", mammoth.convert_to_html(io.BytesIO(template), style_map=styles).value)
    page = lxml.html.fragment_fromstring(converted, create_parent="main")
    for table in page.iter("table"):
        _tell_headings(table)
    for elements, block in BLOCKS:
        for element in list(page.iter(*elements)):
            found = block.search(element.text_content())
            if found and element.find(".//table") is None:
                element.tail = f"{{% {found[1]} %}}{element.tail or ''}"
                element.drop_tree()
    text = "".join([page.text or "", *(lxml.html.tostring(each, encoding="unicode") for each in page)])
    whole = TAG.sub(lambda tag: html.unescape(MARKUP.sub("", tag[0])).translate(QUOTES), text)
    return SHADED.sub(r'<\1\2 style="background: #{{ \4 }}">\3', whole)


def _tell_headings(table: HtmlElement) -> None:
    """Each cell says under which heading it stands, the first text of a row names it; what is looped over names the table."""
    if table.find(".//table") is not None:
        table.set("class", "columns")
        table.set("role", "presentation")
        return
    looped = LOOPED.search(table.text_content())
    if looped:
        table.set("id", looped[1])
    headings = [heading.text_content() for heading in table.iterfind("thead/tr/th")]
    table.set("class", "cards" if headings else "plain")
    for row in table.iterfind(".//tr[td]"):
        cells = row.findall("td")
        name = next((cell for cell in cells if cell.find("p[@class='text']") is not None), None)
        # a cell over several columns stands under none of their headings
        told = headings if len(headings) == len(cells) else [""] * len(cells)
        for cell, heading in zip(cells, told, strict=True):
            if cell is name:
                cell.tag = "th"
                cell.set("scope", "row")
            elif heading:
                cell.set("data-heading", heading)
