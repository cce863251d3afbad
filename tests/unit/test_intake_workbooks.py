"""Municipal workbooks: every way to spoil one that the first forms must survive, and nothing else of the region moves."""

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from orchestration.forms.file_names import MASK
from orchestration.intake.registry import RegistryError, read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from orchestration.warehouse.landing import tables_of


@pytest.fixture
def read(raw, entry):
    """Read the small region's workbooks as they lie there now."""
    return lambda: read_workbooks(raw, entry, schools_of(read_registry(raw, entry).rows))


def rules(intake):
    return [problem.rule for problem in intake.problems]


def counts_add_up(intake):
    """Rows counted as they were read against those counted in the cells that go on and in what was set aside."""
    return all(delivery.rows_in == len(rows_told(intake, delivery.file)) for delivery in intake.deliveries)


def rows_told(intake, file):
    """The rows of a file that are told of anywhere, by sheet and key cell; kept and set aside as the delivery says."""
    tables = [intake.rows, intake.beside["unplaced"]]
    kept, unplaced = (
        set(of_file[["sheet", "key_cell"]].itertuples(index=False, name=None))
        for of_file in (table[table["file"] == file] if len(table) else intake.rows[:0] for table in tables)
    )
    twice = {
        (problem.place.sheet, problem.place.cell)
        for problem in intake.problems
        if problem.rule == "school_twice" and problem.place.file == file
    }
    delivery = next(delivery for delivery in intake.deliveries if delivery.file == file)
    assert delivery.rows_kept == len(kept - twice)
    assert delivery.rows_set_aside == len(unplaced | twice)
    return kept | unplaced | twice


def cell(intake, school, variable):
    rows = intake.rows[(intake.rows["entity"] == school) & (intake.rows["variable"] == variable)]
    return rows.iloc[0]


def test_three_variants_three_formats_one_table(read):
    intake = read()
    assert {delivery.variant for delivery in intake.deliveries} == {"2018", "2017", "2016"}
    assert {str(delivery.file).rsplit(".", 1)[1] for delivery in intake.deliveries} == {"xlsx", "xls", "ods"}
    assert rules(intake) == []
    assert not intake.rows.duplicated(["entity", "variable"]).any()
    assert len(intake.rows) == 66 * intake.rows["entity"].nunique()


def test_every_value_names_the_cell_it_stands_in(read, raw, workbooks):
    intake = read()
    for row in intake.rows[intake.rows["file"].str.endswith(".xlsx")].sample(50, random_state=1).itertuples():
        sent = openpyxl.load_workbook(raw / row.file)[row.sheet][row.cell].value
        assert row.raw_text == ("" if sent is None else str(sent))


def test_a_missing_workbook_is_a_delivery_that_did_not_come(read, workbooks):
    before = read()
    workbooks[0].unlink()
    intake = read()
    code = workbooks[0].name[:3]
    assert rules(intake) == ["workbook_missing"]
    assert [d.municipality_code for d in intake.deliveries if d.state == "missing"] == [code]
    rest = before.rows[~before.rows["entity"].str.startswith(code)]
    assert len(intake.rows) == len(rest)


def test_an_unreadable_workbook_is_told_from_a_protected_one(read, workbooks):
    workbooks[0].write_bytes(b"PK not a workbook")
    plain = workbooks[1].open("rb")
    with plain, (locked := workbooks[1].with_name("locked")).open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", target)
    locked.replace(workbooks[1])
    intake = read()
    states = {
        str(delivery.file)[-len(book.name) :]: delivery.state
        for delivery in intake.deliveries
        for book in workbooks[:2]
    }
    assert states[workbooks[0].name] == "unreadable"
    assert states[workbooks[1].name] == "protected"
    assert sorted(rules(intake)) == ["workbook_protected", "workbook_unreadable"]
    assert {problem.municipality_code for problem in intake.problems} == {book.name[:3] for book in workbooks}


