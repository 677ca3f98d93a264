"""Totals as live formulas.

What the sum rules of `aturan.csv` determine, and where the printed value differs.

A total down a column is a formula with conditions (`induk` is my id), which holds after sorting and
counts a row that is added. Where conditions do not find exactly the cells that the rule sums (a
part that counts once, parts deeper down, an id that is no word), the total stays a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from renstra_doc.check import Outcome, RuleError  # the package registers the kinds of rules
from renstra_doc.check.run_rules import run_rule
from renstra_doc.check.sums import NO_PARTS, ONCE
from renstra_doc.model import Cell
from renstra_doc.model.row_levels import GROUP, TOTAL
from renstra_doc.model.rules import parse_conditions
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.words.numbers import Besaran, format_angka
from renstra_doc.words.numbers.quantity import drop_fraction
from renstra_doc.workbook.formula import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.check import Comparison, Ref, Rule
    from renstra_doc.model import Document, Row, Table

    # A cell: file, line of the file, column. An id may stand twice while a table is being mended; a
    # line cannot.
    Spot = tuple[str, int, str]

    # Conditions that hold together; what they find in several such terms is added up.
    Terms = tuple[tuple[Criterion, ...], ...]

CHILDREN, DOWN, ACROSS = "jumlah_anak", "jumlah_menurun", "jumlah_mendatar"


@dataclass(frozen=True, slots=True)
class Total:
    """The parts that a total sums.

    The conditions that may find them, the better first (none: cells of its own row).
    """

    parts: tuple[Spot, ...]
    ways: tuple[Terms, ...] = ()


@dataclass(slots=True)
class Totals:
    """Totals by (file, line, column), and notes on those that do not add up."""

    found: dict[Spot, Total] = field(default_factory=dict)
    notes: dict[Spot, list[str]] = field(default_factory=dict)

    def summed_columns(self) -> set[tuple[str, str]]:
        """Return (file, column) of every column whose cells a formula sums or holds."""
        spots = [*self.found, *(part for total in self.found.values() for part in total.parts)]
        return {(file, column) for file, _, column in spots}


def find_totals(document: Document) -> Totals:
    """Run the sum rules of a document.

    A total whose printed value is the sum exactly becomes a formula.

    An empty part counts as 0 and belongs to the formula: what is filled in later is summed. A total
    that would sum itself, over other totals, stays a number.
    """
    blank = set(_find_blanks(document))
    totals = Totals()
    for comparison in _compare(document):
        whole, printed = _spot(comparison.whole), comparison.whole.angka
        if (
            whole in blank
            or comparison.whole.is_dash
            or printed is None
            or comparison.expected is None
        ):
            continue
        # Only an exact sum: a formula in the place of a printed difference would hide it.
        if comparison.expected == printed:
            total = Total(
                tuple(_spot(part) for part in comparison.parts), tuple(_list_ways(comparison))
            )
            _add_total(totals, whole, total)
        # What holds within a tolerance and is no exact sum stays a number without a note.
        elif comparison.outcome is not Outcome.HOLDS:
            is_open = any(_spot(part) in blank for part in comparison.parts)
            totals.notes.setdefault(whole, []).append(
                _describe(comparison, printed, is_open=is_open)
            )
    return totals


def _find_blanks(document: Document) -> Iterator[Spot]:
    for table in document.tables.values():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if not cell.teks:
                    yield table.file, row.line, column.kolom


def _spot(ref: Ref) -> Spot:
    return (ref.table.file, ref.row.line, ref.kolom)


def _compare(document: Document) -> Iterator[Comparison]:
    leaves, filled = (
        _fill_blanks(document, leaves_only=True),
        _fill_blanks(document, leaves_only=False),
    )
    for rule in document.rules:
        if rule.jenis in (CHILDREN, DOWN):
            yield from _run(leaves, rule)
        elif rule.jenis == ACROSS:
            yield from _run(filled, rule)


def _run(document: Document, rule: Rule) -> Sequence[Comparison]:
    try:
        return run_rule(document, rule)[0]
    except RuleError:
        return ()


def _describe(comparison: Comparison, printed: Decimal, *, is_open: bool) -> str:
    total = format_angka(drop_fraction(comparison.expected or Decimal(0)))
    rest = "; ada rincian yang kosong" if is_open else ""
    shown = format_angka(drop_fraction(printed))
    return f"Tercetak {shown}, {comparison.sentence} {total}{rest} (aturan {comparison.rule.id})."


def _fill_blanks(document: Document, *, leaves_only: bool) -> Document:
    """Return the document with 0 in every empty cell of a column of quantities.

    Down a column only rows without children (`leaves_only`): an empty cell of the others stands for
    what is below it.
    """
    tables = {
        key: replace(table, rows=tuple(_fill_rows(table, leaves_only=leaves_only)))
        for key, table in document.tables.items()
    }
    return replace(document, tables=tables)


def _fill_rows(table: Table, *, leaves_only: bool) -> Iterator[Row]:
    kinds = [column.jenis in NUMERIC_KINDS for column in table.columns]
    zero = Cell("0", Besaran(0))
    for row in table.rows:
        below = table.children.get(row.id, ()) if leaves_only else ()
        if any(child.tingkat not in NO_PARTS for child in below):
            yield row
            continue
        cells = zip(row.cells, kinds, strict=True)
        yield replace(
            row, cells=tuple(zero if holds and not cell.teks else cell for cell, holds in cells)
        )


def _list_ways(comparison: Comparison) -> Iterator[Terms]:
    """Return the conditions that may find the parts of a total.

    Whether they do is seen on the sheet.
    """
    rule, row = comparison.rule, comparison.whole.row
    if rule.jenis == ACROSS:
        return
    kept = (*NO_PARTS, GROUP) if rule.jenis == DOWN else NO_PARTS
    terms = _list_terms(rule, kept)
    beside = (
        ()
        if rule.jenis == CHILDREN or row.tingkat == TOTAL
        else (Criterion("id", own="id", differs=True),)
    )
    # Children name me as their parent; rows beside me name the parent that is mine, too.
    parent = Criterion("induk", own="id" if rule.jenis == CHILDREN else "induk")
    yield tuple((parent, *beside, *term) for term in terms)
    # A total of the whole table, whose parts hang below several parents.
    if rule.jenis == DOWN and not row.induk:
        yield tuple((*beside, *term) for term in terms)


def _list_terms(rule: Rule, left_out: Sequence[str]) -> Terms:
    """Return the conditions of `acuan`; each choice among several values is a term."""
    always: list[Criterion] = []
    choices: list[list[Criterion]] = []
    for name, is_equal, values in parse_conditions(
        " ".join(word for word in rule.acuan.split() if word != ONCE)
    ):
        found = [Criterion(name, value, differs=not is_equal) for value in values]
        if is_equal:
            choices.append(found)
        else:
            always += found
    if all(name != "tingkat" for name in (criteria[0].column for criteria in choices)):
        always += [Criterion("tingkat", value, differs=True) for value in left_out]
    return tuple((*chosen, *always) for chosen in product(*choices))


def _add_total(totals: Totals, whole: Spot, total: Total) -> None:
    if whole not in totals.found and not _reaches(totals, total.parts, whole):
        totals.found[whole] = total


def _reaches(totals: Totals, starts: Iterable[Spot], goal: Spot) -> bool:
    # Formulas may count formulas: followed to their end, each once.
    seen: set[Spot] = set()
    waiting = list(starts)
    while waiting:
        spot = waiting.pop()
        if spot == goal:
            return True
        if spot not in seen:
            seen.add(spot)
            waiting += totals.found[spot].parts if spot in totals.found else ()
    return False
