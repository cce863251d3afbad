"""An export's bytes, packed or not -> its text, and what stands between its columns. Limits are in forms/limits.csv."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

from orchestration.forms.limits import limits
from orchestration.intake.refusals import RATIO_FROM, RefusedFileError, hold
from orchestration.intake.values import normal

DELIMITERS = ";,\t"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ENCODINGS = ("utf-8", "cp1251", "utf-16-le", "utf-16-be", "cp866")  # in which an export without a mark may be
HEAD_BYTES = 8000  # in which the headings stand
_hold = partial(hold, rule="exam_file_too_large")
TOLD = re.compile(r"sep=([;,|\t])\n")  # a first line by which Excel tells the delimiter
UNREADABLE = "exam_file_unreadable"


@dataclass(frozen=True)
class Decoded:
    """The lines from the headings on, each ended by one line feed; `line` is the number of the headings' line."""

    text: str
    delimiter: str
    line: int


def csv_content(path: Path) -> bytes:
    """The bytes of a csv or of the one csv in a zip; raises RefusedFileError."""
    if path.suffix.lower() == ".csv" and not zipfile.is_zipfile(path):
        _hold("export_bytes", path.stat().st_size, "байт в файле")
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpacked(archive)
    except NotImplementedError as error:
        raise _unreadable("архив упакован неизвестным способом") from error
    except RuntimeError as error:
        raise _unreadable("архив закрыт паролем") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise _unreadable("архив zip повреждён") from error


def decoded(content: bytes, headings: Collection[str]) -> Decoded:
    """The text in the encoding that its first bytes mark, else in that by which most of `headings` are found.

    The headings are the line in which most of them are found, whatever is written above it; the delimiter is the one that
    a first line `sep=;` tells, else again the one by which most headings are found.
    """
    known = {normal(heading) for heading in headings}

    def found(line: str, delimiters: str) -> int:
        cells = re.split(f"[{delimiters}\r\n]", line)
        return len(known & {normal(cell.strip('"')) for cell in cells})

    def headings_in(encoding: str) -> int:
        return found(content[:HEAD_BYTES].decode(encoding, "replace"), DELIMITERS)

    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    text = content.decode(marked or max(ENCODINGS, key=headings_in), "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told, above = TOLD.match(text), text[:HEAD_BYTES].split("\n")[: limits()["heading_depth"]]
    line, delimiter = max(
        product(range(len(above)), told[1] if told else DELIMITERS),
        key=lambda place: found(above[place[0]], place[1]),
    )
    return Decoded(text[sum(len(each) + 1 for each in above[:line]) :], delimiter, line + 1)


def _unpacked(archive: zipfile.ZipFile) -> bytes:
    """The one csv, never more of it than allowed: the directory of the archive may name any size."""
    parts = [part for part in archive.infolist() if part.filename.lower().endswith(".csv")]
    parts = [part for part in parts if not part.filename.startswith("__MACOSX/")]
    if len(parts) != 1:
        raise _unreadable(f"файлов csv в архиве {len(parts)}, а не один")
    part = parts[0]
    _hold("export_bytes", part.file_size, "байт после распаковки")
    if part.file_size > RATIO_FROM:
        _hold("export_packing_ratio", part.file_size // max(part.compress_size, 1), "-кратное сжатие")
    # the reader itself stops at the size that the directory names
    with archive.open(part) as member:
        return member.read(limits()["export_bytes"])


def _unreadable(reason: str) -> RefusedFileError:
    return RefusedFileError(UNREADABLE, reason)
