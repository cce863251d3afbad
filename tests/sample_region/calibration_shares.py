"""Whole numbers whose shares have a printed mean, maximum and minimum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

_MOVES = 200_000


class CalibrationError(RuntimeError):
    """A printed cell could not be reached with the schools drawn; says which."""


@dataclass(frozen=True)
class Cell:
    """What the printed row asks of the shares: their sum, and the extremes at printed precision.

    total: sum of the shares; tolerance: how far from it is still the printed mean; decimals: of the extremes;
    greatest, least: printed extremes (None: not printed); at_least: schools that show the least (None: one or more).
    """

    total: float
    tolerance: float
    decimals: int = 2
    greatest: Decimal | None = None
    least: Decimal | None = None
    at_least: int | None = None


def printed_cell(mean: Decimal, schools: int, mean_decimals: int = 0, **extremes) -> Cell:
    """The cell of a printed mean over so many schools, kept to the inner part of its rounding interval.

    mean_decimals: at least so many, where the table cut trailing zeros.
    """
    unit = 10.0 ** -max(mean_decimals, -int(mean.as_tuple().exponent))
    return Cell(float(mean) * schools, 0.3 * unit * schools, **extremes)


def solve(
    rng: np.random.Generator,
    name: str,
    base: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    start: np.ndarray,
    cell: Cell,
    prefer_greatest: Sequence[int] = (),
) -> np.ndarray:
    """Numerators over `base`, each within [low, high], that show exactly what the cell prints.

    start: shares to begin from; prefer_greatest: places that should hold the maximum, if they can.
    Raises CalibrationError where no such numbers were found.
    """
    low, high, base = low.astype(np.int64), high.astype(np.int64), base.astype(float)
    free = np.ones(len(base), dtype=bool)
    half = 0.5 * 10.0**-cell.decimals
    numerators = np.zeros(len(base), dtype=np.int64)
    if cell.greatest is not None:
        top = float(cell.greatest)
        _pin(rng, name, numerators, free, _window(base, low, high, top, half), 1, prefer_greatest)
        high = np.minimum(high, np.ceil(base * (top + half) - 1e-9).astype(np.int64) - 1)
    if cell.least is not None:
        least = float(cell.least)
        window = _window(base, low, high, least, half)
        if least == 0:
            window = (window[0], np.minimum(window[1], 0))
        _pin(rng, name, numerators, free, window, cell.at_least or 1, ())
        edge = least + half if cell.at_least else least - half
        low = np.maximum(low, np.ceil(base * edge - 1e-9).astype(np.int64))
        low = np.maximum(low, 1) if cell.at_least and least == 0 else low
    if (low > high)[free].any():
        raise CalibrationError(
            f"{name}: no whole number of {int((low > high)[free].sum())} schools fits the extremes"
        )
    drawn = np.clip(np.round(base * start), low, high).astype(np.int64)
    numerators = np.where(free, drawn, numerators)
    return _walk(
        rng, name, numerators, base, np.where(free, low, numerators), np.where(free, high, numerators), cell
    )


def _window(base, low, high, value, half) -> tuple[np.ndarray, np.ndarray]:
    """The least and greatest numerator that shows the value once rounded half up."""
    first = np.ceil(base * (value - half) - 1e-9).astype(np.int64)
    last = np.ceil(base * (value + half) - 1e-9).astype(np.int64) - 1
    return np.maximum(low, first), np.minimum(high, last)


def _pin(rng, name, numerators, free, window, count, prefer) -> None:
    fits = np.flatnonzero(free & (window[0] <= window[1]))
    order = [place for place in prefer if place in fits]
    order += [place for place in rng.permutation(fits) if place not in order]
    if len(order) < count:
        raise CalibrationError(f"{name}: {len(order)} schools can show an extreme printed for {count}")
    chosen = order[:count]
    numerators[chosen] = window[0][chosen]
    free[chosen] = False


def _walk(rng, name, numerators, base, low, high, cell) -> np.ndarray:
    """Move single schools by one until the sum of shares lies in the printed interval."""
    missing = cell.total - (numerators / base).sum()
    for _ in range(_MOVES):
        if abs(missing) <= cell.tolerance:
            return numerators
        step = 1 if missing > 0 else -1
        room = (numerators < high) if step > 0 else (numerators > low)
        helpful = np.flatnonzero(room & (np.abs(missing - step / base) < abs(missing)))
        if not len(helpful):
            raise CalibrationError(
                f"{name}: the shares are {missing:.4f} from their printed sum and cannot move"
            )
        place = rng.choice(helpful)
        numerators[place] += step
        missing -= step / base[place]
    raise CalibrationError(f"{name}: the shares did not settle")


def spread_sum(
    rng: np.random.Generator, values: np.ndarray, low: np.ndarray, high: np.ndarray, total: int, name: str
) -> np.ndarray:
    """The values moved by whole steps, within [low, high], until their sum is the total."""
    values = np.clip(values, low, high).astype(np.int64)
    while (missing := int(total - values.sum())) != 0:
        room = np.flatnonzero(values < high if missing > 0 else values > low)
        if not len(room):
            raise CalibrationError(f"{name}: {missing} cannot be spread")
        some = rng.permutation(room)[: abs(missing)]
        values[some] += 1 if missing > 0 else -1
    return values
