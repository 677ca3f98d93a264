"""A foreign table as it was found: cells as they are printed, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

TEXT, NUMBER, DATE, ERROR, LOGICAL, EMPTY = (
    "teks",
    "angka",
    "tanggal",
    "galat",
    "logika",
    "kosong",
)
# Blanks that programs leave around and inside a text: no-break, thin, zero-width, soft hyphen.
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_LEADING = re.compile(r"[ \u00a0\u2000-\u200a\u3000\t]*")
_SPACED = re.compile(r"(?:\w ){2,}\w")


@lru_cache(maxsize=2**15)  # a cell is looked at some twenty times, and years and units recur
def tidy(text: str) -> str:
    """Return a text with every run of blanks and breaks as one blank, none around it."""
    # The work is all in the blanks that are not ASCII.
    if text.isascii():  # most cells, four times as fast
        return " ".join(text.split())
    return _BLANKS.sub(" ", text.replace("\u00ad", "")).strip()


def tidy_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold something."""
    return tuple(line for line in map(tidy, re.split(r"[\n\r\u2028\v]+", text)) if line)


def join_spaced(text: str) -> str:
    """Return `JUMLAH` for `J U M L A H`; any other text as it is."""
    return text.replace(" ", "") if _SPACED.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell: `text` as a person sees it, its number where it holds one (as shown, 0.5 % is 0.5).

    `unit` is what the number format adds (`%`, `orang`); `exact` the number as stored; `formula`
    its formula; `bold`, `indent` its look; `marked` its text with the marks of its runs.
    """

    text: str = ""
    kind: str = EMPTY
    number: Decimal | None = None
    unit: str = ""
    exact: str = ""
    format: str = ""
    formula: str = ""
    bold: bool = False
    indent: int = 0
    marked: str = ""

    @property
    def plain(self) -> str:
        """The text with blanks joined."""
        return tidy(self.text)

    @property
    def lead(self) -> int:
        """How many blanks lead the text."""
        match = _LEADING.match(self.text)
        # A tab is as wide as four blanks of an indent.
        return len(match[0].replace("\t", "    ")) if match else 0


NOTHING = SourceCell()


def join_cells(first: SourceCell, rest: SourceCell) -> SourceCell:
    """Return the cell of a text that a page cut in two; the marks of its runs are joined too."""
    text = f"{first.plain} {rest.plain}".strip()
    is_marked = bool(first.marked or rest.marked)
    marked = f"{first.marked or first.plain} {rest.marked or rest.plain}" if is_marked else ""
    return replace(rest, text=text, kind=TEXT, marked=marked)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells, both ends within, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SourceRemark:
    """Something that a person should know about a spot of the source: told, never decided silently.

    `kind`: `turunan` (derived), `ragu` (doubtful), `dibuang` (left out), `temuan` (a finding),
    `catatan` (said beside). `text` is the text of the source that it concerns.
    """

    kind: str
    place: str
    message: str
    text: str = ""
    column: str = ""
    author: str = ""
    date: str = ""
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True)
class SourceTable:
    """A table of a file: rows of equally many cells, and where each stands.

    `labels` name the rows as their program does (`8`, `1:3` for table 1, row 3); `title` is what
    stands above a table of Word, `header_rows` how many of its first rows repeat on each page,
    `joints` the rows at which a table goes on that a page had cut.
    """

    file: str
    name: str
    rows: tuple[tuple[SourceCell, ...], ...]
    labels: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    outline: Mapping[int, int] = field(default_factory=dict)
    title: str = ""
    remarks: tuple[SourceRemark, ...] = ()
    joints: frozenset[int] = frozenset()
    visible: bool = True
    header_rows: int = 0

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.rows[0]) if self.rows else 0

    def place(self, row: int, column: int | None = None) -> str:
        """Return how a person finds a cell: `Lembar1!D7`, `masukan.csv baris 4 kolom 3`."""
        label = self.labels[row]
        if self.file.lower().endswith((".xlsx", ".xlsm")):
            # As the program itself names it, so that a person can go there: `Lembar1!D7`.
            return f"{self.name}!{letters(column + 1) if column is not None else ''}{label}"
        number, _, line = label.rpartition(":")
        where = f"tabel {number} baris {line}" if number else f"{self.name} baris {label}"
        return where if column is None else f"{where} kolom {column + 1}"

    def wide_rows(self) -> frozenset[int]:
        """Return the rows in which one cell lies over half of the columns or more."""
        return frozenset(
            row
            for merge in self.merges
            if merge.right - merge.left >= self.width // 2
            for row in range(merge.top, min(merge.bottom + 1, len(self.rows)))
        )

    def covers(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the first cell of its merge for each cell that a merge covers."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in self.merges:
            # A merge may reach beyond what the sheet holds.
            for row in range(merge.top, min(merge.bottom, len(self.rows) - 1) + 1):
                for column in range(merge.left, min(merge.right, self.width - 1) + 1):
                    found[row, column] = (merge.top, merge.left)
        return found


def letters(column: int) -> str:
    """Return the letters of a column of a spreadsheet, from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
