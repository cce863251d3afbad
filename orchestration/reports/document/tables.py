"""The tables that a template may place, by the name in its `[[name]]`, each with what it is made of."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from orchestration.reports.document.listing import Listing
from orchestration.reports.document.listings import LISTINGS
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.table import Table
from orchestration.reports.tables import TABLES as PRINTED
from orchestration.reports.tables import TableKey, read_table


@dataclass(frozen=True)
class PlacedTable:
    """A table of a document. marts: schema and name of everything that `read` reads."""

    marts: tuple[SourceName, ...]
    read: Callable[[Sources], Table]


def _printed(n: TableKey) -> PlacedTable:
    """Table n of the report, as its own files have it."""
    return PlacedTable(
        tuple(PRINTED[n].reads), lambda sources: read_table(n, sources.connection, sources.campaign)
    )


def _listed(name: str, listing: Listing) -> PlacedTable:
    return PlacedTable(
        listing.marts, lambda sources: listing.table(name, replace(sources, declared=listing.marts))
    )


TABLES: dict[str, PlacedTable] = {
    **{f"table_{n}": _printed(n) for n in PRINTED},
    **{name: _listed(name, listing) for name, listing in LISTINGS.items()},
}
