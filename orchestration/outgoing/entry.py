"""What may be typed into an answer's cell, as the spreadsheet program checks it and as a person is told."""

from openpyxl.worksheet.datavalidation import DataValidation

from orchestration.forms.form import Variable, choices
from orchestration.outgoing.content import NOT_APPLICABLE

NONE, OTHERWISE = "Если показателя нет — 0", f", если неприменим — {NOT_APPLICABLE}"
TEXT_LENGTH = 255  # what the file format holds
KINDS_RU = {
    "count": "целое число",
    "number": "число",
    "yes_no": "да или нет",
    "date": "дата ДД.ММ.ГГГГ",
    "document": "номер документа",
    "code": "код цифрами",
    "text": "текст",
}
FORMATS = {"date": "DD.MM.YYYY", "count": "0", "number": "0.##", "document": "@", "code": "@", "text": "@"}


def allowed_ru(variable: Variable) -> str:
    """What may be written, such as `целое число от 0 до 5000, чел.`, in words."""
    if variable.kind == "choice":
        return f"одно из списка: {', '.join(choices(variable.name))}"
    bounds = [
        f"{word} {limit:g}"
        for word, limit in (("от", variable.minimum), ("до", variable.maximum))
        if limit is not None
    ]
    return ", ".join(filter(None, (" ".join([KINDS_RU[variable.kind], *bounds]), variable.unit)))


def validation(variable: Variable, cell: str) -> DataValidation:
    """The check of a column whose first answer's cell is `cell`; «х» passes where intake reads it."""
    told = f"{variable.name_ru}: {allowed_ru(variable)}"
    otherwise = f" {NONE}{OTHERWISE * variable.may_not_apply}." if variable.is_numeric else ""
    advice = f"{told}.{otherwise}"
    check = _check(variable, cell)
    check.errorTitle, check.error = "Проверьте значение", f"Здесь нужно: {advice}"[:TEXT_LENGTH]
    check.promptTitle, check.prompt = "Что указать", advice[:TEXT_LENGTH]
    check.showErrorMessage = check.showInputMessage = True
    return check


def _check(variable: Variable, cell: str) -> DataValidation:
    if variable.kind in ("yes_no", "choice"):
        texts = choices("*" if variable.kind == "yes_no" else variable.name)
        listed = [*texts, *[NOT_APPLICABLE] * variable.may_not_apply]
        return DataValidation("list", f'"{",".join(listed)}"', allow_blank=True)
    if variable.is_numeric or variable.kind == "date":
        conditions = [f"{cell}=INT({cell})"] * (variable.kind != "number")
        conditions += [f"{cell}>={variable.minimum:g}"] if variable.minimum is not None else []
        conditions += [f"{cell}<={variable.maximum:g}"] if variable.maximum is not None else []
        marks = ",".join(f'LOWER({cell})="{letter}"' for letter in ("х", "x"))
        number = f"AND({','.join(conditions or ['TRUE'])})"
        otherwise = f"OR({marks})" if variable.may_not_apply else "FALSE"
        return DataValidation("custom", f"IF(ISNUMBER({cell}),{number},{otherwise})", allow_blank=True)
    return DataValidation(None, allow_blank=True)
