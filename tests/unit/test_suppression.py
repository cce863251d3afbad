"""Withheld counts: nobody computes them from what is published, found against all tables that a reader may suppose."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from orchestration.reports import suppression
from orchestration.reports.suppression import (
    TOTAL,
    NotProtectedError,
    publishable,
    recoverable,
    small_groups,
    suppress,
)

MINIMUM = 5
tried = settings(deadline=None, max_examples=60)


def table(rows):
    return pd.DataFrame(
        rows, index=[f"МО {n}" for n in range(len(rows))], columns=[f"д{n}" for n in range(len(rows[0]))]
    )


def tables(most, rows=(1, 6), columns=(1, 5)):
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(
        lambda wanted: st.lists(
            st.lists(st.integers(0, most), min_size=wanted[1], max_size=wanted[1]),
            min_size=wanted[0],
            max_size=wanted[0],
        ).map(table)
    )


def with_totals(counts):
    rows = counts.assign(**{TOTAL: counts.sum(axis=1)})
    return pd.concat([rows, rows.sum().to_frame(TOTAL).T]).astype("Int64")


def withholding(counts, cells):
    published = with_totals(counts)
    for cell in cells:
        published.at[cell] = pd.NA
    return published


def naively(counts, minimum=MINIMUM):
    """Small cells alone: what one does before thinking of the totals."""
    full = with_totals(counts)
    small = (full > 0) & (full < minimum)
    small.loc[TOTAL] = False
    small[TOTAL] = False
    return full.mask(small)


def supposable(published, most):
    """Every filling of the withheld cells, each up to `most`, with which all the sums come out."""
    full = published.to_numpy(dtype=float, na_value=np.nan)
    places = np.argwhere(np.isnan(full))
    cells = [(published.index[row], published.columns[column]) for row, column in places]
    found = []
    for values in product(range(most + 1), repeat=len(cells)):
        full[tuple(places.T)] = values
        rows, columns = full[:, :-1].sum(axis=1), full[:-1].sum(axis=0)
        if (rows == full[:, -1]).all() and (columns == full[-1]).all():
            found.append(dict(zip(cells, values, strict=True)))
    return cells, found


@tried
@given(tables(most=12))
def test_no_withheld_count_can_be_computed_and_no_small_one_is_printed(counts):
    assume(counts.sum(axis=None) >= MINIMUM)
    published = suppress(counts, MINIMUM)
    assert recoverable(published, MINIMUM) == []
    assert not ((published > 0) & (published < MINIMUM)).any(axis=None)


@tried
@given(tables(most=12))
def test_what_is_printed_is_true_and_the_grand_total_always_is(counts):
    assume(counts.sum(axis=None) >= MINIMUM)
    published = suppress(counts, MINIMUM)
    true = with_totals(counts)
    assert published.at[TOTAL, TOTAL] == true.at[TOTAL, TOTAL]
    assert (published.isna() | (published == true)).all(axis=None)


@tried
@given(tables(most=30, rows=(3, 6), columns=(3, 5)))
def test_all_totals_stay_where_every_group_has_large_cells_beside_the_small(counts):
    assume(((counts >= MINIMUM).sum(axis=0) >= 2).all() and ((counts >= MINIMUM).sum(axis=1) >= 2).all())
    published = suppress(counts, MINIMUM)
    assert published[TOTAL].notna().all()
    assert published.loc[TOTAL].notna().all()


@tried
@given(tables(most=12))
def test_a_table_of_large_counts_and_zeros_is_printed_whole(counts):
    large = counts.where(counts >= MINIMUM, 0)
    assume(large.sum(axis=None) >= MINIMUM)
    assert suppress(large, MINIMUM).equals(with_totals(large))


@tried
@given(
    tables(most=2, rows=(2, 3), columns=(2, 3)),
    st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4),
)
def test_the_auditor_finds_exactly_the_cells_that_have_one_value_in_all_supposable_tables(counts, places):
    full = with_totals(counts)
    cells = [
        (full.index[row], full.columns[column])
        for row, column in sorted(places)
        if row < len(full.index) and column < len(full.columns)
    ]
    # a withheld grand total hides nothing that its row does not tell, and makes the supposable tables unbounded
    cells = [cell for cell in cells if cell != (TOTAL, TOTAL)]
    assume(full.at[TOTAL, TOTAL] <= 6)
    published = withholding(counts, cells)
    withheld, found = supposable(published, most=int(full.at[TOTAL, TOTAL]))
    one_value = [cell for cell in withheld if len({filling[cell] for filling in found}) == 1]
    assert recoverable(published) == one_value
    for protection in (2, 3):
        narrow = [
            cell
            for cell in withheld
            if max(f[cell] for f in found) - min(f[cell] for f in found) < protection
        ]
        assert recoverable(published, protection) == narrow


@tried
@given(tables(most=12, rows=(2, 6), columns=(2, 5)))
def test_a_lone_withheld_cell_of_a_row_is_found(counts):
    published = naively(counts)
    alone = [row for row in published.index if published.loc[row].isna().sum() == 1]
    assume(alone)
    assert set(alone) <= {row for row, _ in recoverable(published)}


def test_a_cell_that_follows_only_in_two_steps_is_found():
    """The row's other cell follows from its column, and only then the first from the row."""
    counts = table([[3, 9, 8], [4, 9, 7], [8, 2, 6]])
    published = withholding(counts, [("МО 0", "д0"), ("МО 1", "д0"), ("МО 1", "д1")])
    assert set(recoverable(published)) == {("МО 0", "д0"), ("МО 1", "д0"), ("МО 1", "д1")}


