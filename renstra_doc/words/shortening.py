"""Texts of any length as messages and previews show them: on one line, cut at a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

NEW_LINE, CUT, EMPTY = "⏎", "…", "(kosong)"
LEAD = 15  # so many letters stand before the place where two texts differ


def shorten(text: str, length: int = 40) -> str:
    """Return a text on one line of at most `length` letters.

    A longer one ends after a whole word and ` …`; where the last word is half of it or more (a
    digest, a path), within it.
    """
    line = text.replace("\n", NEW_LINE)
    if len(line) <= length:
        return line
    # One letter less than is allowed, for the sign of the cut.
    kept, _, last = line[: length - 1].rpartition(" ")
    return f"{kept} {CUT}" if len(kept) >= len(last) else f"{line[: length - 1]}{CUT}"


def shorten_pair(old: str, new: str, length: int) -> tuple[str, str]:
    """Return two texts, each cut before the first place where they differ and after `length`."""
    start = count_same(old, new)
    cut = start - LEAD if max(len(old), len(new)) > length and start > LEAD else 0
    lead = CUT if cut else ""
    shown = [f"{lead}{shorten(text[cut:], length)}" if text else EMPTY for text in (old, new)]
    return shown[0], shown[1]


def count_same(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return how many items two sequences have in common at their start."""
    shorter = min(len(old), len(new))
    return next((at for at in range(shorter) if old[at] != new[at]), shorter)
