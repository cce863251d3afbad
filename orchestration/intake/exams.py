"""The exam centre's exports of OGE and EGE, without names and document numbers: results of participants or of schools."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.exam_layouts import subject_names
from orchestration.intake.codes import as_registered
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile
from orchestration.intake.export_files import exam_and_year, exam_files, without_documents
from orchestration.intake.export_values import CODE, coded, dates, numbers, on_scale, shown
from orchestration.intake.exports import Export, Row, joined, keep_good, read_exports
from orchestration.intake.values import MASK

SOURCE = "exam_results"
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


def read_exams(raw: Path, campaign: Campaign, schools: Sequence[str], key: bytes) -> Intake:
    """The exports of `raw/<campaign>/exams`.

    schools: codes the registry knows, closed schools included; key: of the hash that stands for a participant.
    Exports of a year may lie with an earlier campaign; the warehouse takes the latest delivery of each.
    """
    intake = Intake(SOURCE, campaign.key, pd.DataFrame())
    known = set(schools)

    def check(export: Export, problems: list[Problem]) -> pd.DataFrame:
        return participants(export, known, key, problems)

    files = [SentFile.at(path, raw) for path in exam_files(raw, campaign.key)]
    intake.rows = joined((rows for _, rows in read_exports(files, intake, check)), COLUMNS)
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


def participants(export: Export, schools: set[str], key: bytes, problems: list[Problem]) -> pd.DataFrame:
    """The results of participants that may count; each other is set aside under the first rule it breaks."""
    rows = _typed(without_documents(export.rows, key), export)
    rows["school_code"] = rows["school_code"].map(as_registered(rows["school_code"].unique(), schools))
    sitting = ["participant", "exam", "subject_code", "year", "exam_date"]
    broken = {
        "exam_value_unknown": rows["unread"].notna(),
        "participant_missing": rows["participant"].isna(),
        "subject_unknown": ~rows["subject_code"].isin(subject_names(export.exam)),
        "exam_school_unknown": ~rows["school_code"].isin(schools),
        "result_without_score": (rows["status"] == "valid") & rows[list(SCORES)].isna().all(axis=1),
        "score_out_of_range": rows["outside"].notna(),
        "exam_result_twice": rows.duplicated(sitting, keep=False),
    }
    longest = max(map(len, schools), default=0)
    return keep_good(rows, broken, lambda rule, row: _problem(rule, row, export.place, longest), problems)


def _typed(rows: pd.DataFrame, export: Export) -> pd.DataFrame:
    """Numbers, dates and codes; null throughout where the layout does not tell them.

    What cannot be read is null and its variable stands in `unread`; that of a score off its scale in `outside`.
    """
    sent, layout = rows, export.layout
    rows = rows.reindex(columns=[*dict.fromkeys((*sent.columns, *COLUMNS))]).assign(unread=None, outside=None)
    if "grade" in sent:
        sent = sent.assign(grade=sent["grade"].str.replace(CLASS_LETTER, "", regex=True))
    if "exam_date" in sent:
        rows["exam_date"] = dates(sent["exam_date"])
    for variable in CODED:
        rows[variable] = coded(sent[variable], variable)
    for variable, scale in layout.scales.items():
        rows[variable] = numbers(sent[variable])
        off = rows[variable].notna() & ~on_scale(rows[variable], scale)
        rows.loc[off, "outside" if variable in SCORES else "unread"] = variable
    if "subject_code" not in layout.scales:
        rows["subject_code"] = numbers(sent["subject_code"])  # told by the column of a wide layout
    for variable in (*MUST, *layout.scales):
        if variable in sent:
            lost = rows[variable].isna() & ((variable in MUST) | (sent[variable].str.strip() != ""))
            rows.loc[lost, "unread"] = variable
    # nobody's result hangs on it, and what is no code may be a name
    towns = rows["municipality_code"].astype(str)
    rows["municipality_code"] = towns.where(towns.str.fullmatch(CODE))
    return rows


def _problem(rule: str, row: Row, place: Place, longest: int) -> Problem:
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
