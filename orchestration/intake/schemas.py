"""The pandera schemas of what intake hands to the warehouse: nothing is written that does not pass them.

LANDING holds one per table of the `intake` schema.
"""

import pandas as pd
import pandera.pandas as pa

from orchestration.forms.form import INSTITUTE, variables
from orchestration.forms.severities import severities
from orchestration.intake.repairs import repairs

IN_EVERY_CAMPAIGN = ("registry", "answers", "exam_results")  # each has a delivery at least
OF_CELLS = ("registry", "answers", *INSTITUTE)  # read cell by cell, and repaired where no doubt is left
SOURCES = (*IN_EVERY_CAMPAIGN, *INSTITUTE, "vpr_results", "received")
STATES = ["answered", "blank", "in_doubt", "not_applicable", "set_aside"]


def _table(columns: dict[str, pa.Column], unique: list[str] | None = None) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, strict=True, coerce=True, ordered=True, unique=unique)


def _text(required: bool = True, *checks: pa.Check) -> pa.Column:
    return pa.Column(str, list(checks), nullable=not required)


def _whole(required: bool = True, *checks: pa.Check, size: str = "Int32") -> pa.Column:
    return pa.Column(size, list(checks), nullable=not required)


def _one_of(*values: str) -> pa.Column:
    return _text(True, pa.Check.isin(list(values)))


CAMPAIGN = _text(True, pa.Check.str_matches(r"^\d{4}-\d{2}$"))
EXPORT_CODE = pa.Check.str_matches(r"^[0-9]{1,8}$")  # nothing else may stand where somebody may write a name
SHA256 = pa.Check.str_length(64, 64)

CELLS = _table(
    {
        "campaign": CAMPAIGN,
        "part": _text(),
        "entity": _text(True, pa.Check.str_matches(r"^\d+$")),
        "variable": _text(True, pa.Check.isin(list(variables()))),
        "raw_text": _text(),
        "number": pa.Column(float, nullable=True),
        "text": _text(False),
        "state": _one_of(*STATES),
        "file": _text(),
        "file_sha256": _text(True, SHA256),
        "sheet": _text(),
        "cell": _text(True, pa.Check.str_matches(r"^[A-Z]+\d+$")),
    },
    unique=["campaign", "part", "entity", "variable"],
)

EXAM_RESULTS = _table(
    {
        "campaign": CAMPAIGN,
        "exam": _one_of("oge", "ege"),
        "year": _whole(True, pa.Check.in_range(2000, 2100)),
        "municipality_code": _text(False, EXPORT_CODE),
        "school_code": _text(True, pa.Check.str_matches(r"^\d+$")),
        "participant": _text(True, pa.Check.str_matches(r"^[0-9a-f]{32}$")),
        "grade": _whole(False),
        "category": _one_of("current_graduate", "former_graduate", "other"),
        "form": _one_of("oge", "ege", "gve"),
        "stage": _one_of("early", "main", "reserve", "additional"),
        "exam_date": pa.Column("datetime64[us]", nullable=True),  # not every layout tells it
        "subject_code": _whole(),
        "primary_score": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
        "score": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
        "mark": _whole(False, pa.Check.in_range(2, 5)),
        "status": _one_of("valid", "absent", "removed", "cancelled"),
        "file": _text(),
        "file_sha256": _text(True, SHA256),
        "line": _whole(True, pa.Check.ge(2)),
    },
    unique=["campaign", "file", "line", "subject_code"],
)

MEAN = pa.Column(float, pa.Check.in_range(0, 100), nullable=True)

# exports that tell of schools alone: a row is a school's result in a subject
EXAM_RESULTS_SCHOOLS = _table(
    {
        **{name: EXAM_RESULTS.columns[name] for name in ("campaign", "exam", "year", "municipality_code")},
        "school_code": EXAM_RESULTS.columns["school_code"],
        "subject_code": _whole(),
        "participants": _whole(True, pa.Check.ge(0)),
        "mean_primary_score": MEAN,
        "mean_score": MEAN,
        "mean_mark": MEAN,
        "participants_below": _whole(False, pa.Check.ge(0)),
        **{name: EXAM_RESULTS.columns[name] for name in ("file", "file_sha256", "line")},
    },
    unique=["campaign", "exam", "year", "school_code", "subject_code"],
)

PER_CENT = pa.Check.in_range(0, 100)

