"""The text of a Word file → blocks of a narrative: headings, lists, captions, signatures, cover.

What Word says is taken first (styles, outline levels, numbered lists); then what a person typed
(`BAB I`, `1.1.`, `a.`); a paragraph that is none of these stays a paragraph.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable, accept_all, is_there
from renstra_doc.intake.block_draft import BlockDraft, marked_of, plain_of
from renstra_doc.intake.contents_entries import is_entry, is_typed_entry
from renstra_doc.intake.layout_tables import DATE_LINE
from renstra_doc.intake.narrative_headings import HeadingReader
from renstra_doc.intake.narrative_lists import OpenList
from renstra_doc.intake.narrative_tables import MAX_TITLE, PERHAPS
from renstra_doc.intake.source import SourceRemark, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PICTURE_CAPTION = re.compile(
    r"(?P<label>gambar|grafik|bagan|diagram)\s+(?P<number>\d+(?:\.\d+)*)\s*[.:\u2013-]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FAR, MAX_COVER = 3000, 200


class Narrator(HeadingReader):
    """Reads the blocks of a file in order."""

    def read(self) -> list[BlockDraft]:
        """Return the blocks in order."""
        index = 0
        while index < len(self.blocks):
            block = self.blocks[index]
            if isinstance(block, WordTable):
                self._table(block)
                index += 1
                continue
            index += self._paragraph(index, block)
        return list(_close(self.drafts))

    # Paragraphs

    def _paragraph(self, index: int, paragraph: WordParagraph) -> int:
        """Take a paragraph; out: how many blocks that used up."""
        text = plain_of(paragraph)
        # In this order: what Word marks itself comes before what only looks like something.
        used = self._picture(index, paragraph, text)
        if used:
            return used
        if not text.strip():
            self._blank(paragraph)
            return 1
        if self._toc(paragraph, text):
            return 1
        used = self._heading(index, paragraph, text)
        if used:
            # A heading ends every list.
            self.list = OpenList()
            return used
        used = self._caption(index, text)
        if not used:
            self._text(index, paragraph, text)
        return used or 1

    def _text(self, index: int, paragraph: WordParagraph, text: str) -> None:
        """Take a paragraph that is no heading and no caption."""
        taken = (
            self._source(paragraph, text)
            or self._signature(index, paragraph, text)
            or self._item(paragraph, text)
        )
        if not taken:
            self._plain_paragraph(paragraph)

    def _blank(self, paragraph: WordParagraph) -> None:
        # An empty line is spacing, which styles make, but in a signature block it is the room to
        # sign.
        """Keep the room in a signature block, and a band of the template's own."""
        last = self.drafts[-1] if self.drafts else None
        if paragraph.gaya.lower() == "akhir bagian":
            # The template's own paragraph: a break of the page where it holds one.
            if paragraph.halaman_baru or "\n" in plain_of(paragraph):
                self._add("ganti_halaman")
            return
        style = self.styles.get(paragraph.gaya.lower(), "")
        if style.lower().startswith(("ruang", "lambang")):
            self._add("ruang", gaya="" if style.lower() == "ruang" else style)
        elif last is not None and last.jenis == "tanda_tangan":
            self._add("ruang", value=PERHAPS)

    def _toc(self, paragraph: WordParagraph, text: str) -> bool:
        """Leave out the entries of a list of contents: they are made anew."""
        typed = bool(self.listing) and is_typed_entry(text)
        if not (is_entry(paragraph) or typed):
            return False
        kind = self.listing or (
            "daftar_tabel" if "figure" in paragraph.gaya.lower() else "daftar_isi"
        )
        # A second part of a list that is already there adds nothing: it is made anew as one.
        if not self.drafts or self.drafts[-1].jenis != kind:
            if kind in self.seen.kinds:
                return True
            self._add(kind)
        self.remarks.append(
            SourceRemark(
                "dibuang", kind.replace("_", " "), "isi daftar lama, dibuat ulang", tidy(text)
            )
        )
        return True

    # Pictures

    def _picture(self, index: int, paragraph: WordParagraph, text: str) -> int:
        """Take the pictures of a paragraph with their caption, and the boxes drawn in it.

        Out: how many blocks that used up. Text beside boxes, and a line below them, follow them.
        """
        parts = _pictures_of(paragraph)
        # A picture is a part of the package and so has a path; a drawing of Word has only a name.
        files = [part for part in parts if "/" in part]
        beside = tidy(text.replace("[gambar]", ""))
        caption = self._is_picture_caption(index + 1)
        title = tidy(caption["title"]) if caption else ""
        if len(files) < len(parts):
            self._add("bagan", title, boxes=paragraph.kotak)
        for at, file in enumerate(files):
            self._add("gambar", "" if at else title, picture=file, acuan=file)
        if not files:
            return int(bool(parts) and not beside)
        if beside:
            self._add("paragraf", beside)
        return 2 if caption else 1

    def _is_picture_caption(self, index: int) -> re.Match[str] | None:
        block = self.blocks[index] if index < len(self.blocks) else None
        if not isinstance(block, WordParagraph):
            return None
        return _PICTURE_CAPTION.fullmatch(tidy(plain_of(block)))

    # Signatures

    def _signature(self, index: int, paragraph: WordParagraph, text: str) -> bool:
        """Take a line of a signature block: far to the right, begun by a place and a date."""
        style = paragraph.gaya.lower()
        if style not in ("tanda tangan", "pengundangan"):
            far = paragraph.takuk >= _FAR or paragraph.rata in ("right", "end")
            if not far or len(text) > MAX_TITLE or not self._signs(index, text):
                return False
        gaya = paragraph.gaya if style == "pengundangan" else ""
        self._add("tanda_tangan", marked_of(paragraph), gaya=gaya)
        return True

    def _signs(self, index: int, text: str) -> bool:
        """Return whether a line goes on with a signature block, or begins one."""
        goes_on = bool(self.drafts) and self.drafts[-1].jenis in ("tanda_tangan", "ruang")
        return goes_on or bool(DATE_LINE.fullmatch(tidy(text))) or self._dated_below(index)

    def _dated_below(self, index: int) -> bool:
        following = self.blocks[index + 1 : index + 4]
        return any(
            isinstance(block, WordParagraph) and DATE_LINE.fullmatch(tidy(plain_of(block)))
            for block in following
        )

    # Whatever else

    def _plain_paragraph(self, paragraph: WordParagraph) -> None:
        style = self.styles.get(paragraph.gaya.lower(), "")
        marked = marked_of(paragraph)
        match = re.fullmatch(r"paragraf (\d)", paragraph.gaya, re.IGNORECASE)
        if match:
            self._add("paragraf", marked, tingkat=match[1])
            return
        self.listing = ""
        if paragraph.gaya.lower() == "kutipan":
            self._add("kutipan", marked)
        elif style and style.lower() not in ("paragraf", "normal", "body text", "bagan"):
            self._add("paragraf", marked, gaya=style)
        else:
            self._add("paragraf", marked)
        if not style.lower().startswith("paragraf"):
            self.list = OpenList()


def _pictures_of(paragraph: WordParagraph) -> list[str]:
    """Return what the pictures of a paragraph are: a file, or what is drawn in Word."""
    shown = (run for run in paragraph.runs if run.gambar and not run.lenyap)
    return [run.gambar for run in shown if is_there(run.perubahan, accept_all)]


def _close(drafts: Sequence[BlockDraft]) -> Iterator[BlockDraft]:
    """Yield the blocks with one room in each signature block, none after it."""
    before = ""
    for draft, after in zip_longest(drafts, drafts[1:]):
        doubtful = draft.jenis == "ruang" and draft.value == PERHAPS
        # Room is kept between lines that sign, once, and never at the end.
        ends = after is None or after.jenis not in ("ruang", "tanda_tangan")
        if doubtful and (ends or before == "ruang"):
            continue
        before = draft.jenis
        yield draft
