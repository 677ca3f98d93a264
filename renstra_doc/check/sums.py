"""Sums: down the hierarchy, down a column, across a row; and the last value of a series."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import (
    Comparison,
    Outcome,
    Ref,
    add_up,
    cell_finding,
    compare_nothing,
    compare_sum,
    hold,
)
from renstra_doc.check.direction import is_cumulative
from renstra_doc.check.register import kind
from renstra_doc.model.row_levels import GROUP, INDICATOR, TOTAL
from renstra_doc.model.rules import filter_rows, follow_pattern, match_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.comparison import Addition
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

ONCE = "sekali"
NO_PARTS = (TOTAL, INDICATOR)
MONEY = "rupiah"


@kind("jumlah_anak", compares=True)
def check_children(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A parent equals the sum of its children, column by column.

    `baris` selects the parents, `kolom` the columns; `acuan` may hold conditions on the parts
    (`tingkat=program`: the nearest rows below that meet them, at whatever depth) and `sekali` (a
    part listed more than once, by its `entitas`, counts once). A child that prints nothing stands
    for what is printed below it.
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        for row in rule.select_rows(table):
            rows = _select_parts(table, table.children.get(row.id, ()), rule)
            sums = _add_columns(rule, table, rows) if rows else []
            for kolom, added in zip(columns, sums, strict=False):
                yield compare_sum(rule, Ref(table, row, kolom), added)


@kind("jumlah_menurun", compares=True)
def check_total_row(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A total row equals the sum of the ordinary rows with the same parent, column by column.

    `baris` selects the total rows (usually `tingkat=jumlah`); `acuan` as for `jumlah_anak`:
    `tingkat=program` in a table of kegiatan below programs below sasaran sums the programs.
    """
    for table in rule.select_tables(document):
        columns = rule.select_columns(table)
        known: dict[tuple[str, str], list[Addition]] = {}
        for total in rule.select_rows(table):
            # Total rows below one parent share their parts, unless one of them is such a part
            # itself.
            group = (total.induk, "" if total.tingkat == TOTAL else total.id)
            if group not in known:
                known[group] = _add_beside(rule, table, total)
            # There are none where the total has nothing to sum.
            for kolom, added in zip(columns, known[group], strict=False):
                yield compare_sum(rule, Ref(table, total, kolom), added)


def _add_beside(rule: Rule, table: Table, total: Row) -> list[Addition]:
    """Add up the rows beside a total, column by column; nothing where there are none."""
    beside = [row for row in table.children.get(total.induk, ()) if row.id != total.id]
    rows = _select_parts(table, beside, rule)
    return _add_columns(rule, table, rows) if rows else []


def _add_columns(rule: Rule, table: Table, rows: list[Row]) -> list[Addition]:
    once = ONCE in rule.acuan.split()
    return [
        add_up(_find_parts(table, rows, kolom, once=once)) for kolom in rule.select_columns(table)
    ]


def _select_parts(table: Table, rows: Iterable[Row], rule: Rule) -> list[Row]:
    """Return the rows to be summed: those given.

    Under conditions the nearest at or below them that meet them.

    A group's heading is no part: the rows below it are.
    """
    conditions = " ".join(word for word in rule.acuan.split() if word != ONCE)
    found: list[Row] = []
    # A stack, filled from behind, so that rows come off it as they are printed.
    waiting = [*reversed([*rows])]
    while waiting:
        row = waiting.pop()
        if row.tingkat in NO_PARTS:
            continue
        if row.tingkat != GROUP and filter_rows((row,), conditions):
            found.append(row)
        else:
            waiting += reversed(table.children.get(row.id, ()))
    return found


def _find_parts(table: Table, rows: Iterable[Row], kolom: str, *, once: bool = False) -> list[Ref]:
    """Return the cells to be summed.

    In place of one that prints nothing, those below it. With `once` twins count once.

    Of twins (rows of one `entitas`) the one that prints is taken.
    """
    found: list[Ref] = []
    taken: set[str] = set()
    waiting = [Ref(table, row, kolom) for row in rows]
    while waiting:
        below: list[Ref] = []
        # Over all rows of one depth at once, so that of twins the printed one is found.
        for ref in _choose_twins(waiting, taken) if once else waiting:
            children = () if ref.is_printed else table.children.get(ref.row.id, ())
            parts = [Ref(table, row, kolom) for row in children if row.tingkat not in NO_PARTS]
            below += parts
            found += [] if parts else [ref]
        waiting = below
    # Depth by depth they came; addends are shown in printed order.
    return sorted(found, key=lambda ref: ref.row.line)


def _choose_twins(refs: Iterable[Ref], taken: set[str]) -> list[Ref]:
    """Return one cell for each thing not taken yet, the printed one of several."""
    chosen: dict[str, Ref] = {}
    for ref in refs:
        key = ref.row.entitas or f"id {ref.row.id}"
        if key not in taken and (
            key not in chosen or (ref.is_printed and not chosen[key].is_printed)
        ):
            chosen[key] = ref
    taken.update(chosen)
    return list(chosen.values())


