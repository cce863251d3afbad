"""The place of a declared sheet's headings in a workbook's grids."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from orchestration.forms.form import Column, Sheet, Variant
from orchestration.forms.limits import limits
from orchestration.intake.grids import Grid, HeadingPath
from orchestration.intake.values import normal


@dataclass(frozen=True)
class Located:
    """A declared sheet found in a grid: where its columns are, which are missing or there twice, which are not ours."""

    sheet: Sheet
    grid: Grid
    row: int
    columns: dict[Column, int]
    unknown: tuple[int, ...]
    twice: dict[Column, int] = field(default_factory=dict)  # where a heading stands for the second time

    @property
    def missing(self) -> list[Column]:
        """Declared columns that the grid lacks."""
        return [column for column in self.sheet.columns if column not in self.columns]

    @property
    def first_row(self) -> int:
        """The first row below the headings and below the row of column numbers, where there is one."""
        below = self.row + self.sheet.heading_rows
        for row in range(below, len(self.grid.rows)):
            texts = [text for cell in self.grid.rows[row] if (text := normal(cell))]
            if texts:
                return row + 1 if self._are_column_numbers(texts) else row
        return below

    def _are_column_numbers(self, texts: Sequence[str]) -> bool:
        """1, 2, 3 and on, or А, Б, 1, 2; in another order, with one gone, where the sender moved or removed columns.

        The first row of a numbered list may hold numbers alone too, but seldom one in every column.
        """
        numbers = {int(text) for text in texts if text.isdecimal()}
        letters = {text for text in texts if len(text) == 1 and text.isalpha()}
        if self.sheet.is_numbered and len(texts) < len(self.columns):
            return False
        if not numbers or len(texts) < 2 or len(texts) > len(numbers) + len(letters):
            return False
        return min(numbers) > 0 and max(numbers) <= 2 * len(texts)

    @property
    def weight(self) -> float:
        """The share of the sheet's headings that are here, the key's left out; its title counts as one of them."""
        found = sum(column.role != "key" for column in self.columns)
        return (found + self.is_titled) / max(len(self.sheet.columns) - 1, 1)

    @property
    def is_titled(self) -> bool:
        """The grid has the sheet's title."""
        return normal(self.grid.title) in map(normal, self.sheet.wordings(self.sheet.title))

    @property
    def is_found(self) -> bool:
        """The key's column and most of the others are here: short lists share their key and a date."""
        return self.sheet.key in self.columns and self.weight > 1 / 2


def locate(sheet: Sheet, grid: Grid) -> Located:
    """The row of the grid that holds most of the sheet's headings, and which columns they are."""
    wanted = _wanted(sheet)
    best, most = 0, 0
    for row in range(min(limits()["heading_depth"], len(grid.rows) - sheet.heading_rows + 1)):
        found = len(wanted.keys() & grid.paths(row, sheet.heading_rows))
        if found > most:
            best, most = row, found
    if not most:
        return Located(sheet, grid, 0, {}, ())
    columns: dict[Column, int] = {}
    unknown, twice = [], {}
    for position, path in enumerate(grid.paths(best, sheet.heading_rows)):
        column = wanted.get(path)
        if not column and not normal(grid.value(best, position)):
            # the group left of it was carried on to a heading that stands below nothing
            column = wanted.get(("", path[1]))
        if column and column not in columns:
            columns[column] = position
        elif column and column.role in ("key", "value"):
            twice[column] = position
        elif path != ("", ""):
            unknown.append(position)
    return Located(sheet, grid, best, columns, tuple(unknown), twice)


@cache
def _wanted(sheet: Sheet) -> dict[HeadingPath, Column]:
    """The sheet's columns by what stands above them."""
    return {
        (normal(group), normal(heading)): column
        for column in sheet.columns
        for group in sheet.wordings(column.group)
        for heading in sheet.wordings(column.heading)
    }


def recognise(grids: list[Grid], variants: tuple[Variant, ...]) -> tuple[Variant, list[Located]] | None:
    """The variant that explains most headings, with its sheets located; None where no sheet is of a known form.

    A sheet is found by its headings wherever it stands and whatever its title; a grid is one sheet at most.
    """
    best: tuple[Variant, list[Located]] | None = None
    best_headings = 0
    for variant in variants:
        found = _assigned(variant, grids)
        headings = sum(len(place.columns) for place in found)
        if headings > best_headings:
            best, best_headings = (variant, found), headings
    return best


def copies(variant: Variant, located: list[Located], grids: list[Grid]) -> Iterator[tuple[Located, Located]]:
    """Each grid left over that is one of the variant's sheets as well, with the one that was taken for that sheet."""
    taken = {id(place.grid) for place in located}
    kept = {place.sheet.part: place for place in located}
    for grid in grids:
        if id(grid) not in taken:
            place = max((locate(sheet, grid) for sheet in variant.tables), key=lambda place: place.weight)
            if place.is_found and place.sheet.part in kept:
                yield place, kept[place.sheet.part]


def lost_sheets(variant: Variant, located: list[Located], grids: list[Grid]) -> Iterator[Located]:
    """Each declared sheet that is in the workbook without the column of its codes or with few of its headings."""
    found = {place.sheet.part for place in located}
    taken = {id(place.grid) for place in located}
    for sheet in variant.tables:
        rest = [] if sheet.part in found else [grid for grid in grids if id(grid) not in taken]
        place = max((locate(sheet, grid) for grid in rest), key=lambda place: place.weight, default=None)
        if place and place.columns and (place.is_titled or place.weight > 1 / 2):
            taken.add(id(place.grid))
            yield place


def _assigned(variant: Variant, grids: list[Grid]) -> list[Located]:
    """Each declared sheet in a grid of its own, the surest pairs first: what fits two sheets is of the one it fits best."""
    pairs = [locate(sheet, grid) for sheet in variant.tables for grid in grids]
    found: dict[str, Located] = {}
    taken: set[int] = set()
    for place in sorted(pairs, key=lambda place: -place.weight):
        if place.is_found and place.sheet.part not in found and id(place.grid) not in taken:
            found[place.sheet.part] = place
            taken.add(id(place.grid))
    return [found[sheet.part] for sheet in variant.tables if sheet.part in found]
