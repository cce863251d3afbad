"""What a figure is made of: schools, criteria, cells of workbooks, lines of exam exports."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell that was sent: what it answers, how it was taken, where it stands."""

    variable: str
    variable_ru: str
    state: str
    raw_text: str | None
    file: str
    file_sha256: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class FormCell(Cell):
    """A cell of a municipal workbook; number in the variable's unit, yes is 1 and no 0."""

    part: str
    unit: str | None
    counts_when: str | None
    number: float | None
    rules: str | None
    repair: str | None


@dataclass(frozen=True)
class RowCell(Cell):
    """A cell of a row that is counted as a whole; role: counted, or decides whether and where its row counts.

    part: value; of a share numerator or denominator. row_no: as the first column has it, or the code of a school or a
    municipality. row_ru: the school's name.
    """

    part: str
    row_no: str
    row_ru: str | None
    role: str
    number: float | None


@dataclass(frozen=True)
class ExamLines:
    """The lines of one export that count for a school in one subject; means in points, null for shares."""

    exam: str
    exam_year: int
    years_back: int
    in_reporting_year: bool
    subject: str
    subject_ru: str
    scale: str | None
    school_mean: float | None
    region_mean: float | None
    region_participants: int | None
    file: str
    file_sha256: str
    lines: list[int]


@dataclass(frozen=True)
class Criterion:
    """What one criterion of the rule set says of a school; met is null where it does not apply."""

    criterion: str
    criterion_ru: str
    dimension: str
    measure: str
    exam_year: int | None
    numerator: float | None
    denominator: float | None
    value: float | None
    operator: str
    reference: str
    factor: float
    threshold: float | None
    participants: int | None
    applies: bool
    met: bool | None
    reason: str | None
    cells: tuple[FormCell, ...] = ()
    exports: tuple[ExamLines, ...] = ()


@dataclass(frozen=True)
class Approval:
    """The row of the approved list that has a school, with the cell that says its cluster."""

    school_code: str
    raw_text: str
    approval_ru: str
    file: str
    file_sha256: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class School:
    """A school asked for a figure: how it enters, and what its value, or its place in a cluster, comes from."""

    school_code: str
    school_name: str | None
    enters: str
    entering: float | None
    counted: bool
    value: float | None
    numerator: float | None
    denominator: float | None
    participants: int | None
    status: str | None
    missing_reason: str | None
    cluster: str | None
    cells: tuple[FormCell, ...] = ()
    exports: tuple[ExamLines, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    registry: tuple[Cell, ...] = ()
    approval: Approval | None = None


@dataclass(frozen=True)
class Value:
    """A school's value of an indicator at one campaign, and what it was read from; null where there is none."""

    campaign: str
    value: float | None
    numerator: float | None
    denominator: float | None
    participants: int | None
    status: str
    missing_reason: str | None
    cells: tuple[FormCell, ...] = ()
    exports: tuple[ExamLines, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """An indicator of a school that a figure asks: what became of it, or how it enters; its values, the earlier first."""

    school_code: str
    school_name: str | None
    indicator: str
    indicator_ru: str
    outcome: str
    counted: bool
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A decision by hand that stands about a school, with the cell that says it; it may only confirm the rule."""

    school_code: str
    school_name: str | None
    action: str  # include or exclude
    decision_ru: str
    reason_ru: str
    author_ru: str
    changes_list: bool
    file: str
    file_sha256: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Target:
    """What a figure of the running text counts: a target of Table 6, reached or not_reached, or a test of a finding.

    A test holds or fails, against its threshold or the region as its plan; state is no_data where nobody can say.
    """

    figure: str
    target_ru: str
    plan: float
    fact_value: float | None
    state: str


@dataclass(frozen=True)
class Trace:
    """A figure as printed, and the schools it is made of; of what is counted row by row its cells.

    outcomes: of a figure that counts what became of schools' indicators.
    decisions: those in force on the list that the figure asks, of schools that they took off it too.
    campaign: the one that made it; printed_in: the one whose report was asked for, which prints it.
    """

    campaign: str
    printed_in: str
    figure: str
    statistic: str
    indicator: str | None
    municipality_code: str | None
    number: float | None
    row_ru: str
    list_campaign: str | None
    rule_set: str | None
    schools: tuple[School, ...]
    cells: tuple[RowCell, ...] = ()
    decisions: tuple[Decision, ...] = ()
    targets: tuple[Target, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The schools asked, each once."""
        asked = [school.school_code for school in self.schools]
        return list(dict.fromkeys([*asked, *(outcome.school_code for outcome in self.outcomes)]))


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers with runs drawn together: 2, 3, 4, 9 -> «2-4, 9»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
