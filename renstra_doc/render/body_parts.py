"""What a written body is made of: chunks of XML, whose they are, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.render.listing import Lines, write_listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.render.cell_styles import AlignedStyle
    from renstra_doc.render.fitting import Tight
    from renstra_doc.render.listing import Entry, Stop
    from renstra_doc.render.media import Resource
    from renstra_doc.view import Item, ListingItem


@dataclass(frozen=True, slots=True)
class SectionStart:
    """Where a section begins and how it counts its pages (`mulai` None: the count goes on)."""

    bookmark: str
    bentuk: str
    mulai: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """Which chunks of a body an item became.

    Chunks of no item part sections and tables, or are the template's.
    """

    item: Item
    start: int
    end: int


@dataclass
class Body:
    """A body before its page numbers are known.

    Finished chunks, and listings still to be written.
    """

    chunks: list[str | ListingItem] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    fixed: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    sections: list[SectionStart] = field(default_factory=list)
    tight: list[tuple[str, Tight]] = field(default_factory=list)
    last_section: str = ""
    styles: Mapping[str, str] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    cell_styles: dict[AlignedStyle, str] = field(default_factory=dict)
    listing_width: int = 0
    stops: Mapping[str, Stop] = field(default_factory=dict)

    @property
    def lines(self) -> Lines:
        """How the lines of its listings look."""
        return Lines(self.styles, self.stops)

    def to_xml(self, pages: Mapping[str, str]) -> str:
        """Return the body with the page number of each entry by its bookmark.

        Where none is known, an empty number.
        """
        written = [
            chunk
            if isinstance(chunk, str)
            else write_listing(chunk, self.entries, pages, self.lines)
            for chunk in self.chunks
        ]
        return "".join(written) + self.last_section

    def find_fixed(self) -> list[tuple[int, str]]:
        """Return the template's own text as XML, each with the number of items before it."""
        return [
            # Counted in items, since numbers of chunks change with the pages of the listings.
            (sum(span.end <= number for span in self.spans), chunk)
            for number in self.fixed
            if isinstance(chunk := self.chunks[number], str)
        ]
