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
from renstra_doc.intake.contents_entries import has_entry_style, is_entry, is_typed_entry
from renstra_doc.intake.narrative_lists import ListReader, OpenList
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_captions import is_caption, split_caption
from renstra_doc.intake.typed_numbers import (
    Typed,
    read_chapter,
    read_item,
    read_section,
)

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
_FAR, MAX_TITLE, MAX_COVER = 3000, 200, 200
PERHAPS = -1  # the value of a room that may only be an empty line
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


class Narrator(ListReader):
    """Reads the blocks of a file in order."""

    def __init__(self, blocks: Sequence[WordParagraph | WordTable], styles: frozenset[str]) -> None:
        """Take the content of a body, and the names of the styles that the template has."""
        super().__init__()
        self.blocks = blocks
        self.styles = {style.lower(): style for style in styles}
        self.remarks: list[SourceRemark] = []
        self.chapter = 0
        self.listing = ""
        self.tables = 0
        self.captions: dict[int, tuple[str, str, str]] = {}
        self.sources: dict[int, str] = {}
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
        if FRONT.fullmatch(tidy(text)) and self._is_title(paragraph, level):
            self.listing = LISTINGS.get(tidy(text).lower(), "")
            self._add("judul", tidy(text))
            return 1
        if paragraph.gaya.lower() == "judul depan":
            self._add("judul", tidy(text))
            return 1
        section = read_section(f"{paragraph.label} {text}".strip())
        if section is not None and self._is_section(paragraph, section, level):
            self.listing = ""
            depth = min(len(section.parts), 3)
            self._add("subbab", section.title, tingkat=str(depth), penanda=section.sample)
            return 1
        return self._other_heading(paragraph, text, level)

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
        else:
            self._add(
                "subbab", tidy(typed.title), tingkat=depth, penanda=typed.sample, value=typed.value
            )
        return 1

    def _outline(self, paragraph: WordParagraph) -> int:
        match = _HEADING_STYLE.fullmatch(paragraph.gaya)
        return int(match[1]) if match else paragraph.kerangka if paragraph.kerangka < 7 else 0  # noqa: PLR2004 — deeper is no heading here

    def _is_title(self, paragraph: WordParagraph, level: int) -> bool:
        letters = [char for char in plain_of(paragraph) if char.isalpha()]
        capitals = bool(letters) and all(char.isupper() for char in letters)
        return level > 0 or _is_bold(paragraph) or paragraph.rata == "center" or capitals

    def _is_section(self, paragraph: WordParagraph, section: Typed, level: int) -> bool:
        if len(section.title) > MAX_TITLE or paragraph.gaya.lower().startswith("sistematika"):
            return False
        looks = level > 0 or _is_bold(paragraph)
        return looks and (not self.chapter or section.parts[0] == self.chapter or level > 0)

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
        return used

    # Tables, captions, sources

    def _table(self, table: WordTable) -> None:
        if self._dictum(table):
            self.tables += 1
            return
        self._add("tabel", table=self.tables)
        self.tables += 1
        self.list = OpenList()

    def _dictum(self, table: WordTable) -> bool:
        """Read `Menimbang : …` that stands in a table without lines.

        A label and what is beside it.
        """
        rows = table.rows
        if not rows or any(len(row.cells) != 3 for row in rows):  # noqa: PLR2004 — label, colon, text
            return False
        if tidy(rows[0].cells[1].text()) != ":" or not tidy(rows[0].cells[0].text()):
            return False
        for row in rows:
            label = tidy(row.cells[0].text())
            if label:
                self._add("label", label)
                self.list = OpenList()
            for paragraph in row.cells[2].paragraphs():
                text = plain_of(paragraph)
                if text.strip() and not self._item(paragraph, text):
                    self._add("paragraf", marked_of(paragraph))
        self.list = OpenList()
        return True

    def _caption(self, index: int, text: str) -> int:
        """Take the caption of the table that follows within three paragraphs."""
        if not is_caption(text):
            return 0
        between: list[WordParagraph] = []
        for used in range(1, 5):
            block = self.blocks[index + used] if index + used < len(self.blocks) else None
            if isinstance(block, WordTable):
                lines = [line for line in text.split("\n") if line.strip()]
                lines += [tidy(plain_of(p)) for p in between if plain_of(p).strip()]
                nomor, judul = split_caption([lines[0]])
                judul = "\n".join([*([judul] if judul else []), *map(tidy, lines[1:])])
                self.captions[self.tables] = (nomor, tidy(lines[0]), judul)
                return used
            if not isinstance(block, WordParagraph) or len(plain_of(block)) > MAX_TITLE:
                return 0
            between.append(block)
        return 0

    def _source(self, paragraph: WordParagraph, text: str) -> bool:
        """Take the line below a table that says where it comes from."""
        last = self.drafts[-1] if self.drafts else None
        own = paragraph.gaya.lower() == "sumber"
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

    # Pictures

    def _picture(self, index: int, paragraph: WordParagraph, text: str) -> bool:
        parts = [
            run.gambar
            for run in paragraph.runs
            if run.gambar and not run.lenyap and is_there(run.perubahan, accept_all)
        ]
        files = [part for part in parts if "/" in part]
        if parts and not files and not text.replace("[gambar]", "").strip():
            self._add("bagan")
            return True
        if not files:
            return False
        caption = self._is_picture_caption(index + 1)
        title = caption["title"] if caption else ""
        self._add("gambar", tidy(title), picture=files[0], acuan=files[0])
        for extra in files[1:]:
            self._add("gambar", "", picture=extra, acuan=extra)
        if text.replace("[gambar]", "").strip():
            self._add("paragraf", tidy(text.replace("[gambar]", "")))
        return True

    def _is_picture_caption(self, index: int) -> re.Match[str] | None:
        block = self.blocks[index] if index < len(self.blocks) else None
        if not isinstance(block, WordParagraph):
            return None
        return _PICTURE_CAPTION.fullmatch(tidy(plain_of(block)))

    # Signatures

    def _signature(self, index: int, paragraph: WordParagraph, text: str) -> bool:
        """Take a line of a signature block: far to the right, begun by a place and a date."""
        style = paragraph.gaya.lower()
        last = self.drafts[-1] if self.drafts else None
        goes_on = last is not None and last.jenis in ("tanda_tangan", "ruang")
        far = paragraph.takuk >= _FAR or paragraph.rata in ("right", "end")
        if style in ("tanda tangan", "pengundangan"):
            gaya = paragraph.gaya if style == "pengundangan" else ""
            self._add("tanda_tangan", marked_of(paragraph), gaya=gaya)
            return True
        if (
            far
            and len(text) <= MAX_TITLE
            and (goes_on or _DATE_LINE.fullmatch(tidy(text)) or self._dated_below(index))
        ):
            self._add("tanda_tangan", marked_of(paragraph))
            return True
        return False

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
