"""What happens to whole rows of a sheet and to the codes that they begin with."""

from openpyxl.utils import get_column_letter

from tests.damage.sent import Answer, Damage, SentBook, kind

KEY = "B"  # the column of codes in every variant


def _any_row(sent: SentBook) -> Answer:
    return sent.answer("number.notna()")


def _row_lost(sent: SentBook, code: object) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][answer.key_cell] = code
    return Damage(answer.sheet, answer.key_cell, touched=sent.of_row(answer), aside=1)


@kind
def code_as_number(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][answer.key_cell] = int(answer.entity)
    return Damage(answer.sheet, answer.key_cell)


@kind
def spaces_in_code(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][answer.key_cell] = f"{answer.entity[:3]} {answer.entity[3:]}"
    return Damage(answer.sheet, answer.key_cell)


@kind
def letter_for_zero_in_code(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][answer.key_cell] = answer.entity.replace("0", sent.dice.choice("ОO"), 1)
    return Damage(answer.sheet, answer.key_cell)


@kind
def code_with_no_break_space(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][answer.key_cell] = f"{answer.entity}\u00a0"
    return Damage(answer.sheet, answer.key_cell)


@kind
def leading_zero_lost(sent: SentBook) -> Damage:
    """The registry writes the code with a zero at its head, which a spreadsheet program took off."""
    answer = _any_row(sent)
    registered = f"0{answer.entity}"
    sent.schools[registered] = sent.schools.pop(answer.entity)
    return Damage(answer.sheet, answer.key_cell, renamed={answer.entity: registered})


@kind
def code_unknown(sent: SentBook) -> Damage:
    return _row_lost(sent, "999999")


@kind
def code_of_another_municipality(sent: SentBook) -> Damage:
    return _row_lost(sent, "301001")


@kind
def code_missing(sent: SentBook) -> Damage:
    return _row_lost(sent, None)


@kind
def code_in_words(sent: SentBook) -> Damage:
    return _row_lost(sent, "Средняя школа № 3")


@kind
def code_is_a_document(sent: SentBook) -> Damage:
    return _row_lost(sent, "6601123456")


@kind
def code_by_formula(sent: SentBook) -> Damage:
    return _row_lost(sent, "=B9+1")


@kind
def code_with_decimal(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    return _row_lost(sent, f"{answer.entity}.0")


@kind
def school_twice(sent: SentBook) -> Damage:
    """A copy of a school's row below the last one."""
    answer = _any_row(sent)
    sheet = sent.book[answer.sheet]
    row = _insert(sent, answer.sheet, _last_row(sent, answer) + 1)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row, column).value = sheet.cell(answer.row, column).value
    return Damage(answer.sheet, f"{KEY}{row}", touched=sent.of_row(answer), rows=1, aside=2)


