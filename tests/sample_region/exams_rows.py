"""From scores to the rows of an export: reserve days and retakes, marks, primary scores, dates, and stray rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .exams import BASE, GVE_MATH, GVE_RUSSIAN, ORAL, PROFILE, RUSSIAN
from .exams_scores import PASS

COLUMNS = [
    "exam", "year", "municipality_code", "school_code", "participant", "grade", "category", "form", "stage",
    "exam_date", "subject_code", "primary_score", "score", "mark", "status",
]  # fmt: skip
_MARKS = {RUSSIAN: (15, 25, 34), PROFILE: (8, 15, 22), GVE_RUSSIAN: (5, 9, 13), GVE_MATH: (4, 7, 10)}
_BASE_MARKS = (7, 12, 17)
_ELECTIVE_MARKS = (12, 20, 29)
# first day of the stage (month, day) and the days over which subjects are spread
_STAGE_DAYS = {"early": (3, 21, 20), "main": (5, 26, 22), "reserve": (6, 20, 9), "additional": (9, 5, 12)}


def with_retakes(rng: np.random.Generator, people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add the reserve days (missed or failed Russian and mathematics) and the September stage of those who fail again."""
    who = rows["participant"].to_numpy()
    exam = people["exam"].to_numpy()[who]
    subject = rows["subject_code"].to_numpy()
    current = (people["category"] == "current_graduate").to_numpy()[who]
    failed = people["failed"].to_numpy()[who]
    least = np.zeros(len(rows))
    for (name, what), minimum in PASS.items():
        least[(exam == name) & (subject == what)] = minimum
    sat_base = (
        (subject == BASE) & (rows["status"] == "valid").to_numpy() & (rows["stage"] == "main").to_numpy()
    )
    has_base = pd.Series(sat_base).groupby(who).transform("max").to_numpy(dtype=bool)
    below = current & (rows["status"] == "valid").to_numpy() & (rows["score"].to_numpy() < least)
    below &= (rows["stage"] == "main").to_numpy() & ~((exam == "ege") & (subject == PROFILE) & has_base)
    late = (people["year"].to_numpy()[who] >= 2017) | (rng.random(len(rows)) < 0.85)
    passes = below & ~failed & late
    again = below & failed & (rng.random(len(rows)) < 0.5)
    oral = np.isin(subject, list(ORAL.values()))
    missed = current & (rows["status"] != "valid").to_numpy() & ~oral & (rng.random(len(rows)) < 0.7)
    reserve = rows[passes | again | missed].copy()
    reserve["stage"], reserve["status"] = "reserve", "valid"
    better = least[passes | again | missed].astype(int) + rng.integers(0, 4, len(reserve))
    lucky = (
        passes[passes | again | missed]
        | (reserve["score"].to_numpy() < better) & ~again[passes | again | missed]
    )
    reserve["score"] = np.where(lucky, better, reserve["score"])
    september = rows[again & (rng.random(len(rows)) < 0.8)].copy()
    september["stage"] = "additional"
    september["score"] = least[september.index].astype(int) + rng.integers(0, 3, len(september))
    return pd.concat([rows, reserve, september], ignore_index=True)


