"""The exam centre's exports: one row per participant and subject, without names and document numbers."""

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.forms.campaign import SEEDS, Campaign
from orchestration.forms.form import rows_of
from orchestration.intake.codes import as_registered
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile
from orchestration.intake.export_files import (
    exam_and_year,
    exam_files,
    named_export,
    read_lines,
    without_documents,
)
from orchestration.intake.export_values import CODE, coded, dates, numbers, scales, shown
from orchestration.intake.values import MASK

SOURCE = "exam_results"
LAYOUT = "participants"
EXAMS = ("oge", "ege")
COLUMNS = (
    "exam", "year", "municipality_code", "school_code", "participant", "grade", "category", "form", "stage",
    "exam_date", "subject_code", "primary_score", "score", "mark", "status", "file", "file_sha256", "line",
)  # fmt: skip
SCORES = ("primary_score", "score", "mark")
CODED = ("category", "form", "stage", "status")
MUST = ("exam_date", "subject_code", *CODED)
CLASS_LETTER = re.compile(r"[\s\-«\"']*[а-яёa-z][»\"']*\s*$", re.IGNORECASE)  # 11А, 11 «Б», 11-в
DIGITS = re.compile(r"[0-9]+")


@cache
def subjects(exam: str) -> set[int]:
    """The subject codes of an exam that the warehouse knows."""
    return {int(row["subject_code"]) for row in rows_of(SEEDS / "subjects.csv") if row["exam"] == exam}


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
    kept = _checked(rows, exam, schools, Place(file.name, file.sha256), intake.problems)
    delivery.rows_in, delivery.rows_set_aside = len(rows), len(rows) - len(kept)
    return kept[list(COLUMNS)]


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Numbers, dates and codes.

    What cannot be read is null and its variable stands in `unread`; that of a score off its scale in `outside`.
    """
    sent = rows
    rows = rows.assign(unread=None, outside=None)
    texts = sent.assign(grade=sent["grade"].str.replace(CLASS_LETTER, "", regex=True))
    for variable in CODED:
        rows[variable] = coded(sent[variable], variable)
    rows["exam_date"] = dates(sent["exam_date"])
    for variable, scale in scales(LAYOUT).items():
        rows[variable] = numbers(texts[variable])
        off = rows[variable].notna() & ~scale.holds(rows[variable])
        rows.loc[off, "outside" if variable in SCORES else "unread"] = variable
    for variable in (*MUST, *scales(LAYOUT)):
        lost = rows[variable].isna() & ((variable in MUST) | (sent[variable].str.strip() != ""))
        rows.loc[lost, "unread"] = variable
    # nobody's result hangs on it, and what is no code may be a name
    rows["municipality_code"] = rows["municipality_code"].where(rows["municipality_code"].str.fullmatch(CODE))
    return rows


def _checked(
    rows: pd.DataFrame, exam: str, schools: set[str], place: Place, problems: list[Problem]
) -> pd.DataFrame:
    """The rows that may count; each other row is set aside under the first rule it breaks."""
    sitting = ["participant", "exam", "subject_code", "year", "exam_date"]
    broken = {
        "exam_value_unknown": rows["unread"].notna(),
        "participant_missing": rows["participant"].isna(),
        "subject_unknown": ~rows["subject_code"].isin(subjects(exam)),
        "exam_school_unknown": ~rows["school_code"].isin(schools),
        "result_without_score": (rows["status"] == "valid") & rows[list(SCORES)].isna().all(axis=1),
        "score_out_of_range": rows["outside"].notna(),
        "exam_result_twice": rows.duplicated(sitting, keep=False),
    }
    longest = max(map(len, schools), default=0)
    good = pd.Series(True, index=rows.index)
    for rule, fails in broken.items():
        problems += [_problem(rule, row, place, longest) for row in rows[good & fails].to_dict("records")]
        good &= ~fails
    return rows[good]


def _problem(rule: str, row: Mapping[Hashable, Any], place: Place, longest: int) -> Problem:
    """The problem of one line. Scores and codes no longer than the registry's are shown; other texts may be names."""
    school, municipality = row["school_code"], row["municipality_code"]
    code = school if DIGITS.fullmatch(school) and len(school) <= longest else MASK
    values = {
        "exam_school_unknown": code,
        "exam_value_unknown": MASK,
        "subject_unknown": shown(row["subject_code"]),
        "score_out_of_range": shown(row[row["outside"]]) if row["outside"] else "",
    }
    variable = {"score_out_of_range": row["outside"], "exam_value_unknown": row["unread"]}
    return Problem(
        rule,
        Place(place.file, place.sha256, line=row["line"]),
        value=values.get(rule, ""),
        municipality_code=municipality if isinstance(municipality, str) else None,
        entity=code,
        variable=variable.get(rule),
    )
