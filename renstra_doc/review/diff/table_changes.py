"""A table in two editions → what was changed in it.

Caption, columns, rows, cells, each matched by identity.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING

from renstra_doc.model.cells import write_cell
from renstra_doc.place import Place
from renstra_doc.review.diff.cell_changes import TablePair, compare_cells
from renstra_doc.review.diff.change import (
    CAPTION,
    COLUMNS,
    MONEY,
    ROWS,
    CellChange,
    ColumnChange,
    Kind,
    Part,
    RowChange,
    TableChange,
)
from renstra_doc.review.diff.moves import find_moves, rank_ids
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import (
    after_items,
    caption,
    heading_of,
    kind_of,
    name_row,
    name_table,
    near_heading,
    print_cell,
    show_heading,
    show_path,
    show_short,
)
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.model import Column, Row, Table
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.moves import Move
    from renstra_doc.review.edition import Edition

TABLES_FILE = "tabel/tabel.csv"
TABLE_FIELDS = ("nomor", "label", "judul", "sumber", "orientasi", "gaya", "catatan")
COLUMN_FIELDS = (
    "judul",
    "nomor",
    "jenis",
    "desimal",
    "lebar",
    "rata",
    "gabung",
    "tampil",
    "arah",
    "ribuan",
)
ZERO = Decimal(0)
ROW_FIELDS = ("tingkat", "induk", "kode", "entitas", "arah")


def compare_tables(old: Edition, new: Edition) -> Iterator[Change]:
    """Yield the changes of all tables; a table that came or went is one change."""
    ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))
    before, after = old.document.tables, new.document.tables
    for key in rank_ids(tuple(before), tuple(after)):
        # By the block that prints it, so that changes come in printed order.
        rank = ranks.get(new.printed_by.get(key) or old.printed_by.get(key, ""), (len(ranks), 0))
        if key in before and key in after:
            yield from _compare_table(TablePair(before[key], after[key], (old, new), rank))
        else:
            edition = old if key in before else new
            yield replace(
                _table_came_or_went(edition, key, is_gone=key in before), order=(*rank, CAPTION, 0)
            )


def _compare_table(pair: TablePair) -> Iterator[Change]:
    yield from _compare_captions(pair)
    yield from _compare_columns(pair)
    yield from _compare_rows(pair)


def _table_came_or_went(edition: Edition, key: str, *, is_gone: bool) -> TableChange:
    table = edition.document.tables[key]
    text = caption(edition, table)
    kind, values = (Kind.REMOVED, (text, "")) if is_gone else (Kind.ADDED, ("", text))
    place = Place(TABLES_FILE, table.place.line, "id")
    change = _table_change(kind, table, values, place, edition.bab_of_table(key))
    return replace(change, count=len(table.rows))


def _table_change(
    kind: Kind, table: Table, values: tuple[str, str], place: Place, bab: str
) -> TableChange:
    texts = plain_text(values[0]), plain_text(values[1])
    return TableChange(
        kind,
        table.id,
        *values,
        place,
        bab=bab,
        old_text=texts[0],
        new_text=texts[1],
        table=name_table(table),
    )


def _compare_captions(pair: TablePair) -> Iterator[Change]:
    for number, name in enumerate(TABLE_FIELDS):
        values = getattr(pair.old, name), getattr(pair.new, name)
        if values[0] != values[1]:
            place = Place(TABLES_FILE, pair.new.place.line, name)
            change = _printed(pair, _table_change(Kind.CHANGED, pair.new, values, place, pair.bab))
            yield replace(change, column=name, order=(*pair.rank, CAPTION, number))


def _printed(pair: TablePair, change: Change) -> Change:
    """Return a change whose texts are those that are printed: with their figures."""
    old, new = pair.editions
    return replace(change, old_text=old.show(change.old_text), new_text=new.show(change.new_text))


# Columns


def _compare_columns(pair: TablePair) -> Iterator[Change]:
    before, after = (
        {column.kolom: column for column in table.columns} for table in (pair.old, pair.new)
    )
    ranks = rank_ids(tuple(before), tuple(after))
    for name, rank in ranks.items():
        for change in _compare_column(pair, before.get(name), after.get(name)):
            yield replace(change, order=(*pair.rank, COLUMNS, *rank))
    for move in find_moves(tuple(before), tuple(after)):
        texts = after_items(map(_name_columns, pair.editions, (pair.old, pair.new)), move.id)
        change = _column_change(pair, Kind.MOVED, after[move.id], texts)
        yield replace(change, order=(*pair.rank, COLUMNS, *ranks[move.id]))


def _name_columns(edition: Edition, table: Table) -> dict[str, str]:
    return {column.kolom: near_heading(show_heading(edition, column)) for column in table.columns}


def _compare_column(
    pair: TablePair, before: Column | None, after: Column | None
) -> Iterator[Change]:
    if before is None or after is None:
        column = before or after
        if column is not None:
            text = show_heading(pair.editions[after is not None], column)
            values = (text, "") if after is None else ("", text)
            yield _column_change(pair, kind_of(before, after), column, values)
        return
    for name in COLUMN_FIELDS:
        values = _column_field(before, name), _column_field(after, name)
        if values[0] != values[1]:
            yield _printed(pair, _column_change(pair, Kind.CHANGED, after, values, name))


def _column_change(
    pair: TablePair, kind: Kind, column: Column, values: tuple[str, str], attribute: str = ""
) -> ColumnChange:
    table = pair.old if kind is Kind.REMOVED else pair.new
    texts = [plain_text(value) for value in values]
    if attribute in ("", "judul"):
        texts = [show_path(text) for text in texts]
    return ColumnChange(
        kind,
        column.kolom,
        *values,
        Place(column.place.file, column.place.line, attribute or "kolom"),
        column=column.kolom,
        bab=pair.bab,
        old_text=texts[0],
        new_text=texts[1],
        table=name_table(table),
        attribute=attribute,
        heading=show_heading(pair.editions[kind is not Kind.REMOVED], column),
    )


def _column_field(column: Column, name: str) -> str:
    """Return a field of a column as `kolom.csv` has it."""
    if name == "judul":
        return heading_of(column)
    if name == "gabung":
        return " ".join(
            word for word, is_set in (("tegak", column.tegak), ("datar", column.datar)) if is_set
        )
    if name == "tampil":
        return "ya" if column.tampil else "tidak"
    if name == "ribuan":
        return {None: "", True: "ya", False: "tidak"}[column.ribuan]
    value = getattr(column, name)
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


# Rows and cells


def _compare_rows(pair: TablePair) -> Iterator[Change]:
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


def _compare_row(
    pair: TablePair, old: Row | None, new: Row | None, move: Move | None
) -> Iterator[Change]:
    if old is None or new is None:
        yield from _row_came_or_went(pair, old, new)
        return
    if move is not None:
        yield replace(
            _row_change(pair, Kind.MOVED, new, _row_spots(pair, old, new)),
            count=1 + len(move.riders),
        )
    fields = (
        change
        for name in ROW_FIELDS
        if not _is_told_elsewhere(pair, new, name, has_moved=move is not None)
        for change in _compare_field(pair, old, new, name)
    )
    changes = chain(fields, compare_cells(pair, old, new))
    # A row that moved has said it already.
    if move is None:
        changes = chain(_say_fate(pair, new.id, islice(changes, 1)), changes)
    yield from changes


def _say_fate(pair: TablePair, key: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes that say what the row came from: a renamed one, one that took others in."""
    fate = _tell_fate(pair, key, is_old=False)
    for change in changes:
        if isinstance(change, RowChange | CellChange) and fate:
            yield replace(change, fate=fate)
        else:
            yield change


