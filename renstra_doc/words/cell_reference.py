"""References of a spreadsheet: `H12`, `B2:C4`."""

from __future__ import annotations

import re

_LETTERS = 26
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def parse_reference(reference: str) -> tuple[int, int]:
    """Return (row, column) of `H12`, both from 1; ValueError for anything else."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        # A digit from 1 to 26 and none for zero: after Z comes AA.
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column


def parse_range(reference: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last cell of `B2:C4`; ValueError for anything else."""
    first, _, last = reference.partition(":")
    return parse_reference(first), parse_reference(last or first)


def name_cell(row: int, column: int) -> str:
    """Return `H12` for row 12, column 8."""
    return f"{name_column(column)}{row}"


def name_column(column: int) -> str:
    """Return `H` for column 8, `AA` for column 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
