"""Where everything stands in a form that goes out: arithmetic alone, so that a protocol can point at any cell."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from orchestration.forms.form import Column, Sheet, Variant, variables
from orchestration.outgoing.content import FormContent, StrayRow

PROTOCOL = "Протокол"
PROTOCOL_FIRST_ROW = 8  # of its lines, below the title and the headings
ASKED_COLUMN = "I"  # of the code that the sender writes in


def asked_place(line: int) -> str:
    """The protocol's yellow cell in its line `line`, counted from 1, for a formula."""
    return f"'{PROTOCOL}'!${ASKED_COLUMN}${PROTOCOL_FIRST_ROW + line - 1}"


@dataclass(frozen=True)
class SheetLayout:
    """One sheet with a row per school: title rows, headings, the row of column numbers, schools, strays, totals."""

    sheet: Sheet
    schools: tuple[str, ...]
    strays: tuple[StrayRow, ...] = ()

    @property
    def heading_row(self) -> int:
        """The first row of the headings, counted from 1."""
        return self.sheet.title_rows + 1

    @property
    def numbers_row(self) -> int:
        """The row of column numbers."""
        return self.heading_row + self.sheet.heading_rows

    @property
    def first_row(self) -> int:
        """The first school's row."""
        return self.numbers_row + 1

    @property
    def totals_row(self) -> int:
        """The row of totals, below the last row that may hold an answer."""
        return self.first_row + len(self.schools) + len(self.strays)

    @property
    def first_answer(self) -> int:
        """The first column that holds answers, counted from 1."""
        return 1 + next(i for i, column in enumerate(self.sheet.columns) if column.role == "value")

    def letter(self, column: Column) -> str:
        """The letter of a column."""
        return str(get_column_letter(self.sheet.columns.index(column) + 1))

    def row_of(self, school: str) -> int:
        """The row of a school; raises ValueError where the sheet does not ask it."""
        return self.first_row + self.schools.index(school)

    def stray_row(self, stray: StrayRow) -> int:
        """The row of a stray row, below the schools."""
        return self.first_row + len(self.schools) + self.strays.index(stray)

    def place(self, school: str, variable: str | None) -> str | None:
        """`D8`: the cell of a school's answer, or its code where no variable is given; None where it is not asked."""
        columns = [self.sheet.key] if variable is None else self.sheet.columns
        found = next((column for column in columns if variable in (None, column.variable)), None)
        if found is None or school not in self.schools:
            return None
        return f"{self.letter(found)}{self.row_of(school)}"

    def total(self, variable: str) -> str:
        """`D40`: the cell of a variable's total."""
        column = next(column for column in self.sheet.columns if column.variable == variable)
        return f"{self.letter(column)}{self.totals_row}"


def layouts(content: FormContent) -> dict[str, SheetLayout]:
    """The sheets of a municipality's form, by part; sheets about the project list its schools alone."""
    return {
        sheet.part: SheetLayout(
            sheet,
            tuple(code for code in content.schools if not _of_project(sheet) or code in content.included),
            tuple(row for row in content.strays if row.part == sheet.part),
        )
        for sheet in content.variant.tables
    }


def asks_project(form: Variant) -> bool:
    """Whether the form has a sheet that the schools of the project alone fill in."""
    return any(map(_of_project, form.tables))


def _of_project(sheet: Sheet) -> bool:
    """Whether the schools of the project alone fill it in."""
    return any(
        variables()[column.variable].asked_of == "included"
        for column in sheet.columns
        if column.role == "value"
    )
