"""A tree of boxes over as many drawings as it takes, each drawn as the organisation chart is.

A tree with more leaves than stand side by side is parted: first its top with the boxes below it,
row by row where there are many, then each of those with what hangs below it. The box that a part
begins with stands in the part before, too, so that a reader finds the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.template.roles import LANDSCAPE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.view import BoxView, TreeItem

# Boxes side by side: narrower, the words of a program no longer fit. They depend on nothing but the
# data, so that whoever reads the document knows how many drawings it should have.
MOST_UPRIGHT, MOST_LYING = 4, 8


def part_tree(item: TreeItem) -> list[tuple[BoxView, ...]]:
    """Return the boxes of each drawing, in the order of a reader who goes down branch by branch.

    The first box of a drawing has no parent in it.
    """
    boxes = item.boxes
    most = MOST_LYING if item.orientasi == LANDSCAPE else MOST_UPRIGHT
    children: dict[str, list[BoxView]] = {}
    known = {box.id for box in boxes}
    for box in boxes:
        children.setdefault(box.induk if box.induk in known else "", []).append(box)
    leaves: dict[str, int] = {}
    for box in reversed(_walk_down(children)):
        below = children.get(box.id, ())
        leaves[box.id] = sum(leaves[child.id] for child in below) or 1
    parts: list[tuple[BoxView, ...]] = []
    waiting = list(reversed(children.get("", ())))
    while waiting:
        top = waiting.pop()
        if leaves[top.id] <= most:
            parts.append(_whole(top, children))
            continue
        below = children[top.id]
        parts += [
            (replace(top, induk=""), *below[start : start + most])
            for start in range(0, len(below), most)
        ]
        waiting += [child for child in reversed(below) if child.id in children]
    return parts


def _walk_down(children: Mapping[str, Sequence[BoxView]]) -> list[BoxView]:
    """Return every box that hangs below a top one, parents before children."""
    found: list[BoxView] = list(children.get("", ()))
    for box in found:
        found += children.get(box.id, ())
    return found


def _whole(top: BoxView, children: Mapping[str, Sequence[BoxView]]) -> tuple[BoxView, ...]:
    found = [replace(top, induk="")]
    for box in found:
        found += children.get(box.id, ())
    return tuple(found)
