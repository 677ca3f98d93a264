"""Tables in the text of a Word file: with their captions, above or below, and their sources."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordCell, WordParagraph, WordTable
from renstra_doc.intake.block_draft import marked_of, plain_of
from renstra_doc.intake.layout_tables import list_signature
from renstra_doc.intake.narrative_lists import ListReader, OpenList
from renstra_doc.intake.source import tidy
from renstra_doc.intake.source_captions import is_caption, split_caption

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TITLE = 200
PERHAPS = -1  # the value of a room that may only be an empty line


class TableReader(ListReader):
    """Reads the tables among the blocks, with what is said above and below each."""

    def __init__(self, blocks: Sequence[WordParagraph | WordTable]) -> None:
        """Take the content of a body."""
        super().__init__()
        self.blocks = blocks
        self.tables = 0
        self.captions: dict[int, tuple[str, str, str]] = {}
        self.sources: dict[int, str] = {}
        self.below = _stand_below(blocks)

    def _table(self, table: WordTable) -> None:
        if self._dictum(table) or self._signed(table):
            self.tables += 1
            return
        self._add("tabel", table=self.tables)
        self.tables += 1
        self.list = OpenList()

    def _signed(self, table: WordTable) -> bool:
        """Take a signature that stands in a table without a caption."""
        lines = None if self.tables in self.captions else list_signature(table)
        for line in lines or ():
            if plain_of(line).strip():
                self._add("tanda_tangan", marked_of(line))
            elif self.drafts and self.drafts[-1].jenis == "tanda_tangan":
                self._add("ruang", value=PERHAPS)
        return lines is not None

    def _dictum(self, table: WordTable) -> bool:
        """Read `Menimbang : …` that stands in a table without lines.

        A label and what is beside it.
        """
        rows = table.rows
        # `Menimbang : …` as regulations are typed: three columns, a colon in the middle one.
        if not rows or any(len(row.cells) != 3 for row in rows):  # noqa: PLR2004 — label, colon, text
            return False
        if tidy(rows[0].cells[1].text()) != ":" or not tidy(rows[0].cells[0].text()):
            return False
        for row in rows:
            self._dictum_row(tidy(row.cells[0].text()), row.cells[2])
        self.list = OpenList()
        return True

    def _dictum_row(self, label: str, beside: WordCell) -> None:
        """Take a label, if the row has one, and the paragraphs beside it."""
        if label:
            self._add("label", label)
            self.list = OpenList()
        for paragraph in beside.paragraphs():
            text = plain_of(paragraph)
            if text.strip() and not self._item(paragraph, text):
                self._add("paragraf", marked_of(paragraph))

    def _caption(self, index: int, text: str) -> int:
        """Take the caption of a table: of the one that follows, or above it where these stand so.

        Out: how many blocks that used up.
        """
        if not is_caption(text):
            return 0
        last = self.drafts[-1] if self.drafts else None
        # Captions below: the table before it is still without one.
        is_free = last is not None and last.jenis == "tabel" and last.table not in self.captions
        if last is not None and is_free and self.below:
            self._keep_caption(last.table, text, [])
            return 1
        return self._caption_above(index, text)

    def _caption_above(self, index: int, text: str) -> int:
        """Take the caption of the table that follows within three paragraphs."""
        between: list[WordParagraph] = []
        for used in range(1, 5):
            block = self.blocks[index + used] if index + used < len(self.blocks) else None
            if isinstance(block, WordTable):
                self._keep_caption(self.tables, text, between)
                return used
            if not isinstance(block, WordParagraph) or len(plain_of(block)) > MAX_TITLE:
                return 0
            between.append(block)
        return 0

    def _keep_caption(self, table: int, text: str, between: Sequence[WordParagraph]) -> None:
        # A title may be broken over lines of its own paragraph, or over paragraphs.
        lines = [line for line in text.split("\n") if line.strip()]
        lines += [tidy(plain_of(p)) for p in between if plain_of(p).strip()]
        nomor, judul = split_caption([lines[0]])
        judul = "\n".join([*([judul] if judul else []), *map(tidy, lines[1:])])
        self.captions[table] = (nomor, tidy(lines[0]), judul)

    def _source(self, paragraph: WordParagraph, text: str) -> bool:
        """Take the line below a table that says where it comes from."""
        last = self.drafts[-1] if self.drafts else None
        own = paragraph.gaya.lower() == "sumber"
        # Only right below its table or picture: elsewhere `Sumber` begins a sentence.
        if (
            last is None
            or last.jenis not in ("tabel", "gambar")
            or not (own or re.match(r"sumber\s*:|sumber data", tidy(text), re.IGNORECASE))
        ):
            return False
        if last.jenis == "tabel":
            self.sources[last.table] = tidy(text)
        else:
            last.sumber = tidy(text)
        return True


def is_empty(block: WordParagraph | WordTable) -> bool:
    """Return whether a block is a paragraph without text."""
    return isinstance(block, WordParagraph) and not plain_of(block).strip()


def _stand_below(blocks: Sequence[WordParagraph | WordTable]) -> bool:
    """Return whether the captions of a file stand below its tables: more follow one than lead."""
    filled = [block for block in blocks if not is_empty(block)]
    pairs = list(pairwise(filled))
    above = sum(1 for one, two in pairs if _captions(one) and isinstance(two, WordTable))
    below = sum(1 for one, two in pairs if isinstance(one, WordTable) and _captions(two))
    return below > above


def _captions(block: WordParagraph | WordTable) -> bool:
    return isinstance(block, WordParagraph) and is_caption(plain_of(block))
