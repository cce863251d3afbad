"""Results of participants, by a keyed hash in the place of names and document numbers."""

import re

import pandas as pd

from orchestration.forms.exam_layouts import subject_names
from orchestration.intake.deliveries import Problem
from orchestration.intake.exam_rows import mark_unread, respell_schools, telling, with_numbers
from orchestration.intake.export_files import without_documents
from orchestration.intake.export_values import coded, dates
from orchestration.intake.exports import Export, keep_good

COLUMNS = (
    "exam", "year", "municipality_code", "school_code", "participant", "grade", "category", "form", "stage",
    "exam_date", "subject_code", "primary_score", "score", "mark", "status", "file", "file_sha256", "line",
)  # fmt: skip
SCORES = ("primary_score", "score", "mark")
CODED = ("category", "form", "stage", "status")
MUST = ("exam_date", "subject_code", *CODED)
CLASS_LETTER = re.compile(r"[\s\-«\"']*[а-яёa-z][»\"']*\s*$", re.IGNORECASE)  # 11А, 11 «Б», 11-в
SITTING = ["participant", "exam", "subject_code", "year", "exam_date"]


def participants(export: Export, schools: set[str], key: bytes, problems: list[Problem]) -> pd.DataFrame:
    """The results of participants that may count; each other is set aside under the first rule it breaks.

    schools: the codes that the registry knows; key: of the hash that stands for a participant.
    """
    rows = _typed(export, key)
    respell_schools(rows, schools)
    broken = {
        "exam_value_unknown": rows["unread"].notna(),
        "participant_missing": rows["participant"].isna(),
        "subject_unknown": ~rows["subject_code"].isin(subject_names(export.exam)),
        "exam_school_unknown": ~rows["school_code"].isin(schools),
        "result_without_score": (rows["status"] == "valid") & rows[list(SCORES)].isna().all(axis=1),
        "score_out_of_range": rows["outside"].notna(),
    }
    twice = "exam_result_twice", SITTING
    return keep_good(rows, broken, twice, telling(export.place, schools), problems)[list(COLUMNS)]


def _typed(export: Export, key: bytes) -> pd.DataFrame:
    """Numbers, dates and codes; null throughout where the layout does not tell them."""
    sent, scales = without_documents(export.rows, key), export.layout.scales
    if "grade" in sent:
        sent = sent.assign(grade=sent["grade"].str.replace(CLASS_LETTER, "", regex=True))
    rows = with_numbers(sent, COLUMNS, scales, SCORES)
    if "exam_date" in sent:
        rows["exam_date"] = dates(sent["exam_date"])
    for variable in CODED:
        rows[variable] = coded(sent[variable], variable)
    mark_unread(rows, sent, scales, MUST)
    return rows
