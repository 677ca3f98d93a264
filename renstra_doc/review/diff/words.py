"""Two texts → the words that differ.

For a reader who must see at once what changed in a long paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
GAP = "…"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two texts: equal in both, or what the one has in place of the other."""

    old: str
    new: str

    @property
    def is_equal(self) -> bool:
        """Whether both say the same here."""
        return self.old == self.new


def compare_words(old: str, new: str) -> list[Stretch]:
    """Return the stretches of two texts in order; joined they are the texts."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stretches = [
        Stretch("".join(before[i1:i2]), "".join(after[j1:j2]))
        for _, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    return _join_near(stretches)


def _join_near(stretches: list[Stretch]) -> list[Stretch]:
    """Join two differences that only a blank parts: they read as one."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if (
            len(joined) > 1
            and not stretch.is_equal
            and joined[-1].is_equal
            and not joined[-1].new.strip()
        ):
            blank, last = joined.pop(), joined.pop()
            joined.append(
                Stretch(last.old + blank.old + stretch.old, last.new + blank.new + stretch.new)
            )
        else:
            joined.append(stretch)
    return joined


def cut_context(stretches: list[Stretch], words: int = 6) -> list[Stretch]:
    """Cut long equal stretches down to the words around the differences."""
    last = len(stretches) - 1
    return [
        _cut(stretch, words, is_first=number == 0, is_last=number == last)
        if stretch.is_equal
        else stretch
        for number, stretch in enumerate(stretches)
    ]


def _cut(stretch: Stretch, words: int, *, is_first: bool, is_last: bool) -> Stretch:
    parts = stretch.new.split(" ")
    ends = (not is_first) + (not is_last)
    if len(parts) <= words * ends + 1:
        return stretch
    head = " ".join(parts[:words]) if not is_first else ""
    tail = " ".join(parts[-words:]) if not is_last else ""
    text = " ".join(part for part in (head, GAP, tail) if part)
    return Stretch(text, text)
