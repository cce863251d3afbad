"""An approved list freezes who is in the project: the files move it no more, and tell what they would move."""

import shutil

import duckdb
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import variants
from orchestration.intake.institute import read_institute
from orchestration.intake.registry import codes_of
from orchestration.lineage.click_through import click_through
from orchestration.lineage.forward import NothingDependsError, ways_from
from orchestration.lineage.recompute import recompute
from orchestration.lineage.trace import trace
from orchestration.lineage.trace_text import trace_text
from orchestration.reports.document.signature import write_signature_page
from orchestration.reports.marts import reading
from orchestration.reports.tables import read_table, write_table
from orchestration.warehouse.landing import land, landed_registry, tables_of
from tests.unit.filled_documents import text_in

CAMPAIGN = "2018-03"
FILE, SHEET = f"{CAMPAIGN}/institute/approved_list.xlsx", "Утверждённый список"
APPROVAL = "31-осн/д от 30.03.2018"
CLUSTERS = {"low_results": "НРО", "adverse_conditions": "ФНСУ", "both": "НРО и ФНСУ"}
TURNING = """
select file, sheet, cell from cell_clusters
where variable = 'families_low_income' and may_enter_or_leave order by all limit 1
"""


@pytest.fixture(scope="module")
def listed(marts):
    """The list as the rule makes it, each school with its cluster: what an order would approve."""
    rows = marts.execute(
        "select school_code, cluster from marts.schools where included order by 1"
    ).fetchall()
    return {code: CLUSTERS[cluster] for code, cluster in rows}


def approved(sample_run, compiled, home, rows):
    """The sample's work file after a list came, its rows school, cluster and day; what of it was set aside."""
    campaign, path = Campaign.parse(CAMPAIGN), home / FILE
    (sheet,) = variants("approved_list", campaign)[0].tables
    page = openpyxl.Workbook().active
    page.title = sheet.title
    for row in (
        *[["Институт"]] * sheet.title_rows,
        [column.heading for column in sheet.columns],
        *([code, "Школа", cluster, "31-осн/д", day] for code, cluster, day in rows),
    ):
        page.append(row)
    path.parent.mkdir(parents=True)
    page.parent.save(path)
    work = shutil.copy(sample_run.places.work, home / "work.duckdb")
    intake = read_institute(home, campaign, "approved_list", codes_of(landed_registry(work, CAMPAIGN)[0]))
    land(work, CAMPAIGN, tables_of(intake))
    with duckdb.connect(work) as connection:
        recompute(connection, compiled)
    return work, intake.problems


@pytest.fixture(scope="module")
def as_made(sample_run, compiled, listed, tmp_path_factory):
    """The list approved as the rule had made it."""
    rows = [(code, cluster, "30.03.2018") for code, cluster in listed.items()]
    work, problems = approved(sample_run, compiled, tmp_path_factory.mktemp("as_made"), rows)
    assert problems == []
    return work


@pytest.fixture(scope="module")
def otherwise(sample_run, compiled, listed, marts, tmp_path_factory):
    """Since then the files were corrected: one school more, one fewer, one in another cluster; and a row is unreadable."""
    (taken,) = marts.execute(
        "select any_value(school_code order by school_code) from marts.schools where not included and open"
    ).fetchone()
    gone, moved, unread, *_ = [code for code, cluster in listed.items() if cluster == "НРО и ФНСУ"]
    rows = {code: (code, cluster, "30.03.2018") for code, cluster in listed.items() if code != gone}
    rows |= {
        moved: (moved, "НРО", "30.03.2018"),
        unread: (unread, "НРО", "весной"),
        taken: (taken, "ФНСУ", "30.03.2018"),
    }
    work, problems = approved(sample_run, compiled, tmp_path_factory.mktemp("otherwise"), rows.values())
    assert [problem.rule for problem in problems] == ["not_a_date", "row_incomplete"]
    return work, {"gone": gone, "moved": moved, "unread": unread, "taken": taken}


def test_a_list_approved_as_the_rule_made_it_moves_no_figure(marts, as_made):
    figures = "select * from figures order by all"
    with reading(as_made) as connection:
        assert connection.execute(figures).fetchall() == marts.execute(f"use marts; {figures}").fetchall()
        assert connection.execute("select distinct included_by from schools where included").fetchall() == [
            ("approved",)
        ]
        assert connection.execute("from list_changes").fetchall() == []


def test_the_list_stands_and_what_the_files_would_change_is_told(otherwise, listed):
    work, schools = otherwise
    with reading(work) as connection:
        after = dict(connection.execute(
            "select school_code, entry_cluster from schools where included"
        ).fetchall())  # fmt: skip
        told = dict(connection.execute(
            "select school_code, change from list_changes where reason like 'список утверждён (' || ? || ')%'", [APPROVAL]
        ).fetchall())  # fmt: skip
    assert after.keys() == listed.keys() - {schools["gone"]} | {schools["taken"]}
    assert (after[schools["taken"]], after[schools["moved"]]) == ("adverse_conditions", "low_results")
    assert told == {schools["gone"]: "enters", schools["taken"]: "leaves", schools["moved"]: "moves"}


