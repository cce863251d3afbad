"""What the schools of a made region answer in the municipal workbook, before blanks and calibration."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

VARIABLES = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "variables.csv"
PARTS = ("contingent", "conditions", "results", "activities", "staff")
NOT_APPLICABLE = "х"
# the region's pooled shares that the made region is drawn around; exact in binary, so are the thresholds
POOLED = {"registers": 1 / 32, "disadvantaged": 1 / 32, "low_income": 1 / 4, "olympiad": 1 / 8}
WITHOUT_CERTIFICATE = 0.014
USUAL = {"registers": 0.55, "disadvantaged": 0.75, "low_income": 0.9, "olympiad": 1.0}
# criterion -> numerator, denominator, multiple of the pooled share, met when above (1) or below (-1)
SHARES = {
    "registers": ("on_registers", "pupils", 1.5, 1),
    "disadvantaged": ("families_disadvantaged", "families", 1.5, 1),
    "low_income": ("families_low_income", "families", 1.5, 1),
    "olympiad": ("olympiad_municipal_participants", "pupils", 0.5, -1),
}


def workbook_variables() -> list[dict[str, str]]:
    """The declared variables of the municipal workbook, in the order of the form."""
    with VARIABLES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] in PARTS]


def draw_answers(rng: np.random.Generator, plan: pd.DataFrame) -> pd.DataFrame:
    """One row per open school of the plan, one column of numbers per workbook variable; nothing blank yet."""
    answers = pd.DataFrame(index=plan.index)
    _contingent(rng, plan, answers)
    _conditions(rng, plan, answers)
    _results(rng, plan, answers)
    _activities(rng, plan, answers)
    _staff(rng, plan, answers)
    return answers


def _contingent(rng, plan, answers) -> None:
    upper = plan["school_kind"].isin(["secondary", "evening"]).to_numpy()
    middle = ~plan["school_kind"].isin(["primary"]).to_numpy()
    adult = (plan["school_kind"] == "evening").to_numpy()
    pupils = plan["pupils"].to_numpy()
    for suffix, factor in (("", 1.0), ("_reporting_year", 1.01), ("_year_before", 1.02)):
        wobble = 1.0 if not suffix else rng.uniform(0.96, 1.05, len(plan))
        total = np.maximum(4, np.round(pupils * factor * wobble)).astype(int)
        seniors = np.where(upper, np.round(total * np.where(adult, 0.55, 0.095)), 0).astype(int)
        juniors = np.where(
            adult, 0, np.where(middle, np.round(total * rng.uniform(0.4, 0.46, len(plan))), total)
        )
        if suffix == "_reporting_year":
            seniors = np.where(upper, np.maximum(seniors, plan["ege_2017"] + 1), 0)
            total = np.maximum(
                total, seniors + juniors.astype(int) + np.where(middle, plan["oge_2017"] + 4, 0)
            )
        answers[f"pupils{suffix}"] = total
        answers[f"pupils_1_4{suffix}"] = juniors.astype(int)
        answers[f"pupils_5_9{suffix}"] = total - juniors.astype(int) - seniors
        answers[f"pupils_10_11{suffix}"] = seniors
    answers["classes"] = np.maximum(2, np.round(pupils / np.where(plan["locality"] == "urban", 24, 11)))
    draws = (
        ("pupils_disabilities", 0.05), ("disabled_children", 0.018), ("wards", 0.02), ("non_native_russian", 0.012),
    )  # fmt: skip
    for variable, share in draws:
        answers[variable] = rng.binomial(pupils, share)
    bus = np.where(plan["locality"] == "urban", 0.01, np.where(plan["small_school"], 0.15, 0.3))
    answers["transported_pupils"] = rng.binomial(pupils, bus)


def _conditions(rng, plan, answers) -> None:
    families = np.maximum(3, np.round(answers["pupils"] * rng.uniform(0.68, 0.82, len(plan)))).astype(int)
    exact = plan["trap"].isin(["at_disadvantaged", "at_low_income"])
    answers["families"] = families.where(~exact, 64)
    answers["families_many_children"] = rng.binomial(answers["families"], 0.16)
    answers["families_single_parent"] = rng.binomial(answers["families"], 0.22)
    rural = (plan["locality"] == "rural").to_numpy()
    spread = {"registers": 0.4, "disadvantaged": 0.35, "low_income": 0.2, "olympiad": 0.2}
    for criterion in SHARES:
        draw_share(rng, plan, answers, criterion, spread[criterion])
    answers["parents_higher_education"] = rng.binomial(2 * answers["families"], np.where(rural, 0.22, 0.38))
    answers["parents_unemployed"] = rng.binomial(2 * answers["families"], np.where(rural, 0.12, 0.05))
    answers["distance_to_centre"] = np.where(
        rural, rng.integers(4, 65, len(plan)), rng.integers(0, 4, len(plan))
    )
    answers["small_school"] = plan["small_school"].astype(int)
    cut_off = plan["remote"] & (~plan["small_school"] | (rng.random(len(plan)) < 0.3))
    answers["regular_transport"] = (~cut_off).astype(int)
    answers["unexcused_absentees"] = rng.binomial(answers["pupils"], 0.02)


def draw_share(rng, plan, answers, criterion: str, spread: float) -> None:
    """Draw a criterion's numerators on the side of the threshold that the plan intends."""
    numerator, denominator, multiple, side = SHARES[criterion]
    base = answers[denominator].to_numpy()
    threshold = POOLED[criterion] * multiple
    met = plan[criterion].to_numpy()
    usual = POOLED[criterion] * USUAL[criterion] * rng.lognormal(0, spread, len(plan))
    strong = threshold * (rng.uniform(1.15, 2.0, len(plan)) if side > 0 else rng.uniform(0, 0.9, len(plan)))
    drawn = np.round(base * np.where(met, strong, usual)).astype(int)
    low, high = share_bounds(base, threshold, met, side)
    answers[numerator] = np.clip(drawn, low, high)
    answers.loc[plan["trap"] == f"at_{criterion}", numerator] = round(64 * threshold)


