"""The exam centre's exports of OGE and EGE: results of participants, or of schools where that is all that comes."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.intake import exam_participants, exam_schools
from orchestration.intake.codes import as_registered
from orchestration.intake.counting import counted
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile, missing
from orchestration.intake.export_files import exam_and_year, exam_files
from orchestration.intake.exports import Export, joined, read_exports
from orchestration.intake.pseudonyms import participant_key

SOURCE = "exam_results"
EXAMS = ("oge", "ege")
PARTICIPANTS, SCHOOLS = "participants", "schools"  # the grains of exam_layouts.csv


def read_exams(
    raw: Path, campaign: Campaign, municipality_of: Mapping[str, str], key: bytes | None = None
) -> Intake:
    """The exports of `raw/<campaign>/exams`: rows of participants, and beside them rows of schools.

    municipality_of: the registry's municipality by school, closed schools included; key: of the hash that stands for a
    participant, else `participant_key`'s, which raises MissingKeyError.
    Exports of a year may lie with an earlier campaign; the warehouse takes the latest delivery of each.
    """
    intake = Intake(SOURCE, campaign.key, pd.DataFrame())
    known, secret = set(municipality_of), key or participant_key(raw)

    def check(export: Export, problems: list[Problem]) -> pd.DataFrame:
        if export.layout.grain == SCHOOLS:
            return exam_schools.schools_results(export, known, problems)
        return exam_participants.participants(export, known, secret, problems)

    files = [SentFile.at(path, raw) for path in exam_files(raw, campaign.key)]
    found = read_exports(files, intake, check)
    intake.rows = joined(found, PARTICIPANTS, exam_participants.COLUMNS)
    intake.beside = {SCHOOLS: joined(found, SCHOOLS, exam_schools.COLUMNS)}
    for rows in (intake.rows, intake.beside[SCHOOLS]):
        intake.problems += _elsewhere(rows, municipality_of)
    intake.miss(missing_years(raw, campaign))
    return counted(intake)


def _elsewhere(rows: pd.DataFrame, municipality_of: Mapping[str, str]) -> list[Problem]:
    """Schools that an export puts into another municipality than the registry does, at the first line of each.

    Their results go on: a school is known by its own code.
    """
    told = rows.dropna(subset="municipality_code").drop_duplicates(
        ["file", "school_code", "municipality_code"]
    )
    code_of = as_registered(told["municipality_code"].unique(), set(municipality_of.values()))
    sent, registered = told["municipality_code"].map(code_of), told["school_code"].map(municipality_of)
    return [
        Problem(
            "exam_school_elsewhere",
            Place(row["file"], row["file_sha256"], line=row["line"]),
            row["school_code"],
            row["municipality_code"],
            municipality_of.get(row["school_code"]),
            row["school_code"],
        )
        for row in told[sent != registered].to_dict("records")
    ]


def missing_years(raw: Path, campaign: Campaign) -> list[tuple[Delivery, Problem]]:
    """The exports that neither this campaign's folder nor an earlier one holds."""
    folders = [folder.name for folder in raw.glob("*") if folder.name <= campaign.key]
    sent = {exam_and_year(path.name) for key in folders for path in exam_files(raw, key)}
    return [
        missing(
            Problem(
                "exam_year_missing",
                Place(f"{campaign.key}/exams/{exam}_{year}.csv.zip", ""),
                value=f"{exam} {year}",
            )
        )
        for exam in EXAMS
        for year in campaign.exam_years
        if (exam, year) not in sent
    ]
