"""A drawn picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture of the report: what it shows in one line, and in words with its main figures (alt)."""

    name: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_cm: float
