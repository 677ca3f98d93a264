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
    moved = find_moved(base, theirs) - find_moved(base, ours)
    order = [item for item in ours if item in kept and item not in moved]
    placed = set(order)
    above: list[Item] = []
    for item in theirs:
        if item in kept and item not in placed:
            neighbour = next((other for other in reversed(above) if other in placed), None)
            at = order.index(neighbour) + 1 if neighbour is not None else 0
            order.insert(_pass_ours(order, at, item, base, theirs), item)
            placed.add(item)
        above.append(item)
    return order + [item for item in ours if item in kept and item not in placed]


def _pass_ours(
    order: Sequence[Item],
    at: int,
    item: Item,
    base: Sequence[Item],
    theirs: Sequence[Item],
) -> int:
    """Pass over what we added at the same place: our rows stand first."""
    known = {*base, *theirs}
    while item not in base and at < len(order) and order[at] not in known:
        at += 1
    return at


def find_moved(old: Sequence[Item], new: Sequence[Item]) -> set[Item]:
    """Return the fewest items that have to move to make the order of one sequence the other's."""
    place = {item: number for number, item in enumerate(old)}
    common = [item for item in new if item in place]
    kept = _longest_rising([place[item] for item in common])
    return {item for number, item in enumerate(common) if number not in kept}


def _longest_rising(values: Sequence[int]) -> set[int]:
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tops, value)
        back.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(number)
        number = back[number]
    return kept
