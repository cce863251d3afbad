"""Several damages at once, at places drawn at random: what is not touched stays, what is lost is told."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.warehouse.landing import tables_of
from tests.damage.invariants import assert_no_name_told, assert_nothing_lost, assert_nothing_wrong
from tests.damage.sent import GENERATORS, Damage
from tests.damage.test_catalogue import catalogue

ALONE = ("formula_computed", "formatted_empty_rows")  # each writes the file down, formulas with their values
COMBINED = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEED = st.integers(0, 2**32)


def of(*strikes, files):
    """One kind of those that strike such a thing in such a file."""
    found = [kind.id for kind in catalogue() if kind.strikes in strikes and files in kind.files.split("+")]
    return st.sampled_from([name for name in found if name not in ALONE])


@COMBINED
@given(
    typed=st.lists(of("cell", files="xlsx"), min_size=2, max_size=8),
    then=of("row", "sheet", files="xlsx"),
    seed=SEED,
)
def test_a_workbook_of_many_mistakes(good_files, typed, then, seed):
    holds(good_files["xlsx"], [*typed, then], seed)


@COMBINED
@given(
    written=of("writing", files="ege"),
    lines=st.lists(of("line", files="ege"), min_size=2, max_size=8, unique=True),
    seed=SEED,
)
def test_an_export_of_many_mistakes(good_files, written, lines, seed):
    holds(good_files["ege"], [written, *lines], seed)


def holds(good, names, seed):
    with tempfile.TemporaryDirectory() as folder:
        sent = good.opened(Path(folder), seed)
        damages = [GENERATORS[name](sent) for name in names]
        sent.send()
        intake = good.read(Path(folder), sent.schools)
        assert_nothing_lost(intake, good.rows + sum(damage.rows for damage in damages))
        assert_nothing_wrong(intake, good, together(damages))
        assert_no_name_told(intake)
        tables_of(intake)  # and all of it can be landed


def together(damages):
    """What any of them touches; one may have undone what another did, so that nothing more is known of it."""
    moved = [damage.moved for damage in damages]

    def move(line):
        for step in moved:
            line = step(line)
        return line

    return Damage(
        free=set().union(*(damage.touched | set(damage.reads) for damage in damages)),
        renamed={old: new for damage in damages for old, new in damage.renamed.items()},
        moved=move,
    )
