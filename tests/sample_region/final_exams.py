"""Exam results of the year after the last: drawn like the years before, each school near its own ratio."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .evaluate import Rules
from .evaluate_exams import pooled_ratios
from .exams import ELECTIVES, YEARS, draw_participants, draw_rows
from .exams_rows import export_rows, with_retakes
from .exams_scores import draw_scores, settle_fails, split_oral
from .region import Region

NEXT_YEAR = YEARS[-1] + 1
LIFT = 6  # points of 100; without it every second one would fail


def draw_next_exams(
    rng: np.random.Generator, region: Region, schools: pd.DataFrame, numbers: pd.DataFrame, included: pd.Index
) -> pd.DataFrame:
    """OGE and EGE of the next year with the columns of Region.results; participants are other people than before.

    schools: the registry's open schools of March, index school_code; numbers: their answers in November, whose
    graduates and pupils without a certificate sat and failed these exams.
    """
    plan = schools[["municipality_code", "school_kind"]].copy()
    plan["cluster"] = np.where(plan.index.isin(included), "included", "")
    for exam, grade in (("oge", 9), ("ege", 11)):
        plan[f"{exam}_{NEXT_YEAR}"] = numbers[f"pupils_{grade}"].reindex(plan.index).astype(int)
    people = draw_participants(rng, plan, numbers, (NEXT_YEAR,))
    rows = draw_rows(rng, people)
    ratios = _ratios(rng, region, plan.index)
    score = settle_fails(rng, people, rows, draw_scores(rng, people, rows, ratios))
    rows["score"] = split_oral(rows, _lifted(people, rows, score, plan))
    codes = plan[["municipality_code"]].assign(school_code=plan.index)
    results = export_rows(rng, people, with_retakes(rng, people, rows), codes)
    results["participant"] += int(region.results["participant"].max())
    return results


def _lifted(people: pd.DataFrame, rows: pd.DataFrame, score: np.ndarray, plan: pd.DataFrame) -> np.ndarray:
    """Who learns at an included school sits only an elective that is within reach."""
    who = people.iloc[rows["participant"].to_numpy()].reset_index(drop=True)
    included = (plan["cluster"] != "").to_numpy()[who["place"]]
    within_reach = included & (who["exam"] == "ege") & rows["subject_code"].isin(ELECTIVES)
    return np.where(within_reach, np.minimum(score + LIFT, 100), score)


def _ratios(rng, region: Region, schools: pd.Index) -> dict[str, np.ndarray]:
    """The ratio each school is meant to have: its own of three years, moved a little; usual where it has none."""
    pooled = pooled_ratios(region, Rules()).reindex(schools)
    drawn = {}
    for criterion in pooled.columns:
        usual = rng.normal(1.0, 0.05, len(schools))
        step = rng.normal(0.005, 0.03, len(schools))
        drawn[criterion] = (
            (pooled[criterion].fillna(pd.Series(usual, index=schools)) + step).clip(0.5, 1.25).to_numpy()
        )
    return drawn
