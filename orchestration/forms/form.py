"""A form and its variants, read from the declarations beside this module.

variables.csv (a seed, the warehouse's dictionary too) says what is asked, sheets.csv and headings.csv how each
variant of a form words and orders it, synonyms.csv what else means the same. A new field is a row of each; no code
follows it: docs/forms.md.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from orchestration.forms.campaign import SEEDS, Campaign

HERE = Path(__file__).parent
SYNONYMS = HERE / "synonyms.csv"
MUNICIPAL, REGISTRY = "municipal", "registry"


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a declaration, as text."""
    with path.open(encoding="utf-8") as source:
        yield from csv.DictReader(source)


@dataclass(frozen=True)
class InstituteForm:
    """A workbook of the institute's own: a form, a file of its name and a table in the warehouse.

    optional: nobody misses it. wave: the one that it is of, blank for either.
    """

    name_ru: str
    description: str
    optional: bool = False
    wave: str = ""


INSTITUTE = {
    row["form"]: InstituteForm(row["name_ru"], row["description"], row["optional"] == "y", row["wave"])
    for row in rows_of(HERE / "forms.csv")
}


@dataclass(frozen=True)
class Variable:
    """One thing a form asks: its kind, unit and range."""

    name: str
    part: str
    kind: str  # count, number, yes_no, choice, text, code, date or document (the number of an order)
    unit: str
    minimum: float | None
    maximum: float | None
    digits: int | None  # the most that a code or a document's number may have
    name_ru: str
    asked_of: str = ""  # school, included (the schools of the project alone) or blank
    may_not_apply: bool = True  # «х» is an answer
    carried: bool = False  # rarely changes: a new form comes with last campaign's value
    names: str = ""  # part of the registry whose codes it names, or list of the same workbook whose numbers
    needed: bool = False  # without it a row of its list tells nothing

    @property
    def is_numeric(self) -> bool:
        """Counts, numbers and yes/no answers (1 and 0) are numbers in the warehouse."""
        return self.kind in ("count", "number", "yes_no")

    @property
    def adds_up(self) -> bool:
        """People, things and hours of several schools are so many together; kilometres and years are not."""
        return self.unit in ("чел.", "ед.", "час.")


@dataclass(frozen=True)
class Column:
    """A column as one variant heads it.

    role: key (the school's code), value, label (known, not kept) or private (a name or telephone: never read).
    """

    variable: str
    role: str
    group: str
    heading: str

    @property
    def words(self) -> str:
        """All that stands above the column: `group: heading`."""
        return ": ".join(filter(None, (self.group, self.heading)))


@dataclass(frozen=True)
class Sheet:
    """One sheet of one variant: its title, the height of what stands above and its columns in order."""

    part: str
    title: str
    title_rows: int
    heading_rows: int
    columns: tuple[Column, ...]
    synonyms: tuple[tuple[str, str], ...] = ()  # a title, group or heading, and how it may be worded too

    @property
    def key(self) -> Column:
        """The column that holds the code a row is about."""
        return next(column for column in self.columns if column.role == "key")

    def wordings(self, text: str) -> tuple[str, ...]:
        """The sheet's title, a group or a heading, and what else means the same on this sheet."""
        return (text, *(also for declared, also in self.synonyms if declared == text))

    @property
    def is_numbered(self) -> bool:
        """A list whose rows have a number instead of the code of a school or municipality."""
        return self.key.heading == "№"


@dataclass(frozen=True)
class Variant:
    """A form as one of its editions words it."""

    form: str
    name: str
    sheets: tuple[Sheet, ...]

    @property
    def tables(self) -> tuple[Sheet, ...]:
        """The sheets with a row per school or municipality, the title sheet left out."""
        return tuple(sheet for sheet in self.sheets if sheet.heading_rows)

    @property
    def title(self) -> Sheet | None:
        """The sheet that says who sends, where the form has one."""
        return next((sheet for sheet in self.sheets if not sheet.heading_rows), None)


@cache
def variables() -> dict[str, Variable]:
    """Every variable by name, in the dictionary's order."""
    return {
        row["variable"]: Variable(
            row["variable"],
            row["part"],
            row["kind"],
            row["unit"],
            float(row["minimum"]) if row["minimum"] else None,
            float(row["maximum"]) if row["maximum"] else None,
            int(row["digits"]) if row["digits"] else None,
            row["name_ru"],
            row["asked_of"],
            row["may_not_apply"] == "y",
            row["carried"] == "y",
            row["names"],
            row["needed"] == "y",
        )
        for row in rows_of(SEEDS / "variables.csv")
    }


@cache
def choices(variable: str) -> dict[str, str]:
    """What may be written in a choice, by its Russian text; yes/no answers stand under `*`."""
    return {
        row["text_ru"]: row["code"] for row in rows_of(SEEDS / "choices.csv") if row["variable"] == variable
    }


@cache
def sheet_titles() -> set[str]:
    """The title of every sheet of every form, however it may be worded."""
    titles = {row["sheet"] for row in rows_of(HERE / "sheets.csv")}
    return titles | {row["also_ru"] for row in rows_of(SYNONYMS) if row["declared_ru"] in titles}


@cache
def heading_texts() -> set[str]:
    """Everything that stands above a column of any form, years left as the names of their fields."""
    rows = list(rows_of(HERE / "headings.csv"))
    headed = {row[part] for row in rows for part in ("group_ru", "heading_ru")}
    return headed | {row["also_ru"] for row in rows_of(SYNONYMS)}


@cache
def totals() -> tuple[str, ...]:
    """What the name of a row of totals begins with."""
    return tuple(row["begins_ru"] for row in rows_of(HERE / "totals.csv"))


def variants(form: str, campaign: Campaign) -> tuple[Variant, ...]:
    """The form's variants as the campaign's wave asks them, its years written into their headings."""
    years = campaign.heading_years
    columns: dict[tuple[str, str], list[Column]] = {}
    for row in rows_of(HERE / "headings.csv"):
        if row["form"] == form:
            column = Column(
                row["variable"],
                row["role"],
                row["group_ru"].format(**years),
                row["heading_ru"].format(**years),
            )
            columns.setdefault((row["variant"], row["part"]), []).append(column)
    sheets: dict[str, list[Sheet]] = {}
    for row in rows_of(HERE / "sheets.csv"):
        if row["form"] == form and row["wave"] in ("", campaign.wave.name):
            sheet = Sheet(
                row["part"],
                row["sheet"],
                int(row["title_rows"]),
                int(row["heading_rows"]),
                tuple(columns[row["variant"], row["part"]]),
                _synonyms(form, row["part"], years),
            )
            sheets.setdefault(row["variant"], []).append(sheet)
    return tuple(Variant(form, name, tuple(parts)) for name, parts in sheets.items())


def _synonyms(form: str, part: str, years: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What is declared and how it may be worded too, on this sheet of the form; a row without a part is of all its sheets."""
    return tuple(
        (row["declared_ru"].format(**years), row["also_ru"].format(**years))
        for row in rows_of(SYNONYMS)
        if row["form"] == form and row["part"] in ("", part)
    )
