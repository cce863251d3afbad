"""Files that appear whole or not at all: written beside their place, then moved there in one step."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def put_in_place(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Temporary siblings of the targets, in their order, moved over them when the block ends well.

    All siblings reach the disk before the first is moved, so that a kill leaves a mixed set only between two renames.
    When the block fails the targets stay as they were. One writer at a time: a sibling that a killed run
    left behind is removed first. Raises FileNotFoundError where the block did not write one of them.
    """
    siblings = [target.with_name(f".{target.name}.writing") for target in targets]
    for folder in {target.parent for target in targets}:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        for sibling in siblings:
            sibling.unlink(missing_ok=True)
        yield siblings
        with ThreadPoolExecutor() as pool:  # the disk writes many down in the time of one
            list(pool.map(sync, siblings))
        for sibling, target in zip(siblings, targets, strict=True):
            sibling.replace(target)
        # without this a power cut may still undo the renames
        for folder in {target.parent for target in targets}:
            sync(folder)
    finally:
        for sibling in siblings:
            sibling.unlink(missing_ok=True)


def write_in_place(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write these files as put_in_place moves them, all or none; returns their paths."""
    with put_in_place(list(contents)) as siblings:
        for sibling, content in zip(siblings, contents.values(), strict=True):
            sibling.write_bytes(content)
    return list(contents)


def sync(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
