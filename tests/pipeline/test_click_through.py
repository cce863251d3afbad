"""A number in a table's page opens what it was made of, down to the cell: by mouse, by keyboard, on a phone."""

import json
import os
import re

import pytest
from playwright.sync_api import sync_playwright

from orchestration.lineage.made_of import ranges
from orchestration.lineage.trace import trace

FIGURE = re.compile(r'data-figure="([^"]+)"')
HELD = re.compile(r'id="trace-data">(.*?)</script>', re.DOTALL)


def page_of(sample_run, n):
    return sample_run.places.reports / "2018-03" / f"table_{n}.html"


@pytest.mark.parametrize("n", [1, 5])
def test_every_printed_figure_knows_what_it_is_made_of(sample_run, marts, n):
    html = page_of(sample_run, n).read_text(encoding="utf-8")
    (held,) = json.loads(HELD.findall(html)[0])
    printed = set(FIGURE.findall(html))
    assert printed
    assert printed <= held["figures"].keys()
    assert len(html.encode()) < 5_000_000
    counted = dict(
        marts.execute(
            "select figure, list(school_code order by school_code) from figure_schools "
            "where counted and enters <> 'left_out' group by figure"
        ).fetchall()
    )
    for figure in printed:
        assert held["figures"][figure]["schools"].get("counted", []) == counted.get(figure, [])


def test_a_school_in_the_page_names_the_cells_of_the_mart(sample_run, marts):
    html = page_of(sample_run, 1).read_text(encoding="utf-8")
    (held,) = json.loads(HELD.findall(html)[0])
    rows = marts.execute(
        "select school_code, file, sheet, cell, raw_text from indicator_cells inner join schools using (campaign, school_code) "
        "where included and indicator = 'share_on_registers'"
    ).fetchall()
    assert rows
    for school, file, sheet, cell, raw in rows:
        cells = held["measures"]["share_on_registers"][school]["cells"]
        assert (file, sheet, cell, raw) in {(held["files"][f][0], s, c, r) for _, r, _, f, s, c in cells}


def lines_of(held, found):
    """Exam, year, file, hash, count and lines of a school's measure or criterion, as the page says them."""
    return [
        (exam, year, *held["files"][file], n, runs) for exam, year, _, file, n, runs in found.get("lines", [])
    ]


def exports_of(source):
    return [
        (lines.exam, lines.exam_year, lines.file, lines.file_sha256, len(lines.lines), ranges(lines.lines))
        for lines in source.exports
    ]


def cells_of(held, found):
    return [
        (*held["files"][file], sheet, cell, raw) for _, raw, _, file, sheet, cell in found.get("cells", [])
    ]


def typed_of(source):
    return [(cell.file, cell.file_sha256, cell.sheet, cell.cell, cell.raw_text) for cell in source.cells]


@pytest.mark.parametrize("no", range(1, 31))
def test_the_page_ends_in_the_cells_and_lines_that_the_command_ends_in(sample_run, marts, no):
    (held,) = json.loads(HELD.findall(page_of(sample_run, 1).read_text(encoding="utf-8"))[0])
    (figure,) = marts.execute(
        "select min(figure) from figures where table_name = 'table_1' and table_row = ?", [no]
    ).fetchone()
    traced = trace(marts, "2018-03", figure)
    schools = [school for school in traced.schools if school.counted]
    assert schools
    for school in schools:
        found = held["measures"][traced.indicator][school.school_code]
        assert lines_of(held, found) == exports_of(school)
        assert cells_of(held, found) == typed_of(school)
        assert all(lines.exam_year == 2017 for lines in school.exports)


def test_the_page_judges_by_the_cells_and_lines_of_the_commands_criteria(sample_run, marts):
    (held,) = json.loads(HELD.findall(page_of(sample_run, 5).read_text(encoding="utf-8"))[0])
    traced = trace(marts, "2018-03", "table_5/1/included")
    schools = [school for school in traced.schools if school.counted]
    assert schools
    for school in schools:
        found = held["criteria"][school.school_code]
        assert [(one["name"], one["met"]) for one in found] == [
            (one.criterion_ru, one.met) for one in school.criteria
        ]
        assert [lines_of(held, one) for one in found] == [exports_of(one) for one in school.criteria]
        assert [cells_of(held, one) for one in found] == [typed_of(one) for one in school.criteria]


def test_the_page_names_subjects_in_russian(sample_run):
    (held,) = json.loads(HELD.findall(page_of(sample_run, 1).read_text(encoding="utf-8"))[0])
    subjects = {
        subject
        for measures in held["measures"].values()
        for found in measures.values()
        for _, _, subject, *_ in found.get("lines", [])
    }
    assert {"Русский язык", "Математика (профильный уровень)"} <= subjects
    assert not [subject for subject in subjects if re.search("[a-z]", subject)]


@pytest.mark.parametrize("n", [2, 3])
def test_every_figure_of_the_institutes_tables_names_its_cells(final_run, n):
    html = (final_run.places.reports / "2018-11" / f"table_{n}.html").read_text(encoding="utf-8")
    (held,) = json.loads(HELD.findall(html)[0])
    printed = set(FIGURE.findall(html))
    assert printed
    assert all(cells_of(held, held["figures"][figure]) for figure in printed)


@pytest.fixture(scope="module")
def browser():
    if not os.environ.get("CHROMIUM"):
        pytest.skip("no Chromium: the variable CHROMIUM names none")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1100])
def test_a_click_leads_from_the_number_to_the_cell(browser, sample_run, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(page_of(sample_run, 1).as_uri())
    page.locator('[data-figure="table_1/15/mean"]').click()
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("heading").inner_text() == "0,136"
    dialog.locator("details details > summary").first.click()
    assert re.search(r"лист «.+», ячейка [A-Z]+\d+", dialog.inner_text())
    dialog.get_by_text("контрольные суммы SHA-256").click()
    assert re.search(r"2018-03/municipal/.+\.xlsx: [0-9a-f]{64}", dialog.inner_text())
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.close()


@pytest.mark.browser
def test_the_keyboard_does_all_that_the_mouse_does(browser, sample_run):
    page = browser.new_page()
    page.goto(page_of(sample_run, 5).as_uri())
    figure = page.locator('[data-figure="table_5/1/included"]')
    figure.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert "Число школ, включённых в проект" in dialog.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "порог" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert figure.evaluate("figure => figure === document.activeElement")
    page.close()


def test_the_years_page_opens_the_figures_of_both_waves_and_of_its_text(final_run):
    html = (final_run.places.reports / "2018-11" / "report.html").read_text(encoding="utf-8")
    parts = json.loads(HELD.findall(html)[0])
    for figure in ("table_1/15/mean", "table_1a/15/mean", "table_5/1/included", "facts/trained"):
        assert figure in FIGURE.findall(html)
        assert sum(figure in part["figures"] for part in parts) == 1
    assert len(html.encode()) < 5_000_000


def test_the_public_page_holds_no_school_behind_a_figure(final_run):
    html = (final_run.places.reports / "2018-11" / "public" / "report.html").read_text(encoding="utf-8")
    (counted,) = json.loads(HELD.findall(html)[0])
    assert not counted["schools"]
    assert not counted["measures"]
