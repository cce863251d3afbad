"""The same Word template as one page: its text by mammoth, its tables as those of the table pages, pictures inline."""

import html
import io
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import mammoth
from markupsafe import Markup

from orchestration.reports.document.figures import environment
from orchestration.reports.document.word import PLACE, Put
from orchestration.reports.page import TEMPLATES
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import NBSP, typeset
from orchestration.reports.table import Table

# Word's paragraph styles that are more than text: the title heads the page; lists mammoth knows
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Титульный лист'] => p.title-page:fresh
p[style-name='Гриф'] => p.approval:fresh
p[style-name='Подпись'] => p.signature:fresh
"""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
QUOTES = str.maketrans("“”‘’", "\"\"''")
# what docxtpl takes for the whole paragraph or row: {%p if … %}
BLOCK = re.compile(
    r"<(p|li|h\d|tr)\b[^>]*>(?:(?!</\1>).)*?\{%(?:p|tr) (.*?)%\}(?:(?!</\1>).)*?</\1>", re.DOTALL
)
PLACE_PARAGRAPH = re.compile(rf"<p[^>]*>\s*{PLACE.pattern}\s*</p>")
# Word may part a tag between its braces: {<strong>{ name }}
PARTED = re.compile(r"(?<=\{)(?:<[^>]+>)+(?=[{%#])|(?<=[%}#])(?:<[^>]+>)+(?=\})")
AFTER_FIGURE = re.compile(r"(?<=\d)(</data>) (?=[а-яё])")
TEXT_NODE = re.compile(r"(?<=>)[^<]+(?=<)")
HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)


def html_document(
    template: Path,
    context: Mapping[str, Any],
    put: Put,
    title: str,
    made_of: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The page: self-contained, with a table of contents; figures are `data` elements with address and number.

    made_of: what a click on a figure opens, as lineage.click_through gives it. Raises as docx_bytes does.
    """
    text = environment().from_string(page_template(template)).render(context)
    text = AFTER_FIGURE.sub(rf"\1{NBSP}", text)
    text = TEXT_NODE.sub(lambda node: typeset(node[0]), text)
    pictures = iter(range(1, len(text)))

    def put_here(place: re.Match[str]) -> str:
        found = put(place[1])
        return _table(found) if isinstance(found, Table) else _picture(found, next(pictures))

    text, contents = _with_contents(PLACE_PARAGRAPH.sub(put_here, text))
    page = TEMPLATES.get_template("document/document.html.j2")
    return page.render(title=title, contents=contents, text=Markup(text), made_of=made_of)


def page_template(template: Path) -> str:
    """The Word template as a Jinja template of HTML: tags whole, whatever runs Word split them into."""
    converted = _converted(template.read_bytes())
    whole = TAG.sub(
        lambda tag: html.unescape(MARKUP.sub("", tag[0])).translate(QUOTES), PARTED.sub("", converted)
    )
    return BLOCK.sub(r"{% \2%}", whole)


@cache
def _converted(template: bytes) -> str:
    """Kept, since both editions are made of the same template."""
    return str(mammoth.convert_to_html(io.BytesIO(template), style_map=STYLES).value)


def _table(table: Table) -> str:
    return str(TEMPLATES.get_template("table.html.j2").module.grid(table))  # type: ignore[attr-defined]


def _picture(picture: Picture, n: int) -> str:
    figure = Markup(
        '<figure id="{}"><div role="img" aria-label="{}">{}</div><figcaption>Рисунок {}. {}</figcaption></figure>'
    )
    svg = Markup(picture.svg[picture.svg.index("<svg") :])
    return str(figure.format(picture.name, picture.alt, svg, n, picture.caption))


def _with_contents(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text with addressed headings, and what leads to them: level, address, words."""
    contents: list[tuple[int, str, str]] = []

    def addressed(heading: re.Match[str]) -> str:
        address = f"section-{len(contents) + 1}"
        contents.append((int(heading[1]) - 1, address, html.unescape(MARKUP.sub("", heading[2]))))
        return f'<h{heading[1]} id="{address}">{heading[2]}</h{heading[1]}>'

    return HEADING.sub(addressed, text), contents
