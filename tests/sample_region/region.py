"""A made region in memory: municipalities, schools, answers and exam results, drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .calibration import calibrate_answers
from .calibration_scores import calibrate_scores
from .calibration_shares import CalibrationError
from .exams import draw_participants, draw_rows
from .exams_rows import export_rows, with_retakes
from .exams_scores import draw_ratios, draw_scores, settle_fails, split_oral
from .population import Municipality, default_municipalities, made_municipalities, make_plan
from .population_answers import draw_answers, finish_answers
from .printed import PrintedTables, read_printed

PRINTED_SCHOOLS = 360
PRINTED = read_printed()
_ATTEMPTS = 40  # a draw whose class sizes allow no printed extreme is drawn again


@dataclass(frozen=True)
class Region:
    """What a region sent for one campaign, before it is written into files.

    municipalities: municipality_code, municipality_name, oktmo.
    schools: school_code, municipality_code, school_name, taxpayer_number, school_kind, locality, small_school (bool),
      pupils, valid_from, valid_to (dates; NaT while open), successor_code (text or None); closed schools included.
    answers: index school_code, one column per workbook variable; NaN is a blank cell, 'х' a typed not-applicable;
      a school whose row did not come is absent.
    results: the columns of intake.exam_results without provenance; participant is an integer.
    """

    municipalities: pd.DataFrame
    schools: pd.DataFrame
    answers: pd.DataFrame
    results: pd.DataFrame


def make_region(
    seed: int = 2018,
    schools: int = PRINTED_SCHOOLS,
    municipalities: Sequence[Municipality] | None = None,
    printed: PrintedTables | None = PRINTED,
) -> Region:
    """Make a region of so many open schools (and a few closed since); the same arguments make the same region.

    With the printed tables, their 360 schools and their municipalities it is calibrated to arrive at them exactly;
    otherwise it is plausible and uncalibrated; without them the municipalities are made. Raises ValueError below 20 schools, and CalibrationError where a
    printed cell could not be reached.
    """
    if schools < 20:
        raise ValueError(f"a region has at least 20 schools, not {schools}")
    places = list(municipalities or _places(schools, printed))
    same = printed is not None and [m.name for m in places] == list(printed.clusters.index)
    if printed is None or schools != PRINTED_SCHOOLS or not same:
        return _draw(np.random.default_rng(seed), schools, places, None)
    for attempt in range(_ATTEMPTS):
        try:
            return _draw(np.random.default_rng([seed, attempt]), schools, places, printed)
        except CalibrationError as failure:
            last = failure
    raise CalibrationError(f"seed {seed}, after {_ATTEMPTS} attempts: {last}")


def _places(schools: int, printed: PrintedTables | None) -> list[Municipality]:
    """The report's municipalities where its tables are given, made ones otherwise."""
    if printed is not None:
        return default_municipalities(printed)
    return made_municipalities(max(4, schools // 14))


def _draw(
    rng: np.random.Generator, schools: int, places: list[Municipality], printed: PrintedTables | None
) -> Region:
    plan = make_plan(rng, schools, places, printed)
    answers = draw_answers(rng, plan)
    if printed is not None:
        plan, answers = calibrate_answers(rng, plan, answers, printed)
    closed = _closed(rng, plan)
    results = _results(rng, pd.concat([plan, closed]), answers, printed)
    names = ["municipality_code", "municipality_name", "oktmo"]
    return Region(
        pd.DataFrame([(m.code, m.name, m.oktmo) for m in places], columns=names),
        _registry(rng, plan, closed, answers),
        finish_answers(rng, plan, answers),
        results,
    )


def _results(rng, plan, answers, printed) -> pd.DataFrame:
    people = draw_participants(rng, plan, answers)
    rows = draw_rows(rng, people)
    ratios = draw_ratios(rng, plan)
    score = settle_fails(rng, people, rows, draw_scores(rng, people, rows, ratios))
    if printed is not None:
        score = calibrate_scores(rng, plan, people, rows, score, printed)
    rows["score"] = split_oral(rows, score)
    codes = plan[["municipality_code"]].assign(school_code=plan.index)
    return export_rows(rng, people, with_retakes(rng, people, rows), codes)


def _closed(rng, plan: pd.DataFrame) -> pd.DataFrame:
    """Schools closed in 2016: weak results of 2015 and 2016, which count in region means only."""
    count = max(1, len(plan) // 360)
    plain = (plan["cluster"] == "") & (plan["trap"] == "") & ~plan["small_school"]
    fit = plan[plain & (plan["school_kind"] == "basic")]
    models = fit.iloc[rng.choice(len(fit), count, replace=False)]
    closed = models.copy()
    last = plan.groupby("municipality_code").size()
    turn = closed.groupby("municipality_code").cumcount() + 1
    closed.index = pd.Index(
        [f"{m}{last[m] + t:03d}" for m, t in zip(closed["municipality_code"], turn, strict=True)],
        name=plan.index.name,
    )
    closed["successor_code"] = models.index.to_numpy()
    closed[["oge_russian", "oge_math"]] = True
    closed[["oge_2015", "oge_2016"]] = 6
    closed["oge_2017"] = 0
    closed["trap"] = "closed"
    closed["school_name"] = "Забытовская основная школа"
    return closed


def _registry(rng, plan, closed, answers) -> pd.DataFrame:
    schools = pd.concat([plan, closed])
    pupils = answers["pupils"].reindex(schools.index).fillna(0).astype(int)
    # the registry is a little older than the workbook: a few counts differ
    moved = (rng.random(len(schools)) < 0.08) & (pupils > 20).to_numpy()
    schools["pupils"] = pupils + np.where(moved, rng.integers(-2, 3, len(schools)), 0)
    schools["taxpayer_number"] = [f"9999{number:06d}" for number in rng.permutation(len(schools)) + 1]
    schools["valid_from"] = pd.Timestamp("2012-01-01")
    schools["valid_to"] = pd.Series(pd.NaT, index=schools.index, dtype="datetime64[s]")
    schools.loc[closed.index, "valid_to"] = pd.Timestamp("2016-08-31")
    head = schools[schools["school_kind"].isin(["secondary", "basic"])].groupby("municipality_code")
    heads = head.apply(lambda group: group.index[0], include_groups=False)
    branch = schools["school_kind"] == "branch"
    successor = schools.get("successor_code", pd.Series(index=schools.index, dtype=object)).astype(object)
    schools["successor_code"] = successor.where(~branch, schools["municipality_code"].map(heads))
    schools.index.name = "school_code"
    columns = [
        "school_code", "municipality_code", "school_name", "taxpayer_number", "school_kind", "locality", "small_school",
        "pupils", "valid_from", "valid_to", "successor_code",
    ]  # fmt: skip
    return schools.reset_index()[columns].sort_values("school_code", ignore_index=True)
