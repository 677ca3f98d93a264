"""What only counts otherwise: numbers of headings, lists and columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import FACTS, Group, Kind, Reason
from renstra_doc.review.diff.derived import EditionWalk, printed_change
from renstra_doc.review.diff.described import describe_block
from renstra_doc.review.spot import FIGURES
from renstra_doc.review.wording import name_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.model import Row
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.derived import ColumnPair
    from renstra_doc.review.edition import Edition

NUMBERED, ITEMS = ("bab", "subbab", "lampiran", *FIGURES), ("butir",)


def find_renumbered(old: Edition, new: Edition) -> list[tuple[Change, str]]:
    """Return what only counts otherwise, each with the id of the last place that it stands for.

    Headings, lists and columns: one entry for a level of a list, one for a column.
    """
    walk = EditionWalk(old, new)
    return [*_renumbered_headings(walk), *_renumbered_lists(walk), *_renumbered_columns(walk)]


def _renumbered_headings(walk: EditionWalk) -> Iterator[tuple[Change, str]]:
    for block in walk.new.document.blocks:
        if block.jenis in NUMBERED and _is_renumbered(walk, block.id):
            yield _marker_change(walk, block.id, 1), block.id


def _renumbered_lists(walk: EditionWalk) -> Iterator[tuple[Change, str]]:
    levels: dict[tuple[int, int], list[str]] = {}
    for block in walk.new.document.blocks:
        if block.jenis in ITEMS and _is_renumbered(walk, block.id):
            levels.setdefault((walk.new.lists.get(block.id, 0), block.tingkat or 1), []).append(
                block.id
            )
    # One entry for a level of a list: ten shifted items are one thing to read.
    for ids in levels.values():
        yield _marker_change(walk, ids[0], len(ids)), ids[-1]


def _is_renumbered(walk: EditionWalk, key: str) -> bool:
    former, block = walk.old.blocks.get(key), walk.new.blocks[key]
    if former is None or (former.jenis, former.tingkat, former.penanda) != (
        block.jenis,
        block.tingkat,
        block.penanda,
    ):
        return False
    return walk.old.markers.get(key, "") != walk.new.markers.get(key, "")


def _marker_change(walk: EditionWalk, key: str, count: int) -> Change:
    texts = walk.old.markers.get(key, ""), walk.new.markers.get(key, "")
    change = describe_block(Kind.CHANGED, walk.new, walk.new.blocks[key], texts, "penanda")
    order = (*walk.ranks[key], FACTS)
    return replace(change, count=count, reason=Reason(Group.NUMBERING), order=order)


def _renumbered_columns(walk: EditionWalk) -> Iterator[tuple[Change, str]]:
    for pair in walk.columns():
        if pair.columns[1].jenis == "urut":
            rows = [row for row in pair.tables[1].rows if _counts_otherwise(walk, pair, row)]
            if rows:
                yield _numbers_change(walk, pair, rows), rows[-1].id


def _numbers_change(walk: EditionWalk, pair: ColumnPair, rows: Sequence[Row]) -> Change:
    """Return one change for the numbers of all these rows; it shows that of the first."""
    table, kolom = pair.tables[1], pair.columns[1].kolom
    before, after = walk.printed_cells(table, rows[0], kolom)
    place = table.cell_place(rows[0], kolom)
    change = printed_change(walk, pair, (before or "", after or ""), place, "urut")
    name = name_row(walk.new, table, rows[0])
    return replace(change, count=len(rows), row=name, reason=Reason(Group.NUMBERING))


def _counts_otherwise(walk: EditionWalk, pair: ColumnPair, row: Row) -> bool:
    (former, table), kolom = pair.tables, pair.columns[1].kolom
    other = former.row_by_id.get(row.id)
    if other is None or former.cell(other, kolom).teks != table.cell(row, kolom).teks:
        return False
    before, after = walk.printed_cells(table, row, kolom)
    return None not in (before, after) and before != after
