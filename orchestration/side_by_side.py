"""Work of one step shared out among the machine's cores."""

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver
from typing import TypeVar

# what the processes need, loaded once by the server that forks them
LOADED = ["orchestration.reports.pictures.gallery"]
Item = TypeVar("Item")
Result = TypeVar("Result")


def get_ready() -> None:
    """Start the server, where none runs yet: it loads what is needed while the caller goes on."""
    forkserver.set_forkserver_preload(LOADED)
    forkserver.ensure_running()


def side_by_side(work: Callable[[Item], Result], items: Collection[Item]) -> Iterator[Result]:
    """What `work` returns for each item, in their order; it begins at once, beside what the caller does until it asks.

    All of it passes between processes, so it must be picklable. A server forks them that runs no thread itself: to fork
    this process, with those of Dagster and DuckDB, might leave a lock that nobody opens.
    """
    if len(items) < 2:
        return map(work, items)
    get_ready()
    pool = ProcessPoolExecutor(
        min(len(items), os.cpu_count() or 1), multiprocessing.get_context("forkserver")
    )
    results = pool.map(work, items)
    pool.shutdown(wait=False)
    return results
