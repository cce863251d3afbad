"""Double programming: the warehouse's figures against a second programme written from the methodology alone."""

import pandas as pd
import pytest

from tests.sample_region import evaluate
from tests.sample_region.region import make_region

# the second programme's names of the criteria
CRITERIA = {
    "olympiad": "olympiad_participation",
    "registers": "on_registers",
    "disadvantaged": "disadvantaged_families",
    "low_income": "low_income_families",
}


@pytest.fixture(scope="module")
def region():
    return make_region()


def official(marts, mart):
    """A mart of the rules by which schools are identified."""
    return marts.execute(f"from marts.{mart} where rule_set = 'smolensk-2018'").df()


def test_every_indicator_of_every_school(marts, region):
    values, status = evaluate.indicators(region)
    made = marts.execute(
        "select i.no, s.* from marts.school_indicators as s inner join reference.indicators as i using (indicator)"
    ).df()
    for column, frame in (("value", values), ("status", status)):
        found = made.pivot(index="school_code", columns="no", values=column)
        expected = frame.rename_axis(index="school_code", columns="no").sort_index()
        pd.testing.assert_frame_equal(
            found, expected, check_dtype=False, check_index_type=False, check_column_type=False, rtol=1e-12
        )


def test_every_criterion_of_every_school(marts, region):
    applies, met = (frame.rename(columns=CRITERIA) for frame in evaluate.criteria(region))
    made = official(marts, "school_criteria")
    made["met"] = made["met"].fillna(False).astype(bool)
    for column, expected in (("applies", applies), ("met", met)):
        found = made.pivot(index="school_code", columns="criterion", values=column).astype(bool)
        pd.testing.assert_frame_equal(
            found, expected.sort_index()[found.columns].astype(bool), check_names=False
        )


def test_every_cluster(marts, region):
    found = official(marts, "school_clusters").set_index("school_code")["cluster"].sort_index()
    expected = evaluate.clusters(region).sort_index()
    pd.testing.assert_series_equal(found, expected, check_names=False, check_dtype=False)
