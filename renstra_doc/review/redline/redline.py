"""Two editions → one Word document with tracked changes: the new one over the old one.

In order: (1) both editions are written with the new template, with one numbering of lists and
bookmarks; (2) each becomes a sequence of units with an identity: what an item printed, and what
parts sections and tables; (3) units, their paragraphs, the rows of tables are aligned by identity;
what moved is deleted and inserted; (4) pairs are combined word by word, the rest is marked whole;
(5) ids are given. Rejecting everything gives the old text, accepting the new one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.render.cell_styles import add_cell_styles
from renstra_doc.render.identity import add_identity, find_furniture, source_files
from renstra_doc.render.media import add_resources, finish_document
from renstra_doc.render.package import pack
from renstra_doc.render.rendered import DOCUMENT, Rendered, render_view
from renstra_doc.review.diff.align import align_ids
from renstra_doc.review.redline.atoms import DEL, INS, name_alike, to_string
from renstra_doc.review.redline.author import DATA, DERIVED, NUMBERING, Authors
from renstra_doc.review.redline.finish import finish_body, give_ids
from renstra_doc.review.redline.marked_drawings import combine_drawings, is_drawing
from renstra_doc.review.redline.pairing import (
    BODY_ROW,
    CAPTION,
    NUMBERS_ROW,
    PairStep,
    pair_last,
    pair_units,
    put_opening,
    row_keys,
    take_opening,
)
from renstra_doc.review.redline.revision import (
    TBL,
    TC,
    TR,
    P,
    RevisionMarker,
)
from renstra_doc.review.redline.table_marks import (
    Sides,
    TableMarker,
)
from renstra_doc.review.redline.units import (
    EditionSheet,
    Unit,
    adopt_keys,
    key_of,
    pair_keys,
    print_of,
    read_sheet,
    share_lists,
    share_names,
    share_widths,
)
from renstra_doc.run.pipeline import ALTERED, KEPT, OUTDATED, UNKNOWN
from renstra_doc.view import ChartItem, DictumItem, HeadingItem, ListingItem, TableItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lxml.etree import _Element

    from renstra_doc.model import Table
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.redline.atoms import ParagraphAuthors
    from renstra_doc.view import Item

FORM = "redline"
_GRID_COLUMN = f"{{{W}}}gridCol"


def draw_redline(
    old: Edition, new: Edition, template: Path, changes: Sequence[Change] = ()
) -> bytes:
    """Return a .docx that shows the new edition over the old one as tracked changes.

    In: both editions, the template of the new one, the changes between them (who is named as author
    of each revision). Raises InputError for what the template lacks.
    """
    drafts = _draw_drafts(old, new, template)
    names, pages = share_names(drafts, (old, new))
    sheets = tuple(
        read_sheet(draft, *found) for draft, *found in zip(drafts, names, pages, strict=True)
    )
    # The date of the document: the clock enters no file.
    marker = RevisionMarker(f"{new.document.dokumen['tanggal_dokumen']}T00:00:00Z")
    writer = _Writer((old, new), Authors(changes), marker)
    body = writer.write(*sheets)
    document, parts = finish_document(
        finish_body(drafts[1].skeleton, sheets, body, marker),
        _add_old_resources(_write_furniture(writer, drafts), drafts),
        drafts[1].body.styles,
    )
    parts[DOCUMENT] = document.encode()
    return pack(_add_redline_identity(parts, drafts[1], pages[1]))


def _draw_drafts(old: Edition, new: Edition, template: Path) -> tuple[Rendered, ...]:
    """Write both editions with the template, under one numbering of lists."""
    # The old one is written as the new one would be, so that only what was changed differs.
    views = share_lists(share_widths(old.view, new.view), new.view)
    drafts = tuple(
        render_view(view, template, sources=source_files(new.document)) for view in views
    )
    _refuse_other_parts(drafts)
    return drafts


def _write_furniture(writer: _Writer, drafts: Sequence[Rendered]) -> dict[str, bytes]:
    """Return the parts of the new edition, each header and footer that changed with its marks."""
    parts = dict(drafts[1].parts)
    for name, part in find_furniture(parts).items():
        old_part = drafts[0].parts[name].decode()
        # Equal headers stay as they are, without a mark.
        if old_part != part:
            parts[name] = writer.write_furniture(old_part, part)
    return parts


def _add_redline_identity(
    parts: dict[str, bytes], draft: Rendered, pages: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the parts with what says that this is a redline of that data."""
    if draft.identity is None:
        return parts
    numbers = tuple((*entry.key, pages.get(entry.bookmark, "")) for entry in draft.entries)
    return add_identity(parts, replace(draft.identity, halaman=numbers, bentuk=FORM))


