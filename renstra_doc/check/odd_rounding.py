"""The one difference within a tolerance in a table whose other sums are all exact.

Figures that were rounded one by one disagree by a unit in many sums, not around a single cell.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, cell_finding
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.comparison import CellKey, Comparison, Ref
    from renstra_doc.finding import Finding

HABIT = 20  # so many exact sums make one that is not strange
MOST_SUMS = 3  # of one cell: as a whole, as a part downwards, as a part across


def find_odd_roundings(comparisons: Iterable[Comparison]) -> Iterator[Finding]:
    """Yield the cell in which all inexact sums of a table meet, where the others are exact.

    And each part so small that its sum is exact without it: rounding leaves no such figure.
    """
    tables: dict[str, list[Comparison]] = {}
    for made in comparisons:
        if made.adds and made.rule.toleransi and made.outcome is Outcome.HOLDS:
            tables.setdefault(made.whole.table.id, []).append(made)
    for sums in tables.values():
        inexact = [made for made in sums if made.whole.angka != made.expected]
        yield from _judge_table(inexact, len(sums) - len(inexact))


def _judge_table(inexact: list[Comparison], exact: int) -> Iterator[Finding]:
    if 0 < len(inexact) <= MOST_SUMS and exact >= HABIT:
        ref = _find_common(inexact)
        if ref is not None:
            yield _tell(ref, inexact[0], exact)
    for made in inexact:
        yield from _tell_tiny(made)


def _tell_tiny(made: Comparison) -> Iterator[Finding]:
    """Tell of the one part that is the whole of what a sum is off by."""
    gap = _gap_of(made)
    tiny = [part for part in made.parts if part.angka and part.angka == -gap]
    if len(tiny) == 1:
        message = f"tercetak {tiny[0].cetak}; tanpa angka ini jumlah di {made.whole.kolom} tepat"
        hint = "seharusnya 0? bila memang sekecil itu, biarkan"
        found = cell_finding(made.rule, tiny[0], message, hint=hint)
        # It may be right: a suspicion stops no build.
        yield replace(found, severity=found.severity.at_most_warning)


def _gap_of(made: Comparison) -> Decimal:
    return (made.whole.angka or Decimal(0)) - (made.expected or Decimal(0))


def _find_common(sums: list[Comparison]) -> Ref | None:
    """Return the cell that all sums hold, the total where there is but one sum, or None."""
    keys: set[CellKey] = set.intersection(*({ref.key for ref in made.refs} for made in sums))
    return next((ref for ref in sums[0].refs if ref.key in keys), None)


def _tell(ref: Ref, made: Comparison, exact: int) -> Finding:
    gap = format_angka(_gap_of(made))
    message = (
        f"tercetak {ref.cetak}; jumlah di {made.whole.kolom} berselisih {gap}, dalam toleransi, "
        f"padahal {exact} jumlah lain di tabel ini tepat"
    )
    hint = "salah tulis satu angka? bila memang pembulatan, biarkan"
    found = cell_finding(made.rule, ref, message, hint=hint)
    return replace(found, severity=found.severity.at_most_warning)
