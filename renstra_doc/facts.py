"""The facts that an expression may take from a document: `nilai`, `cacah`, `sebut`, `dokumen.KUNCI` …"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.expression import ExpressionError
from renstra_doc.numbers import format_angka, format_rupiah, format_tanggal, parse_tanggal, sebut, terbilang

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model import Document, Table


@dataclass(frozen=True, slots=True)
class Facts:
    """The names that expressions over a document may use."""

    document: Document

    def names(self) -> Mapping[str, object]:
        """Return every name with its value or function."""
        return {
            "dokumen": self.document.dokumen,
            "nilai": self.nilai,
            "cacah": self.cacah,
            "sebut": sebut,
            "terbilang": terbilang,
            "angka": format_angka,
            "rupiah": format_rupiah,
            "tanggal": show_date,
        }

    def nilai(self, tabel: str, baris: str, kolom: str) -> object:
        """Return the number of a cell, or its text where it holds none; ExpressionError for an unknown place."""
        table = self._table(tabel, kolom)
        row = table.row_by_id.get(baris)
        if row is None:
            message = f"baris “{baris}” tidak ada di tabel “{tabel}”"
            raise ExpressionError(message)
        cell = table.cell(row, kolom)
        return cell.besaran.angka if cell.besaran is not None else cell.teks

    def cacah(self, tabel: str, kolom: str) -> int:
        """Return how many rows of a table have a printed cell in a column."""
        table = self._table(tabel, kolom)
        return sum(1 for row in table.rows if table.cell(row, kolom).teks.strip())

    def _table(self, tabel: str, kolom: str) -> Table:
        table = self.document.tables.get(tabel)
        if table is None:
            message = f"tabel “{tabel}” tidak ada"
            raise ExpressionError(message)
        if kolom not in table.index:
            message = f"kolom “{kolom}” tidak ada di tabel “{tabel}”"
            raise ExpressionError(message)
        return table


def show_date(text: str) -> str:
    """Print an ISO date as `29 Januari 2021`; NumberError for anything else."""
    return format_tanggal(parse_tanggal(text))


def show_value(value: object) -> str:
    """Print the value of an expression: numbers in Indonesian form, texts as they are."""
    if isinstance(value, int | Decimal):
        return format_angka(value)
    if isinstance(value, str):
        return value
    message = f"ungkapan ini tidak menghasilkan teks atau angka ({type(value).__name__})"
    raise ExpressionError(message)
