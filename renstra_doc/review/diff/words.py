"""Two texts → the words that differ.

For a reader who must see at once what changed in a long paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from renstra_doc.review.diff.align import align_contents

# A number or a hyphenated word is one word: an amount changes as a whole.
_WORD = re.compile(r"\w+(?:[.,/-]\w+)*|\s+|.", re.DOTALL)
GAP = "…"


def split_words(text: str) -> list[str]:
    """Split a text into words, blanks and signs; joined they are the text."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two texts: equal in both, or what the one has in place of the other."""

    old: str
    new: str

    @property
    def is_equal(self) -> bool:
        """Return whether both say the same here."""
        return self.old == self.new


def compare_words(old: str, new: str) -> list[Stretch]:
    """Return the stretches of two texts in order; joined they are the texts."""
    before, after = split_words(old), split_words(new)
    blanks = frozenset(word for word in {*before, *after} if not word.strip())
    return [
        Stretch("".join(before[left]), "".join(after[right]))
        for _, left, right in align_contents(before, after, blanks)
    ]


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
