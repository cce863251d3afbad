"""Pages into xlsx, xls and ods, the same bytes for the same pages."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import openpyxl
import xlwt
from odf import opendocument
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Alignment, Border, Font, Side

from tests.sample_region.forms import Page

MADE_ON = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.UTC)
THIN = Border(*(Side(style="thin"),) * 4)


def write(pages: Sequence[Page], path: Path) -> None:
    """Write the pages in the format that the path's suffix names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(WRITERS[path.suffix](pages))


def _xlsx(pages: Sequence[Page]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.title)
        for number, row in enumerate(page.rows):
            sheet.append([None if value == "" else value for value in row])
            for column, value in enumerate(row, start=1):
                if isinstance(value, dt.date):
                    sheet.cell(number + 1, column).number_format = "DD.MM.YYYY"
            if number in page.heading:
                for cell in sheet[number + 1]:
                    cell.font = Font(bold=True)
                    cell.border = THIN
                    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        for first, left, last, right in page.merged:
            sheet.merge_cells(
                start_row=first + 1, start_column=left + 1, end_row=last + 1, end_column=right + 1
            )
        for column in range(1, page.width + 1):
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 16
    content = io.BytesIO()
    book.save(content)
    return undated(content.getvalue())


def _xls(pages: Sequence[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    bold = xlwt.easyxf("font: bold on; align: wrap on, horiz center, vert center")
    plain = xlwt.easyxf()
    for page in pages:
        sheet = book.add_sheet(page.title)
        merged = {(first, left): (last, right) for first, left, last, right in page.merged}
        for number, row in enumerate(page.rows):
            style = bold if number in page.heading else plain
            for column, value in enumerate(row):
                if (number, column) in merged:
                    last, right = merged[number, column]
                    sheet.write_merge(number, last, column, right, value, style)
                elif value != "" and value is not None:
                    sheet.write(number, column, value, style)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _ods(pages: Sequence[Page]) -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    for page in pages:
        table = Table(name=page.title)
        spans = {
            (first, left): (last - first + 1, right - left + 1) for first, left, last, right in page.merged
        }
        covered = {
            (row, column)
            for (first, left), (high, wide) in spans.items()
            for row in range(first, first + high)
            for column in range(left, left + wide)
        } - set(spans)
        for number, row in enumerate(page.rows):
            line = TableRow()
            for column, value in enumerate(row):
                place = (number, column)
                line.addElement(
                    CoveredTableCell() if place in covered else _ods_cell(value, spans.get(place))
                )
            table.addElement(line)
        document.spreadsheet.addElement(table)
    content = io.BytesIO()
    document.write(content)
    return undated(content.getvalue())


def _ods_cell(value: object, span: tuple[int, int] | None) -> TableCell:
    attributes: dict[str, object] = {}
    if span:
        attributes = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]}
    if isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **attributes)
    else:
        cell = TableCell(valuetype="string", **attributes) if value else TableCell(**attributes)
    if value not in ("", None):
        cell.addElement(P(text=str(value)))
    return cell


def undated(content: bytes) -> bytes:
    """The zipped document with every time in it set to one date, so that it depends on its pages alone."""
    stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = re.compile(rb"(<(dcterms:created|dcterms:modified|meta:creation-date|dc:date)[^>]*>)[^<]*(</)")
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as fresh,
    ):
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename in ("docProps/core.xml", "meta.xml"):
                body = dates.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", body)
            if entry.filename.endswith(".xml"):
                # odfpy writes attributes in the order of a set
                body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + canonicalize(body.decode()).encode()
            elif entry.filename.endswith(".rels"):
                # openpyxl writes them through lxml where it is installed
                body = body.replace(b'"/>', b'" />')
            fresh.writestr(zipped_entry(entry.filename, entry.compress_type), body)
    return target.getvalue()


def zipped_entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry of a zip file with the one date."""
    entry = zipfile.ZipInfo(name, (MADE_ON.year, MADE_ON.month, MADE_ON.day, MADE_ON.hour, MADE_ON.minute, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


WRITERS: dict[str, Callable[[Sequence[Page]], bytes]] = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods}
