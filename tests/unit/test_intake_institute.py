"""The institute's own workbooks: lists by number, codes of the registry, and every way to spoil one."""

import datetime as dt

import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.file_names import MASK
from orchestration.forms.form import INSTITUTE, variants
from orchestration.intake.institute import read_institute
from orchestration.intake.waiting import waiting_for
from orchestration.warehouse.landing import tables_of

FINAL = Campaign.parse("2018-11")
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
    "decisions": {
        "Решения": [[1, "201001", "исключить", "20.04.2018", "45-осн/д", "Закрывается", "Департамент"]]
    },
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """The final wave's folder with all workbooks as they were meant to be."""
    place = tmp_path / "2018-11" / "institute"
    place.mkdir(parents=True)
    for form in INSTITUTE:
        write(place / f"{form}.xlsx", form, LISTS[form])
    return place


@pytest.fixture
def read(tmp_path):
    """read(form, campaign) of what lies there now; what is read can be landed."""

    def read_now(form, campaign=FINAL):
        intake = read_institute(tmp_path, campaign, form, REGISTERED)
        tables_of(intake)
        assert all(row.rows_in == row.rows_kept + row.rows_set_aside for row in intake.deliveries)
        return intake

    return read_now


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


@pytest.mark.parametrize("form", INSTITUTE)
def test_every_cell_of_a_workbook_is_read_with_its_place(folder, read, form):
    intake = read(form)
    assert problems(intake) == []
    asked = sum(
        len(rows) * sum(column.role == "value" for column in sheet.columns)
        for sheet in variants(form, FINAL)[0].tables
        for rows in [LISTS[form][sheet.title]]
    )
    assert len(intake.rows) == asked
    book = openpyxl.load_workbook(folder / f"{form}.xlsx")
    for row in intake.rows.itertuples():
        assert (row.raw_text == "") == (book[row.sheet][row.cell].value is None) == (row.state == "blank")


def test_what_is_written_is_what_lands(folder, read):
    training = values(read("training"))
    assert training["training_programmes", "1", "training_start"] == "2018-03-05"
    assert training["training_programmes", "1", "programme_name"] == "Управление качеством"
    assert training["trainees", "1", "trained"] == 12
    assert values(read("seminars"))["seminars", "1", "seminar_speakers"] == "Орлова А.П., Белов Г.С."
    assert values(read("agreements"))["agreements", "1", "agreement_number"] == "12"
    assert values(read("agreements"))["agreements", "1", "agreement_partner"] == "202002"
    assert values(read("decisions"))["decisions", "1", "decision_action"] == "exclude"


def test_zeros_that_were_lost_at_a_codes_head_are_put_back(folder, read):
    assert values(read("events"))["delegations", "2", "delegation_municipality"] == "03"
    assert values(read("project"))["centres", "03", "centre_staff"] == 2


def test_the_first_rows_of_two_lists_are_two_things(folder, read):
    change(folder / "training.xlsx", {"Программы!C5": 900, "Обученные!E5": 9000})
    intake = read("training")
    assert {(p.rule, p.variable, p.place.sheet) for p in intake.problems} == {
        ("above_maximum", "programme_hours", "Программы"),
        ("above_maximum", "trained", "Обученные"),
    }
    assert state(intake, "training_programmes", "2", "programme_hours") == "answered"


