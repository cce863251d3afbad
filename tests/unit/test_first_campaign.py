"""The partitions begin where the rules do."""

from orchestration.forms import campaign


def test_the_first_campaign_is_the_first_that_a_rule_set_is_for(tmp_path, monkeypatch):
    (tmp_path / "rule_sets.csv").write_text("rule_set,valid_from\nlater,2020-11\nfirst,2019-03\n", "utf-8")
    monkeypatch.setattr(campaign, "SEEDS", tmp_path)
    assert campaign.first_campaign() == "2019-03"
