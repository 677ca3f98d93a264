"""What only counts otherwise: numbers of headings, lists and columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.review.diff.change import (
    COLUMNS,
    FACTS,
    BlockChange,
    Group,
    Kind,
    Reason,
)
from renstra_doc.review.diff.derived import EditionWalk, count_places, printed_change
from renstra_doc.review.spot import FIGURES
from renstra_doc.review.wording import (
    name_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Row, Table
    from renstra_doc.review.diff.change import Change
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
    block = walk.new.blocks[key]
    before, after = walk.old.markers.get(key, ""), walk.new.markers.get(key, "")
    place = Place(block.place.file, block.place.line, "penanda")
    return BlockChange(
        Kind.CHANGED,
        key,
        before,
        after,
        place,
        column="penanda",
        bab=walk.new.bab[key],
        old_text=before,
        new_text=after,
        jenis=block.jenis,
        spot=walk.new.spots.get(key, ""),
        count=count,
        reason=Reason(Group.NUMBERING),
        order=(*walk.ranks[key], FACTS),
    )


def _renumbered_columns(walk: EditionWalk) -> Iterator[tuple[Change, str]]:
    for former, table in walk.tables():
        for number, column in enumerate(table.columns):
            if column.jenis != "urut" or column.kolom not in former.index:
                continue
            rows = [
                row
                for row in table.rows
                if _counts_otherwise(walk, former, table, row, column.kolom)
            ]
            if rows:
                key = (table.id, rows[0].id, column.kolom)
                texts = walk.old.cells.get(key, ""), walk.new.cells.get(key, "")
                place = table.cell_place(rows[0], column.kolom)
                change = printed_change(walk, table, column, texts, place)
                order = (*walk.rank(table), COLUMNS, number, 0)
                change = count_places(change, len(rows), order, "urut")
                name = name_row(walk.new, table, rows[0])
                yield replace(change, row=name, reason=Reason(Group.NUMBERING)), rows[-1].id


def _counts_otherwise(walk: EditionWalk, former: Table, table: Table, row: Row, kolom: str) -> bool:
    other = former.row_by_id.get(row.id)
    if other is None or former.cell(other, kolom).teks != table.cell(row, kolom).teks:
        return False
    before, after = walk.printed_cells(table, row, kolom)
    return None not in (before, after) and before != after
