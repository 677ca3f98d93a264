"""List markers and heading numbers, described by a sample: `1.`, `a)`, `BAB I`, `1.1`, `❖`."""

from __future__ import annotations

import re
from dataclasses import dataclass

LETTERS = 26
DEEPEST = 2  # upper numbers before the own one: `1.1.1`
# A number of any form stands alone or after a blank or sign; only signs may follow.
_SAMPLE = re.compile(
    r"(?P<before>\D*?)(?<!\w)(?P<number>[0-9]+(?:\.[0-9]+)*|[IVXLCDM]+|[ivxlcdm]+|[A-Z]|[a-z])"
    r"(?P<after>[^0-9A-Za-z]*)"
)
_FIRST_LETTERS = "AaIi"
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
    """The form of a number: text around it, and its name in 17.18.59 ST_NumberFormat.

    `bentuk` is `bullet` where the sample holds no number; then `awalan` is the whole marker.
    `bertingkat` is how many upper numbers stand before its own: 1 for `1.1`, 2 for `1.1.1`.
    """

    awalan: str
    bentuk: str
    akhiran: str = ""
    bertingkat: int = 0

    def show(self, number: int, parent: int | str = 0) -> str:
        """Return the marker with its number.

        E.g. `BAB IV`, `2.3` (parent 2), `2.2.1` (parent 2.2), `c.`.
        """
        if self.bentuk == "bullet":
            return self.awalan
        text = show_number(self.bentuk, number)
        if self.bertingkat:
            text = f"{parent}.{text}"
        return f"{self.awalan}{text}{self.akhiran}"


def parse_marker(sample: str) -> Marker:
    """Read a sample; what holds no number is a bullet.

    So is a bare letter that begins no alphabet (`o`).
    """
    match = _SAMPLE.fullmatch(sample)
    # `o` is the hollow bullet of Word's second level, drawn with a letter of Courier New.
    if match is None or (len(sample) == 1 and sample.isalpha() and sample not in _FIRST_LETTERS):
        return Marker(sample, "bullet")
    number = match["number"]
    return Marker(match["before"], _find_form(number), match["after"], bertingkat=number.count("."))


def is_first(sample: str) -> bool:
    """Tell whether a sample is the first number of its form, as it must be.

    `1.`, `1.1` and `1.1.1` are, `2.` and `1.1.1.1` are not.
    """
    marker = parse_marker(sample)
    has_digit = any(map(str.isdigit, sample))
    parent = "1.1" if marker.bertingkat == DEEPEST else "1"
    return marker.show(1, parent) == sample and not (marker.bentuk == "bullet" and has_digit)


def _find_form(number: str) -> str:
    if number[0].isdigit():
        return "decimal"
    # `i.` and `I.` begin the roman row: nobody begins a list of letters at its ninth.
    kind = "Roman" if set(number.upper()) <= set("IVXLCDM") else "Letter"
    return f"upper{kind}" if number.isupper() else f"lower{kind}"


def show_number(form: str, number: int) -> str:
    """Write a number in a form of ST_NumberFormat: decimal, upper/lowerRoman, upper/lowerLetter."""
    if form.endswith("Roman"):
        text = _show_roman(number)
    elif form.endswith("Letter"):
        # After Z come AA, BB, CC, as ST_NumberFormat counts; AA, AB would be columns of Excel.
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
