"""What a workbook would cost to open, told from its bytes before any library opens it.

One text in the last cell of a sheet makes a reader allocate the whole rectangle before it; a packed part may unpack
to a thousand times its size; an XML entity makes a cell blank. Limits are in forms/limits.csv.
"""

import re
import zlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from orchestration.forms.limits import limits
from orchestration.intake import ods_cells, xls_cells, xlsx_cells
from orchestration.intake.refusals import RATIO_FROM, RefusedFileError, hold

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how xls and protected workbooks begin
# in either byte order of UTF-16 too
DECLARATION = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
_hold = partial(hold, rule="file_too_large")


def check_workbook(path: Path) -> None:
    """Raise RefusedFileError where the file is past a limit or holds what no spreadsheet program writes.

    A protected workbook is held to its size alone. Raises ValueError for a spoiled file: what cannot be checked whole
    is not opened.
    """
    _hold("file_bytes", path.stat().st_size, "байт в файле")
    with path.open("rb") as content:
        is_xls = content.read(len(OLE)) == OLE
    if is_xls and is_zipfile(path):
        raise RefusedFileError("file_hostile", "архив внутри книги xls")  # a reader may take it for either
    if is_xls:
        return _check_extents(xls_cells.extents(path))
    try:
        with ZipFile(path) as archive:
            _check_parts(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError("spoiled archive") from error


def _check_parts(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if not names & {xlsx_cells.WORKBOOK, ods_cells.CONTENT}:
        raise ValueError("neither xlsx nor ods: nobody could tell how far its sheets reach")
    if len(names) < len(parts):
        raise RefusedFileError("file_hostile", "две части под одним именем")
    _hold("unpacked_bytes", sum(part.file_size for part in parts), "байт после распаковки")
    unpacked = 0
    for part in parts:
        if part.filename.startswith("/") or ".." in re.split(r"[/\\]", part.filename):
            raise RefusedFileError("file_hostile", "часть с путём наружу")
        content = _content(archive, part, limits()["unpacked_bytes"] - unpacked)
        unpacked += len(content)
        if len(content) > RATIO_FROM:
            _hold("packing_ratio", len(content) // max(part.compress_size, 1), "-кратное сжатие")
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_xml(part.filename, content)


def _content(archive: ZipFile, part: ZipInfo, left: int) -> bytes:
    """The part as it really unpacks: the directory of the archive may name any size."""
    told = part.file_size
    part.file_size = left + 1  # else the reader stops at what the directory told
    with archive.open(part) as member:
        content = member.read(left + 1)
    _hold("unpacked_bytes", limits()["unpacked_bytes"] - left + len(content), "байт после распаковки")
    if len(content) != told:
        raise RefusedFileError("file_hostile", "размер части не тот, что в оглавлении архива")
    return content


def _check_xml(name: str, content: bytes) -> None:
    if DECLARATION.search(content):
        raise RefusedFileError("file_hostile", "объявления XML (DOCTYPE, ENTITY)")
    _check_extents(ods_cells.extents(content) if name == ods_cells.CONTENT else [xlsx_cells.extent(content)])


def _check_extents(extents: Iterable[tuple[int, int]]) -> None:
    for rows, columns in extents:
        _hold("sheet_rows", rows, "строк на листе")
        _hold("sheet_columns", columns, "граф на листе")
        _hold("sheet_cells", rows * columns, "клеток на листе")
