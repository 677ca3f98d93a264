"""Which line of a file is which line of what was expected: by content, then by place.

In order: (1) what is equal and stands once on both sides is the frame (patience); (2) between two
such places, what is alike or bears one anchor is paired, the order kept (Needleman and Wunsch
1970); (3) what then is left over on both sides of one gap, as many here as there, was written anew
in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from renstra_doc.merge.order import find_rising

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

Old = TypeVar("Old")
New = TypeVar("New")
Each = TypeVar("Each")
Both = tuple[Sequence[Each], Sequence[Each]]
Marked = tuple[Old, str, object]  # with its anchor, and what it shares with an equal one
# A gap of more pairs than this is not searched for likeness: it is paired in order.
MOST_PAIRS = 250_000
HEAD = 80  # letters of a beginning by which a text is known
DEEPEST = 80  # frames within frames: Python's own stack is not endless
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
    keys: Both[Hashable],
    measure: Measure[Old, New],
    anchors: Both[str],
) -> list[tuple[Old | None, New | None]]:
    """Pair two sequences.

    In: both, what two equal ones share, how they are compared, and the anchor of each ("": none).
    The order of both is kept.
    """
    # Anchors are weighed beside the texts: either may have gone astray.
    marks = share_anchors(*anchors)
    here, there = _mark(old, marks[0], keys[0]), _mark(new, marks[1], keys[1])
    frame = _find_frame([each[1:] for each in here], [each[1:] for each in there])
    weighed = _weigh(measure)
    return [
        (left and left[0], right and right[0])
        for before, after, fixed in _cut(here, there, frame)
        for left, right in (*_pair_gap(before, after, weighed), *fixed)
    ]


def _mark(
    side: Sequence[Old], anchors: Iterable[str], keys: Iterable[Hashable]
) -> list[Marked[Old]]:
    return list(zip(side, anchors, keys, strict=True))


def _cut(
    old: Sequence[Old], new: Sequence[New], pairs: Iterable[tuple[int, int]]
) -> Iterator[tuple[Sequence[Old], Sequence[New], list[tuple[Old, New]]]]:
    """Yield what stands before each pair of positions, and the pair; then what stands after all."""
    left = right = 0
    for here, there in pairs:
        yield old[left:here], new[right:there], [(old[here], new[there])]
        left, right = here + 1, there + 1
    yield old[left:], new[right:], []


def share_anchors(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the anchors that stand once on both sides; for any other "".

    What stands twice was copied: nothing tells which one is the copy but its text.
    """
    counts = Counter(old), Counter(new)
    shared = {name for name in counts[0] if name and counts[0][name] == counts[1][name] == 1}
    left, right = ([name if name in shared else "" for name in side] for side in (old, new))
    return left, right


def _weigh(measure: Measure[Old, New]) -> Measure[Marked[Old], Marked[New]]:
    """Return a measure that heeds the anchors of both.

    One anchor makes two the same that have no word in common, unless another one is so alike that
    the anchor rather went to what was typed before it; an anchor of somebody else speaks against.
    """

    def likeness(left: Marked[Old], right: Marked[New]) -> float:
        found = measure.likeness(left[0], right[0])
        if left[1] == right[1]:
            return found + ANCHORED if left[1] else found
        return max(0.0, found - ANCHORED) if right[1] and found < SAME else found

    def resemblance(left: Marked[Old], right: Marked[New]) -> float:
        is_apart = left[1] != right[1]
        return 0.0 if is_apart else measure.resemblance(left[0], right[0])

    return Measure(likeness, resemblance)


def _find_frame(
    old: Sequence[Hashable], new: Sequence[Hashable], depth: int = 0
) -> list[tuple[int, int]]:
    """Return the pairs of positions that are equal for certain, in order."""
    head, tail = count_ends(old, new)
    ends = len(old) - tail, len(new) - tail
    inner = old[head : ends[0]], new[head : ends[1]]
    anchors = _find_unique(*inner) if depth <= DEEPEST else []
    between = _frame_between(*inner, anchors, depth) if anchors else ()
    return [
        *((at, at) for at in range(head)),
        *((head + here, head + there) for here, there in between),
        *((ends[0] + at, ends[1] + at) for at in range(tail)),
    ]


