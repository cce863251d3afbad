"""The registry of schools and municipalities: the list that everything else is matched against."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import REGISTRY, variables, variants
from orchestration.intake.checks import check_answers
from orchestration.intake.codes import MUNICIPALITIES, SCHOOLS, respell_codes
from orchestration.intake.counting import counted
from orchestration.intake.deliveries import Intake, Place, Problem, SentFile
from orchestration.intake.forms_reader import WorkbookReading, read_workbook
from orchestration.intake.grids import SUFFIXES

SOURCE = "registry"
REQUIRED = ("school_name", "municipality_code", "school_kind", "locality")  # of a school that takes part
WAITING = {
    "school_unknown": "school_waits",
    "exam_school_unknown": "exam_school_waits",
    "vpr_school_unknown": "exam_school_waits",
}


class RegistryError(Exception):
    """Nothing can be matched without a registry: the campaign stops here, with every problem named."""

    def __init__(self, problems: list[Problem]) -> None:
        """problems: what is wrong with the registry's file."""
        rows = [problem.as_row() for problem in problems]
        super().__init__(
            "\n".join(f"{_place(row)}: {row['sentence_ru']}. {row['remedy_ru']}." for row in rows)
        )


def _place(row: Mapping[str, object]) -> str:
    """`2018-03/registry.xlsx, лист «Школы», ячейка B7`."""
    sheet = f"лист «{row['sheet']}»" if row["sheet"] else ""
    cell = f"ячейка {row['cell']}" if row["cell"] else ""
    return ", ".join(filter(None, (str(row["file"]), sheet, cell)))


def registry_files(raw: Path, campaign: Campaign) -> list[Path]:
    """`raw/<campaign>/registry.xlsx`, in any format and in letters of either case, where it came."""
    named = {f"{REGISTRY}{suffix}" for suffix in SUFFIXES}
    sent = sorted((raw / campaign.key).glob("*"))
    return [path for path in sent if path.name.lower() in named and path.is_file()]


def read_registry(raw: Path, campaign: Campaign) -> Intake:
    """Schools and municipalities of `raw/<campaign>/registry.xlsx`, one row per cell.

    Raises RegistryError where the file is missing, there twice, unreadable or without one of its columns or schools.
    """
    files = [SentFile.at(path, raw) for path in registry_files(raw, campaign)]
    if len(files) != 1:
        rule = "registry_twice" if files else "registry_missing"
        place = Place(f"{campaign.key}/registry.xlsx", "")
        raise RegistryError([Problem(rule, place, ", ".join(file.name for file in files))])
    reading = read_workbook(files[0], variants(REGISTRY, campaign))
    lost = {"heading_missing", "sheet_missing"} & {problem.rule for problem in reading.problems}
    if lost or not reading.cells:
        raise RegistryError(reading.problems)
    cells, twice = _without_twins(pd.DataFrame(reading.cells), reading)
    cells, ranges = check_answers(_respelled(cells, reading), campaign.key)
    cells, incomplete = _without_incomplete(cells, reading)
    problems = [*reading.problems, *twice, *ranges, *incomplete]
    if not (cells["part"] == SCHOOLS).any():
        raise RegistryError(problems)
    return counted(Intake(SOURCE, campaign.key, cells, [reading.delivery], problems, reading.repairs))


def read_as_waiting(unclear: Mapping[str, str], read: Callable[..., Intake], *of: object) -> Intake:
    """What `read` makes of a source, its problems as `as_waiting` has them."""
    intake = read(*of)
    intake.problems = as_waiting(intake.problems, unclear)
    return intake


def as_waiting(problems: Iterable[Problem], unclear: Mapping[str, str]) -> list[Problem]:
    """The problems of a source; a school that the registry has and leaves unclear is not unknown, it waits.

    unclear: by school code where the registry's row is to be mended.
    """

    def told(problem: Problem) -> Problem:
        code = problem.entity or ""
        if problem.rule not in WAITING or code not in unclear:
            return problem
        return replace(problem, rule=WAITING[problem.rule], value=code, limit=unclear[code])

    return [told(problem) for problem in problems]


def schools_of(cells: pd.DataFrame) -> dict[str, str]:
    """Municipality by school code, closed schools included: what workbooks and exports are matched against."""
    owners = cells[(cells["variable"] == "municipality_code") & cells["text"].notna()]
    return dict(zip(owners["entity"], owners["text"], strict=True))


def codes_of(cells: pd.DataFrame) -> dict[str, set[str]]:
    """The codes of municipalities and of schools, by the registry's part: what other workbooks may name."""
    return {part: set(cells.loc[cells["part"] == part, "entity"]) for part in (MUNICIPALITIES, SCHOOLS)}


def _respelled(cells: pd.DataFrame, reading: WorkbookReading) -> pd.DataFrame:
    """The codes in the schools' rows as the rows of the municipalities and of the schools themselves write them."""
    known = codes_of(cells)
    for variable in sorted(set(cells["variable"])):
        if part := variables()[variable].names:
            reading.repairs += respell_codes(cells, variable, known[part])
    return cells


def _without_incomplete(cells: pd.DataFrame, reading: WorkbookReading) -> tuple[pd.DataFrame, list[Problem]]:
    """Schools of which nobody can tell the municipality, the kind or the locality are set aside, the others go on."""
    towns = set(cells.loc[cells["part"] == MUNICIPALITIES, "entity"])
    lacking = cells["variable"].isin(REQUIRED) & (cells["state"] != "answered")
    lacking |= (cells["variable"] == "municipality_code") & ~cells["text"].isin(towns)
    bad = cells[lacking]
    schools = cells[(cells["part"] == SCHOOLS) & cells["entity"].isin(bad["entity"])]
    reading.delivery.rows_set_aside += schools["entity"].nunique()
    problems = [
        Problem(
            "school_incomplete", Place.of(row), row["entity"], entity=row["entity"], variable=row["variable"]
        )
        for row in bad.to_dict("records")
    ]
    return cells.drop(index=schools.index), problems


def _without_twins(cells: pd.DataFrame, reading: WorkbookReading) -> tuple[pd.DataFrame, list[Problem]]:
    """The first of two entries of one code goes on: the registry's entry is a fact, its copy a slip."""
    again = cells.duplicated(["part", "entity", "variable"])
    rows = cells[again].drop_duplicates(["part", "entity"])
    reading.delivery.rows_set_aside += len(rows)
    problems = [
        Problem("school_twice", Place.of(row, "key_cell"), row["entity"], entity=row["entity"])
        for row in rows.to_dict("records")
    ]
    return cells[~again], problems
