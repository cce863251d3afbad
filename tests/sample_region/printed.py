"""The printed Tables 1 and 5 of the report: the facts a calibrated sample region arrives at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "printed"
TOTAL_ROW = "ИТОГО"


@dataclass(frozen=True)
class PrintedTables:
    """Both tables as printed: numbers as exact decimals, notes as counts.

    indicators: index indicator number; mean, max, min (Decimal or None), mean_note, min_note, max_note (int or None).
    clusters: index municipality name, in the printed order; low_results, adverse_conditions, both (schools).
    """

    indicators: pd.DataFrame
    clusters: pd.DataFrame

    def value(self, indicator: int, cell: str) -> Decimal:
        """The number printed in one cell; KeyError where the cell prints none."""
        found: Any = self.indicators.at[indicator, cell]
        if found is None:
            raise KeyError(f"indicator {indicator} prints no {cell}")
        return found

    def note(self, indicator: int, cell: str) -> int:
        """The count printed in the note of one cell (schools or persons)."""
        found: Any = self.indicators.at[indicator, f"{cell}_note"]
        return int(found)


def read_printed(folder: Path = FOLDER) -> PrintedTables:
    """Read both tables from the CSV files of the printed report.

    Raises FileNotFoundError when one is absent. Source: the report's Tables 1 and 5.
    """
    table_1 = pd.read_csv(folder / "table_1_start_diagnostics.csv", dtype=str, keep_default_na=False)
    numbers = table_1.set_index(table_1["no"].astype(int))[["mean", "max", "min"]]
    notes = table_1.set_index(table_1["no"].astype(int))[["mean_note", "max_note", "min_note"]]
    indicators = pd.concat(
        [
            numbers.map(lambda text: Decimal(text) if text else None).astype(object),
            notes.map(lambda text: int(text) if text else None).astype(object),
        ],
        axis=1,
    )
    indicators = indicators.astype(object).where(indicators.notna(), None)
    table_5 = pd.read_csv(folder / "table_5_clusters.csv").set_index("municipality_ru")
    clusters = table_5.drop(index=TOTAL_ROW)[["low_results", "adverse_conditions", "both"]]
    return PrintedTables(indicators, clusters)
