"""A trace as a tree of lines for a terminal, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from orchestration.lineage.made_of import (
    Cell,
    Criterion,
    Decision,
    ExamLines,
    FormCell,
    InstituteCell,
    School,
    Target,
    Trace,
    ranges,
)

OPERATORS = {"below": "below", "above": "above", "at_least": "at least", "is_yes": "yes"}


@dataclass(frozen=True)
class Node:
    """A line of the tree and what hangs below it."""

    text: str
    children: tuple["Node", ...] = ()


def trace_json(traced: Trace) -> str:
    """Everything of the trace, as indented JSON."""
    return json.dumps(asdict(traced), ensure_ascii=False, indent=2)


def trace_text(traced: Trace) -> str:
    """The trace as a tree, then the files it ends in with their hashes.

    Several schools: only those that make the figure, and in Table 1 those left out, show their sources, and exam
    lines are counted; a school asked for alone shows all of it.
    """
    alone = len(traced.schools) == 1
    schools = (_school(school, traced, alone) for school in traced.schools)
    targets = (Node(_target(target)) for target in traced.targets)
    root = Node(
        _figure(traced), (*map(_decision, traced.decisions), *schools, *targets, *_rows(traced.cells))
    )
    files = sorted(set(_files(traced)))
    hashes = ["", "files (SHA-256):", *(f"  {sha256}  {file}" for file, sha256 in files)] if files else []
    return "\n".join([*_drawn(root), *hashes])


def _drawn(node: Node, first: str = "", rest: str = "") -> Iterator[str]:
    yield first + node.text
    for place, child in enumerate(node.children, start=1):
        last = place == len(node.children)
        yield from _drawn(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _figure(traced: Trace) -> str:
    as_made = "" if traced.campaign == traced.printed_in else f", printed as made then in {traced.printed_in}"
    head = f"{traced.figure} = {_number(traced.number)}, campaign {traced.campaign}{as_made}"
    if not traced.schools:
        counted = sum(cell.role == "counted" for cell in traced.cells)
        rows = len({(cell.part, cell.row_no) for cell in traced.cells}) + len(traced.targets)
        return f"{head}\n{traced.row_ru}\n{traced.statistic}; rows: {rows}, cells counted: {counted}"
    entering = [school for school in traced.schools if school.enters != "left_out"]
    zeros = sum(school.enters == "zero" for school in entering)
    counted = sum(school.counted for school in traced.schools)
    counts = f"schools asked: {len(traced.schools)}, made by: {counted}"
    if traced.indicator:
        counts += f", entering as zero: {zeros}, left out: {len(traced.schools) - len(entering)}"
    lists = f"list of {traced.list_campaign} by {traced.rule_set}"
    subject = f"{traced.indicator}, {traced.row_ru}" if traced.indicator else traced.row_ru
    return f"{head}\n{subject}\n{traced.statistic} over the included schools ({lists}); {counts}"


def _school(school: School, traced: Trace, alone: bool) -> Node:
    shown = alone or school.counted or school.enters == "left_out"
    text = f"{school.school_code} {school.school_name or ''}: {_enters(school, traced)}"
    if not shown:
        return Node(text)
    sources = _sources(school.cells, school.exports, alone)
    criteria = [_criterion(criterion, alone) for criterion in school.criteria]
    if traced.indicator and not sources:
        sources = [Node(f"no cell and no line: {school.missing_reason}")]
    registry = [Node(_registered(cell)) for cell in _deciding(school, traced, alone)]
    return Node(text, (*registry, *sources, *criteria))


def _decision(decision: Decision) -> Node:
    head = f"decision: {decision.action} {decision.school_code} {decision.school_name or ''}, {decision.decision_ru}"
    said = f"{head}, {decision.reason_ru} ({decision.author_ru})"
    confirms = "" if decision.changes_list else ", as the rule has it"
    return Node(f"{said}{confirms}: {decision.file}, {decision.sheet}!{decision.cell}")


def _deciding(school: School, traced: Trace, alone: bool) -> list[Cell]:
    """The registry's cells that matter: the municipality for Table 5, the kind where a grade is missing."""
    deciding = set() if traced.indicator else {"municipality_code"}
    if school.missing_reason == "no_such_grade":
        deciding.add("school_kind")
    return [cell for cell in school.registry if alone or cell.variable in deciding]


def _registered(cell: Cell) -> str:
    typed = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    return f"registry {cell.variable}, typed {typed}: {cell.file}, {cell.sheet}!{cell.cell}"


