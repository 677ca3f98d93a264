"""Compute: the formulas of our own forms (formula.py), as a spreadsheet would.

So a workbook that was saved by a program that does not compute (openpyxl) can be imported, and a
stored result that is out of date does no harm. Cells that hold text count as nothing, as in Excel.
The work is bounded: what would take longer than `MAX_STEPS` keeps its stored result.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from renstra_doc.workbook import xlsx
from renstra_doc.workbook.cell import CellError, read_number
from renstra_doc.workbook.formula import Area, is_safe, parse_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.workbook.formula import Condition, Selection, Term
    from renstra_doc.workbook.xlsx import Sheet, SheetCell

    Spot = tuple[int, int]

MAX_STEPS = 3_000_000
# What a stored result may differ from the sum of decimals: a spreadsheet adds up binary fractions.
CLOSE = Decimal("1E-9")


@dataclass(slots=True)
class Computed:
    """The cells with computed results; the cells that a formula counts.

    Results that were stored otherwise; circles.

    `misplaced` are totals that ask for the id of another row than their own: moved by a program
    that left the formula.
    """

    cells: dict[Spot, SheetCell]
    counted: set[Spot] = field(default_factory=set)
    stale: dict[Spot, str] = field(default_factory=dict)
    circle: list[Spot] = field(default_factory=list)
    misplaced: list[Spot] = field(default_factory=list)


class SheetGrid:
    """The cells of a sheet, found by what a column says. `steps` counts the work."""

    def __init__(self, texts: Mapping[Spot, str]) -> None:
        """Take the text of every cell that is not empty, the heading left out."""
        # SUMIFS over a whole column would compare the heading, too.
        self.texts = {spot: text for spot, text in texts.items() if spot[0] > 1}
        self.steps = 0

    @cached_property
    def _index(self) -> Mapping[int, Mapping[str, list[int]]]:
        """Rows by column and text in small letters."""
        found: dict[int, dict[str, list[int]]] = {}
        for (row, column), text in self.texts.items():
            found.setdefault(column, {}).setdefault(text.lower(), []).append(row)
        return found

    def find_cells(self, terms: Iterable[Term]) -> list[Spot] | None:
        """Return the filled cells that terms sum.

        None where a condition is not safe or the work too much.
        """
        found: list[Spot] = []
        for term in terms:
            if self.steps > MAX_STEPS:
                return None
            cells = self._find_area(term) if isinstance(term, Area) else self._select(term)
            if cells is None:
                return None
            found += cells
        return found

    def _find_area(self, area: Area) -> list[Spot]:
        (top, left), (bottom, right) = area.start, area.end
        size = (bottom - top + 1) * (right - left + 1)
        # The smaller of the two is walked over: `K:K` is a million cells, a sheet some thousand.
        self.steps += min(size, len(self.texts))
        if size > len(self.texts):
            return [
                (row, column)
                for row, column in self.texts
                if top <= row <= bottom and left <= column <= right
            ]
        spots = (
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        )
        return [spot for spot in spots if spot in self.texts]

    def _select(self, term: Selection) -> list[Spot] | None:
        wanted = [(condition, self._value_of(condition)) for condition in term.conditions]
        # What a spreadsheet reads as a number or wildcard finds other rows there than here.
        if not all(is_safe(value) for _, value in wanted):
            return None
        rows = self._candidates(term, wanted)
        self.steps += len(rows) * len(wanted)
        found = [(row, term.column) for row in rows if (row, term.column) in self.texts]
        return [spot for spot in found if all(self._meets(spot[0], *pair) for pair in wanted)]

    def _value_of(self, condition: Condition) -> str:
        text = self.texts.get(condition.at, "") if condition.at else condition.value
        return text.lower()

    def _candidates(self, term: Selection, wanted: Iterable[tuple[Condition, str]]) -> list[int]:
        """Return the rows that may be meant.

        By the rarest condition that names something, else all filled ones.
        """
        named = [
            self._index.get(condition.column, {}).get(value, [])
            for condition, value in wanted
            if value and not condition.differs
        ]
        rows = (row for found in self._index.get(term.column, {}).values() for row in found)
        # Otherwise a thousand totals over ten thousand rows would each walk over all of them.
        return min(named, key=len) if named else list(rows)

    def _meets(self, row: int, condition: Condition, value: str) -> bool:
        return (
            self.texts.get((row, condition.column), "").lower() == value
        ) is not condition.differs


def compute_sheet(sheet: Sheet) -> Computed:
    """Give every formula of our own forms its result, each after those that it counts."""
    computed = Computed(dict(sheet.cells))
    # A cell whose value is empty still stands there for a condition: a blank, not nothing.
    grid = SheetGrid({spot: cell.value or " " for spot, cell in sheet.cells.items()})
    terms = {
        spot: parse_formula(cell.formula) for spot, cell in sheet.cells.items() if cell.formula
    }
    parts = _find_parts(terms, grid)
    computed.misplaced = sorted(spot for spot, own in terms.items() if _is_misplaced(spot, own))
    computed.counted = {spot for spots in parts.values() for spot in spots}
    try:
        order = _order_formulas(parts)
    except CycleError as error:
        # Sorted, since the circle begins anywhere; a message must be the same each time.
        computed.circle = sorted(set(error.args[1]))
        return computed
    for spot in order:
        _store(computed, spot, _add_up(computed.cells[part] for part in parts[spot]))
    return computed


def _order_formulas(parts: Mapping[Spot, list[Spot]]) -> list[Spot]:
    """Return the formulas, each behind those that it counts; CycleError where there is none."""
    before = {spot: [cell for cell in cells if cell in parts] for spot, cells in parts.items()}
    return list(TopologicalSorter(before).static_order())


def _find_parts(terms: Mapping[Spot, tuple[Term, ...]], grid: SheetGrid) -> dict[Spot, list[Spot]]:
    """Return the cells that each formula of our own forms counts, where they can be told."""
    found = ((spot, grid.find_cells(own)) for spot, own in terms.items() if own)
    return {spot: cells for spot, cells in found if cells is not None}


def _is_misplaced(spot: Spot, terms: Iterable[Term]) -> bool:
    conditions = (
        condition for term in terms if not isinstance(term, Area) for condition in term.conditions
    )
    return any(condition.at and condition.at[0] != spot[0] for condition in conditions)


def _add_up(cells: Iterable[SheetCell]) -> Decimal | None:
    """Return the sum of the numbers.

    None where a cell is in error, has no result, or holds no number.
    """
    total = Decimal(0)
    for cell in cells:
        # A sum over an error is one, too; told is the cell that it comes from.
        if cell.kind in (xlsx.ERROR, xlsx.UNCOMPUTED):
            return None
        if cell.kind == xlsx.NUMBER:
            try:
                total += read_number(cell.value)
            except CellError:
                return None
    return total


def _store(computed: Computed, spot: Spot, total: Decimal | None) -> None:
    cell = computed.cells[spot]
    if total is None:
        return
    # The computed result is taken in any case; that it was another one is told.
    if cell.kind == xlsx.NUMBER and not _is_close(cell.value, total):
        computed.stale[spot] = cell.value
    computed.cells[spot] = replace(cell, kind=xlsx.NUMBER, value=f"{total:f}")


def _is_close(stored: str, total: Decimal) -> bool:
    try:
        return abs(read_number(stored) - total) <= CLOSE * max(Decimal(1), abs(total))
    except CellError:
        return False
