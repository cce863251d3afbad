"""How far the sheets of an ods workbook reach, and what it says of their cells beside their values."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple

from orchestration.intake.marks import ERROR, FORMULA, SHARE, Marks, Range
from orchestration.intake.xlsx_cells import ATTRIBUTES

CONTENT = "content.xml"
TAG = re.compile(rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)(?=[\s/>])" + ATTRIBUTES)
REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,18})["']""")
SPANNED = re.compile(rb"""number-(row|column)s-spanned\s*=\s*["'](\d{1,18})["']""")
FILLED = re.compile(rb"value|formula")
TITLE = re.compile(rb"""(?:^|\s)(?:\w+:)?name\s*=\s*["']([^"']*)["']""")
TYPE = re.compile(rb"""office:value-type\s*=\s*["'](\w+)["']""")
IS_ERROR = re.compile(rb"""calcext:value-type\s*=\s*["']error["']""")


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

    @property
    def title(self) -> str:
        """The title of the cells' sheet."""
        named = TITLE.search(self.of_table)
        return unescape(named[1].decode()) if named else ""


def extents(content: bytes) -> Iterator[tuple[int, int]]:
    """Rows and columns of every table up to the last cell with something in it, repeated ones as often as they stand for."""
    for _, cells in groupby(_cells(content), attrgetter("table")):
        filled = [
            (cell.row + cell.down, cell.column + cell.right)
            for cell in cells
            if FILLED.search(cell.attributes)
        ]
        yield max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def marks_and_merged(content: bytes) -> tuple[dict[str, Marks], dict[str, list[Range]]]:
    """The rule of each doubtful cell, and the merged ranges, by the title of their sheet.

    A cell stands for as many as its tag says: how many that may be is checked before, by extents.
    """
    marks: defaultdict[str, Marks] = defaultdict(dict)
    merged: defaultdict[str, list[Range]] = defaultdict(list)
    for cell in _cells(content):
        if rule := _mark(cell.attributes):
            places = product(
                range(cell.row, cell.row + cell.down), range(cell.column, cell.column + cell.right)
            )
            marks[cell.title].update(dict.fromkeys(places, rule))
        span = {way: int(times) for way, times in SPANNED.findall(cell.attributes)}
        down, right = span.get(b"row", 1), span.get(b"column", 1)
        if down > 1 or right > 1:
            last = cell.row + down - 1, cell.column + right - 1
            merged[cell.title].append(((cell.row, cell.column), last))
    return dict(marks), dict(merged)


def _cells(content: bytes) -> Iterator[OdsCells]:
    """Every cell tag of content.xml, table by table, with the rows and columns that it stands for."""
    table = row = down = column = 0
    of_table = b""
    for tag, attributes in TAG.findall(content):
        found = REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if tag == b"table":
            table, of_table, row, down = table + 1, attributes, 0, 0
        elif tag == b"table-row":
            row, down, column = row + down, times, 0
        else:
            yield OdsCells(table, of_table, row, column, down, times, attributes)
            column += times


def _mark(attributes: bytes) -> str | None:
    kind = TYPE.search(attributes)
    if IS_ERROR.search(attributes):
        return ERROR
    if kind is None and b"formula" in attributes:
        return FORMULA
    return SHARE if kind and kind[1] == b"percentage" else None
