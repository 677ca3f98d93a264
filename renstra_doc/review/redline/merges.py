"""Vertical merges in a table that shows two editions: each goes on only from a row above it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.review.redline.atoms import DEL
from renstra_doc.review.redline.marked_cells import (
    SPAN,
    TCPR,
    TCPR_CHANGE,
    VAL,
    WIDTH,
    cell_properties,
    places_of,
    span_of,
)
from renstra_doc.review.redline.revision import TRPR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

MERGE = f"{{{W}}}vMerge"


def settle_merges(rows: Sequence[_Element], note: Callable[[_Element, _Element], None]) -> bool:
    """Let each vertical merge go on only from a row above it, as it must in a whole table.

    A deleted row whose merge has lost its start stands alone until it is rejected; one that parts a
    merge goes on with it. Each such change is noted. Out: whether that was possible everywhere.
    """
    for number, row in enumerate(rows):
        for place, cell in places_of(row):
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
        other = dict(places_of(rows[number])).get(place)
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
    properties = cell_properties(cell)
    for child in properties.findall(MERGE):
        properties.remove(child)
    if merge is not None:
        # w:vMerge stands behind w:tcW and w:gridSpan: the schema orders them.
        place = sum(child.tag in (WIDTH, SPAN) for child in properties)
        properties.insert(place, etree.Element(MERGE))
    if properties.find(TCPR_CHANGE) is None:
        note(cell, unchanged)


def _is_open(rows: Sequence[_Element], number: int, place: int, cell: _Element) -> bool:
    """Return whether a row holds a merge at a place that a cell may go on with."""
    if number < 0:
        return False
    above = dict(places_of(rows[number])).get(place)
    return above is not None and bool(_merge_of(above)) and span_of(above) == span_of(cell)


def _merge_of(cell: _Element) -> str:
    node = cell.find(f"{TCPR}/{MERGE}")
    # Without a value it goes on with the cell above (17.4.84).
    return "" if node is None else node.get(VAL, "continue")


def _is_marked(row: _Element, kind: str) -> bool:
    properties = row.find(TRPR)
    return properties is not None and any(child.tag == kind for child in properties)
