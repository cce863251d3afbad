"""The registry of schools and municipalities: the list that everything else is matched against."""

from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import REGISTRY, variants
from orchestration.intake.checks import check_answers
from orchestration.intake.deliveries import Intake, Place, Problem, SentFile
from orchestration.intake.forms_reader import WorkbookReading, read_workbook

SOURCE = "registry"


class RegistryError(Exception):
    """Nothing can be matched without a registry: the campaign stops here, with every problem named."""

    def __init__(self, problems: list[Problem]) -> None:
        """problems: what is wrong with the registry's file."""
        rows = [problem.as_row() for problem in problems]
        super().__init__(
            "\n".join(f"{row['file']}: {row['sentence_ru']}. {row['remedy_ru']}." for row in rows)
        )


def read_registry(raw: Path, campaign: Campaign) -> Intake:
    """Schools and municipalities of `raw/<campaign>/registry.xlsx`, one row per cell.

    Raises RegistryError where the file is missing, unreadable or without one of its columns or schools.
    """
    path = raw / campaign.key / "registry.xlsx"
    if not path.is_file():
        raise RegistryError([Problem("registry_missing", Place(f"{campaign.key}/registry.xlsx", ""))])
    reading = read_workbook(SentFile.at(path, raw), variants(REGISTRY, campaign))
    lost = {"heading_missing", "sheet_missing"} & {problem.rule for problem in reading.problems}
    if lost or not reading.cells:
        raise RegistryError(reading.problems)
    cells, twice = _without_twins(pd.DataFrame(reading.cells), reading)
    cells, ranges = check_answers(cells, campaign.key)
    return Intake(SOURCE, campaign.key, cells, [reading.delivery], [*reading.problems, *twice, *ranges])


def schools_of(cells: pd.DataFrame) -> dict[str, str]:
    """Municipality by school code, closed schools included: what workbooks and exports are matched against."""
    owners = cells[(cells["variable"] == "municipality_code") & cells["text"].notna()]
    return dict(zip(owners["entity"], owners["text"], strict=True))


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
