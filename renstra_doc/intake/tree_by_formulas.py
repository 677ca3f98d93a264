"""Levels and parents by the formulas of a sheet: a row's parent is the one that adds it up."""

from __future__ import annotations

from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from renstra_doc.intake.arithmetic import added_cells
from renstra_doc.intake.level_names import name_ranks
from renstra_doc.intake.source import SourceRemark
from renstra_doc.intake.tree_rows import MOST_DEEP, Tree, measure_depths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renstra_doc.intake.tree_rows import Rows

FORMULA_SHARE = 0.6
MOST_ADDED = 300_000  # cells that sums add up: a plan of 3.000 rows has some 100.000 of them


def grow_by_formulas(rows: Rows) -> Tree | None:
    """Return the tree that the sums of the sheet draw, None where they draw none."""
    sums = tuple(_list_sums(rows))
    has_sums = {index for index, _ in sums}
    parents = _elect(sums, len(rows.lines))
    covered = [index for index in rows.main if parents[index] is not None or index in has_sums]
    # A tree has to cover most rows; a few sums at the foot are no hierarchy.
    if not has_sums or len(covered) < len(rows.main) * FORMULA_SHARE or _has_circle(parents):
        return None
    if max(measure_depths(parents)) >= MOST_DEEP:
        return None
    remarks = _adopt(rows, parents, has_sums)
    return Tree(tuple(name_ranks(rows, parents)), tuple(parents), "rumus", tuple(remarks))


def _elect(sums: Iterable[tuple[int, int]], count: int) -> list[int | None]:
    """Return the parent of each row: the nearest of those that add it up."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for index, child in sums:
        votes[child][index] += 1
    parents: list[int | None] = [None] * count
    for child, counts in votes.items():
        if len(counts) <= MOST_DEEP:  # no row stands below more
            parents[child] = _nearest(counts, child, votes)
    return parents


def _list_sums(rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield (row, a row that it adds up), once for each column in which it does."""
    labels = rows.table.labels
    by_row = {
        int(labels[line.row]): index
        for index, line in enumerate(rows.lines)
        if labels[line.row].isdecimal()
    }
    left = MOST_ADDED
    for index in rows.main:
        for column, cell in rows.lines[index].cells.items():
            # A sum over other columns says nothing of rows.
            spots = added_cells(cell.formula) if cell.formula and left > 0 else None
            left -= len(spots or ())
            below = {by_row.get(row, index) for row, at in spots or () if at == column + 1}
            yield from ((index, child) for child in sorted(below - {index}))


def _nearest(counts: Counter[int], child: int, votes: Mapping[int, Counter[int]]) -> int:
    """Return the most direct of the rows that add a row up.

    One that others of them add up again.
    """
    # A grand total adds up everything again: the nearer row is the parent.
    direct = [row for row in counts if any(other in votes.get(row, ()) for other in counts)]
    return min(direct or counts, key=lambda row: (abs(row - child), row))


def _has_circle(parents: Sequence[int | None]) -> bool:
    above = {index: (parent,) for index, parent in enumerate(parents) if parent is not None}
    try:
        TopologicalSorter(above).prepare()
    except CycleError:
        return True
    return False


def _adopt(rows: Rows, parents: list[int | None], has_sums: set[int]) -> list[SourceRemark]:
    """Give a row that no formula names the parent of the row above it, and say so."""
    remarks = []
    # A range that starts late leaves out its first rows: their place says whose they are.
    lonely = [i for i in rows.main if parents[i] is None and i not in has_sums]
    for index in lonely:
        before = rows.above(index)
        if before is None:
            continue
        parent = before if before in has_sums else parents[before]
        parents[index] = parent
        name = rows.lines[parent].name if parent is not None else ""
        message = f"tidak masuk rumus mana pun; induknya dibaca dari letaknya: “{name}”"
        line = rows.lines[index]
        remarks.append(SourceRemark("turunan", rows.table.place(line.row), message, line.name))
    return remarks
