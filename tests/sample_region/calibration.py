"""Bring the answers of a made region to the printed Table 1, and its pooled shares to round values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .calibration_shares import CalibrationError, Cell, printed_cell, solve, spread_sum
from .population_answers import POOLED, SHARES, blanks, share_bounds
from .printed import PrintedTables

WITHOUT_CERTIFICATE_LARGE = (
    41,
    9,
)  # grades 9 and 11 of the school that shows 0,66: 33 of 50, no third will do
_ROUND = {"registers": 32, "disadvantaged": 32, "low_income": 4, "olympiad": 8}


class Included:
    """The included schools of a plan, with the answers being calibrated."""

    def __init__(
        self, rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame, printed: PrintedTables
    ):
        self.rng, self.plan, self.answers, self.printed = rng, plan, answers, printed
        self.codes = plan.index[plan["cluster"] != ""]
        self.blank = set(blanks(plan))

    def answered(self, *variables: str) -> pd.Index:
        """Included schools without a blank in these variables."""
        return self.codes[[all((v, code) not in self.blank for v in variables) for code in self.codes]]

    def whole(self, variable: str, codes: pd.Index) -> np.ndarray:
        """The answers to one variable as whole numbers."""
        return self.answers.loc[codes, variable].to_numpy().astype(np.int64)

    def cell(
        self, indicator: int, schools: int, decimals: int = 2, at_least: int | None = None, **changes
    ) -> Cell:
        """The printed row of an indicator as the solver wants it."""
        row = self.printed.indicators.loc[indicator]
        extremes = {"greatest": row["max"], "least": row["min"], **changes}
        return printed_cell(row["mean"], schools, decimals=decimals, at_least=at_least, **extremes)

    def share(
        self, indicator, numerator, denominator, spread, low=None, high=None, start=None, **cell
    ) -> None:
        """Draw and settle the numerators of one indicator."""
        codes = self.answered(numerator, denominator) if denominator else self.answered(numerator)
        base = self.whole(denominator, codes) if denominator else np.ones(len(codes), dtype=np.int64)
        mean = float(self.printed.indicators.at[indicator, "mean"])
        first = self.rng.normal(mean, spread, len(codes)) if start is None else start.loc[codes].to_numpy()
        least = np.zeros(len(codes)) if low is None else low.loc[codes].to_numpy()
        most = base if high is None else high.loc[codes].to_numpy()
        shown = self.cell(indicator, len(codes), **cell)
        self.answers.loc[codes, numerator] = solve(
            self.rng, f"indicator {indicator}", base, least, most, first, shown
        )


def calibrate_answers(
    rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame, printed: PrintedTables
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers (and graduates of the plan) with which the included schools show the printed Table 1.

    Raises CalibrationError where a cell cannot be reached.
    """
    schools = Included(rng, plan.copy(), answers.copy(), printed)
    _certificates(schools)
    _learning(schools)
    _olympiad(schools)
    _conditions(schools)
    _staff(schools)
    _counts(schools)
    for criterion in SHARES:
        _pooled(schools, criterion)
    return schools.plan, schools.answers


def _certificates(schools: Included) -> None:
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


def _learning(schools: Included) -> None:
    rng, plan, answers = schools.rng, schools.plan, schools.answers
    # where failing grade 9 is the rule, few finish the year well
    schools.share(1, "pupils_marks_4_5", "assessed_pupils", 0.13)
    start = pd.Series(rng.choice([0.0, 0.09], len(plan), p=[0.85, 0.15]), index=plan.index)
    schools.share(2, "honours_certificates_9", "leavers_9", 0, start=start)
    seniors = schools.codes[answers.loc[schools.codes, "leavers_11"] >= 3]
    for indicator, variable in ((8, "medals_regional"), (9, "medals_federal")):
        answers.loc[schools.codes, variable] = 0
        awarded = rng.choice(seniors, schools.printed.note(indicator, "mean"), replace=False)
        answers.loc[awarded, variable] = 1
    answers.loc[schools.codes, "profile_pupils"] = 0
    named = rng.choice(seniors, schools.printed.note(19, "mean"), replace=False)
    answers.loc[named, "profile_pupils"] = np.round(answers.loc[named, "pupils_10_11_reporting_year"] * 0.6)


