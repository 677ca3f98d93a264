"""What a row of a table of programs says by year: its targets, and its amounts of rupiah."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.review.matriks.entries import MONEY, UNCOUNTED
from renstra_doc.review.wording import heading_of, print_cell
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.model.values import Column, Row, Table
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.matriks.entries import Pair, ProgramEntry

    Amounts = tuple[Decimal | None, Decimal | None]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_HEADING = re.compile(r"(?:tahun|th\.?)?\s*((?:19|20)\d\d)", re.IGNORECASE)
NOTHING, RUPIAH = "–", "Rp"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or what else has a column of its own: the columns of its target and its rupiah."""

    label: str
    year: str = ""
    target: str = ""
    rupiah: str = ""


def find_periods(tables: Iterable[Table]) -> list[Period]:
    """Return the periods of a table of programs in the order of its columns.

    In: the table in both editions; columns of one are added to those of the other.
    """
    periods: dict[tuple[str, ...], Period] = {}
    for column in _list_quantities(tables):
        is_money = column.jenis == MONEY
        key = _key_of(column)
        known = periods.get(key, Period(""))
        # A second target or amount of one period needs a line of its own.
        if known.rupiah if is_money else known.target:
            key = column.judul
            known = periods.get(key, Period(""))
        label = known.label or " ".join((_year_of(column) or plain_text(key[-1])).split())
        periods[key] = Period(
            label,
            _year_of(column),
            known.target if is_money else column.kolom,
            column.kolom if is_money else known.rupiah,
        )
    # Years first; whatever else has amounts (an end of the period) comes below them.
    return sorted(periods.values(), key=lambda period: not period.year)


def _list_quantities(tables: Iterable[Table]) -> list[Column]:
    """Return the printed columns of quantities, each name once."""
    found = {
        column.kolom: column
        for table in tables
        for column in table.columns
        if column.tampil and column.jenis in NUMERIC_KINDS
    }
    return list(found.values())


def _key_of(column: Column) -> tuple[str, ...]:
    """Return what target and rupiah of one period share: the year, else the upper headings."""
    year = _year_of(column)
    return (year,) if year else column.judul[:-1] or column.judul


def _year_of(column: Column) -> str:
    named = _YEAR.search(column.kolom)
    if named is not None:
        return named[0]
    heads = (_YEAR_HEADING.fullmatch(part.strip()) for part in column.judul)
    return next((head[1] for head in heads if head is not None), "")


def read_amounts(pair: Pair, entry: ProgramEntry, kolom: str) -> Amounts:
    """Return what both editions give a row in a column: as printed, else the sum of its rows."""
    old, new = (
        _sum_of(table, row, kolom)
        for table, row in zip(pair.tables, (entry.old, entry.new), strict=True)
    )
    return old, new


