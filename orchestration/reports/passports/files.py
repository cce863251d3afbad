"""Passports and summaries as files: a Word document and a page each, and none of a school that left the list."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from markupsafe import Markup

from orchestration.atomic_files import write_in_place
from orchestration.reports.document.documents import TEMPLATES
from orchestration.reports.document.page_template import filled_page
from orchestration.reports.document.sources import Sources
from orchestration.reports.document.word_template import filled_word
from orchestration.reports.marts import reading
from orchestration.reports.page import TEMPLATES as PAGES
from orchestration.reports.passports import municipality, school
from orchestration.reports.passports.material import Material

SUFFIXES = (".docx", ".html")
PASSPORT, MUNICIPALITY = (TEMPLATES / f"{name}.docx" for name in ("passport", "municipality"))
TOP = 1  # which heading the first in their text is, as page_template counts


def write_passports(marts: duckdb.DuckDBPyConnection | Path, campaign: str, folder: Path) -> list[Path]:
    """<folder>/<campaign>/passports/<school_code>.docx and .html for each included school; returns their paths.

    All are made before the first is put in place. The same marts give the same bytes; files of schools that are
    not on the list any more are removed. Raises NoRowsError where the campaign has no schools.
    """
    with reading(marts) as connection:
        made = school.passports(Material(Sources(connection, campaign, "", school.READ)))
    documents = {passport.code: {"p": passport, "title": passport.name} for passport in made}
    return _write(PASSPORT, documents, folder / campaign / "passports")


def write_municipalities(marts: duckdb.DuckDBPyConnection | Path, campaign: str, folder: Path) -> list[Path]:
    """<folder>/<campaign>/municipalities/<municipality_code>.docx and .html for each municipality; else as write_passports."""
    with reading(marts) as connection:
        made = municipality.summaries(Material(Sources(connection, campaign, "", municipality.READ)))
    documents = {summary.code: {"s": summary, "title": summary.name} for summary in made}
    return _write(MUNICIPALITY, documents, folder / campaign / "municipalities")


def _write(word: Path, documents: Mapping[str, Mapping[str, Any]], folder: Path) -> list[Path]:
    page = PAGES.get_template("passports/page.html.j2")
    made: dict[Path, bytes] = {}
    for code, context in documents.items():
        text = Markup(filled_page(word, context, top=TOP))
        made[folder / f"{code}.docx"] = filled_word(word, context)
        made[folder / f"{code}.html"] = page.render(
            title=context["title"], kind=word.stem, text=text
        ).encode()
    written = write_in_place(made)
    _remove_others(folder, written)
    return written


def _remove_others(folder: Path, made: Iterable[Path]) -> None:
    """What a former run made of a school or municipality that is none of this one's."""
    for path in {path for suffix in SUFFIXES for path in folder.glob(f"*{suffix}")} - set(made):
        path.unlink()
