"""Which campaigns a command runs: a final wave is compared with the entry wave of its year."""

import pytest

from orchestration.defs import run
from orchestration.intake.deliveries import Delivery, Intake
from orchestration.intake.schemas import IN_EVERY_CAMPAIGN, empty_table
from orchestration.places import Places
from orchestration.warehouse.landing import is_landed, land, tables_of


@pytest.fixture
def places(tmp_path):
    for campaign in ("2018-03", "2018-11", "2019-11"):
        (tmp_path / "raw" / campaign).mkdir(parents=True)
    return Places(tmp_path / "raw", tmp_path / "home")


def land_source(places, campaign, source):
    intake = Intake(source, campaign, empty_table(source), [Delivery(None, state="missing")])
    land(places.work, campaign, tables_of(intake))


def test_the_entry_wave_comes_first_where_it_was_never_landed(places):
    assert run.entry_to_run("2018-11", places) == "2018-03"
    assert run.entry_to_run("2018-03", places) is None
    assert run.entry_to_run("2019-11", places) is None  # raw has no 2019-03


def test_an_entry_wave_is_landed_with_all_its_sources_and_not_before(places):
    assert not is_landed(places.work, "2018-03")
    for source in IN_EVERY_CAMPAIGN:
        assert run.entry_to_run("2018-11", places) == "2018-03"
        land_source(places, "2018-11", source)
        assert not is_landed(places.work, "2018-03")
        land_source(places, "2018-03", source)
    assert is_landed(places.work, "2018-03")
    assert run.entry_to_run("2018-11", places) is None


@pytest.mark.parametrize(
    ("fails", "asked", "status"), [(None, ["2018-03", "2018-11"], 0), ("2018-03", ["2018-03"], 1)]
)
def test_the_command_says_so_in_a_line_and_stops_where_the_first_fails(
    places, monkeypatch, capsys, fails, asked, status
):
    ran = []

    def one_run(campaign, places):
        ran.append(campaign)
        return "id", campaign != fails

    monkeypatch.setattr(run, "_run", one_run)
    monkeypatch.setattr(run, "summarise", lambda marts, campaign, folder: f"made {campaign}")
    assert run.run_campaign("2018-11", places.raw, places.home) == status
    assert ran == asked
    assert "campaign 2018-11 is compared with 2018-03" in capsys.readouterr().out
