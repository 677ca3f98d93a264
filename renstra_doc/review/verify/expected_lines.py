"""Which paragraph, row and column of a file is which of those that were expected."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from renstra_doc.review.verify.lines import Grid, Line
from renstra_doc.review.verify.matching import Measure, like_text, match_lines
from renstra_doc.review.verify.printed import TEMPLATE_TEXT

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from renstra_doc.place import Place

    Pairs = list[tuple[Line | Grid | None, Line | Grid | None]]
    Positions = list[tuple[int | None, int | None]]
    Texts = tuple[str, ...]

# From this likeness on a paragraph, a row or a table is the same one, edited.
LIKE_TEXT, LIKE_ROW, LIKE_TABLE = 0.4, 0.4, 0.15
LIKE_MOVED = 0.75
_NUMBER = re.compile(r"^[\d.)]{1,6} \| ")


def match_blocks(wanted: Sequence[Line | Grid], found: Sequence[Line | Grid]) -> Pairs:
    """Pair the lines and tables that were expected with those that were found, in their order.

    What a tracked change added is paired with nothing: it stands after the one before it.
    """
    known, added = _set_apart(found)
    keys = [_key_of(block) for block in wanted], [_key_before(block) for block in known]
    anchors = list(map(_anchor_of, wanted)), list(map(_anchor_of, known))
    measure = Measure(_likeness_of_blocks, _resembles)
    pairs: Pairs = [(None, block) for block in added.get(0, [])]
    count = 0
    for old, new in match_lines(wanted, known, keys, measure, anchors):
        pairs.append((old, new))
        if new is not None:
            count += 1
            pairs += [(None, block) for block in added.get(count, [])]
    return pairs


def _set_apart(
    found: Iterable[Line | Grid],
) -> tuple[list[Line | Grid], dict[int, list[Line | Grid]]]:
    """Return what stood there before, and what a tracked change added after so many of it."""
    known: list[Line | Grid] = []
    added: dict[int, list[Line | Grid]] = {}
    for block in found:
        if isinstance(block, Line) and block.semula is None:
            added.setdefault(len(known), []).append(block)
        else:
            known.append(block)
    return known, added


def _anchor_of(block: Line | Grid) -> str:
    return block.jangkar if isinstance(block, Line) else ""


def _key_of(block: Line | Grid) -> Hashable:
    return block.text if isinstance(block, Line) else tuple(block.texts())


def _key_before(block: Line | Grid) -> Hashable:
    if isinstance(block, Line):
        return block.semula
    new = {number for number, _ in block.baru}
    return tuple(
        tuple(cell.semula for cell in row)
        for number, row in enumerate(block.rows)
        if number not in new
    )


def _likeness_of_blocks(old: Line | Grid, new: Line | Grid) -> float:
    if isinstance(old, Grid) and isinstance(new, Grid):
        texts = (list(chain.from_iterable(grid.texts())) for grid in (old, new))
        return _at_least(LIKE_TABLE, _share(*texts))
    if isinstance(old, Line) and isinstance(new, Line):
        return _at_least(LIKE_TEXT, like_text(old.text, new.semula or ""))
    return 0.0


def _at_least(least: float, likeness: float) -> float:
    """Return a likeness, 0 where it is too small to say anything."""
    return likeness if likeness >= least else 0.0


def _resembles(old: Line | Grid, new: Line | Grid) -> float:
    """Return how likely a line was written anew in another's place: by its words, or only so."""
    if not isinstance(old, Line) or not isinstance(new, Line):
        return 0.0
    may_be = bool(old.label) == bool(new.label) and old.spot != TEMPLATE_TEXT
    # Barely more than nothing, so that a lone line in a gap still finds a lone line.
    return 0.01 + like_text(old.text, new.semula or "") if may_be else 0.0


def match_rows(old: Grid, new: Grid) -> tuple[Positions, Positions]:
    """Pair the columns and the rows of two tables; out: positions, None where one is alone."""
    columns = _align_columns(old, new)
    wanted, found = _read_common(old, new, pair_both(columns))
    added = {number for number, _ in new.baru}
    known = [at for at in range(len(found)) if at not in added]
    measure: Measure[int, int] = Measure(
        lambda left, right: _likeness_of_rows(wanted[left], found[right], LIKE_ROW),
        lambda left, right: _resembles_row(wanted[left], found[right]),
    )
    keys = wanted, [found[at] for at in known]
    marks = [anchor_of_row(row) for row in old.rows], [anchor_of_row(new.rows[at]) for at in known]
    pairs = match_lines(range(len(wanted)), known, keys, measure, marks)
    return columns, _insert_rows(pairs, added)


