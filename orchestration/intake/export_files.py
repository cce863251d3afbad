"""An exam centre's export as it lies on disk: a csv, zipped or not -> its lines as text, without names."""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from orchestration.forms.exam_layouts import ExportColumn, Layout
from orchestration.forms.rules import rules
from orchestration.intake.decoding import UNREADABLE, Decoded, csv_content, decoded
from orchestration.intake.deliveries import Delivery, Problem, SentFile
from orchestration.intake.export_layouts import columns_of, recognised, results
from orchestration.intake.refusals import RefusedFileError

FILE_NAME = re.compile(r"(oge|ege|vpr)_(20\d{2})\.csv(\.zip)?", re.IGNORECASE)
VPR = "vpr"
NO_CSV = (ValueError, csv.Error)
BESIDE_CODES = ' "\u00a0\u2007\u2009\u202f'  # spaces of all kinds
QUOTED: Literal[0] = csv.QUOTE_MINIMAL
PLAIN: Literal[3] = csv.QUOTE_NONE


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
    place = file.place
    named = exam_and_year(file.path.name)
    if named is None:
        problems.append(delivery.refuse(Problem("exam_file_name", place), "refused"))
    elif named in read:
        problem = Problem("exam_file_twice", place, value=read[named])
        problems.append(delivery.refuse(problem, "refused"))
    return None if named in read else named


def read_results(
    file: SentFile, layouts: Sequence[Layout], delivery: Delivery, problems: list[Problem]
) -> tuple[Layout, pd.DataFrame] | None:
    """A row of texts per result, with its line, and the layout it came in; None where the file cannot be read in any."""
    place = file.place
    try:
        export = decoded(
            csv_content(file.path), {column.heading for layout in layouts for column in layout.columns}
        )
        headings = next(csv.reader([export.text.partition("\n")[0]], delimiter=export.delimiter), [])
        layout, drift = recognised(headings, layouts, place)
        refused = any(rules()[problem.rule].sets_aside for problem in drift)
        lines = pd.DataFrame() if refused else _lines(export, columns_of(headings, layout))
        if lines.empty and not refused:
            raise RefusedFileError(UNREADABLE, "под заголовками нет ни одной строки")
    except RefusedFileError as error:
        problem = Problem(error.rule, place, value=error.value, limit=error.limit)
        state = "unreadable" if error.rule == UNREADABLE else "refused"
        problems.append(delivery.refuse(problem, state))
        return None
    except NO_CSV:
        problem = Problem(UNREADABLE, place, value="это не таблица csv")
        problems.append(delivery.refuse(problem, "unreadable"))
        return None
    problems += drift
    if refused:
        delivery.refuse(drift[0], "refused")
        return None
    delivery.variant = layout.name
    return layout, results(lines, layout)


def without_documents(rows: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """Lines of participants, a keyed hash in the place of the document's number; null where the number is missing."""
    hashes = {document: _participant(document, key) for document in rows["document"].unique()}
    return rows.assign(participant=rows["document"].map(hashes)).drop(columns="document")


def _lines(export: Decoded, columns: Sequence[ExportColumn | None]) -> pd.DataFrame:
    """A row per line below the headings, a column per variable kept and the line; names are never parsed.

    A lone quotation mark swallows what follows up to the next one: where quoting loses lines, marks are letters.
    """
    sent = export.text.count("\n") - export.text.endswith("\n")
    try:
        rows = _split(export, columns, QUOTED)
    except pd.errors.ParserError:
        rows = _split(export, columns, PLAIN)
    if len(rows) != sent:
        rows = _split(export, columns, PLAIN)
    bare = rows[rows["school_code"] == ""]
    rows["line"] = range(export.line + 1, export.line + 1 + len(rows))
    rows = rows.drop(index=bare.index[(bare == "").all(axis=1)]).reset_index(drop=True)
    for code in {"municipality_code", "school_code"} & set(rows):
        rows[code] = rows[code].str.strip(BESIDE_CODES)
    return rows


def _split(export: Decoded, columns: Sequence[ExportColumn | None], quoting: Literal[0, 3]) -> pd.DataFrame:
    return pd.read_csv(
        io.StringIO(export.text),
        sep=export.delimiter,
        dtype=str,
        header=0,
        names=[column.name if column else f"not kept {place}" for place, column in enumerate(columns)],
        usecols=[column.name for column in columns if column],
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
