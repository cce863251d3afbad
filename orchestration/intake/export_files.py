"""An exam centre's export as it lies on disk: a csv, zipped or not -> its lines as text, without names.

exam_columns.csv says which columns each layout has.
"""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from orchestration.forms.form import HERE, rows_of
from orchestration.forms.rules import rules
from orchestration.intake.decoding import Decoded, RefusedExportError, csv_content, decoded
from orchestration.intake.deliveries import Delivery, Place, Problem, SentFile
from orchestration.intake.values import normal

FILE_NAME = re.compile(r"(oge|ege|vpr)_(20\d{2})\.csv(\.zip)?", re.IGNORECASE)
VPR = "vpr"
NO_CSV = (ValueError, csv.Error)
QUOTED: Literal[0] = csv.QUOTE_MINIMAL
PLAIN: Literal[3] = csv.QUOTE_NONE


@cache
def variable_of(layout: str) -> dict[str, str]:
    """The variable of every heading of a layout, as it stands there; empty where the column is not kept."""
    rows = rows_of(HERE / "exam_columns.csv")
    return {row["heading_ru"]: row["variable"] for row in rows if row["layout"] == layout}


def exam_files(raw: Path, campaign: str) -> list[Path]:
    """The exports of OGE and EGE: what lies in `raw/<campaign>/exams` and is not named as one of VPR."""
    return [path for path in _export_files(raw, campaign) if not _is_vpr(path)]


def vpr_files(raw: Path, campaign: str) -> list[Path]:
    """The exports of VPR in the same folder."""
    return [path for path in _export_files(raw, campaign) if _is_vpr(path)]


def _export_files(raw: Path, campaign: str) -> list[Path]:
    """By name; folders and what a file manager leaves there are no exports."""
    paths = sorted((raw / campaign / "exams").glob("*"))
    return [path for path in paths if path.is_file() and not path.name.startswith(".")]


def _is_vpr(path: Path) -> bool:
    return path.name.lower().startswith(VPR)


def exam_and_year(name: str) -> tuple[str, int] | None:
    """`ege_2017.csv.zip`, in letters of either case -> ("ege", 2017); None for a file of another name."""
    found = FILE_NAME.fullmatch(name)
    return (found[1].lower(), int(found[2])) if found else None


def named_export(
    file: SentFile, read: dict[tuple[str, int], str], delivery: Delivery, problems: list[Problem]
) -> tuple[str, int] | None:
    """The file's exam and year; None where its name does not say them or `read` holds a file of them already."""
    place = Place(file.name, file.sha256)
    named = exam_and_year(file.path.name)
    if named is None:
        problems.append(delivery.refuse(Problem("exam_file_name", place), "refused"))
    elif named in read:
        problem = Problem("exam_file_twice", place, value=read[named])
        problems.append(delivery.refuse(problem, "refused"))
    return None if named in read else named


def read_lines(
    file: SentFile, layout: str, delivery: Delivery, problems: list[Problem]
) -> pd.DataFrame | None:
    """A row of texts per line that is not empty, with its number; None where the file cannot be read in this layout."""
    place = Place(file.name, file.sha256)
    try:
        export = decoded(csv_content(file.path), variable_of(layout))
        headings = next(csv.reader([export.text.partition("\n")[0]], delimiter=export.delimiter), [])
        drift = heading_drift(headings, layout, place)
        rows = pd.DataFrame() if _refuses(drift) else _lines(export, headings, layout)
    except RefusedExportError as error:
        problem = Problem(error.rule, place, value=error.value, limit=error.limit)
        state = "unreadable" if error.rule == "exam_file_unreadable" else "refused"
        problems.append(delivery.refuse(problem, state))
        return None
    except NO_CSV:
        problem = Problem("exam_file_unreadable", place, value="это не таблица csv")
        problems.append(delivery.refuse(problem, "unreadable"))
        return None
    problems += drift
    if _refuses(drift):
        delivery.refuse(drift[0], "refused")
        return None
    delivery.variant = layout
    return rows


def heading_drift(headings: Sequence[str], layout: str, place: Place) -> list[Problem]:
    """What an export's headings miss and have too much.

    A column that is needed and missing, or there twice, refuses the export (errors); one nobody knows is left out.
    """
    found = [normal(heading) for heading in headings]
    needed = {normal(heading): heading for heading, variable in variable_of(layout).items() if variable}
    missing = [
        Problem("heading_missing", place, value=heading)
        for name, heading in needed.items()
        if name not in found
    ]
    twice = {name for name in needed if found.count(name) > 1}
    known = {normal(heading) for heading in variable_of(layout)}
    rule = "heading_unknown" if missing or twice else "exam_heading_unknown"
    unknown = [
        Problem(rule, place, value=_shown(heading, position))
        for position, heading in enumerate(headings)
        if found[position] and (found[position] not in known or found[position] in twice)
    ]
    return missing + unknown


def _refuses(drift: Sequence[Problem]) -> bool:
    return any(rules()[problem.rule].severity == "error" for problem in drift)


def _shown(heading: str, position: int) -> str:
    """The heading where headings are made of its words, else its number: a name may stand there."""
    return heading if set(normal(heading).split()) <= _words() else f"№ {position + 1}"


@cache
def _words() -> set[str]:
    return {word for row in rows_of(HERE / "exam_columns.csv") for word in normal(row["heading_ru"]).split()}


def without_documents(rows: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """Lines of participants, a keyed hash in the place of the document's number; null where the number is missing."""
    hashes = {document: _participant(document, key) for document in rows["document"].unique()}
    return rows.assign(participant=rows["document"].map(hashes)).drop(columns="document")


def _lines(export: Decoded, headings: Sequence[str], layout: str) -> pd.DataFrame:
    """A row per line below the headings, a column per variable kept and the line; names are never parsed.

    A lone quotation mark swallows what follows up to the next one: where quoting loses lines, marks are letters.
    """
    sent = export.text.count("\n") - export.text.endswith("\n")
    try:
        rows = _split(export, headings, layout, QUOTED)
    except pd.errors.ParserError:
        rows = _split(export, headings, layout, PLAIN)
    if len(rows) != sent:
        rows = _split(export, headings, layout, PLAIN)
    bare = rows[rows["school_code"] == ""]
    rows["line"] = range(export.line + 1, export.line + 1 + len(rows))
    rows = rows.drop(index=bare.index[(bare == "").all(axis=1)]).reset_index(drop=True)
    for code in ("municipality_code", "school_code"):
        rows[code] = rows[code].str.strip(' "')
    return rows


def _split(export: Decoded, headings: Sequence[str], layout: str, quoting: Literal[0, 3]) -> pd.DataFrame:
    variables = {normal(heading): variable for heading, variable in variable_of(layout).items()}
    names = [variables.get(normal(heading), "") for heading in headings]
    return pd.read_csv(
        io.StringIO(export.text),
        sep=export.delimiter,
        dtype=str,
        header=0,
        names=[name or f"not kept {position}" for position, name in enumerate(names)],
        usecols=[name for name in names if name],
        index_col=False,
        keep_default_na=False,
        skip_blank_lines=False,
        quoting=quoting,
    ).fillna("")


def _participant(document: str, key: bytes) -> str | None:
    """A keyed hash of the number; None where there is none, so that no two participants become one."""
    plain = "".join(document.strip('"').split())
    if not re.search(r"\w", plain):
        return None
    return hashlib.blake2b(plain.casefold().encode(), key=key, digest_size=16).hexdigest()
