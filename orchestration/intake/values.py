"""One raw cell -> a value or the reason why there is none. Nothing in doubt is guessed."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from orchestration.forms.file_names import MASK
from orchestration.forms.form import Variable, choices
from orchestration.intake.repairs import Step, repaired, spelled, units

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
DASHES = str.maketrans("–—−‐", "----")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
SHARE = re.compile(r"[0-9]+([.,][0-9]+)? ?%")
MEASURED = re.compile(rf"[0-9]+([.,][0-9]+)? ?({spelled(*units())})\.?", re.IGNORECASE)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
IN_DOUBT = ("н/д", "нд", "н/п", "нп")  # no data, not applicable or none: whoever wrote it is to say
# what a number's cell may hold and still be shown: anything else may be somebody's name
SHOWABLE = re.compile(
    rf"([\d\s.,%*'+\-–—/:]|[xхXХ]|нет|да|{'|'.join(IN_DOUBT)}|(?<![а-яё])(?:{spelled(*units())})(?![а-яё])\.?)*",
    re.IGNORECASE,
)
SLACK = 2  # a digit too many, or metres for kilometres, is a slip that the sender is to see
NOT_APPLICABLE = {"x", "х"}  # Latin and Cyrillic
# the number of an order: 45-осн/д, № 12, 161-ОД; a date is what a spreadsheet program made of 12/3
DOCUMENT = re.compile(
    r"(?!\d{4}-\d\d-\d\d$)(?:(?:№|N) ?)?(\d+(?:[/.-]\d+)*(?:[/.-]?[а-яёa-z]{1,3}(?:[/.-][а-яёa-z]{1,3})?)?(?:[/.-]\d+)*)",
    re.IGNORECASE,
)
DOCUMENT_LENGTH = 24
SHORT_RUNS = re.compile(r"(?=.*/)\D*\d{1,5}(?:\D+\d{1,5})*\D*")  # 01-12/2017-103: no passport is written so


@dataclass(frozen=True)
class Reading:
    """What a cell says. state: answered, blank, in_doubt, not_applicable or set_aside (then `rule` says why).

    steps: how its text was repaired before it was read; none where it was read as it stands.
    """

    state: str
    raw_text: str
    number: float | None = None
    text: str | None = None
    rule: str | None = None
    steps: tuple[Step, ...] = ()


def as_text(raw: object) -> str:
    """The cell as the sender sees it, whole numbers without a point, spaces of all kinds folded."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    return SPACES.sub(" ", str(raw)).strip()


def normal(raw: object) -> str:
    """Text for comparing: folded case, ё as е, one kind of dash and of space."""
    return as_text(raw).casefold().replace("ё", "е").translate(DASHES)


def showable(text: str, variable: Variable) -> str:
    """The text where it fits the field's alphabet, else a mask: a name can sit in a number's cell.

    More digits than a value of the variable can have may be the number of somebody's document.
    """
    if _too_long(text, variable) and not DAY.fullmatch(text):
        return MASK
    if variable.is_numeric:
        return text if SHOWABLE.fullmatch(text) else MASK
    if variable.kind == "choice":
        return text if normal(text) in {normal(choice) for choice in choices(variable.name)} else MASK
    if variable.kind in ("code", "date"):
        return text if re.fullmatch(r"[\d.\- :]*", text) else MASK
    if variable.kind == "document":
        return text if re.fullmatch(r"[\d/.\- ]*", text) or _document_number(text) else MASK
    return text


def _too_long(text: str, variable: Variable) -> bool:
    """Whether there are more digits, those after a decimal point not counted, than the variable's values have."""
    limit = _most_digits(variable)
    if limit is None or (variable.kind == "document" and SHORT_RUNS.fullmatch(text)):
        return False
    return sum(map(str.isdigit, re.split(r"[.,](?=\d+$)", text)[0])) > limit


@cache
def _most_digits(variable: Variable) -> int | None:
    if variable.kind in ("code", "document"):
        return variable.digits
    if variable.kind == "date":
        return 8
    if variable.is_numeric:
        return len(str(int(variable.maximum or 1))) + SLACK
    return None


