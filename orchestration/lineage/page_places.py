"""Cells and lines as a page holds them for its click-through: what many figures share is said once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from orchestration.lineage.made_of import (
    Approval,
    Cell,
    Decision,
    ExamLines,
    FormCell,
    RowCell,
    ranges,
)

PARTS_RU = {"value": "", "numerator": "Числитель. ", "denominator": "Знаменатель. "}
ROWS_RU = {
    "rows": "Посчитаны строки",
    "distinct": "Разные значения в строках",
    "listed": "Названия в строках",
    "variables": "Виды в строках",
    "total": "Сумма по строкам",
    "minimum": "Наименьшее в строках",
    "maximum": "Наибольшее в строках",
}
Json = dict[str, Any]


@dataclass
class PagePlaces:
    """Cells and lines as the page holds them: files, names of variables and sheets are said once, and named by place."""

    files: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def held(self) -> Json:
        """All that was named by its place: `files` (name and SHA-256), `names` of variables and sheets, `cells`."""
        return {"files": list(self.files), "names": list(self.names), "cells": list(self.cells)}

    def of(self, cells: Iterable[FormCell], exports: Iterable[ExamLines]) -> Json:
        """`cells` and `lines`, where there are any."""
        found = {"cells": [*map(self._cell, cells)], "lines": [*map(self._lines, exports)]}
        return {kind: places for kind, places in found.items() if places}

    def rows(self, found: Iterable[tuple[str, RowCell]]) -> list[Json]:
        """The parts of a figure that is counted row by row, from its cells with the statistic of each.

        A row is its number or code, the places of its counted cells and of those that decide: figures share them.
        """
        parts = []
        for (part, statistic), members in groupby(found, key=lambda each: (each[1].part, each[0])):
            rows: dict[str, tuple[str, list[int], list[int]]] = {}
            for _, cell in members:
                label = cell.row_no if cell.row_ru else f"строка {cell.row_no}"
                _, counted, deciding = rows.setdefault(label, (label, [], []))
                place = self.cells.setdefault(tuple(self._cell(cell)), len(self.cells))
                (counted if cell.role == "counted" else deciding).append(place)
            parts.append({"name": PARTS_RU[part] + ROWS_RU[statistic], "rows": list(rows.values())})
        return parts

    def _cell(self, cell: Cell) -> list[Any]:
        name, sheet = (
            self.names.setdefault(words, len(self.names)) for words in (cell.variable_ru, cell.sheet)
        )
        return [name, cell.raw_text, cell.state, self._file(cell), sheet, cell.cell]

    def _lines(self, lines: ExamLines) -> list[Any]:
        counted = [len(lines.lines), ranges(lines.lines)]
        return [lines.exam, lines.exam_year, lines.subject_ru, self._file(lines), *counted]

    def approval(self, approval: Approval) -> list[Any]:
        """The school's cluster as the approved list has it, what approved it, and the cell."""
        words = f"«{approval.raw_text}», {approval.approval_ru}"
        return [words, self._file(approval), approval.sheet, approval.cell]

    def decision(self, decision: Decision) -> list[Any]:
        """What was decided, by whom and why, and the cell that says it."""
        words = f"{decision.decision_ru}, {decision.reason_ru} ({decision.author_ru})"
        return [decision.action, words, self._file(decision), decision.sheet, decision.cell]

    def _file(self, place: Cell | ExamLines | Approval | Decision) -> int:
        return self.files.setdefault((place.file, place.file_sha256), len(self.files))
