"""Two editions of a document → what was changed in the data, matched by identity, in printed order.

Every change found here is an input that a person changed; what follows from it is added by
`review.cause`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.review.diff.block_words import (
    name_kind,
    name_source,
    print_block,
    show_field,
)
from renstra_doc.review.diff.change import (
    CAPTION,
    FACTS,
    OUTSIDE,
    BlockChange,
    BoxChange,
    FactChange,
    Kind,
)
from renstra_doc.review.diff.figure_changes import compare_figures
from renstra_doc.review.diff.moves import find_moves, rank_ids
from renstra_doc.review.diff.table_changes import compare_tables
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import after_item, kind_of, show_date, show_short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Block, Box
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition

FACTS_FILE = "dokumen.csv"
BLOCK_FIELDS = ("jenis", "tingkat", "penanda", "gaya", "acuan", "teks")
BOX_FIELDS = ("induk", "jabatan", "eselon", "jumlah", "bagan")


def find_changes(old: Edition, new: Edition) -> list[Change]:
    """Return every changed input of a document, in printed order: facts, blocks, boxes, tables."""
    found = [
        *_compare_facts(old, new),
        *_compare_blocks(old, new),
        *_compare_boxes(old, new),
        *compare_tables(old, new),
    ]
    return sorted(found, key=lambda change: change.order)


# Facts


def _compare_facts(old: Edition, new: Edition) -> Iterator[Change]:
    before, after = old.document.dokumen, new.document.dokumen
    ranks = rank_ids(tuple(before), tuple(after))
    for kunci, rank in ranks.items():
        values = before.get(kunci), after.get(kunci)
        if values[0] != values[1]:
            edition = old if values[1] is None else new
            place = edition.document.fact_places.get(kunci, Place(FACTS_FILE, 0, "nilai"))
            texts = (values[0] or "", values[1] or "")
            name = edition.document.fact_names.get(kunci) or kunci.replace("_", " ").capitalize()
            change = FactChange(kind_of(*values), kunci, *texts, place, column="nilai", name=name)
            shown = show_date(texts[0]), show_date(texts[1])
            yield replace(
                change, old_text=shown[0], new_text=shown[1], order=(*OUTSIDE, FACTS, *rank)
            )


# Blocks


def _compare_blocks(old: Edition, new: Edition) -> Iterator[Change]:
    ids = tuple(old.blocks), tuple(new.blocks)
    ranks = rank_ids(*ids)
    for key, rank in ranks.items():
        before, after = old.blocks.get(key), new.blocks.get(key)
        for change in _compare_block(before, after, old, new):
            yield replace(change, order=(*rank, FACTS))
    for move in find_moves(*ids, (old.above, new.above)):
        change = _block_change(
            Kind.MOVED, new, new.blocks[move.id], (_after(old, move.id), _after(new, move.id))
        )
        yield replace(change, count=1 + len(move.riders), order=(*ranks[move.id], FACTS))


def _compare_block(
    before: Block | None, after: Block | None, old: Edition, new: Edition
) -> Iterator[Change]:
    if before is not None and after is not None:
        yield from _compare_fields((before, after), (old, new))
        yield from _compare_drawn((before, after), (old, new))
    elif before is not None:
        yield _block_came_or_went(old, before, Kind.REMOVED)
    elif after is not None:
        yield _block_came_or_went(new, after, Kind.ADDED)


def _compare_fields(
    blocks: tuple[Block, Block], editions: tuple[Edition, Edition]
) -> Iterator[Change]:
    for name in BLOCK_FIELDS:
        old, new = (_shown(getattr(block, name)) for block in blocks)
        if old != new:
            change = _block_change(Kind.CHANGED, editions[1], blocks[1], (old, new), name)
            texts = _read_field(editions, blocks, name) or (change.old_text, change.new_text)
            yield replace(change, old_text=texts[0], new_text=texts[1])


def _compare_drawn(
    blocks: tuple[Block, Block], editions: tuple[Edition, Edition]
) -> Iterator[Change]:
    documents = editions[0].document, editions[1].document
    for name, was, now, place in compare_figures(blocks, documents):
        change = _block_change(Kind.CHANGED, editions[1], blocks[1], (was, now), name)
        old, new = (
            show_field(edition, block, name, text)
            for edition, block, text in zip(editions, blocks, (was, now), strict=True)
        )
        yield replace(change, place=place, old_text=old, new_text=new)


def _block_came_or_went(edition: Edition, block: Block, kind: Kind) -> Change:
    text = print_block(edition, block)
    return _block_change(kind, edition, block, ("", text) if kind is Kind.ADDED else (text, ""))


def _read_field(
    editions: tuple[Edition, Edition], blocks: tuple[Block, Block], name: str
) -> tuple[str, str] | None:
    """Return a field of a block in both editions as it is read; None where that is its value."""
    if name == "jenis":
        return name_kind(blocks[0].jenis), name_kind(blocks[1].jenis)
    if name == "acuan":
        return name_source(editions[0], blocks[0]), name_source(editions[1], blocks[1])
    if name == "teks":
        old, new = (
            edition.texts.get(block.id, "") or read_text(edition.show(block.teks))
            for edition, block in zip(editions, blocks, strict=True)
        )
        return old, new
    return None


def _block_change(
    kind: Kind, edition: Edition, block: Block, values: tuple[str, str], column: str = ""
) -> Change:
    place = Place(block.place.file, block.place.line, column or block.place.column)
    bab = edition.bab.get(block.id, "")
    return BlockChange(
        kind,
        block.id,
        *values,
        place,
        column=column,
        bab=bab,
        spot=edition.spots.get(block.id, ""),
        jenis=block.jenis,
        old_text=read_text(values[0]),
        new_text=read_text(values[1]),
    )


def _after(edition: Edition, key: str) -> str:
    """Say where a block stands: after which one."""
    blocks = edition.document.blocks
    place = next(number for number, block in enumerate(blocks) if block.id == key)
    if not place:
        return "paling awal"
    before = blocks[place - 1]
    name = show_short(print_block(edition, before)) or edition.spots.get(before.id, "")
    return f"sesudah “{name}” ({edition.bab.get(key, '')})"


def _shown(value: object) -> str:
    return "" if value in (0, None) else str(value)


# Boxes of the chart


def _compare_boxes(old: Edition, new: Edition) -> Iterator[Change]:
    boxes = [{box.id: box for box in edition.document.boxes} for edition in (old, new)]
    ids = tuple(boxes[0]), tuple(boxes[1])
    ranks = rank_ids(*ids)
    spots = _chart_rank(old, new)
    for key, rank in ranks.items():
        before, after = boxes[0].get(key), boxes[1].get(key)
        for change in _compare_box(before, after, old, new):
            yield replace(change, order=(*spots, CAPTION, *rank))
    for move in find_moves(*ids):
        names = [{key: box.jabatan for key, box in side.items()} for side in boxes]
        texts = after_item(ids[0], move.id, names[0]), after_item(ids[1], move.id, names[1])
        change = _box_change(Kind.MOVED, new, boxes[1][move.id], texts)
        yield replace(change, order=(*spots, CAPTION, *ranks[move.id]))


def _chart_rank(old: Edition, new: Edition) -> tuple[int, int]:
    ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))
    found = (
        ranks[key]
        for edition in (new, old)
        for key, block in edition.blocks.items()
        if block.jenis == "bagan"
    )
    return next(found, OUTSIDE)


def _compare_box(
    before: Box | None, after: Box | None, old: Edition, new: Edition
) -> Iterator[Change]:
    if before is None or after is None:
        edition, box = (old, before) if after is None else (new, after)
        if box is not None:
            text = edition.boxes.get(box.id, box.jabatan)
            values = (text, "") if after is None else ("", text)
            yield _box_change(kind_of(before, after), edition, box, values)
        return
    for name in BOX_FIELDS:
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1]:
            change = _box_change(Kind.CHANGED, new, after, values, name)
            shown = [_show_box(*pair, name) for pair in ((old, before), (new, after))]
            yield replace(change, old_text=shown[0], new_text=shown[1])


def _show_box(edition: Edition, box: Box, name: str) -> str:
    """Return a field of a box as it is read: of the box above it the title, not the id."""
    if name != "induk":
        return edition.show(str(getattr(box, name)))
    titles = {other.id: edition.show(other.jabatan) for other in edition.document.boxes}
    return titles.get(box.induk, "")


def _box_change(
    kind: Kind, edition: Edition, box: Box, values: tuple[str, str], column: str = ""
) -> Change:
    place = Place(box.place.file, box.place.line, column or "jabatan")
    bab = next(
        (edition.bab[key] for key, block in edition.blocks.items() if block.jenis == "bagan"), ""
    )
    change = BoxChange(
        kind,
        box.id,
        *values,
        place,
        name=edition.show(box.jabatan),
        column=column,
        bab=bab,
    )
    return replace(change, old_text=values[0], new_text=values[1])
