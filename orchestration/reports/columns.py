"""On which columns of the marts each column of a report's table depends."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

SourceName = tuple[str, str]  # schema and name
Column = tuple[str, str, str]  # schema, name, column
DECLARED = Path(__file__).with_suffix(".csv")
ANY = "*"  # of a table whose columns follow from the data


def depends_on(
    table: str,
    columns: Iterable[str],
    reads: Sequence[SourceName],
    known: Mapping[SourceName, Collection[str]],
) -> dict[str, list[Column]]:
    """The columns that each of a table's columns is made of.

    A column called as one of what the table reads is that one, unless columns.csv says otherwise.
    reads: what the table declares to read. known: the columns of every mart and seed.
    """
    declared = _declared().get(table, {})
    found: dict[str, list[Column]] = {}
    for column in columns:
        namesakes = [(*read, column) for read in reads if column in known.get(read, ())]
        found[column] = declared.get(column) or namesakes or declared.get(ANY, [])
    return found


@cache
def _declared() -> dict[str, dict[str, list[Column]]]:
    found: dict[str, dict[str, list[Column]]] = {}
    with DECLARED.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            schema, name = row["read"].split(".")
            parents = found.setdefault(row["table"], {}).setdefault(row["column"], [])
            parents.extend((schema, name, column) for column in row["columns_read"].split())
    return found
