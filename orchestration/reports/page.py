"""A table as one HTML page that needs nothing but itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.reports.table import Table

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# the page is UTF-8: a Russian letter is two bytes, escaped it would be six
TEMPLATES.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}


def html_page(table: Table, made_of: Sequence[Mapping[str, Any]] = ()) -> str:
    """The page: every figure is a `data` element with its address in data-figure and its number in value.

    made_of: what the figures come from, as lineage.click_through gives it, by campaign; then a click on one opens it.
    On a narrow screen each row becomes a card, its cells named by their headings; the roles
    spelled out in the template keep it a table for screen readers.
    """
    return TEMPLATES.get_template("page.html.j2").render(table=table, made_of=made_of)