def _enters(school: School, traced: Trace) -> str:
    if not traced.indicator:
        return f"{school.cluster or 'not on the list'}{', counted' if school.counted else ', not counted'}"
    if school.enters == "left_out":
        return f"left out, {school.status}: {school.missing_reason}"
    if school.enters == "zero":
        return f"enters as 0, not applicable: {school.missing_reason}"
    quotient = f" = {_number(school.numerator)} / {_number(school.denominator)}" if school.denominator else ""
    return f"{_number(school.value)}{quotient}"


def _criterion(criterion: Criterion, alone: bool) -> Node:
    year = f" {criterion.exam_year}" if criterion.exam_year else ""
    head = f"{criterion.dimension}: {criterion.criterion}{year}"
    children = tuple(_sources(criterion.cells, criterion.exports, alone))
    if not criterion.applies:
        return Node(f"{head} does not apply: {criterion.reason}", children)
    quotient = f" = {_number(criterion.numerator)} / {_number(criterion.denominator)}"
    value = _number(criterion.value) + (quotient if criterion.denominator else "")
    return Node(f"{head} {'met' if criterion.met else 'not met'}: {value}, {_threshold(criterion)}", children)


def _threshold(criterion: Criterion) -> str:
    met_when = f"met when {OPERATORS[criterion.operator]}"
    if criterion.operator == "is_yes":
        return met_when
    pooled = f" ({_number(criterion.factor)} times the region's pooled share)"
    return f"{met_when} {_number(criterion.threshold)}{pooled if criterion.reference != 'absolute' else ''}"


def _sources(cells: Sequence[FormCell], exports: Sequence[ExamLines], alone: bool) -> list[Node]:
    return [Node(_cell(cell)) for cell in cells] + [Node(_lines(lines, alone)) for lines in exports]


def _cell(cell: FormCell) -> str:
    typed = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    read = (
        _number(cell.number)
        if cell.state == "answered"
        else cell.state + (f" ({cell.rules})" if cell.rules else "")
    )
    counts = f", counts when {cell.counts_when}" if cell.counts_when else ""
    repaired = f", repaired: {cell.repair}" if cell.repair else ""
    place = f"{cell.file}, {cell.sheet}!{cell.cell}"
    return f"{cell.part} {cell.variable} = {read}{counts}, typed {typed}{repaired}: {place}"


def _rows(cells: Sequence[InstituteCell]) -> Iterator[Node]:
    for (part, row_no, name), of_row in groupby(cells, lambda cell: (cell.part, cell.row_no, cell.row_ru)):
        text = f"{row_no} {name}" if name else f"row {row_no}"
        share = "" if part == "value" else f"{part}: "
        yield Node(f"{share}{text}", tuple(Node(_institute_cell(cell)) for cell in of_row))


def _target(target: Target) -> str:
    fact = _number(target.fact_value)
    return f"{target.figure} = {fact}, plan {_number(target.plan)}, {target.state}: {target.target_ru}"


def _institute_cell(cell: InstituteCell) -> str:
    said = f"«{cell.raw_text}»" if cell.raw_text else "nothing"
    read = f" = {_number(cell.number)}" if cell.role == "counted" else ""
    return f"{cell.role} {cell.variable}{read}, typed {said}: {cell.file}, {cell.sheet}!{cell.cell}"


def _lines(lines: ExamLines, alone: bool) -> str:
    places = ranges(lines.lines) if alone else f"{min(lines.lines)} to {max(lines.lines)}"
    counted = f"{lines.exam} {lines.exam_year} {lines.subject}: {len(lines.lines)} lines count"
    ratio = ""
    if lines.region_mean is not None:
        ratio = (
            f", {lines.scale} mean {_number(lines.school_mean)} / region's {_number(lines.region_mean)} "
            f"of {lines.region_participants} participants"
        )
    return f"{counted}{ratio}: {lines.file}, {'' if alone else 'between '}lines {places}"


def _files(traced: Trace) -> Iterator[tuple[str, str]]:
    yield from ((cell.file, cell.file_sha256) for cell in traced.cells)
    yield from ((decision.file, decision.file_sha256) for decision in traced.decisions)
    for school in traced.schools:
        sources: tuple[School | Criterion, ...] = (school, *school.criteria)
        for source in sources:
            places: tuple[FormCell | ExamLines, ...] = (*source.cells, *source.exports)
            yield from ((place.file, place.file_sha256) for place in places)
        yield from ((cell.file, cell.file_sha256) for cell in school.registry)


def _number(number: float | None) -> str:
    """Six significant digits: what is printed is rounded later."""
    return "none" if number is None else f"{number:.6g}"
