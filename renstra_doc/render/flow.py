"""On which paper each item of a document is printed.

A landscape table opens a landscape section, which is a page of its own; what stands before and
after it would leave portrait pages half empty. A short run of blocks therefore goes on the
landscape page with its table, and of a long run its last blocks, where they alone would open a
page.

In order: (1) a document falls into stretches, each beginning on a new page; (2) a stretch falls
into landscape items and the runs between them; (3) the height of a run is estimated in lines of
text; (4) what is shorter than half a page before or after a landscape item joins it. Data that open
the section `lanskap` themselves are followed as they stand.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import MM
from renstra_doc.render.drawing import measure_picture
from renstra_doc.render.tree import part_tree
from renstra_doc.template.roles import LANDSCAPE
from renstra_doc.view import (
    BreakItem,
    GraphItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    TableItem,
    TreeItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.template.read import SectionLook
    from renstra_doc.view import Item

# Rough figures, enough to tell half a page from a whole one; LibreOffice measures what is printed.
LETTERS_PER_MM = 0.47  # of running text in 12 points
LINE = 360  # twips of a line of running text
HEADING_LINES, OTHER_LINES, TABLE_LINES = 2, 1, 6
ROW_LINES = 1.2
# Of a drawing of a tree, of a graph in mm, of a caption below it.
TREE_LINES, GRAPH_HEIGHT, CAPTION_LINES, MM_PER_LINE = 20, 85.0, 4, LINE / MM
_HEIGHT = re.compile(r"<w:pgSz [^<>]*?w:h=\"(\d{1,6})\"")
_MARGIN = re.compile(r"w:(?:top|bottom)=\"(\d{1,6})\"")


def lies(item: Item) -> bool:
    """Return whether the data ask for landscape paper."""
    return isinstance(item, TableItem | TreeItem) and item.orientasi == LANDSCAPE


def find_turned(items: Sequence[Item], sections: Mapping[str, SectionLook]) -> frozenset[str]:
    """Return the ids of the items that join a landscape item on its paper."""
    if LANDSCAPE not in sections:
        return frozenset()
    turned: set[int] = set()
    base = ""
    for stretch in _stretches(items):
        head = items[stretch[0]]
        base = head.bagian if isinstance(head, SectionItem) else base
        paper = sections.get(base) or sections.get("isi")
        if paper is not None and not paper.landscape:
            turned |= _turn(items, stretch, paper)
    return frozenset(items[place].id for place in turned)


def _stretches(items: Sequence[Item]) -> Iterator[list[int]]:
    """Yield positions of items that follow each other without a new page asked for."""
    found: list[int] = []
    for position, item in enumerate(items):
        begins = isinstance(item, SectionItem | BreakItem)
        if found and (begins or (isinstance(item, HeadingItem) and item.tingkat == 1)):
            yield found
            found = []
        found.append(position)
    if found:
        yield found


def _turn(items: Sequence[Item], stretch: Sequence[int], paper: SectionLook) -> set[int]:
    """Return which positions of one stretch are turned."""
    runs = [(key, list(group)) for key, group in groupby(stretch, lambda place: lies(items[place]))]
    # Nothing but landscape items, or none at all.
    if len(runs) == 1:
        return set()
    upright = [run for is_lying, run in runs if not is_lying]
    return {
        place for run in upright for place in _turned(items, run, paper, is_last=run is runs[-1][1])
    }


def _turned(
    items: Sequence[Item], run: Sequence[int], paper: SectionLook, *, is_last: bool
) -> Sequence[int]:
    """Return what joins a landscape item of a run before or after it: all of it, or its tail."""
    # How long a list of contents is, nobody knows yet.
    if any(isinstance(items[place], ListingItem) for place in run):
        return []
    text = [place for place in run if not isinstance(items[place], SectionItem | BreakItem)]
    heights = [_lines_of(items[place], paper) for place in text]
    page = _page_lines(paper)
    if sum(heights) <= page / 2:
        return text
    return [] if is_last else _tail(items, text, heights, page)


def _tail(
    items: Sequence[Item], run: Sequence[int], heights: Sequence[float], page: float
) -> list[int]:
    """Return the last blocks of a long run, where its last page would stay half empty."""
    # What would stand on the last upright page.
    over = sum(heights) % page
    if over > page / 2:
        return []
    taken: list[int] = []
    height = 0.0
    for place, lines in zip(reversed(run), reversed(heights), strict=True):
        if isinstance(items[place], TableItem) or height >= over + OTHER_LINES:
            break
        taken.append(place)
        height += lines
    # A heading does not stay behind at the foot of the page before.
    before = run[len(run) - len(taken) - 1] if len(taken) < len(run) else -1
    if before >= 0 and isinstance(items[before], HeadingItem):
        taken.append(before)
    return taken if height <= page / 2 else []


def _page_lines(paper: SectionLook) -> float:
    height = _HEIGHT.search(paper.properties)
    margins = sum(map(int, _MARGIN.findall(paper.properties)))
    # 16838 twips: A4.
    return max((int(height[1]) if height else 16838) - margins, LINE) / LINE


def _lines_of(item: Item, paper: SectionLook) -> float:
    """Estimate the height of an item in lines of running text."""
    letters = paper.width / MM * LETTERS_PER_MM
    if isinstance(item, TableItem):
        return TABLE_LINES + ROW_LINES * len(item.rows)
    if isinstance(item, ParagraphItem | HeadingItem):
        count = sum(len(run.teks) for run in item.runs)
        extra = HEADING_LINES if isinstance(item, HeadingItem) else 0.3
        return -(-count // letters) + extra
    if isinstance(item, TreeItem):
        return TREE_LINES * len(part_tree(item))
    if isinstance(item, GraphItem):
        return (item.tinggi or GRAPH_HEIGHT) / MM_PER_LINE + CAPTION_LINES
    if isinstance(item, PictureItem):
        return measure_picture(item, paper.width / MM)[1] / MM_PER_LINE + CAPTION_LINES
    return OTHER_LINES * 4
