"""What a workbook would cost to open, told from its bytes before any library opens it.

One text in the last cell of a sheet makes a reader allocate the whole rectangle before it; a packed part may unpack
to a thousand times its size; an XML entity makes a cell blank. Limits are in forms/limits.csv.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from openpyxl.utils import column_index_from_string

from orchestration.forms.limits import limits

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how xls and protected workbooks begin
RATIO_FROM = 1_000_000  # bytes: small parts pack well and harm nobody
# quoted values may hold `>`: an attribute must not hide the end of its tag
ATTRIBUTES = rb"""((?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)"""
XLSX_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")
XLSX_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
ODS_TAG = re.compile(rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)(?=[\s/>])" + ATTRIBUTES)
ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,18})["']""")
ODS_FILLED = re.compile(rb"value|formula")
# in either byte order of UTF-16 too
DECLARATION = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")


class OdsCells(NamedTuple):
    """Equal cells that one tag stands for: `down` rows and `right` columns from row and column, counted from zero.

    table: which of the workbook's; of_table: that table's attributes, its title among them.
    """

    table: int
    of_table: bytes
    row: int
    column: int
    down: int
    right: int
    attributes: bytes


class RefusedWorkbookError(Exception):
    """The file must not be opened: `rule` of rules.csv, and what was found beside what is allowed, in Russian."""

    def __init__(self, rule: str, value: str, limit: str = "") -> None:
        """rule: file_too_large or file_hostile."""
        super().__init__(rule)
        self.rule, self.value, self.limit = rule, value, limit


def check_workbook(path: Path) -> None:
    """Raise RefusedWorkbookError where the file is past a limit or holds what no spreadsheet program writes.

    An xls or protected workbook, no archive, is held to its size alone. Raises ValueError for a spoiled archive: what
    cannot be checked whole is not opened.
    """
    _hold("file_bytes", path.stat().st_size, "байт в файле")
    with path.open("rb") as content:
        if not is_zipfile(content) and content.seek(0) == 0 and content.read(len(OLE)) == OLE:
            return
    try:
        with ZipFile(path) as archive:
            _check_parts(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError("spoiled archive") from error


def _check_parts(archive: ZipFile) -> None:
    parts = archive.infolist()
    if len({part.filename for part in parts}) < len(parts):
        raise RefusedWorkbookError("file_hostile", "две части под одним именем")
    _hold("unpacked_bytes", sum(part.file_size for part in parts), "байт после распаковки")
    unpacked = 0
    for part in parts:
        if part.filename.startswith("/") or ".." in re.split(r"[/\\]", part.filename):
            raise RefusedWorkbookError("file_hostile", "часть с путём наружу")
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
        raise RefusedWorkbookError("file_hostile", "размер части не тот, что в оглавлении архива")
    return content


def _check_xml(name: str, content: bytes) -> None:
    if DECLARATION.search(content):
        raise RefusedWorkbookError("file_hostile", "объявления XML (DOCTYPE, ENTITY)")
    extents = _ods_extents(content) if name == "content.xml" else [_xlsx_extent(content)]
    for rows, columns in extents:
        _hold("sheet_rows", rows, "строк на листе")
        _hold("sheet_columns", columns, "граф на листе")
        _hold("sheet_cells", rows * columns, "клеток на листе")


def _xlsx_extent(content: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell with something in it; a cell without an address follows its neighbour."""
    row = column = rows = columns = 0
    for tag, attributes, closed in XLSX_TAG.findall(content):
        place = XLSX_PLACE.search(attributes)
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column += 1
        if place and place[1]:
            row, column = int(place[2]), column_index_from_string(place[1].decode())
        if not closed:
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _ods_extents(content: bytes) -> Iterator[tuple[int, int]]:
    """The same of every table, repeated rows and cells counted as often as they stand for."""
    for _, cells in groupby(ods_cells(content), attrgetter("table")):
        filled = [
            (cell.row + cell.down, cell.column + cell.right)
            for cell in cells
            if ODS_FILLED.search(cell.attributes)
        ]
        yield max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def ods_cells(content: bytes) -> Iterator[OdsCells]:
    """Every cell tag of content.xml, table by table, with the rows and columns that it stands for."""
    table = row = down = column = 0
    of_table = b""
    for tag, attributes in ODS_TAG.findall(content):
        found = ODS_REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if tag == b"table":
            table, of_table, row, down = table + 1, attributes, 0, 0
        elif tag == b"table-row":
            row, down, column = row + down, times, 0
        else:
            yield OdsCells(table, of_table, row, column, down, times, attributes)
            column += times


def _hold(limit: str, found: int, unit: str) -> None:
    """Refuse what is past a limit, saying how much it is and how much may be."""
    if found > limits()[limit]:
        raise RefusedWorkbookError("file_too_large", f"{found} {unit}", str(limits()[limit]))
