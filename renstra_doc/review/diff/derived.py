"""What is printed otherwise although its own datum is the same.

Figures in texts, cells and boxes, and numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.model.cells import write_cell
from renstra_doc.place import Place
from renstra_doc.review.diff.change import (
    CAPTION,
    COLUMNS,
    FACTS,
    OUTSIDE,
    ROWS,
    ColumnChange,
    Kind,
    TableChange,
)
from renstra_doc.review.diff.described import (
    describe_block,
    describe_box,
    describe_cell,
    find_chart,
)
from renstra_doc.review.diff.drawn import find_redrawn
from renstra_doc.review.diff.moves import rank_ids
from renstra_doc.review.diff.trace import DESCRIPTION, Tracer
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import (
    heading_of,
    name_table,
    show_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Cell, Column, Row, Table
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.trace import Need
    from renstra_doc.review.edition import Edition

CAPTION_FIELDS = ("label", "judul", "sumber")


@dataclass(frozen=True, slots=True)
class Derived:
    """A change of what is printed, and what it was made from."""

    change: Change
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a text prints in both editions, and what it needs for its figures."""

    texts: tuple[str, str]
    needs: frozenset[Need]


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """A column that both editions have: its table and itself in both, its place in the order."""

    tables: tuple[Table, Table]
    columns: tuple[Column, Column]
    order: tuple[int, ...]


class EditionWalk:
    """Two editions with what is asked of them again and again."""

    def __init__(self, old: Edition, new: Edition) -> None:
        """Take both editions."""
        self.old, self.new = old, new
        self.tracers = Tracer(old.document), Tracer(new.document)
        self.ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))

    def compare(self, former: str | None, text: str) -> Figures | None:
        """Return what a text prints in both editions by its figures.

        None where the text itself is another one, or prints the same.
        """
        if "{{" not in text or former != text:
            return None
        before, after = (tracer.resolve(text) for tracer in self.tracers)
        texts = read_text(before[0]), read_text(after[0])
        return Figures(texts, before[1] | after[1]) if texts[0] != texts[1] else None

    def printed_cells(self, table: Table, row: Row, kolom: str) -> tuple[str | None, str | None]:
        """Return what both editions print in a cell; None where one prints it not at all."""
        key = (table.id, row.id, kolom)
        return self.old.cells.get(key), self.new.cells.get(key)

    def rank(self, table: Table) -> tuple[int, int]:
        """Return where a table stands in the order of both editions."""
        # A table that no block prints stands after all blocks.
        return self.ranks.get(self.new.printed_by.get(table.id, ""), (len(self.ranks), 0))

    def tables(self) -> Iterator[tuple[Table, Table]]:
        """Yield the tables that both editions have."""
        for table in self.new.document.tables.values():
            former = self.old.document.tables.get(table.id)
            if former is not None:
                yield former, table

    def columns(self) -> Iterator[ColumnPair]:
        """Yield the columns that both editions have."""
        for former, table in self.tables():
            for number, column in enumerate(table.columns):
                if column.kolom in former.index:
                    pair = former.columns[former.index[column.kolom]], column
                    order = (*self.rank(table), COLUMNS, number, 0)
                    yield ColumnPair((former, table), pair, order)


def find_derived(old: Edition, new: Edition) -> list[Derived]:
    """Return what takes other figures, and columns that print otherwise.

    Texts, boxes, captions, headings and cells take figures.
    """
    walk = EditionWalk(old, new)
    found = (
        _derived_blocks,
        _derived_boxes,
        _redrawn_figures,
        _derived_captions,
        _derived_headings,
        _derived_cells,
        _reprinted_columns,
    )
    return [derived for find in found for derived in find(walk)]


# Figures


def _derived_blocks(walk: EditionWalk) -> Iterator[Derived]:
    for block in walk.new.document.blocks:
        former = walk.old.blocks.get(block.id)
        # Most blocks print the same: only the others are worked out in both editions.
        if former is None or walk.old.texts.get(block.id) == walk.new.texts.get(block.id):
            continue
        if found := walk.compare(former.teks, block.teks):
            change = describe_block(Kind.CHANGED, walk.new, block, found.texts, "teks")
            order = (*walk.ranks[block.id], FACTS)
            yield Derived(replace(change, order=order), found.needs)


def _derived_boxes(walk: EditionWalk) -> Iterator[Derived]:
    former = {box.id: box for box in walk.old.document.boxes}
    chart = walk.ranks.get(find_chart(walk.new), OUTSIDE)
    for number, box in enumerate(walk.new.document.boxes):
        for name in ("jabatan", "jumlah"):
            text = getattr(former.get(box.id), name, None)
            if found := walk.compare(text, getattr(box, name)):
                change = describe_box(Kind.CHANGED, walk.new, box, found.texts, name)
                yield Derived(replace(change, order=(*chart, CAPTION, number)), found.needs)


