"""Sums taken from each other: what they tell, in however many steps, and what they do not."""

from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.differencing import computable

sets = st.frozensets(st.integers(0, 5), min_size=1)


def test_a_whole_less_its_printed_part_tells_the_rest():
    printed = [frozenset("abc"), frozenset("ab")]
    assert computable(printed, {"c": frozenset("c"), "b": frozenset("b")}) == {"c": [0, 1]}


def test_two_tables_tell_together_what_neither_does():
    rows = [frozenset({("m", "t"), ("m", "h")}), frozenset({("n", "t"), ("n", "h")})]
    columns = [frozenset({("m", "t"), ("n", "t")})]
    other = frozenset({("m", "t"), ("n", "h")})
    hidden = {"m, t": frozenset({("m", "t")})}
    assert computable([*rows, *columns], hidden) == {}
    assert computable([*columns, other], hidden) == {}
    assert computable([*rows, *columns, other], hidden).keys() == hidden.keys()


def test_nothing_printed_tells_nothing():
    assert computable([], {"a": frozenset("a")}) == {}
    assert computable([frozenset("ab")], {}) == {}


@settings(deadline=None, max_examples=80)
@given(printed=st.lists(sets, min_size=1, max_size=5), hidden=sets)
def test_what_is_told_is_what_no_other_filling_could_change(printed, hidden):
    """Two fillings of whole numbers with the same printed sums and another hidden one: then it is not told."""
    told = bool(computable(printed, {"hidden": hidden}))
    steps = chain.from_iterable(combinations(range(6), count) for count in (1, 2, 3))
    changes = (dict(zip(cells, signs, strict=True)) for cells in steps for signs in _signs(len(cells)))
    changed = any(
        all(sum(change.get(cell, 0) for cell in cells) == 0 for cells in printed)
        and sum(change.get(cell, 0) for cell in hidden) != 0
        for change in changes
    )
    if changed:
        assert not told


def _signs(count):
    return [[1 if number >> place & 1 else -1 for place in range(count)] for number in range(2**count)]
