"""A form's version, as its title sheet names it: which variant, of which campaign, and how often it went back."""

import re
from dataclasses import dataclass

VERSION_LABEL = "Версия формы"
FIRST_EDITION = 1  # as sent out blank, and as every form that names no version
VERSION = re.compile(r"(\w+)\.(\d{1,4}), кампания (\d{4}-\d{2})")
NAME = re.compile(r"\w+\.(\d{1,4})")


@dataclass(frozen=True)
class FormVersion:
    """Variant, edition and campaign. Each return to the sender is an edition more: of two workbooks it tells the later."""

    variant: str
    edition: int
    campaign: str

    def __str__(self) -> str:
        return f"{self.name}, кампания {self.campaign}"

    @property
    def name(self) -> str:
        """Variant and edition as deliveries record them: `2018.2`."""
        return f"{self.variant}.{self.edition}"

    @classmethod
    def parse(cls, text: str) -> "FormVersion | None":
        """The version that a title sheet names; None where it names none."""
        found = VERSION.fullmatch(text.strip())
        return cls(found[1], int(found[2]), found[3]) if found else None


def edition_of(variant: str | None) -> int:
    """The edition in a delivery's variant: `2018.2` is the second, `2018` the first."""
    found = NAME.fullmatch(variant or "")
    return int(found[1]) if found else FIRST_EDITION
