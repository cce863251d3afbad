"""What breaks while raw files are read is told without a word of them: an error's own text may quote a cell."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
import pandera.pandas as pa

from orchestration.forms.file_names import masked
from orchestration.intake.pseudonyms import MissingKeyError
from orchestration.intake.registry import RegistryError
from orchestration.places import PROJECT

Result = TypeVar("Result")


class ReadingFailedError(RuntimeError):
    """Something nobody thought of: the kind of error and where in the code it arose, nothing of what was read."""


# worded here, or about a file as a whole
OURS = (RegistryError, MissingKeyError, ReadingFailedError, duckdb.IOException)


def shielded(read: Callable[[], Result]) -> Result:
    """What `read` returns; what it raises goes on where its text is ours, all else as ReadingFailedError.

    Raised apart from the first error, which neither a log nor Dagster's event storage then holds.
    """
    try:
        return read()
    except OURS:
        raise
    except OSError as error:
        told = _unnamed(error)
    except Exception as error:
        told = ReadingFailedError(_told(error))
    raise told


def _unnamed(error: OSError) -> Exception:
    """The system's words about a file, its name as it is shown everywhere."""
    return OSError(error.errno, error.strerror, masked(Path(str(error.filename)).name))


def _told(error: Exception) -> str:
    lines = [f"{type(error).__name__} while raw files were read; its text is withheld: it may quote them"]
    if isinstance(error, pa.errors.SchemaErrors):
        broken = error.failure_cases.groupby(["column", "check"], dropna=False).size()
        lines += [f"  column {column}, check {check}: {count}" for (column, check), count in broken.items()]
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).is_relative_to(PROJECT / "orchestration"):
            lines.append(f"  {Path(frame.filename).relative_to(PROJECT)}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)
