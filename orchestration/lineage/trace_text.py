"""A trace as a tree of lines for a terminal, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from orchestration.lineage.made_of import (
    Approval,
    Cell,
    Criterion,
    Decision,
    ExamLines,
    FormCell,
    Outcome,
    RowCell,
    School,
    Target,
    Trace,
    Value,
)
from orchestration.lineage.trace_leaves import Node, plain, registered, row_cell, sources

OPERATORS = {"below": "below", "above": "above", "at_least": "at least", "is_yes": "yes"}


def trace_json(traced: Trace) -> str:
    """Everything of the trace, as indented JSON."""
    return json.dumps(asdict(traced), ensure_ascii=False, indent=2)


def trace_text(traced: Trace) -> str:
    """The trace as a tree, then the files it ends in with their hashes.

    Several schools, or indicators: only those that make the figure, and in Table 1 those left out, show their sources, and exam
    lines are counted; a school asked for alone shows all of it.
    """
    alone = len(traced.codes) == 1
    schools = (_school(school, traced, alone) for school in traced.schools)
    outcomes = (_outcome(outcome, alone) for outcome in traced.outcomes)
    targets = (Node(_target(target)) for target in traced.targets)
    root = Node(
        _figure(traced),
        (*map(_decision, traced.decisions), *schools, *outcomes, *targets, *_rows(traced.cells)),
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
    head = f"{traced.figure} = {plain(traced.number)}, campaign {traced.campaign}{as_made}"
    orders = sorted({school.approval.approval_ru for school in traced.schools if school.approval})
    made = f"approved: {', '.join(orders)}" if orders else f"by {traced.rule_set}"
    lists = f"list of {traced.list_campaign} {made}"
    over = "open schools" if traced.statistic.startswith("region") else f"included schools ({lists})"
    if traced.outcomes:
        counted = sum(outcome.counted for outcome in traced.outcomes)
        asked = f"indicators of schools asked: {len(traced.outcomes)}, counted: {counted}"
        return f"{head}\n{traced.row_ru}\n{traced.statistic} over the {over}; {asked}"
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
    subject = f"{traced.indicator}, {traced.row_ru}" if traced.indicator else traced.row_ru
    return f"{head}\n{subject}\n{traced.statistic} over the {over}; {counts}"


def _school(school: School, traced: Trace, alone: bool) -> Node:
    shown = alone or school.counted or school.enters == "left_out"
    text = f"{school.school_code} {school.school_name or ''}: {_enters(school, traced)}"
    if not shown:
        return Node(text)
    places = sources(school.cells, school.exports, alone)
    criteria = [_criterion(criterion, alone) for criterion in school.criteria]
    if traced.indicator and not places:
        places = [Node(f"no cell and no line: {school.missing_reason}")]
    registry = [Node(registered(cell)) for cell in _deciding(school, traced, alone)]
    approval = (
        [Node(_approval(school.approval))] if school.approval and (alone or not traced.indicator) else []
    )
    return Node(text, (*approval, *registry, *places, *criteria))


def _outcome(outcome: Outcome, alone: bool) -> Node:
    counted = "counted" if outcome.counted else "not counted"
    text = f"{outcome.school_code} {outcome.school_name or ''}, {outcome.indicator}: {outcome.outcome}, {counted}"
    shown = outcome.values if alone or outcome.counted else ()
    return Node(text, tuple(_value(value, alone) for value in shown))


def _value(value: Value, alone: bool) -> Node:
    said = _quotient(value) if value.status == "value" else f"{value.status}: {value.missing_reason}"
    return Node(f"{value.campaign}: {said}", tuple(sources(value.cells, value.exports, alone)))


def _quotient(value: School | Criterion | Value) -> str:
    parts = f" = {plain(value.numerator)} / {plain(value.denominator)}" if value.denominator else ""
    return plain(value.value) + parts


def _decision(decision: Decision) -> Node:
    head = f"decision: {decision.action} {decision.school_code} {decision.school_name or ''}, {decision.decision_ru}"
    said = f"{head}, {decision.reason_ru} ({decision.author_ru})"
    confirms = "" if decision.changes_list else ", as the rule has it"
    return Node(f"{said}{confirms}: {decision.file}, {decision.sheet}!{decision.cell}")


def _approval(approval: Approval) -> str:
    return (
        f"approved: «{approval.raw_text}», {approval.approval_ru}: "
        f"{approval.file}, {approval.sheet}!{approval.cell}"
    )


def _deciding(school: School, traced: Trace, alone: bool) -> list[Cell]:
    """The registry's cells that matter: the municipality for Table 5, the kind where a grade is missing."""
    deciding = set() if traced.indicator else {"municipality_code"}
    if school.missing_reason == "no_such_grade":
        deciding.add("school_kind")
    return [cell for cell in school.registry if alone or cell.variable in deciding]


def _enters(school: School, traced: Trace) -> str:
    if not traced.indicator:
        return f"{school.cluster or 'not on the list'}{', counted' if school.counted else ', not counted'}"
    if school.enters == "left_out":
        return f"left out, {school.status}: {school.missing_reason}"
    if school.enters == "zero":
        return f"enters as 0, not applicable: {school.missing_reason}"
    return _quotient(school)


def _criterion(criterion: Criterion, alone: bool) -> Node:
    year = f" {criterion.exam_year}" if criterion.exam_year else ""
    head = f"{criterion.dimension}: {criterion.criterion}{year}"
    children = tuple(sources(criterion.cells, criterion.exports, alone))
    if not criterion.applies:
        return Node(f"{head} does not apply: {criterion.reason}", children)
    judged = f"{'met' if criterion.met else 'not met'}: {_quotient(criterion)}, {_threshold(criterion)}"
    return Node(f"{head} {judged}", children)


def _threshold(criterion: Criterion) -> str:
    met_when = f"met when {OPERATORS[criterion.operator]}"
    if criterion.operator == "is_yes":
        return met_when
    pooled = f" ({plain(criterion.factor)} times the region's pooled share)"
    return f"{met_when} {plain(criterion.threshold)}{pooled if criterion.reference != 'absolute' else ''}"


def _rows(cells: Sequence[RowCell]) -> Iterator[Node]:
    for (part, row_no, name), of_row in groupby(cells, lambda cell: (cell.part, cell.row_no, cell.row_ru)):
        text = f"{row_no} {name}" if name else f"row {row_no}"
        share = "" if part == "value" else f"{part}: "
        yield Node(f"{share}{text}", tuple(Node(row_cell(cell)) for cell in of_row))


def _target(target: Target) -> str:
    fact = plain(target.fact_value)
    return f"{target.figure} = {fact}, plan {plain(target.plan)}, {target.state}: {target.target_ru}"


def _files(traced: Trace) -> Iterator[tuple[str, str]]:
    yield from ((cell.file, cell.file_sha256) for cell in traced.cells)
    yield from ((decision.file, decision.file_sha256) for decision in traced.decisions)
    made_of: list[School | Criterion | Value] = [
        value for outcome in traced.outcomes for value in outcome.values
    ]
    for school in traced.schools:
        made_of += [school, *school.criteria]
        yield from ((cell.file, cell.file_sha256) for cell in school.registry)
        if school.approval:
            yield school.approval.file, school.approval.file_sha256
    for source in made_of:
        places: tuple[FormCell | ExamLines, ...] = (*source.cells, *source.exports)
        yield from ((place.file, place.file_sha256) for place in places)
