"""Runs as their user starts them, each made once for all processes of the tests."""

import fcntl
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from orchestration.places import PROJECT, Places

Made = TypeVar("Made")


@dataclass(frozen=True)
class CommandRun:
    """A finished `report` command: where it wrote and what it said."""

    places: Places
    output: str
    status: int


def run_report(raw: Path, home: Path, campaign: str = "2018-03", **environment: str) -> CommandRun:
    """The command behind `make report`, with a Dagster instance of its own."""
    instance = home / "dagster"
    instance.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "orchestration" / "dagster.yaml", instance)
    command = [sys.executable, "-m", "orchestration", "report", "--campaign", campaign]
    done = subprocess.run(
        [*command, "--raw", str(raw), "--home", str(home)],
        cwd=PROJECT,
        env={**os.environ, "DAGSTER_HOME": str(instance), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return CommandRun(Places(raw.resolve(), home.resolve()), done.stdout, done.returncode)


class Once(Protocol):
    """once(name, make): what `make` of a new folder returns; the first process that asks makes it, the others wait."""

    def __call__(self, name: str, make: Callable[[Path], Made]) -> Made: ...


def once_in(shared: Path) -> Once:
    """For all processes that are given the same folder; what is made has to be picklable."""

    def once(name: str, make: Callable[[Path], Made]) -> Made:
        folder, made = shared / name, shared / f"{name}.made"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                made.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(made.read_bytes())

    return once


def of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this session of tests that pytest-xdist's processes have in common."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
