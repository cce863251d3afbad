"""Results of schools: how many sat a subject, and their means. Nobody can tell from them who got what."""

import numpy as np
import pandas as pd

from orchestration.forms.exam_layouts import subject_names
from orchestration.intake.deliveries import Problem
from orchestration.intake.exam_rows import mark_unread, respell_schools, telling, with_numbers
from orchestration.intake.exports import Export, keep_good

MEANS = ("mean_primary_score", "mean_score", "mean_mark")
COLUMNS = (
    "exam", "year", "municipality_code", "school_code", "subject_code", "participants", *MEANS,
    "participants_below", "file", "file_sha256", "line",
)  # fmt: skip
MUST = ("subject_code", "participants")
EXACT = 1e-9


def schools_results(export: Export, schools: set[str], problems: list[Problem]) -> pd.DataFrame:
    """The results of schools that may count; each other is set aside under the first rule it breaks.

    schools: the codes that the registry knows.
    """
    scales = export.layout.scales
    rows = with_numbers(export.rows, COLUMNS, scales, MEANS)
    mark_unread(rows, export.rows, scales, MUST)
    respell_schools(rows, schools)
    unclear = pd.Series(False, index=rows.index)
    if "share_below" in rows:
        rows["participants_below"] = _counted(rows, export.rows["share_below"])
        unclear = rows["share_below"].notna() & rows["participants_below"].isna()
    broken = {
        "exam_value_unknown": rows["unread"].notna(),
        "subject_unknown": ~rows["subject_code"].isin(subject_names(export.exam)),
        "exam_school_unknown": ~rows["school_code"].isin(schools),
        "score_out_of_range": rows["outside"].notna(),
        "school_mean_missing": (rows["participants"] > 0) & rows[list(MEANS)].isna().all(axis=1),
        "share_below_of_no_count": unclear,
        "below_within_participants": rows["participants_below"] > rows["participants"],
    }
    twice = "school_result_twice", ["school_code", "subject_code"]
    return keep_good(rows, broken, twice, telling(export.place, schools), problems)[list(COLUMNS)]


def _counted(rows: pd.DataFrame, sent: pd.Series) -> pd.Series:
    """How many a share in per cent is of: the one whole number that it can be rounded from, null where there are several.

    sent: the shares as they are written, which tells to how many decimals they are rounded.
    """
    rounding = 0.5 * 0.1 ** sent.str.extract(r"[.,](\d+)", expand=False).str.len().fillna(0)
    least, most = ((rows["share_below"] + way * rounding) * rows["participants"] / 100 for way in (-1, 1))
    least, most = (least - EXACT).apply(np.ceil).clip(lower=0), (most + EXACT).apply(np.floor)
    return least.where(least == most)
