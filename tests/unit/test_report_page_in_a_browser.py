import pytest

from orchestration.reports.tables import table_files, write_table
from tests.unit.report_marts import CAMPAIGN, STATISTICS, marts, printed

pytestmark = pytest.mark.browser

PLACES_OF_PRINTED_FIGURES = """
    [...document.querySelectorAll("[data-figure]")].filter(figure => figure.innerText)
        .map(figure => figure.getBoundingClientRect()).map(place => [place.left, place.right])
"""


def printed_figures(n):
    """Counted in the printed table: Table 1 prints whatever it has, Table 5 no zero."""
    if n == 1:
        columns = [f"{statistic}{part}" for statistic in STATISTICS for part in ("", "_note")]
        return sum(row[column] != "" for row in printed("table_1_start_diagnostics") for column in columns)
    return sum(text.isdigit() and text != "0" for row in printed("table_5_clusters") for text in row.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("reports")
    with marts() as connection:
        for n in (1, 5):
            write_table(n, connection, CAMPAIGN, made)
    return made


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("width", [360, 1200])
def test_every_printed_figure_is_in_sight_without_scrolling_sideways(browser, folder, n, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(table_files(n, CAMPAIGN, folder)[2].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    places = page.evaluate(PLACES_OF_PRINTED_FIGURES)
    assert len(places) == printed_figures(n)
    assert all(left >= 0 and left < right <= width for left, right in places)
    page.close()


def test_on_a_phone_a_figure_stands_beside_its_heading(browser, folder):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(table_files(1, CAMPAIGN, folder)[2].as_uri())
    cell = page.get_by_role("row").nth(15).get_by_role("cell").nth(1)
    assert cell.inner_text() == "0,136"
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Среднее значение"'
    page.close()
