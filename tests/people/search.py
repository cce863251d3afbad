"""All that a folder holds, archives and databases opened."""

import base64
import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.people.marks import found_in

PACKED = re.compile(rb'id="trace-data">([A-Za-z0-9+/=]+)</script>')


def marks_in(folder: Path) -> dict[str, list[str]]:
    """The marks in every file below the folder and in its name, by place."""
    return {
        place: marks
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for place, content in _opened(path, str(path.relative_to(folder)))
        if (marks := found_in(content))
    }


def _opened(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The file's name and bytes as they lie there, and what a reader makes of them."""
    content = path.read_bytes()
    yield f"{name}: its name", name.encode()
    yield from _unpacked(name, content)
    if content[8:12] == b"DUCK":
        yield from _duckdb(path, name)
    elif content.startswith(b"SQLite format 3"):
        yield from _sqlite(path, name)


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and those of every entry of an archive in an archive."""
    yield name, content
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(f"{name} > gzip", gzip.decompress(content))
    elif packed := packed_in(content):
        yield f"{name} > what a click opens", packed
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield f"{name} > an entry's name", entry.filename.encode()
                yield from _unpacked(f"{name} > {entry.filename}", archive.read(entry))


def packed_in(page: bytes) -> bytes:
    """The JSON that a page's clicks open; of what is no such page, nothing."""
    packed = PACKED.search(page)
    return gzip.decompress(base64.b64decode(packed[1])) if packed else b""


def _duckdb(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Its columns are packed: every table as text."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            rows = connection.execute(f'from {schema}."{table}"').fetchall()
            yield f"{name} > {schema}.{table}", repr(rows).encode()


def _sqlite(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """A long text lies in pages apart: every table as text."""
    with sqlite3.connect(path) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            rows = connection.execute(f'select * from "{table}"').fetchall()
            values = (
                value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
            )
            yield f"{name} > {table}", b"\n".join(values)
