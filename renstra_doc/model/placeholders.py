"""What still waits for a text.

The `[petunjuk]` that a starting form puts where a person has to write.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Block, Document, Table
    from renstra_doc.place import Place

# In brackets, with a letter first: `[1]` refers to something, `[nama program]` asks for something;
# `[situs](https://…)` is a link.
_PLACEHOLDER = re.compile(r"\[\*{0,2}[^\W\d_][^\[\]]*\](?!\()")


def find_placeholders(document: Document) -> tuple[Place, ...]:
    """Return each place that still holds an instruction, in printed order.

    Facts, blocks, tables, cells and boxes may.
    """
    facts = ((document.fact_places.get(key), text) for key, text in document.dokumen.items())
    blocks = chain.from_iterable(map(_texts_of_block, document.blocks))
    boxes = ((box.place, box.jabatan) for box in document.boxes)
    tables = chain.from_iterable(map(_texts_of, document.tables.values()))
    pairs = chain(facts, blocks, tables, boxes)
    return tuple(
        place
        for place, text in pairs
        # The plain search first: hardly any of some thousand cells holds a bracket.
        if place is not None and "[" in text and _PLACEHOLDER.search(text)
    )


def _texts_of_block(block: Block) -> Iterator[tuple[Place, str]]:
    """Yield the text of a block, and what a picture still waits for: `[lambang daerah]`."""
    yield block.place, block.teks
    if block.jenis == "gambar":
        yield replace(block.place, column="acuan"), block.acuan


def _texts_of(table: Table) -> Iterator[tuple[Place, str]]:
    yield table.place, f"{table.judul} {table.sumber}"
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield table.cell_place(row, column.kolom), cell.teks
