"""The organisation chart as an editable DrawingML drawing.

ECMA-376 Part 1, 20, and shapes of the 2010 extension.

Boxes with a parent hang below it, joined by lines. A further top box, whose superior nothing names,
stands in a row at the bottom; where one box leads the whole chart, a line from its side round the
others joins that row to it and to nobody between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import emu, paragraph_xml, quoteattr, text_xml
from renstra_doc.finding import refuse_input
from renstra_doc.place import Place
from renstra_doc.render.branches import count_leaves, hang_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.view import BoxView, ChartItem

    Line = tuple[float, float, float, float]  # x, y, width, height

# All of them mm.
GAP, ROW_GAP, MAX_BOX, LINE_HEIGHT, PADDING = 4.0, 9.0, 42.0, 4.6, 3.0
MIN_BOX = 4.0
_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_GROUP_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box at its place, in mm from the top left corner of the chart."""

    box: BoxView
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def centre(self) -> float:
        """Its middle, from the left."""
        return self.x + self.width / 2


def chart_xml(item: ChartItem, width: float, style: str, number: int) -> str:
    """Return the run that holds the drawing.

    In: the chart, the width it may take in mm, the style id of the text in boxes, a number unique
    among drawings.
    """
    placed = place_boxes(item.boxes, width)
    height = max((box.y + box.height for box in placed.values()), default=10.0)
    # Lines before boxes: what comes later is drawn above.
    lines = [*_lines(placed), *_lines_round(placed)]
    shapes = [_line_xml(*line, place + 1) for place, line in enumerate(lines)]
    shapes += [
        _box_xml(box, style, len(lines) + place + 1) for place, box in enumerate(placed.values())
    ]
    extent = f'cx="{emu(width)}" cy="{emu(height)}"'
    frame = f'<a:off x="0" y="0"/><a:ext {extent}/><a:chOff x="0" y="0"/><a:chExt {extent}/>'
    name = f'id="{number}" name="Bagan {number}" descr={quoteattr(item.alternatif)}'
    return (
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wpg"><w:drawing>'
        # Child and parent coordinates are alike (chOff, chExt): one EMU inside is one outside.
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent '
        f"{extent}/><wp:docPr {name}/>"
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        f'uri="{_GROUP_URI}"><wpg:wgp><wpg:cNvGrpSpPr/>'
        f"<wpg:grpSpPr><a:xfrm>{frame}</a:xfrm></wpg:grpSpPr>{''.join(shapes)}</wpg:wgp></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback>{_fallback(item)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _fallback(item: ChartItem) -> str:
    """Text for a reader that draws no shapes."""
    return text_xml("\n".join(" — ".join(box.lines) for box in item.boxes))


def place_boxes(boxes: Sequence[BoxView], width: float) -> dict[str, PlacedBox]:
    """Lay the boxes out.

    Leaves side by side, a parent over the middle of its children, loners in a last row.
    """
    children = hang_boxes(boxes)
    trees, loners = _part_tops(boxes)
    counted = count_leaves(trees, children)
    leaves = sum(counted[tree.id] for tree in trees)
    box_width = _box_width(width, max(leaves, len(loners), 1), has_row=bool(loners))
    heights = _level_heights(trees, children, box_width)
    placed: dict[str, PlacedBox] = {}
    left = _first_left(leaves, box_width, width)
    for tree in trees:
        left = _place_tree(tree, children, 0, left, box_width, heights, placed)
    top = sum(heights) + ROW_GAP * len(heights)
    return placed | _place_row(loners, top, box_width, width)


def _box_width(width: float, columns: int, *, has_row: bool) -> float:
    """Return how wide a box is; beside a last row there is room for the line round the others."""
    free = width - (2 * GAP if has_row else 0.0)
    box_width = min(MAX_BOX, (free - GAP * (columns - 1)) / columns)
    _refuse_narrow(box_width, columns)
    return box_width


def _first_left(count: int, box_width: float, width: float) -> float:
    """Return where so many boxes side by side begin, to stand in the middle of the chart."""
    return (width - (count * (box_width + GAP) - GAP)) / 2


def _place_row(
    loners: Sequence[BoxView], top: float, box_width: float, width: float
) -> dict[str, PlacedBox]:
    """Place the boxes of the last row, all of one height."""
    start = _first_left(len(loners), box_width, width)
    height = max((_height(box, box_width) for box in loners), default=0.0)
    return {
        box.id: PlacedBox(box, start + number * (box_width + GAP), top, box_width, height)
        for number, box in enumerate(loners)
    }


def _part_tops(boxes: Sequence[BoxView]) -> tuple[list[BoxView], list[BoxView]]:
    """Part the boxes without a parent: those that lead a tree (the first always), and the rest."""
    parents = {box.induk for box in boxes}
    tops = [box for box in boxes if not box.induk]
    trees = [box for number, box in enumerate(tops) if box.id in parents or number == 0]
    return trees, [box for box in tops if box not in trees]


def _refuse_narrow(width: float, columns: int) -> None:
    """Raise InputError where too many boxes stand side by side to be read."""
    if width < MIN_BOX:
        message = f"bagan dengan {columns} kotak berdampingan tidak muat di lebar kertas"
        hint = "bagi bagannya, atau beri kotak-kotak itu induk yang berlainan"
        raise refuse_input(Place("struktur-organisasi.csv"), message, hint)


def _level_heights(
    trees: Sequence[BoxView], children: dict[str, list[BoxView]], width: float
) -> list[float]:
    heights, level = [], list(trees)
    while level:
        heights.append(max(_height(box, width) for box in level))
        level = [child for box in level for child in children.get(box.id, ())]
    return heights


def _height(box: BoxView, width: float) -> float:
    """Estimate the height of a box in mm.

    About 2 mm a letter at 9 pt, lines wrapped at the box's width.
    """
    letters = max(int((width - PADDING) / 2.0), 4)
    lines = sum(-(-len(line) // letters) for line in box.lines)
    return lines * LINE_HEIGHT + PADDING


def _place_tree(
    box: BoxView,
    children: dict[str, list[BoxView]],
    level: int,
    left: float,
    width: float,
    heights: Sequence[float],
    placed: dict[str, PlacedBox],
) -> float:
    """Place a box and all below it from `left`; return where the next tree begins."""
    below = children.get(box.id, ())
    right = left
    for child in below:
        right = _place_tree(child, children, level + 1, right, width, heights, placed)
    y = sum(heights[:level]) + ROW_GAP * level
    if below:
        # Over the middle of the first and the last child, and not of all that hangs below.
        x = (placed[below[0].id].x + placed[below[-1].id].x) / 2
    else:
        x, right = left, left + width + GAP
    placed[box.id] = PlacedBox(box, x, y, width, heights[level])
    return right


def _lines(placed: dict[str, PlacedBox]) -> list[Line]:
    """Return the joining lines as (x, y, width, height).

    Down from the parent, across, down to the child.
    """
    lines = []
    for child in placed.values():
        parent = placed.get(child.box.induk)
        if parent is None:
            continue
        start, end = parent.centre, child.centre
        bottom, middle = parent.y + parent.height, child.y - ROW_GAP / 2
        lines.append((start, bottom, 0.0, middle - bottom))
        if start != end:
            lines.append((min(start, end), middle, abs(end - start), 0.0))
        lines.append((end, middle, 0.0, child.y - middle))
    return lines


def _lines_round(placed: dict[str, PlacedBox]) -> list[Line]:
    """Return the lines from the side of the one leading box round the others to the last row."""
    boxes = [box.box for box in placed.values()]
    trees, loners = _part_tops(boxes)
    if len(trees) != 1 or not loners:
        return []
    side = GAP + max(placed[box.id].right for box in boxes if box not in loners)
    return list(_line_round(placed[trees[0].id], [placed[box.id] for box in loners], side))


def _line_round(head: PlacedBox, row: Sequence[PlacedBox], side: float) -> Iterator[Line]:
    """Yield the lines: out to the side, down, across the last row, and down to each box of it."""
    level, middle = head.y + head.height / 2, row[0].y - ROW_GAP / 2
    ends = [box.centre for box in row]
    left, right = min(side, *ends), max(side, *ends)
    yield head.right, level, side - head.right, 0.0
    yield side, level, 0.0, middle - level
    yield left, middle, right - left, 0.0
    yield from ((end, middle, 0.0, ROW_GAP / 2) for end in ends)


def _line_xml(x: float, y: float, width: float, height: float, number: int) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Garis {number}"/><wps:cNvCnPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" '
        f'cy="{emu(height)}"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln '
        'w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _box_xml(placed: PlacedBox, style: str, number: int) -> str:
    text = "".join(
        paragraph_xml(style, f"<w:r>{text_xml(line)}</w:r>") for line in placed.box.lines
    )
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Kotak {number}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{emu(placed.x)}" y="{emu(placed.y)}"/>'
        f'<a:ext cx="{emu(placed.width)}" cy="{emu(placed.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr '
        'val="FFFFFF"/></a:solidFill>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{text or paragraph_xml(style, '')}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="36000" tIns="18000" rIns="36000" bIns="18000" anchor="ctr"/></wps:wsp>'
    )
