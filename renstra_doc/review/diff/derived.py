"""What is printed otherwise although its own datum is the same.

Figures in texts, cells and boxes, and numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.review.diff.change import (
    CAPTION,
    COLUMNS,
    FACTS,
    OUTSIDE,
    ROWS,
    BlockChange,
    BoxChange,
    CellChange,
    ColumnChange,
    Kind,
    TableChange,
)
from renstra_doc.review.diff.drawn import find_redrawn
from renstra_doc.review.diff.moves import rank_ids
from renstra_doc.review.diff.trace import DESCRIPTION, Tracer
from renstra_doc.review.readable import read_text
from renstra_doc.review.wording import (
    canonical_cell,
    heading_of,
    name_row,
    name_table,
    show_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Column, Row, Table
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.trace import Need
    from renstra_doc.review.edition import Edition

CAPTION_FIELDS = ("label", "judul", "sumber")


@dataclass(frozen=True, slots=True)
class Derived:
    """A change of what is printed, and what it was made from."""

    change: Change
    needs: frozenset[Need] = frozenset()


class EditionWalk:
    """Two editions with what is asked of them again and again."""

    def __init__(self, old: Edition, new: Edition) -> None:
        """Take both editions."""
        self.old, self.new = old, new
        self.tracers = Tracer(old.document), Tracer(new.document)
        self.ranks = rank_ids(tuple(old.blocks), tuple(new.blocks))

    def resolve(self, text: str) -> tuple[str, str, frozenset[Need]]:
        """Return a text with the figures of either edition, and what it needs for them."""
        before, after = (tracer.resolve(text) for tracer in self.tracers)
        return read_text(before[0]), read_text(after[0]), before[1] | after[1]

    def printed_cells(self, table: Table, row: Row, kolom: str) -> tuple[str | None, str | None]:
        """Return what both editions print in a cell; None where one prints it not at all."""
        key = (table.id, row.id, kolom)
        return self.old.cells.get(key), self.new.cells.get(key)

    def rank(self, table: Table) -> tuple[int, int]:
        """Return where a table stands in the order of both editions."""
        return self.ranks.get(self.new.printed_by.get(table.id, ""), (len(self.ranks), 0))

    def tables(self) -> Iterator[tuple[Table, Table]]:
        """Yield the tables that both editions have."""
        for table in self.new.document.tables.values():
            former = self.old.document.tables.get(table.id)
            if former is not None:
                yield former, table


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
        if former is None or former.teks != block.teks or "{{" not in block.teks:
            continue
        if walk.old.texts.get(block.id) == walk.new.texts.get(block.id):
            continue
        before, after, needs = walk.resolve(block.teks)
        if before != after:
            order = (*walk.ranks[block.id], FACTS)
            bab = walk.new.bab[block.id]
            change = BlockChange(
                Kind.CHANGED,
                block.id,
                before,
                after,
                block.place,
                column="teks",
                bab=bab,
                jenis=block.jenis,
                order=order,
                spot=walk.new.spots.get(block.id, ""),
                old_text=before,
                new_text=after,
            )
            yield Derived(change, needs)


def _derived_boxes(walk: EditionWalk) -> Iterator[Derived]:
    former = {box.id: box for box in walk.old.document.boxes}
    spot = next((block.id for block in walk.new.document.blocks if block.jenis == "bagan"), "")
    for number, box in enumerate(walk.new.document.boxes):
        for name in ("jabatan", "jumlah"):
            text: str = getattr(box, name)
            if "{{" not in text or box.id not in former or getattr(former[box.id], name) != text:
                continue
            before, after, needs = walk.resolve(text)
            if before != after:
                place = Place(box.place.file, box.place.line, name)
                order = (*walk.ranks.get(spot, OUTSIDE), CAPTION, number)
                change = BoxChange(
                    Kind.CHANGED,
                    box.id,
                    before,
                    after,
                    place,
                    name=walk.new.show(box.jabatan),
                    column=name,
                    bab=walk.new.bab.get(spot, ""),
                    old_text=before,
                    new_text=after,
                    order=order,
                )
                yield Derived(change, needs)


def _redrawn_figures(walk: EditionWalk) -> Iterator[Derived]:
    for change, needs in find_redrawn(walk.old, walk.new):
        yield Derived(replace(change, order=(*walk.ranks[change.id], FACTS)), needs)


def _derived_captions(walk: EditionWalk) -> Iterator[Derived]:
    for former, table in walk.tables():
        for number, name in enumerate(CAPTION_FIELDS):
            text: str = getattr(table, name)
            if "{{" not in text or getattr(former, name) != text:
                continue
            before, after, needs = walk.resolve(text)
            if before != after:
                place = Place(table.place.file, table.place.line, name)
                change = _table_change(walk, table, (before, after), place)
                order = (*walk.rank(table), CAPTION, number)
                yield Derived(replace(change, column=name, order=order), needs)


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
    for former, table in walk.tables():
        for number, column in enumerate(table.columns):
            text = heading_of(column)
            is_same = (
                column.kolom in former.index
                and heading_of(former.columns[former.index[column.kolom]]) == text
            )
            if "{{" not in text or not is_same or not column.tampil:
                continue
            before, after, needs = walk.resolve(text)
            if before != after:
                place = Place(column.place.file, column.place.line, "judul")
                change = printed_change(walk, table, column, (before, after), place)
                order = (*walk.rank(table), COLUMNS, number, 0)
                yield Derived(replace(change, attribute="judul", order=order), needs)


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
    text = table.cell(rows[1], column.kolom).teks
    if (
        "{{" not in text
        or column.kolom not in former.index
        or former.cell(rows[0], column.kolom).teks != text
    ):
        return
    before, after, needs = walk.resolve(text)
    if before != after:
        place = table.cell_place(rows[1], column.kolom)
        change = CellChange(
            Kind.CHANGED,
            rows[1].id,
            before,
            after,
            place,
            column=column.kolom,
            bab=walk.new.bab_of_table(table.id),
            old_text=before,
            new_text=after,
            order=(*walk.rank(table), ROWS, *spot),
            table=name_table(table),
            row=name_row(walk.new, table, rows[1]),
            heading=show_heading(walk.new, column),
            jenis=column.jenis,
        )
        yield Derived(change, needs)


def printed_change(
    walk: EditionWalk, table: Table, column: Column, texts: tuple[str, str], place: Place
) -> ColumnChange:
    """Return that a column prints otherwise, which nobody changed."""
    return ColumnChange(
        Kind.CHANGED,
        column.kolom,
        *texts,
        place,
        column=column.kolom,
        bab=walk.new.bab_of_table(table.id),
        old_text=texts[0],
        new_text=texts[1],
        table=name_table(table),
        heading=show_heading(walk.new, column),
    )


def _reprinted_columns(walk: EditionWalk) -> Iterator[Derived]:
    """Yield an entry for each column whose description makes the same quantities look otherwise."""
    for former, table in walk.tables():
        for number, column in enumerate(table.columns):
            other = (
                former.columns[former.index[column.kolom]] if column.kolom in former.index else None
            )
            if other is None or (other.jenis, other.desimal) == (column.jenis, column.desimal):
                continue
            cells = list(_cells_that_look_otherwise(walk, former, table, other, column))
            if cells:
                row, before, after = cells[0]
                place = table.cell_place(row, column.kolom)
                change = printed_change(walk, table, column, (before, after), place)
                order = (*walk.rank(table), COLUMNS, number, 0)
                needs = frozenset({(DESCRIPTION, table.id, column.kolom)})
                yield Derived(count_places(change, len(cells), order, "cetakan"), needs)


def _cells_that_look_otherwise(
    walk: EditionWalk, former: Table, table: Table, other: Column, column: Column
) -> Iterator[tuple[Row, str, str]]:
    for row in table.rows:
        old_row = former.row_by_id.get(row.id)
        if old_row is None:
            continue
        cells = former.cell(old_row, column.kolom), table.cell(row, column.kolom)
        is_same = (
            canonical_cell(other, cells[0]) == canonical_cell(column, cells[1])
            or cells[0].teks == cells[1].teks
        )
        before, after = walk.printed_cells(table, row, column.kolom)
        if before is None or after is None:
            continue
        if is_same and "{{" not in cells[1].teks and before != after and column.jenis != "urut":
            yield row, before, after


def count_places(
    change: ColumnChange, count: int, order: tuple[int, ...], attribute: str
) -> ColumnChange:
    """Return a change that stands for so many cells, at its place in the order."""
    return replace(change, count=count, order=order, attribute=attribute)
