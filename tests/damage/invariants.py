"""What must hold of a reading, whatever was damaged: nothing lost in silence, nothing read wrongly, no name told."""

from orchestration.forms.rules import rules
from orchestration.intake.deliveries import Intake
from tests.damage.region import Good, values_of
from tests.damage.sent import Damage, Key

ABSENT = ("set_aside", "in_doubt")
SECRETS = ("Петров", "900-123", "9001234567", "66 01 123456", "6601123456")


def assert_nothing_lost(intake: Intake, rows: int) -> None:
    """Rows counted in what was sent are those that are there and those set aside, and the deliveries say so."""
    told = [delivery for delivery in intake.deliveries if delivery.file]
    aside = sum(delivery.rows_set_aside for delivery in told)
    assert sum(delivery.rows_in for delivery in told) == rows
    assert sum(delivery.rows_kept for delivery in told) == rows_kept(intake) == rows - aside


def rows_kept(intake: Intake) -> int:
    """Rows that are really there; a row that is written twice leaves its cells behind as set aside."""
    rows = intake.rows
    if rows.empty or "line" in rows:
        return len(rows)
    twice = {
        (problem.place.file, problem.place.sheet, problem.place.cell)
        for problem in intake.problems
        if problem.rule in ("school_twice", "row_twice")
    }
    return len(set(rows[["file", "sheet", "key_cell"]].itertuples(index=False, name=None)) - twice)


def assert_nothing_wrong(intake: Intake, good: Good, damage: Damage) -> None:
    """What the damage touches is absent, all else as it was."""
    read = values_of(intake)
    touched, free = ({_renamed(key, damage) for key in keys} for keys in (damage.touched, damage.free))
    for key in touched:
        assert read.get(key, "set_aside") in ABSENT, key
    expected = {_renamed(key, damage): value for key, value in good.values.items()} | damage.reads
    assert _without(read, touched | free) == _without(expected, touched | free)


def assert_no_name_told(intake: Intake) -> None:
    """In all that would be landed."""
    told = [
        *(problem.as_row() for problem in intake.problems),
        *(repair.as_row() for repair in intake.repairs),
        *(delivery.as_row() for delivery in intake.deliveries),
        *(table.to_csv() for table in (intake.rows, *intake.beside.values())),
    ]
    everything = str(told)
    assert not [secret for secret in SECRETS if secret in everything]


def asked(intake: Intake) -> list[str]:
    """Rules under which something that came was set aside; what did not come is another municipality's or year's."""
    return [p.rule for p in intake.problems if p.place.sha256 and rules()[p.rule].sets_aside]


def _renamed(key: Key, damage: Damage) -> Key:
    part, entity, variable = key
    if variable == "row":
        return part, str(damage.moved(int(entity))), variable
    return part, damage.renamed.get(entity, entity), variable


def _without(values: dict[Key, object], keys: set[Key]) -> dict[Key, object]:
    return {key: value for key, value in values.items() if key not in keys}