def _add_old_resources(parts: dict[str, bytes], drafts: Sequence[Rendered]) -> dict[str, bytes]:
    """Return the parts with the pictures, graphs and styles of cells that only the old one has."""
    old, new = (draft.body.resources for draft in drafts)
    parts = add_cell_styles(parts, drafts[0].body.cell_styles)
    return add_resources(parts, [old[key] for key in old if key not in new])


def judge_pages(edition: Edition, template: Path) -> str:
    """Return how far the page numbers of an edition are known: KEPT, OUTDATED, ALTERED or UNKNOWN.

    A document that was built carries the numbers that it was printed with, and nothing to judge
    them by.
    """
    kept = edition.document.pages
    if not any(kept.labels.values()):
        return UNKNOWN
    # A built document carries its numbers without a fingerprint.
    is_built = not kept.sidik
    if kept.is_altered:
        return ALTERED
    return (
        KEPT
        if is_built or kept.belong_to(render_view(edition.view, template).fingerprint())
        else OUTDATED
    )


def _refuse_other_parts(drafts: Sequence[Rendered]) -> None:
    if find_furniture(drafts[0].parts).keys() != find_furniture(drafts[1].parts).keys():
        message = "kepala atau kaki halaman kedua versi tidak sejalan"
        raise refuse_input(NOWHERE, message, "pakai templat yang sama untuk kedua versi")


