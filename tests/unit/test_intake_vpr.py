"""VPR exports: every line is kept or set aside under its rule, and no text but a code is shown."""

import zipfile

import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.file_names import MASK
from orchestration.intake.exams import read_exams
from orchestration.intake.vpr import read_vpr
from orchestration.warehouse.landing import tables_of

FINAL = Campaign.parse("2018-11")
REGISTERED = {"registry_municipalities": {"201", "03"}, "registry_schools": {"201001", "002002"}}
HEADINGS = "Класс;Код предмета;Группа;Логин;Код АТЕ;Кол-во участников;2;3;4;5"
GOOD = [
    "4;1;Вся выборка;;;1400000;4,6;25,1;46,8;23,5",
    "4;1;Регион;;;8500;4,1;24,9;47;24",
    "4;1;Муниципалитет;;201;300;5;30;40;25",
    "4;1;ОО;sch201001;;12;8,33;33,33;33,33;25",
    "5;2;ОО;SCH2002;03;7;0;28,57;42,86;28,57",
]


@pytest.fixture
def folder(tmp_path):
    """The exams' folder of the final wave."""
    place = tmp_path / "2018-11" / "exams"
    place.mkdir(parents=True)
    return place


@pytest.fixture
def read(folder, tmp_path):
    """read(lines) of an export with these lines; what is read can be landed."""

    def read_lines(lines=None, headings=HEADINGS, campaign=FINAL):
        if lines is not None:
            export(folder / "vpr_2018.csv.zip", [headings, *lines])
        intake = read_vpr(tmp_path, campaign, REGISTERED)
        tables_of(intake)
        assert all(row.rows_in == row.rows_kept + row.rows_set_aside for row in intake.deliveries)
        return intake

    return read_lines


def export(path, lines):
    content = "\r\n".join(lines).encode("cp1251")
    if path.suffix.lower() == ".csv":
        path.write_bytes(content)
        return
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("vpr.csv", content)


def rules(intake):
    return [problem.rule for problem in intake.problems]


def test_groups_codes_and_shares_are_read(read):
    intake = read(GOOD)
    rows = tables_of(intake)["vpr_results"]
    assert rules(intake) == []
    assert list(rows["group_kind"]) == ["country", "region", "municipality", "school", "school"]
    assert [code for code in rows["municipality_code"] if isinstance(code, str)] == ["201"]
    assert [code for code in rows["school_code"] if isinstance(code, str)] == ["201001", "002002"]
    assert list(rows["line"]) == [2, 3, 4, 5, 6]
    school = rows.iloc[3]
    assert (school["year"], school["grade"], school["subject_code"], school["participants"]) == (
        2018,
        4,
        1,
        12,
    )
    assert [school[f"share_{mark}"] for mark in (2, 3, 4, 5)] == [8.33, 33.33, 33.33, 25]


