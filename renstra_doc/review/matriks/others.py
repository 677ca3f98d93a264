"""Every change that the tables of programs do not show: text, facts, charts, other tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import CellChange, Group, InTable, Kind, RowChange
from renstra_doc.review.diff.weakened_rules import REMOVED
from renstra_doc.review.diff.words import compare_words
from renstra_doc.review.show.describe import (
    KINDS,
    amount_of,
    chapter_of,
    describe_look,
    remark_of,
    show_values,
    spot_of,
)
from renstra_doc.words.markup import escape_markup, part_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.weakened_rules import RuleChange

NONE, LONG = "–", 40
# How a table looks in Word is no matter of those who sign its content.
UNSEEN = ("lebar", "rata", "gaya", "gabung", "entitas", "orientasi", "desimal", "catatan")


@dataclass(frozen=True, slots=True)
class Told:
    """What the form shows of a table of programs.

    Its columns, and the rows that stand below another parent; another order only is told here.
    `hides` says of a cell, by its row and column, that the form shows both editions alike: what
    differs is its look, or a footnote.
    """

    columns: set[str]
    moved: set[str]
    hides: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Other:
    """A line: its title where a new part begins (`is_title`), else both sides and a remark."""

    spot: str
    old: str = ""
    new: str = ""
    remark: str = ""
    is_title: bool = False


def write_others(changes: Sequence[Change], told: Mapping[str, Told]) -> list[Other]:
    """Return the lines in the order of the document, a title for each chapter and table.

    In: all changes, and what is shown already of each table of programs.
    """
    shown = [change for change in changes if _is_other(change, told)]
    lines: list[Other] = []
    title = ""
    for change in sorted(shown, key=lambda change: change.order):
        if _title(change) != title:
            title = _title(change)
            lines.append(Other(escape_markup(title), is_title=True))
        lines.append(_write(change))
    return lines


def write_rules(rules: Sequence[RuleChange]) -> list[Other]:
    """Return the lines of the rules that prove less than before: what is signed is checked less."""
    weaker = [rule for rule in rules if rule.weaker]
    title = [Other("Aturan pemeriksaan", is_title=True)] if weaker else []
    return [*title, *(_write_rule(rule) for rule in weaker)]


def _write_rule(rule: RuleChange) -> Other:
    field, old, new = rule.said()
    said = "Dihapus" if rule.kind == REMOVED else f"Dilemahkan: {field}"
    name = escape_markup(f"Aturan {rule.called}")
    return Other(name, escape_markup(old) or NONE, escape_markup(new) or NONE, said)


def _is_other(change: Change, told: Mapping[str, Told]) -> bool:
    if change.group is Group.NUMBERING or change.column in UNSEEN:
        return False
    if not isinstance(change, InTable):
        return True
    if getattr(change, "attribute", "") in UNSEEN:
        return False
    shown = told.get(change.table.id)
    return shown is None or _is_unseen_there(change, shown)


def _is_unseen_there(change: Change, shown: Told) -> bool:
    """Return whether the rows of a table of programs do not show a change of it."""
    if isinstance(change, RowChange):
        return change.kind is Kind.MOVED and change.id not in shown.moved
    if not isinstance(change, CellChange) or change.column not in shown.columns:
        return True
    return shown.hides(change.id, change.column) and not _is_mere_writing(change)


def _is_mere_writing(change: CellChange) -> bool:
    """Return whether a cell prints the same, as a formula or as it was typed."""
    # Another formula with the same print, unless it is only another look.
    looks = describe_look(change.old), describe_look(change.new)
    return change.old_text == change.new_text and looks[0] == looks[1]


def _title(change: Change) -> str:
    table = change.table.caption if isinstance(change, InTable) else ""
    return " – ".join(part for part in (chapter_of(change), table) if part)


def _write(change: Change) -> Other:
    old, new = mark_words(*show_values(change), is_changed=change.kind is Kind.CHANGED)
    parts = [
        KINDS[change.kind] if change.kind is not Kind.CHANGED else "",
        remark_of(change),
        amount_of(change),
        "mengikuti perubahan lain" if change.group is Group.CONSEQUENCE else "",
    ]
    text = "; ".join(part for part in parts if part)
    return Other(escape_markup(spot_of(change, 200)), old, new, text[:1].upper() + text[1:])


def mark_words(old: str, new: str, *, is_changed: bool) -> tuple[str, str]:
    """Return both sides as markup; of a long text the words that differ are bold."""
    if not is_changed or max(len(old), len(new)) <= LONG:
        return escape_markup(old) or NONE, escape_markup(new) or NONE
    stretches = compare_words(old, new)
    old_text = "".join(_embolden(part.old, is_equal=part.is_equal) for part in stretches)
    new_text = "".join(_embolden(part.new, is_equal=part.is_equal) for part in stretches)
    return old_text or NONE, new_text or NONE


def _embolden(text: str, *, is_equal: bool) -> str:
    head, words, tail = part_blanks(text)
    if is_equal or not words:
        return escape_markup(text)
    return f"{head}**{escape_markup(words)}**{tail}"
