"""`python -m tests.sample_region raw` makes the sample region's raw files; --schools and --seed make another."""

import argparse
from pathlib import Path

from tests.sample_region.final_wave import next_campaign
from tests.sample_region.raw_files import write_final_wave, write_region
from tests.sample_region.region import make_region

ENTRY, FINAL = "2018-03", "2018-11"


def main() -> None:
    """Make a region and write its campaigns."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample_region", description=__doc__)
    parser.add_argument("raw", type=Path, help="the folder to write into")
    parser.add_argument("--campaign", choices=(ENTRY, FINAL), help="only this one; both unless given")
    parser.add_argument(
        "--schools", type=int, default=360, help="360 is the sample, calibrated to the report"
    )
    parser.add_argument("--seed", type=int, default=2018)
    given = parser.parse_args()
    region = make_region(seed=given.seed, schools=given.schools)
    if given.campaign != FINAL:
        write_region(region, given.raw, ENTRY, given.seed)
        print(f"{given.raw}/{ENTRY}: {len(region.schools)} schools, {len(region.results)} exam results")
    if given.campaign != ENTRY:
        wave = next_campaign(region, given.seed)
        write_final_wave(wave, given.raw, FINAL, given.seed)
        print(
            f"{given.raw}/{FINAL}: {len(wave.included)} schools followed, {len(wave.region.results)} exam results"
        )


if __name__ == "__main__":
    main()
