"""Changes as text for a terminal.

Each cause with what it moved, then what only counts otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import Group, Kind
from renstra_doc.review.diff.words import compare_words, cut_context
from renstra_doc.review.show.describe import (
    KINDS,
    amount_of,
    count_groups,
    group_followers,
    group_twins,
    list_loose,
    number_causes,
    path_of,
    place_of,
    remark_of,
    show_values,
)
from renstra_doc.review.wording import show_short
from renstra_doc.words.markup import part_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from renstra_doc.review.diff.change import Change

    Paint = Callable[[str, Kind], str]

LONG = 60


def changes_text(
    changes: Sequence[Change], old: str, new: str, paint: Paint = lambda text, _kind: text
) -> str:
    """Return the report.

    In: the changes, what the person called both editions, how what was added and removed is
    coloured.
    """
    # What the person called both editions, so that the report can be read without the command.
    lines = [f"Semula : {old}", f"Menjadi: {new}", f"{count_groups(changes).capitalize()}.", ""]
    links = Links(number_causes(changes), group_followers(changes), group_twins(changes))
    for change in changes:
        if change.group is Group.CAUSE:
            lines += [*_describe_cause(change, links, paint), ""]
    loose = list_loose(changes)
    lines += _describe_rest("Akibat lain:", loose, paint)
    lines += _describe_rest(
        "Penomoran:", [change for change in changes if change.group is Group.NUMBERING], paint
    )
    return "\n".join(lines).rstrip()


@dataclass(frozen=True, slots=True)
class Links:
    """The number of each cause, what follows from it and its twins, by its identity."""

    numbers: Mapping[int, int]
    followers: Mapping[int, list[Change]]
    twins: Mapping[int, list[Change]]

    def list_numbers(self, changes: Iterable[Change]) -> str:
        """Return the numbers of causes as `1, 3`."""
        return ", ".join(str(self.numbers[id(change)]) for change in changes)


def _describe_cause(change: Change, links: Links, paint: Paint) -> list[str]:
    number = links.numbers[id(change)]
    lines = [f"{number}. {paint(KINDS[change.kind], change.kind)}: {path_of(change)}"]
    lines += [f"   {line}" for line in _describe_values(change, paint)]
    lines.append(f"   di {place_of(change)}")
    twins = links.twins.get(id(change))
    if twins:
        lines.append(f"   sama dengan perubahan {links.list_numbers(twins)}")
    moved = links.followers.get(id(change), ())
    if moved:
        lines.append("   yang mengikuti:")
        lines += [
            f"   {line}"
            for other in moved
            for line in _describe_consequence(other, change, links, paint)
        ]
    return lines


def _describe_consequence(change: Change, cause: Change, links: Links, paint: Paint) -> list[str]:
    others = [other for other in change.reason.causes if other is not cause]
    # Below one cause; the others are named, so that nothing looks told twice.
    also = f" (juga karena {links.list_numbers(others)})" if others else ""
    values = (f"  {line}" for line in _describe_values(change, paint))
    return [f"- {path_of(change)}{also}", *values, f"  di {place_of(change)}"]


def _describe_rest(title: str, changes: Sequence[Change], paint: Paint) -> list[str]:
    if not changes:
        return []
    return [title, *(line for change in changes for line in _describe_short(change, paint)), ""]


def _describe_short(change: Change, paint: Paint) -> list[str]:
    told = ", ".join(filter(None, [_arrow(*show_values(change), paint), remark_of(change)]))
    return [f"- {path_of(change)}: {told}", f"  di {place_of(change)}"]


def _describe_values(change: Change, paint: Paint) -> list[str]:
    """Return the values on one line where they are short, else the words that differ."""
    old, new = show_values(change)
    tail = [part for part in (amount_of(change), remark_of(change)) if part]
    below = [", ".join(tail)] if tail else []
    if change.kind in (Kind.ADDED, Kind.REMOVED):
        # Of what came or went one side is empty.
        text = show_short(new or old, 400)
        return [paint(text or "(kosong)", change.kind), *below]
    # Short values are read faster whole than in marked words.
    if max(len(old), len(new)) <= LONG or change.kind is Kind.MOVED:
        return [", ".join([_arrow(old, new, paint), *tail])]
    return [*_describe_words(old, new, paint), *below]


def _arrow(old: str, new: str, paint: Paint) -> str:
    return f"{paint(_quote(old), Kind.REMOVED)} → {paint(_quote(new), Kind.ADDED)}"


def _quote(text: str) -> str:
    return " ".join(text.split()) or "(kosong)"


def _describe_words(old: str, new: str, paint: Paint) -> list[str]:
    stretches = cut_context(compare_words(old, new))
    before = "".join(
        s.old if s.is_equal else _mark(s.old, "[-", "-]", paint, Kind.REMOVED) for s in stretches
    )
    after = "".join(
        s.new if s.is_equal else _mark(s.new, "{+", "+}", paint, Kind.ADDED) for s in stretches
    )
    return [f"semula : {' '.join(before.split())}", f"menjadi: {' '.join(after.split())}"]


def _mark(text: str, opening: str, closing: str, paint: Paint, kind: Kind) -> str:
    """Mark a stretch of words; the blanks around it stay outside."""
    # Coloured blanks would look like a change of the blanks.
    head, words, tail = part_blanks(text)
    return head + paint(f"{opening}{words}{closing}", kind) + tail if words else text