class _Writer:
    """Writes one body from two sheets."""

    def __init__(
        self, editions: tuple[Edition, Edition], authors: Authors, marker: RevisionMarker
    ) -> None:
        self._editions = editions
        self._items = [{key_of(item): item for item in side.view.items} for side in editions]
        self._authors = authors
        self.marker = marker

    def write(self, old: EditionSheet, new: EditionSheet) -> list[_Element]:
        """Return the blocks of the body."""
        steps: list[PairStep] = []
        openings: list[tuple[PairStep, list[_Element]]] = []
        for units in _align_units(old.units, new.units):
            opening = take_opening(*units) if _is_listing(units) else []
            found = list(pair_units(*units))
            openings += [(found[0], opening)] if opening else []
            steps += found
        pair_last(steps)
        # By identity, since the openings of lists ask for what was written of a step.
        written = {id(step): self._write_step(step) for step in steps}
        for step, runs in openings:
            put_opening(written[id(step)][0], runs)
        return self._part_tables([block for blocks in written.values() for block in blocks])

    def write_furniture(self, old: str, new: str) -> bytes:
        """Return a header or footer that shows both."""
        roots = [etree.fromstring(part.encode()) for part in (old, new)]
        units = [Unit("", None, list(root)) for root in roots]
        steps = list(pair_units(*units))
        pair_last(steps)
        blocks = [block for step in steps for block in self._write_step(step)]
        roots[1][:] = blocks
        give_ids(roots[1:])
        return etree.tostring(roots[1], encoding="UTF-8", xml_declaration=True, standalone=True)

    def _write_step(self, step: PairStep) -> list[_Element]:
        if step.old is not None and step.new is not None:
            return self._write_pair(step, step.old, step.new)
        block, kind = (step.new, INS) if step.old is None else (step.old, DEL)
        if block is None:
            return []
        author = _author_of_whole(step.item)
        if step.other is not None:
            return [self.marker.mark_last(block, kind, step.other, author)]
        return [self.marker.mark_block(block, kind, author)]

    def _write_pair(self, step: PairStep, old: _Element, new: _Element) -> list[_Element]:
        authors = self._author(step)
        if step.mark:
            return self.marker.combine_before_end(old, new, step.mark, authors[0])
        if to_string(old) == to_string(new):
            return [new]
        if is_drawing(old) and is_drawing(new):
            drawn = combine_drawings(self.marker, old, new, authors[0])
            if drawn is not None:
                return [drawn]
            # In one paragraph LibreOffice writes the words of both drawings into the first.
            whole = self.marker
            return [
                whole.mark_block(old, DEL, authors[0]),
                whole.mark_block(new, INS, authors[0]),
            ]
        if old.tag == P:
            return self.marker.combine_paragraphs(old, new, authors)
        return self._combine_tables(step.item, old, new)

    def _author(self, step: PairStep) -> ParagraphAuthors:
        """Return who changed the text of a paragraph, its number and its page number.

        As far as it has them.
        """
        item, authors = step.item, self._authors
        if isinstance(item, ListingItem):
            return DERIVED, NUMBERING, NUMBERING
        if isinstance(item, TableItem):
            return self._caption_author(item, step.part)
        if item is None:
            return name_alike(DERIVED)
        author = authors.of_chart() if isinstance(item, ChartItem) else authors.of_block(item.id)
        return (
            author,
            # The number of a heading is the program's, its text the data's.
            NUMBERING if isinstance(item, HeadingItem) and item.tingkat and item.nomor else author,
            author,
        )

    def _caption_author(self, item: TableItem, part: str) -> ParagraphAuthors:
        if part != CAPTION:
            return name_alike(self._authors.of_source(item.id))
        number, title = self._authors.of_caption(item.id)
        return title, number, title

    # Tables

    def _combine_tables(self, item: Item | None, old: _Element, new: _Element) -> list[_Element]:
        """Return one table that shows both; where its merges forbid that both, one struck."""
        sides = self._sides_of(item, (old, new))
        author = self._cell_authors(item)
        combined = TableMarker(self.marker, sides, author, DATA).combine()
        if combined is not None:
            return [combined]
        return [self.marker.mark_block(old, DEL, DATA), self.marker.mark_block(new, INS, DATA)]

    def _sides_of(self, item: Item | None, tables: tuple[_Element, _Element]) -> Sides:
        """Return a table of both editions with the identity of its rows and columns."""
        rows, prints, columns = [], [], []
        for side, table in enumerate(tables):
            found, lines = self._item_of(item, side), table.findall(TR)
            keys = row_keys(found, len(lines))
            rows.append(keys)
            prints.append(
                [(key, print_of("", [line])) for key, line in zip(keys, lines, strict=True)]
            )
            columns.append(self._columns_of(found, table, side))
        keys = adopt_keys(prints[0], prints[1])
        return Sides(tables, (keys, rows[1]), (columns[0], columns[1]))

    def _columns_of(self, item: Item | None, table: _Element, side: int) -> list[str]:
        """Return the id of each column of a table; of a template's own table its number."""
        if isinstance(item, TableItem):
            shown = self._editions[side].document.tables[item.id].columns
            return [column.kolom for column in shown if column.tampil]
        return [str(number) for number in range(len(list(table.iter(_GRID_COLUMN))))]

    def _item_of(self, item: Item | None, side: int) -> Item | None:
        if item is None:
            return None
        return self._items[side].get(key_of(item), item)

    def _cell_authors(self, item: Item | None) -> Callable[[str, int], str]:
        """Return who changed the cell at a place of a row."""
        if isinstance(item, TableItem):
            table = self._editions[1].document.tables[item.id]
            return lambda key, place: self._cell_author(table, key, place)
        # Beside the label stand the paragraphs, which are blocks of their own.
        if isinstance(item, DictumItem):
            return lambda key, place: self._authors.of_block(key[2:] if place > 1 else item.id)
        return lambda _key, _place: DERIVED

    def _cell_author(self, table: Table, key: str, place: int) -> str:
        if not key.startswith(BODY_ROW):
            return self._authors.of_header(table.id, is_numbers=key == NUMBERS_ROW)
        shown = [column for column in table.columns if column.tampil]
        if place >= len(shown):
            return DATA
        column = shown[place]
        return self._authors.of_cell(table.id, key[len(BODY_ROW) :], column.kolom, column.jenis)

    def _part_tables(self, blocks: list[_Element]) -> list[_Element]:
        """Put a paragraph that is in neither edition between tables that touch.

        Word would join them.
        """
        parted: list[_Element] = []
        for block in blocks:
            if parted and parted[-1].tag == TBL and block.tag == TBL:
                paragraph = etree.Element(P, nsmap={"w": W})
                self.marker.mark_paragraph(paragraph, INS, DERIVED)
                self.marker.mark_paragraph(paragraph, DEL, DERIVED)
                parted.append(paragraph)
            parted.append(block)
        return parted


def _align_units(
    old: Sequence[Unit], new: Sequence[Unit]
) -> Iterator[tuple[Unit | None, Unit | None]]:
    """Yield the units of both editions in order, those that are the same as a pair."""
    keys = pair_keys(old, new)
    sizes = _measure_units(keys[0], old) | _measure_units(keys[1], new)
    for old_place, new_place in align_ids(*keys, sizes):
        yield (
            old[old_place] if old_place is not None else None,
            new[new_place] if new_place is not None else None,
        )


def _is_listing(units: tuple[Unit | None, Unit | None]) -> bool:
    return all(unit is not None for unit in units) and isinstance(
        units[1] and units[1].item, ListingItem
    )


def _measure_units(keys: Sequence[str], units: Sequence[Unit]) -> dict[str, int]:
    """Return how many paragraphs and cells each unit has: so much is marked where it moves."""
    return {
        key: sum(1 for block in unit.blocks for _ in block.iter(P, TC))
        for key, unit in zip(keys, units, strict=True)
    }


def _author_of_whole(item: Item | None) -> str:
    """Return who inserted or deleted something whole.

    The data, but for what parts sections and for lists.
    """
    return DERIVED if item is None or isinstance(item, ListingItem) else DATA
