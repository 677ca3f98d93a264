"""A tree of boxes over as many drawings as it takes, each drawn as the organisation chart is.

A tree with more leaves than stand side by side is parted: first its top with the boxes below it,
row by row where there are many, then each of those with what hangs below it. The box that a part
begins with stands in the part before, too, so that a reader finds the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.render.branches import count_leaves, hang_boxes, walk_down
from renstra_doc.template.roles import LANDSCAPE

if TYPE_CHECKING:
    from renstra_doc.view import BoxView, TreeItem

# Boxes side by side: narrower, the words of a program no longer fit. They depend on nothing but the
# data, so that whoever reads the document knows how many drawings it should have.
MOST_UPRIGHT, MOST_LYING = 4, 8


def part_tree(item: TreeItem) -> list[tuple[BoxView, ...]]:
    """Return the boxes of each drawing, in the order of a reader who goes down branch by branch.

    The first box of a drawing has no parent in it.
    """
    most = MOST_LYING if item.orientasi == LANDSCAPE else MOST_UPRIGHT
    children = hang_boxes(item.boxes)
    # A stack: what is pushed last is drawn next, so in reverse.
    waiting = list(reversed(children.get("", ())))
    leaves = count_leaves(waiting, children)
    parts: list[tuple[BoxView, ...]] = []
    while waiting:
        top = waiting.pop()
        head = replace(top, induk="")
        if leaves[top.id] <= most:
            parts.append(tuple(walk_down([head], children)))
            continue
        below = children[top.id]
        parts += [(head, *below[start : start + most]) for start in range(0, len(below), most)]
        waiting += [child for child in reversed(below) if child.id in children]
    return parts