def test_missing_and_unknown_headings_are_listed_for_all_files_at_once(read, workbooks, edit):
    edit(workbooks[0], {"Результаты!D6": "аттестовано ребят"})
    edit(workbooks[1], {"Кадры!D6": "всего обучающихся, чел."})
    intake = read()
    found = {(p.rule, p.place.file.rsplit("/", 1)[1], p.value) for p in intake.problems}
    assert found == {
        ("heading_missing", workbooks[0].name, "Итоги учебного года: аттестовано обучающихся 2–11 кл., чел."),
        ("heading_unknown", workbooks[0].name, MASK),
        ("heading_missing", workbooks[1].name, "Педагогические работники: всего, чел."),
        ("heading_unknown", workbooks[1].name, "всего обучающихся, чел."),
    }
    lost = intake.rows[(intake.rows["variable"] == "assessed_pupils") & (intake.rows["state"] == "set_aside")]
    assert set(lost["file"].str.rsplit("/", n=1).str[1]) == {workbooks[0].name}
    assert counts_add_up(intake)


def test_a_renamed_sheet_two_rows_lower_is_still_found(read, workbooks):
    before = read()
    book = openpyxl.load_workbook(workbooks[0])
    book["Результаты"].title = "Лист3"
    sheet = book["Занятость"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(2, 2)
    book.save(workbooks[0])
    intake = read()
    assert rules(intake) == []
    columns = ["entity", "variable", "number", "state"]
    assert intake.rows[columns].equals(before.rows[columns])


def test_a_heading_without_a_group_stands_in_either_row(read, workbooks):
    before = read()
    book = openpyxl.load_workbook(workbooks[0])
    sheet = book["Контингент"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    assert sheet["P5"].value == "Классов-комплектов, ед."
    sheet["P6"], sheet["P5"] = sheet["P5"].value, None
    book.save(workbooks[0])
    intake = read()
    assert rules(intake) == []
    columns = ["entity", "variable", "number", "state"]
    assert intake.rows[columns].equals(before.rows[columns])


def test_a_sheet_that_is_gone_is_named(read, workbooks):
    book = openpyxl.load_workbook(workbooks[0])
    del book["Кадры"]
    book.save(workbooks[0])
    assert [(p.rule, p.value) for p in read().problems] == [("sheet_missing", "Кадры")]


def test_a_school_twice_is_nobodys_guess(read, workbooks, edit):
    school = openpyxl.load_workbook(workbooks[0])["Результаты"]["B8"].value
    edit(workbooks[0], {"Результаты!B9": school})
    intake = read()
    assert [(p.rule, p.place.cell, p.entity) for p in intake.problems] == [
        ("school_twice", "B8", school),
        ("school_twice", "B9", school),
    ]
    assert cell(intake, school, "assessed_pupils")["state"] == "set_aside"
    assert cell(intake, school, "staff")["state"] == "answered"
    assert counts_add_up(intake)


def test_a_code_that_the_registry_does_not_know_is_set_aside(read, workbooks, edit):
    edit(workbooks[0], {"Кадры!B8": "999999"})
    intake = read()
    assert [(p.rule, p.place.sheet, p.place.cell, p.value) for p in intake.problems] == [
        ("school_unknown", "Кадры", "B8", "999999")
    ]
    assert "999999" not in set(intake.rows["entity"])
    assert sum(delivery.rows_set_aside for delivery in intake.deliveries) == 1
    assert counts_add_up(intake)


def test_a_row_with_answers_and_without_a_code_is_counted(read, workbooks, edit):
    edit(workbooks[0], {"Кадры!B8": None})
    intake = read()
    assert [(p.rule, p.place.cell) for p in intake.problems] == [("row_without_key", "B8")]
    assert counts_add_up(intake)


def test_a_numerator_above_its_denominator_takes_along_both(read, workbooks, edit):
    edit(workbooks[0], {"Результаты!D8": 40, "Результаты!E8": 41})
    intake = read()
    school = openpyxl.load_workbook(workbooks[0])["Результаты"]["B8"].value
    problems = {(p.rule, p.place.cell, p.value, p.limit) for p in intake.problems}
    assert problems == {("marks_within_assessed", place, "41", "40") for place in ("D8", "E8")}
    assert cell(intake, school, "pupils_marks_4_5")["state"] == "set_aside"
    assert cell(intake, school, "pupils_9")["state"] == "answered"


@pytest.mark.parametrize(
    ("value", "rule"),
    [("37,9%", "share_typed"), (0.379, "not_whole"), (-3, "below_minimum"), (70000, "above_maximum")],
)
def test_a_share_or_an_absurd_number_where_a_count_is_asked(read, workbooks, edit, value, rule):
    edit(workbooks[0], {"Контингент!I8": value})
    assert [(p.rule, p.place.sheet, p.place.cell) for p in read().problems] == [(rule, "Контингент", "I8")]


def test_a_workbook_of_nobody_is_read_by_its_schools(read, workbooks, edit):
    edit(workbooks[0], {"Титул!C5": "000"})
    intake = read()
    assert rules(intake) == ["workbook_without_municipality"]
    assert workbooks[0].name[:3] in {delivery.municipality_code for delivery in intake.deliveries}


def test_a_foreign_workbook_is_refused(read, workbooks):
    book = openpyxl.Workbook()
    book.active.append(["Меню", "на понедельник"])
    book.save(workbooks[0].with_name("от нас.xlsx"))
    workbooks[0].unlink()
    assert sorted(rules(read())) == ["workbook_missing", "workbook_unknown_form"]


def test_the_registry_is_the_one_file_that_must_be_there(raw, entry):
    (raw / "2018-03" / "registry.xlsx").unlink()
    with pytest.raises(RegistryError, match="Реестр школ не найден"):
        read_registry(raw, entry)


def test_a_workbook_that_must_not_be_opened_is_a_refused_delivery(read, workbooks, edit):
    edit(workbooks[0], {"Кадры!XFD1048576": "х"})
    intake = read()
    assert rules(intake) == ["file_too_large"]
    assert intake.problems[0].municipality_code == workbooks[0].name[:3]
    assert [d.state for d in intake.deliveries if d.file.endswith(workbooks[0].name)] == ["refused"]


@pytest.mark.parametrize(
    ("value", "form", "rule", "shown"),
    [
        ("=20+26", "General", "formula_without_value", ""),
        ("#REF!", "General", "cell_error", ""),
        (1, "0%", "share_typed", "100%"),
        (0.379, "0.0 %", "share_typed", "37,9%"),
    ],
)
def test_what_a_cell_is_beside_its_value_sets_it_aside(read, workbooks, value, form, rule, shown):
    book = openpyxl.load_workbook(workbooks[0])
    place = book["Контингент"]["I8"]
    place.value, place.number_format = value, form
    book.save(workbooks[0])
    intake = read()
    assert [(p.rule, p.place.sheet, p.place.cell, p.value) for p in intake.problems] == [
        (rule, "Контингент", "I8", shown)
    ]
    spoiled = intake.rows[(intake.rows["sheet"] == "Контингент") & (intake.rows["cell"] == "I8")]
    assert set(spoiled.loc[spoiled["file"].str.endswith(workbooks[0].name), "state"]) == {"set_aside"}


def test_a_row_of_uncomputed_formulas_without_a_code_is_no_blank_row(read, workbooks, edit):
    edit(workbooks[0], {"Кадры!B8": None, **{f"Кадры!{column}8": "=1+1" for column in "DEFGHIJKL"}})
    assert ("row_without_key", "B8") in [(p.rule, p.place.cell) for p in read().problems]


def test_a_school_named_like_a_totals_row_is_a_school(read, workbooks, edit):
    before = read()
    edit(workbooks[0], {"Кадры!C8": "Всего святского школа", "Результаты!C8": "Итоговская школа"})
    intake = read()
    assert rules(intake) == []
    assert len(intake.rows) == len(before.rows)


@pytest.mark.parametrize(("answer", "told"), [(None, []), (77, [("sheet_twice", "лист 9", "Кадры")])])
def test_a_second_copy_of_a_sheet_is_told_where_it_says_otherwise(read, workbooks, answer, told):
    book = openpyxl.load_workbook(workbooks[0])
    copy = book.copy_worksheet(book["Кадры"])
    copy.title = "Кадры Петрова 8-900-1234567"
    if answer:
        copy["D8"] = answer
    book.save(workbooks[0])
    number = len(book.sheetnames)
    assert [(p.rule, p.value, p.limit) for p in read().problems] == [
        (rule, f"лист {number}", kept) for rule, _, kept in told
    ]


def test_a_heading_twice_sets_its_answers_aside(read, workbooks, edit):
    book = openpyxl.load_workbook(workbooks[0])
    free = book["Результаты"].max_column + 1
    group, heading = book["Результаты"]["D5"].value, book["Результаты"]["D6"].value
    place = f"{openpyxl.utils.get_column_letter(free)}"
    edit(
        workbooks[0],
        {f"Результаты!{place}5": group, f"Результаты!{place}6": heading, f"Результаты!{place}8": 5},
    )
    intake = read()
    assert [(p.rule, p.place.cell, p.variable) for p in intake.problems] == [
        ("heading_twice", f"{place}6", "assessed_pupils")
    ]
    of_file = intake.rows[intake.rows["file"].str.endswith(workbooks[0].name)]
    assert set(of_file.loc[of_file["variable"] == "assessed_pupils", "state"]) == {"set_aside"}
    assert counts_add_up(intake)


def test_names_in_titles_and_headings_go_nowhere(read, workbooks):
    book = openpyxl.load_workbook(workbooks[0])
    sheet = book["Кадры"]
    sheet.title = "Петрова 8-900-1234567"
    sheet["D6"], sheet["B8"] = "всего, чел. (Петрова)", None
    book.save(workbooks[0])
    intake = read()
    assert {"heading_missing", "heading_unknown", "row_without_key"} <= set(rules(intake))
    told = [problem.as_row() for problem in intake.problems]
    beside = [table.to_csv() for table in intake.beside.values()]
    everything = f"{told}{beside}{intake.rows.to_csv()}{[d.as_row() for d in intake.deliveries]}"
    assert "Петрова" not in everything
    assert "900" not in "".join(intake.rows["sheet"].unique())
    assert any(str(sheet).startswith("лист ") for sheet in intake.rows["sheet"].unique())


def test_a_repaired_cell_is_read_and_listed_with_its_place_and_owner(read, workbooks, edit):
    sent = openpyxl.load_workbook(workbooks[0])["Контингент"]["I8"].value
    edit(workbooks[0], {"Контингент!I8": f"{sent} чел."})
    intake = read()
    (repair,) = [repair.as_row() for repair in intake.repairs]
    found = {name: repair[name] for name in ("municipality_code", "sheet", "cell", "rule", "before", "after")}
    assert found == {
        "municipality_code": workbooks[0].name[:3],
        "sheet": "Контингент",
        "cell": "I8",
        "rule": "own_unit",
        "before": f"{sent} чел.",
        "after": str(sent),
    }
    place = (repair["file"], "Контингент", "I8")
    cell = intake.rows.set_index(["file", "sheet", "cell"]).loc[[place]]
    assert cell["number"].tolist() == [sent]
    assert len(tables_of(intake)["answers_repairs"]) == 1


def test_nothing_is_repaired_in_a_workbook_filled_in_well(read):
    assert read().repairs == []
