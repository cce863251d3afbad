"""The sheet «Инструкция»: every column of the form with what it asks, its unit, its range and what it is held to."""

from collections.abc import Mapping

from openpyxl import Workbook

from orchestration.forms.form import Variable, variables
from orchestration.forms.rules import Rule, comparisons
from orchestration.outgoing.content import NOT_APPLICABLE, FormContent
from orchestration.outgoing.entry import allowed_ru
from orchestration.outgoing.sheet_style import BOLD, EDGE, FONT, START, put, put_heading_row, set_up_page

INSTRUCTIONS = "Инструкция"
COLUMNS = (
    ("Лист", 20),
    ("№ графы", 8),
    ("Графа", 40),
    ("Что указать", 44),
    ("Ед. изм.", 9),
    ("Что можно вписать", 36),
    ("С чем сверяется", 58),
)


def add_instructions(book: Workbook, content: FormContent) -> None:
    """How to fill in, then a row per column that asks for something."""
    sheet = book.create_sheet(INSTRUCTIONS)
    for row, text in enumerate(_general(content), start=1):
        cell = put(sheet, row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        cell.font, cell.alignment = BOLD if row == 1 else FONT, START
        sheet.row_dimensions[row].height = 16
    top = sheet.max_row + 2
    put_heading_row(sheet, top, COLUMNS)
    for row, texts in enumerate(described(content), start=top + 1):
        for place, text in enumerate(texts, start=1):
            cell = put(sheet, row, place, text)
            cell.border, cell.alignment = EDGE, START
        longest = max(len(text) / width for text, (_, width) in zip(texts, COLUMNS, strict=True))
        sheet.row_dimensions[row].height = 14 * (int(longest) + 1)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"
    set_up_page(sheet, "landscape")


def described(content: FormContent) -> list[tuple[str, ...]]:
    """Sheet, number of the column, heading, meaning, unit, range and comparisons of every column that asks."""
    rules = comparisons(content.campaign.key)
    return [
        (
            sheet.title,
            str(place),
            column.words,
            asked.name_ru,
            asked.unit,
            allowed_ru(asked),
            _held(asked, rules),
        )
        for sheet in content.variant.tables
        for place, column in enumerate(sheet.columns, start=1)
        if column.role == "value"
        for asked in [variables()[column.variable]]
    ]


def _general(content: FormContent) -> list[str]:
    campaign = content.campaign
    deadline = f"{campaign.deadline.day:02}.{campaign.wave.month:02}.{campaign.year}"
    return [
        "Как заполнить форму",
        f"Срок: {deadline}, {campaign.deadline.time} по московскому времени.",
        "Указывайте количество, а не долю; единица измерения стоит в заголовке графы.",
        f"Если показателя нет, впишите 0; если он к школе неприменим — {NOT_APPLICABLE}; "
        "пустая ячейка означает, что сведений нет.",
        "Коды, названия школ и заголовки закрыты от случайной правки, пароля нет. "
        "Строка «ИТОГО» считается сама.",
        "Курсивом перенесены сведения прошлой кампании, которые редко меняются: проверьте их.",
        "Если школы нет в списке, сообщите об этом: список составлен по реестру.",
        "Версию формы на титульном листе не меняйте: по ней видно, какая книга новее.",
    ]


def _held(variable: Variable, rules: list[Rule]) -> str:
    """The comparisons that a column enters, as sentences of what must hold."""
    told = [
        _holds(rule.lesser, "не больше, чем", rule.greater) for rule in rules if variable.name in rule.lesser
    ]
    told += [
        _holds(rule.greater, "не меньше, чем", rule.lesser) for rule in rules if variable.name in rule.greater
    ]
    return "; ".join(told)


def _holds(side: Mapping[str, int], comparison: str, other: Mapping[str, int]) -> str:
    alone = [*side.values()] == [1]
    return f"{comparison} {_named(other)}" if alone else f"{_named(side)} {comparison} {_named(other)}"


def _named(side: Mapping[str, int]) -> str:
    named = " и ".join(
        f"{'' if times == 1 else f'{times} × '}«{variables()[name].name_ru}»" for name, times in side.items()
    )
    return f"{named} вместе" if len(side) > 1 else named
