"""What tests of the institute's own workbooks share: a folder of good ones, and how they are spoilt and read."""

import datetime as dt
from pathlib import Path

import openpyxl

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE, variants
from orchestration.intake.deliveries import Intake
from orchestration.intake.institute import read_institute
from orchestration.warehouse.landing import tables_of

ENTRY, FINAL = Campaign.parse("2018-03"), Campaign.parse("2018-11")


REGISTERED = {"registry_municipalities": {"201", "202", "03"}, "registry_schools": {"201001", "202002"}}


LISTS: dict[str, dict[str, list[list[object]]]] = {
    "training": {
        "Программы": [
            [1, "Управление качеством", 36, "разработана", dt.date(2018, 3, 5), "16.03.2018"],
            [2, "Оценивание", 24, "скорректирована", "02.04.2018", "06.04.2018"],
        ],
        "Обученные": [[1, 1, "201", "учитель", 12], [2, 2, "202", "руководитель", 3]],
    },
    "seminars": {
        "Семинары": [
            [1, "01.02.2018", "день", "Семинар — о мотивации", "Орлова А.П., Белов Г.С.", 40, "человек", None],
            [2, "01.03.2018", "месяц", "Вебинар", "Белов Г.С.", None, "запись", "https://example.org/1"],
        ]
    },
    "road_map": {
        "Дорожная карта": [
            [1, "I", "Создать МОЦ", "январь", "09.01.2018", "31.01.2018", "Институт", "30.01.2018", "приказ", "27"],
        ]
    },
    "events": {
        "Мероприятия": [
            [1, "форум", "Форум", "10.10.2018", "11.10.2018", "организатор", "Институт", "института",
             124, None, 27, 1, None, None],
            [2, "семинар", "Семинар", "26.09.2018", "26.09.2018", "участник", "Другой институт", "другого",
             None, 3, None, None, "Беларусь", None],
        ],
        "Делегации": [[1, 2, "201"], [2, 2, 3]],
    },
    "agreements": {"Договоры": [[1, "№ 12", "03.04.2018", "201001", 202002]]},
    "project": {
        "МОЦ": [["201", "Первый район", "15.01.2018", 4], [3, "Третий район", "16.01.2018", 2]],
        "Консультации": [[1, "05.02.2018", "201001", "школа-партнёр", 7], [2, "06.02.2018", "202002",
                         "муниципальное мероприятие", None]],
        "СМИ": [[1, "07.02.2018", "202", "Районная газета"]],
        "Издания": [[1, "Методические рекомендации", "08.02.2018"]],
    },
    "region": {
        "Регион": [[1, "Регион, в родительном падеже", "Приреченского края"], [2, "Город", "Приреченск"]]
    },
    "approved_list": {
        "Утверждённый список": [
            ["201001", "Первая школа", "НРО и ФНСУ", "31-осн/д", "30.03.2018"],
            ["202002", "Вторая школа", "вне кластеров", "31-осн/д", dt.date(2018, 3, 30)],
        ]
    },
    "decisions": {
        "Решения": [[1, "201001", "исключить", "20.04.2018", "45-осн/д", "Закрывается", "Департамент"]]
    },
}  # fmt: skip


def written(raw: Path) -> Path:
    """The final wave's folder with all workbooks as they were meant to be; one of the entry wave alone in that wave's."""
    for form in INSTITUTE:
        path = workbook(raw, form)
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, form, LISTS[form])
    return raw / "2018-11" / "institute"


def wave_of(form: str) -> Campaign:
    return ENTRY if INSTITUTE[form].wave == ENTRY.wave.name else FINAL


def workbook(raw: Path, form: str) -> Path:
    return raw / wave_of(form).key / "institute" / f"{form}.xlsx"


def read_form(raw: Path, form: str, campaign: Campaign | None = None) -> Intake:
    """What lies there now; what is read can be landed."""
    intake = read_institute(raw, campaign or wave_of(form), form, REGISTERED)
    tables_of(intake)
    assert all(row.rows_in == row.rows_kept + row.rows_set_aside for row in intake.deliveries)
    return intake


def write(path, form, lists):
    """A workbook straight from the form's declaration: title rows, headings, column numbers, rows."""
    (variant,) = variants(form, FINAL)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in variant.tables:
        page = book.create_sheet(sheet.title)
        for _ in range(sheet.title_rows):
            page.append(["Институт"])
        page.append([column.heading for column in sheet.columns])
        page.append(list(range(1, len(sheet.columns) + 1)))
        for row in lists[sheet.title]:
            page.append(row)
    book.save(path)


def change(path, cells):
    """Cells as their sender would type them; rows of a list begin in line 5."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    book.save(path)


def write_row(folder, line, row):
    """A row more in the workbook of decisions."""
    change(
        folder / "decisions.xlsx",
        {f"Решения!{'ABCDEFG'[place]}{line}": cell for place, cell in enumerate(row)},
    )


def values(intake):
    return {
        (row.part, row.entity, row.variable): row.text if isinstance(row.text, str) else row.number
        for row in tables_of(intake)[intake.source].itertuples()
        if row.state == "answered"
    }


def state(intake, part, entity, variable):
    rows = intake.rows.query("part == @part and entity == @entity and variable == @variable")
    return rows["state"].item()


def problems(intake):
    return [(p.rule, p.place.sheet, p.place.cell, p.value) for p in intake.problems]