@pytest.mark.parametrize(
    ("line", "rule", "shown", "variable"),
    [
        ("4;1;ОО;sch999999;;12;25;25;25;25", "vpr_school_unknown", "sch999999", None),
        ("4;1;ОО;sch9876541234;;12;25;25;25;25", "vpr_school_unknown", MASK, None),
        ("4;1;Муниципалитет;;9876541234;12;25;25;25;25", "vpr_value_unknown", MASK, "municipality_code"),
        ("4;1;ОО;Фомин;;12;25;25;25;25", "vpr_school_unknown", MASK, None),
        ("4;1;ОО;sch201001 Фомин;;12;25;25;25;25", "vpr_school_unknown", MASK, None),
        ("4;1;ОО;sch201001;;12;25;25;25;24", "vpr_shares_sum", "99", None),
        ("4;1;ОО;sch201001;;12;25;25;25;25,6", "vpr_shares_sum", "100,6", None),
        ("4;1;Фомин;sch201001;;12;25;25;25;25", "vpr_value_unknown", MASK, "group_kind"),
        ("4;1;ОО;sch201001;;Фомин;25;25;25;25", "vpr_value_unknown", MASK, "participants"),
        ("4;1;ОО;sch201001;;1,5;25;25;25;25", "vpr_value_unknown", MASK, "participants"),
        ("4;1;ОО;sch201001;;-1;25;25;25;25", "vpr_value_unknown", MASK, "participants"),
        ("12;1;ОО;sch201001;;12;25;25;25;25", "vpr_value_unknown", MASK, "grade"),
        (";1;ОО;sch201001;;12;25;25;25;25", "vpr_value_unknown", MASK, "grade"),
        ("4;русский;ОО;sch201001;;12;25;25;25;25", "vpr_value_unknown", MASK, "subject_code"),
        ("4;1;ОО;sch201001;;12;25;25;25;", "vpr_value_unknown", MASK, "share_5"),
        ("4;1;ОО;sch201001;;12;125;-25;0;0", "vpr_value_unknown", MASK, "share_3"),
        ("4;1;Муниципалитет;;777;12;25;25;25;25", "vpr_value_unknown", MASK, "municipality_code"),
        ("4;1;Муниципалитет;;Фомин;12;25;25;25;25", "vpr_value_unknown", MASK, "municipality_code"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_count_is_set_aside(read, line, rule, shown, variable):
    intake = read([*GOOD[:3], line])
    assert [(p.rule, p.value, p.variable, p.place.line) for p in intake.problems] == [
        (rule, shown, variable, 5)
    ]
    assert len(intake.rows) == 3
    for frame in tables_of(intake).values():
        assert "Фомин" not in frame.to_csv()


def test_a_result_twice_is_nobodys_guess(read):
    intake = read([*GOOD, GOOD[3].replace("12;8,33;33,33;33,33;25", "12;25;25;25;25")])
    assert [(p.rule, p.entity, p.place.line) for p in intake.problems] == [
        ("vpr_row_twice", "201001", 5),
        ("vpr_row_twice", "201001", 7),
    ]
    assert "201001" not in set(intake.rows["school_code"])


def test_shares_rounded_one_by_one_may_miss_a_hundred_by_a_half(read):
    assert rules(read(["4;1;ОО;sch201001;;12;25;25;25;25,5"])) == []


def test_a_group_in_which_nobody_sat_has_no_shares(read):
    assert rules(read(["4;1;ОО;sch201001;;0;;;;", "4;2;ОО;sch201001;;0;0;0;0;0"])) == []


def test_columns_in_another_order_empty_lines_and_no_zip(read, folder):
    before = read(GOOD).rows.drop(columns=["file", "file_sha256", "line"])
    (folder / "vpr_2018.csv.zip").unlink()
    turned = [";".join(line.split(";")[::-1]) for line in [HEADINGS, *GOOD]]
    export(folder / "VPR_2018.CSV", [turned[0], ";" * 9, *turned[1:], ""])
    intake = read()
    assert rules(intake) == []
    assert intake.rows.drop(columns=["file", "file_sha256", "line"]).equals(before)
    assert list(intake.rows["line"]) == [3, 4, 5, 6, 7]


def test_an_export_that_drifted_is_refused_with_every_heading(read):
    intake = read(GOOD, HEADINGS.replace("Логин", "ФИО").replace("Группа", "Вид"))
    assert sorted(rules(intake)) == ["heading_missing"] * 2 + ["heading_unknown"] * 2
    assert [delivery.state for delivery in intake.deliveries] == ["refused"]


def test_a_broken_zip_a_wrong_name_and_a_second_export_are_told(read, folder):
    read(GOOD)
    export(folder / "vpr_2018.csv", [HEADINGS, *GOOD])
    (folder / "vpr_2017.csv.zip").write_bytes(b"PK")
    (folder / "vpr-18.csv").write_bytes(b"")
    intake = read()
    assert sorted(rules(intake)) == ["exam_file_name", "exam_file_twice", "exam_file_unreadable"]
    assert len(intake.rows) == len(GOOD)


def test_the_final_wave_misses_its_year_and_the_entry_wave_nothing(read, entry):
    intake = read()
    assert [(p.rule, p.value) for p in intake.problems] == [("vpr_missing", "2018")]
    assert [delivery.state for delivery in intake.deliveries] == ["missing"]
    assert tables_of(intake)["vpr_results"].empty
    early = read(campaign=entry)
    assert (early.deliveries, early.problems) == ([], [])


def test_the_exams_of_the_same_folder_do_not_mind_it(read, tmp_path):
    read(GOOD)
    assert {problem.rule for problem in read_exams(tmp_path, FINAL, {}, b"key").problems} == {
        "exam_year_missing"
    }
