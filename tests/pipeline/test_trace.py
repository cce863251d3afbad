"""From every figure of Tables 1 and 5 to what was typed, and from there, without the pipeline, back to the figure."""

import json
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, lt

import pytest
from click.testing import CliRunner

from orchestration.__main__ import main
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import ranges
from tests.pipeline import read_again as again

CAMPAIGN = "2018-03"
CLUSTERS = ("included", "low_results", "adverse_conditions", "both")
OPERATORS = {"below": lt, "above": gt, "at_least": ge}
NO_GRADE_11 = {
    row["school_kind"]
    for row in again.rows_of("dbt_project/seeds/school_kinds.csv")
    if row["has_grade_10_11"] != "yes"
}
CATALOGUE = {row["no"]: row for row in again.rows_of("dbt_project/seeds/indicators.csv")}
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
    """measured(source, school) recomputes a school's indicator or criterion from the raw files alone."""
    raw = sample_run.places.raw
    schools = frozenset(kinds)

    def measure(name, source, school):
        files = (*source.cells, *source.exports)
        assert [place.file_sha256 for place in files] == [again.sha256(raw / place.file) for place in files]
        if name.endswith("_ratio"):
            return ratios(raw, source.exports, schools)
        if name.startswith("share_below"):
            return below(raw, name, source.exports)
        return answers(raw, source.cells, kinds[school])

    return measure


def answers(raw, cells, kind):
    """Numerator and denominator of the cells, «х» or None as read_again.ratio says."""
    texts = defaultdict(list)
    for cell in cells:
        text = again.typed(raw / cell.file, cell.sheet, cell.cell)
        assert text == (cell.raw_text or "").strip()
        # a blank where the school has no such grade is nothing missing
        if not text and cell.variable.endswith(("_11", "_regional", "_federal")) and kind in NO_GRADE_11:
            text = again.NOT_APPLICABLE
        if cell.counts_when:
            texts["any"].append(
                text and ("да" if text == {"yes": "да", "no": "нет"}[cell.counts_when] else "нет")
            )
        texts[cell.part].append(text)
    if texts["any"]:
        return (Fraction(1), Fraction(1)) if "да" in texts["any"] else again.ratio(texts["any"], [])
    return again.ratio(texts["numerator"], texts["denominator"]) if cells else None


def ratios(raw, exports, schools):
    """Sum of the scores over the region's means, and participants."""
    total, participants = Fraction(0), 0
    for lines in exports:
        mean, count = again.region_mean(raw / lines.file, lines.exam, lines.subject, schools)
        assert count == lines.region_participants
        rows = again.export(raw / lines.file)
        scores = [again.number(rows[line - 2][again.SCORES[lines.exam]]) for line in lines.lines]
        total += sum(scores) / mean
        participants += len(scores)
    return (total, Fraction(participants)) if participants else again.NOT_APPLICABLE


def below(raw, name, exports):
    """Participants below the minimum, in every mathematics or in any other subject, and participants."""
    sums = defaultdict(lambda: defaultdict(Fraction))
    for lines in exports:
        rows = again.export(raw / lines.file)
        scale = "Оценка" if lines.subject == "mathematics_base" else "Балл"
        for line in lines.lines:
            row = rows[line - 2]
            sums[row["Серия и номер документа"]][lines.subject] += again.number(row[scale])
    minima = again.ADMISSION if name.endswith("elective") else again.CERTIFICATE
    decide = all if name.endswith("math") else any
    failed = sum(
        decide(score < minima[subject] for subject, score in taken.items()) for taken in sums.values()
    )
    return (Fraction(failed), Fraction(len(sums))) if sums else again.NOT_APPLICABLE


@pytest.fixture(scope="module")
def clusters(marts, measured):
    """The cluster of every school, judged from the raw files: criteria met of those that apply."""
    traced = trace(marts, CAMPAIGN, f"table_5/{len(TABLE_5)}/included")
    found = {
        (school.school_code, criterion.criterion): measured(criterion.measure, criterion, school.school_code)
        for school in traced.schools
        for criterion in school.criteria
    }
    pooled = defaultdict(lambda: [Fraction(0), Fraction(0)])
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
def test_table_1_comes_out_of_the_cells_and_lines_of_its_trace(marts, measured, clusters, no, column):
    traced = trace(marts, CAMPAIGN, f"table_1/{no}/{column}")
    assert {school.school_code for school in traced.schools} == {
        code for code, cluster in clusters.items() if cluster != "neither"
    }
    entering, numerators = [], Fraction(0)
    for school in traced.schools:
        value = measured(traced.indicator, school, school.school_code)
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
        figure(traced.statistic, CATALOGUE[no], entering, numerators)
        == printed
        == Decimal(str(traced.number))
    )


