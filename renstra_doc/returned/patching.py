r"""A text of the data whose printed form was edited → the text with the same edit.

The source is read as units: letters, marks of bold and italic, and fixed units (an expression, a
number that the program counts) that print something but may not be touched. Printed words that
stayed keep their units, with marks and expressions; words that came are written with the look that
they have in Word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from renstra_doc.review.verify.matching import count_ends
from renstra_doc.words.markup import parse_markup, part_blanks, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_EXPRESSION = r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}"
EXPRESSION = re.compile(_EXPRESSION)
_UNIT = re.compile(
    rf"(?P<expression>{_EXPRESSION})|\\(?P<escaped>[*\\])|(?P<mark>\*{{1,3}})|.", re.DOTALL
)
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
MOST_WORDS = 3000  # SequenceMatcher is quadratic: a longer middle is taken as written anew


Look = tuple[bool, bool]  # bold, italic
PLAIN: Look = (False, False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was found in Word, with its own look.

    `rupa` is the look in force, styles included; None where it was not read.
    """

    teks: str
    tebal: bool = False
    miring: bool = False
    rupa: Look | None = None


@dataclass(frozen=True, slots=True)
class PatchUnit:
    """A piece of a source: how it is written, what it prints; fixed ones may not be touched."""

    source: str
    shown: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Patched:
    """A patched source; `touched` are the expressions that the edit would have written over."""

    teks: str
    touched: tuple[str, ...] = ()


def split_units(source: str, show: Callable[[str], str]) -> list[PatchUnit]:
    """Split a source into units; `show` gives what an expression prints."""
    units = []
    for match in _UNIT.finditer(source):
        text = match[0]
        if match["expression"]:
            units.append(PatchUnit(text, plain_text(show(text)), fixed=True))
        elif match["escaped"]:
            units.append(PatchUnit(text, match["escaped"]))
        elif match["mark"]:
            units.append(PatchUnit(text, ""))
        else:
            units.append(PatchUnit(text, text))
    # The marks may not all be pairs: only what prints the same was read rightly.
    if "".join(unit.shown for unit in units) == plain_text(_resolve(source, show)):
        return units
    # A mark without its partner is printed as it stands.
    return [PatchUnit(unit.source, unit.shown or unit.source, unit.fixed) for unit in units]


def _resolve(source: str, show: Callable[[str], str]) -> str:
    return EXPRESSION.sub(lambda match: show(match[0]), source)


def patch(
    units: Sequence[PatchUnit], found: Sequence[Letter], looks: Sequence[Look] = ()
) -> Patched:
    """Return a source whose printed form is what was found.

    In: the units of the source as it was, the letters that stand there now, the looks in force of
    what was printed, letter by letter without blanks (none: they are not known, and what stayed
    keeps its marks).
    """
    letters = [
        (number, letter) for number, unit in enumerate(units) for letter in unit.shown or ("",)
    ]
    shown = [(number, letter) for number, letter in letters if letter]
    old, new = "".join(letter for _, letter in shown), "".join(letter.teks for letter in found)
    kept = _align_letters(old, new)
    flips = find_flips(old, looks, found, kept)
    return _Writer(units, shown, found, kept, flips).write()


def _align_letters(old: str, new: str) -> dict[int, int]:
    """Return which letter of the new text is which of the old, by whole words."""
    here, there = _WORD.findall(old), _WORD.findall(new)
    starts = _starts(here), _starts(there)
    kept: dict[int, int] = {}
    for left, right, count in _match_words(here, there):
        for step in range(count):
            # Two runs of blanks are equal whatever their lengths.
            width = min(len(here[left + step]), len(there[right + step]))
            now, was = starts[1][right + step], starts[0][left + step]
            kept |= zip(range(now, now + width), range(was, was + width), strict=True)
    return kept


