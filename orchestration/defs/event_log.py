"""Where Dagster writes down what happens: its own SQLite files, the one of all runs kept open."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine


class EventLog(SqliteEventLogStorage):
    """Dagster's default event log, file for file; dagster.yaml names it in the default's place.

    The default opens and closes its index of assets and checks for each event, which moves the write-ahead log into
    the file each time: seconds of a run. A run's own file stays as it is: the UI waits for changes of it.
    """

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
    def index_connection(self) -> Iterator[Connection]:
        """A transaction on the index."""
        with self._index.begin() as connection:
            yield connection

    @cached_property
    def _index(self) -> Engine:
        # one connection, that waits for others as long as the default's does
        return create_engine(
            self.conn_string_for_shard("index"),
            pool_size=1,
            max_overflow=0,
            connect_args={"timeout": 30},
        )

    def dispose(self) -> None:
        """Close the index."""
        super().dispose()
        self._index.dispose()
