"""The columns of what is sent, and on which of them a column of an intake table depends, by the forms' declarations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from orchestration.forms.exam_layouts import COLUMNS, LAYOUTS
from orchestration.forms.form import HERE as FORMS
from orchestration.forms.form import MUNICIPAL, REGISTRY, rows_of, variables
from orchestration.intake.schemas import OF_CELLS

# what of a file is no column of it and yet decides a column of a table: each a raw column of its own
FOLDER, FILE, CONTENT = "(folder)", "(file name)", "(content)"
SHEET, HEADINGS, POSITION = "(sheet)", "(headings)", "(row and column)"
OF_THE_FILE = {
    FOLDER: "the campaign that the file lies in",
    FILE: "of an export it names exam and year",
    CONTENT: "all of the file: its hash, whether it can be read, how many rows it has, what in it is wrong",
    SHEET: "the title of the sheet",
    HEADINGS: "what stands above the columns: by it a value's variable is known",
    POSITION: "where a value stands: cell of a workbook, line of an export",
}
DECIDES = {
    "campaign": FOLDER,
    "source": FILE,
    "file": FILE,
    "exam": FILE,
    "year": FILE,
    "file_sha256": CONTENT,
    "sheet": SHEET,
    "part": SHEET,
    "variable": HEADINGS,
    "cell": POSITION,
    "key_cell": POSITION,
    "line": POSITION,
}
FORM_OF = {"registry": REGISTRY, "municipal_workbooks": MUNICIPAL}
EXPORTS = {"exam_exports": ("oge", "ege"), "vpr_exports": ("vpr",)}
READ = ("key", "value", "identity")  # roles of a heading; what is a mere label or private is never read
CALLED = {  # what an export's column becomes
    "entity": "school_code",
    "participant": "document",
    "participants_below": "share_below",
}


@dataclass(frozen=True)
class RawColumn:
    """A column as its sender sees it, and the variable that it becomes; none for what is said of the file itself."""

    name: str
    description: str
    variable: str = ""
    role: str = ""


@cache
def raw_columns(sent: str) -> tuple[RawColumn, ...]:
    """What a kind of file says: a column per variable by its heading in the newest variant, then the file itself.

    sent: as the raw assets are called. Years in headings stay as the names of their fields.
    """
    form = FORM_OF.get(sent, sent.removeprefix("institute_"))
    headed = _of_export(EXPORTS[sent]) if sent in EXPORTS else _of_form(form)
    return (*headed, *(RawColumn(name, text) for name, text in OF_THE_FILE.items()))


def depends_on(table: str, columns: Sequence[str], sent: str) -> dict[str, list[str]]:
    """The raw columns that each column of an intake table depends on, by the names of `raw_columns`.

    A table of cells has a row per cell: its column `number` depends on every heading that numbers stand under. What
    was set aside or repaired, and how much, depends on all of a file.
    """
    raw = raw_columns(sent)
    return {column: [each.name for each in _above(column, table, raw)] for column in columns}


def _above(column: str, table: str, raw: Sequence[RawColumn]) -> list[RawColumn]:
    said = column.removeprefix("before_").removeprefix("after_")
    place, names = DECIDES.get(said), (said, CALLED.get(said, said))
    own = [each for each in raw if each.name == place or each.variable in names]
    if own:
        return own
    if table not in OF_CELLS:
        return [each for each in raw if each.name == CONTENT]
    values = [each for each in raw if each.role == "value"]
    if said in ("number", "text"):
        return [each for each in values if variables()[each.variable].is_numeric == (said == "number")]
    return values


def _of_form(form: str) -> Iterator[RawColumn]:
    """A column per sheet and variable, headed as the newest variant heads it; the others are told in its description."""
    titles = {
        (row["variant"], row["part"]): row["sheet"]
        for row in rows_of(FORMS / "sheets.csv")
        if row["form"] == form
    }
    headed: dict[tuple[str, str], dict[str, str]] = {}
    roles: dict[tuple[str, str], str] = {}
    for row in rows_of(FORMS / "headings.csv"):
        if row["form"] == form and row["role"] in READ:
            words = ", ".join(filter(None, (row["group_ru"], row["heading_ru"])))
            place = row["part"], row["variable"]
            name = f"{titles[row['variant'], row['part']]}: {words}"
            headed.setdefault(place, {})[row["variant"]] = name
            roles[place] = row["role"]
    for (part, variable), names in headed.items():
        newest = names[max(names)]
        others = (f"{variant} «{name}»" for variant, name in sorted(names.items()) if name != newest)
        described = "; in other variants ".join(filter(None, (f"{part}, {variable}", ", ".join(others))))
        yield RawColumn(newest, described, variable, roles[part, variable])


def _of_export(exams: Sequence[str]) -> Iterator[RawColumn]:
    """A column per heading of any layout of these exams; those side by side for several subjects are one column."""
    layouts = [row["layout"] for row in rows_of(LAYOUTS) if set(exams) & set(row["exams"].split("+"))]
    seen = set()
    for row in rows_of(COLUMNS):
        heading = row["heading_ru"]
        if row["layout"] in layouts and row["role"] in READ and heading and heading not in seen:
            seen.add(heading)
            yield RawColumn(heading, row["variable"], row["variable"], row["role"])
