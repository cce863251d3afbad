"""What differs between two states of the work file, as single changes that can be made one after the other.

The connection is always the former state's, with the present one attached as `present`; both hold the schemas
`intake` (rows with their file) and `reference` (the seeds).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from orchestration.lineage.seed_rows import said_of
from orchestration.sql import HASHED, literal

# so many changed cells are tried one by one; beyond that a file is one change
CELLS_TRIED_SINGLY = 12
CELL_KEY = (
    "campaign",
    "part",
    "entity",
    "variable",
)  # whichever file says it: a corrected one takes another's place
DECISIONS = "intake.decisions"  # each acts as a whole: its row is one change
# a workbook's sender
SENDER = (
    "case when municipality_code is not null then concat_ws(' ', campaign, source, municipality_code) end"
)
ABSENT = re.compile(r"(\d{4}-\d\d) \w+ (\w+)")
CELL_VALUE = ("raw_text", "number", "text", "state")
STATES = {
    "answered": "принята",
    "blank": "пуста",
    "in_doubt": "под вопросом",
    "not_applicable": "неприменима",
    "set_aside": "отложена",
}


@dataclass(frozen=True)
class Change:
    """One change: its kind, what it is in Russian words, and the SQL that makes it in the former state.

    kind: decision (a row of decisions by hand), cell; file_came, file_changed, file_gone; reading (the same file, read otherwise); rules (a seed).
    tables: whose rows it changes, `schema.name`; none where something else changed than rows.
    """

    kind: str
    what: str
    statements: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def input_changes(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """What was sent or read otherwise than before: single cells where they are few, then files."""
    tables = _tables(connection, "intake")
    by_file = [
        table
        for table in tables
        if _columns_alike(connection, table) and "file" in _columns(connection, table)
    ]
    decisions = list(_decision_changes(connection)) if DECISIONS in by_file else []
    cells = [change for table in by_file if table != DECISIONS for change in _cell_changes(connection, table)]
    return [
        *decisions,
        *(cells if len(cells) <= CELLS_TRIED_SINGLY else []),
        *_file_changes(connection, by_file),
        *(
            _replaced("reading", table)
            for table in tables
            if table not in by_file and _differs(connection, table)
        ),
    ]


def rule_changes(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """The seeds whose rows or columns differ, with what differs in them."""
    return [
        _replaced("rules", table, ".csv", said_of(connection, table))
        for table in _tables(connection, "reference")
        if _differs(connection, table)
    ]


def _replaced(kind: str, table: str, suffix: str = "", said: str = "") -> Change:
    what = ": ".join(filter(None, (table.split(".")[1] + suffix, said)))
    return Change(kind, what, (f"create or replace table {table} as from present.{table}",), (table,))


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The tables that the present state has in a schema, with its name."""
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'present' and schema_name = ? order by 1",
        [schema],
    ).fetchall()
    return [f"{schema}.{name}" for (name,) in found]


