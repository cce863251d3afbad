"""What moved the figures since the edition before, in Russian: by the restatement ledger, each cause once."""

from collections import Counter
from collections.abc import Collection, Sequence

import duckdb

from orchestration.lineage.restatements import newest_entries
from orchestration.reports.document.moved import Moved

KINDS = {
    "cell": "исправлена ячейка",
    "decision": "решение",
    "file_came": "поступил файл",
    "file_changed": "заменён файл",
    "file_gone": "нет больше файла",
    "reading": "прочитано иначе",
    "rules": "изменено правило",
    "libraries": "другие библиотеки",
    "code": "изменён расчёт",
}


def causes(
    connection: duckdb.DuckDBPyConnection, campaigns: Collection[str], moves: Sequence[Moved]
) -> list[str]:
    """Each cause with how many of the moves it had a part in, the widest first.

    A figure may have moved in several runs since the edition before: its entries are followed back to what it was then.
    """
    entries = newest_entries(connection, campaigns)
    counted: Counter[str] = Counter()
    for move in moves:
        for before, kind, cause in entries.get(move.figure, ()):
            counted[f"{KINDS[kind]} {cause}"] += 1
            if _number(before) == _number(move.before):
                break
    return [f"{cause} – чисел: {count}" for cause, count in counted.most_common()]


def _number(value: str | None) -> float | None:
    return float(value) if value else None
