"""What an xlsx or ods workbook says of its cells beside their values: a formula never computed, an error, a share.

The reader hands on the first as a blank, the second as nothing and the third as a plain number.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

from openpyxl.utils.cell import coordinate_to_tuple

from orchestration.intake.guard import ATTRIBUTES, ods_cells

FORMULA, ERROR, SHARE = "formula_without_value", "cell_error", "share_typed"  # rules of rules.csv
Marks = dict[tuple[int, int], str]  # by row and column counted from zero
ODS_CONTENT = "content.xml"
WORKBOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PERCENT = {"9", "10"}  # 0% and 0.00% need no declaration
CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])" + ATTRIBUTES + rb">(.*?)</(?:\w+:)?c>", re.DOTALL)
ATTRIBUTE = re.compile(rb"""(?:^|\s)([rst])\s*=\s*["']([^"']*)["']""")
IS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
ODS_TITLE = re.compile(rb"""(?:^|\s)(?:\w+:)?name\s*=\s*["']([^"']*)["']""")
ODS_TYPE = re.compile(rb"""office:value-type\s*=\s*["'](\w+)["']""")
ODS_ERROR = re.compile(rb"""calcext:value-type\s*=\s*["']error["']""")
HAS_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")


def cell_marks(path: Path) -> dict[str, Marks]:
    """The rule of each doubtful cell by the title of its sheet; none of xls. Raises ValueError if spoiled."""
    if not is_zipfile(path):
        return {}
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            if ODS_CONTENT in names:
                return _ods_marks(archive.read(ODS_CONTENT))
            if WORKBOOK not in names:
                return {}
            percent = _percent_styles(archive.read(STYLES)) if STYLES in names else set()
            return {
                title: dict(_marks(archive.read(part), percent))
                for title, part in _sheet_parts(archive)
                if part in names
            }
    except (ElementTree.ParseError, KeyError) as error:
        raise ValueError("spoiled workbook") from error


def _sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {relation.attrib["Id"]: relation.attrib["Target"] for relation in relations}
    for sheet in ElementTree.fromstring(archive.read(WORKBOOK)).iterfind("{*}sheets/{*}sheet"):
        yield sheet.attrib["name"], posixpath.join("/xl", target[sheet.attrib[RELATION]]).lstrip("/")


def _percent_styles(content: bytes) -> set[str]:
    """Numbers of the cell styles that show a number as a share."""
    styles = ElementTree.fromstring(content)
    declared = styles.iterfind("{*}numFmts/{*}numFmt")
    percent = PERCENT | {form.attrib["numFmtId"] for form in declared if "%" in form.attrib["formatCode"]}
    cells = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(number) for number, style in cells if style.get("numFmtId") in percent}


def _marks(content: bytes, percent: set[str]) -> Iterator[tuple[tuple[int, int], str]]:
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


def _ods_marks(content: bytes) -> dict[str, Marks]:
    """The same of every table, repeated rows and cells as often as they stand for."""
    marks: defaultdict[str, Marks] = defaultdict(dict)
    for cell in ods_cells(content):
        if rule := _ods_mark(cell.attributes):
            named = ODS_TITLE.search(cell.of_table)
            title = unescape(named[1].decode()) if named else ""
            places = product(
                range(cell.row, cell.row + cell.down), range(cell.column, cell.column + cell.right)
            )
            marks[title].update(dict.fromkeys(places, rule))
    return dict(marks)


def _ods_mark(attributes: bytes) -> str | None:
    kind = ODS_TYPE.search(attributes)
    if ODS_ERROR.search(attributes):
        return ERROR
    if kind is None and b"formula" in attributes:
        return FORMULA
    return SHARE if kind and kind[1] == b"percentage" else None
