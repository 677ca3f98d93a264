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
WHOLE_ROWS = 10  # a table of so many rows, a merged group of so many, stands on one page


def find_kept(
    rows: Sequence[TableRow],
    *,
    has_source: bool,
    height_of: Callable[[TableRow], float] = lambda _row: 0.0,
) -> list[bool]:
    """Return of each row whether the next one must stand on its page.

    The last row goes with the line of the source. A short table stands whole; in a long one the
    heading of a group goes with its first row, a merged group is not parted unless it is tall (it
    would leave the page before it half empty), a total not alone. `height_of` estimates the height
    of a row in twips.
    """
    if len(rows) <= WHOLE_ROWS:
        return [*[True] * (len(rows) - 1), has_source][-len(rows) :] if rows else []
    kept = [
        row.lekat or row.tingkat == GROUP or below.tingkat == TOTAL for row, below in pairwise(rows)
    ]
    for start, end in _merged_groups(rows):
        if end - start < WHOLE_ROWS and sum(map(height_of, rows[start : end + 1])) <= TALL:
            kept[start:end] = [True] * (end - start)
    return [*kept, has_source]


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
