"""The document that a file carries, with what each place of its data means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.returned.proposals import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model import Block, Column, Document, Row, Table
    from renstra_doc.place import Place
    from renstra_doc.review.edition import Edition


@dataclass(frozen=True, slots=True)
class CarriedData:
    """The document that a file carries, with what its places mean."""

    edition: Edition
    rows: Mapping[tuple[str, int], tuple[Table, Row]]
    blocks: Mapping[tuple[str, int], Block]
    tables: Mapping[int, Table]
    columns: Mapping[int, tuple[Table, Column]]
    graphs: Mapping[int, Block]
    records: Mapping[str, Mapping[int, Mapping[str, str]]]

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.edition.document

    def record(self, place: Place) -> Mapping[str, str]:
        """Return the line of a CSV file at a place."""
        return self.records.get(place.file, {}).get(place.line, {})


def read_places(
    edition: Edition, files: Mapping[str, Mapping[int, Mapping[str, str]]]
) -> CarriedData:
    """Index a document by the places of its data."""
    document = edition.document
    return CarriedData(
        edition,
        {
            (table.file, row.line): (table, row)
            for table in document.tables.values()
            for row in table.rows
        },
        {(block.place.file, block.place.line): block for block in document.blocks},
        {table.place.line: table for table in document.tables.values()},
        {
            column.place.line: (table, column)
            for table in document.tables.values()
            for column in table.columns
        },
        {
            document.graphs[block.acuan].place.line: block
            for block in document.blocks
            if block.jenis == "grafik" and block.acuan in document.graphs
        },
        files,
    )


def name_record(record: Mapping[str, str], file: str) -> str:
    """Return what a line of a CSV file is known by: its id or key, of a column table and name."""
    if file == COLUMNS:
        return " ".join(filter(None, (record.get("tabel"), record.get("kolom"))))
    return record.get("id") or record.get("kunci") or ""
