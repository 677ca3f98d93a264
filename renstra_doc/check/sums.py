"""Sums: down the hierarchy, down a column, across a row; and the last value of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, add_up, cell_finding, compare_sum
from renstra_doc.check.register import kind
from renstra_doc.check.rule import filter_rows, match_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.comparison import Addition
    from renstra_doc.check.rule import Rule
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table

ONCE = "sekali"
TOTAL = "jumlah"


@kind("jumlah_anak", compares=True)
def check_children(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A parent equals the sum of its children, column by column.

    `baris` selects the parents, `kolom` the columns; `acuan` may hold `sekali` (a part listed more than once, by its
    `entitas`, counts once) and conditions on the children (`tingkat=program`).
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        for row in rule.select_rows(table):
            children = _children(table, row, rule)
            for kolom in columns if children else ():
                added = add_up(Ref(table, child, kolom) for child in children)
                yield compare_sum(rule, Ref(table, row, kolom), added, _count(children))


def _children(table: Table, row: Row, rule: Rule) -> list[Row]:
    words = rule.acuan.split()
    children = [child for child in table.children.get(row.id, ()) if child.tingkat not in (TOTAL, "indikator")]
    children = filter_rows(children, " ".join(word for word in words if word != ONCE))
    if ONCE not in words:
        return children
    first: dict[str, Row] = {}
    for child in children:
        first.setdefault(child.entitas or child.id, child)
    return list(first.values())


def _count(rows: list[Row]) -> str:
    return f"jumlah {len(rows)} bagiannya"


@kind("jumlah_menurun", compares=True)
def check_total_row(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A total row equals the sum of the ordinary rows with the same parent, column by column.

    `baris` selects the total rows (usually `tingkat=jumlah`); `acuan` may hold conditions on the rows summed.
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        known: dict[tuple[str, str], tuple[str, list[Addition]]] = {}
        for total in rule.select_rows(table):
            # Total rows below one parent share their parts, unless one of them is such a part itself.
            group = (total.induk, "" if total.tingkat == TOTAL else total.id)
            if group not in known:
                rows = _summed_rows(table, total, rule)
                known[group] = _count(rows), [add_up(Ref(table, row, kolom) for row in rows) for kolom in columns]
            sentence, additions = known[group]
            for kolom, added in zip(columns, additions, strict=True):
                yield compare_sum(rule, Ref(table, total, kolom), added, sentence)


def _summed_rows(table: Table, total: Row, rule: Rule) -> list[Row]:
    return [
        row
        for row in filter_rows(table.children.get(total.induk, ()), rule.acuan)
        if row.tingkat not in (TOTAL, "kelompok", "indikator") and row.id != total.id
    ]


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

    A printed dash is no value of that year.
    """
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            for row in rule.select_rows(table):
                printed = [ref for part in named if part != kolom and (ref := Ref(table, row, part)).is_printed]
                last = next((ref for ref in reversed(printed) if not ref.is_dash), None)
                yield from _compare_last(rule, Ref(table, row, kolom), last)


def _compare_last(rule: Rule, whole: Ref, last: Ref | None) -> Iterator[Comparison | Finding]:
    if not whole.is_printed or last is None:
        outcome = Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED
        yield Comparison(rule, whole, (), outcome)
        return
    if whole.angka is None or last.angka is None:
        is_misread, holds = whole.is_misread or last.is_misread, whole.teks.lower() == last.teks.lower()
        yield Comparison(rule, whole, (last,), Outcome.UNSUMMABLE if is_misread else _answer(holds))
        if not is_misread and not holds:
            message = f"tercetak “{whole.teks}”, nilai terakhir ({last.kolom}) “{last.teks}”"
            yield cell_finding(rule, whole, message, expected=last.teks, actual=whole.teks)
        return
    holds = abs(last.angka - whole.angka) <= rule.toleransi
    yield Comparison(rule, whole, (last,), _answer(holds), last.angka, f"nilai terakhir ({last.kolom})")


def _answer(holds: bool) -> Outcome:  # noqa: FBT001 — an answer, not a switch
    return Outcome.HOLDS if holds else Outcome.DIFFERS
