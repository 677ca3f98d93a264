"""Changes as one HTML page: both sides beside one another, filters, nothing from the network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import Group, Kind
from renstra_doc.review.diff.words import compare_words
from renstra_doc.review.show.describe import (
    GROUPS,
    KINDS,
    amount_of,
    chapter_of,
    count_groups,
    place_of,
    remark_of,
    show_values,
    spot_of,
    table_of,
)
from renstra_doc.review.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.words import Stretch

TEMPLATE = "perbandingan.html.jinja"
NO_TABLE, CHOICE = "di luar tabel", 90


@dataclass(frozen=True, slots=True)
class Card:
    """A change as the page shows it.

    Its number (causes only), what follows from it, and what else it belongs to.
    """

    change: Change
    number: int
    kind: str
    group: str
    bab: str
    table: str
    choice: str
    spot: str
    place: str
    amount: str
    remark: str
    stretches: tuple[Stretch, ...]
    also: tuple[int, ...] = ()
    linked: tuple[int, ...] = ()
    cards: tuple[Card, ...] = ()


def changes_html(changes: Sequence[Change], title: str, old: str, new: str) -> str:
    """Return the whole page; the same text for the same input, always.

    In: the changes, the title of the document, what the person called both editions.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 — only this form pays for jinja2

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("renstra_doc.review.show").joinpath(TEMPLATE).read_text("utf-8")
    return environment.from_string(source).render(_page(changes, title, old, new))


def _page(changes: Sequence[Change], title: str, old: str, new: str) -> dict[str, object]:
    causes = [
        _make_cause(number, changes)
        for number, change in enumerate(changes)
        if change.group is Group.CAUSE
    ]
    loose = [_make_card(c, 0) for c in changes if c.group is Group.CONSEQUENCE and not c.causes]
    numbers = [_make_card(c, 0) for c in changes if c.group is Group.NUMBERING]
    sections = [
        (GROUPS[group], cards)
        for group, cards in zip(Group, (causes, loose, numbers), strict=True)
        if cards
    ]
    shown = sorted(changes, key=lambda change: change.order)
    return {
        "title": title,
        "old": old,
        "new": new,
        "summary": count_groups(changes),
        "sections": sections,
        "filters": {
            "bab": list(dict.fromkeys(chapter_of(change) for change in shown)),
            "tabel": list(dict.fromkeys(map(_choice, shown))),
            "jenis": [
                KINDS[kind] for kind in Kind if any(change.kind is kind for change in changes)
            ],
        },
    }


def _choice(change: Change) -> str:
    """Return by what a table is chosen.

    Its number and title, since two tables may bear one number.
    """
    return shorten(change.caption, CHOICE) if change.table_id else NO_TABLE


def _make_cause(number: int, changes: Sequence[Change]) -> Card:
    moved = [
        other
        for other in changes
        if other.group is Group.CONSEQUENCE and other.causes[:1] == (number,)
    ]
    return _make_card(
        changes[number], number + 1, [_make_card(other, 0, without=number) for other in moved]
    )


def _make_card(change: Change, number: int, cards: Iterable[Card] = (), without: int = -1) -> Card:
    return Card(
        change,
        number,
        KINDS[change.kind],
        GROUPS[change.group],
        chapter_of(change),
        table_of(change) or NO_TABLE,
        _choice(change),
        spot_of(change, 300),
        place_of(change),
        amount_of(change),
        remark_of(change),
        tuple(compare_words(*show_values(change))),
        tuple(cause + 1 for cause in change.causes if cause != without),
        tuple(other + 1 for other in change.linked),
        tuple(cards),
    )
