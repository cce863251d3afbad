"""Campaigns: a year and a wave, and the years they speak of."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


@dataclass(frozen=True)
class Wave:
    """A monitoring wave as dbt_project/seeds/waves.csv declares it; the warehouse reads the same rows."""

    name: str
    month: int
    reporting_year_offset: int
    exam_year_first_offset: int
    exam_year_last_offset: int


@cache
def waves() -> tuple[Wave, ...]:
    """All waves of a year, in calendar order."""
    with (SEEDS / "waves.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    found = [
        Wave(
            row["wave"],
            int(row["month"]),
            int(row["reporting_year_offset"]),
            int(row["exam_year_first_offset"]),
            int(row["exam_year_last_offset"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda wave: wave.month))


@dataclass(frozen=True)
class Deadline:
    """Until when a wave's files are awaited, from the campaign `valid_from` on: day of its month, time in Moscow `18:00`."""

    wave: str
    valid_from: str
    day: int
    time: str


@cache
def deadlines() -> tuple[Deadline, ...]:
    """All rows of dbt_project/seeds/deadlines.csv, the former before the later."""
    with (SEEDS / "deadlines.csv").open(encoding="utf-8") as source:
        rows = csv.DictReader(source)
        found = [Deadline(row["wave"], row["valid_from"], int(row["day"]), row["time"]) for row in rows]
    return tuple(sorted(found, key=lambda row: row.valid_from))


def first_campaign() -> str:
    """The key of the first campaign that any rule set is for: of an earlier one nobody could tell who is in the project."""
    with (SEEDS / "rule_sets.csv").open(encoding="utf-8") as source:
        return min(row["valid_from"] for row in csv.DictReader(source))


@dataclass(frozen=True)
class Campaign:
    """One wave of one year, written `2018-03`.

    Source: methodology.md, Which years a campaign speaks of.
    """

    year: int
    wave: Wave

    @classmethod
    def parse(cls, key: str) -> "Campaign":
        """`2018-03` -> the entry wave of 2018; raises ValueError where no wave has that month."""
        year, _, month = key.partition("-")
        wave = next((wave for wave in waves() if month == f"{wave.month:02}"), None)
        if wave is None or not year.isdigit():
            months = ", ".join(f"{wave.month:02} ({wave.name})" for wave in waves())
            raise ValueError(f"{key!r} is no campaign: write YYYY-MM with a month of {months}")
        return cls(int(year), wave)

    @property
    def key(self) -> str:
        """The campaign as partitions, folders and tables write it."""
        return f"{self.year}-{self.wave.month:02}"

    @property
    def entry(self) -> "Campaign":
        """The campaign that started the year, and made its list: 2018-11 -> 2018-03, which is its own."""
        return Campaign(self.year, waves()[0])

    @property
    def deadline(self) -> Deadline:
        """The latest that holds by this campaign. Raises LookupError where none does yet."""
        found = [row for row in deadlines() if row.wave == self.wave.name and row.valid_from <= self.key]
        if not found:
            raise LookupError(f"dbt_project/seeds/deadlines.csv has no row for campaign {self.key}")
        return found[-1]

    @property
    def exam_years(self) -> range:
        """The three exam years the criteria pool."""
        return range(
            self.year + self.wave.exam_year_first_offset, self.year + self.wave.exam_year_last_offset + 1
        )

    @property
    def heading_years(self) -> dict[str, str]:
        """Years that headings name: the latest 20 September before the wave and the two before it."""
        latest = self.year + self.wave.reporting_year_offset
        return {f"september_{back}": str(latest - back) for back in range(3)}
