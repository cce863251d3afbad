"""Dagster's SQLite files while a process writes them: its events, some thousand a run, do not each wait for the disk.

Dagster opens and closes a file for each event, and SQLite's last connection to a file moves the write-ahead log into it.
What follows is SQLAlchemy's and SQLite's to offer, so that Dagster's storage stays its own. A power cut may cost the last
events of a run, never the file.
"""

import os
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

_kept: dict[str, sqlite3.Connection] = {}  # by file; it closes with the process


def write_quickly() -> None:
    """Let every SQLite file that this process opens through SQLAlchemy be written without waiting, from now on."""
    event.listen(Pool, "connect", _opened)
    event.listen(Pool, "checkin", _used)


def _opened(connection: Any, _record: object) -> None:
    """With a log, a commit need not reach the disk; with another connection kept, closing this one moves no log."""
    file = _file(connection)
    if not file:
        return
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    if file not in _kept:
        _kept[file] = sqlite3.connect(file, check_same_thread=False)
        # until it read something it takes no part in the log
        _kept[file].execute("select count(*) from sqlite_master").fetchone()


def _used(connection: Any, _record: object) -> None:
    """The UI waits for changes of a run's file, and a commit changes only the log beside it."""
    file = _file(connection)
    if file and connection.total_changes:
        os.utime(file)


def _file(connection: Any) -> str:
    """Where the connection's database lies; empty where it is none of SQLite's or in memory."""
    if not isinstance(connection, sqlite3.Connection):
        return ""
    return str(connection.execute("pragma database_list").fetchone()[2])
