"""Hints: which single slip of the pen would explain a difference.

Said only where exactly one does.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.words.numbers import format_angka
from renstra_doc.words.numbers.quantity import drop_fraction

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from renstra_doc.check.comparison import CellKey, Comparison, Ref

MAX_PARTS = 60  # among more parts, some slip in one fits any gap by chance
MAX_LOST = 2  # digits that somebody drops within one number
DOUBLED = "row "  # a part listed twice explains more than a sum without one part
MAX_LEFT = 5  # parts at one end of a range
MIN_PARTS = 3  # of two, the sum without one is simply the other
SHORTEST = 4
SMALLEST = 10 ** (SHORTEST - 1)  # smaller figures agree by chance


def explain_difference(comparison: Comparison, sound: Container[CellKey] = ()) -> str:
    """Return the one change that would make a comparison hold, or "" where none or several would.

    `sound` are the cells that another comparison, which holds, speaks for: changing one would break
    what is right.
    """
    found = {
        what: sentence
        for what, cells, sentence in _explanations(comparison)
        if not any(c in sound for c in cells)
    }
    is_told = len(found) == 1 and next(iter(found)).startswith(DOUBLED)
    pattern = "" if is_told else _name_pattern(comparison)
    return pattern or (next(iter(found.values())) if len(found) == 1 else "")


def _name_pattern(comparison: Comparison) -> str:
    """Name a sum that leaves out its first or last parts: its range starts late or ends early."""
    whole, parts = comparison.whole.angka or Decimal(0), comparison.parts
    if not comparison.adds or abs(whole) < SMALLEST or len(parts) < MIN_PARTS:
        return ""
    is_row = {part.row.id for part in parts} == {comparison.whole.row.id}
    if is_row and whole == parts[-1].angka:
        return f"sama dengan tahun terakhir saja ({parts[-1].kolom})"
    out, which = _find_left_out(parts, (comparison.expected or Decimal(0)) - whole)
    names = ", ".join(_name_parts(out, is_row=is_row))
    return f"sama dengan jumlah tanpa {len(out)} bagian {which} ({names})" if out else ""


def _name_parts(parts: Iterable[Ref], *, is_row: bool) -> Iterator[str]:
    return (part.kolom if is_row else f"baris {part.row.line}" for part in parts)


def _find_left_out(parts: tuple[Ref, ...], lost: Decimal) -> tuple[tuple[Ref, ...], str]:
    """Return the few parts at one end that make up what a sum lost, and at which; none: ()."""
    values = [part.angka or Decimal(0) for part in parts]
    for left in range(1, min(MAX_LEFT, len(parts) - 1) + 1):
        for out, which in ((slice(left), "pertama"), (slice(-left, None), "terakhir")):
            if lost == sum(values[out]) and any(values[out]):
                return parts[out], which
    return (), ""


def _explanations(comparison: Comparison) -> Iterator[tuple[str, tuple[CellKey, ...], str]]:
    """Yield (what changes, its cells, sentence) for each slip that explains the difference."""
    whole, total = comparison.whole.angka, comparison.expected
    if whole is None or total is None or len(comparison.parts) > MAX_PARTS:
        return
    slip = _name_whole_slip(comparison, whole, total)
    if slip:
        here = f"pada {_place(comparison.whole)}? menjadi {_show(total)} bila rinciannya benar"
        yield "whole", (comparison.whole.key,), f"{slip} {here}"
    # The parts of a ratio are no addends: its gap is not the slip in one of them.
    if comparison.adds or (len(comparison.parts) > 1 and comparison.is_sum):
        yield from _explain_parts(comparison, total - whole)


def _name_whole_slip(comparison: Comparison, written: Decimal, meant: Decimal) -> str:
    """Name the slip in the whole that explains a difference, or ""."""
    # No amount was meant to be negative: then a part is wrong, not the sum.
    slip = name_slip(written, meant) if meant >= 0 or not comparison.adds else ""
    if slip or meant < SMALLEST:
        return slip
    parts = {part.row.id for part in comparison.parts}
    return "angka tetangga" if _stands_near(comparison.whole, meant, parts) else ""


def _explain_parts(
    comparison: Comparison, gap: Decimal
) -> Iterator[tuple[str, tuple[CellKey, ...], str]]:
    """Yield the slips in one part that explain the gap by which the parts exceed the whole."""
    for part, after in zip_longest(comparison.parts, comparison.parts[1:]):
        value = part.angka or Decimal(0)
        wanted = value - gap
        if value == gap and _is_repeated(part, comparison):
            yield f"{DOUBLED}{part.row.entitas}", (), f"{_place(part)} tercantum dua kali?"
        # Without the gap the part would be below 0, which no amount is.
        elif wanted < 0:
            continue
        elif slip := _name_part_slip(part, value, wanted):
            sentence = f"{slip} pada {_place(part)}? {_show(value)} menjadi {_show(wanted)}"
            yield f"part {part.key}", (part.key,), sentence
        # One copied down from the other, perhaps.
        elif after is not None and _are_equal(part, after):
            both = f"{_place(part)} dan {_place(after)}"
            sentence = f"{both} memuat angka yang sama; salah satunya {_show(wanted)}?"
            yield f"pair {part.key}", (), sentence


def _name_part_slip(part: Ref, written: Decimal, meant: Decimal) -> str:
    """Name the slip in a part that explains a difference, or ""."""
    is_beside = bool(written) and _stands_near(part, meant, set())
    return name_slip(written, meant) or ("angka tetangga" if is_beside else "")


def _are_equal(part: Ref, after: Ref) -> bool:
    """Return whether two rows, one after the other, print one and the same large figure."""
    value = part.angka or Decimal(0)
    return value >= SMALLEST and after.angka == value and after.row.id != part.row.id


def name_slip(written: Decimal, meant: Decimal) -> str:
    """Name the slip that turns `meant` into `written`, or "" if it is none of the usual ones."""
    if (
        written == meant
        or abs(written.adjusted() - meant.adjusted()) > MAX_LOST  # nearly all, and at once
        or written != written.to_integral_value()
        or meant != meant.to_integral_value()
    ):
        return ""
    if written == -meant:
        return "tanda terbalik"
    have, want = str(abs(int(written))), str(abs(int(meant)))
    if (written < 0) != (meant < 0) or max(len(have), len(want)) < SHORTEST:
        return ""
    return _name_digits(have, want)


def _name_digits(have: str, want: str) -> str:
    if len(have) == len(want):
        return _name_same_length(have, want)
    if len(have) < len(want) and len(want) - len(have) <= MAX_LOST and _is_inside(have, want):
        return "angka hilang"
    if len(have) == len(want) + 1 and _is_inside(want, have):
        return "angka berlebih"
    return ""


def _name_same_length(have: str, want: str) -> str:
    places = [
        place for place, (left, right) in enumerate(zip(have, want, strict=True)) if left != right
    ]
    if len(places) == 1:
        return "satu angka berbeda"
    first = places[0]
    is_swap = (
        len(places) == 2  # noqa: PLR2004 — a swap has two places
        and places[1] == first + 1
        and have[first : first + 2] == want[first : first + 2][::-1]
    )
    return "dua angka tertukar" if is_swap else ""


def _is_inside(short: str, long: str) -> bool:
    """Return whether `short` is `long` with some digits left out."""
    digits = iter(long)
    # `in` reads an iterator on up to its hit: the digits are found in their order.
    return all(digit in digits for digit in short)


def _is_repeated(part: Ref, comparison: Comparison) -> bool:
    return any(
        other.row.id != part.row.id and other.row.entitas and other.row.entitas == part.row.entitas
        for other in comparison.parts
    )


def _stands_near(ref: Ref, wanted: Decimal, without: set[str]) -> bool:
    """Return whether the wanted figure stands in the row above or below, in the same column.

    Rows `without` are left out.
    """
    if wanted < SMALLEST:
        return False
    rows = ref.table.rows
    # Rows stand in the order of their lines: no walk down a long table for each hint.
    place = bisect_left(rows, ref.row.line, key=lambda row: row.line)
    if place == len(rows) or rows[place].id != ref.row.id:
        return False
    near = [
        row
        for row in (*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2])
        if row.id not in without
    ]
    values = [ref.table.cell(row, ref.kolom).besaran for row in near]
    return any(besaran is not None and besaran.angka == wanted for besaran in values)


def _place(ref: Ref) -> str:
    return f"baris {ref.row.line} kolom {ref.kolom}"


def _show(value: Decimal) -> str:
    return format_angka(drop_fraction(value))
