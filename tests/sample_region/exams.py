"""Who sat which exam in a made region: participants and their rows, before scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

YEARS = (2015, 2016, 2017)
RUSSIAN, PROFILE, BASE, GVE_RUSSIAN, GVE_MATH = 1, 2, 22, 51, 52
ORAL = {9: 29, 10: 30, 11: 31, 13: 33}
ELECTIVES = np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 18])
POPULARITY = {
    "oge": np.array([0.11, 0.08, 0.11, 0.14, 0.06, 0.2, 0.06, 0.01, 0.004, 0.2, 0.002, 0.024]),
    "ege": np.array([0.2, 0.1, 0.07, 0.15, 0.15, 0.03, 0.08, 0.006, 0.004, 0.42, 0.002, 0.06]),
}


def draw_participants(
    rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame, years: Sequence[int] = YEARS
) -> pd.DataFrame:
    """One row per participant of OGE or EGE in these years, the last of which is the reporting year.

    plan: schools with graduates per exam and year (oge_2015 ...); answers: without_certificate_9 and _11 by school.
    Returns exam, year, place (row of the plan), category, form, rank (0.. within school, exam and year), failed
    (left without a certificate in the reporting year), calm (a sitting that calibration counts on: no absence, no gve).
    """
    parts = []
    included = (plan["cluster"] != "").to_numpy()
    special = (plan["school_kind"] == "special").to_numpy()
    for exam, grade in (("oge", 9), ("ege", 11)):
        failed = answers[f"without_certificate_{grade}"].reindex(plan.index).fillna(0).to_numpy()
        for year in years:
            count = plan[f"{exam}_{year}"].to_numpy()
            place = np.repeat(np.arange(len(plan)), count)
            rank = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
            part = pd.DataFrame({"exam": exam, "year": year, "place": place, "rank": rank})
            part["failed"] = (year == years[-1]) & (rank < failed[place])
            part["calm"] = included[place] & ((exam == "ege") & (year == years[-1]) | (rank < 2))
            spared = part["calm"] | part["failed"]
            chance = np.where(special[place], 1.0, np.where(spared, 0.0, 0.022 if exam == "oge" else 0.008))
            part["form"] = np.where(rng.random(len(part)) < chance, "gve", exam)
            parts.append(part)
    current = pd.concat(parts, ignore_index=True)
    current["category"] = "current_graduate"
    return pd.concat([current, _others(rng, plan, years)], ignore_index=True)


def _others(rng, plan, years) -> pd.DataFrame:
    """Graduates of former years and others who sit the EGE at a school; they count nowhere."""
    parts = []
    # they come back where the school failed them, so most often to the weak ones
    rate = np.where(plan["cluster"] == "", 0.06, 0.3)
    for year in years:
        count = rng.poisson(plan[f"ege_{year}"].to_numpy() * rate)
        place = np.repeat(np.arange(len(plan)), count)
        parts.append(pd.DataFrame({"exam": "ege", "year": year, "place": place}))
    others = pd.concat(parts, ignore_index=True)
    others["category"] = np.where(rng.random(len(others)) < 0.9, "former_graduate", "other")
    return others.assign(rank=-1, failed=False, calm=False, form="ege")


def draw_rows(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """One row per participant and subject of the main or early stage, with its status; no scores yet.

    Returns participant (row of people), subject_code, stage, status.
    """
    gve = (people["form"] == "gve").to_numpy()
    ege = (people["exam"] == "ege").to_numpy()
    former = (people["category"] != "current_graduate").to_numpy()
    everyone = np.arange(len(people))
    russian = everyone[~former | (rng.random(len(people)) < 0.45)]
    parts = [(russian, np.where(gve[russian], GVE_RUSSIAN, RUSSIAN))]
    level = rng.random(len(people))
    failed = people["failed"].to_numpy()
    base = ege & ~gve & ~former & ((level < 0.7) | failed & (level < 0.8))
    profile = ~gve & ~base | ege & ~gve & (level > 0.36)
    profile &= ~former | (level > 0.6)
    parts.append((everyone[base], np.full(base.sum(), BASE)))
    parts.append((everyone[profile], np.full(profile.sum(), PROFILE)))
    parts.append((everyone[gve], np.full(gve.sum(), GVE_MATH)))
    parts += [*_electives(rng, people, "oge", gve), *_electives(rng, people, "ege", gve)]
    rows = pd.DataFrame(
        {
            "participant": np.concatenate([who for who, _ in parts]),
            "subject_code": np.concatenate([what for _, what in parts]),
        }
    )
    return _stages(rng, people, rows)


def _electives(rng, people, exam, gve) -> list[tuple[np.ndarray, np.ndarray]]:
    here = np.flatnonzero((people["exam"] == exam).to_numpy() & ~gve)
    keys = np.log(POPULARITY[exam]) + rng.gumbel(size=(len(here), len(ELECTIVES)))
    order = np.argsort(-keys, axis=1)
    chance = rng.random(len(here))
    if exam == "oge":
        early = (people["year"].to_numpy()[here] == 2015) & (chance < 0.72)
        number = np.where(early, 0, 2)
    else:
        number = np.searchsorted([0.09, 0.38, 0.86], chance)
    taken = []
    for turn in range(3):
        who = number > turn
        what = ELECTIVES[order[who, turn]]
        taken.append((here[who], what))
        for written, oral in ORAL.items():
            spoken = what == written
            taken.append((here[who][spoken], np.full(spoken.sum(), oral)))
    return taken


def _stages(rng, people, rows) -> pd.DataFrame:
    """Main stage and valid, but for the few who were absent, removed, cancelled, or sat early."""
    who = rows["participant"].to_numpy()
    calm = people["calm"].to_numpy()[who] | people["failed"].to_numpy()[who]
    former = (people["category"] != "current_graduate").to_numpy()[who]
    early = ~calm & (rng.random(len(rows)) < np.where(former, 0.55, 0.002))
    chance = np.where(calm, 1.0, rng.random(len(rows)))
    status = np.select(
        [chance < 0.008, chance < 0.0087, chance < 0.0097], ["absent", "removed", "cancelled"], "valid"
    )
    # the two parts of a language are sat or missed together
    oral = np.isin(rows["subject_code"], list(ORAL.values()))
    rows["status"] = np.where(oral, "valid", status)
    rows["stage"] = np.where(early & ~oral, "early", "main")
    missed = rows[~oral & (status != "valid") | early].set_index(["participant", "subject_code"])
    partner = rows["subject_code"].map({spoken: written for written, spoken in ORAL.items()})
    keys = pd.MultiIndex.from_arrays([rows["participant"], partner.fillna(-1).astype(int)])
    found = missed.reindex(keys[oral])
    rows.loc[oral, "status"] = found["status"].fillna("valid").to_numpy()
    rows.loc[oral, "stage"] = found["stage"].fillna("main").to_numpy()
    return rows.sort_values(["participant", "subject_code"], kind="stable", ignore_index=True)
