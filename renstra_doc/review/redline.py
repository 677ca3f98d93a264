"""Two editions → one Word document with tracked changes: the new one over the old one.

In order: (1) both editions are written with the new template, with one numbering of lists and bookmarks; (2) each
becomes a sequence of units with an identity: what an item printed, and what parts sections and tables; (3) units, their
paragraphs, the rows of tables are aligned by identity; what moved is deleted and inserted; (4) pairs are combined word
by word, the rest is marked whole; (5) ids are given. Rejecting everything gives the old text, accepting the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place
from renstra_doc.render.body import write_listing
from renstra_doc.render.document import DOCUMENT, Draft, render
from renstra_doc.render.identity import add_identity, find_furniture, source_files
from renstra_doc.render.package import pack
from renstra_doc.render.pages import read_pages
from renstra_doc.render.template import BODY_SLOT
from renstra_doc.render.xml import W
from renstra_doc.review.align import align_ids
from renstra_doc.review.author import DATA, DERIVED, NUMBERING, Authors
from renstra_doc.review.revision import (
    DEL,
    ENDS,
    INS,
    LINK,
    PPR,
    PROPERTIES_CHANGE,
    R,
    SECTION,
    SECTION_CHANGE,
    STARTS,
    TBL,
    TC,
    TR,
    TRPR,
    Marker,
    P,
    to_string,
)
from renstra_doc.view import (
    ChartItem,
    DictumItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    TableItem,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lxml.etree import _Element

    from renstra_doc.model import Table
    from renstra_doc.render.body import Entry
    from renstra_doc.review.align import Pair
    from renstra_doc.review.change import Change
    from renstra_doc.review.outline import Edition
    from renstra_doc.view import Item, ListDefinition, View

    EntryKey = tuple[str, str, int]

FORM = "redline"
_UNIT, _PIECES = "unit", re.compile(r"(w:name=\"|w:anchor=\"|PAGEREF )(_Toc\d{8})")
_TABLE_PROPERTIES, _CELL_PROPERTIES = f"{{{W}}}tblPr", f"{{{W}}}tcPr"
_GRID, _SPAN, _BODY = f"{{{W}}}tblGrid", f"{{{W}}}gridSpan", f"{{{W}}}body"
_MERGE = f"{{{W}}}vMerge"
_ID, _NAME, _ANCHOR, _VAL = (f"{{{W}}}{name}" for name in ("id", "name", "anchor", "val"))
_DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# A bookmark of what only the old edition has.
_GONE = "_Lama{:08d}"
_OPENING_RUNS = 3


def redline(old: Edition, new: Edition, template: Path, changes: Sequence[Change] = ()) -> bytes:
    """Return a .docx that shows the new edition over the old one as tracked changes.

    In: both editions, the template of the new one, the changes between them (who is named as author of each revision).
    Raises InputError for what the template lacks.
    """
    views = _share_lists(_share_widths(old.view, new.view), new.view)
    drafts = tuple(render(view, template, sources=source_files(new.document)) for view in views)
    _refuse_other_parts(drafts)
    names, pages = _share_names(drafts, (old, new))
    sheets = tuple(_read_sheet(draft, *found) for draft, *found in zip(drafts, names, pages, strict=True))
    writer = _Writer((old, new), Authors(changes), Marker(f"{new.document.dokumen['tanggal_dokumen']}T00:00:00Z"))
    body = writer.write(*sheets)
    parts = dict(drafts[1].parts)
    for name, part in find_furniture(parts).items():
        before = drafts[0].parts[name].decode()
        if before != part:
            parts[name] = writer.write_furniture(before, part)
    parts[DOCUMENT] = _finish(sheets, body, writer.marker)
    identity = drafts[1].identity
    if identity is not None:
        entries = drafts[1].entries
        numbers = tuple((*entry.key, pages[1].get(entry.bookmark, "")) for entry in entries)
        parts = add_identity(parts, replace(identity, halaman=numbers, bentuk=FORM))
    return pack(parts)


def _refuse_other_parts(drafts: Sequence[Draft]) -> None:
    if find_furniture(drafts[0].parts).keys() != find_furniture(drafts[1].parts).keys():
        message = "kepala atau kaki halaman kedua versi tidak sejalan"
        raise InputError([reading_error(Place(), message, "pakai templat yang sama untuk kedua versi")])


# What both editions must share before they are written


def _share_widths(old: View, new: View) -> View:
    """Give tables of the old edition the widths of the new one: a width alone is not a change of the text."""
    tables = {item.id: item for item in new.items if isinstance(item, TableItem)}

    def adapt(item: Item) -> Item:
        other = tables.get(item.id) if isinstance(item, TableItem) else None
        if other is None or not isinstance(item, TableItem) or len(other.lebar) != len(item.lebar):
            return item
        return replace(item, lebar=other.lebar)

    return replace(old, items=tuple(map(adapt, old.items)))


def _share_lists(old: View, new: View) -> tuple[View, View]:
    """Number the lists of both editions together: a list that is still there keeps one number."""
    lists: list[ListDefinition] = list(new.lists)
    here = {item.id: item.daftar for item in _list_items(new)}
    numbers: dict[int, int] = {}
    for item in _list_items(old):
        other = here.get(item.id)
        if item.daftar not in numbers and other and new.lists[other - 1] == old.lists[item.daftar - 1]:
            numbers[item.daftar] = other
    for item in _list_items(old):
        if item.daftar not in numbers:
            lists.append(old.lists[item.daftar - 1])
            numbers[item.daftar] = len(lists)

    def adapt(item: Item) -> Item:
        if isinstance(item, ParagraphItem) and item.daftar:
            return replace(item, daftar=numbers[item.daftar])
        if isinstance(item, DictumItem):
            paragraphs = (adapt(paragraph) for paragraph in item.paragraphs)
            return replace(item, paragraphs=tuple(found for found in paragraphs if isinstance(found, ParagraphItem)))
        return item

    shared = tuple(lists)
    return replace(old, items=tuple(map(adapt, old.items)), lists=shared), replace(new, lists=shared)


def _list_items(view: View) -> Iterator[ParagraphItem]:
    for item in view.items:
        if isinstance(item, ParagraphItem) and item.daftar:
            yield item
        elif isinstance(item, DictumItem):
            yield from (paragraph for paragraph in item.paragraphs if paragraph.daftar)


def _share_names(
    drafts: Sequence[Draft], editions: Sequence[Edition]
) -> tuple[tuple[Mapping[str, str], Mapping[str, str]], tuple[Mapping[str, str], Mapping[str, str]]]:
    """Name the bookmarks of the old edition as the new one does, and number its pages so.

    Page numbers are no text of an edition: both lists show the new ones, the old one where there is no new one.
    """
    keys = tuple(_number_entries(draft.entries) for draft in drafts)
    labels = tuple(
        read_pages(edition.document.records.get("halaman.csv")).by_bookmark(draft.entries)
        for edition, draft in zip(editions, drafts, strict=True)
    )
    known = {key: entry.bookmark for entry, key in keys[1]}
    names, old_pages = {}, {}
    for number, (entry, key) in enumerate(keys[0], start=1):
        names[entry.bookmark] = known.get(key, _GONE.format(number))
        old_pages[entry.bookmark] = labels[1].get(known.get(key, ""), "") or labels[0].get(entry.bookmark, "")
    former = {key: labels[0].get(entry.bookmark, "") for entry, key in keys[0]}
    new_pages = {entry.bookmark: labels[1].get(entry.bookmark, "") or former.get(key, "") for entry, key in keys[1]}
    return (names, {}), (old_pages, new_pages)


def _number_entries(entries: Sequence[Entry]) -> list[tuple[Entry, EntryKey]]:
    """Tell apart what is printed twice."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for entry in entries:
        seen[entry.key] += 1
        found.append((entry, (*entry.key, seen[entry.key])))
    return found


