"""Whatever kind a cause is of, the page for signature tells it in Russian: Latin are only names, such as those of files."""

import json
import re

import duckdb
import pytest

from orchestration.lineage.compared import Compared
from orchestration.lineage.ledger import restatements
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import Model
from orchestration.lineage.seal import library_versions
from orchestration.reports.document.causes import KINDS
from orchestration.sql import HASHED

CELLS = ("campaign", "part", "entity", "variable", "raw_text", "number", "text", "state",
         "file", "file_sha256", "sheet", "cell")  # fmt: skip
DELIVERIES = ("campaign", "source", "municipality_code", "file", "file_sha256", "state")
TABLES = {
    "intake.answers": CELLS,
    "intake.answers_deliveries": DELIVERIES,
    "intake.decisions": CELLS,
    "intake.loose": ("word",),
    "reference.criteria": ("criterion", "factor", "years"),
    "reference.waves": ("wave",),
}
# a figure that moves with any row of any table
SQL = "select '2018-03' as campaign, 'it' as figure, concat({}) as number".format(
    ", ".join(
        '(select concat(held) from (select {} from "{}"."{}" as held) as held)'.format(
            HASHED, *table.split(".")
        )
        for table in TABLES
    )
)
NAMES = {"criteria", "a", "b", "factor", "years", "note", "loose", "numbers", "duckdb", "gone"}
FILE = re.compile(r"[\w/]+\.\w+")
CELL = re.compile(r"![A-Z]+\d+")


def cell(file, sha256, said, state="answered", variable="pupils"):
    return ("2018-03", "contingent", file, variable, said, None, None, state, file, sha256, "Форма", "B8")


def sent(code, file, sha256="1", state="read"):
    return ("2018-03", "answers", code, file, sha256, state)


FORMER = {
    "intake.answers": [
        cell("101.xlsx", "1", "3"),
        cell("103.xlsx", "1", "3"),
        cell("105.xlsx", "1", "3"),
    ],
    "intake.answers_deliveries": [sent("101", "101.xlsx"), sent("103", "103.xlsx"), sent("105", "105.xlsx")],
    "intake.decisions": [cell("decisions.xlsx", "1", "исключить", variable="decision_action")],
    "intake.loose": [("one",)],
    "reference.criteria": [("a", "0.8", "3"), ("b", None, "3"), *((f"{n}", "1", "1") for n in range(9))],
    "reference.waves": [("entry",)],
}
PRESENT = {
    "intake.answers": [
        cell("101.xlsx", "2", "три", "set_aside"),
        cell("102.xlsx", "1", "3"),
        cell("105.xlsx", "1", "4"),
    ],
    "intake.answers_deliveries": [
        sent("101", "101.xlsx", "2"),
        sent("102", "102.xlsx"),
        sent("104", None, None, "missing"),
        sent("105", "105.xlsx"),
        sent(None, None, None, "missing"),
    ],
    "intake.decisions": [cell("decisions.xlsx", "1", "включить", variable="decision_action")],
    "intake.loose": [("two",)],
    "reference.criteria": [("a", None, "4"), ("b", "0.8", "3"), *((f"{n}", "2", "1") for n in range(1, 10))],
    "reference.waves": [("entry", "deadline")],
}


def made(path, rows, model):
    path.parent.mkdir()
    with duckdb.connect(path) as connection:
        connection.execute("create schema intake; create schema reference; create schema marts")
        for table, columns in TABLES.items():
            width = len(rows[table][0])
            named = [*columns, "note"][:width]
            connection.execute(f"create table {table} ({', '.join(f'{name} text' for name in named)})")
            connection.executemany(f"insert into {table} values ({', '.join('?' * width)})", rows[table])
        connection.execute(f"create table marts.numbers as {model.sql}")
    return path


@pytest.fixture
def causes(tmp_path):
    """Every cause between two states that differ in all that can differ, with its kind."""
    was = Model("marts", "numbers", "table", SQL)
    now = Model("marts", "numbers", "table", SQL.replace("concat((", "concat('anew', (", 1))
    former = Publication(tmp_path / "former")
    made(former.work, FORMER, was)
    former.keep(made(tmp_path / "kept" / "work.duckdb", FORMER, was), [was])
    former.versions.write_text(json.dumps(library_versions() | {"duckdb": "0.1", "gone": "1.0"}))
    former.readers.write_text(json.dumps({"orchestration/intake/values.py": "another"}))
    with duckdb.connect(former.work) as connection:
        connection.execute("update marts.numbers set number = 'by another library'")
    present = made(tmp_path / "present" / "work.duckdb", PRESENT, now)
    found = restatements(former, present, [now], [Compared("numbers", "{figure}", ("number",))])
    return [(entry.kind, entry.cause) for entry in found]


def latin(cause):
    """What is left in Latin letters without names and what cells say."""
    left = CELL.sub("", FILE.sub("", cause))
    return [word for word in re.findall(r"[A-Za-z_]\w*", left) if word not in NAMES]


def test_a_cause_of_every_kind_is_told_in_russian(causes):
    assert {kind for kind, _ in causes} == KINDS.keys()
    assert {cause: found for kind, cause in causes if (found := latin(f"{KINDS[kind]} {cause}"))} == {}


def test_words_that_are_no_names_are_found():
    assert latin("101.xlsx, Форма!B8: «3» → «9» (answered → set_aside)") == ["answered", "set_aside"]
    assert latin("criteria.csv: a: factor 0.8 → blank; 3 more") == ["blank", "more"]
