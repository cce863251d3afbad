"""The rules of methodology.md over a made region, in plain pandas: the second programme the pipeline is compared with.

Every switch of `Rules` is one wrong rule; the defaults are the right ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .evaluate_exams import exam_indicators, pooled_ratios
from .region import Region

NOT_APPLICABLE = "х"
CLUSTERS = ("low_results", "adverse_conditions", "both")
RATIO_BELOW = {"ege_russian": 0.80, "ege_math": 0.80, "oge_russian": 0.90, "oge_math": 0.90}
# criterion: numerators, denominators, multiple of the region's share, met when above
SHARE_CRITERIA: dict[str, tuple[list[str], list[str], float, bool]] = {
    "without_certificate": (
        ["without_certificate_9", "without_certificate_11"],
        ["pupils_9", "pupils_11"],
        1.5,
        True,
    ),
    "olympiad": (["olympiad_municipal_participants"], ["pupils"], 0.5, False),
    "registers": (["on_registers"], ["pupils"], 1.5, True),
    "disadvantaged": (["families_disadvantaged"], ["families"], 1.5, True),
    "low_income": (["families_low_income"], ["families"], 1.5, True),
}
RESULTS = [*RATIO_BELOW, "without_certificate", "olympiad"]
CONTEXT = ["registers", "disadvantaged", "low_income", "remote"]
# indicator: numerators, denominators (none: a count), decimals of the mean, of the extremes
FORM_INDICATORS: dict[int, tuple[list[str], list[str], int, int]] = {
    1: (["pupils_marks_4_5"], ["assessed_pupils"], 3, 2),
    2: (["honours_certificates_9"], ["leavers_9"], 3, 2),
    5: (["without_certificate_9", "without_certificate_11"], ["pupils_9", "pupils_11"], 3, 2),
    8: (["medals_regional"], ["leavers_11"], 3, 2),
    9: (["medals_federal"], ["leavers_11"], 3, 2),
    13: (["olympiad_municipal_awards"], ["olympiad_municipal_participants"], 2, 2),
    14: (["olympiad_regional_awards"], ["pupils"], 3, 3),
    15: (["on_registers"], ["pupils"], 3, 2),
    16: (["extracurricular_hours"], ["classes_federal_standard"], 2, 2),
    17: (["sports_pupils"], ["pupils"], 2, 2),
    18: (["creative_pupils"], ["pupils"], 2, 2),
    19: (["profile_pupils"], ["pupils_10_11_reporting_year"], 2, 2),
    20: (["vacancies"], [], 2, 2),
    21: (["staff_higher_education"], ["staff"], 2, 2),
    22: (["teachers_higher_pedagogical"], ["teachers"], 2, 2),
    23: (["staff_highest_category", "staff_first_category"], ["staff"], 2, 2),
    24: (["staff_trained_3y"], ["staff"], 2, 2),
    25: (["staff_age_sum"], ["staff"], 1, 0),
    26: (["educational_psychologist"], [], 0, 0),
    27: (["social_pedagogue"], [], 0, 0),
    28: (["methodological_events"], [], 2, 0),
    29: (["contest_teachers"], [], 1, 0),
    30: (["publications"], [], 2, 0),
}
EXAM_DECIMALS = {3: (3, 2), 4: (2, 2), 6: (2, 2), 7: (2, 2), 10: (3, 2), 11: (2, 2), 12: (2, 2)}
ENTERS_AS_ZERO = {8, 9, 10, 11, 12, 13, 14, 19}


@dataclass(frozen=True)
class Rules:
    """The rules of identification and imputation; each field other than its default is one wrong rule."""

    years: tuple[int, ...] = (2015, 2016, 2017)
    pooled_shares: bool = True
    at_least_half: bool = True
    at_least_two: bool = True
    missing_is_met: bool = False
    gve_counts: bool = False
    base_counts: bool = False
    not_applicable_is_zero: bool = True
    oge_marks: bool = False
    former_graduates_count: bool = False
    absent_is_zero: bool = False
    every_stage_counts: bool = False
    strict: bool = True


def open_schools(region: Region) -> pd.DataFrame:
    """Registry entries still valid, index school_code."""
    return region.schools[region.schools["valid_to"].isna()].set_index("school_code")


def quotients(region: Region, numerators: list[str], denominators: list[str]) -> pd.DataFrame:
    """numerator, denominator, value and status (value, unknown, not_applicable) per open school.

    A blank and a row that did not come are unknown; a typed «х» adds nothing; no denominator is not applicable.
    """
    answers = region.answers.reindex(open_schools(region).index)
    cells = answers[numerators + denominators]
    refused = cells == NOT_APPLICABLE
    numbers = cells.mask(refused, 0).astype(float)
    out = pd.DataFrame({"numerator": numbers[numerators].sum(axis=1)})
    out["denominator"] = numbers[denominators].sum(axis=1) if denominators else 1.0
    unknown = numbers.isna().any(axis=1)
    absent = out["denominator"].eq(0) | refused.all(axis=1)
    out["status"] = np.select([unknown, absent], ["unknown", "not_applicable"], "value")
    out["value"] = (out["numerator"] / out["denominator"]).where(out["status"] == "value")
    return out


def indicators(region: Region, rules: Rules = Rules()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and statuses of the 30 indicators: two frames, index open school, columns 1..30."""
    found = {no: quotients(region, top, bottom) for no, (top, bottom, _, _) in FORM_INDICATORS.items()}
    values = pd.DataFrame({no: frame["value"] for no, frame in found.items()})
    status = pd.DataFrame({no: frame["status"] for no, frame in found.items()})
    returned = values.index.isin(region.answers.index)
    for no, series in exam_indicators(region, rules).items():
        values[no] = series.reindex(values.index).where(returned)
        status[no] = np.where(~returned, "unknown", np.where(values[no].isna(), "not_applicable", "value"))
    columns = list(range(1, 31))
    return values[columns], status[columns]