# An edition as units


@dataclass(frozen=True)
class _Unit:
    """What belongs together: the paragraphs and tables of an item, or one piece that parts others."""

    key: str
    item: Item | None
    blocks: list[_Element]


@dataclass(frozen=True)
class _Sheet:
    """An edition as XML: its root, and the units in order."""

    root: _Element
    units: list[_Unit] = field(default_factory=list)


def _read_sheet(draft: Draft, names: Mapping[str, str], pages: Mapping[str, str]) -> _Sheet:
    """Write the body of a draft with its units marked, and parse it."""
    parts = list(_split_units(draft, pages))
    body = "".join(f"<{_UNIT}>{xml}</{_UNIT}>" for _, _, xml in parts)
    if names:
        body = _PIECES.sub(lambda match: match[1] + names.get(match[2], match[2]), body)
    text = draft.skeleton.replace(BODY_SLOT, body + draft.body.last_section, 1)
    root = etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True, resolve_entities=False))
    units = [
        _Unit(key, item, list(holder)) for (key, item, _), holder in zip(parts, root.iter(_UNIT), strict=True)
    ]
    if names:
        _drop_bookmarks(root)
    return _Sheet(root, units)


def _split_units(draft: Draft, pages: Mapping[str, str]) -> Iterator[tuple[str, Item | None, str]]:
    body = draft.body
    owner = {number: span.item for span in body.spans for number in range(span.start, span.end)}
    seen: Counter[str] = Counter()
    written = [
        chunk if isinstance(chunk, str) else write_listing(chunk, body.entries, pages, body.styles)
        for chunk in body.chunks
    ]
    following = ["akhir"] * (len(written) + 1)
    for number in range(len(written) - 1, -1, -1):
        following[number] = _key_of(owner[number]) if number in owner else following[number + 1]

    def name(key: str) -> str:
        seen[key] += 1
        return f"{key}#{seen[key]}"

    for item, numbers in groupby(range(len(written)), lambda number: _Same(owner.get(number), number)):
        places = list(numbers)
        xml = "".join(written[place] for place in places)
        key = _key_of(item.item) if item.item is not None else f"~{following[places[0]]}"
        yield name(key), item.item, xml


