"""Which line of a file is which line of what was expected: by content, then by place.

In order: (1) what is equal and stands once on both sides is the frame (patience); (2) between two
such places, what is alike or bears one anchor is paired, the order kept (Needleman and Wunsch
1970); (3) what then is left over on both sides of one gap, as many here as there, was written anew
in its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

Old = TypeVar("Old")
New = TypeVar("New")
# A gap of more pairs than this is not searched for likeness: it is paired in order.
MOST_PAIRS = 250_000
HEAD = 80
# What one anchor adds to a likeness from 0 to 1; from which one on a text is the same.
ANCHORED, SAME = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Measure(Generic[Old, New]):
    """How two things are compared.

    `likeness`: how alike they are (0: not the same one); `resemblance`: how likely one that is not
    alike was written anew in the other's place (0: never).
    """

    likeness: Callable[[Old, New], float]
    resemblance: Callable[[Old, New], float]


def match_lines(
    old: Sequence[Old],
    new: Sequence[New],
    keys: tuple[Sequence[Hashable], Sequence[Hashable]],
    measure: Measure[Old, New],
    anchors: tuple[Sequence[str], Sequence[str]] | None = None,
) -> list[tuple[Old | None, New | None]]:
    """Pair two sequences.

    In: both, what two equal ones share, how they are compared, and the anchor of each ("": none).
    The order of both is kept.
    """
    known = anchors or ([""] * len(old), [""] * len(new))
    marks = share_anchors(*known)
    sides = list(zip(old, marks[0], strict=True)), list(zip(new, marks[1], strict=True))
    frame = _find_frame(*(list(zip(*side, strict=True)) for side in zip(keys, marks, strict=True)))
    weighed = _weigh(measure)
    pairs: list[tuple[Old | None, New | None]] = []
    done = (0, 0)
    for here, there in [*frame, (len(old), len(new))]:
        gap = _pair_gap(sides[0][done[0] : here], sides[1][done[1] : there], weighed)
        pairs += ((left and left[0], right and right[0]) for left, right in gap)
        if here < len(old):
            pairs.append((old[here], new[there]))
        done = here + 1, there + 1
    return pairs


def share_anchors(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the anchors that stand once on both sides; for any other "".

    What stands twice was copied: nothing tells which one is the copy but its text.
    """
    counts = Counter(old), Counter(new)
    shared = {name for name in counts[0] if name and counts[0][name] == counts[1][name] == 1}
    left, right = ([name if name in shared else "" for name in side] for side in (old, new))
    return left, right


def _weigh(measure: Measure[Old, New]) -> Measure[tuple[Old, str], tuple[New, str]]:
    """Return a measure that heeds the anchors of both.

    One anchor makes two the same that have no word in common, unless another one is so alike that
    the anchor rather went to what was typed before it; an anchor of somebody else speaks against.
    """

    def likeness(left: tuple[Old, str], right: tuple[New, str]) -> float:
        found = measure.likeness(left[0], right[0])
        if left[1] == right[1]:
            return found + ANCHORED if left[1] else found
        return max(0.0, found - ANCHORED) if right[1] and found < SAME else found

    def resemblance(left: tuple[Old, str], right: tuple[New, str]) -> float:
        is_apart = left[1] != right[1]
        return 0.0 if is_apart else measure.resemblance(left[0], right[0])

    return Measure(likeness, resemblance)


