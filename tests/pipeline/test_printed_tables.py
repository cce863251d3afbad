"""From raw files to the printed report: Tables 1 and 5 cell by cell."""

import pandas as pd
import pytest

from orchestration.places import PROJECT

PRINTED = PROJECT / "tests" / "printed"
# the print's slips of spacing: listed, not reproduced
SLIPS = {"0,008 2школы": "0,008 2 школы", "0,17 20школ": "0,17 20 школ"}


@pytest.mark.parametrize("name", ["table_1_start_diagnostics", "table_5_clusters"])
def test_the_printed_table_comes_out_of_raw(sample_run, name):
    printed = pd.read_csv(PRINTED / f"{name}.csv", dtype=str, keep_default_na=False).replace(SLIPS)
    made = sample_run.places.reports / "2018-03" / f"{'_'.join(name.split('_')[:2])}.csv"
    pd.testing.assert_frame_equal(pd.read_csv(made, dtype=str, keep_default_na=False), printed)


def test_the_running_text_figures_of_the_start(marts):
    facts = marts.execute("from marts.region_facts").df().iloc[0]
    assert (facts["schools"], facts["rural_schools"], facts["rural_small_schools"]) == (360, 234, 89)
    assert (round(facts["rural_schools_share"], 2), round(facts["rural_pupils_share"], 3)) == (0.65, 0.202)
    assert (facts["included_schools"], facts["included_secondary"], facts["included_basic"]) == (75, 37, 38)
    assert (facts["included_urban"], facts["included_rural"]) == (12, 63)


def test_the_command_says_who_answered_and_what_was_set_aside(sample_run):
    assert "answered: 27 of 27 municipalities, 359 of 360 schools" in sample_run.output
    assert "set aside: " in sample_run.output
    for suffix in ("xlsx", "csv", "html"):
        assert f"table_1.{suffix}" in sample_run.output
        assert (sample_run.places.reports / "2018-03" / f"table_5.{suffix}").stat().st_size > 500
