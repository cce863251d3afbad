"""A workbook in one of a form's variants -> one row per cell, each with its place.

The registry and the municipal workbooks are both read here: a form is data, not code.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from orchestration.forms.form import Column, Sheet, Variant, totals, variables
from orchestration.forms.version import VERSION_LABEL, FormVersion
from orchestration.intake.cell_values import cell_value
from orchestration.intake.deliveries import Delivery, Place, Problem, Repair, SentFile
from orchestration.intake.grids import Grid, UnreadableWorkbookError, address, open_grids
from orchestration.intake.headings import heading_problems
from orchestration.intake.refusals import RefusedFileError
from orchestration.intake.repairs import Step
from orchestration.intake.sheets import Located, copies, lost_sheets, recognise
from orchestration.intake.totals import wrong_totals
from orchestration.intake.values import Reading, as_text, normal, read_value, showable

# digits from which a number is a code: a school may be named «Всего…», a totals row may count schools
CODE_LENGTH = 3
KEY = variables()["municipality_code"]  # what a code looks like
Cell = dict[str, object]


@dataclass
class WorkbookReading:
    """What one workbook says: who sent it, its cells, what was wrong with it.

    unplaced: the cells of rows that name no school, by their rule; entity is None there.
    version: as the title sheet names it, None where it names none.
    """

    delivery: Delivery
    cells: list[Cell] = field(default_factory=list)
    unplaced: list[Cell] = field(default_factory=list)
    version: FormVersion | None = None
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def read_workbook(file: SentFile, variants: tuple[Variant, ...]) -> WorkbookReading:
    """Read a workbook cell by cell in the variant that its title sheet names, else in that which explains most headings.

    Never raises for what a sender can do wrong: an unreadable, protected or foreign file is a refused delivery, a
    missing or unknown heading a problem of its own, all of them at once.
    """
    delivery = Delivery(file.name, file.sha256)
    reading = WorkbookReading(delivery)
    grids = _opened(file, reading)
    if grids is None:
        return reading
    reading.version = FormVersion.parse(_beside(grids, VERSION_LABEL) or "")
    named = tuple(form for form in variants if reading.version and form.name == reading.version.variant)
    recognised = (recognise(grids, named) or recognise(grids, variants)) if grids else None
    if recognised is None:
        reading.problems.append(delivery.refuse(Problem("workbook_unknown_form", file.place), "refused"))
        return reading
    variant, located = recognised
    delivery.variant = reading.version.name if reading.version and variant in named else variant.name
    delivery.municipality_code = _sender(grids, variant.title) if variant.title else None
    lost = list(lost_sheets(variant, located, grids))
    reading.problems += heading_problems(variant, [*located, *lost], file.place)
    reading.problems += _twice(copies(variant, located, grids), file.place)
    for sheet in located:
        _read_sheet(sheet, reading, file)
    for sheet in lost:
        _count_rows(sheet, delivery)
    return reading


def _opened(file: SentFile, reading: WorkbookReading) -> list[Grid] | None:
    """The workbook's sheets; None where it cannot or must not be opened, which the reading then tells."""
    try:
        return open_grids(file.path)
    except RefusedFileError as error:
        problem, state = Problem(error.rule, file.place, error.value, error.limit), "refused"
    except UnreadableWorkbookError as error:
        problem, state = Problem(f"workbook_{error.state}", file.place), error.state
    reading.problems.append(reading.delivery.refuse(problem, state))
    return None


def _twice(copied: Iterable[tuple[Located, Located]], place: Place) -> Iterator[Problem]:
    """The sheets that the workbook has again and that answer anything otherwise than the one that is read."""
    for copy, kept in copied:
        if not _answers(copy).items() <= _answers(kept).items():
            title = copy.grid.shown_title
            yield Problem("sheet_twice", replace(place, sheet=title), title, kept.grid.shown_title)


def _sender(grids: list[Grid], title: Sheet) -> str | None:
    """The municipality's code as the title sheet names it; None where anything but a code stands there."""
    code = _beside(grids, *title.wordings(title.key.heading))
    return code if code and _is_key(code) else None


def _beside(grids: list[Grid], *headings: str) -> str | None:
    """What is written beside a label of the title sheet: the municipality's code, the form's version."""
    labels = set(map(normal, headings))
    for grid in grids:
        for row in grid.rows[:40]:
            texts = [normal(cell) for cell in row]
            for label in labels.intersection(texts):
                beside = [as_text(cell) for cell in row[texts.index(label) + 1 :] if as_text(cell)]
                return beside[0] if beside else None
    return None


def _answers(place: Located) -> dict[tuple[str, Column], str]:
    """What a sheet answers, by the row's key; blanks left out."""
    key = place.columns[place.sheet.key]
    return {
        (_entity(place.grid.value(row, key), place.sheet)[0], column): text
        for row in range(place.first_row, len(place.grid.rows))
        for column, position in place.columns.items()
        if column.role == "value" and (text := normal(place.grid.value(row, position)))
    }


