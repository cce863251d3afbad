"""raw/ is what its generator makes, byte for byte."""

import json

from tests.sample_region.final_wave import next_campaign
from tests.sample_region.raw_files import write_final_wave, write_region
from tests.sample_region.region import make_region


def test_the_sample_in_raw_is_what_the_generator_makes(sample_raw, tmp_path):
    region = make_region()
    write_region(region, tmp_path, "2018-03", 2018)
    write_final_wave(next_campaign(region), tmp_path, "2018-11", 2018)
    made, kept = (json.loads((raw / "manifest.json").read_text("utf-8")) for raw in (tmp_path, sample_raw))
    assert made == kept
    assert kept["made"] is True
    for name in kept["files"]:
        assert (tmp_path / name).read_bytes() == (sample_raw / name).read_bytes(), name


def test_raw_stays_small(sample_raw):
    assert sum(path.stat().st_size for path in sample_raw.rglob("*") if path.is_file()) < 12_000_000