def _sum_of(table: Table, row: Row | None, kolom: str) -> Decimal | None:
    if row is None or kolom not in table.index:
        return None
    besaran = table.cell(row, kolom).besaran
    if besaran is not None:
        return Decimal(besaran.angka)
    found = [_sum_of(table, child, kolom) for child in _counted_below(table, row)]
    amounts = [amount for amount in found if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


# Totals and headings would count the rows below them again.
def _counted_below(table: Table, row: Row) -> list[Row]:
    return [child for child in table.children.get(row.id, ()) if child.tingkat not in UNCOUNTED]


def amount_of_row(pair: Pair, side: int, key: str, kolom: str) -> Decimal | None:
    """Return what one edition gives a row, by its id."""
    table = pair.tables[side]
    return _sum_of(table, table.row_by_id.get(key), kolom)


def total_of_row(pair: Pair, side: int, key: str) -> Decimal | None:
    """Return what one edition gives a row in all years; without years in all columns of rupiah."""
    return add(amount_of_row(pair, side, key, period.rupiah) for period in list_years(pair))


def add_rows(pair: Pair, side: int, keys: Sequence[str], kolom: str) -> Decimal | None:
    """Return what one edition gives several rows; what stands below another of them is in that."""
    apart = drop_contained(pair.tables[side], keys)
    return add(amount_of_row(pair, side, key, kolom) for key in apart)


def drop_contained(table: Table, keys: Sequence[str]) -> tuple[str, ...]:
    """Return those rows, each once, that stand below none of the others."""
    return tuple(key for key in dict.fromkeys(keys) if not _is_contained(table, key, keys))


def _is_contained(table: Table, key: str, keys: Sequence[str]) -> bool:
    row = table.row_by_id.get(key)
    seen = {key}
    while row is not None and row.induk not in seen:
        if row.induk in keys:
            return True
        seen.add(row.induk)
        row = table.row_by_id.get(row.induk)
    return False


def list_years(pair: Pair) -> list[Period]:
    """Return the years that have amounts, else whatever has."""
    periods = [period for period in find_periods(pair.tables[::-1]) if period.rupiah]
    return [period for period in periods if period.year] or periods


def read_targets(
    pair: Pair, entry: ProgramEntry, kolom: str
) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the target of both editions as printed, each with its unit."""
    old, new = (
        _target_of(*found)
        for found in zip(
            pair.editions, pair.tables, (entry.old, entry.new), (kolom, kolom), strict=True
        )
    )
    return old, new


def _target_of(edition: Edition, table: Table, row: Row | None, kolom: str) -> tuple[str, str]:
    if row is None or kolom not in table.index:
        return "", ""
    column, cell = table.columns[table.index[kolom]], table.cell(row, kolom)
    text = plain_text(print_cell(edition, table, row, column, cell))
    return text, cell.besaran.satuan if cell.besaran is not None else ""


def text_of(pair: Pair, side: int, row: Row | None, kolom: str) -> str:
    """Return a text of a row in one edition as printed, without its marks."""
    table = pair.tables[side]
    if row is None or kolom not in table.index:
        return ""
    column = table.columns[table.index[kolom]]
    text = print_cell(pair.editions[side], table, row, column, table.cell(row, kolom))
    return plain_line(text)


def shows_alike(pair: Pair, key: str, kolom: str) -> bool:
    """Return whether a cell says the same in both editions, its look and footnotes left out."""
    old, new = (
        text_of(pair, side, table.row_by_id.get(key), kolom)
        for side, table in enumerate(pair.tables)
    )
    return old == new


def texts_of(pair: Pair, entry: ProgramEntry, kolom: str) -> tuple[str, str]:
    """Return a text of a row in both editions as printed."""
    return text_of(pair, 0, entry.old, kolom), text_of(pair, 1, entry.new, kolom)


def indicator_column(tables: Sequence[Table]) -> str:
    """Return the column of the indicators: the first one that is called so."""
    for table in reversed(tables):
        for column in table.columns:
            is_text = column.jenis == "teks" and column.kolom != table.naming and column.tampil
            if is_text and "indikator" in f"{column.kolom} {heading_of(column)}".lower():
                return column.kolom
    return ""


def unit_column(tables: Sequence[Table]) -> str:
    """Return the column of the units, where a table has one."""
    return next(
        (column.kolom for table in tables for column in table.columns if column.kolom == "satuan"),
        "",
    )


def money_heading(pair: Pair) -> str:
    """Return what the amounts of a table are called: `Rp`, or how its columns all say, `Rp ribu`.

    So the form never shows thousands as whole rupiah.
    """
    heads = {
        plain_line(column.judul[-1])
        for table in pair.tables
        for column in table.columns
        if column.jenis == MONEY and column.tampil and len(column.judul) > 1
    }
    return heads.pop() if len(heads) == 1 else RUPIAH


def add(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is there; None where nothing is."""
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def show(value: Decimal) -> str:
    """Return a number in Indonesian form, brackets around what is less than nothing."""
    # Accountants write what is less than nothing in brackets.
    text = format_angka(int(abs(value)) if value == value.to_integral_value() else abs(value))
    return f"({text})" if value < 0 else text