VPR_RESULTS = _table(
    {
        "campaign": CAMPAIGN,
        "year": _whole(True, pa.Check.in_range(2000, 2100)),
        "grade": _whole(True, pa.Check.in_range(1, 11)),
        "subject_code": _whole(),
        "group_kind": _one_of("country", "region", "municipality", "school"),
        "municipality_code": _text(False, pa.Check.str_matches(r"^[0-9]+$")),
        "school_code": _text(False, pa.Check.str_matches(r"^[0-9]+$")),
        "participants": _whole(True, pa.Check.ge(0)),
        **{f"share_{mark}": pa.Column(float, PER_CENT, nullable=True) for mark in (2, 3, 4, 5)},
        "file": _text(),
        "file_sha256": _text(True, SHA256),
        "line": _whole(True, pa.Check.ge(2)),
    },
    unique=["campaign", "file", "line"],
)

# a file of the campaign as the deliveries name it, and the line of the journal that says when it came
RECEIVED = _table(
    {
        "campaign": CAMPAIGN,
        "sent_file": _text(),
        "received_on": pa.Column("datetime64[us]"),
        **{name: VPR_RESULTS.columns[name] for name in ("file", "file_sha256", "line")},
    },
    unique=["campaign", "sent_file"],
)

DELIVERIES = _table(
    {
        "campaign": CAMPAIGN,
        "source": _one_of(*SOURCES),
        "municipality_code": _text(False),
        "file": _text(False),
        "file_sha256": _text(False),
        "variant": _text(False),
        "state": _one_of("read", "missing", "unreadable", "protected", "refused", "superseded"),
        "rows_in": _whole(True, pa.Check.ge(0), size="Int64"),
        "rows_kept": _whole(True, pa.Check.ge(0), size="Int64"),
        "rows_set_aside": _whole(True, pa.Check.ge(0), size="Int64"),
        "message_ru": _text(),
    }
)

SET_ASIDE = _table(
    {
        "campaign": CAMPAIGN,
        "source": _one_of(*SOURCES),
        "municipality_code": _text(False),
        "entity": _text(False),
        "variable": _text(False),
        "file": _text(),
        "file_sha256": _text(),
        "sheet": _text(False),
        "cell": _text(False),
        "line": _whole(False),
        "shown": _text(),
        "rule": _text(),
        "severity": _one_of(*severities()),
        "sentence_ru": _text(),
        "remedy_ru": _text(),
    }
)

REPAIRS = _table(
    {
        "campaign": CAMPAIGN,
        "source": _one_of(*OF_CELLS),
        "municipality_code": _text(False),
        "entity": _text(),
        "variable": _text(False, pa.Check.isin(list(variables()))),
        "file": _text(),
        "file_sha256": _text(True, SHA256),
        "sheet": _text(),
        "cell": CELLS.columns["cell"],
        "rule": _text(True, pa.Check.isin(list(repairs()))),
        "before": _text(),
        "after": _text(),
        "sentence_ru": _text(),
    },
    unique=["campaign", "file", "sheet", "cell", "rule"],
)

# cells of rows that nobody can be told to be about: kept for the way back to the sender, never counted
UNPLACED = _table(
    {
        "campaign": CAMPAIGN,
        "municipality_code": _text(False),
        "rule": _text(),
        "part": _text(),
        "entity": _text(False, pa.Check.str_matches(r"^\d+$")),
        **{name: CELLS.columns[name] for name in list(CELLS.columns)[3:]},
        "key_cell": CELLS.columns["cell"],
    }
)

# what a corrected workbook says otherwise than the one that it supersedes; null where one of them has no such cell
CORRECTIONS = _table(
    {
        "campaign": CAMPAIGN,
        "municipality_code": _text(),
        **{name: CELLS.columns[name] for name in ("part", "entity", "variable")},
        **{
            f"{side}_{name}": _text(False)
            for side in ("before", "after")
            for name in ("raw_text", "state", "text", "file", "file_sha256", "sheet", "cell")
        },
        **{f"{side}_number": pa.Column(float, nullable=True) for side in ("before", "after")},
    }
)

LANDING = {
    **dict.fromkeys(OF_CELLS, CELLS),
    "exam_results": EXAM_RESULTS,
    "exam_results_schools": EXAM_RESULTS_SCHOOLS,
    "vpr_results": VPR_RESULTS,
    "received": RECEIVED,
    "answers_unplaced": UNPLACED,
    "answers_corrections": CORRECTIONS,
    **{f"{source}_deliveries": DELIVERIES for source in SOURCES},
    **{f"{source}_set_aside": SET_ASIDE for source in SOURCES},
    **{f"{source}_repairs": REPAIRS for source in OF_CELLS},
}


def empty_table(table: str) -> pd.DataFrame:
    """A landing table without rows, its columns typed."""
    columns = LANDING[table].columns
    return pd.DataFrame({name: pd.Series(dtype=column.dtype.type) for name, column in columns.items()})
