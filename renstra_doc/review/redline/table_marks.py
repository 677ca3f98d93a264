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
from renstra_doc.review.diff.align import align_ids
from renstra_doc.review.redline.atoms import DEL, INS, name_alike, to_string
from renstra_doc.review.redline.revision import TC, TR, TRPR, P, RevisionMarker, properties_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element

    from renstra_doc.review.diff.align import Pair

TBLPR, GRID, COLUMN, TCPR, WIDTH, SPAN, MERGE = (
    f"{{{W}}}{name}"
    for name in ("tblPr", "tblGrid", "gridCol", "tcPr", "tcW", "gridSpan", "vMerge")
)
CELL_INS, CELL_DEL = f"{{{W}}}cellIns", f"{{{W}}}cellDel"
TBLPR_CHANGE, GRID_CHANGE, TRPR_CHANGE, TCPR_CHANGE = (
    f"{{{W}}}{name}" for name in ("tblPrChange", "tblGridChange", "trPrChange", "tcPrChange")
)
_VAL, _ID = f"{{{W}}}val", f"{{{W}}}id"
MOVED = "\0"  # in no id of a column
# A letter of 10 points in twips; smaller ones leave more room than is counted on.
LETTER = 90
_CELL_MARKS = frozenset({CELL_INS, CELL_DEL, TCPR_CHANGE})
_W, _TYPE = f"{{{W}}}w", f"{{{W}}}type"


