"""Sums of a table that do not hold: told with both figures, never mended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake.cell_print import show
from renstra_doc.intake.running_sums import add_running
from renstra_doc.intake.source import SourceRemark
from renstra_doc.intake.source_line import MAIN
from renstra_doc.model.row_levels import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.intake.line_figures import LineFigures
    from renstra_doc.intake.row_tree import Sums, Tree

    Amounts = Sequence[Mapping[str, Decimal]]

END = "rp_akhir"
MOST_STARTS = 40  # totals above that another may begin after


def tell_sums(found: LineFigures, sums: Sums) -> list[SourceRemark]:
    """Tell the rows whose amount is not the sum of the rows below."""
    return [
        _tell_sum(found, index, name, total, "bukan jumlah baris di bawahnya")
        for index, name, _, total in sums.fails
    ]


def tell_totals(found: LineFigures, tree: Tree) -> list[SourceRemark]:
    """Tell the total rows that add up neither the highest level nor those since the last total."""
    amounts = found.amounts()
    possible = _PossibleTotals(found, tree, amounts)
    remarks: list[SourceRemark] = []
    starts = [0]
    for index, line in enumerate(found.lines):
        if line.kind == TOTAL:
            for name, printed in amounts[index].items():
                sums = possible.list(name, starts[-MOST_STARTS:], index)
                if sums and printed not in sums:
                    why = "bukan jumlah baris teratas"
                    remarks.append(_tell_sum(found, index, name, sums[0], why))
            starts.append(index + 1)
    return remarks


class _PossibleTotals:
    """What a total row may be the sum of, each asked in one look."""

    def __init__(self, found: LineFigures, tree: Tree, amounts: Amounts) -> None:
        mains = [place for place, line in enumerate(found.lines) if line.kind == MAIN]
        # Rows that are no parent: an office may total its sub kegiatan alone.
        held = set(tree.parents)
        self._tops = add_running((p, amounts[p]) for p in mains if tree.parents[p] is None)
        self._leaves = add_running((p, amounts[p]) for p in mains if p not in held)
        self._count = len(found.lines)

    def list(self, name: str, starts: Sequence[int], index: int) -> list[Decimal]:
        """Return the sums of all tops, of tops and leaves since each total above, of all leaves."""
        tops, leaves = self._tops.get(name), self._leaves.get(name)
        spans = [(0, self._count), *((start, index) for start in reversed(starts)), (0, index)]
        sums = [rows.over(*span) for rows in (tops, leaves) if rows for span in spans]
        return [found for found in sums if found is not None]


def tell_ends(found: LineFigures) -> list[SourceRemark]:
    """Where the last column mostly is the sum of the years, tell the rows where it is not."""
    years = [name for name in found.money if name != END]
    if END not in found.money or len(years) < 2:  # noqa: PLR2004 — one year is no sum
        return []
    sums = list(_year_sums(found.amounts(), years))
    wrong = [(index, total) for index, printed, total in sums if printed != total]
    # Where the end mostly is not the sum, it is something else: the last year, or a target.
    if len(sums) <= 2 * len(wrong):
        return []
    why = "bukan jumlah tahun-tahunnya"
    return [_tell_sum(found, index, END, total, why) for index, total in wrong]


def _year_sums(amounts: Amounts, years: Sequence[str]) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Yield (row, printed end, sum of the years) of each row that has all of them."""
    for index, own in enumerate(amounts):
        if all(name in own for name in (END, *years)):
            yield index, own[END], sum((own[name] for name in years), Decimal(0))


def _tell_sum(found: LineFigures, index: int, name: str, total: Decimal, why: str) -> SourceRemark:
    number = found.readings[index][name].number
    printed = number if number is not None else Decimal(0)
    label = found.lines[index].name or "baris ini"
    shown = [show(value, grouped=True) for value in (printed, total, printed - total)]
    message = f"“{label}” {shown[0]} {why}, {shown[1]}; selisih {shown[2]}"
    return SourceRemark(
        "temuan", found.place(index, name), message, column=name,
        expected=f"{total:f}", actual=f"{printed:f}",
    )  # fmt: skip
