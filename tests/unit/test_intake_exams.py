"""The region's exam exports: what a stranger's file may look like, and every line is either kept or set aside."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from orchestration.intake.exams import missing_years, read_exams
from orchestration.intake.registry import read_registry, schools_of
from orchestration.warehouse.landing import tables_of
from tests.unit.exam_export import of_export

STEM = "ege_2017"


@pytest.fixture
def export(raw):
    """The one export that these tests spoil."""
    return raw / "2018-03" / "exams" / f"{STEM}.csv.zip"


def read_all(raw, entry):
    """Read the small region's exports as they lie there now; what is read can be landed."""
    intake = read_exams(raw, entry, schools_of(read_registry(raw, entry).rows), b"key")
    tables_of(intake)
    return intake


@pytest.fixture
def read(raw, entry):
    return partial(read_all, raw, entry)


@pytest.fixture(scope="module")
def unspoilt(small_region_raw, entry):
    """What is read before anything is spoilt."""
    return read_all(small_region_raw, entry)


@pytest.fixture
def before(unspoilt):
    """Of the one export, what is read before it is spoilt."""
    return of_export(unspoilt)


def rewrite(export: Path, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(export) as archive:
        content = archive.read(f"{STEM}.csv")
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr(f"{STEM}.csv", change(content))


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
def test_the_same_rows_come_out_of_another_hand(before, read, export, change):
    rewrite(export, change)
    assert of_export(read()).equals(before)


def test_a_letter_that_the_encoding_does_not_know_stays_in_its_name(before, read, export):
    rewrite(export, lambda text: with_two_marks(text).replace(b'"', b"\x98"))
    assert of_export(read()).equals(before)


def test_an_empty_line_within_is_no_row_and_moves_no_line_number(before, read, export):
    rewrite(export, lambda text: text.replace(b"\r\n", b"\r\n\r\n", 1))
    assert list(of_export(read())["line"]) == [line + 1 for line in before["line"]]


def test_capitals_in_a_name_are_the_same_name(before, read, raw, entry, export):
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


def test_a_line_that_is_set_aside_makes_no_twin_of_the_good_one(before, read, export):
    """The line sent once more with a status nobody knows: the first still counts; sent once more as it is, neither does."""

    def again(content: bytes, old: bytes, new: bytes) -> bytes:
        line = next(line for line in content.split(b"\r\n") if valid in line)
        return content.rstrip(b"\r\n") + b"\r\n" + line.replace(old, new) + b"\r\n"

    valid = "Действующий".encode("cp1251")
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