@dataclass(frozen=True)
class Sides:
    """A table in both editions: its element, the id of each row, the id of each column."""

    tables: tuple[_Element, _Element]
    rows: tuple[Sequence[str], Sequence[str]]
    columns: tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a row: its place, and the columns that it covers."""

    element: _Element
    place: int
    columns: tuple[str, ...]


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
        self._union = [
            sides.columns[1][new_place]
            if new_place is not None
            else sides.columns[0][old_place or 0]
            for old_place, new_place in pairs
        ]
        # Of the same columns in the same grid only the rows can differ.
        self._is_same = [*sides.columns[0]] == [*sides.columns[1]] and (
            _child_text(sides.tables[0], GRID) == _child_text(sides.tables[1], GRID)
        )
        self._widths = _share_widths(sides.tables, pairs)

    def combine(self) -> _Element | None:
        """Return the table that shows both; None where its merges cannot be shown in one."""
        old, new = self._sides.tables
        rows = old.findall(TR), new.findall(TR)
        combined = deepcopy(new)
        for row in combined.findall(TR):
            combined.remove(row)
        written = list(self._write_rows(rows, align_ids(*self._sides.rows)))
        combined.extend(written)
        if not settle_merges(written, self._note_cell):
            return None
        for row in () if self._is_same else written:
            _fit(row, self._widths)
        self._note_look(combined, new, old)
        return combined

    def _write_rows(
        self, rows: tuple[list[_Element], list[_Element]], pairs: Sequence[Pair]
    ) -> Iterator[_Element]:
        for old_place, new_place in pairs:
            if (
                old_place is not None
                and new_place is not None
                and self._is_equal(rows, old_place, new_place)
            ):
                yield deepcopy(rows[1][new_place])
                continue
            old = deepcopy(rows[0][old_place]) if old_place is not None else None
            new = deepcopy(rows[1][new_place]) if new_place is not None else None
            if old is not None and new is not None and new_place is not None:
                yield from self._combine_rows(old, new, self._sides.rows[1][new_place])
            elif old is not None:
                yield self._mark_row(old, 0, self._whole)
            elif new is not None:
                yield self._mark_row(new, 1, self._whole)

    def _is_equal(
        self, rows: tuple[list[_Element], list[_Element]], old_place: int, new_place: int
    ) -> bool:
        return self._is_same and to_string(rows[0][old_place]) == to_string(rows[1][new_place])

    def _mark_row(self, row: _Element, side: int, author: str) -> _Element:
        """Mark a row that went or came, with an empty cell for each column of the other side."""
        kind, mark = ((DEL, CELL_INS), (INS, CELL_DEL))[side]
        cells = _read_cells(row, self._sides.columns[side])
        self._marker.mark_row(row, kind, author)
        missing = [name for name in self._union if name not in self._sides.columns[side]]
        for name in missing:
            before = set(self._union[: self._union.index(name)])
            place = next(
                (number for number, cell in enumerate(cells) if before.isdisjoint(cell.columns)),
                len(cells),
            )
            filler = _Cell(self._fill(mark, author), place, (name,))
            if place < len(cells):
                cells[place].element.addprevious(filler.element)
            else:
                row.append(filler.element)
            cells.insert(place, filler)
        return row

    def _fill(self, mark: str, author: str) -> _Element:
        cell = etree.Element(TC, nsmap={"w": W})
        properties = etree.SubElement(cell, TCPR)
        etree.SubElement(properties, WIDTH, {_W: "0", _TYPE: "dxa"})
        properties.append(self._marker.mark(mark, author))
        etree.SubElement(cell, P)
        return cell

    def _combine_rows(self, old: _Element, new: _Element, key: str) -> Iterator[_Element]:
        cells = _read_cells(old, self._sides.columns[0]), _read_cells(new, self._sides.columns[1])
        pairs = self._pair_cells(*cells)
        if pairs is None:
            author = self._author(key, 0)
            yield self._mark_row(old, 0, author)
            yield self._mark_row(new, 1, author)
            return
        written = [self._write_cell(old_cell, new_cell, key) for old_cell, new_cell in pairs]
        for cell in new.findall(TC):
            new.remove(cell)
        new.extend(written)
        self._note_row(new, old)
        yield new

    def _pair_cells(
        self, old: Sequence[_Cell], new: Sequence[_Cell]
    ) -> list[tuple[_Cell | None, _Cell | None]] | None:
        """Pair the cells that cover the same columns; None where they cannot all be paired."""
        keys = [[" ".join(cell.columns) or str(cell.place) for cell in side] for side in (old, new)]
        lone = [
            cell
            for side, others in ((old, keys[1]), (new, keys[0]))
            for cell in side
            if " ".join(cell.columns) not in others and not self._common.isdisjoint(cell.columns)
        ]
        if lone:
            return None
        return [
            (
                old[old_place] if old_place is not None else None,
                new[new_place] if new_place is not None else None,
            )
            for old_place, new_place in align_ids(keys[0], keys[1])
        ]

    def _write_cell(self, old: _Cell | None, new: _Cell | None, key: str) -> _Element:
        if new is None:
            return self._mark_cell(old, CELL_DEL, DEL, key)
        if old is None:
            return self._mark_cell(new, CELL_INS, INS, key)
        if to_string(old.element) == to_string(new.element):
            return new.element
        paragraphs = old.element.findall(P), new.element.findall(P)
        if len(paragraphs[0]) == len(paragraphs[1]) == 1:
            old_paragraph, new_paragraph = paragraphs[0][0], paragraphs[1][0]
            if to_string(old_paragraph) != to_string(new_paragraph):
                author = name_alike(self._author(key, new.place))
                position = new.element.index(new_paragraph)
                room = _room_of(new.element)
                combined = self._marker.combine_paragraphs(
                    old_paragraph, new_paragraph, author, room
                )
                new.element[position : position + 1] = combined
        self._note_cell(new.element, old.element)
        return new.element

    def _mark_cell(self, cell: _Cell | None, mark: str, kind: str, key: str) -> _Element:
        assert cell is not None  # noqa: S101 — one side of a pair is always there
        author = self._author(key, cell.place)
        self._marker.mark_runs(cell.element, kind, author)
        _cell_properties(cell.element).append(self._marker.mark(mark, author))
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
        if _shape_of(new) == _shape_of(old):
            return
        properties = _cell_properties(new)
        change = self._marker.mark(TCPR_CHANGE, self._whole)
        change.append(_bare(_cell_properties(old)))
        properties.append(change)


def part_moved(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the columns of both sides, one that changed its place named apart in the old one.

    So it went and came, and the cells of the other columns stay unmarked.
    """
    kept = {old_place for old_place, new_place in align_ids(old, new) if new_place is not None}
    parted = [
        name if place in kept or name not in new else f"{MOVED}{name}"
        for place, name in enumerate(old)
    ]
    return parted, new


