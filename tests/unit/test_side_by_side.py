"""Work begun in other processes: what it returns, what it raises, and that it ends with whoever asked for it."""

import os
import signal
import subprocess
import sys
import time
import traceback
from contextlib import ExitStack
from functools import partial

import dagster as dg
import pandas as pd
import pytest

from orchestration.defs.intake import intake_asset
from orchestration.defs.resources import Region
from orchestration.intake.deliveries import Delivery, Intake
from orchestration.intake.shield import ReadingFailedError, shielded
from orchestration.intake.values import read_value
from orchestration.side_by_side import Ahead

KILLED = """
import os, time
from orchestration.side_by_side import Ahead
if __name__ == "__main__":
    ahead = Ahead()
    ahead.begin("process", os.getpid)
    print(ahead.begun("process")(), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def ahead():
    begun = Ahead()
    yield begun
    begun.close()


def test_what_was_begun_is_handed_over_once_by_its_name(ahead):
    ahead.begin("process", os.getpid)
    ahead.begin("three", partial(int, "3"))
    assert ahead.begun("three")() == 3
    assert ahead.begun("process")() != os.getpid()
    assert ahead.begun("process") is None
    assert ahead.begun("never begun") is None


def test_what_is_kept_open_is_open_till_the_run_ends():
    ahead = Ahead()
    ended: list[str] = []
    with ExitStack() as opened:
        opened.callback(ended.append, "closed")
        ahead.keep_open(opened.pop_all())
    assert ended == []
    ahead.close()
    assert ended == ["closed"]


def test_what_broke_is_raised_where_it_is_asked_for(ahead):
    ahead.begin("broken", partial(int, "x"))
    with pytest.raises(ValueError, match="invalid literal"):
        ahead.begun("broken")()


def test_reading_that_breaks_in_another_process_is_told_without_a_word_of_what_was_read(ahead):
    ahead.begin("answers", partial(shielded, partial(read_value, "Жмыхов", None)))  # type: ignore[arg-type]
    with pytest.raises(ReadingFailedError, match=r"orchestration/intake/repairs\.py") as caught:
        shielded(ahead.begun("answers"))
    assert "Жмыхов" not in "".join(traceback.format_exception(caught.value))


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_does_not_outlive_the_run_that_asked_for_it():
    run = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    process = int(run.stdout.readline())
    assert is_alive(process)
    run.send_signal(signal.SIGKILL)
    run.wait()
    deadline = time.monotonic() + 30
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(process)


class Watched(Ahead):
    """What was begun, without beginning it."""

    def __init__(self):
        super().__init__()
        self.works = {}

    def begin(self, name, work):
        self.works[name] = work

    def begun(self, name):
        return self.works.get(name)


def read_process(campaign):
    """A journal of receipt; the process that read it is told in its delivery's message."""
    delivery = Delivery(None, message_ru=str(os.getpid()))
    return Intake("received", campaign.key, pd.DataFrame(), [delivery])


@pytest.mark.parametrize("asked", [["vpr_results"], ["received", "vpr_results"]])
def test_a_source_begins_those_that_wait_for_it_where_the_run_is_to_read_them(tmp_path, asked):
    def vpr(places, campaign):
        return lambda: Intake("vpr_results", campaign.key, pd.DataFrame(), [Delivery(None)])

    def received(places, campaign):
        return partial(read_process, campaign)

    def others(places, campaign):
        return {"received": received(places, campaign)}

    first = intake_asset("vpr_results", "vpr_exports", "", vpr, then=others)
    second = intake_asset("received", "received", "", received, dg.AssetKey(["intake", "vpr_results"]))
    ahead = Watched()
    region = Region(raw=str(tmp_path / "raw"), home=str(tmp_path / "home"))
    done = dg.materialize(
        [first, second],
        partition_key="2018-03",
        selection=[
            *(key for source in asked for key in {"vpr_results": first, "received": second}[source].keys)
        ],
        resources={"region": region, "ahead": ahead},
    )
    assert done.success
    assert list(ahead.works) == [f"intake/{source}" for source in asked if source == "received"]
