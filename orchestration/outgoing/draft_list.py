"""The list of the year as it stands, drawn up to be approved: all that is missing are the order's number and its day."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE, Column, Sheet, choices, variants
from orchestration.outgoing.content import Value
from orchestration.outgoing.form_book import check_entries, put_answer
from orchestration.outgoing.sheet_style import BOLD, EDGE, HEAD, MIDDLE, START, put, set_up_page, set_widths
from orchestration.outgoing.work_tables import ListedSchool, schools_to_approve
from orchestration.spreadsheets import workbook_bytes

FORM = "approved_list"
WIDTHS = {"key": 11.0, "label": 52.0, "value": 18.0}


def write_draft_list(work: Path, campaign: Campaign, folder: Path) -> list[Path]:
    """`<folder>/<campaign>/forms/approved_list.xlsx` of an entry wave whose list is made, else nothing.

    With number and day of the order in every row it is the approved list, and belongs in the campaign's folder `institute`.
    """
    schools = schools_to_approve(work, campaign)
    if campaign.wave.name != INSTITUTE[FORM].wave or not schools:
        return []
    target = folder / campaign.key / "forms" / f"{FORM}.xlsx"
    title = f"{INSTITUTE[FORM].name_ru}, кампания {campaign.key}"
    return write_in_place({target: workbook_bytes(_draft(schools, campaign, title), title)})


def _draft(schools: list[ListedSchool], campaign: Campaign, title: str) -> Workbook:
    (declared,) = variants(FORM, campaign)[-1].tables
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = declared.title
    put(sheet, 1, 1, title).font = BOLD
    head, last = declared.title_rows + 1, declared.title_rows + 2 + len(schools)
    for place, column in enumerate(declared.columns, start=1):
        for row, text in ((head, column.heading), (head + 1, place)):
            cell = put(sheet, row, place, text)
            cell.fill, cell.border, cell.alignment = HEAD, EDGE, MIDDLE
    for row, school in enumerate(schools, start=head + 2):
        _put_school(sheet, declared, row, school)
    check_entries(sheet, declared.columns, head + 2, last)
    set_widths(sheet, [WIDTHS[column.role] for column in declared.columns])
    sheet.freeze_panes = sheet.cell(head + 2, 1)
    set_up_page(sheet, "portrait")
    return book


def _put_school(sheet: Worksheet, declared: Sheet, row: int, school: ListedSchool) -> None:
    for place, column in enumerate(declared.columns, start=1):
        if column.role == "value":
            put_answer(sheet.cell(row, place), column, Value(_known(column, school)))
            continue
        cell = put(sheet, row, place, _known(column, school))
        cell.border, cell.alignment = EDGE, START if column.role == "label" else MIDDLE


def _known(column: Column, school: ListedSchool) -> str:
    """What is known of a school before its list is approved."""
    clusters = {code: text for text, code in choices("approved_cluster").items()}
    of_value = {"approved_cluster": clusters.get(school.cluster or "neither", "")}
    of_role = {"key": school.code, "label": school.name}
    return of_role.get(column.role) or of_value.get(column.variable, "")
