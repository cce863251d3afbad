"""One good file of each kind, alone in its campaign's folder, read by intake's plain functions."""

import random
import re
import shutil
import zipfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE, variables, variants
from orchestration.intake.codes import SCHOOLS, Registered
from orchestration.intake.deliveries import Delivery, Intake
from orchestration.intake.exams import read_exams
from orchestration.intake.institute import STANDING, read_institute
from orchestration.intake.registry import RegistryError, codes_of, read_registry, schools_of
from orchestration.intake.vpr import read_vpr
from orchestration.intake.workbooks import read_workbooks
from tests.damage.sent import Key, SentBook, SentExport, row_of

ENTRY, FINAL = Campaign.parse("2018-03"), Campaign.parse("2018-11")
VPR_LINES = 300


@dataclass
class Good:
    """A file as it should be, how it is read in its place below raw/, and what it then says.

    schools: the registry's, by municipality. cells: what was read, with what the dictionary says of it.
    """

    source: Path
    place: str
    read: Callable[[Path, dict[str, str]], Intake]
    schools: dict[str, str] = field(default_factory=dict)
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    values: dict[Key, object] = field(default_factory=dict)
    rows: int = 0  # counted in the file itself

    def opened(self, raw: Path, seed: int) -> SentBook | SentExport:
        """A copy to damage below `raw`."""
        path = raw / self.place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.source, path)
        opened = SentExport if path.suffix == ".zip" else SentBook
        return opened(path, self.cells, random.Random(seed), dict(self.schools))


def goods(small: Path, sample: Path, folder: Path) -> dict[str, Good]:
    """By the names that catalogue.csv has for files. small: the region of 40 schools; sample: that of the final wave."""
    entry = schools_of(read_registry(small, ENTRY).rows)
    owners = {school: owner for school, owner in entry.items() if owner in ("301", "302")}
    final = codes_of(read_registry(sample, FINAL).rows)
    book = small / "2018-03/municipal/302.xlsx"
    ege, vpr = _clean_exams(small, folder, entry), _head(sample, folder)
    found = {
        "xlsx": Good(book, "2018-03/municipal/302.xlsx", _answers, owners),
        "registry": Good(small / "2018-03/registry.xlsx", "2018-03/registry.xlsx", _registry),
        **{form: _of_institute(sample, form, final) for form, sent in INSTITUTE.items() if not sent.optional},
        "approved_list": _approved(folder / "approved_list.xlsx", entry),
        "ege": Good(ege, "2018-03/exams/ege_2017.csv.zip", _exams, entry),
        "vpr": Good(vpr, "2018-11/exams/vpr_2018.csv.zip", _vpr(final)),
    }
    for name, good in found.items():
        intake = _read_alone(good, folder / name)
        good.cells, good.values = _described(intake.rows), values_of(intake)
        good.rows = (
            _lines_sent(good.source) if "line" in intake.rows else _rows_sent(good.source, intake.rows)
        )
    for suffix in ("xls", "ods"):
        found[suffix] = replace(found["xlsx"], place=f"2018-03/municipal/302.{suffix}")
    return found


def _read_alone(good: Good, raw: Path) -> Intake:
    """The file where nothing else lies."""
    (raw / good.place).parent.mkdir(parents=True)
    shutil.copy(good.source, raw / good.place)
    return good.read(raw, good.schools)


def values_of(intake: Intake) -> dict[Key, object]:
    """What was read: an answer by part, entity and variable, or an export's line as a whole."""
    rows = intake.rows
    if rows.empty:
        return {}
    if "line" in rows:
        told = rows.drop(columns=["file", "file_sha256", "line"]).astype(str)
        return dict(zip(map(row_of, rows["line"]), told.itertuples(index=False, name=None), strict=True))
    keys = rows[["part", "entity", "variable"]].itertuples(index=False, name=None)
    return dict(zip(keys, map(_value, rows.to_dict("records")), strict=True))


def _value(row: dict[Hashable, Any]) -> object:
    if row["state"] != "answered":
        return row["state"]
    return row["text"] if row["text"] is not None else row["number"]


