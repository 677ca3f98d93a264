"""What is said of a comparison that does not hold.

Both figures, the difference, the addends, a hint.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, cell_finding, has_figures, row_name
from renstra_doc.check.hint import explain_difference
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import GROUP
from renstra_doc.words.numbers import format_angka
from renstra_doc.words.numbers.quantity import drop_fraction

if TYPE_CHECKING:
    from collections.abc import Container

    from renstra_doc.check.comparison import CellKey, Comparison, Ref

MAX_ADDENDS = 12
MIXED = 2
FILL = "isi rincian yang kosong, atau tulis - bila memang nol"
ROUND = "yang tersimpan cocok; isi toleransi 0.5 pada aturannya, atau cetak desimalnya"
STRUCTURE_FIRST = "perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar"
RowKey = tuple[str, str]


def to_finding(
    comparison: Comparison, sound: Container[CellKey] = (), misplaced: Container[RowKey] = ()
) -> Finding | None:
    """Return the finding of a comparison that does not hold, or None.

    No hint touches a `sound` cell, and none is given where a `misplaced` row explains it.
    """
    if comparison.outcome is Outcome.HOLDS:
        return None
    if comparison.outcome is Outcome.UNSUMMABLE:
        return _mixed_units(comparison)
    if comparison.outcome is Outcome.WHOLE_UNPRINTED:
        return _unprinted_whole(comparison)
    if comparison.whole.angka is None:
        return None
    if comparison.expected is None:
        is_told = comparison.whole.angka and comparison.parts
        return _nothing_printed(comparison) if is_told else None
    return _tell_difference(comparison, sound, misplaced)


def _tell_difference(
    comparison: Comparison, sound: Container[CellKey], misplaced: Container[RowKey]
) -> Finding:
    expected, actual = comparison.expected or Decimal(0), comparison.whole.angka or Decimal(0)
    severity, note, hint = _weigh(comparison, sound)
    if any((ref.table.id, ref.row.id) in misplaced for ref in comparison.refs):
        hint = STRUCTURE_FIRST
    found = cell_finding(
        comparison.rule,
        comparison.whole,
        f"tercetak {_show(actual)}, {comparison.sentence} {_show(expected)}, "
        f"selisih {_show(actual - expected)}{note}",
        expected=_digits(expected),
        actual=_digits(actual),
        hint=hint,
        severity=severity,
    )
    return replace(
        found,
        difference=_digits(actual - expected),
        addends=_addends(comparison),
    )


def _weigh(comparison: Comparison, sound: Container[CellKey]) -> tuple[Severity, str, str]:
    """Return (severity, remark, hint) of a difference.

    One of a sum is never a mere note: a rule that is made one (`bobot` info) hides nothing.
    """
    severity = comparison.rule.bobot
    if comparison.adds and severity is Severity.INFO:
        severity = Severity.WARNING
    if comparison.is_rounding:
        return severity.at_most_warning, " (pembulatan cetak)", ROUND
    hint = explain_difference(comparison, sound)
    if comparison.outcome is Outcome.PART_UNPRINTED:
        return severity.at_most_warning, " (ada rincian yang tidak tercetak)", hint or FILL
    return severity, "", hint


def _unprinted_whole(comparison: Comparison) -> Finding | None:
    """Return the warning that a sum is not printed above parts that are, with what it should be."""
    whole, expected = comparison.whole, comparison.expected
    if not comparison.adds or expected is None or not expected or whole.is_printed:
        return None
    if whole.row.tingkat == GROUP and not has_figures(whole.table, whole.row):
        return None  # the heading of a group: it prints no sum in any column
    message = f"{whole.kolom} kosong, {comparison.sentence} {_show(expected)}"
    hint = f"isi {_show(expected)}, atau tulis - bila memang nol"
    found = cell_finding(comparison.rule, whole, message, expected=_digits(expected), hint=hint)
    return replace(
        found, severity=comparison.rule.bobot.at_most_warning, addends=_addends(comparison)
    )


def _nothing_printed(comparison: Comparison) -> Finding:
    """Return the remark that a whole stands without any part printed below or beside it."""
    whole = comparison.whole
    message = f"tercetak {whole.cetak}, tetapi tidak ada rinciannya yang tercetak"
    actual, severity = _digits(whole.angka or Decimal(0)), comparison.rule.bobot.at_most_warning
    return cell_finding(
        comparison.rule, whole, message, actual=actual, hint=FILL, severity=severity
    )


def _mixed_units(comparison: Comparison) -> Finding | None:
    """Return the finding of a declared sum that mixes units.

    Misread cells and texts speak for themselves.
    """
    refs = (comparison.whole, *comparison.parts)
    units = list(dict.fromkeys(ref.satuan for ref in refs if ref.satuan))
    is_told = comparison.expected is not None  # by the rule itself
    if is_told or len(units) < MIXED or any(ref.is_unreadable for ref in refs):
        return None
    shown = ", ".join(f"“{unit}”" for unit in units)
    message = f"tidak dapat dijumlahkan, satuannya berbeda: {shown}"
    hint = "samakan satuannya, atau keluarkan baris itu dari aturan ini"
    return cell_finding(
        comparison.rule,
        comparison.whole,
        message,
        expected=units[-1],
        actual=units[0],
        hint=hint,
        severity=comparison.rule.bobot.at_most_warning,
    )


def _addends(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the named parts of a sum.

    None where they are many, or where they are no addends (of a ratio).
    """
    if len(comparison.parts) > MAX_ADDENDS or not comparison.is_sum:
        return ()
    return tuple(
        (_name_part(part, comparison.whole), _digits(part.angka or Decimal(0)))
        for part in comparison.parts
    )


def _name_part(part: Ref, whole: Ref) -> str:
    """Name an addend so that it can be looked up: its column, or its row with its code or name."""
    if part.row.id == whole.row.id:
        return part.kolom
    return f"baris {part.row.line}, {part.row.kode or row_name(part.table, part.row)}"


def _show(value: Decimal) -> str:
    return format_angka(drop_fraction(value))


def _digits(value: Decimal) -> str:
    number = drop_fraction(value)
    return format(number, "d" if isinstance(number, int) else "f")
