"""The sample region arrives at the printed tables, and every wrong rule is noticed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from orchestration.forms.rules import comparisons
from orchestration.intake.answer_schemas import sides
from tests.sample_region import evaluate
from tests.sample_region.evaluate import Rules
from tests.sample_region.population import made_municipalities
from tests.sample_region.population_answers import workbook_variables
from tests.sample_region.region import PRINTED, make_region

# kind of a printed note -> the statistic that must equal it
NOTES = {
    "schools_above_zero": ("mean_note", (5, 8, 9, 10, 11, 12, 19, 20)),
    "schools_at_minimum": ("min_note", (17, 18, 19, 24)),
    "schools_at_most_one": ("max_note", (28,)),
    "schools_with_yes": ("mean_note", (26, 27)),
    "total": ("mean_note", (14,)),
}
WRONG_RULES = [
    Rules(years=(2017,)),
    Rules(pooled_shares=False),
    Rules(at_least_half=False),
    Rules(at_least_two=False),
    Rules(missing_is_met=True),
    Rules(gve_counts=True),
    Rules(base_counts=True),
    Rules(not_applicable_is_zero=False),
    Rules(oge_marks=True),
    Rules(former_graduates_count=True),
    Rules(absent_is_zero=True),
    Rules(every_stage_counts=True),
    Rules(strict=False),
]


@pytest.fixture(scope="module")
def included(region) -> pd.Index:
    found = evaluate.clusters(region)
    return found.index[found != "neither"]


def departures(table: pd.DataFrame) -> list[tuple[int, str]]:
    """Cells of Table 1 that differ from the printed ones."""
    found = []
    printed: list[dict[Any, Any]] = PRINTED.indicators.to_dict("records")
    for no, row in enumerate(printed, start=1):
        cells = [cell for cell in ("mean", "max", "min") if row[cell] is not None]
        found += [(no, cell) for cell in cells if float(row[cell]) != table.at[no, cell]]
    for statistic, (note, numbers) in NOTES.items():
        found += [(no, note) for no in numbers if table.at[no, statistic] != printed[no - 1][note]]
    return found


def test_every_cell_of_table_1_is_as_printed(region, included):
    assert departures(evaluate.table_1(region, included)) == []


def test_every_cell_of_table_5_is_as_printed(region):
    counted = evaluate.table_5(region, evaluate.clusters(region))
    assert counted.to_dict("index") == PRINTED.clusters.to_dict("index")


def test_kinds_and_places_are_as_the_report_counts_them(region, included):
    schools = evaluate.open_schools(region)
    assert len(schools) == 360
    assert (schools["locality"] == "rural").sum() == 234
    assert schools["small_school"].sum() == 89
    assert not (schools["small_school"] & (schools["locality"] == "urban")).any()
    rural = schools.loc[schools["locality"] == "rural", "pupils"].sum() / schools["pupils"].sum()
    assert round(rural, 3) == 0.202
    among = schools.loc[included]
    assert among["school_kind"].value_counts().to_dict() == {"basic": 38, "secondary": 37}
    assert among["locality"].value_counts().to_dict() == {"rural": 63, "urban": 12}


@pytest.mark.parametrize("wrong", WRONG_RULES, ids=str)
def test_a_wrong_rule_changes_a_table(region, wrong):
    found = evaluate.clusters(region, wrong)
    same_5 = evaluate.table_5(region, found).to_dict("index") == PRINTED.clusters.to_dict("index")
    assert not same_5 or departures(evaluate.table_1(region, found.index[found != "neither"], wrong))


def test_the_awkward_is_there(region):
    results, schools = region.results, region.schools
    closed = schools[schools["valid_to"].notna()]
    assert set(closed["valid_to"].dt.year) == {2016}
    sat = results[results["school_code"].isin(closed["school_code"])]
    assert set(sat["year"]) == {2015, 2016}
    missing = evaluate.open_schools(region).index.difference(region.answers.index)
    assert len(missing) == 1
    assert evaluate.clusters(region, Rules(missing_is_met=True))[missing].tolist() != ["neither"]
    assert not results["school_code"].isin(schools["school_code"]).all()
    assert results.duplicated(["participant", "subject_code", "year", "exam_date"]).any()
    assert set(results["status"]) == {"valid", "absent", "removed", "cancelled"}
    assert set(results["stage"]) == {"early", "main", "reserve", "additional"}
    assert region.answers.isna().any().any()
    assert (region.answers == "х").any().any()
    assert 130_000 < len(results) < 142_000
    assert results.loc[results["exam"] == "oge", "primary_score"].notna().all()


def test_a_school_stands_exactly_at_each_share_threshold(region):
    _, met = evaluate.criteria(region)
    _, loose = evaluate.criteria(region, Rules(strict=False))
    moved = (met != loose).sum()
    assert (moved[["olympiad", "registers", "disadvantaged", "low_income"]] >= 1).all()


def test_the_schools_in_the_project_are_worse_off_than_the_region(region, included):
    values, _ = evaluate.indicators(region)
    lower = [1, 3, 4, 6, 7, 17, 18, 23, 28, 29, 30]
    assert (values.loc[included, lower].mean() < values[lower].mean()).all()
    assert values.loc[included, 15].mean() > values[15].mean()


@pytest.mark.parametrize("size", [40, 360])
def test_answers_keep_within_the_form_and_its_rules(region, size):
    answers = region.answers if size == 360 else make_region(seed=7, schools=size, printed=None).answers
    numbers = answers.replace("х", np.nan).astype(float)
    assert list(answers.columns) == [row["variable"] for row in workbook_variables()]
    for row in workbook_variables():
        column = numbers[row["variable"]].dropna()
        assert row["maximum"] == "" or column.between(float(row["minimum"]), float(row["maximum"])).all()
        assert row["kind"] not in ("count", "yes_no") or (column % 1 == 0).all()
    for suffix in ("", "_reporting_year", "_year_before"):
        levels = [f"pupils_{level}{suffix}" for level in ("1_4", "5_9", "10_11")]
        assert (numbers[levels].sum(axis=1) == numbers[f"pupils{suffix}"]).all()
        assert (numbers[levels].min() >= 0).all()
    for rule in comparisons("2018-03"):
        lesser, greater = sides(rule, numbers)
        assert not (lesser > greater).any(), rule.name


def test_who_failed_for_good_has_no_certificate(region):
    shares = evaluate.indicators(region)[0]
    failed = shares.index[shares[11].gt(0)]
    assert (region.answers.loc[failed, "without_certificate_11"].astype(float) > 0).all()


def test_the_same_seed_makes_the_same_region_and_another_another(region):
    again = make_region()
    for name in ("municipalities", "schools", "answers", "results"):
        assert getattr(region, name).equals(getattr(again, name)), name
    assert not make_region(seed=3).answers.equals(region.answers)


def test_a_small_region_of_other_names_and_codes():
    places = made_municipalities(4, first_code=501)
    made = make_region(seed=7, schools=40, municipalities=places, printed=None)
    assert made.municipalities["municipality_code"].tolist() == ["501", "502", "503", "504"]
    assert len(evaluate.open_schools(made)) == 40
    assert set(evaluate.clusters(made)) > {"neither"}
    assert len(made.results) > 5000


def test_another_seed_reaches_the_printed_tables_too():
    made = make_region(seed=3)
    found = evaluate.clusters(made)
    assert departures(evaluate.table_1(made, found.index[found != "neither"])) == []


def test_too_few_schools_are_refused():
    with pytest.raises(ValueError, match="at least 20"):
        make_region(schools=5)
