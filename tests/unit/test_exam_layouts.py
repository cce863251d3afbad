"""An export in another layout says the same, and a layout that nobody knew is rows of data."""

import csv
import io
import shutil

import pandas as pd
import pytest

from orchestration.forms import exam_layouts
from orchestration.forms.campaign import Campaign
from orchestration.forms.exam_layouts import layouts, subject_names
from orchestration.forms.file_names import MASK
from orchestration.forms.form import rows_of
from orchestration.intake import export_layouts
from orchestration.intake.exams import read_exams
from orchestration.warehouse.landing import tables_of

NEEDED = {
    "participants": {"school_code", "document", "category", "form", "stage", "status", "subject_code"},
    "schools": {"school_code", "subject_code", "participants"},
    "groups": {"school_code", "group_kind", "grade", "subject_code", "participants"},
}
COMMON = ["Код АТЕ", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия и номер документа", "Категория участника",
          "Форма ГИА", "Этап"]  # fmt: skip
OF_SUBJECT = {"Первичный балл": "первичный балл", "Балл": "балл", "Оценка": "оценка"}
RESULT = ["school_code", "participant", "grade", "category", "form", "stage", "subject_code", "primary_score", "score",
          "mark", "status"]  # fmt: skip


def long_export(exam: str) -> pd.DataFrame:
    """Three participants; the second took two subjects, the third one more, in a school of its own."""
    rows = []
    for person, (school, subjects) in enumerate((("202002", [1]), ("202002", [1, 3]), ("202003", [1, 2, 3]))):
        for subject in subjects:
            scores = {"Первичный балл": f"{10 + person + subject},5", "Балл": f"{40 + person}", "Оценка": "4"}
            who = ["202", school, "11", "Фомин", "Лев", "Ильич", f"99 00 00000{person}"]
            told = [*who, "Выпускник текущего года", exam, "Основной"]
            rows.append(
                {
                    **dict(zip(COMMON, told, strict=True)), "Дата": "05.06.2017", "Код предмета": str(subject),
                    "Предмет": "", "ППЭ": "", **scores, "Статус": "Действующий", "Апелляция": "",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def wide(rows: pd.DataFrame, exam: str) -> pd.DataFrame:
    """The same results, a line per participant with the columns of every subject beside each other."""
    people = rows[COMMON].drop_duplicates().set_index(COMMON[6])
    for code, name in subject_names(exam).items():
        own = rows[rows["Код предмета"] == str(code)].set_index(COMMON[6])
        for heading, below in OF_SUBJECT.items():
            people[f"{name}: {below}"] = own[heading]
    return people.fillna("").reset_index()


@pytest.fixture
def read(tmp_path):
    """read(rows, name) of an export with these rows; what is read can be landed and no row is lost."""

    def read_rows(rows: pd.DataFrame, name: str):
        folder = tmp_path / "2018-03" / "exams"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / f"{name}.csv").write_bytes(rows.to_csv(sep=";", index=False).encode("cp1251"))
        intake = read_exams(tmp_path, Campaign.parse("2018-03"), {"202002": "202", "202003": "202"}, b"key")
        tables_of(intake)
        delivery = intake.deliveries[0]
        assert delivery.rows_in == delivery.rows_kept + delivery.rows_set_aside
        assert delivery.rows_kept == len(intake.rows) + len(intake.beside["schools"])
        return intake

    return read_rows


def of_file(intake):
    return [(p.rule, p.value) for p in intake.problems if p.rule != "exam_year_missing"]


def results(intake) -> pd.DataFrame:
    return intake.rows[RESULT].sort_values(["participant", "subject_code"], ignore_index=True)


@pytest.mark.parametrize(("exam", "form"), [("oge", "ОГЭ"), ("ege", "ЕГЭ")])
def test_a_wide_export_gives_the_results_of_the_long_one(read, exam, form):
    rows = long_export(form)
    before = read(rows, f"{exam}_2017")
    after = read(wide(rows, exam), f"{exam}_2017")
    assert [d.variant for d in (before.deliveries[0], after.deliveries[0])] == [
        "participants",
        "participants_wide",
    ]
    assert of_file(after) == []
    assert len(results(after)) == len(rows) == 6
    assert results(after).equals(results(before))
    assert sorted(after.rows["line"]) == [2, 3, 3, 4, 4, 4]  # with the subject, the line tells the cells


def test_a_bad_cell_of_a_wide_line_costs_the_result_of_its_subject_alone(read):
    rows = wide(long_export("ЕГЭ"), "ege").astype(str)
    rows.loc[2, "Физика: балл"] = "310"
    intake = read(rows, "ege_2017")
    assert [(p.rule, p.value, p.place.line) for p in intake.problems if p.place.line] == [
        ("score_out_of_range", "310", 4)
    ]
    assert len(intake.rows) == 5


def test_a_subject_may_be_left_out_as_a_whole_but_not_in_part(read):
    rows = wide(long_export("ЕГЭ"), "ege")
    without = rows.drop(columns=rows.filter(like="Физика").columns)
    assert (of_file(read(without, "ege_2017")), len(read(without, "ege_2017").rows)) == ([], 4)
    part = read(rows.drop(columns="Физика: балл"), "ege_2017")
    assert of_file(part) == [("heading_missing", "Физика: балл")]
    assert part.deliveries[0].state == "refused"


SCHOOLS = {"Код АТЕ": "202", "Код ОО": "202002", "Наименование ОО": "Школа", "Код предмета": "1", "Предмет": "",
           "Кол-во участников": "12", "Средний первичный балл": "", "Средний балл": "61,25", "Средняя оценка": "",
           "Не преодолели минимум для аттестата": "1"}  # fmt: skip


def schools(*changed: dict[str, str]) -> pd.DataFrame:
    """An export that tells of schools alone: a good line, and one of another school with each change."""
    return pd.DataFrame([SCHOOLS, *({**SCHOOLS, "Код ОО": "202003", **cells} for cells in changed)])


def test_an_export_of_schools_alone_gives_counts_and_means(read):
    intake = read(
        schools({"Кол-во участников": "0", "Средний балл": "", "Не преодолели минимум для аттестата": "0"}),
        "ege_2017",
    )
    assert intake.deliveries[0].variant == "schools"
    told = intake.beside["schools"]
    assert (len(intake.rows), of_file(intake)) == (0, [])
    assert told["participants"].tolist() == [12, 0]
    assert told["mean_score"].tolist()[0] == 61.25
    assert told[["mean_primary_score", "mean_mark"]].isna().all(axis=None)
    assert told["line"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("cells", "rule", "value"),
    [
        ({"Кол-во участников": "менее 5"}, "exam_value_unknown", MASK),
        ({"Кол-во участников": ""}, "exam_value_unknown", MASK),
        ({"Средний балл": "310"}, "score_out_of_range", "310"),
        ({"Средний балл": ""}, "school_mean_missing", ""),
        ({"Не преодолели минимум для аттестата": "13"}, "below_within_participants", ""),
        ({"Код предмета": "77"}, "subject_unknown", "77"),
        ({"Код ОО": "999999"}, "exam_school_unknown", "999999"),
        ({"Код ОО": "Фомин"}, "exam_school_unknown", MASK),
    ],
)
def test_a_line_of_a_school_that_cannot_count_is_set_aside_alone(read, cells, rule, value):
    intake = read(schools(cells), "ege_2017")
    assert [(p.rule, p.value, p.place.line) for p in intake.problems if p.place.line] == [(rule, value, 3)]
    assert intake.beside["schools"]["line"].tolist() == [2]


@pytest.mark.parametrize(
    ("sat", "share", "below"),
    [("12", "8,3", 1), ("12", "8.33", 1), ("12", "8", 1), ("12", "0", 0), ("12", "100,0", 12), ("12", "", None),
     ("12", "10,0", "10"), ("12", "37,9", "37,9"), ("400", "8", "8"), ("400", "8,25", 33)],
)  # fmt: skip
def test_a_share_below_the_minimum_is_the_count_that_it_can_be_of(read, sat, share, below):
    """A text where it can be of none, or of several: 8 % of 400 is 31 to 33 of them, rounded."""
    sent = schools({}).rename(columns={"Не преодолели минимум для аттестата": SHARE})
    intake = read(sent.assign(**{"Кол-во участников": sat, SHARE: share}).iloc[:1], "ege_2017")
    assert intake.deliveries[0].variant == "schools_share"
    told = [(p.rule, p.value) for p in intake.problems if p.place.line]
    if isinstance(below, str):
        assert told == [("share_below_of_no_count", below)]
        assert intake.beside["schools"].empty
    else:
        assert told == []
        assert intake.beside["schools"]["participants_below"].astype(object).where(
            pd.notna, None
        ).tolist() == [below]


SHARE = "Доля не преодолевших минимум для аттестата, %"


def test_two_lines_of_one_school_and_subject_are_nobodys_guess(read):
    intake = read(schools({"Код ОО": "202002", "Средний балл": "50"}), "ege_2017")
    assert of_file(intake) == [("school_result_twice", "202002")] * 2
    assert intake.beside["schools"].empty


@pytest.mark.parametrize(("exam", "mean"), [("oge", "средний первичный балл"), ("ege", "средний балл")])
def test_schools_with_their_subjects_beside_each_other(read, exam, mean):
    sent = pd.DataFrame(
        {"Код АТЕ": "202", "Код ОО": ["202002", "202003"], "Наименование ОО": "",
         "Русский язык: кол-во участников": ["12", "7"], f"Русский язык: {mean}": ["31,5", "28"],
         "Физика: кол-во участников": ["", "2"], f"Физика: {mean}": ["", "20"]}
    )  # fmt: skip
    intake = read(sent, f"{exam}_2017")
    assert (intake.deliveries[0].variant, of_file(intake)) == (f"schools_wide_{exam}", [])
    column = f"mean_{'primary_score' if exam == 'oge' else 'score'}"
    told = intake.beside["schools"][["line", "subject_code", "participants", column]]
    assert told.to_numpy().tolist() == [[2, 1, 12, 31.5], [3, 1, 7, 28], [3, 3, 2, 20]]


ANOTHER_REGION = """\
another_region,municipality_code,value,,,,,Район,
another_region,school_code,value,,,,,Шифр школы,
another_region,,private,,,,,ФИО,
another_region,document,identity,,,,,Паспорт,
another_region,category,value,,,,,,Выпускник текущего года
another_region,form,value,,,,,,ЕГЭ
another_region,stage,value,,,,,,Основной
another_region,status,value,,,,,,Действующий
another_region,score,value,number,0,100,1,Русский яз.,
another_region,score,value,number,0,100,3,Физика,
"""


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """Declarations with one layout more, that of another region from 2017 on: eleven rows and no code."""
    for name in ("LAYOUTS", "COLUMNS"):
        copy = shutil.copy(getattr(exam_layouts, name), tmp_path)
        monkeypatch.setattr(exam_layouts, name, tmp_path / copy)
    with exam_layouts.LAYOUTS.open("a", encoding="utf-8") as file:
        file.write("another_region,participants,ege,2017,,A line per participant of another region\n")
    with exam_layouts.COLUMNS.open("a", encoding="utf-8") as file:
        file.write(ANOTHER_REGION)
    cached = (layouts, exam_layouts.headings, export_layouts._words)
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


def test_a_layout_of_another_region_and_year_is_rows_of_data(read, declared):
    rows = long_export("ЕГЭ")
    first, physics = (rows[rows["Код предмета"] == code].set_index(COMMON[6]) for code in "13")
    sent = pd.DataFrame(
        {"Район": first["Код АТЕ"], "Шифр школы": first["Код ОО"], "ФИО": "Фомин Лев", "Паспорт": first.index,
         "Русский яз.": first["Балл"], "Физика": physics["Балл"].reindex(first.index)}
    ).fillna("")  # fmt: skip
    before, after = read(rows[rows["Код предмета"] != "2"], "ege_2017"), read(sent, "ege_2017")
    assert (after.deliveries[0].variant, of_file(after)) == ("another_region", [])
    told = ["school_code", "participant", "category", "form", "stage", "subject_code", "score", "status"]
    assert results(after)[told].equals(results(before)[told])
    assert after.rows["primary_score"].isna().all()
    # of an earlier year it is no layout: what its headings miss is told
    assert read(sent, "ege_2016").deliveries[0].state == "refused"


@pytest.mark.parametrize("exam", ["oge", "ege", "vpr"])
def test_every_layout_tells_what_its_results_are_made_of(exam):
    for layout in layouts(exam, 2018):
        assert NEEDED[layout.grain] <= layout.variables, layout.name
        headings = [column.heading for column in layout.columns]
        assert len(headings) == len(set(headings)), layout.name


def test_every_row_of_a_column_is_of_a_declared_layout():
    names = {row["layout"] for row in rows_of(exam_layouts.LAYOUTS)}
    assert {row["layout"] for row in rows_of(exam_layouts.COLUMNS)} == names
    fields, *rows = csv.reader(io.StringIO(exam_layouts.COLUMNS.read_text(encoding="utf-8")))
    assert {len(row) for row in rows} == {len(fields)}
