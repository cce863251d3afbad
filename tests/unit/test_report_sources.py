"""A document is made of what it declares, and of nothing else: by that it is known when to make it anew."""

import pytest

from orchestration.reports.document.documents import NOTE, REPORT, START, Document, Filling
from orchestration.reports.document.sources import Sources, UndeclaredSourceError
from orchestration.reports.pictures.gallery import PICTURES
from tests.unit.document_marts import ENTRY, FINAL

pytestmark = pytest.mark.usefixtures("undrawn")


def names(connection):
    return [
        tuple(row)
        for row in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    ]


@pytest.mark.parametrize(
    ("document", "campaign", "edition"),
    [(REPORT, FINAL, "year"), (START, ENTRY, "start"), (NOTE, FINAL, "half_year")],
)
def test_a_document_is_made_of_what_it_declares_and_of_nothing_else(connection, document, campaign, edition):
    for schema, name in set(names(connection)) - set(document.sources()):
        connection.execute(f"drop table {schema}.{name}")
    drawn = {name for reads in PICTURES.values() for name in reads}
    assert set(document.sources()) - drawn <= set(names(connection))
    Filling(document, connection, campaign, edition).docx(internal=True)


def test_what_a_document_did_not_declare_it_cannot_read(connection):
    sources = Sources(connection, FINAL, "year", [("marts", "schools")])
    with pytest.raises(UndeclaredSourceError, match=r"marts\.targets is read and not declared"):
        sources.rows("targets", "no")
    undeclared = Document(REPORT.template, (("marts", "report_editions"),), REPORT.context)
    with pytest.raises(UndeclaredSourceError):
        Filling(undeclared, connection, FINAL, "year").docx(internal=True)
