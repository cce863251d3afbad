"""An exam export as a file: its encoding, its delimiter, its archive."""

import io
import zipfile

import pytest

from orchestration.forms.limits import limits
from tests.unit.exam_export import of_export, of_file, read_content, spoil, two_lines


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
