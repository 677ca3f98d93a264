"""What is said of a comparison that does not hold: both figures, the difference, the addends, a hint."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, row_name
from renstra_doc.check.hint import explain_difference
from renstra_doc.finding import Finding, Severity
from renstra_doc.numbers import format_angka

if TYPE_CHECKING:
    from renstra_doc.check.comparison import Comparison

MAX_ADDENDS = 12
_WEIGHT = [Severity.INFO, Severity.WARNING, Severity.ERROR]


def to_finding(comparison: Comparison) -> Finding | None:
    """Return the finding of a comparison that does not hold, or None."""
    if comparison.expected is None or comparison.outcome in (Outcome.HOLDS, Outcome.UNSUMMABLE):
        return None
    if comparison.outcome is Outcome.WHOLE_UNPRINTED:
        return None
    whole, actual = comparison.whole, comparison.whole.angka
    if actual is None:
        return None
    difference = actual - comparison.expected
    name = row_name(whole.table, whole.row)
    message = (
        f"{name}: tercetak {format_angka(_plain(actual))}, {comparison.sentence} "
        f"{format_angka(_plain(comparison.expected))}, selisih {format_angka(_plain(difference))}"
    )
    severity, hint = comparison.rule.bobot, explain_difference(comparison)
    if comparison.outcome is Outcome.PART_UNPRINTED:
        severity = min(severity, Severity.WARNING, key=_WEIGHT.index)
        message += " (ada bagian yang tidak tercetak)"
        hint = "isi bagian yang kosong, atau tulis - bila memang nol"
    return Finding(
        rule=comparison.rule.id,
        message=message,
        place=whole.table.cell_place(whole.row, whole.kolom),
        severity=severity,
        table=whole.table.nomor or whole.table.id,
        row=name,
        row_id=whole.row.id,
        column=whole.kolom,
        expected=_digits(comparison.expected),
        actual=_digits(actual),
        difference=_digits(difference),
        hint=hint,
        addends=_addends(comparison),
    )


def _addends(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the named parts of a sum; none where they are many, or where they are no addends (of a ratio)."""
    if len(comparison.parts) > MAX_ADDENDS or not comparison.is_sum:
        return ()
    same_row = all(part.row.id == comparison.whole.row.id for part in comparison.parts)
    return tuple(
        (part.kolom if same_row else row_name(part.table, part.row), _digits(part.angka or Decimal(0)))
        for part in comparison.parts
    )


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _digits(value: Decimal) -> str:
    return format(_plain(value), "f") if isinstance(_plain(value), Decimal) else str(_plain(value))
