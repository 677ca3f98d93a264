"""Which rows of a table stand on one page with the row that follows them.

Word keeps a row with the next one where its paragraphs have w:keepNext (17.3.1.15); LibreOffice
looks at the first paragraph of the row.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import GROUP, TOTAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.view import TableRow

TALL = 4500  # twips: half the text of a landscape page
# What rows that are kept together may take of a landscape page, at the start of a table with its
# heading rows: with more, the page before them would hold little.
START = 5400
WHOLE_ROWS = 10  # a table of so many rows, a merged group of so many, stands on one page


def find_kept(
    rows: Sequence[TableRow],
    *,
    has_source: bool,
    height_of: Callable[[TableRow], float] = lambda _row: 0.0,
    head: float = 0.0,
) -> list[bool]:
    """Return of each row whether the next one must stand on its page.

    The last row goes with the line of the source. A short table stands whole; in a long one the
    heading of a group goes with its first row, a merged group is not parted unless it is tall (it
    would leave the page before it half empty), a total not alone. `height_of` estimates the height
    of a row in twips, `head` is about that of the heading rows.
    """
    is_short = len(rows) <= WHOLE_ROWS and head + sum(map(height_of, rows)) <= 2 * TALL
    if is_short:
        return [*[True] * (len(rows) - 1), has_source][-len(rows) :] if rows else []
    kept = _keep_long(rows, height_of)
    return _loosen_start([*kept, has_source], [head, *map(height_of, rows)])


def _keep_long(rows: Sequence[TableRow], height_of: Callable[[TableRow], float]) -> list[bool]:
    """Return of each row of a long table but the last whether it is kept with the next."""
    kept = [
        row.lekat or row.tingkat == GROUP or below.tingkat == TOTAL for row, below in pairwise(rows)
    ]
    kept = _loosen_tall(kept, rows, list(map(height_of, rows)))
    for start, end in _merged_groups(rows):
        if end - start < WHOLE_ROWS and sum(map(height_of, rows[start : end + 1])) <= TALL:
            kept[start:end] = [True] * (end - start)
    return kept


def _loosen_tall(
    kept: list[bool], rows: Sequence[TableRow], heights: Sequence[float]
) -> list[bool]:
    """Let parents and their first child part where together they take most of a page.

    The page before them would be left half empty. Two rows stay together whatever they take, and a
    total is never alone.
    """
    loosened, first = list(kept), 0
    for row, is_kept in enumerate(kept):
        is_tall = sum(heights[first : row + 2]) > START
        if not is_kept:
            first = row + 1
        elif row > first and is_tall and rows[row + 1].tingkat != TOTAL:
            loosened[row], first = False, row + 1
    return loosened


def _loosen_start(kept: list[bool], heights: Sequence[float]) -> list[bool]:
    """Let the first rows part where heading and kept rows would take most of a page.

    In: of each row whether it is kept with the next; the heights of the heading and of each row.
    The first row stays with the second whatever they take: a parent stands with a child.
    """
    for row in range(1, len(kept)):
        if not kept[row - 1]:
            break
        if row > 1 and sum(heights[: row + 2]) > START:
            return [*kept[: row - 1], False, *kept[row:]]
    return kept


def _merged_groups(rows: Sequence[TableRow]) -> list[tuple[int, int]]:
    """Return the first and the last row of each vertical merge."""
    found = []
    begun: dict[int, int] = {}
    for number, row in enumerate(rows):
        place = 0
        for cell in row.cells:
            if cell.tegak != "lanjut" and place in begun:
                found.append((begun.pop(place), number - 1))
            if cell.tegak == "mulai":
                begun[place] = number
            place += cell.lebar
    return [*found, *((start, len(rows) - 1) for start in begun.values())]