def test_of_a_row_that_was_set_aside_the_rule_speaks(otherwise):
    work, schools = otherwise
    with reading(work) as connection:
        found = connection.execute(
            "select included_by, entry_cluster = cluster from schools where school_code = ?",
            [schools["unread"]],
        ).fetchall()
        named = connection.execute("select school_code from approved_list where not acts").fetchall()
    assert found == [("rule", True)]
    assert named == [(schools["unread"],)]


def test_a_cell_moves_the_list_no_more_but_the_lists_own_does(marts, as_made):
    place = marts.execute(f"use marts; {TURNING}").fetchone()
    assert {way.reach for way in ways_from(marts, *place)} == {"list"}
    with reading(as_made) as connection:
        with pytest.raises(NothingDependsError, match="and the list is approved"):
            ways_from(connection, *place)
        (own,) = ways_from(connection, FILE, SHEET, "C4")
    assert (own.reach, own.through) == ("list", "approved list")
    assert {figure.split("/")[0] for figure in own.figures} >= {"table_1", "table_5"}


def test_a_score_moves_the_list_no_more(marts, as_made):
    """A result of an earlier year counts in criteria alone."""
    file, line = marts.execute(
        "use marts; select file, lines[1] from exam_lines where indicator = 'oge_russian_ratio' and years_back = 1 limit 1"
    ).fetchone()
    assert {way.reach for way in ways_from(marts, file, str(line))} == {"list"}
    with reading(as_made) as connection, pytest.raises(NothingDependsError, match="which is approved"):
        ways_from(connection, file, str(line))


def test_the_tables_of_the_list_and_the_page_for_signature_tell_of_both(otherwise, tmp_path):
    work, schools = otherwise
    with reading(work) as connection:
        for table in (5, "p3"):
            assert read_table(table, connection, CAMPAIGN).footnotes == (
                f"Список школ утверждён: {APPROVAL}",
                "По нынешним данным список был бы другим: вышло бы школ: 1, вошло бы школ: 1, "
                "сменило бы кластер школ: 1",
                "Отложено строк утверждённого списка: 1; об этих школах судят по правилу",
            )
        names = dict(connection.execute("select school_code, school_name from schools").fetchall())
    page = text_in(write_signature_page(work, CAMPAIGN, tmp_path)[0])
    for line in (
        f"Список школ утверждён ({APPROVAL}), решений после этого не было.",
        f"{names[schools['gone']]}: вошла бы, в списке вне кластеров, по данным НРО и ФНСУ",
        f"{names[schools['moved']]}: сменила бы кластер, в списке НРО, по данным НРО и ФНСУ",
        f"{names[schools['unread']]}: строка утверждённого списка отложена ({SHEET}, E",
    ):
        assert line in page


def test_an_included_school_leads_to_its_cell_of_the_list(otherwise):
    work, schools = otherwise
    with reading(work) as connection:
        ((row, cell),) = connection.execute(
            "select position, cell from table_5_clusters cross join approved_list "
            "where table_5_clusters.municipality_code is null and school_code = ?", [schools["taken"]]
        ).fetchall()  # fmt: skip
        text = trace_text(trace(connection, CAMPAIGN, f"table_5/{row}/included", schools["taken"]))
        part = click_through(connection, CAMPAIGN, ["table_1", "table_5"])
    assert f"included schools (list of {CAMPAIGN} approved: {APPROVAL})" in text
    assert f"approved: «ФНСУ», {APPROVAL}: {FILE}, {SHEET}!{cell}" in text
    words, file, *place = part["approved"][schools["taken"]]
    assert (words, part["files"][file][0], place) == (f"«ФНСУ», {APPROVAL}", FILE, [SHEET, cell])
    assert not {schools["gone"], schools["unread"]} & part["approved"].keys()


@pytest.mark.browser
def test_the_panel_of_a_figure_opens_the_lists_cell(browser, otherwise, tmp_path):
    work, schools = otherwise
    write_table(1, work, CAMPAIGN, tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / CAMPAIGN / "table_1.html").as_uri())
    page.locator('[data-figure="table_1/15/mean"]').click()
    page.get_by_role("dialog").get_by_text(schools["moved"]).click()
    told = page.get_by_role("dialog").inner_text()
    assert f"Утверждённый список школ: «НРО», {APPROVAL}" in told
    assert f"{FILE}, лист «{SHEET}», ячейка C" in told
    page.close()
