"""Exam exports: what a stranger's file may look like, and every line is either kept or set aside."""

import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.forms.campaign import Campaign
from orchestration.forms.file_names import MASK
from orchestration.forms.form import HERE, rows_of
from orchestration.forms.limits import limits
from orchestration.intake.exams import missing_years, read_exams
from orchestration.intake.registry import read_registry, schools_of
from orchestration.warehouse.landing import tables_of

STEM = "ege_2017"


@pytest.fixture
def export(raw):
    """The one export that these tests spoil."""
    return raw / "2018-03" / "exams" / f"{STEM}.csv.zip"


@pytest.fixture
def read(raw, entry):
    """Read the small region's exports as they lie there now; what is read can be landed."""

    def read_now():
        intake = read_exams(raw, entry, schools_of(read_registry(raw, entry).rows), b"key")
        tables_of(intake)
        return intake

    return read_now


def rewrite(export: Path, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(export) as archive:
        content = archive.read(f"{STEM}.csv")
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr(f"{STEM}.csv", change(content))


def of_export(intake):
    rows = intake.rows[intake.rows["exam"].eq("ege") & intake.rows["year"].eq(2017)]
    return rows.drop(columns=["file", "file_sha256"]).reset_index(drop=True)


def quoted_name(line: bytes) -> bytes:
    cells = line.split(b";")
    return b";".join([*cells[:4], b'"' + cells[4], *cells[5:]])


def with_two_marks(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    for number in (5, 15):
        lines[number] = quoted_name(lines[number])
    return b"\r\n".join(lines)


def all_quoted(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(b'"' + line.replace(b";", b'";"') + b'"' if line else line for line in lines)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(b"\r\n", b"\n"), id="unix line ends"),
        pytest.param(lambda text: text.replace(b"\r\n", b"\r"), id="old line ends"),
        pytest.param(lambda text: text + b"\r\n" + b";" * 18 + b"\r\n", id="empty lines at the end"),
        pytest.param(
            lambda text: text.replace(b"\r\n", b";\r\n").replace(b";\r\n", b"\r\n", 1), id="a semicolon ends a line"
        ),
        pytest.param(with_two_marks, id="two lone quotation marks"),
        pytest.param(lambda text: text[:-2].rpartition(b"\r\n")[0] + b"\r\n" +
                     quoted_name(text[:-2].rpartition(b"\r\n")[2]), id="one lone quotation mark"),
        pytest.param(all_quoted, id="every cell quoted"),
        pytest.param(lambda text: text.replace(b";", b" ; \xa0", 3), id="spaces in headings"),
        pytest.param(lambda text: text.replace(b"\r\n3", b"\r\n 3").replace(b",00;", b";"), id="spaces and integers"),
    ],
)  # fmt: skip
def test_the_same_rows_come_out_of_another_hand(read, export, change):
    before = of_export(read())
    rewrite(export, change)
    assert of_export(read()).equals(before)


def test_a_letter_that_the_encoding_does_not_know_stays_in_its_name(read, export):
    before = of_export(read())
    rewrite(export, lambda text: with_two_marks(text).replace(b'"', b"\x98"))
    assert of_export(read()).equals(before)


def test_an_empty_line_within_is_no_row_and_moves_no_line_number(read, export):
    before = of_export(read())
    rewrite(export, lambda text: text.replace(b"\r\n", b"\r\n\r\n", 1))
    assert list(of_export(read())["line"]) == [line + 1 for line in before["line"]]


def test_capitals_in_a_name_are_the_same_name(read, raw, entry, export):
    before = of_export(read())
    export.rename(export.with_name("EGE_2017.CSV.ZIP"))
    (export.parent / "old").mkdir()
    (export.parent / ".DS_Store").write_bytes(b"")
    assert of_export(read()).equals(before)
    assert missing_years(raw, entry) == []


def test_a_second_export_of_one_year_is_not_counted_twice(read, export):
    before = read()
    export.with_name("EGE_2017.csv.zip").write_bytes(export.read_bytes())
    intake = read()
    assert len(intake.rows) == len(before.rows)
    rules = [problem.rule for problem in intake.problems]
    assert sorted(rules) == sorted(["exam_file_twice", *(problem.rule for problem in before.problems)])


