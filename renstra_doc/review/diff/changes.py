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
    print_text,
    show_field,
)
from renstra_doc.review.diff.change import (
    CAPTION,
    FACTS,
    OUTSIDE,
    FactChange,
    Kind,
)
from renstra_doc.review.diff.described import describe_block, describe_box, find_chart
from renstra_doc.review.diff.figure_changes import compare_figures
from renstra_doc.review.diff.moves import find_moves, rank_ids
from renstra_doc.review.diff.table_changes import compare_tables
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import after_items, kind_of, show_date, show_short

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
    for kunci, rank in rank_ids(tuple(before), tuple(after)).items():
        values = before.get(kunci), after.get(kunci)
        if values[0] != values[1]:
            change = _fact_change(old if values[1] is None else new, kunci, values)
            yield replace(change, order=(*OUTSIDE, FACTS, *rank))


def _fact_change(edition: Edition, kunci: str, values: tuple[str | None, str | None]) -> FactChange:
    document = edition.document
    texts = values[0] or "", values[1] or ""
    return FactChange(
        kind_of(*values),
        kunci,
        *texts,
        document.fact_places.get(kunci, Place(FACTS_FILE, 0, "nilai")),
        column="nilai",
        old_text=show_date(texts[0]),
        new_text=show_date(texts[1]),
        name=document.fact_names.get(kunci) or kunci.replace("_", " ").capitalize(),
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
        return print_text(editions[0], blocks[0]), print_text(editions[1], blocks[1])
    return None


def _block_change(
    kind: Kind, edition: Edition, block: Block, values: tuple[str, str], column: str = ""
) -> Change:
    change = describe_block(kind, edition, block, values, column)
    return replace(change, old_text=read_text(values[0]), new_text=read_text(values[1]))


def _after(edition: Edition, key: str) -> str:
    """Say where a block stands: after which one."""
    blocks = edition.document.blocks
    place = edition.places[key]
    if not place:
        return "paling awal"
    before = blocks[place - 1]
    name = show_short(print_block(edition, before)) or edition.spots.get(before.id, "")
    return f"sesudah “{name}” ({edition.bab.get(key, '')})"


def _shown(value: object) -> str:
    return "" if value in (0, None) else str(value)


# Boxes of the chart


def _compare_boxes(old: Edition, new: Edition) -> Iterator[Change]:
    before, after = ({box.id: box for box in side.document.boxes} for side in (old, new))
    ranks = rank_ids(tuple(before), tuple(after))
    spot = _chart_rank(old, new)
    for key, rank in ranks.items():
        for change in _compare_box(before.get(key), after.get(key), old, new):
            yield replace(change, order=(*spot, CAPTION, *rank))
    for move in find_moves(tuple(before), tuple(after)):
        texts = after_items(map(_title_boxes, (old, new)), move.id)
        change = describe_box(Kind.MOVED, new, after[move.id], texts)
        yield replace(change, order=(*spot, CAPTION, *ranks[move.id]))


def _title_boxes(edition: Edition) -> dict[str, str]:
    return {box.id: box.jabatan for box in edition.document.boxes}


def _chart_rank(old: Edition, new: Edition) -> tuple[int, int]:
    ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))
    return ranks.get(find_chart(new) or find_chart(old), OUTSIDE)


def _compare_box(
    before: Box | None, after: Box | None, old: Edition, new: Edition
) -> Iterator[Change]:
    if before is not None and after is not None:
        yield from _compare_box_fields((before, after), (old, new))
    elif before is not None:
        yield describe_box(Kind.REMOVED, old, before, (_print_box(old, before), ""))
    elif after is not None:
        yield describe_box(Kind.ADDED, new, after, ("", _print_box(new, after)))


def _print_box(edition: Edition, box: Box) -> str:
    return edition.boxes.get(box.id, box.jabatan)


def _compare_box_fields(
    boxes: tuple[Box, Box], editions: tuple[Edition, Edition]
) -> Iterator[Change]:
    for name in BOX_FIELDS:
        values = getattr(boxes[0], name), getattr(boxes[1], name)
        if values[0] != values[1]:
            change = describe_box(Kind.CHANGED, editions[1], boxes[1], values, name)
            old, new = (_show_box(*side, name) for side in zip(editions, boxes, strict=True))
            yield replace(change, old_text=old, new_text=new)


def _show_box(edition: Edition, box: Box, name: str) -> str:
    """Return a field of a box as it is read: of the box above it the title, not the id."""
    if name != "induk":
        return edition.show(str(getattr(box, name)))
    titles = {other.id: edition.show(other.jabatan) for other in edition.document.boxes}
    return titles.get(box.induk, "")
