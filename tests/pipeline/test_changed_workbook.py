"""A workbook that came again: what is made anew from its file, and that everything else stays as it was."""

import shutil

import duckdb
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.intake.institute import read_institute
from orchestration.intake.registry import codes_of
from orchestration.lineage.forward import ways_from
from orchestration.lineage.recompute import downstream, recompute
from orchestration.reports.document.files import write_notes
from orchestration.reports.document.letters import write_letters
from orchestration.reports.passports.files import write_municipalities, write_passports
from orchestration.reports.table import csv_text
from orchestration.reports.tables import read_table, tables_of
from orchestration.warehouse.landing import land, landed_registry
from orchestration.warehouse.landing import tables_of as landed_tables

FINAL = "2018-11"
EDITIONS = ("quarter_1", "half_year", "quarter_3", "year")
WRITERS = (write_notes, write_letters, write_passports, write_municipalities)


def printed(work):
    """Every table of the campaign's report, as printed and as data."""
    tables = {n: read_table(n, work, FINAL) for n in tables_of(FINAL)}
    return {n: (table.rows, csv_text(table), table.footnotes) for n, table in tables.items()}


@pytest.fixture
def landed_anew(final_run, compiled, sample_raw, tmp_path, edit):
    """landed_anew(form, cells): the work file once these cells of a workbook were sent otherwise."""

    def send(form, cells):
        raw, work = tmp_path / "raw", tmp_path / "work.duckdb"
        shutil.copytree(sample_raw / FINAL / "institute", raw / FINAL / "institute")
        shutil.copy(final_run.places.work, work)
        edit(raw / FINAL / "institute" / f"{form}.xlsx", cells)
        intake = read_institute(raw, Campaign.parse(FINAL), form, codes_of(landed_registry(work, FINAL)[0]))
        landed = landed_tables(intake)
        land(work, FINAL, landed)
        with duckdb.connect(work) as connection:
            recompute(connection, downstream(compiled, [f"intake.{table}" for table in landed]))
        return work

    return send


@pytest.fixture
def made_anew(final_run):
    """made_anew(work): the tables that are not as before."""

    def changed(work):
        before, after = printed(final_run.places.work), printed(work)
        return {n for n in before if before[n] != after[n]}

    return changed


def test_another_name_of_a_programme_makes_anew_table_2_and_the_list_of_programmes(landed_anew, made_anew):
    assert made_anew(landed_anew("training", {"Программы!B5": "Другая программа"})) == {2, "p1"}


def test_another_count_of_the_trained_makes_anew_what_tells_of_them(
    final_run, landed_anew, made_anew, tmp_path
):
    work, published = landed_anew("training", {"Обученные!E5": 99}), final_run.places.reports / FINAL
    # the road map's item and the target of the trained, the trained by municipality
    assert made_anew(work) == {2, 4, 6, "p1", "p2"}
    folder = tmp_path / "reports"
    written = [path.relative_to(folder / FINAL) for write in WRITERS for path in write(work, FINAL, folder)]
    other = {
        str(path)
        for path in written
        if (folder / FINAL / path).read_bytes() != (published / path).read_bytes()
    }
    with duckdb.connect(str(work), read_only=True) as connection:
        taught = connection.execute(
            "select school_code from marts.schools where campaign = ? and included and municipality_code = '202'",
            [FINAL],
        ).fetchall()
    told = ["municipalities/202", *(f"passports/{code}" for (code,) in taught)]
    notes = {f"note_{edition}.docx" for edition in ("quarter_1", "half_year", "quarter_3")}
    assert other == notes | {f"{name}.{suffix}" for name in told for suffix in ("docx", "html")}


@pytest.fixture
def foretold(final_marts):
    """foretold(cell): the figures that its forward trace names, of a cell of the trained where no other form is said."""

    def follow(cell, form="training", sheet="Обученные"):
        ways = ways_from(final_marts, f"{FINAL}/institute/{form}.xlsx", sheet, cell)
        return {figure for way in ways for figure in way.figures}

    return follow


def test_a_count_foretells_what_counts_it_alone(foretold):
    told = {"trained", "targets_reached"}
    of_text = {f"text/{edition}/{fact}" for edition in EDITIONS for fact in told}
    tables = {"table_2/1/trained", "table_2/9/trained", "table_4/23/trained", "table_6/9/fact_value"}
    appendices = {"table_p1/1/trained"} | {
        f"table_p2/{place}/{position}" for place in ("202", "total") for position in ("teacher", "total")
    }
    assert foretold("E5") == tables | appendices | of_text


def test_what_an_item_of_the_road_map_states_reaches_its_own_row_of_table_4(final_marts, foretold):
    ((sheet, cell),) = final_marts.execute(
        "select sheet, cell from institute_cells "
        "where source = 'road_map' and row_no = '25' and variable = 'item_result'"
    ).fetchall()
    assert foretold(cell, "road_map", sheet) == {"table_4/25/seminars", "table_4/25/seminar_recordings"}


def test_another_programme_of_the_trained_moves_what_its_cell_foretold(final_run, landed_anew, foretold):
    before, after = figures(final_run.places.work), figures(landed_anew("training", {"Обученные!B5": 8}))
    moved = {figure for figure in before if before[figure] != after[figure]}
    assert {"table_2/1/trained", "table_2/8/trained", "text/quarter_1/trained"} <= moved <= foretold("B5")
    assert foretold("B5") < before.keys()


def figures(work):
    with duckdb.connect(str(work), read_only=True) as connection:
        return dict(
            connection.execute(
                "select figure, number from marts.institute_figures union all "
                "select figure, number from marts.row_figures union all "
                "select figure, number from marts.fact_figures union all "
                "select figure, number from marts.figures where table_name = 'table_1a'"
            ).fetchall()
        )


def test_the_same_workbook_sent_again_makes_nothing_anew(landed_anew, made_anew):
    assert made_anew(landed_anew("training", {})) == set()
