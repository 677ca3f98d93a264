"""What made a number shift.

The blocks, rows, columns or tables before it that came, went, moved or count otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import (
    BlockChange,
    ColumnChange,
    InTable,
    Kind,
    RowChange,
    TableChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.model import Block
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition

    Numbered = list[tuple[int, Change]]

HEADINGS, ITEM, TEXT = ("bab", "subbab"), "butir", "paragraf"
# What of a block says how it is counted, and what of it whether it ends the list before it.
COUNTED, ENDING = ("jenis", "tingkat", "penanda", "acuan"), ("jenis", "tingkat")


class Shifts:
    """Finds the inputs that a shifted number follows from, by their positions among all changes."""

    def __init__(self, old: Edition, new: Edition, inputs: Sequence[Change]) -> None:
        """Index both editions: the place of each block, the items of each list."""
        self._editions = (old, new)
        self._structural = [
            (number, change) for number, change in enumerate(inputs) if change.is_structural
        ]
        self._blocks = [
            (number, change)
            for number, change in enumerate(inputs)
            if isinstance(change, BlockChange)
            and (change.is_structural or change.column in COUNTED)
        ]
        self._places = [
            {key: place for place, key in enumerate(edition.blocks)} for edition in self._editions
        ]
        self._items = [_group_items(edition) for edition in self._editions]
        self._chapters = [_find_chapters(edition) for edition in self._editions]
        self._headings = list(self._list_headings())

    def find(self, change: Change, last: str) -> set[int]:
        """Return what made a number shift.

        `last` is the id of the last place that the change stands for.
        """
        if isinstance(change, BlockChange):
            is_heading = change.jenis in HEADINGS
            found = (
                self._find_for_heading(change) if is_heading else self._find_for_item(change, last)
            )
            return found or self._find_nearest(change)
        if isinstance(change, TableChange):
            return self._find_tables()
        is_column = isinstance(change, ColumnChange) and change.attribute == "nomor"
        wanted = ColumnChange if is_column else RowChange
        return {
            number
            for number, other in self._structural
            if isinstance(other, wanted)
            and isinstance(change, InTable)
            and other.table.id == change.table.id
        }

    def _find_tables(self) -> set[int]:
        """Return the tables that came, went or moved, else the blocks that print them."""
        tables = {n for n, other in self._structural if isinstance(other, TableChange)}
        blocks = [(n, b) for n, b in self._structural if isinstance(b, BlockChange)]
        printed = {number for number, other in blocks if other.jenis == "tabel"}
        # A chapter that came shifts the numbers of its tables too.
        return (
            tables
            or printed
            or {number for number, other in blocks if other.jenis in ("bab", "lampiran")}
        )

    def _find_nearest(self, change: BlockChange) -> set[int]:
        """Return the nearest block before it, where nothing better is known."""
        blocks = [
            pair
            for pair in self._blocks
            if change.jenis not in HEADINGS or pair[1].jenis in HEADINGS
        ]
        # By the order of the whole document, so the nearest one above it.
        before = [(other.order, number) for number, other in blocks if other.order <= change.order]
        if before:
            return {max(before)[1]}
        return {min((other.order, number) for number, other in blocks)[1]} if blocks else set()

    def _both(self, key: str) -> Iterator[tuple[int, Block]]:
        """Yield the editions that have a block, each with it."""
        for side, edition in enumerate(self._editions):
            block = edition.blocks.get(key)
            if block is not None:
                yield side, block

    def _stands_in(self, key: str, spans: Sequence[range]) -> bool:
        return any(self._places[side][key] in spans[side] for side, _ in self._both(key))

    # Headings

    def _find_for_heading(self, change: BlockChange) -> set[int]:
        """Return the headings before it that are as high or higher.

        Of its chapter, and chapters where that shifted.
        """
        level = max(_level(block) for _, block in self._both(change.id))
        whole = [range(places[change.id] + 1) for places in self._places]
        upper = self._headings_in(whole, 1, 1)
        if level == 1:
            return upper
        inside = [
            range(chapters[change.id], span.stop)
            for chapters, span in zip(self._chapters, whole, strict=True)
        ]
        near = self._headings_in(inside, 2, level)
        # In `2.3` a changed 2 has its cause among the chapters, a changed 3 in its own.
        is_own, is_upper = _parts_that_differ(change.old, change.new)
        return (near if is_own else set()) | (upper if is_upper or not near else set())

    def _headings_in(self, spans: Sequence[range], highest: int, lowest: int) -> set[int]:
        return {
            number
            for number, level, key in self._headings
            if highest <= level <= lowest and self._stands_in(key, spans)
        }

    def _list_headings(self) -> Iterator[tuple[int, int, str]]:
        """Yield (position, level, id) of each change that touches a heading."""
        for number, change in self._blocks:
            levels = [
                _level(block) for _, block in self._both(change.id) if block.jenis in HEADINGS
            ]
            if levels:
                yield number, min(levels), change.id

    # Lists

    def _find_for_item(self, change: Change, last: str) -> set[int]:
        """Return what counts before the last item of a list, and what begins or ends one there."""
        family = {key for side in range(2) for key in self._list_of(side, change.id)}
        spans = [self._span(side, last, family) for side in range(2)]
        return {
            number
            for number, other in self._blocks
            if self._stands_in(other.id, spans) and self._may_shift(other, change.id, family)
        }

    def _list_of(self, side: int, key: str) -> Sequence[str]:
        return self._items[side].get(self._editions[side].lists.get(key, 0), ())

    def _span(self, side: int, key: str, family: Iterable[str]) -> range:
        places = self._places[side]
        end = places[key]
        return range(
            min([places[other] for other in family if other in places], default=end), end + 1
        )

    def _may_shift(self, other: Change, key: str, family: set[str]) -> bool:
        """Return whether a block may shift the number of an item.

        One of its lists as high or higher, or an end of a list.
        """
        item = self._editions[1].blocks[key]
        blocks = [block for _, block in self._both(other.id)]
        if other.id in family and any(_is_as_high(block, item) for block in blocks):
            return True
        # A list with a name goes on across whatever stands between.
        if _may_end_lists(other) and not item.acuan and any(map(_ends_list, blocks)):
            return True
        return other.kind is Kind.CHANGED and other.id == key


def _group_items(edition: Edition) -> dict[int, list[str]]:
    items: dict[int, list[str]] = {}
    for key, number in edition.lists.items():
        if number:
            items.setdefault(number, []).append(key)
    return items


def _find_chapters(edition: Edition) -> dict[str, int]:
    """Return the place of the chapter that each block stands in."""
    chapters: dict[str, int] = {}
    start = 0
    for place, (key, block) in enumerate(edition.blocks.items()):
        start = place if block.jenis == "bab" else start
        chapters[key] = start
    return chapters


def _is_as_high(block: Block, item: Block) -> bool:
    return block.jenis == ITEM and (block.tingkat or 1) <= (item.tingkat or 1)


def _may_end_lists(change: Change) -> bool:
    """Return whether a change of a block may end or join the lists around it."""
    return change.is_structural or change.column in ENDING


def _ends_list(block: Block) -> bool:
    return block.jenis != ITEM and not (block.jenis == TEXT and block.tingkat)


def _level(block: Block) -> int:
    return 1 if block.jenis == "bab" else block.tingkat or 2


def _parts_that_differ(old: str, new: str) -> tuple[bool, bool]:
    """Return whether the own part of a heading number changed, and whether the upper one did.

    In `2.3` the own part is `3`.
    """
    sides = [text.rstrip(".").rpartition(".") for text in (old, new)]
    return sides[0][2] != sides[1][2], sides[0][0] != sides[1][0]
