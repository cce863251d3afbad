"""The municipal workbooks of a campaign: who sent what, cell by cell."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import MUNICIPAL, variants
from orchestration.intake.checks import check_answers, check_schools, without_empty_twins
from orchestration.intake.codes import as_registered, restored_keys
from orchestration.intake.counting import counted
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, Repair, SentFile, missing
from orchestration.intake.editions import Superseded, differences, supersede
from orchestration.intake.forms_reader import Cell, WorkbookReading, read_workbook
from orchestration.intake.totals import without_explained

SOURCE = "answers"
LEFT_BESIDE = ("~", ".", "Thumbs.db", "desktop.ini")  # by spreadsheet programs and file managers


def workbook_files(raw: Path, campaign: Campaign) -> list[SentFile]:
    """All that was sent in `raw/<campaign>/municipal` and the folders in it: what is no workbook is told as such."""
    paths = sorted((raw / campaign.key / "municipal").rglob("*"))
    return [
        SentFile.at(path, raw) for path in paths if path.is_file() and not path.name.startswith(LEFT_BESIDE)
    ]


def read_workbooks(raw: Path, campaign: Campaign, municipality_of: dict[str, str]) -> Intake:
    """Every municipal workbook of the campaign, checked against the registry and the answer schema.

    municipality_of: the registry's municipality by school code; the municipalities in it are expected to answer.
    A school's row that did not come has no cells at all; a blank cell is a row with state blank.
    """
    forms = variants(MUNICIPAL, campaign)
    readings = [read_workbook(file, forms) for file in workbook_files(raw, campaign)]
    for reading in readings:
        _refuse_another_campaign(reading, campaign)
        _respell(reading, municipality_of)
    _identify_senders(readings, municipality_of)
    twice, superseded = supersede(readings)
    problems = [problem for reading in readings for problem in reading.problems] + twice
    cells = pd.DataFrame([cell for reading in readings for cell in reading.cells])
    unplaced = pd.DataFrame([cell for reading in readings for cell in reading.unplaced])
    deliveries = [reading.delivery for reading in readings]
    if not cells.empty:
        senders = {str(delivery.file): delivery.municipality_code for delivery in deliveries}
        cells, empty = without_empty_twins(cells)
        cells, strangers, set_aside, of_strangers = check_schools(cells, municipality_of, senders)
        cells, failures = check_answers(cells, campaign.key)
        problems += strangers + failures
        unplaced = pd.concat([unplaced, of_strangers], ignore_index=True)
        for delivery in deliveries:
            delivery.rows_in -= empty.get(str(delivery.file), 0)
            delivery.rows_set_aside += set_aside.get(str(delivery.file), 0)
    corrections = [
        row for before in superseded for row in _corrected(before, cells, municipality_of, campaign)
    ]
    absent = _missing(campaign, sorted(set(municipality_of.values())), deliveries)
    problems += [problem for _, problem in absent]
    owners = {delivery.file: delivery.municipality_code for delivery in deliveries}
    problems = [_with_owner(problem, owners) for problem in without_explained(problems)]
    repairs = [_with_owner(repair, owners) for reading in readings for repair in reading.repairs]
    beside = {"unplaced": _with_owners(unplaced, owners), "corrections": pd.DataFrame(corrections)}
    deliveries += [delivery for delivery, _ in absent]
    return counted(Intake(SOURCE, campaign.key, cells, deliveries, problems, repairs, beside))


def _corrected(
    before: Superseded, cells: pd.DataFrame, municipality_of: dict[str, str], campaign: Campaign
) -> list[Cell]:
    """What a corrected workbook says otherwise than the one it supersedes, both held to the same checks."""
    older, owner = pd.DataFrame(before.cells), before.newer.municipality_code
    if not older.empty:
        older, _ = without_empty_twins(older)
        older, *_ = check_schools(older, municipality_of, dict.fromkeys(older["file"], owner))
        older, _ = check_answers(older, campaign.key)
    newer = cells if cells.empty else cells[cells["file"] == before.newer.file]
    return differences(older, newer, owner)


def _with_owners(unplaced: pd.DataFrame, owners: dict[str | None, str | None]) -> pd.DataFrame:
    return unplaced if unplaced.empty else unplaced.assign(municipality_code=unplaced["file"].map(owners))


def _refuse_another_campaign(reading: WorkbookReading, campaign: Campaign) -> None:
    """A form that names another campaign asks for other years, whatever its headings say."""
    delivery, version = reading.delivery, reading.version
    if delivery.state != "read" or version is None or version.campaign == campaign.key:
        return
    problem = Problem("workbook_of_another_campaign", delivery.place, value=version.campaign)
    reading.problems = [delivery.refuse(problem, "refused")]
    reading.cells, reading.unplaced, reading.repairs = [], [], []
    delivery.rows_in = delivery.rows_set_aside = 0


def _respell(reading: WorkbookReading, municipality_of: dict[str, str]) -> None:
    """The codes of the municipality and of its schools as the registry writes them."""
    delivery, schools = reading.delivery, {str(cell["entity"]) for cell in reading.cells}
    if delivery.municipality_code:
        known = set(municipality_of.values())
        delivery.municipality_code = as_registered([delivery.municipality_code], known)[
            delivery.municipality_code
        ]
    code_of = as_registered(schools, municipality_of)
    restored = restored_keys(reading.cells, code_of)
    reading.repairs = [
        *(
            replace(repair, entity=code_of.get(repair.entity or "", repair.entity))
            for repair in reading.repairs
        ),
        *restored,
    ]
    reading.cells = [{**cell, "entity": code_of[str(cell["entity"])]} for cell in reading.cells]
    reading.problems = [
        replace(problem, entity=code_of.get(problem.entity or "", problem.entity))
        for problem in reading.problems
    ]


def _identify_senders(readings: list[WorkbookReading], municipality_of: dict[str, str]) -> None:
    """Find who sent each workbook; one without a known code on its title sheet gets that as a problem.

    Rows are matched by school code, so such a workbook is read all the same; its sender is who owns all its schools.
    A workbook without a row is taken at its word: the registry may hold a municipality without schools.
    """
    known = set(municipality_of.values())
    for reading in readings:
        delivery = reading.delivery
        if delivery.state != "read":
            # what cannot be read can only be told by the code at the head of its name
            named = re.match(r"\d*", Path(str(delivery.file)).name)
            delivery.municipality_code = named[0] if named and named[0] in known else None
            continue
        if delivery.municipality_code not in known and (reading.cells or not delivery.municipality_code):
            reading.problems.append(Problem("workbook_without_municipality", delivery.place))
            owners = {municipality_of.get(str(cell["entity"])) for cell in reading.cells} - {None}
            delivery.municipality_code = owners.pop() if len(owners) == 1 else None


def _missing(
    campaign: Campaign, expected: list[str], deliveries: list[Delivery]
) -> list[tuple[Delivery, Problem]]:
    """A delivery row and a problem for every municipality that sent nothing."""
    answered = {delivery.municipality_code for delivery in deliveries}
    place = Place(f"{campaign.key}/municipal", "")
    return [
        missing(Problem("workbook_missing", place, value=code, municipality_code=code))
        for code in expected
        if code not in answered
    ]


Told = TypeVar("Told", Problem, Repair)


def _with_owner(told: Told, owners: dict[str | None, str | None]) -> Told:
    if told.municipality_code is None and told.place.file in owners:
        return replace(told, municipality_code=owners[told.place.file])
    return told
