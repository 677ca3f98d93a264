"""Carry a changed figure up: the totals that no longer are the sum of what was changed below.

A total that a waiver covers stays as published. Nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.run_rules import run_rules, runnable_rules
from renstra_doc.edit.saves import CellEdit
from renstra_doc.model.cells import write_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from renstra_doc.check.comparison import Comparison, Ref
    from renstra_doc.model import Document

    CellKey = tuple[str, str, str]

# Rules that say what a figure is, so that it can follow; other kinds only hold two against each
# other.
SUMS = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar", "nilai_terakhir")
TWINS = ("sama", "kembar")
WHOLE_NUMBERS = ("rupiah", "cacah", "kuantitas")
FRACTIONS = ("desimal", "persen", "target")
# A figure that carries itself in a circle ends here.
MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Carried:
    """A figure that follows: its cell, what it was, what it becomes."""

    ref: Ref
    lama: Decimal
    baru: Decimal

    def to_edit(self) -> CellEdit:
        """Return the edit that writes it: the number in the cell's own form, with its unit."""
        table, row = self.ref.table, self.ref.row
        cell = table.cell(row, self.ref.kolom)
        column = table.columns[table.index[self.ref.kolom]]
        is_whole = column.jenis in WHOLE_NUMBERS or not self.baru.as_tuple().exponent
        # An int: a whole Decimal can print as 1E+3.
        number = int(self.baru) if is_whole else self.baru
        text = str(number)
        if cell.besaran is not None:
            moved = replace(cell.besaran, angka=number, strip=False)
            text = write_cell(column, replace(cell, besaran=moved))
        return CellEdit(table.file, row.id, self.ref.kolom, cell.teks, text)


def carry_up(
    document: Document,
    changed: Collection[CellKey],
    made: Sequence[Comparison] | None = None,
) -> tuple[Carried, ...]:
    """Return each figure that has to follow from changed cells, along the rules of the data.

    In: the document as it is after the change, the cells (table, row, column) that were changed,
    the comparisons of its checks where they are at hand.
    """
    # What the page has checked already is not checked once more for each cell that is typed.
    if made is None:
        made, _ = run_rules(document, runnable_rules(document)[0])
    near = [
        each for each in made if each.rule.jenis in (*SUMS, *TWINS) and each.expected is not None
    ]
    found: dict[CellKey, Carried] = {}
    # Until nothing moves: a carried figure may be part of a sum above it.
    for _ in range(MOST_ROUNDS):
        if not _carry_once(near, changed, found):
            break
    return tuple(found.values())


def _carry_once(
    made: Sequence[Comparison], changed: Collection[CellKey], found: dict[CellKey, Carried]
) -> bool:
    is_moved = False
    for comparison in made:
        target, value = _judge(comparison, changed, found)
        # A cell without a number, or changed by the person just now, is never overwritten.
        if target is None or value is None or not _may_follow(target, value, changed):
            continue
        known = found.get(target.key)
        if value != (known.baru if known else target.angka):
            found[target.key] = Carried(target, target.angka or Decimal(0), value)
            is_moved = True
    return is_moved


def _may_follow(target: Ref, value: Decimal, changed: Collection[CellKey]) -> bool:
    is_whole = target.jenis in WHOLE_NUMBERS and value == value.to_integral_value()
    fits = is_whole or target.jenis in FRACTIONS
    return target.key not in changed and target.angka is not None and fits


def _judge(
    comparison: Comparison, changed: Collection[CellKey], found: Mapping[CellKey, Carried]
) -> tuple[Ref | None, Decimal | None]:
    """Return the cell that follows from a comparison and its value; None where none follows."""
    if comparison.rule.jenis in TWINS:
        return _judge_twin(comparison, changed, found)
    moved = [part for part in comparison.parts if part.key in changed or part.key in found]
    if not moved or comparison.expected is None:
        return None, None
    # What a person changed is in `expected` already; only what was carried comes on top.
    further = sum((_moved_by(part, found) for part in moved), Decimal(0))
    return comparison.whole, comparison.expected + further


def _moved_by(part: Ref, found: Mapping[CellKey, Carried]) -> Decimal:
    carried = found.get(part.key)
    return carried.baru - carried.lama if carried else Decimal(0)


def _judge_twin(
    comparison: Comparison, changed: Collection[CellKey], found: Mapping[CellKey, Carried]
) -> tuple[Ref | None, Decimal | None]:
    if len(comparison.parts) != 1:
        return None, None
    pair = comparison.whole, comparison.parts[0]
    for one, other in (pair, pair[::-1]):
        if one.key in changed or one.key in found:
            value = found[one.key].baru if one.key in found else one.angka
            return other, value
    return None, None
