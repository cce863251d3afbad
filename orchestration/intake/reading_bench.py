"""What our reading costs against the bare libraries on the same files, in the same run."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import openpyxl
from python_calamine import CalamineWorkbook

from orchestration.forms.campaign import Campaign
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks, workbook_files

RUNS = 5


def reading_ratio(raw: Path, campaign: Campaign) -> str:
    """Reading and checking the campaign's workbooks over reading them bare, each with openpyxl (xlsx) or calamine."""
    schools = schools_of(read_registry(raw, campaign).rows)
    paths = [file.path for file in workbook_files(raw, campaign)]
    ours = _seconds(lambda: read_workbooks(raw, campaign, schools))
    bare = _seconds(lambda: [_read_bare(path) for path in paths])
    return f"{len(paths)} workbooks read and checked {ours:.2f} s, read bare {bare:.2f} s: ratio {ours / bare:.2f}"


def _seconds(work: Callable[[], object]) -> float:
    """Median of the runs, in seconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times)


def _read_bare(path: Path) -> object:
    """Every cell of a workbook: openpyxl in full mode for xlsx, calamine for the formats that openpyxl cannot read."""
    if path.suffix == ".xlsx":
        return [list(sheet.values) for sheet in openpyxl.load_workbook(path)]
    workbook = CalamineWorkbook.from_path(path)
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
