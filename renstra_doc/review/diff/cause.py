"""Causes first: what a person changed, what follows from it, what only counts otherwise.

1. the changed inputs; 2. what is printed otherwise although its datum is the same; 3. what each of
  these needs:
the cells and facts of an expression, the parts of a sum, the table of a block, the rows and blocks
  that are counted;
4. the roots of each by these needs; 5. causes in printed order, then what follows, then the
  numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import (
    BlockChange,
    CellChange,
    ColumnChange,
    FactChange,
    Group,
    InTable,
    Kind,
    Reason,
    RowChange,
    TableChange,
)
from renstra_doc.review.diff.derived import find_derived
from renstra_doc.review.diff.moved_totals import find_sums
from renstra_doc.review.diff.renumbered import find_renumbered
from renstra_doc.review.diff.shift import Shifts
from renstra_doc.review.diff.trace import CELL, COLUMN, FACT
from renstra_doc.review.wording import caption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.derived import Derived
    from renstra_doc.review.diff.trace import Need
    from renstra_doc.review.edition import Edition

    Links = Mapping[int, set[int]]

# What of a column of a table says how its quantities are read and printed.
DESCRIPTIONS = ("jenis", "desimal")
CALLED = ("nomor", "label")
_DIGITS = re.compile(r"\d+")


def explain(old: Edition, new: Edition, inputs: Sequence[Change]) -> tuple[Change, ...]:
    """Return all changes: the inputs as causes, what follows from them, and mere renumbering."""
    editions = old, new
    derived = find_derived(*editions)
    numbers = find_renumbered(*editions)
    plain = [*inputs, *(found.change for found in derived), *(change for change, _ in numbers)]
    changes = [_caption(change, *editions) for change in plain]
    index = _Index(changes)
    follows = _find_consequences(derived, len(inputs), index, editions)
    follows.update(_find_table_blocks(inputs, *editions))
    counted = enumerate(numbers, start=len(inputs) + len(derived))
    shifted = _find_shifting(editions, inputs, index, counted)
    # Numbering last, so that it wins: whatever else a number follows from, it only counts
    # otherwise.
    groups = dict.fromkeys(follows, Group.CONSEQUENCE) | dict.fromkeys(shifted, Group.NUMBERING)
    return _arrange(changes, groups, follows | shifted, _find_twins(*editions, inputs))


def _find_shifting(
    editions: tuple[Edition, Edition],
    inputs: Sequence[Change],
    index: _Index,
    counted: Iterable[tuple[int, tuple[Change, str]]],
) -> dict[int, set[int]]:
    """Return what each number that counts otherwise follows from, by the numbers of changes."""
    shifts = Shifts(*editions, inputs)
    typed = _typed_numbers(inputs, index, _find_made(*editions))
    return {number: shifts.find(*found) for number, found in (*counted, *typed)}


def _find_consequences(
    derived: Sequence[Derived], start: int, index: _Index, editions: tuple[Edition, Edition]
) -> dict[int, set[int]]:
    """Return what each text with figures and each sum follows from, by the numbers of changes."""
    follows: dict[int, set[int]] = {}
    for number, found in enumerate(derived, start=start):
        follows[number] = index.find(found.needs)
    for number, causes in _find_sums(*editions, index):
        follows.setdefault(number, set()).update(causes)
    return follows


def _find_made(old: Edition, new: Edition) -> frozenset[str]:
    """Return the tables whose number the program makes in both editions."""
    before = old.document.tables
    return frozenset(
        key
        for key, table in new.document.tables.items()
        if table.is_made and key in before and before[key].is_made
    )


class _Index:
    """Finds changes by what they changed."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.cells: dict[tuple[str, str, str], int] = {}
        self.rows: dict[tuple[str, str], set[int]] = {}
        self.columns: dict[tuple[str, str], set[int]] = {}
        self.tables: dict[str, set[int]] = {}
        self.facts: dict[str, int] = {}
        for number, change in enumerate(changes):
            self._add(number, change)

    def _add(self, number: int, change: Change) -> None:
        if isinstance(change, CellChange):
            self.cells[change.table.id, change.id, change.column] = number
        elif isinstance(change, RowChange):
            self.rows.setdefault((change.table.id, change.id), set()).add(number)
        elif isinstance(change, ColumnChange):
            # How a column looks changes no figure.
            if change.is_structural or change.attribute in DESCRIPTIONS:
                self.columns.setdefault((change.table.id, change.id), set()).add(number)
        elif isinstance(change, TableChange) and change.is_structural:
            self.tables.setdefault(change.table.id, set()).add(number)
        elif isinstance(change, FactChange):
            self.facts[change.id] = number

    def find(self, needs: Iterable[Need]) -> set[int]:
        """Return the changes that touch what is needed."""
        return {number for need in needs for number in self._find(need)}

    def _find(self, need: Need) -> Iterable[int]:
        if need[0] == FACT:
            return {self.facts[need[1]]} if need[1] in self.facts else ()
        if need[0] == CELL:
            return self.find_cell(need[1], need[2], need[3])
        if need[0] == COLUMN:
            return self._find_column(need[1], need[2])
        return self.columns.get((need[1], need[2]), set())

    def find_cell(self, table: str, row: str, kolom: str) -> set[int]:
        """Return the change of a cell, or of the row, column or table that brought or took it."""
        if (table, row, kolom) in self.cells:
            return {self.cells[table, row, kolom]}
        # A row or a column that came or went took its cells along.
        found = self.rows.get((table, row), set()) | self.columns.get((table, kolom), set())
        return found | self.tables.get(table, set())

    def _find_column(self, table: str, kolom: str) -> set[int]:
        rows = {number for key, found in self.rows.items() if key[0] == table for number in found}
        return rows | {
            number for key, number in self.cells.items() if (key[0], key[2]) == (table, kolom)
        }


