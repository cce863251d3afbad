"""An error that nobody thought of tells where it arose, and nothing of what was read."""

from functools import partial
from typing import Any

import dagster as dg
import pandas as pd
import pytest

from orchestration.defs.intake import intake_asset
from orchestration.defs.resources import Region
from orchestration.intake.deliveries import Delivery, Intake
from orchestration.intake.pseudonyms import MissingKeyError
from orchestration.intake.shield import ReadingFailedError, shielded
from orchestration.intake.values import read_value
from orchestration.side_by_side import Ahead
from tests.people.marks import Marks, found_in
from tests.people.search import marks_in


def raising(error: Exception):
    def read():
        raise error

    return read


def test_an_error_of_ours_goes_on_as_it_is():
    with pytest.raises(MissingKeyError, match="export it"):
        shielded(raising(MissingKeyError("make a key and export it")))


def test_an_error_of_a_file_names_it_as_it_is_shown():
    with pytest.raises(PermissionError, match=r"201_•••\.xlsx") as caught:
        shielded(raising(PermissionError(13, "Permission denied", "/raw/201_Жмыхов.xlsx")))
    assert caught.value.__context__ is None


def test_another_error_is_told_by_its_kind_and_its_place_in_the_code():
    with pytest.raises(ReadingFailedError) as caught:
        shielded(lambda: read_value("Жмыхов", None))  # type: ignore[arg-type]
    assert "AttributeError" in str(caught.value)
    assert "orchestration/intake/repairs.py" in str(caught.value)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


@pytest.mark.parametrize("fails", ["reading", "landing"])
def test_no_run_stores_what_broke_it(tmp_path, fails, capfd):
    marks = Marks()
    rows = pd.DataFrame([{"exam": marks.name("a value"), "year": marks.digits("another"), "line": 2}])

    def read(campaign):
        if fails == "reading":
            float(marks.name("an error's text"))
        columns = dict.fromkeys(("municipality_code", "grade", "primary_score", "score", "mark"))
        rest = dict.fromkeys(("school_code", "participant", "category", "form", "stage", "status"), "x")
        of_file: dict[str, Any] = {
            "file": "f",
            "file_sha256": "0",
            "exam_date": pd.Timestamp("2018-06-01"),
            "subject_code": 1,
        }
        return Intake(
            "exam_results", campaign.key, rows.assign(**columns, **rest, **of_file), [Delivery(None)]
        )

    def reader(places, campaign):
        return partial(read, campaign)

    asset = intake_asset("exam_results", "exam_exports", "", reader)
    (tmp_path / "dagster").mkdir()
    region = Region(raw=str(tmp_path / "raw"), home=str(tmp_path / "home"))
    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        done = dg.materialize(
            [asset],
            instance=instance,
            partition_key="2018-03",
            resources={"region": region, "ahead": Ahead()},
            raise_on_error=False,
        )
    assert not done.success
    assert marks_in(tmp_path) == {}
    said = "".join(capfd.readouterr())
    assert "ReadingFailedError" in said
    assert found_in(said.encode()) == []
