"""Each rupiah once: what was split or merged below one parent, as rows whose sums hold.

In a table of data a row and its parts cannot both bear the same rupiah, as they do in the form that
is signed. Of a merge the result bears what its sources had, which have no row; a row that was split
along its rows has none, and its parts bear what these rows had, the last one also what the old
edition did not give to any row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.review.diff import status
from renstra_doc.review.matriks.amounts import add, amount_of_row
from renstra_doc.review.matriks.entries import UNCOUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.review.matriks.entries import Pair

    Kin = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CountedOnce:
    """Who speaks for whom: results of merges for their sources, parts for the split whole.

    `absorbed` are rows below one that took them in, with all that stood below them.
    """

    pair: Pair
    merged: Kin = field(default_factory=dict)
    split: Kin = field(default_factory=dict)
    absorbed: frozenset[str] = frozenset()

    @property
    def silent(self) -> set[str]:
        """The rows of the old edition that have no row of their own."""
        sources = {key for sources in self.merged.values() for key in sources}
        return sources | set(self.split) | self.absorbed

    def has_stayed(self, induk: str) -> bool:
        """Return whether a row keeps, in the old edition, the rupiah of what went on elsewhere."""
        old, new = (table.row_by_id for table in self.pair.tables)
        return induk in old and induk not in new and induk not in self.silent

    def old_amount(self, key: str, kolom: str) -> Decimal | None:
        """Return what a row had in the old edition, what it speaks for counted in."""
        whole = next((found for found, parts in self.split.items() if key in parts), "")
        if not whole:
            keys = (key, *self.merged.get(key, ()))
            return add(amount_of_row(self.pair, 0, one, kolom) for one in keys)
        # The last part bears the rest, so that the parts make up the whole to the rupiah.
        *firsts, last = self.split[whole]
        if key != last:
            return self._of_rows(key, kolom)
        total = amount_of_row(self.pair, 0, whole, kolom)
        given = add(self._of_rows(one, kolom) for one in firsts)
        return None if total is None else total - (given or Decimal(0))

    def taken_amount(self, key: str, kolom: str) -> Decimal | None:
        """Return what the rows had in the old edition that one took in where it stands now."""
        sources = self.merged.get(key, ())
        return add(amount_of_row(self.pair, 0, one, kolom) for one in sources)

    def _of_rows(self, key: str, kolom: str) -> Decimal | None:
        """Return what the rows below a part had in the old edition."""
        rows = self.pair.tables[1].children.get(key, ())
        return add(
            amount_of_row(self.pair, 0, row.id, kolom)
            for row in rows
            if row.tingkat not in UNCOUNTED
        )


def count_once(pair: Pair) -> CountedOnce:
    """Return who speaks for whom: only below one parent, for else a sum above would not hold."""
    table = pair.tables[1].id
    merged = {
        key: _find_sources(pair, key, fate.kin)
        for (name, key), fate in pair.lineage.new.items()
        if name == table and fate.status == status.MERGED
    }
    split = {
        key: fate.kin
        for (name, key), fate in pair.lineage.old.items()
        if name == table and fate.status == status.SPLIT and _is_split_here(pair, key, fate.kin)
    }
    absorbed = frozenset(
        row
        for (name, key), fate in pair.lineage.new.items()
        if name == table and fate.status == status.MERGED
        for row in _list_absorbed(pair, key, fate.kin)
    )
    return CountedOnce(pair, merged, split, absorbed)


def _list_absorbed(pair: Pair, key: str, sources: tuple[str, ...]) -> Iterator[str]:
    """Yield the rows below one that took in all that stood below it: its rupiah holds theirs."""
    old, new = pair.tables
    if key in new.children or not {row.id for row in old.children.get(key, ())} <= set(sources):
        return
    waiting = [key]
    while waiting:
        below = [row.id for row in old.children.get(waiting.pop(), ())]
        gone = [one for one in below if one not in new.row_by_id]
        yield from gone
        waiting += gone


def _find_sources(pair: Pair, key: str, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of a merge that are gone from where its result stands."""
    old, new = (table.row_by_id for table in pair.tables)
    return tuple(
        one
        for one in sources
        if one in old and one not in new and _is_parent(pair, old[one].induk, new[key].induk)
    )


def _is_split_here(pair: Pair, key: str, parts: tuple[str, ...]) -> bool:
    """Return whether a row is gone and each of its rows went to one of the parts."""
    new = pair.tables[1].row_by_id
    rows = pair.tables[0].children.get(key, ())
    if not parts or not rows or key in new:
        return False
    return all(_has_come(pair, key, one) for one in parts) and all(
        row.id in new and new[row.id].induk in parts for row in rows
    )


def _has_come(pair: Pair, whole: str, part: str) -> bool:
    """Return whether a part is new, and stands where the whole stood."""
    old, new = (table.row_by_id for table in pair.tables)
    is_new = part in new and part not in old
    return is_new and _is_parent(pair, old[whole].induk, new[part].induk)


def _is_parent(pair: Pair, old: str, new: str) -> bool:
    fate = pair.lineage.old.get((pair.tables[0].id, old))
    return old == new or (fate is not None and new in fate.kin)
