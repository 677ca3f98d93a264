"""Two editions of a table → one that shows both, marked no wider than what changed.

Rows are paired by identity, the cells of a pair by the columns that they cover. A cell of a column
that went or came is marked as such (w:cellDel, w:cellIns, 17.13.5.1 and 17.13.5.2); another look of
a table, a row or a cell is a change of its properties (w:tblPrChange, w:trPrChange, w:tcPrChange).
Where the cells of a pair do not cover the same columns the row is deleted and inserted. Every row
fills the columns of both editions: what a row lacks is an empty cell that is never seen once all
changes are accepted or rejected.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.render.table import scale_widths
from renstra_doc.review.diff.align import align_ids, take_pair, unite
from renstra_doc.review.redline.atoms import DEL, INS, name_alike, to_string
from renstra_doc.review.redline.marked_cells import (
    CELL_DEL,
    CELL_INS,
    TCPR,
    TCPR_CHANGE,
    WIDTH,
    RowCell,
    bare_properties,
    cell_properties,
    places_of,
    read_cells,
    room_of,
    shape_of,
    span_of,
)
from renstra_doc.review.redline.merges import settle_merges
from renstra_doc.review.redline.revision import TC, TR, TRPR, P, RevisionMarker, refill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element

    from renstra_doc.review.diff.align import Pair
    from renstra_doc.review.redline.atoms import ParagraphAuthors

TBLPR, GRID, COLUMN = (f"{{{W}}}{name}" for name in ("tblPr", "tblGrid", "gridCol"))
TBLPR_CHANGE, GRID_CHANGE, TRPR_CHANGE = (
    f"{{{W}}}{name}" for name in ("tblPrChange", "tblGridChange", "trPrChange")
)
MOVED = "\0"  # in no id of a column
_ID, _W, _TYPE = (f"{{{W}}}{name}" for name in ("id", "w", "type"))


@dataclass(frozen=True)
class Sides:
    """A table in both editions: its element, the id of each row, the id of each column."""

    tables: tuple[_Element, _Element]
    rows: tuple[Sequence[str], Sequence[str]]
    columns: tuple[Sequence[str], Sequence[str]]


class TableMarker:
    """Writes one table from two; who is named for a cell is asked by row and place."""

    def __init__(
        self, marker: RevisionMarker, sides: Sides, author: Callable[[str, int], str], whole: str
    ) -> None:
        """Take both sides, who changed a cell of a row, and who changed the table itself."""
        self._marker = marker
        sides = replace(sides, columns=part_moved(*sides.columns))
        self._sides = sides
        self._author = author
        self._whole = whole
        self._common = set(sides.columns[0]) & set(sides.columns[1])
        pairs = align_ids(*sides.columns)
        self._union = unite(*sides.columns, pairs)
        # Of the same columns in the same grid only the rows can differ.
        grids = {_child_text(table, GRID) for table in sides.tables}
        self._is_same = [*sides.columns[0]] == [*sides.columns[1]] and len(grids) == 1
        self._widths = _share_widths(sides.tables, pairs)

    def combine(self) -> _Element | None:
        """Return the table that shows both; None where its merges cannot be shown in one."""
        old, new = self._sides.tables
        written = list(self._write_rows(old.findall(TR), new.findall(TR)))
        combined = refill(deepcopy(new), TR, written)
        if not settle_merges(written, self._note_cell):
            return None
        for row in () if self._is_same else written:
            _fit(row, self._widths)
        self._note_look(combined, new, old)
        return combined

    def _write_rows(self, old: Sequence[_Element], new: Sequence[_Element]) -> Iterator[_Element]:
        keys = self._sides.rows
        for pair in align_ids(*keys):
            # On copies: a row may be needed once more where its table has to be shown twice.
            before, after = (deepcopy(row) for row in take_pair(old, new, pair))
            if after is None or before is None:
                yield from self._mark_lone((before, after))
            elif self._is_same and to_string(before) == to_string(after):
                yield after
            else:
                yield from self._combine_rows(before, after, keys[1][pair[1] or 0])

    def _mark_lone(self, rows: tuple[_Element | None, _Element | None]) -> Iterator[_Element]:
        """Yield the row that only one side has, marked."""
        for side, row in enumerate(rows):
            if row is not None:
                yield self._mark_row(row, side, self._whole)

    def _mark_row(self, row: _Element, side: int, author: str) -> _Element:
        """Mark a row that went or came, with an empty cell for each column of the other side."""
        kind, mark = ((DEL, CELL_INS), (INS, CELL_DEL))[side]
        cells = read_cells(row, self._sides.columns[side])
        self._marker.mark_row(row, kind, author)
        for name in self._union:
            if name not in self._sides.columns[side]:
                self._put_filler(row, cells, name, self._fill(mark, author))
        return row

    def _put_filler(
        self, row: _Element, cells: list[RowCell], name: str, element: _Element
    ) -> None:
        """Put an empty cell for a column before the first cell of a later one."""
        before = set(self._union[: self._union.index(name)])
        later = (place for place, cell in enumerate(cells) if before.isdisjoint(cell.columns))
        place = next(later, len(cells))
        if place < len(cells):
            cells[place].element.addprevious(element)
        else:
            row.append(element)
        cells.insert(place, RowCell(element, place, (name,)))

    def _fill(self, mark: str, author: str) -> _Element:
        cell = etree.Element(TC, nsmap={"w": W})
        properties = etree.SubElement(cell, TCPR)
        # Its width is given with those of its row.
        etree.SubElement(properties, WIDTH, {_W: "0", _TYPE: "dxa"})
        properties.append(self._marker.mark(mark, author))
        # A cell ends in a paragraph, or Word refuses the file.
        etree.SubElement(cell, P)
        return cell

    def _combine_rows(self, old: _Element, new: _Element, key: str) -> Iterator[_Element]:
        cells = read_cells(old, self._sides.columns[0]), read_cells(new, self._sides.columns[1])
        pairs = self._pair_cells(*cells)
        if pairs is None:
            author = self._author(key, 0)
            yield self._mark_row(old, 0, author)
            yield self._mark_row(new, 1, author)
            return
        written = [self._write_cell(old_cell, new_cell, key) for old_cell, new_cell in pairs]
        self._note_row(refill(new, TC, written), old)
        yield new

    def _pair_cells(
        self, old: Sequence[RowCell], new: Sequence[RowCell]
    ) -> list[tuple[RowCell | None, RowCell | None]] | None:
        """Pair the cells that cover the same columns; None where they cannot all be paired."""
        keys = [[" ".join(cell.columns) or str(cell.place) for cell in side] for side in (old, new)]
        sides = zip((old, new), reversed(keys), strict=True)
        if any(self._is_lone(cell, others) for cells, others in sides for cell in cells):
            return None
        return [take_pair(old, new, pair) for pair in align_ids(keys[0], keys[1])]

    def _is_lone(self, cell: RowCell, others: Sequence[str]) -> bool:
        """Return whether a cell covers common columns, but not as any cell of the other side."""
        is_common = not self._common.isdisjoint(cell.columns)
        return is_common and " ".join(cell.columns) not in others

    def _write_cell(self, old: RowCell | None, new: RowCell | None, key: str) -> _Element:
        if new is None:
            return self._mark_cell(old, CELL_DEL, DEL, key)
        if old is None:
            return self._mark_cell(new, CELL_INS, INS, key)
        if to_string(old.element) == to_string(new.element):
            return new.element
        self._combine_contents(old.element, new.element, name_alike(self._author(key, new.place)))
        self._note_cell(new.element, old.element)
        return new.element

    def _combine_contents(self, old: _Element, new: _Element, authors: ParagraphAuthors) -> None:
        """Write the paragraphs of both editions into a cell, in order, the last ones as a pair.

        Word can neither insert nor delete the last paragraph of a cell.
        """
        sides = old.findall(P), new.findall(P)
        shared = min(map(len, sides)) - 1
        if shared < 0:
            return
        pairs = [*zip(sides[0][:shared], sides[1][:shared], strict=True)]
        written = [block for pair in pairs for block in self._combine_pair(*pair, authors, new)]
        written += [
            self._marker.mark_block(block, kind, authors[0])
            for side, kind in zip(sides, (DEL, INS), strict=True)
            for block in side[shared:-1]
        ]
        # The last ones are always a pair, since Word cannot take the last paragraph of a cell away.
        written += self._combine_pair(sides[0][-1], sides[1][-1], authors, new)
        refill(new, P, written)

    def _combine_pair(
        self, old: _Element, new: _Element, authors: ParagraphAuthors, cell: _Element
    ) -> list[_Element]:
        if to_string(old) == to_string(new):
            return [new]
        return self._marker.combine_paragraphs(old, new, authors, room_of(cell))

    def _mark_cell(self, cell: RowCell | None, mark: str, kind: str, key: str) -> _Element:
        assert cell is not None  # noqa: S101 — one side of a pair is always there
        author = self._author(key, cell.place)
        self._marker.mark_runs(cell.element, kind, author)
        cell_properties(cell.element).append(self._marker.mark(mark, author))
        return cell.element

    # Looks

    def _note_look(self, combined: _Element, new: _Element, old: _Element) -> None:
        """Note what the properties and the grid of the table were."""
        if _child_text(new, TBLPR) != _child_text(old, TBLPR):
            change = self._marker.mark(TBLPR_CHANGE, self._whole)
            change.extend(deepcopy(found) for found in old.findall(TBLPR))
            for properties in combined.findall(TBLPR):
                properties.append(change)
        if not self._is_same:
            # The grid has room for the columns that went, as long as they are shown.
            change = etree.Element(GRID_CHANGE, {_ID: "0"})
            change.extend(deepcopy(found) for found in old.findall(GRID))
            columns = [etree.Element(COLUMN, {_W: str(width)}) for width in self._widths]
            for grid in combined.findall(GRID):
                grid[:] = [*columns, change]

    def _note_row(self, new: _Element, old: _Element) -> None:
        properties = new.find(TRPR), old.find(TRPR)
        texts = ["" if found is None else to_string(found) for found in properties]
        if texts[0] == texts[1] or properties[0] is None:
            return
        change = self._marker.mark(TRPR_CHANGE, self._whole)
        change.append(deepcopy(properties[1]) if properties[1] is not None else etree.Element(TRPR))
        properties[0].append(change)

    def _note_cell(self, new: _Element, old: _Element) -> None:
        """Note what the properties of a cell were; a width alone is no change of the text."""
        if shape_of(new) == shape_of(old):
            return
        properties = cell_properties(new)
        change = self._marker.mark(TCPR_CHANGE, self._whole)
        change.append(bare_properties(cell_properties(old)))
        properties.append(change)


def part_moved(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the columns of both sides, one that changed its place named apart in the old one.

    So it went and came, and the cells of the other columns stay unmarked.
    """
    # A column at another place went and came, or every cell of the row would be marked.
    kept = {old_place for old_place, new_place in align_ids(old, new) if new_place is not None}
    parted = [
        name if place in kept or name not in new else f"{MOVED}{name}"
        for place, name in enumerate(old)
    ]
    return parted, new


def _child_text(table: _Element, name: str) -> str:
    return "".join(to_string(found) for found in table.findall(name))


def _share_widths(tables: tuple[_Element, _Element], pairs: Sequence[Pair]) -> list[int]:
    """Return the widths of the columns of both editions, together as wide as the new table."""
    sides = [[int(column.get(_W, "0")) for column in table.iter(COLUMN)] for table in tables]
    widths = unite(sides[0], sides[1], pairs)
    return list(scale_widths(widths, sum(sides[1]))) if sum(widths) != sum(sides[1]) else widths


def _fit(row: _Element, widths: Sequence[int]) -> None:
    """Give each cell the width of the columns that it stands in."""
    for place, cell in places_of(row):
        width = cell.find(f"{TCPR}/{WIDTH}")
        if width is not None:
            width.set(_W, str(sum(widths[place : place + span_of(cell)])))
