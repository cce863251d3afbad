"""Everything that goes back to the municipalities of a campaign, as files."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.lineage.corrections import Cell, Effects
from orchestration.outgoing.blank_forms import form_title, listed_schools
from orchestration.outgoing.changes import add_changes, changes_csv
from orchestration.outgoing.content import FormContent
from orchestration.outgoing.protocol import Line, add_protocol
from orchestration.outgoing.remarks import Row
from orchestration.outgoing.returned import by_municipality, nameless_problems, returned_of, returned_workbook
from orchestration.outgoing.work_tables import read_sent
from orchestration.spreadsheets import workbook_bytes

NAMELESS = "unknown_sender"


def write_returned(
    work: Path, campaign: Campaign, folder: Path, effects: Mapping[Cell, Effects] | None = None
) -> dict[str, int]:
    """`<folder>/<campaign>/returned/`: what is to be mended, and what a corrected workbook says otherwise.

    `<municipality code>.xlsx` per municipality of which anything was set aside, `unknown_sender.xlsx` where nobody knows
    who sent a file, `<municipality code>_changes.csv` where a corrected workbook superseded another, with what each of its
    cells moved (effects, by school and variable). Files of a former run that have no cause any more are removed.
    Returns the lines of each file, by its name.
    """
    sent, effects = read_sent(work, campaign), effects or {}
    changed = by_municipality(sent.answers_corrections)
    files: dict[str, bytes] = {}
    lines: dict[str, int] = {}
    for returned in returned_of(sent, campaign, listed_schools(work, campaign)):
        name = f"{returned.content.code}.xlsx"
        book = returned_workbook(returned)
        if changes := changed.get(returned.content.code):
            add_changes(book, changes, effects)
        files[name] = workbook_bytes(book, form_title(returned.content))
        lines[name] = len(returned.problems)
    if nameless := nameless_problems(sent, campaign):
        name = f"{NAMELESS}.xlsx"
        files[name], lines[name] = _nameless(nameless, campaign), len(nameless)
    for code, changes in changed.items():
        name = f"{code}_changes.csv"
        files[name], lines[name] = changes_csv(changes, effects), len(changes)
    place = folder / campaign.key / "returned"
    write_in_place({place / name: content for name, content in files.items()})
    for left in [*place.glob("*.xlsx"), *place.glob("*_changes.csv")]:
        if left.name not in files:
            left.unlink()
    return lines


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
