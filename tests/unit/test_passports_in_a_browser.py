"""Passports and summaries as a browser shows and prints them."""

import re
from pathlib import Path

import pytest

from orchestration.reports.passports.files import write_municipalities, write_passports
from tests.unit.passport_marts import ENTRY, FINAL, marts, put

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Both waves, one school fuller than any of the sample: check tests in all subjects, several agreements."""
    connection, folder = marts(), tmp_path_factory.mktemp("reports")
    for grade, subjects in ((4, 3), (5, 4), (6, 6), (7, 4)):
        for subject in range(1, subjects + 1):
            put(connection, "vpr_results", campaign=FINAL, year=2018, school_code="201001", grade=grade,
                subject_code=subject, subject_ru="Обществознание", participants=40, share_2=5, share_4_5=40,
                region_share_2=4, region_share_4_5=55)  # fmt: skip
    for no in range(2, 5):
        put(connection, "partner_agreements", campaign=FINAL, no=no, number=f"{no}-ОД", school_code="201001",
            partner_name="Средняя школа имени Героя Советского Союза")  # fmt: skip
    made = [
        write(connection, campaign, folder)
        for write in (write_passports, write_municipalities)
        for campaign in (ENTRY, FINAL)
    ]
    return [path for paths in made for path in paths if path.suffix == ".html"]


def opened(browser, path: Path, width=1100):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [390, 1100])
def test_no_page_is_wider_than_the_screen(browser, written, width):
    for path in written:
        page = opened(browser, path, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


def test_a_passport_is_printed_on_one_page(browser, written):
    passports = [path for path in written if path.parent.name == "passports"]
    assert len(passports) == 6
    for path in passports:
        page = opened(browser, path)
        assert printed_pages(page.pdf(prefer_css_page_size=True)) == 1, path
        page.close()


def test_pages_are_counted(browser, written):
    page = opened(browser, written[0])
    page.add_style_tag(content="@media print { h2 { break-before: page; } }")
    assert printed_pages(page.pdf(prefer_css_page_size=True)) > 1
    page.close()


def printed_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_on_a_phone_a_value_stands_under_its_heading(browser, written):
    page = opened(
        browser, next(path for path in written if path.match(f"{FINAL}/passports/201001.html")), 390
    )
    cell = page.locator("#indicators tbody tr").first.locator("td").nth(2)
    assert cell.inner_text().strip() == "0,4"
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"ноябрь 2018"'
    page.close()
