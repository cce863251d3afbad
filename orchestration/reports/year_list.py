"""What is said of the year's list where it is printed: what approved it, what the data would change, what was decided."""

from collections import Counter
from collections.abc import Iterable, Sequence

import duckdb

from orchestration.forms.campaign import Campaign
from orchestration.reports.marts import MartRow, campaign_rows
from orchestration.reports.wording import ACTIONS

READS = (("marts", "schools"), ("marts", "list_changes"), ("marts", "approved_list"))
WOULD = {"leaves": "вышло бы", "enters": "вошло бы", "moves": "сменило бы кластер"}


def said_of_list(
    connection: duckdb.DuckDBPyConnection, campaign: str, schools: Sequence[MartRow]
) -> tuple[str, ...]:
    """Sentences for below a table that prints the list; schools: the campaign's rows of marts.schools.

    What the final wave would change has a table of its own.
    """
    parsed = Campaign.parse(campaign)
    return (
        *_approved(schools),
        *(_of_entry(connection, campaign) if parsed == parsed.entry else ()),
        *_decided(schools),
    )


def approval(schools: Iterable[MartRow]) -> str:
    """The orders that approved the list, «31-осн/д от 30.03.2018»; empty where it is a draft."""
    return ", ".join(sorted({row["approval_ru"] for row in schools if row["included_by"] == "approved"}))


def _approved(schools: Sequence[MartRow]) -> tuple[str, ...]:
    orders = approval(schools)
    return (f"Список школ утверждён: {orders}",) if orders else ()


def _of_entry(connection: duckdb.DuckDBPyConnection, campaign: str) -> tuple[str, ...]:
    """How many schools the data would move, and how many rows of the approved list were set aside."""
    changes, rows = (
        campaign_rows(connection, mart, campaign, order="school_code", may_be_empty=True)
        for mart in ("list_changes", "approved_list")
    )
    counts = Counter(row["change"] for row in changes)
    would = ", ".join(f"{words} школ: {counts[change]}" for change, words in WOULD.items() if counts[change])
    unread = sum(not row["acts"] for row in rows)
    return (
        *([f"По нынешним данным список был бы другим: {would}"] if would else ()),
        *(
            [f"Отложено строк утверждённого списка: {unread}; об этих школах судят по правилу"]
            if unread
            else ()
        ),
    )


def _decided(schools: Iterable[MartRow]) -> tuple[str, ...]:
    """Of the schools those that a decision put on the list or took off it, a sentence each."""
    return tuple(
        f"{row['school_name']} ({row['municipality_name']}) {ACTIONS['include' if row['included'] else 'exclude']} "
        f"{'в список' if row['included'] else 'из списка'} решением {row['decision_ru']}"
        for row in schools
        if row["included_by"] == "decision"
    )
