"""From every figure of appendices 1 and 2, and of the schools' programmes, to what was typed, and from there back."""

import re

import pytest

from orchestration.lineage.forward import ways_from
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from tests.pipeline import read_again as again

CAMPAIGN = "2018-11"
PRINTED = r'(?:table_p1|table_p2|programmes)/[^"]+|table_10/\d+/years'
POSITIONS = {
    row["code"]: row["text_ru"]
    for row in again.rows_of("dbt_project/seeds/choices.csv")
    if row["variable"] == "trainee_position"
}


@pytest.fixture(scope="module")
def printed(final_run):
    return again.printed(final_run.places.reports / CAMPAIGN / "report.html", PRINTED)


@pytest.fixture(scope="module")
def typed_rows(final_run):
    """typed_rows(traced): per row what stands in the raw files, by role and variable; the hash is the one said."""
    raw = final_run.places.raw

    def read(traced):
        rows: dict[str, dict[str, dict[str, str]]] = {}
        for cell in traced.cells:
            assert cell.file_sha256 == again.sha256(raw / cell.file)
            said = rows.setdefault(cell.row_no, {"counted": {}, "decides": {}})[cell.role]
            said[cell.variable] = again.typed(raw / cell.file, cell.sheet, cell.cell)
        return rows

    return read


def made(figure, rows):
    """The number that the typed rows make."""
    if figure.startswith("programmes/"):
        return len(rows)
    return sum(again.number(text) for row in rows.values() for text in row["counted"].values())


def test_every_figure_comes_out_of_the_cells_of_its_trace(final_marts, printed, typed_rows):
    assert {figure.split("/")[0] for figure in printed} == {"table_p1", "table_p2", "table_10", "programmes"}
    for figure, number in printed.items():
        traced = trace(final_marts, CAMPAIGN, figure)
        rows = typed_rows(traced)
        assert all(len(row["counted"]) == 1 for row in rows.values())
        assert made(figure, rows) == number == traced.number, figure


def test_a_figure_of_appendix_2_counts_the_rows_that_say_so_and_no_other(final_marts, printed, typed_rows):
    every = typed_rows(trace(final_marts, CAMPAIGN, "table_p2/total/total"))
    for figure in (figure for figure in printed if figure.startswith("table_p2/")):
        _, place, position = figure.split("/")
        rows = typed_rows(trace(final_marts, CAMPAIGN, figure))
        expected = {
            no
            for no, row in every.items()
            if (said := row["decides"])
            and place in ("total", said["trainee_municipality"][:3])
            and (position == "total" or said["trainee_position"] == POSITIONS[position])
        }
        assert rows.keys() == expected, figure


def test_a_trace_that_lost_a_row_no_longer_gives_the_figure(final_marts, typed_rows):
    traced = trace(final_marts, CAMPAIGN, "table_p1/1/trained")
    rows = typed_rows(traced)
    rows.pop(min(rows))
    assert made("table_p1/1/trained", rows) != traced.number


def test_the_command_draws_the_rows(final_marts):
    text = trace_text(trace(final_marts, CAMPAIGN, "table_p1/1/trained"))
    assert text.startswith("table_p1/1/trained = 35, campaign 2018-11\n")
    assert re.search(
        r"counted trained = \d+, typed «\d+»: 2018-11/institute/training.xlsx, Обученные!E\d+", text
    )


def test_a_cell_leads_forward_to_the_appendices_that_count_it(final_marts):
    (cell,) = (
        cell
        for cell in trace(final_marts, CAMPAIGN, "table_p1/1/trained").cells
        if cell.role == "counted" and cell.cell == "E5"
    )
    ways = ways_from(final_marts, cell.file, cell.sheet, cell.cell)
    figures = {figure for way in ways for figure in way.figures}
    assert {"table_2/1/trained", "table_p1/1/trained", "table_p2/total/total"} <= figures
    assert "table_p1/2/trained" not in figures
