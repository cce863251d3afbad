"""The institute's own workbooks of a campaign: training, seminars, road map, events, project, …, the region's names."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign, waves
from orchestration.forms.form import INSTITUTE, Variant, variables, variants
from orchestration.forms.rules import rules
from orchestration.intake.checks import check_answers, rows_of, set_rows_aside
from orchestration.intake.codes import (
    MUNICIPALITIES,
    SCHOOLS,
    Registered,
    as_registered,
    respell_codes,
    restored_keys,
)
from orchestration.intake.counting import counted
from orchestration.intake.decisions import acting
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile, missing
from orchestration.intake.forms_reader import WorkbookReading, read_workbook
from orchestration.intake.grids import SUFFIXES
from orchestration.intake.workbooks import LEFT_BESIDE

DECISIONS = "decisions"
STANDING = "region"  # holds until the next one comes
NAMED_BY_KEY = {"centres": MUNICIPALITIES, "approved_list": SCHOOLS}


def read_institute(raw: Path, campaign: Campaign, form: str, registered: Registered) -> Intake:
    """The workbook of `form` in `raw/<campaign>/institute`, checked cell by cell; none where it did not come.

    Texts are kept as they are: the report prints them.
    """
    intake = Intake(form, campaign.key, pd.DataFrame())
    files = institute_files(raw, campaign.key, form)
    in_time = INSTITUTE[form].wave in ("", campaign.wave.name)
    if files and in_time:
        _read(files[0], variants(form, campaign), intake, registered)
    for file in files[1:] if in_time else files:
        _refuse(
            file, "institute_workbook_twice" if in_time else "institute_workbook_late", intake, files[0].name
        )
    if form == DECISIONS:
        # it is not missed where it did not come: it must not lie there unread under another name
        for file in institute_files(raw, campaign.key, None):
            _refuse(file, "institute_file_unknown", intake)
    intake.miss(missing_workbooks(raw, campaign, (form,)))
    return counted(intake)


def missing_workbooks(
    raw: Path, campaign: Campaign, forms: Collection[str] = INSTITUTE
) -> list[tuple[Delivery, Problem]]:
    """The workbooks that the final wave expects and that did not come."""
    if campaign.wave != waves()[-1]:
        return []
    folder = f"{campaign.key}/institute"
    return [
        missing(
            Problem("institute_workbook_missing", Place(f"{folder}/{form}.xlsx", ""), value=f"{form}.xlsx")
        )
        for form in forms
        if not INSTITUTE[form].optional and not _came(raw, campaign, form)
    ]


def _came(raw: Path, campaign: Campaign, form: str) -> bool:
    """Whether the campaign has the workbook, or of one that holds on an earlier campaign."""
    earlier = [folder.name for folder in raw.glob("*-*") if folder.name < campaign.key]
    folders = [campaign.key, *(earlier if form == STANDING else ())]
    return any(institute_files(raw, folder, form) for folder in folders)


def institute_files(raw: Path, campaign: str, form: str | None) -> list[SentFile]:
    """What was sent of a form, by name; for None what has the name of no form."""
    paths = sorted((raw / campaign / "institute").glob("*"))
    sent = [path for path in paths if path.is_file() and not path.name.startswith(LEFT_BESIDE)]
    return [SentFile.at(path, raw) for path in sent if _form_of(path) == form]


def _form_of(path: Path) -> str | None:
    stem = path.stem.lower()
    return stem if stem in INSTITUTE and path.suffix.lower() in SUFFIXES else None


def _refuse(file: SentFile, rule: str, intake: Intake, value: str = "") -> None:
    delivery = Delivery(file.name, file.sha256)
    problem = Problem(rule, file.place, value=value)
    intake.problems.append(delivery.refuse(problem, "refused"))
    intake.deliveries.append(delivery)


def _read(file: SentFile, forms: tuple[Variant, ...], intake: Intake, registered: Registered) -> None:
    reading = read_workbook(file, forms)
    intake.deliveries.append(reading.delivery)
    intake.problems += reading.problems
    if not reading.cells:
        return
    intake.repairs += reading.repairs
    cells, problems = _checked_rows(reading, registered, intake)
    intake.problems += problems
    cells, problems = _without_incomplete(cells, reading, problems)
    intake.problems += problems
    titles = {sheet.part: sheet.title for sheet in forms[0].tables}
    for variable in sorted(set(cells["variable"])):
        named = variables()[variable].names
        if named in registered:
            intake.problems += _check_codes(cells, variable, registered[named], intake)
        elif named:
            intake.problems += _check_numbers(cells, variable, titles)
    checked = []
    for _, of_part in cells.groupby("part", sort=False):
        good, problems = check_answers(of_part, intake.campaign)
        checked.append(good)
        intake.problems += problems
    intake.rows = pd.concat(checked, ignore_index=True) if checked else cells
    if intake.source == DECISIONS:
        intake.rows, problems = acting(intake.rows)
        intake.problems += problems
        reading.delivery.rows_set_aside += len(problems)


def _checked_rows(
    reading: WorkbookReading, registered: Registered, intake: Intake
) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of rows that are there once and, where a row is of a municipality or a school, of one that is known."""
    cells = pd.DataFrame(reading.cells)
    keys = {part: registered[NAMED_BY_KEY[part]] for part in set(cells["part"]) & set(NAMED_BY_KEY)}
    for part, known in keys.items():
        rows_of_part = cells[cells["part"] == part]
        named = rows_of_part["entity"]
        code_of = as_registered(named.unique(), known)
        intake.repairs += restored_keys(rows_of_part.to_dict("records"), code_of)
        cells.loc[named.index, "entity"] = named.map(code_of)
    rows = rows_of(cells)
    for part, known in keys.items():
        rows.loc[(rows["part"] == part) & ~rows["entity"].isin(known), "rule"] = "code_unknown"
    cells, problems, set_aside, _ = set_rows_aside(cells, rows, "row_twice")
    reading.delivery.rows_set_aside += sum(set_aside.values())
    return cells.reset_index(drop=True), problems


