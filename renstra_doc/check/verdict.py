"""What is said of a comparison that does not hold.

Both figures, the difference, the addends, a hint.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, cell_finding, row_name
from renstra_doc.check.hint import explain_difference
from renstra_doc.finding import Finding, Severity
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Container

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.check.hint import CellKey

MAX_ADDENDS = 12
MIXED = 2
FILL = "isi bagian yang kosong, atau tulis - bila memang nol"
SILENT = (Outcome.HOLDS, Outcome.WHOLE_UNPRINTED)
_WEIGHT = [Severity.INFO, Severity.WARNING, Severity.ERROR]


def to_finding(comparison: Comparison, sound: Container[CellKey] = ()) -> Finding | None:
    """Return the finding of a comparison that does not hold, or None.

    No hint touches a `sound` cell.
    """
    if comparison.outcome is Outcome.UNSUMMABLE:
        return _mixed_units(comparison)
    whole, actual = comparison.whole, comparison.whole.angka
    if comparison.outcome in SILENT or actual is None:
        return None
    if comparison.expected is None:
        return _nothing_printed(comparison) if actual and comparison.parts else None
    difference = actual - comparison.expected
    name = row_name(whole.table, whole.row)
    message = (
        f"{name}: tercetak {format_angka(_plain(actual))}, {comparison.sentence} "
        f"{format_angka(_plain(comparison.expected))}, selisih {format_angka(_plain(difference))}"
    )
    severity, hint = comparison.rule.bobot, explain_difference(comparison, sound)
    if comparison.outcome is Outcome.PART_UNPRINTED:
        severity = min(severity, Severity.WARNING, key=_WEIGHT.index)
        message += " (ada bagian yang tidak tercetak)"
        hint = hint or FILL
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


def _nothing_printed(comparison: Comparison) -> Finding:
    """Return the remark that a whole stands without any part printed below or beside it."""
    whole = comparison.whole
    message = f"tercetak {whole.cetak}, tetapi tidak ada bagiannya yang tercetak"
    found = cell_finding(
        comparison.rule, whole, message, actual=_digits(whole.angka or Decimal(0)), hint=FILL
    )
    return replace(found, severity=min(comparison.rule.bobot, Severity.WARNING, key=_WEIGHT.index))


def _mixed_units(comparison: Comparison) -> Finding | None:
    """Return the finding of a declared sum that mixes units.

    Misread cells and texts speak for themselves.
    """
    refs = (comparison.whole, *comparison.parts)
    units = list(dict.fromkeys(ref.satuan for ref in refs if ref.satuan))
    if len(units) < MIXED or any(ref.is_unreadable for ref in refs):
        return None
    shown = ", ".join(f"“{unit}”" for unit in units)
    message = f"tidak dapat dijumlahkan, satuannya berbeda: {shown}"
    hint = "samakan satuannya, atau keluarkan baris itu dari aturan ini"
    severity = min(comparison.rule.bobot, Severity.WARNING, key=_WEIGHT.index)
    found = cell_finding(
        comparison.rule, comparison.whole, message, expected=units[-1], actual=units[0], hint=hint
    )
    return replace(found, severity=severity)


def _addends(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the named parts of a sum.

    None where they are many, or where they are no addends (of a ratio).
    """
    if len(comparison.parts) > MAX_ADDENDS or not comparison.is_sum:
        return ()
    same_row = all(part.row.id == comparison.whole.row.id for part in comparison.parts)
    return tuple(
        (
            part.kolom if same_row else row_name(part.table, part.row),
            _digits(part.angka or Decimal(0)),
        )
        for part in comparison.parts
    )


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _digits(value: Decimal) -> str:
    return format(_plain(value), "f") if isinstance(_plain(value), Decimal) else str(_plain(value))
