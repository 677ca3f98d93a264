"""Edits of what is drawn: picture, graph, tree or chart, its caption and its source are one block.

Word knows them as paragraphs of their own: who moves or deletes a picture with its caption has made
several edits, and meant one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.docx.drawings import PICTURE
from renstra_doc.returned.proposals import GRAPHS, Act, Proposal, ProposalFate
from renstra_doc.review.verify.edits import Did
from renstra_doc.review.verify.lines import join_blanks

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from renstra_doc.model import Block
    from renstra_doc.returned.carried_data import CarriedData
    from renstra_doc.review.verify.edits import Edit

DRAWN = frozenset({"gambar", "grafik", "pohon", "bagan"})


def find_drawn(carried: CarriedData, edit: Edit) -> Block | None:
    """Return the block of which an edit changes the caption or the source; None for any other."""
    if edit.place.file == GRAPHS:
        return carried.graphs.get(edit.place.line)
    block = carried.blocks.get((edit.place.file, edit.place.line))
    is_caption = block is not None and block.jenis in DRAWN and edit.old != PICTURE
    return block if is_caption else None


def follow_drawings(carried: CarriedData, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits without those of captions and sources that only went with what they stand at.

    Of one that moved along and was written anew the new words stay an edit.
    """
    named = list(edits)
    for did in (Did.REMOVED, Did.MOVED):
        named = _name_drawings(carried, named, did)
    signs = {(edit.place.file, edit.place.line, edit.did) for edit in named if edit.old == PICTURE}
    for edit in named:
        block = find_drawn(carried, edit)
        if block is None or (block.place.file, block.place.line, edit.did) not in signs:
            yield edit
        elif edit.did is Did.MOVED and join_blanks(edit.isi[0].text) != join_blanks(edit.old):
            yield replace(edit, did=Did.CHANGED, new=edit.isi[0].text)


def _name_drawings(carried: CarriedData, edits: Sequence[Edit], did: Did) -> list[Edit]:
    """Return edits in which each drawing that went or moved is the one whose caption did.

    All drawings look alike as text, so the next one may have been taken for it. One that left its
    caption behind is in doubt.
    """
    same = [edit for edit in edits if edit.did is did]
    lines = Counter(block.id for edit in same if (block := find_drawn(carried, edit)))
    signs = {id(edit): block for edit in same if (block := _find_captioned(carried, edit))}
    waiting = lines.keys() - {block.id for block in signs.values()}

    def name(edit: Edit) -> Edit:
        sign = signs.get(id(edit))
        if sign is None or sign.id in lines:
            return edit
        meant = _find_meant(carried, sign, lines, waiting)
        return replace(edit, ragu=True) if meant is None else replace(edit, place=meant.place)

    return [name(edit) for edit in edits]


def _find_meant(
    carried: CarriedData, sign: Block, lines: Mapping[str, int], waiting: Container[str]
) -> Block | None:
    """Return which drawing above another one was taken for that: all between them went whole."""
    blocks = carried.document.blocks
    above = reversed(blocks[: blocks.index(sign)])
    whole = takewhile(lambda block: lines.get(block.id) == _count_lines(carried, block), above)
    return next((block for block in whole if block.id in waiting), None)


def _count_lines(carried: CarriedData, block: Block) -> int:
    """Return of how many lines the caption and the source of what a block draws are."""
    graph = carried.document.graphs.get(block.acuan) if block.jenis == "grafik" else None
    return 1 + bool(graph.sumber if graph is not None else block.sumber)


def _find_captioned(carried: CarriedData, edit: Edit) -> Block | None:
    """Return the block of which an edit is of the drawing, where it has a caption."""
    block = carried.blocks.get((edit.place.file, edit.place.line))
    has_caption = block is not None and bool(carried.edition.markers.get(block.id))
    return block if has_caption and edit.old == PICTURE else None


def describe_drawing(carried: CarriedData, name: str, text: str, author: str) -> Proposal:
    """Return the alternative text of a drawing, written anew, as what it changes in the data."""
    block = next(block for block in carried.document.blocks if block.id == name)
    # A chart that has no other text is described by its own.
    is_own = block.jenis == "bagan" and not block.alternatif
    column = "teks" if is_own else "alternatif"
    record = carried.record(block.place)
    source = record.get(column, "")
    is_plain = column in record and "{{" not in source
    question = "" if is_plain else f"teks alternatif diubah di Word; ubah di {block.place.file}"
    return Proposal(
        ProposalFate.IN if is_plain else ProposalFate.DOUBTFUL,
        Act.CELL if is_plain else Act.NONE,
        "teks alternatif",
        block.place.file,
        block.id,
        column,
        source,
        text,
        author,
        tanya=question,
    )
