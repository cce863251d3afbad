"""Decisions by hand on who is in the project: each acts as a whole or not at all."""

import pandas as pd

from orchestration.forms.form import variables
from orchestration.intake.deliveries import Place, Problem

SCHOOL, DATE = "decision_school", "decision_date"


def acting(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Set aside the decisions that lack something, and those of one day about one school: which stands nobody knows.

    cells: of the workbook's one list, checked cell by cell. Returns them with the bad rows without values, and a
    problem per bad row; a row in which nothing could be read was named cell by cell and is not named again.
    """
    answered = cells[cells["state"] == "answered"]
    asked = list(cells["variable"].unique())
    rows = answered.pivot(index="entity", columns="variable", values="text").reindex(columns=asked)
    twice = rows.notna().all(axis=1) & rows.duplicated([SCHOOL, DATE], keep=False)
    place_of = {row["entity"]: Place.of(row, "key_cell") for row in answered.to_dict("records")}
    problems = [
        Problem("decision_incomplete", place_of[no], no, _named(rows.columns[rows.loc[no].isna()]), entity=no)
        for no in rows.index[rows.isna().any(axis=1)]
    ]
    problems += [
        Problem("decision_twice", place_of[no], no, rows.loc[no, SCHOOL], entity=no)
        for no in rows.index[twice]
    ]
    bad = cells["entity"].isin([problem.entity for problem in problems])
    cells.loc[bad, ["text", "state"]] = [None, "set_aside"]
    return cells, problems


def _named(asked: pd.Index) -> str:
    return ", ".join(f"«{variables()[name].name_ru}»" for name in asked)