def _room_of(cell: _Element) -> int:
    """Return how many letters a line of a cell holds at least; 1 where its width is not known."""
    width = cell.find(f"{TCPR}/{WIDTH}")
    return max(int(width.get(_W, "0")) // LETTER if width is not None else 0, 1)


def _child_text(table: _Element, name: str) -> str:
    return "".join(to_string(found) for found in table.findall(name))


def _share_widths(tables: tuple[_Element, _Element], pairs: Sequence[Pair]) -> list[int]:
    """Return the widths of the columns of both editions, together as wide as the new table."""
    sides = [[int(column.get(_W, "0")) for column in table.iter(COLUMN)] for table in tables]
    widths = [
        sides[1][new_place] if new_place is not None else sides[0][old_place or 0]
        for old_place, new_place in pairs
    ]
    return list(scale_widths(widths, sum(sides[1]))) if sum(widths) != sum(sides[1]) else widths


def _fit(row: _Element, widths: Sequence[int]) -> None:
    """Give each cell the width of the columns that it stands in."""
    for place, cell in _places(row):
        width = cell.find(f"{TCPR}/{WIDTH}")
        if width is not None:
            width.set(_W, str(sum(widths[place : place + span_of(cell)])))


def _cell_properties(cell: _Element) -> _Element:
    return properties_of(cell, TCPR)


def _bare(properties: _Element) -> _Element:
    """Return the properties of a cell without the marks of revisions."""
    found = deepcopy(properties)
    for child in list(found):
        if child.tag in _CELL_MARKS:
            found.remove(child)
    return found


def _shape_of(cell: _Element) -> list[str]:
    properties = cell.find(TCPR)
    children = [] if properties is None else list(properties)
    return [
        to_string(child)
        for child in children
        if child.tag not in _CELL_MARKS and child.tag != WIDTH
    ]


def _read_cells(row: _Element, columns: Sequence[str]) -> list[_Cell]:
    cells = []
    place = 0
    for element in row.findall(TC):
        span = span_of(element)
        cells.append(_Cell(element, place, tuple(columns[place : place + span])))
        place += span
    return cells


def span_of(cell: _Element) -> int:
    """Return how many columns a cell takes."""
    span = cell.find(f"{TCPR}/{SPAN}")
    return 1 if span is None else int(span.get(_VAL, "1"))


# Vertical merges


def settle_merges(rows: Sequence[_Element], note: Callable[[_Element, _Element], None]) -> bool:
    """Let each vertical merge go on only from a row above it, as it must in a whole table.

    A deleted row whose merge has lost its start stands alone until it is rejected; one that parts a
    merge goes on with it. Each such change is noted. Out: whether that was possible everywhere.
    """
    for number, row in enumerate(rows):
        for place, cell in _places(row):
            if _merge_of(cell) != "continue" or _is_open(rows, number - 1, place, cell):
                continue
            if _is_marked(row, DEL):
                _rewrite(cell, None, note)
            elif not _bridge(rows, number - 1, place, cell, note):
                return False
    return True


def _bridge(
    rows: Sequence[_Element],
    number: int,
    place: int,
    cell: _Element,
    note: Callable[[_Element, _Element], None],
) -> bool:
    """Lead a merge through the deleted rows above it."""
    crossed = []
    while number >= 0 and _is_marked(rows[number], DEL):
        other = dict(_places(rows[number])).get(place)
        if other is None or span_of(other) != span_of(cell):
            return False
        crossed.append(other)
        number -= 1
    if not crossed or not _is_open(rows, number, place, cell):
        return False
    for other in crossed:
        _rewrite(other, "continue", note)
    return True


def _rewrite(cell: _Element, merge: str | None, note: Callable[[_Element, _Element], None]) -> None:
    unchanged = deepcopy(cell)
    properties = _cell_properties(cell)
    for child in properties.findall(MERGE):
        properties.remove(child)
    if merge is not None:
        place = sum(child.tag in (WIDTH, SPAN) for child in properties)
        properties.insert(place, etree.Element(MERGE))
    if properties.find(TCPR_CHANGE) is None:
        note(cell, unchanged)


def _places(row: _Element) -> Iterator[tuple[int, _Element]]:
    place = 0
    for cell in row.findall(TC):
        yield place, cell
        place += span_of(cell)


def _is_open(rows: Sequence[_Element], number: int, place: int, cell: _Element) -> bool:
    """Return whether a row holds a merge at a place that a cell may go on with."""
    if number < 0:
        return False
    above = dict(_places(rows[number])).get(place)
    return above is not None and bool(_merge_of(above)) and span_of(above) == span_of(cell)


def _merge_of(cell: _Element) -> str:
    node = cell.find(f"{TCPR}/{MERGE}")
    return "" if node is None else node.get(_VAL, "continue")


def _is_marked(row: _Element, kind: str) -> bool:
    properties = row.find(TRPR)
    return properties is not None and any(child.tag == kind for child in properties)
