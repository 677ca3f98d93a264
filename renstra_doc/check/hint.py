"""Hints: which single slip of the pen would explain a difference. Said only where exactly one does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.comparison import Comparison, Ref

MAX_PARTS = 60
MAX_LOST = 2
SHORTEST = 4


def explain_difference(comparison: Comparison) -> str:
    """Return the one change that would make a comparison hold, or "" where none or several would."""
    found = dict(_explanations(comparison))
    return next(iter(found.values())) if len(found) == 1 else ""


def _explanations(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield (what changes, sentence) for each slip that explains the difference."""
    whole, total = comparison.whole.angka, comparison.expected
    if whole is None or total is None or len(comparison.parts) > MAX_PARTS:
        return
    slip = name_slip(whole, total)
    if slip:
        yield "whole", f"{slip} pada {_place(comparison.whole)}? menjadi {_show(total)} bila bagiannya benar"
    gap = total - whole
    for part in comparison.parts:
        value = part.angka or Decimal(0)
        wanted = value - gap
        if wanted < 0 or len(comparison.parts) == 1:
            continue
        slip = name_slip(value, wanted)
        if slip:
            yield f"part {part.key}", f"{slip} pada {_place(part)}? {_show(value)} menjadi {_show(wanted)}"
        elif value == gap and _is_repeated(part, comparison):
            yield f"part {part.key}", f"{_place(part)} tercantum dua kali?"
        elif value and _is_neighbour(part, wanted):
            yield f"part {part.key}", f"angka tetangga pada {_place(part)}? {_show(value)} menjadi {_show(wanted)}"


def name_slip(written: Decimal, meant: Decimal) -> str:
    """Name the slip that turns `meant` into `written`, or "" if it is none of the usual ones."""
    if written == meant or written != written.to_integral_value() or meant != meant.to_integral_value():
        return ""
    if written == -meant:
        return "tanda terbalik"
    if (written < 0) != (meant < 0):
        return ""
    have, want = str(abs(int(written))), str(abs(int(meant)))
    if max(len(have), len(want)) < SHORTEST:
        return ""
    if len(have) == len(want):
        return _name_same_length(have, want)
    if len(have) < len(want) and len(want) - len(have) <= MAX_LOST and _is_inside(have, want):
        return "angka hilang"
    if len(have) == len(want) + 1 and _is_inside(want, have):
        return "angka berlebih"
    return ""


def _name_same_length(have: str, want: str) -> str:
    places = [place for place, (left, right) in enumerate(zip(have, want, strict=True)) if left != right]
    if len(places) == 1:
        return "satu angka berbeda"
    first = places[0]
    is_swap = len(places) == 2 and places[1] == first + 1 and have[first : first + 2] == want[first : first + 2][::-1]  # noqa: PLR2004
    return "dua angka tertukar" if is_swap else ""


def _is_inside(short: str, long: str) -> bool:
    """Whether `short` is `long` with some digits left out."""
    digits = iter(long)
    return all(digit in digits for digit in short)


def _is_repeated(part: Ref, comparison: Comparison) -> bool:
    return any(
        other.key != part.key and other.row.entitas and other.row.entitas == part.row.entitas
        for other in comparison.parts
    )


def _is_neighbour(part: Ref, wanted: Decimal) -> bool:
    """Whether the wanted figure stands in the row above or below, in the same column."""
    rows = part.table.rows
    place = next((number for number, row in enumerate(rows) if row.id == part.row.id), 0)
    near = rows[max(place - 1, 0) : place] + rows[place + 1 : place + 2]
    values = [part.table.cell(row, part.kolom).besaran for row in near]
    return any(besaran is not None and not besaran.strip and besaran.angka == wanted for besaran in values)


def _place(ref: Ref) -> str:
    return f"baris {ref.row.line} kolom {ref.kolom}"


def _show(value: Decimal) -> str:
    return format_angka(int(value) if value == value.to_integral_value() else value)
