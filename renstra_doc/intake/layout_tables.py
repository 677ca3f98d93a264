"""Tables of Word that only lay out text: one cell round paragraphs, a signature beside a blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable
from renstra_doc.intake.block_draft import plain_of
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_captions import is_caption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.word_content import WordCell

    Block = WordParagraph | WordTable

UNWRAPPED = "tabel satu sel dibaca sebagai paragraf"
DATE_LINE = re.compile(
    r"[^\d,]{2,40},\s{0,60}(?:tanggal\s{0,9})?(?:\d{1,2}|[._…\s]{2,60})\s{0,60}\w{1,20}\s{1,60}(?:19|20)\d\d"
    r"|(?:ditetapkan|diundangkan) di .{2,40}",
    re.IGNORECASE,
)
_NIP = re.compile(r"nip\s?[.:]?\s?[\d ]{8,25}", re.IGNORECASE)
MOST_ROWS, MOST_COLUMNS, MOST_LINES = 8, 3, 14


def unwrap_tables(blocks: Sequence[Block]) -> tuple[list[Block], list[SourceRemark]]:
    """Return blocks in which a table of one cell without a caption is what stands in it."""
    found: list[Block] = []
    remarks: list[SourceRemark] = []
    for block in blocks:
        inner = _inside(block)
        if inner is None or _is_captioned(found):
            found.append(block)
        else:
            found += inner
            text = next((plain_of(p) for p in inner if isinstance(p, WordParagraph)), "")
            remarks.append(SourceRemark("turunan", tidy(text)[:80], UNWRAPPED))
    return found, remarks


def _inside(block: Block) -> Sequence[Block] | None:
    """Return what stands in the only cell of a table, None for any other block."""
    if not isinstance(block, WordTable) or len(block.rows) != 1 or len(block.rows[0].cells) != 1:
        return None
    row = block.rows[0]
    return None if row.perubahan or row.lenyap else row.cells[0].blocks


def _is_captioned(above: Sequence[Block]) -> bool:
    """Return whether the last line above is the caption of a table."""
    texts = (plain_of(b) for b in reversed(above[-3:]) if isinstance(b, WordParagraph))
    return is_caption(next(filter(str.strip, texts), ""))


def list_signature(table: WordTable) -> list[WordParagraph] | None:
    """Return the lines of a signature that a table sets to the right, None for any other table.

    Each cell from left to right, blank lines too: they are the room in which is signed.
    """
    rows = table.rows
    if len(rows) > MOST_ROWS or any(len(row.cells) > MOST_COLUMNS for row in rows):
        return None
    lines = list(_list_lines(table))
    filled = [text for text in (tidy(plain_of(line)) for line in lines) if text]
    signs = any(DATE_LINE.fullmatch(text) or _NIP.fullmatch(text) for text in filled)
    return lines if signs and len(filled) <= MOST_LINES * MOST_COLUMNS else None


def _list_lines(table: WordTable) -> Iterator[WordParagraph]:
    """Yield the paragraphs of a table, column by column."""
    for at in range(MOST_COLUMNS):
        for row in table.rows:
            if at < len(row.cells):
                yield from _lines_of(row.cells[at])


def _lines_of(cell: WordCell) -> Iterator[WordParagraph]:
    """Yield the paragraphs of a cell that says something."""
    paragraphs = cell.paragraphs()
    if any(plain_of(paragraph).strip() for paragraph in paragraphs):
        yield from paragraphs
