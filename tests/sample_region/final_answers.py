"""The answers of the final wave: those of March moved on by half a year, a little up or a little down."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .evaluate import NOT_APPLICABLE, open_schools
from .population_answers import draw_registers
from .region import Region

STILL = 0.3  # of the shares do not move at all
LEVELS = ("pupils_1_4", "pupils_5_9", "pupils_10_11")


def whole_answers(region: Region) -> tuple[pd.DataFrame, pd.DataFrame]:
    """March's answers of every open school as numbers, and where «х» was typed: two frames, index school_code.

    A blank takes the region's share of pupils, a row that did not come that of the school of its kind nearest in
    size: whoever was silent in March answers in November.
    """
    schools = open_schools(region)
    refused = region.answers == NOT_APPLICABLE
    numbers = region.answers.mask(refused, 0).astype(float)
    per_pupil = numbers.sum() / numbers["pupils"].sum()
    for variable in numbers.columns[numbers.isna().any()]:
        guess = (numbers["pupils"] * per_pupil[variable]).round()
        numbers[variable] = numbers[variable].fillna(
            guess.clip(upper=1) if variable == "regular_transport" else guess
        )
    numbers["staff_age_sum"] = numbers["staff_age_sum"].clip(numbers["staff"] * 40, numbers["staff"] * 60)
    for code in schools.index.difference(numbers.index):
        kin = numbers.index[schools.loc[numbers.index, "school_kind"] == schools.at[code, "school_kind"]]
        model = (numbers.loc[kin, "pupils"] - schools.at[code, "pupils"]).abs().idxmin()
        numbers.loc[code], refused.loc[code] = numbers.loc[model], refused.loc[model]
    return numbers.loc[schools.index], refused.loc[schools.index].astype(bool)


def evolve(rng: np.random.Generator, before: pd.DataFrame, included: pd.Index) -> pd.DataFrame:
    """The answers half a year on, index and columns as before, every school's counts within its own totals.

    before: whole numbers of March; included: the schools followed, whom the year helped a little more.
    """
    after = before.copy()
    helped = before.index.isin(included)
    _contingent(rng, before, after)
    _conditions(rng, before, after)
    _results(rng, before, after, helped)
    _activities(rng, before, after, helped)
    _staff(rng, before, after, helped)
    return after


def moved(
    rng: np.random.Generator,
    part: tuple[pd.Series, pd.Series],
    base: pd.Series,
    rise: float | np.ndarray = 0.0,
    spread: float = 0.04,
) -> np.ndarray:
    """Numerators over the new base whose shares moved by about `rise`; part: numerators and bases of March.

    STILL of the shares stay; most zeros stay zeros.
    """
    share = (part[0] / part[1].where(part[1] > 0)).fillna(0).to_numpy()
    step = (rng.normal(0, spread, len(base)) + rise) * (rng.random(len(base)) >= STILL)
    step[(share == 0) & (rng.random(len(base)) < 0.8)] = 0
    return np.round(base.to_numpy() * np.clip(share + step, 0, 1))


def _contingent(rng, before, after) -> None:
    for variable in (*LEVELS, "pupils"):
        after[f"{variable}_year_before"] = before[f"{variable}_reporting_year"]
        after[f"{variable}_reporting_year"] = before[variable]
    for variable in LEVELS:
        after[variable] = np.round(before[variable] * rng.uniform(0.95, 1.06, len(before)))
    after["pupils"] = after[list(LEVELS)].sum(axis=1)
    step = rng.choice([-1, 0, 1], len(before), p=[0.07, 0.85, 0.08])
    after["classes"] = (before["classes"] + step).clip(lower=1)
    others = ("pupils_disabilities", "disabled_children", "wards", "transported_pupils", "non_native_russian")
    for variable in others:
        after[variable] = moved(rng, (before[variable], before["pupils"]), after["pupils"], 0.0, 0.006)


def _conditions(rng, before, after) -> None:
    per_pupil = before["families"] / before["pupils"]
    after["families"] = (after["pupils"] * per_pupil).round().clip(lower=2)
    draws = (
        ("families_many_children", 0.01), ("families_single_parent", 0.01), ("families_low_income", 0.02),
        ("families_disadvantaged", 0.008),
    )  # fmt: skip
    for variable, spread in draws:
        after[variable] = moved(rng, (before[variable], before["families"]), after["families"], 0.0, spread)
    for variable in ("parents_higher_education", "parents_unemployed"):
        after[variable] = moved(
            rng, (before[variable], 2 * before["families"]), 2 * after["families"], 0.0, 0.01
        )
    part = (before["unexcused_absentees"], before["pupils"])
    after["unexcused_absentees"] = moved(rng, part, after["pupils"], 0.0, 0.008)
    on_registers = before["on_registers"] / before["pupils"]
    after["on_registers"] = moved(
        rng,
        (before["on_registers"], before["pupils"]),
        after["pupils"],
        -0.06 * on_registers.to_numpy(),
        0.012,
    )
    draw_registers(rng, after)
    connected = rng.random(len(before)) < 0.02
    after["regular_transport"] = before["regular_transport"].where(~connected, 1)


def _results(rng, before, after, helped) -> None:
    after["assessed_pupils"] = (after["pupils_reporting_year"] * 0.88).round()
    part = (before["pupils_marks_4_5"], before["assessed_pupils"])
    after["pupils_marks_4_5"] = moved(
        rng, part, after["assessed_pupils"], np.where(helped, 0.012, 0.003), 0.03
    )
    upper, middle = after["pupils_10_11_reporting_year"], after["pupils_5_9_reporting_year"]
    after["pupils_9"] = (
        (middle * rng.uniform(0.155, 0.2, len(before))).round().clip(middle.clip(upper=3), middle)
    )
    after["pupils_11"] = (
        (upper * rng.uniform(0.38, 0.52, len(before))).round().clip(upper.clip(upper=3), upper)
    )
    for grade in (9, 11):
        failed, here = before[f"without_certificate_{grade}"], after[f"pupils_{grade}"]
        share = (failed / before[f"pupils_{grade}"].where(before[f"pupils_{grade}"] > 0)).fillna(0)
        chance = np.where(share > 0, share * 0.8, 0.004)
        after[f"without_certificate_{grade}"] = rng.binomial(here.astype(int), chance)
        after[f"leavers_{grade}"] = here - after[f"without_certificate_{grade}"]
    for variable, grade, usual in (
        ("honours_certificates_9", 9, 0.03), ("medals_regional", 11, 0.03), ("medals_federal", 11, 0.04),
    ):  # fmt: skip
        here = before[f"leavers_{grade}"]
        share = (before[variable] / here.where(here > 0)).fillna(0)
        usually = np.where(helped, usual * 0.7, usual)
        after[variable] = rng.binomial(after[f"leavers_{grade}"].astype(int), 0.6 * share + 0.4 * usually)
    part = (before["profile_pupils"], before["pupils_10_11_reporting_year"])
    after["profile_pupils"] = moved(rng, part, upper, 0.03, 0.08)
    sat = (before["olympiad_municipal_participants"], before["pupils"])
    after["olympiad_municipal_participants"] = moved(
        rng, sat, after["pupils"], np.where(helped, 0.008, 0.0), 0.015
    )
    won = (before["olympiad_municipal_awards"], before["olympiad_municipal_participants"])
    after["olympiad_municipal_awards"] = moved(rng, won, after["olympiad_municipal_participants"], 0.01, 0.06)
    share = 0.5 * before["olympiad_regional_awards"] / before["pupils"] + np.where(helped, 0.0002, 0.0006)
    after["olympiad_regional_awards"] = rng.binomial(after["pupils"].astype(int), share)


def _activities(rng, before, after, helped) -> None:
    # the federal standard reaches one grade more each year
    part = (before["classes_federal_standard"], before["classes"])
    grown = moved(rng, part, after["classes"], 0.08, 0.03)
    after["classes_federal_standard"] = np.clip(grown, 1, np.maximum(1, after["classes"]))
    hours = before["extracurricular_hours"] / before["classes_federal_standard"]
    step = rng.normal(0.15, 0.5, len(before)) * (rng.random(len(before)) >= STILL)
    hours = (hours + step).clip(0.3, 12)
    after["extracurricular_hours"] = (after["classes_federal_standard"] * hours * 2).round() / 2
    for variable, rise in (("sports_pupils", 0.02), ("creative_pupils", 0.015)):
        part = (before[variable], before["pupils"])
        after[variable] = moved(rng, part, after["pupils"], np.where(helped, 2 * rise, rise), 0.05)


def _staff(rng, before, after, helped) -> None:
    step = rng.choice([-1, 0, 1], len(before), p=[0.15, 0.7, 0.15])
    after["staff"] = (before["staff"] + step).clip(lower=3)
    after["teachers"] = (before["teachers"] + after["staff"] - before["staff"]).clip(2, after["staff"])
    old, new = before["staff"], after["staff"]
    after["staff_higher_education"] = moved(rng, (before["staff_higher_education"], old), new, 0.005, 0.02)
    part = (before["teachers_higher_pedagogical"], before["teachers"])
    drawn = pd.Series(moved(rng, part, after["teachers"], 0.005, 0.02), index=before.index)
    after["teachers_higher_pedagogical"] = drawn.clip(upper=after["staff_higher_education"])
    top = before["staff_highest_category"] + before["staff_first_category"]
    reached = pd.Series(moved(rng, (top, old), new, 0.01, 0.03), index=before.index)
    highest = (reached * (before["staff_highest_category"] / top.where(top > 0)).fillna(0)).round()
    after["staff_highest_category"], after["staff_first_category"] = highest, reached - highest
    after["staff_trained_3y"] = moved(
        rng, (before["staff_trained_3y"], old), new, np.where(helped, 0.09, 0.02), 0.05
    )
    age = before["staff_age_sum"] / old + rng.uniform(-0.8, 1.2, len(before)) * (new != old)
    after["staff_age_sum"] = (new * age).round()
    filled = before["vacancies"] * rng.choice([0, 0.5, 1], len(before))
    opened = rng.random(len(before)) < 0.05
    after["vacancies"] = np.floor(filled) + opened
    for variable in ("educational_psychologist", "social_pedagogue"):
        chance = rng.random(len(before))
        after[variable] = before[variable].where(chance >= 0.03, 1 - before[variable])
    for variable, chance in (
        ("methodological_events", 0.35),
        ("contest_teachers", 0.3),
        ("publications", 0.2),
    ):
        more = rng.binomial(3, np.where(helped, chance, 0.15), len(before)) - rng.binomial(
            2, 0.25, len(before)
        )
        after[variable] = (before[variable] + more).clip(lower=0)
    after["contest_teachers"] = after["contest_teachers"].clip(upper=new)
