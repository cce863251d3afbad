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

    All of it passes between processes, so it must be picklable. Where a process begins with nothing (not on Linux) it
    would load more than it saves: there the caller does the work.
    """
    if len(items) < 2 or multiprocessing.get_start_method() != "fork":
        return map(work, items)
    pool = ProcessPoolExecutor(min(len(items), os.cpu_count() or 1))
    results = pool.map(work, items)
    pool.shutdown(wait=False)
    return results
