"""The included schools of a made region, with the answers being brought to the printed figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .calibration_shares import Cell, printed_cell, solve
from .population_answers import blanks
from .printed import PrintedTables


class Included:
    """The included schools of a plan, with the answers being calibrated."""

    def __init__(
        self, rng: np.random.Generator, plan: pd.DataFrame, answers: pd.DataFrame, printed: PrintedTables
    ):
        self.rng, self.plan, self.answers, self.printed = rng, plan, answers, printed
        self.codes = plan.index[plan["cluster"] != ""]
        self.blank = set(blanks(plan))

    def answered(self, *variables: str) -> pd.Index:
        """Included schools without a blank in these variables."""
        return self.codes[[all((v, code) not in self.blank for v in variables) for code in self.codes]]

    def whole(self, variable: str, codes: pd.Index) -> np.ndarray:
        """The answers to one variable as whole numbers."""
        return self.answers.loc[codes, variable].to_numpy().astype(np.int64)

    def cell(
        self, indicator: int, schools: int, decimals: int = 2, at_least: int | None = None, **changes
    ) -> Cell:
        """The printed row of an indicator as the solver wants it."""
        row: Any = self.printed.indicators.loc[indicator]
        extremes = {"greatest": row["max"], "least": row["min"], **changes}
        return printed_cell(row["mean"], schools, decimals=decimals, at_least=at_least, **extremes)

    def share(
        self, indicator, numerator, denominator, spread, low=None, high=None, start=None, **cell
    ) -> None:
        """Draw and settle the numerators of one indicator."""
        codes = self.answered(numerator, denominator) if denominator else self.answered(numerator)
        base = self.whole(denominator, codes) if denominator else np.ones(len(codes), dtype=np.int64)
        mean = float(self.printed.value(indicator, "mean"))
        first = self.rng.normal(mean, spread, len(codes)) if start is None else start.loc[codes].to_numpy()
        least = np.zeros(len(codes)) if low is None else low.loc[codes].to_numpy()
        most = base if high is None else high.loc[codes].to_numpy()
        shown = self.cell(indicator, len(codes), **cell)
        self.answers.loc[codes, numerator] = solve(
            self.rng, f"indicator {indicator}", base, least, most, first, shown
        )
