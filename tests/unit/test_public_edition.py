"""The public edition as a whole: no small group is printed, nor computed from what is."""

from dataclasses import replace

import pytest

from orchestration.reports.document.audit import READS, audit
from orchestration.reports.document.documents import REPORT, Filling
from orchestration.reports.document.files import write_report
from orchestration.reports.document.parts import PARTS, PUBLIC_PARTS
from orchestration.reports.suppression import NotProtectedError
from tests.unit.blank_picture import blank_picture
from tests.unit.document_marts import FINAL, document_marts


@pytest.fixture
def connection(monkeypatch):
    monkeypatch.setattr("orchestration.reports.document.parts.draw_picture", blank_picture)
    with document_marts() as marts:
        yield marts


def public_tables(connection):
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal=False)
    return {table.name: table for table in filling.tables}


def places(connection, *schools):
    """The year's list anew: cluster and municipality of each school."""
    connection.execute(f"update marts.schools set included = false where campaign = '{FINAL}'")
    for number, (cluster, municipality) in enumerate(schools):
        connection.execute(
            "insert into marts.schools (campaign, school_code, school_name, municipality_code, municipality_name, "
            "cluster, entry_cluster, included) values (?, ?, ?, ?, ?, ?, ?, true)",
            [
                FINAL,
                f"9{number:05}",
                f"Школа {number}",
                municipality,
                f"Район {municipality}",
                cluster,
                cluster,
            ],
        )
    connection.execute("delete from marts.dynamics where group_kind in ('cluster', 'municipality')")
    for kind, column in (("cluster", "cluster"), ("municipality", "municipality_code")):
        connection.execute(
            f"insert into marts.dynamics select campaign, '{kind}', {column}, null, 9, 4, 3, 0, 2, 1, 0.444 "
            f"from marts.schools where campaign = '{FINAL}' and included group by all"
        )


# the cluster's schools are those of municipality 11 and one more: the difference of two printed rows tells it
LONE = [*[("low_results", "11")] * 4, ("low_results", "12"), *[("both", "12")] * 4]


def test_no_difference_of_clusters_and_municipalities_tells_few_schools(connection):
    places(connection, *LONE)
    rows = {row.cells[0].text: row.cells[-1].text for row in public_tables(connection)["table_9"].rows}
    assert "*" in rows.values()
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal=False)
    audit({table.name: table for table in filling.tables}, filling.sources(READS))


def test_the_audit_finds_a_school_told_by_two_printed_rows_and_nothing_is_published(
    connection, monkeypatch, tmp_path
):
    places(connection, *LONE)
    printed = replace(PARTS["table_9"], marts=PUBLIC_PARTS["table_9"].marts)
    monkeypatch.setitem(PUBLIC_PARTS, "table_9", printed)
    with pytest.raises(NotProtectedError, match="tells of small groups") as caught:
        write_report(connection, FINAL, tmp_path)
    assert "НРО, Район 12: from table_9, НРО и ФНСУ | table_9, Район 12" in str(caught.value)
    assert list(tmp_path.rglob("*.*")) == []


def test_the_audit_finds_a_small_count_of_persons_that_was_printed(connection, monkeypatch, tmp_path):
    connection.execute("delete from marts.trained_staff where municipality_code = '202'")
    part = PARTS["table_p2"]
    monkeypatch.setitem(PUBLIC_PARTS, "table_p2", replace(part, marts=PUBLIC_PARTS["table_p2"].marts))
    write_report(connection, FINAL, tmp_path)
    connection.execute(
        "insert into marts.trained_staff values (?, 2, 'Программа 2', '202', 'Район 202', 'teacher', 'учитель', 3)",
        [FINAL],
    )
    with pytest.raises(
        NotProtectedError,
        match=r"Район 202, Учитель: from table_p2, Район 203, Итого \| table_p2, Итого, Учитель",
    ):
        write_report(connection, FINAL, tmp_path)


def test_a_row_of_few_compared_schools_is_withheld_from_table_7_and_another_with_it(connection):
    connection.execute("delete from marts.dynamics where indicator is not null")
    compared = {"oge_russian_ratio": 75, "ege_russian_ratio": 37, "vacancies": 2}
    for indicator, schools in compared.items():
        connection.execute(
            "insert into marts.dynamics values (?, 'included', 'included', ?, ?, ?, 0, 0, 0, 0, 1)",
            [FINAL, indicator, schools, schools],
        )
    rows = public_tables(connection)["table_7"].rows
    shown = {row.cells[1].text: row.cells[2].text for row in rows if row.cells[-1].text != "*"}
    assert set(shown.values()) & {"2", "37"} == set()
    assert "75" in shown.values()
    assert len(rows) - len(shown) == 2
