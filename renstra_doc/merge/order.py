"""The order of merged rows: ours, with what the other side added or moved beside its neighbour."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

Item = TypeVar("Item", bound="Hashable")


def merge_order(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item], kept: Collection[Item]
) -> list[Item]:
    """Return the merged order of all kept items.

    In: the three orders, and what the merged rows are. An item that they alone moved goes where
    they have it; one that they added stands after the nearest kept item above it on their side.
    """
    # Moved by both: where it stands with us.
    moved = find_moved(base, theirs) - find_moved(base, ours)
    order = [item for item in ours if item in kept and item not in moved]
    placed, old = set(order), set(base)
    added = placed - old - set(theirs)
    above: Item | None = None
    for item in theirs:
        if item in kept and item not in placed:
            # What we added at the same place stands before what they added.
            passed = () if item in old else added
            order.insert(_find_place(order, above, passed), item)
            placed.add(item)
        if item in placed:
            above = item
    return order


def _find_place(order: Sequence[Item], above: Item | None, passed: Collection[Item]) -> int:
    """Return the place below an item (None: at the top), and below others that are passed over."""
    at = 0 if above is None else order.index(above) + 1
    while at < len(order) and order[at] in passed:
        at += 1
    return at


def find_moved(old: Sequence[Item], new: Sequence[Item]) -> set[Item]:
    """Return the fewest items that have to move to make the order of one sequence the other's."""
    place = {item: number for number, item in enumerate(old)}
    common = [item for item in new if item in place]
    # All but the longest run that is still in order: no fewer moves explain the new one.
    kept = set(find_rising([place[item] for item in common]))
    return {item for number, item in enumerate(common) if number not in kept}


def find_rising(values: Sequence[int]) -> list[int]:
    """Return at which places the longest subsequence that rises stands (Schensted 1961)."""
    # By patience sorting, n log n: a table may have tens of thousands of rows.
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tops, value)
        back.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [number]
    found: list[int] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(number)
        number = back[number]
    return found[::-1]
