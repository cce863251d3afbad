"""The exam centre's exports: one row per participant and subject, without names and document numbers."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.intake.codes import as_registered
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile
from orchestration.intake.export_files import (
    exam_and_year,
    exam_codes,
    exam_files,
    named_export,
    read_lines,
    without_documents,
)
from orchestration.intake.values import MASK, normal

SOURCE = "exam_results"
LAYOUT = "participants"
EXAMS = ("oge", "ege")
COLUMNS = (
    "exam", "year", "municipality_code", "school_code", "participant", "grade", "category", "form", "stage",
    "exam_date", "subject_code", "primary_score", "score", "mark", "status", "file", "file_sha256", "line",
)  # fmt: skip
NUMBERS = ("grade", "subject_code", "primary_score", "score", "mark")


def read_exams(raw: Path, campaign: Campaign, schools: Sequence[str], key: bytes) -> Intake:
    """The exports of `raw/<campaign>/exams`.

    schools: codes the registry knows, closed schools included; key: of the hash that stands for a participant.
    Exports of a year may lie with an earlier campaign; the warehouse takes the latest delivery of each.
    """
    intake = Intake(SOURCE, campaign.key, pd.DataFrame(columns=list(COLUMNS)))
    frames = []
    read: dict[tuple[str, int], str] = {}
    for path in exam_files(raw, campaign.key):
        frame = _read_export(SentFile.at(path, raw), set(schools), key, intake, read)
        if frame is not None:
            frames.append(frame)
    if frames:
        intake.rows = pd.concat(frames, ignore_index=True)
    for delivery, problem in missing_years(raw, campaign):
        intake.deliveries.append(delivery)
        intake.problems.append(problem)
    return intake


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


def _read_export(
    file: SentFile, schools: set[str], key: bytes, intake: Intake, read: dict[tuple[str, int], str]
) -> pd.DataFrame | None:
    """The export's rows that may count; None where it is not read. read: the file by exam and year, added to here."""
    delivery = Delivery(file.name, file.sha256)
    intake.deliveries.append(delivery)
    named = named_export(file, read, delivery, intake.problems)
    lines = read_lines(file, LAYOUT, delivery, intake.problems) if named else None
    if named is None or lines is None:
        return None
    read[named] = file.name
    exam, year = named
    rows = _typed(without_documents(lines, key)).assign(
        exam=exam, year=year, file=file.name, file_sha256=file.sha256
    )
    rows["school_code"] = rows["school_code"].map(as_registered(rows["school_code"].unique(), schools))
    kept = _checked(rows, schools, Place(file.name, file.sha256), intake.problems)
    delivery.rows_in, delivery.rows_set_aside = len(rows), len(rows) - len(kept)
    return kept[list(COLUMNS)]


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Numbers, dates and codes; what cannot be read is left null and marked in `unread` with its variable."""
    rows = rows.assign(unread=None)
    raw = rows.copy()
    for variable in NUMBERS:
        rows[variable] = pd.to_numeric(raw[variable].str.replace(",", ".", regex=False), errors="coerce")
    rows["exam_date"] = pd.to_datetime(raw["exam_date"], format="%d.%m.%Y", errors="coerce")
    for variable in ("category", "form", "stage", "status"):
        codes = {text: exam_codes(variable).get(normal(text)) for text in raw[variable].unique()}
        rows[variable] = raw[variable].map(codes)
    must = ("exam_date", "subject_code", "category", "form", "stage", "status")
    for variable in (*must, *NUMBERS):
        lost = rows[variable].isna() & ((raw[variable] != "") | (variable in must))
        rows.loc[lost, "unread"] = variable
    return rows


def _checked(rows: pd.DataFrame, schools: set[str], place: Place, problems: list[Problem]) -> pd.DataFrame:
    """The rows that may count; each other row is set aside under the first rule it breaks."""
    valid = rows["status"] == "valid"
    without = rows[["primary_score", "score", "mark"]].isna().all(axis=1)
    outside = (
        (rows["score"].notna() & ~rows["score"].between(0, 100))
        | (rows["mark"].notna() & ~rows["mark"].isin([2, 3, 4, 5]))
        | (rows["primary_score"] < 0)
    )
    sitting = ["participant", "exam", "subject_code", "year", "exam_date"]
    broken = {
        "exam_value_unknown": rows["unread"].notna(),
        "exam_school_unknown": ~rows["school_code"].isin(schools),
        "result_without_score": valid & without,
        "score_out_of_range": outside,
        "exam_result_twice": rows.duplicated(sitting, keep=False),
    }
    good = pd.Series(True, index=rows.index)
    for rule, fails in broken.items():
        problems += [_problem(rule, row, place) for row in rows[good & fails].to_dict("records")]
        good &= ~fails
    return rows[good]


def _problem(rule: str, row: Mapping[Hashable, Any], place: Place) -> Problem:
    """The problem of one line. Scores and school codes may be shown; a text that is not known may be a name."""
    school, municipality = row["school_code"], row["municipality_code"]
    code = school if school.isdigit() else MASK
    shown = code if rule == "exam_school_unknown" else MASK if rule == "exam_value_unknown" else ""
    return Problem(
        rule,
        Place(place.file, place.sha256, line=row["line"]),
        value=shown,
        municipality_code=municipality if municipality.isdigit() else None,
        entity=code,
        variable=row["unread"],
    )