def test_codes_without_their_leading_zeros_are_told_by_the_registry(raw, entry, read):
    schools = schools_of(read_registry(raw, entry).rows)
    intake = read_exams(raw, entry, {f"00{code}": owner for code, owner in schools.items()}, b"key")
    assert len(intake.rows) == len(read().rows)
    assert set(intake.rows["school_code"].str[:2]) == {"00"}


def test_a_school_of_another_municipality_is_asked_about_once_and_its_results_go_on(read, export):
    before = read()
    rewrite(export, lambda text: text.replace(b"\r\n302;302001;", b"\r\n301;302001;"))
    intake = read()
    (told,) = [problem for problem in intake.problems if problem.rule == "exam_school_elsewhere"]
    lines = of_export(before).query("school_code == '302001'")["line"]
    assert (told.place.line, told.value, told.limit) == (lines.min(), "302001", "301")
    assert told.municipality_code == "302"
    assert (
        of_export(intake)
        .drop(columns="municipality_code")
        .equals(of_export(before).drop(columns="municipality_code"))
    )
    assert [d.rows_set_aside for d in intake.deliveries] == [d.rows_set_aside for d in before.deliveries]


@pytest.mark.parametrize("flag_at", [(6, 8, 1), (8, 10, 9)], ids=["locked", "packed in an unknown way"])
def test_a_zip_that_python_cannot_open_is_unreadable(read, export, flag_at):
    local, central, value = flag_at
    content = bytearray(export.read_bytes())
    content[local] |= value
    content[content.find(b"PK\x01\x02") + central] |= value
    export.write_bytes(bytes(content))
    intake = read()
    assert [str(d.file)[-len(export.name) :] for d in intake.deliveries if d.state == "unreadable"] == [
        export.name
    ]
    assert set(intake.rows["year"][intake.rows["exam"] == "ege"]) == {2015, 2016}


def test_a_year_that_no_export_can_be_of_is_a_wrong_name(read, export):
    export.rename(export.with_name("ege_1917.csv.zip"))
    assert {"exam_file_name", "exam_year_missing"} <= {p.rule for p in read().problems}


def test_headings_alone_are_told_as_an_export_of_nobody(read, export):
    rewrite(export, lambda text: text.split(b"\r\n")[0])
    intake = read()
    assert of_export(intake).empty
    assert [p.value for p in intake.problems if p.rule == "exam_file_unreadable"] == [
        "под заголовками нет ни одной строки"
    ]


HEADINGS = [
    row["heading_ru"] for row in rows_of(HERE / "exam_columns.csv") if row["layout"] == "participants"
]
LINE = (
    "202;202002;11;Чернов;Иван;Павлович;99 00 031180;Выпускник текущего года;ЕГЭ;Основной;05.06.2017;1;"
    "Русский язык;0009;34,00;60,00;;Действующий;"
)


def read_content(content: bytes, name: str = "ege_2017.csv"):
    """Read one export of these bytes; what is read can be landed, and rows in = rows kept + rows set aside."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "2018-03" / "exams" / name
        export.parent.mkdir(parents=True)
        export.write_bytes(content)
        intake = read_exams(Path(folder), Campaign.parse("2018-03"), {"202002": "202"}, b"key")
    tables_of(intake)
    delivery = intake.deliveries[0]
    assert delivery.rows_in == delivery.rows_kept + delivery.rows_set_aside
    assert delivery.rows_kept == len(intake.rows)
    assert delivery.rows_set_aside == len([p for p in intake.problems if p.place.line])
    return intake


def two_lines(cells: dict[str, str]) -> str:
    """An export of one participant's two results; `cells` are written into the first of them, line 2."""
    line = dict(zip(HEADINGS, LINE.split(";"), strict=True)) | cells
    return "\r\n".join([";".join(HEADINGS), ";".join(line.values()), LINE.replace("2017;1;", "2017;2;")])


def spoil(cells: dict[str, str], encoding: str = "cp1251"):
    return read_content(two_lines(cells).encode(encoding, "replace"))


