"""Every kind of damage ends as its row of catalogue.csv says, wherever it strikes."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.forms.rules import rules
from orchestration.intake.repairs import repairs
from tests.damage import cells, export_lines, exports, files, lists, sheet_rows, sheets  # noqa: F401 - each enters its kinds
from tests.damage.invariants import asked, assert_no_name_told, assert_nothing_lost, assert_nothing_wrong
from tests.damage.sent import GENERATORS

PLACES = 2  # drawn for a kind that strikes somewhere in a file
WHOLE = ("file", "writing", "export")  # struck as a whole, whatever the lot


@dataclass(frozen=True)
class Kind:
    """A row of the catalogue: files are the kinds of file that it is done to, rule what intake is to say of it."""

    id: str
    files: str
    strikes: str
    outcome: str
    rule: str
    what_happens: str


def catalogue() -> list[Kind]:
    with (Path(__file__).parent / "catalogue.csv").open(encoding="utf-8") as source:
        return [Kind(**row) for row in csv.DictReader(source)]


CASES = [
    pytest.param(kind, file, seed, id=f"{kind.id}-{file}-{seed}")
    for number, kind in enumerate(catalogue())
    for formats in [kind.files.split("+")]
    for seed in range(max(1 if kind.strikes in WHOLE else PLACES, len(formats)))
    for file in [formats[(number + seed) % len(formats)]]  # each format in its turn
]


def test_the_catalogue_and_the_generators_agree():
    assert sorted(kind.id for kind in catalogue()) == sorted(GENERATORS)
    assert len(catalogue()) >= 60
    for kind in catalogue():
        known = repairs() if kind.outcome == "repaired" else rules()
        assert kind.outcome in OUTCOMES
        assert (kind.rule in known) == (kind.outcome != "read_as_is")


@pytest.mark.parametrize(("kind", "file", "seed"), CASES)
def test_a_damage_ends_as_its_row_says(kind, file, seed, good_files, tmp_path):
    good = good_files[file]
    sent = good.opened(tmp_path, seed)
    damage = GENERATORS[kind.id](sent)
    sent.send()
    intake = good.read(tmp_path, sent.schools)
    OUTCOMES[kind.outcome](kind, damage, intake)
    assert_nothing_lost(intake, 0 if kind.outcome == "refused" else good.rows + damage.rows)
    assert sum(delivery.rows_set_aside for delivery in intake.deliveries) == damage.aside
    assert_nothing_wrong(intake, good, damage)
    assert_no_name_told(intake)


def assert_repaired(kind, damage, intake):
    told = [(repair.step.rule, repair.place.sheet, repair.place.cell) for repair in intake.repairs]
    assert (kind.rule, damage.sheet, damage.cell) in told
    assert asked(intake) == []


def assert_read_as_is(kind, damage, intake):
    assert intake.repairs == []
    assert asked(intake) == []


def assert_set_aside(kind, damage, intake):
    found = [(p.place.sheet, p.place.cell, p.place.line) for p in intake.problems if p.rule == kind.rule]
    assert found
    if damage.cell or damage.line:
        assert (damage.sheet, damage.cell, damage.line) in found


def assert_refused(kind, damage, intake):
    assert intake.rows.empty
    assert "read" not in [delivery.state for delivery in intake.deliveries]
    told = rules()[kind.rule].sentence.partition("{")[0]
    assert told in "".join(delivery.message_ru for delivery in intake.deliveries)


OUTCOMES = {
    "repaired": assert_repaired,
    "read_as_is": assert_read_as_is,
    "set_aside": assert_set_aside,
    "refused": assert_refused,
}
