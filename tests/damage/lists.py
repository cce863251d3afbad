"""What happens to the registry and to the institute's workbooks: lists of dates, codes and texts."""

from tests.damage.sent import Damage, SentBook, kind


def _typed(sent: SentBook, condition: str, value: object) -> Damage:
    answer = sent.answer(condition)
    sent.type(answer, value)
    return Damage(answer.sheet, answer.cell, touched={answer.key})


def _reads(sent: SentBook, condition: str, value: object, text: str) -> Damage:
    answer = sent.answer(condition)
    sent.type(answer, value)
    sent.book[answer.sheet][answer.cell].number_format = "General"
    return Damage(answer.sheet, answer.cell, reads={answer.key: text})


@kind
def date_as_serial_number(sent: SentBook) -> Damage:
    return _reads(sent, "kind == 'date' and text.notna()", 43171, "2018-03-12")


@kind
def date_with_the_word_year(sent: SentBook) -> Damage:
    return _reads(sent, "kind == 'date' and text.notna()", "12.03.2018 г.", "2018-03-12")


@kind
def date_with_commas(sent: SentBook) -> Damage:
    return _reads(sent, "kind == 'date' and text.notna()", "12,03,2018", "2018-03-12")


@kind
def date_as_iso(sent: SentBook) -> Damage:
    return _reads(sent, "kind == 'date' and text.notna()", "2018-03-12", "2018-03-12")


@kind
def date_in_words(sent: SentBook) -> Damage:
    return _typed(sent, "kind == 'date' and text.notna()", "в марте")


@kind
def date_impossible(sent: SentBook) -> Damage:
    return _typed(sent, "kind == 'date' and text.notna()", "31.02.2018")


@kind
def list_code_unknown(sent: SentBook) -> Damage:
    return _typed(sent, "variable == 'trainee_municipality'", "999")


@kind
def list_code_with_spaces(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'trainee_municipality'")
    code = str(sent.book[answer.sheet][answer.cell].value)
    sent.type(answer, f"{code[:1]} {code[1:]}")
    return Damage(answer.sheet, answer.cell)


@kind
def list_codes_merged(sent: SentBook) -> Damage:
    """A municipality's code once, merged over its rows: the rows below are its rows too."""
    found = sent.good[sent.good["variable"] == "trainee_municipality"]
    twins = found[found["text"].eq(found["text"].shift(-1))]
    row = twins.iloc[sent.dice.randrange(len(twins))]
    below = f"{row['cell'][0]}{int(row['cell'][1:]) + 1}"
    sent.book[row["sheet"]].merge_cells(f"{row['cell']}:{below}")
    return Damage(row["sheet"], below)


@kind
def list_reference_unknown(sent: SentBook) -> Damage:
    return _typed(sent, "variable == 'trainee_programme'", 77)


@kind
def list_choice_unknown(sent: SentBook) -> Damage:
    return _typed(sent, "kind == 'choice'", "Петрова Анна Ивановна")


@kind
def list_number_twice(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'trained' and not is_last")
    below = f"{answer.key_cell[0]}{answer.row + 1}"
    sent.book[answer.sheet][below] = int(answer.entity)
    other = sent.good[(sent.good["sheet"] == answer.sheet) & (sent.good["key_cell"] == below)].iloc[0]
    touched = sent.of_row(answer) | {(part, other["entity"], name) for part, _, name in sent.of_row(answer)}
    return Damage(answer.sheet, below, touched=touched, aside=2)


@kind
def list_formula_in_text(sent: SentBook) -> Damage:
    """A text that a spreadsheet program would run as a formula: kept as a text, and neutralised by whoever writes it."""
    text = "+7 (4812) cmd|' /C calc'!A0"
    return _reads(sent, "kind == 'text' and text.notna()", text, text)


@kind
def registry_school_of_nobody(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'municipality_code'")
    sent.type(answer, "999")
    return Damage(answer.sheet, answer.cell, touched=sent.of_row(answer), aside=1)


@kind
def registry_kind_unknown(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'school_kind'")
    sent.type(answer, "самая лучшая")
    return Damage(answer.sheet, answer.cell, touched=sent.of_row(answer), aside=1)


@kind
def registry_latin_kind(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'school_kind' and text == 'secondary'")
    sent.type(answer, "cредняя")
    return Damage(answer.sheet, answer.cell)


@kind
def registry_school_twice(sent: SentBook) -> Damage:
    """The first of two entries of a school is a fact, its copy a slip."""
    answer = sent.answer("variable == 'school_kind'")
    sheet = sent.book[answer.sheet]
    sheet.append([cell.value for cell in sheet[answer.row]])
    return Damage(answer.sheet, f"B{sheet.max_row}", rows=1, aside=1)


@kind
def registry_column_gone(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'locality'")
    sent.book[answer.sheet].delete_cols(sent.book[answer.sheet][answer.cell].column)
    return Damage(touched=sent.everything)


@kind
def registry_not_sent(sent: SentBook) -> Damage:
    sent.path.unlink()
    return Damage(touched=sent.everything)
