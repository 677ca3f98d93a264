"""Where the boxes and lines of a drawn group stand, as facts (ECMA-376 Part 1, 20.1.7.5, 20.1.7.6).

Measured in twips from the leftmost and topmost shape of the group: LibreOffice cuts a group down to
what it holds, so that a distance from the edge of the group says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.drawings import GROUPS, find_frame
from renstra_doc.docx.elements import local
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

    Facts = tuple[tuple[str, str], ...]
    Frames = dict[_Element, tuple[int, ...]]

EMU_A_TWIP = 635
NO_FRAME = (0, 0, 0, 0)
NAMES = ("dari kiri", "dari atas", "lebar", "tinggi")
_BOX = f"{{{W}}}txbxContent"


def tell_place(box: _Element) -> Facts:
    """Return where a box of a group stands; the first one tells of the group's lines too."""
    for shape in box.iterancestors():
        group = shape.getparent()
        if group is not None and local(group.tag) in GROUPS:
            # The innermost group: shapes are measured in the units of the group that they stand in.
            return _tell_shape(shape, _measure(group))
    return ()


def _tell_shape(shape: _Element, frames: Frames) -> Facts:
    facts = _name("kotak", frames.get(shape, ()))
    boxes = [found for found in frames if next(found.iter(_BOX), None) is not None]
    return (*facts, *_tell_lines(frames, boxes)) if shape in boxes[:1] else facts


def _tell_lines(frames: Frames, boxes: list[_Element]) -> Facts:
    # What holds no text: the connectors of a tree, told by their number and their places.
    lines = [frame for found, frame in frames.items() if found not in boxes]
    told = (f for at, frame in enumerate(lines, start=1) for f in _name(f"garis ke-{at}", frame))
    return (("garis penghubung", str(len(lines))), *told)


def _measure(group: _Element) -> Frames:
    """Return left, top, width and height of the shapes of a group, in their order."""
    found = {shape: frame for shape in group if (frame := find_frame(shape, "off", "ext"))}
    edges = [min((frame[axis] for frame in found.values()), default=0) for axis in (0, 1)]
    # Left and width are stretched by one scale, top and height by the other.
    scales = _scales_of(group) * 2
    return {
        shape: tuple(
            round((size - edge) * scale / EMU_A_TWIP)
            # From the first shape's edge; a size has no edge to be measured from.
            for size, edge, scale in zip(frame, (*edges, 0, 0), scales, strict=True)
        )
        for shape, frame in found.items()
    }


def _scales_of(group: _Element) -> tuple[float, ...]:
    """Return how much wider and higher a group is drawn than it is measured inside."""
    outer = find_frame(group, "off", "ext") or NO_FRAME
    inner = find_frame(group, "chOff", "chExt") or NO_FRAME
    return tuple(outer[at] / inner[at] if outer[at] and inner[at] else 1 for at in (2, 3))


def _name(what: str, frame: tuple[int, ...]) -> Facts:
    return tuple((f"{what} {name}", str(size)) for name, size in zip(NAMES, frame, strict=False))
