"""The public edition of the report: what it keeps to itself, and small groups."""

import pytest

from orchestration.reports.document.documents import REPORT, Filling
from orchestration.reports.document.parts import PUBLIC_PARTS
from tests.unit.document_marts import FINAL
from tests.unit.filled_documents import report

pytestmark = pytest.mark.usefixtures("undrawn")


def test_the_public_edition_keeps_to_itself_who_sent_what(connection):
    internal, public = report(connection), report(connection, internal=False)
    for heading in ("Приложение 4. Кто и какие", "Приложение 5. Расхождения", "Приложение 7. Список школ"):
        assert heading in internal
        assert heading not in public
    assert "Издание для опубликования" in public


def test_the_public_edition_withholds_small_groups(connection):
    filling = Filling(REPORT, connection, FINAL, "year")
    texts = {}
    for internal in (True, False):
        filling.docx(internal)
        (table,) = [table for table in filling.tables if table.name == "table_p2"]
        texts[internal] = [[cell.text for cell in row.cells] for row in table.rows], table.footnotes
    rows, _ = texts[True]
    assert [row[-1] for row in rows] == ["35", "3", "9", "47"]
    rows, notes = texts[False]
    assert (rows[1][0], rows[1][-1], rows[-1][-1]) == ("Район 202", "*", "47")
    assert "3" not in [text for row in rows for text in row]
    assert "меньше 5 человек" in notes[-1]


def public_tables(connection):
    filling = Filling(REPORT, connection, FINAL, "year")
    filling.docx(internal=False)
    return {table.name: table for table in filling.tables}


def test_the_public_edition_withholds_groups_of_few_schools_and_another_beside_a_lone_one(connection):
    connection.execute(
        "insert into marts.dynamics select campaign, 'municipality', municipality_code, null, 9, 4, 3, 0, 2, 1, 0.444 "
        f"from marts.schools where campaign = '{FINAL}' group by all"
    )
    table = public_tables(connection)["table_9"]
    assert "*" not in [cell.text for row in table.rows for cell in row.cells]
    connection.execute(
        "update marts.schools set included = false where school_name > 'Школа № 3' and municipality_code = '202'"
    )
    connection.execute(
        "update marts.schools set included = false where municipality_code = '201' and school_code > '201006'"
    )
    table = public_tables(connection)["table_9"]
    withheld = {row.cells[0].text for row in table.rows if row.cells[-1].text == "*"}
    assert withheld == {"Район 201", "Район 202"}
    assert {row[0] for row in table.records.rows if row[1] is None} == withheld
    assert "меньше 3 школ" in table.footnotes[-1]


def test_a_part_that_nobody_declared_public_is_not_printed_in_public(connection, monkeypatch):
    monkeypatch.delitem(PUBLIC_PARTS, "table_7")
    report(connection)
    with pytest.raises(LookupError, match=r"table_7.*not declared for the public edition"):
        report(connection, internal=False)
