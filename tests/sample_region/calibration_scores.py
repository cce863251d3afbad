"""Bring the exam scores of a made region to the printed ratios, and every school to its side of each threshold.

Region means are fixed first; included schools are settled against them; schools outside carry what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .calibration_electives import settle_electives
from .calibration_shares import CalibrationError, printed_cell, solve, spread_sum
from .exams import PROFILE, RUSSIAN, YEARS
from .exams_scores import CRITERION, MAXIMUM, MEANS, PASS, THRESHOLD
from .printed import PrintedTables

INDICATORS = {("oge", RUSSIAN): 3, ("oge", PROFILE): 4, ("ege", RUSSIAN): 6, ("ege", PROFILE): 7}
_LEAST = {("oge", RUSSIAN): 8, ("oge", PROFILE): 3, ("ege", RUSSIAN): 26, ("ege", PROFILE): 6}
_NEAR = 0.0004  # a marginal school lies between this and one point of one participant from the threshold
_CLEAR = 0.05  # schools this far from a threshold carry what the region mean still lacks
_MARGINAL_OUTSIDE, _ONE_YEAR_OUTSIDE = 4, 6


class Subject:
    """The counted results of one exam and subject: their rows, bounds and the fixed region means."""

    def __init__(self, exam, code, plan, people, rows, score):
        person = people.iloc[rows["participant"].to_numpy()].reset_index(drop=True)
        take = (
            (person["exam"] == exam)
            & (rows["subject_code"] == code)
            & (person["category"] == "current_graduate")
        )
        take &= (person["form"] == exam) & (rows["status"] == "valid") & (rows["stage"] == "main")
        self.rows = np.flatnonzero(take.to_numpy())
        self.place = person["place"].to_numpy()[self.rows]
        self.year = person["year"].to_numpy()[self.rows]
        self.score = score[self.rows].astype(np.int64)
        self.low = np.full(len(self.rows), _LEAST[exam, code])
        self.high = np.full(len(self.rows), MAXIMUM[exam, code])
        failed = person["failed"].to_numpy()[self.rows]
        if code == RUSSIAN and exam == "ege":
            wanted = plan["russian_failed"].fillna(0).to_numpy()[self.place]
            failed = failed & (person["rank"].to_numpy()[self.rows] < wanted)
        elif code == RUSSIAN:
            failed = np.zeros(len(self.rows), dtype=bool)
        self.high[failed] = PASS[exam, code] - 1
        self.low[failed] = np.minimum(self.low[failed], 12 if code == RUSSIAN else 3)
        self.score = np.clip(self.score, self.low, self.high)
        self.total = {y: round(MEANS[exam, y, code] * (self.year == y).sum()) for y in YEARS}
        self.mean = {y: self.total[y] / (self.year == y).sum() for y in YEARS}
        self.relative = np.array([self.mean[y] for y in YEARS])[self.year - YEARS[0]]
        self.groups = pd.Series(np.arange(len(self.rows))).groupby([self.place, self.year]).indices
        self.name = CRITERION[exam, code]

    def group(self, place: int, year: int) -> np.ndarray:
        """Positions of one school's counted results of one year."""
        return np.asarray(self.groups.get((place, year), ()), dtype=np.int64)

    def pooled(self) -> pd.Series:
        """Three-year ratio by place."""
        return pd.Series(self.score / self.relative).groupby(self.place).mean()

    def settle(self, rng, place: int, year: int, total: int) -> None:
        """Give one school's results of one year this sum."""
        here = self.group(place, year)
        total = int(np.clip(total, self.low[here].sum(), self.high[here].sum()))
        self.score[here] = spread_sum(
            rng, self.score[here], self.low[here], self.high[here], total, self.name
        )


def calibrate_scores(
    rng: np.random.Generator,
    plan: pd.DataFrame,
    people: pd.DataFrame,
    rows: pd.DataFrame,
    score: np.ndarray,
    printed: PrintedTables,
) -> np.ndarray:
    """Scores with which the included schools show the printed indicators 3, 4, 6, 7 and 12.

    Raises CalibrationError where a cell cannot be reached or a school ends on the wrong side of a threshold.
    """
    score = score.copy()
    places = _chosen_outside(rng, plan)
    for (exam, code), indicator in INDICATORS.items():
        subject = Subject(exam, code, plan, people, rows, score)
        intended = plan[subject.name].to_numpy()
        fixed = set(_included(rng, plan, subject, indicator, intended, printed))
        _guard(rng, subject, intended, fixed)
        if subject.name == "oge_russian":
            fixed |= _awkward_outside(rng, subject, places)
        _balance(rng, subject, intended, fixed)
        score[subject.rows] = subject.score
    return settle_electives(rng, plan, people, rows, score, printed)


def _chosen_outside(rng, plan) -> np.ndarray:
    """Basic schools outside that meet OGE mathematics only: a second criterion would identify them."""
    fit = plan["oge_math"] & ~plan["oge_russian"] & (plan["cluster"] == "") & (plan["trap"] == "")
    fit &= plan["school_kind"].isin(["basic", "branch"]) & (
        plan[["oge_2015", "oge_2016", "oge_2017"]] >= 2
    ).all(axis=1)
    return rng.permutation(np.flatnonzero(fit.to_numpy()))[: _MARGINAL_OUTSIDE + _ONE_YEAR_OUTSIDE]


