"""The marts of a document, a campaign's rows at a time, and nothing that the document did not declare."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, campaign_rows, edition_rows, reference_rows

SourceName = tuple[str, str]  # schema and name, as an analyst writes them: marts.schools


def entry_key(campaign: str) -> str:
    """The campaign that started the year of this one: 2018-11 -> 2018-03; an entry campaign is its own."""
    return Campaign.parse(campaign).entry.key


class UndeclaredSourceError(LookupError):
    """A document reads what it did not declare: it would not be made anew when that changes."""


@dataclass(frozen=True)
class Sources:
    """What one document of one campaign and edition is made of.

    declared: schema and name of everything it may read, the same list that its asset depends on.
    """

    connection: duckdb.DuckDBPyConnection
    campaign: str
    edition: str
    declared: Collection[SourceName]

    def rows(self, mart: str, order: str, of_entry: bool = False) -> list[MartRow]:
        """The campaign's rows of a mart, or those of its year's entry campaign; none is no error here."""
        self._expect("marts", mart)
        campaign = entry_key(self.campaign) if of_entry else self.campaign
        return campaign_rows(self.connection, mart, campaign, order, may_be_empty=True)

    def edition_rows(self, mart: str, order: str) -> list[MartRow]:
        """The rows of the edition. Raises NoRowsError where there is none: a document has facts or is not made."""
        self._expect("marts", mart)
        return edition_rows(self.connection, mart, self.campaign, self.edition, order)

    @property
    def road_map(self) -> list[MartRow]:
        """The items of the road map as the edition knows them; none where it did not come."""
        self._expect("marts", "table_4_road_map")
        return edition_rows(
            self.connection, "table_4_road_map", self.campaign, self.edition, "no", may_be_empty=True
        )

    @property
    def cutoff(self) -> date:
        """The last day that the edition speaks of."""
        day = self.edition_rows("report_editions", "edition")[0]["cutoff"]
        assert isinstance(day, date)
        return day

    def seed(self, name: str) -> list[MartRow]:
        """All rows of a seed."""
        self._expect("reference", name)
        return reference_rows(self.connection, name)

    def _expect(self, schema: str, name: str) -> None:
        if (schema, name) not in self.declared:
            raise UndeclaredSourceError(f"{schema}.{name} is read and not declared")