def rounded(value: float, decimals: int) -> float:
    """Rounded half up; the tiny addition undoes the binary error of a printed half."""
    return float(np.floor(value * 10**decimals + 0.5 + 1e-9) / 10**decimals)


def table_1(region: Region, schools: pd.Index, rules: Rules = Rules()) -> pd.DataFrame:
    """Mean, max, min at printed precision and the counts of the notes over the given schools, index 1..30."""
    values, status = indicators(region, rules)
    rows = [_row(no, values.loc[schools, no], status.loc[schools, no], rules) for no in range(1, 31)]
    table = pd.DataFrame(rows, index=values.columns)
    for no, (top, bottom, _, _) in FORM_INDICATORS.items():
        table.loc[no, "total"] = quotients(region, top, bottom).loc[schools, "numerator"].sum()
    return table


def _row(no: int, values: pd.Series, status: pd.Series, rules: Rules) -> dict[str, Any]:
    if no in ENTERS_AS_ZERO and rules.not_applicable_is_zero:
        values = values.mask(status == "not_applicable", 0.0)
    known = values.dropna()
    mean_decimals, decimals = EXAM_DECIMALS[no] if no in EXAM_DECIMALS else FORM_INDICATORS[no][2:]
    least = rounded(known.min(), decimals)
    return {
        "mean": rounded(known.mean(), mean_decimals),
        "max": rounded(known.max(), decimals),
        "min": least,
        "schools_above_zero": int((known > 0).sum()),
        "schools_at_minimum": sum(rounded(value, decimals) == least for value in known),
        "schools_at_most_one": int((known <= 1).sum()),
        "schools_with_yes": int((known == 1).sum()),
        "answered": len(known),
    }


def criteria(region: Region, rules: Rules = Rules()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which criteria apply and which are met: two frames of booleans, index open school, columns the criteria."""
    schools = open_schools(region).index
    applies, met = pd.DataFrame(index=schools), pd.DataFrame(index=schools)
    ratios = pooled_ratios(region, rules).reindex(schools)
    for name, threshold in RATIO_BELOW.items():
        value = ratios[name]
        applies[name], met[name] = value.notna(), value < threshold if rules.strict else value <= threshold
    for name, (top, bottom, multiple, above) in SHARE_CRITERIA.items():
        share = quotients(region, top, bottom)
        known = share[share["status"] == "value"]
        region_share = (
            known["numerator"].sum() / known["denominator"].sum()
            if rules.pooled_shares
            else known["value"].mean()
        )
        distance = (share["value"] - multiple * region_share) * (1 if above else -1)
        applies[name] = share["status"] == "value"
        met[name] = distance > 0 if rules.strict else distance >= 0
        if rules.missing_is_met:
            applies[name] |= share["status"] == "unknown"
            met[name] |= share["status"] == "unknown"
    answers = region.answers.reindex(schools)
    small, transport = answers["small_school"].astype(float), answers["regular_transport"].astype(float)
    met["remote"] = small.eq(1) | transport.eq(0)
    applies["remote"] = met["remote"] | (small.notna() & transport.notna()) | rules.missing_is_met
    met["remote"] |= rules.missing_is_met & (
        (small.isna() & ~transport.eq(0)) | (transport.isna() & ~small.eq(1))
    )
    return applies, met & applies


def clusters(region: Region, rules: Rules = Rules()) -> pd.Series:
    """low_results, adverse_conditions, both or neither per open school."""
    applies, met = criteria(region, rules)
    state = {}
    for dimension, names in (("results", RESULTS), ("context", CONTEXT)):
        applying, fulfilled = applies[names].sum(axis=1), met[names].sum(axis=1)
        least = 2 if rules.at_least_two else 1
        enough = (fulfilled >= least) & (applying >= least)
        state[dimension] = enough & ((2 * fulfilled >= applying) | (not rules.at_least_half))
    low, adverse = state["results"], state["context"]
    found = np.select([low & adverse, low, adverse], ["both", "low_results", "adverse_conditions"], "neither")
    return pd.Series(found, index=applies.index)


def table_5(region: Region, found: pd.Series) -> pd.DataFrame:
    """Schools by municipality and cluster, index municipality name in the region's order."""
    names = region.municipalities.set_index("municipality_code")["municipality_name"]
    municipality = open_schools(region).loc[found.index, "municipality_code"].map(names)
    counted = pd.crosstab(municipality, found)
    return counted.reindex(index=names.to_numpy(), columns=list(CLUSTERS), fill_value=0)
