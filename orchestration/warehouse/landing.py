"""Checked rows into the `intake` schema of the work file: a campaign's rows replace its former ones in one step."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from orchestration.intake.deliveries import Intake
from orchestration.intake.schemas import IN_EVERY_CAMPAIGN, LANDING, OF_CELLS, empty_table
from orchestration.warehouse.contents import landed_version


def tables_of(intake: Intake) -> dict[str, pd.DataFrame]:
    """The tables of a source, checked: its rows, its deliveries, what was set aside or repaired, what it has beside.

    Raises pandera's SchemaErrors where a row does not pass the landing schema: nothing is then written.
    """
    frames = {
        intake.source: intake.rows,
        f"{intake.source}_deliveries": pd.DataFrame([delivery.as_row() for delivery in intake.deliveries]),
        f"{intake.source}_set_aside": pd.DataFrame([problem.as_row() for problem in intake.problems]),
        **{f"{intake.source}_{name}": frame for name, frame in intake.beside.items()},
    }
    if intake.source in OF_CELLS:
        frames[f"{intake.source}_repairs"] = pd.DataFrame([repair.as_row() for repair in intake.repairs])
    return {table: _checked(table, frame, intake) for table, frame in frames.items()}


def _checked(table: str, frame: pd.DataFrame, intake: Intake) -> pd.DataFrame:
    schema = LANDING[table]
    if frame.empty:
        return empty_table(table)
    # pandera can name a row only by an index without repetitions
    frame = frame.assign(campaign=intake.campaign, source=intake.source).reset_index(drop=True)
    return schema.validate(frame[list(schema.columns)], lazy=True)


@retry(
    retry=retry_if_exception_type(duckdb.IOException),
    wait=wait_fixed(1),
    stop=stop_after_delay(60),
    reraise=True,
)
def _open(work: Path) -> duckdb.DuckDBPyConnection:
    """The work file for writing, waited for while another process holds it."""
    work.parent.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(work)


def land(work: Path, campaign: str, tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Replace the campaign's rows of these tables, all in one transaction: a killed run leaves the former rows.

    Returns a hash of the rows by table.
    """
    with _open(work) as connection:
        connection.begin()
        landed = _landed_tables(connection)
        for table, frame in tables.items():
            _make_ready(connection, table, frame, landed.get(table, []))
            connection.execute(f"delete from intake.{table} where campaign = ?", [campaign])
            if len(frame):
                connection.execute(f"insert into intake.{table} by name from incoming")
        connection.commit()
        return {table: landed_version(connection, f"intake.{table}", campaign) for table in tables}


def prepare(work: Path, campaigns: Sequence[str]) -> list[str]:
    """Make the tables that are not there yet, so that dbt finds every source; drop campaigns that are gone from raw.

    Returns the campaigns whose registry is there.
    """
    with _open(work) as connection:
        connection.begin()
        present = _landed_tables(connection)
        for table in LANDING:
            if table in present:
                connection.execute(
                    f"delete from intake.{table} where not list_contains(?, campaign)", [list(campaigns)]
                )
            else:
                _make_ready(connection, table, empty_table(table), [])
        connection.commit()
        landed = connection.execute("select distinct campaign from intake.registry order by all").fetchall()
        return [campaign for (campaign,) in landed]


def _landed_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table of the schema `intake`."""
    return dict(
        connection.execute(
            "select table_name, list(column_name) from duckdb_columns() where schema_name = 'intake' group by all"
        ).fetchall()
    )


def _make_ready(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, columns: Sequence[str]
) -> None:
    """Let the table take the rows of the frame, which is `incoming` from now on. columns: those that it has."""
    connection.register("incoming", frame)
    if not columns:
        connection.execute("create schema if not exists intake")
        connection.execute(f"create table intake.{table} as from incoming limit 0")
    elif not set(frame.columns) <= set(columns):
        # a column that came with a later version is unknown of what was landed before
        for name, kind, *_ in connection.execute("describe incoming").fetchall():
            connection.execute(f'alter table intake.{table} add column if not exists "{name}" {kind}')


def landed_registry(work: Path, campaign: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The cells of the campaign's registry as it was landed, and the schools that it leaves unclear.

    Of these by code the registry's cells that are to be mended.
    """
    with duckdb.connect(work, read_only=True) as connection:
        cells = connection.execute("from intake.registry where campaign = ? order by entity", [campaign]).df()
        unclear = connection.execute(
            "select entity, string_agg(format('{}, {}!{}', parse_filename(file), sheet, cell), '; ' order by cell) "
            "from intake.registry_set_aside where campaign = ? and rule = 'school_incomplete' group by entity",
            [campaign],
        ).fetchall()
    return cells, dict(unclear)


def is_landed(work: Path, campaign: str) -> bool:
    """Whether the campaign's registry, answers and exam results were all landed: each then has deliveries."""
    if not work.exists():
        return False
    with _open(work) as connection:
        tables = {f"{source}_deliveries" for source in IN_EVERY_CAMPAIGN}
        return tables <= _landed_tables(connection).keys() and all(
            connection.execute(
                f"select 1 from intake.{table} where campaign = ? limit 1", [campaign]
            ).fetchone()
            for table in tables
        )
