"""Figures that moved since the edition before: the figures of an edition as a file beside it, old against new."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from orchestration.reports.document.sources import Sources
from orchestration.reports.russian import exact
from orchestration.reports.wording import figure_text

TEXT = "text/"  # where the addresses of the running text's figures begin
COLUMNS = ("figure", "name_ru", "value")


@dataclass(frozen=True)
class Known:
    """A figure of an edition: its Russian name, and its value as text, empty where there is no data."""

    name_ru: str
    value: str


@dataclass(frozen=True)
class Moved:
    """A figure that the edition before had otherwise, or a table that only one of the two prints.

    before, after: None where the edition has no such figure, empty where there is no data.
    """

    figure: str
    name_ru: str
    before: str | None
    after: str | None


def figures(sources: Sources) -> dict[str, Known]:
    """Every fact of the edition and every figure of the tables that it prints, by address.

    The year's report prints Tables 1 and 5 as made in March.
    """
    found = {
        f"{TEXT}{sources.edition}/{row['fact']}": Known(row["name_ru"], _text(row["value"]))
        for row in sources.edition_rows("report_facts", "fact")
    }
    printed = [
        *sources.rows("figures", "figure", of_entry=True),
        *sources.rows("figures", "figure"),
        *sources.rows("institute_figures", "figure"),
    ]
    return found | {row["figure"]: Known(figure_text(row["figure"]), _text(row["number"])) for row in printed}


def _text(value: float | None) -> str:
    return "" if value is None else f"{exact(value):f}"


def moved(before: Mapping[str, Known], after: Mapping[str, Known]) -> list[Moved]:
    """What differs, in the order of the new figures, those that are gone last.

    Of a table that came or went as a whole it is told once.
    """
    both = set(map(_table, before)) & set(map(_table, after))
    before, after = _told(before, both), _told(after, both)
    names = before | after
    pairs = [
        Moved(figure, names[figure].name_ru, _value(before, figure), _value(after, figure))
        for figure in dict.fromkeys([*after, *before])
    ]
    return [pair for pair in pairs if pair.before != pair.after]


def _told(known: Mapping[str, Known], tables: Collection[str]) -> dict[str, Known]:
    """The figures of these tables by address; of another table its name alone."""
    return {
        **{figure: each for figure, each in known.items() if _table(figure) in tables},
        **{table: Known(figure_text(table), "") for table in map(_table, known) if table not in tables},
    }


def _value(known: Mapping[str, Known], figure: str) -> str | None:
    return known[figure].value if figure in known else None


def _table(figure: str) -> str:
    return figure.partition("/")[0]


def by_weight(moves: Sequence[Moved]) -> list[Moved]:
    """The named facts first, each kind with the greatest relative move first; to come or to go is to move wholly."""
    return sorted(moves, key=lambda each: (not each.figure.startswith(TEXT), -_weight(each)))


def _weight(move: Moved) -> Decimal:
    """From 0 to 1, more where the sign changed."""
    if not (move.before and move.after):
        return Decimal(1)
    before, after = Decimal(move.before), Decimal(move.after)
    return abs(after - before) / max(abs(before), abs(after))


def figures_csv(known: Mapping[str, Known]) -> bytes:
    """The figures as a file: address, name, value with a point."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((figure, each.name_ru, each.value) for figure, each in known.items())
    return target.getvalue().encode()


def read_figures(path: Path) -> dict[str, Known]:
    """The figures of such a file; none where there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as source:
        return {row["figure"]: Known(row["name_ru"], row["value"]) for row in csv.DictReader(source)}