def test_a_square_of_withheld_cells_next_to_zeros_is_found_by_its_bounds_alone():
    """Four cells, no row or column tells one of them; but a total of zero leaves no room."""
    published = withholding(
        table([[4, 0], [6, 0]]), [("МО 0", "д0"), ("МО 0", "д1"), ("МО 1", "д0"), ("МО 1", "д1")]
    )
    assert len(recoverable(published)) == 4


def test_bounds_closer_than_the_protection_are_found():
    """Each cell may move by one: none is known exactly, none is protected."""
    counts = table([[1, 9], [9, 1]])
    square = [(row, column) for row in counts.index for column in counts.columns]
    published = withholding(counts, square)
    assert recoverable(published, 1) == []
    assert recoverable(published, 11) == square


def test_contradicting_totals_are_an_error():
    published = with_totals(table([[3, 9], [4, 9]]))
    published.at["МО 0", TOTAL] = 99
    with pytest.raises(ValueError, match="no counts agree"):
        recoverable(published)


def test_a_small_total_is_a_small_group_too():
    published = suppress(table([[2, 1, 0], [20, 30, 40], [11, 12, 13], [25, 9, 14]]), MINIMUM)
    assert published.at["МО 0", TOTAL] is pd.NA


@pytest.mark.parametrize("rows", [[[3, 40]], [[3], [40]], [[3, 0], [0, 50]]])
def test_where_there_are_few_groups_no_more_than_the_grand_total_stays(rows):
    published = publishable(table(rows), MINIMUM)
    assert published.at[TOTAL, TOTAL] == sum(map(sum, rows))
    assert published.at["МО 0", "д0"] is pd.NA


@pytest.mark.parametrize("rows", [[[3]], [[1, 0], [0, 0]], [[1, 1], [1, 1]]])
def test_where_all_are_one_small_group_nothing_is_published(rows):
    with pytest.raises(NotProtectedError):
        publishable(table(rows), MINIMUM)


@pytest.mark.parametrize(
    ("rows", "labels"),
    [([[1, -1]], ["а", "б"]), ([[1, None]], ["а", "б"]), ([[1, 1]], ["а", "а"]), ([[1, 1]], ["а", TOTAL])],
)
def test_what_is_no_table_of_counts_is_an_error(rows, labels):
    with pytest.raises(ValueError, match=r"counts are|labels must"):
        suppress(pd.DataFrame(rows, columns=labels), MINIMUM)


def test_publishing_raises_where_the_auditor_finds_a_cell(monkeypatch):
    """As if `suppress` forgot the totals: the auditor stands between it and the reader."""
    monkeypatch.setattr(suppression, "suppress", naively)
    with pytest.raises(NotProtectedError, match="МО 0"):
        publishable(table([[3, 9, 8], [10, 9, 7]]), MINIMUM)


def test_the_same_table_is_withheld_alike_every_time():
    counts = table([[3, 9, 8], [10, 9, 7], [6, 2, 30]])
    assert suppress(counts, MINIMUM).equals(suppress(counts.copy(), MINIMUM))


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ({"а": 5, "б": 3}, set()),
        ({"а": 2, "б": 1, "в": 9}, {"а", "б"}),
        ({"а": 2, "б": 4, "в": 9}, {"а", "б"}),  # one alone follows from the total
        ({"а": 1, "б": 1, "в": 9, "г": 3}, {"а", "б", "г"}),  # two schools together are few too
        ({"а": 0, "б": 3}, set()),
    ],
)
def test_groups_of_few_schools_are_withheld_with_those_that_would_tell_them(sizes, names):
    assert small_groups(sizes, 3) == names


def test_where_all_groups_are_too_few_there_is_no_way_to_withhold_them():
    with pytest.raises(NotProtectedError, match="too few"):
        small_groups({"а": 2}, 3)
