"""The exam centre's exports of OGE and EGE: results of participants, or of schools where that is all that comes."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.intake import exam_participants, exam_schools
from orchestration.intake.counting import counted
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile
from orchestration.intake.export_files import exam_and_year, exam_files
from orchestration.intake.exports import Export, joined, read_exports

SOURCE = "exam_results"
EXAMS = ("oge", "ege")
PARTICIPANTS, SCHOOLS = "participants", "schools"  # the grains of exam_layouts.csv


def read_exams(raw: Path, campaign: Campaign, schools: Sequence[str], key: bytes) -> Intake:
    """The exports of `raw/<campaign>/exams`: rows of participants, and beside them rows of schools.

    schools: codes the registry knows, closed schools included; key: of the hash that stands for a participant.
    Exports of a year may lie with an earlier campaign; the warehouse takes the latest delivery of each.
    """
    intake = Intake(SOURCE, campaign.key, pd.DataFrame())
    known = set(schools)

    def check(export: Export, problems: list[Problem]) -> pd.DataFrame:
        if export.layout.grain == SCHOOLS:
            return exam_schools.schools_results(export, known, problems)
        return exam_participants.participants(export, known, key, problems)

    files = [SentFile.at(path, raw) for path in exam_files(raw, campaign.key)]
    found = read_exports(files, intake, check)
    intake.rows = joined(found, PARTICIPANTS, exam_participants.COLUMNS)
    intake.beside = {SCHOOLS: joined(found, SCHOOLS, exam_schools.COLUMNS)}
    for delivery, problem in missing_years(raw, campaign):
        intake.deliveries.append(delivery)
        intake.problems.append(problem)
    return counted(intake)


def missing_years(raw: Path, campaign: Campaign) -> list[tuple[Delivery, Problem]]:
    """The exports that neither this campaign's folder nor an earlier one holds."""
    folders = [folder.name for folder in raw.glob("*") if folder.name <= campaign.key]
    sent = {exam_and_year(path.name) for key in folders for path in exam_files(raw, key)}
    found = []
    for exam in EXAMS:
        for year in campaign.exam_years:
            if (exam, year) not in sent:
                delivery = Delivery(None)
                place = Place(f"{campaign.key}/exams/{exam}_{year}.csv.zip", "")
                problem = Problem("exam_year_missing", place, value=f"{exam} {year}")
                found.append((delivery, delivery.refuse(problem, "missing")))
    return found
