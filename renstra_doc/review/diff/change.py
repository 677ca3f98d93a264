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
class Reason:
    """Why something differs.

    `causes` are the changes that a person made and that this follows from; changes of one `twin`
    are the same change of the same thing in several places.
    """

    group: Group = Group.CAUSE
    causes: tuple[Change, ...] = ()
    twin: str = ""


@dataclass(frozen=True, slots=True)
class TableName:
    """A table as it is called: its id, its printed number (or the id), label and title."""

    id: str
    number: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What all kinds have. `old` and `new` are values as the data has them, canonical.

    `*_text` are the same as printed; `id` is that of the thing that changed, `column` the field of
    it in its file (empty: all of it). `count` is how many places one entry stands for. `order`
    sorts by place in the document.
    """

    kind: Kind
    id: str
    old: str = ""
    new: str = ""
    place: Place = field(default_factory=Place)
    column: str = ""
    bab: str = ""
    old_text: str = ""
    new_text: str = ""
    count: int = 1
    order: tuple[int, ...] = ()
    reason: Reason = field(default_factory=Reason)

    @property
    def where(self) -> Where:
        """Table, block (text and chart) or meta."""
        return Where.BLOCK

    @property
    def group(self) -> Group:
        """Return whether somebody changed it, or it follows, or only counts otherwise."""
        return self.reason.group

    @property
    def is_structural(self) -> bool:
        """Return whether something came, went or moved, so that numbers may shift."""
        return self.kind is not Kind.CHANGED


@dataclass(frozen=True, slots=True)
class FactChange(Change):
    """A value of `dokumen.csv`, and what it is called there."""

    name: str = ""

    @property
    def where(self) -> Where:
        """Outside of what is printed."""
        return Where.META


@dataclass(frozen=True, slots=True)
class BlockChange(Change):
    """A block of the text: its kind, and where a reader finds it."""

    jenis: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True)
class BoxChange(Change):
    """A box of the chart, and what it is called."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class InTable(Change):
    """Anything of a table; `status` is what `pemetaan.csv` says became of the row."""

    table: TableName = field(default_factory=lambda: TableName(""))
    status: str = ""

    @property
    def where(self) -> Where:
        """In a table."""
        return Where.TABLE


@dataclass(frozen=True, slots=True)
class TableChange(InTable):
    """A whole table, or what `tabel.csv` says of it."""


@dataclass(frozen=True, slots=True)
class ColumnChange(InTable):
    """A column; `attribute` is what of its description changed, `row` a row that shows it."""

    heading: str = ""
    attribute: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class RowChange(InTable):
    """A row: what a person calls it; of one that came or went the cells that it prints.

    `fate` says by `pemetaan.csv` what it became or came from, why, and on what ground.
    """

    row: str = ""
    fate: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class CellChange(InTable):
    """A cell: its row, the heading and kind of its column; of quantities how much more or less.

    `is_share` says that both are percentages: they differ by points. `fate` is that of its row,
    where no other change of the row tells it.
    """

    row: str = ""
    fate: str = ""
    heading: str = ""
    jenis: str = ""
    difference: Decimal | None = None
    percent: Decimal | None = None
    is_share: bool = False

    @property
    def is_money(self) -> bool:
        """Return whether the difference is an amount of rupiah."""
        return self.jenis == MONEY


def reckon(old: Decimal | None, new: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return difference and percent of the old value, at two decimals.

    Percent None where that was 0.
    """
    if old is None or new is None:
        return None, None
    difference = new - old
    if not old:
        return difference, None
    # What rounds to nothing is nothing: no “-0.00”.
    return difference, (difference / abs(old) * HUNDRED).quantize(CENT, ROUND_HALF_UP) + 0
