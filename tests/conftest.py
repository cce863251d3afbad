"""Regions that tests read: the sample as it lies in raw/, and a small one that tests may damage; a browser; the tests' order."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, sync_playwright

from orchestration.forms.campaign import Campaign
from orchestration.places import PROJECT
from tests.sample_region.population import made_municipalities
from tests.sample_region.raw_files import write_region
from tests.sample_region.region import make_region

SMALL_SCHOOLS, SMALL_SEED = 40, 7


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module that makes both runs of the sample first; beside it what does without, then what waits, then the short.

    Where there are several processes, each takes a module at a time in this order.
    """
    fixtures = {item: set(getattr(item, "fixturenames", ())) for item in items}
    waiting = {item.path for item in items if "sample_run" in fixtures[item]}
    first = min((item.path for item in items if "final_run" in fixtures[item]), default=None)
    items.sort(key=lambda item: (item.path != first, item.path.parent.name == "unit", item.path in waiting))


@pytest.fixture(scope="session")
def sample_raw() -> Path:
    """The sample region's raw files, calibrated to the printed report."""
    return PROJECT / "raw"


@pytest.fixture(scope="session")
def entry() -> Campaign:
    """The entry wave of 2018."""
    return Campaign.parse("2018-03")


@pytest.fixture(scope="session")
def small_region_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files of a region of 40 schools with names and codes of its own."""
    raw = tmp_path_factory.mktemp("small") / "raw"
    region = make_region(SMALL_SEED, SMALL_SCHOOLS, made_municipalities(6), printed=None)
    write_region(region, raw, "2018-03", SMALL_SEED)
    return raw


@pytest.fixture
def raw(small_region_raw: Path, tmp_path: Path) -> Path:
    """A copy of the small region to damage."""
    return Path(shutil.copytree(small_region_raw, tmp_path / "raw"))


@pytest.fixture
def workbooks(raw: Path) -> list[Path]:
    """Two of the small region's workbooks, xlsx in this year's variant; the first has more schools."""
    folder = raw / "2018-03" / "municipal"
    return [folder / "302.xlsx", folder / "301.xlsx"]


@pytest.fixture
def edit() -> Callable[..., None]:
    """edit(path, {"Результаты!F9": 31}) writes cells as their sender would."""

    def edit_cells(path: Path, cells: dict[str, object]) -> None:
        book = openpyxl.load_workbook(path)
        for place, value in cells.items():
            sheet, cell = place.split("!")
            book[sheet][cell] = value
        book.save(path)

    return edit_cells


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a module; without one they are left out."""
    if not os.environ.get("CHROMIUM"):
        pytest.skip("no Chromium: the variable CHROMIUM names none")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield opened
        opened.close()
