"""What happens to the registry and to the institute's workbooks: lists of dates, codes and texts."""

from typing import Any

from openpyxl.utils import column_index_from_string

from tests.damage.sent import Answer, Damage, Key, SentBook, kind, refused

HEADINGS = 3  # the row of a list's headings


def _typed(sent: SentBook, condition: str, value: object) -> Damage:
    """What cannot be read; with an answer that is needed its row goes."""
    answer = sent.answer(condition)
    sent.type(answer, value)
    if not _is_needed(sent, answer):
        return Damage(answer.sheet, answer.cell, touched={answer.key})
    touched = sent.of_row(answer) | _naming(sent, answer.part, answer.entity)
    return Damage(answer.sheet, answer.cell, touched=touched, aside=1)


def _naming(sent: SentBook, part: str, *entities: str) -> set[Key]:
    """The answers of other lists that name these rows by their number: they name nothing once the rows are gone."""
    rows = sent.good[(sent.good["names"] == part) & sent.good["number"].isin(map(float, entities))]
    return set(rows[["part", "entity", "variable"]].itertuples(index=False, name=None))


def _is_needed(sent: SentBook, answer: Answer) -> bool:
    return bool(sent.good.loc[sent.good["variable"] == answer.variable, "needed"].iloc[0])


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
    return _typed(sent, "names != '' and kind == 'code' and text.notna()", "999")


@kind
def list_school_unknown(sent: SentBook) -> Damage:
    """A row of the approved list is known by its school alone."""
    answer = sent.answer("variable == 'approved_cluster'")
    sent.book[answer.sheet][answer.key_cell] = "999"
    return Damage(answer.sheet, answer.key_cell, touched=sent.of_row(answer), aside=1)


@kind
def list_document_in_words(sent: SentBook) -> Damage:
    return _typed(sent, "kind == 'document'", "приказ Петровой")


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
    """The number can be read, so that the row stays, of nothing that is known."""
    answer = sent.answer("names != '' and kind == 'count'")
    sent.type(answer, 77)
    return Damage(answer.sheet, answer.cell, touched={answer.key})


@kind
def list_choice_unknown(sent: SentBook) -> Damage:
    return _typed(sent, "kind == 'choice'", "Петрова Анна Ивановна")


@kind
def list_number_twice(sent: SentBook) -> Damage:
    answer = sent.answer("not is_last and variable in ('trained', 'seminar_topic', 'item_activity', 'event_title', "
                         "'agreement_date', 'article_outlet', 'region_text', 'approved_date')")  # fmt: skip
    below = f"{answer.key_cell[0]}{answer.row + 1}"
    sent.book[answer.sheet][below] = int(answer.entity)
    other = sent.good[(sent.good["sheet"] == answer.sheet) & (sent.good["key_cell"] == below)].iloc[0]
    touched = sent.of_row(answer) | {(part, other["entity"], name) for part, _, name in sent.of_row(answer)}
    touched |= _naming(sent, answer.part, answer.entity, other["entity"])
    return Damage(answer.sheet, below, touched=touched, aside=2)


@kind
def list_answer_blanked(sent: SentBook) -> Damage:
    answer = sent.answer("not needed and raw_text != ''")
    sent.type(answer, None)
    return Damage(answer.sheet, answer.cell, reads={answer.key: "blank"})


@kind
def list_needed_answer_blanked(sent: SentBook) -> Damage:
    """Without its topic a seminar is no seminar: its row goes."""
    return _typed(sent, "needed", None)


@kind
def list_column_gone(sent: SentBook) -> Damage:
    answer = sent.answer("not needed")
    return _column_gone(sent, answer, touched=sent.of_column(answer.variable))


@kind
def list_needed_column_gone(sent: SentBook) -> Damage:
    """Told once, of the heading, however many rows go with it."""
    answer = sent.answer("needed")
    rows = sent.good.loc[sent.good["part"] == answer.part, "entity"].unique()
    touched = sent.of_part(answer.part) | _naming(sent, answer.part, *rows)
    return _column_gone(sent, answer, touched=touched, aside=len(rows))


def _column_gone(sent: SentBook, answer: Answer, **told: Any) -> Damage:
    sent.book[answer.sheet].delete_cols(column_index_from_string(answer.column))
    return Damage(answer.sheet, **told)


@kind
def list_numbers_gone(sent: SentBook) -> Damage:
    """A list without the column of its numbers: its rows are counted and go no further."""
    answer = sent.answer("entity != ''")
    sheet, rows = sent.book[answer.sheet], sent.good.loc[sent.good["part"] == answer.part, "entity"].unique()
    sheet[f"{answer.key_cell[0]}{HEADINGS}"] = None
    touched = sent.of_part(answer.part) | _naming(sent, answer.part, *rows)
    return Damage(answer.sheet, touched=touched, aside=len(rows))


@kind
def list_heading_renamed(sent: SentBook) -> Damage:
    answer = sent.answer("not needed")
    sent.book[answer.sheet][f"{answer.column}{HEADINGS}"] = "Графа Петровой"
    return Damage(answer.sheet, touched=sent.of_column(answer.variable))


@kind
def list_sheet_renamed(sent: SentBook) -> Damage:
    sent.book[sent.answer("entity != ''").sheet].title = "Петрова 8-900-1234567"
    return Damage()


@kind
def list_two_rows_lower(sent: SentBook) -> Damage:
    sheet = sent.book[sent.answer("entity != ''").sheet]
    sheet.insert_rows(1, 2)
    return Damage()


@kind
def list_sent_twice(sent: SentBook) -> Damage:
    """A second workbook of the same list: which of them holds nobody knows, so the first by name stands."""
    sent.write()
    sent.path.with_suffix(".XLSX").write_bytes(sent.path.read_bytes())
    return Damage()


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
    return refused(sent)


@kind
def registry_not_sent(sent: SentBook) -> Damage:
    sent.path.unlink()
    return refused(sent)
