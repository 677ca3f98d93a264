"""Changes as one HTML page: both sides beside one another, filters, nothing from the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import Group, InTable, Kind
from renstra_doc.review.diff.words import compare_words
from renstra_doc.review.show.describe import (
    GROUPS,
    KINDS,
    amount_of,
    chapter_of,
    count_groups,
    group_followers,
    group_twins,
    list_loose,
    number_causes,
    place_of,
    remark_of,
    show_values,
    spot_of,
    table_of,
)
from renstra_doc.review.wording import show_short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.weakened_rules import RuleChange
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


def changes_html(
    changes: Sequence[Change], title: str, old: str, new: str, rules: Sequence[RuleChange] = ()
) -> str:
    """Return the whole page; the same text for the same input, always.

    In: the changes, the title of the document, what the person called both editions; the rules
    that went or changed.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 — only this form pays for jinja2

    # A name that the page lacks is an error of ours, never an empty spot.
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    source = files("renstra_doc.review.show").joinpath(TEMPLATE).read_text("utf-8")
    return environment.from_string(source).render(
        {**_page(changes, title, old, new), "rules": [str(rule) for rule in rules]}
    )


def _page(changes: Sequence[Change], title: str, old: str, new: str) -> dict[str, object]:
    return {
        "title": title,
        "old": old,
        "new": new,
        "summary": count_groups(changes),
        "sections": _sections(changes),
        "filters": _filters(changes),
    }


def _sections(changes: Sequence[Change]) -> list[tuple[str, list[Card]]]:
    """Return the causes with what follows from each, then the rest, each under its name."""
    # By identity, for two equal changes are two numbers.
    numbers = number_causes(changes)
    causes = _cause_cards(changes, numbers)
    loose = list_loose(changes)
    # What follows from no known cause stands under a name of its own.
    counted = [change for change in changes if change.group is Group.NUMBERING]
    rest = [[_make_card(change, numbers) for change in group] for group in (loose, counted)]
    groups = zip(Group, (causes, *rest), strict=True)
    return [(GROUPS[group], cards) for group, cards in groups if cards]


def _cause_cards(changes: Sequence[Change], numbers: Mapping[int, int]) -> list[Card]:
    followers, twins = group_followers(changes), group_twins(changes)
    return [
        replace(
            _make_card(change, numbers),
            linked=tuple(numbers[id(other)] for other in twins.get(id(change), ())),
            cards=tuple(
                # What follows from several causes stands below the first and names the others.
                _make_card(other, numbers, change)
                for other in followers.get(id(change), ())
            ),
        )
        for change in changes
        if change.group is Group.CAUSE
    ]


def _filters(changes: Sequence[Change]) -> dict[str, list[str]]:
    """Return what the changes can be chosen by, in the order of the document."""
    # In the order of the document, not of the causes: a person looks for a chapter there.
    shown = sorted(changes, key=lambda change: change.order)
    kinds = {change.kind for change in changes}
    return {
        "bab": list(dict.fromkeys(chapter_of(change) for change in shown)),
        "tabel": list(dict.fromkeys(map(_choice, shown))),
        "jenis": [KINDS[kind] for kind in Kind if kind in kinds],
    }


def _choice(change: Change) -> str:
    """Return by what a table is chosen.

    Its number and title, since two tables may bear one number.
    """
    return show_short(change.table.caption, CHOICE) if isinstance(change, InTable) else NO_TABLE


def _make_card(change: Change, numbers: Mapping[int, int], cause: Change | None = None) -> Card:
    return Card(
        change,
        numbers.get(id(change), 0),
        KINDS[change.kind],
        GROUPS[change.group],
        chapter_of(change),
        table_of(change) if isinstance(change, InTable) else "",
        _choice(change),
        spot_of(change, 300),
        place_of(change),
        amount_of(change),
        remark_of(change),
        tuple(compare_words(*show_values(change))),
        tuple(numbers[id(other)] for other in change.reason.causes if other is not cause),
    )