@pytest.mark.parametrize(
    ("heading", "text", "found"),
    [
        ("Первичный балл", "310", ("score_out_of_range", "310", "primary_score")),
        ("Первичный балл", "inf", ("exam_value_unknown", MASK, "primary_score")),
        ("Балл", "9900031180", ("score_out_of_range", MASK, "score")),
        ("Балл", "100,5", ("score_out_of_range", "100,5", "score")),
        ("Оценка", "4,5", ("score_out_of_range", "4,5", "mark")),
        ("Оценка", "1", ("score_out_of_range", "1", "mark")),
        ("Класс", "9,5", ("exam_value_unknown", MASK, "grade")),
        ("Класс", "Фомин", ("exam_value_unknown", MASK, "grade")),
        ("Код предмета", "1,5", ("exam_value_unknown", MASK, "subject_code")),
        ("Код предмета", "99999999999", ("exam_value_unknown", MASK, "subject_code")),
        ("Код предмета", "77", ("subject_unknown", "77", None)),
        ("Код ОО", "9900031180", ("exam_school_unknown", MASK, None)),
        ("Дата", "31.02.2017", ("exam_value_unknown", MASK, "exam_date")),
        ("Дата", "05.06.0017", ("exam_value_unknown", MASK, "exam_date")),
        ("Серия и номер документа", " - ", ("participant_missing", "", None)),
    ],
)
def test_a_cell_that_cannot_count_costs_its_line_alone(heading, text, found):
    intake = spoil({heading: text})
    assert [(p.rule, p.value, p.variable) for p in intake.problems if p.place.line == 2] == [found]
    assert list(intake.rows["line"]) == [3]


@pytest.mark.parametrize(
    "cells",
    [
        {"Класс": "11А"},
        {"Класс": "11 «Б»"},
        {"Класс": "11-в"},
        {"Дата": "2017-06-05"},
        {"Дата": "05.06.2017 10:00"},
        {"Дата": "2017-06-05T10:00:00"},
        {"Первичный балл": "\xa034.0"},
    ],
    ids=str,
)
def test_a_cell_written_otherwise_says_the_same(cells):
    assert of_export(spoil(cells)).equals(of_export(spoil({})))


def test_a_name_in_the_code_of_the_municipality_goes_no_further():
    after = spoil({"Код АТЕ": "Фомин Пётр"})
    assert list(after.rows["line"]) == [2, 3]
    for frame in tables_of(after).values():
        assert "Фомин" not in frame.to_csv()


def test_a_line_that_is_set_aside_makes_no_twin_of_the_good_one(read, export):
    """The line sent once more with a status nobody knows: the first still counts; sent once more as it is, neither does."""

    def again(content: bytes, old: bytes, new: bytes) -> bytes:
        line = next(line for line in content.split(b"\r\n") if valid in line)
        return content.rstrip(b"\r\n") + b"\r\n" + line.replace(old, new) + b"\r\n"

    valid = "Действующий".encode("cp1251")
    before = of_export(read())
    rewrite(export, lambda content: again(content, valid, b"?"))
    once = read()
    assert of_export(once).equals(before)
    rules = Counter(problem.rule for problem in once.problems)
    assert "exam_value_unknown" in rules
    rewrite(export, lambda content: again(content, b"", b""))
    twice = read()
    assert len(of_export(twice)) == len(before) - 1
    more = Counter(problem.rule for problem in twice.problems) - rules
    assert more == {"exam_result_twice": 2}


def test_blank_documents_are_not_two_results_of_one_participant(read, export):
    rewrite(export, lambda content: re.sub(rb"99 00 \d{6}", b"", content))
    rules = Counter(p.rule for p in read().problems if p.place.file.endswith(export.name))
    assert rules["participant_missing"] > 100
    assert "exam_result_twice" not in rules


WORDS = [
    "inf",
    "nan",
    "1e400",
    "-1",
    "9,5",
    "11А",
    "0" * 400,
    "9" * 400,
    '"',
    "\x00",
    "\n",
    ";",
    "²",
    "Фомин",
    "31.02.2017",
]