def _is_told_elsewhere(pair: TablePair, row: Row, name: str, *, has_moved: bool) -> bool:
    """Return whether a field of a row is also a column, or changes with its place or its id."""
    if name == "induk" and has_moved:
        return True
    # A parent that changed because the row moved is told with the move.
    # A row that bears another id may well bear another key.
    is_renamed = name == "entitas" and (pair.new.id, row.id) in pair.editions[1].lineage.new
    return is_renamed or name in pair.new.index


def _compare_field(pair: TablePair, old: Row, new: Row, name: str) -> Iterator[Change]:
    values = getattr(old, name), getattr(new, name)
    if values[0] != values[1]:
        change = _row_change(pair, Kind.CHANGED, new, values, name)
        shown = _show_field(pair, 0, old, name), _show_field(pair, 1, new, name)
        yield replace(change, old_text=shown[0], new_text=shown[1])


def _show_field(pair: TablePair, side: int, row: Row, name: str) -> str:
    """Return a field of a row as it is read: of its parent the name, a level without underscore."""
    text = str(getattr(row, name))
    if name != "induk":
        return text.replace("_", " ") if name == "tingkat" else text
    table = (pair.old, pair.new)[side]
    parent = table.row_by_id.get(text)
    return name_row(pair.editions[side], table, parent) if parent is not None else ""


