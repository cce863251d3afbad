"""A release goes out whole or not at all, whenever the run is killed; and only past the ledger, whoever makes it."""

import os
import shutil
import signal
import time
from hashlib import sha256
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.definitions import reports, seal
from orchestration.defs.resources import Region
from orchestration.defs.warehouse import marts_snapshot
from orchestration.lineage.publications import Publication
from orchestration.lineage.seal import NAME, Seal
from orchestration.places import Places
from orchestration.side_by_side import Ahead
from orchestration.warehouse.parts import Part, UnfinishedError, lay_together
from orchestration.warehouse.release import SNAPSHOT, GateShutError, open_gate, release, staging
from tests.pipeline.runs import run_report

CAMPAIGN = "2018-03"
PARTS = [Part(name, (), "code") for name in (SNAPSHOT, f"{CAMPAIGN}/table_1", f"{CAMPAIGN}/passports")]


@pytest.fixture
def places(tmp_path):
    """A region whose release `old` is out; what the file of figures holds is no matter here."""
    found = Places(tmp_path / "raw", tmp_path / "home")
    found.work.parent.mkdir(parents=True)
    found.work.write_text("figures")
    stage(found, "old", schools=("101", "102"))
    release(found, CAMPAIGN)
    return found


def stage(places, edition, schools=("101",)):
    """Reports, seal, marts and kept state of an edition, each with its name in it."""
    open_gate(places, edition, {})
    with staging(places, SNAPSHOT, "code") as folder:
        (folder / "marts.duckdb").write_text(edition)
        (folder / "published").mkdir()
        (folder / "published" / "work.duckdb").write_text(edition)
    with staging(places, f"{CAMPAIGN}/table_1", "code") as folder:
        (folder / CAMPAIGN).mkdir()
        (folder / CAMPAIGN / "table_1.csv").write_text(edition)
    with staging(places, f"{CAMPAIGN}/passports", "code") as folder:
        (folder / CAMPAIGN / "passports").mkdir(parents=True)
        for school in schools:
            (folder / CAMPAIGN / "passports" / f"{school}.html").write_text(edition)
    folder = lay_together(places, CAMPAIGN, PARTS).folder
    made = {path.relative_to(folder).as_posix(): "" for path in folder.rglob("*") if path.is_file()}
    Seal(CAMPAIGN, edition, "", {}, {}, {}, {}, made, {}).write(folder / NAME)


def out(places):
    """What a reader finds: of each file its edition, seals by theirs."""
    found = {
        path.relative_to(places.home).as_posix(): path.read_text()
        for path in [*places.reports.rglob("*"), places.marts, *places.published.rglob("*")]
        if path.is_file()
    }
    seal = f"reports/{CAMPAIGN}/{NAME}"
    return found | ({seal: Seal.read(places.home / seal).run_id} if seal in found else {})


