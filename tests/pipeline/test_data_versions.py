"""What was sent has its content as its version: the same files say the same, another byte says another."""

import dagster as dg
import openpyxl
import pandas as pd
import pytest

from orchestration.definitions import defs
from orchestration.defs.intake import observed
from orchestration.intake.deliveries import Delivery, Intake, SentFile


@pytest.fixture
def version(raw, workbooks):
    """The version that Dagster is told of the small region's workbooks as they lie there now."""

    def observe():
        files = [SentFile.at(path, raw) for path in workbooks]
        deliveries = [Delivery(file.name, file.sha256, rows_in=20) for file in files]
        noted = observed("municipal_workbooks", Intake("answers", "2018-03", pd.DataFrame(), deliveries))
        assert (noted.asset_key, noted.partition) == (dg.AssetKey(["raw", "municipal_workbooks"]), "2018-03")
        assert noted.metadata["dagster/row_count"].value == 40
        return noted.tags["dagster/data_version"]

    return observe


def test_the_same_files_have_the_same_version(version):
    assert version() == version()


def test_another_byte_is_another_version(version, workbooks):
    before = version()
    openpyxl.load_workbook(workbooks[0]).save(workbooks[0])
    assert version() != before


def test_every_raw_asset_is_read_by_intake_and_reading_has_a_version():
    graph = defs.resolve_asset_graph()
    keys = graph.get_all_asset_keys()
    for key in (key for key in keys if key.path[0] == "raw"):
        assert {child.path[0] for child in graph.get(key).child_keys} == {"intake"}
    assert all(graph.get(key).code_version for key in keys if key.path[0] == "intake")
