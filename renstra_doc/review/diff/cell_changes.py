"""Cells of a row that stands in both editions, and the table in both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.cells import write_cell
from renstra_doc.review.diff.change import MONEY, reckon
from renstra_doc.review.diff.described import describe_cell
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import print_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Cell, Column, Row, Table
    from renstra_doc.review.diff.change import CellChange, Change
    from renstra_doc.review.edition import Edition

ZERO = Decimal(0)
UNIT = "satuan"
SHARES = ("%", "persen")


@dataclass(frozen=True)
class TablePair:
    """A table in both editions, and where it stands in the order of the whole."""

    old: Table
    new: Table
    editions: tuple[Edition, Edition]
    rank: tuple[int, int]

    @property
    def bab(self) -> str:
        """The chapter that prints it."""
        return self.editions[1].bab_of_table(self.new.id)


def compare_cells(pair: TablePair, old: Row, new: Row) -> Iterator[Change]:
    """Yield the changes of the cells of a row, in the columns that both editions have."""
    for column in pair.new.columns:
        # A column that came or went is a change of its own.
        if column.kolom not in pair.old.index:
            continue
        former = pair.old.columns[pair.old.index[column.kolom]]
        cells = pair.old.cell(old, column.kolom), pair.new.cell(new, column.kolom)
        values = write_cell(former, cells[0]), write_cell(column, cells[1])
        if values[0] != values[1] and not _is_retyped(former, column, cells):
            yield _cell_change(pair, (old, new), (former, column), values)


def _is_retyped(former: Column, column: Column, cells: tuple[Cell, Cell]) -> bool:
    """Return whether a cell reads otherwise only because its column became of another kind."""
    return former.jenis != column.jenis and cells[0].teks == cells[1].teks


def _cell_change(
    pair: TablePair, rows: tuple[Row, Row], columns: tuple[Column, Column], values: tuple[str, str]
) -> CellChange:
    tables = pair.old, pair.new
    cells = [
        table.cell(row, column.kolom)
        for table, row, column in zip(tables, rows, columns, strict=True)
    ]
    old_text, new_text = (
        read_text(print_cell(*found))
        for found in zip(pair.editions, tables, rows, columns, cells, strict=True)
    )
    change = replace(
        describe_cell(pair.editions[1], pair.new, rows[1], columns[1], values),
        old_text=old_text,
        new_text=new_text,
        status=_status_of(pair, rows[1]),
        is_share=all(map(_is_share, tables, rows, columns)),
    )
    return _tell_difference(change, *cells)


def _status_of(pair: TablePair, row: Row) -> str:
    return pair.editions[1].lineage.status_of(pair.new.id, row.id, row.id)


def _tell_difference(change: CellChange, old: Cell, new: Cell) -> CellChange:
    difference, percent = _reckon_cells(old, new, is_money=change.is_money)
    return replace(change, difference=difference, percent=percent)


def _is_share(table: Table, row: Row, column: Column) -> bool:
    """Return whether a cell is a percentage: by its own unit, else by that of its row."""
    besaran = table.cell(row, column.kolom).besaran
    if besaran is None:
        return False
    has_unit = column.jenis != MONEY and UNIT in table.index
    unit = besaran.satuan or (table.cell(row, UNIT).teks if has_unit else "")
    return unit.strip().lower() in SHARES


def _reckon_cells(old: Cell, new: Cell, *, is_money: bool) -> tuple[Decimal | None, Decimal | None]:
    """Return difference and percent of two quantities of one unit.

    An empty cell is not 0; but what an amount that came or went adds or takes is the whole of it.
    """
    amounts = [
        Decimal(cell.besaran.angka) if cell.besaran is not None else None for cell in (old, new)
    ]
    # A mere word on both sides is no amount that came or went.
    if is_money and not all(cell.besaran is None and cell.teks.strip() for cell in (old, new)):
        return reckon(amounts[0] or ZERO, amounts[1] or ZERO)
    return reckon(*amounts) if len(_units_of(old, new)) < 2 else (None, None)  # noqa: PLR2004 — one unit or none


def _units_of(*cells: Cell) -> set[str]:
    """Return the units of quantities; a mere dash has none."""
    found = [cell.besaran for cell in cells if cell.besaran is not None]
    return {besaran.satuan.lower() for besaran in found if not besaran.strip}
