"""How far the rules reach: how many tables, rows and cells each kind looks at.

Sums leave their mark in the coverage of figures; a rule of numbering, codes or headings does not.
Its reach shrinks where it is deleted or narrowed, and the report says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from typing import TYPE_CHECKING

from renstra_doc.model.rules import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule


@dataclass(frozen=True, slots=True)
class Reach:
    """The rules of one kind: how many, and what they look at together."""

    jenis: str
    rules: int = 0
    tables: int = 0
    cells: int = 0

    def add(self, tables: int, cells: int) -> Reach:
        """Return the reach with one rule more."""
        return Reach(self.jenis, self.rules + 1, self.tables + tables, self.cells + cells)


def measure_reach(document: Document, rules: Iterable[Rule]) -> tuple[Reach, ...]:
    """Return the reach of the rules, kind by kind in the order of their first rule."""
    found: dict[str, Reach] = {}
    for rule in rules:
        known = found.get(rule.jenis, Reach(rule.jenis))
        found[rule.jenis] = known.add(*_measure_rule(document, rule))
    return tuple(found.values())


def _measure_rule(document: Document, rule: Rule) -> tuple[int, int]:
    """Return (tables, cells) of a rule; one of the prose counts blocks, one of all counts all."""
    names = [name for name in rule.tabel if name in document.tables]
    if not names and rule.baris:
        return 0, _count_blocks(document, rule.baris)
    tables = [document.tables[name] for name in names or document.tables]
    cells = 0
    for table in tables:
        try:
            rows = rule.select_rows(table)
        except RuleError:  # the condition is of another form; its kind reads it in its own way
            rows = list(table.rows)
        # A rule without columns still looks at its rows.
        cells += len(rows) * max(1, len(rule.select_columns(table)))
    return len(tables), cells


def _count_blocks(document: Document, text: str) -> int:
    """Return how many blocks `id=A|B` or `id=bab1-*` names."""
    wanted = re.compile("|".join(map(translate, text.rpartition("=")[2].split("|"))))
    return sum(wanted.match(block.id) is not None for block in document.blocks)
