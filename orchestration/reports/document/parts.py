"""The tables and pictures that a template may place, by the name in its `[[name]]`, each with what it is made of."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from orchestration.reports.document.listings import LISTINGS, Listing
from orchestration.reports.document.public import MINIMUM_GROUPS, PUBLIC
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.pictures.gallery import PICTURES, draw_picture
from orchestration.reports.pictures.picture import Picture
from orchestration.reports.table import Table
from orchestration.reports.tables import TABLES as PRINTED
from orchestration.reports.tables import TableKey, read_table


@dataclass(frozen=True)
class Part:
    """A table or picture of a document. marts: schema and name of everything that `read` reads."""

    marts: tuple[SourceName, ...]
    read: Callable[[Sources], Table | Picture]


def _printed(n: TableKey) -> Part:
    """Table n of the report, as its own files have it."""
    return Part(tuple(PRINTED[n].reads), lambda sources: read_table(n, sources.connection, sources.campaign))


def _listed(name: str, listing: Listing) -> Part:
    return Part(listing.marts, lambda sources: listing.table(name, replace(sources, declared=listing.marts)))


def _drawn(name: str) -> Part:
    return Part(PICTURES[name], lambda sources: draw_picture(name, sources.connection, sources.campaign))


PARTS: dict[str, Part] = {
    **{f"table_{n}": _printed(n) for n in PRINTED},
    **{name: _listed(name, listing) for name, listing in LISTINGS.items()},
    **{f"picture_{name}": _drawn(name) for name in PICTURES},
}
# what the public edition has of them: nothing that public.py does not declare
PUBLIC_PARTS: dict[str, Part] = {
    name: Part((*PARTS[name].marts, MINIMUM_GROUPS), public.instead) if public.instead else PARTS[name]
    for name, public in PUBLIC.items()
}
