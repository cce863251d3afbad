"""`python -m tests.sample_region raw` makes the sample region's raw files; --schools and --seed make another."""

import argparse
from pathlib import Path

from tests.sample_region.raw_files import write_region
from tests.sample_region.region import make_region


def main() -> None:
    """Make a region and write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample_region", description=__doc__)
    parser.add_argument("raw", type=Path, help="the folder to write into")
    parser.add_argument("--campaign", default="2018-03")
    parser.add_argument(
        "--schools", type=int, default=360, help="360 is the sample, calibrated to the report"
    )
    parser.add_argument("--seed", type=int, default=2018)
    given = parser.parse_args()
    region = make_region(seed=given.seed, schools=given.schools)
    write_region(region, given.raw, given.campaign, given.seed)
    print(f"{given.raw}: {len(region.schools)} schools, {len(region.results)} exam results")


if __name__ == "__main__":
    main()
