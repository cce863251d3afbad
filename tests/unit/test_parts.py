"""A part of the former release goes out again where it would come out the same, and nowhere else."""

import json
from dataclasses import replace

import duckdb
import pytest

from orchestration.lineage.seal import NAME, Seal, seal_file
from orchestration.places import Places
from orchestration.warehouse.contents import contents
from orchestration.warehouse.parts import Part, UnfinishedError, lay_together
from orchestration.warehouse.publish import SCHEMAS
from orchestration.warehouse.release import KEPT, MARTS_FILE, SNAPSHOT, open_gate, release, staging

ENTRY, FINAL = "2018-03", "2018-11"
TABLE = Part(f"{FINAL}/table_1", ("marts/schools", "reference/indicators"), "code")
PAGES = Part(f"{FINAL}/passports", ("marts/targets",), "code")
PARTS = [Part(SNAPSHOT, ("marts/schools", "marts/targets"), "code"), TABLE, PAGES]
FILES = {TABLE: ["table_1.csv", "table_1.html"], PAGES: ["passports/101.docx"]}


@pytest.fixture
def places(tmp_path):
    """A region whose campaign is out, and whose figures were then made anew, the same ones; nothing else was."""
    found = Places(tmp_path / "raw", tmp_path / "home")
    found.work.parent.mkdir(parents=True)
    with duckdb.connect(found.work) as connection:
        connection.execute("create schema marts; create schema reference; create schema intake")
        connection.execute(
            "create table intake.registry_deliveries (campaign text, file text, file_sha256 text)"
        )
        connection.execute(f"create table marts.schools as {rows(ENTRY, FINAL)}")
        connection.execute(f"create table marts.targets as {rows(FINAL, '2019-03')}")
        connection.execute("create table reference.indicators as select 1 as no")
    make_figures(found, "first")
    for part in PARTS:
        make(found, part, "first")
    publish(found)
    make_figures(found, "second")
    return found


def rows(*campaigns):
    return f"select unnest({list(campaigns)}) as campaign, 1 as n"


def make_figures(places, run, *statements):
    """As the warehouse step does, once these statements changed rows."""
    with duckdb.connect(places.work) as connection:
        for statement in statements:
            connection.execute(statement)
        held = contents(connection, SCHEMAS)
    open_gate(places, run, {"/".join(table): found.hashes for table, found in held.items()})


def make(places, part, text):
    with staging(places, part.name, part.code) as folder:
        if part.name == SNAPSHOT:
            snapshot(places, folder)
        for file in FILES.get(part, ()):
            place = folder / FINAL / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)


def snapshot(places, folder):
    """The marts as analysts open them, and the state kept for the next ledger."""
    with duckdb.connect(folder / MARTS_FILE) as connection:
        connection.execute(f"attach '{places.work}' as work (read_only); create schema reference")
        for schema, name in (("marts", "schools"), ("marts", "targets"), ("reference", "indicators")):
            connection.execute(f"create table {SCHEMAS[schema]}.{name} as from work.{schema}.{name}")
    (folder / KEPT).mkdir()
    for file in ("work.duckdb", "models.json"):
        (folder / KEPT / file).write_text("[]")


def publish(places, parts=PARTS):
    """As the seal's step does; returns what was carried over."""
    laid = lay_together(places, FINAL, parts)
    seal = Seal.of(places, FINAL, laid.folder, {}, laid.parts, "run", "2018-12-01")
    seal.write(laid.folder / NAME)
    release(places, FINAL)
    return laid.carried


def refusal(places, parts=PARTS):
    """What the release is told that it lacks, by part; the former release stays as it was."""
    before = {path: path.read_bytes() for path in places.reports.rglob("*") if path.is_file()}
    with pytest.raises(UnfinishedError) as error:
        lay_together(places, FINAL, parts)
    assert {path: path.read_bytes() for path in places.reports.rglob("*") if path.is_file()} == before
    return str(error.value).partition("job `campaign`: ")[2]


def files(places):
    folder = places.reports / FINAL
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix != ".json"}


