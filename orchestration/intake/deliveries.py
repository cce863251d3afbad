"""What every source hands on: its rows, its files, and what was set aside of them."""

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.forms.file_names import shown_name
from orchestration.forms.rules import rules
from orchestration.intake.repairs import Step, repairs


@dataclass(frozen=True)
class SentFile:
    """A file of a campaign: how it is called wherever it is told of, and the hash of its bytes."""

    path: Path
    name: str
    sha256: str

    @classmethod
    def at(cls, path: Path, raw: Path) -> "SentFile":
        """The file at `path` below the folder `raw`, strangers' words in its name masked."""
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return cls(path, shown_name(path, raw), digest)

    @property
    def place(self) -> "Place":
        """The file as a whole."""
        return Place(self.name, self.sha256)


@dataclass(frozen=True)
class Place:
    """Where a value stands, as the sender sees it: sheet and cell of a workbook, or line of an export."""

    file: str
    sha256: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    @classmethod
    def of(cls, row: Mapping[Hashable, Any], cell: str = "cell") -> "Place":
        """The place of a row of cells; `cell` names the column with the address."""
        return cls(row["file"], row["file_sha256"], row["sheet"], row[cell])


@dataclass(frozen=True)
class Problem:
    """One thing set aside or doubted: which rule, where, about whom, and the value as far as it may be shown."""

    rule: str
    place: Place
    value: str = ""
    limit: str = ""
    municipality_code: str | None = None
    entity: str | None = None
    variable: str | None = None

    def as_row(self) -> dict[str, object]:
        """The problem as a row of a set-aside table, in the words of rules.csv."""
        rule = rules()[self.rule]
        return {
            "municipality_code": self.municipality_code,
            "entity": self.entity,
            "variable": self.variable,
            "file": self.place.file,
            "file_sha256": self.place.sha256,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "line": self.place.line,
            "shown": self.value,
            "rule": self.rule,
            "severity": rule.severity,
            "sentence_ru": rule.says(self.value, self.limit),
            "remedy_ru": rule.remedy,
        }


@dataclass(frozen=True)
class Repair:
    """One step of reading a cell that was read without doubt though not as it stood; variable None in a row's key."""

    step: Step
    place: Place
    municipality_code: str | None = None
    entity: str | None = None
    variable: str | None = None

    def as_row(self) -> dict[str, object]:
        """The repair as a row of a repairs table, in the words of repairs.csv."""
        return {
            "municipality_code": self.municipality_code,
            "entity": self.entity,
            "variable": self.variable,
            "file": self.place.file,
            "file_sha256": self.place.sha256,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "rule": self.step.rule,
            "before": self.step.before,
            "after": self.step.after,
            "sentence_ru": repairs()[self.step.rule]["sentence_ru"],
        }


@dataclass
class Delivery:
    """One file that came, or one that did not; rows in = rows kept + rows set aside."""

    file: str | None
    sha256: str | None = None
    municipality_code: str | None = None
    variant: str | None = None
    state: str = "read"  # read, missing, unreadable, protected, refused or superseded (by a corrected one)
    rows_in: int = 0
    rows_set_aside: int = 0
    rows_kept: int = 0  # counted in the tables that are handed on
    message_ru: str = ""

    def as_row(self) -> dict[str, object]:
        """The delivery as a row of a deliveries table."""
        return {
            "municipality_code": self.municipality_code,
            "file": self.file,
            "file_sha256": self.sha256,
            "variant": self.variant,
            "state": self.state,
            "rows_in": self.rows_in,
            "rows_kept": self.rows_kept,
            "rows_set_aside": self.rows_set_aside,
            "message_ru": self.message_ru,
        }

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(str(self.file), str(self.sha256))

    def refuse(self, problem: Problem, state: str) -> Problem:
        """Mark the delivery as not read because of `problem`; the problem is handed back to be recorded."""
        self.state = state
        self.message_ru = str(problem.as_row()["sentence_ru"])
        return problem


def missing(problem: Problem) -> tuple[Delivery, Problem]:
    """What was expected and did not come: a delivery without a file, and the problem."""
    delivery = Delivery(None, municipality_code=problem.municipality_code)
    return delivery, delivery.refuse(problem, "missing")


@dataclass
class Intake:
    """Everything one source of one campaign gave.

    beside: what is handed on beside rows, deliveries and problems, as tables `<source>_<name>`.
    """

    source: str  # such as registry, answers or training: also the name of its table
    campaign: str
    rows: pd.DataFrame
    deliveries: list[Delivery] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    beside: dict[str, pd.DataFrame] = field(default_factory=dict)

    def miss(self, absent: Iterable[tuple[Delivery, Problem]]) -> None:
        """Tell of what did not come."""
        for delivery, problem in absent:
            self.deliveries.append(delivery)
            self.problems.append(problem)
