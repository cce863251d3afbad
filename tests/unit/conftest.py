"""Marts of two whole campaigns and the year's report made of them; the sample region as it is made."""

import pandas as pd
import pytest

from orchestration.reports.document.documents import REPORT, Filling
from tests.sample_region.final_wave import FinalWave, next_campaign
from tests.sample_region.region import Region, make_region
from tests.unit.blank_picture import blank_picture
from tests.unit.document_marts import FINAL, document_marts
from tests.unit.filled_documents import TITLE


@pytest.fixture
def connection():
    with document_marts() as opened:
        yield opened


@pytest.fixture(scope="module")
def undrawn():
    """Pictures have tests and marts of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orchestration.reports.document.parts.draw_picture", blank_picture)
        yield


@pytest.fixture(scope="module")
def made(undrawn):
    with document_marts() as opened:
        filling = Filling(REPORT, opened, FINAL, "year")
        yield filling.docx(internal=True), filling.html(TITLE, internal=True), filling.tables


@pytest.fixture(scope="session")
def region() -> Region:
    """The sample's March."""
    return make_region()


@pytest.fixture(scope="session")
def wave(region: Region) -> FinalWave:
    """The sample's November."""
    return next_campaign(region)


@pytest.fixture(scope="session")
def followed(wave: FinalWave) -> pd.DataFrame:
    """Answers of the included schools in November."""
    return wave.region.answers.loc[wave.included]