def test_what_would_be_the_same_goes_out_again_beside_what_was_made_anew(places):
    former = Seal.read(seal_file(places, FINAL))
    make(places, TABLE, "second")
    assert publish(places) == [SNAPSHOT, PAGES.name]
    assert {name: path.read_text() for name, path in files(places).items() if path.is_file()} == {
        "table_1.csv": "second", "table_1.html": "second", "passports/101.docx": "first",
    }  # fmt: skip
    sealed = Seal.read(seal_file(places, FINAL))
    assert sealed.parts == former.parts
    assert sealed.made["passports/101.docx"] == former.made["passports/101.docx"]


def test_the_next_release_carries_over_what_this_one_carried(places):
    assert publish(places) == [part.name for part in PARTS]
    make_figures(places, "third")
    assert publish(places) == [part.name for part in PARTS]


def test_a_carried_file_is_a_copy_that_whoever_opened_the_former_one_does_not_write_into(places):
    former = (places.reports / FINAL / "passports/101.docx").open("a")
    publish(places)
    with former:
        former.write("typed into the window that was left open")
    assert files(places)["passports/101.docx"].read_text() == "first"


def test_a_part_whose_rows_moved_is_not_carried_over(places):
    moved = "update marts.targets set n = 2 where campaign = '2018-11'"
    make_figures(places, "third", moved)
    make(places, PARTS[0], "third")
    assert refusal(places) == f"{PAGES.name} (marts/targets moved)"
    make(places, PAGES, "third")
    assert publish(places) == [TABLE.name]


def test_rows_of_the_years_entry_are_read_too_and_those_of_another_year_are_not(places):
    make_figures(places, "third", "update marts.targets set n = 2 where campaign = '2019-03'")
    make(places, PARTS[0], "third")
    assert publish(places) == [TABLE.name, PAGES.name]
    make_figures(places, "fourth", "update marts.schools set n = 2 where campaign = '2018-03'")
    make(places, PARTS[0], "fourth")
    assert refusal(places) == f"{TABLE.name} (marts/schools moved)"


def test_a_part_whose_code_changed_is_not_carried_over_nor_one_that_older_code_staged(places):
    newer = [PARTS[0], replace(TABLE, code="newer"), PAGES]
    assert refusal(places, newer) == f"{TABLE.name} (its code changed)"
    make(places, TABLE, "by the older code")
    assert refusal(places, newer) == f"{TABLE.name} (its code changed)"


def test_a_part_that_was_touched_after_it_was_sealed_is_not_carried_over(places):
    (places.reports / FINAL / "table_1.csv").write_text("touched")
    (places.reports / FINAL / "passports/101.docx").unlink()
    assert refusal(places) == (
        f"{TABLE.name} (table_1.csv is not as it was sealed), {PAGES.name} (passports/101.docx is gone)"
    )


def test_other_libraries_make_every_part_another(places):
    written = json.loads(seal_file(places, FINAL).read_text())
    written["libraries"]["duckdb"] = "0.0"
    seal_file(places, FINAL).write_text(json.dumps(written))
    assert refusal(places) == ", ".join(f"{part.name} (libraries changed)" for part in PARTS)


def test_without_a_former_release_that_tells_what_it_read_every_part_must_be_made(places):
    written = json.loads(seal_file(places, FINAL).read_text())
    seal_file(places, FINAL).write_text(json.dumps(written | {"parts": {}}))
    assert refusal(places).count("no former release says what it was made of") == len(PARTS)
    seal_file(places, FINAL).unlink()
    assert refusal(places).count("no former release says what it was made of") == len(PARTS)


def test_marts_that_another_campaigns_rows_moved_in_are_not_carried_over(places):
    make_figures(places, "third", "insert into marts.targets values ('2019-11', 1)")
    assert refusal(places) == f"{SNAPSHOT} (targets moved)"


@pytest.mark.parametrize("damage", ["marts", "kept"])
def test_marts_that_are_not_there_whole_are_not_carried_over(places, damage):
    if damage == "marts":
        places.marts.write_text("no database")
    else:
        (places.published / "work.duckdb").unlink()
    assert refusal(places).startswith(f"{SNAPSHOT} (indicators moved, ")
