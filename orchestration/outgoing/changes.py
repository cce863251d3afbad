"""What a corrected workbook says otherwise, cell by cell, and what each cell moved: a file, and the sheet «Изменения»."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from orchestration.forms.form import variables
from orchestration.lineage.corrections import Cell, Effects, Move
from orchestration.outgoing.remarks import Row
from orchestration.outgoing.sheet_style import EDGE, START, put, put_heading_row, set_up_page
from orchestration.reports.russian import number_text, rounded
from orchestration.reports.wording import CLUSTERS, TABLES, figure_text
from orchestration.spreadsheets import no_formula

SHEET = "Изменения"
SENT = {
    "entity": "Код ОО",
    "part": "Часть формы",
    "variable": "Показатель",
    "before_raw_text": "Было",
    "after_raw_text": "Стало",
    "before_sheet": "Лист (было)",
    "before_cell": "Ячейка (было)",
    "after_sheet": "Лист (стало)",
    "after_cell": "Ячейка (стало)",
    "before_file": "Прежняя книга",
    "after_file": "Исправленная книга",
}
MOVED = (
    "Изменились показатели школы",
    "Изменились критерии школы",
    "Изменились кластеры",
    "Изменились таблицы",
)
COLUMNS = (
    ("Школа", 10),
    ("Что исправлено", 34),
    ("Было", 12),
    ("Стало", 12),
    ("Ячейка исправленной книги", 22),
    *zip(MOVED, (34, 34, 24, 44), strict=True),
)
MOST_FIGURES = 12  # named one by one
UNCHANGED = Effects()


def changes_csv(changes: Sequence[Row], effects: Mapping[Cell, Effects]) -> bytes:
    """For a spreadsheet program of a Russian office: semicolons, and a byte order mark."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow([*SENT.values(), *MOVED])
    for change in changes:
        told = [*(change[column] for column in SENT), *_moved(change, effects)]
        writer.writerow([no_formula(value or "") for value in told])
    return target.getvalue().encode("utf-8-sig")


def add_changes(book: Workbook, changes: Sequence[Row], effects: Mapping[Cell, Effects]) -> None:
    """The sheet behind the protocol: a line per corrected cell."""
    sheet = book.create_sheet(SHEET, 1)
    put_heading_row(sheet, 1, COLUMNS)
    for line, change in enumerate(changes, start=2):
        name = variables()[change["variable"]].name_ru
        where = "!".join(filter(None, (change["after_sheet"], change["after_cell"])))
        texts = (change["entity"], name, change["before_raw_text"], change["after_raw_text"], where)
        for place, text in enumerate([*texts, *_moved(change, effects)], start=1):
            cell = put(sheet, line, place, text or "")
            cell.border, cell.alignment = EDGE, START
    sheet.freeze_panes = "A2"
    set_up_page(sheet, "landscape")


def _moved(change: Row, effects: Mapping[Cell, Effects]) -> tuple[str, ...]:
    """What the cell moved, in the words of MOVED; blank where nothing did."""
    found = effects.get((change["entity"], change["variable"]), UNCHANGED)
    met = {move.what: ", выполнен" if move.after else ", не выполнен" for move in found.met}
    return tuple(
        "; ".join(lines)
        for lines in (
            [f"{move.what}: {_numbers(move)}" for move in found.indicators],
            [f"{move.what}: {_numbers(move)}{met.get(move.what, '')}" for move in found.criteria],
            [f"{move.what}: {_cluster(move.before)} → {_cluster(move.after)}" for move in found.clusters],
            _figures(found.figures),
        )
    )


def _figures(figures: Sequence[Move]) -> list[str]:
    """Each figure by itself; of many only how many there are, table by table."""
    if len(figures) <= MOST_FIGURES:
        return [f"{figure_text(move.what)}: {_numbers(move)}" for move in figures]
    counts = Counter(move.what.partition("/")[0] for move in figures)
    return [f"{TABLES[table]}: изменилось чисел {count}" for table, count in sorted(counts.items())]


def _numbers(move: Move) -> str:
    before, after = (
        "нет данных" if value is None else number_text(rounded(value, 4)).replace("\N{MINUS SIGN}", "-")
        for value in (move.before, move.after)
    )
    return f"{before} → {after}"


def _cluster(code: str | None) -> str:
    return CLUSTERS.get(code or "", "вне кластеров")