@dataclass(frozen=True)
class _Same:
    """Groups the chunks of one item; each other chunk stands alone."""

    item: Item | None
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is not None and self.item is other.item

    def __hash__(self) -> int:
        return id(self.item)


def _key_of(item: Item) -> str:
    return f"{type(item).__name__}:{item.id}"


def _drop_bookmarks(root: _Element) -> None:
    """Take the bookmarks of the old edition away but for those of what only it has."""
    names = {node.get(_ID, ""): node.get(_NAME, "") for node in root.iter(STARTS)}
    for node in list(root.iter(STARTS, ENDS)):
        number = node.get(_ID, "")
        if names[number].startswith(_GONE[:5]):
            node.set(_ID, f"{_GONE[:5]}{number}")
        else:
            _remove(node)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# Combining


@dataclass
class _Step:
    """A block of the old edition, the one of the new edition that it became, and the unit that they belong to.

    At the end of the text: `mark` says what the paragraph mark of a pair is; `other` is the last paragraph of the
    edition that has less: the last mark of all is that one's too.
    """

    old: _Element | None
    new: _Element | None
    item: Item | None
    part: str = ""
    mark: str = ""
    other: _Element | None = None


class _Writer:
    """Writes one body from two sheets."""

    def __init__(self, editions: tuple[Edition, Edition], authors: Authors, marker: Marker) -> None:
        self._editions = editions
        self._authors = authors
        self.marker = marker

    def write(self, old: _Sheet, new: _Sheet) -> list[_Element]:
        """Return the blocks of the body."""
        steps: list[_Step] = []
        keys = [unit.key for unit in old.units], [unit.key for unit in new.units]
        openings: list[tuple[_Step, list[_Element]]] = []
        for before, after in align_ids(*keys):
            former = old.units[before] if before is not None else None
            present = new.units[after] if after is not None else None
            is_listing = former is not None and present is not None and isinstance(present.item, ListingItem)
            opening = _take_opening(former, present) if is_listing else []
            found = list(_pair_units(former, present))
            openings += [(found[0], opening)] if opening else []
            steps += found
        _pair_last(steps)
        written = {id(step): self._write_step(step) for step in steps}
        for step, runs in openings:
            _put_opening(written[id(step)][0], runs)
        return self._part_tables([block for blocks in written.values() for block in blocks])

    def write_furniture(self, old: str, new: str) -> bytes:
        """Return a header or footer that shows both."""
        roots = [etree.fromstring(part.encode()) for part in (old, new)]
        units = [_Unit("", None, list(root)) for root in roots]
        steps = list(_pair_units(*units))
        _pair_last(steps)
        blocks = [block for step in steps for block in self._write_step(step)]
        roots[1][:] = blocks
        _give_ids(roots[1])
        return etree.tostring(roots[1], encoding="UTF-8", xml_declaration=True, standalone=True)

    def _write_step(self, step: _Step) -> list[_Element]:
        if step.old is None or step.new is None:
            block, kind = (step.new, INS) if step.old is None else (step.old, DEL)
            if block is None:
                return []
            author = _author_of_whole(step.item)
            if step.other is not None:
                return [self.marker.mark_last(block, kind, step.other, author)]
            return [self.marker.mark_block(block, kind, author)]
        if step.mark:
            author = self._author(step)
            return self.marker.combine_before_end(step.old, step.new, step.mark, author[0])
        if to_string(step.old) == to_string(step.new):
            return [step.new]
        if step.old.tag == P:
            return self.marker.combine_paragraphs(step.old, step.new, *self._author(step))
        return [self._combine_tables(step)]

    def _author(self, step: _Step) -> tuple[str, str]:
        """Return who changed the text of a paragraph, and its number where it has one."""
        item, authors = step.item, self._authors
        if isinstance(item, HeadingItem):
            author = authors.of_block(item.id)
            return author, NUMBERING if item.tingkat and item.nomor else author
        if isinstance(item, ListingItem):
            return DERIVED, NUMBERING
        if isinstance(item, ChartItem):
            return authors.of_chart(), authors.of_chart()
        if isinstance(item, TableItem):
            return self._caption_author(item, step.part)
        author = authors.of_block(item.id) if item is not None else DERIVED
        return author, author

    def _caption_author(self, item: TableItem, part: str) -> tuple[str, str]:
        if part != _CAPTION:
            author = self._authors.of_source(item.id)
            return author, author
        number, title = self._authors.of_caption(item.id)
        return title, number

    # Tables

    def _combine_tables(self, step: _Step) -> _Element:
        old, new = step.old, step.new
        assert old is not None  # noqa: S101 — only pairs come here
        assert new is not None  # noqa: S101
        rows = old.findall(TR), new.findall(TR)
        names = tuple(
            _row_keys(self._item_of(step.item, side), len(found)) for side, found in enumerate(rows)
        )
        place = new.index(rows[1][0]) if rows[1] else len(new)
        written: list[_Element] = []
        for before, after in arrange_rows(align_ids(*names), *rows):
            if before is None and after is not None:
                written.append(self.marker.mark_row(rows[1][after], INS, DATA))
            elif before is not None and after is None:
                written.append(self.marker.mark_row(rows[0][before], DEL, DATA))
            elif before is not None and after is not None:
                written += self._combine_rows(rows[0][before], rows[1][after], step.item, names[1][after])
        for row in rows[1]:
            if row.getparent() is new:
                new.remove(row)
        new[place:place] = written
        return new

    def _item_of(self, item: Item | None, side: int) -> Item | None:
        if item is None:
            return None
        items = self._editions[side].view.items
        return next((found for found in items if _key_of(found) == _key_of(item)), item)

    def _combine_rows(self, old: _Element, new: _Element, item: Item | None, key: str) -> list[_Element]:
        if to_string(old) == to_string(new):
            return [new]
        author = self._cell_authors(item, key)
        place = 0
        for former, present in zip(old.findall(TC), new.findall(TC), strict=True):
            paragraphs = former.findall(P), present.findall(P)
            if to_string(former) != to_string(present):
                name = author(place)
                written = self.marker.combine_paragraphs(paragraphs[0][0], paragraphs[1][0], name)
                position = present.index(paragraphs[1][0]) if paragraphs[1][0].getparent() is present else 1
                present[position : position + 1] = written
            place += _span_of(present)
        return [new]

    def _cell_authors(self, item: Item | None, key: str) -> Callable[[int], str]:
        """Return who changed the cell at a place of a row."""
        if isinstance(item, TableItem):
            table = self._editions[1].document.tables[item.id]
            return lambda place: self._cell_author(table, key, place)
        if isinstance(item, DictumItem):
            return lambda place: self._authors.of_block(key[2:] if place > 1 else item.id)
        return lambda _place: DERIVED

    def _cell_author(self, table: Table, key: str, place: int) -> str:
        if not key.startswith(_BODY_ROW):
            return self._authors.of_header(table.id, is_numbers=key == _NUMBERS)
        column = [column for column in table.columns if column.tampil][place]
        return self._authors.of_cell(table.id, key[len(_BODY_ROW) :], column.kolom, column.jenis)

    def _part_tables(self, blocks: list[_Element]) -> list[_Element]:
        """Put a paragraph that is in neither edition between tables that touch: Word would join them."""
        parted: list[_Element] = []
        for block in blocks:
            if parted and parted[-1].tag == TBL and block.tag == TBL:
                paragraph = etree.Element(P)
                self.marker.mark_paragraph(paragraph, INS, DERIVED)
                self.marker.mark_paragraph(paragraph, DEL, DERIVED)
                parted.append(paragraph)
            parted.append(block)
        return parted


