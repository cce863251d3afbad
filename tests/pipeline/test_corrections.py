"""A corrected workbook: of each cell that it says otherwise exactly what that moved, down to the printed tables."""

import shutil

import duckdb
import pytest

from orchestration.lineage.corrections import corrections
from orchestration.lineage.recompute import recompute
from tests.pipeline.conftest import land_again

CAMPAIGN = "2018-03"
# an included school of a municipality that sent xlsx, in its cluster by two criteria, one of them the families
SCHOOL = """
select schools.school_code, deliveries.file
from marts.schools as schools
inner join marts.school_clusters as clusters using (campaign, school_code)
inner join marts.school_criteria as criteria using (campaign, rule_set, school_code)
inner join marts.deliveries as deliveries using (campaign, municipality_code)
where
    campaign = '2018-03' and schools.cluster = 'adverse_conditions' and clusters.rule_set = 'smolensk-2018' and clusters.context_met = 2
    and criteria.criterion = 'disadvantaged_families' and criteria.met and deliveries.file like '%.xlsx'
order by schools.school_code
limit 1
"""


@pytest.fixture
def corrected(sample_run, sample_raw, compiled, compiled_manifest, marts, edit, tmp_path):
    """corrected({variable: value}) sends the school's workbook again with these cells: its code, and what they moved."""
    raw = shutil.copytree(sample_raw, tmp_path / "raw")
    work = shutil.copy(sample_run.places.work, tmp_path / "work.duckdb")
    code, file = marts.execute(SCHOOL).fetchone()

    def send(values):
        with duckdb.connect(work) as connection:
            places = connection.execute(
                "select variable, sheet || '!' || cell from intake.answers where campaign = ? and entity = ?",
                [CAMPAIGN, code],
            ).fetchall()
        again = raw / CAMPAIGN / "municipal" / "исправленные" / "again.xlsx"
        again.parent.mkdir()
        shutil.copy(raw / file, again)
        edit(again, {dict(places)[variable]: value for variable, value in values.items()})
        land_again(raw, work)
        with duckdb.connect(work) as connection:
            recompute(connection, compiled)
        return code, corrections(work, CAMPAIGN, compiled_manifest)

    return send


def test_nothing_is_told_where_nothing_was_corrected(sample_run, compiled_manifest):
    assert corrections(sample_run.places.work, CAMPAIGN, compiled_manifest) == {}


def test_each_cell_is_told_with_what_it_moved_and_nothing_else(corrected):
    code, effects = corrected({"methodological_events": 40, "wards": 3, "families_disadvantaged": 0})
    assert set(effects) == {
        (code, variable) for variable in ("methodological_events", "wards", "families_disadvantaged")
    }
    events, wards, families = (
        effects[code, variable] for variable in ("methodological_events", "wards", "families_disadvantaged")
    )
    assert [(move.what, move.after) for move in events.indicators] == [("Методические мероприятия", 40)]
    assert (events.criteria, events.met, events.clusters) == ((), (), ())
    assert {move.what for move in events.figures} <= {
        f"table_1/28/{column}" for column in ("mean", "max", "max_note", "min", "min_note")
    }
    assert "table_1/28/mean" in {move.what for move in events.figures}
    assert wards == type(wards)()
    assert families.indicators == ()
    (criterion,), (met,) = families.criteria, families.met
    assert (criterion.after, met.before, met.after) == (0, True, False)
    assert (code, "adverse_conditions", "neither") in [(m.what, m.before, m.after) for m in families.clusters]
    assert {move.what.split("/")[0] for move in families.figures} == {"table_1", "table_5"}
