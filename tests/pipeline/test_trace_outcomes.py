"""From every figure of Tables 7, 9, 10 and 11 to the cells of both waves, and from there, without the pipeline, back."""

import csv
import re
import shutil
from fractions import Fraction

import duckdb
import pytest

from orchestration.lineage.forward import ways_from
from orchestration.lineage.recompute import compiled_models, recompute
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from tests.pipeline import read_again as again
from tests.pipeline.test_trace import CATALOGUE, TABLE_5, measuring

ENTRY, FINAL = "2018-03", "2018-11"
BY_NAME = {row["indicator"]: row for row in CATALOGUE.values()}
PRINTED = r'(?:table_(?:7|9|10)|dynamics)/[^"]+'
COUNTS = {
    "indicators_compared": lambda found: len(found) - found.count("not_comparable"),
    "indicators_improved": lambda found: found.count("better"),
    "improved_share": lambda found: Fraction(
        found.count("better"), len(found) - found.count("not_comparable")
    ),
}
COUNTS["compared"] = COUNTS["indicators_compared"]


@pytest.fixture(scope="module")
def measured(final_run, final_marts):
    """measured[campaign, school, indicator] of the included schools, from the raw files alone."""
    measures = measuring_at(final_run, final_marts)
    traced = trace(final_marts, FINAL, "table_7/all/compared")
    assert all([value.campaign for value in each.values] == [ENTRY, FINAL] for each in traced.outcomes)
    return {
        # the sheet with the numerator did not come: nobody told
        (value.campaign, each.school_code, each.indicator): None
        if value.cells and all(cell.part == "denominator" for cell in value.cells)
        else measures[value.campaign](each.indicator, value, each.school_code)
        for each in traced.outcomes
        for value in each.values
    }


def measuring_at(run, marts):
    asked = "select school_code, school_kind from schools where campaign = ?"
    return {
        campaign: measuring(run.places.raw, dict(marts.execute(asked, [campaign]).fetchall()))
        for campaign in (ENTRY, FINAL)
    }


@pytest.fixture(scope="module")
def became(measured):
    """became[school, indicator]: what became of it."""
    return {
        (school, indicator): turned([before, measured[FINAL, school, indicator]], BY_NAME[indicator])
        for (campaign, school, indicator), before in measured.items()
        if campaign == ENTRY
    }


def turned(values, declared):
    """What became of two values, each numerator and denominator or nothing to compare."""
    if not all(isinstance(value, tuple) for value in values):
        return "not_comparable"
    before, after = (above / under for above, under in values)
    decimals = int(declared["extreme_decimals"])
    if again.rounded(before, decimals) == again.rounded(after, decimals):
        return "unchanged"
    if not declared["better"]:
        return "changed"
    return "better" if (after > before) == (declared["better"] == "higher") else "worse"


@pytest.fixture(scope="module")
def clusters(final_marts):
    """The cluster of each school of the list, as Table 5 counts them; test_trace.py recomputes it from the cells."""
    return {
        school.school_code: cluster
        for cluster in ("low_results", "adverse_conditions", "both")
        for school in trace(final_marts, FINAL, f"table_5/{len(TABLE_5)}/{cluster}").schools
        if school.counted
    }


def asked(figure, clusters):
    """The schools and indicators of a row, by its address alone."""
    table, row, _ = figure.split("/")
    if table == "table_7":
        indicators = [CATALOGUE[row]["indicator"]] if row in CATALOGUE else list(BY_NAME)
        return {(school, indicator) for school in clusters for indicator in indicators}
    kind, _, code = row.rpartition("-")
    of_group = {
        "cluster": lambda school: clusters[school] == code,
        "municipality": lambda school: school.startswith(code),
        "": lambda school: code in ("included", school),
        "included": lambda school: True,
    }[kind]
    return {(school, indicator) for school in clusters if of_group(school) for indicator in BY_NAME}


def printed(run):
    """Every figure of the year's page that counts outcomes."""
    figures = again.printed(run.places.reports / FINAL / "report.html", PRINTED)
    # how long a programme lasts is no outcome
    return {figure: value for figure, value in figures.items() if not figure.endswith("/years")}


