"""The text of a Word file → blocks of a narrative: headings, lists, captions, signatures, cover.

What Word says is taken first (styles, outline levels, numbered lists); then what a person typed
(`BAB I`, `1.1.`, `a.`); a paragraph that is none of these stays a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import WordParagraph, WordTable, accept_all, is_there
from renstra_doc.intake.read_word import mark_runs
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_captions import is_caption, split_caption
from renstra_doc.intake.typed_numbers import (
    Typed,
    as_letter,
    read_chapter,
    read_item,
    read_section,
    sample_of,
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
_TYPED_TOC = re.compile(r".+(?:\t|\.{4,}|…{2,}|_{4,})\s*(?:\d{1,3}|[ivxlc]{1,6})\s*")
_DOTS = re.compile(r"[.…]{4,}\s*[\divxlc]*\s*$")
_TOC_STYLE = re.compile(
    r"(?:toc|contents|table of figures|illustration index|figure index).*", re.IGNORECASE
)
_FAR, _ITEM_STEP, MAX_TITLE, MAX_COVER = 3000, 150, 200, 200
PERHAPS = -1  # the value of a room that may only be an empty line
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


@dataclass
class BlockDraft:
    """A block in the making."""

    jenis: str
    teks: str = ""
    tingkat: str = ""
    penanda: str = ""
    gaya: str = ""
    acuan: str = ""
    sumber: str = ""
    alternatif: str = ""
    table: int = -1
    value: int = 0
    picture: str = ""


@dataclass
class _List:
    """The list that is open: for each level its sample, its last number and its indent."""

    levels: list[tuple[str, int, int]] = field(default_factory=list)


class Narrator:
    """Reads the blocks of a file in order."""

    def __init__(self, blocks: Sequence[WordParagraph | WordTable], styles: frozenset[str]) -> None:
        """Take the content of a body, and the names of the styles that the template has."""
        self.blocks = blocks
        self.styles = {style.lower(): style for style in styles}
        self.drafts: list[BlockDraft] = []
        self.remarks: list[SourceRemark] = []
        self.chapter = 0
        self.list = _List()
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
        text = _plain(paragraph)
        if self._picture(index, paragraph, text):
            return 2 if self._is_picture_caption(index + 1) else 1
        if not text.strip():
            self._blank(paragraph)
            return 1
        if self._toc(paragraph, text):
            return 1
        used = self._heading(index, paragraph, text)
        if used:
            self.list = _List()
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

    def _add(self, jenis: str, teks: str = "", **more: str | int) -> BlockDraft:
        draft = BlockDraft(jenis, teks)
        draft = replace(draft, **more)  # type: ignore[arg-type]
        self.drafts.append(draft)
        return draft

    def _blank(self, paragraph: WordParagraph) -> None:
        """Keep the room in a signature block, and a band of the template's own."""
        last = self.drafts[-1] if self.drafts else None
        if paragraph.gaya.lower() == "akhir bagian":
            # The template's own paragraph: a break of the page where it holds one.
            if paragraph.halaman_baru or "\n" in _plain(paragraph):
                self._add("ganti_halaman")
            return
        style = self.styles.get(paragraph.gaya.lower(), "")
        if style.lower().startswith(("ruang", "lambang")):
            self._add("ruang", gaya="" if style.lower() == "ruang" else style)
        elif last is not None and last.jenis == "tanda_tangan":
            self._add("ruang", value=PERHAPS)

    def _toc(self, paragraph: WordParagraph, text: str) -> bool:
        """Leave out the entries of a list of contents: they are made anew."""
        is_field = any(
            run.bidang in ("TOC", "PAGEREF") for run in paragraph.runs if run.teks.strip()
        )
        is_style = _TOC_STYLE.fullmatch(paragraph.gaya) is not None
        typed = bool(self.listing) and (
            _TYPED_TOC.fullmatch(text) is not None or _DOTS.search(text) is not None
        )
        if not (is_field or is_style or typed):
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
        letters = [char for char in _plain(paragraph) if char.isalpha()]
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
        if not self._is_title(paragraph, level) or len(_plain(paragraph)) > MAX_TITLE:
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
            if isinstance(block, WordParagraph) and not _TOC_STYLE.fullmatch(block.gaya):
                text = _plain(block)
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
            title = tidy(_plain(follower))
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
        self.list = _List()

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
                self.list = _List()
            for paragraph in row.cells[2].paragraphs():
                text = _plain(paragraph)
                if text.strip() and not self._item(paragraph, text):
                    self._add("paragraf", _marked(paragraph))
        self.list = _List()
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
                lines += [tidy(_plain(p)) for p in between if _plain(p).strip()]
                nomor, judul = split_caption([lines[0]])
                judul = "\n".join([*([judul] if judul else []), *map(tidy, lines[1:])])
                self.captions[self.tables] = (nomor, tidy(lines[0]), judul)
                return used
            if not isinstance(block, WordParagraph) or len(_plain(block)) > MAX_TITLE:
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
        return _PICTURE_CAPTION.fullmatch(tidy(_plain(block)))

    # Signatures

    def _signature(self, index: int, paragraph: WordParagraph, text: str) -> bool:
        """Take a line of a signature block: far to the right, begun by a place and a date."""
        style = paragraph.gaya.lower()
        last = self.drafts[-1] if self.drafts else None
        goes_on = last is not None and last.jenis in ("tanda_tangan", "ruang")
        far = paragraph.takuk >= _FAR or paragraph.rata in ("right", "end")
        if style in ("tanda tangan", "pengundangan"):
            gaya = paragraph.gaya if style == "pengundangan" else ""
            self._add("tanda_tangan", _marked(paragraph), gaya=gaya)
            return True
        if (
            far
            and len(text) <= MAX_TITLE
            and (goes_on or _DATE_LINE.fullmatch(tidy(text)) or self._dated_below(index))
        ):
            self._add("tanda_tangan", _marked(paragraph))
            return True
        return False

    def _dated_below(self, index: int) -> bool:
        following = self.blocks[index + 1 : index + 4]
        return any(
            isinstance(block, WordParagraph) and _DATE_LINE.fullmatch(tidy(_plain(block)))
            for block in following
        )

    # Lists

    def _item(self, paragraph: WordParagraph, text: str) -> bool:
        if paragraph.label:
            sample, value = self._as_counted(paragraph.label)
            level = self._level_of(sample, value, paragraph, counted=True)
            self._add_item(sample, value, level, _marked(paragraph), paragraph.takuk)
            return True
        typed = self._typed(text)
        if typed is None or paragraph.gaya.lower().startswith("sistematika"):
            return False
        level = self._level_of(typed.sample, typed.value, paragraph, counted=False)
        if level < 0:
            return False
        marked = _marked(paragraph)
        rest = _after_number(marked)
        self._add_item(typed.sample, typed.value, level, rest, paragraph.takuk)
        return True

    def _as_counted(self, label: str) -> tuple[str, int]:
        """Return the sample and value of a label of Word; `i.` after `h.` is a letter."""
        sample, value = sample_of(label)
        typed = self._typed(f"{label} x") if sample.strip("(.)") in ("i", "I") else None
        return (typed.sample, typed.value) if typed is not None else (sample, value)

    def _typed(self, text: str) -> Typed | None:
        """Read a typed number; `i.` is a letter where the list has come to `h.`."""
        typed = read_item(text)
        if typed is None or typed.sample.strip("(.)") not in ("i", "I"):
            return typed
        number = text.strip().lstrip("(")[:1]
        letter = as_letter(typed, number)
        open_levels = {sample: value for sample, value, _ in self.list.levels}
        return letter if open_levels.get(letter.sample) == letter.value - 1 else typed

    def _level_of(self, sample: str, value: int, paragraph: WordParagraph, *, counted: bool) -> int:
        """Return the level of an item.

        Where its number goes on, else one deeper where it begins.
        """
        match = re.fullmatch(r"(?:butir|list \w+) (\d)", paragraph.gaya, re.IGNORECASE)
        if match:
            return min(int(match[1]), 3)
        if counted and (paragraph.tingkat or not paragraph.takuk):
            return min(paragraph.tingkat + 1, 3)
        indent = paragraph.takuk
        for level, (known, last, own) in enumerate(self.list.levels, 1):
            follows = value == last + 1 or (not value and not last)
            near = not own or not indent or abs(indent - own) <= _ITEM_STEP
            if known == sample and follows and near:
                return level
        if not counted and value > 1 and not self._goes_on_before(sample, value):
            return -1
        return self._new_level(sample, value, indent)

    def _new_level(self, sample: str, value: int, indent: int) -> int:
        """Return the level at which a list begins: by its indent, else below another form."""
        levels = self.list.levels
        if indent or any(own for _, _, own in levels):
            return min(sum(1 for _, _, own in levels if own < indent - _ITEM_STEP) + 1, 3)
        known = [number for number, (form, _, _) in enumerate(levels, 1) if form == sample]
        if known:
            return known[0]
        return min(len(levels) + (1 if value <= 1 else 0), 3) or 1

    def _goes_on_before(self, sample: str, value: int) -> bool:
        """Return whether a list earlier in the chapter stopped just before this number."""
        for draft in reversed(self.drafts):
            if draft.jenis in ("bab", "subbab", "judul"):
                return False
            if draft.jenis == "butir" and draft.penanda == sample:
                return draft.value == value - 1
        return False

    def _add_item(self, sample: str, value: int, level: int, text: str, indent: int = 0) -> None:
        is_open = len(self.list.levels) >= level and self.list.levels[level - 1][0] == sample
        follows = is_open and (value == self.list.levels[level - 1][1] + 1 or not value)
        name = ""
        if value > 1 and not follows:
            name = self._resume(sample, value, level)
        self.list.levels = [*self.list.levels[: level - 1], (sample, value, indent)]
        acuan = name or self._name_of_open(sample, level)
        self._add("butir", text, tingkat=str(level), penanda=sample, value=value, acuan=acuan)

    def _name_of_open(self, sample: str, level: int) -> str:
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and last.jenis == "butir"
            and last.penanda == sample
            and last.tingkat == str(level)
        ):
            return last.acuan
        return ""

    def _resume(self, sample: str, value: int, level: int) -> str:
        """Name the list that goes on across other blocks, in both parts."""
        for place in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[place]
            if draft.jenis == "bab":
                return ""
            if (
                draft.jenis == "butir"
                and draft.penanda == sample
                and draft.value == value - 1
                and draft.tingkat == str(level)
            ):
                name = draft.acuan or f"daftar-{place + 1}"
                self._name_back(place, sample, level, name)
                return name
        return ""

    def _name_back(self, place: int, sample: str, level: int, name: str) -> None:
        for at in range(place, -1, -1):
            draft = self.drafts[at]
            if draft.jenis == "butir" and draft.tingkat == str(level) and draft.penanda == sample:
                draft.acuan = name
                if draft.value <= 1:
                    return
            elif draft.jenis in ("bab", "subbab"):
                return

    # Whatever else

    def _plain_paragraph(self, paragraph: WordParagraph) -> None:
        style = self.styles.get(paragraph.gaya.lower(), "")
        marked = _marked(paragraph)
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
            self.list = _List()


def _plain(paragraph: WordParagraph) -> str:
    return paragraph.text().replace("\u00ad", "")


def _marked(paragraph: WordParagraph) -> str:
    """Return the text with its marks; one look over the whole paragraph is its style, no mark."""
    shown = [
        run for run in paragraph.runs if run.teks.strip() and not run.lenyap and not run.gambar
    ]
    if len({(run.tebal, run.miring) for run in shown}) == 1:
        plain = tuple(replace(run, tebal=False, miring=False) for run in paragraph.runs)
        paragraph = replace(paragraph, runs=plain)
    lines = mark_runs(paragraph).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _after_number(marked: str) -> str:
    match = re.match(r"(?P<marks>\**)\(?(?:\w{1,5}[.)]|[^\w\s])\s*(?P<rest>.*)", marked, re.DOTALL)
    return f"{match['marks']}{match['rest']}" if match else marked


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
