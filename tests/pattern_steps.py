"""A backtracking matcher that counts: how many steps a pattern takes for a text, asked of no clock.

It follows the parse that Python's own `re` makes of a pattern and goes back as that engine does, so
what is quadratic there is quadratic here. Counts below `MOST_COUNT` are a constant and are cut to a
few, larger ones are taken as endless: so texts of a few dozen letters show how the steps grow.
"""

# ruff: noqa: ANN401, SLF001 — the parse of a pattern has no types, its pieces are methods

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST_COUNT = 130
FEW = 3
# Letters of each class that a pattern may name, beside those that it names itself.
USUAL = " \t\n\u00a0aZ_01.,-()[]{}<>/\"'*é"
FAILS = ("", "\x00", " x")

Rest = Callable[[int], bool]
Tree = list[tuple[Any, Any]]


class Endless(Exception):  # noqa: N818
    """More steps than any linear pattern takes for so short a text."""


class Matcher:
    """One text and the steps taken in it."""

    def __init__(self, pattern: re.Pattern[str], most: int) -> None:
        self.flags = pattern.flags
        self.tree = parse_pattern(pattern)
        self.fitting: dict[tuple[int, int, int, str], bool] = {}
        self.most = most
        self.steps = 0
        self.text = ""
        self.groups: dict[int, tuple[int, int]] = {}

    def count(self, text: str, use: str) -> int:
        """Return the steps of a use (`search`, `match`, `fullmatch`) of the pattern."""
        self.text, self.steps = text, 0
        self.limit = self.most * len(text)
        whole = use == "fullmatch"

        def end(at: int) -> bool:
            return not whole or at == len(text)

        starts = range(len(text) + 1) if use == "search" else (0,)
        for start in starts:
            self.groups = {}
            if self._run(self.tree, 0, start, end):
                break
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.limit:
            raise Endless

    def _run(self, tree: Tree, index: int, at: int, rest: Rest) -> bool:
        """Return whether the tree from index on matches at a place and the rest after it."""
        self._step()
        if index == len(tree):
            return rest(at)
        kind, value = tree[index]
        after = partial(self._run, tree, index + 1, rest=rest)
        if kind in SINGLE:
            found = at < len(self.text) and self._fits(kind, value, self.text[at])
            return found and self._run(tree, index + 1, at + 1, rest)
        return KINDS[kind](self, value, at, after)

    def _fits(self, kind: Any, value: Any, letter: str) -> bool:
        key = (int(kind), id(value), self.flags, letter)
        found = self.fitting.get(key)
        if found is None:
            found = self.fitting[key] = fits(kind, freeze(value), letter, self.flags)
        return found

    def _branch(self, value: Any, at: int, after: Rest) -> bool:
        return any(self._run(branch, 0, at, after) for branch in value[1])

    def _group(self, value: Any, at: int, after: Rest) -> bool:
        number, added, _taken, tree = value
        before, self.flags = self.flags, self.flags | added

        def close(end: int) -> bool:
            kept = self.groups.get(number)
            if number is not None:
                self.groups[number] = (at, end)
            if after(end):
                return True
            if kept is None:
                self.groups.pop(number, None)
            else:
                self.groups[number] = kept
            return False

        try:
            return self._run(tree, 0, at, close)
        finally:
            self.flags = before

    def _atomic(self, value: Any, at: int, after: Rest) -> bool:
        end = self._end(value, at)
        return end is not None and after(end)

    def _end(self, tree: Tree, at: int) -> int | None:
        ends: list[int] = []

        def keep(place: int) -> bool:
            ends.append(place)
            return True

        return ends[0] if self._run(tree, 0, at, keep) else None

    def _assert(self, value: Any, at: int, after: Rest) -> bool:
        return self._looks(value, at) and after(at)

    def _assert_not(self, value: Any, at: int, after: Rest) -> bool:
        return not self._looks(value, at) and after(at)

    def _looks(self, value: Any, at: int) -> bool:
        direction, tree = value
        if direction > 0:
            return self._end(tree, at) is not None
        # What is looked for behind a place is short.
        widths = range(min(at, 8) + 1)
        return any(self._end(tree, at - width) == at for width in widths)

    def _at(self, value: Any, at: int, after: Rest) -> bool:
        return self._is_at(value, at) and after(at)

    def _is_at(self, value: Any, at: int) -> bool:
        if value in (op.AT_BOUNDARY, op.AT_NON_BOUNDARY):
            sides = [self.text[at - 1 : at] if at else "", self.text[at : at + 1]]
            words = [bool(re.fullmatch(r"\w", side)) for side in sides]
            return (words[0] != words[1]) is (value is op.AT_BOUNDARY)
        if value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            lines = value is op.AT_BEGINNING and self.flags & re.MULTILINE
            return not at or bool(lines and self.text[at - 1] == "\n")
        lines = value is op.AT_END and self.flags & re.MULTILINE
        last = value is op.AT_END and at == len(self.text) - 1
        return at == len(self.text) or (self.text[at] == "\n" and bool(lines or last))

    def _repeat(self, value: Any, at: int, after: Rest, *, lazy: bool = False) -> bool:
        least, most, tree = bounds(value)
        if not lazy and len(tree) == 1 and tree[0][0] in SINGLE:
            return self._repeat_letters(least, most, tree[0], at, after)
        return self._turn(least, most, tree, at, after, lazy, -1)

    def _repeat_letters(self, least: int, most: float, one: Any, at: int, after: Rest) -> bool:
        end = at
        while (
            end < len(self.text) and end - at < most and self._fits(one[0], one[1], self.text[end])
        ):
            self._step()
            end += 1
        return any(after(place) for place in range(end, at + least - 1, -1))

    def _turn(
        self, least: int, most: float, tree: Tree, at: int, after: Rest, lazy: bool, before: int
    ) -> bool:
        def again(place: int) -> bool:
            return self._turn(least - 1, most - 1, tree, place, after, lazy, at)

        if least > 0:
            return self._run(tree, 0, at, again)
        goes_on = most > 0 and at != before
        if lazy:
            return after(at) or (goes_on and self._run(tree, 0, at, again))
        return (goes_on and self._run(tree, 0, at, again)) or after(at)

    def _possessive(self, value: Any, at: int, after: Rest) -> bool:
        least, most, tree = bounds(value)
        done = 0
        while done < most:
            end = self._end(tree, at)
            if end is None or (end == at and done >= least):
                break
            at, done = end, done + 1
        return done >= least and after(at)

    def _groupref(self, value: Any, at: int, after: Rest) -> bool:
        start, end = self.groups.get(value, (0, -1))
        return (
            end >= 0 and self.text.startswith(self.text[start:end], at) and after(at + end - start)
        )

    def _groupref_exists(self, value: Any, at: int, after: Rest) -> bool:
        number, yes, no = value
        tree = yes if number in self.groups else no
        return self._run(tree or [], 0, at, after)


