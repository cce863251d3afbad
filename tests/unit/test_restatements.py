"""The ledger as it is kept: what moved is entered once, and each campaign's file holds its own."""

import shutil
from dataclasses import replace

import duckdb

from orchestration.lineage.ledger import Restatement
from orchestration.lineage.restatements import enter, read_entries, write_ledger

CAMPAIGN = "2018-03"


ENTRY = Restatement(CAMPAIGN, "table_1/1/mean", 0.379, 0.38, "rules", "=criteria")


def work_file(folder):
    folder.mkdir()
    with duckdb.connect(folder / "work.duckdb"):
        return folder / "work.duckdb"


def test_a_run_that_died_before_it_was_kept_leaves_no_entry_twice(tmp_path):
    work, kept = work_file(tmp_path / "work"), tmp_path / "kept.duckdb"
    enter(work, kept, "first", "2018-03-21T10:00:00+00:00", [ENTRY])
    shutil.copy(work, kept)
    for publication in ("died", "second"):
        enter(work, kept, publication, "2018-03-22T10:00:00+00:00", [ENTRY])
    assert [row[0] for row in read_entries(work)] == ["first", "second"]


def test_each_campaign_has_its_own_ledger_without_formulas(tmp_path):
    work = work_file(tmp_path / "work")
    other = replace(ENTRY, campaign="2018-11")
    enter(work, tmp_path / "none.duckdb", "first", "2018-03-21T10:00:00+00:00", [ENTRY, other])
    lines = write_ledger(work, CAMPAIGN, tmp_path).read_text(encoding="utf-8").splitlines()
    assert lines == [
        "publication,published_at,campaign,figure,before,after,kind,cause",
        "first,2018-03-21T10:00:00+00:00,2018-03,table_1/1/mean,0.379,0.38,rules,'=criteria",
    ]