def _included(rng, plan, subject, indicator, intended, printed) -> Iterator[int]:
    """Settle the reporting year's ratios of the included schools, then the two years before."""
    included = np.flatnonzero((plan["cluster"] != "").to_numpy())
    year = YEARS[-1]
    here = [place for place in included if len(subject.group(place, year))]
    met = intended[here]
    threshold = THRESHOLD[subject.name]
    number = np.array([len(subject.group(place, year)) for place in here])
    low = np.array([subject.low[subject.group(place, year)].sum() for place in here])
    high = np.array([subject.high[subject.group(place, year)].sum() for place in here])
    base = number * subject.mean[year]
    before = np.array([len(subject.group(p, YEARS[0])) + len(subject.group(p, YEARS[1])) for p in here])
    # one year may stray from the threshold's side only as far as the two before can bring it back
    reach = np.where(before > 0, 0.12, 0.0)
    high = np.where(met, np.minimum(high, np.floor(base * (threshold - 0.01 + reach))), high).astype(np.int64)
    low = np.where(met, low, np.maximum(low, np.ceil(base * (threshold + 0.01 - reach)))).astype(np.int64)
    weak = 0.695 if threshold < 0.85 else 0.845
    start = np.where(met, rng.normal(weak, 0.035, len(here)), rng.normal(threshold + 0.05, 0.05, len(here)))
    row: Any = printed.indicators.loc[indicator]
    cell = printed_cell(row["mean"], len(here), greatest=row["max"], least=row["min"])
    strong = [i for i in range(len(here)) if not met[i] and number[i] > 3]
    solved = solve(rng, f"indicator {indicator}", base, low, high, start, cell, strong)
    for place, total in zip(here, solved, strict=True):
        subject.settle(rng, place, year, int(total))
    for turn, place in enumerate(included):
        _years_before(rng, subject, int(place), bool(intended[place]), near=turn % 9 == 4)
        yield int(place)


def _years_before(rng, subject: Subject, place: int, met: bool, near: bool) -> None:
    """The two years before the reporting year, such that the three pooled lie on the school's side."""
    threshold = THRESHOLD[subject.name]
    latest, first, second = (subject.group(place, y) for y in (YEARS[2], YEARS[0], YEARS[1]))
    number = len(latest) + len(first) + len(second)
    if not number:
        return
    given = (subject.score[latest] / subject.relative[latest]).sum()
    own = given / len(latest) if len(latest) else threshold
    away = rng.uniform(0.008, 0.03)
    wanted = min(own, threshold - away) if met else max(own, threshold + away)
    wanted = (threshold - _NEAR if met else threshold + _NEAR) if near else wanted
    rest = wanted * number - given
    years = [year for year, group in ((YEARS[0], first), (YEARS[1], second)) if len(group)]
    for year in years:
        group = subject.group(place, year)
        share = (
            rest
            * len(group)
            / sum(len(subject.group(place, y)) for y in years if y >= year)
            * subject.mean[year]
        )
        last = year == years[-1]
        total = (np.floor(share) if met else np.ceil(share)) if last else round(share)
        subject.settle(rng, place, year, int(total))
        rest -= (subject.score[group] / subject.relative[group]).sum()


def _guard(rng, subject: Subject, intended: np.ndarray, fixed: set[int]) -> None:
    """Schools outside that chance put near or beyond a threshold go back to their side."""
    threshold = THRESHOLD[subject.name]
    pooled = subject.pooled()
    for place, ratio in zip(pooled.index.tolist(), pooled.tolist(), strict=True):
        met = bool(intended[place])
        if place in fixed or (ratio < threshold - 0.01 if met else ratio > threshold + 0.01):
            continue
        wanted = threshold + (-1 if met else 1) * rng.uniform(0.015, 0.06)
        for year in YEARS:
            here = subject.group(place, year)
            if len(here):
                own = subject.score[here].sum()
                subject.settle(
                    rng, place, year, round(own + (wanted - ratio) * len(here) * subject.mean[year])
                )


def _awkward_outside(rng, subject: Subject, places: np.ndarray) -> set[int]:
    """Some a hair above the threshold; some weak in the last year alone."""
    threshold = THRESHOLD[subject.name]
    for turn, place in enumerate(places):
        marginal = turn < _MARGINAL_OUTSIDE
        here = subject.group(place, YEARS[-1])
        weak = threshold + rng.uniform(-0.02, 0.05) if marginal else threshold - rng.uniform(0.02, 0.06)
        subject.settle(rng, place, YEARS[-1], round(weak * len(here) * subject.mean[YEARS[-1]]))
        _years_before(rng, subject, place, met=False, near=marginal)
    return {int(place) for place in places}


def _balance(rng, subject: Subject, intended: np.ndarray, fixed: set[int]) -> None:
    """Move results of schools outside, point by point, until the region means are the fixed ones."""
    ratio = subject.pooled()
    threshold = THRESHOLD[subject.name]
    clear = ratio.index[(ratio - threshold).abs() > _CLEAR]
    movable = np.isin(subject.place, [place for place in clear if place not in fixed])
    for year in YEARS:
        here = np.flatnonzero(movable & (subject.year == year))
        rest = subject.score[(subject.year == year) & ~movable].sum()
        name = f"region mean of {subject.name} in {year}"
        subject.score[here] = spread_sum(
            rng,
            subject.score[here],
            subject.low[here],
            subject.high[here],
            int(subject.total[year] - rest),
            name,
        )
    ratio = subject.pooled()
    wrong = (ratio < threshold).to_numpy() != intended[ratio.index]
    if wrong.any():
        raise CalibrationError(f"{subject.name}: {int(wrong.sum())} schools on the wrong side of {threshold}")
