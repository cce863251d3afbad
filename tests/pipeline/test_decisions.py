"""A decision by hand is a row of a workbook: it puts a school on the list or takes it off, and is seen wherever it acts."""

import shutil

import duckdb
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import variants
from orchestration.intake.institute import read_institute
from orchestration.intake.registry import codes_of
from orchestration.lineage.click_through import click_through
from orchestration.lineage.compared import compared_marts, figure_models
from orchestration.lineage.ledger import restatements
from orchestration.lineage.publications import Publication
from orchestration.lineage.recompute import recompute
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from orchestration.reports.document.signature import write_signature_page
from orchestration.reports.document.sources import Sources
from orchestration.reports.marts import reading
from orchestration.reports.passports import municipality, school
from orchestration.reports.passports.material import Material
from orchestration.reports.tables import read_table, write_table
from orchestration.warehouse.landing import land, landed_registry, tables_of
from tests.unit.filled_documents import text_in

CAMPAIGN = "2018-03"
FILE = f"{CAMPAIGN}/institute/decisions.xlsx"
OUT, IN = "45-осн/д от 20.03.2018", "46-осн/д от 21.03.2018"


@pytest.fixture(scope="module")
def schools(marts):
    """A school that the rule put on the list, to be taken off, and one of another municipality that it did not."""
    ((out, off, out_place),) = marts.execute(
        "select school_code, municipality_code, school_name from marts.schools where included order by 1 limit 1"
    ).fetchall()
    ((taken, on, in_place),) = marts.execute(
        "select school_code, municipality_code, school_name from marts.schools "
        "where not included and open and municipality_code <> ? order by 1 limit 1",
        [off],
    ).fetchall()
    return {"out": (out, off, out_place), "in": (taken, on, in_place)}


@pytest.fixture(scope="module")
def decided(sample_run, compiled, schools, tmp_path_factory):
    """The sample's work file after the two decisions came."""
    home = tmp_path_factory.mktemp("decided")
    campaign = Campaign.parse(CAMPAIGN)
    write_decisions(home / FILE, campaign, schools)
    work = shutil.copy(sample_run.places.work, home / "work.duckdb")
    intake = read_institute(home, campaign, "decisions", codes_of(landed_registry(work, CAMPAIGN)[0]))
    assert intake.problems == []
    land(work, CAMPAIGN, tables_of(intake))
    with duckdb.connect(work) as connection:
        recompute(connection, compiled)
    return work


@pytest.fixture
def connection(decided):
    with reading(decided) as opened:
        yield opened


def write_decisions(path, campaign, schools):
    """The workbook as its form has it, a row per decision."""
    (sheet,) = variants("decisions", campaign)[0].tables
    page = openpyxl.Workbook().active
    page.title = sheet.title
    for row in (
        *[["Департамент"]] * sheet.title_rows,
        [column.heading for column in sheet.columns],
        [1, schools["out"][0], "исключить", "20.03.2018", "45-осн/д", "Закрывается", "Департамент"],
        [2, schools["in"][0], "включить", "21.03.2018", "46-осн/д", "Просьба школы", "Департамент"],
    ):
        page.append(row)
    path.parent.mkdir(parents=True)
    page.parent.save(path)


def test_the_list_changes_by_the_decisions_alone(marts, connection, schools):
    listed = "select school_code from schools where campaign = ? and included"
    before = {code for (code,) in marts.execute(f"use marts; {listed}", [CAMPAIGN]).fetchall()}
    after = {code for (code,) in connection.execute(listed, [CAMPAIGN]).fetchall()}
    out, taken = schools["out"][0], schools["in"][0]
    assert (before - after, after - before) == ({out}, {taken})
    by_hand = connection.execute(
        "select school_code, included_by, decision_ru from schools where decision_ru is not null"
    ).fetchall()
    assert sorted(by_hand) == sorted([(out, "decision", OUT), (taken, "decision", IN)])


def test_only_what_depends_on_the_list_moves_and_the_ledger_names_the_rows(
    sample_run, decided, schools, compiled_manifest, connection, tmp_path
):
    models = figure_models(compiled_manifest)
    former = Publication(tmp_path / "former")
    former.keep(sample_run.places.work, models)
    found = restatements(former, decided, models, compared_marts(compiled_manifest))
    assert {(entry.kind, entry.cause) for entry in found} == {
        ("decision", f"{FILE}, Решения!C4: «» → «{schools['out'][0]}, исключить, 20.03.2018, 45-осн/д, "
         "Закрывается, Департамент»"),
        ("decision", f"{FILE}, Решения!C5: «» → «{schools['in'][0]}, включить, 21.03.2018, 46-осн/д, "
         "Просьба школы, Департамент»"),
    }  # fmt: skip
    places = connection.execute(
        "select position from table_5_clusters where municipality_code in (?, ?) or municipality_code is null",
        [schools["out"][1], schools["in"][1]],
    ).fetchall()
    rows = {f"table_5/{place}" for (place,) in places}
    moved = {entry.figure for entry in found}
    assert {figure.rpartition("/")[0] for figure in moved if figure.startswith("table_5")} == rows
    assert {f"schools/{schools[way][0]}/included" for way in ("out", "in")} <= moved
    assert not {figure.split("/")[0] for figure in moved} & {"coverage", "table_2", "table_3"}


