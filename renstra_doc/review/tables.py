"""A table in two editions → what was changed in it: caption, columns, rows, cells, each matched by identity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.markup import plain_text
from renstra_doc.place import Place
from renstra_doc.review.change import CAPTION, COLUMNS, MONEY, ROWS, Change, Kind, Part, What, reckon
from renstra_doc.review.order import find_moves, rank_ids
from renstra_doc.review.wording import (
    after_item,
    canonical_cell,
    caption,
    kind_of,
    print_cell,
    shorten,
    show_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.model import Cell, Column, Row, Table
    from renstra_doc.review.order import Move
    from renstra_doc.review.outline import Edition

TABLES_FILE = "tabel/tabel.csv"
TABLE_FIELDS = ("nomor", "label", "judul", "sumber", "orientasi", "gaya", "catatan")
COLUMN_FIELDS = ("judul", "nomor", "jenis", "desimal", "lebar", "rata", "gabung", "tampil")
ROW_FIELDS = ("tingkat", "induk", "kode", "entitas")


@dataclass(frozen=True)
class _Pair:
    """A table in both editions, and where it stands in the order of the whole."""

    old: Table
    new: Table
    editions: tuple[Edition, Edition]
    rank: tuple[int, int]

    @property
    def bab(self) -> str:
        return self.editions[1].bab_of_table(self.new.id)


def pair_tables(old: Edition, new: Edition) -> Iterator[tuple[Table | None, Table | None, Edition, Edition, tuple[int, int]]]:
    ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))
    before, after = old.document.tables, new.document.tables
    last = (len(ranks), 0)
    for key in rank_ids(tuple(before), tuple(after)):
        block = new.printed_by.get(key) or old.printed_by.get(key, "")
        yield before.get(key), after.get(key), old, new, ranks.get(block, last)


def compare_tables(
    before: Table | None, after: Table | None, old: Edition, new: Edition, rank: tuple[int, int]
) -> Iterator[Change]:
    if before is not None and after is not None:
        pair = _Pair(before, after, (old, new), rank)
        yield from _compare_captions(pair)
        yield from _compare_columns(pair)
        yield from _compare_rows(pair)
        return
    edition, table = (old, before) if after is None else (new, after)
    if table is not None:
        text = caption(table)
        values = (text, "") if after is None else ("", text)
        bab = edition.bab_of_table(table.id)
        change = _table_change(kind_of(before, after), table, What.TABLE, table.id, values, table.place, bab)
        yield replace(change, order=(*rank, CAPTION, 0), count=len(table.rows))


def _table_change(
    kind: Kind, table: Table, what: What, key: str, values: tuple[str, str], place: Place, bab: str
) -> Change:
    texts = tuple(plain_text(value) for value in values)
    return Change(
        kind, what, key, *values, place, table_id=table.id, table=table.nomor or table.id, bab=bab, old_text=texts[0],
        new_text=texts[1],
    )  # fmt: skip


def _compare_captions(pair: _Pair) -> Iterator[Change]:
    for number, name in enumerate(TABLE_FIELDS):
        values = getattr(pair.old, name), getattr(pair.new, name)
        if values[0] != values[1]:
            place = Place(TABLES_FILE, pair.new.place.line, name)
            change = _table_change(Kind.CHANGED, pair.new, What.TABLE, pair.new.id, values, place, pair.bab)
            yield replace(change, column=name, order=(*pair.rank, CAPTION, number))


# Columns


def _compare_columns(pair: _Pair) -> Iterator[Change]:
    columns = tuple({column.kolom: column for column in table.columns} for table in (pair.old, pair.new))
    ids = tuple(tuple(found) for found in columns)
    ranks = rank_ids(*ids)
    for name, rank in ranks.items():
        for change in _compare_column(pair, columns[0].get(name), columns[1].get(name)):
            yield replace(change, order=(*pair.rank, COLUMNS, *rank))
    for move in find_moves(*ids):
        texts = tuple(after_item(found, move.id) for found in ids)
        change = _column_change(pair, Kind.MOVED, columns[1][move.id], texts)
        yield replace(change, order=(*pair.rank, COLUMNS, *ranks[move.id]))


def _compare_column(pair: _Pair, before: Column | None, after: Column | None) -> Iterator[Change]:
    if before is None or after is None:
        column = before or after
        if column is not None:
            text = show_heading(column)
            values = (text, "") if after is None else ("", text)
            yield _column_change(pair, kind_of(before, after), column, values)
        return
    for name in COLUMN_FIELDS:
        values = _column_field(before, name), _column_field(after, name)
        if values[0] != values[1]:
            yield _column_change(pair, Kind.CHANGED, after, values, name)


def _column_change(pair: _Pair, kind: Kind, column: Column, values: tuple[str, ...], attribute: str = "") -> Change:
    table = pair.old if kind is Kind.REMOVED else pair.new
    place = Place(column.place.file, column.place.line, attribute or "kolom")
    change = _table_change(kind, table, What.COLUMN, column.kolom, (values[0], values[1]), place, pair.bab)
    return replace(change, column=column.kolom, attribute=attribute, heading=show_heading(column))


def _column_field(column: Column, name: str) -> str:
    """Return a field of a column as `kolom.csv` has it."""
    if name == "judul":
        return show_heading(column)
    if name == "gabung":
        return " ".join(word for word, is_set in (("tegak", column.tegak), ("datar", column.datar)) if is_set)
    if name == "tampil":
        return "ya" if column.tampil else "tidak"
    value = getattr(column, name)
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


# Rows and cells


def _compare_rows(pair: _Pair) -> Iterator[Change]:
    before, after = pair.old.row_by_id, pair.new.row_by_id
    ids = (tuple(before), tuple(after))
    ranks = rank_ids(*ids)
    moves = {move.id: move for move in find_moves(*ids, (_parents(pair.old), _parents(pair.new)))}
    for key, rank in ranks.items():
        old, new = before.get(key), after.get(key)
        for number, change in enumerate(_compare_row(pair, old, new, moves.get(key))):
            yield replace(change, order=(*pair.rank, ROWS, *rank, number))


def _parents(table: Table) -> Mapping[str, str]:
    return {row.id: row.induk for row in table.rows}


def _compare_row(pair: _Pair, old: Row | None, new: Row | None, move: Move | None) -> Iterator[Change]:
    if old is None or new is None:
        yield from _row_came_or_went(pair, old, new)
        return
    if move is not None:
        values = (_row_spot(pair.old, old), _row_spot(pair.new, new))
        yield replace(_row_change(pair, Kind.MOVED, new, values), count=1 + len(move.riders))
    for name in ROW_FIELDS:
        values = getattr(old, name), getattr(new, name)
        is_told = name in pair.new.index or (name == "induk" and move is not None)
        if values[0] != values[1] and not is_told:
            yield _row_change(pair, Kind.CHANGED, new, values, name)
    yield from _compare_cells(pair, old, new)


def _row_came_or_went(pair: _Pair, old: Row | None, new: Row | None) -> Iterator[Change]:
    row, table, edition = (old, pair.old, pair.editions[0]) if new is None else (new, pair.new, pair.editions[1])
    if row is not None:
        parts = tuple(_parts(table, row, edition))
        text = " | ".join(part.cetak for part in parts)
        values = (text, "") if new is None else ("", text)
        yield replace(_row_change(pair, kind_of(old, new), row, values), parts=parts)


def _parts(table: Table, row: Row, edition: Edition) -> Iterator[Part]:
    """Yield the cells of a row that print something, numbering left out."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        if cell.teks.strip() and column.jenis != "urut" and column.tampil:
            is_money = column.jenis == MONEY and cell.besaran is not None
            amount = Decimal(cell.besaran.angka) if is_money and cell.besaran is not None else None
            text = print_cell(edition, table, row, column, cell)
            yield Part(column.kolom, show_heading(column), canonical_cell(column, cell), text, amount)


