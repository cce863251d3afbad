"""The report's tables by number, which wave's report has them, what they read, and their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.lineage.click_through import READS as TRACE_READS
from orchestration.lineage.click_through import click_through, row_figures
from orchestration.lineage.facts import READS as FACTS_READ
from orchestration.lineage.facts import counted_facts
from orchestration.lineage.findings import finding_figures
from orchestration.lineage.page_outcomes import READS as OUTCOMES_READ
from orchestration.lineage.page_outcomes import outcome_figures
from orchestration.lineage.page_places import Json
from orchestration.lineage.sources import TYPED_IN
from orchestration.reports import (
    appendices,
    clusters,
    dynamics,
    road_map,
    seminars,
    start_diagnostics,
    targets,
    training,
)
from orchestration.reports.marts import reading
from orchestration.reports.page import html_page
from orchestration.reports.table import Table, csv_text
from orchestration.reports.workbook import xlsx_bytes

TableKey = int | str  # tables by their number; 1а is «1a», those of the appendix (П1) «p1»
Sources = Sequence[tuple[str, str]]  # schema and name of what a table reads


@dataclass(frozen=True)
class ReportTable:
    """A table of the report.

    title: what it shows, for the asset. make: the table of a campaign. reads: what it is made of, and nothing else.
    waves: those whose report has it. is_of_entry: it prints the values of the campaign that started the year.
    is_traced: a click on a figure of its page opens the schools that it is of. cells: where those of what is counted row
    by row lie.
    """

    title: str
    make: Callable[[duckdb.DuckDBPyConnection, str], Table]
    reads: Sources
    waves: tuple[str, ...] = ("final",)
    is_of_entry: bool = False
    is_traced: bool = False
    cells: Sources = ()

    @property
    def sources(self) -> list[tuple[str, str]]:
        """What its files are made of, its figures' way down to the cells included."""
        return list(dict.fromkeys([*self.reads, *(TRACE_READS if self.is_traced else ()), *self.cells]))


VARIABLES = (("reference", "variables"),)
COUNT_OUTCOMES: tuple[TableKey, ...] = (7, 9)
CELLS_READ: dict[TableKey, Sources] = {
    **{n: (("marts", TYPED_IN[f"table_{n}"]), *VARIABLES) for n in (2, 3)},
    **dict.fromkeys(
        ("p1", "p2"), tuple(("marts", mart) for mart in ("row_figures", "row_cells")) + VARIABLES
    ),
    **dict.fromkeys((4, 6), FACTS_READ),
    **dict.fromkeys(COUNT_OUTCOMES, (*OUTCOMES_READ, *TRACE_READS)),
}
# what stands in the report alone, the running text included, and counts outcomes, is made of schools' values or of rows
OUTCOMES_IN_REPORT = ["table_10", "dynamics"]
MEASURED_IN_REPORT = ["table_8"]
TYPED_IN_REPORT = ["table_10", "programmes"]
TABLES: dict[TableKey, ReportTable] = {
    1: ReportTable(
        "the 30 indicators over the included schools",
        start_diagnostics.start_diagnostics,
        start_diagnostics.READS,
        waves=("entry", "final"),
        is_of_entry=True,
        is_traced=True,
    ),
    "1a": ReportTable(
        "the 30 indicators over the year's list with the final values",
        start_diagnostics.final_diagnostics,
        start_diagnostics.READS,
        is_traced=True,
    ),
    2: ReportTable(
        "training programmes and whom they trained", training.training, training.READS, cells=CELLS_READ[2]
    ),
    3: ReportTable("seminars and their participants", seminars.seminars, seminars.READS, cells=CELLS_READ[3]),
    4: ReportTable("the road map and its results", road_map.road_map, road_map.READS, cells=CELLS_READ[4]),
    5: ReportTable(
        "included schools by municipality and cluster",
        clusters.clusters,
        clusters.READS,
        waves=("entry", "final"),
        is_of_entry=True,
        is_traced=True,
    ),
    6: ReportTable(
        "targets, their facts and what these were counted from",
        targets.targets,
        targets.READS,
        cells=CELLS_READ[6],
    ),
    7: ReportTable(
        "what improved between the waves, by indicator",
        dynamics.dynamics_by_indicator,
        dynamics.INDICATORS_READ,
        cells=CELLS_READ[7],
    ),
    9: ReportTable(
        "what improved between the waves, by cluster and municipality",
        dynamics.dynamics_by_group,
        dynamics.GROUPS_READ,
        cells=CELLS_READ[9],
    ),
    "p1": ReportTable(
        "the training programmes",
        appendices.programmes,
        appendices.PROGRAMMES_READ,
        cells=CELLS_READ["p1"],
    ),
    "p2": ReportTable(
        "staff trained by municipality and position",
        appendices.trained,
        appendices.TRAINED_READ,
        cells=CELLS_READ["p2"],
    ),
    "p3": ReportTable(
        "the list of included schools",
        appendices.included_schools,
        appendices.SCHOOLS_READ,
        waves=("entry", "final"),
    ),
    "p4": ReportTable(
        "who returned what", appendices.deliveries, appendices.DELIVERIES_READ, waves=("entry", "final")
    ),
    "p7": ReportTable(
        "what the final wave would change in the list", appendices.list_changes, appendices.CHANGES_READ
    ),
    "p8": ReportTable(
        "how many schools answered each indicator",
        appendices.answers,
        appendices.ANSWERS_READ,
        waves=("entry", "final"),
        is_traced=True,
    ),
}
FORMATS: dict[str, Callable[[Table, Sequence[Json]], bytes]] = {
    "xlsx": lambda table, _: xlsx_bytes(table),
    "csv": lambda table, _: csv_text(table).encode(),
    "html": lambda table, made_of: html_page(table, made_of).encode(),
}


