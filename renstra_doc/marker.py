"""List markers and heading numbers, described by a sample: `1.`, `a)`, `BAB I`, `1.1`, `❖`."""

from __future__ import annotations

import re
from dataclasses import dataclass

LETTERS = 26
_SAMPLE = re.compile(r"(.*?)(1\.1|1|I|i|A|a)([^0-9A-Za-z]*)", re.DOTALL)
_FORMS = {
    "1": "decimal",
    "1.1": "decimal",
    "I": "upperRoman",
    "i": "lowerRoman",
    "A": "upperLetter",
    "a": "lowerLetter",
}
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The form of a number: text before and after, and the form's name in ECMA-376 Part 1, 17.18.59 ST_NumberFormat.

    `bentuk` is `bullet` where the sample holds no number; then `awalan` is the whole marker.
    """

    awalan: str
    bentuk: str
    akhiran: str = ""
    bertingkat: bool = False

    def show(self, number: int, parent: int = 0) -> str:
        """Return the marker with its number, e.g. `BAB IV`, `2.3` (parent 2), `c.`."""
        if self.bentuk == "bullet":
            return self.awalan
        text = show_number(self.bentuk, number)
        if self.bertingkat:
            text = f"{parent}.{text}"
        return f"{self.awalan}{text}{self.akhiran}"


def parse_marker(sample: str) -> Marker:
    """Read a sample; what holds no sample number is a bullet."""
    match = _SAMPLE.fullmatch(sample)
    if match is None or (match[1] and match[1][-1].isalpha()):
        return Marker(sample, "bullet")
    return Marker(match[1], _FORMS[match[2]], match[3], match[2] == "1.1")


def show_number(form: str, number: int) -> str:
    """Write a number in a form of ST_NumberFormat: decimal, upper/lowerRoman, upper/lowerLetter."""
    if form.endswith("Roman"):
        text = _show_roman(number)
    elif form.endswith("Letter"):
        text = chr(ord("A") + (number - 1) % LETTERS) * ((number - 1) // LETTERS + 1)
    else:
        return str(number)
    return text.lower() if form.startswith("lower") else text


def _show_roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