def _find_frame(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the pairs of positions that are equal for certain, in order."""
    found = _find_frame_between(old, new, (0, len(old)), (0, len(new)), 0)
    return sorted(found)


def _find_frame_between(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    here: tuple[int, int],
    there: tuple[int, int],
    depth: int,
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    (left, right), (first, last) = here, there
    while left < right and first < last and old[left] == new[first]:
        pairs.append((left, first))
        left, first = left + 1, first + 1
    while left < right and first < last and old[right - 1] == new[last - 1]:
        right, last = right - 1, last - 1
        pairs.append((right, last))
    anchors = _find_unique(old, new, (left, right), (first, last))
    if not anchors or depth > HEAD:
        return pairs
    for stop, limit in [*anchors, (right, last)]:
        pairs += _find_frame_between(old, new, (left, stop), (first, limit), depth + 1)
        if stop < right:
            pairs.append((stop, limit))
        left, first = stop + 1, limit + 1
    return pairs


def _find_unique(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    here: tuple[int, int],
    there: tuple[int, int],
) -> list[tuple[int, int]]:
    """Return the longest run in order of what stands exactly once on both sides."""
    counts = Counter(old[here[0] : here[1]]), Counter(new[there[0] : there[1]])
    place = {new[number]: number for number in range(*there) if counts[1][new[number]] == 1}
    shared = [
        (number, place[old[number]])
        for number in range(*here)
        if counts[0][old[number]] == 1 and old[number] in place
    ]
    return _longest_rising(shared)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence whose second members rise (Schensted 1961)."""
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, (_, value) in enumerate(pairs):
        at = bisect_left(tops, value)
        back.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


def _pair_gap(
    old: Sequence[Old],
    new: Sequence[New],
    measure: Measure[Old, New],
) -> Iterator[tuple[Old | None, New | None]]:
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        yield from _pair_rest(old, new, measure.resemblance)
        return
    done = (0, 0)
    for here, there in [*_find_alike(old, new, measure.likeness), (len(old), len(new))]:
        yield from _pair_rest(old[done[0] : here], new[done[1] : there], measure.resemblance)
        if here < len(old):
            yield old[here], new[there]
        done = here + 1, there + 1


def _pair_rest(
    old: Sequence[Old], new: Sequence[New], resemblance: Callable[[Old, New], float]
) -> Iterator[tuple[Old | None, New | None]]:
    """Pair what is left of a gap.

    In order where it is as many; else by what resemblance there is, and the rest is gone and came.
    """
    if len(old) == len(new) and all(map(resemblance, old, new)):
        yield from zip(old, new, strict=True)
        return
    is_small = bool(old) and bool(new) and len(old) * len(new) <= MOST_PAIRS
    pairs = _find_alike(old, new, resemblance) if is_small and len(old) != len(new) else []
    done = (0, 0)
    for here, there in [*pairs, (len(old), len(new))]:
        yield from ((item, None) for item in old[done[0] : here])
        yield from ((None, item) for item in new[done[1] : there])
        if here < len(old):
            yield old[here], new[there]
        done = here + 1, there + 1


def _find_alike(
    old: Sequence[Old], new: Sequence[New], likeness: Callable[[Old, New], float]
) -> list[tuple[int, int]]:
    scores = [[likeness(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for left in reversed(range(len(old))):
        for right in reversed(range(len(new))):
            paired = best[left + 1][right + 1] + scores[left][right]
            best[left][right] = max(best[left + 1][right], best[left][right + 1], paired)
    pairs: list[tuple[int, int]] = []
    left = right = 0
    while left < len(old) and right < len(new):
        paired = best[left + 1][right + 1] + scores[left][right]
        if scores[left][right] and paired >= max(best[left + 1][right], best[left][right + 1]):
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif best[left + 1][right] >= best[left][right + 1]:
            left += 1
        else:
            right += 1
    return pairs


def like_text(old: str, new: str) -> float:
    """Return how alike two texts are, from 0 to 1: shared words, or a shared beginning.

    In time that grows with their length only.
    """
    if old == new:
        return 1.0
    words = _overlap(_words_of(old), _words_of(new))
    return max(words, 0.8 * _overlap(_pairs_of(old[:HEAD]), _pairs_of(new[:HEAD])))


@lru_cache(maxsize=4096)
def _words_of(text: str) -> Counter[str]:
    return Counter(text.lower().split())


@lru_cache(maxsize=4096)
def _pairs_of(text: str) -> Counter[str]:
    return Counter(text[number : number + 3] for number in range(max(1, len(text) - 2)))


def _overlap(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0
