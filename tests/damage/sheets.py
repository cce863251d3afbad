"""What happens to the columns, headings and sheets of a workbook."""

from typing import Any

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tests.damage.sent import Answer, Damage, SentBook, kind

HEADING_ROWS = (5, 6)


def _unmerged(sheet: Any) -> None:
    """A merged group stands in its first column only."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


def _grouped(sheet: Any) -> None:
    """The group's text over each of its columns, so that a column may move alone."""
    top, below = HEADING_ROWS
    _unmerged(sheet)
    group = None
    for column in range(1, sheet.max_column + 1):
        group = sheet.cell(top, column).value or group
        if sheet.cell(below, column).value:
            sheet.cell(top, column).value = group


def _this_year(sent: SentBook) -> Answer:
    return sent.answer("variable in ('wards', 'staff', 'families', 'sports_pupils', 'assessed_pupils')")


def _heading(sent: SentBook, answer: Answer) -> str:
    return f"{answer.column}{HEADING_ROWS[1]}"


@kind
def heading_renamed(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book[answer.sheet][_heading(sent, answer)] = "численность"
    return Damage(answer.sheet, touched=sent.of_column(answer.variable))


@kind
def heading_with_breaks_and_dashes(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'pupils_1_4'")
    sent.book[answer.sheet][_heading(sent, answer)] = " 1-4\u00a0кл.,\nЧЕЛ."
    return Damage(answer.sheet)


@kind
def heading_twice(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'sports_pupils'")
    sheet = sent.book[answer.sheet]
    free = sheet.max_column + 1
    _grouped(sheet)
    for row in HEADING_ROWS:
        sheet.cell(row, free).value = sheet[f"{answer.column}{row}"].value
    cell = f"{get_column_letter(free)}{HEADING_ROWS[1]}"
    return Damage(answer.sheet, cell, touched=sent.of_column(answer.variable))


@kind
def headings_two_rows_lower(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _unmerged(sheet)
    sheet.insert_rows(2, 2)
    return Damage(answer.sheet)


@kind
def headings_far_below(sent: SentBook) -> Damage:
    """A letter of 20 lines above the table."""
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _unmerged(sheet)
    sheet.insert_rows(1, 20)
    for row in range(1, 20):
        sheet.cell(row, 1).value = "Уважаемые коллеги! Направляем сведения."
    return Damage(answer.sheet)


@kind
def column_gone(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _grouped(sheet)
    sheet.delete_cols(sheet[answer.cell].column)
    return Damage(answer.sheet, touched=sent.of_column(answer.variable))


@kind
def column_added(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _grouped(sheet)
    place = sheet[answer.cell].column
    sheet.insert_cols(place)
    sheet.cell(HEADING_ROWS[1], place).value = "Примечание Петровой"
    sheet.cell(answer.row, place).value = "уточняется"
    return Damage(answer.sheet, f"{answer.column}{HEADING_ROWS[1]}")


@kind
def blank_column_added(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _grouped(sheet)
    sheet.insert_cols(sheet[answer.cell].column)
    return Damage(answer.sheet)


@kind
def column_moved(sent: SentBook) -> Damage:
    """The column stands last; its heading went with it."""
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _grouped(sheet)
    place, last = sheet[answer.cell].column, sheet.max_column + 1
    for row in range(HEADING_ROWS[0], sheet.max_row + 1):
        sheet.cell(row, last).value = sheet.cell(row, place).value
    sheet.delete_cols(place)
    return Damage(answer.sheet)


@kind
def code_column_moved(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _unmerged(sheet)
    for row in range(HEADING_ROWS[0], sheet.max_row + 1):
        one, other = sheet.cell(row, 2), sheet.cell(row, 3)
        one.value, other.value = other.value, one.value
    return Damage(answer.sheet)


@kind
def code_column_gone(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book[answer.sheet].cell(HEADING_ROWS[0], 2).value = None
    return Damage(answer.sheet, touched=sent.of_part(answer.part), aside=_schools(sent, answer))


@kind
def most_headings_renamed(sent: SentBook) -> Damage:
    """The sheet has its title and its schools, but hardly a heading that is known."""
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _unmerged(sheet)
    for cell in sheet[HEADING_ROWS[1]][3:]:
        cell.value = f"графа {cell.column} Петровой"
    return Damage(answer.sheet, touched=sent.of_part(answer.part), aside=_schools(sent, answer))


@kind
def hidden_column(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book[answer.sheet].column_dimensions[answer.column].hidden = True
    return Damage(answer.sheet)


@kind
def hidden_sheet(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book[answer.sheet].sheet_state = sent.dice.choice(["hidden", "veryHidden"])
    return Damage(answer.sheet)


@kind
def sheet_renamed(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book[answer.sheet].title = "Петрова 8-900-1234567"
    return Damage()


@kind
def sheets_in_another_order(sent: SentBook) -> Damage:
    sent.dice.shuffle(sent.book._sheets)
    sent.book.active = 0
    return Damage()


@kind
def sheet_gone(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    del sent.book[answer.sheet]
    return Damage(touched=sent.of_part(answer.part), rows=-_schools(sent, answer))


@kind
def sheet_emptied(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sheet = sent.book[answer.sheet]
    _unmerged(sheet)
    sheet.delete_rows(1, sheet.max_row)
    return Damage(touched=sent.of_part(answer.part), rows=-_schools(sent, answer))


@kind
def sheet_added(sent: SentBook) -> Damage:
    sheet = sent.book.create_sheet("Черновик Петровой", 0)
    sheet.append(["Меню", "на понедельник", 46])
    return Damage()


@kind
def sheet_copied(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    sent.book.copy_worksheet(sent.book[answer.sheet])
    return Damage(answer.sheet)


@kind
def sheet_copied_with_other_answers(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    copied = sent.book.copy_worksheet(sent.book[answer.sheet])
    copied[answer.cell] = 77
    return Damage(f"лист {len(sent.book.sheetnames)}")


@kind
def title_sheet_gone(sent: SentBook) -> Damage:
    del sent.book["Титул"]
    return Damage()


@kind
def municipality_code_missing(sent: SentBook) -> Damage:
    sent.book["Титул"]["C5"] = None
    return Damage()


@kind
def municipality_code_unknown(sent: SentBook) -> Damage:
    sent.book["Титул"]["C5"] = "000"
    return Damage()


@kind
def last_year_headings(sent: SentBook) -> Damage:
    """Last year's form: the headings ask for another 20 September."""
    answer = sent.answer("variable == 'pupils'")
    sheet = sent.book[answer.sheet]
    for cell in sheet[HEADING_ROWS[0]]:
        if isinstance(cell.value, str) and "20.09.2017" in cell.value:
            cell.value = cell.value.replace("20.09.2017", "20.09.2012")
    asked = ("pupils", "pupils_1_4", "pupils_5_9", "pupils_10_11")
    return Damage(answer.sheet, touched=set().union(*map(sent.of_column, asked)))


@kind
def everything_in_bold_red(sent: SentBook) -> Damage:
    answer = _this_year(sent)
    for row in sent.book[answer.sheet].iter_rows():
        for cell in row:
            cell.font = Font(bold=True, color="FF0000")
    return Damage(answer.sheet)


def _schools(sent: SentBook, answer: Answer) -> int:
    return int(sent.good.loc[sent.good["part"] == answer.part, "entity"].nunique())
