"""The exam rules of methodology.md in plain pandas: ratios to the region mean and shares below the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from .evaluate import Rules
    from .region import Region

RATIOS = {
    ("ege", 1): "ege_russian",
    ("ege", 2): "ege_math",
    ("oge", 1): "oge_russian",
    ("oge", 2): "oge_math",
}
ORAL_TO_WRITTEN = {29: 9, 30: 10, 31: 11, 33: 13}
ADMISSION = {3: 36, 4: 36, 5: 40, 6: 36, 7: 32, 8: 37, 9: 22, 10: 22, 11: 22, 12: 42, 13: 22, 18: 32}


def kept(region: Region) -> pd.DataFrame:
    """Exam rows but those under codes never known and second results of one participant, subject and day."""
    results = region.results
    known = results["school_code"].isin(region.schools["school_code"])
    second = results.duplicated(["exam", "participant", "subject_code", "year", "exam_date"], keep=False)
    return results[known & ~second]


def counted_scores(region: Region, rules: Rules) -> pd.DataFrame:
    """exam, year, school_code, subject (1 Russian, 2 mathematics), score and its ratio to the region mean."""
    rows = kept(region)
    subject = rows["subject_code"]
    if rules.gve_counts:
        subject = subject.replace({51: 1, 52: 2})
    if rules.base_counts:
        subject = subject.replace({22: 2})
    score = rows["score"].where(
        rows["exam"] == "ege", rows["mark" if rules.oge_marks else "primary_score"].astype(float)
    )
    rows = rows.assign(subject=subject, points=score.fillna(rows["primary_score"]))
    take = rows["subject"].isin([1, 2])
    take &= rows["form"].isin(["oge", "ege"]) | rules.gve_counts
    take &= rows["category"].eq("current_graduate") | rules.former_graduates_count
    take &= rows["status"].eq("valid") | (rows["status"].eq("absent") & rules.absent_is_zero)
    take &= rows["stage"].eq("main") | rules.every_stage_counts
    rows = rows[take].sort_values("exam_date", kind="stable")
    if not rules.every_stage_counts:
        rows = rows.drop_duplicates(["exam", "participant", "year", "subject_code"])
    mean = rows.groupby(["exam", "year", "subject"], observed=True)["points"].transform("mean")
    return rows.assign(ratio=rows["points"] / mean)


def pooled_ratios(region: Region, rules: Rules) -> pd.DataFrame:
    """Each participant's score over the region mean, averaged over the school's participants of all the years."""
    rows = counted_scores(region, rules)
    rows = rows[rows["year"].isin(rules.years)]
    found = (
        rows.groupby(["school_code", "exam", "subject"], observed=True)["ratio"]
        .mean()
        .unstack(["exam", "subject"])
    )
    return pd.DataFrame({name: found[key] for key, name in RATIOS.items()})


def exam_indicators(region: Region, rules: Rules) -> dict[int, pd.Series]:
    """Indicators 3, 4, 6, 7 (ratios) and 10, 11, 12 (shares below the minimum) of the last of the years, by school."""
    rows = counted_scores(region, rules)
    rows = rows[rows["year"] == rules.years[-1]]
    found = {
        no: rows[(rows["exam"] == exam) & (rows["subject"] == subject)].groupby("school_code")["ratio"].mean()
        for no, exam, subject in ((3, "oge", 1), (4, "oge", 2), (6, "ege", 1), (7, "ege", 2))
    }
    return found | below_minimum(region, rules.years[-1])


def below_minimum(region: Region, year: int) -> dict[int, pd.Series]:
    """Shares of EGE participants below the minimum, last valid result of the main period with its reserve days."""
    rows = kept(region)
    take = (
        rows["exam"].eq("ege") & rows["year"].eq(year) & rows["form"].eq("ege") & rows["status"].eq("valid")
    )
    take &= rows["category"].eq("current_graduate") & rows["stage"].isin(["main", "reserve"])
    last = (
        rows[take]
        .sort_values("exam_date", kind="stable")
        .drop_duplicates(["participant", "subject_code"], keep="last")
    )
    last = last.assign(subject=last["subject_code"].replace(ORAL_TO_WRITTEN))
    whole = last.groupby(["school_code", "participant", "subject"], as_index=False).agg(
        score=("score", "sum"), mark=("mark", "first")
    )
    russian = whole[whole["subject"] == 1].assign(below=lambda r: r["score"] < 24)
    level = whole[whole["subject"].isin([2, 22])]
    level = level.assign(
        below=level["mark"].lt(3).fillna(False).where(level["subject"] == 22, level["score"] < 27)
    )
    minimum = whole["subject"].map(ADMISSION)
    elective = whole[minimum.notna()].assign(below=whole["score"] < minimum)
    person = ["school_code", "participant"]
    return {
        10: russian.groupby("school_code")["below"].mean(),
        11: level.groupby(person)["below"].min().astype(float).groupby("school_code").mean(),
        12: elective.groupby(person)["below"].max().astype(float).groupby("school_code").mean(),
    }
