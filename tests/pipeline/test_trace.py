"""From every figure of Tables 1 and 5 to what was typed, and from there, without the pipeline, back to the figure."""

import csv
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, lt

import pytest

from orchestration.lineage.trace import trace
from tests.pipeline import read_again as again

CAMPAIGN = "2018-03"
CLUSTERS = ("included", "low_results", "adverse_conditions", "both")
OPERATORS = {"below": lt, "above": gt, "at_least": ge}
CATALOGUE = {row["no"]: row for row in again.rows_of("dbt_project/seeds/indicators.csv")}
LESS_GRADES = {
    row["name_ru"]
    for row in again.rows_of("dbt_project/seeds/school_kinds.csv")
    if "no" in (row["has_grade_9"], row["has_grade_10_11"])
}
TABLE_1 = again.rows_of("tests/printed/table_1_start_diagnostics.csv")
TABLE_5 = again.rows_of("tests/printed/table_5_clusters.csv")
INDICATOR_CELLS = [
    (row["no"], column)
    for row in TABLE_1
    for cell in ("mean", "max", "min")
    for column in (cell, f"{cell}_note")
    if row[column]
]
MUNICIPALITY_CELLS = [(place, column) for place in range(1, len(TABLE_5) + 1) for column in CLUSTERS]


@pytest.fixture(scope="module")
def kinds(marts):
    return dict(marts.execute("select school_code, school_kind from marts.schools").fetchall())


@pytest.fixture(scope="module")
def measured(sample_run, kinds):
    """measured(name, source, school) recomputes a school's indicator or criterion from the raw files alone."""
    return measuring(sample_run.places.raw, kinds)


def measuring(raw, kinds):
    schools = frozenset(kinds)

    def measure(name, source, school):
        files = (*source.cells, *source.exports)
        assert [place.file_sha256 for place in files] == [again.sha256(raw / place.file) for place in files]
        if name.endswith("_ratio"):
            return again.ratios(raw, source.exports, schools)
        if name.startswith("share_below"):
            return again.below(raw, name, source.exports)
        return again.answers(raw, source.cells, kinds[school])

    return measure


@pytest.fixture(scope="module")
def clusters(marts, measured):
    """The cluster of every school, judged from the raw files: criteria met of those that apply."""
    traced = trace(marts, CAMPAIGN, f"table_5/{len(TABLE_5)}/included")
    found = {
        (school.school_code, criterion.criterion): measured(criterion.measure, criterion, school.school_code)
        for school in traced.schools
        for criterion in school.criteria
    }
    pooled: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for (_, name), value in found.items():
        if isinstance(value, tuple):
            pooled[name] = [total + side for total, side in zip(pooled[name], value, strict=True)]
    return {school.school_code: judged(school, found, pooled) for school in traced.schools}


def judged(school, found, pooled):
    met = defaultdict(list)
    for criterion in school.criteria:
        value = found[school.school_code, criterion.criterion]
        assert criterion.applies == isinstance(value, tuple), (school.school_code, criterion)
        if criterion.applies:
            share, limit = value[0] / value[1], Fraction(str(criterion.factor))
            if criterion.reference == "region_pooled":
                above, under = pooled[criterion.criterion]
                limit *= above / under
                assert float(limit) == pytest.approx(criterion.threshold)
            is_met = (
                share == 1 if criterion.operator == "is_yes" else OPERATORS[criterion.operator](share, limit)
            )
            assert is_met == criterion.met, (school.school_code, criterion)
            met[criterion.dimension].append(is_met)
    results, context = (
        len(met[side]) >= 2 and sum(met[side]) >= max(2, len(met[side]) / 2)
        for side in ("results", "context")
    )
    return {(True, True): "both", (True, False): "low_results", (False, True): "adverse_conditions"}.get(
        (results, context), "neither"
    )


@pytest.mark.parametrize(("no", "column"), INDICATOR_CELLS)
def test_table_1_comes_out_of_the_cells_and_lines_of_its_trace(
    sample_run, marts, measured, clusters, no, column
):
    traced = trace(marts, CAMPAIGN, f"table_1/{no}/{column}")
    assert {school.school_code for school in traced.schools} == {
        code for code, cluster in clusters.items() if cluster != "neither"
    }
    entering, numerators = [], Fraction(0)
    for school in traced.schools:
        value = measured(traced.indicator, school, school.school_code)
        if school.missing_reason == "no_such_grade":
            assert registered(sample_run, school)["school_kind"] in LESS_GRADES
        if value == again.NOT_APPLICABLE and CATALOGUE[no]["not_applicable"] == "zero":
            value = (Fraction(0), Fraction(1))
        assert isinstance(value, tuple) == (school.enters != "left_out"), school
        if isinstance(value, tuple):
            entering.append(value[0] / value[1])
            numerators += value[0]
            if traced.statistic != "total":
                assert float(entering[-1]) == pytest.approx(school.entering, abs=1e-12)
    printed = Decimal(next(row[column] for row in TABLE_1 if row["no"] == no))
    assert (
        again.figure(traced.statistic, CATALOGUE[no], entering, numerators)
        == printed
        == Decimal(str(traced.number))
    )


