"""Codes as senders write them, told to be the codes of the registry."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from orchestration.intake.deliveries import Place, Repair
from orchestration.intake.repairs import Step

MUNICIPALITIES, SCHOOLS = "registry_municipalities", "registry_schools"
Registered = Mapping[str, set[str]]  # the codes that the registry knows, by its part


def as_registered(sent: Iterable[str], registered: Collection[str]) -> dict[str, str]:
    """The registry's writing of each code sent; a code it does not know stays as it was sent.

    A spreadsheet program takes the leading zeros off a code typed as a number: where exactly one registered code is the
    same but for them, that one is meant.
    """
    bare = Counter(code.lstrip("0") for code in registered)
    only = {code.lstrip("0"): code for code in registered if bare[code.lstrip("0")] == 1}
    known = set(registered)
    return {code: code if code in known else only.get(code.lstrip("0"), code) for code in sent}


def restored_keys(cells: Iterable[Mapping[Any, Any]], code_of: Mapping[str, str]) -> list[Repair]:
    """The rows whose code is not written as the registry writes it, each once; cells: before they are respelled."""
    rows = {(row["file"], row["sheet"], row["key_cell"]): row for row in cells}
    return [
        Repair(_zeros(row["entity"], code_of), Place.of(row, "key_cell"), entity=code_of[row["entity"]])
        for row in rows.values()
        if code_of.get(row["entity"], row["entity"]) != row["entity"]
    ]


def respell_codes(cells: pd.DataFrame, variable: str, registered: Collection[str]) -> list[Repair]:
    """Write the codes in the cells of a variable as the registry does; returns where they were written otherwise."""
    named = (cells["variable"] == variable) & cells["text"].notna()
    code_of = as_registered(cells.loc[named, "text"].unique(), registered)
    restored = [
        Repair(_zeros(row["text"], code_of), Place.of(row), entity=row["entity"], variable=variable)
        for row in cells[named].to_dict("records")
        if code_of[row["text"]] != row["text"]
    ]
    cells.loc[named, "text"] = cells.loc[named, "text"].map(code_of)
    return restored


def _zeros(code: str, code_of: Mapping[str, str]) -> Step:
    return Step("leading_zeros", code, code_of[code])
