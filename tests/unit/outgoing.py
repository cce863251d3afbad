"""What the tests of outgoing workbooks share: the small region landed, and its files."""

from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl import Workbook

from orchestration.forms.campaign import Campaign
from orchestration.intake.deliveries import Intake
from orchestration.intake.registry import as_waiting, read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from orchestration.outgoing.blank_forms import write_blank_forms
from orchestration.outgoing.returned_files import write_returned
from orchestration.warehouse.landing import land, landed_registry, tables_of


@dataclass(frozen=True)
class Post:
    """A region's post: what lies in raw, read and landed in a work file, and what goes out."""

    raw: Path
    home: Path
    campaign: Campaign

    @property
    def work(self) -> Path:
        return self.home / "work.duckdb"

    @property
    def sent(self) -> Path:
        return self.raw / self.campaign.key / "municipal"

    def read(self) -> Intake:
        """Read and land everything that lies in raw."""
        registry = read_registry(self.raw, self.campaign)
        answers = read_workbooks(self.raw, self.campaign, schools_of(registry.rows))
        land(self.work, self.campaign.key, tables_of(registry))
        answers.problems = as_waiting(answers.problems, landed_registry(self.work, self.campaign.key)[1])
        land(self.work, self.campaign.key, tables_of(answers))
        return answers

    def give_back(self) -> dict[str, int]:
        """Read what was sent and write what goes back."""
        self.read()
        return write_returned(self.work, self.campaign, self.home)

    def returned(self, code: str) -> Path:
        return self.home / self.campaign.key / "returned" / f"{code}.xlsx"

    def blank(self, code: str) -> Path:
        registry = read_registry(self.raw, self.campaign)
        written = write_blank_forms(registry.rows, self.work, self.campaign, self.home)
        return next(path for path in written if path.stem == code)


def protocol(path: Path) -> list[dict[str, object]]:
    """The protocol's lines by heading."""
    rows = list(openpyxl.load_workbook(path)["Протокол"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "№")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def keyed_rows(book: Workbook, title: str) -> dict[str, int]:
    """The row of each code in the second column of a sheet."""
    return {str(row[1].value): row[1].row for row in book[title].iter_rows(min_row=8) if row[1].value}
