"""Registry and workbooks filled in by somebody else in the same forms: nothing is misread, nothing goes in silence."""

import datetime as dt
import shutil

import openpyxl
import pytest

from orchestration.intake.codes import as_registered
from orchestration.intake.registry import RegistryError, read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from tests.damage import formats

VALUES = ["part", "entity", "variable", "number", "text", "state"]


@pytest.fixture
def read(raw, entry):
    """Read the small region's registry and workbooks as they lie there now."""

    def read_now():
        registry = read_registry(raw, entry)
        return registry, read_workbooks(raw, entry, schools_of(registry.rows))

    return read_now


def values(intake):
    return intake.rows[VALUES].sort_values(VALUES[:3], ignore_index=True)


def change(path, sheets):
    """sheets(title, rows) gives the new rows of each sheet of the workbook."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        rows = sheets(sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()])
        sheet.delete_rows(1, sheet.max_row)
        for number, row in enumerate(rows, start=1):
            for position, value in enumerate(row, start=1):
                sheet.cell(number, position, value)
    book.save(path)


def registry_of(raw):
    return raw / "2018-03" / "registry.xlsx"


def test_columns_of_the_registry_in_another_order_with_their_numbers(read, raw):
    before, _ = read()

    def turned(title, rows):
        return [row[::-1] for row in rows]

    change(registry_of(raw), turned)
    after, _ = read()
    assert values(after).equals(values(before))
    assert after.problems == []


def test_dates_and_codes_as_a_spreadsheet_program_keeps_them(read, raw):
    before, _ = read()

    def typed(cell):
        if isinstance(cell, str) and cell.isdigit():
            return int(cell)
        if isinstance(cell, str) and cell[2:3] == "." and cell[5:6] == ".":
            return dt.date(*map(int, reversed(cell.split("."))))
        return cell

    change(registry_of(raw), lambda title, rows: [[typed(cell) for cell in row] for row in rows])
    after, _ = read()
    assert values(after).equals(values(before))


@pytest.mark.parametrize("suffix", [".XLSX", ".xls", ".ods"])
def test_a_registry_of_another_format_with_capitals_in_its_name_is_the_registry(read, raw, suffix):
    before, _ = read()
    named, book = registry_of(raw).with_name(f"Registry{suffix}"), openpyxl.load_workbook(registry_of(raw))
    registry_of(raw).unlink()
    if suffix == ".XLSX":
        book.save(named)
    else:
        formats.write(book, named)
    assert values(read()[0]).equals(values(before))


def test_which_of_two_registries_holds_nobody_guesses(read, raw):
    shutil.copy(registry_of(raw), registry_of(raw).with_suffix(".xls"))
    with pytest.raises(RegistryError, match=r"registry\.xls, 2018-03/registry\.xlsx"):
        read()


@pytest.mark.parametrize(
    ("heading", "value"), [("Вид организации", "лавка"), ("Местность", None), ("Код АТЕ", "777")]
)
def test_a_school_that_the_registry_leaves_unclear_does_not_stop_the_others(read, raw, heading, value):
    before, _ = read()
    spoiled = []

    def spoil(title, rows):
        if title == "Школы":
            head = next(row for row in rows if "Код ОО" in row)
            row = next(row for row in rows if row[head.index("Вид организации")] == "средняя")
            spoiled.append(row[head.index("Код ОО")])
            row[head.index(heading)] = value
        return rows

    change(registry_of(raw), spoil)
    after, answers = read()
    assert set(before.rows["entity"]) - set(after.rows["entity"]) == set(spoiled)
    assert [(p.entity, p.rule) for p in after.problems if p.rule == "school_incomplete"] == [
        (spoiled[0], "school_incomplete")
    ]
    assert (after.deliveries[0].rows_set_aside, after.deliveries[0].rows_in) == (
        1,
        before.deliveries[0].rows_in,
    )
    assert {p.entity for p in answers.problems if p.rule == "school_unknown"} == set(spoiled)


def test_a_registry_without_a_clear_school_is_no_registry(raw, entry):
    def spoil(title, rows):
        return [["лавка" if cell in ("средняя", "основная", "начальная", "филиал", "специальная", "вечерняя") else cell
                 for cell in row] for row in rows]  # fmt: skip

    change(registry_of(raw), spoil)
    with pytest.raises(
        RegistryError,
        match=r"registry\.xlsx, лист «Школы», ячейка F5: У школы 301001 в реестре нет названия, вида",
    ):
        read_registry(raw, entry)


def test_blank_rows_columns_and_sheets_and_a_total_of_another_name(read, workbooks):
    _, before = read()

    def spread(title, rows):
        named = [["Всего по району" if cell == "ИТОГО" else cell for cell in row] for row in rows]
        wide = [[None, row[0], None, *row[1:3], None, None, *row[3:]] for row in named]
        head = next((number for number, row in enumerate(rows) if "Код ОО" in row), 0)
        return [*wide[: head + 2], *[line for row in wide[head + 2 :] for line in ([], row)]]

    change(workbooks[0], spread)
    book = openpyxl.load_workbook(workbooks[0])
    book.create_sheet("Лист1", 0)
    book.save(workbooks[0])
    _, after = read()
    assert values(after).equals(values(before))
    assert after.problems == []


def test_a_total_in_an_answers_cell_is_an_answer_in_doubt_not_a_totals_row(read, workbooks, edit):
    _, before = read()
    edit(workbooks[0], {"Контингент!D8": "всего 12"})
    _, after = read()
    assert len(after.rows) == len(before.rows)
    assert [(p.rule, p.place.cell) for p in after.problems] == [("not_a_number", "D8")]


@pytest.mark.parametrize("written", [lambda code: f"{code[:3]} {code[3:]}", lambda code: f"00{code}", int])
def test_codes_with_spaces_or_zeros_or_as_numbers_are_the_same_codes(read, workbooks, written):
    _, before = read()

    def recoded(title, rows):
        return [[written(cell) if isinstance(cell, str) and cell.isdigit() and len(cell) in (3, 6) else cell
                 for cell in row] for row in rows]  # fmt: skip

    change(workbooks[0], recoded)
    _, after = read()
    assert values(after).equals(values(before))
    assert after.problems == []


def test_zeros_tell_codes_apart_where_the_registry_needs_them():
    assert as_registered(["1", "01", "7", "9"], ["01", "001", "07"]) == {
        "1": "1",
        "01": "01",
        "7": "07",
        "9": "9",
    }


def test_a_municipality_without_schools_may_send_its_empty_workbook(read, raw, workbooks):
    book = openpyxl.load_workbook(registry_of(raw))
    book["Муниципалитеты"].append(["399", "Пустой округ", "99999000"])
    book.save(registry_of(raw))
    folder = workbooks[0].parent

    def emptied(title, rows):
        head = next((number for number, row in enumerate(rows) if "Код ОО" in row), None)
        if head is None:
            return [["399" if cell == workbooks[0].name[:3] else cell for cell in row] for row in rows]
        return rows[: head + 3]

    (folder / "Пустой.xlsx").write_bytes(workbooks[0].read_bytes())
    change(folder / "Пустой.xlsx", emptied)
    _, after = read()
    assert after.problems == []
    assert [d.municipality_code for d in after.deliveries if str(d.file).endswith("Пустой.xlsx")] == ["399"]


def test_whatever_else_was_sent_is_read_or_named(read, workbooks):
    _, before = read()
    folder = workbooks[0].parent
    (folder / "вложено.xlsx").mkdir()
    workbooks[0].rename(folder / "вложено.xlsx" / "ФОРМА (исправл.).XLSX")
    (folder / "письмо.docx").write_bytes(b"letter")
    (folder / "~$letter.xlsx").write_bytes(b"lock")
    _, after = read()
    assert values(after).equals(values(before))
    assert [(p.rule, p.place.file) for p in after.problems] == [
        ("workbook_unreadable", "2018-03/municipal/письмо.docx")
    ]
