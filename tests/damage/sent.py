"""A good file of the small region, opened to be damaged, and what a damage does to it."""

import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from tests.damage import formats

Key = tuple[str, str, str]  # part, entity, variable; of an export "", line, "row"


@dataclass
class Damage:
    """Where a file was damaged, and what that may change of its good reading: everything else stays as it was.

    touched: what is absent then; reads: what is read otherwise than before; free: what may be read in any way;
    renamed: schools under another code; rows: by how many the file has more; aside: how many whole rows go no further;
    moved: where a line stands now.
    """

    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    touched: set[Key] = field(default_factory=set)
    reads: dict[Key, object] = field(default_factory=dict)
    free: set[Key] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    aside: int = 0
    moved: Callable[[int], int] = lambda line: line


@dataclass(frozen=True)
class Answer:
    """A cell of the good file."""

    part: str
    entity: str
    variable: str
    number: float
    sheet: str
    cell: str
    key_cell: str

    @property
    def key(self) -> Key:
        return self.part, self.entity, self.variable

    @property
    def column(self) -> str:
        return re.sub(r"\d", "", self.cell)

    @property
    def row(self) -> int:
        return int(re.sub(r"\D", "", self.cell))


@dataclass
class SentBook:
    """A workbook, its good reading as cells, and a dice of its own; schools: the registry's, by municipality."""

    path: Path
    good: pd.DataFrame
    dice: random.Random
    schools: dict[str, str]

    @cached_property
    def book(self) -> Any:
        with self.path.open("rb") as content:  # a copy of an xlsx, whatever it is to become
            return openpyxl.load_workbook(content)

    def write(self) -> None:
        """In the format of its suffix; what follows changes the file."""
        if self.path.suffix == ".xlsx":
            self.book.save(self.path)
        else:
            formats.write(self.book, self.path)
        del self.book

    def send(self) -> None:
        """As changed in the book; as it lies there where only the file was changed."""
        if "book" in vars(self):
            self.write()

    def answer(self, condition: str = "number > 0 and kind == 'count'") -> Answer:
        """One answer at random of those that the condition selects."""
        found = self.good.query(condition)
        row = found.iloc[self.dice.randrange(len(found))]
        return Answer(**{name: row[name] for name in Answer.__dataclass_fields__})

    def type(self, answer: Answer, value: object) -> None:
        """Type a value into an answer's cell."""
        self.book[answer.sheet][answer.cell] = value

    def of_row(self, answer: Answer) -> set[Key]:
        """Everything that stands in the answer's row."""
        rows = self.good[(self.good["part"] == answer.part) & (self.good["entity"] == answer.entity)]
        return set(rows[["part", "entity", "variable"]].itertuples(index=False, name=None))

    def of_column(self, variable: str) -> set[Key]:
        """What every school answered to one question."""
        rows = self.good[self.good["variable"] == variable]
        return set(rows[["part", "entity", "variable"]].itertuples(index=False, name=None))

    def of_part(self, part: str) -> set[Key]:
        rows = self.good[self.good["part"] == part]
        return set(rows[["part", "entity", "variable"]].itertuples(index=False, name=None))

    @property
    def everything(self) -> set[Key]:
        return set(self.good[["part", "entity", "variable"]].itertuples(index=False, name=None))

    def rewrite(self, change: Callable[[str, bytes], bytes], *added: tuple[str, bytes]) -> None:
        """The archive anew with change(name, content) in place of each part, and further parts."""
        with zipfile.ZipFile(self.path) as archive:
            parts = [(name, change(name, archive.read(name))) for name in archive.namelist()]
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in [*parts, *added]:
                archive.writestr(name, content)


@dataclass
class SentExport:
    """An export as lines of cells, headings first, and how it is written down."""

    path: Path
    good: pd.DataFrame
    dice: random.Random
    schools: dict[str, str]
    lines: list[list[str]] = field(init=False)
    delimiter: str = ";"
    encoding: str = "cp1251"
    line_end: str = "\r\n"
    quoted: bool = False
    above: str = ""
    as_it_is: bool = False

    def __post_init__(self) -> None:
        with zipfile.ZipFile(self.path) as archive:
            text = archive.read(archive.namelist()[0]).decode("cp1251")
        self.lines = [line.split(";") for line in text.rstrip("\r\n").split("\r\n")]

    def send(self) -> None:
        """Zipped unless the path ends in csv; as it lies there where only the file was changed."""
        if self.as_it_is:
            return
        content = self.content().encode(self.encoding)
        if self.path.suffix == ".csv":
            self.path.write_bytes(content)
        else:
            with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(self.path.with_suffix("").name, content)

    def content(self) -> str:
        mark = '"' if self.quoted else ""
        lines = [self.delimiter.join(f"{mark}{cell}{mark}" for cell in line) for line in self.lines]
        return self.above + self.line_end.join(lines) + self.line_end

    def unzipped(self) -> None:
        """From now on a bare csv."""
        self.path.unlink()
        self.path = self.path.with_suffix("")

    def line(self, condition: str = "line > 0") -> int:
        """The number of a line at random of those that are read and that the condition selects."""
        found = self.good.query(condition)
        return int(found["line"].iloc[self.dice.randrange(len(found))])

    def type(self, line: int, heading: str, value: str) -> None:
        self.lines[line - 1][self.column(heading)] = value

    def value(self, line: int, heading: str) -> str:
        return self.lines[line - 1][self.column(heading)]

    def column(self, heading: str) -> int:
        return self.lines[0].index(heading)

    def each(self, heading: str, change: Callable[[str], str]) -> None:
        """Change a column from top to bottom."""
        place = self.column(heading)
        for line in self.lines[1:]:
            line[place] = change(line[place])

    @property
    def everything(self) -> set[Key]:
        return {row_of(line) for line in self.good["line"]}


def row_of(line: int) -> Key:
    """The key of an export's line."""
    return "", str(line), "row"


def lost(*lines: int) -> Damage:
    """Lines of an export go no further."""
    return Damage(line=lines[0], touched={row_of(line) for line in lines}, aside=len(lines))


def refused(sent: SentBook | SentExport) -> Damage:
    """Nothing of the file goes on."""
    return Damage(touched=sent.everything)


Generator = Callable[[Any], Damage]
GENERATORS: dict[str, Generator] = {}


def kind(generator: Generator) -> Generator:
    """Enter a generator under its name, which is the kind's id in catalogue.csv."""
    GENERATORS[generator.__name__] = generator
    return generator
