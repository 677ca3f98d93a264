"""Align two sequences: items by identity, words by content."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from renstra_doc.review.diff.moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

Item = TypeVar("Item")
Pair = tuple[int | None, int | None]
# A number or a hyphenated word is one word: an amount changes as a whole.
_WORD = re.compile(r"\w+(?:[.,/-]\w+)*|\s+|.", re.DOTALL)


def align_ids(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the positions of both sequences in one order that holds all of them.

    A pair is what stayed, (position, None) what is gone, (None, position) what came; what moved is
    gone and came.
    """
    moved = {item for move in find_moves(old, new) for item in (move.id, *move.riders)}
    place = {item: number for number, item in enumerate(old)}
    pairs: list[Pair] = []
    came: list[Pair] = []
    done = 0
    for number, item in enumerate(new):
        if item in moved or item not in place:
            came.append((None, number))
            continue
        pairs += [(gone, None) for gone in range(done, place[item])]
        pairs += [*came, (place[item], number)]
        came, done = [], place[item] + 1
    return pairs + [(gone, None) for gone in range(done, len(old))] + came


def split_words(text: str) -> list[str]:
    """Split a text into words, blanks and signs; joined they are the text."""
    return _WORD.findall(text)


def align_contents(
    old: Sequence[Hashable], new: Sequence[Hashable], blanks: frozenset[Hashable] = frozenset()
) -> list[tuple[bool, slice, slice]]:
    """Return stretches (equal?, of the old, of the new) in order.

    A lone blank between two changes is changed too.
    """
    found: list[tuple[bool, slice, slice]] = []
    for tag, start, end, first, last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        is_equal = tag == "equal" and not (found and all(item in blanks for item in old[start:end]))
        if found and not is_equal and not found[-1][0]:
            found[-1] = (False, slice(found[-1][1].start, end), slice(found[-1][2].start, last))
        else:
            found.append((is_equal, slice(start, end), slice(first, last)))
    return found


def align_alike(
    old: Sequence[Item],
    new: Sequence[Item],
    signature: Callable[[Item], Hashable],
    likeness: Callable[[Item, Item], float],
) -> list[tuple[Item | None, Item | None]]:
    """Pair what is equal, and between equal stretches what is alike; the order is kept.

    In: what two equal items share, and how alike two items are (0: not the same one). Of all ways
    to pair a stretch the one with the greatest sum of likeness is taken (Needleman and Wunsch
    1970).
    """
    signatures = [signature(item) for item in old], [signature(item) for item in new]
    matcher = SequenceMatcher(None, *signatures, autojunk=False)
    pairs: list[tuple[Item | None, Item | None]] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(old[start:end], new[first:last], strict=True)
        else:
            alike = _pair_alike(old[start:end], new[first:last], likeness)
            pairs += alike
    return pairs


def _pair_alike(
    old: Sequence[Item], new: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> Iterator[tuple[Item | None, Item | None]]:
    scores = [[likeness(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for left in reversed(range(len(old))):
        for right in reversed(range(len(new))):
            paired = best[left + 1][right + 1] + scores[left][right]
            best[left][right] = max(best[left + 1][right], best[left][right + 1], paired)
    left = right = 0
    while left < len(old) and right < len(new):
        paired = best[left + 1][right + 1] + scores[left][right]
        if scores[left][right] and paired >= max(best[left + 1][right], best[left][right + 1]):
            yield old[left], new[right]
            left, right = left + 1, right + 1
        elif best[left + 1][right] >= best[left][right + 1]:
            yield old[left], None
            left += 1
        else:
            yield None, new[right]
            right += 1
    yield from ((item, None) for item in old[left:])
    yield from ((None, item) for item in new[right:])