def _redrawn_figures(walk: EditionWalk) -> Iterator[Derived]:
    for change, needs in find_redrawn(walk.old, walk.new):
        yield Derived(replace(change, order=(*walk.ranks[change.id], FACTS)), needs)


def _derived_captions(walk: EditionWalk) -> Iterator[Derived]:
    for former, table in walk.tables():
        for number, name in enumerate(CAPTION_FIELDS):
            if found := walk.compare(getattr(former, name), getattr(table, name)):
                place = Place(table.place.file, table.place.line, name)
                change = _table_change(walk, table, found.texts, place)
                order = (*walk.rank(table), CAPTION, number)
                yield Derived(replace(change, column=name, order=order), found.needs)


def _table_change(
    walk: EditionWalk, table: Table, texts: tuple[str, str], place: Place
) -> TableChange:
    return TableChange(
        Kind.CHANGED,
        table.id,
        *texts,
        place,
        table=name_table(table),
        bab=walk.new.bab_of_table(table.id),
        old_text=texts[0],
        new_text=texts[1],
    )


def _derived_headings(walk: EditionWalk) -> Iterator[Derived]:
    for pair in walk.columns():
        former, column = pair.columns
        found = walk.compare(heading_of(former), heading_of(column))
        if found and column.tampil:
            place = Place(column.place.file, column.place.line, "judul")
            yield Derived(printed_change(walk, pair, found.texts, place, "judul"), found.needs)


def _derived_cells(walk: EditionWalk) -> Iterator[Derived]:
    for former, table in walk.tables():
        for number, row in enumerate(table.rows):
            other = former.row_by_id.get(row.id)
            if other is not None:
                for place, column in enumerate(table.columns):
                    yield from _derived_cell(
                        walk, (former, table), (other, row), column, (number, 0, place)
                    )


def _derived_cell(
    walk: EditionWalk,
    tables: tuple[Table, Table],
    rows: tuple[Row, Row],
    column: Column,
    spot: tuple[int, int, int],
) -> Iterator[Derived]:
    former, table = tables
    is_there = column.kolom in former.index
    text = former.cell(rows[0], column.kolom).teks if is_there else None
    if found := walk.compare(text, table.cell(rows[1], column.kolom).teks):
        change = describe_cell(walk.new, table, rows[1], column, found.texts)
        order = (*walk.rank(table), ROWS, *spot)
        yield Derived(replace(change, order=order), found.needs)


def printed_change(
    walk: EditionWalk, pair: ColumnPair, texts: tuple[str, str], place: Place, attribute: str
) -> ColumnChange:
    """Return that a column prints otherwise, which nobody changed."""
    table, column = pair.tables[1], pair.columns[1]
    return ColumnChange(
        Kind.CHANGED,
        column.kolom,
        *texts,
        place,
        column=column.kolom,
        bab=walk.new.bab_of_table(table.id),
        old_text=texts[0],
        new_text=texts[1],
        order=pair.order,
        table=name_table(table),
        heading=show_heading(walk.new, column),
        attribute=attribute,
    )


def _reprinted_columns(walk: EditionWalk) -> Iterator[Derived]:
    """Yield an entry for each column whose description makes the same quantities look otherwise."""
    for pair in walk.columns():
        former, column = pair.columns
        if (former.jenis, former.desimal) == (column.jenis, column.desimal):
            continue
        cells = list(_cells_that_look_otherwise(walk, pair))
        if cells:
            row, texts = cells[0]
            place = pair.tables[1].cell_place(row, column.kolom)
            change = printed_change(walk, pair, texts, place, "cetakan")
            needs = frozenset({(DESCRIPTION, pair.tables[1].id, column.kolom)})
            yield Derived(replace(change, count=len(cells)), needs)


def _cells_that_look_otherwise(
    walk: EditionWalk, pair: ColumnPair
) -> Iterator[tuple[Row, tuple[str, str]]]:
    former, table = pair.tables
    column = pair.columns[1]
    for row in table.rows:
        other = former.row_by_id.get(row.id)
        before, after = walk.printed_cells(table, row, column.kolom)
        # Row numbers are told as numbering.
        if other is None or before is None or after is None or column.jenis == "urut":
            continue
        cells = former.cell(other, column.kolom), table.cell(row, column.kolom)
        if before != after and _is_same_datum(pair.columns, cells):
            yield row, (before, after)


def _is_same_datum(columns: tuple[Column, Column], cells: tuple[Cell, Cell]) -> bool:
    """Return whether a cell was not changed itself, and takes no figures from elsewhere."""
    old, new = (write_cell(*found) for found in zip(columns, cells, strict=True))
    return "{{" not in cells[1].teks and (old == new or cells[0].teks == cells[1].teks)