class NotOfThisWaveError(LookupError):
    """A table that the report of the campaign's wave does not have."""


def tables_of(campaign: str) -> list[TableKey]:
    """The tables that the campaign's report has, in its order."""
    wave = Campaign.parse(campaign).wave.name
    return [n for n, table in TABLES.items() if wave in table.waves]


def printed_campaign(n: TableKey, campaign: str) -> str:
    """The campaign whose values table n of a campaign's report prints: the year's report has Table 1 as made in March.

    Source: methodology.md, Which years a campaign speaks of.
    """
    parsed = Campaign.parse(campaign)
    return parsed.entry.key if TABLES[n].is_of_entry else parsed.key


def read_table(n: TableKey, marts: duckdb.DuckDBPyConnection | Path, campaign: str) -> Table:
    """Table n of the campaign's report as a model.

    Raises NoRowsError where its mart has nothing of the campaign, NotOfThisWaveError where its report has no table n.
    """
    if n not in TABLES:
        raise ValueError(f"no table {n}: there are {', '.join(map(str, TABLES))}")
    if n not in tables_of(campaign):
        raise NotOfThisWaveError(f"the report of {campaign} has no table {n}")
    with reading(marts) as connection:
        return TABLES[n].make(connection, printed_campaign(n, campaign))


def table_files(n: TableKey, campaign: str, folder: Path) -> list[Path]:
    """Where the files of a table lie: <folder>/<campaign>/table_<n>.xlsx, .csv and .html."""
    return [folder / campaign / f"table_{n}.{suffix}" for suffix in FORMATS]


def traced_tables(
    connection: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[TableKey], with_text: bool = False
) -> list[Json]:
    """What the figures of these tables, and of the running text, come from: a part per campaign whose values they print."""
    traced = [f"table_{n}" for n in tables if TABLES[n].is_traced] + MEASURED_IN_REPORT * with_text
    counted = [f"table_{n}" for n in tables if CELLS_READ.get(n) == FACTS_READ] + ["text"] * with_text
    outcomes = [f"table_{n}" for n in tables if n in COUNT_OUTCOMES] + OUTCOMES_IN_REPORT * with_text
    typed = [f"table_{n}" for n in tables] + TYPED_IN_REPORT * with_text
    compared = outcome_figures(connection, campaign, outcomes)
    entry = Campaign.parse(campaign).entry.key
    waves = [
        click_through(connection, wave, traced, compared is not None)
        for wave in dict.fromkeys((entry, campaign))
        if traced or compared
    ]
    by_rows = (row_figures(connection, campaign, table) for table in typed if table in TYPED_IN)
    return [
        *(part for part in waves if part["figures"] or compared),
        *([compared] if compared else []),
        *([finding_figures(connection, entry)] if with_text else []),
        *(part for part in by_rows if part["figures"]),
        *([counted_facts(connection, campaign, counted)] if counted else []),
    ]


def write_table(n: TableKey, marts: duckdb.DuckDBPyConnection | Path, campaign: str, folder: Path) -> Table:
    """Table n of the campaign into its files; returns the table, for a preview of it.

    All files are made before the first is put in place, so that an error leaves the former ones. The same
    marts give the same bytes. Raises as read_table does.
    """
    with reading(marts) as connection:
        table = read_table(n, connection, campaign)
        made_of = traced_tables(connection, campaign, [n])
    rendered = (render(table, made_of) for render in FORMATS.values())
    write_in_place(dict(zip(table_files(n, campaign, folder), rendered, strict=True)))
    return table
