"""The trend that a column or a row declares (`arah`), and which values break it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Ref, cell_finding
from renstra_doc.check.register import kind
from renstra_doc.finding import Severity
from renstra_doc.model.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.values import Row, Table

    Ends = tuple[Decimal, Decimal]

KIND = "arah"
MONEY = "rupiah"
FALLS, CUMULATIVE, NONE = "turun", "kumulatif", "-"
_YEAR = re.compile(r"\d{4}")


def trend_of(table: Table, row: Row, kolom: str) -> str:
    """Return the declared trend of a cell: that of its row, else of its column; "" for none.

    A row's trend is that of its indicator: money beside the targets has only its column's.
    """
    column = table.columns[table.index[kolom]]
    trend = column.arah if column.jenis == MONEY else row.arah or column.arah
    return "" if trend == NONE else trend


def is_cumulative(table: Table, row: Row, names: Iterable[str]) -> bool:
    """Return whether a row's values add up over the years by themselves (`kumulatif`)."""
    return _has_trend(table, row, names, CUMULATIVE)


def is_falling(table: Table, row: Row, names: Iterable[str]) -> bool:
    """Return whether less is better in a row (`turun`)."""
    return _has_trend(table, row, names, FALLS)


def _has_trend(table: Table, row: Row, names: Iterable[str], trend: str) -> bool:
    is_declared = row.arah == trend or trend in table.trends  # most declare nothing
    return is_declared and any(trend_of(table, row, name) == trend for name in names)


def declares_trend(table: Table) -> bool:
    """Return whether a column or a row of a table declares a trend."""
    return any(column.arah for column in table.columns) or any(
        row.arah not in ("", NONE) for row in table.rows
    )


def imply_rules(document: Document) -> tuple[Rule, ...]:
    """Return the rule that follows from declared trends where no rule of the data says one."""
    # A rule of the data has a weight and columns of its own: with a second one all would be told
    # twice.
    is_said = any(rule.jenis == KIND for rule in document.rules)
    if is_said or not any(map(declares_trend, document.tables.values())):
        return ()
    return (Rule(KIND, KIND, bobot=Severity.WARNING, dasar="arah yang dinyatakan di kolom.csv"),)


@kind(KIND)
def check_direction(document: Document, rule: Rule) -> Iterator[Finding]:
    """Along a row the values follow the declared trend: `naik` never falls, `turun` never rises.

    `kumulatif` never falls. `tabel` empty: every table that declares one; `kolom` empty: every
    column with a trend, and for rows with their own every one of numbers. Columns are taken in
    printed order, those of one name with different years as one line. A dash, a text and another
    unit are passed over.
    """
    for name in rule.tabel or tuple(document.tables):
        table = document.tables[name]
        if not declares_trend(table):
            continue
        lines = _lines_of(table, rule)
        declared = [line for line in lines if _declares(table, line)]
        for row in rule.select_rows(table):
            for line in lines if row.arah not in ("", NONE) else declared:
                yield from _check_line(rule, table, row, line)


def _lines_of(table: Table, rule: Rule) -> list[list[str]]:
    """Return the columns that make a line of years each."""
    chosen = rule.select_columns(table) if rule.kolom else list(table.index)
    lines: dict[str, list[str]] = {}
    for name in chosen:
        # A column without a year stands in no line of years, unless the rule asks for it.
        if _YEAR.search(name) or rule.kolom:
            lines.setdefault(_YEAR.sub("", name), []).append(name)
    return list(lines.values())


def _declares(table: Table, line: list[str]) -> bool:
    """Return whether a column of the line declares a trend, for the rows without their own."""
    return any(table.columns[table.index[name]].arah not in ("", NONE) for name in line)


def _check_line(rule: Rule, table: Table, row: Row, line: list[str]) -> Iterator[Finding]:
    last: tuple[Ref, Ends] | None = None
    for name in line:
        trend = trend_of(table, row, name)
        ref = Ref(table, row, name)
        ends = _ends_of(ref) if trend else None
        if ends is None:
            continue
        if last is not None and last[0].satuan == ref.satuan and _breaks(trend, last[1], ends):
            word = "naik" if trend == FALLS else "turun"
            message = f"{name} {ref.cetak} {word} dari {last[0].kolom} {last[0].cetak}"
            yield cell_finding(
                rule,
                ref,
                f"{message}; arahnya {trend}",
                expected=f"{'<=' if trend == FALLS else '>='}{last[0].teks}",
                actual=ref.teks,
            )
        last = (ref, ends)


def _ends_of(ref: Ref) -> Ends | None:
    if ref.tulisan is not None:
        return ref.tulisan.ujung
    value = ref.angka
    return None if value is None or ref.is_dash else (value, value)


def _breaks(trend: str, before: Ends, after: Ends) -> bool:
    # Both ends of a range, or twice the one value: it breaks the trend where either end does.
    steps = [new - old for old, new in zip(before, after, strict=True)]
    return max(steps) > 0 if trend == FALLS else min(steps) < 0
