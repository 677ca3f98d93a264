"""Sums: down the hierarchy, down a column, across a row; and the last value of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, add_up, cell_finding, compare_sum
from renstra_doc.check.register import kind
from renstra_doc.check.rule import filter_rows, match_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.comparison import Addition
    from renstra_doc.check.rule import Rule
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table

ONCE = "sekali"
TOTAL, GROUP = "jumlah", "kelompok"
NO_PARTS = (TOTAL, "indikator")
MONEY = "rupiah"


@kind("jumlah_anak", compares=True)
def check_children(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A parent equals the sum of its children, column by column.

    `baris` selects the parents, `kolom` the columns; `acuan` may hold conditions on the parts (`tingkat=program`: the
    nearest rows below that meet them, at whatever depth) and `sekali` (a part listed more than once, by its `entitas`,
    counts once). A child that prints nothing stands for what is printed below it.
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        for row in rule.select_rows(table):
            rows = _select_parts(table, table.children.get(row.id, ()), rule)
            for kolom in columns if rows else ():
                yield compare_sum(rule, Ref(table, row, kolom), add_up(_find_parts(table, rows, kolom, rule)))


@kind("jumlah_menurun", compares=True)
def check_total_row(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A total row equals the sum of the ordinary rows with the same parent, column by column.

    `baris` selects the total rows (usually `tingkat=jumlah`); `acuan` as for `jumlah_anak`: `tingkat=program` in a
    table of kegiatan below programs below sasaran sums the programs.
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        known: dict[tuple[str, str], list[Addition]] = {}
        for total in rule.select_rows(table):
            # Total rows below one parent share their parts, unless one of them is such a part itself.
            group = (total.induk, "" if total.tingkat == TOTAL else total.id)
            if group not in known:
                beside = [row for row in table.children.get(total.induk, ()) if row.id != total.id]
                rows = [row for row in _select_parts(table, beside, rule) if row.tingkat != GROUP]
                known[group] = [add_up(_find_parts(table, rows, kolom, rule)) for kolom in columns if rows]
            for kolom, added in zip(columns, known[group], strict=False):  # none where the total has nothing to sum
                yield compare_sum(rule, Ref(table, total, kolom), added)


def _select_parts(table: Table, rows: Iterable[Row], rule: Rule) -> list[Row]:
    """Return the rows to be summed: those given; under conditions the nearest at or below them that meet them."""
    conditions = " ".join(word for word in rule.acuan.split() if word != ONCE)
    found: list[Row] = []
    waiting = [*reversed([*rows])]
    while waiting:
        row = waiting.pop()
        if row.tingkat in NO_PARTS:
            continue
        if filter_rows((row,), conditions):
            found.append(row)
        else:
            waiting += reversed(table.children.get(row.id, ()))
    return found


def _find_parts(table: Table, rows: Iterable[Row], kolom: str, rule: Rule) -> list[Ref]:
    """Return the cells to be summed: of a row that prints nothing there, those below it; twins once if so declared."""
    parts: dict[str, Ref] = {}
    waiting = [*reversed([*rows])]
    while waiting:
        row = waiting.pop()
        ref = Ref(table, row, kolom)
        below = () if ref.is_printed else [row for row in table.children.get(row.id, ()) if row.tingkat not in NO_PARTS]
        if below:
            waiting += reversed(below)
        else:
            parts.setdefault((ONCE in rule.acuan.split() and row.entitas) or f"id {row.id}", ref)
    return list(parts.values())


@kind("jumlah_mendatar", compares=True)
def check_total_column(document: Document, rule: Rule) -> Iterator[Comparison]:
    """In each row the column `kolom` equals the sum of the columns of `acuan` (`rp_2* !rp_2017`)."""
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            parts = [part for part in named if part != kolom]
            for row in rule.select_rows(table):
                added = add_up(Ref(table, row, part) for part in parts)
                yield compare_sum(rule, Ref(table, row, kolom), added, f"jumlah {', '.join(parts)}")


@kind("nilai_terakhir", compares=True)
def check_last_value(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """In each row the column `kolom` repeats the last printed one of the columns of `acuan` (rates, indices, grades).

    A printed dash is 0 among amounts, and else no value of that year; where years after the last value are not printed
    a difference proves nothing.
    """
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            for row in rule.select_rows(table):
                refs = [Ref(table, row, part) for part in named if part != kolom]
                yield from _compare_last(rule, Ref(table, row, kolom), refs)


def _compare_last(rule: Rule, whole: Ref, refs: list[Ref]) -> Iterator[Comparison | Finding]:
    printed = [ref for ref in refs if ref.is_printed]
    last = next((ref for ref in reversed(printed) if not ref.is_dash or ref.jenis == MONEY), None)
    if whole.is_printed and whole.angka == 0 and printed and printed[-1].is_dash:
        last = printed[-1]
    if not whole.is_printed or last is None:
        yield Comparison(rule, whole, (), Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED)
        return
    has_gap = not refs[-1].is_printed
    if whole.angka is None or last.angka is None:
        yield from _compare_words(rule, whole, last)
        return
    holds = abs(last.angka - whole.angka) <= rule.toleransi
    differs = Outcome.PART_UNPRINTED if has_gap else Outcome.DIFFERS
    outcome = Outcome.HOLDS if holds else differs
    yield Comparison(rule, whole, (last,), outcome, last.angka, f"nilai terakhir ({last.kolom})")


def _compare_words(rule: Rule, whole: Ref, last: Ref) -> Iterator[Comparison | Finding]:
    holds = whole.teks.lower() == last.teks.lower()
    is_misread = whole.is_misread or last.is_misread
    outcome = Outcome.UNSUMMABLE if is_misread else Outcome.HOLDS if holds else Outcome.DIFFERS
    yield Comparison(rule, whole, (last,), outcome)
    if outcome is Outcome.DIFFERS:
        message = f"tercetak “{whole.cetak}”, nilai terakhir ({last.kolom}) “{last.cetak}”"
        yield cell_finding(rule, whole, message, expected=last.teks, actual=whole.teks)
