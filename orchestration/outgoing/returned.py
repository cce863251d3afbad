"""A municipality's workbook back to it: built anew from the form, what was read in it, what is wrong in colour."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

import pandas as pd
from openpyxl import Workbook

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import variables
from orchestration.forms.severities import severities
from orchestration.forms.version import FIRST_EDITION, edition_of
from orchestration.outgoing.blank_forms import form_workbook
from orchestration.outgoing.content import FormContent, Registry, StrayRow, newest_form
from orchestration.outgoing.layout import SheetLayout, layouts
from orchestration.outgoing.protocol import Line, add_protocol
from orchestration.outgoing.remarks import (
    Key,
    Row,
    in_order,
    place_of,
    remark_ru,
    remarked_values,
    repaired_rows,
    stray_rows,
)
from orchestration.outgoing.sheet_style import remark
from orchestration.outgoing.work_tables import Sent

STATES_RU = {
    "read": "прочитана",
    "missing": "не прислана",
    "unreadable": "не читается",
    "protected": "защищена паролем",
    "refused": "не принята",
    "superseded": "заменена исправленной",
}


@dataclass
class Returned:
    """What goes back to one municipality: its form as read, and the protocol."""

    content: FormContent
    problems: list[Row]
    deliveries: list[Row]
    sheets: dict[tuple[str, str], str]  # the part that a sheet of a file is
    strays_at: dict[Key, StrayRow] = field(default_factory=dict)  # by file, sheet and key cell
    read: dict[Key, str] = field(default_factory=dict)  # what stood in a cell, as far as it may be shown

    @cached_property
    def places(self) -> dict[str, SheetLayout]:
        """Where everything stands in the workbook that goes back."""
        return layouts(self.content)

    def here(self, problem: Row) -> tuple[str, str] | None:
        """Sheet and cell of the workbook that goes back where a problem is to be mended."""
        stray = self.strays_at.get(place_of(problem))
        if stray:
            layout = self.places[stray.part]
            return layout.sheet.title, f"{layout.letter(layout.sheet.key)}{layout.stray_row(stray)}"
        variable, school = problem["variable"], problem["entity"]
        part = (
            variables()[variable].part if variable else self.sheets.get((problem["file"], problem["sheet"]))
        )
        if part not in self.places or not (school or variable):
            return None
        if problem["rule"] == "total_not_sum":
            return self.places[part].sheet.title, self.places[part].total(variable)
        # a lost column begins at the first school
        place = self.places[part].place(school or next(iter(self.places[part].schools), ""), variable)
        return (self.places[part].sheet.title, place) if place else None


def returned_of(sent: Sent, campaign: Campaign, included: frozenset[str]) -> list[Returned]:
    """What goes back, per municipality that is asked anything; the others have nothing to mend.

    A problem of a workbook whose sender is not known goes to nobody here: nameless_problems() lists those.
    """
    registry = Registry.of(sent.registry, campaign)
    problems = by_municipality(
        pd.concat([sent.answers_set_aside, repaired_rows(sent.answers_repairs)], ignore_index=True)
    )
    asked = [
        code
        for code in registry.municipalities
        if any(severities()[problem["severity"]].asks for problem in problems[code])
    ]
    owner = sent.answers["entity"].map(registry.schools["municipality_code"])
    tables = {
        "problems": problems,
        "deliveries": by_municipality(sent.answers_deliveries),
        "unplaced": by_municipality(sent.answers_unplaced),
        # most municipalities are asked nothing
        "answers": by_municipality(sent.answers.assign(municipality_code=owner)[owner.isin(asked)]),
    }
    return [
        _returned(campaign, code, registry, included, {name: rows[code] for name, rows in tables.items()})
        for code in asked
    ]


def nameless_problems(sent: Sent, campaign: Campaign) -> list[Row]:
    """Problems of files of which nobody knows who sent them: no municipality of the registry."""
    known = Registry.of(sent.registry, campaign).municipalities
    problems = by_municipality(sent.answers_set_aside)
    return in_order(row for code, rows in problems.items() if code not in known for row in rows)


def returned_workbook(returned: Returned) -> Workbook:
    """The form filled as it was read, bad cells coloured and remarked, the protocol before it."""
    content = returned.content
    book = form_workbook(content)
    for problem in sorted(returned.problems, key=_mildness):
        here = returned.here(problem)
        if here and not problem["variable"]:
            remark(book[here[0]][here[1]], [remark_ru(problem)], problem["severity"])
    sent = [
        f"{PurePosixPath(delivery['file']).name} ({STATES_RU[delivery['state']]})"
        for delivery in returned.deliveries
        if delivery["file"]
    ]
    add_protocol(book, content, sent, lines_of(returned))
    return book


def _mildness(problem: Row) -> int:
    """The mildest first: of several remarks on one cell the gravest has the last word."""
    return -list(severities()).index(problem["severity"])


def lines_of(returned: Returned) -> list[Line]:
    """The protocol's lines, in their order."""
    return [
        Line(
            problem["sheet"] or "—",
            problem["cell"] or "—",
            _school(problem, returned.content),
            # a comparison tells the value of one side for both
            returned.read.get(place_of(problem)) or str(problem["shown"]) if problem["cell"] else "",
            problem["sentence_ru"],
            problem["remedy_ru"],
            returned.here(problem),
            stray.asks if (stray := returned.strays_at.get(place_of(problem))) else None,
        )
        for problem in returned.problems
    ]


def _returned(
    campaign: Campaign, code: str, registry: Registry, included: frozenset[str], tables: dict[str, list[Row]]
) -> Returned:
    answers, unplaced = tables["answers"], tables["unplaced"]
    order = [sheet.part for sheet in newest_form(campaign).tables]
    parts = {(row["file"], row["sheet"]): row["part"] for row in [*answers, *unplaced]}
    sheets = dict(sorted(parts.items(), key=lambda sheet: order.index(sheet[1])))
    problems = in_order(tables["problems"], list(sheets))
    strays_at = stray_rows(problems, unplaced)
    asked_of_project = {
        row["entity"] for row in answers if variables()[row["variable"]].asked_of == "included"
    }
    editions = [edition_of(row["variant"]) for row in tables["deliveries"] if row["state"] != "missing"]
    content = FormContent(
        campaign,
        code,
        registry.municipalities[code],
        registry.asked(code, [row["entity"] for row in answers]),
        included | asked_of_project,
        remarked_values(answers, problems),
        tuple(strays_at.values()),
        max(editions) + 1 if editions else FIRST_EDITION,
    )
    read = {place_of(row): row["raw_text"] for row in answers if row["raw_text"]}
    return Returned(content, problems, tables["deliveries"], sheets, strays_at, read)


def _school(problem: Row, content: FormContent) -> str:
    code = problem["entity"] or ""
    return f"{code} {content.schools.get(code, '')}".strip()


def by_municipality(frame: pd.DataFrame) -> defaultdict[str | None, list[Row]]:
    """The rows of a table by their municipality_code, None where nobody knows it."""
    rows: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in frame.to_dict("records"):
        code = row["municipality_code"]
        rows[code if isinstance(code, str) else None].append(
            {str(name): value for name, value in row.items()}
        )
    return rows
