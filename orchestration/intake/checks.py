"""Cells of all files of a source together, held to the registry, to each other and to the answer schema."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pandera.pandas as pa

from orchestration.forms.form import variables
from orchestration.forms.rules import rules
from orchestration.intake.answer_schemas import comparison_schema, range_schema, sides
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.values import as_text

NOWHERE = Place("", "")
ROW = ["file", "file_sha256", "part", "sheet", "entity", "key_cell"]
SHEET_ROW = ROW[:-1]  # whatever rows of a sheet speak of one school


def check_schools(
    cells: pd.DataFrame, municipality_of: dict[str, str], sender_of: dict[str, str | None]
) -> tuple[pd.DataFrame, list[Problem], dict[str, int], pd.DataFrame]:
    """Set aside rows of unknown schools, of schools of another municipality and of schools named twice.

    cells: one row per cell; municipality_of: the registry's municipality by school; sender_of: municipality by file.
    Returns as set_rows_aside does.
    """
    rows = rows_of(cells)
    registered, sender = rows["entity"].map(municipality_of), rows["file"].map(sender_of)
    rows.loc[sender.notna() & (registered != sender), "rule"] = "school_of_another_municipality"
    rows.loc[registered.isna(), "rule"] = "school_unknown"
    return set_rows_aside(cells, rows, "school_twice")


def rows_of(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows that the cells stand in, to be marked with the `rule` that each breaks."""
    return cells[ROW].drop_duplicates(ignore_index=True).assign(rule=None)


def set_rows_aside(
    cells: pd.DataFrame, rows: pd.DataFrame, twice: str
) -> tuple[pd.DataFrame, list[Problem], dict[str, int], pd.DataFrame]:
    """Set aside the rows marked with a rule and those written twice, which break the rule `twice`.

    Which of two rows is right nobody knows: the first row's cells stay as set aside, without values.
    Returns the cells that go on, the problems, how many rows of each file were set aside, and the cells that stay
    behind with their rule.
    """
    eligible = rows[rows["rule"].isna()]
    rows.loc[eligible.index[eligible.duplicated(["part", "entity"], keep=False)], "rule"] = twice
    bad = rows[rows["rule"].notna()]
    problems = [
        Problem(row["rule"], Place.of(row, "key_cell"), row["entity"], entity=row["entity"])
        for row in bad.to_dict("records")
    ]
    marked = cells.merge(rows[[*ROW, "rule"]], on=ROW, how="left")
    kept = marked[marked["rule"].isna()]
    doubled = marked[marked["rule"] == twice].drop_duplicates(["part", "entity", "variable"])
    doubled = doubled.assign(number=None, text=None, state="set_aside")
    going_on = pd.concat([kept, doubled.astype({"number": float})]).drop(columns="rule")
    behind = marked[marked["rule"].notna() & ~marked.index.isin(doubled.index)]
    return going_on, problems, dict(Counter(bad["file"])), behind


def without_empty_twins(cells: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Of two rows of one school on a sheet the one without a single answer is no row: forms come with rows drawn up.

    Returns the other cells, and how many rows of each file were such.
    """
    filled = cells["raw_text"].ne("").groupby([cells[name] for name in ROW]).transform("any")
    other = filled.groupby([cells[name] for name in SHEET_ROW]).transform("any")
    empty = other & ~filled
    dropped = cells.loc[empty, ROW].drop_duplicates()
    return cells[~empty], dict(Counter(dropped["file"]))


def check_answers(cells: pd.DataFrame, campaign: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Set aside the numbers that fail the answer schemas; every failing cell is named, all at once.

    A cell out of its range is told as that alone, and is not compared with others.
    A comparison takes along every column it compares: which of them is wrong nobody knows. What does not apply to a
    school counts as none of it. What breaks a rule that only warns goes on.
    cells: of parts that speak of the same entities; row 1 of one list and row 1 of another are two things.
    """
    ranges = range_schema()
    counted = cells["number"].where(cells["state"] != "not_applicable", 0.0)
    numeric = cells.assign(number=counted)[counted.notna() & cells["variable"].isin(ranges.columns)]
    wide = numeric.pivot(index="entity", columns="variable", values="number")
    failures = _failures(ranges, wide)
    for failure in failures:
        wide.loc[failure.entity, failure.variable] = None
    failures += _failures(comparison_schema(campaign), wide)
    cells = cells.reset_index(drop=True)
    position_of = {
        name: position for position, name in enumerate(zip(cells["entity"], cells["variable"], strict=True))
    }
    problems = []
    for failure in failures:
        position = position_of[failure.entity, failure.variable]
        if cells.loc[position, "state"] == "not_applicable":
            continue
        problems.append(replace(failure, place=Place.of(cells.loc[position].to_dict())))
        if rules()[failure.rule].sets_aside:
            cells.loc[position, ["number", "state"]] = [None, "set_aside"]
    return cells, problems


def _failures(schema: pa.DataFrameSchema, wide: pd.DataFrame) -> list[Problem]:
    """One problem per failing cell, its place not yet known."""
    try:
        schema.validate(wide, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.drop_duplicates(["check", "index", "column"]).to_dict("records")
    else:
        return []
    found: dict[tuple[str, str, str], Problem] = {}
    for case in cases:
        rule, school = rules()[case["check"]], case["index"]
        if rule.greater:
            value, limit = (side[school] for side in sides(rule, wide.loc[[school]]))
            spoiled = list(rule.compared)
        else:
            variable = variables()[case["column"]]
            value = wide.loc[school, variable.name]
            limit = variable.minimum if rule.name == "below_minimum" else variable.maximum
            spoiled = [variable.name]
        for name in spoiled:
            found[school, name, rule.name] = Problem(
                rule.name, NOWHERE, as_text(value), as_text(limit), entity=school, variable=name
            )
    return list(found.values())
