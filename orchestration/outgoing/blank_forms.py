"""The blank form of a campaign, a workbook per municipality."""

from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.outgoing.content import FormContent, Registry, newest_form
from orchestration.outgoing.form_book import add_table, add_title
from orchestration.outgoing.instructions import add_instructions
from orchestration.outgoing.layout import asks_project, layouts
from orchestration.outgoing.work_tables import carried_values, included_schools
from orchestration.spreadsheets import workbook_bytes


def form_workbook(content: FormContent) -> Workbook:
    """The form's sheets: title, instructions, a sheet per part."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_title(book, content)
    add_instructions(book, content)
    for layout in layouts(content).values():
        add_table(book, content, layout)
    return book


def form_title(content: FormContent) -> str:
    """What the file's properties call it."""
    return f"Форма мониторинга, кампания {content.campaign.key}: {content.name}"


def write_blank_forms(registry: pd.DataFrame, work: Path, campaign: Campaign, folder: Path) -> list[Path]:
    """A blank form per municipality of the registry into `<folder>/<campaign>/forms/<municipality code>.xlsx`.

    registry: the registry's cells as intake reads them. work: the work file, for last campaign's facts and the list of
    the project's schools; it need not be there at an entry wave. Raises NoListError at a final wave without that list.
    """
    asked = Registry.of(registry, campaign)
    carried = carried_values(work, campaign)
    included = listed_schools(work, campaign)
    forms = {}
    for code, name in asked.municipalities.items():
        schools = asked.asked(code)
        own = {key: value for key, value in carried.items() if key[0] in schools}
        content = FormContent(campaign, code, name, schools, included, own)
        target = folder / campaign.key / "forms" / f"{code}.xlsx"
        forms[target] = workbook_bytes(form_workbook(content), form_title(content))
    return write_in_place(forms)


def listed_schools(work: Path, campaign: Campaign) -> frozenset[str]:
    """The project's schools where the campaign's form asks for them, else none."""
    return included_schools(work, campaign) if asks_project(newest_form(campaign)) else frozenset()
