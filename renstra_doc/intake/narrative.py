"""The text of a Word file → blocks of a narrative: headings, lists, captions, signatures, cover.

What Word says is taken first (styles, outline levels, numbered lists); then what a person typed
(`BAB I`, `1.1.`, `a.`); a paragraph that is none of these stays a paragraph.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable, accept_all, is_there
from renstra_doc.intake.block_draft import BlockDraft, marked_of, plain_of
from renstra_doc.intake.contents_entries import has_entry_style, is_entry, is_typed_entry
from renstra_doc.intake.narrative_lists import OpenList
from renstra_doc.intake.narrative_tables import MAX_TITLE, TableReader, is_empty
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.typed_numbers import (
    Typed,
    read_chapter,
    read_item,
    read_lettered,
    read_section,
)
from renstra_doc.model.counting import Headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FRONT = re.compile(
    r"kata pengantar|daftar (?:isi|tabel|gambar|lampiran|grafik|singkatan)|ringkasan(?: eksekutif)?"
    r"|prakata|abstrak|lampiran(?: [ivx\d]+)?|daftar pustaka|sambutan.{0,40}",
    re.IGNORECASE,
)
LISTINGS = {
    "daftar isi": "daftar_isi",
    "daftar tabel": "daftar_tabel",
    "daftar gambar": "daftar_gambar",
}
_PICTURE_CAPTION = re.compile(
    r"(?P<label>gambar|grafik|bagan|diagram)\s+(?P<number>\d+(?:\.\d+)*)\s*[.:\u2013-]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LINE = re.compile(
    r"[^\d,]{2,40},\s*(?:tanggal\s*)?(?:\d{1,2}|[._…\s]{2,})\s*\w+\s+(?:19|20)\d\d"
    r"|(?:ditetapkan|diundangkan) di .{2,40}",
    re.IGNORECASE,
)
_FAR, MAX_COVER, MAX_HEADING = 3000, 200, 100
PERHAPS = -1  # the value of a room that may only be an empty line
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


class Narrator(TableReader):
    """Reads the blocks of a file in order."""

    def __init__(self, blocks: Sequence[WordParagraph | WordTable], styles: frozenset[str]) -> None:
        """Take the content of a body, and the names of the styles that the template has."""
        super().__init__(blocks)
        self.styles = {style.lower(): style for style in styles}
        self.remarks: list[SourceRemark] = []
        self.chapter = 0
        self.numbers = Headings()
        self.listing = ""
        self.last_chapters = self._find_last_chapters()

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
        if self._picture(index, paragraph, text):
            return 2 if self._is_picture_caption(index + 1) else 1
        if not text.strip():
            self._blank(paragraph)
            return 1
        if self._toc(paragraph, text):
            return 1
        used = self._heading(index, paragraph, text)
        if used:
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
        if not self.drafts or self.drafts[-1].jenis != kind:
            if any(draft.jenis == kind for draft in self.drafts):
                return True
            self._add(kind)
        self.remarks.append(
            SourceRemark("dibuang", kind, "isi daftar lama, dibuat ulang", tidy(text))
        )
        return True

    # Headings

    def _heading(self, index: int, paragraph: WordParagraph, text: str) -> int:
        level = self._outline(paragraph)
        chapter = read_chapter(f"{paragraph.label} {text}".strip())
        if chapter is not None and self._is_chapter(index, paragraph, chapter, level):
            return self._add_chapter(index, chapter)
        if self._front(paragraph, tidy(text), level):
            return 1
        section = read_section(f"{paragraph.label} {text}".strip())
        if section is not None and self._is_section(index, paragraph, section, level):
            return self._add_section(section, f"{paragraph.label} {text}")
        lettered = read_lettered(text)
        if lettered is not None and self._is_lettered(paragraph, lettered):
            self.listing = ""
            self._add_heading(2, lettered, "", lettered.sample)
            return 1
        return self._other_heading(paragraph, text, level)

    def _front(self, paragraph: WordParagraph, text: str, level: int) -> bool:
        """Take the title of a part before the chapters, or of a list of contents."""
        if FRONT.fullmatch(text) and self._is_title(paragraph, level):
            self.listing = LISTINGS.get(text.lower(), "")
        elif paragraph.gaya.lower() != "judul depan":
            return False
        self._add("judul", text)
        return True

    def _add_section(self, section: Typed, text: str) -> int:
        """Take `2.1 Tugas`; without a chapter nothing counts it, and it stays as it is printed."""
        self.listing = ""
        if not self.chapter:
            self._add("judul", tidy(text))
            return 1
        depth = min(len(section.parts), 3)
        self._add_heading(depth, section, ".".join(map(str, section.parts)), section.sample)
        return 1

    def _add_heading(self, depth: int, typed: Typed, number: str, sample: str) -> None:
        """Add a heading, and say where the number that it will print is another one."""
        self._add("subbab", typed.title, tingkat=str(depth), penanda=sample)
        printed = self.numbers.number(depth, sample)
        if typed.parts and printed.strip(".") != number:
            message = f"nomor judul “{number}” akan tercetak {printed}: nomornya melompat di asal"
            self.remarks.append(SourceRemark("ragu", "judul", message, typed.title))

    def _other_heading(self, paragraph: WordParagraph, text: str, level: int) -> int:
        """Take a heading that Word calls one and that bears a letter or no number."""
        if level < 1 or len(text) > MAX_TITLE:
            return 0
        self.listing = ""
        if level == 1:
            self._add("judul", tidy(text))
            return 1
        typed = read_item(f"{paragraph.label} {text}".strip())
        depth = str(min(level, 3))
        if typed is None or not typed.value:
            self._add("subbab", tidy(text), tingkat=depth)
            self.numbers.number(int(depth), "")
        else:
            self._add(
                "subbab", tidy(typed.title), tingkat=depth, penanda=typed.sample, value=typed.value
            )
            self.numbers.number(int(depth), typed.sample)
        return 1

    def _outline(self, paragraph: WordParagraph) -> int:
        match = _HEADING_STYLE.fullmatch(paragraph.gaya)
        return int(match[1]) if match else paragraph.kerangka if paragraph.kerangka < 7 else 0  # noqa: PLR2004 — deeper is no heading here

    def _is_title(self, paragraph: WordParagraph, level: int) -> bool:
        letters = [char for char in plain_of(paragraph) if char.isalpha()]
        capitals = bool(letters) and all(char.isupper() for char in letters)
        return level > 0 or _is_bold(paragraph) or paragraph.rata == "center" or capitals

    def _is_section(self, index: int, paragraph: WordParagraph, section: Typed, level: int) -> bool:
        if len(section.title) > MAX_TITLE or paragraph.gaya.lower().startswith("sistematika"):
            return False
        looks = level > 0 or _is_bold(paragraph) or self._is_next(index, section)
        return looks and (not self.chapter or section.parts[0] == self.chapter or level > 0)

    def _is_next(self, index: int, section: Typed) -> bool:
        """Return whether a plain line bears the very number that comes next, and heads a text."""
        depth = min(len(section.parts), 3)
        expected = deepcopy(self.numbers).number(depth, section.sample).strip(".")
        is_heading = expected == ".".join(map(str, section.parts)) and _heads(section.title)
        block = self._filled_after(index)
        following = read_section(plain_of(block)) if isinstance(block, WordParagraph) else None
        is_listed = following is not None and len(following.parts) == len(section.parts)
        return self.chapter > 0 and is_heading and block is not None and not is_listed

    def _filled_after(self, index: int) -> WordParagraph | WordTable | None:
        """Return the next block that is no empty paragraph."""
        places = range(index + 1, len(self.blocks))
        return next((self.blocks[at] for at in places if not is_empty(self.blocks[at])), None)

    def _is_lettered(self, paragraph: WordParagraph, typed: Typed) -> bool:
        """Return whether `B. Landasan Hukum` is a heading: bold, short, next in its chapter."""
        if not self.chapter or not _is_bold(paragraph) or not _heads(typed.title):
            return False
        expected = deepcopy(self.numbers).number(2, typed.sample)
        return expected == f"{chr(ord('A') + typed.value - 1)}."

    def _is_chapter(self, index: int, paragraph: WordParagraph, chapter: Typed, level: int) -> bool:
        """Return whether a line `BAB II …` begins the chapter, and is no entry of a systematics.

        Word's own headings are taken at their word; of typed ones the next number counts, from the
        second chapter on where it stands last.
        """
        if level > 0:
            return True
        if not self._is_title(paragraph, level) or len(plain_of(paragraph)) > MAX_TITLE:
            return False
        own = self.styles.get(paragraph.gaya.lower(), "")
        if own and own.lower() not in ("normal", "paragraf", "body text"):
            return False
        is_last = self.last_chapters.get(chapter.value, index) <= index
        return chapter.value == self.chapter + 1 and (is_last or chapter.value == 1)

    def _find_last_chapters(self) -> dict[int, int]:
        """Return where each chapter's number stands last as a line of its own."""
        found = {}
        for index, block in enumerate(self.blocks):
            if isinstance(block, WordParagraph) and not has_entry_style(block):
                text = plain_of(block)
                chapter = read_chapter(text) if len(text) <= MAX_TITLE else None
                is_entry = any(run.bidang in ("TOC", "PAGEREF") for run in block.runs)
                if (
                    chapter is not None
                    and not is_entry
                    and self._is_title(block, self._outline(block))
                ):
                    found[chapter.value] = index
        return found

    def _add_chapter(self, index: int, chapter: Typed) -> int:
        used, title = 1, chapter.title
        while not title:
            follower = self.blocks[index + used] if index + used < len(self.blocks) else None
            if not isinstance(follower, WordParagraph) or used > 3:  # noqa: PLR2004 — a title follows at once
                break
            title = tidy(plain_of(follower))
            used += 1
        self.chapter = chapter.value
        self.listing = ""
        self._add("bab", title or "-", penanda=chapter.sample, value=chapter.value)
        self.numbers.number(1, chapter.sample)
        return used

    # Pictures

    def _picture(self, index: int, paragraph: WordParagraph, text: str) -> bool:
        parts = _pictures_of(paragraph)
        files = [part for part in parts if "/" in part]
        beside = tidy(text.replace("[gambar]", ""))
        if parts and not files and not beside:
            self._add("bagan")
            return True
        caption = self._is_picture_caption(index + 1)
        title = caption["title"] if caption else ""
        for at, file in enumerate(files):
            self._add("gambar", "" if at else tidy(title), picture=file, acuan=file)
        if files and beside:
            self._add("paragraf", beside)
        return bool(files)

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
        return goes_on or bool(_DATE_LINE.fullmatch(tidy(text))) or self._dated_below(index)

    def _dated_below(self, index: int) -> bool:
        following = self.blocks[index + 1 : index + 4]
        return any(
            isinstance(block, WordParagraph) and _DATE_LINE.fullmatch(tidy(plain_of(block)))
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
        elif (
            style and style.lower() not in ("paragraf", "normal", "body text", "sumber", "bagan")
        ) or style.lower() == "sumber":
            self._add("paragraf", marked, gaya=style)
        else:
            self._add("paragraf", marked)
        if not style.lower().startswith("paragraf"):
            self.list = OpenList()


def _heads(title: str) -> bool:
    """Return whether a text may be a heading's: short, in one piece, begun with a capital."""
    return title[:1].isupper() and len(title) <= MAX_HEADING and title.rstrip()[-1:] not in ".,;:"


def _pictures_of(paragraph: WordParagraph) -> list[str]:
    """Return what the pictures of a paragraph are: a file, or what is drawn in Word."""
    shown = (run for run in paragraph.runs if run.gambar and not run.lenyap)
    return [run.gambar for run in shown if is_there(run.perubahan, accept_all)]


def _is_bold(paragraph: WordParagraph) -> bool:
    shown = [run for run in paragraph.runs if run.teks.strip() and not run.lenyap]
    return bool(shown) and all(run.tebal for run in shown)


def _close(drafts: Sequence[BlockDraft]) -> Iterator[BlockDraft]:
    """Yield the blocks with one room in each signature block, none after it."""
    before = ""
    for draft, after in zip_longest(drafts, drafts[1:]):
        doubtful = draft.jenis == "ruang" and draft.value == PERHAPS
        ends = after is None or after.jenis not in ("ruang", "tanda_tangan")
        if doubtful and (ends or before == "ruang"):
            continue
        before = draft.jenis
        yield draft
