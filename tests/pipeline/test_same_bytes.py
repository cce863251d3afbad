"""The same inputs, rules and code give the same marts, row for row, and the same reports, byte for byte."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from orchestration.defs.warehouse import SCHEMAS
from orchestration.lineage.recompute import recompute
from orchestration.lineage.seal import NAME, Seal
from orchestration.places import PROJECT
from orchestration.warehouse.contents import NO_CAMPAIGN, contents, of_campaign, published_contents
from orchestration.warehouse.release import held_tables
from tests.pipeline.conftest import land_again

CAMPAIGN = "2018-03"
# what a run writes of the figures of a campaign, in a process of its own
WRITE = """
import sys
from pathlib import Path
from orchestration.forms.campaign import Campaign
from orchestration.lineage.restatements import write_ledger
from orchestration.outgoing.returned_files import write_returned
from orchestration.reports.document.files import write_notes, write_report
from orchestration.reports.document.letters import write_letters
from orchestration.reports.document.signature import write_signature_page
from orchestration.reports.passports.files import write_municipalities, write_passports
from orchestration.reports.tables import tables_of, write_table
work, campaign, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
for n in tables_of(campaign):
    write_table(n, work, campaign, folder)
for write in (write_report, write_notes, write_letters, write_signature_page, write_passports, write_municipalities):
    write(work, campaign, folder)
write_returned(work, Campaign.parse(campaign), folder)
write_ledger(work, campaign, folder)
"""


def test_read_computed_and_written_again_everything_is_the_same(sample_run, sample_raw, compiled, tmp_path):
    work = shutil.copy(sample_run.places.work, tmp_path / "work.duckdb")
    land_again(sample_raw, work)
    with duckdb.connect(sample_run.places.work, read_only=True) as connection:
        first = contents(connection, SCHEMAS)
    with duckdb.connect(work) as connection:
        connection.execute("set threads = 1")
        recompute(connection, compiled)
        second = contents(connection, SCHEMAS)
    assert {place for place in first if first[place] != second[place]} == set()
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", WRITE, str(work), CAMPAIGN, str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, env=elsewhere, check=True)
    released = sample_run.places.reports / CAMPAIGN
    names = {path.relative_to(released) for path in released.rglob("*") if path.is_file()} - {Path(NAME)}
    assert {
        path.relative_to(tmp_path / CAMPAIGN) for path in (tmp_path / CAMPAIGN).rglob("*") if path.is_file()
    } == names
    other = {
        name for name in names if (released / name).read_bytes() != (tmp_path / CAMPAIGN / name).read_bytes()
    }
    assert other == set()
    assert {name.suffix for name in names} == {".csv", ".docx", ".html", ".xlsx"}


def test_what_dbt_told_of_its_tables_is_what_they_hold(final_run):
    with duckdb.connect(final_run.places.work, read_only=True) as connection:
        held = contents(connection, SCHEMAS)
    told = held_tables(final_run.places)
    assert told == {"/".join(table): found.hashes for table, found in held.items()}
    assert set(told["marts/schools"]) == {CAMPAIGN, "2018-11"}
    assert set(told["reference/indicators"]) == {NO_CAMPAIGN}


def test_the_seal_holds_the_rows_that_were_published(sample_run):
    seal = Seal.read(sample_run.places.reports / CAMPAIGN / NAME)
    assert of_campaign(published_contents(sample_run.places.marts), CAMPAIGN).items() >= seal.marts.items()
    assert {"schools", "figures", "restatements", "criteria"} <= seal.marts.keys() | {"restatements"}
    assert len(seal.marts) > 50
