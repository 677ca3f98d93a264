"""The items of a View → the body of word/document.xml.

In order: each item becomes paragraphs or a table (`item_writer`); a landscape table opens a
landscape section and the next ordinary item closes it; headings and captions get bookmarks; the
lists of contents are written last, when all are known.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import bookmark_xml, paragraph_xml, with_section
from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place
from renstra_doc.render.body_parts import Body, SectionStart, Span
from renstra_doc.render.captions import link_references
from renstra_doc.render.flow import find_turned, lies
from renstra_doc.render.item_writer import ItemWriter
from renstra_doc.render.section_pages import number_pages, read_page_numbers
from renstra_doc.template.roles import LANDSCAPE, SECTION_END
from renstra_doc.view import BreakItem, ListingItem, SectionItem
from renstra_doc.words.marker import parse_marker

if TYPE_CHECKING:
    from renstra_doc.template.read import TemplateLook
    from renstra_doc.view import Item, View

SECTION_BOOKMARK = "_Bag"


def build_body(view: View, look: TemplateLook, list_offset: int) -> Body:
    """Write all items of a view.

    Raises InputError for a style, section or sample table the template lacks.
    """
    writer = _BodyWriter(look, list_offset, find_turned(view.items, look.sections))
    # With what follows: a page break is not needed before what begins a page anyway.
    for item, following in pairwise([*view.items, None]):
        if item is not None:
            writer.write(item, following)
    return writer.finish()


class _BodyWriter:
    """Walks over the items; keeps the open section."""

    def __init__(self, look: TemplateLook, list_offset: int, turned: frozenset[str]) -> None:
        self._look = look
        self._turned = turned
        self._body = Body(styles=look.styles)
        self._items = ItemWriter(look, list_offset, self._body)
        # `base` is the section that the data opened; `open` may be the landscape one in between.
        self._base = self._open = self._default_section()
        self._form, self._start = "", None  # type: tuple[str, int | None]
        self._opened = False
        self._begun: set[str] = set()  # sections whose fixed text stands there
        self._goes_on = False  # the open section was interrupted: it has had its first page
        self._pending = ""

    def _default_section(self) -> str:
        portrait = [name for name, section in self._look.sections.items() if not section.landscape]
        return "isi" if "isi" in portrait else portrait[0]

    def write(self, item: Item, following: Item | None = None) -> None:
        if isinstance(item, SectionItem):
            self._start_section(item)
        elif isinstance(item, ListingItem):
            self._list(item)
        elif isinstance(item, BreakItem):
            self._break(item, following)
        else:
            self._ensure_open(self._wanted(item))
            self._items.width = self._look.sections[self._open].width
            chunks = self._items.write(item)
            self._append(chunks)
            self._own(item, len(chunks))

    def _list(self, item: ListingItem) -> None:
        """Leave the place of a daftar, which is written when all entries are known."""
        self._ensure_open("")
        # A listing is written last, so it has no paragraph yet to hold the bookmark of its section.
        if self._pending:
            self._append([self._items.part()])
        self._body.chunks.append(item)
        self._body.listing_width = self._look.sections[self._open].width
        self._own(item, 1)

    def _break(self, item: BreakItem, following: Item | None) -> None:
        """Break the page in the section that is open.

        Where what follows opens another, that is a new page already.
        """
        stays = following is None or self._find_section(self._wanted(following)) == self._open
        is_needed = self._opened and stays and not isinstance(following, SectionItem)
        if is_needed:
            # Not w:br: its paragraph's end stands behind the break, and a page that is just full
            # gives an empty one (Word, ONLYOFFICE).
            style = self._items.style(SECTION_END)
            self._append([paragraph_xml(style, "", "<w:pageBreakBefore/>")])
        self._own(item, int(is_needed))

    def _wanted(self, item: Item) -> str:
        """Return the section that an item asks for, "" for the one that its chapter has."""
        return LANDSCAPE if lies(item) or item.id in self._turned else ""

    def _own(self, item: Item, count: int) -> None:
        """Note that the last chunks are those of an item."""
        end = len(self._body.chunks)
        self._body.spans.append(Span(item, end - count, end))

    def _append(self, chunks: list[str]) -> None:
        """Add finished chunks; the first paragraph of a section takes the section's bookmark."""
        if chunks and chunks[0].startswith("<w:tbl>"):
            self._part_tables()
        if self._pending and chunks:
            # Behind the properties, which must stand first in a paragraph.
            chunks = [chunks[0].replace("</w:pPr>", f"</w:pPr>{self._pending}", 1), *chunks[1:]]
            self._pending = ""
        self._body.chunks += chunks

    def _part_tables(self) -> None:
        """Put an invisible paragraph after a table that stands last.

        Word joins two tables that touch.
        """
        last = self._body.chunks[-1] if self._body.chunks else ""
        if isinstance(last, str) and last.endswith("</w:tbl>"):
            self._body.chunks.append(self._items.part())

    def finish(self) -> Body:
        # A landscape table that stands last closes the document: no empty portrait page follows it.
        # But the closing text belongs to the section of the data: that is opened again.
        if not self._opened or self._look.sections[self._base].after:
            self._ensure_open("")
        self._append_fixed(after=True)
        self._part_tables()
        if self._pending:
            self._append([self._items.part()])
        self._body.last_section = self._section_properties()
        self._body.chunks = link_references(self._body.chunks, self._body.entries)
        self._refuse_missing()
        return self._body

    def _refuse_missing(self) -> None:
        """Raise InputError for what the template lacks."""
        place = Place(self._look.name)
        hint = (
            "tambahkan di Word, atau ganti namanya di data; periksa dengan renstra template check"
        )
        faults = [
            reading_error(place, f"templat tidak memuat {what}", hint)
            for what in self._items.missing
        ]
        if faults:
            raise InputError(faults)

    # Sections

    def _start_section(self, item: SectionItem) -> None:
        if item.bagian not in self._look.sections:
            self._items.missing[f"bagian “{item.bagian}”"] = None
            return
        if self._opened:
            if self._look.sections[self._base].after:
                self._ensure_open("")
            self._close(is_last=True)
        self._base = self._open = item.bagian
        # Opened anew by the data, a section prints its fixed text once more.
        self._begun.clear()
        if item.mulai:
            marker = parse_marker(item.mulai)
            self._form, self._start = marker.bentuk, 1

    def _find_section(self, wanted: str) -> str:
        return wanted if wanted in self._look.sections else self._base

    def _ensure_open(self, wanted: str) -> None:
        target = self._find_section(wanted)
        if wanted and wanted not in self._look.sections:
            self._items.missing[f"bagian “{wanted}”"] = None
        if self._opened and target != self._open:
            self._close()
        if not self._opened:
            self._open, self._opened = target, True
            self._goes_on = target in self._begun
            if not self._goes_on:
                self._begun.add(target)
                self._append_fixed(after=False)
            # Only once it stands at a paragraph can LibreOffice tell the page of a bookmark.
            self._pending = self._mark_section()

    def _mark_section(self) -> str:
        """Return a bookmark for where the section begins: page labels are reckoned from it."""
        name = f"{SECTION_BOOKMARK}{len(self._body.sections) + 1}"
        form, start = self._form, self._start
        if not form:
            form, start = read_page_numbers(self._look.sections[self._open].properties)
        self._body.sections.append(SectionStart(name, form, start))
        return bookmark_xml(self._items.take_number(), name, "")

    def _append_fixed(self, *, after: bool) -> None:
        """Append a section's fixed text: once, however often landscape pages interrupt it."""
        section = self._look.sections[self._open]
        text = section.after if after else section.before
        if text:
            self._body.fixed.append(len(self._body.chunks))
            self._body.chunks.append(text)

    def _close(self, *, is_last: bool = False) -> None:
        if is_last:
            self._append_fixed(after=True)
        properties = self._section_properties()
        last = self._body.chunks[-1]
        # Properties of a section stand in its last paragraph (17.6.18), never in a table.
        if isinstance(last, str) and last.startswith("<w:p>") and last.count("<w:p>") == 1:
            self._body.chunks[-1] = with_section(last, properties)
        else:
            self._body.chunks.append(with_section(self._items.part(), properties))
        # A section that comes after goes on with the count.
        self._opened, self._start = False, None

    def _section_properties(self) -> str:
        """Return the open section's w:sectPr."""
        properties = self._look.sections[self._open].properties
        return number_pages(properties, self._form, self._start, goes_on=self._goes_on)
