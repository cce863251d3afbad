"""What a reader computes who takes published sums from each other: in one table, between tables, between editions."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

Cell = TypeVar("Cell", bound=Hashable)
NEGLIGIBLE = 1e-9


def computable(
    printed: Sequence[frozenset[Cell]], hidden: Mapping[str, frozenset[Cell]]
) -> dict[str, list[int]]:
    """The hidden groups whose sum follows from the printed sums, each with the places of those that tell it.

    printed: of each published sum the cells that it adds up; hidden: by name the cells of each group that nobody may
    know. A group is told where its cells are a linear combination of the printed sums', in however many steps; what
    follows from no count being below zero alone is suppression.recoverable's.
    """
    cells = {cell: place for place, cell in enumerate(frozenset().union(*printed, *hidden.values()))}
    if not printed or not hidden:
        return {}
    told, asked = (_indicators(sets, cells) for sets in (printed, list(hidden.values())))
    missed = _missed(told, asked)
    return {
        name: _needed(told, asked[[number]])
        for number, name in enumerate(hidden)
        if missed[number] < NEGLIGIBLE
    }


def _missed(told: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """How far each asked sum stays from the nearest combination of the told ones."""
    weights, *_ = np.linalg.lstsq(told.T, asked.T, rcond=None)
    return np.asarray(np.abs(told.T @ weights - asked.T).max(axis=0))


def _needed(told: np.ndarray, asked: np.ndarray) -> list[int]:
    """The places of some told sums that give the asked one, none of which could be left out."""
    places = list(range(len(told)))
    for place in range(len(told)):
        others = [other for other in places if other != place]
        if others and _missed(told[others], asked)[0] < NEGLIGIBLE:
            places = others
    return places


def _indicators(sets: Sequence[frozenset[Cell]], cells: Mapping[Cell, int]) -> np.ndarray:
    """A row per set, 1 for each of its cells."""
    rows = np.zeros((len(sets), len(cells)))
    for number, members in enumerate(sets):
        rows[number, [cells[cell] for cell in members]] = 1
    return rows
