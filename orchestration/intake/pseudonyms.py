"""The key of the hash that stands for a participant."""

import hashlib
import json
import os
from pathlib import Path

ENVIRONMENT = "PARTICIPANT_KEY"
SAMPLE_KEY = b"the made sample has nobody to protect"
MANIFEST = "manifest.json"


class MissingKeyError(Exception):
    """Real participants are never hashed with a key that anybody can read in the code."""


def participant_key(raw: Path) -> bytes:
    """The 32 bytes of the key in the environment; the made sample (its manifest says so) has one of its own.

    Raises MissingKeyError where `raw` does not declare itself made and the environment holds no key: with a known key
    a hash could be turned back into a document number by trying them all.
    """
    key = os.environ.get(ENVIRONMENT, "")
    if key:
        return hashlib.sha256(key.encode()).digest()
    if _is_made(raw / MANIFEST):
        return hashlib.sha256(SAMPLE_KEY).digest()
    raise MissingKeyError(
        f"{ENVIRONMENT} is not set, and {raw.name}/{MANIFEST} does not say that the data are made. Make a secret key once, "
        f"keep it outside the project and export it: "
        f"export {ENVIRONMENT}=$(python3 -c 'import secrets; print(secrets.token_hex(32))')"
    )


def _is_made(manifest: Path) -> bool:
    if not manifest.is_file():
        return False
    return json.loads(manifest.read_text(encoding="utf-8")).get("made") is True
