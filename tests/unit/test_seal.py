"""A seal holds while nothing was touched, and names whatever was."""

import pytest

from orchestration.lineage.seal import Seal, departures, seal_file
from orchestration.places import Places


@pytest.fixture
def places(tmp_path):
    found = Places(tmp_path / "raw", tmp_path)
    for name in ("2018-03/registry.xlsx", "2018-03/municipal/a.xlsx", "2018-11/registry.xlsx"):
        file = found.raw / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (found.reports / "2018-03").mkdir(parents=True)
    (found.reports / "2018-03" / "table_1.csv").write_text("no,mean\n")
    return found


@pytest.fixture
def seal(places):
    made = Seal.of(places, "2018-03", places.reports / "2018-03", "run", "2018-03-21T10:00:00+00:00")
    made.write(seal_file(places, "2018-03"))
    return Seal.read(seal_file(places, "2018-03"))


def test_nothing_touched_departs_from_nothing(places, seal):
    assert departures(places, seal) == []


def test_the_seal_names_inputs_rules_code_and_versions(seal):
    assert sorted(seal.inputs) == ["2018-03/municipal/a.xlsx", "2018-03/registry.xlsx"]
    assert "dbt_project/seeds/criteria.csv" in seal.rules
    assert "orchestration/forms/headings.csv" in seal.rules
    assert "orchestration/lineage/seal.py" in seal.code
    assert "dbt_project/models/marts/schools.sql" in seal.code
    assert seal.libraries["duckdb"]
    assert list(seal.made) == ["table_1.csv"]


def test_whatever_was_touched_is_named(places, seal):
    (places.raw / "2018-03" / "registry.xlsx").write_text("another")
    (places.raw / "2018-03" / "municipal" / "a.xlsx").unlink()
    (places.raw / "2018-03" / "municipal" / "late.xlsx").write_text("late")
    (places.reports / "2018-03" / "table_1.csv").write_text("no,mean\n1,0.5\n")
    seal.libraries["duckdb"] = "0.0"
    assert departures(places, seal) == [
        "inputs: 2018-03/municipal/a.xlsx: missing",
        "inputs: 2018-03/municipal/late.xlsx: added",
        "inputs: 2018-03/registry.xlsx: changed",
        "libraries: duckdb: changed",
        "made: table_1.csv: changed",
    ]
