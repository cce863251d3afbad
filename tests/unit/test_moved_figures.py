"""Which figures moved since the edition before, and what the page for the person who signs says of them."""

from orchestration.reports.document.moved import Known, Moved, by_weight, figures_csv, moved, read_figures
from orchestration.reports.document.signature import write_signature_page
from tests.unit.document_marts import ENTRY, FINAL, put
from tests.unit.filled_documents import text_in


def test_moves_know_what_came_and_what_went():
    before = {"text/a": Known("А", "1"), "text/b": Known("Б", "2"), "text/c": Known("В", "")}
    after = {"text/b": Known("Б", "2"), "text/c": Known("В", "3"), "text/d": Known("Г", "4")}
    assert moved(before, after) == [
        Moved("text/c", "В", "", "3"),
        Moved("text/d", "Г", None, "4"),
        Moved("text/a", "А", "1", None),
    ]


def test_a_table_that_came_or_went_as_a_whole_is_told_once():
    figures = {f"table_5/{row}/both": Known(f"5 {row}", "1") for row in (1, 2)}
    assert moved({"text/a": Known("А", "1")}, {"text/a": Known("А", "1")} | figures) == [
        Moved("table_5", "Таблица 5", None, "")
    ]


def test_what_moved_most_comes_first():
    moves = [
        Moved("table_1/1/mean", "т", "1", "9"),
        Moved("text/a", "А", "100", "101"),
        Moved("text/b", "Б", "2", "1"),
        Moved("text/c", "В", "", "0"),
    ]
    assert [each.figure for each in by_weight(moves)] == ["text/c", "text/b", "text/a", "table_1/1/mean"]


def test_figures_are_read_as_they_were_written(tmp_path):
    known = {"text/a": Known("Доля, «а»", "0.5"), "text/b": Known("Б", "")}
    (tmp_path / "figures.csv").write_bytes(figures_csv(known))
    assert read_figures(tmp_path / "figures.csv") == known
    assert read_figures(tmp_path / "none.csv") == {}


def test_figures_that_moved_are_named_and_stay_named_when_the_page_is_made_again(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    connection.execute("update marts.report_facts set value = 0.66 where fact = 'rural_schools_share'")
    files = write_signature_page(connection, FINAL, tmp_path)
    made = [file.read_bytes() for file in files]
    text = text_in(files[0])
    assert "изменившиеся после прежнего издания (2)" in text
    assert "название trained: было 202, стало 203" in text
    assert "название rural_schools_share: было 65 %, стало 66 %" in text
    write_signature_page(connection, FINAL, tmp_path)
    assert [file.read_bytes() for file in files] == made


def test_what_moved_is_told_against_the_release_that_is_out(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path / "out")
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    page, *_ = write_signature_page(connection, FINAL, tmp_path / "staged", tmp_path / "out")
    assert "название trained: было 202, стало 203" in text_in(page)


def test_what_came_or_went_is_not_called_without_data(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    put(connection, "figures", *[
        (ENTRY, "table_5/1/both", 3, "table_5", 1, "both", "schools_both", None),
        (FINAL, "table_1a/1/max", 0.9, "table_1a", 1, "max", "maximum", "share_grades_4_5"),
    ])  # fmt: skip
    connection.execute("delete from marts.report_facts where fact = 'trained'")
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Таблица 5: прежде не было\n" in text
    assert "Таблица 1а, строка 1, наибольшее: прежде не было, теперь 0,9" in text
    assert "название trained: было 202, теперь нет" in text
    assert "нет данных" not in text.split("изменившиеся")[1]


def test_the_page_says_what_moved_the_figures_since_the_edition_before(connection, tmp_path):
    def restated(*entries):
        connection.execute("create or replace table marts.restatements (publication text, published_at text, "
                           "campaign text, figure text, before text, after text, kind text, cause text)")  # fmt: skip
        put(connection, "restatements", *[("run", "day", FINAL, *entry) for entry in entries])

    figure = "text/year/trained"
    restated((figure, "100", "202", "file_came", "long ago"))
    write_signature_page(connection, FINAL, tmp_path)
    restated(
        (figure, "100", "202", "file_came", "long ago"),
        (figure, "202", "210", "cell", "training.xlsx, Обученные!C9: «2» → «10» (принята → отложена)"),
        (figure, "210", "203", "rules", "facts.csv: trained"),
        ("text/start/trained", "1", "2", "code", "of another edition"),
    )
    connection.execute("update marts.report_facts set value = 203 where fact = 'trained'")
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "название trained: было 202, стало 203" in text
    assert "Отчего они изменились" in text
    assert "исправлена ячейка training.xlsx, Обученные!C9: «2» → «10» (принята → отложена) – чисел: 1" in text
    assert "изменено правило facts.csv: trained – чисел: 1" in text
    assert "long ago" not in text
    assert "another edition" not in text


def test_the_years_page_speaks_of_the_march_tables_that_the_report_prints(connection, tmp_path):
    write_signature_page(connection, FINAL, tmp_path)
    connection.execute(
        "update marts.figures set number = 0.4 where campaign = $1 and figure = 'table_1/1/mean'", [ENTRY]
    )
    text = text_in(write_signature_page(connection, FINAL, tmp_path)[0])
    assert "Таблица 1, строка 1, среднее: было 0,379, стало 0,4" in text
