"""What a workbook of any format says of its cells beside their values: a formula without one, an error, a share.

Their reader hands on the first as a blank, the second as nothing and the third as a plain number.
"""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

from orchestration.intake import ods_cells, xls_cells, xlsx_cells
from orchestration.intake.marks import Marks, Range


def cell_marks(path: Path) -> tuple[dict[str, Marks], dict[str, list[Range]]]:
    """The rule of each doubtful cell, and of an ods the merged ranges, which the reader of the others tells, by sheet.

    Raises ValueError if spoiled.
    """
    if not is_zipfile(path):
        return xls_cells.marks(path), {}
    try:
        with ZipFile(path) as archive:
            if ods_cells.CONTENT in archive.namelist():
                return ods_cells.marks_and_merged(archive.read(ods_cells.CONTENT))
            return xlsx_cells.marks(archive), {}
    except (ElementTree.ParseError, KeyError) as error:
        raise ValueError("spoiled workbook") from error