_CAPTION, _BODY_ROW, _HEADER_ROW, _NUMBERS = "judul", "r:", "h:", "n:"


def _author_of_whole(item: Item | None) -> str:
    """Return who inserted or deleted something whole: the data, but for what parts sections and for lists."""
    return DERIVED if item is None or isinstance(item, ListingItem) else DATA


def _pair_units(old: _Unit | None, new: _Unit | None) -> Iterator[_Step]:
    """Align the paragraphs and tables of a unit."""
    former, present = _block_keys(old), _block_keys(new)
    for before, after in align_ids(former, present):
        unit = new if after is not None else old
        yield _Step(
            old.blocks[before] if old is not None and before is not None else None,
            new.blocks[after] if new is not None and after is not None else None,
            unit.item if unit is not None else None,
            (present[after] if after is not None else former[before or 0]),
        )


def _block_keys(unit: _Unit | None) -> list[str]:
    if unit is None:
        return []
    if isinstance(unit.item, ListingItem):
        return [_entry_key(block) for block in unit.blocks]
    if isinstance(unit.item, TableItem):
        shape = _table_shape(unit.blocks[1], len(unit.item.kepala)) if len(unit.blocks) > 1 else ""
        return [_CAPTION, f"tabel {shape}", f"sumber {shape}"][: len(unit.blocks)]
    return [
        f"paragraf {number}" if block.tag == P else f"tabel {number} {_table_shape(block, 0)}"
        for number, block in enumerate(unit.blocks)
    ]


