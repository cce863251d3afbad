"""From a figure of the running text, which Tables 4 and 6 print too, to the cells that it was counted from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import duckdb

from orchestration.lineage.made_of import RowCell, Target
from orchestration.lineage.page_places import Json, PagePlaces
from orchestration.lineage.sources import in_force

CELLS = """
select
    cells.fact, cells.statistic,
    cells.variable, variables.name_ru, cells.state, cells.raw_text,
    cells.file, cells.file_sha256, cells.sheet, cells.cell,
    cells.part, cells.row_no, cells.row_ru, cells.role, cells.number
from fact_cells as cells
inner join reference.variables as variables on cells.variable = variables.variable
where cells.campaign = ? and cells.edition = ? and cells.fact in (select unnest(?)) and cells.counted
order by cells.fact, cells.part desc, try_cast(cells.row_no as integer), cells.role, cells.variable
"""
TARGETS = """
select 'table_6/' || no || '/fact_value', target_ru, plan::double, fact_value, state
from targets
where campaign = ? and edition = ? and (? = 'targets_total' or ? = 'targets_reached' and state = 'reached')
order by no
"""
PRINTED = """
select figures.figure, figures.table_name, figures.fact, facts.name_ru, facts.counted_from_ru, figures.over_list
from fact_figures as figures
inner join report_facts as facts using (campaign, edition, fact)
where figures.campaign = ? and figures.edition = ? and figures.table_name in (select unnest(?))
order by figures.table_name = 'text' desc, figures.figure
"""
TABLES = ("text", "table_4", "table_6")
READS = (
    *(
        ("marts", name)
        for name in ("fact_cells", "fact_figures", "report_facts", "report_editions", "targets")
    ),
    *(("marts", name) for name in ("decisions_in_force", "schools")),
    ("reference", "variables"),
)
Counted = dict[str, list[tuple[str, RowCell]]]


def last_edition(marts: duckdb.DuckDBPyConnection, campaign: str) -> str:
    """The edition that the campaign's report is of, the one with the latest cut-off day; empty where there is none."""
    found = marts.execute(
        "select max_by(edition, cutoff) from report_editions where campaign = ?", [campaign]
    )
    ((edition,),) = found.fetchall()
    return edition or ""


def fact_of(marts: duckdb.DuckDBPyConnection, campaign: str, figure: str) -> tuple[str, str] | None:
    """Edition and fact that a figure prints; None where it prints no fact."""
    found = "select edition, fact from fact_figures where campaign = ? and figure = ?"
    return marts.execute(found, [campaign, figure]).fetchone()


def fact_cells(
    marts: duckdb.DuckDBPyConnection, campaign: str, edition: str, facts: Iterable[str]
) -> Counted:
    """The cells of the rows that make each fact, with the statistic of each; of a share first the numerator's."""
    found: Counted = defaultdict(list)
    for fact, statistic, *values in marts.execute(CELLS, [campaign, edition, list(facts)]).fetchall():
        found[fact].append((statistic, RowCell(*values)))
    return found


def counted_targets(
    marts: duckdb.DuckDBPyConnection, campaign: str, edition: str, fact: str
) -> tuple[Target, ...]:
    """The targets that a fact counts; none where it counts something else."""
    return tuple(Target(*row) for row in marts.execute(TARGETS, [campaign, edition, fact, fact]).fetchall())


def counted_facts(
    marts: duckdb.DuckDBPyConnection, campaign: str, tables: Sequence[str] = TABLES, internal: bool = True
) -> Json:
    """The figures of the report's running text, and what Tables 4 and 6 print of them, as a part of the click-through.

    Each says from what it was counted. In the internal edition it has `parts`, each with a name and its rows (number
    or code, places of the counted cells among `cells`, places of those that decide), and `of`, the targets that it
    counts. A figure that is printed once more says only which one it is: `as`.
    """
    edition = last_edition(marts, campaign)
    printed = marts.execute(PRINTED, [campaign, edition, list(tables)]).fetchall()
    cells = fact_cells(marts, campaign, edition, {fact for _, _, fact, *_ in printed}) if internal else {}
    places = PagePlaces()
    figures: Json = {}
    first: dict[str, str] = {}
    for figure, table, fact, name, counted_from, over_list in printed:
        address = f"facts/{fact}" if table == "text" else figure
        said: Json = {"statistic": f"{name}. Посчитано: {counted_from}", "measure": None, "schools": {}}
        if fact in first:
            said["as"] = first[fact]
        elif internal:
            said["parts"] = places.rows(cells.get(fact, ()))
            targets = () if fact in cells else counted_targets(marts, campaign, edition, fact)
            said["of"] = [[target.target_ru, target.figure] for target in targets]
            said["of_list"] = over_list
        figures[address] = said
        first.setdefault(fact, address)
    decisions = in_force(marts, campaign) if internal else ()
    schools = {decided.school_code: decided.school_name for decided in decisions}
    schools |= {cell.row_no: cell.row_ru for found in cells.values() for _, cell in found if cell.row_ru}
    return {
        "figures": figures,
        "schools": schools,
        "decisions": {decided.school_code: places.decision(decided) for decided in decisions},
        "criteria": {},
        "measures": {},
        **places.held(),
    }
