"""The schools of a made region: where they stand, their kind and size, and what each is meant to show.

Every school is given the criteria it is meant to meet before a single figure is drawn, so that the figures
can be drawn on the right side of each threshold (methodology.md, Identification of schools).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .population_criteria import CRITERIA, intended_criteria
from .population_names import school_names
from .printed import PrintedTables

RURAL_SHARE = 0.65
SMALL_SHARE_OF_RURAL = 0.38
PUPILS_RURAL_SHARE = 0.202
INCLUDED_PER_SCHOOL = {"low_results": 38 / 360, "adverse_conditions": 30 / 360, "both": 7 / 360}
INCLUDED_SECONDARY = {"low_results": 22 / 38, "adverse_conditions": 12 / 30, "both": 3 / 7}
INCLUDED_URBAN = 12
# awkward schools outside the project, each there to catch one wrong rule
TRAPS = (
    "row_missing",
    *("blank_disadvantaged",) * 3,
    *("two_apply",) * 3,
    *("blank_olympiad",) * 2,
    "blank_remote",
    "at_registers",
    "at_disadvantaged",
    "at_low_income",
    "at_olympiad",
)
AT_THRESHOLD_PUPILS = 64  # 3/64 and 1/16 are exact in binary, so is a school exactly at a threshold


@dataclass(frozen=True)
class Municipality:
    """A municipality: code (3 digits, text), name, OKTMO (text), weight (share of schools), city (no villages)."""

    code: str
    name: str
    oktmo: str
    weight: float = 1.0
    city: bool = False


# schools per municipality, in the printed order: a capital, three towns, many small districts
_WEIGHTS = (8, 28, 20, 7, 12, 6, 14, 13, 13, 7, 7, 9, 8, 12, 20, 26, 14, 21, 42, 22, 9, 7, 10, 9, 8, 9, 17)


def default_municipalities(printed: PrintedTables) -> list[Municipality]:
    """The municipalities of the printed Table 5, in its order, with made codes 201, 202, ... and OKTMO."""
    return [
        Municipality(
            code=str(201 + place),
            name=name,
            oktmo=f"66{701 + place if name.startswith('г.') else 603 + place}000",
            weight=_WEIGHTS[place % len(_WEIGHTS)],
            city=name.startswith("г."),
        )
        for place, name in enumerate(printed.clusters.index)
    ]


def made_municipalities(count: int, first_code: int = 301) -> list[Municipality]:
    """Municipalities of no real region: codes from first_code on, one city in ten."""
    return [
        Municipality(str(first_code + i), f"Округ № {i + 1}", f"99{600 + i:03d}000", 1 + i % 5, i % 10 == 5)
        for i in range(count)
    ]


def make_plan(
    rng: np.random.Generator,
    schools: int,
    municipalities: Sequence[Municipality],
    printed: PrintedTables | None,
) -> pd.DataFrame:
    """One row per open school: place, kind, locality, size, intended cluster, criteria and trap.

    Returns columns school_code (index), municipality_code, school_kind, locality, small_school, cluster ('' outside
    the project), trap, pupils, criteria as booleans, oge_<year> and ege_<year> (graduates).
    """
    plan = _places(rng, schools, municipalities, printed)
    plan["school_kind"] = _kinds(rng, plan)
    plan["trap"] = _traps(rng, plan)
    plan["small_school"] = _small(rng, plan)
    for criterion, met in zip(CRITERIA, intended_criteria(rng, plan).T, strict=True):
        plan[criterion] = met
    plan["pupils"] = _pupils(rng, plan)
    plan["school_name"] = school_names(rng, plan)
    return _graduates(rng, plan)


def _places(rng, schools, municipalities, printed) -> pd.DataFrame:
    """Schools by municipality and cluster, then who of them stands in a town."""
    if printed is None:
        slots = pd.DataFrame(0, index=range(len(municipalities)), columns=list(INCLUDED_PER_SCHOOL))
        for cluster, share in INCLUDED_PER_SCHOOL.items():
            drawn = rng.integers(0, len(municipalities), round(share * schools))
            slots[cluster] = np.bincount(drawn, minlength=len(municipalities))
    else:
        slots = printed.clusters.reset_index(drop=True)
    included = slots.sum(axis=1).to_numpy()
    weights = np.array([m.weight for m in municipalities], dtype=float)
    rest = rng.multinomial(schools - included.sum(), weights / weights.sum())
    counts = slots.to_dict("records")
    rows = []
    for place, municipality in enumerate(municipalities):
        clusters = [c for c in slots.columns for _ in range(counts[place][c])] + [""] * int(rest[place])
        order = rng.permutation(len(clusters))
        rows += [
            (f"{municipality.code}{number:03d}", municipality.code, municipality.city, clusters[i])
            for number, i in enumerate(order, start=1)
        ]
    plan = pd.DataFrame(rows, columns=["school_code", "municipality_code", "city", "cluster"])
    plan["locality"] = _localities(rng, plan, round(RURAL_SHARE * schools))
    return plan.set_index("school_code")


def _localities(rng, plan: pd.DataFrame, rural: int) -> np.ndarray:
    urban = plan["city"].to_numpy().copy()
    included = (plan["cluster"] != "").to_numpy()
    per_district = plan.groupby("municipality_code")["city"].transform("size").to_numpy()
    wanted = max(0, round(INCLUDED_URBAN * included.sum() / 75) - int((urban & included).sum()))
    # towns lie in the larger districts; their schools in the project have low results
    keys = np.where(
        urban | ~included | (plan["cluster"] != "low_results"), -1.0, per_district * rng.random(len(plan))
    )
    urban[np.argsort(-keys)[:wanted]] = True
    more = len(plan) - rural - int(urban.sum())
    keys = np.where(urban | included, -1.0, rng.random(len(plan)) * np.sqrt(per_district))
    urban[np.argsort(-keys)[: max(0, more)]] = True
    return np.where(urban, "urban", "rural")


def _kinds(rng, plan: pd.DataFrame) -> np.ndarray:
    kinds = np.full(len(plan), "secondary", dtype=object)
    urban = (plan["locality"] == "urban").to_numpy()
    outside = (plan["cluster"] == "").to_numpy()
    town = rng.choice(
        ["secondary", "basic", "primary", "evening", "special"], len(plan), p=[0.81, 0.07, 0.035, 0.04, 0.045]
    )
    village = rng.choice(
        ["secondary", "basic", "primary", "branch", "special"],
        len(plan),
        p=[0.41, 0.455, 0.045, 0.075, 0.015],
    )
    kinds[outside & urban] = town[outside & urban]
    kinds[outside & ~urban] = village[outside & ~urban]
    for cluster, share in INCLUDED_SECONDARY.items():
        members = np.flatnonzero((plan["cluster"] == cluster).to_numpy())
        basic = len(members) - round(share * len(members))
        rural = rng.permutation(members[~urban[members]])
        kinds[rural[:basic]] = "basic"
    return kinds


def _traps(rng, plan: pd.DataFrame) -> np.ndarray:
    traps = np.full(len(plan), "", dtype=object)
    fit = (plan["cluster"] == "") & (plan["locality"] == "rural") & (plan["school_kind"] == "basic")
    places = rng.permutation(np.flatnonzero(fit.to_numpy()))
    chosen = TRAPS[: len(places) // 3]
    traps[places[: len(chosen)]] = chosen
    return traps


def _small(rng, plan: pd.DataFrame) -> np.ndarray:
    rural = (plan["locality"] == "rural").to_numpy()
    wanted = round(SMALL_SHARE_OF_RURAL * rural.sum())
    likely = plan["school_kind"].map(
        {"primary": 1.0, "branch": 1.0, "basic": 0.75, "secondary": 0.13, "special": 0.02, "evening": 0.0}
    )
    keys = rng.random(len(plan)) * likely.to_numpy() * np.where(plan["cluster"] == "", 1.0, 0.8)
    keys[~rural | (plan["trap"] != "").to_numpy()] = -1.0
    small = np.zeros(len(plan), dtype=bool)
    small[np.argsort(-keys)[:wanted]] = True
    return small


def _pupils(rng, plan: pd.DataFrame) -> np.ndarray:
    count = len(plan)
    kind = plan["school_kind"].to_numpy()
    small = plan["small_school"].to_numpy()
    rural = (plan["locality"] == "rural").to_numpy()
    included = (plan["cluster"] != "").to_numpy()
    low = np.select(
        [small & (kind == "secondary"), small & (kind == "basic"), small, kind == "secondary"],
        [40, 18, 7, 85],
        50,
    )
    high = np.select(
        [small & (kind == "secondary"), small & (kind == "basic"), small, kind == "secondary"],
        [60, 52, 30, 175],
        100,
    )
    pupils = rng.integers(low, high)
    pupils[(plan["trap"] != "").to_numpy()] = AT_THRESHOLD_PUPILS
    pupils[~rural & included] = rng.integers(290, 396, count)[~rural & included]
    town = ~rural & ~included
    wide = {"secondary": 730, "basic": 320, "primary": 260, "evening": 170, "special": 150}
    drawn = np.array([wide.get(k, 200) for k in kind]) * rng.lognormal(0, 0.28, count)
    # the towns are sized so that rural schools hold the region's share of pupils
    wanted = (
        pupils[rural].sum() * (1 - PUPILS_RURAL_SHARE) / PUPILS_RURAL_SHARE - pupils[~rural & included].sum()
    )
    pupils[town] = np.maximum(40, np.round(drawn[town] * wanted / max(drawn[town].sum(), 1)))
    return pupils


def _graduates(rng, plan: pd.DataFrame) -> pd.DataFrame:
    kind = plan["school_kind"].to_numpy()
    pupils = plan["pupils"].to_numpy()
    included = (plan["cluster"] != "").to_numpy()
    share_9 = np.select(
        [kind == "primary", kind == "secondary", kind == "evening"], [0.0, 0.081, 0.19], 0.101
    )
    share_11 = np.select([kind == "secondary", kind == "evening"], [0.0415, 0.25], 0.0)
    for exam, share, least in (("oge", share_9, 3), ("ege", share_11, 3)):
        for year in (2015, 2016, 2017):
            drawn = np.round(pupils * share * rng.uniform(0.8, 1.2, len(plan))).astype(int)
            plan[f"{exam}_{year}"] = np.where(included & (share > 0), np.maximum(drawn, least), drawn)
    return plan