def test_the_tables_say_what_was_decided(connection, schools):
    said = {
        f"{schools['out'][2]} ({place(connection, schools['out'][1])}) исключена из списка решением {OUT}",
        f"{schools['in'][2]} ({place(connection, schools['in'][1])}) включена в список решением {IN}",
    }
    for table in (5, "p3"):
        assert said == set(read_table(table, connection, CAMPAIGN).footnotes)


def place(connection, code):
    found = connection.execute(
        "select any_value(municipality_name) from schools where municipality_code = ?", [code]
    )
    return found.fetchone()[0]


def test_a_trace_ends_in_the_decision_too(connection, schools):
    out, taken = schools["out"], schools["in"]
    mean = trace(connection, CAMPAIGN, "table_1/15/mean")
    assert {decision.school_code for decision in mean.decisions} == {out[0], taken[0]}
    text = trace_text(mean)
    assert (
        f"decision: exclude {out[0]} {out[2]}, {OUT}, Закрывается (Департамент): {FILE}, Решения!C4" in text
    )
    assert mean.decisions[0].file_sha256 in text
    (row,) = connection.execute(
        "select position from table_5_clusters where municipality_code = ?", [out[1]]
    ).fetchone()
    of_municipality = trace(connection, CAMPAIGN, f"table_5/{row}/included")
    assert [decision.school_code for decision in of_municipality.decisions] == [out[0]]
    (entered,) = connection.execute(
        "select included_by, decision_ru, counted from figure_schools where figure = ? and school_code = ?",
        [f"table_5/{row}/included", out[0]],
    ).fetchall()
    assert entered == ("decision", OUT, False)


def test_a_click_opens_the_decision_too(connection, schools):
    part = click_through(connection, CAMPAIGN, ["table_1"])
    action, words, file, sheet, cell = part["decisions"][schools["out"][0]]
    assert (action, words) == ("exclude", f"{OUT}, Закрывается (Департамент)")
    assert (part["files"][file][0], sheet, cell) == (FILE, "Решения", "C4")
    assert schools["out"][2] in part["schools"][schools["out"][0]]


@pytest.mark.browser
def test_the_panel_of_a_figure_shows_the_decisions_that_act_in_it(browser, decided, schools, tmp_path):
    write_table(1, decided, CAMPAIGN, tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / CAMPAIGN / "table_1.html").as_uri())
    page.locator('[data-figure="table_1/15/mean"]').click()
    told = page.get_by_role("dialog").inner_text()
    assert "Решения о списке школ: 2" in told
    for code, action, row, words in (
        (schools["out"][0], "исключена из проекта", 4, f"{OUT}, Закрывается (Департамент)"),
        (schools["in"][0], "включена в проект", 5, f"{IN}, Просьба школы (Департамент)"),
    ):
        (line,) = (line for line in told.splitlines() if line.startswith(code) and action in line)
        assert words in line
        assert f"{FILE}, лист «Решения», ячейка C{row}" in told
    page.close()


def test_the_school_its_municipality_and_who_signs_are_told(connection, decided, schools, tmp_path):
    material = Material(Sources(connection, CAMPAIGN, "", municipality.READ + school.READ))
    by_school = {made.code: made for made in school.passports(material)}
    assert schools["out"][0] not in by_school
    told = f"включена решением {IN}: Просьба школы (Департамент)"
    assert told in by_school[schools["in"][0]].cluster
    by_municipality = {made.code: made.clusters for made in municipality.summaries(material)}
    assert f"{schools['in'][2]} {told}" in by_municipality[schools["in"][1]]
    gone = f"исключена решением {OUT}: Закрывается (Департамент)"
    assert f"{schools['out'][2]} {gone}" in by_municipality[schools["out"][1]]
    page = text_in(write_signature_page(decided, CAMPAIGN, tmp_path)[0])
    assert f"{schools['out'][2]}: {gone}" in page
    assert f"{schools['in'][2]}: {told}" in page