def _columns_alike(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    columns = "select column_name, column_type from (describe {})"
    try:
        former = connection.execute(columns.format(table)).fetchall()
    except duckdb.CatalogException:
        return False
    return former == connection.execute(columns.format(f"present.{table}")).fetchall()


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {name for name, *_ in connection.execute(f"describe present.{table}").fetchall()}


def _differs(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the two states of a table have other columns or, by a hash of each, other rows in any order."""
    if not _columns_alike(connection, table):
        return True
    rows = f"select {HASHED} from {{}} as held"
    found = connection.execute(f"{rows.format(table)} union {rows.format(f'present.{table}')}").fetchall()
    return len(found) > 1


def _rows_apart(table: str) -> str:
    """The rows of a table that only one of the two states has."""
    return (
        f"from ((from {table} except all from present.{table}) "
        f"union all (from present.{table} except all from {table}))"
    )


def _decision_changes(connection: duckdb.DuckDBPyConnection) -> Iterator[Change]:
    """A change per decision by hand that was added, taken back or said otherwise."""
    rows = (
        "select campaign, entity, any_value(file) as file, any_value(sheet) as sheet, "
        "max(case when variable = 'decision_action' then cell end) as cell, "
        "string_agg(raw_text, ', ' order by cell) as said, list(state order by cell) as states "
        "from {} group by campaign, entity"
    )
    found = connection.execute(
        "select campaign, entity, coalesce(present.file, former.file), coalesce(present.sheet, former.sheet), "
        "coalesce(present.cell, former.cell), former.said, present.said "
        f"from ({rows.format(DECISIONS)}) as former "
        f"full join ({rows.format(f'present.{DECISIONS}')}) as present using (campaign, entity) "
        "where (former.said, former.states) is distinct from (present.said, present.states) order by all"
    ).fetchall()
    for campaign, entity, file, sheet, cell, before, after in found:
        said = f"«{before or ''}» → «{after or ''}»"
        where = f"campaign = {literal(campaign)} and entity = {literal(entity)}"
        what = f"{file}, {sheet}!{cell}: {said}"
        yield Change("decision", what, _rows_taken_over(DECISIONS, where), (DECISIONS,))


def _cell_changes(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Change]:
    """A change per cell that both states have and read differently, in a changed workbook or a corrected one."""
    if not {*CELL_KEY, *CELL_VALUE, "file", "sheet", "cell"} <= _columns(connection, table):
        return
    key = ", ".join(CELL_KEY)
    # a row of a list has no name of its own where its key comes twice
    once = f"qualify count(*) over (partition by {key}) = 1"
    apart = " or ".join(f"former.{name} is distinct from present.{name}" for name in CELL_VALUE)
    found = connection.execute(
        f"select {', '.join(f'present.{name}' for name in CELL_KEY)}, present.file, present.sheet, present.cell, "
        f"former.raw_text, present.raw_text, former.state, present.state from (from {table} {once}) as former "
        f"inner join (from present.{table} {once}) as present using ({key}) "
        f"where former.file_sha256 <> present.file_sha256 and ({apart}) order by all"
    ).fetchall()
    values = ", ".join(f"{name} = sent.{name}" for name in CELL_VALUE)
    for *place, file, sheet, cell, before, after, was, now in found:
        where = " and ".join(
            f"{table}.{name} = sent.{name} and sent.{name} = {literal(value)}"
            for name, value in zip(CELL_KEY, place, strict=True)
        )
        # what the cell says, and not yet which file: the file's own change comes after
        statement = f"update {table} set {values} from present.{table} as sent where {where}"
        what = f"{file}, {sheet}!{cell}: «{before or ''}» → «{after or ''}»{_taken(was, now)}"
        yield Change("cell", what, (statement,), (table,))


def _taken(was: str, now: str) -> str:
    """How the cell is taken, where that is another way than before: the text may be the same, or not be accepted."""
    return f" ({STATES[was]} → {STATES[now]})" if was != now else ""


def _file_changes(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> Iterator[Change]:
    """A change per sender of whose files any row differs, in whatever table: rows, delivery, what was set aside.

    A corrected file and the one that it supersedes are one change, and so are a file and the row that said that it had not
    come: between them there is no state that ever was.
    """
    places = {table: _place(connection, table) for table in tables}
    senders = _senders(connection, places)
    sent: dict[str, set[tuple[str, str]]] = {}
    for table in (table for table in tables if _differs(connection, table)):
        place = places[table]
        for (file,) in connection.execute(f"select distinct {place} {_rows_apart(table)}").fetchall():
            sent.setdefault(senders.get(file, file), set()).add((table, file))
    # what is said of files that did not come goes last: by then those that came are there
    for sender, found in sorted(sent.items(), reverse=True):
        files = sorted({file for _, file in found})
        listed = ", ".join(map(literal, files))
        where = {table: f"{places[table]} in ({listed})" for table in sorted({table for table, _ in found})}
        came = [file for file in files if file != sender] or [_absent(sender)]
        statements = [statement for each in where.items() for statement in _rows_taken_over(*each)]
        yield Change(_file_kind(connection, where), " и ".join(came), tuple(statements), tuple(where))


def _absent(place: str) -> str:
    """A file, or what did not come: of a sender as SENDER has him, or of none, as a registry or an export is."""
    sender = ABSENT.fullmatch(place)
    return f"{sender[1]}, муниципалитет {sender[2]}" if sender else place or "непоступившие файлы"


def _place(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The file of a row, or the sender of whom it says that his did not come."""
    knows_sender = {"source", "municipality_code"} <= _columns(connection, table)
    return f"coalesce(file, {SENDER if knows_sender else 'null'}, '')"


def _senders(connection: duckdb.DuckDBPyConnection, places: Mapping[str, str]) -> dict[str, str]:
    """By place the sender of several: those of whom a file is superseded, or had not come, in either state."""
    needed = {"source", "municipality_code", "state"}
    union = " union all ".join(
        f"select {place} as place, {SENDER} as sender, state from {state}{table}"
        for table, place in places.items()
        if needed <= _columns(connection, table)
        for state in ("", "present.")
    )
    if not union:
        return {}
    found = connection.execute(
        f"with sent as ({union}) select distinct place, sender from sent "
        "where sender in (select sender from sent where state = 'superseded' or place = sender)"
    ).fetchall()
    return dict(found)


def _file_kind(connection: duckdb.DuckDBPyConnection, where: Mapping[str, str]) -> str:
    """Whether the file came, went, changed, or is the same and was read otherwise: by its hashes.

    where: by table which of its rows are the file's.
    """
    former, present = (
        {
            row
            for table, rows in where.items()
            for row in connection.execute(
                f"select distinct file_sha256 from {state}{table} where ({rows}) and file is not null"
            ).fetchall()
        }
        for state in ("", "present.")
    )
    if not former or not present:
        return "file_came" if present else "file_gone"
    return "reading" if former == present else "file_changed"


def _rows_taken_over(table: str, where: str) -> tuple[str, str]:
    return (
        f"delete from {table} where {where}",
        f"insert into {table} by name from present.{table} where {where}",
    )