def _olympiad(schools: Included) -> None:
    rng, plan, answers, codes = schools.rng, schools.plan, schools.answers, schools.codes
    pupils = schools.whole("pupils", codes)
    met = plan.loc[codes, "olympiad"].to_numpy()
    low, high = share_bounds(pupils, POOLED["olympiad"] * 0.5, met, -1)
    # four participants are the fewest of whom one may be a winner under a maximum of 0,31
    wanted = np.maximum(np.round(pupils * np.where(met, 0.05, rng.uniform(0.1, 0.16, len(codes)))), 4)
    participants = np.clip(wanted, low, high).astype(np.int64)
    answers.loc[codes, "olympiad_municipal_participants"] = participants
    base = np.maximum(participants, 1)
    cell = schools.cell(13, len(codes))
    solved = solve(
        rng, "indicator 13", base, np.zeros(len(base)), participants, np.full(len(base), 0.25), cell
    )
    answers.loc[codes, "olympiad_municipal_awards"] = solved
    answers.loc[codes, "olympiad_regional_awards"] = 0
    fit = codes[(pupils >= 286) & (pupils <= 400)]
    awarded = rng.choice(fit, schools.printed.note(14, "mean"), replace=False)
    answers.loc[awarded, "olympiad_regional_awards"] = 1


def _conditions(schools: Included) -> None:
    rng, plan, answers = schools.rng, schools.plan, schools.answers
    pupils = answers["pupils"].to_numpy()
    met = plan["registers"].to_numpy()
    low, high = share_bounds(pupils, POOLED["registers"] * 1.5, met, 1)
    start = pd.Series(
        np.where(met, rng.uniform(0.1, 0.4, len(plan)), rng.uniform(0, 0.04, len(plan))), index=plan.index
    )
    bounds = {"low": pd.Series(low, index=plan.index), "high": pd.Series(high, index=plan.index)}
    schools.share(15, "on_registers", "pupils", 0, start=start, **bounds)
    most = answers["classes_federal_standard"] * 12
    schools.share(16, "extracurricular_hours", "classes_federal_standard", 1.8, high=most, mean_decimals=2)
    schools.share(17, "sports_pupils", "pupils", 0.18, at_least=schools.printed.note(17, "min"))
    schools.share(18, "creative_pupils", "pupils", 0.2, at_least=schools.printed.note(18, "min"))


def _staff(schools: Included) -> None:
    answers = schools.answers
    schools.share(22, "teachers_higher_pedagogical", "teachers", 0.1)
    schools.share(21, "staff_higher_education", "staff", 0.08, low=answers["teachers_higher_pedagogical"])
    schools.share(23, "staff_top_categories", "staff", 0.14)
    schools.share(24, "staff_trained_3y", "staff", 0.16, at_least=schools.printed.note(24, "min"))
    schools.share(25, "staff_age_sum", "staff", 3, high=answers["staff"] * 70, decimals=0)


def _counts(schools: Included) -> None:
    """Indicators 20 and 26 to 30: vacancies, posts, events, contests, publications."""
    rng, answers, codes = schools.rng, schools.answers, schools.codes
    largest = codes[np.argsort(-schools.whole("staff", codes), kind="stable")]
    answers.loc[codes, ["vacancies", "educational_psychologist", "social_pedagogue"]] = 0
    vacant = largest[: schools.printed.note(20, "mean")]
    one = np.ones(len(vacant))
    cell = Cell(
        float(schools.printed.value(20, "mean")) * len(codes), 0.3, greatest=schools.printed.value(20, "max")
    )
    answers.loc[vacant, "vacancies"] = solve(rng, "indicator 20", one, one, one * 13, one * 4.4, cell)
    for indicator, variable in ((26, "educational_psychologist"), (27, "social_pedagogue")):
        answers.loc[rng.choice(codes, schools.printed.note(indicator, "mean"), replace=False), variable] = 1
    quiet = rng.permutation(len(codes)) < schools.printed.note(28, "max")
    events = np.where(quiet, rng.integers(0, 2, len(codes)), 5)
    total = round(float(schools.printed.value(28, "mean")) * len(codes))
    low, high = np.where(quiet, events, 2), np.where(quiet, events, 14)
    answers.loc[codes, "methodological_events"] = spread_sum(rng, events, low, high, total, "indicator 28")
    start = pd.Series(rng.poisson(2.4, len(answers)), index=answers.index)
    schools.share(29, "contest_teachers", "", 0, high=answers["staff"], start=start, decimals=0)
    answers.loc[codes, "publications"] = np.minimum(rng.poisson(0.4, len(codes)), 3)
    answers.loc[largest[0], "publications"] = int(schools.printed.value(30, "max"))


def _pooled(schools: Included, criterion: str) -> None:
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
