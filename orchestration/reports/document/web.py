"""The same Word template as one page: its tables as those of the table pages, pictures inline."""

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from orchestration.reports.document.page_template import MARKUP, filled_page
from orchestration.reports.document.word import PLACE, Put
from orchestration.reports.page import TEMPLATES
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import JOINER, NBSP, typeset
from orchestration.reports.table import Table

PLACE_PARAGRAPH = re.compile(rf"<p[^>]*>\s*{PLACE.pattern}\s*</p>")
BEFORE_FIGURE = re.compile(r"(?<=\N{EN DASH}) (?=<data[^>]*>\d)")
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
    text = filled_page(template, context)
    text = TEXT_NODE.sub(lambda node: typeset(node[0]), text)
    text = BEFORE_FIGURE.sub(f"{JOINER}{NBSP}", AFTER_FIGURE.sub(rf"\1{NBSP}", text))
    pictures = iter(range(1, len(text)))

    def put_here(place: re.Match[str]) -> str:
        found = put(place[1])
        return _table(found) if isinstance(found, Table) else _picture(found, next(pictures))

    text, contents = _with_contents(PLACE_PARAGRAPH.sub(put_here, text))
    page = TEMPLATES.get_template("document/document.html.j2")
    return page.render(title=title, contents=contents, text=Markup(text), made_of=made_of)


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
