"""Levels of rows: which stand above which.

In a table whose levels nobody declared the usual depth of each level tells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import INDICATOR, TOTAL, USUAL_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.model import Row, Table
    from renstra_doc.model.rules import Rule

MOST = 0.8  # what four rows of five do is the habit of a table
DECLARING = "tingkat"  # the kind of rule whose `acuan` declares the order of the levels


@dataclass(frozen=True)
class Levels:
    """The levels of a table.

    `ranks` gives each ranked level its height, 0 the highest; `is_known` says that they are
    declared or those of the regulations, not read off the table; `is_declared` that a rule says so.
    """

    table: Table
    ranks: Mapping[str, int]
    is_known: bool = True
    is_declared: bool = False
    parents: Mapping[str, Counter[str]] = field(default_factory=dict)

    def rank(self, row: Row) -> int | None:
        """Return how high a row's level stands, or None where nothing says so."""
        return self.ranks.get(row.tingkat)

    @cached_property
    def _present(self) -> list[str]:
        there = {row.tingkat for row in self.table.rows}
        return sorted((level for level in self.ranks if level in there), key=self.ranks.__getitem__)

    def above(self, level: str) -> str:
        """Return the next higher level that the table has, "" for the highest."""
        place = self._present.index(level)
        return self._present[place - 1] if place else ""

    def is_usual(self, level: str, parent: str) -> bool:
        """Return whether rows of a level often stand under rows of that other level."""
        counts = self.parents.get(level, Counter())
        return counts[parent] > 1 and counts[parent] >= counts.total() * (1 - MOST)


def read_levels(table: Table, rules: Iterable[Rule]) -> Levels:
    """Return the levels of a table: declared by a rule, those of the regulations, or by depth."""
    # The first rule that declares them holds for the table.
    declared = [
        rule.acuan.split() for rule in rules if rule.jenis == DECLARING and table.id in rule.tabel
    ]
    parents = _count_parents(table)
    if declared:
        ranks = {level: place for place, level in enumerate(declared[0])}
        return Levels(table, ranks, is_declared=True, parents=parents)
    ranks = {level: place for place, level in enumerate(USUAL_ORDER)}
    if any(row.tingkat in ranks for row in table.rows):
        return Levels(table, ranks, parents=parents)
    return Levels(table, _rank_by_depth(table, parents), is_known=False, parents=parents)


def _count_parents(table: Table) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in table.rows:
        parent = table.row_by_id.get(row.induk)
        if parent is not None:
            found.setdefault(row.tingkat, Counter())[parent.tingkat] += 1
    return found


def _rank_by_depth(table: Table, parents: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Return the usual depth of each level that has one; a level that holds itself has none."""
    ranks: dict[str, int] = {}
    for level, count in _count_depths(table).items():
        place, often = count.most_common(1)[0]
        holds_itself = bool(parents.get(level, Counter())[level])
        if level not in (TOTAL, INDICATOR) and not holds_itself and often >= count.total() * MOST:
            ranks[level] = place
    return ranks


def _count_depths(table: Table) -> dict[str, Counter[int]]:
    """Count how deep the rows of each level stand."""
    depth: dict[str, int] = {}
    counts: dict[str, Counter[int]] = {}
    for row in table.rows:
        has_parent = row.induk in table.row_by_id
        # A parent that is printed below its row has no depth yet: the row counts as one of the
        # second level.
        depth[row.id] = depth.get(row.induk, -1) + 1 if has_parent else 0
        counts.setdefault(row.tingkat, Counter())[depth[row.id]] += 1
    return counts


def group_levels(table: Table) -> dict[str, list[Row]]:
    """Return the rows of each level, in printed order."""
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.tingkat, []).append(row)
    return groups
