"""What the work file knows of a campaign, as far as it goes out to the municipalities."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import variables
from orchestration.outgoing.content import Value, value_of
from orchestration.sql import has_table

SENT = (
    "registry",
    "answers",
    "answers_unplaced",
    "answers_set_aside",
    "answers_repairs",
    "answers_deliveries",
    "answers_corrections",
)
CONTRADICTED = """
select municipality_code, school_code as entity, variable, file, sheet, cell, raw_text as shown, rule, severity, sentence_ru, remedy_ru
from marts.cross_checks
where campaign = $1
"""


class NoListError(LookupError):
    """The year's list of the project's schools is not made yet: a form of the final wave cannot be drawn up."""

    def __init__(self, year: int) -> None:
        """year: whose list is asked for."""
        super().__init__(
            f"список школ проекта {year} года ещё не составлен: его составляет входная кампания, "
            "make report с её месяцем"
        )


@dataclass(frozen=True)
class ListedSchool:
    """A school of the project, and its cluster on the list."""

    code: str
    name: str
    cluster: str | None


@dataclass(frozen=True)
class Sent:
    """What was sent in a campaign and what intake made of it: the tables of its schema, as they were landed.

    Among what was set aside stand the answers that another source contradicts: they went on, and are asked about.
    """

    registry: pd.DataFrame
    answers: pd.DataFrame
    answers_unplaced: pd.DataFrame
    answers_set_aside: pd.DataFrame
    answers_repairs: pd.DataFrame
    answers_deliveries: pd.DataFrame
    answers_corrections: pd.DataFrame


def read_sent(work: Path, campaign: Campaign) -> Sent:
    """The campaign's rows of the tables in SENT, nulls as None."""
    with duckdb.connect(work, read_only=True) as connection:
        found = [
            connection.execute(f"from intake.{table} where campaign = ?", [campaign.key]).df()
            for table in SENT
        ]
        if has_table(connection, "marts", "cross_checks"):
            contradicted = connection.execute(CONTRADICTED, [campaign.key]).df()
            place = SENT.index("answers_set_aside")
            found[place] = pd.concat([found[place], contradicted], ignore_index=True)
    return Sent(*(frame.astype(object).where(frame.notna(), None) for frame in found))


def included_schools(work: Path, campaign: Campaign) -> frozenset[str]:
    """The project's schools of the campaign's year, decisions applied. Raises NoListError before its entry wave is made."""
    found = _rows(
        work,
        "marts.schools",
        "select school_code, included from marts.schools where campaign = ("
        "select max(campaign) from marts.schools where campaign <= $1 and left(campaign, 4) = left($1, 4))",
        campaign,
    )
    if not found:
        raise NoListError(campaign.year)
    return frozenset(str(code) for code, included in found if included)


def schools_to_approve(work: Path, campaign: Campaign) -> list[ListedSchool]:
    """The list of the year as the campaign has it, by municipality, decisions applied; none before it is made."""
    found = _rows(
        work,
        "marts.schools",
        "select school_code, school_name, entry_cluster from marts.schools where campaign = $1 and included "
        "order by municipality_code, school_code",
        campaign,
    )
    return [ListedSchool(*row) for row in found]


def carried_values(work: Path, campaign: Campaign) -> dict[tuple[str, str], Value]:
    """Last campaign's answers to what rarely changes, by school and variable; none where there was no campaign."""
    carried = [name for name, variable in variables().items() if variable.carried]
    found = _rows(
        work,
        "intake.answers",
        "select entity, variable, state, number, text, raw_text from intake.answers "
        "where campaign = (select max(campaign) from intake.answers where campaign < $1) and state = 'answered'",
        campaign,
    )
    return {
        (school, name): Value(value_of(variables()[name], state, number, text, raw), carried=True)
        for school, name, state, number, text, raw in found
        if name in carried
    }


def _rows(work: Path, table: str, query: str, campaign: Campaign) -> Iterable[tuple[Any, ...]]:
    """The query's rows; none where the work file or the table is not made yet."""
    if not work.exists():
        return []
    with duckdb.connect(work, read_only=True) as connection:
        return (
            connection.execute(query, [campaign.key]).fetchall()
            if has_table(connection, *table.split("."))
            else []
        )
