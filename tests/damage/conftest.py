"""The good files that the tests of this folder damage."""

import pytest

from tests.damage.region import Good, goods


@pytest.fixture(scope="session")
def good_files(small_region_raw, sample_raw, tmp_path_factory) -> dict[str, Good]:
    """By the names that catalogue.csv has for files."""
    return goods(small_region_raw, sample_raw, tmp_path_factory.mktemp("good"))
