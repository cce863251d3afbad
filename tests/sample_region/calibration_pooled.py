"""The region's pooled shares, brought to values exact in binary by the schools outside the project."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .calibration_included import Included
from .calibration_shares import spread_sum
from .population_answers import POOLED, SHARES, share_bounds

_ROUND = {"registers": 32, "disadvantaged": 32, "low_income": 4, "olympiad": 8}


def calibrate_pooled(schools: Included, criterion: str) -> None:
    """Schools outside the project take the region's pooled share to a value exact in binary."""
    rng, plan, answers = schools.rng, schools.plan, schools.answers
    numerator, denominator, multiple, side = SHARES[criterion]
    known = [all((v, c) not in schools.blank for v in (numerator, denominator)) for c in plan.index]
    counted = plan.index[np.array(known) & (plan["trap"] != "row_missing").to_numpy()]
    outside = counted[(plan.loc[counted, "cluster"] == "") & (plan.loc[counted, "trap"] == "")]
    if criterion in ("registers", "disadvantaged"):
        _even(answers, outside, counted, denominator)
    elif criterion == "low_income":
        only_here = counted[plan.loc[counted, "trap"] == "blank_disadvantaged"]
        answers.loc[only_here[0], "families"] += (
            -int(answers.loc[counted, "families"].sum()) % _ROUND[criterion]
        )
    total = round(answers.loc[counted, denominator].sum() * POOLED[criterion])
    fixed = int(answers.loc[counted.difference(outside), numerator].sum())
    base = schools.whole(denominator, outside)
    met = plan.loc[outside, criterion].to_numpy()
    low, high = share_bounds(base, POOLED[criterion] * multiple, met, side)
    present = schools.whole(numerator, outside)
    scaled = np.round(present * (total - fixed) / max(1, present.sum())).astype(np.int64)
    answers.loc[outside, numerator] = spread_sum(rng, scaled, low, high, total - fixed, criterion)


def _even(answers: pd.DataFrame, outside: pd.Index, counted: pd.Index, denominator: str) -> None:
    """Grow the largest school until the region's denominator is a multiple of 32."""
    largest = answers.loc[outside, denominator].idxmax()
    more = -int(answers.loc[counted, denominator].sum()) % 32
    answers.loc[largest, denominator] += more
    if denominator == "pupils":
        answers.loc[largest, "pupils_5_9"] += more