@pytest.mark.parametrize("no", CATALOGUE)
def test_table_1a_comes_out_of_the_cells_and_lines_of_its_trace(final_run, final_marts, no):
    """The final wave's values of one indicator, over the list made in March, in every column of the table's CSV."""
    kinds = dict(
        final_marts.execute(
            "select school_code, school_kind from schools where campaign = '2018-11'"
        ).fetchall()
    )
    measure = measuring(final_run.places.raw, kinds)
    statistics = dict(
        final_marts.execute(
            "select table_column, statistic from figures where table_name = 'table_1a' and table_row = ?",
            [no],
        ).fetchall()
    )
    first = min(statistics)
    traced = trace(final_marts, "2018-11", f"table_1a/{no}/{first}")
    listed = trace(final_marts, "2018-11", f"table_1/{no}/{first}")
    assert [school.school_code for school in traced.schools] == [
        school.school_code for school in listed.schools
    ]
    entering, numerators = [], Fraction(0)
    for school in traced.schools:
        value = measure(traced.indicator, school, school.school_code)
        if value == again.NOT_APPLICABLE and CATALOGUE[no]["not_applicable"] == "zero":
            value = (Fraction(0), Fraction(1))
        assert isinstance(value, tuple) == (school.enters != "left_out"), school
        if isinstance(value, tuple):
            entering.append(value[0] / value[1])
            numerators += value[0]
    (row,) = (row for row in csv_rows(final_run, "table_1a") if row["no"] == no)
    columns = [name for column in ("mean", "max", "min") for name in (column, f"{column}_note")]
    assert statistics.keys() == {name for name in columns if row[name]}
    for column, statistic in statistics.items():
        assert again.figure(statistic, CATALOGUE[no], entering, numerators) == Decimal(row[column]), column


def csv_rows(run, table):
    text = (run.places.reports / "2018-11" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize(("place", "column"), MUNICIPALITY_CELLS)
def test_table_5_comes_out_of_the_criteria_of_its_trace(sample_run, marts, clusters, place, column):
    traced = trace(marts, CAMPAIGN, f"table_5/{place}/{column}")
    municipality = traced.municipality_code or ""
    asked = {code: cluster for code, cluster in clusters.items() if code.startswith(municipality)}
    assert {school.school_code for school in traced.schools} == set(asked)
    assert all(
        criterion.cells or criterion.exports or not criterion.applies
        for s in traced.schools
        for criterion in s.criteria
    )
    counted = {
        code
        for code, cluster in asked.items()
        if cluster == column or (column == "included" and cluster != "neither")
    }
    assert {school.school_code for school in traced.schools if school.counted} == counted
    assert all(
        registered(sample_run, school)["municipality_code"] == school.school_code[:3]
        for school in traced.schools
    )
    assert len(counted) == int(TABLE_5[place - 1][column]) == traced.number


def registered(run, school):
    """What the registry's cells of a school hold, by variable."""
    raw = run.places.raw
    return {cell.variable: again.typed(raw / cell.file, cell.sheet, cell.cell) for cell in school.registry}


def test_every_figure_printed_has_a_trace(marts):
    printed = {f"table_1/{no}/{column}" for no, column in INDICATOR_CELLS}
    printed |= {f"table_5/{place}/{column}" for place, column in MUNICIPALITY_CELLS}
    assert {key for (key,) in marts.execute("select figure from marts.figures").fetchall()} == printed


def test_no_participant_is_in_what_analysts_get(marts):
    columns = set(marts.execute("select table_name, column_name from duckdb_columns()").fetchall())
    named = {
        table
        for table, column in columns
        if column in {"participant", "document", "surname", "primary_score"}
    }
    assert named == {"decisions"}  # the number of an order


def test_a_trace_that_lost_a_school_no_longer_gives_the_figure(marts, measured):
    """The recomputation would notice: without its first school the mean is another."""
    traced = trace(marts, CAMPAIGN, "table_1/15/mean")
    short = replace(traced, schools=traced.schools[1:])
    entering = [
        above / under
        for above, under in (
            measured(traced.indicator, school, school.school_code) for school in short.schools
        )
    ]
    assert again.figure("mean", CATALOGUE["15"], entering, Fraction(0)) != Decimal(str(traced.number))
