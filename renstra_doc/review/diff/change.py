"""A change: one thing that differs between two editions, with both places and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from renstra_doc.place import Place

HUNDRED, CENT = Decimal(100), Decimal("0.01")
MONEY = "rupiah"
# Where changes stand in the order of the document: before all blocks; of one table its caption,
# columns, rows.
OUTSIDE = (-1, 0)
FACTS, CAPTION, COLUMNS, ROWS = 0, 1, 2, 3


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Where(StrEnum):
    """In which part of the document."""

    TABLE = "table"
    BLOCK = "block"
    META = "meta"


class What(StrEnum):
    """To what exactly: the unit that has an identity."""

    FACT = "fakta"
    BLOCK = "blok"
    BOX = "kotak"
    TABLE = "tabel"
    COLUMN = "kolom"
    ROW = "baris"
    CELL = "sel"


class Group(StrEnum):
    """Why: an input was changed, or it follows from one, or only numbers shift."""

    CAUSE = "cause"
    CONSEQUENCE = "consequence"
    NUMBERING = "numbering"


@dataclass(frozen=True, slots=True)
class Part:
    """A printed cell of a row that was added or removed.

    Column, its heading, canonical and printed value, rupiah.
    """

    kolom: str
    judul: str
    nilai: str
    cetak: str
    rupiah: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` and `new` are values as the data has them, canonical.

    `*_text` are the same as printed.

    `id` is that of the row, block, table, column, box or fact; `table` the printed number or the
    id, `caption` its label and title; `row` what a person calls the row; `column` the field that
    changed; `attribute` what of a column of a table changed (`judul`). `causes` and `linked` are
    positions in the list of all changes: what this follows from, and the same change of the same
    thing elsewhere. `count` is how many places one entry stands for. `order` sorts by place in the
    document.
    """

    kind: Kind
    what: What
    id: str
    old: str = ""
    new: str = ""
    place: Place = field(default_factory=Place)
    table_id: str = ""
    table: str = ""
    caption: str = ""
    row: str = ""
    column: str = ""
    attribute: str = ""
    heading: str = ""
    bab: str = ""
    old_text: str = ""
    new_text: str = ""
    jenis: str = ""
    difference: Decimal | None = None
    percent: Decimal | None = None
    parts: tuple[Part, ...] = ()
    group: Group = Group.CAUSE
    causes: tuple[int, ...] = ()
    linked: tuple[int, ...] = ()
    count: int = 1
    order: tuple[int, ...] = ()

    @property
    def where(self) -> Where:
        """Table, block (text and chart) or meta."""
        return _WHERE.get(self.what, Where.TABLE)

    @property
    def is_structural(self) -> bool:
        """Whether something came, went or moved, so that what is counted may count otherwise."""
        return self.kind is not Kind.CHANGED

    @property
    def is_money(self) -> bool:
        """Whether the difference is an amount of rupiah."""
        return self.jenis == MONEY


_WHERE = {What.FACT: Where.META, What.BLOCK: Where.BLOCK, What.BOX: Where.BLOCK}


def reckon(old: Decimal | None, new: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return difference and percent of the old value, at two decimals.

    Percent None where that was 0.
    """
    if old is None or new is None:
        return None, None
    difference = new - old
    percent = (difference / abs(old) * HUNDRED).quantize(CENT, ROUND_HALF_UP) if old else None
    return difference, percent
