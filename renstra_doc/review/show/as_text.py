"""Changes as text for a terminal.

Each cause with what it moved, then what only counts otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import Group, Kind
from renstra_doc.review.diff.words import compare_words, cut_context
from renstra_doc.review.show.describe import (
    KINDS,
    amount_of,
    count_groups,
    path_of,
    place_of,
    remark_of,
    show_values,
)
from renstra_doc.review.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    lines = [f"Semula : {old}", f"Menjadi: {new}", f"{count_groups(changes).capitalize()}.", ""]
    for number, change in enumerate(changes):
        if change.group is Group.CAUSE:
            lines += [*_describe_cause(number, changes, paint), ""]
    loose = [
        change for change in changes if change.group is Group.CONSEQUENCE and not change.causes
    ]
    lines += _describe_rest("Akibat lain:", loose, paint)
    lines += _describe_rest(
        "Penomoran:", [change for change in changes if change.group is Group.NUMBERING], paint
    )
    return "\n".join(lines).rstrip()


def _describe_cause(number: int, changes: Sequence[Change], paint: Paint) -> list[str]:
    change = changes[number]
    lines = [f"{number + 1}. {paint(KINDS[change.kind], change.kind)}: {path_of(change)}"]
    lines += [f"   {line}" for line in _describe_values(change, paint)]
    lines.append(f"   di {place_of(change)}")
    if change.linked:
        lines.append(
            f"   sama dengan perubahan {', '.join(str(other + 1) for other in change.linked)}"
        )
    moved = [
        other
        for other in changes
        if other.group is Group.CONSEQUENCE and other.causes[:1] == (number,)
    ]
    if moved:
        lines.append("   yang mengikuti:")
        lines += [
            f"   {line}" for other in moved for line in _describe_consequence(other, number, paint)
        ]
    return lines


def _describe_consequence(change: Change, cause: int, paint: Paint) -> list[str]:
    others = [str(other + 1) for other in change.causes if other != cause]
    also = f" (juga karena {', '.join(others)})" if others else ""
    values = (f"  {line}" for line in _describe_values(change, paint))
    return [f"- {path_of(change)}{also}", *values, f"  di {place_of(change)}"]


def _describe_rest(title: str, changes: Sequence[Change], paint: Paint) -> list[str]:
    if not changes:
        return []
    return [title, *(line for change in changes for line in _describe_short(change, paint)), ""]


def _describe_short(change: Change, paint: Paint) -> list[str]:
    old, new = show_values(change)
    remark = remark_of(change)
    tail = f", {remark}" if remark else ""
    return [f"- {path_of(change)}: {_arrow(old, new, paint)}{tail}", f"  di {place_of(change)}"]


def _describe_values(change: Change, paint: Paint) -> list[str]:
    """Return the values on one line where they are short, else the differing words in context."""
    old, new = show_values(change)
    tail = ", ".join(part for part in (amount_of(change), remark_of(change)) if part)
    if change.kind is Kind.ADDED or change.kind is Kind.REMOVED:
        text = shorten(new or old, 400)
        return [paint(text or change.id, change.kind), *([tail] if tail else [])]
    if max(len(old), len(new)) <= LONG or change.kind is Kind.MOVED:
        return [f"{_arrow(old, new, paint)}{f', {tail}' if tail else ''}"]
    return _describe_words(old, new, paint)


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
    if not text.strip():
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return head + paint(f"{opening}{text.strip()}{closing}", kind) + tail
