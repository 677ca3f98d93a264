"""Pairing: which block of the old edition became which one of the new, and which row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.review.diff.align import align_ids, take_pair, unite
from renstra_doc.review.redline.atoms import DEL, INS, LINK, PPR, R
from renstra_doc.review.redline.revision import P
from renstra_doc.view import DictumItem, ListingItem, TableItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from renstra_doc.review.redline.units import Unit
    from renstra_doc.view import Item

CAPTION, BODY_ROW, HEADER_ROW, NUMBERS_ROW = "judul", "r:", "h:", "n:"
_ANCHOR = f"{{{W}}}anchor"
# w:fldChar begin, the instruction, w:fldChar separate
_OPENING_RUNS = 3


@dataclass
class PairStep:
    """A block of the old edition, what it became in the new one, and their common unit.

    At the end of the text: `mark` says what the paragraph mark of a pair is; `other` is the last
    paragraph of the edition that has less: the last mark of all is that one's too.
    """

    old: _Element | None
    new: _Element | None
    item: Item | None
    part: str = ""
    mark: str = ""
    other: _Element | None = None


def pair_units(old: Unit | None, new: Unit | None) -> Iterator[PairStep]:
    """Align the paragraphs and tables of a unit."""
    old_keys, new_keys = _block_keys(old), _block_keys(new)
    blocks = tuple([] if unit is None else unit.blocks for unit in (old, new))
    for pair in align_ids(old_keys, new_keys):
        unit = old if pair[1] is None else new
        before, after = take_pair(blocks[0], blocks[1], pair)
        part = unite(old_keys, new_keys, [pair])[0]
        yield PairStep(before, after, unit.item if unit is not None else None, part)


def _block_keys(unit: Unit | None) -> list[str]:
    if unit is None:
        return []
    # Entries of a list are known by what they lead to, not by where they stand.
    if isinstance(unit.item, ListingItem):
        return [_entry_key(block) for block in unit.blocks]
    if isinstance(unit.item, TableItem):
        return [CAPTION, "tabel", "sumber"][: len(unit.blocks)]
    return [
        f"paragraf {number}" if block.tag == P else f"tabel {number}"
        for number, block in enumerate(unit.blocks)
    ]


def _entry_key(block: _Element) -> str:
    link = block.find(LINK)
    return "akhir" if link is None else link.get(_ANCHOR, "")


def row_keys(item: Item | None, rows: int) -> list[str]:
    """Return the identity of each row of a table.

    Rows of a template's own table go by their number.
    """
    if isinstance(item, TableItem):
        numbers = [NUMBERS_ROW] if item.nomor else []
        header = [f"{HEADER_ROW}{number}" for number in range(len(item.kepala))]
        return [*header, *numbers, *(f"{BODY_ROW}{row.id}" for row in item.rows)]
    if isinstance(item, DictumItem):
        return [f"{BODY_ROW}{paragraph.id}" for paragraph in item.paragraphs]
    return [f"{BODY_ROW}{number}" for number in range(rows)]


def pair_last(steps: list[PairStep]) -> None:
    """Make the last paragraph mark one of both editions: Word can neither insert nor delete it.

    Where both end otherwise, their last paragraphs are one that changed. Where one goes on after
    the other's end, the mark of the common paragraph is what came or went, and the last one changes
    its properties.
    """
    last_old, last_new = (
        next(step for step in reversed(steps) if getattr(step, side) is not None)
        for side in ("old", "new")
    )
    # The last paragraph is common, so its mark is too.
    if last_old is last_new:
        return
    if last_old.new is None and last_new.old is None:
        pair = PairStep(last_old.old, last_new.new, None)
        steps[:] = [step for step in steps if step is not last_old and step is not last_new]
        steps.append(pair)
    elif last_old.new is not None:
        last_old.mark, last_new.other = INS, last_old.old
    else:
        last_new.mark, last_old.other = DEL, last_new.new


# The field of a list


def take_opening(*units: Unit | None) -> list[_Element]:
    """Take the begin of the field out of both editions: it stays, whichever line comes first."""
    runs: list[_Element] = []
    for unit in filter(None, units):
        runs = [child for child in unit.blocks[0] if child.tag == R][:_OPENING_RUNS]
        for run in runs:
            unit.blocks[0].remove(run)
    return runs


def put_opening(paragraph: _Element, runs: Sequence[_Element]) -> None:
    """Put the begin of a field at the start of a paragraph."""
    start = next((number + 1 for number, child in enumerate(paragraph) if child.tag == PPR), 0)
    paragraph[start:start] = list(runs)