def test_every_figure_comes_out_of_the_cells_of_both_waves(final_run, final_marts, became, clusters):
    figures = printed(final_run)
    tables = {figure.split("/")[0] for figure in figures}
    assert tables == {"table_7", "table_9", "table_10", "dynamics"}
    # Table 11 stands in the workbook alone
    of_table_11 = final_marts.execute(
        "select figure, number from indicator_figures where table_name = 'table_11'"
    ).fetchall()
    assert len(of_table_11) >= 6 * len(clusters)
    for figure, number in (figures | dict(of_table_11)).items():
        rows = final_marts.execute(
            "select school_code, indicator, outcome, counted from indicator_values where campaign = ? and figure = ?",
            [FINAL, figure],
        ).fetchall()
        assert {(school, indicator) for school, indicator, *_ in rows} == asked(figure, clusters), figure
        assert all(became[school, indicator] == outcome for school, indicator, outcome, _ in rows)
        found = [outcome for *_, outcome, _ in rows]
        column = figure.rpartition("/")[2]
        count = COUNTS.get(column, lambda found, column=column: found.count(column))(found)
        assert float(count) == pytest.approx(number, abs=1e-9), figure
        if not column.endswith("share"):
            assert sum(counted for *_, counted in rows) == number


def of_page(run, table):
    html = (run.places.reports / FINAL / "report.html").read_text(encoding="utf-8")
    return re.findall(rf'data-figure="({table}/[^"]+)" value="([^"]+)"', html)


def test_appendix_8_counts_those_who_are_asked_and_those_who_answered(
    final_run, final_marts, measured, clusters
):
    figures = of_page(final_run, "table_p8")
    assert len(figures) == 4 * len(CATALOGUE)
    for figure, number in figures:
        _, row, column = figure.split("/")
        campaign, what = {"entry": ENTRY, "final": FINAL}[column.split("_")[0]], column.split("_")[1]
        values = {school: measured[campaign, school, CATALOGUE[row]["indicator"]] for school in clusters}
        asked = {school for school, value in values.items() if value != again.NOT_APPLICABLE}
        answered = {school for school, value in values.items() if isinstance(value, tuple)}
        traced = trace(final_marts, FINAL, figure)
        assert traced.campaign == campaign
        counted = {each.school_code for each in traced.outcomes if each.counted}
        assert counted == {"asked": asked, "answered": answered}[what]
        assert len(counted) == int(number)


def entering(value, declared):
    if value == again.NOT_APPLICABLE and declared["not_applicable"] == "zero":
        return Fraction(0)
    return value[0] / value[1] if isinstance(value, tuple) else None


def average(values):
    return sum(values, Fraction(0)) / len(values)


def test_the_tests_of_the_findings_come_out_of_the_cells_of_all_schools(final_run, final_marts):
    measures = measuring_at(final_run, final_marts)
    regions: dict[str, Fraction] = {}
    # first of the region, which the share is held against
    for figure, number in sorted(of_page(final_run, "table_8"), key=lambda each: "region" not in each[0]):
        _, row, column = figure.split("/")
        if row == "6-1":
            continue
        if column == "region_value" and number == "1":
            regions[row] = Fraction(1)  # of a score ratio, by definition
            continue
        traced = trace(final_marts, FINAL, figure)
        declared = BY_NAME[traced.outcomes[0].indicator]
        values = [
            measures[ENTRY](each.indicator, each.values[0], each.school_code) for each in traced.outcomes
        ]
        enter = [value for value in (entering(value, declared) for value in values) if value is not None]
        if column == "region_value":
            assert len(values) > 300
            told = [value for value in values if isinstance(value, tuple)]
            shares = Fraction(sum(above for above, _ in told), sum(under for _, under in told))
            regions[row] = shares if declared["denominator"] else average(enter)
            expected = regions[row]
        elif column == "included_value":
            expected = average(enter)
        else:
            worse = [
                value < regions[row] if declared["better"] == "higher" else value > regions[row]
                for value in enter
            ]
            expected = Fraction(sum(worse), len(worse))
            assert sum(each.counted for each in traced.outcomes) == sum(worse)
        assert float(expected) == pytest.approx(float(number), abs=0.0005 if "value" in column else 1e-9)


def test_a_finding_leads_on_to_its_tests(final_run, final_marts):
    for figure, number in of_page(final_run, "findings"):
        traced = trace(final_marts, FINAL, figure)
        assert len(traced.targets) == int(number) == traced.number
        for test in traced.targets:
            if not test.figure.startswith("table_8/6-1"):
                assert trace(final_marts, FINAL, test.figure).outcomes
    text = trace_text(trace(final_marts, FINAL, "table_8/5-1/region_value"))
    assert "region_pooled over the open schools; indicators of schools asked: 3" in text


