"""The answers of all municipalities together, held to the registry and to the answer schema."""

import pandas as pd
import pandera.pandas as pa

from orchestration.forms.form import variables
from orchestration.forms.rules import rules
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.schemas import answer_schema
from orchestration.intake.values import as_text

ROW = ["file", "file_sha256", "part", "sheet", "entity", "row"]


def with_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the number of their row, by which a line of a sheet is known."""
    return cells.assign(row=cells["cell"].str.extract(r"(\d+)$", expand=False))


def check_schools(
    cells: pd.DataFrame, municipality_of: dict[str, str], sender_of: dict[str, str | None]
) -> tuple[pd.DataFrame, list[Problem], dict[str, int]]:
    """Set aside rows of unknown schools, of schools of another municipality and of schools named twice.

    cells: one row per cell; municipality_of: the registry's municipality by school; sender_of: municipality by file.
    Returns the cells that go on, the problems, and how many rows of each file were set aside. Which of two rows of
    one school is right nobody knows: the school keeps its first row's cells as set aside, without values.
    """
    cells = with_rows(cells)
    rows = cells.groupby(ROW, sort=False, as_index=False)["cell"].first()
    registered, sender = rows["entity"].map(municipality_of), rows["file"].map(sender_of)
    rows["rule"] = None
    rows.loc[sender.notna() & (registered != sender), "rule"] = "school_of_another_municipality"
    rows.loc[registered.isna(), "rule"] = "school_unknown"
    eligible = rows[rows["rule"].isna()]
    rows.loc[eligible.index[eligible.duplicated(["part", "entity"], keep=False)], "rule"] = "school_twice"

    bad = rows[rows["rule"].notna()]
    problems = [
        Problem(
            row.rule, Place(row.file, row.file_sha256, row.sheet, row.cell), row.entity, entity=row.entity
        )
        for row in bad.itertuples()
    ]
    marked = cells.merge(rows[[*ROW, "rule"]], on=ROW, how="left")
    kept = marked[marked["rule"].isna()]
    doubled = marked[marked["rule"] == "school_twice"].drop_duplicates(["part", "entity", "variable"])
    doubled = doubled.assign(number=None, text=None, state="set_aside")
    going_on = pd.concat([kept, doubled.astype({"number": float})]).drop(columns=["rule", "row"])
    return going_on, problems, bad.groupby("file").size().to_dict()


def check_answers(cells: pd.DataFrame, campaign: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Set aside the numbers that fail the answer schema; every failing cell is named, all at once.

    A comparison takes along every column it compares: which of them is wrong nobody knows.
    """
    numeric = cells[cells["number"].notna()]
    wide = numeric.pivot(index="entity", columns="variable", values="number")
    failures = _failures(answer_schema(campaign), wide)
    if failures.empty:
        return cells, []
    cells = cells.reset_index(drop=True)
    index_of = pd.Series(cells.index, index=pd.MultiIndex.from_frame(cells[["entity", "variable"]]))
    problems = []
    for failure in failures.itertuples():
        position = index_of[failure.entity, failure.variable]
        cell = cells.loc[position]
        place = Place(cell["file"], cell["file_sha256"], cell["sheet"], cell["cell"])
        problems.append(
            Problem(
                failure.rule,
                place,
                failure.value,
                failure.limit,
                entity=failure.entity,
                variable=failure.variable,
            )
        )
        cells.loc[position, ["number", "state"]] = [None, "set_aside"]
    return cells, problems


def _failures(schema: pa.DataFrameSchema, wide: pd.DataFrame) -> pd.DataFrame:
    """One row per failing cell: entity, variable, rule, value, limit."""
    try:
        schema.validate(wide, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return pd.DataFrame(columns=["entity", "variable", "rule", "value", "limit"])
    found = []
    for case in cases.drop_duplicates(["check", "index", "column"]).itertuples():
        rule = rules()[case.check]
        if rule.greater:
            value, limit = wide.loc[case.index, list(rule.lesser)].sum(), wide.loc[case.index, rule.greater]
            spoiled = [*rule.lesser, rule.greater]
        else:
            value, variable = wide.loc[case.index, case.column], variables()[case.column]
            limit = variable.minimum if rule.name == "below_minimum" else variable.maximum
            spoiled = [case.column]
        found += [(case.index, variable, rule.name, as_text(value), as_text(limit)) for variable in spoiled]
    columns = ["entity", "variable", "rule", "value", "limit"]
    return pd.DataFrame(found, columns=columns).drop_duplicates(["entity", "variable", "rule"])
