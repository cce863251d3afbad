"""The key of the participants' hash fails closed: real data are never hashed with a key that anybody can read."""

import json

import pytest

from orchestration.intake.pseudonyms import MissingKeyError, participant_key


@pytest.fixture
def keyless(monkeypatch):
    monkeypatch.delenv("PARTICIPANT_KEY", raising=False)


@pytest.mark.parametrize("manifest", [None, {}, {"made": False}, {"made": "true"}])
def test_without_a_key_only_the_made_sample_is_read(tmp_path, keyless, manifest):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(MissingKeyError, match="PARTICIPANT_KEY is not set"):
        participant_key(tmp_path)


def test_the_made_sample_needs_none(tmp_path, keyless):
    (tmp_path / "manifest.json").write_text('{"made": true}', encoding="utf-8")
    assert len(participant_key(tmp_path)) == 32


def test_another_key_is_another_hash(tmp_path, monkeypatch):
    monkeypatch.setenv("PARTICIPANT_KEY", "one")
    first = participant_key(tmp_path)
    monkeypatch.setenv("PARTICIPANT_KEY", "other")
    assert participant_key(tmp_path) != first
