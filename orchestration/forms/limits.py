"""How large a sent file may be, and how far it is searched: one row each in limits.csv, with its unit."""

from functools import cache

from orchestration.forms.form import HERE, rows_of


@cache
def limits() -> dict[str, int]:
    """Every limit by name, in the unit that limits.csv states."""
    return {row["limit"]: int(row["value"]) for row in rows_of(HERE / "limits.csv")}
