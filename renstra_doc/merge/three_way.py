"""Three versions of data → one: base, what both came from; ours; theirs.

Cell by cell, rows by key. What only one side changed is taken; what both changed alike is taken
once; what both changed otherwise is a conflict, and ours stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.merge.keyed import KeyedTable, key_tables
from renstra_doc.merge.order import merge_order
from renstra_doc.model.canonical import write_csv
from renstra_doc.words.shortening import EMPTY, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.merge.keyed import Key

    Row = Mapping[str, str]

# Page numbers are measured again: nobody's are worth a question.
# The next build measures anew, so a conflict over a page number would waste a person's time.
MEASURED = "halaman.csv"
GONE = "(dihapus)"
WHOLE_ROW = ""
ALL_ROWS, WHOLE_FILE = "semua baris", "seluruh berkas"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed otherwise.

    `baris` is the key of the row, `kolom` the column ("" for the whole row); the three values.
    """

    berkas: str
    baris: str
    kolom: str
    asal: str
    kita: str
    mereka: str

    @property
    def kunci(self) -> str:
        """What a question about it is known by."""
        # Files are given back with answers, so it is text that a person can read.
        return "#".join(filter(None, (self.berkas, self.baris, self.kolom)))

    def __str__(self) -> str:
        """Return the conflict on one line, with its three values."""
        is_row = self.baris not in (ALL_ROWS, WHOLE_FILE)
        row = f"baris {self.baris}" if is_row else self.baris
        where = ", ".join(filter(None, (self.berkas, row, self.kolom_text())))
        return (
            f"{where}: semula {_quote(self.asal)}, kita {_quote(self.kita)}, "
            f"mereka {_quote(self.mereka)}"
        )

    def kolom_text(self) -> str:
        """Return the column as a person names it, "" for the whole row."""
        return f"kolom {self.kolom}" if self.kolom else ""


