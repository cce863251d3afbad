"""Names and document numbers that stand nowhere else, each telling where it was planted."""

import re
from dataclasses import dataclass, field
from itertools import product
from string import ascii_lowercase
from urllib.parse import quote

STEMS = ("жмыхов", "zhmykhov")
LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"
SERIES = "907163"  # of every planted document: no code, score or count of a region begins so, nor do packed bytes in a row
ENCODINGS = ("utf-8", "cp1251", "utf-16-le", "utf-16-be", "koi8-r", "cp866")


@dataclass
class Marks:
    """The marks planted so far: what stands where."""

    places: dict[str, str] = field(default_factory=dict)

    def name(self, place: str) -> str:
        """A surname of nobody."""
        return self._planted(f"Жмыхов{self._letters(LETTERS)}", place)

    def latin(self, place: str) -> str:
        """A surname in Latin letters, as one stands in the name of a file or in an address."""
        return self._planted(f"Zhmykhov{self._letters(ascii_lowercase)}", place)

    def number(self, place: str) -> str:
        """The number of a passport of nobody, as it is written."""
        return self._planted(f"90 71 63{len(self.places):04}", place)

    def digits(self, place: str) -> int:
        """The same as a number."""
        return int(self.number(place).replace(" ", ""))

    def _letters(self, alphabet: str) -> str:
        """The number of marks so far, in letters."""
        above, last = divmod(len(self.places), len(alphabet))
        first, second = divmod(above, len(alphabet))
        return alphabet[first] + alphabet[second] + alphabet[last]

    def _planted(self, mark: str, place: str) -> str:
        self.places[mark] = place
        return mark


def found_in(content: bytes) -> list[str]:
    """Every mark in the bytes with what stands round it, in whatever case, encoding or escape it is written."""
    lowered, narrow = content.lower(), content.replace(b"\0", b"")
    # to look for one writing after the other takes a fifth of what the pattern of all takes
    hits = NAMES.finditer(lowered) if any(writing in lowered for writing in WRITINGS) else ()
    return [
        hit.string[max(0, hit.start() - 60) : hit.end() + 60].decode("utf-8", "replace")
        for hit in (*hits, *NUMBERS.finditer(narrow))
    ]


def _writings() -> set[bytes]:
    """The stems as text, JSON, XML and addresses hold them, Latin letters small; one that an encoding lacks is left out."""
    cased = [case(stem) for stem, case in product(STEMS, (str.lower, str.upper, str.title))]
    plain = {text.encode(encoding) for text, encoding in product(cased, ENCODINGS)}
    escaped = {"".join(f"\\u{ord(letter):04x}" for letter in text).encode() for text in cased} | {
        "".join(f"&#{ord(letter)};" for letter in text).encode() for text in cased
    }
    hexed = {"".join(f"&#x{ord(letter):x};" for letter in text).encode() for text in cased}
    quoted = {quote(text).encode() for text in cased}
    return {writing.lower() for writing in plain | escaped | hexed | quoted}


WRITINGS = _writings()
NAMES = re.compile(b"|".join(map(re.escape, sorted(WRITINGS))))
BETWEEN = rb"(?:[ .,_-]|\xc2\xa0|\xe2\x80\xaf|\xa0)?"  # what may stand between the digits of a number
FIRST, *OTHERS = (bytes([digit]) for digit in SERIES.encode())
# what may not stand before the number is looked at once its first digit is found
NUMBERS = re.compile(
    FIRST + rb"(?:(?<![0-9a-f.].)|(?<=\\u[0-9a-f]{4}.))" + BETWEEN + BETWEEN.join(OTHERS) + rb"(?:" + BETWEEN + rb"\d){4}"
)  # fmt: skip