@settings(max_examples=40, deadline=None)
@given(
    heading=st.sampled_from(HEADINGS),
    text=st.sampled_from(WORDS) | st.text(max_size=12),
    encoding=st.sampled_from(["cp1251", "utf-8"]),
)
def test_whatever_stands_in_a_cell_the_rest_goes_on(heading, text, encoding):
    intake = spoil({heading: text}, encoding)
    assert intake.deliveries[0].rows_in >= 2 or '"' in text


def quoted(text: str) -> str:
    lines = [line.split(";") for line in text.split("\r\n")]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text, id="semicolons"),
        pytest.param(lambda text: text.replace(";", "\t"), id="tabs"),
        pytest.param(lambda text: text.replace(",00", ".00").replace(";", ","), id="commas and points"),
        pytest.param(quoted, id="commas and quotes"),
    ],
)
def test_an_export_is_read_in_the_encoding_and_with_the_delimiter_it_has(encoding, change):
    intake = read_content(change(two_lines({})).encode(encoding))
    assert intake.problems == [p for p in intake.problems if p.rule == "exam_year_missing"]
    assert of_export(intake).equals(of_export(spoil({})))


def test_a_line_that_tells_the_delimiter_moves_the_lines_by_one():
    intake = read_content(("sep=|\r\n" + two_lines({}).replace(";", "|")).encode("utf-8"))
    assert list(intake.rows["line"]) == [3, 4]


def of_file(intake):
    return [(p.rule, p.value) for p in intake.problems if p.rule != "exam_year_missing"]


def test_an_unknown_column_is_told_by_its_number_and_the_rest_is_read():
    text = two_lines({}).replace("\r\n", ";Фомин Пётр\r\n", 1)
    intake = read_content(text.encode("cp1251"))
    assert of_file(intake) == [("exam_heading_unknown", "№ 20")]
    assert list(intake.rows["line"]) == [2, 3]
    assert all("Фомин" not in frame.to_csv() for frame in tables_of(intake).values())


def test_a_needed_column_missing_or_twice_refuses_the_export():
    intake = read_content(two_lines({}).replace("Оценка", "Балл", 1).encode("cp1251"))
    assert of_file(intake) == [("heading_missing", "Оценка"), *[("heading_unknown", "Балл")] * 2]
    assert intake.deliveries[0].state == "refused"


def packed(content: bytes, *names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, content)
    return archive.getvalue()


def test_a_zip_that_would_fill_the_memory_is_not_unpacked():
    intake = read_content(packed(b"0" * 3_000_000, "a.csv"), "ege_2017.csv.zip")
    assert [rule for rule, _ in of_file(intake)] == ["exam_file_too_large"]
    assert (intake.deliveries[0].state, len(intake.rows)) == ("refused", 0)


def test_a_file_past_the_limit_is_refused_packed_or_not(monkeypatch):
    monkeypatch.setitem(limits(), "export_bytes", 100)
    content = two_lines({}).encode("cp1251")
    for sent, name in ((content, "ege_2017.csv"), (packed(content, "a.csv"), "ege_2017.csv.zip")):
        assert [rule for rule, _ in of_file(read_content(sent, name))] == ["exam_file_too_large"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK", "архив zip повреждён"),
        (packed(b"", "a.csv", "b.csv"), "файлов csv в архиве 2, а не один"),
    ],
)
def test_why_an_archive_is_not_read_is_told_in_russian(content, reason):
    intake = read_content(content, "ege_2017.csv.zip")
    assert of_file(intake) == [("exam_file_unreadable", reason)]
    assert intake.deliveries[0].state == "unreadable"


def test_a_zip_spoiled_on_its_way_is_unreadable_wherever_the_byte_lies():
    archive = packed(two_lines({}).encode("cp1251"), "a.csv")
    for place in range(40, 60):
        spoiled = archive[:place] + bytes([archive[place] ^ 0xFF]) + archive[place + 1 :]
        intake = read_content(spoiled, "ege_2017.csv.zip")
        assert of_file(intake) == [("exam_file_unreadable", "архив zip повреждён")]