@kind("jumlah_mendatar", compares=True)
def check_total_column(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """In each row the column `kolom` equals the sum of the columns of `acuan` (`rp_2* !rp_2017`).

    A star in both stands for the same: `total_*` = `apbd_* dak_*` adds the funds of each year up.
    A row whose values are `kumulatif` repeats the last one instead.

    A year that a row does not print may stand in the rows below it: then the sum with theirs may
    hold, and nothing is proved where it does not.
    """
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            parts = _follow_star(rule, table, kolom) or [part for part in named if part != kolom]
            # What is not printed cannot be part of a sum that is.
            unseen = table.hidden if kolom not in table.hidden else frozenset[str]()
            parts = [part for part in parts if part not in unseen]
            for row in rule.select_rows(table):
                whole = Ref(table, row, kolom)
                if is_cumulative(table, row, parts):
                    refs = [Ref(table, row, part) for part in parts]
                    yield from _compare_last(rule, whole, refs)
                else:
                    yield _compare_across(rule, whole, parts)


def _follow_star(rule: Rule, table: Table, kolom: str) -> list[str]:
    """Return the columns that stand to `kolom` by the same star; none where a pattern has none."""
    patterns = [pattern for pattern in rule.acuan.split() if not pattern.startswith("!")]
    own = tuple(name for name in rule.kolom if "*" in name and fnmatchcase(kolom, name))
    if not own or not all("*" in pattern for pattern in patterns):
        return []
    named = [follow_pattern(own, kolom, pattern) for pattern in patterns]
    return [name for name in named if name in table.index and name != kolom]


def _compare_across(rule: Rule, whole: Ref, parts: list[str]) -> Comparison:
    table, row, sentence = whole.table, whole.row, f"jumlah {', '.join(parts)}"
    added = add_up(Ref(table, row, part) for part in parts)
    found = compare_sum(rule, whole, added, sentence)
    if found.outcome not in (Outcome.DIFFERS, Outcome.PART_UNPRINTED):
        return found
    full = add_up(ref for part in parts for ref in _find_parts(table, [row], part))
    if len(full.printed) > len(found.parts):
        whole_sum = compare_sum(rule, whole, full, sentence)
        if whole_sum.outcome is Outcome.HOLDS:
            return whole_sum
        # Below the row some years stand too, so what lacks here may be printed there.
        if found.expected is not None and found.expected < (whole.angka or 0):
            found = replace(found, outcome=Outcome.PART_UNPRINTED)
    return _doubt_gap(found, added)


def _doubt_gap(found: Comparison, added: Addition) -> Comparison:
    """Return a sum with gaps as one that differs where what lacks is more than gaps can hold."""
    if found.outcome is not Outcome.PART_UNPRINTED or not found.expected:
        return found
    if added.is_plausible((found.whole.angka or Decimal(0)) - found.expected):
        return found
    return replace(found, outcome=Outcome.DIFFERS)


@kind("nilai_terakhir", compares=True)
def check_last_value(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """In each row the column `kolom` repeats the last printed one of the columns of `acuan`.

    For rates, indices and grades.

    A printed dash is 0 among amounts, and else no value of that year; where years after the last
    value are not printed a difference proves nothing.
    """
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            for row in rule.select_rows(table):
                refs = [Ref(table, row, part) for part in named if part != kolom]
                yield from _compare_last(rule, Ref(table, row, kolom), refs)


def _compare_last(rule: Rule, whole: Ref, refs: list[Ref]) -> Iterator[Comparison | Finding]:
    last = _find_last(whole, refs)
    if not whole.is_printed or last is None:
        yield compare_nothing(rule, whole)
        return
    if whole.angka is None or last.angka is None:
        yield from _compare_words(rule, whole, last)
        return
    outcome = hold(last.angka, whole.angka, rule.toleransi)
    # The years after the last value may hold any.
    if outcome is Outcome.DIFFERS and not refs[-1].is_printed:
        outcome = Outcome.PART_UNPRINTED
    yield Comparison(rule, whole, (last,), outcome, last.angka, f"nilai terakhir ({last.kolom})")


def _find_last(whole: Ref, refs: Iterable[Ref]) -> Ref | None:
    """Return the last value of a series; a dash is one of amounts, or where the whole is 0."""
    printed = [ref for ref in refs if ref.is_printed]
    if printed and printed[-1].is_dash and whole.angka == 0:
        return printed[-1]
    return next((ref for ref in reversed(printed) if not ref.is_dash or ref.jenis == MONEY), None)


def _compare_words(rule: Rule, whole: Ref, last: Ref) -> Iterator[Comparison | Finding]:
    holds = whole.teks.lower() == last.teks.lower()
    is_misread = whole.is_misread or last.is_misread
    outcome = Outcome.UNSUMMABLE if is_misread else Outcome.HOLDS if holds else Outcome.DIFFERS
    yield Comparison(rule, whole, (last,), outcome)
    if outcome is Outcome.DIFFERS:
        message = f"tercetak “{whole.cetak}”, nilai terakhir ({last.kolom}) “{last.cetak}”"
        yield cell_finding(rule, whole, message, expected=last.teks, actual=whole.teks)
