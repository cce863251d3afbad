"""The files of a campaign's documents: which there are, the same bytes again, all of them or none."""

import importlib
import io
import zipfile

import openpyxl
import pytest

from orchestration.reports.document import page_template, word_template
from orchestration.reports.document.documents import NOTE
from orchestration.reports.document.files import report_files, write_notes, write_report
from orchestration.reports.marts import NoRowsError
from orchestration.reports.passports.files import write_municipalities, write_passports
from tests.unit.document_marts import ENTRY, FINAL
from tests.unit.filled_documents import opened, plain, report, text_of
from tests.unit.passport_marts import read_only_marts

pytestmark = pytest.mark.usefixtures("undrawn")


def test_an_entry_campaign_has_a_start_report_and_no_notes(connection, tmp_path):
    files = write_report(connection, ENTRY, tmp_path)
    assert files == report_files(ENTRY, tmp_path)
    text = plain(text_of(files[0].read_bytes()))
    assert "Отчёт о стартовой диагностике школ" in text
    assert "по состоянию на 31 марта 2018 года" in text
    assert "<title>Отчёт о стартовой диагностике школ 2018 года<" in files[1].read_text(encoding="utf-8")
    assert write_notes(connection, ENTRY, tmp_path) == []


def test_a_note_speaks_of_what_was_by_its_cutoff(connection, tmp_path):
    files = write_notes(connection, FINAL, tmp_path)
    assert [file.name for file in files] == [
        "note_quarter_1.docx",
        "note_half_year.docx",
        "note_quarter_3.docx",
    ]
    half = opened(files[1].read_bytes())
    assert plain(half.paragraphs[0].text) == "Справка за I полугодие 2018 года"
    items, seminars = half.tables[2], half.tables[1]
    assert {row.cells[4].text for row in items.rows[1:]} == {"выполнено в срок"}
    assert len(items.rows) - 1 == sum(2 + no % 10 <= 6 for no in range(1, 44))
    assert seminars.rows[-1].cells[0].text == "22.06.2018"


def test_a_note_names_what_is_late(connection):
    connection.execute(
        "update marts.table_4_road_map set state = 'overdue' where edition = 'half_year' and no = 3"
    )
    assert "пункт 3: Разработка модельных" in report(connection, "half_year", NOTE)


def test_what_the_institutes_rows_leave_open_stops_neither_notes_nor_report(connection, tmp_path):
    connection.execute(
        "update marts.table_4_road_map set section_ru = null, item_end = null, item_done = null, state = 'pending' "
        "where no = 3"
    )
    connection.execute(
        "update marts.trained_staff set programme_no = null, programme_ru = null, position = null, "
        "position_ru = null, trained = null where municipality_code = '202'"
    )
    notes = write_notes(connection, FINAL, tmp_path)
    assert "3" not in {row.cells[0].text for row in opened(notes[1].read_bytes()).tables[2].rows}
    assert all(file.exists() for file in write_report(connection, FINAL, tmp_path))


def test_without_the_institutes_workbooks_notes_and_report_say_so_and_the_rest_goes_on(connection, tmp_path):
    lost = ("table_2_training", "training_programmes", "trained_staff", "table_3_seminars", "table_4_road_map",
            "road_map_figures", "partner_agreements", "events")  # fmt: skip
    for mart in lost:
        connection.execute(f"delete from marts.{mart}")
    connection.execute(
        "update marts.report_facts set value = null, text_ru = null where regexp_matches(fact, "
        "'road_map|training|new_programmes|revised|^trained|seminar|agreement|event|talk|attended|delegation|forum|conference|"
        "round_table|council|centres|consulted|media|publications')"
    )
    texts = [plain(text_of(file.read_bytes())) for file in write_notes(connection, FINAL, tmp_path)]
    texts.append(plain(text_of(write_report(connection, FINAL, tmp_path)[0].read_bytes())))
    for text in texts:
        assert "Сведений о выполнении дорожной карты нет." in text
        assert "Сведений о семинарах" in text
        assert "нет данных" not in text.replace("данных нет", "")
    assert "Таким образом, все" not in texts[-1]
    tables = opened(write_report(connection, FINAL, tmp_path)[0].read_bytes()).tables
    assert all(len(table.rows) for table in tables)
    assert texts[-1].count("Таких записей нет") >= 6


def test_the_same_marts_give_the_same_bytes(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    first = [file.read_bytes() for file in files]
    write_report(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == first
    archive = zipfile.ZipFile(io.BytesIO(first[0]))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"<dcterms" not in archive.read("docProps/core.xml")


def test_what_processes_find_compiled_is_all_that_their_documents_ask_for(connection, tmp_path):
    templates = (word_template, page_template)
    beforehand = importlib.import_module("orchestration.reports.compiled")
    for template in templates:
        template.compiled.cache_clear()
    importlib.reload(beforehand)
    made = [template.compiled.cache_info().misses for template in templates]
    write_report(connection, FINAL, tmp_path)
    write_report(connection, ENTRY, tmp_path)
    write_passports(read_only_marts(), FINAL, tmp_path)
    write_municipalities(read_only_marts(), FINAL, tmp_path)
    assert min(made) > 0
    assert [template.compiled.cache_info().misses for template in templates] == made


def test_an_error_leaves_all_former_files(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    former = [file.read_bytes() for file in files]
    connection.execute("delete from marts.targets")
    with pytest.raises(NoRowsError, match="targets"):
        write_report(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == former


def test_the_workbook_has_a_sheet_per_table_of_the_edition(connection, tmp_path):
    files = write_report(connection, FINAL, tmp_path)
    internal, public = (openpyxl.load_workbook(files[place]).sheetnames for place in (2, 5))
    assert {f"Таблица {n}" for n in ("1", "1а", "2", "3", "4", "5", "6", "7", "8")} <= set(public)
    assert set(internal) - set(public) >= {"Таблица П4", "Таблица П5"}
    assert len(internal) == len(set(internal))
    index = openpyxl.load_workbook(files[2]).worksheets[0]
    assert [index.title, *(row[0].value for row in index.iter_rows())] == internal
    assert index["A1"].hyperlink.location == f"'{internal[1]}'!A1"