@kind
def empty_row_of_a_school_twice(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    row = _insert(sent, answer.sheet, _last_row(sent, answer) + 1)
    sent.book[answer.sheet][f"{KEY}{row}"] = answer.entity
    return Damage(answer.sheet, f"{KEY}{row}")


@kind
def code_of_the_neighbour(sent: SentBook) -> Damage:
    """One code slips into the next row: the school has two rows, the neighbour none."""
    answer = sent.answer("number.notna() and not is_last")
    below = f"{KEY}{answer.row + 1}"
    sheet = sent.book[answer.sheet]
    other = sent.good[(sent.good["sheet"] == answer.sheet) & (sent.good["key_cell"] == below)].iloc[0]
    sheet[below] = sheet[answer.key_cell].value
    touched = sent.of_row(answer) | {(part, other["entity"], name) for part, _, name in sent.of_row(answer)}
    return Damage(answer.sheet, below, touched=touched, aside=2)


@kind
def row_gone(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    for cell in sent.book[answer.sheet][answer.row]:
        cell.value = None
    return Damage(answer.sheet, touched=sent.of_row(answer), rows=-1)


@kind
def blank_row_in_the_middle(sent: SentBook) -> Damage:
    answer = sent.answer("number.notna() and not is_last")
    _insert(sent, answer.sheet, answer.row + 1)
    return Damage(answer.sheet)


def _totals(sent: SentBook, label: str, column: int, *, at_the_end: bool = False) -> Damage:
    answer = _any_row(sent)
    sheet = sent.book[answer.sheet]
    row = _insert(sent, answer.sheet, (_last_row(sent, answer) if at_the_end else answer.row) + 1)
    sheet.cell(row, column).value = label
    for place in range(4, sheet.max_column + 1):
        sheet.cell(row, place).value = 1000
    return Damage(answer.sheet, f"{KEY}{row}")


@kind
def totals_in_the_middle(sent: SentBook) -> Damage:
    return _totals(sent, "ИТОГО", 3)


@kind
def totals_in_the_code_column(sent: SentBook) -> Damage:
    return _totals(sent, "Всего по району", 2)


@kind
def totals_in_the_number_column(sent: SentBook) -> Damage:
    return _totals(sent, "итого:", 1)


@kind
def totals_by_another_word(sent: SentBook) -> Damage:
    return _totals(sent, "В целом по району", 3, at_the_end=True)


@kind
def totals_of_the_municipality(sent: SentBook) -> Damage:
    return _totals(sent, "Итого по МО", 2, at_the_end=True)


@kind
def note_under_the_table(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sheet = sent.book[answer.sheet]
    sheet.cell(
        sheet.max_row + 2, 2
    ).value = "Примечание: сведения уточняются, отв. Петрова А.И., 8-900-1234567"
    return Damage(answer.sheet)


@kind
def note_between_rows(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    row = _insert(sent, answer.sheet, answer.row + 1)
    sent.book[answer.sheet].cell(row, 3).value = "Сельские школы"
    return Damage(answer.sheet)


@kind
def row_of_column_letters(sent: SentBook) -> Damage:
    """А, Б, В, 1, 2, 3 under the headings, as statistical forms number their columns."""
    answer = _any_row(sent)
    sheet = sent.book[answer.sheet]
    row = int(sent.good.loc[sent.good["sheet"] == answer.sheet, "key_cell"].str[1:].astype(int).min()) - 1
    for place in range(1, sheet.max_column + 1):
        sheet.cell(row, place).value = "АБВ"[place - 1] if place < 4 else place - 3
    return Damage(answer.sheet, f"{KEY}{row}")


@kind
def hidden_row(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet].row_dimensions[answer.row].hidden = True
    return Damage(answer.sheet)


@kind
def filtered_rows(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sheet = sent.book[answer.sheet]
    sheet.auto_filter.ref = f"A7:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    sheet.row_dimensions[answer.row].hidden = True
    return Damage(answer.sheet)


@kind
def rows_in_another_order(sent: SentBook) -> Damage:
    answer = sent.answer("number.notna() and not is_last")
    sheet = sent.book[answer.sheet]
    for column in range(1, sheet.max_column + 1):
        one, other = sheet.cell(answer.row, column), sheet.cell(answer.row + 1, column)
        one.value, other.value = other.value, one.value
    return Damage(answer.sheet)


@kind
def school_under_another_name(sent: SentBook) -> Damage:
    answer = _any_row(sent)
    sent.book[answer.sheet][f"C{answer.row}"] = "Всего святского имени Итогова школа"
    return Damage(answer.sheet)


@kind
def formatted_empty_rows(sent: SentBook) -> Damage:
    """A hundred thousand rows with a border and nothing in them."""
    answer = _any_row(sent)
    number = sent.book.sheetnames.index(answer.sheet) + 1
    first = sent.book[answer.sheet].max_row + 1
    sent.write()
    rows = b"".join(
        b'<row r="%d"><c r="B%d" s="1"/></row>' % (row, row) for row in range(first, first + 100_000)
    )
    part = f"xl/worksheets/sheet{number}.xml"
    end = b"</sheetData>"
    sent.rewrite(lambda name, content: content.replace(end, rows + end) if name == part else content)
    return Damage(answer.sheet)


def _last_row(sent: SentBook, answer: Answer) -> int:
    cells = sent.good.loc[sent.good["sheet"] == answer.sheet, "key_cell"]
    return int(cells.str[1:].astype(int).max())


def _insert(sent: SentBook, sheet: str, row: int) -> int:
    sent.book[sheet].insert_rows(row)
    return row