def pair_both(positions: Positions) -> list[tuple[int, int]]:
    """Return the positions of those that have a partner."""
    return [(here, there) for here, there in positions if here is not None and there is not None]


def _read_common(
    old: Grid, new: Grid, common: Sequence[tuple[int, int]]
) -> tuple[list[Texts], list[Texts]]:
    """Return the texts of the rows of both in the columns that both have, before any change."""
    wanted = [tuple(row[here].text for here, _ in common) for row in old.rows]
    found = [
        tuple(row[there].semula or "" if there < len(row) else "" for _, there in common)
        for row in new.rows
    ]
    return wanted, found


def anchor_of_row(row: Sequence[Line]) -> str:
    """Return the anchor of a row: that of the first of its cells which has one."""
    return next((cell.jangkar for cell in row if cell.jangkar), "")


def _resembles_row(old: Sequence[str], new: Sequence[str]) -> float:
    """Return how likely a row was written anew in another's place: by the cells that stayed."""
    filled = [(left, right) for left, right in zip(old, new, strict=True) if left or right]
    kept = sum(left == right for left, right in filled)
    return 0.01 + kept / len(filled) + _likeness_of_rows(old, new, 0.0) if filled else 1.0


def _insert_rows(pairs: Positions, added: Iterable[int]) -> Positions:
    """Put the rows that a tracked change added after the row above them."""
    waiting = sorted(added)
    merged: Positions = []
    for old, new in pairs:
        while waiting and new is not None and waiting[0] < new:
            merged.append((None, waiting.pop(0)))
        merged.append((old, new))
    return [*merged, *((None, number) for number in waiting)]


def _align_columns(old: Grid, new: Grid) -> Positions:
    """Return which column is which: by place where there are as many, else by content."""
    counts = len(old.rows[0]), max(len(row) for row in new.rows)
    # As many columns are the same ones, edited perhaps; else one came or went and contents tell
    # which.
    if counts[0] == counts[1]:
        return [(number, number) for number in range(counts[0])]
    here, there = _read_columns(old, counts[0]), _read_columns(new, counts[1])
    measure: Measure[int, int] = Measure(
        lambda left, right: _share(here[left], there[right]),
        lambda _left, _right: 0.0,
    )
    unmarked = [""] * counts[0], [""] * counts[1]
    return match_lines(range(counts[0]), range(counts[1]), (here, there), measure, unmarked)


def _read_columns(grid: Grid, count: int) -> list[Texts]:
    return [
        tuple(row[number].text if number < len(row) else "" for row in grid.rows)
        for number in range(count)
    ]


def _share(old: Sequence[str], new: Sequence[str]) -> float:
    """Return the share of common texts, empty ones left out."""
    left, right = Counter(filter(None, old)), Counter(filter(None, new))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _likeness_of_rows(old: Sequence[str], new: Sequence[str], least: float) -> float:
    pairs = [(left, right) for left, right in zip(old, new, strict=True) if left or right]
    if not pairs:
        return 1.0
    # A long text tells a row better than its number does.
    weights = [len(left) + len(right) for left, right in pairs]
    likes = [like_text(*pair) for pair in pairs]
    likeness = sum(like * weight for like, weight in zip(likes, weights, strict=True))
    return _at_least(least, likeness / sum(weights))


def place_of(block: Line | Grid) -> Place:
    """Return where the datum of a line stands; of a table the place of its first cell."""
    return block.place if isinstance(block, Line) else block.rows[0][0].place


def row_text(row: Sequence[Line]) -> str:
    """Return a row as one line: its filled cells."""
    return " | ".join(cell.text for cell in row if cell.text)


def without_number(text: str) -> str:
    """Return the text of a row without its number, which counts anew where it goes."""
    return _NUMBER.sub("", text)


def find_moved(text: str, others: Sequence[str], least: float = LIKE_MOVED) -> int | None:
    """Return which of some texts is the same one, moved and perhaps edited; None where none is."""
    likes = [like_text(text, other) for other in others]
    best = max(range(len(likes)), key=likes.__getitem__, default=None)
    return best if best is not None and likes[best] >= least else None
