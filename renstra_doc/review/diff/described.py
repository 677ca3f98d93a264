"""A block, a box or a cell as a change: what it is called, where it stands, what its values are.

Values are told as they are; who knows better how they are read says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.compose import chart_name
from renstra_doc.place import Place
from renstra_doc.review.diff.change import BlockChange, BoxChange, CellChange, Kind
from renstra_doc.review.wording import name_row, name_table, show_heading

if TYPE_CHECKING:
    from renstra_doc.model import Block, Box, Column, Row, Table
    from renstra_doc.review.edition import Edition

    Texts = tuple[str, str]


def describe_block(
    kind: Kind, edition: Edition, block: Block, values: Texts, column: str = ""
) -> BlockChange:
    """Return the change of a block, or of a field of it, in the edition that has it."""
    return BlockChange(
        kind,
        block.id,
        *values,
        Place(block.place.file, block.place.line, column or block.place.column),
        column=column,
        bab=edition.bab.get(block.id, ""),
        old_text=values[0],
        new_text=values[1],
        jenis=block.jenis,
        spot=edition.spots.get(block.id, ""),
    )


def find_chart(edition: Edition, name: str | None = None) -> str:
    """Return the block that prints the chart of a name, or the first chart; or nothing."""
    blocks = [block for block in edition.document.blocks if block.jenis == "bagan"]
    return next((block.id for block in blocks if name in (None, chart_name(block))), "")


def describe_box(
    kind: Kind, edition: Edition, box: Box, values: Texts, column: str = ""
) -> BoxChange:
    """Return the change of a box of the chart, or of a field of it."""
    return BoxChange(
        kind,
        box.id,
        *values,
        Place(box.place.file, box.place.line, column or "jabatan"),
        column=column,
        bab=edition.bab.get(find_chart(edition, box.bagan), ""),
        old_text=values[0],
        new_text=values[1],
        name=edition.show(box.jabatan),
    )


def describe_cell(
    edition: Edition, table: Table, row: Row, column: Column, values: Texts
) -> CellChange:
    """Return the change of a cell; how much more or less it says is not yet reckoned."""
    return CellChange(
        Kind.CHANGED,
        row.id,
        *values,
        table.cell_place(row, column.kolom),
        column=column.kolom,
        bab=edition.bab_of_table(table.id),
        old_text=values[0],
        new_text=values[1],
        table=name_table(table),
        row=name_row(edition, table, row),
        heading=show_heading(edition, column),
        jenis=column.jenis,
    )
