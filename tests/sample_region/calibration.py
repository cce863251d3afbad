"""Bring the answers of a made region to the printed Table 1, and its pooled shares to round values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .calibration_certificates import calibrate_certificates
from .calibration_included import Included
from .calibration_pooled import calibrate_pooled
from .calibration_shares import Cell, solve, spread_sum
from .population_answers import POOLED, SHARES, share_bounds
from .printed import PrintedTables


def calibrate_answers(
    rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame, printed: PrintedTables
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers (and graduates of the plan) with which the included schools show the printed Table 1.

    Raises CalibrationError where a cell cannot be reached.
    """
    schools = Included(rng, plan.copy(), answers.copy(), printed)
    calibrate_certificates(schools)
    _learning(schools)
    _olympiad(schools)
    _conditions(schools)
    _staff(schools)
    _counts(schools)
    for criterion in SHARES:
        calibrate_pooled(schools, criterion)
    return schools.plan, schools.answers


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
    schools.share(21, "staff_higher_education", "staff", 0.08)
    most = answers[["staff_higher_education", "teachers"]].min(axis=1)
    answers["teachers_higher_pedagogical"] = answers["teachers_higher_pedagogical"].clip(upper=most)
    schools.share(22, "teachers_higher_pedagogical", "teachers", 0.1, high=most)
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