def _entry_key(block: _Element) -> str:
    link = block.find(LINK)
    return "akhir" if link is None else link.get(_ANCHOR, "")


def _table_shape(table: _Element, header_rows: int) -> str:
    """Return what two editions of a table must share to be shown as one: grid, look, and how its header is cut."""
    found = [to_string(node) for name in (_TABLE_PROPERTIES, _GRID) for node in table.findall(name)]
    return "".join(found) + "".join(_row_shape(row) for row in table.findall(TR)[:header_rows])


def _row_shape(row: _Element) -> str:
    """Return the properties of a row and its cells: what cannot be shown as changed text."""
    properties = row.find(TRPR)
    cells = [to_string(node) for cell in row.findall(TC) for node in cell.findall(_CELL_PROPERTIES)]
    return ("" if properties is None else to_string(properties)) + "".join(cells) + f"{len(row.findall(TC))}"


def arrange_rows(pairs: Sequence[Pair], old: Sequence[_Element], new: Sequence[_Element]) -> list[Pair]:
    """Order the rows of both editions so that each vertical merge goes on from a row that it may go on from.

    A pair of different shapes is parted. Between two pairs stand the deleted rows, then the inserted ones; where the
    first inserted row goes on with a merge, the inserted ones stand first, or the rows above are parted too.
    """
    arranged: list[Pair] = []
    gone: list[Pair] = []
    came: list[Pair] = []
    for before, after in [*pairs, (None, None)]:
        is_pair = before is not None and after is not None
        if is_pair and _row_shape(old[before or 0]) != _row_shape(new[after or 0]):
            gone.append((before, None))
            came.append((None, after))
        elif is_pair or before is after:
            arranged += _arrange_gap(arranged, gone, came, old, new)
            arranged += [(before, after)] if is_pair else []
            gone, came = [], []
        else:
            (gone if after is None else came).append((before, after))
    return arranged


