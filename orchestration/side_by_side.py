"""Work shared out among the machine's cores: that of one step, and what a run begins before a step asks for it."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection, forkserver
from typing import Any, TypeVar

# what the processes need, loaded once by the server that forks them
LOADED = [
    "orchestration.intake.institute",
    "orchestration.intake.workbooks",
    "orchestration.intake.exams",
    "orchestration.intake.vpr",
    "orchestration.reports.document.files",
    "orchestration.reports.document.letters",
    "orchestration.reports.passports.files",
    "orchestration.reports.pictures.drawn",
]
Item = TypeVar("Item")
Result = TypeVar("Result")


class Ahead:
    """Work that is begun before it is asked for; all of it passes between processes, so it must be picklable."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._begun: dict[str, Future[Any]] = {}

    def begin(self, name: str, work: Callable[[], object]) -> None:
        """Start the work beside this process, as soon as a core is free."""
        self._pool = self._pool or _processes(os.cpu_count() or 1)
        self._begun[name] = self._pool.submit(work)

    def begun(self, name: str) -> Callable[[], Any] | None:
        """Waits for what was begun under the name, and returns or raises what that does; None where nothing was."""
        begun = self._begun.pop(name, None)
        return begun.result if begun else None

    def close(self) -> None:
        """Leave off what nobody asked for."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def get_ready() -> None:
    """Start the server, where none runs yet: it loads what is needed while the caller goes on."""
    forkserver.set_forkserver_preload(LOADED)
    forkserver.ensure_running()


def side_by_side(work: Callable[[Item], Result], items: Collection[Item]) -> Iterator[Result]:
    """What `work` returns for each item, in their order; it begins at once, beside what the caller does until it asks.

    All of it passes between processes, so it must be picklable.
    """
    if len(items) < 2:
        return map(work, items)
    pool = _processes(min(len(items), os.cpu_count() or 1))
    results = pool.map(work, items)
    pool.shutdown(wait=False)
    return results


def _processes(most: int) -> ProcessPoolExecutor:
    get_ready()
    # the server that forks them runs no thread itself: to fork this process, with those of Dagster and DuckDB, might
    # leave a lock that nobody opens
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(most, context, initializer=_for_one_run)


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
