"""Municipalities against the region: how far each of their means stands from it, and in which place."""

from dataclasses import dataclass
from statistics import pstdev

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.wording import group_value, standing

SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """A municipality's mean of an indicator; place 1 is the best, distance is positive where it is better."""

    no: int
    name: str
    own: str
    region: str
    place: str
    distance: float


def standings(material: Material, municipality_code: str) -> list[Standing]:
    """Where the municipality differs from the region at printed precision, the worst first.

    The distance is in standard deviations between the municipalities' means, so that indicators of different units can be
    compared. Indicators of which neither direction is good, and those without a mean, are left out. Source: our rule.
    """
    found = [_standing(material, municipality_code, indicator) for indicator in material.indicators]
    return sorted((each for each in found if each), key=lambda each: (each.distance, each.no))


def worst(found: list[Standing]) -> tuple[Standing, ...]:
    """Those furthest below the region, the worst first."""
    return tuple(each for each in found if each.distance < 0)[:SHOWN]


def best(found: list[Standing]) -> tuple[Standing, ...]:
    """Those furthest above the region, the best first."""
    return tuple(each for each in reversed(found) if each.distance > 0)[:SHOWN]


def _standing(material: Material, municipality_code: str, indicator: MartRow) -> Standing | None:
    key = indicator["indicator"]
    region = material.means.get(("region", "region", key))
    means = material.municipal_means.get(key, {})
    own = means.get(municipality_code)
    if own is None or region is None or standing(own, region, indicator) not in ("better", "worse"):
        return None
    sign = 1 if indicator["better"] == "higher" else -1
    better = sum(sign * mean > sign * own for mean in means.values())
    return Standing(
        no=indicator["no"],
        name=indicator["label_ru"],
        own=group_value(own, indicator),
        region=group_value(region, indicator),
        place=f"{better + 1} из {len(means)}",
        distance=sign * (own - region) / pstdev(means.values()),
    )
