"""What a workbook of any format says of its cells beside their values: a formula without one, an error, a share.

Their reader hands on the first as a blank, the second as nothing and the third as a plain number.
"""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

from orchestration.intake import ods_cells, xls_cells, xlsx_cells
from orchestration.intake.marks import Marks, Range


def cell_marks(path: Path) -> dict[str, Marks]:
    """The rule of each doubtful cell by the title of its sheet. Raises ValueError if spoiled."""
    if not is_zipfile(path):
        return xls_cells.marks(path)
    try:
        with ZipFile(path) as archive:
            if ods_cells.CONTENT in archive.namelist():
                return ods_cells.marks(archive.read(ods_cells.CONTENT))
            return xlsx_cells.marks(archive)
    except (ElementTree.ParseError, KeyError) as error:
        raise ValueError("spoiled workbook") from error


def merged_ranges(path: Path) -> dict[str, list[Range]]:
    """The merged ranges of an ods workbook by the title of their sheet; those of xls and xlsx their reader tells."""
    if not is_zipfile(path):
        return {}
    with ZipFile(path) as archive:
        is_ods = ods_cells.CONTENT in archive.namelist()
        return ods_cells.merged(archive.read(ods_cells.CONTENT)) if is_ods else {}
