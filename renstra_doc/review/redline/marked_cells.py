"""Cells of a table row: their properties, the columns that they cover, the room that they have."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.review.redline.atoms import to_string
from renstra_doc.review.redline.revision import TC, properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

TCPR, WIDTH, SPAN = (f"{{{W}}}{name}" for name in ("tcPr", "tcW", "gridSpan"))
CELL_INS, CELL_DEL, TCPR_CHANGE = (
    f"{{{W}}}{name}" for name in ("cellIns", "cellDel", "tcPrChange")
)
VAL, SIZE = f"{{{W}}}val", f"{{{W}}}w"
_CELL_MARKS = frozenset({CELL_INS, CELL_DEL, TCPR_CHANGE})
# A letter of 10 points in twips; smaller ones leave more room than is counted on.
LETTER = 90


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of a row: its place, and the columns that it covers."""

    element: _Element
    place: int
    columns: tuple[str, ...]


def cell_properties(cell: _Element) -> _Element:
    """Return the properties of a cell, made where it has none."""
    return properties_of(cell, TCPR)


def bare_properties(properties: _Element) -> _Element:
    """Return the properties of a cell without the marks of revisions."""
    found = deepcopy(properties)
    for child in list(found):
        if child.tag in _CELL_MARKS:
            found.remove(child)
    return found


def shape_of(cell: _Element) -> list[str]:
    """Return the properties of a cell that a reader sees; its width alone is none."""
    properties = cell.find(TCPR)
    children = [] if properties is None else list(properties)
    return [
        to_string(child)
        for child in children
        if child.tag not in _CELL_MARKS and child.tag != WIDTH
    ]


def read_cells(row: _Element, columns: Sequence[str]) -> list[RowCell]:
    """Return the cells of a row, each with the columns that it covers."""
    cells = []
    place = 0
    for element in row.findall(TC):
        span = span_of(element)
        cells.append(RowCell(element, place, tuple(columns[place : place + span])))
        place += span
    return cells


def span_of(cell: _Element) -> int:
    """Return how many columns a cell takes."""
    span = cell.find(f"{TCPR}/{SPAN}")
    return 1 if span is None else int(span.get(VAL, "1"))


def room_of(cell: _Element) -> int:
    """Return how many letters a line of a cell holds at least; 1 where its width is not known."""
    width = cell.find(f"{TCPR}/{WIDTH}")
    return max(int(width.get(SIZE, "0")) // LETTER if width is not None else 0, 1)


def places_of(row: _Element) -> Iterator[tuple[int, _Element]]:
    """Yield the cells of a row, each with the number of its first column."""
    place = 0
    for cell in row.findall(TC):
        yield place, cell
        place += span_of(cell)
