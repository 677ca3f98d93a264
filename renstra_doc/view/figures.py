"""Pictures, graphs and trees as they are printed: captions, series of figures, boxes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.graphs import select_columns, select_rows
from renstra_doc.model.row_levels import GOAL, GROUP, INDICATOR, OBJECTIVE, TOTAL
from renstra_doc.view.items import BoxView, GraphItem, SeriesView
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import format_besaran, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renstra_doc.model import Block, Cell, Column, Row, Table
    from renstra_doc.model.values import Graph

    Resolve = Callable[[str, Row, Column], str]

TOTALS = (TOTAL, GROUP)


def view_graph(
    block: Block, graph: Graph, table: Table, caption: tuple[str, str, str], resolve: Resolve
) -> GraphItem:
    """Return the printed form of a graph.

    In: its block, what it shows, label, title and source as printed, and what replaces the `{{ …
    }}` of a text cell. One column, or one row: its cells are the points of one series; otherwise
    each row is a series over the columns, unless the graph says the other way (`deret` = kolom).
    """
    columns, rows = select_columns(graph, table), select_rows(graph, table)
    names = _name_rows(table, rows, resolve)
    headings = _name_columns(columns)
    over_rows = graph.deret == "kolom" or (not graph.deret and len(columns) == 1)
    if over_rows:
        series = tuple(
            _series(heading, [(table.cell(row, column.kolom), column) for row in rows])
            for heading, column in zip(headings, columns, strict=True)
        )
    else:
        series = tuple(
            _series(name, [(table.cell(row, column.kolom), column) for column in columns])
            for name, row in zip(names, rows, strict=True)
        )
    label, title, source = caption
    return GraphItem(
        block.id,
        label,
        title,
        source,
        plain_text(block.alternatif or title),
        block.gaya,
        graph.jenis,
        tuple(names if over_rows else headings),
        series,
        block.lebar,
        graph.tinggi,
    )


def _series(name: str, cells: Sequence[tuple[Cell, Column]]) -> SeriesView:
    """Return a series: each number as it is printed, without its unit, and the printed text."""
    numbers = tuple(_printed_number(cell, column) for cell, column in cells)
    texts = tuple(
        format_besaran(column.jenis, cell.besaran, column.desimal) if cell.besaran else ""
        for cell, column in cells
    )
    return SeriesView(name, numbers, texts)


def _printed_number(cell: Cell, column: Column) -> Decimal | None:
    if cell.besaran is None or cell.teks.strip() in ("", "-"):
        return None
    number = Decimal(cell.besaran.angka)
    return number if column.desimal is None else round_half_up(number, column.desimal)


def _name_rows(table: Table, rows: Sequence[Row], resolve: Resolve) -> list[str]:
    naming = table.naming
    if not naming:
        return [row.id for row in rows]
    column = table.columns[table.index[naming]]
    names = [_plain(resolve(table.cell(row, naming).teks, row, column)) for row in rows]
    return [name or row.id for name, row in zip(names, rows, strict=True)]


def _name_columns(columns: Sequence[Column]) -> list[str]:
    """Name columns by the parts of their headings in which they differ: the years."""
    paths = [tuple(_plain(part) for part in column.judul) for column in columns]
    depth = min((len(path) for path in paths), default=0)
    shared = [len({path[level] for path in paths}) == 1 for level in range(depth)]
    names = []
    for path in paths:
        parts = [
            part
            for level, part in enumerate(path)
            if part and not (level < depth and shared[level])
        ]
        names.append(" ".join(parts) or " ".join(path))
    return names


def _plain(text: str) -> str:
    return " ".join(plain_text(text).split())


# Trees


def view_tree(table: Table, resolve: Resolve) -> tuple[BoxView, ...]:
    """Return a box for each row of a hierarchy: its code and name, and below them its indicators.

    A row `indikator` adds to the row above it; totals and headings of groups are no boxes. A row
    whose parent has none stands on top.
    """
    lines: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    last = ""
    for row in table.rows:
        if row.tingkat in TOTALS:
            continue
        if row.tingkat == INDICATOR:
            owner = row.induk if row.induk in lines else last
            if owner:
                lines[owner] += _indicator_lines(table, row, resolve)
            continue
        lines[row.id] = [_name_box(table, row, resolve), *_indicator_lines(table, row, resolve)]
        parents[row.id] = row.induk
        last = row.id
    known = _nest(table, parents)
    return tuple(
        BoxView(key, known[key], tuple(filter(None, texts))) for key, texts in lines.items()
    )


def _nest(table: Table, parents: Mapping[str, str]) -> dict[str, str]:
    """Return the parent of each box; of rows without any, the nearest goal or target above.

    Tables write tujuan and sasaran as lines between the rows: these rule what stands below them.
    """
    levels = (GOAL, OBJECTIVE)
    nested: dict[str, str] = {}
    open_ones: dict[str, str] = {}
    for row in table.rows:
        if row.id not in parents:
            continue
        parent = parents[row.id] if parents[row.id] in parents else ""
        if row.tingkat in levels:
            above = [
                open_ones[level]
                for level in levels[: levels.index(row.tingkat)]
                if level in open_ones
            ]
            nested[row.id] = parent or (above[-1] if above else "")
            for level in levels[levels.index(row.tingkat) :]:
                open_ones.pop(level, None)
            open_ones[row.tingkat] = row.id
        else:
            above = [open_ones[level] for level in levels if level in open_ones]
            nested[row.id] = parent or (above[-1] if above else "")
    return nested


def _name_box(table: Table, row: Row, resolve: Resolve) -> str:
    naming = table.naming
    if not naming:
        return row.kode or row.id
    name = _plain(resolve(table.cell(row, naming).teks, row, table.columns[table.index[naming]]))
    if not name:  # goals and targets may stand in a column of their own
        name = next(
            (
                _plain(resolve(cell.teks, row, column))
                for column, cell in zip(table.columns, row.cells, strict=True)
                if column.jenis == "teks" and cell.teks.strip()
            ),
            row.id,
        )
    return name


def _indicator_lines(table: Table, row: Row, resolve: Resolve) -> list[str]:
    """Return the indicators of a row, from the column of that name."""
    if INDICATOR not in table.index or table.naming == INDICATOR:
        return []
    column = table.columns[table.index[INDICATOR]]
    text = _plain(resolve(table.cell(row, INDICATOR).teks, row, column))
    return [f"• {text}"] if text else []
