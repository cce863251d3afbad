"""What a trace's tree ends in, in words: cells of workbooks, lines of exam exports, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.lineage.made_of import Cell, ExamLines, FormCell, RowCell, ranges


@dataclass(frozen=True)
class Node:
    """A line of the tree and what hangs below it."""

    text: str
    children: tuple["Node", ...] = ()


def registered(cell: Cell) -> str:
    """The registry's cell as it was typed."""
    typed = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    return f"registry {cell.variable}, typed {typed}: {cell.file}, {cell.sheet}!{cell.cell}"


def sources(cells: Sequence[FormCell], exports: Sequence[ExamLines], alone: bool) -> list[Node]:
    """What a value was read from; alone: each exam line is named, not only counted."""
    return [Node(form_cell(cell)) for cell in cells] + [Node(exam_lines(lines, alone)) for lines in exports]


def form_cell(cell: FormCell) -> str:
    """A cell of a municipal workbook, how it was read and what was typed."""
    typed = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    read = (
        plain(cell.number)
        if cell.state == "answered"
        else cell.state + (f" ({cell.rules})" if cell.rules else "")
    )
    counts = f", counts when {cell.counts_when}" if cell.counts_when else ""
    repaired = f", repaired: {cell.repair}" if cell.repair else ""
    place = f"{cell.file}, {cell.sheet}!{cell.cell}"
    return f"{cell.part} {cell.variable} = {read}{counts}, typed {typed}{repaired}: {place}"


def row_cell(cell: RowCell) -> str:
    """A cell of a row that is counted."""
    said = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    read = f" = {plain(cell.number)}" if cell.role == "counted" else ""
    return f"{cell.role} {cell.variable}{read}, typed {said}: {cell.file}, {cell.sheet}!{cell.cell}"


def exam_lines(lines: ExamLines, alone: bool) -> str:
    """The lines of an export that count in a subject."""
    places = ranges(lines.lines) if alone else f"{min(lines.lines)} to {max(lines.lines)}"
    counted = f"{lines.exam} {lines.exam_year} {lines.subject}: {len(lines.lines)} lines count"
    ratio = ""
    if lines.region_mean is not None:
        ratio = (
            f", {lines.scale} mean {plain(lines.school_mean)} / region's {plain(lines.region_mean)} "
            f"of {lines.region_participants} participants"
        )
    return f"{counted}{ratio}: {lines.file}, {'' if alone else 'between '}lines {places}"


def plain(number: float | None) -> str:
    """Six significant digits: what is printed is rounded later."""
    return "none" if number is None else f"{number:.6g}"
