"""What results of participants and of schools have in common: their numbers and codes read, and what is told of a line."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from orchestration.forms.exam_layouts import Scale
from orchestration.forms.file_names import MASK
from orchestration.intake.codes import as_registered
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.export_values import CODE, numbers, on_scale, shown
from orchestration.intake.exports import Row

DIGITS = re.compile(r"[0-9]+")


def with_numbers(
    sent: pd.DataFrame, columns: Iterable[str], scales: Mapping[str, Scale], scores: Collection[str]
) -> pd.DataFrame:
    """The rows with every column that the warehouse has, null where the layout does not tell it; numbers read.

    What cannot be read is null and its variable stands in `unread`; that of a score off its scale in `outside`.
    """
    rows = sent.reindex(columns=[*dict.fromkeys((*sent.columns, *columns))]).assign(unread=None, outside=None)
    for variable, scale in scales.items():
        rows[variable] = numbers(sent[variable])
        off = rows[variable].notna() & ~on_scale(rows[variable], scale)
        rows.loc[off, "outside" if variable in scores else "unread"] = variable
    if "subject_code" not in scales:
        rows["subject_code"] = numbers(sent["subject_code"])  # the columns of a wide layout tell it
    # nobody's result hangs on it, and what is no code may be a name
    towns = rows["municipality_code"].astype(str)
    rows["municipality_code"] = towns.where(towns.str.fullmatch(CODE))
    return rows


def mark_unread(
    rows: pd.DataFrame, sent: pd.DataFrame, numeric: Collection[str], must: Collection[str]
) -> None:
    """Mark in `unread` what stands in a cell and could not be read, and what must stand there and does not."""
    for variable in (*must, *numeric):
        if variable in sent:
            lost = rows[variable].isna() & ((variable in must) | (sent[variable].str.strip() != ""))
            rows.loc[lost, "unread"] = variable


def respell_schools(rows: pd.DataFrame, schools: Collection[str]) -> None:
    """The codes of schools as the registry writes them."""
    rows["school_code"] = rows["school_code"].map(as_registered(rows["school_code"].unique(), schools))


def telling(place: Place, schools: Collection[str]) -> Callable[[str, Row], Problem]:
    """What is told of a row that breaks a rule.

    Scores and codes no longer than the registry's are shown; other texts may be names.
    """
    longest = max(map(len, schools), default=0)

    def problem(rule: str, row: Row) -> Problem:
        school, municipality = row["school_code"], row["municipality_code"]
        code = school if DIGITS.fullmatch(school) and len(school) <= longest else MASK
        values = {
            "exam_school_unknown": code,
            "school_result_twice": code,
            "exam_value_unknown": MASK,
            "subject_unknown": shown(row["subject_code"]),
            "score_out_of_range": shown(row[row["outside"]]) if row["outside"] else "",
            "share_below_of_no_count": shown(row["share_below"]) if "share_below" in row else "",
        }
        variable = {"score_out_of_range": row["outside"], "exam_value_unknown": row["unread"]}
        return Problem(
            rule,
            replace(place, line=row["line"]),
            value=values.get(rule, ""),
            municipality_code=municipality if isinstance(municipality, str) else None,
            entity=code,
            variable=variable.get(rule),
        )

    return problem
