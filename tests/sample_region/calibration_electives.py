"""Bring electives of the reporting year to the printed indicator 12."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .calibration_shares import Cell, solve
from .exams import ELECTIVES, YEARS
from .exams_scores import ADMISSION
from .printed import PrintedTables


def settle_electives(
    rng: np.random.Generator,
    plan: pd.DataFrame,
    people: pd.DataFrame,
    rows: pd.DataFrame,
    score: np.ndarray,
    printed: PrintedTables,
) -> np.ndarray:
    """Scores in which so many participants of each included school stay below the minimum in an elective."""
    person = people.iloc[rows["participant"].to_numpy()].reset_index(drop=True)
    included = (plan["cluster"] != "").to_numpy()
    take = pd.Series(included[person["place"]]) & (person["exam"] == "ege") & (person["year"] == YEARS[-1])
    take &= rows["subject_code"].isin(ELECTIVES) & (person["category"] == "current_graduate")
    here = np.flatnonzero(take.to_numpy())
    minimum = rows["subject_code"].iloc[here].map(ADMISSION).to_numpy()
    score[here] = np.maximum(score[here], minimum + rng.integers(0, 8, len(here)))
    first = pd.DataFrame({"row": here, "minimum": minimum, "place": person["place"].to_numpy()[here]})
    first["participant"] = rows["participant"].to_numpy()[here]
    first = first.drop_duplicates("participant")
    number = first.groupby("place").size()
    below = _below(rng, plan, number, int(included.sum()), printed)
    for place, count in below.items():
        chosen = first[first["place"] == place].sample(int(count), random_state=rng)
        score[chosen["row"]] = chosen["minimum"] - rng.integers(1, 13, len(chosen))
    return score


def _below(rng, plan, number: pd.Series, schools: int, printed) -> pd.Series:
    """Participants below the minimum in as many schools as printed, those with low results first."""
    low = plan["cluster"].isin(["low_results", "both"]).to_numpy()[number.index]
    order = np.argsort(np.where(low, 0, 1) + rng.random(len(number)) * 0.9, kind="stable")
    chosen = number.iloc[order[: printed.note(12, "mean")]]
    total = float(printed.value(12, "mean")) * schools
    cell = Cell(total, 0.25, greatest=printed.value(12, "max"))
    base = chosen.to_numpy()
    start = np.full(len(base), total / len(base))
    return pd.Series(
        solve(rng, "indicator 12", base, np.ones(len(base)), base, start, cell), index=chosen.index
    )
