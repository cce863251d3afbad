"""A seal holds while nothing was touched, and names whatever was."""

import hashlib
import json
from dataclasses import replace

import duckdb
import pytest

from orchestration.lineage import seal as seals
from orchestration.lineage.seal import (
    CODE,
    RULES,
    SEALED,
    Seal,
    SealedPart,
    departures,
    file_hashes,
    replaced,
    seal_file,
)
from orchestration.places import PROJECT, Places

CAMPAIGN = "2018-03"
MARTS = {"schools": "1", "criteria": "2"}
TABLE = {f"{CAMPAIGN}/table_1": SealedPart(["table_1.csv"], "code", {"marts/schools": "1"})}
REGISTRY, WORKBOOK = f"{CAMPAIGN}/registry.xlsx", f"{CAMPAIGN}/municipal/201.xlsx"


@pytest.fixture
def places(tmp_path):
    """Two campaigns' files, of which intake read the first's; its report."""
    found = Places(tmp_path / "raw", tmp_path)
    for name in (REGISTRY, WORKBOOK, "2018-11/registry.xlsx"):
        file = found.raw / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    found.work.parent.mkdir(parents=True)
    with duckdb.connect(found.work) as connection:
        connection.execute("create schema intake")
        for source, name in {"registry": REGISTRY, "answers": WORKBOOK, "training": ""}.items():
            table = f"intake.{source}_deliveries"
            connection.execute(f"create table {table} (campaign text, file text, file_sha256 text)")
            row = [CAMPAIGN, name, sha256(name)] if name else [CAMPAIGN, None, None]
            connection.execute(f"insert into {table} values (?, ?, ?)", row)
    (found.reports / CAMPAIGN).mkdir(parents=True)
    (found.reports / CAMPAIGN / "table_1.csv").write_text("no,mean\n")
    return found


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(places):
    """The seal of the report as it lies there."""
    return Seal.of(
        places, CAMPAIGN, places.reports / CAMPAIGN, MARTS, TABLE, "run", "2018-03-21T10:00:00+00:00"
    )


@pytest.fixture
def seal(places):
    made = sealed(places)
    made.write(seal_file(places, CAMPAIGN))
    return Seal.read(seal_file(places, CAMPAIGN))


def test_nothing_touched_departs_from_nothing(places, seal):
    assert departures(places, seal, MARTS) == []
    assert replaced(places, seal) == []


def test_the_seal_names_inputs_rules_code_and_versions(seal):
    assert sorted(seal.inputs) == [WORKBOOK, REGISTRY]
    assert "dbt_project/seeds/criteria.csv" in seal.rules
    assert "orchestration/forms/headings.csv" in seal.rules
    assert "orchestration/lineage/seal.py" in seal.code
    assert "dbt_project/models/marts/schools.sql" in seal.code
    assert seal.libraries["duckdb"]
    assert list(seal.made) == ["table_1.csv"]
    assert all(getattr(seal, part) for part in SEALED)
    assert seal.parts == TABLE


def test_a_seal_of_before_parts_were_written_down_is_read_all_the_same(places, seal):
    file = seal_file(places, CAMPAIGN)
    written = json.loads(file.read_text())
    del written["parts"]
    file.write_text(json.dumps(written))
    assert Seal.read(file) == replace(seal, parts={})
    assert departures(places, Seal.read(file), MARTS) == []


def test_whatever_was_touched_is_named(places, seal):
    (places.raw / REGISTRY).write_text("another")
    (places.raw / WORKBOOK).unlink()
    (places.raw / CAMPAIGN / "municipal" / "202.xlsx").write_text("late")
    (places.reports / CAMPAIGN / "table_1.csv").write_text("no,mean\n1,0.5\n")
    seal.libraries["duckdb"] = "0.0"
    assert departures(places, seal, {"schools": "3", "criteria": "2", "figures": "4"}) == [
        "inputs: 2018-03/municipal/201.xlsx: missing",
        "inputs: 2018-03/municipal/202.xlsx: added",
        "inputs: 2018-03/registry.xlsx: changed",
        "libraries: duckdb: changed",
        "made: table_1.csv: changed",
        "marts: figures: added",
        "marts: schools: changed",
    ]


def test_a_file_replaced_after_it_was_read_is_sealed_as_it_was_read(places):
    (places.raw / WORKBOOK).write_text("came while the run went on")
    made = sealed(places)
    assert made.inputs[WORKBOOK] == sha256(WORKBOOK)
    assert replaced(places, made) == [WORKBOOK]
    assert departures(places, made, MARTS) == [f"inputs: {WORKBOOK}: changed"]


def test_no_file_of_the_program_is_out_of_the_seal():
    sealed = {*file_hashes(*CODE), *file_hashes(*RULES)}
    kept = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("orchestration", "dbt_project")
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and not seals.BUILT & set(path.parts) and path.name[0] != "."
    }
    assert kept - sealed == set()
    assert len(sealed) > 250


@pytest.mark.parametrize("kind", ["py", "j2", "docx", "css", "yaml", "sql", "yml", "csv"])
def test_a_changed_file_of_each_kind_changes_the_seal(tmp_path, monkeypatch, kind):
    top = "dbt_project/models" if kind in ("sql", "yml") else "orchestration/reports"
    file = tmp_path / top / f"file.{kind}"
    built = tmp_path / "orchestration" / "__pycache__" / f"file.{kind}"
    for path in (file, built):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    monkeypatch.setattr(seals, "PROJECT", tmp_path)
    patterns = RULES if kind == "csv" else CODE
    before = file_hashes(*patterns)
    assert list(before) == [f"{top}/file.{kind}"]
    built.write_text("after")
    assert file_hashes(*patterns) == before
    file.write_text("after")
    assert file_hashes(*patterns) != before
