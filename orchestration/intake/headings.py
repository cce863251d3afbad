"""What is wrong with the headings and sheets of a workbook."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from orchestration.forms.file_names import MASK
from orchestration.forms.form import Column, Variant, heading_texts
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.grids import address
from orchestration.intake.sheets import Located
from orchestration.intake.values import as_text, normal

WORD = re.compile(r"\w+")


def heading_problems(variant: Variant, located: list[Located], place: Place) -> Iterator[Problem]:
    """Sheets and headings that the variant declares and the workbook lacks, has twice, or has besides; all at once."""
    found = {sheet.sheet.part for sheet in located}
    for declared in variant.tables:
        if declared.part not in found:
            yield Problem("sheet_missing", place, value=declared.title)
    for sheet in located:
        title = sheet.grid.shown_title
        for column in sheet.missing:
            where = replace(place, sheet=title)
            yield Problem("heading_missing", where, value=column.words, variable=_variable(column))
        for position in sheet.unknown:
            row = sheet.row + sheet.sheet.heading_rows - 1
            text = as_text(sheet.grid.value(row, position)) or as_text(sheet.grid.value(sheet.row, position))
            where = replace(place, sheet=title, cell=address(row, position))
            yield Problem("heading_unknown", where, value=_shown_heading(text))
        for column, position in sheet.twice.items():
            row = sheet.row + (sheet.sheet.heading_rows - 1 if column.group else 0)
            where = replace(place, sheet=title, cell=address(row, position))
            yield Problem("heading_twice", where, value=column.words, variable=_variable(column))


def _variable(column: Column) -> str | None:
    return column.variable if column.role == "value" else None


def _shown_heading(text: str) -> str:
    """A heading that no form declares, where all its words are of declared ones: any other may be a name."""
    return text if set(WORD.findall(normal(text))) <= _heading_words() else MASK


@cache
def _heading_words() -> set[str]:
    return {word for text in heading_texts() for word in WORD.findall(normal(text))}
