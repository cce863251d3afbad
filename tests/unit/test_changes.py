"""What differs between two states, as changes that a reader understands: a cell and how it is taken, a file that came."""

import duckdb
import pytest

from orchestration.lineage.changes import input_changes

ANSWERS = "campaign text, part text, entity text, variable text, raw_text text, number double, text text, state text, "
PLACE = "file text, file_sha256 text, sheet text, cell text"
DELIVERIES = "campaign text, source text, municipality_code text, file text, file_sha256 text, state text"


def answer(file, sha256, cell, said, state="answered"):
    return ("2018-03", "contingent", "101", f"pupils_{cell}", said, None, None, state, file, sha256, "Форма", cell)  # fmt: skip


def delivery(code, file, sha256, state="read"):
    return ("2018-03", "answers", code, file, sha256, state)


@pytest.fixture
def changes(tmp_path):
    """changes(former, present) of states that are given as their answers and their deliveries."""

    def found(*states):
        for name, (answers, deliveries) in zip(("former", "present"), states, strict=True):
            with duckdb.connect(tmp_path / f"{name}.duckdb") as connection:
                connection.execute(f"create schema intake; create table intake.answers ({ANSWERS}{PLACE})")
                connection.execute(f"create table intake.answers_deliveries ({DELIVERIES})")
                for table, rows in (("answers", answers), ("answers_deliveries", deliveries)):
                    for row in rows:
                        connection.execute(
                            f"insert into intake.{table} values ({', '.join('?' * len(row))})", row
                        )
        with duckdb.connect(tmp_path / "former.duckdb") as connection:
            connection.execute(f"attach '{tmp_path / 'present.duckdb'}' as present (read_only)")
            return [(change.kind, change.what) for change in input_changes(connection)]

    return found


def test_a_cell_is_told_with_its_texts_and_how_it_is_taken_where_that_is_another_way(changes):
    former = [answer("101.xlsx", "a", "B8", "3"), answer("101.xlsx", "a", "C8", "0"), answer("101.xlsx", "a", "D8", None, "blank")]  # fmt: skip
    present = [
        answer("101.xlsx", "b", "B8", "9"),
        answer("101.xlsx", "b", "C8", "0", "set_aside"),
        answer("101.xlsx", "b", "D8", "12"),
    ]
    found = changes(
        (former, [delivery("101", "101.xlsx", "a")]), (present, [delivery("101", "101.xlsx", "b")])
    )
    assert found == [
        ("cell", "101.xlsx, Форма!B8: «3» → «9»"),
        ("cell", "101.xlsx, Форма!C8: «0» → «0» (принята → отложена)"),
        ("cell", "101.xlsx, Форма!D8: «» → «12» (пуста → принята)"),
        ("file_changed", "101.xlsx"),
    ]


def test_a_file_that_comes_late_is_one_change_with_the_row_that_missed_it(changes):
    other = delivery("102", "102.xlsx", "c")
    missing = [other, delivery("101", None, None, "missing")]
    come = [other, delivery("101", "101.xlsx", "a")]
    rows = [answer("101.xlsx", "a", "B8", "3")]
    assert changes(([], missing), (rows, come)) == [("file_came", "101.xlsx")]


def test_a_file_that_is_taken_back_is_gone(changes):
    come, missing = [delivery("101", "101.xlsx", "a")], [delivery("101", None, None, "missing")]
    assert changes(([answer("101.xlsx", "a", "B8", "3")], come), ([], missing)) == [("file_gone", "101.xlsx")]
