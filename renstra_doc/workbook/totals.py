"""Totals as live formulas: what the sum rules of `aturan.csv` determine, and where the printed value differs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check import Outcome, RuleError  # the package registers the kinds of rules
from renstra_doc.check.reading import read_rules
from renstra_doc.check.report import run_rule
from renstra_doc.model import Cell
from renstra_doc.model.document import NUMERIC_KINDS
from renstra_doc.numbers import Besaran, format_angka
from renstra_doc.workbook.reading import name_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.check import Comparison, Ref, Rule
    from renstra_doc.model import Document, Row, Table

    # A cell: file, line of the file, column. An id may stand twice while a table is being mended; a line cannot.
    Spot = tuple[str, int, str]

SUM_KINDS = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar")
MAX_ARGUMENTS, MAX_FORMULA = 250, 8000


@dataclass(slots=True)
class Totals:
    """Cells by (file, line, column): the parts that each total sums, and notes on totals that do not add up."""

    parts: dict[Spot, tuple[Spot, ...]] = field(default_factory=dict)
    notes: dict[Spot, list[str]] = field(default_factory=dict)

    def summed_columns(self) -> set[tuple[str, str]]:
        """Return (file, column) of every column whose cells a formula sums or holds."""
        spots = [*self.parts, *(part for parts in self.parts.values() for part in parts)]
        return {(file, column) for file, _, column in spots}


def find_totals(document: Document) -> Totals:
    """Run the sum rules of a document; a total whose printed value is the sum exactly becomes a formula.

    An empty part counts as 0 and belongs to the formula: what is filled in later is summed. A total that would sum
    itself, over other totals, stays a number.
    """
    blank = {
        (table.file, row.line, column.kolom)
        for table in document.tables.values()
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if not cell.teks
    }
    totals = Totals()
    for comparison in _compare(_fill_blanks(document)):
        whole, printed = _spot(comparison.whole), comparison.whole.angka
        if whole in blank or comparison.whole.is_dash or printed is None or comparison.expected is None:
            continue
        if comparison.expected == printed:
            _add_formula(totals, whole, tuple(_spot(part) for part in comparison.parts))
        elif comparison.outcome is not Outcome.HOLDS:
            is_open = any(_spot(part) in blank for part in comparison.parts)
            totals.notes.setdefault(whole, []).append(_describe(comparison, printed, is_open=is_open))
    return totals


def _spot(ref: Ref) -> Spot:
    return (ref.table.file, ref.row.line, ref.kolom)


def _compare(document: Document) -> Iterator[Comparison]:
    rules, _ = read_rules(document)
    for rule in rules:
        if rule.jenis in SUM_KINDS:
            yield from _run(document, rule)


def _run(document: Document, rule: Rule) -> Sequence[Comparison]:
    try:
        return run_rule(document, rule)[0]
    except RuleError:
        return ()


def _describe(comparison: Comparison, printed: Decimal, *, is_open: bool) -> str:
    total = format_angka(_plain(comparison.expected or Decimal(0)))
    rest = "; ada bagian yang kosong" if is_open else ""
    shown = format_angka(_plain(printed))
    return f"Tercetak {shown}, {comparison.sentence} {total}{rest} (aturan {comparison.rule.id})."


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _fill_blanks(document: Document) -> Document:
    """Return the document with 0 in every empty cell of a column of quantities."""
    tables = {key: replace(table, rows=tuple(_fill_rows(table))) for key, table in document.tables.items()}
    return replace(document, tables=tables)


def _fill_rows(table: Table) -> Iterator[Row]:
    kinds = [column.jenis in NUMERIC_KINDS for column in table.columns]
    zero = Cell("0", Besaran(0))
    for row in table.rows:
        cells = zip(row.cells, kinds, strict=True)
        yield replace(row, cells=tuple(zero if holds and not cell.teks else cell for cell, holds in cells))


def _add_formula(totals: Totals, whole: Spot, parts: tuple[Spot, ...]) -> None:
    if whole not in totals.parts and not _reaches(totals, parts, whole):
        totals.parts[whole] = parts


def _reaches(totals: Totals, starts: Iterable[Spot], goal: Spot) -> bool:
    seen: set[Spot] = set()
    waiting = list(starts)
    while waiting:
        spot = waiting.pop()
        if spot == goal:
            return True
        if spot not in seen:
            seen.add(spot)
            waiting += totals.parts.get(spot, ())
    return False


def write_sum(cells: Iterable[tuple[int, int]]) -> str:
    """Return `=SUM(J3:J7,J12)` of cells by (row, column) from 1; empty where Excel would not take it."""
    ranges: list[list[tuple[int, int]]] = []
    for row, column in sorted(set(cells), key=lambda cell: (cell[1], cell[0])):
        if ranges and ranges[-1][-1] == (row - 1, column):
            ranges[-1].append((row, column))
        else:
            ranges.append([(row, column)])
    ranges.sort(key=lambda group: group[0])
    names = [":".join(dict.fromkeys((name_cell(*group[0]), name_cell(*group[-1])))) for group in ranges]
    formula = f"=SUM({','.join(names)})"
    return formula if names and len(names) <= MAX_ARGUMENTS and len(formula) <= MAX_FORMULA else ""
