"""Daftar isi and daftar tabel.

Made from the headings and captions, right when the file is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import field_xml, paragraph_xml, run_xml, text_xml
from renstra_doc.template.roles import SECTION_END, TABLE_OF_FIGURES
from renstra_doc.words.markup import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.view import ListingItem

# Keeps the last word of an entry off its page number: a line with no room for word, gap and number
# breaks before one of them. Without it a line that is just full shows `Sosial29`, in Word and in
# LibreOffice.
GAP = "\u00a0" * 2
FIGURE = "gambar"  # the kind of a caption that is no table's
# The sequence that the numbers of captions belong to, by their kind.
SEQUENCES = {"": "Tabel", FIGURE: "Gambar"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a daftar: what it points to.

    `tingkat` 0 is a caption: of a table, or of what `jenis` says (`gambar`).
    """

    bookmark: str
    id: str
    tingkat: int
    nomor: str
    teks: str
    jenis: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is, and its id: how its page number is kept."""
        return ("judul" if self.tingkat else self.jenis or "tabel", self.id)


def write_listing(
    item: ListingItem, entries: Sequence[Entry], pages: Mapping[str, str], styles: Mapping[str, str]
) -> str:
    """Write a daftar isi or daftar tabel as a TOC field (17.16.5.68), its entries in it.

    The field ends in a paragraph of its own: LibreOffice loses a field that begins and ends in the
    same one.
    """
    is_contents = item.jenis == "daftar_isi"
    kind = FIGURE if item.jenis == "daftar_gambar" else ""
    chosen = [
        entry
        for entry in entries
        if (
            1 <= entry.tingkat <= item.tingkat
            if is_contents
            else entry.tingkat == 0 and entry.jenis == kind
        )
    ]
    instruction = (
        f'TOC \\o "1-{item.tingkat}" \\h \\z \\u'
        if is_contents
        else f'TOC \\h \\z \\c "{SEQUENCES[kind]}"'
    )
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    paragraphs = []
    for number, entry in enumerate(chosen):
        name = f"toc {entry.tingkat}" if is_contents else TABLE_OF_FIGURES
        line = _entry_xml(entry, pages.get(entry.bookmark, ""))
        paragraphs.append(
            paragraph_xml(styles.get(name, name), (opening if not number else "") + line)
        )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = paragraph_xml(
        styles.get(SECTION_END, SECTION_END), (opening if not chosen else "") + closing
    )
    return "".join(paragraphs) + last


def _entry_xml(entry: Entry, page: str) -> str:
    # A caption without number begins where the others' titles do: a shorter one would end before
    # that tab stop, and its page number stand there instead of at the right edge.
    has_stop = bool(entry.nomor) or not entry.tingkat
    text = f"{entry.nomor}\t{entry.teks}" if has_stop else entry.teks
    number = field_xml(f"PAGEREF {entry.bookmark} \\h", run_xml(Run(page)))
    return (
        f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1"><w:r>{text_xml(text)}</w:r>'
        f'<w:r><w:t xml:space="preserve">{GAP}</w:t><w:tab/></w:r>{number}</w:hyperlink>'
    )
