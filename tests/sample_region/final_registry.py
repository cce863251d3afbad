"""The registry in November: counts of pupils a little on, and one village school that became a branch over the summer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .institute_year import YEAR

CLOSED, OPENED = pd.Timestamp(YEAR, 8, 31), pd.Timestamp(YEAR, 9, 1)


def next_registry(
    rng: np.random.Generator, schools: pd.DataFrame, pupils: pd.Series, included: pd.Index
) -> tuple[pd.DataFrame, dict[str, str]]:
    """November's registry with the columns of Region.schools, and the new code by the old of the school reorganised.

    pupils: in November, by code of every open school; included: the schools followed, which stay as they are.
    """
    listed = schools.set_index("school_code", drop=False)
    # the registry is a little older than the workbook: a few counts differ
    moved = rng.choice([-1, 0, 1], len(pupils), p=[0.04, 0.92, 0.04])
    listed.loc[pupils.index, "pupils"] = (pupils + moved).clip(lower=1).astype(int)
    old = _smallest(listed, included)
    if old is None:
        return listed.reset_index(drop=True), {}
    municipality = listed["municipality_code"] == listed.at[old, "municipality_code"]
    last = str(listed.index[municipality].max())
    new = f"{int(last) + 1:0{len(last)}d}"
    heads = listed[municipality & listed["valid_to"].isna()].drop(index=old)
    branch = listed.loc[[old]].assign(
        school_code=new,
        school_kind="branch",
        valid_from=OPENED,
        successor_code=str(heads["pupils"].idxmax()),
        school_name=str(listed.at[old, "school_name"]).replace("основная школа", "школа, филиал"),
    )
    listed.loc[old, "valid_to"], listed.loc[old, "successor_code"] = CLOSED, new
    every = pd.concat([listed, branch], ignore_index=True)
    return every.sort_values("school_code", ignore_index=True), {old: new}


def _smallest(listed: pd.DataFrame, included: pd.Index) -> str | None:
    """The smallest small basic school outside the project that heads no branch and has a neighbour to join."""
    fit = listed["small_school"] & (listed["school_kind"] == "basic") & listed["valid_to"].isna()
    fit &= ~listed.index.isin(included) & ~listed.index.isin(listed["successor_code"].dropna())
    fit &= listed["valid_to"].isna().groupby(listed["municipality_code"]).transform("sum") > 1
    return str(listed.loc[fit, "pupils"].idxmin()) if fit.any() else None
