"""Tables that stand side by side on one sheet, a blank column between them, are tables each.

A blank column within a table parts nothing: two tables end at rows of their own, or bear the same
heading twice, and each begins with names or numbers and ends with figures.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.source import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.intake.source import SourceCell, SourceTable

    Columns = Sequence[int]

LEAST, MANY = 2, 0.5  # columns of a table; of its last column's cells, those with figures


def part_sides(table: SourceTable) -> list[SourceTable]:
    """Return the tables that stand beside each other on a sheet, one where it holds only one."""
    sides = [side for side in _list_sides(table) if len(side) >= LEAST]
    if len(sides) < LEAST or not _are_tables(table, sides):
        return [table]
    names = [table.name, *(f"{table.name} (kanan{n or ''})" for n in ("", *range(2, len(sides))))]
    return [_keep(table, side, name) for side, name in zip(sides, names, strict=False)]


def _list_sides(table: SourceTable) -> Iterator[Columns]:
    """Yield the runs of columns that hold something, titles over the whole sheet left aside."""
    bridged = {
        at for m in table.merges for at in range(m.left, m.right + 1) if not _is_title(table, m.top)
    }
    body = [row for index, row in enumerate(table.rows) if not _is_title(table, index)]
    used = [at in bridged or any(row[at].plain for row in body) for at in range(table.width)]
    for is_used, run in groupby(range(table.width), key=lambda at: used[at]):
        if is_used:
            yield list(run)


def _is_title(table: SourceTable, row: int) -> bool:
    return row < len(table.rows) and sum(1 for cell in table.rows[row] if cell.plain) == 1


def _are_tables(table: SourceTable, sides: Sequence[Columns]) -> bool:
    """Return whether each side is a table of its own."""
    heads = [_find_head(table, side) for side in sides]
    if not all(_is_whole(table, side, head) for side, head in zip(sides, heads, strict=True)):
        return False
    ends = [max(i for i, row in enumerate(table.rows) if _holds(row, side)) for side in sides]
    texts = [
        [table.rows[head][at].plain.lower() for at in side]
        for side, head in zip(sides, heads, strict=True)
    ]
    return len(set(ends)) == len(ends) or all(text == texts[0] for text in texts)


def _find_head(table: SourceTable, side: Columns) -> int:
    """Return the first row of a side with two headings, -1 where there is none."""
    rows = enumerate(table.rows)
    return next((i for i, row in rows if sum(bool(row[at].plain) for at in side) >= LEAST), -1)


def _is_whole(table: SourceTable, side: Columns, head: int) -> bool:
    """Return whether a side begins with what calls its rows and ends with figures."""
    first = table.rows[head][side[0]].plain
    if head < 0 or words.find_role(first) in words.FIGURES or not first:
        return False
    rows = [row for row in table.rows[head + 1 :] if _holds(row, side)]
    called = sum(1 for row in rows if any(map(str.isalpha, row[side[0]].plain + _next(row, side))))
    counted = sum(1 for row in rows if any(map(str.isdigit, row[side[-1]].plain)))
    return bool(rows) and called > len(rows) * MANY and counted > len(rows) * MANY


def _next(row: Sequence[SourceCell], side: Columns) -> str:
    return row[side[1]].plain


def _holds(row: Sequence[SourceCell], side: Columns) -> bool:
    return any(row[at].plain for at in side)


def _keep(table: SourceTable, side: Columns, name: str) -> SourceTable:
    """Return the table of one side: what stands in other columns is gone, titles stay."""
    kept, blank = set(side), NOTHING
    rows = tuple(
        row
        if _is_title(table, index)
        else tuple(cell if at in kept else blank for at, cell in enumerate(row))
        for index, row in enumerate(table.rows)
    )
    last = max(index for index, row in enumerate(rows) if any(cell.plain for cell in row))
    merges = tuple(m for m in table.merges if m.left in kept or _is_title(table, m.top))
    return replace(
        table, name=name, rows=rows[: last + 1], merges=merges, labels=table.labels[: last + 1]
    )
