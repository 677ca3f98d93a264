"""Headings of a narrative: chapters, sections, lettered ones, as Word or a person marked them."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable
from renstra_doc.intake.block_draft import plain_of
from renstra_doc.intake.contents_entries import has_entry_style
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
    from collections.abc import Sequence

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
MAX_HEADING = 100
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


class HeadingReader(TableReader):
    """Reads the headings among the blocks, and counts as the document will."""

    def __init__(self, blocks: Sequence[WordParagraph | WordTable], styles: frozenset[str]) -> None:
        """Take the content of a body, and the names of the styles that the template has."""
        super().__init__(blocks)
        self.styles = {style.lower(): style for style in styles}
        self.remarks: list[SourceRemark] = []
        self.chapter, self.is_typed = 0, False
        self.numbers = Headings()
        self.listing = ""
        self.last_chapters = self._find_last_chapters()

    def _heading(self, index: int, paragraph: WordParagraph, text: str) -> int:
        level = self._outline(paragraph)
        # Surest first: a chapter, a title of the front, a numbered section, a lettered one, Word's
        # word.
        chapter = read_chapter(f"{paragraph.label} {text}".strip())
        if chapter is not None and self._is_chapter(index, paragraph, chapter, level):
            return self._add_chapter(index, chapter)
        if self._front(paragraph, tidy(text), level):
            return 1
        section = read_section(f"{paragraph.label} {text}".strip())
        if section is not None and self._is_section(index, paragraph, section, level):
            return self._add_section(section, f"{paragraph.label} {text}")
        lettered = read_lettered(text)
        if lettered is not None and self._is_lettered(index, paragraph, lettered):
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
        # The template has three depths of headings.
        depth = min(len(section.parts), 3)
        if not self.chapter:
            self._add("judul", tidy(text))
            return 1
        if self.is_typed:
            self.numbers.number(depth, section.sample)
            self._add("subbab", tidy(text), tingkat=str(depth))
            return 1
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
        # A number of another chapter is a reference or an item, unless Word calls the line a
        # heading.
        return looks and (not self.chapter or section.parts[0] == self.chapter or level > 0)

    def _is_next(self, index: int, section: Typed) -> bool:
        """Return whether a plain line bears the very number that comes next, and heads a text."""
        depth = min(len(section.parts), 3)
        # On a copy: to ask is not to count.
        expected = deepcopy(self.numbers).number(depth, section.sample).strip(".")
        is_heading = expected == ".".join(map(str, section.parts)) and _heads(section.title)
        block = self._filled_after(index)
        following = read_section(plain_of(block)) if isinstance(block, WordParagraph) else None
        # Followed by its like it is an item of a list, not a heading.
        is_listed = following is not None and len(following.parts) == len(section.parts)
        return self.chapter > 0 and is_heading and block is not None and not is_listed

    def _filled_after(self, index: int) -> WordParagraph | WordTable | None:
        """Return the next block that is no empty paragraph."""
        places = range(index + 1, len(self.blocks))
        return next((self.blocks[at] for at in places if not is_empty(self.blocks[at])), None)

    def _is_lettered(self, index: int, paragraph: WordParagraph, typed: Typed) -> bool:
        """Return whether `B. Landasan Hukum` is a heading: short, next in its chapter, and bold.

        A plain line is one where a paragraph of prose stands below it, and no other form of
        heading in its chapter.
        """
        if not self.chapter or not _heads(typed.title):
            return False
        if not _is_bold(paragraph) and not self._heads_prose(index, paragraph, typed):
            return False
        expected = deepcopy(self.numbers).number(2, typed.sample)
        return expected == f"{chr(ord('A') + typed.value - 1)}."

    def _heads_prose(self, index: int, paragraph: WordParagraph, typed: Typed) -> bool:
        forms = self.seen.forms
        # A list that has come to the letter before goes on with this one.
        goes_on = ("A.", typed.value - 1) in (
            (sample, last) for sample, last, _ in self.list.levels
        )
        is_bare = not (paragraph.label or paragraph.takuk or goes_on)
        # Where no heading was lettered so far, only a long paragraph below speaks for one.
        return is_bare and forms <= {"A."} and self._leads_prose(index, 0 if forms else MAX_HEADING)

    def _leads_prose(self, index: int, least: int) -> bool:
        """Return whether a paragraph of more than some letters follows, which is no item."""
        block = self._filled_after(index)
        text = tidy(plain_of(block)) if isinstance(block, WordParagraph) else ""
        return len(text) > least and read_item(text) is None

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
        # A style of the template's own has another job than to head a chapter.
        if own and own.lower() not in ("normal", "paragraf", "body text"):
            return False
        is_last = self.last_chapters.get(chapter.value, index) <= index
        later = (value for value in self.last_chapters if value > self.chapter)
        # The next of the chapters that are there: a file may hold only some.
        return chapter.value == min(later, default=0) and (is_last or chapter.value == 1)

    def _find_last_chapters(self) -> dict[int, int]:
        """Return where each chapter's number stands last as a line of its own."""
        found = {}
        for index, block in enumerate(self.blocks):
            if isinstance(block, WordParagraph) and not has_entry_style(block):
                text = plain_of(block)
                chapter = read_chapter(text) if len(text) <= MAX_TITLE else None
                # Entries of a list of contents look like chapters and are none.
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
        # `BAB II` often stands alone, its title in the paragraphs below.
        while not title:
            follower = self.blocks[index + used] if index + used < len(self.blocks) else None
            if not isinstance(follower, WordParagraph) or used > 3:  # noqa: PLR2004 — a title follows at once
                break
            title = tidy(plain_of(follower))
            used += 1
        self.chapter = chapter.value
        self.listing = ""
        printed = self._count_chapter(chapter)
        if self.is_typed:
            self._add("bab", f"{printed} {title}".strip(), value=chapter.value)
        else:
            self._add("bab", title or "-", penanda=chapter.sample, value=chapter.value)
        return used

    def _count_chapter(self, chapter: Typed) -> str:
        """Count a chapter, and return its number; once one is left out, numbers stay as typed."""
        before, printed = self.is_typed, self.numbers.number(1, chapter.sample)
        # Chapters that the file lacks: from here on its numbers stay as typed.
        while int(self.numbers.bab) < chapter.value:
            printed, self.is_typed = self.numbers.number(1, chapter.sample), True
        if self.is_typed and not before:
            message = "bab sebelumnya tidak ada di berkas ini: nomor bab dan judulnya tetap ketikan"
            self.remarks.append(SourceRemark("ragu", printed, message, chapter.title))
        return printed


def _heads(title: str) -> bool:
    """Return whether a text may be a heading's: short, in one piece, begun with a capital."""
    return title[:1].isupper() and len(title) <= MAX_HEADING and title.rstrip()[-1:] not in ".,;:"


def _is_bold(paragraph: WordParagraph) -> bool:
    shown = [run for run in paragraph.runs if run.teks.strip() and not run.lenyap]
    return bool(shown) and all(run.tebal for run in shown)
