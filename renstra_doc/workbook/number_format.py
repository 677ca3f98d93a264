"""Number formats of a spreadsheet (ECMA-376 Part 1, 18.8.31).

How many decimals a cell shows, and what else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

GENERAL, NUMBER, DATE, OTHER = "umum", "bilangan", "tanggal", "lain"
TEXT_FORMAT, WHOLE_FORMAT = "@", "#,##0"
# The formats that a file names by number only, dates and times of any language among them.
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_NAMED = {
    "General": (0,),
    "0": (1,),
    "0.00": (2,),
    # Those of accountants differ in how a negative number looks.
    "#,##0": (3, 37, 38, 41, 42),
    "#,##0.00": (4, 39, 40, 43, 44),
    "0%": (9,),
    "0.00%": (10,),
    "0.00E+00": (11, 48),
    "# ?/?": (12, 13),
    "yyyy-mm-dd": _DATES,
    "@": (49,),
}
BUILT_IN = {number: code for code, numbers in _NAMED.items() for number in numbers}
# Excel takes formats of up to 255 letters; what is much longer was not made by it.
MAX_LETTERS = 1000
MOST_DECIMALS = 30  # that Excel shows
# In quotes; behind a backslash; a gap as wide as a letter (_x); a filler (*x); in brackets; a sign.
_PIECE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]|.', re.DOTALL)
_DIGITS = re.compile(r"(?P<whole>[#0?,]*[#0?])?(?:\.(?P<fraction>[#0?]*))?(?P<scale>,*)")
_HOLE = "\0"
_AROUND = re.compile(f"[{_HOLE} +()-]*")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format shows: least and most decimals, and literals around them.

    `percent` is for a number shown times 100.
    """

    kind: str
    least: int = 0
    most: int = 0
    percent: bool = False
    grouped: bool = False
    prefix: str = ""
    suffix: str = ""


@cache
def parse_format(code: str) -> NumberFormat:
    """Read the format of positive numbers.

    OTHER for one that shows something else than the number itself.
    """
    if code.strip().lower() in ("", "general", "standard", TEXT_FORMAT):
        return NumberFormat(GENERAL)
    if len(code) > MAX_LETTERS:
        return NumberFormat(OTHER)
    pattern, literals = _split_literals(code)
    # Letters outside of quotes: only those of dates and times are left once literals are out.
    if re.search(r"[ymdhs]", pattern, re.IGNORECASE):
        return NumberFormat(DATE)
    # One sign: with two, Excel multiplies twice.
    before, digits, after = _split_digits(pattern.replace("%", "", 1))
    match = _DIGITS.fullmatch(digits)
    # A comma behind the digits shows thousands of them (18.8.31): another number than the cell's.
    is_plain = match is not None and digits and not match["scale"]
    if match is None or not is_plain or not _AROUND.fullmatch(before + after):
        return NumberFormat(OTHER)
    return _make_number(match, literals, before.count(_HOLE), percent=pattern.count("%") == 1)


def _make_number(
    digits: re.Match[str], literals: list[str], count: int, *, percent: bool
) -> NumberFormat:
    """Return a format of numbers; so many of the literals stand before the digits."""
    fraction = (digits["fraction"] or "")[:MOST_DECIMALS]
    return NumberFormat(
        NUMBER,
        fraction.count("0"),
        len(fraction),
        percent,
        "," in (digits["whole"] or ""),
        "".join(literals[:count]).strip(),
        "".join(literals[count:]).strip(),
    )


def _split_literals(code: str) -> tuple[str, list[str]]:
    """Return the first section with a hole for each literal, and the literals.

    The sections behind a semicolon are for negative numbers, zero and text.
    """
    pattern, literals = "", []
    for piece in _PIECE.findall(code):
        if piece == ";":
            break
        literal = _read_literal(piece)
        if literal is None:
            pattern += _read_sign(piece)
        else:
            literals.append(literal)
            pattern += _HOLE
    return pattern, literals


def _read_literal(piece: str) -> str | None:
    """Return the text that a piece prints, in quotes or not, or the currency of `[$Rp-421]`."""
    if piece[0] in '"\\' and len(piece) > 1:
        return piece[1:-1] if piece[0] == '"' else piece[1]
    return piece[2:-1].partition("-")[0] if piece.startswith("[$") else None


def _read_sign(piece: str) -> str:
    """Return a piece as it counts in the pattern; colours, conditions and paddings do not.

    `[h]`, `[mm]` count time that has gone by: hours as any other.
    """
    if piece.startswith("["):
        is_time = piece[1:2].lower() in ("h", "m", "s") and piece[2:3] in ("]", piece[1:2])
        return "h" if is_time else ""
    return piece if len(piece) == 1 else ""


def _split_digits(pattern: str) -> tuple[str, str, str]:
    # The first stretch of digits; further ones make a format of another kind, such as 00-00.
    match = re.search(r"[#0?,.]+", pattern)
    return (
        (pattern[: match.start()], match[0], pattern[match.end() :]) if match else (pattern, "", "")
    )


def make_format(decimals: int, satuan: str) -> str:
    """Return the format that shows a number with so many decimals and its unit.

    A percent sign is the real one.
    """
    digits = WHOLE_FORMAT + (f".{'0' * decimals}" if decimals else "")
    if not satuan:
        return digits
    return f"{digits}%" if satuan == "%" else f'{digits}" {satuan}"'
