"""The command `trace`: a readable tree, JSON, and what it answers to an address that does not exist."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from orchestration.__main__ import main
from orchestration.lineage.made_of import ranges
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text


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
        "   ├─ numerator on_registers = 1, typed «1»: 2018-03/municipal/201.xlsx, Социальные условия!R8"
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


def test_the_command_hashes_the_registry_too(said):
    text = said("table_5", "--row", "1", "--column", "both")[1]
    assert re.search(r"^  [0-9a-f]{64}  2018-03/registry.xlsx$", text, re.MULTILINE)


@pytest.mark.parametrize("figure", ["table_1/15/mean", "table_5/1/both"])
def test_the_years_report_is_traced_to_the_wave_that_made_the_figure(final_marts, figure):
    asked, made = (trace(final_marts, campaign, figure) for campaign in ("2018-11", "2018-03"))
    assert asked == replace(made, printed_in="2018-11")
    assert "campaign 2018-03, printed as made then in 2018-11" in trace_text(asked)
    files = {cell.file for school in asked.schools for cell in school.registry}
    assert files == {"2018-03/registry.xlsx"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("table_9",), "no table table_9: there are findings, table_1, table_5, table_8, "),
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


@pytest.fixture
def moves(sample_run):
    """moves(file, sheet, cell) is the exit code and the words of the command `forward`."""

    def run(*words):
        done = CliRunner().invoke(main, ["forward", *words, "--home", str(sample_run.places.home)])
        return done.exit_code, done.output

    return run


PLACE = ("2018-03/municipal/201.xlsx", "Социальные условия", "R8")


def test_a_cell_is_followed_forward_to_the_figures_that_it_may_move(moves):
    status, text = moves(*PLACE)
    assert status == 0
    assert text.splitlines()[:3] == [
        "2018-03/municipal/201.xlsx, Социальные условия!R8: on_registers",
        "through share_on_registers alone, school 201001, campaign 2018-03:",
        "  table_1/15/max, table_1/15/mean, table_1/15/min",
    ]
    # with more on the registers than there are pupils, nobody knows which of the two numbers is wrong
    assert (
        "through share_sports, of which a failing comparison would set an answer aside with this one" in text
    )
    assert (
        "through olympiad_participation, on_registers, which may turn clusters and with them the list" in text
    )
    assert "  table_1: any of 89 figures" in text
    assert "  table_5: any of 15 figures" in text


def test_a_line_of_an_export_is_followed_forward_too(moves, marts):
    file = "2018-03/exams/ege_2017.csv.zip"
    ((line, school),) = marts.execute(
        "select lines[1], school_code from indicator_lines inner join schools using (campaign, school_code) "
        "where included and file = ? and indicator = 'ege_russian_ratio' order by all limit 1",
        [file],
    ).fetchall()
    status, text = moves(file, str(line))
    assert status == 0
    assert text.splitlines()[:3] == [
        f"{file}, line {line}: ege 2017 russian",
        f"through ege_russian_ratio alone, school {school}, campaign 2018-03:",
        "  table_1/6/max, table_1/6/mean, table_1/6/min",
    ]
    assert "through ege_russian, which may turn clusters" in text
    assert moves(file, "1") == (1, f"Error: no printed figure depends on {file}, line 1\n")
    assert moves(file, "first")[0] == 2


def test_forward_writes_json(moves):
    ways = json.loads(moves(*PLACE, "--json")[1])
    assert {way["reach"] for way in ways} == {"value", "aside", "list"}
    assert "table_5/28/included" in {figure for way in ways for figure in way["figures"]}


def test_a_cell_on_which_nothing_depends_is_said_to_be_one(moves):
    file, sheet, _ = PLACE
    assert moves(file, sheet, "ZZ1") == (1, f"Error: no printed figure depends on {file}, {sheet}!ZZ1\n")
