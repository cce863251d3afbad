"""Which criteria each school of a made region is meant to meet, so that its cluster is the one intended."""

from __future__ import annotations

import numpy as np
import pandas as pd

RESULTS = ("ege_russian", "ege_math", "oge_russian", "oge_math", "without_certificate", "olympiad")
CONTEXT = ("registers", "disadvantaged", "low_income", "remote")
CRITERIA = RESULTS + CONTEXT


def intended_criteria(rng: np.random.Generator, plan: pd.DataFrame) -> np.ndarray:
    """Which criteria each school is meant to meet; a later check proves that the intent became fact."""
    met = np.zeros((len(plan), len(CRITERIA)), dtype=bool)
    _low_results(rng, plan, met)
    at = {name: CRITERIA.index(name) for name in CRITERIA}
    rural = (plan["locality"] == "rural").to_numpy()
    small = plan["small_school"].to_numpy()
    met[small, at["remote"]] = True
    for place, (cluster, kind, trap) in enumerate(
        zip(plan["cluster"], plan["school_kind"], plan["trap"], strict=True)
    ):
        row = met[place]
        if cluster in ("adverse_conditions", "both"):
            _adverse_conditions(rng, row, at, rural[place])
        elif not small[place] and not trap:
            one = rng.random() < (0.65 if cluster else 0.3)
            options = ["registers", "registers", "disadvantaged", "low_income"] + ["remote"] * (
                2 * rural[place]
            )
            row[at[str(rng.choice(options))]] |= one
        if cluster == "":
            _outside(rng, row, at, kind, trap)
    return met


def _low_results(rng, plan, met) -> None:
    at = {name: CRITERIA.index(name) for name in CRITERIA}
    kind = plan["school_kind"].to_numpy()
    low = plan["cluster"].isin(["low_results", "both"]).to_numpy()
    secondary = rng.permutation(np.flatnonzero(low & (kind == "secondary")))
    basic = rng.permutation(np.flatnonzero(low & (kind == "basic")))
    failing = round(len(secondary) * 12 / 25)
    met[secondary, at["ege_russian"]] = met[secondary, at["ege_math"]] = True
    met[secondary[:failing], at["without_certificate"]] = True
    for place in secondary:
        third = str(rng.choice(["oge_russian", "oge_math", "oge_math", "olympiad"]))
        met[place, at[third]] |= not met[place, at["without_certificate"]]
        met[place, at["oge_russian"]] |= rng.random() < 0.55
        met[place, at["oge_math"]] |= rng.random() < 0.55
    met[basic[: len(basic) // 4], at["without_certificate"]] = True
    for place in basic:
        met[place, at["oge_math"]] = True
        second = not met[place, at["without_certificate"]] or rng.random() < 0.5
        met[place, at["oge_russian"]] = second
    adverse = (plan["cluster"] == "adverse_conditions").to_numpy()
    # two of six criteria each: under half, so results alone do not tell on them
    pairs = [("oge_russian", "oge_math"), ("ege_math", "oge_math"), ("ege_russian", "oge_math")]
    for turn, place in enumerate(rng.permutation(np.flatnonzero(adverse & (kind == "secondary")))):
        pair = pairs[turn % 12] if turn % 12 < len(pairs) else ("ege_russian", "ege_math")
        met[place, [at[name] for name in pair]] = True
    other = rng.permutation(np.flatnonzero(adverse & (kind == "basic")))
    met[other[1:], at["oge_math"]] = rng.random(max(0, len(other) - 1)) < 0.65
    met[other[:1], at["without_certificate"]] = True


def _adverse_conditions(rng, row, at, rural) -> None:
    row[at["registers"]] = rng.random() < 0.8
    options = ["disadvantaged", "low_income"] + (["remote"] if rural else [])
    missing = max(0, 2 - int(row[at["registers"]]) - int(row[at["remote"]]))
    more = min(len(options), missing + int(rng.random() < 0.4))
    for name in rng.permutation(options)[:more]:
        row[at[str(name)]] = True
    for name in options:
        if row[list(at.values())[6:]].sum() < 2:
            row[at[name]] = True


def _outside(rng, row, at, kind, trap) -> None:
    """At most what keeps a school out: one of four, two of six, one of two."""
    if trap:
        row[at["remote"]] = trap != "blank_remote"
        row[at["disadvantaged"]] = trap == "blank_remote"
        row[at["oge_math"]] = trap in ("blank_olympiad", "at_olympiad")
        if trap == "row_missing":
            row[[at["registers"], at["low_income"]]] = True
        return
    chance = rng.random()
    if kind == "evening" or (kind == "secondary" and chance < 0.12):
        row[[at["ege_russian"], at["ege_math"]]] = True
    elif kind == "secondary" and chance < 0.4:
        row[at[str(rng.choice(RESULTS))]] = True
    elif kind in ("basic", "branch") and chance < 0.45:
        row[
            at[str(rng.choice(["oge_russian", "oge_math", "oge_math", "without_certificate", "olympiad"]))]
        ] = True
    elif kind == "special":
        row[at["olympiad"]] = True