def share_bounds(
    base: np.ndarray, threshold: float, met: np.ndarray, side: int
) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest numerator that keeps the school strictly on its side of a dyadic threshold."""
    at = base * threshold
    above = (met if side > 0 else ~met).astype(bool)
    low = np.where(above, np.floor(at) + 1, 0).astype(int)
    high = np.where(above, base, np.maximum(0, np.ceil(at) - 1)).astype(int)
    return np.minimum(low, base), high


def _results(rng, plan, answers) -> None:
    pupils = answers["pupils"]
    answers["assessed_pupils"] = np.round(answers["pupils_reporting_year"] * 0.88).astype(int)
    answers["pupils_marks_4_5"] = rng.binomial(answers["assessed_pupils"], rng.uniform(0.38, 0.56, len(plan)))
    for grade, exam in ((9, "oge"), (11, "ege")):
        here = plan[f"{exam}_2017"].to_numpy()
        failed = _failed(rng, plan, here, grade)
        answers[f"pupils_{grade}"] = here
        answers[f"without_certificate_{grade}"] = failed
        answers[f"leavers_{grade}"] = here - failed
    answers["honours_certificates_9"] = rng.binomial(answers["leavers_9"], 0.045)
    answers["medals_regional"] = rng.binomial(answers["leavers_11"], 0.05)
    answers["medals_federal"] = rng.binomial(answers["leavers_11"], 0.06)
    answers["profile_pupils"] = rng.binomial(
        answers["pupils_10_11_reporting_year"], rng.choice([0, 0.5, 0.8], len(plan))
    )
    answers["olympiad_municipal_awards"] = rng.binomial(answers["olympiad_municipal_participants"], 0.27)
    answers["olympiad_regional_awards"] = rng.binomial(pupils, 0.0012)


def _failed(rng, plan, here, grade) -> np.ndarray:
    """Graduates left without a certificate: well above the region's share only where the plan says so."""
    met = plan["without_certificate"].to_numpy()
    share = np.where(met, np.where(grade == 9, 0.09, 0.12), WITHOUT_CERTIFICATE * 0.55)
    high = np.where(met, here, np.floor(here * WITHOUT_CERTIFICATE * 1.2)).astype(int)
    upper = plan["ege_2017"].to_numpy() > 0
    low = np.where(met & (here > 0) & ((grade == 9) | upper), np.where(upper & (grade == 9), 0, 1), 0)
    return np.clip(rng.binomial(here, share), low, np.maximum(low, high))


def _activities(rng, plan, answers) -> None:
    classes = np.maximum(2, np.round(answers["classes"] * rng.uniform(0.55, 0.8, len(plan)))).astype(int)
    answers["classes_federal_standard"] = classes
    answers["extracurricular_hours"] = np.round(classes * rng.uniform(2.5, 8.5, len(plan)) * 2) / 2
    answers["sports_pupils"] = rng.binomial(answers["pupils"], rng.uniform(0.35, 0.75, len(plan)))
    answers["creative_pupils"] = rng.binomial(answers["pupils"], rng.uniform(0.55, 0.9, len(plan)))


