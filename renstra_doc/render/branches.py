"""Boxes as a tree: what hangs below each, and how much room it takes side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.view import BoxView

    Branches = Mapping[str, Sequence[BoxView]]


def hang_boxes(boxes: Sequence[BoxView]) -> dict[str, list[BoxView]]:
    """Return the boxes below each box by its id; below "" those whose superior is not there."""
    known = {box.id for box in boxes}
    found: dict[str, list[BoxView]] = {}
    for box in boxes:
        found.setdefault(box.induk if box.induk in known else "", []).append(box)
    return found


def walk_down(tops: Iterable[BoxView], below: Branches) -> list[BoxView]:
    """Return some boxes and every box that hangs below them, parents before children."""
    found = list(tops)
    # The list grows while it is walked: no recursion, however deep a tree is.
    for box in found:
        found += below.get(box.id, ())
    return found


def count_leaves(tops: Iterable[BoxView], below: Branches) -> dict[str, int]:
    """Return of each box how many stand side by side where the tree below it is widest open."""
    leaves: dict[str, int] = {}
    # From below: the leaves of a box are known before those of its superior.
    for box in reversed(walk_down(tops, below)):
        leaves[box.id] = sum(leaves[child.id] for child in below.get(box.id, ())) or 1
    return leaves