def _frame_between(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    anchors: Sequence[tuple[int, int]],
    depth: int,
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions that are equal between some that are, and those."""
    left = right = 0
    for before, after, _ in _cut(old, new, anchors):
        for here, there in _find_frame(before, after, depth + 1):
            yield left + here, right + there
        left, right = left + len(before) + 1, right + len(after) + 1
        if left <= len(old):
            yield left - 1, right - 1


def count_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """Return how many are equal at the beginning and, of the others, at the end of both."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tails = (at for at in range(most - head) if old[-1 - at] != new[-1 - at])
    return head, next(tails, most - head)


def _find_unique(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the longest run in order of what stands exactly once on both sides."""
    here, there = Counter(old), Counter(new)
    place = {key: number for number, key in enumerate(new) if there[key] == 1}
    shared = [
        (number, place[key]) for number, key in enumerate(old) if here[key] == 1 and key in place
    ]
    return [shared[at] for at in find_rising([after for _, after in shared])]


def _pair_gap(
    old: Sequence[Old],
    new: Sequence[New],
    measure: Measure[Old, New],
) -> Iterator[tuple[Old | None, New | None]]:
    is_large = len(old) * len(new) > MOST_PAIRS
    # Likeness is asked of each with each: in a large gap only the order is heeded.
    pairs = [] if is_large else _find_alike(old, new, measure.likeness)
    for before, after, fixed in _cut(old, new, pairs):
        yield from _pair_rest(before, after, measure.resemblance)
        yield from fixed


def _pair_rest(
    old: Sequence[Old], new: Sequence[New], resemblance: Callable[[Old, New], float]
) -> Iterator[tuple[Old | None, New | None]]:
    """Pair what is left of a gap.

    In order where it is as many; else by what resemblance there is, and the rest is gone and came.
    """
    is_as_many = len(old) == len(new)
    # As many on both sides: each was written anew in its place.
    if is_as_many and all(map(resemblance, old, new)):
        yield from zip(old, new, strict=True)
        return
    is_large = len(old) * len(new) > MOST_PAIRS
    pairs = [] if is_as_many or is_large else _find_alike(old, new, resemblance)
    for gone, came, fixed in _cut(old, new, pairs):
        yield from ((item, None) for item in gone)
        yield from ((None, item) for item in came)
        yield from fixed


def _find_alike(
    old: Sequence[Old], new: Sequence[New], likeness: Callable[[Old, New], float]
) -> list[tuple[int, int]]:
    """Return the positions of the pairs, in order, that are together the most alike."""
    # All scores at once, for the way through them is chosen from the end.
    scores = [[likeness(left, right) for right in new] for left in old]
    best = _sum_best(scores, len(new))
    pairs: list[tuple[int, int]] = []
    left = right = 0
    while left < len(old) and right < len(new):
        score, above, beside = scores[left][right], best[left + 1][right], best[left][right + 1]
        if score and best[left + 1][right + 1] + score >= max(above, beside):
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif above >= beside:
            left += 1
        else:
            right += 1
    return pairs


def _sum_best(scores: Sequence[Sequence[float]], width: int) -> list[list[float]]:
    """Return how alike at best is what stands from each pair of positions on."""
    best = [[0.0] * (width + 1) for _ in range(len(scores) + 1)]
    for left in reversed(range(len(scores))):
        for right in reversed(range(width)):
            paired = best[left + 1][right + 1] + scores[left][right]
            best[left][right] = max(best[left + 1][right], best[left][right + 1], paired)
    return best


def like_text(old: str, new: str) -> float:
    """Return how alike two texts are, from 0 to 1: shared words, or a shared beginning.

    In time that grows with their length only.
    """
    if old == new:
        return 1.0
    words = _overlap(_words_of(old), _words_of(new))
    # Edited far behind, a text still begins as it did; that says a little less.
    return max(words, 0.8 * _overlap(_triples_of(old[:HEAD]), _triples_of(new[:HEAD])))


@lru_cache(maxsize=4096)
def _words_of(text: str) -> Counter[str]:
    return Counter(text.lower().split())


@lru_cache(maxsize=4096)
def _triples_of(text: str) -> Counter[str]:
    return Counter(text[number : number + 3] for number in range(max(1, len(text) - 2)))


def _overlap(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0
