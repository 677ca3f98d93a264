"""The narrative as it is printed, with where each piece of a text comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.expression.language import TAG, Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.finding import Finding
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Block

# A call or fact that takes its value from the data; a mere constant does not.
_DATA = re.compile(r"\b(?:nilai|cacah|rujuk)\s*\(|\bdokumen\s*\.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a printed text: from where to where, and its expression ("" = typed)."""

    start: int
    end: int
    source: str = ""

    @property
    def is_bound(self) -> bool:
        """Return whether the stretch is taken from the data."""
        return _DATA.search(self.source) is not None


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of the narrative with its text as printed, without marks."""

    block: Block
    teks: str
    pieces: tuple[Piece, ...]

    def piece_at(self, position: int) -> Piece:
        """Return the piece that a position of the text lies in."""
        return next(piece for piece in self.pieces if piece.start <= position < piece.end)


def block_finding(
    rule: Rule, block: Block, message: str, *, expected: str = "", actual: str = "", hint: str = ""
) -> Finding:
    """Return a finding about a block of the narrative."""
    return Finding(
        rule.id,
        message,
        block.place,
        rule.bobot,
        row=block.id,
        row_id=block.id,
        expected=expected,
        actual=actual,
        hint=hint,
    )


class _Memory:
    """The blocks of the last document: many rules read them in one run."""

    document: Document | None = None
    blocks: Mapping[str, PrintedBlock] = {}


def print_blocks(document: Document) -> Mapping[str, PrintedBlock]:
    """Return every block with text by its id, in printed order.

    One whose expression cannot be reckoned is left out: the view says so.
    """
    # By identity: a document is never changed, only made anew.
    if _Memory.document is not document:
        evaluator = Evaluator(Facts(document).names(), show_value)
        printed = (_print_block(evaluator, block) for block in document.blocks if block.teks)
        _Memory.blocks = {found.block.id: found for found in printed if found is not None}
        _Memory.document = document
    return _Memory.blocks


def _print_block(evaluator: Evaluator, block: Block) -> PrintedBlock | None:
    text = plain_text(block.teks)
    pieces: list[Piece] = []
    printed = ""
    position = 0
    try:
        for match in TAG.finditer(text):
            printed = _add(pieces, printed, text[position : match.start()])
            printed = _add(pieces, printed, evaluator.resolve(match[0]), match[0])
            position = match.end()
    except (ExpressionError, NumberError):
        return None
    printed = _add(pieces, printed, text[position:])
    return PrintedBlock(block, printed, tuple(pieces))


def _add(pieces: list[Piece], printed: str, more: str, source: str = "") -> str:
    if more:
        pieces.append(Piece(len(printed), len(printed) + len(more), source))
    return printed + more
