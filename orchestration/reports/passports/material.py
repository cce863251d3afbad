"""What passports and summaries are made of: every mart read once, its rows grouped."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from orchestration.forms.campaign import Campaign
from orchestration.reports.document.sources import Sources
from orchestration.reports.marts import MartRow, NoRowsError


def grouped(rows: Iterable[MartRow], column: str) -> dict[Any, list[MartRow]]:
    """Rows by the value of a column, in their order."""
    groups: dict[Any, list[MartRow]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def keyed(rows: Iterable[MartRow], *columns: str) -> dict[Hashable, MartRow]:
    """Rows by their key: the value of one column, a tuple of several."""
    if len(columns) == 1:
        return {row[columns[0]]: row for row in rows}
    return {tuple(row[column] for column in columns): row for row in rows}


@dataclass(frozen=True)
class Material:
    """The rows of a campaign by what they are looked up by. Each mart is read when first asked for, and once."""

    sources: Sources
    groups: dict[tuple[str, str], dict[Any, list[MartRow]]] = field(default_factory=dict, init=False)

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign as a year and a wave."""
        return Campaign.parse(self.sources.campaign)

    @cached_property
    def is_final(self) -> bool:
        """Whether there is an entry wave to compare with."""
        return self.campaign.wave.name == "final"

    @cached_property
    def schools(self) -> list[MartRow]:
        """The included schools by municipality and name. Raises NoRowsError where the campaign has no schools."""
        rows = self.sources.rows("schools", "school_code")
        if not rows:
            raise NoRowsError(f"schools holds no row of campaign {self.sources.campaign}")
        found = [row for row in rows if row["included"]]
        return sorted(found, key=lambda row: (row["municipality_code"], row["school_name"]))

    @cached_property
    def indicators(self) -> list[MartRow]:
        """The catalogue in its order."""
        return sorted(self.sources.seed("indicators"), key=lambda row: int(row["no"]))

    @cached_property
    def values(self) -> dict[Hashable, MartRow]:
        """school_indicators by school and indicator."""
        return keyed(self.sources.rows("school_indicators", "school_code"), "school_code", "indicator")

    @cached_property
    def dynamics(self) -> dict[Hashable, MartRow]:
        """school_dynamics by school and indicator."""
        return keyed(self.sources.rows("school_dynamics", "school_code"), "school_code", "indicator")

    @cached_property
    def means(self) -> dict[tuple[str, str, str], float | None]:
        """The mean over the schools that an indicator applies to, by kind and code of the group and indicator.

        Not the mean of Table 1: there schools without a grade enter some indicators as zero, and a school that has
        the grade would be held against them.
        """
        return {
            (row["group_kind"], row["group_code"], row["indicator"]): row["mean_applicable"]
            for row in self.sources.rows("indicator_statistics", "group_code")
        }

    @cached_property
    def municipal_means(self) -> dict[str, dict[str, float]]:
        """The known means of municipalities by indicator and municipality."""
        found: dict[str, dict[str, float]] = {}
        for (kind, code, indicator), mean in self.means.items():
            if kind == "municipality" and mean is not None:
                found.setdefault(indicator, {})[code] = mean
        return found

    @cached_property
    def group_dynamics(self) -> dict[Hashable, MartRow]:
        """Outcomes over all indicators, by kind and code of the group."""
        rows = self.sources.rows("dynamics", "group_code")
        return keyed((row for row in rows if row["indicator"] is None), "group_kind", "group_code")

    @cached_property
    def official_rule_set(self) -> str | None:
        """The rule set that identifies schools at this campaign."""
        for row in self.sources.seed("rule_sets"):
            ends = row["valid_to"] or self.sources.campaign
            if row["status"] == "official" and row["valid_from"] <= self.sources.campaign <= ends:
                return str(row["rule_set"])
        return None

    @cached_property
    def rule(self) -> list[MartRow]:
        """The criteria of the official rule set, results before context."""
        rows = [row for row in self.sources.seed("criteria") if row["rule_set"] == self.official_rule_set]
        return sorted(rows, key=lambda row: row["dimension"] != "results")

    @cached_property
    def entry_criteria(self) -> dict[Hashable, MartRow]:
        """As the year's list was made."""
        return self._criteria(True)

    @cached_property
    def own_criteria(self) -> dict[Hashable, MartRow]:
        """As this campaign has them."""
        return self._criteria(False)

    def _criteria(self, of_entry: bool) -> dict[Hashable, MartRow]:
        rows = self.sources.rows("school_criteria", "school_code", of_entry=of_entry)
        official = [row for row in rows if row["rule_set"] == self.official_rule_set]
        return keyed(official, "school_code", "criterion")

    @cached_property
    def school_kinds(self) -> dict[Any, str]:
        """The kinds of schools in Russian: «средняя»."""
        return {row["school_kind"]: row["name_ru"] for row in self.sources.seed("school_kinds")}

    @cached_property
    def waves(self) -> list[Campaign]:
        """The year's campaigns up to this one: the entry, and the final where this is it."""
        return [self.campaign.entry, self.campaign] if self.is_final else [self.campaign]

    @cached_property
    def reasons(self) -> dict[Any, str]:
        """Why a figure is missing, in Russian."""
        return {row["reason"]: row["name_ru"] for row in self.sources.seed("missing_reasons")}

    @cached_property
    def choices(self) -> dict[Hashable, str]:
        """The words of a form for a variable's code."""
        return {(row["variable"], row["code"]): row["text_ru"] for row in self.sources.seed("choices")}

    def by(self, mart: str, column: str, order: str) -> dict[Any, list[MartRow]]:
        """The campaign's rows of a mart by a column, in the order of another; read once."""
        if (mart, column) not in self.groups:
            self.groups[mart, column] = grouped(self.sources.rows(mart, order), column)
        return self.groups[mart, column]

    def programme(self, school_code: str) -> MartRow:
        """The school's improvement programme; empty where nothing was returned."""
        return self.by("school_programmes", "school_code", "school_code").get(school_code, [{}])[0]

    def support(self, school_code: str) -> MartRow:
        """The support that the school received; empty where nothing was returned."""
        return self.by("school_support", "school_code", "school_code").get(school_code, [{}])[0]

    def agreements(self, school_code: str) -> list[MartRow]:
        """The school's partner agreements by date."""
        return self.by("partner_agreements", "school_code", "date").get(school_code, [])

    def consultations(self, school_code: str) -> list[MartRow]:
        """The school's consultations by date."""
        return self.by("consultations", "school_code", "date").get(school_code, [])

    def trained(self, municipality_code: str) -> list[MartRow]:
        """The municipality's trained staff by programme and position; those of whom either is not known come last."""
        rows = self.by("trained_staff", "municipality_code", "programme_no").get(municipality_code, [])
        return sorted(
            rows, key=lambda row: [(row[name] is None, row[name]) for name in ("programme_no", "position")]
        )