def _without_incomplete(
    cells: pd.DataFrame, reading: WorkbookReading, told_of_rows: Collection[Problem]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of rows that have all that is needed of them; what names such a row by its number then names nothing.

    A column that is not there, or there twice, was told once, of its heading; a row that stands twice by told_of_rows.
    """
    row = ["part", "entity"]
    lost = {problem.variable for problem in reading.problems if rules()[problem.rule].scope == "heading"}
    needed = [name for name, variable in variables().items() if variable.needed]
    lacking = cells[cells["variable"].isin(needed) & (cells["state"] != "answered")]
    twice = pd.MultiIndex.from_tuples(
        [(problem.place.sheet, problem.place.cell) for problem in told_of_rows], names=["sheet", "key_cell"]
    )
    tells = cells[~pd.MultiIndex.from_frame(cells[twice.names]).isin(twice)].drop_duplicates(row)[row]
    told = lacking.drop_duplicates(row).merge(tells, on=row)
    reading.delivery.rows_set_aside += len(told)
    problems = [
        Problem(
            "row_incomplete",
            Place.of(cell),
            cell["entity"],
            variables()[cell["variable"]].name_ru,
            entity=cell["entity"],
            variable=cell["variable"],
        )
        for cell in told.to_dict("records")
        if cell["variable"] not in lost
    ]
    gone = pd.MultiIndex.from_frame(cells[row]).isin(pd.MultiIndex.from_frame(lacking[row]))
    return cells[~gone].reset_index(drop=True), problems


def _check_codes(cells: pd.DataFrame, variable: str, known: set[str], intake: Intake) -> list[Problem]:
    """Codes as the registry writes them; one that it does not know is set aside."""
    intake.repairs += respell_codes(cells, variable, known)
    unknown = cells[(cells["variable"] == variable) & cells["text"].notna() & ~cells["text"].isin(known)]
    cells.loc[unknown.index, ["text", "state"]] = [None, "set_aside"]
    return [
        Problem("code_unknown", Place.of(row), row["text"], entity=row["entity"], variable=variable)
        for row in unknown.to_dict("records")
    ]


def _check_numbers(cells: pd.DataFrame, variable: str, titles: Mapping[str, str]) -> list[Problem]:
    """Numbers of rows of another sheet: one that is not there is set aside."""
    part = variables()[variable].names
    rows = {float(entity) for entity in cells.loc[cells["part"] == part, "entity"]}
    named = cells[(cells["variable"] == variable) & cells["number"].notna()]
    unknown = named[~named["number"].isin(rows)]
    cells.loc[unknown.index, ["number", "state"]] = [None, "set_aside"]
    return [
        Problem(
            "reference_unknown",
            Place.of(row),
            f"{row['number']:g}",
            titles[part],
            entity=row["entity"],
            variable=variable,
        )
        for row in unknown.to_dict("records")
    ]
