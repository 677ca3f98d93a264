"""Daftar isi and daftar tabel.

Made from the headings and captions, right when the file is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
CONTENTS = "daftar_isi"
# The kind of the captions that a list other than the daftar isi gathers.
_KINDS = {"daftar_tabel": "", "daftar_gambar": FIGURE}
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


class Stop(NamedTuple):
    """Where the labels of a daftar's lines begin, and their titles, in twips."""

    label: int
    title: int


class Lines(NamedTuple):
    """How the lines of a daftar look: style ids by name, where each style's lines begin."""

    styles: Mapping[str, str]
    stops: Mapping[str, Stop]


def write_listing(
    item: ListingItem, entries: Sequence[Entry], pages: Mapping[str, str], look: Lines
) -> str:
    """Write a daftar isi or daftar tabel as a TOC field (17.16.5.68), its entries in it.

    The field ends in a paragraph of its own: LibreOffice loses a field that begins and ends in the
    same one.
    """
    chosen = [entry for entry in entries if _belongs(entry, item)]
    lines = [_entry_xml(entry, pages.get(entry.bookmark, "")) for entry in chosen]
    names = [style_name(entry) for entry in chosen]
    places = [_place_xml(entry, look.stops) for entry in chosen]
    # The field begins in the first paragraph, be it the one that it ends in.
    first, *others = [*lines, _sign_xml("end")]
    paragraphs = zip(
        [*names, SECTION_END], [_opening(item) + first, *others], [*places, ""], strict=True
    )
    return "".join(
        paragraph_xml(look.styles.get(name, name), line, place) for name, line, place in paragraphs
    )


def _belongs(entry: Entry, item: ListingItem) -> bool:
    if item.jenis == CONTENTS:
        return 1 <= entry.tingkat <= item.tingkat
    return entry.tingkat == 0 and entry.jenis == _KINDS[item.jenis]


def style_name(entry: Entry) -> str:
    """Return the name of the style of an entry's line."""
    return f"toc {entry.tingkat}" if entry.tingkat else TABLE_OF_FIGURES


def _place_xml(entry: Entry, stops: Mapping[str, Stop]) -> str:
    """Return the paragraph properties of a heading without number.

    A short one (`PRAKATA`) would end before the stop of the others' titles, and its page number
    stand there.
    """
    stop = stops.get(style_name(entry))
    if stop is None or entry.nomor or not entry.tingkat:
        return ""
    return (
        f'<w:tabs><w:tab w:val="clear" w:pos="{stop.title}"/></w:tabs>'
        f'<w:ind w:left="{stop.label}" w:firstLine="0"/>'
    )


def _opening(item: ListingItem) -> str:
    """Return the field up to its entries: by Word's own update it gives the same ones."""
    if item.jenis == CONTENTS:
        switches = f'\\o "1-{item.tingkat}" \\h \\z \\u'
    else:
        switches = f'\\h \\z \\c "{SEQUENCES[_KINDS[item.jenis]]}"'
    code = f'<w:r><w:instrText xml:space="preserve"> TOC {switches} </w:instrText></w:r>'
    return _sign_xml("begin") + code + _sign_xml("separate")


def _sign_xml(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


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
