"""A rule as data, a row of `aturan.csv`: which rows, columns and tables it speaks of.

A kind of rule that cannot understand its rule raises RuleError: a rule that silently does nothing
is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING

from renstra_doc.finding import Severity
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.model import Document, Row, Table

FILE = "aturan.csv"
SELECTABLE = ("id", "tingkat", "induk", "kode", "entitas")
EXAMPLE = "tulis misalnya tingkat=program|kegiatan kode!=; yang dapat disyaratkan: " + ", ".join(
    SELECTABLE
)
_CONDITION = re.compile(r"(\w+)(!?=)(\S*)")
_WORD = re.compile(r"[^\W_]+")
Condition = tuple[str, bool, tuple[str, ...]]


class RuleError(ValueError):
    """A rule that its kind cannot understand.

    What is wrong, the column of `aturan.csv`, what to write instead.
    """

    def __init__(self, message: str, column: str, hint: str = "") -> None:
        """Keep the column and the hint; texts are Indonesian."""
        super().__init__(message)
        self.column = column
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that must hold; what each field means beyond the obvious depends on its kind (docs/aturan.md)."""

    id: str
    jenis: str
    tabel: tuple[str, ...] = ()
    baris: str = ""
    kolom: tuple[str, ...] = ()
    acuan: str = ""
    toleransi: Decimal = Decimal(0)
    bobot: Severity = Severity.ERROR
    dasar: str = ""
    place: Place = Place(FILE)  # noqa: RUF009 — Place is frozen

    def select_rows(self, table: Table, conditions: str | None = None) -> list[Row]:
        """Return the rows that meet all conditions of `baris` (`tingkat=program|kegiatan kode!=`)."""
        return filter_rows(table.rows, self.baris if conditions is None else conditions)

    def select_columns(self, table: Table) -> list[str]:
        """Return the columns that match one of the patterns of `kolom`, in printed order."""
        return match_columns(table, self.kolom)

    def select_tables(self, document: Document) -> list[Table]:
        """Return the tables that the rule names; RuleError where it names none."""
        if not self.tabel:
            message = "aturan ini memerlukan tabel"
            raise RuleError(message, "tabel", f"tabel yang ada: {', '.join(document.tables)}")
        return [document.tables[name] for name in self.tabel]


def match_columns(table: Table, patterns: tuple[str, ...]) -> list[str]:
    """Return the columns of a table that match one of the patterns (`rp_*`, `!rp_akhir` leaves one out)."""
    return list(_match_names(tuple(table.index), patterns))


@cache
def _match_names(names: tuple[str, ...], patterns: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return tuple(
        name
        for name in names
        if any(fnmatchcase(name, pattern) for pattern in wanted)
        and not any(fnmatchcase(name, pattern) for pattern in unwanted)
    )


def match_named(table: Table, text: str, column: str = "acuan") -> list[str]:
    """Return the columns that the patterns in `text` name.

    RuleError where one of them names none.
    """
    patterns = tuple(text.split())
    for pattern in patterns or ("",):
        if not match_columns(table, (pattern.removeprefix("!"),)):
            message = f"tidak ada kolom tabel “{table.id}” yang cocok dengan “{pattern}”"
            raise RuleError(message, column, f"kolom tabel ini: {', '.join(table.index)}")
    return match_columns(table, patterns)


def follow_pattern(own: tuple[str, ...], kolom: str, pattern: str) -> str:
    """Return the column that stands to `kolom` as `pattern` to one of a rule's own patterns.

    The star is the same.
    """
    for mine in own:
        head, star, tail = mine.partition("*")
        if star and kolom.startswith(head) and kolom.endswith(tail):
            return pattern.replace("*", kolom[len(head) : len(kolom) - len(tail)])
    return pattern


def same_words(text: str) -> list[str]:
    """Reduce a text to its words: case, blanks and punctuation do not make another name."""
    return _WORD.findall(text.lower())


def filter_rows(rows: Iterable[Row], conditions: str) -> list[Row]:
    """Return the rows that meet all conditions."""
    wanted = parse_conditions(conditions)
    return [row for row in rows if all(_meets(row, *condition) for condition in wanted)]


@cache
def parse_conditions(text: str) -> tuple[Condition, ...]:
    """Read conditions on rows as (field, equal or not, values).

    An empty value means an empty field.

    Raises RuleError for a word that is no condition.
    """
    found: list[Condition] = []
    for word in text.split():
        match = _CONDITION.fullmatch(word)
        if match is None or match[1] not in SELECTABLE:
            message = f"syarat “{word}” tidak dipahami"
            raise RuleError(message, "acuan", EXAMPLE)
        found.append((match[1], match[2] == "=", tuple(match[3].split("|"))))
    return tuple(found)


def _meets(row: Row, field: str, is_equal: bool, values: tuple[str, ...]) -> bool:  # noqa: FBT001 — a parsed condition
    return (getattr(row, field) in values) is is_equal
