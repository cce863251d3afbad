"""Everything that goes back to the municipalities of a campaign, as files."""

import csv
import io
from collections import defaultdict
from pathlib import Path

from openpyxl import Workbook

from orchestration.atomic_files import put_in_place
from orchestration.forms.campaign import Campaign
from orchestration.outgoing.blank_forms import form_title, listed_schools
from orchestration.outgoing.content import FormContent
from orchestration.outgoing.protocol import Line, add_protocol
from orchestration.outgoing.remarks import Row
from orchestration.outgoing.returned import Returned, nameless_problems, returned_of, returned_workbook
from orchestration.outgoing.work_tables import Sent, read_sent
from orchestration.spreadsheets import FORMULA_STARTS, workbook_bytes

NAMELESS = "unknown_sender"
CHANGES = {
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


def write_returned(work: Path, campaign: Campaign, folder: Path) -> dict[str, int]:
    """`<folder>/<campaign>/returned/`: what is to be mended, and what a corrected workbook says otherwise.

    `<municipality code>.xlsx` per municipality of which anything was set aside, `unknown_sender.xlsx` where nobody knows
    who sent a file, `<municipality code>_changes.csv` where a corrected workbook superseded another. Files of a former
    run that have no cause any more are removed. Returns the lines of each file, by its name.
    """
    sent = read_sent(work, campaign)
    files: dict[str, bytes] = {}
    lines: dict[str, int] = {}
    for returned in returned_of(sent, campaign, listed_schools(work, campaign)):
        name = f"{returned.content.code}.xlsx"
        files[name], lines[name] = _workbook(returned), len(returned.problems)
    if nameless := nameless_problems(sent, campaign):
        name = f"{NAMELESS}.xlsx"
        files[name], lines[name] = _nameless(nameless, campaign), len(nameless)
    for code, changes in _changes(sent).items():
        name = f"{code}_changes.csv"
        files[name], lines[name] = changes_csv(changes), len(changes)
    place = folder / campaign.key / "returned"
    with put_in_place([place / name for name in files]) as siblings:
        for sibling, content in zip(siblings, files.values(), strict=True):
            sibling.write_bytes(content)
    for left in [*place.glob("*.xlsx"), *place.glob("*_changes.csv")]:
        if left.name not in files:
            left.unlink()
    return lines


def changes_csv(changes: list[Row]) -> bytes:
    """Cell by cell what changed, for a spreadsheet program of a Russian office: semicolons, and a byte order mark."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(CHANGES.values())
    writer.writerows([_plain(change[column]) for column in CHANGES] for change in changes)
    return target.getvalue().encode("utf-8-sig")


def _plain(value: str | None) -> str:
    return f"'{value}" if value and value.startswith(FORMULA_STARTS) else value or ""


def _workbook(returned: Returned) -> bytes:
    return workbook_bytes(returned_workbook(returned), form_title(returned.content))


def _nameless(problems: list[Row], campaign: Campaign) -> bytes:
    """A protocol alone: without a municipality there is no form to fill."""
    content = FormContent(campaign, "", "отправитель не установлен", {}, frozenset())
    book = Workbook()
    lines = [
        Line(
            problem["sheet"] or "—",
            problem["cell"] or "—",
            problem["entity"] or "",
            problem["shown"] if problem["cell"] else "",
            problem["sentence_ru"],
            problem["remedy_ru"],
        )
        for problem in problems
    ]
    add_protocol(book, content, sorted({Path(problem["file"]).name for problem in problems}), lines)
    del book[book.sheetnames[-1]]
    return workbook_bytes(book, form_title(content))


def _changes(sent: Sent) -> dict[str, list[Row]]:
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in sent.answers_corrections.to_dict("records"):
        changes[row["municipality_code"]].append({str(name): value for name, value in row.items()})
    return changes
