"""Codes as senders write them, told to be the codes of the registry."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

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
