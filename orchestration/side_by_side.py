"""Work beside a run, on the core that would else wait: what it begins before a step asks for it."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import connection, forkserver
from typing import Any

# what the processes need, loaded once by the server that forks them
LOADED = [
    "orchestration.intake.institute",
    "orchestration.intake.workbooks",
    "orchestration.intake.exams",
    "orchestration.intake.vpr",
    "orchestration.reports.document.files",
    "orchestration.reports.document.letters",
    "orchestration.reports.passports.files",
    "orchestration.reports.compiled",
    "orchestration.reports.pictures.drawn",
]


class Ahead:
    """Work that is begun before it is asked for; all of it passes between processes, so it must be picklable."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._begun: dict[str, Future[Any]] = {}
        self._kept = ExitStack()

    def keep_open(self, opened: AbstractContextManager[object]) -> None:
        """Leave something open till the run ends, for whoever opens it again."""
        self._kept.enter_context(opened)

    def begin(self, name: str, work: Callable[[], object]) -> None:
        """Start the work beside this process, as soon as a core is free."""
        self._pool = self._pool or _processes()
        self._begun[name] = self._pool.submit(work)

    def begun(self, name: str) -> Callable[[], Any] | None:
        """Waits for what was begun under the name, and returns or raises what that does; None where nothing was."""
        begun = self._begun.pop(name, None)
        return begun.result if begun else None

    def close(self) -> None:
        """Close what was kept open, and leave off what nobody asked for."""
        self._kept.close()
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def get_ready() -> None:
    """Start the server, where none runs yet: it loads what is needed while the caller goes on."""
    forkserver.set_forkserver_preload(LOADED)
    forkserver.ensure_running()


def _processes() -> ProcessPoolExecutor:
    get_ready()
    # the server that forks them runs no thread itself: to fork this process, with those of Dagster and DuckDB, might
    # leave a lock that nobody opens
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(os.cpu_count() or 1, context, initializer=_for_one_run)


def _for_one_run() -> None:
    """A process of a run ends with it, else it would wait for work for ever; till then it looks for no garbage.

    To look takes a third of the time that a report does.
    """
    gc.disable()
    asking = multiprocessing.parent_process()
    if asking is not None:
        threading.Thread(target=_end_after, args=[asking.sentinel], daemon=True).start()


def _end_after(process: int) -> None:
    connection.wait([process])
    os._exit(1)
