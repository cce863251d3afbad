import csv
import io
from datetime import date

import duckdb
import pytest

from orchestration.reports.document.road_map import not_in_time, state_ru
from orchestration.reports.marts import NoRowsError
from orchestration.reports.road_map import _apart
from orchestration.reports.table import Cell, Piece, csv_text, markdown
from orchestration.reports.tables import read_table, table_files, write_table
from orchestration.warehouse.publish import publish_marts
from tests.unit.report_marts import CAMPAIGN, PRINTED, marts, printed

COLUMNS = ("mean", "mean_note", "max", "max_note", "min", "min_note")


@pytest.fixture
def connection():
    with marts() as opened:
        yield opened


def records(table):
    return list(csv.DictReader(io.StringIO(csv_text(table))))


@pytest.mark.parametrize(("n", "name"), [(1, "table_1_start_diagnostics"), (5, "table_5_clusters")])
def test_the_csv_is_the_printed_table(connection, n, name):
    table = read_table(n, connection, CAMPAIGN)
    heading = (PRINTED / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert csv_text(table).splitlines()[0] == heading
    assert records(table) == printed(name)


def test_table_5_prints_guillemets_and_no_zero_but_in_the_total(connection):
    connection.execute("""update marts.table_5_clusters set "both" = 0""")
    rows = read_table(5, connection, CAMPAIGN).rows
    assert [cell.text for cell in rows[3].cells] == ["«Глинковский район»", "2", "", "2", ""]
    assert [cell.text for cell in rows[-1].cells] == ["ИТОГО", "75", "38", "30", "0"]
    assert [row.is_total for row in rows] == [False] * 27 + [True]


def test_the_reporting_year_follows_the_campaign(connection):
    connection.execute("update marts.table_1_start_diagnostics set campaign = '2019-11'")
    assert "(2018–2019)" in read_table("1a", connection, "2019-11").rows[18].cells[1].text


def test_every_figure_has_the_address_of_its_place_in_the_mart(connection):
    table = read_table(1, connection, CAMPAIGN)
    found = {p.figure: p for row in table.rows for cell in row.cells for p in cell.pieces if p.figure}
    assert found["table_1/15/mean"].text == "0,136"
    assert (found["table_1/20/mean_note"].text, found["table_1/20/mean_note"].value) == ("в 14 школах", 14)
    stored = [f"table_1/{row['no']}/{c}" for row in records(table) for c in COLUMNS if row[c]]
    assert sorted(found) == sorted(stored)


def test_a_figure_nobody_could_count_is_shown_as_no_data(connection):
    connection.execute(
        "update marts.table_1_start_diagnostics set mean = null, mean_note = if(no = 5, null, mean_note)"
        " where no in (5, 20)"
    )
    table = read_table(1, connection, CAMPAIGN)
    assert [table.rows[no - 1].cells[2].text for no in (5, 20)] == ["…", "… Имеются в 14 школах"]
    assert table.footnotes == ("… — данных нет",)
    assert records(table)[4]["mean"] == ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("mean_cell_template = '{schools_in_doubt}'", "no wording for {schools_in_doubt}"),
        ("mean_note_kind = 'schools_at_minimum'", "the mart counted schools_at_minimum"),
    ],
)
def test_a_note_that_cannot_be_worded_is_refused(connection, change, complaint):
    connection.execute(f"update marts.table_1_start_diagnostics set {change} where no = 5")
    with pytest.raises(ValueError, match="row 5, mean cell") as refusal:
        read_table(1, connection, CAMPAIGN)
    assert complaint in str(refusal.value)


def test_files_lie_by_campaign_and_are_the_same_whenever_made(connection, tmp_path):
    files = table_files(1, CAMPAIGN, tmp_path)
    assert [str(file.relative_to(tmp_path)) for file in files] == [
        f"2018-03/table_1.{suffix}" for suffix in ("xlsx", "csv", "html")
    ]
    write_table(1, connection, CAMPAIGN, tmp_path)
    first = [file.read_bytes() for file in files]
    write_table(1, connection, CAMPAIGN, tmp_path)
    assert [file.read_bytes() for file in files] == first
    assert sorted(files[0].parent.iterdir()) == sorted(files)


def test_tables_are_read_from_the_work_file_and_from_the_published_one(connection, tmp_path):
    work, published = tmp_path / "work.duckdb", tmp_path / "marts.duckdb"
    connection.execute(f"attach '{work}' as work")
    connection.execute("copy from database memory to work")
    connection.execute("create table work.marts.set_aside (campaign varchar, entity varchar)")
    connection.execute("detach work")
    publish_marts(work, published)
    for n in (1, 5):
        expected = read_table(n, connection, CAMPAIGN)
        assert [write_table(n, file, CAMPAIGN, tmp_path) for file in (work, published)] == [expected] * 2
    duckdb.connect(work).close()  # nothing holds it any more


@pytest.mark.parametrize("n", [1, 5])
def test_a_campaign_without_rows_is_an_error_that_names_those_present(connection, tmp_path, n):
    with pytest.raises(NoRowsError, match=r"no row of campaign 2019-03, only of: 2018-03"):
        write_table(n, connection, "2019-03", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_is_none_of_the_reports(connection):
    with pytest.raises(ValueError, match="no table 77"):
        read_table(77, connection, CAMPAIGN)


def test_an_error_in_one_writer_leaves_all_former_files(connection, tmp_path, monkeypatch):
    write_table(5, connection, CAMPAIGN, tmp_path)
    former = [file.read_bytes() for file in table_files(5, CAMPAIGN, tmp_path)]
    connection.execute("update marts.table_5_clusters set included = 9")
    monkeypatch.setattr("orchestration.reports.tables.html_page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_table(5, connection, CAMPAIGN, tmp_path)
    assert [file.read_bytes() for file in table_files(5, CAMPAIGN, tmp_path)] == former
    assert len(list((tmp_path / CAMPAIGN).iterdir())) == 3


def test_the_preview_is_a_table_whatever_the_names_hold(connection):
    connection.execute("update marts.table_5_clusters set municipality_ru = 'а|<b>_x_' where position = 1")
    lines = markdown(read_table(5, connection, CAMPAIGN)).splitlines()
    assert lines[0] == "**Таблица 5. Кластеризация школ, включенных в проект**"
    assert lines[3] == "| :-- | :-: | :-: | :-: | :-: |"
    assert lines[4] == r"| «а\|\<b\>\_x\_» | 2 | 1 |  | 1 |"
    assert lines[-1] == "| **ИТОГО** | **75** | **38** | **30** | **7** |"


def test_marks_of_two_footnotes_do_not_read_as_one_number():
    pieces = [Piece("6 встреч"), Piece("¹"), Piece("²"), Piece(" и 4"), Piece("³")]
    assert Cell(tuple(_apart(pieces))).text == "6 встреч¹, ² и 4³"


def test_of_an_item_without_a_day_nobody_says_that_its_time_has_not_come():
    item = {"state": "pending", "item_end": None}
    assert [each["state_ru"] for each in not_in_time([item])] == ["срок не указан"]
    assert state_ru(item | {"item_end": date(2019, 1, 31)}) == "срок не наступил"
