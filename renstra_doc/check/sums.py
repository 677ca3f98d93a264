"""Sums: down the hierarchy, down a column, across a row; and the last value of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, compare_sum
from renstra_doc.check.rule import kind, match_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.rule import Rule
    from renstra_doc.model import Document, Row, Table

ONCE = "sekali"
TOTAL = "jumlah"


@kind("jumlah_anak")
def check_children(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A parent equals the sum of its children, column by column.

    `baris` selects the parents, `kolom` the columns; `acuan` may hold `sekali` (a part listed more than once, by its
    `entitas`, counts once) and conditions on the children (`tingkat=program`).
    """
    for table in _tables(document, rule):
        for row in rule.select_rows(table):
            children = [child for child in _children(table, row, rule)]
            if children:
                for kolom in rule.select_columns(table):
                    yield compare_sum(
                        rule, Ref(table, row, kolom), [Ref(table, child, kolom) for child in children], _count(children)
                    )


def _children(table: Table, row: Row, rule: Rule) -> list[Row]:
    conditions = " ".join(word for word in rule.acuan.split() if word != ONCE)
    wanted = {child.id for child in rule.select_rows(table, conditions)} if conditions else None
    children = [
        child
        for child in table.children.get(row.id, ())
        if child.tingkat not in (TOTAL, "indikator") and (wanted is None or child.id in wanted)
    ]
    if ONCE not in rule.acuan.split():
        return children
    first: dict[str, Row] = {}
    for child in children:
        first.setdefault(child.entitas or child.id, child)
    return list(first.values())


def _count(rows: list[Row]) -> str:
    return f"jumlah {len(rows)} bagiannya"


@kind("jumlah_menurun")
def check_total_row(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A total row equals the sum of the ordinary rows with the same parent, column by column.

    `baris` selects the total rows (usually `tingkat=jumlah`); `acuan` may hold conditions on the rows summed.
    """
    for table in _tables(document, rule):
        chosen = {row.id for row in rule.select_rows(table, rule.acuan)} if rule.acuan else None
        for total in rule.select_rows(table):
            rows = [
                row
                for row in table.rows
                if row.induk == total.induk
                and row.tingkat not in (TOTAL, "kelompok", "indikator")
                and (chosen is None or row.id in chosen)
            ]
            for kolom in rule.select_columns(table):
                yield compare_sum(rule, Ref(table, total, kolom), [Ref(table, row, kolom) for row in rows], _count(rows))


@kind("jumlah_mendatar")
def check_total_column(document: Document, rule: Rule) -> Iterator[Comparison]:
    """In each row the column `kolom` equals the sum of the columns of `acuan` (`rp_2* !rp_2017`)."""
    for table in _tables(document, rule):
        parts = match_columns(table, tuple(rule.acuan.split()))
        for row in rule.select_rows(table):
            for kolom in rule.select_columns(table):
                refs = [Ref(table, row, part) for part in parts if part != kolom]
                yield compare_sum(rule, Ref(table, row, kolom), refs, f"jumlah {', '.join(parts)}")


@kind("nilai_terakhir")
def check_last_value(document: Document, rule: Rule) -> Iterator[Comparison]:
    """In each row the column `kolom` repeats the last printed one of the columns of `acuan` (rates, indices)."""
    for table in _tables(document, rule):
        parts = match_columns(table, tuple(rule.acuan.split()))
        for row in rule.select_rows(table):
            for kolom in rule.select_columns(table):
                printed = [Ref(table, row, part) for part in parts if table.cell(row, part).besaran is not None]
                whole = Ref(table, row, kolom)
                if not printed or whole.angka is None:
                    yield Comparison(rule, whole, (), Outcome.WHOLE_UNPRINTED)
                    continue
                last = printed[-1]
                holds = last.angka == whole.angka
                outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
                yield Comparison(rule, whole, (last,), outcome, last.angka, f"nilai terakhir ({last.kolom})")


def _tables(document: Document, rule: Rule) -> list[Table]:
    return [document.tables[name] for name in rule.tabel]
