"""What each cell of a corrected workbook changed further down: indicators, criteria and cluster of its school, tables."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lineage.recompute import compiled_models, recompute

CORRECTED = "from intake.answers_corrections where campaign = $1"
# the answers as they were before the corrected workbooks came: what these say otherwise is taken back
TAKEN_BACK = (
    "delete from intake.answers where (campaign, part, entity, variable) in "
    f"(select (campaign, part, entity, variable) {CORRECTED})",
    "insert into intake.answers by name select campaign, part, entity, variable, before_raw_text as raw_text, "
    "before_number as number, before_text as text, before_state as state, before_file as file, "
    f"before_file_sha256 as file_sha256, before_sheet as sheet, before_cell as cell {CORRECTED} "
    "and before_state is not null",
)
# what an answer may move: its value last, before that what it is of
COMPARED = {
    "indicators": "select indicator, school_code, value from marts.school_indicators where campaign = $1",
    "criteria": "select criterion, school_code, exam_year, value from official where campaign = $1",
    "met": "select criterion, school_code, exam_year, met from official where campaign = $1",
    "clusters": "select school_code, cluster from marts.schools where campaign = $1",
    "figures": "select indicator, figure, number from marts.figures where campaign = $1",
}
MARTS = ("school_indicators", "school_criteria", "schools", "figures")
OFFICIAL = """
with official as (
    select judged.* from marts.school_criteria as judged
    inner join intermediate.int_campaigns as campaigns
        on judged.campaign = campaigns.campaign and judged.rule_set = campaigns.official_rule_set
)
"""
# which indicators and criteria a variable enters, as the catalogue says
MEASURED = """
select 'indicators' as what, measured.variable, indicators.indicator as name, indicators.label_ru
from reference.measure_variables as measured
inner join reference.indicators as indicators on measured.measure = indicators.indicator
union
select 'criteria', measured.variable, criteria.criterion, criteria.name_ru
from reference.measure_variables as measured
inner join reference.criteria as criteria on measured.measure = criteria.measure
inner join intermediate.int_campaigns as campaigns on criteria.rule_set = campaigns.official_rule_set
where campaigns.campaign = $1
order by all
"""
Cell = tuple[str, str]  # school and variable
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Move:
    """Something that stands otherwise: what it is, before and after; None where there is no value."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Effects:
    """What a corrected cell moved; nothing of it where all stays as it was.

    indicators, criteria: of its school, by their names in Russian. met: those of the criteria that were met and are not, or
    the reverse. clusters: by school code; a threshold that is a share of the region turns other schools too.
    figures: addresses in Tables 1, 1a and 5.
    """

    indicators: tuple[Move, ...] = ()
    criteria: tuple[Move, ...] = ()
    met: tuple[Move, ...] = ()
    clusters: tuple[Move, ...] = ()
    figures: tuple[Move, ...] = ()


def corrections(work: Path, campaign: str, manifest: Path) -> dict[Cell, Effects]:
    """What every corrected cell of the campaign moved, by school and variable; nothing is computed where none was.

    The marts are made anew, in a copy of the work file, from the answers as they were before the corrected workbooks came.
    What differs then and hangs on the cell's variable by the catalogue, the cell moved.
    manifest: dbt's, its SQL compiled; raises ValueError where it is not.
    """
    with duckdb.connect(work, read_only=True) as connection:
        cells = connection.execute(f"select distinct entity, variable {CORRECTED}", [campaign]).fetchall()
        if not cells:
            return {}
        measured = connection.execute(MEASURED, [campaign]).fetchall()
        after = _state(connection, campaign)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(work, Path(folder) / work.name)  # compiled SQL names the file's stem
        with duckdb.connect(copy) as connection:
            for statement in TAKEN_BACK:
                connection.execute(statement, [campaign])
            recompute(connection, compiled_models(manifest, *MARTS))
            before = _state(connection, campaign)
    moved = {what: list(_moved(before[what], after[what])) for what in COMPARED}
    return {
        (school, variable): _effects(school, _names(measured, variable), moved) for school, variable in cells
    }


def _names(measured: Iterable[tuple[str, str, str, str]], variable: str) -> dict[tuple[str, str], str]:
    """What a variable enters: indicators and criteria by kind and key, with their names in Russian."""
    return {(what, key): name_ru for what, of, key, name_ru in measured if of == variable}


def _effects(
    school: str, names: dict[tuple[str, str], str], moved: dict[str, list[tuple[Key, Any, Any]]]
) -> Effects:
    def own(what: str, kind: str) -> tuple[Move, ...]:
        return tuple(
            Move(names[kind, key[0]], *move)
            for key, *move in moved[what]
            if (kind, key[0]) in names and key[1] == school
        )

    turned = {key[1] for key, *_ in moved["met"] if ("criteria", key[0]) in names}
    clusters = tuple(Move(key[0], *move) for key, *move in moved["clusters"] if key[0] in turned)
    figures = tuple(
        Move(figure, *move)
        for (indicator, figure), *move in moved["figures"]
        if ("indicators", indicator) in names
        or clusters  # another cluster is another list, and all is over the list
    )
    return Effects(
        own("indicators", "indicators"),
        own("criteria", "criteria"),
        own("met", "criteria"),
        clusters,
        figures,
    )


def _state(connection: duckdb.DuckDBPyConnection, campaign: str) -> dict[str, dict[Key, Any]]:
    return {
        what: {row[:-1]: row[-1] for row in connection.execute(OFFICIAL + query, [campaign]).fetchall()}
        for what, query in COMPARED.items()
    }


def _moved(before: dict[Key, Any], after: dict[Key, Any]) -> Iterator[tuple[Key, Any, Any]]:
    for key in sorted(before.keys() | after.keys(), key=str):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)
