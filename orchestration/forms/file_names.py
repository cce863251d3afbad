"""How a sent file is called wherever it is told of: whoever named it may have put somebody's name into it."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from orchestration.forms.form import HERE, INSTITUTE, rows_of

MASK = "•••"
TOKEN = re.compile(r"\d+|[^\W\d_]+")
AT_THE_HEAD = re.compile(r"(?:20\d\d-\d\d|\d{1,8})(?!\d)")  # a campaign's folder, a code
YEAR = re.compile(r"20\d\d")
MASKED = re.compile(rf"{MASK}(?:[\W_]*{MASK})+")


def shown_name(path: Path, raw: Path) -> str:
    """The path below `raw`, masked; of several files of a folder that look alike the second is `302_••• 2.xlsx`."""
    shown, folder = [], raw
    for name in path.relative_to(raw).parts:
        mask = masked(name)
        # what needs no mask is told as it is: the folder need not be looked through
        alike = [name] if mask == name else sorted(n.name for n in folder.iterdir() if masked(n.name) == mask)
        head, dot, tail = mask.partition(".")
        shown.append(f"{head} {place + 1}{dot}{tail}" if (place := alike.index(name)) else mask)
        folder /= name
    return "/".join(shown)


def masked(name: str) -> str:
    """A file's name or path with what may be a name or a telephone masked.

    Words of file_words.csv, a code at the head of a file's name and years stay.
    """
    parts = (_masked(part) for part in unicodedata.normalize("NFC", name).split("/"))
    return "/".join(parts)


def _masked(name: str) -> str:
    head = AT_THE_HEAD.match(name)
    kept = head.end() if head else 0
    rest = TOKEN.sub(lambda found: found[0] if _is_known(found[0]) else MASK, name[kept:])
    return name[:kept] + MASKED.sub(MASK, rest)


def _is_known(token: str) -> bool:
    return bool(YEAR.fullmatch(token) or _words().fullmatch(token))


@cache
def _words() -> re.Pattern[str]:
    patterns = [row["pattern"] for row in rows_of(HERE / "file_words.csv")]
    institute = [word for form in INSTITUTE for word in form.split("_")]
    return re.compile("|".join([*patterns, *institute]), re.IGNORECASE)
