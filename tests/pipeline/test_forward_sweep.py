"""Whatever a cell is made to say, through intake's checks to the figures: nothing moves that its forward trace did not name."""

import random
import shutil

import duckdb
import openpyxl
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks
from orchestration.lineage.forward import NothingDependsError, ways_from
from orchestration.lineage.recompute import compiled_models, downstream, recompute
from orchestration.reports.marts import reading
from orchestration.warehouse.landing import land, tables_of
from tests.pipeline.conftest import land_again

ENTRY = Campaign.parse("2018-03")
# the numbers of criteria, their wholes, what is compared with them, a yes or no; of each several
VARIABLES = {
    "families_disadvantaged": 3,
    "on_registers": 2,
    "register_police": 1,
    "families": 2,
    "pupils": 1,
    "without_certificate_9": 3,
    "small_school": 3,
}
# another number, one past its whole or its range, none, no number at all
SAID = (0, 3, 40, 4000, 99999, None, "х", "много")
SAID_OF_YES_NO = ("да", "нет", None)


@pytest.fixture(scope="module")
def models(compiled_manifest):
    """What leads from the answers to figures and forward traces."""
    return compiled_models(compiled_manifest, "figures", "fact_figures", "cell_figures")


@pytest.fixture(scope="module")
def small(sample_run, small_region_raw, models, tmp_path_factory):
    """The small region's files and the warehouse that they make."""
    folder = tmp_path_factory.mktemp("forward")
    raw = shutil.copytree(small_region_raw, folder / "raw")
    work = shutil.copy(sample_run.places.work, folder / "work.duckdb")
    land_again(raw, work)
    with duckdb.connect(work) as connection:
        recompute(connection, models)
    return raw, work


def figures(work):
    with duckdb.connect(work, read_only=True) as connection:
        return dict(
            connection.execute(
                "select figure, number from marts.figures union all select figure, number from marts.fact_figures"
            ).fetchall()
        )


def foretold(work, *place):
    with reading(work) as connection:
        try:
            return {figure for way in ways_from(connection, *place) for figure in way.figures}
        except NothingDependsError:
            return set()


def changes_of(work):
    """Cells of schools taken by chance, and what each is made to say; then more on the registers than there are pupils."""
    with duckdb.connect(work, read_only=True) as connection:
        cells = connection.execute(
            "select variable, included, file, sheet, cell from intake.answers "
            "inner join marts.schools on entity = school_code "
            "where list_contains(?, variable) and file like '%.xlsx' order by all",
            [list(VARIABLES)],
        ).fetchall()
    chance = random.Random(11)
    for variable, number in VARIABLES.items():
        said = SAID_OF_YES_NO if variable == "small_school" else SAID
        of_variable = [place for name, _, *place in cells if name == variable]
        yield from zip(chance.sample(of_variable, number), chance.choices(said, k=number), strict=True)
    yield next(place for name, included, *place in cells if name == "on_registers" and included), 4000


def test_nothing_moves_that_no_forward_trace_named(small, models, tmp_path):
    raw, before = small
    work = shutil.copy(before, tmp_path / "work.duckdb")
    schools, was = schools_of(read_registry(raw, ENTRY).rows), figures(before)
    table_5 = {figure for figure in was if figure.startswith("table_5/")}
    below = downstream(models, [f"intake.{name}" for name in ("answers", "answers_set_aside")])
    turned = spared = narrowed = 0
    for (file, sheet, cell), said in changes_of(before):
        sent = (raw / file).read_bytes()
        book = openpyxl.load_workbook(raw / file)
        book[sheet][cell] = said
        book.save(raw / file)
        land(work, ENTRY.key, tables_of(read_workbooks(raw, ENTRY, schools)))
        (raw / file).write_bytes(sent)
        with duckdb.connect(work) as connection:
            recompute(connection, below)
        now, named = figures(work), foretold(before, file, sheet, cell)
        moved = {figure for figure in was.keys() | now.keys() if was.get(figure) != now.get(figure)}
        assert moved <= named, f"{file}, {sheet}!{cell} → {said}"
        turned += bool(moved & table_5)
        spared += not named & table_5
        narrowed += set() < named & table_5 < table_5
    # it proves something only where the list was turned, was told not to be, and was told to be in part
    assert min(turned, spared, narrowed) > 1
