"""The layouts in which an exam centre sends its exports.

exam_layouts.csv says what a line of each is and of which exams and years it comes, exam_columns.csv what stands above
its columns. The layout of another region or another year is rows of both; no code follows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from orchestration.forms.campaign import SEEDS
from orchestration.forms.form import HERE, rows_of

LAYOUTS, COLUMNS = HERE / "exam_layouts.csv", HERE / "exam_columns.csv"
EVERY_SUBJECT = "*"  # a column of its own for each subject of the exam, `{subject}` in its heading


@dataclass(frozen=True)
class Scale:
    """The limits of a column's numbers, both included."""

    whole: bool
    least: float
    most: float


@dataclass(frozen=True)
class ExportColumn:
    """A column as its layout heads it, of one subject where a line has columns for several.

    role: value, identity (the number of a document: kept as a hash), label (known, not kept) or private (never read).
    """

    variable: str
    role: str
    heading: str
    subject_code: int | None = None
    scale: Scale | None = None

    @property
    def name(self) -> str:
        """Unique among the columns of a layout that are kept."""
        return f"{self.variable} {self.subject_code}" if self.subject_code else self.variable


@dataclass(frozen=True)
class Layout:
    """One way to lay out an export.

    grain: participants, schools or groups, what a result is of; says: what no column tells, since it holds for every
    line: the text by its variable.
    """

    name: str
    grain: str
    columns: tuple[ExportColumn, ...]
    says: Mapping[str, str]

    @cached_property
    def kept(self) -> tuple[ExportColumn, ...]:
        """The columns that are read."""
        return tuple(column for column in self.columns if column.variable)

    @cached_property
    def variables(self) -> frozenset[str]:
        """What the layout tells of a result, its subject among it."""
        told = {column.variable for column in self.kept} | set(self.says)
        return frozenset(told | {"subject_code"} if self.is_wide else told)

    @cached_property
    def is_wide(self) -> bool:
        """A line holds the results of several subjects."""
        return any(column.subject_code for column in self.columns)

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """The scale of every variable that is a number."""
        return {column.variable: column.scale for column in self.kept if column.scale}


@cache
def layouts(exam: str, year: int) -> tuple[Layout, ...]:
    """The layouts in which this exam's results of this year may come."""
    return tuple(
        Layout(row["layout"], row["grain"], _columns(row["layout"], exam), _says(row["layout"]))
        for row in rows_of(LAYOUTS)
        if exam in row["exams"].split("+")
        and int(row["from_year"] or year) <= year <= int(row["to_year"] or year)
    )


@cache
def subject_names(exam: str) -> dict[int, str]:
    """The name of every subject of an exam that the warehouse knows, by its code."""
    return {
        int(row["subject_code"]): row["name_ru"]
        for row in rows_of(SEEDS / "subjects.csv")
        if row["exam"] == exam
    }


@cache
def headings() -> frozenset[str]:
    """Everything that stands above a column of any layout."""
    names = {row["name_ru"] for row in rows_of(SEEDS / "subjects.csv")}
    return frozenset(names | {row["heading_ru"] for row in rows_of(COLUMNS)})


def _columns(layout: str, exam: str) -> tuple[ExportColumn, ...]:
    columns = []
    for row in rows_of(COLUMNS):
        if row["layout"] == layout and row["heading_ru"]:
            scale = (
                Scale(row["kind"] == "whole", float(row["minimum"]), float(row["maximum"]))
                if row["kind"]
                else None
            )
            for code, name in _subjects(row["subject_code"], exam).items():
                heading = row["heading_ru"].replace("{subject}", name)
                columns.append(ExportColumn(row["variable"], row["role"], heading, code, scale))
    return tuple(columns)


def _subjects(code: str, exam: str) -> Mapping[int | None, str]:
    """The subjects that a row of exam_columns.csv is about, by code; None where it is about the whole line."""
    if not code:
        return {None: ""}
    names = subject_names(exam)
    asked = list(names) if code == EVERY_SUBJECT else [int(code)]
    return {subject: names.get(subject, "") for subject in asked}


def _says(layout: str) -> dict[str, str]:
    rows = rows_of(COLUMNS)
    return {row["variable"]: row["says_ru"] for row in rows if row["layout"] == layout and row["says_ru"]}
