"""Edits that are certain one by one, and doubtful beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.returned.proposals import Act, Proposal, ProposalFate
from renstra_doc.review.verify.lines import join_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.returned.carried_data import CarriedData

SHORTEST = 12  # letters of a text of which a part would stand in any other
_JOINED = "mungkin digabungkan dengan paragraf di dekatnya; yang satu memuat data ({{ }})"


def doubt_together(carried: CarriedData, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return all edits of a document; those that another one makes doubtful are questions."""
    return _check_removals(carried, _doubt_joined(carried, _doubt_parts(proposals)))


def _doubt_parts(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Ask about a paragraph that was cut off another one which cannot be taken as it is.

    Else its words would stand twice, and an expression in them as text.
    """
    doubted = {
        (each.berkas, each.baris)
        for each in proposals
        if each.fate is ProposalFate.DOUBTFUL and each.kolom == "teks"
    }
    text = "mungkin bagian dari paragraf di atasnya, yang memuat data"
    return [
        replace(each, fate=ProposalFate.DOUBTFUL, act=Act.NONE, tanya=text, kolom="teks")
        if each.act is Act.ADD and (each.berkas, each.sesudah) in doubted
        else each
        for each in proposals
    ]


def _doubt_joined(carried: CarriedData, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Ask about a paragraph with an expression that went, and whose text stands in another one.

    Else what the data compute would stand in the prose as typed.
    """
    gone = [
        each for each in proposals if _is_certain(each, Act.REMOVE) and _computes(carried, each)
    ]
    pairs = [
        (left, right)
        for left in gone
        for right in proposals
        if _is_certain(right, Act.CELL, Act.ADD) and _took(right, left)
    ]
    doubted = {id(each) for pair in pairs for each in pair}
    return [_ask(each) if id(each) in doubted else each for each in proposals]


def _is_certain(proposal: Proposal, *acts: Act) -> bool:
    return proposal.fate is ProposalFate.IN and proposal.act in acts


def _computes(carried: CarriedData, proposal: Proposal) -> bool:
    """Return whether the text of a paragraph of the prose holds an expression."""
    return any(
        "{{" in block.teks and block.id == proposal.baris and block.place.file == proposal.berkas
        for block in carried.blocks.values()
    )


def _took(proposal: Proposal, gone: Proposal) -> bool:
    """Return whether a paragraph came to hold the text of one that went."""
    here, before = (_holds_end(text, gone.semula) for text in (proposal.menjadi, proposal.semula))
    return here and not before


def _holds_end(text: str, other: str) -> bool:
    """Return whether the beginning or the end of another text stands in a text."""
    shown, sought = join_blanks(text), join_blanks(other)
    half = max(SHORTEST, len(sought) // 2)
    return len(sought) >= SHORTEST and (sought[:half] in shown or sought[-half:] in shown)


def _ask(proposal: Proposal) -> Proposal:
    can_go = proposal.act is Act.REMOVE
    made = Act.NONE if can_go else proposal.act
    return replace(proposal, fate=ProposalFate.DOUBTFUL, act=made, tanya=_JOINED, bisa=can_go)


def _check_removals(carried: CarriedData, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Ask about a row that goes while rows below it stay."""
    gone = {
        (each.berkas, each.baris)
        for each in proposals
        if each.act is Act.REMOVE and each.fate is ProposalFate.IN
    }
    tables = {table.file: table for table in carried.document.tables.values()}
    found = []
    for each in proposals:
        table = tables.get(each.berkas)
        children = table.children.get(each.baris, ()) if table is not None else ()
        left = [row.id for row in children if (each.berkas, row.id) not in gone]
        if each.act is Act.REMOVE and each.fate is ProposalFate.IN and left:
            text = f"baris ini dihapus, tetapi menjadi induk dari {', '.join(left[:5])}"
            each = replace(each, fate=ProposalFate.DOUBTFUL, tanya=text)  # noqa: PLW2901
        found.append(each)
    return found
