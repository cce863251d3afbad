"""Where Dagster writes down what happens: its own SQLite files, kept open while they are written."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.event import listens_for

INDEX = "index"  # the file of all runs' assets and checks; each run has a file of its own
MOST_OPEN = 8  # the UI looks at many runs


class EventLog(SqliteEventLogStorage):
    """Dagster's default event log, file for file; dagster.yaml names it in the default's place.

    The default opens a file for each of a run's thousand events, makes its SQL anew, and closes it, which moves the
    write-ahead log into the file and waits for the disk: seconds of a run. No public class lets a file stay open; the
    two connections given here are those that Dagster's packages for other databases give. A power cut may cost a run's
    last events, never a file.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._opening = threading.Lock()
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        self._indexes: set[str] = set()
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> Mapping[str, Any]:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "EventLog":
        """The log of DAGSTER_HOME, where the default has it."""
        return cls(str(Path(os.environ["DAGSTER_HOME"]) / "history" / "runs"), inst_data)

    @contextmanager
    def run_connection(self, run_id: str | None = None) -> Iterator[Connection]:
        """A transaction on a run's file, which the default lays out."""
        with self._engine(INDEX if run_id is None else run_id).begin() as connection:
            yield connection

    @contextmanager
    def index_connection(self) -> Iterator[Connection]:
        """A transaction on the index."""
        with self.run_connection(INDEX) as connection:
            yield connection

    def has_table(self, table_name: str) -> bool:
        """Whether the index has the table, which is asked for most events; one that is there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def has_secondary_index(self, name: str) -> bool:
        """Whether the index was brought up to that version of Dagster's, which is asked for every input; it stays so."""
        if name not in self._indexes and super().has_secondary_index(name):
            self._indexes.add(name)
        return name in self._indexes

    def store_event(self, event: dg.EventLogEntry) -> None:
        """Write it down; the UI waits for changes of the run's file, and a commit changes only the log beside it."""
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

    def wipe(self) -> None:
        """Remove all runs' files, none of them open."""
        self._close()
        super().wipe()

    def dispose(self) -> None:
        """Close what is open."""
        self._close()
        super().dispose()

    def _close(self) -> None:
        self._tables.clear()
        self._indexes.clear()
        while self._engines:
            self._engines.popitem()[1].dispose()

    def _engine(self, shard: str) -> Engine:
        with self._opening:
            if shard not in self._engines:
                engine = _kept_open(self.conn_string_for_shard(shard))
                with engine.connect(), super().run_connection(shard):
                    self._engines[shard] = engine
            runs = [name for name in self._engines if name not in (shard, INDEX)]
            for name in runs[:-MOST_OPEN]:
                self._engines.pop(name).dispose()
            return self._engines[shard]


def _kept_open(file: str) -> Engine:
    """One connection, which waits for others as long as the default's does."""
    engine = create_engine(file, pool_size=1, max_overflow=0, connect_args={"timeout": 30})

    @listens_for(engine, "connect")
    def without_waiting(connection: Any, _record: object) -> None:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")

    return engine