def _match_words(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the stretches of equal words: at the beginning, in between, at the end."""
    keys = [[" " if word.isspace() else word for word in words] for words in (here, there)]
    head, tail = count_ends(*keys)
    ends = len(here) - tail, len(there) - tail
    return [(0, 0, head), *_match(keys, head, ends), (*ends, tail)]


def _match(
    keys: Sequence[Sequence[str]], head: int, ends: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches of equal words in between; of very long texts none."""
    old, new = keys[0][head : ends[0]], keys[1][head : ends[1]]
    if len(old) * len(new) > MOST_WORDS**2:
        return
    for block in SequenceMatcher(None, old, new).get_matching_blocks():
        # A lone blank is like any other: matched, it would tear apart words that came together.
        lone = block.size == 1 and old[block.a : block.a + 1] == [" "]
        if block.size and not lone:
            yield block.a + head, block.b + head, block.size


def _starts(words: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return starts


def find_flips(
    old: str, looks: Sequence[Look], found: Sequence[Letter], kept: Mapping[int, int]
) -> dict[int, Look]:
    """Return which letters that stayed changed their look: bold, italic, by their place now."""
    places = [place for place, letter in enumerate(old) if not letter.isspace()]
    # Looks of another text than this one: better none than wrong ones.
    if len(places) != len(looks):
        return {}
    was = dict(zip(places, looks, strict=True))
    flips = {}
    for now, before in kept.items():
        rupa = found[now].rupa
        if rupa is not None and before in was and rupa != was[before]:
            flips[now] = (rupa[0] != was[before][0], rupa[1] != was[before][1])
    return flips


class _Writer:
    """Writes the new source; knows which look is in force at each place of the old one."""

    def __init__(
        self,
        units: Sequence[PatchUnit],
        shown: Sequence[tuple[int, str]],
        found: Sequence[Letter],
        kept: dict[int, int],
        flips: Mapping[int, Look],
    ) -> None:
        self._units, self._shown, self._found = units, shown, found
        self._flips = flips
        self._kept = {now: shown[was][0] for now, was in kept.items()}
        self._looks = _looks_of(units)
        # An expression of which a letter is gone was edited, and only its source may be.
        whole = Counter(self._kept.values())
        self._lost = {
            number
            for number, unit in enumerate(units)
            if unit.fixed and unit.shown and whole[number] < len(unit.shown)
        }

    def write(self) -> Patched:
        if self._lost:
            touched = tuple(self._units[number].source for number in sorted(self._lost))
            return Patched("", touched)
        return Patched(_to_source(list(self._runs())))

    def _runs(self) -> Iterator[tuple[str, bool, bool]]:
        """Yield (source, bold, italic) of everything that stands there now, in order."""
        last = PLAIN
        written: set[int] = set()
        for place, letter in enumerate(self._found):
            number = self._kept.get(place)
            if number is None:
                yield _escape(letter.teks), letter.tebal, letter.miring
                continue
            flip = self._flips.get(place, PLAIN)
            # `!=` as exclusive or: a flip turns the look of the source round.
            last = (self._looks[number][0] != flip[0], self._looks[number][1] != flip[1])
            if self._units[number].fixed:
                # An expression prints many letters and is written once.
                if number not in written:
                    written.add(number)
                    yield self._units[number].source, *last
            else:
                yield self._units[number].source, *last


def _looks_of(units: Sequence[PatchUnit]) -> list[Look]:
    """Return (bold, italic) of each unit, as the marks of the source give it."""
    widths = [_width_of(unit) for unit in units]
    pairs = list(zip(units, widths, strict=True))
    # Stand-ins, since what is printed and what is written differ in length.
    source = "".join("x" * width if width else unit.source for unit, width in pairs)
    runs = [(run.tebal, run.miring) for run in parse_markup(source) for _ in run.teks]
    starts = accumulate(widths, initial=0)
    return [
        runs[at] if width and at < len(runs) else PLAIN
        for at, width in zip(starts, widths, strict=False)
    ]


def _width_of(unit: PatchUnit) -> int:
    """Return how many letters a unit prints: a mark none, any other one at least one."""
    is_mark = not unit.fixed and not unit.shown
    return 0 if is_mark else max(1, len(unit.shown))


def _escape(text: str) -> str:
    return re.sub(r"([*\\])", r"\\\1", text)


def _to_source(pieces: Sequence[tuple[str, bool, bool]]) -> str:
    """Write pieces with the marks of their looks; a blank at the edge of a look stands outside."""
    runs: list[list[object]] = []
    for text, bold, italic in pieces:
        # A blank shows no look: it stays with the run before it.
        if (runs and runs[-1][1:] == [bold, italic]) or (runs and not text.strip()):
            runs[-1][0] = f"{runs[-1][0]}{text}"
        else:
            runs.append([text, bold, italic])
    return "".join(_mark(str(text), bool(bold), bool(italic)) for text, bold, italic in runs)


def _mark(text: str, bold: bool, italic: bool) -> str:  # noqa: FBT001 — as the runs have it
    mark = "***" if bold and italic else "**" if bold else "*" if italic else ""
    head, words, tail = part_blanks(text)
    return f"{head}{mark}{words}{mark}{tail}" if mark and words else text
