"""An exam centre's export as it lies on disk: a csv, zipped or not -> its lines as text, without names.

exam_columns.csv says which columns each layout has.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from orchestration.forms.form import HERE, rows_of
from orchestration.intake.deliveries import Delivery, Place, Problem, SentFile
from orchestration.intake.values import normal

FILE_NAME = re.compile(r"(oge|ege|vpr)_(20\d{2})\.csv(\.zip)?", re.IGNORECASE)
VPR = "vpr"
ENCODING = "cp1251"
# ValueError: undecodable, or not one csv; RuntimeError: locked with a password, or packed in a way Python cannot unpack
UNREADABLE = (zipfile.BadZipFile, ValueError, RuntimeError, csv.Error)
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
        content = csv_content(file.path)
        headings = headings_of(content)
        drift = heading_drift(headings, layout, place)
        rows = pd.DataFrame() if drift else _lines(content, headings, layout)
    except UNREADABLE as error:
        problem = Problem("exam_file_unreadable", place, value=str(error))
        problems.append(delivery.refuse(problem, "unreadable"))
        return None
    if drift:
        problems += drift
        delivery.refuse(drift[0], "refused")
        return None
    delivery.variant = layout
    return rows


def csv_content(path: Path) -> bytes:
    """The bytes of a csv or of the one csv in a zip; raises one of UNREADABLE."""
    if path.suffix.lower() == ".csv":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        names = [name for name in names if not name.startswith("__MACOSX/")]
        if len(names) != 1:
            raise ValueError(f"{len(names)} csv")
        return archive.read(names[0])


def headings_of(content: bytes) -> list[str]:
    """The headings in the export's first line; raises one of UNREADABLE."""
    first, *_ = content.splitlines() or [b""]
    return next(csv.reader([first.decode(ENCODING)], delimiter=";"), [])


def heading_drift(headings: Sequence[str], layout: str, place: Place) -> list[Problem]:
    """Every missing, unknown and repeated heading of an export: an export that drifted is not read."""
    found = [normal(heading) for heading in headings]
    known = {normal(heading) for heading in variable_of(layout)}
    missing = [
        Problem("heading_missing", place, value=heading)
        for heading in variable_of(layout)
        if normal(heading) not in found
    ]
    unknown = [
        Problem("heading_unknown", place, value=heading)
        for position, heading in enumerate(headings)
        if found[position] not in known or found[position] in found[:position]
    ]
    return missing + unknown


def without_documents(rows: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """Lines of participants, a keyed hash in the place of the document's number; null where the number is missing."""
    hashes = {document: _participant(document, key) for document in rows["document"].unique()}
    return rows.assign(participant=rows["document"].map(hashes)).drop(columns="document")


def _lines(content: bytes, headings: Sequence[str], layout: str) -> pd.DataFrame:
    """A row per line below the headings, a column per variable kept and the line; names are never parsed.

    A lone quotation mark swallows what follows up to the next one: where quoting loses lines, marks are letters.
    """
    sent = len(content.splitlines()) - 1
    try:
        rows = _split(content, headings, layout, QUOTED)
    except pd.errors.ParserError:
        rows = _split(content, headings, layout, PLAIN)
    if len(rows) != sent:
        rows = _split(content, headings, layout, PLAIN)
    bare = rows[rows["school_code"] == ""]
    rows["line"] = range(2, len(rows) + 2)
    rows = rows.drop(index=bare.index[(bare == "").all(axis=1)]).reset_index(drop=True)
    for code in ("municipality_code", "school_code"):
        rows[code] = rows[code].str.strip(' "')
    return rows


def _split(content: bytes, headings: Sequence[str], layout: str, quoting: Literal[0, 3]) -> pd.DataFrame:
    variables = {normal(heading): variable for heading, variable in variable_of(layout).items()}
    names = [variables[normal(heading)] for heading in headings]
    return pd.read_csv(
        io.BytesIO(content),
        sep=";",
        encoding=ENCODING,
        encoding_errors="replace",
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