def _read_sheet(sheet: Located, reading: WorkbookReading, file: SentFile) -> None:
    key, place = sheet.columns[sheet.sheet.key], replace(file.place, sheet=sheet.grid.shown_title)
    values = [column for column in sheet.sheet.columns if column.role == "value"]
    positions = {sheet.columns[column] for column in values if column in sheet.columns}
    totals, first, first_unplaced = [], len(reading.cells), len(reading.unplaced)
    for row in range(sheet.first_row, len(sheet.grid.rows)):
        entity, steps = _entity(sheet.grid.value(row, key), sheet.sheet)
        filled = any(
            as_text(sheet.grid.value(row, position)) or (row, position) in sheet.grid.marks
            for position in positions
        )
        answers = positions if entity or not sheet.sheet.is_numbered else set()
        named = entity.isdecimal() and len(entity) >= CODE_LENGTH and not sheet.sheet.is_numbered
        total = not named and _is_total(sheet.grid.rows[row], answers)
        if total:
            totals.append(row)
        if total or not (filled or _is_asked(entity, sheet.sheet)):
            continue  # totals, blank rows and what is signed below the table
        reading.delivery.rows_in += 1
        where = replace(place, cell=address(row, key))
        if not _is_key(entity):
            reading.delivery.rows_set_aside += 1
            problem = _keyless(entity, sheet.sheet, where)
            reading.problems.append(problem)
            blind = WorkbookReading(reading.delivery)  # the cells' own problems wait until the row has a code
            unplaced = [_cell(sheet, column, row, entity, where, blind) for column in values]
            reading.unplaced += [{**cell, "entity": None, "rule": problem.rule} for cell in unplaced]
            continue
        reading.repairs += [Repair(step, where, entity=entity) for step in steps]
        for column in values:
            reading.cells.append(_cell(sheet, column, row, entity, where, reading))
    read = [*reading.cells[first:], *reading.unplaced[first_unplaced:]]
    reading.problems += wrong_totals(sheet, totals, read, place)


def _count_rows(sheet: Located, delivery: Delivery) -> None:
    """The rows of a sheet without its codes, or with few known headings, came and go no further."""
    key = sheet.columns.get(sheet.sheet.key)
    answers = {position for column, position in sheet.columns.items() if column.role == "value"}
    for row in sheet.grid.rows[sheet.first_row :]:
        entity = "" if key is None else _entity(row[key], sheet.sheet)[0]
        filled = any(as_text(row[position]) for position in answers) and not _is_total(row, answers)
        if filled or (entity.isdecimal() and (sheet.sheet.is_numbered or len(entity) >= CODE_LENGTH)):
            delivery.rows_in += 1
            delivery.rows_set_aside += 1


def _entity(raw: object, sheet: Sheet) -> tuple[str, tuple[Step, ...]]:
    """A row's key as digits, a row's number without what is written round it; a code that was repaired with its steps."""
    sent = as_text(raw)
    if sheet.is_numbered:
        number = sent.strip("№. ")
        return str(int(number)) if number.isdecimal() else sent, ()
    code = read_value(raw, KEY)
    return code.text or sent, code.steps


def _is_key(entity: str) -> bool:
    """Digits, no more than a code or a row's number has: a longer run may be the number of somebody's document."""
    return entity.isdecimal() and len(entity) <= (KEY.digits or 0)


def _is_asked(entity: str, sheet: Sheet) -> bool:
    """A school without answers is a row of blanks; a number with nothing beside it waits for its row."""
    return entity.isdecimal() and not sheet.is_numbered


def _keyless(entity: str, sheet: Sheet, where: Place) -> Problem:
    if entity:
        return Problem("not_a_code", where, value=showable(entity, KEY))
    return Problem("row_without_key", where, value=sheet.key.heading)


def _is_total(row: Sequence[object], answers: Collection[int]) -> bool:
    """A totals row is named in a column of its own; the same word in an answer's cell is a slip in the answer."""
    labels = [cell for position, cell in enumerate(row) if position not in answers]
    return any(isinstance(cell, str) and normal(cell).startswith(totals()) for cell in labels)


def _cell(
    sheet: Located, column: Column, row: int, entity: str, key: Place, reading: WorkbookReading
) -> Cell:
    """One cell with its place; a column that the sender lost or doubled is set aside at the row's key."""
    position = None if column in sheet.twice else sheet.columns.get(column)
    variable = variables()[column.variable]
    if position is None:
        value, where = Reading("set_aside", ""), key
    else:
        value = cell_value(sheet.grid, row, position, variable)
        where = Place(key.file, key.sha256, key.sheet, address(row, position))
    reading.repairs += [Repair(step, where, entity=entity, variable=variable.name) for step in value.steps]
    if value.rule:
        reading.problems.append(
            Problem(value.rule, where, value=value.raw_text, entity=entity, variable=variable.name)
        )
    return {
        "part": sheet.sheet.part,
        "entity": entity,
        "variable": variable.name,
        "raw_text": value.raw_text,
        "number": value.number,
        "text": value.text,
        "state": value.state,
        "file": where.file,
        "file_sha256": where.sha256,
        "sheet": where.sheet,
        "cell": where.cell,
        "key_cell": key.cell,
    }
