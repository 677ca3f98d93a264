"""Tables that a person cut at the end of a page, `Lanjutan Tabel 6.1` between them, as one."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable
from renstra_doc.intake.read_word import says_continued
from renstra_doc.intake.source import SourceRemark, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.docx.word_content import WordRow
    from renstra_doc.intake.read_word import WordFile

    Block = WordParagraph | WordTable


JOINED = "tabel terpotong halaman, disambung; kepala yang diulang tidak dimasukkan"


def join_cut_tables(
    word: WordFile, content: Sequence[Block]
) -> tuple[WordFile, list[SourceRemark]]:
    """Return a file with each table whole; the lines between the parts and heads are told.

    In: the file; its blocks, in which footnotes may be marked.
    """
    blocks: list[Block] = []
    remarks: list[SourceRemark] = []
    for block in content:
        whole, told = _join(blocks, block, word.name)
        remarks += told
        blocks.append(whole)
    return replace(word, document=replace(word.document, blocks=tuple(blocks))), remarks


def _join(blocks: list[Block], block: Block, file: str) -> tuple[Block, list[SourceRemark]]:
    """Return a block, a table with the part above it, which is taken out of the blocks."""
    above, between = _find_above(blocks) if isinstance(block, WordTable) else (None, [])
    said = " ".join(filter(None, map(_text_of, between)))
    again = _count_again(above, block) if said else 0
    if above is None or not isinstance(block, WordTable) or not again:
        return block, []
    del blocks[-1 - len(between) :]
    heads = (text for row in block.rows[:again] for text in _words(row))
    whole = replace(above, rows=(*above.rows, *block.rows[again:]))
    return whole, [SourceRemark("dibuang", file, JOINED, " ".join([said, *heads]))]


def _find_above(blocks: Sequence[Block]) -> tuple[WordTable | None, list[Block]]:
    """Return the table above, with nothing below it but lines that say that it goes on."""
    between = list(takewhile(_is_between, reversed(blocks)))
    last = blocks[-1 - len(between)] if len(between) < len(blocks) else None
    return (last if isinstance(last, WordTable) else None), between


def _is_between(block: Block) -> bool:
    return isinstance(block, WordParagraph) and says_continued(block)


def _text_of(block: Block) -> str:
    return tidy(block.text()) if isinstance(block, WordParagraph) else ""


def _count_again(above: WordTable | None, block: Block) -> int:
    """Return how many rows of heading a table repeats of the one above, before rows of its own."""
    if above is None or not isinstance(block, WordTable):
        return 0
    pairs = zip(above.rows, block.rows, strict=False)
    count = sum(1 for _ in takewhile(lambda pair: _words(pair[0]) == _words(pair[1]), pairs))
    # A part that only repeats the head would leave nothing of its own.
    return count if count < len(block.rows) else 0


def _words(row: WordRow) -> list[str]:
    return [tidy(cell.text()) for cell in row.cells]
