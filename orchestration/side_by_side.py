"""Work of one step shared out among the machine's cores."""

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Item], Result], items: Collection[Item]) -> Iterator[Result]:
    """What `work` returns for each item, in their order; it begins at once, beside what the caller does until it asks.

    All of it passes between processes, so it must be picklable. A server forks them that runs no thread itself: to fork
    this process, with those of Dagster and DuckDB, might leave a lock that nobody opens.
    """
    if len(items) < 2 or "forkserver" not in multiprocessing.get_all_start_methods():
        return map(work, items)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([getattr(work, "func", work).__module__])
    pool = ProcessPoolExecutor(min(len(items), os.cpu_count() or 1), context)
    results = pool.map(work, items)
    pool.shutdown(wait=False)
    return results
