"""Moves: which items changed their place, as few as possible.

What stays together in both orders is one chunk. The chunks that need not move are a heaviest
increasing subsequence (Schensted 1961; here by a Fenwick tree of prefix maxima); the others moved.
In a moved chunk only what hangs under nothing else of it is a move of its own: a program takes its
kegiatan along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Weight = tuple[int, int, int]

NOTHING: Weight = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Move:
    """An item that changed its place, and what went with it."""

    id: str
    riders: tuple[str, ...] = ()


def find_moves(
    old: Sequence[str],
    new: Sequence[str],
    parents: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
    sizes: Mapping[str, int] | None = None,
) -> list[Move]:
    """Return the moves between two orders, items that stand in only one of them left out.

    In: the ids in both orders, the id under which an item hangs, in each, and how large an item is
    (else each as large as the other). Out: the fewest moves, or where sizes are given those that
    move least; the same ones in both directions.
    """
    common = set(old) & set(new)
    chunks = _chunks(
        [item for item in old if item in common], [item for item in new if item in common]
    )
    groups = [_group(chunk, parents) for _, chunk in chunks]
    weights = [
        _weigh(chunk, len(moves), sizes) for (_, chunk), moves in zip(chunks, groups, strict=True)
    ]
    kept = keep_rising([place for place, _ in chunks], weights)
    return [move for number, moves in enumerate(groups) if number not in kept for move in moves]


def _weigh(chunk: Sequence[str], moves: int, sizes: Mapping[str, int] | None) -> Weight:
    """Return how much it costs to move a chunk; of equal ones always the same is the cheaper."""
    size = sum(sizes[item] for item in chunk) if sizes else moves
    # A hash that is the same on every run: Python's own is not.
    return size, len(chunk), crc32(chunk[0].encode())


def _chunks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return runs of items that follow one another in both orders.

    Each with the place of its first in the new one.
    """
    place = {item: number for number, item in enumerate(new)}
    chunks: list[tuple[int, list[str]]] = []
    for item in old:
        if chunks and place[item] == chunks[-1][0] + len(chunks[-1][1]):
            chunks[-1][1].append(item)
        else:
            chunks.append((place[item], [item]))
    return chunks


def _group(
    chunk: Sequence[str], parents: tuple[Mapping[str, str], Mapping[str, str]]
) -> list[Move]:
    """Part a chunk into what moved by itself and what rides under it."""
    inside = set(chunk)
    riders: dict[str, list[str]] = {}
    head: dict[str, str] = {}
    for item in chunk:
        above = {tree.get(item, "") for tree in parents}
        # An item under another parent than before moved by itself.
        parent = above.pop() if len(above) == 1 else ""
        head[item] = head.get(parent, parent) if parent in inside else item
        riders.setdefault(head[item], [])
        if head[item] != item:
            riders[head[item]].append(item)
    return [Move(item, tuple(found)) for item, found in riders.items()]


def keep_rising(places: Sequence[int], weights: Sequence[Weight]) -> set[int]:
    """Return the positions of the heaviest subsequence of rising places."""
    rank = {place: number for number, place in enumerate(sorted(places), start=1)}
    best: list[tuple[Weight, int]] = [(NOTHING, -1)] * (len(places) + 1)
    before: list[int] = []
    for number, (place, weight) in enumerate(zip(places, weights, strict=True)):
        total, last = _largest(best, rank[place])
        before.append(last)
        _raise(best, rank[place], (_add(total, weight), number))
    return _follow(before, _largest(best, len(places))[1])


def _add(one: Weight, other: Weight) -> Weight:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _follow(before: Sequence[int], last: int) -> set[int]:
    """Return the positions of a subsequence, from its last one back to the first."""
    kept: set[int] = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept


def _largest(best: Sequence[tuple[Weight, int]], end: int) -> tuple[Weight, int]:
    found: tuple[Weight, int] = (NOTHING, -1)
    while end > 0:
        found = max(found, best[end])
        # The lowest bit: a Fenwick tree walks by it, down here and up below.
        end -= end & -end
    return found


def _raise(best: list[tuple[Weight, int]], place: int, value: tuple[Weight, int]) -> None:
    while place < len(best):
        best[place] = max(best[place], value)
        place += place & -place


def rank_ids(old: Sequence[str], new: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return a place for each id in an order that holds both.

    What is gone stands after what it followed.
    """
    ranks = {item: (number, 0) for number, item in enumerate(new)}
    last, gone = -1, 0
    for item in old:
        if item in ranks:
            last, gone = ranks[item][0], 0
        else:
            gone += 1
            ranks[item] = (last, gone)
    return ranks
