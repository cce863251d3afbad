"""The made sample region: schools, answers and exam results that no real school stands behind."""

from .population import Municipality, made_municipalities
from .printed import PrintedTables, read_printed
from .region import Region, make_region

__all__ = ["Municipality", "PrintedTables", "Region", "made_municipalities", "make_region", "read_printed"]