SINGLE = frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN})
KINDS: dict[Any, Callable[..., bool]] = {
    op.BRANCH: Matcher._branch,
    op.SUBPATTERN: Matcher._group,
    op.ATOMIC_GROUP: Matcher._atomic,
    op.ASSERT: Matcher._assert,
    op.ASSERT_NOT: Matcher._assert_not,
    op.AT: Matcher._at,
    op.MAX_REPEAT: Matcher._repeat,
    op.MIN_REPEAT: partial(Matcher._repeat, lazy=True),
    op.POSSESSIVE_REPEAT: Matcher._possessive,
    op.GROUPREF: Matcher._groupref,
    op.GROUPREF_EXISTS: Matcher._groupref_exists,
}


def parse_pattern(pattern: re.Pattern[str]) -> Tree:
    """Return the parse of a pattern as plain lists and tuples."""
    tree: Tree = thaw(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    return tree


def thaw(value: Any) -> Any:
    """Return a value of the parse without its classes."""
    if isinstance(value, list | _parser.SubPattern):
        return [thaw(part) for part in value]
    return tuple(map(thaw, value)) if isinstance(value, tuple) else value


def walk_repeats(tree: Tree) -> Iterator[tuple[Any, Any]]:
    """Yield each repetition of a parse, at any depth."""
    return (piece for piece in walk(tree) if piece[0] in REPEATS)


def bounds(value: Any) -> tuple[int, float, Any]:
    """Return least and most turns of a repetition: a small count is a constant, a large one none."""
    least, most, tree = value
    endless = most is op.MAXREPEAT or most >= MOST_COUNT
    return min(least, FEW), float("inf") if endless else min(most, FEW), tree


def freeze(value: Any) -> Any:
    """Return a value of the parse that can be a key."""
    return tuple(map(freeze, value)) if isinstance(value, list | tuple) else value


@cache
def fits(kind: Any, value: Any, letter: str, flags: int) -> bool:
    """Return whether one letter fits one piece of a pattern."""
    if kind is op.ANY:
        return bool(flags & re.DOTALL) or letter != "\n"
    forms = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
    if kind in (op.LITERAL, op.NOT_LITERAL):
        return (chr(value) in forms) is (kind is op.LITERAL)
    negated = bool(value) and value[0][0] is op.NEGATE
    found = any(_is_in(part, form) for part in value[negated:] for form in forms)
    return found is not negated


def _is_in(part: tuple[Any, Any], letter: str) -> bool:
    kind, value = part
    if kind is op.LITERAL:
        return letter == chr(value)
    if kind is op.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    name = str(value)
    inside = bool(re.fullmatch({"S": r"\s", "D": r"\d", "W": r"\w"}[_class(name)], letter))
    return inside is not ("NOT" in name)


def _class(name: str) -> str:
    return {"SPACE": "S", "DIGIT": "D", "WORD": "W"}[name.rpartition("_")[2]]


# --- Texts that hurt -----------------------------------------------------------------------------


def list_letters(tree: Tree, flags: int) -> list[str]:
    """Return letters to try, one of each set that no piece of the pattern tells apart."""
    pieces = [(kind, freeze(value)) for kind, value in walk(tree) if kind in SINGLE]
    named = {chr(value) for kind, value in pieces if kind in (op.LITERAL, op.NOT_LITERAL)}
    named |= {chr(value[0]) for kind, value in walk(tree) if kind is op.RANGE}
    kinds: dict[tuple[bool, ...], str] = {}
    for letter in [*USUAL, *sorted(named)]:
        kinds.setdefault(tuple(fits(*piece, letter, flags) for piece in pieces), letter)
    return list(kinds.values())


def walk(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every piece of a parse, at any depth."""
    if isinstance(value, tuple) and len(value) == 2 and str(value[0]).isupper():
        yield value
    if isinstance(value, list | tuple):
        for part in value:
            yield from walk(part)


class Sampler:
    """Makes shortest texts of pieces of a pattern."""

    def __init__(self, flags: int, tree: Tree) -> None:
        self.flags = flags
        self.letters = list_letters(tree, flags)
        repeated = [body[0] for kind, (*_, body) in walk_repeats(tree) if len(body) == 1]
        self.repeated = [(kind, freeze(value)) for kind, value in repeated if kind in SINGLE]

    def firsts(self, kind: Any, value: Any) -> list[str]:
        """Return the letters that fit a piece of one letter."""
        value = freeze(value)
        return [letter for letter in self.letters if fits(kind, value, letter, self.flags)]

    def turns(self, kind: Any, value: Any) -> list[str]:
        """Return the letters to repeat: of very many those that another repetition takes too."""
        found = self.firsts(kind, value)
        others = [piece for piece in self.repeated if piece != (kind, freeze(value))]
        common = (
            letter for letter in found if any(fits(*piece, letter, self.flags) for piece in others)
        )
        return list(dict.fromkeys((*found[:FEW], *common)))[:12]

    def shortest(self, tree: Iterable[Any]) -> str:
        """Return a short text of a tree."""
        return "".join(self._one(kind, value) for kind, value in tree)

    def _one(self, kind: Any, value: Any) -> str:
        if kind in SINGLE:
            return (self.firsts(kind, value) or ["\u20ac"])[0]
        if kind is op.BRANCH:
            return min((self.shortest(tree) for tree in value[1]), key=len)
        if kind is op.SUBPATTERN:
            return self.shortest(value[3])
        if kind is op.ATOMIC_GROUP:
            return self.shortest(value)
        if kind in REPEATS:
            return self.shortest(value[2]) * int(min(value[0], 12))
        return ""

    def bodies(self, tree: Iterable[Any]) -> Iterator[str]:
        """Yield short texts of one turn of a repetition: each letter, each branch."""
        parts = list(tree)
        if len(parts) == 1 and parts[0][0] in SINGLE:
            yield from self.turns(*parts[0])
            return
        yield self.shortest(parts)
        for kind, value in parts:
            inner = [value[3]] if kind is op.SUBPATTERN else value[1] if kind is op.BRANCH else ()
            for branch in inner:
                yield from self.bodies(branch)

    def loops(self, tree: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
        """Yield (text that leads to a repetition without end, one turn of it)."""
        for kind, value in tree:
            if kind in REPEATS:
                if bounds(value)[1] == float("inf"):
                    yield from ((before, body) for body in self.bodies(value[2]))
                yield from self.loops(value[2], before)
            elif kind is op.BRANCH:
                for branch in value[1]:
                    yield from self.loops(branch, before)
            elif kind is op.SUBPATTERN:
                yield from self.loops(value[3], before)
            elif kind is op.ATOMIC_GROUP:
                yield from self.loops(value, before)
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                yield from self.loops(value[1], before)
            before += self._one(kind, value)


REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})


def list_attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """Return (start, piece to repeat, end) of texts that hurt a pattern which is not linear."""
    tree = parse_pattern(pattern)
    sampler = Sampler(pattern.flags, tree)
    pumps: dict[tuple[str, str], None] = {}
    loops = list(sampler.loops(tree))
    for before, body in loops:
        if body:
            pumps[before, body] = None
            pumps["", before + body] = None  # each turn may be a beginning
        if before:
            pumps["", before] = None
    return [(start, pump, end) for start, pump in pumps for end in FAILS]


SIZE = 14
# Twice the size takes twice the steps; what is quadratic takes four times as many.
MOST_GROWTH = 2.7
MOST_STEPS = 200  # a letter


def find_growth(pattern: re.Pattern[str], uses: Iterable[str]) -> str:
    """Return the text for which the steps of a pattern grow faster than it; empty if none does."""
    matcher = Matcher(pattern, MOST_STEPS)
    for start, pump, end in list_attacks(pattern):
        for use in uses:
            if grows(matcher, use, (start, pump, end)):
                return f"{use}: {start!r} + {pump!r} * n + {end!r}"
    return ""


def grows(matcher: Matcher, use: str, attack: tuple[str, str, str]) -> bool:
    """Return whether twice the text takes clearly more than twice the steps."""
    start, pump, end = attack
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        counts = (matcher.count(start + pump * (SIZE * n) + end, use) for n in (1, 2, 4))
        one = next(counts)
        if one < SIZE:  # it gives up at the beginning
            return False
        two, four = counts
    except Endless:
        return True
    finally:
        sys.setrecursionlimit(before)
    return four - two > MOST_GROWTH * max(two - one, SIZE)
