"""A book opened with openpyxl, written as xls or ods: values, merged cells, shares, formulas, errors, what is hidden."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwt
from odf import namespaces, opendocument
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

VISIBILITY = {"visible": 0, "hidden": 1, "veryHidden": 2}
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
namespaces.nsdict[CALCEXT] = "calcext"


def write(book: Any, path: Path) -> None:
    """Write the book in the format that the path's suffix names."""
    WRITERS[path.suffix](book, path)


def _is_hidden(sheet: Any, row: int = 0, column: str = "") -> bool:
    return bool(sheet.row_dimensions[row].hidden if row else sheet.column_dimensions[column].hidden)


def _covered(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Rows and columns of a merged range by its first cell; (0, 0) by every other cell of it."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for found in sheet.merged_cells.ranges:
        spans |= dict.fromkeys(found.cells, (0, 0))
        spans[found.min_row, found.min_col] = (found.size["rows"], found.size["columns"])
    return spans


def _xls(book: Any, path: Path) -> None:
    made = xlwt.Workbook(encoding="utf-8")
    plain = xlwt.easyxf()
    shares = {form: xlwt.easyxf(num_format_str=form) for form in ("0%", "0.0%", "0.00 %")}
    for sheet in book:
        page = made.add_sheet(sheet.title)
        page.visibility = VISIBILITY[sheet.sheet_state]
        for row in sheet.iter_rows():
            page.row(row[0].row - 1).hidden = _is_hidden(sheet, row[0].row)
            for cell in row:
                if cell.value not in ("", None):
                    _xls_cell(page, cell, shares.get(cell.number_format, plain))
        for letter in sheet.column_dimensions:
            page.col(sheet[f"{letter}1"].column - 1).hidden = _is_hidden(sheet, column=letter)
        for found in sheet.merged_cells.ranges:
            page.merge(found.min_row - 1, found.max_row - 1, found.min_col - 1, found.max_col - 1)
    made.save(str(path))


def _xls_cell(page: Any, cell: Any, style: Any) -> None:
    if cell.data_type == "e":
        page.row(cell.row - 1).set_cell_error(cell.column - 1, cell.value)
        return
    value = xlwt.Formula(cell.value[1:]) if cell.data_type == "f" else cell.value
    page.write(cell.row - 1, cell.column - 1, value, style)


def _ods(book: Any, path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for sheet in book:
        table = Table(name=sheet.title, **({} if sheet.sheet_state == "visible" else {"stylename": hidden}))
        for column in sheet.iter_cols(max_row=1):
            letter = column[0].column_letter
            table.addElement(TableColumn(visibility=_visibility(_is_hidden(sheet, column=letter))))
        spans = _covered(sheet)
        for row in sheet.iter_rows():
            line = TableRow(visibility=_visibility(_is_hidden(sheet, row[0].row)))
            for cell in row:
                line.addElement(_ods_cell(cell, spans.get((cell.row, cell.column))))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))


def _visibility(is_hidden: bool) -> str:
    return "collapse" if is_hidden else "visible"


def _ods_cell(cell: Any, span: tuple[int, int] | None) -> Any:
    if span == (0, 0):
        return CoveredTableCell()
    told: dict[str, object] = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    value, is_number = cell.value, isinstance(cell.value, int | float)
    if value in ("", None):
        return TableCell(**told)
    if cell.data_type == "f":
        return TableCell(formula=f"of:{value}", **told)
    if is_number:
        share = "%" in cell.number_format
        told |= {"valuetype": "percentage" if share else "float", "value": value}
    elif cell.data_type == "e":
        told |= {"valuetype": "string", "stringvalue": "", "formula": "of:=1/0"}
    else:
        told |= {"valuetype": "string"}
    made = TableCell(**told)
    if cell.data_type == "e":
        made.attributes[(CALCEXT, "value-type")] = "error"
    made.addElement(P(text=str(value)))
    return made


WRITERS: dict[str, Callable[[Any, Path], None]] = {".xls": _xls, ".ods": _ods}
