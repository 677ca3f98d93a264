"""Align two sequences: items by identity, words by content.

Words are aligned in linear time: (1) what both begin and end with; (2) words that stand once in
each, in rising order, are anchors (patience diff); (3) between two anchors the shortest script
(Myers 1986) where it is short. What differs by more is replaced whole: two texts, not one that was
changed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from renstra_doc.review.diff.moves import find_moves, keep_rising
from renstra_doc.words.shortening import count_same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

Pair = tuple[int | None, int | None]
T = TypeVar("T")
# Equal items one after another: where in the old, where in the new, how many.
Run = tuple[int, int, int]
# So many items may differ between two anchors before they are replaced whole; time is its square.
MOST_DIFFERENCES = 240


def align_ids(
    old: Sequence[str], new: Sequence[str], sizes: Mapping[str, int] | None = None
) -> list[Pair]:
    """Return the positions of both sequences in one order that holds all of them.

    A pair is what stayed, (position, None) what is gone, (None, position) what came; what moved is
    gone and came: the fewest items, or where sizes are given the smallest ones.
    """
    moves = find_moves(old, new, sizes=sizes)
    moved = {item for move in moves for item in (move.id, *move.riders)}
    place = {item: number for number, item in enumerate(old)}
    pairs: list[Pair] = []
    came: list[Pair] = []
    done = 0
    for number, item in enumerate(new):
        if item in moved or item not in place:
            came.append((None, number))
        else:
            # What went stands before what came in its place, as a reader of tracked changes expects
            # it.
            pairs += [*_gone(done, place[item]), *came, (place[item], number)]
            came, done = [], place[item] + 1
    return [*pairs, *_gone(done, len(old)), *came]


def _gone(start: int, end: int) -> Iterator[Pair]:
    return ((place, None) for place in range(start, end))


def take_pair(old: Sequence[T], new: Sequence[T], pair: Pair) -> tuple[T | None, T | None]:
    """Return what stands at a pair of places; None on the side that has none."""
    return (
        None if pair[0] is None else old[pair[0]],
        None if pair[1] is None else new[pair[1]],
    )


def unite(old: Sequence[T], new: Sequence[T], pairs: Iterable[Pair]) -> list[T]:
    """Return what stands in both in one order; of what both have that of the new one."""
    return [old[here or 0] if there is None else new[there] for here, there in pairs]


def align_contents(
    old: Sequence[Hashable], new: Sequence[Hashable], blanks: frozenset[Hashable] = frozenset()
) -> list[tuple[bool, slice, slice]]:
    """Return stretches (equal?, of the old, of the new) in order.

    A lone blank between two changes is changed too.
    """
    found: list[tuple[bool, slice, slice]] = []
    for is_same, left, right in _stretch(old, new):
        is_equal = is_same and not (found and all(item in blanks for item in old[left]))
        if found and not is_equal and not found[-1][0]:
            before = found[-1]
            found[-1] = (
                False,
                slice(before[1].start, left.stop),
                slice(before[2].start, right.stop),
            )
        else:
            found.append((is_equal, left, right))
    return found


def _stretch(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[bool, slice, slice]]:
    """Yield what is equal and what stands between."""
    left = right = 0
    for first, second, length in [*_find_equal(old, new), (len(old), len(new), 0)]:
        if (left, right) != (first, second):
            yield False, slice(left, first), slice(right, second)
        left, right = first + length, second + length
        if length:
            yield True, slice(first, left), slice(second, right)


def _find_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return the runs of equal items, none touching the next one."""
    # Both ends first: most paragraphs differ in the middle, in a few words.
    head = count_same(old, new)
    tail = count_same(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    anchors = _find_anchors(old[head : ends[0]], new[head : ends[1]])
    known = [(first + head, second + head, 1) for first, second in anchors]
    return _join_runs(_fill_gaps(old, new, [(0, 0, head), *known, (*ends, tail)]))


def _fill_gaps(
    old: Sequence[Hashable], new: Sequence[Hashable], known: Iterable[Run]
) -> Iterator[Run]:
    """Yield known runs, and between two of them what the shortest script finds."""
    left = right = 0
    for first, second, length in known:
        yield from _find_short(old, new, (left, right), (first, second))
        yield first, second, length
        left, right = first + length, second + length


def _find_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of items that stand once in each, as many as stand in one order."""
    counts = Counter(old), Counter(new)
    place = {item: number for number, item in enumerate(new)}
    pairs = [
        (number, place[item])
        for number, item in enumerate(old)
        if counts[0][item] == 1 == counts[1][item]
    ]
    kept = keep_rising([second for _, second in pairs], [(1, 0, 0)] * len(pairs))
    return [pair for number, pair in enumerate(pairs) if number in kept]


def _find_short(
    old: Sequence[Hashable], new: Sequence[Hashable], start: tuple[int, int], end: tuple[int, int]
) -> list[Run]:
    """Return the equal runs between two places by the shortest script, none where it is long."""
    left, right = old[start[0] : end[0]], new[start[1] : end[1]]
    # Without a common item there is nothing to find, and the search would cost its whole bound.
    if not left or not right or set(left).isdisjoint(right):
        return []
    return [(start[0] + x, start[1] + y, length) for x, y, length in _shortest_script(left, right)]


def _shortest_script(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Walk the diagonals of equal items, farthest first (Myers 1986, the greedy form)."""
    ends = len(old), len(new)
    # A seed beside diagonal 0, so that its first step begins at the origin.
    farthest = {1: 0}
    trace: list[dict[int, int]] = []
    for cost in range(min(sum(ends), MOST_DIFFERENCES) + 1):
        # A copy of each round, since only the way back says which runs made the shortest script.
        trace.append(dict(farthest))
        for diagonal in range(-cost, cost + 1, 2):
            x = _step(farthest, diagonal, cost)
            y = x - diagonal
            while x < ends[0] and y < ends[1] and old[x] == new[y]:
                x, y = x + 1, y + 1
            farthest[diagonal] = x
            if x >= ends[0] and y >= ends[1]:
                return _walk_back(trace, ends)
    return []


def _step(farthest: dict[int, int], diagonal: int, cost: int) -> int:
    """Return where a diagonal begins: below the one above it, or right of the one left of it."""
    is_down = diagonal == -cost or (
        diagonal != cost and farthest[diagonal - 1] < farthest[diagonal + 1]
    )
    return farthest[diagonal + 1] if is_down else farthest[diagonal - 1] + 1


def _walk_back(trace: Sequence[dict[int, int]], ends: tuple[int, int]) -> list[Run]:
    runs: list[Run] = []
    x, y = ends
    for cost in range(len(trace) - 1, -1, -1):
        start = _step(trace[cost], x - y, cost)
        if x > start:
            runs.append((start, start - (x - y), x - start))
        diagonal = x - y
        is_down = diagonal == -cost or start == trace[cost].get(diagonal + 1, -1)
        x, y = (start, start - diagonal - 1) if is_down else (start - 1, start - diagonal)
    return runs[::-1]


def _join_runs(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for first, second, length in runs:
        if not length:
            continue
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (
            first,
            second,
        ):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + length)
        else:
            joined.append((first, second, length))
    return joined
