"""Indicators 5, 10 and 11 of a made region: one group of pupils fails, and has no certificate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .calibration_included import Included
from .calibration_shares import CalibrationError, Cell, solve

WITHOUT_CERTIFICATE_LARGE = (
    41,
    9,
)  # grades 9 and 11 of the school that shows 0,66: 33 of 50, no third will do


def calibrate_certificates(schools: Included) -> None:
    """Indicators 5, 10 and 11 together: who failed Russian or mathematics for good has no certificate."""
    rng, plan, answers = schools.rng, schools.plan, schools.answers
    without = schools.codes[plan.loc[schools.codes, "without_certificate"]]
    if len(without) != schools.printed.note(5, "mean"):
        raise CalibrationError(f"indicator 5: {len(without)} schools without certificates")
    failing = without[plan.loc[without, "school_kind"] == "secondary"]
    large = plan.loc[failing, "pupils"].idxmax()
    # few sizes of a class allow shares near the printed maximum of 0,44
    sizes = plan.loc[failing, "ege_2017"].replace({3: 5, 4: 5, 6: 7})
    plan.loc[failing, "ege_2017"] = sizes
    others = failing[failing != large]
    plan.loc[rng.choice(others, 2, replace=False), "ege_2017"] = 8
    plan.loc[failing, "oge_2017"] = np.maximum(
        plan.loc[failing, "oge_2017"], 2 * plan.loc[failing, "ege_2017"]
    )
    plan.loc[without, "oge_2017"] = np.maximum(plan.loc[without, "oge_2017"], 7)
    plan.loc[large, ["oge_2017", "ege_2017"]] = WITHOUT_CERTIFICATE_LARGE
    number = plan.loc[failing, "ege_2017"].to_numpy()
    mean, top = schools.printed.value(11, "mean"), schools.printed.value(11, "max")
    # the lower part of the printed interval: every fail here is a certificate less in indicator 5
    cell = Cell((float(mean) - 0.002) * len(schools.codes), 0.15, greatest=top)
    start = np.full(len(failing), 0.37)
    failed = solve(
        rng,
        "indicator 11",
        number,
        np.ones(len(number)),
        number,
        start,
        cell,
        list(np.flatnonzero(failing == large)),
    )
    answers.loc[schools.codes, ["without_certificate_9", "without_certificate_11"]] = 0
    answers.loc[failing, "without_certificate_11"] = failed
    plan["russian_failed"] = 0
    plan.loc[failing, "russian_failed"] = _russian_failed(schools, number, failed)
    _without_certificate(schools, without, large)


def _russian_failed(schools: Included, number: np.ndarray, failed: np.ndarray) -> np.ndarray:
    """Two schools, one showing the printed maximum, whose shares of failed Russian make the printed mean."""
    top = float(schools.printed.value(10, "max"))
    total = float(schools.printed.value(10, "mean")) * len(schools.codes)
    pairs = [
        (i, k) for i in range(len(number)) for k in range(1, failed[i] + 1) if k / number[i] < top + 0.005
    ]
    best = min(
        ((i, k, j, m) for i, k in pairs for j, m in pairs if i != j and abs(k / number[i] - top) < 0.005),
        key=lambda four: abs(four[1] / number[four[0]] + four[3] / number[four[2]] - total),
        default=None,
    )
    if best is None or abs(best[1] / number[best[0]] + best[3] / number[best[2]] - total) > 0.03:
        raise CalibrationError("indicator 10: no two schools show the printed mean")
    russian = np.zeros(len(number), dtype=np.int64)
    russian[best[0]], russian[best[2]] = best[1], best[3]
    return russian


def _without_certificate(schools: Included, without: pd.Index, large: str) -> None:
    plan, answers = schools.plan, schools.answers
    for grade, exam in ((9, "oge"), (11, "ege")):
        answers[f"pupils_{grade}"] = plan[f"{exam}_2017"]
    room = answers.loc[plan.index, "pupils_5_9_reporting_year"] < answers["pupils_9"] + 4
    answers.loc[room, "pupils_5_9_reporting_year"] = answers.loc[room, "pupils_9"] * 5
    senior = answers["pupils_10_11_reporting_year"] < answers["pupils_11"]
    answers.loc[senior, "pupils_10_11_reporting_year"] = answers.loc[senior, "pupils_11"] * 2
    levels = ["pupils_1_4_reporting_year", "pupils_5_9_reporting_year", "pupils_10_11_reporting_year"]
    answers["pupils_reporting_year"] = answers[levels].sum(axis=1)
    answers["assessed_pupils"] = np.round(answers["pupils_reporting_year"] * 0.88).astype(int)
    number = (answers["pupils_9"] + answers["pupils_11"]).loc[without].to_numpy()
    eleventh = schools.whole("without_certificate_11", without)
    total = float(schools.printed.value(5, "mean")) * len(schools.codes)
    cell = Cell(total, 0.02, greatest=schools.printed.value(5, "max"))
    low, high = np.maximum(eleventh, 1), eleventh + np.maximum(0, schools.whole("pupils_9", without) - 1)
    start = schools.rng.uniform(0.12, 0.2, len(without))
    solved = solve(
        schools.rng, "indicator 5", number, low, high, start, cell, list(np.flatnonzero(without == large))
    )
    answers.loc[without, "without_certificate_9"] = solved - eleventh
    for grade in (9, 11):
        answers[f"leavers_{grade}"] = answers[f"pupils_{grade}"] - answers[f"without_certificate_{grade}"]
