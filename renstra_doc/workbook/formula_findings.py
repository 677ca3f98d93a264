"""What is wrong with the formulas of a sheet: no result, an old one, a circle, another row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.workbook import xlsx
from renstra_doc.workbook.decoded_sheet import locate_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.workbook.compute import Computed
    from renstra_doc.workbook.sheets import SheetPlan
    from renstra_doc.workbook.xlsx import Sheet

_COMPUTE = "buka di Excel atau LibreOffice, simpan, lalu impor lagi"


def find_circle(computed: Computed, plan: SheetPlan) -> Finding | None:
    """Return the error of formulas that count each other, None where there are none."""
    if not computed.circle:
        return None
    message = f"rumus melingkar{_count_others(computed.circle)}"
    return reading_error(
        locate_cell(plan.name, *computed.circle[0]),
        message,
        "periksa rumus dan induk baris-baris itu",
    )


def judge_formulas(sheet: Sheet, computed: Computed, plan: SheetPlan) -> Iterator[Finding]:
    """Return one finding each for formulas without a result and with another result.

    They come in crowds.
    """
    spots = [spot for spot, cell in sorted(sheet.cells.items()) if cell.kind == xlsx.UNCOMPUTED]
    # In a circle nothing has a result; the circle is the reason and is told.
    if spots and not computed.circle:
        message = f"berisi rumus yang hasilnya tidak tersimpan{_count_others(spots)}"
        yield reading_error(locate_cell(plan.name, *spots[0]), message, _COMPUTE)
    if computed.misplaced:
        message = f"rumus jumlah menunjuk baris lain{_count_others(computed.misplaced)}"
        hint = (
            "urutkan baris di Excel atau LibreOffice, yang ikut menyesuaikan "
            "rumusnya, atau ekspor ulang"
        )
        yield reading_error(locate_cell(plan.name, *computed.misplaced[0]), message, hint)
    yield from _tell_stale(sheet, computed, plan)


def _tell_stale(sheet: Sheet, computed: Computed, plan: SheetPlan) -> Iterator[Finding]:
    """Yield a warning for the first result that is not the sum of what its formula counts.

    Excel stores the result beside the formula; another program that edits a cell may leave it old.
    """
    for spot, stored in sorted(computed.stale.items())[:1]:
        message = (
            f"hasil rumus yang tersimpan ({stored}) bukan jumlah sel yang "
            f"dihitungnya{_count_others(list(computed.stale))}; dihitung ulang"
        )
        yield Finding(
            "baca",
            message,
            locate_cell(plan.name, *spot),
            Severity.WARNING,
            expected=sheet.cells[spot].value,
            actual=stored,
            hint=_COMPUTE,
        )


def _count_others(spots: Sequence[tuple[int, int]]) -> str:
    return f" (dan {len(spots) - 1} sel lain di lembar ini)" if spots[1:] else ""
