"""Scores of a made region: OGE primary scores, EGE scores from 0 to 100, base mathematics in marks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .exams import BASE, ELECTIVES, GVE_MATH, GVE_RUSSIAN, ORAL, PROFILE, RUSSIAN, YEARS

# the region mean each subject is drawn around: OGE in primary points, EGE in points of 100
MEANS = {
    ("oge", 2015, RUSSIAN): 28.9,
    ("oge", 2016, RUSSIAN): 29.6,
    ("oge", 2017, RUSSIAN): 30.2,
    ("oge", 2018, RUSSIAN): 30.5,
    ("oge", 2015, PROFILE): 14.2,
    ("oge", 2016, PROFILE): 14.9,
    ("oge", 2017, PROFILE): 15.4,
    ("oge", 2018, PROFILE): 15.7,
    ("ege", 2015, RUSSIAN): 66.5,
    ("ege", 2016, RUSSIAN): 68.4,
    ("ege", 2017, RUSSIAN): 69.3,
    ("ege", 2018, RUSSIAN): 70.4,
    ("ege", 2015, PROFILE): 45.6,
    ("ege", 2016, PROFILE): 46.4,
    ("ege", 2017, PROFILE): 47.2,
    ("ege", 2018, PROFILE): 48.9,
}
SPREAD = {("oge", RUSSIAN): 5.0, ("oge", PROFILE): 4.6, ("ege", RUSSIAN): 12.0, ("ege", PROFILE): 13.0}
MAXIMUM = {("oge", RUSSIAN): 39, ("oge", PROFILE): 32, ("ege", RUSSIAN): 100, ("ege", PROFILE): 100}
# least score that is not a fail: OGE mark 3, EGE certificate minimum, base mathematics in primary points
PASS = {
    ("oge", RUSSIAN): 15,
    ("oge", PROFILE): 8,
    ("ege", RUSSIAN): 24,
    ("ege", PROFILE): 27,
    ("ege", BASE): 7,
}
ADMISSION = {3: 36, 4: 36, 5: 40, 6: 36, 7: 32, 8: 37, 9: 22, 10: 22, 11: 22, 12: 42, 13: 22, 18: 32}
CRITERION = {
    ("ege", RUSSIAN): "ege_russian",
    ("ege", PROFILE): "ege_math",
    ("oge", RUSSIAN): "oge_russian",
    ("oge", PROFILE): "oge_math",
}
THRESHOLD = {"ege_russian": 0.8, "ege_math": 0.8, "oge_russian": 0.9, "oge_math": 0.9}
OGE_ELECTIVE = (38, 22.0, 6.0)  # greatest, mean and spread of the primary score; one scale will do here


def draw_ratios(rng: np.random.Generator, plan: pd.DataFrame) -> dict[str, np.ndarray]:
    """The three-year ratio each school is meant to have, on the side of the threshold that the plan says."""
    ratios = {}
    for (exam, _), criterion in CRITERION.items():
        threshold = THRESHOLD[criterion]
        met = plan[criterion].to_numpy()
        weak = threshold - (0.02 + rng.beta(2, 3, len(plan)) * (0.16 if exam == "ege" else 0.12))
        usual = np.clip(rng.normal(1.03, 0.06, len(plan)), threshold + 0.05, 1.22)
        ratio = np.where(met, weak, usual)
        weight = plan[[f"{exam}_{year}" for year in YEARS]].sum(axis=1).to_numpy().astype(float)
        weight[(plan["school_kind"] == "special").to_numpy()] = 0
        # schools outside carry what the weak ones lack, so that the region comes to 1
        free = ~met & (plan["cluster"] == "").to_numpy()
        lack = (weight * (1 - ratio)).sum()
        if weight[free].sum():
            ratio[free] += np.clip(lack / weight[free].sum(), -0.04, 0.08)
        ratios[criterion] = ratio
    return ratios


def draw_scores(
    rng: np.random.Generator, people: pd.DataFrame, rows: pd.DataFrame, ratios: dict[str, np.ndarray]
) -> np.ndarray:
    """A natural integer score per row, in the unit of its exam (base mathematics: primary points of 20)."""
    who = rows["participant"].to_numpy()
    exam = people["exam"].to_numpy()[who]
    year = people["year"].to_numpy()[who]
    place = people["place"].to_numpy()[who]
    subject = rows["subject_code"].to_numpy()
    ability = rng.standard_normal(len(people))[who] * 0.75 + rng.standard_normal(len(rows)) * 0.66
    ability = ability - (people["category"] != "current_graduate").to_numpy()[who] * 0.9
    quality = (ratios["ege_russian"] + ratios["ege_math"])[place] / 2
    elective = np.isin(subject, ELECTIVES)
    score = np.where(elective & (exam == "ege"), 55 * quality + 13 * ability, 0.0)
    score = np.where(
        elective & (exam == "oge"), OGE_ELECTIVE[1] * ratios["oge_russian"][place] + 6 * ability, score
    )
    score = np.where(subject == BASE, 13.5 * quality + 3.2 * ability, score)
    score = np.where((subject == GVE_RUSSIAN) | (subject == GVE_MATH), 10 + 3 * ability, score)
    highest = np.select(
        [subject == BASE, elective & (exam == "oge"), subject >= GVE_RUSSIAN], [20, 38, 17], 100
    )
    for (name, when, what), mean in MEANS.items():
        here = (exam == name) & (year == when) & (subject == what)
        centre = mean * ratios[CRITERION[name, what]][place[here]]
        score[here] = centre + SPREAD[name, what] * ability[here]
        highest[here] = MAXIMUM[name, what]
    lowest = np.where(subject >= GVE_RUSSIAN, 2, np.where(exam == "oge", 5, 8))
    return np.clip(np.round(score), np.where(subject == BASE, 2, lowest), highest).astype(int)


def settle_fails(
    rng: np.random.Generator, people: pd.DataFrame, rows: pd.DataFrame, score: np.ndarray
) -> np.ndarray:
    """Scores in which those without a certificate fail mathematics, and who sat both levels passes base otherwise."""
    who = rows["participant"].to_numpy()
    failed = people["failed"].to_numpy()[who]
    exam = people["exam"].to_numpy()[who]
    subject = rows["subject_code"].to_numpy()
    settled = score.copy()
    for (name, what), least in PASS.items():
        if what == RUSSIAN:
            continue
        here = (exam == name) & (subject == what)
        below = rng.integers(max(2, least // 2), least, len(rows))
        settled = np.where(here & failed & (score >= least), below, settled)
    both = pd.Series(subject == PROFILE).groupby(who).transform("max").to_numpy(dtype=bool)
    passes = (subject == BASE) & both & ~failed & (settled < PASS["ege", BASE])
    return np.where(passes, rng.integers(7, 12, len(rows)), settled)


def split_oral(rows: pd.DataFrame, score: np.ndarray) -> np.ndarray:
    """Give a fifth of a language's score to its oral part; the two rows add up to the one result."""
    result = pd.Series(score, index=pd.MultiIndex.from_frame(rows[["participant", "subject_code"]]))
    for written, oral in ORAL.items():
        spoken = np.flatnonzero((rows["subject_code"] == oral).to_numpy())
        if not len(spoken):
            continue
        keys = pd.MultiIndex.from_arrays(
            [rows["participant"].to_numpy()[spoken], np.full(len(spoken), written)]
        )
        written_at = result.index.get_indexer(keys)
        total = score[written_at]
        score[spoken] = np.round(total * 0.2).astype(int)
        score[written_at] = total - score[spoken]
    return score