def _arrange_gap(
    above: list[Pair], gone: list[Pair], came: list[Pair], old: Sequence[_Element], new: Sequence[_Element]
) -> list[Pair]:
    if gone and came and _goes_on(new[came[0][1] or 0]):
        if not _goes_on(old[gone[0][0] or 0]):
            return came + gone
        while above and _goes_on(new[came[0][1] or 0]):
            before, after = above.pop()
            gone[:0] = [(before, None)] if before is not None else []
            came[:0] = [(None, after)] if after is not None else []
    return gone + came


def _goes_on(row: _Element) -> bool:
    """Whether a cell of the row goes on with a vertical merge from above."""
    return any(node.get(_VAL, "continue") == "continue" for node in row.iter(_MERGE))


def _span_of(cell: _Element) -> int:
    span = cell.find(f"{_CELL_PROPERTIES}/{_SPAN}")
    return 1 if span is None else int(span.get(_VAL, "1"))


def _row_keys(item: Item | None, rows: int) -> list[str]:
    if isinstance(item, TableItem):
        numbers = [_NUMBERS] if item.nomor else []
        header = [f"{_HEADER_ROW}{number}" for number in range(len(item.kepala))]
        return [*header, *numbers, *(f"{_BODY_ROW}{row.id}" for row in item.rows)]
    if isinstance(item, DictumItem):
        return [f"{_BODY_ROW}{paragraph.id}" for paragraph in item.paragraphs]
    return [f"{_BODY_ROW}{number}" for number in range(rows)]


def _pair_last(steps: list[_Step]) -> None:
    """Make the last paragraph mark one of both editions: Word can neither insert nor delete it.

    Where both end otherwise, their last paragraphs are one that changed. Where one goes on after the other's end, the
    mark of the common paragraph is what came or went, and the last one changes its properties.
    """
    last_old, last_new = (
        next(step for step in reversed(steps) if getattr(step, side) is not None) for side in ("old", "new")
    )
    if last_old is last_new:
        return
    if last_old.new is None and last_new.old is None:
        pair = _Step(last_old.old, last_new.new, None)
        steps[:] = [step for step in steps if step is not last_old and step is not last_new]
        steps.append(pair)
    elif last_old.new is not None:
        last_old.mark, last_new.other = INS, last_old.old
    else:
        last_new.mark, last_old.other = DEL, last_new.new


# The field of a list


def _take_opening(*units: _Unit | None) -> list[_Element]:
    """Take the begin of the field out of both editions: it stays, whichever line comes first."""
    runs: list[_Element] = []
    for unit in filter(None, units):
        runs = [child for child in unit.blocks[0] if child.tag == R][:_OPENING_RUNS]
        for run in runs:
            unit.blocks[0].remove(run)
    return runs


def _put_opening(paragraph: _Element, runs: Sequence[_Element]) -> None:
    start = next((number + 1 for number, child in enumerate(paragraph) if child.tag == PPR), 0)
    paragraph[start:start] = list(runs)


# The whole


def _finish(sheets: Sequence[_Sheet], blocks: Sequence[_Element], marker: Marker) -> bytes:
    old, new = (next(sheet.root.iter(_BODY)) for sheet in sheets)
    last = [section for body in (old, new) for section in body.findall(SECTION)]
    new[:] = [*blocks, *new.findall(SECTION)]
    if to_string(last[0]) != to_string(last[-1]):
        marker.mark_section(last[-1], last[0], DERIVED)
    _give_ids(sheets[1].root)
    return etree.tostring(sheets[1].root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _give_ids(root: _Element) -> None:
    """Number revisions, bookmarks and drawings: each id once."""
    numbers, drawings = count(1), count(1)
    marks: dict[str, str] = {}
    for node in root.iter(INS, DEL, PROPERTIES_CHANGE, SECTION_CHANGE, STARTS, ENDS, _DRAWING_ID):
        if node.tag == _DRAWING_ID:
            node.set("id", str(next(drawings)))
        elif node.tag == ENDS:
            node.set(_ID, marks[node.get(_ID, "")])
        else:
            number = str(next(numbers))
            if node.tag == STARTS:
                marks[node.get(_ID, "")] = number
            node.set(_ID, number)