def test_the_printed_file_has_these_numbers(final_run):
    figures = printed(final_run)
    text = (final_run.places.reports / FINAL / "table_7.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert figures[f"table_7/{row['no'] or 'all'}/better"] == float(row["better"])


def test_the_trace_of_a_count_ends_in_the_cells_of_both_waves(final_marts, became):
    traced = trace(final_marts, FINAL, "table_9/municipality-201/better")
    counted = [outcome for outcome in traced.outcomes if outcome.counted]
    assert len(counted) == traced.number
    assert all(became[outcome.school_code, outcome.indicator] == "better" for outcome in counted)
    short = [became[each.school_code, each.indicator] for each in traced.outcomes if each is not counted[0]]
    assert short.count("better") != traced.number
    files = {cell.file.split("/")[0] for each in counted for value in each.values for cell in value.cells}
    assert files == {ENTRY, FINAL}


def test_the_command_draws_both_waves_down_to_the_cell(final_marts):
    text = trace_text(trace(final_marts, FINAL, "table_7/15/better"))
    assert re.match(r"table_7/15/better = \d+, campaign 2018-11\n", text)
    assert "better over the included schools (list of 2018-03 by " in text
    assert re.search(r"├─ \d{6} .+, share_on_registers: better, counted\n", text)
    assert re.search(
        r"2018-03: \d\S* = \d+ / \d+\n.+ numerator on_registers = \d+, typed «\d+»: 2018-03/", text
    )
    assert re.search(
        r"2018-11: \d\S* = \d+ / \d+\n.+ numerator on_registers = \d+, typed «\d+»: 2018-11/", text
    )
    assert re.search(r"^  [0-9a-f]{64}  2018-11/municipal/", text, re.MULTILINE)


def test_one_school_is_traced_alone(final_marts):
    traced = trace(final_marts, FINAL, "table_11/201001/compared", "201001")
    assert {outcome.indicator for outcome in traced.outcomes} == set(BY_NAME)
    with pytest.raises(LookupError, match="does not ask school 999999: there are 201001"):
        trace(final_marts, FINAL, "table_11/201001/compared", "999999")


@pytest.mark.parametrize("campaign", [ENTRY, FINAL])
def test_a_cell_of_either_wave_leads_forward_to_the_rows_that_its_value_is_in(
    final_marts, clusters, campaign
):
    school = min(clusters)
    ((file, sheet, cell),) = final_marts.execute(
        "select file, sheet, cell from indicator_cells "
        "where campaign = ? and school_code = ? and indicator = 'share_on_registers' and part = 'numerator'",
        [campaign, school],
    ).fetchall()
    ways = [way for way in ways_from(final_marts, file, sheet, cell) if way.reach == "value"]
    figures = {figure for way in ways for figure in way.figures if way.through == "share_on_registers"}
    rows = {
        figure.rpartition("/")[0]
        for figure in figures
        if figure.startswith(("table_7", "table_9", "table_11", "dynamics"))
    }
    municipality = school[:3]
    assert rows == {
        "table_7/15", "table_7/all", f"table_9/cluster-{clusters[school]}", f"table_9/municipality-{municipality}",
        "table_9/included-included", f"table_11/{school}", "dynamics/included",
    }  # fmt: skip
    assert {"table_7/15/better", "table_7/15/not_comparable", "table_7/all/improved_share"} <= figures


# the school improved: more in March, or less in November, and it did not
@pytest.mark.parametrize(("campaign", "more"), [(ENTRY, 5), (FINAL, -5)])
def test_another_number_in_a_cell_moves_what_was_foretold_and_nothing_else(
    final_run, final_marts, compiled_manifest, tmp_path, campaign, more
):
    work = shutil.copy(final_run.places.work, tmp_path / "work.duckdb")
    with duckdb.connect(str(work)) as connection:
        place = connection.execute(
            "update intake.answers set number = number + ? where campaign = ? and variable = 'methodological_events' "
            "and entity = (select min(school_code) from marts.schools where included) returning file, sheet, cell",
            [more, campaign],
        ).fetchall()[0]
        before = counted(connection)
        recompute(connection, compiled_models(compiled_manifest, "indicator_figures"))
        after = counted(connection)
    moved = {figure for figure in before if before[figure] != after[figure]}
    assert moved
    assert moved <= {figure for way in ways_from(final_marts, *place) for figure in way.figures}


def counted(connection):
    return dict(connection.execute("select figure, number from marts.indicator_figures").fetchall())