def _row_came_or_went(pair: TablePair, old: Row | None, new: Row | None) -> Iterator[Change]:
    row, table, edition = (
        (old, pair.old, pair.editions[0]) if new is None else (new, pair.new, pair.editions[1])
    )
    if row is not None:
        parts = tuple(_parts(table, row, edition))
        change = _row_change(
            pair, kind_of(old, new), row, _on_side(" | ".join(part.nilai for part in parts), new)
        )
        texts = _on_side(
            "; ".join(f"{near_heading(part.judul)}: {read_text(part.cetak)}" for part in parts),
            new,
        )
        yield replace(change, parts=parts, old_text=texts[0], new_text=texts[1])


def _on_side(text: str, new: Row | None) -> tuple[str, str]:
    return (text, "") if new is None else ("", text)


def _parts(table: Table, row: Row, edition: Edition) -> Iterator[Part]:
    """Yield the cells of a row that print something, numbering left out."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        # A row is told by what it prints: a hidden column says nothing to a reader.
        if cell.teks.strip() and column.jenis != "urut" and column.tampil:
            is_money = column.jenis == MONEY and cell.besaran is not None
            amount = Decimal(cell.besaran.angka) if is_money and cell.besaran is not None else None
            text = print_cell(edition, table, row, column, cell)
            yield Part(
                column.kolom,
                show_heading(edition, column),
                write_cell(column, cell),
                text,
                amount,
            )


def _row_change(
    pair: TablePair, kind: Kind, row: Row, values: tuple[str, str], column: str = ""
) -> RowChange:
    table = pair.old if kind is Kind.REMOVED else pair.new
    return RowChange(
        kind,
        row.id,
        *values,
        table.cell_place(row, column),
        column=column,
        bab=pair.bab,
        old_text=plain_text(values[0]),
        new_text=plain_text(values[1]),
        table=name_table(table),
        row=name_row(pair.editions[kind is not Kind.REMOVED], table, row),
        status=pair.editions[1].lineage.status_of(pair.new.id, row.id, row.id),
        fate="" if column else _tell_fate(pair, row.id, is_old=kind is Kind.REMOVED),
    )


def _tell_fate(pair: TablePair, key: str, *, is_old: bool) -> str:
    """Say what a row became (`is_old`) or came from, why, and on what ground."""
    lineage = pair.editions[1].lineage
    fate = (lineage.old if is_old else lineage.new).get((pair.new.id, key))
    if fate is None:
        return ""
    edition, table = (pair.editions[1], pair.new) if is_old else (pair.editions[0], pair.old)
    kin = [
        f"“{name_row(edition, table, table.row_by_id[one])}”"
        for one in fate.kin
        if one in table.row_by_id
    ]
    word = "menjadi" if is_old else "dari"
    parts = [
        f"{word} {', '.join(kin)}" if kin else "",
        f"alasan: {fate.alasan}" if fate.alasan else "",
        f"dasar: {fate.dasar}" if fate.dasar else "",
    ]
    return "; ".join(part for part in parts if part)


def _row_spots(pair: TablePair, old: Row, new: Row) -> tuple[str, str]:
    """Say where a row stood and stands.

    After which row, and under which parent where that is another one.
    """
    sides = ((pair.editions[0], pair.old), (pair.editions[1], pair.new))
    spots = [_row_spot(*side, row) for side, row in zip(sides, (old, new), strict=True)]
    # Below the same parent another place is all there is to say.
    if old.induk == new.induk:
        return spots[0], spots[1]
    parents = [table.row_by_id.get(row.induk) for table, row in ((pair.old, old), (pair.new, new))]
    under = [
        f"di bawah “{show_short(name_row(*side, parent))}”, "
        if parent is not None
        else "tanpa induk, "
        for side, parent in zip(sides, parents, strict=True)
    ]
    return under[0] + spots[0], under[1] + spots[1]


def _row_spot(edition: Edition, table: Table, row: Row) -> str:
    number = table.row_places[row.id]
    return (
        f"sesudah “{show_short(name_row(edition, table, table.rows[number - 1]))}”"
        if number
        else "paling awal"
    )
