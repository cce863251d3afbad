"""A workbook mended and sent again: it supersedes the first, and what it moved is told."""

import csv
import shutil

import openpyxl
import pytest

from orchestration.lineage.corrections import Effects, Move
from orchestration.outgoing.returned_files import write_returned
from tests.unit.outgoing import Post

CODE = "302"


@pytest.fixture
def post(raw, tmp_path, entry):
    return Post(raw, tmp_path / "home", entry)


def own(intake, code=CODE):
    return [problem for problem in intake.problems if problem.municipality_code == code]


def test_what_was_returned_and_is_mended_beside_the_first_supersedes_it(post, workbooks, edit):
    edit(workbooks[0], {"Кадры!D8": "37,9%"})
    good = post.read()
    school = openpyxl.load_workbook(workbooks[0])["Кадры"]["B8"].value
    post.give_back()
    mended = post.sent / "302 исправленная.xlsx"
    shutil.copy(post.returned(CODE), mended)
    edit(mended, {"Кадры!D8": 31})
    assert post.give_back() == {"302_changes.csv": 1}
    assert not post.returned(CODE).exists()
    intake = post.read()
    assert intake.problems == []
    states = {d.file: (d.state, d.variant) for d in intake.deliveries if d.municipality_code == CODE}
    assert states == {
        "2018-03/municipal/302.xlsx": ("superseded", "2018"),
        "2018-03/municipal/302 исправленная.xlsx": ("read", "2018.2"),
    }
    assert len(intake.rows) == len(good.rows)
    text = post.returned(CODE).with_name("302_changes.csv").read_text(encoding="utf-8-sig")
    (change,) = csv.DictReader(text.splitlines(), delimiter=";")
    assert [change[name] for name in ("Код ОО", "Показатель", "Было", "Стало")] == [
        school,
        "staff",
        "37,9%",
        "31",
    ]


def test_what_lies_among_the_corrected_supersedes_whatever_its_edition(post, workbooks, edit):
    folder = post.sent / "исправленные"
    folder.mkdir()
    shutil.copy(workbooks[0], folder / "302 новая.xlsx")
    edit(folder / "302 новая.xlsx", {"Кадры!D8": 41})
    edit(workbooks[0], {"Кадры!D8": 40})
    intake = post.read()
    assert {problem.rule for problem in intake.problems} == {
        "total_not_sum"
    }  # the total was not corrected with it
    staff = intake.rows[(intake.rows["variable"] == "staff") & intake.rows["entity"].str.startswith(CODE)]
    assert staff["number"].iloc[0] == 41
    changes = intake.beside["corrections"]
    assert changes[["variable", "before_raw_text", "after_raw_text"]].to_numpy().tolist() == [
        ["staff", "40", "41"]
    ]


def test_what_a_correction_moved_stands_in_the_file_and_in_the_workbook(post, workbooks, edit):
    """The first workbook's staff was set aside; the corrected one has another cell wrong, so it goes back."""
    edit(workbooks[0], {"Кадры!D8": "37,9%"})
    folder = post.sent / "исправленные"
    folder.mkdir()
    shutil.copy(workbooks[0], folder / "302.xlsx")
    edit(folder / "302.xlsx", {"Кадры!D8": 31, "Кадры!D9": "сорок"})
    post.read()
    code = openpyxl.load_workbook(workbooks[0])["Кадры"]["B8"].value
    effects = Effects(
        indicators=(Move("Категории", None, 0.25),),
        criteria=(Move("Малообеспеченные семьи", 0.25, 0.5),),
        met=(Move("Малообеспеченные семьи", False, True),),
        clusters=(Move(code, "neither", "both"),),
        figures=(Move("table_1/23/mean", 0.4, 0.402), Move("table_1/23/max_note", 7, 6)),
    )
    written = write_returned(post.work, post.campaign, post.home, {(code, "staff"): effects})
    assert set(written) == {"302.xlsx", "302_changes.csv"}
    moved = (
        "Категории: нет данных → 0,25",
        "Малообеспеченные семьи: 0,25 → 0,5, выполнен",
        f"{code}: вне кластеров → НРО и ФНСУ",
        "Таблица 1, строка 23, среднее: 0,4 → 0,402; Таблица 1, строка 23, наибольшее, примечание: 7 → 6",
    )
    text = post.returned(CODE).with_name("302_changes.csv").read_text(encoding="utf-8-sig")
    changes = {row["Код ОО"]: row for row in csv.DictReader(text.splitlines(), delimiter=";")}
    assert tuple(changes[code].values())[-4:] == moved
    assert (changes[code]["Было"], changes[code]["Стало"]) == ("37,9%", "31")
    book = openpyxl.load_workbook(post.returned(CODE))
    assert book.sheetnames[:2] == ["Протокол", "Изменения"]
    lines = {row[0]: row for row in book["Изменения"].iter_rows(min_row=2, values_only=True)}
    assert lines[code] == (code, "Педагогических работников", "37,9%", "31", "Кадры!D8", *moved)
    shutil.copy(post.returned(CODE), folder / "303 again.xlsx")
    assert {d.state for d in post.read().deliveries if d.municipality_code == CODE} == {"superseded", "read"}


def test_which_of_two_alike_counts_nobody_guesses(post, workbooks):
    shutil.copy(workbooks[0], workbooks[0].with_name("again.xlsx"))
    intake = post.read()
    assert "workbook_twice" in {problem.rule for problem in own(intake)}
    assert "superseded" not in {delivery.state for delivery in intake.deliveries}
    assert intake.beside["corrections"].empty


def test_a_corrected_workbook_that_cannot_be_read_supersedes_nothing(post, workbooks):
    folder = post.sent / "corrected"
    folder.mkdir()
    (folder / "302.xlsx").write_bytes(b"PK not a workbook")
    intake = post.read()
    assert [problem.rule for problem in own(intake)] == ["workbook_unreadable"]
    assert intake.rows["entity"].str.startswith(CODE).any()