def _row_change(pair: _Pair, kind: Kind, row: Row, values: tuple[str, str], column: str = "") -> Change:
    table = pair.old if kind is Kind.REMOVED else pair.new
    place = table.cell_place(row, column)
    change = _table_change(kind, table, What.ROW, row.id, values, place, pair.bab)
    return replace(change, row=row_name(table, row), column=column)


def _row_spot(table: Table, row: Row) -> str:
    """Say where a row stands: under which parent, after which row."""
    number = table.rows.index(row)
    parent = table.row_by_id.get(row.induk)
    under = f"di bawah “{shorten(row_name(table, parent))}”, " if parent is not None else ""
    after = f"sesudah “{shorten(row_name(table, table.rows[number - 1]))}”" if number else "paling awal"
    return under + after


def _compare_cells(pair: _Pair, old: Row, new: Row) -> Iterator[Change]:
    for column in pair.new.columns:
        if column.kolom not in pair.old.index:
            continue
        former = pair.old.columns[pair.old.index[column.kolom]]
        cells = pair.old.cell(old, column.kolom), pair.new.cell(new, column.kolom)
        values = canonical_cell(former, cells[0]), canonical_cell(column, cells[1])
        if values[0] != values[1] and not _is_retyped(former, column, cells):
            yield _cell_change(pair, (old, new), (former, column), cells, values)


def _is_retyped(former: Column, column: Column, cells: tuple[Cell, Cell]) -> bool:
    """Whether a cell reads otherwise only because its column became of another kind."""
    return former.jenis != column.jenis and cells[0].teks == cells[1].teks


def _cell_change(
    pair: _Pair, rows: tuple[Row, Row], columns: tuple[Column, Column], cells: tuple[Cell, Cell], values: tuple[str, str]
) -> Change:
    change = _row_change(pair, Kind.CHANGED, rows[1], values, columns[1].kolom)
    texts = tuple(
        plain_text(print_cell(*found))
        for found in zip(pair.editions, (pair.old, pair.new), rows, columns, cells, strict=True)
    )
    difference, percent = _reckon_cells(*cells)
    return replace(
        change, what=What.CELL, heading=show_heading(columns[1]), jenis=columns[1].jenis, old_text=texts[0],
        new_text=texts[1], difference=difference, percent=percent,
    )  # fmt: skip


def _reckon_cells(old: Cell, new: Cell) -> tuple[Decimal | None, Decimal | None]:
    """Return difference and percent of two quantities of one unit; an empty cell is not 0."""
    if old.besaran is None or new.besaran is None:
        return None, None
    units = {cell.besaran.satuan.lower() for cell in (old, new) if cell.besaran is not None and not cell.besaran.strip}
    if len(units) > 1:
        return None, None
    return reckon(Decimal(old.besaran.angka), Decimal(new.besaran.angka))