def read_value(raw: object, variable: Variable) -> Reading:
    """The value of a cell of this variable, repaired where that leaves no doubt.

    A blank is blank; a typed 0 or «нет» is zero; «х» is not applicable, where there are schools to which the variable
    may not apply; a bare dash, «н/д» or «н/п» is in doubt.
    A repair counts only where a value is read after it: else the cell is told as it stands.
    Source: methodology.md, Indicators.
    """
    text, steps = repaired(raw if isinstance(raw, str) else as_text(raw), variable)
    if steps:
        reading = _read(as_text(text), variable)
        if reading.state in ("answered", "not_applicable"):
            return replace(reading, raw_text=steps[0].before, steps=steps)
    return _read(as_text(raw), variable)


def _read(text: str, variable: Variable) -> Reading:
    shown = showable(text, variable)
    if not text:
        return Reading("blank", "")
    word = normal(text)
    if word in NOT_APPLICABLE and variable.kind != "text":
        if not variable.may_not_apply:
            return Reading("set_aside", shown, rule="not_applicable_here")
        return Reading("not_applicable", shown)
    if variable.kind != "text" and (not word.strip("-") or word in IN_DOUBT or _in_other_digits(text)):
        return Reading("in_doubt", shown, rule="answer_in_doubt")
    return READERS[variable.kind](text, shown, variable)


def _in_other_digits(text: str) -> bool:
    """Digits of another script, or raised ones: 46² may be 46 with a footnote or a slip of the hand."""
    return any(letter.isdigit() and not letter.isascii() for letter in text)


def _read_number(text: str, shown: str, variable: Variable) -> Reading:
    written = text.translate(DASHES)
    if normal(text) == "нет":
        return Reading("answered", shown, number=0.0)
    if not NUMBER.fullmatch(written):
        return Reading("set_aside", shown, rule=_not_a_number(text))
    if _too_long(written, variable):
        return Reading("set_aside", shown, rule="too_many_digits")
    return Reading("answered", shown, number=float(written.replace(",", ".")))


def _not_a_number(text: str) -> str:
    if SHARE.fullmatch(text):
        return "share_typed"
    return "another_unit" if MEASURED.fullmatch(text) else "not_a_number"


def _read_yes_no(text: str, shown: str, variable: Variable) -> Reading:
    answers = {**choices("*"), "1": "1", "0": "0"}
    if normal(text) not in answers:
        return Reading("set_aside", shown, rule="not_yes_no")
    return Reading("answered", shown, number=float(answers[normal(text)]))


def _read_choice(text: str, shown: str, variable: Variable) -> Reading:
    codes = {normal(choice): code for choice, code in choices(variable.name).items()}
    if normal(text) not in codes:
        return Reading("set_aside", shown, rule="not_in_list")
    return Reading("answered", shown, text=codes[normal(text)])


def _read_code(text: str, shown: str, variable: Variable) -> Reading:
    if not text.isdecimal() or _too_long(text, variable):
        return Reading("set_aside", shown, rule="not_a_code")
    return Reading("answered", shown, text=text)


def _read_date(text: str, shown: str, variable: Variable) -> Reading:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            date = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date alone
        except ValueError:
            continue
        return Reading("answered", shown, text=date.isoformat())
    return Reading("set_aside", shown, rule="not_a_date")


def _read_document(text: str, shown: str, variable: Variable) -> Reading:
    number = _document_number(text)
    if not number or _too_long(text, variable):
        return Reading("set_aside", shown, rule="not_a_document")
    return Reading("answered", shown, text=number)


def _document_number(text: str) -> str | None:
    """The number without its sign; longer runs of letters than a suffix has may be somebody's name."""
    found = DOCUMENT.fullmatch(text.translate(DASHES))
    return found[1] if found and len(text) <= DOCUMENT_LENGTH else None


def _read_text(text: str, shown: str, variable: Variable) -> Reading:
    return Reading("answered", shown, text=text)


READERS = {
    "count": _read_number,
    "number": _read_number,
    "yes_no": _read_yes_no,
    "choice": _read_choice,
    "code": _read_code,
    "date": _read_date,
    "document": _read_document,
    "text": _read_text,
}
