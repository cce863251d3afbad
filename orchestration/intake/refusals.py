"""Files that are not read, and the limits that every file is held to. Limits are in forms/limits.csv."""

from orchestration.forms.limits import limits

RATIO_FROM = 1_000_000  # bytes: small parts pack well and harm nobody


class RefusedFileError(Exception):
    """The file cannot or must not be read: `rule` of rules.csv, and why or what was found beside what is allowed, in Russian."""

    def __init__(self, rule: str, value: str, limit: str = "") -> None:
        """value, limit: what fills the rule's sentence."""
        super().__init__(rule)
        self.rule, self.value, self.limit = rule, value, limit


def hold(limit: str, found: int, what: str, rule: str) -> None:
    """Refuse by the rule what is past a limit, saying how much it is, in the words of `what`, and how much may be."""
    allowed = limits()[limit]
    if found > allowed:
        raise RefusedFileError(rule, f"{found} {what}", str(allowed))
