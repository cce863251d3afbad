"""An exam centre's export as it lies on disk: a zipped csv -> its lines as text, without names and document numbers."""

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
from orchestration.intake.deliveries import Place, Problem
from orchestration.intake.values import normal

FILE_NAME = re.compile(r"(oge|ege)_(20\d{2})\.csv\.zip", re.IGNORECASE)
ENCODING = "cp1251"
# ValueError: undecodable, or not one csv; RuntimeError: locked with a password, or packed in a way Python cannot unpack
UNREADABLE = (zipfile.BadZipFile, ValueError, RuntimeError, csv.Error)
QUOTED: Literal[0] = csv.QUOTE_MINIMAL
PLAIN: Literal[3] = csv.QUOTE_NONE


@cache
def variable_of() -> dict[str, str]:
    """The variable of every heading an export has, as headings are compared; empty where the column is not kept."""
    return {normal(row["heading_ru"]): row["variable"] for row in rows_of(HERE / "exam_columns.csv")}


def exam_files(raw: Path, campaign: str) -> list[Path]:
    """What lies in `raw/<campaign>/exams`, by name; folders and what a file manager leaves there are no exports."""
    paths = sorted((raw / campaign / "exams").glob("*"))
    return [path for path in paths if path.is_file() and not path.name.startswith(".")]


def exam_and_year(name: str) -> tuple[str, int] | None:
    """`ege_2017.csv.zip`, in letters of either case -> ("ege", 2017); None for a file of another name."""
    found = FILE_NAME.fullmatch(name)
    return (found[1].lower(), int(found[2])) if found else None


def unzipped(path: Path) -> bytes:
    """The bytes of the one csv in the zip; raises one of UNREADABLE."""
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


def heading_drift(headings: Sequence[str], place: Place) -> list[Problem]:
    """Every missing, unknown and repeated heading of an export: an export that drifted is not read."""
    found = [normal(heading) for heading in headings]
    missing = [
        Problem("heading_missing", place, value=row["heading_ru"])
        for row in rows_of(HERE / "exam_columns.csv")
        if normal(row["heading_ru"]) not in found
    ]
    unknown = [
        Problem("heading_unknown", place, value=heading)
        for position, heading in enumerate(headings)
        if found[position] not in variable_of() or found[position] in found[:position]
    ]
    return missing + unknown


def records(content: bytes, headings: Sequence[str], key: bytes) -> pd.DataFrame:
    """The export's rows as text with their line; names are never parsed, a document number is hashed at once.

    A line without anything in it is no row. Raises one of UNREADABLE.
    """
    rows = _lines(content, headings)
    rows["line"] = range(2, len(rows) + 2)
    bare = rows[rows["school_code"] == ""].drop(columns="line")
    rows = rows.drop(index=bare.index[(bare == "").all(axis=1)]).reset_index(drop=True)
    for code in ("municipality_code", "school_code"):
        rows[code] = rows[code].str.strip(' "')
    hashes = {document: _participant(document, key) for document in rows["document"].unique()}
    rows["participant"] = rows["document"].map(hashes)
    return rows.drop(columns="document")


def _lines(content: bytes, headings: Sequence[str]) -> pd.DataFrame:
    """A row per line below the headings, a column per variable kept.

    A lone quotation mark swallows what follows up to the next one: where quoting loses lines, marks are letters.
    """
    sent = len(content.splitlines()) - 1
    try:
        rows = _split(content, headings, QUOTED)
    except pd.errors.ParserError:
        return _split(content, headings, PLAIN)
    return rows if len(rows) == sent else _split(content, headings, PLAIN)


def _split(content: bytes, headings: Sequence[str], quoting: Literal[0, 3]) -> pd.DataFrame:
    names = [variable_of()[normal(heading)] for heading in headings]
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
    )


def _participant(document: str, key: bytes) -> str:
    plain = "".join(document.strip('"').split()).casefold()
    return hashlib.blake2b(plain.encode(), key=key, digest_size=16).hexdigest()
