"""The formulas of a workbook.

The few forms that export writes, and import understands. Nothing else is ever computed.

`=SUM(H3,J3:K3)` adds up cells of its own row. `=SUMIFS(K:K,$C:$C,"="&$A3,$B:$B,"<>jumlah")` adds up
a column where conditions hold, so it gives the same after sorting and counts a row that is added.
Several may be joined by `+`. Like every spreadsheet, Excel and LibreOffice read a condition without
regard to case, and a number, a date or a wildcard in it as such: only words are safe in one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.words.cell_reference import name_cell, parse_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Excel takes 255 arguments and formulas of 8.192 letters; a little less is written.
MAX_ARGUMENTS, MAX_FORMULA = 250, 8000
# Beginning with a letter and ending in one: no sign, wildcard or blank that Excel would read.
_SAFE = re.compile(r"[^\W\d_](?:[\w .-]*\w)?")
# `=mei 2021` in a condition is a date to Excel, `benar` a truth value: these find no text.
_READ_AS_VALUE = re.compile(
    r"true|false|benar|salah|rp.?\d.*|(?:jan|feb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|des|dec)[a-z]*\W*\d.*"
)
_TERM = re.compile(r"(SUM|SUMIFS)\(([^()]*)\)")
_COLUMN = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
# Export writes `"="&$A3` or `"=program"`: a sign, then a word or the cell that says it.
_CRITERION = re.compile(r'"(=|<>)([^"&]*)"(?:&(\$?[A-Z]{1,3}\$?[1-9]\d*))?')


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition on a column.

    Its cells say `value`, or what the column `own` of the total's row says; or differ.
    """

    column: str
    value: str = ""
    own: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells to be summed, from (row, column) to (row, column)."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion with its column by number.

    The value stands in the cell `at`, where that is given.
    """

    column: int
    differs: bool
    value: str
    at: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Selection:
    """The cells of a column in whose rows all conditions hold."""

    column: int
    conditions: tuple[Condition, ...]


Term = Area | Selection


def is_safe(value: str) -> bool:
    """Return whether a spreadsheet takes a value in a condition as these letters and nothing else.

    An empty one is.
    """
    return not value or (
        _SAFE.fullmatch(value) is not None and not _READ_AS_VALUE.fullmatch(value.lower())
    )


def write_sum(cells: Iterable[tuple[int, int]]) -> str:
    """Return `=SUM(J3:K3,M3)` of cells of one row by (row, column) from 1.

    Empty where Excel would not take it.
    """
    ranges: list[list[tuple[int, int]]] = []
    # Neighbours as a range: Excel takes only so many arguments.
    for row, column in sorted(set(cells)):
        if ranges and ranges[-1][-1] == (row, column - 1):
            ranges[-1].append((row, column))
        else:
            ranges.append([(row, column)])
    names = [
        ":".join(dict.fromkeys((name_cell(*group[0]), name_cell(*group[-1])))) for group in ranges
    ]
    formula = f"=SUM({','.join(names)})"
    return formula if names and len(names) <= MAX_ARGUMENTS and len(formula) <= MAX_FORMULA else ""


def write_sumifs(
    terms: Sequence[Sequence[Criterion]],
    header: Sequence[str],
    own: Mapping[str, str],
    spot: tuple[int, int],
) -> str:
    """Return `=SUMIFS(…)+SUMIFS(…)` for the cell at `spot` (row, column), whose row says `own`.

    A column that the sheet lacks sets no condition. Empty where a condition is not safe.
    """
    kept = [
        [criterion for criterion in criteria if criterion.column in header] for criteria in terms
    ]
    # The word itself or, where a cell says it, what that says now: both must be safe.
    values = [
        own.get(criterion.own, "") or criterion.value for criteria in kept for criterion in criteria
    ]
    # A term without any condition would sum the whole column.
    if not all(kept) or not all(map(is_safe, values)):
        return ""
    # Whole columns (`K:K`), for a range to the last row would miss one that is added below it.
    summed = _name_column(spot[1])
    formula = "+".join(
        _write_term(f"{summed}:{summed}", criteria, header, spot[0]) for criteria in kept
    )
    return f"={formula}" if len(formula) < MAX_FORMULA else ""


def _write_term(summed: str, criteria: Iterable[Criterion], header: Sequence[str], row: int) -> str:
    words = [summed]
    for criterion in criteria:
        letters = _name_column(header.index(criterion.column) + 1)
        sign = "<>" if criterion.differs else "="
        # `$` before the column only: the row goes along when rows are sorted.
        own = f"&${name_cell(row, header.index(criterion.own) + 1)}" if criterion.own else ""
        words += [f"${letters}:${letters}", f'"{sign}{criterion.value}"{own}']
    return f"SUMIFS({','.join(words)})"


def _name_column(column: int) -> str:
    return name_cell(1, column)[:-1]


def parse_formula(text: str) -> tuple[Term, ...]:
    """Read a formula; empty for one of any other form than those above."""
    body = text.removeprefix("=").strip()
    matches = list(_TERM.finditer(body))
    # Whatever stands between or around the terms makes it another formula, which is not ours.
    if not matches or "+".join(match[0] for match in matches) != body:
        return ()
    try:
        return tuple(
            term for match in matches for term in _parse_term(match[1], match[2].split(","))
        )
    except ValueError:
        return ()


def _parse_term(name: str, words: Sequence[str]) -> Sequence[Term]:
    if name == "SUM":
        return [_parse_area(word) for word in words]
    column, rest = _parse_column(words[0]), words[1:]
    # Conditions come in pairs, each a column and what it must say.
    if not rest or len(rest) % 2:
        raise ValueError(name)
    return [Selection(column, tuple(map(_parse_condition, rest[::2], rest[1::2])))]


def _parse_area(word: str) -> Area:
    start, _, end = word.strip().replace("$", "").partition(":")
    return Area(parse_reference(start), parse_reference(end or start))


def _parse_column(word: str) -> int:
    match = _COLUMN.fullmatch(word.strip())
    if match is None or match[1] != match[2]:
        raise ValueError(word)
    return parse_reference(f"{match[1]}1")[1]


def _parse_condition(column: str, word: str) -> Condition:
    match = _CRITERION.fullmatch(word.strip())
    # A word or a cell: `"=a"&$A3` would join both to a condition of another form.
    if match is None or (match[2] and match[3]):
        raise ValueError(word)
    at = parse_reference(match[3].replace("$", "")) if match[3] else None
    return Condition(_parse_column(column), match[1] == "<>", match[2], at)