def _staff(rng, plan, answers) -> None:
    rural = (plan["locality"] == "rural").to_numpy()
    staff = np.maximum(
        3, np.round(answers["pupils"] / np.where(rural, 9, 13) + rng.integers(3, 7, len(plan)))
    ).astype(int)
    answers["staff"] = staff
    answers["teachers"] = np.maximum(2, np.round(staff * rng.uniform(0.8, 0.95, len(plan)))).astype(int)
    answers["staff_higher_education"] = rng.binomial(staff, rng.uniform(0.78, 0.95, len(plan)))
    answers["teachers_higher_pedagogical"] = np.minimum(
        rng.binomial(answers["teachers"], rng.uniform(0.75, 0.93, len(plan))),
        answers["staff_higher_education"],
    )
    answers["staff_top_categories"] = rng.binomial(staff, rng.uniform(0.68, 0.84, len(plan)))
    answers["staff_trained_3y"] = rng.binomial(staff, rng.uniform(0.68, 0.95, len(plan)))
    answers["staff_age_sum"] = np.round(staff * rng.normal(47.5, 2.5, len(plan)))
    answers["vacancies"] = rng.poisson(np.where(rng.random(len(plan)) < 0.2, staff / 12, 0))
    answers["educational_psychologist"] = (rng.random(len(plan)) < np.where(rural, 0.12, 0.7)).astype(int)
    answers["social_pedagogue"] = (rng.random(len(plan)) < np.where(rural, 0.35, 0.75)).astype(int)
    answers["methodological_events"] = rng.poisson(np.where(rural, 2.4, 5.5))
    answers["contest_teachers"] = rng.poisson(np.where(rural, 3.0, 6.5))
    answers["publications"] = rng.poisson(np.where(rural, 0.5, 1.8))


def finish_answers(rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Split the totals, type the not-applicables, leave the blanks, drop the row that did not come.

    Returns the workbook's columns in the order of the form, index school_code; NaN is a blank cell,
    'х' a typed not-applicable.
    """
    whole = answers.copy()
    draw_registers(rng, whole)
    top = whole.pop("staff_top_categories").astype(int)
    whole["staff_highest_category"] = rng.binomial(top, 0.4)
    whole["staff_first_category"] = top - whole["staff_highest_category"]
    variables = workbook_variables()
    whole = whole[[row["variable"] for row in variables]].astype(float).astype(object)
    kind = plan["school_kind"]
    without = {"9": kind == "primary", "11": ~kind.isin(["secondary", "evening"])}
    without["10-11"] = without["11"]
    zeros = rng.random(len(plan)) < 0.25  # some write 0 where others write «х»; both have no denominator
    for row in variables:
        if row["grades"] in without:
            typed = (
                without[row["grades"]]
                & ~zeros
                & (row["part"] != "contingent" or row["variable"].endswith("_before"))
            )
            whole.loc[typed, row["variable"]] = NOT_APPLICABLE
    for variable, school in blanks(plan):
        whole.at[school, variable] = np.nan
    return whole[plan["trap"] != "row_missing"]


def blanks(plan: pd.DataFrame) -> list[tuple[str, str]]:
    """The blank cells, (variable, school_code): traps outside the project, and a few inside where the mean survives."""
    by_trap = {
        "blank_disadvantaged": ["families_disadvantaged"],
        "two_apply": ["families_disadvantaged", "families_low_income"],
        "blank_olympiad": ["olympiad_municipal_participants"],
        "blank_remote": ["regular_transport"],
    }
    cells = [
        (v, s) for trap, names in by_trap.items() for s in plan.index[plan["trap"] == trap] for v in names
    ]
    included = plan.index[plan["cluster"] != ""]
    inside = (
        "extracurricular_hours",
        "staff_trained_3y",
        "contest_teachers",
        "staff_higher_education",
        "classes",
    )
    cells += [(v, included[(7 * i + 3) % len(included)]) for i, v in enumerate(inside) if len(included)]
    spared = plan["cluster"].isin(["adverse_conditions", "low_results"]) & ~plan["low_income"]
    cells += [("families_low_income", s) for s in plan.index[spared][:3]]
    plain = plan.index[(plan["cluster"] == "") & (plan["trap"] == "")]
    outside = (
        "parents_unemployed",
        "sports_pupils",
        "publications",
        "staff_age_sum",
        "unexcused_absentees",
        "wards",
    )
    cells += [
        (v, plain[(37 * i + 11 * j) % len(plain)])
        for i, v in enumerate(outside)
        for j in range(3)
        if len(plain)
    ]
    return cells


def draw_registers(rng: np.random.Generator, answers: pd.DataFrame) -> None:
    """Three registers such that the largest is at most the pupils on any, and these at most the sum."""
    total = answers["on_registers"].astype(int)
    answers["register_school"] = np.round(total * rng.uniform(0.6, 1.0, len(answers))).astype(int)
    left = total - answers["register_school"]
    answers["register_police"] = np.minimum(total, left + rng.binomial(total, 0.15))
    answers["register_commission"] = rng.binomial(total, 0.35)
