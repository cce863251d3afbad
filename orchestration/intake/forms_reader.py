"""A workbook in one of a form's variants -> one row per cell, each with its place.

The registry and the municipal workbooks are both read here: a form is data, not code.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.forms.form import Column, Sheet, Variant, variables
from orchestration.intake.deliveries import Delivery, Place, Problem, SentFile
from orchestration.intake.sheets import Grid, Located, UnreadableWorkbookError, address, open_grids, recognise
from orchestration.intake.values import Reading, as_text, normal, read_value, showable

TOTALS = ("итого", "всего")
Cell = dict[str, object]


@dataclass
class WorkbookReading:
    """What one workbook says: who sent it, its cells, what was wrong with it."""

    delivery: Delivery
    cells: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_workbook(file: SentFile, variants: tuple[Variant, ...]) -> WorkbookReading:
    """Read a workbook cell by cell in the variant that explains most of its headings.

    Never raises for what a sender can do wrong: an unreadable, protected or foreign file is a refused delivery, a
    missing or unknown heading a problem of its own, all of them at once.
    """
    delivery = Delivery(file.name, file.sha256)
    reading = WorkbookReading(delivery)
    place = Place(file.name, file.sha256)
    try:
        grids = open_grids(file.path)
    except UnreadableWorkbookError as error:
        reading.problems.append(delivery.refuse(Problem(f"workbook_{error.state}", place), error.state))
        return reading
    recognised = recognise(grids, variants) if grids else None
    if recognised is None:
        reading.problems.append(delivery.refuse(Problem("workbook_unknown_form", place), "refused"))
        return reading
    variant, located = recognised
    delivery.variant = variant.name
    delivery.municipality_code = _sender(grids, variant)
    reading.problems += _heading_problems(variant, located, place)
    for sheet in located:
        _read_sheet(sheet, reading, file)
    return reading


def _sender(grids: list[Grid], variant: Variant) -> str | None:
    """The municipality's code, written beside its label on the title sheet."""
    if variant.title is None:
        return None
    label = normal(variant.title.key.heading)
    for grid in grids:
        for row in grid.rows[:40]:
            texts = [normal(cell) for cell in row]
            if label in texts:
                beside = [as_text(cell) for cell in row[texts.index(label) + 1 :] if as_text(cell)]
                return beside[0] if beside else None
    return None


def _heading_problems(variant: Variant, located: list[Located], place: Place) -> Iterator[Problem]:
    found = {sheet.sheet.part for sheet in located}
    for declared in variant.tables:
        if declared.part not in found:
            yield Problem("sheet_missing", place, value=declared.title)
    for sheet in located:
        title = sheet.grid.title
        for column in sheet.missing:
            where = Place(place.file, place.sha256, title)
            words = ": ".join(filter(None, (column.group, column.heading)))
            yield Problem("heading_missing", where, value=words, variable=column.variable or None)
        for position in sheet.unknown:
            row = sheet.row + sheet.sheet.heading_rows - 1
            text = as_text(sheet.grid.value(row, position)) or as_text(sheet.grid.value(sheet.row, position))
            where = Place(place.file, place.sha256, title, address(row, position))
            yield Problem("heading_unknown", where, value=text)


def _read_sheet(sheet: Located, reading: WorkbookReading, file: SentFile) -> None:
    key = sheet.columns[sheet.sheet.key]
    values = [column for column in sheet.sheet.columns if column.role == "value"]
    positions = {sheet.columns[column] for column in values if column in sheet.columns}
    for row in range(sheet.first_row, len(sheet.grid.rows)):
        entity = _entity(as_text(sheet.grid.value(row, key)), sheet.sheet)
        filled = any(as_text(sheet.grid.value(row, position)) for position in positions)
        answers = positions if entity or not sheet.sheet.is_numbered else set()
        if _is_total(sheet.grid.rows[row], answers) or not (filled or _is_asked(entity, sheet.sheet)):
            continue  # totals, blank rows and what is signed below the table
        reading.delivery.rows_in += 1
        where = Place(file.name, file.sha256, sheet.grid.title, address(row, key))
        if not entity.isdecimal():
            reading.delivery.rows_set_aside += 1
            reading.problems.append(_keyless(entity, sheet.sheet, where))
            continue
        for column in values:
            reading.cells.append(_cell(sheet, column, row, entity, where, reading))


def _entity(sent: str, sheet: Sheet) -> str:
    """A row's key as digits: a code without the spaces in it, a row's number without what is written round it."""
    if sheet.is_numbered:
        number = sent.strip("№. ")
        return str(int(number)) if number.isdecimal() else sent
    compact = sent.replace(" ", "")
    return compact if compact.isdecimal() else sent


def _is_asked(entity: str, sheet: Sheet) -> bool:
    """A school without answers is a row of blanks; a number with nothing beside it waits for its row."""
    return entity.isdecimal() and not sheet.is_numbered


def _keyless(entity: str, sheet: Sheet, where: Place) -> Problem:
    if entity:
        return Problem("not_a_code", where, value=showable(entity, variables()["municipality_code"]))
    return Problem("row_without_key", where, value=sheet.key.heading)


def _is_total(row: Sequence[object], answers: Collection[int]) -> bool:
    """A totals row is named in a column of its own; the same word in an answer's cell is a slip in the answer."""
    labels = [cell for position, cell in enumerate(row) if position not in answers]
    return any(isinstance(cell, str) and normal(cell).startswith(TOTALS) for cell in labels)


def _cell(
    sheet: Located, column: Column, row: int, entity: str, key: Place, reading: WorkbookReading
) -> Cell:
    """One cell with its place; a column that the sender lost is set aside at the row's key."""
    position = sheet.columns.get(column)
    variable = variables()[column.variable]
    if position is None:
        value, where = Reading("set_aside", ""), key
    else:
        value = read_value(sheet.grid.value(row, position), variable)
        where = Place(key.file, key.sha256, key.sheet, address(row, position))
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
