"""The journal of receipt: files as the deliveries name them, and every way to spoil a line."""

import datetime as dt

import pytest

from orchestration.forms.file_names import MASK
from orchestration.intake.received import read_received
from orchestration.warehouse.landing import tables_of


@pytest.fixture
def read(tmp_path, entry):
    """read(text) of a journal beside three files; what is read can be landed."""
    for name in ("registry.xlsx", "municipal/301.xlsx", "municipal/исправленные/301.xlsx"):
        path = tmp_path / entry.key / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def read_now(text, encoding="cp1251"):
        (tmp_path / entry.key / "received.csv").write_bytes(text.encode(encoding))
        intake = read_received(tmp_path, entry)
        tables_of(intake)
        (delivery,) = intake.deliveries
        assert delivery.rows_in == delivery.rows_kept + delivery.rows_set_aside
        return intake

    return read_now


def problems(intake):
    return [(p.rule, p.place.line, p.value) for p in intake.problems]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1251"), (",", "utf-8-sig"), ("\t", "utf-16")])
def test_each_line_names_a_file_and_its_day(read, delimiter, encoding):
    text = "Файл;Получено\r\nREGISTRY.xlsx;02.03.2018\r\n\r\nmunicipal\\301.xlsx;2018-03-22\r\n"
    intake = read(text.replace(";", delimiter), encoding)
    assert problems(intake) == []
    rows = tables_of(intake)["received"]
    assert rows["sent_file"].tolist() == ["2018-03/registry.xlsx", "2018-03/municipal/301.xlsx"]
    assert [day.date() for day in rows["received_on"]] == [dt.date(2018, 3, 2), dt.date(2018, 3, 22)]
    assert rows["line"].tolist() == [2, 4]


def test_what_a_line_cannot_mean_is_told_by_its_line_and_the_rest_goes_on(read):
    intake = read(
        "Получено;Файл\n01.03.2018;registry.xlsx\n01.03.2018;302.xlsx\n01.03.2018;301.xlsx\n"
        "скоро;municipal/301.xlsx\n"
    )
    assert problems(intake) == [
        ("received_file_unknown", 3, "302.xlsx"),
        ("received_file_unknown", 4, "301.xlsx"),
        ("received_day_unknown", 5, MASK),
    ]
    assert intake.rows["sent_file"].tolist() == ["2018-03/registry.xlsx"]


def test_two_days_of_one_file_are_both_set_aside(read):
    intake = read("Файл;Получено\nregistry.xlsx;01.03.2018\nRegistry.xlsx;02.03.2018\n")
    assert [rule for rule, *_ in problems(intake)] == ["received_twice"] * 2
    assert intake.rows.empty


@pytest.mark.parametrize("text", ["", "Файл;Дата\nregistry.xlsx;01.03.2018\n"])
def test_a_journal_without_its_headings_is_refused(read, text):
    intake = read(text)
    assert "heading_missing" in {p.rule for p in intake.problems}
    assert intake.deliveries[0].state == "refused"
    assert intake.rows.empty


def test_nobody_has_to_keep_a_journal(tmp_path, entry):
    intake = read_received(tmp_path, entry)
    assert (intake.deliveries, intake.problems, len(intake.rows)) == ([], [], 0)


def test_a_file_where_nobody_looks_for_it_is_told(tmp_path, entry):
    lost = ("302.xlsx", "Municipal/303.xlsx", "exams/2017/oge_2017.csv.zip", "institute/new/region.xlsx")
    sought = ("registry.xlsx", "municipal/new/301.xlsx", "exams/ege_2017.csv.zip", "institute/region.xlsx")
    for name in (*lost, *sought, "~$302.xlsx", "municipal/.DS_Store"):
        path = tmp_path / entry.key / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    intake = read_received(tmp_path, entry)
    tables_of(intake)
    assert {(p.rule, p.place.file.count("/")) for p in intake.problems} == {
        ("file_elsewhere", 1),
        ("file_elsewhere", 2),
        ("file_elsewhere", 3),
    }
    assert len(intake.problems) == len(intake.deliveries) == len(lost)
    assert {delivery.state for delivery in intake.deliveries} == {"refused"}