def export_rows(
    rng: np.random.Generator, people: pd.DataFrame, rows: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """The rows as delivered, with the columns of intake.exam_results (no provenance), in the order of an export.

    codes: municipality_code and school_code by place. Adds a few rows under codes never known and a few second
    results of one participant, subject, year and day.
    """
    person = people.iloc[rows["participant"].to_numpy()].reset_index(drop=True)
    place = codes.iloc[person["place"].to_numpy()].reset_index(drop=True)
    score = rows["score"].to_numpy().astype(float)
    here = (rows["status"] == "valid").to_numpy() | (rows["status"] == "cancelled").to_numpy()
    score = np.where(here, score, 0.0)
    subject = rows["subject_code"].to_numpy()
    # one participant in the middle of the calendar keeps one number over all the subjects
    out = pd.DataFrame({"exam": person["exam"], "year": person["year"].astype("int16")})
    out["municipality_code"], out["school_code"] = place["municipality_code"], place["school_code"]
    out["participant"] = rows["participant"].to_numpy() + 1
    out["grade"] = np.where(person["exam"] == "oge", 9, 11).astype("int8")
    out["category"], out["form"] = person["category"], person["form"]
    out["stage"], out["subject_code"] = rows["stage"].to_numpy(), subject.astype("int16")
    out["exam_date"] = _dates(out)
    out["primary_score"], out["score"] = _primary(
        person["exam"].to_numpy(), person["form"].to_numpy(), subject, score
    )
    out["mark"] = _marks(out, here)
    out["status"] = rows["status"].to_numpy()
    out = _strays(rng, out)
    out = out.sort_values(["exam", "year", "school_code", "participant", "subject_code"], kind="stable")
    for column in ("exam", "category", "form", "stage", "status"):
        out[column] = out[column].astype("category")
    return out[COLUMNS].reset_index(drop=True)


def _dates(out: pd.DataFrame) -> pd.Series:
    """One day per stage and subject, the oral part of a language two days after the written."""
    written = out["subject_code"].map({oral: code for code, oral in ORAL.items()}).fillna(out["subject_code"])
    dates = pd.Series(pd.NaT, index=out.index, dtype="datetime64[s]")
    for stage, (month, day, days) in _STAGE_DAYS.items():
        here = out["stage"] == stage
        first = pd.to_datetime({"year": out.loc[here, "year"], "month": month, "day": day})
        offset = (written[here].astype(int) * 7 + (out.loc[here, "exam"] == "ege") * 3) % days
        spoken = out.loc[here, "subject_code"].isin(list(ORAL.values())) * 2
        dates[here] = first + pd.to_timedelta(offset + spoken, unit="D")
    return dates


def _primary(exam, form, subject, score) -> tuple[np.ndarray, np.ndarray]:
    """Primary points and the score of 100; OGE, GVE and base mathematics have primary points only."""
    hundred = (exam == "ege") & (form == "ege") & (subject != BASE)
    scaled = np.select([subject == RUSSIAN, subject == PROFILE], [score * 0.57, score * 0.32], score * 0.6)
    return np.where(hundred, np.round(scaled), score), np.where(hundred, score, np.nan)


def _marks(out: pd.DataFrame, here: np.ndarray) -> pd.Series:
    subject = out["subject_code"].to_numpy()
    points = out["primary_score"].to_numpy()
    mark = 2 + sum((points >= step).astype(int) for step in _ELECTIVE_MARKS)
    for code, steps in _MARKS.items():
        mark = np.where(subject == code, 2 + sum((points >= step).astype(int) for step in steps), mark)
    mark = np.where(subject == BASE, 2 + sum((points >= step).astype(int) for step in _BASE_MARKS), mark)
    shown = here & ((out["exam"] == "oge") | (out["form"] == "gve") | (subject == BASE)).to_numpy()
    return pd.Series(mark, index=out.index).astype("Int8").where(shown)


def _strays(rng, out: pd.DataFrame) -> pd.DataFrame:
    """Codes never known, and second results of one participant, subject and day, outside the smaller schools."""
    count = max(2, len(out) // 20000)
    size = out.groupby("school_code")["participant"].transform("size")
    large = np.flatnonzero(
        ((size > size.quantile(0.8)) & (out["status"] == "valid") & (out["stage"] == "main")).to_numpy()
    )
    unknown = out.iloc[rng.choice(large, count, replace=False)].copy()
    unknown["school_code"] = unknown["municipality_code"] + "999"
    unknown["participant"] = np.arange(len(unknown)) + int(out["participant"].max()) + 1
    fit = large[out["subject_code"].iloc[large].isin([RUSSIAN, PROFILE]).to_numpy()]
    second = out.iloc[rng.choice(fit, count, replace=False)].copy()
    for column in ("primary_score", "score"):
        second[column] = (second[column] - 3).clip(lower=0)
    return pd.concat([out, unknown, second], ignore_index=True)