def _quote(text: str) -> str:
    return f"“{shorten(text, LONGEST)}”" if text else EMPTY


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged files that differ from ours (None: removed), the conflicts.

    `lost` tells each column, row and file that went because they removed it, with what it held.
    """

    files: Mapping[str, bytes | None] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    lost: tuple[str, ...] = ()


def keep_ours(_conflict: Conflict) -> str | None:
    """Decide no conflict: ours stays."""
    return None


def merge_projects(
    base: Mapping[str, RawTable],
    ours: Mapping[str, RawTable],
    theirs: Mapping[str, RawTable],
    choose: Callable[[Conflict], str | None] = keep_ours,
) -> Merged:
    """Merge whole data folders.

    In: the tables of each by file name; what decides a conflict (the value to be taken; None: it
    stays open, and ours stands).
    """
    files: dict[str, bytes | None] = {}
    conflicts: list[Conflict] = []
    # Ours first: conflicts come in the order of our files.
    for name in dict.fromkeys((*ours, *theirs, *base)):
        if name == MEASURED:
            continue
        sides = base.get(name), ours.get(name), theirs.get(name)
        content, found = merge_file(name, sides, choose)
        conflicts += found
        if content is not _UNCHANGED:
            files[name] = content if isinstance(content, bytes) else None
    return Merged(files, tuple(conflicts))


class _Unchanged:
    """Says that a file stays as we have it."""


# A value of its own, for None says that the file goes.
_UNCHANGED = _Unchanged()


def merge_file(
    name: str,
    sides: tuple[RawTable | None, RawTable | None, RawTable | None],
    choose: Callable[[Conflict], str | None] = keep_ours,
) -> tuple[bytes | _Unchanged | None, list[Conflict]]:
    """Merge three versions of a file.

    Out: its bytes, None where it is to be removed, or that ours stays as it is.
    """
    base, ours, theirs = sides
    if theirs is None:
        return _remove_file(name, base, ours)
    # We removed it, they left it as it was: it stays removed.
    if ours is None and base is not None and _contents(base) == _contents(theirs):
        return _UNCHANGED, []
    merger = _Merger(name, sides, choose)
    table = merger.merge()
    # Compared by content: a file that only another program wrote anew is not written.
    if ours is not None and _contents(ours) == (table.header, list(table.rows.values())):
        return _UNCHANGED, merger.conflicts
    rows = ([row.get(column, "") for column in table.header] for row in table.rows.values())
    return write_csv([table.header, *rows]), merger.conflicts


def _remove_file(
    name: str, base: RawTable | None, ours: RawTable | None
) -> tuple[_Unchanged | None, list[Conflict]]:
    """Return what becomes of a file that they do not have: it goes, unless we changed it."""
    if base is None or ours is None:
        # It was never there, or both removed it.
        return _UNCHANGED, []
    if _contents(base) == _contents(ours):
        return None, []
    # They removed what we changed: nothing is lost before a person has said so.
    gone = Conflict(name, WHOLE_FILE, WHOLE_ROW, "ada", "berubah", GONE)
    return _UNCHANGED, [gone]


def _contents(table: RawTable) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    return table.header, table.texts()


class _Merger:
    """Merges the rows of one file; gathers its conflicts."""

    def __init__(
        self,
        name: str,
        sides: tuple[RawTable | None, RawTable | None, RawTable | None],
        choose: Callable[[Conflict], str | None],
    ) -> None:
        self._name, self._choose = name, choose
        _, (self._base, self._ours, self._theirs) = key_tables(sides)
        self.conflicts: list[Conflict] = []

    def merge(self) -> KeyedTable:
        header = self._merge_header()
        # A row that only the base has was removed by both: nobody asks for it.
        keys = dict.fromkeys((*self._ours.rows, *self._theirs.rows))
        found = {key: self._merge_row(key, header) for key in keys}
        kept = {key: row for key, row in found.items() if row is not None}
        order = merge_order(
            list(self._base.rows), list(self._ours.rows), list(self._theirs.rows), kept
        )
        return KeyedTable(header, {key: kept[key] for key in order})

    def _merge_header(self) -> tuple[str, ...]:
        """Return our columns, with those that they added beside their neighbour.

        Without those that one side removed, unless the other side changed what they hold.
        """
        base, ours, theirs = (side.header for side in (self._base, self._ours, self._theirs))
        gone = {name for name in base if self._is_gone(name, self._theirs, self._ours)}
        ours_gone = {name for name in base if self._is_gone(name, self._ours, self._theirs)}
        # In the order of ours, theirs beside their neighbours.
        kept = [name for name in dict.fromkeys((*ours, *theirs)) if name not in gone | ours_gone]
        return tuple(merge_order(base, ours, theirs, kept))

    def _is_gone(self, name: str, side: KeyedTable, other: KeyedTable) -> bool:
        """Return whether a column goes, as one side removed it."""
        # A side without the file has removed no column.
        if not side.header or name in side.header:
            return False
        column = [row[name] for key, row in other.rows.items() if self._is_changed(key, name, row)]
        if not column:
            # Nobody has changed anything in it since.
            return True
        ours_gone = side is self._ours
        held = " | ".join(row[name] for row in self._base.rows.values() if row[name])
        changed = " | ".join(cell or EMPTY for cell in column)
        sides = (GONE, changed) if ours_gone else (changed, GONE)
        decided = self._decide(Conflict(self._name, ALL_ROWS, name, held, *sides))
        return ours_gone if decided is None else decided == GONE

    def _is_changed(self, key: Key, name: str, row: Row) -> bool:
        return name in row and row[name] != self._base.rows.get(key, {}).get(name, "")

    def _merge_row(self, key: Key, header: tuple[str, ...]) -> Row | None:
        base, ours, theirs = (side.rows.get(key) for side in (self._base, self._ours, self._theirs))
        if ours is None and base is not None:
            return self._after_removal(key, base, theirs, taken=theirs, ours_gone=True)
        if theirs is None and base is not None:
            return self._after_removal(key, base, ours, taken=ours, ours_gone=False)
        # New on one side only: nothing stands against it.
        if ours is None or theirs is None:
            return ours if theirs is None else theirs
        return dict(self._merge_cells(key, header, (base or {}, ours, theirs)))

    def _after_removal(
        self, key: Key, base: Row, other: Row | None, *, taken: Row | None, ours_gone: bool
    ) -> Row | None:
        """Return what becomes of a row that one side removed.

        It goes, unless the other side changed it.
        """
        # Without the columns that the other side lacks: their removal changes no row.
        was = {name: cell for name, cell in base.items() if other is None or name in other}
        if other is None or _filled(other) == _filled(was):
            return None
        sides = (GONE, _sketch(other)) if ours_gone else (_sketch(other), GONE)
        decided = self._decide(
            Conflict(self._name, " ".join(key), WHOLE_ROW, _sketch(base), *sides)
        )
        if decided is None:
            # Not decided: ours stays, removed or changed.
            return None if ours_gone else taken
        return None if decided == GONE else taken

    def _merge_cells(
        self, key: Key, header: tuple[str, ...], sides: tuple[Row, Row, Row]
    ) -> Iterator[tuple[str, str]]:
        for column in header:
            base = sides[0].get(column, "")
            # A column that one side lacks was not changed there.
            ours, theirs = (side.get(column, base) for side in sides[1:])
            # Untouched by them, or changed alike.
            if theirs in (base, ours):
                yield column, ours
            elif ours == base:
                yield column, theirs
            else:
                conflict = Conflict(self._name, " ".join(key), column, base, ours, theirs)
                decided = self._decide(conflict)
                yield column, ours if decided is None else decided

    def _decide(self, conflict: Conflict) -> str | None:
        decided = self._choose(conflict)
        if decided is None:
            self.conflicts.append(conflict)
        return decided


def _filled(row: Row) -> Row:
    """Return the cells of a row that hold something: a new, empty column changes no row."""
    return {name: cell for name, cell in row.items() if cell}


def _sketch(row: Row) -> str:
    return " | ".join(cell for cell in row.values() if cell)[:LONGEST]
