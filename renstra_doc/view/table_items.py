"""A Table of the model → a TableItem: header tree, merges, formatted cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.model.cells import print_number
from renstra_doc.model.row_levels import INDICATOR, TOTAL
from renstra_doc.view.items import GridCell, TableItem, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.model import Cell, Column, Row, Table

_COUNTED = re.compile(r"#|\d+")


def view_table(
    # Without a resolver texts stand as they are: for tables without a document.
    table: Table,
    resolve: Callable[[str, Row, Column], str] = lambda text, _row, _column: text,
) -> TableItem:
    """Return the printed form of a table.

    In: the table, and what replaces the `{{ … }}` of a text cell. Out: only visible columns; every
    text as printed, still with its inline markup.
    """
    shown = [(position, column) for position, column in enumerate(table.columns) if column.tampil]
    columns = [column for _, column in shown]
    texts = _print_rows(table, shown, resolve)
    return TableItem(
        id=table.id,
        label=table.printed_label,
        judul=table.judul,
        sumber=table.sumber,
        orientasi=table.orientasi,
        gaya=table.gaya,
        lebar=tuple(column.lebar for column in columns),
        kepala=view_header([column.judul for column in columns]),
        nomor=tuple(column.nomor for column in columns)
        if any(column.nomor for column in columns)
        else (),
        # Rows of the model and printed ones are as many, so a finding finds its row.
        rows=tuple(_merge_rows(table.rows, texts, columns)),
    )


def view_header(paths: Sequence[tuple[str, ...]]) -> tuple[tuple[GridCell, ...], ...]:
    """Lay a header tree out as rows of cells.

    In: the path of each column from top to bottom. Out: a row for each level; neighbours that are
    equal down to a level and both go on, or both end, share a cell; a path that ends early goes
    down as a vertical merge.
    """
    depth = max((len(path) for path in paths), default=0)
    return tuple(_header_row(paths, level, depth) for level in range(depth))


def _header_row(paths: Sequence[tuple[str, ...]], level: int, depth: int) -> tuple[GridCell, ...]:
    cells: list[GridCell] = []
    position = 0
    while position < len(paths):
        path = paths[position]
        # Compared with the first of the run: equal headings above make neighbours one.
        end = position + 1
        while end < len(paths) and _shares_cell(path, paths[end], level):
            end += 1
        if level >= len(path):
            cells.append(GridCell("", end - position, "lanjut"))
        else:
            # A heading without parts, beside others with some, goes down to the numbers.
            is_leaf = level == len(path) - 1 and len(path) < depth
            cells.append(GridCell(path[level], end - position, "mulai" if is_leaf else ""))
        position = end
    return tuple(cells)


def _shares_cell(path: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    goes_on = len(path) > level + 1
    # One that ends here beside one that goes on is another heading of the same words.
    return path[: level + 1] == other[: level + 1] and goes_on == (len(other) > level + 1)


def _print_rows(
    table: Table, shown: Sequence[tuple[int, Column]], resolve: Callable[[str, Row, Column], str]
) -> list[list[str]]:
    counters: dict[str, int] = {}
    return [
        [
            _print_cell(row.cells[position], row, column, counters, resolve)
            for position, column in shown
        ]
        for row in table.rows
    ]


def _print_cell(
    cell: Cell,
    row: Row,
    column: Column,
    counters: dict[str, int],
    resolve: Callable[[str, Row, Column], str],
) -> str:
    number = print_number(column, cell)
    # Numbers first: they are most of the cells.
    if number is not None:
        return number
    if column.jenis == "urut" and _COUNTED.match(cell.teks):
        return _count(cell.teks, column.kolom, counters)
    # Most texts hold no expression; the call alone would cost more than the look.
    return resolve(cell.teks, row, column) if "{" in cell.teks else cell.teks


def _count(text: str, kolom: str, counters: dict[str, int]) -> str:
    """Return the number of a row: `#` takes the next number, a literal number sets the counter."""
    if "#" in text:
        counters[kolom] = counters.get(kolom, 0) + 1
        # In whatever text it stands: `#.` prints `3.`.
        return text.replace("#", str(counters[kolom]))
    match = _COUNTED.match(text)
    if match:
        # A literal number sets the counter: the next `#` goes on from it.
        counters[kolom] = int(match[0])
    return text


def _merge_rows(
    rows: Sequence[Row], texts: list[list[str]], columns: Sequence[Column]
) -> list[TableRow]:
    # A column that does not merge needs no marks of its own.
    plain = [""] * len(rows)
    vertical = [
        _vertical_merge(rows, texts, place) if column.tegak else plain
        for place, column in enumerate(columns)
    ]
    alignments = [column.rata for column in columns]
    held = _find_held(rows)
    merged = []
    for row, printed, marks in zip(rows, texts, zip(*vertical, strict=True), strict=True):
        cells = [
            GridCell(text, 1, mark, rata)
            for text, mark, rata in zip(printed, marks, alignments, strict=True)
        ]
        if row.tingkat == TOTAL:
            cells = _merge_total(cells, columns)
        merged.append(TableRow(row.id, row.tingkat, tuple(cells), row.id in held))
    return merged


def _find_held(rows: Sequence[Row]) -> set[str]:
    """Return the ids of the rows whose next row belongs to them: their first child.

    A row of a further indicator speaks for the row that it stands under.
    """
    return {
        row.id
        for row, below in pairwise(rows)
        # An indicator stands for the row above; its next sibling belongs to the same one.
        if below.induk and below.induk == (row.induk if row.tingkat == INDICATOR else row.id)
    }


def _merge_total(cells: Sequence[GridCell], columns: Sequence[Column]) -> list[GridCell]:
    """Merge the empty cells of a total row into their left neighbours, where the column says so."""
    merged: list[GridCell] = []
    for cell, column in zip(cells, columns, strict=True):
        # Only empty cells: a merged figure would be lost.
        if column.datar and not cell.teks and merged:
            merged[-1] = merged[-1]._replace(lebar=merged[-1].lebar + 1)
        else:
            merged.append(cell)
    return merged


def _vertical_merge(rows: Sequence[Row], texts: list[list[str]], place: int) -> list[str]:
    """Mark each cell of a column: an empty cell joins the text above.

    A total row stands for itself.
    """
    marks = [""] * len(rows)
    for number in range(1, len(rows)):
        # A run of empty cells hangs on the text at its head.
        has_text = bool(texts[number - 1][place] or marks[number - 1])
        # A total that joined the text above it would look like one of its parts.
        is_total = TOTAL in (rows[number].tingkat, rows[number - 1].tingkat)
        if has_text and not texts[number][place] and not is_total:
            marks[number] = "lanjut"
            if not marks[number - 1]:
                marks[number - 1] = "mulai"
    return marks
