"""The catalogue of indicators as pictures label them."""

from dataclasses import dataclass

import duckdb

from orchestration.reports.marts import reference_rows
from orchestration.reports.russian import Number, number_text, rounded
from orchestration.reports.wording import NO_DATA

TOPICS = {
    "results": "результаты обучения и экзамены",
    "pupils": "олимпиады, занятость обучающихся, учёт",
    "staff": "кадры и методическая работа",
}


@dataclass(frozen=True)
class Indicator:
    """An indicator of the catalogue. key: as the marts name it; label: short name, Russian."""

    no: int
    key: str
    label: str
    topic: str
    unit: str
    decimals: int

    @property
    def title(self) -> str:
        """Number and short name."""
        return f"{self.no}. {self.label}"

    def text(self, value: Number | None) -> str:
        """A mean of the indicator as printed; of yes and no it is the share of schools, in per cent."""
        if value is None:
            return NO_DATA
        if self.unit == "yes_no":
            return f"{number_text(rounded(float(value) * 100, 0))} %"
        return number_text(rounded(value, self.decimals))


def catalogue(connection: duckdb.DuckDBPyConnection, topic: str | None = None) -> list[Indicator]:
    """The indicators, or those of one topic, in the order of Table 1."""
    found = [
        Indicator(
            int(row["no"]),
            row["indicator"],
            row["label_ru"],
            row["topic"],
            row["unit"],
            int(row["mean_decimals"]),
        )
        for row in reference_rows(connection, "indicators")
    ]
    return sorted((each for each in found if topic in (None, each.topic)), key=lambda indicator: indicator.no)