def figure(statistic, declared, entering, numerators):
    mean_decimals, decimals = int(declared["mean_decimals"]), int(declared["extreme_decimals"])
    least = again.rounded(min(entering), decimals)
    return {
        "mean": again.rounded(sum(entering) / len(entering), mean_decimals),
        "maximum": again.rounded(max(entering), decimals),
        "minimum": least,
        "total": Decimal(int(numerators)),
        "schools_above_zero": sum(value > 0 for value in entering),
        "schools_at_minimum": sum(again.rounded(value, decimals) == least for value in entering),
        "schools_at_most_one": sum(value <= 1 for value in entering),
        "schools_with_yes": sum(value == 1 for value in entering),
    }[statistic]


@pytest.mark.parametrize(("place", "column"), MUNICIPALITY_CELLS)
def test_table_5_comes_out_of_the_criteria_of_its_trace(marts, clusters, place, column):
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
    assert len(counted) == int(TABLE_5[place - 1][column]) == traced.number


def test_every_figure_printed_has_a_trace(marts):
    printed = {f"table_1/{no}/{column}" for no, column in INDICATOR_CELLS}
    printed |= {f"table_5/{place}/{column}" for place, column in MUNICIPALITY_CELLS}
    assert {key for (key,) in marts.execute("select figure from marts.figures").fetchall()} == printed


def test_no_participant_is_in_what_analysts_get(marts):
    columns = {name for (name,) in marts.execute("select column_name from duckdb_columns()").fetchall()}
    assert not columns & {"participant", "document", "surname", "primary_score"}


@pytest.fixture
def said(sample_run):
    """said("table_1", "--row", "15") is the command's exit code and what it wrote."""

    def run(*words):
        done = CliRunner().invoke(main, ["trace", *words, "--home", str(sample_run.places.home)])
        return done.exit_code, done.output

    return run


def test_the_command_draws_a_tree_down_to_the_cell(said):
    status, text = said("table_1", "--row", "15", "--column", "mean", "--school", "201001")
    assert status == 0
    assert text.splitlines()[0] == "table_1/15/mean = 0.136, campaign 2018-03"
    assert (
        "   ├─ numerator on_registers = 1, typed «1»: 2018-03/municipal/201_velizhskiy_rayon.xlsx, Социальные условия!R8"
        in text
    )


def test_the_command_counts_exam_lines_and_lists_them_for_one_school(said):
    words = ("table_1", "--row", "3", "--column", "max")
    assert (
        "└─ oge 2017 russian: 6 lines count, primary_score mean 36.1667 / region's 30.2 of 7764"
        in said(*words)[1]
    )
    assert "oge_2017.csv.zip, lines 120, " in said(*words, "--school", "202001")[1]


def test_the_command_writes_json(said):
    found = json.loads(said("table_5", "--row", "1", "--column", "both", "--json")[1])
    (school,) = (school for school in found["schools"] if school["counted"])
    assert found["number"] == 1
    assert {criterion["criterion"] for criterion in school["criteria"] if criterion["met"]} >= {"oge_russian"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("table_9",), "no table table_9: there are table_1, table_5"),
        (("table_1", "--row", "31"), "no row of table_1 31: there are 1, 2, 3, "),
        (
            ("table_5", "--row", "1"),
            "no column of table_5/1 (none given): there are adverse_conditions, both, ",
        ),
        (
            ("table_1", "--row", "15", "--column", "mode"),
            "no column of table_1/15 mode: there are max, mean, min",
        ),
        (("table_1", "--campaign", "2018-11"), "no campaign 2018-11: there are 2018-03"),
        (
            ("table_1", "--row", "15", "--column", "mean", "--school", "999999"),
            "table_1/15/mean does not ask school 999999: there are 201001, ",
        ),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(said, words, message):
    status, text = said(*words)
    assert status == 1
    assert text.startswith(f"Error: {message}")


def test_nothing_published_yet(tmp_path):
    done = CliRunner().invoke(main, ["trace", "table_1", "--home", str(tmp_path)])
    assert (
        done.output == f"Error: {tmp_path}/warehouse/marts.duckdb is not there: `make report` publishes it\n"
    )


def test_lines_in_runs():
    assert ranges([2, 3, 4, 9, 11, 12]) == "2-4, 9, 11-12"


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
    assert figure("mean", CATALOGUE["15"], entering, Fraction(0)) != Decimal(str(traced.number))