def killed_at(n, places):
    """Put the staged release in place in a process that is killed before its n-th change of a file; whether it was."""
    child = os.fork()
    if not child:
        left = iter(range(n))

        def counted(change):
            def wrapped(*args, **kwargs):
                if next(left, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return change(*args, **kwargs)

            return wrapped

        for name in ("rename", "replace", "unlink", "mkdir"):
            setattr(Path, name, counted(getattr(Path, name)))
        setattr(shutil, "rmtree", counted(shutil.rmtree))  # noqa: B010 - mypy knows it as a constant
        release(places, CAMPAIGN)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_release_takes_the_place_of_the_former_one_with_all_its_files(places):
    stage(places, "new")
    assert set(out(places).values()) == {"old"}
    release(places, CAMPAIGN)
    found = out(places)
    assert set(found.values()) == {"new"}
    assert "reports/2018-03/passports/102.html" not in found
    assert len(found) == 5


def test_killed_anywhere_it_is_the_former_release_whole_or_the_new_one_whole(places, tmp_path):
    stage(places, "new")
    seen = []
    for n in range(50):
        tried = Places(places.raw, tmp_path / f"home_{n}")
        shutil.copytree(places.home, tried.home)
        was_killed = killed_at(n, tried)
        at_once = {name: edition for name, edition in out(tried).items() if name.startswith("reports/")}
        assert len(set(at_once.values())) < 2, n
        # the next run, whatever it is of, begins with its own figures
        tried.work.write_text("other figures")
        open_gate(tried, "next", {})
        found = out(tried)
        assert len(set(found.values())) == 1, n
        assert len(found) == {"old": 6, "new": 5}[found[f"reports/{CAMPAIGN}/{NAME}"]], n
        seen.append(found[f"reports/{CAMPAIGN}/{NAME}"])
        if not was_killed:
            break
    assert len(seen) > 10
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {"old", "new"}


def test_blank_forms_and_what_somebody_laid_beside_the_reports_stay(places):
    mine = {"forms/101.xlsx": "blank", "signed.pdf": "scan", "passports/remark.txt": "mine"}
    for name, text in mine.items():
        file = places.reports / CAMPAIGN / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    stage(places, "new")
    release(places, CAMPAIGN)
    for name, text in mine.items():
        assert (places.reports / CAMPAIGN / name).read_text() == text
    assert len(out(places)) == 5 + len(mine)


def test_whoever_writes_the_figures_shuts_the_gate(places):
    stage(places, "new")
    time.sleep(0.01)
    places.work.write_text("Figures")
    for refused in (
        lambda: staging(places, f"{CAMPAIGN}/table_1", "code").__enter__(),
        lambda: lay_together(places, CAMPAIGN, PARTS),
        lambda: release(places, CAMPAIGN),
    ):
        with pytest.raises(GateShutError, match="job `campaign`"):
            refused()
    assert set(out(places).values()) == {"old"}


def test_a_write_that_waits_in_the_log_shuts_it_too(places):
    places.work.with_name("work.duckdb.wal").write_text("one row")
    with pytest.raises(GateShutError):
        lay_together(places, CAMPAIGN, PARTS)


def test_a_release_that_lacks_a_report_does_not_go_out(places):
    open_gate(places, "new", {})
    with staging(places, SNAPSHOT, "code"), pytest.raises(UnfinishedError) as error:
        lay_together(places, CAMPAIGN, PARTS)
    with pytest.raises(ZeroDivisionError), staging(places, f"{CAMPAIGN}/passports", "code"):
        _ = 1 / 0
    assert all(part.name in str(error.value) for part in PARTS)
    with pytest.raises(UnfinishedError, match=r"2018-03/table_1 \(.*\), 2018-03/passports \(.*\)$"):
        lay_together(places, CAMPAIGN, PARTS)


@pytest.mark.parametrize("asset", [marts_snapshot, *reports, seal], ids=lambda asset: asset.key.path[-1])
def test_by_hand_nothing_is_made_of_figures_that_the_ledger_did_not_see(places, asset):
    region = Region(raw=str(places.raw), home=str(places.home))
    time.sleep(0.01)
    places.work.write_text("Figures")
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises(GateShutError):
        dg.materialize(
            [asset],
            partition_key=CAMPAIGN if asset.partitions_def else None,
            instance=instance,
            resources={"region": region, "ahead": Ahead()},
        )
    assert set(out(places).values()) == {"old"}


def test_a_run_that_moves_a_figure_and_cannot_say_why_publishes_nothing(damaged, planted, tmp_path):
    home = shutil.copytree(damaged.places.home, tmp_path / "home")
    places = Places(damaged.places.raw, home)
    kept = Publication(places.published)
    with duckdb.connect(kept.work) as connection:
        # as if what went out then had been computed otherwise, and nothing of it was kept
        connection.execute("update marts.table_1_start_diagnostics set mean = mean + 1 where no in (16, 25)")
    before = published(places)
    run = run_report(planted[0], home)
    assert run.status == 1
    assert "UnexplainedError: no libraries changed, and yet there moved" in run.output
    assert "2018-03 table_1/16/mean, 2018-03 table_1/25/mean (2 figures)" in run.output
    assert "the former tables and marts stay as they were" in run.output
    assert published(places) == before
    assert "made reports/" not in run.output


def published(places):
    """What readers see, and what the next ledger begins from, by hash."""
    files = [*places.reports.rglob("*"), places.marts, *places.published.rglob("*")]
    return {file: sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}
