"""A region whose senders left names and document numbers wherever one can be left."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import (
    HERE,
    INSTITUTE,
    MUNICIPAL,
    REGISTRY,
    Variant,
    rows_of,
    variables,
    variants,
)
from orchestration.intake.grids import open_grids
from orchestration.intake.sheets import Located, recognise
from orchestration.intake.values import as_text
from tests.people.marks import Marks
from tests.sample_region.forms import Page
from tests.sample_region.spreadsheets import write

CAMPAIGN = Campaign.parse("2018-03")
LONGEST_NUMBER = 10  # digits of a passport: where longer numbers belong, one cannot be told
PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "keywords", "description", "category")
Put = Callable[[int, int, object], object]  # row and column counted from one, value


def plant(raw: Path, sample: Path) -> Marks:
    """Plant marks in the small region's campaign; `sample` lends it the institute's workbooks and the headings of VPR."""
    marks, folder = Marks(), raw / CAMPAIGN.key
    for path in sorted((folder / "municipal").iterdir()):
        if path.suffix != ".xlsx":
            _plant_other(path, marks)
        elif zipfile.is_zipfile(path):
            _plant_xlsx(path, variants(MUNICIPAL, CAMPAIGN), marks)
    _plant_xlsx(folder / "registry.xlsx", variants(REGISTRY, CAMPAIGN), marks)
    (folder / "institute").mkdir(exist_ok=True)
    for form in INSTITUTE:
        lent = sample / "2018-11" / "institute" / f"{form}.xlsx"
        if lent.exists():
            target = folder / "institute" / lent.name
            target.write_bytes(lent.read_bytes())
            _plant_xlsx(target, variants(form, CAMPAIGN), marks)
    (folder / "municipal" / "900.xlsx").write_bytes(_foreign(marks))
    _plant_exports(folder / "exams", marks)
    _plant_file_names(folder, marks)
    return marks


def _plant_file_names(folder: Path, marks: Marks) -> None:
    """In names of files and of a folder, twice alike, and in a journal that names them."""
    named = folder / "municipal" / f"{marks.name('a folder')} {marks.latin('a folder')}"
    named.mkdir()
    for code, place in (("304", folder / "municipal"), ("305", named)):
        (path,) = (folder / "municipal").glob(f"{code}.*")
        path.rename(place / f"{code} {marks.name('a workbook')} {marks.number('a workbook')}{path.suffix}")
    for kind, suffix in (("exams", ".csv"), ("exams", ".csv"), ("institute", ".xlsx"), ("municipal", ".doc")):
        (folder / kind / f"{marks.number(kind)}_{marks.name(kind)}_{marks.latin(kind)}{suffix}").touch()
    journal = [
        f"{marks.name('journal: a file')}.xlsx;01.03.2018",
        f"registry.xlsx;{marks.name('journal: a day')}",
    ]
    (folder / "received.csv").write_text("\n".join(["Файл;Получено", *journal]), encoding="cp1251")


def _plant_xlsx(path: Path, forms: tuple[Variant, ...], marks: Marks) -> None:
    """In cells and in everything that a workbook has beside them."""
    grids = open_grids(path)
    found = recognise(grids, forms)
    book = openpyxl.load_workbook(path)
    for place in found[1] if found else ():
        sheet = book[place.grid.title]
        _plant_sheet(place, sheet.cell, path.name, marks)
        first = sheet.cell(1, 1)
        first.comment = Comment(marks.name(f"{path.name}: a comment"), marks.name(f"{path.name}: its author"))
        first.hyperlink = f"mailto:{marks.latin(f'{path.name}: an address')}@example.org"
        sheet.oddHeader.center.text = marks.name(f"{path.name}: a header")
        sheet.evenFooter.left.text = marks.number(f"{path.name}: a footer")
        listed = DataValidation("list", f'"{marks.name(f"{path.name}: a list")}"', promptTitle="имя")
        listed.prompt = listed.error = marks.name(f"{path.name}: a prompt")
        sheet.add_data_validation(listed)
        listed.add("A1")
    _plant_book(book, path.name, marks)
    book.save(path)


def _plant_book(book: openpyxl.Workbook, name: str, marks: Marks) -> None:
    """In its properties, names and sheets."""
    for attribute in PROPERTIES:
        setattr(book.properties, attribute, marks.name(f"{name}: property {attribute}"))
    book.custom_doc_props.append(
        StringProperty(name="Исполнитель", value=marks.name(f"{name}: own property"))
    )
    defined = marks.name(f"{name}: a defined name")
    book.defined_names[defined] = DefinedName(defined, attr_text=f'"{marks.number(f"{name}: its value")}"')
    hidden = book.create_sheet(marks.name(f"{name}: a hidden sheet's title"), 0)
    hidden.sheet_state = "hidden"
    hidden["B2"], hidden["C3"] = (
        marks.name(f"{name}: a hidden sheet"),
        marks.digits(f"{name}: a hidden sheet"),
    )
    book.worksheets[-1].title = marks.name(f"{name}: the title of a sheet of the form")


def _plant_other(path: Path, marks: Marks) -> None:
    """The cells of an xls or ods workbook, written anew without its merged cells."""
    grids = open_grids(path)
    found = recognise(grids, variants(MUNICIPAL, CAMPAIGN))
    pages = {grid.title: Page(grid.title, [list(row) for row in grid.rows]) for grid in grids}
    for place in found[1] if found else ():
        _plant_sheet(place, _putting(pages[place.grid.title].rows), path.name, marks)
    pages[grids[-1].title].title = marks.name(f"{path.name}: the title of a sheet")
    write(list(pages.values()), path)


def _putting(rows: list[list[object]]) -> Put:
    def put(row: int, column: int, value: object) -> None:
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend("" for _ in range(column - len(cells)))
        cells[column - 1] = value

    return put


def _plant_sheet(place: Located, put: Put, name: str, marks: Marks) -> None:
    """In number's cells of two rows, in keys, beside, above and below the table, in a column of its own."""
    key, last = place.columns[place.sheet.key], len(place.grid.rows)
    rows = [row for row in range(place.first_row, last) if as_text(place.grid.value(row, key)).isdigit()]
    named, numbered = rows[-1] + 1, rows[len(rows) // 2] + 1
    where = f"{name}, {place.sheet.part}"
    for column, position in place.columns.items():
        variable = variables().get(column.variable)
        free = column.role in ("private", "label") or (
            variable and variable.kind != "text" and column.role == "value"
        )
        if free:
            put(named, position + 1, marks.name(f"{where}: {column.variable}"))
            if variable and (variable.digits or 0) < LONGEST_NUMBER:
                kept = marks.number if variable.kind in ("document", "choice", "code") else marks.digits
                put(numbered, position + 1, kept(f"{where}: {column.variable}"))
    beside = max(place.columns.values()) + 2
    put(place.row + 1, beside, marks.name(f"{where}: heading of a column"))
    put(named, beside, marks.name(f"{where}: a column of its own"))
    put(numbered, beside, marks.digits(f"{where}: a column of its own"))
    put(place.row, 2, marks.name(f"{where}: above the table"))
    put(named, beside + 5, marks.name(f"{where}: far to the right"))
    for below, value in enumerate((marks.name, marks.digits, marks.number), start=last + 2):
        put(below, key + 1, value(f"{where}: a key below the table"))
        put(below, max(place.columns.values()) + 1, 1)
    put(last + 8, 2, f"Исполнитель: {marks.name(f'{where}: who filled it in')}")


def _foreign(marks: Marks) -> bytes:
    """A form without a row of which the title names somebody in place of the municipality."""
    variant = variants(MUNICIPAL, CAMPAIGN)[0]
    book = openpyxl.Workbook()
    assert variant.title
    book.active.title = variant.title.title
    book.active.append(["", variant.title.key.heading, marks.name("900.xlsx: code of the municipality")])
    for sheet in variant.tables:
        page = book.create_sheet(sheet.title)
        page.append([column.group for column in sheet.columns])
        page.append([column.heading for column in sheet.columns])
    _plant_book(book, "900.xlsx", marks)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _plant_exports(folder: Path, marks: Marks) -> None:
    """Each column of an export in a line of its own, a name in one, a number in the next; in another encoding each."""
    for export, encoding in (("ege_2017", "cp1251"), ("oge_2017", "utf-16"), ("oge_2016", "utf-8")):
        path = folder / f"{export}.csv.zip"
        with zipfile.ZipFile(path) as archive:
            lines = archive.read(f"{export}.csv").decode("cp1251").splitlines()
        entry = f"{marks.name(f'{export}: name of the entry')}.csv"
        _pack(path, entry, "\r\n".join(_planted(lines, export, marks)).encode(encoding))
    headings = _headings("vpr")
    line = "4;1;ОО;sch302001;302;20;10,0;20,0;30,0;40,0"
    planted = _planted([";".join(headings), *[line] * (3 + 2 * len(headings))], "vpr_2017", marks)
    login = line.replace("sch302001", f"sch{marks.digits('vpr_2017: login')}")
    (folder / "vpr_2017.csv").write_bytes("\r\n".join([*planted, login]).encode("cp1251"))
    school = "301;302001;;1;;20;30;60;;1"
    headings = _headings("schools")
    planted = _planted([";".join(headings), *[school] * (3 + 2 * len(headings))], "ege_2014", marks)
    (folder / "ege_2014.csv").write_bytes("\r\n".join(planted).encode("utf-8"))
    # what cannot be read: a broken archive, and a name in the place of a heading that is needed
    (folder / "ege_2013.csv.zip").write_bytes(b"PK " + marks.name("ege_2013: a broken archive").encode())
    renamed = ";".join(_headings("participants")).replace("Этап", marks.name("oge_2013: a needed heading"))
    (folder / "oge_2013.csv").write_bytes(renamed.encode("utf-8-sig"))


def _headings(layout: str) -> list[str]:
    return [row["heading_ru"] for row in rows_of(HERE / "exam_columns.csv") if row["layout"] == layout]


def _planted(lines: Sequence[str], export: str, marks: Marks) -> Iterator[str]:
    """The headings and a column more; a mark in the first place of each two lines that is not yet taken."""
    headings = lines[0].split(";")
    yield f"{lines[0]};{marks.name(f'{export}: heading of a column')}"
    for number, line in enumerate(lines[1:]):
        cells = line.split(";")
        column, kind = divmod(number, 2)
        if column < len(headings):
            cells[column] = (marks.number if kind else marks.name)(f"{export}: {headings[column]}")
        kept = marks.name if number < 5 else str
        yield ";".join([*cells, kept(f"{export}: a column of its own") if number < 5 else ""])


def _pack(path: Path, entry: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, content)