def _caption(change: Change, old: Edition, new: Edition) -> Change:
    """Say of which table a change is: two may bear one number."""
    if not isinstance(change, InTable):
        return change
    edition = new if change.table.id in new.document.tables else old
    text = caption(edition, edition.document.tables[change.table.id])
    return replace(change, table=replace(change.table, caption=text))


# What follows


def _find_sums(old: Edition, new: Edition, index: _Index) -> Iterator[tuple[int, set[int]]]:
    if not index.cells:
        return
    for whole, parts in find_sums(old.document, new.document, set(index.cells)):
        number = index.cells[whole]
        # A total may be a part of another rule in which it is the whole itself.
        causes = {found for part in parts for found in index.find_cell(*part)} - {number}
        if causes:
            yield number, causes


def _find_table_blocks(inputs: Sequence[Change], old: Edition, new: Edition) -> dict[int, set[int]]:
    """Tie the block that prints a table to the table that came or went with it."""
    tables = {
        (change.kind, change.id): number
        for number, change in enumerate(inputs)
        if isinstance(change, TableChange)
    }
    found: dict[int, set[int]] = {}
    for number, change in enumerate(inputs):
        if isinstance(change, BlockChange) and change.jenis == "tabel":
            edition = old if change.kind is Kind.REMOVED else new
            cause = tables.get((change.kind, edition.blocks[change.id].acuan))
            if cause is not None and change.is_structural:
                found[number] = {cause}
    return found


# Numbering


def _typed_numbers(
    inputs: Sequence[Change], index: _Index, made: frozenset[str]
) -> Iterator[tuple[int, tuple[Change, str]]]:
    """Yield the numbers typed anew because rows, columns or tables came, went or moved.

    `made` are the tables whose number the program makes: nobody types it.
    """
    shifted = _find_shifted(inputs, has_tables=bool(index.tables))
    for number, change in enumerate(inputs):
        if change.kind is Kind.CHANGED and (
            _is_made(change, made) or (shifted.has(change) and _only_counts(change))
        ):
            yield number, (change, change.id)


@dataclass(frozen=True, slots=True)
class _Shifted:
    """The tables whose rows or columns came, went or moved, and whether any table did."""

    rows: frozenset[str]
    columns: frozenset[str]
    has_tables: bool

    def has(self, change: Change) -> bool:
        """Return whether a change is in a number that such a shift makes another one."""
        if isinstance(change, CellChange):
            return change.jenis == "urut" and change.table.id in self.rows
        if isinstance(change, ColumnChange):
            return change.attribute == "nomor" and change.table.id in self.columns
        return isinstance(change, TableChange) and change.column in CALLED and self.has_tables


def _find_shifted(inputs: Sequence[Change], *, has_tables: bool) -> _Shifted:
    structural = [change for change in inputs if change.is_structural]
    rows, columns = (
        frozenset(change.table.id for change in structural if isinstance(change, kind))
        for kind in (RowChange, ColumnChange)
    )
    return _Shifted(rows, columns, has_tables or any(map(_is_table_block, structural)))


def _is_table_block(change: Change) -> bool:
    return isinstance(change, BlockChange) and change.jenis == "tabel"


def _is_made(change: Change, made: frozenset[str]) -> bool:
    return isinstance(change, TableChange) and change.table.id in made and change.column == "nomor"


def _only_counts(change: Change) -> bool:
    # `Tabel 2.3` typed as `Tabel 2.4`: nothing but the count differs.
    return _DIGITS.sub("#", change.old) == _DIGITS.sub("#", change.new)


# Twins


def _find_twins(old: Edition, new: Edition, inputs: Sequence[Change]) -> dict[int, str]:
    """Name the cells of rows that speak of the same thing and changed alike."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, change in enumerate(inputs):
        if isinstance(change, CellChange):
            rows = [
                edition.document.tables[change.table.id].row_by_id[change.id]
                for edition in (old, new)
            ]
            # Only what speaks of one thing in both editions is the same change twice.
            if rows[1].entitas and rows[0].entitas == rows[1].entitas:
                groups.setdefault((rows[1].entitas, change.old, change.new), []).append(number)
    return {
        number: "\n".join(key)
        for key, group in groups.items()
        if len(group) > 1
        for number in group
    }


# The whole


def _arrange(
    changes: Sequence[Change],
    groups: Mapping[int, Group],
    follows: Links,
    twins: Mapping[int, str],
) -> tuple[Change, ...]:
    """Put the causes first, then what follows by its first cause, then the numbering."""
    made = {
        number: replace(change, reason=Reason(twin=twins.get(number, "")))
        for number, change in enumerate(changes)
        if number not in groups
    }
    rest = []
    for number, group in groups.items():
        found = [made[root] for root in _roots(number, follows) if root in made]
        causes = tuple(sorted(found, key=lambda change: change.order))
        rest.append(replace(changes[number], reason=Reason(group, causes)))
    causes_first = sorted(made.values(), key=lambda change: change.order)
    return (*causes_first, *sorted(rest, key=_rank))


def _rank(change: Change) -> tuple[bool, tuple[int, ...], tuple[int, ...]]:
    is_number = change.group is Group.NUMBERING
    causes = change.reason.causes
    return is_number, causes[0].order if causes and not is_number else (), change.order


# Two changes may need each other, so what was seen is not walked again.
def _roots(number: int, follows: Links) -> set[int]:
    """Return the changes from which a change follows that follow from nothing themselves."""
    seen: set[int] = set()
    waiting = list(follows.get(number, ()))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += follows.get(current, ())
    return {found for found in seen if not follows.get(found)} - {number}
