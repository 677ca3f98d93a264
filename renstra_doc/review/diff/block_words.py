"""What a block of the text prints, shows or refers to, in words: no id, no name of a file's column.

Used where two editions are compared: what the data calls `produksi_*` a reader calls by headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.graphs import select_columns, select_rows
from renstra_doc.review.readable import read_text
from renstra_doc.review.spot import KINDS
from renstra_doc.review.wording import caption, name_row, near_heading, show_heading

if TYPE_CHECKING:
    from renstra_doc.model import Block, Table
    from renstra_doc.model.values import Graph
    from renstra_doc.review.edition import Edition

# Columns of a drawn thing that name parts of the data.
ROWS, COLUMNS, TABLE = "baris", "kolom", "tabel"


def print_block(edition: Edition, block: Block) -> str:
    """Return what a block prints: its text, the caption of its table, the title of its graph."""
    if block.jenis == "tabel":
        return caption(edition, edition.document.tables[block.acuan])
    return print_text(edition, block) or name_source(edition, block)


def print_text(edition: Edition, block: Block) -> str:
    """Return the text of a block as it is printed."""
    return edition.texts.get(block.id, "") or read_text(edition.show(block.teks))


def name_source(edition: Edition, block: Block) -> str:
    """Return what a block refers to by its name; of one that refers to nothing what it is."""
    document, acuan = edition.document, block.acuan
    if acuan in document.tables:
        return caption(edition, document.tables[acuan])
    graph = document.graphs.get(acuan) if block.jenis == "grafik" else None
    if graph is not None:
        return read_text(edition.show(graph.judul)) or KINDS["grafik"]
    if block.jenis == "bagian":
        return acuan.replace("-", " ")
    return acuan if block.jenis == "gambar" else KINDS.get(block.jenis, "") or block.jenis


def name_kind(jenis: str) -> str:
    """Return what a kind of block is called."""
    return jenis.replace("_", " ")


def show_field(edition: Edition, block: Block, name: str, text: str) -> str:
    """Return a field of a drawn thing as it is read: of rows and columns their names."""
    graph = edition.document.graphs.get(block.acuan) if block.jenis == "grafik" else None
    table = None if graph is None else edition.document.tables.get(graph.tabel)
    if graph is not None and table is not None and name in (ROWS, COLUMNS, TABLE):
        return _name_part(edition, graph, table, name)
    return text if name == "alternatif" else read_text(edition.show(text))


def _name_part(edition: Edition, graph: Graph, table: Table, name: str) -> str:
    if name == TABLE:
        return caption(edition, table)
    if name == ROWS:
        return "; ".join(name_row(edition, table, row) for row in select_rows(graph, table))
    columns = select_columns(graph, table)
    return "; ".join(near_heading(show_heading(edition, column)) for column in columns)