@pytest.mark.parametrize(
    ("form", "place", "value", "rule", "variable"),
    [
        ("training", "Обученные!C5", "777", "code_unknown", "trainee_municipality"),
        ("events", "Делегации!C5", "777", "code_unknown", "delegation_municipality"),
        ("agreements", "Договоры!D5", "201009", "code_unknown", "agreement_school"),
        ("agreements", "Договоры!E5", "201009", "code_unknown", "agreement_partner"),
        ("project", "Консультации!C5", "201009", "code_unknown", "consultation_school"),
        ("project", "СМИ!C5", "777", "code_unknown", "article_municipality"),
        ("training", "Обученные!B5", 9, "reference_unknown", "trainee_programme"),
        ("events", "Делегации!B5", 9, "reference_unknown", "delegation_event"),
        ("events", "Мероприятия!I5", -1, "below_minimum", "event_participants"),
        ("road_map", "Дорожная карта!E5", "весной", "not_a_date", "item_start"),
        ("seminars", "Семинары!C5", "часто", "not_in_list", "seminar_date_precision"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_count_is_set_aside_and_its_row_stays(
    folder, read, form, place, value, rule, variable
):
    before = read(form)
    change(folder / f"{form}.xlsx", {place: value})
    intake = read(form)
    sheet, cell = place.split("!")
    assert [(p.rule, p.variable, p.place.sheet, p.place.cell, p.entity) for p in intake.problems] == [
        (rule, variable, sheet, cell, "1")
    ]
    part = intake.rows.loc[intake.rows["variable"] == variable, "part"].iloc[0]
    assert state(intake, part, "1", variable) == "set_aside"
    assert len(intake.rows) == len(before.rows)
    left = {key: value for key, value in values(before).items() if key != (part, "1", variable)}
    assert values(intake) == left


@pytest.mark.parametrize(
    ("form", "place"),
    [("training", "Обученные!B5"), ("training", "Обученные!C5"), ("training", "Обученные!D5"),
     ("training", "Программы!E5"), ("decisions", "Решения!E5"), ("agreements", "Договоры!B5")],
)  # fmt: skip
def test_a_name_where_no_text_is_asked_is_kept_nowhere(folder, read, form, place):
    change(folder / f"{form}.xlsx", {place: "Фомин Г. 12"})
    intake = read(form)
    assert intake.problems[0].value == MASK
    for frame in tables_of(intake).values():
        assert "Фомин" not in frame.to_csv()


def test_a_blank_cell_is_blank_and_says_nothing(folder, read):
    change(folder / "agreements.xlsx", {"Договоры!E5": None})
    intake = read("agreements")
    assert intake.problems == []
    assert state(intake, "agreements", "1", "agreement_partner") == "blank"


@pytest.mark.parametrize(
    ("place", "value", "cell_rule", "lacking"),
    [
        ("Решения!B5", None, None, "«Код ОО»"),
        ("Решения!B5", "201009", "code_unknown", "«Код ОО»"),
        ("Решения!C5", "оставить", "not_in_list", "«Решение»"),
        ("Решения!D5", "весной", "not_a_date", "«Дата»"),
        ("Решения!E5", None, None, "«Номер документа»"),
        ("Решения!E5", "45 от 20.04.2018", "not_a_document", "«Номер документа»"),
        ("Решения!F5", None, None, "«Основание»"),
        ("Решения!G5", None, None, "«Кем принято»"),
    ],
)
def test_a_decision_that_lacks_something_does_not_act(folder, read, place, value, cell_rule, lacking):
    change(folder / "decisions.xlsx", {place: value})
    write_row(folder, 6, [2, "202002", "включить", "20.04.2018", "46", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [p.rule for p in intake.problems] == [*filter(None, [cell_rule]), "decision_incomplete"]
    told = intake.problems[-1].as_row()
    assert (told["sheet"], told["cell"], told["entity"]) == ("Решения", "A5", "1")
    assert told["sentence_ru"] == f"Решение № 1 не действует, не прочитано: {lacking}"
    assert {no for _, no, _ in values(intake)} == {"2"}
    assert intake.deliveries[0].rows_set_aside == 1


@pytest.mark.parametrize("action", ["включить", "исключить"])
def test_of_two_decisions_of_one_day_about_one_school_neither_acts(folder, read, action):
    write_row(folder, 6, [2, "201001", action, "20.04.2018", "46", "Просьба школы", "Департамент"])
    write_row(folder, 7, [3, "201001", action, "21.04.2018", "47", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [(p.rule, p.place.cell) for p in intake.problems] == [
        ("decision_twice", "A5"),
        ("decision_twice", "A6"),
    ]
    assert intake.problems[0].as_row()["sentence_ru"] == (
        "Решение № 1 не действует: о школе 201001 в тот же день записано ещё одно"
    )
    assert {no for _, no, _ in values(intake)} == {"3"}


def test_a_decision_numbered_twice_is_named_once(folder, read):
    write_row(folder, 6, [1, "202002", "включить", "20.04.2018", "46", "Просьба школы", "Департамент"])
    intake = read("decisions")
    assert [p.rule for p in intake.problems] == ["row_twice", "row_twice"]
    assert values(intake) == {}


def test_a_number_twice_is_nobodys_guess(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": 1})
    intake = read("training")
    assert problems(intake) == [("row_twice", "Обученные", place, "1") for place in ("A5", "A6")]
    assert state(intake, "trainees", "1", "trained") == "set_aside"
    assert state(intake, "training_programmes", "1", "programme_hours") == "answered"
    assert intake.deliveries[0].rows_set_aside == 2


@pytest.mark.parametrize(
    ("form", "cell", "part", "variable"),
    [
        ("training", "Программы!B5", "training_programmes", "programme_name"),
        ("seminars", "Семинары!B5", "seminars", "seminar_date"),
        ("events", "Мероприятия!B5", "events", "event_kind"),
        ("road_map", "Дорожная карта!C5", "road_map", "item_activity"),
    ],
)
def test_a_row_that_no_table_could_print_is_set_aside_alone(folder, read, form, cell, part, variable):
    before = read(form)
    gone = before.rows[(before.rows["part"] == part) & (before.rows["cell"] == cell.partition("!")[2])]
    assert gone["variable"].tolist() == [variable]
    change(folder / f"{form}.xlsx", {cell: None})
    intake = read(form)
    (problem,) = [p for p in intake.problems if p.rule == "row_incomplete"]
    assert (problem.entity, problem.variable, problem.place.cell) == (
        gone["entity"].item(), variable, cell.partition("!")[2],
    )  # fmt: skip
    left = intake.rows[intake.rows["part"] == part]
    assert problem.entity not in set(left["entity"])
    assert len(set(left["entity"])) == len(set(before.rows.loc[before.rows["part"] == part, "entity"])) - 1
    assert intake.deliveries[0].rows_set_aside == 1


def test_a_centre_of_no_known_municipality_is_set_aside(folder, read):
    change(folder / "project.xlsx", {"МОЦ!A5": "777"})
    intake = read("project")
    assert problems(intake) == [("code_unknown", "МОЦ", "A5", "777")]
    assert set(intake.rows.query("part == 'centres'")["entity"]) == {"03"}


def test_a_row_without_a_number_is_named_and_a_number_without_a_row_is_none(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": None, "Обученные!A7": 3, "Обученные!A8": "4."})
    intake = read("training")
    assert problems(intake) == [("row_without_key", "Обученные", "A6", "№")]
    assert set(intake.rows.query("part == 'trainees'")["entity"]) == {"1"}


def test_the_number_of_a_document_is_no_number_of_a_row(folder, read):
    change(folder / "training.xlsx", {"Обученные!A6": 9876541234})
    assert problems(read("training")) == [("not_a_code", "Обученные", "A6", MASK)]


def test_totals_and_what_is_signed_below_are_no_rows(folder, read):
    before = read("training")
    change(
        folder / "training.xlsx",
        {"Обученные!B7": "Итого", "Обученные!E7": 15, "Программы!A8": "Исполнитель: Фомин Глеб"},
    )
    intake = read("training")
    assert intake.problems == []
    assert values(intake) == values(before)


@pytest.mark.parametrize("written", ["1.", "№ 1", "01", " 1 "])
def test_a_number_may_be_written_with_its_point_or_sign(folder, read, written):
    change(folder / "training.xlsx", {"Программы!A5": written})
    intake = read("training")
    assert intake.problems == []
    assert values(intake)["training_programmes", "1", "programme_hours"] == 36


def test_a_list_without_column_numbers_begins_below_its_headings(folder, read):
    book = openpyxl.load_workbook(folder / "events.xlsx")
    book["Делегации"].delete_rows(4)
    book.save(folder / "events.xlsx")
    change(folder / "events.xlsx", {"Делегации!C4": None})
    intake = read("events")
    assert intake.problems == []
    assert values(intake)["delegations", "1", "delegation_event"] == 2


def test_sheets_renamed_and_moved_and_columns_in_another_order_are_the_same(folder, read):
    before = read("project")
    book = openpyxl.load_workbook(folder / "project.xlsx")
    for number, sheet in enumerate(reversed(book.worksheets)):
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for row in [["перемещено"], *rows]:
            sheet.append(row)
        sheet.title = f"Лист{number}"
    book.move_sheet("Лист0", -3)
    book.save(folder / "project.xlsx")
    intake = read("project")
    assert intake.problems == []
    assert values(intake) == values(before)


def test_a_sheet_that_is_gone_is_named_and_no_other_is_taken_for_it(folder, read):
    book = openpyxl.load_workbook(folder / "project.xlsx")
    del book["СМИ"]
    book.save(folder / "project.xlsx")
    intake = read("project")
    assert [(p.rule, p.value) for p in intake.problems] == [("sheet_missing", "СМИ")]
    assert set(intake.rows["part"]) == {"centres", "consultations", "publications"}


def test_a_heading_that_is_gone_is_named_where_the_sheet_has_its_title(folder, read):
    change(folder / "project.xlsx", {"Издания!B3": "Что издано"})
    intake = read("project")
    assert [(p.rule, p.place.sheet, p.value) for p in intake.problems] == [
        ("heading_missing", "Издания", "Название"),
        ("heading_unknown", "Издания", "•••"),
    ]
    assert "publications" not in set(intake.rows["part"])
    assert intake.deliveries[0].rows_set_aside == 1


def test_older_formats_and_capitals_are_read(folder, read):
    before = values(read("road_map"))
    (folder / "road_map.xlsx").rename(folder / "Road_Map.XLSX")
    assert values(read("road_map")) == before
    assert read("road_map").problems == []


def test_a_second_workbook_of_one_name_is_refused(folder, read):
    (folder / "TRAINING.XLSX").write_bytes((folder / "training.xlsx").read_bytes())
    intake = read("training")
    assert [p.rule for p in intake.problems] == ["institute_workbook_twice"]
    assert [delivery.state for delivery in intake.deliveries] == ["read", "refused"]


def test_a_workbook_under_no_known_name_is_told_though_decisions_are_optional(folder, read):
    (folder / "decisions.xlsx").rename(folder / "решения.xlsx")
    intake = read("decisions")
    assert [(p.rule, p.place.file) for p in intake.problems] == [
        ("institute_file_unknown", "2018-11/institute/решения.xlsx")
    ]
    assert intake.rows.empty


def test_a_broken_workbook_stops_nothing(folder, read):
    (folder / "events.xlsx").write_bytes(b"PK no workbook")
    intake = read("events")
    assert [(delivery.state, delivery.file) for delivery in intake.deliveries] == [
        ("unreadable", "2018-11/institute/events.xlsx")
    ]
    assert [p.rule for p in intake.problems] == ["workbook_unreadable"]


def test_another_workbooks_content_is_no_known_form(folder, read):
    (folder / "events.xlsx").write_bytes((folder / "agreements.xlsx").read_bytes())
    assert [p.rule for p in read("events").problems] == ["workbook_unknown_form"]


def test_the_final_wave_misses_a_workbook_and_the_entry_wave_none(folder, read, entry):
    for path in folder.iterdir():
        path.unlink()
    for form in INSTITUTE:
        intake, optional = read(form), form == "decisions"
        assert intake.rows.empty
        assert [p.rule for p in intake.problems] == [] if optional else ["institute_workbook_missing"]
        assert [d.state for d in intake.deliveries] == ([] if optional else ["missing"])
        early = read(form, entry)
        assert (early.deliveries, early.problems) == ([], [])


def test_a_workbook_that_came_at_the_entry_wave_is_read(folder, read, entry):
    folder.parent.rename(folder.parents[1] / "2018-03")
    assert not read("training", entry).rows.empty


def test_the_deadline_names_the_workbooks_and_vpr_that_did_not_come(raw):
    (raw / "2018-03").rename(raw / "2018-11")
    sentences = waiting_for(raw, FINAL)
    missing = [sentence for sentence in sentences if "института" in sentence]
    assert missing == [
        f"Нет книги института {form}.xlsx" for form in INSTITUTE if form not in ("decisions", "region")
    ]
    assert "Нет выгрузки ВПР за 2018 год" in sentences
