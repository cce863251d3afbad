"""From every figure of Tables 2 and 3 to what the institute typed, and from there, without the pipeline, back to it."""

import pytest

from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from tests.pipeline import read_again as again

CAMPAIGN = "2018-11"
TABLE_2 = again.rows_of("tests/printed/table_2_training_programmes.csv")
TABLE_3 = again.rows_of("tests/printed/table_3_seminars.csv")


@pytest.fixture(scope="module")
def typed(final_run):
    """typed(cell) is what stands in the raw file, whose hash is the one said."""
    raw = final_run.places.raw

    def read(cell):
        assert cell.file_sha256 == again.sha256(raw / cell.file)
        return again.typed(raw / cell.file, cell.sheet, cell.cell)

    return read


def counted(traced):
    return [cell for cell in traced.cells if cell.role == "counted"]


def deciding(traced):
    return [cell for cell in traced.cells if cell.role == "decides"]


@pytest.mark.parametrize("place", range(1, len(TABLE_2) + 1))
def test_table_2_is_the_sum_of_the_cells_of_its_trace(final_marts, typed, place):
    traced = trace(final_marts, CAMPAIGN, f"table_2/{place}/trained")
    printed = TABLE_2[place - 1]
    assert sum(int(typed(cell)) for cell in counted(traced)) == traced.number == int(printed["trained"])
    assert len(counted(traced)) == len(deciding(traced))
    if printed["no"]:
        assert {str(typed(cell)) for cell in deciding(traced)} == {printed["no"]}


def test_the_total_of_table_2_counts_each_row_of_trainees_once(final_marts, typed):
    lines = [trace(final_marts, CAMPAIGN, f"table_2/{place}/trained") for place in range(1, len(TABLE_2))]
    total = trace(final_marts, CAMPAIGN, f"table_2/{len(TABLE_2)}/trained")
    assert sorted(cell.cell for line in lines for cell in counted(line)) == sorted(
        cell.cell for cell in counted(total)
    )


def test_table_3_is_the_one_cell_of_its_trace(final_marts, typed):
    figures = [
        figure
        for (figure,) in final_marts.execute(
            "select figure from institute_figures where table_name = 'table_3'"
        ).fetchall()
    ]
    assert figures
    for figure in figures:
        traced = trace(final_marts, CAMPAIGN, figure)
        (cell,) = counted(traced)
        assert int(typed(cell)) == traced.number
        assert int(TABLE_3[int(figure.split("/")[1]) - 1]["participants_cell"].split()[0]) == traced.number


def test_a_trace_that_lost_a_cell_no_longer_gives_the_figure(final_marts, typed):
    traced = trace(final_marts, CAMPAIGN, "table_2/1/trained")
    assert sum(int(typed(cell)) for cell in counted(traced)[1:]) != traced.number


def test_the_command_draws_the_cells_of_the_institute(final_marts):
    text = trace_text(trace(final_marts, CAMPAIGN, "table_2/1/trained"))
    assert text.startswith("table_2/1/trained = 35, campaign 2018-11\n")
    assert "counted trained = 3, typed «3»: 2018-11/institute/training.xlsx, Обученные!E" in text
    assert "  2018-11/institute/training.xlsx" in text
