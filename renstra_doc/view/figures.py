"""Pictures, graphs and trees as they are printed: captions, series of figures, boxes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.graphs import select_columns, select_rows
from renstra_doc.model.row_levels import GOAL, GROUP, INDICATOR, OBJECTIVE, TOTAL
from renstra_doc.view.items import BoxView, GraphItem, SeriesView
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import format_besaran, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from renstra_doc.model import Block, Cell, Column, Row, Table
    from renstra_doc.model.values import Graph

    Resolve = Callable[[str, Row, Column], str]

# Totals and group headings are no boxes of a tree.
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
    names, headings = _name_rows(table, rows, resolve), _name_columns(columns)
    # One column can only be read as one series of all rows.
    over_rows = graph.deret == "kolom" or (not graph.deret and len(columns) == 1)
    label, title, source = caption
    return GraphItem(
        block.id,
        label,
        title,
        source,
        # A screen reader needs words also where the author gave none.
        plain_text(block.alternatif or title),
        block.gaya,
        graph.jenis,
        tuple(names if over_rows else headings),
        _draw_columns(table, columns, rows, headings)
        if over_rows
        else _draw_rows(table, columns, rows, names),
        block.lebar,
        graph.tinggi,
    )


def _draw_columns(
    table: Table, columns: Sequence[Column], rows: Sequence[Row], headings: Sequence[str]
) -> tuple[SeriesView, ...]:
    """Return a series for each column, with a point for each row."""
    return tuple(
        _series(heading, [(table.cell(row, column.kolom), column) for row in rows])
        for heading, column in zip(headings, columns, strict=True)
    )


def _draw_rows(
    table: Table, columns: Sequence[Column], rows: Sequence[Row], names: Sequence[str]
) -> tuple[SeriesView, ...]:
    """Return a series for each row, with a point for each column."""
    return tuple(
        _series(name, [(table.cell(row, column.kolom), column) for column in columns])
        for name, row in zip(names, rows, strict=True)
    )


def _series(name: str, cells: Sequence[tuple[Cell, Column]]) -> SeriesView:
    """Return a series: each number as it is printed, without its unit, and the printed text."""
    numbers = tuple(_printed_number(cell, column) for cell, column in cells)
    texts = tuple(
        # Without its unit, which stands in the legend or the heading.
        format_besaran(column.jenis, cell.besaran, column.desimal) if cell.besaran else ""
        for cell, column in cells
    )
    return SeriesView(name, numbers, texts)


def _printed_number(cell: Cell, column: Column) -> Decimal | None:
    # A dash is no nought: the line of a graph has a gap there.
    if cell.besaran is None or cell.teks.strip() in ("", "-"):
        return None
    number = Decimal(cell.besaran.angka)
    # The number as printed, so that the point and its label agree.
    return number if column.desimal is None else round_half_up(number, column.desimal)


def _name_rows(table: Table, rows: Sequence[Row], resolve: Resolve) -> list[str]:
    naming = table.naming
    if not naming:
        return [row.id for row in rows]
    column = table.columns[table.index[naming]]
    names = [plain_line(resolve(table.cell(row, naming).teks, row, column)) for row in rows]
    return [name or row.id for name, row in zip(names, rows, strict=True)]


def _name_columns(columns: Sequence[Column]) -> list[str]:
    """Name columns by the parts of their headings in which they differ: the years."""
    paths = [tuple(plain_line(part) for part in column.judul) for column in columns]
    depth = min((len(path) for path in paths), default=0)
    # What all headings share (`Target`) is in the caption already.
    shared = {level for level in range(depth) if len({path[level] for path in paths}) == 1}
    return [_join_parts(path, shared) for path in paths]


def _join_parts(path: tuple[str, ...], shared: Collection[int]) -> str:
    """Return the parts of a heading that are its own, or all where none is."""
    parts = [part for level, part in enumerate(path) if part and level not in shared]
    return " ".join(parts or path)


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
            # Without a row of its own above it, an indicator belongs to the last box.
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
        rank = levels.index(row.tingkat) if row.tingkat in levels else len(levels)
        above = [open_ones[level] for level in levels[:rank] if level in open_ones]
        # A parent that is no box (a total) does not count.
        own = parents[row.id] if parents[row.id] in parents else ""
        nested[row.id] = own or (above[-1] if above else "")
        for level in levels[rank:]:  # a new goal ends the targets of the one before
            open_ones.pop(level, None)
        if rank < len(levels):
            open_ones[row.tingkat] = row.id
    return nested


def _name_box(table: Table, row: Row, resolve: Resolve) -> str:
    naming = table.naming
    if not naming:
        return row.kode or row.id
    name = plain_line(
        resolve(table.cell(row, naming).teks, row, table.columns[table.index[naming]])
    )
    if not name:  # goals and targets may stand in a column of their own
        name = next(
            (
                plain_line(resolve(cell.teks, row, column))
                for column, cell in zip(table.columns, row.cells, strict=True)
                if column.jenis == "teks" and cell.teks.strip()
            ),
            row.id,
        )
    return name


def _indicator_lines(table: Table, row: Row, resolve: Resolve) -> list[str]:
    """Return the indicators of a row, from the column of that name."""
    # Where the indicator names the row, it is the box itself.
    if INDICATOR not in table.index or table.naming == INDICATOR:
        return []
    column = table.columns[table.index[INDICATOR]]
    text = plain_line(resolve(table.cell(row, INDICATOR).teks, row, column))
    return [f"• {text}"] if text else []
