"""How far a sheet of an xlsx workbook reaches, and what it says of its cells beside their values."""

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_to_tuple

from orchestration.intake.marks import ERROR, FORMULA, SHARE, Marks, Place

WORKBOOK, STYLES, RELATIONS = "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PERCENT = {"9", "10"}  # 0% and 0.00% need no declaration
# quoted values may hold `>`: an attribute must not hide the end of its tag
ATTRIBUTES = rb"""((?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)"""
TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])" + ATTRIBUTES + rb">(.*?)</(?:\w+:)?c>", re.DOTALL)
ATTRIBUTE = re.compile(rb"""(?:^|\s)([rst])\s*=\s*["']([^"']*)["']""")
IS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
HAS_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")


def extent(content: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell with something in it; a cell without an address follows its neighbour."""
    row = column = rows = columns = 0
    for tag, attributes, closed in TAG.findall(content):
        place = PLACE.search(attributes)
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column += 1
        if place and place[1]:
            row, column = int(place[2]), column_index_from_string(place[1].decode())
        if not closed:
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def marks(archive: ZipFile) -> dict[str, Marks]:
    """The rule of each doubtful cell by the title of its sheet. Raises KeyError or ParseError if spoiled.

    Some programs write a part's name in letters of another case than they refer to it by.
    """
    parts = {name.lower(): name for name in archive.namelist()}
    percent = _percent_styles(archive.read(parts[STYLES])) if STYLES in parts else set()
    return {
        title: dict(_marks(archive.read(parts[part.lower()]), percent))
        for title, part in _sheet_parts(archive.read(parts[WORKBOOK]), archive.read(parts[RELATIONS]))
        if part.lower() in parts
    }


def _sheet_parts(workbook: bytes, relations: bytes) -> Iterator[tuple[str, str]]:
    target = {each.attrib["Id"]: each.attrib["Target"] for each in ElementTree.fromstring(relations)}
    for sheet in ElementTree.fromstring(workbook).iterfind("{*}sheets/{*}sheet"):
        yield sheet.attrib["name"], posixpath.join("/xl", target[sheet.attrib[RELATION]]).lstrip("/")


def _percent_styles(content: bytes) -> set[str]:
    """Numbers of the cell styles that show a number as a share."""
    styles = ElementTree.fromstring(content)
    declared = styles.iterfind("{*}numFmts/{*}numFmt")
    percent = PERCENT | {form.attrib["numFmtId"] for form in declared if "%" in form.attrib["formatCode"]}
    cells = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(number) for number, style in cells if style.get("numFmtId") in percent}


def _marks(content: bytes, percent: set[str]) -> Iterator[tuple[Place, str]]:
    for attributes, body in CELL.findall(content):
        of = {name: value.decode() for name, value in ATTRIBUTE.findall(attributes)}
        rule = _mark(of, body, percent)
        if rule and b"r" in of:
            row, column = coordinate_to_tuple(of[b"r"])
            yield (row - 1, column - 1), rule


def _mark(of: dict[bytes, str], body: bytes, percent: set[str]) -> str | None:
    kind = of.get(b"t", "n")
    if kind == "e":
        return ERROR
    # a computed text may be empty: `str` says that it was computed
    if kind != "str" and IS_FORMULA.search(body) and not HAS_VALUE.search(body):
        return FORMULA
    return SHARE if kind == "n" and of.get(b"s", "0") in percent else None