def _described(rows: pd.DataFrame) -> pd.DataFrame:
    """The cells with what the dictionary says of them; is_last: in the last row of a sheet."""
    if "line" in rows:
        return rows
    known = variables()
    last = rows["key_cell"].str[1:].astype(int).groupby(rows["sheet"]).transform("max")
    return rows.assign(
        kind=[known[name].kind for name in rows["variable"]],
        needed=[known[name].needed for name in rows["variable"]],
        names=[known[name].names for name in rows["variable"]],
        unit=[known[name].unit for name in rows["variable"]],
        is_last=rows["key_cell"].str[1:].astype(int) == last,
    )


def _rows_sent(path: Path, rows: pd.DataFrame) -> int:
    """Rows with a code or a number in their first column, counted in the file itself; the row of column numbers has one too."""
    book = openpyxl.load_workbook(path)
    keys = set(zip(rows["sheet"], rows["key_cell"].str[0], strict=True))
    return sum(
        sum(bool(re.fullmatch(r"\d+", str(cell.value))) for cell in book[sheet][column]) - 1
        for sheet, column in keys
    )


def _lines_sent(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).count(b"\n") - 1


def _clean_exams(small: Path, folder: Path, schools: dict[str, str]) -> Path:
    """The small region's export without the lines that are set aside even so: strangers of the made region."""
    source = small / "2018-03/exams/ege_2017.csv.zip"
    intake = read_exams(small, ENTRY, schools, b"key")
    bad = {
        problem.place.line for problem in intake.problems if problem.place.file.endswith("ege_2017.csv.zip")
    }
    with zipfile.ZipFile(source) as archive:
        lines = archive.read("ege_2017.csv").split(b"\r\n")
    return _zipped(
        folder / "ege.zip", [line for number, line in enumerate(lines, 1) if line and number not in bad]
    )


def _head(sample: Path, folder: Path) -> Path:
    with zipfile.ZipFile(sample / "2018-11/exams/vpr_2018.csv.zip") as archive:
        lines = archive.read(archive.namelist()[0]).split(b"\r\n")
    return _zipped(folder / "vpr.zip", lines[:VPR_LINES])


def _zipped(path: Path, lines: list[bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.csv", b"".join(line + b"\r\n" for line in lines))
    return path


def _answers(raw: Path, schools: dict[str, str]) -> Intake:
    return read_workbooks(raw, ENTRY, schools)


def _registry(raw: Path, _: dict[str, str]) -> Intake:
    """A registry that stops the campaign is a refused delivery here."""
    try:
        return read_registry(raw, ENTRY)
    except RegistryError as error:
        delivery = Delivery(None, state="refused", message_ru=str(error))
        return Intake("registry", ENTRY.key, pd.DataFrame(), [delivery])


def _exams(raw: Path, schools: dict[str, str]) -> Intake:
    return read_exams(raw, ENTRY, schools, b"key")


def _of_institute(sample: Path, form: str, registered: Registered) -> Good:
    campaign = ENTRY if form == STANDING else FINAL
    place = f"{campaign.key}/institute/{form}.xlsx"
    return Good(sample / place, place, lambda raw, _: read_institute(raw, campaign, form, registered))


def _approved(path: Path, schools: dict[str, str]) -> Good:
    """A list of schools as an order approved it: in most years nobody sends one."""
    (sheet,) = variants("approved_list", ENTRY)[0].tables
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet.title
    for row in (
        *[["Институт"]] * sheet.title_rows,
        [column.heading for column in sheet.columns],
        range(1, len(sheet.columns) + 1),
        *([school, "Школа", "НРО", "31-осн/д", "30.03.2018"] for school in schools),
    ):
        page.append([*row])
    book.save(path)
    place, registered = f"{ENTRY.key}/institute/{path.name}", {SCHOOLS: set(schools)}
    return Good(path, place, lambda raw, _: read_institute(raw, ENTRY, "approved_list", registered))


def _vpr(registered: Registered) -> Callable[[Path, dict[str, str]], Intake]:
    return lambda raw, _: read_vpr(raw, FINAL, registered)
