"""Open: a foreign file → its tables, by what it is and not by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input
from renstra_doc.intake.read_sheets import read_csv_table, read_workbook_tables
from renstra_doc.intake.side_tables import part_sides
from renstra_doc.intake.source_limits import refuse_dense

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.intake.source import SourceTable

SHEETS, TEXTS, DOCUMENTS = (".xlsx", ".xlsm"), (".csv", ".tsv", ".txt"), (".docx",)
OTHERS = {
    ".pdf": "isi PDF tidak berbaris dan berkolom; buka di Word (File > Open mengubahnya) "
    "atau salin tabelnya ke Excel, lalu impor hasilnya",
    ".xls": "buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx",
    ".ods": "di LibreOffice: File > Save As, pilih Excel Workbook (.xlsx)",
    ".doc": "buka di Word, lalu simpan sebagai .docx",
    ".docm": "buka di Word, lalu simpan sebagai Dokumen Word (.docx)",
    ".dotx": "buka di Word, lalu simpan sebagai Dokumen Word (.docx)",
    ".dotm": "buka di Word, lalu simpan sebagai Dokumen Word (.docx)",
    ".rtf": "buka di Word, lalu simpan sebagai Dokumen Word (.docx)",
    ".odt": "di LibreOffice: File > Save As, pilih Word (.docx)",
}


def read_source(path: Path) -> list[SourceTable]:
    """Read the tables of a foreign file; InputError where it cannot be read, with a way forward."""
    suffix = path.suffix.lower()
    _refuse_missing(path)
    if suffix in SHEETS:
        found = read_workbook_tables(path)
    elif suffix in DOCUMENTS:
        from renstra_doc.intake.read_word import read_word_tables  # noqa: PLC0415 — only Word files need it

        found = read_word_tables(path)
    elif suffix in TEXTS:
        found = read_csv_table(path)
    else:
        hint = OTHERS.get(suffix, "simpan sebagai .xlsx, .csv atau .docx")
        message = f"berkas {suffix or 'tanpa akhiran'} tidak dapat diimpor"
        raise refuse_input(path.name, message, hint)
    if not found:
        hint = "periksa berkasnya; tabel yang berupa gambar tidak terbaca: ketik ulang ke Excel"
        raise refuse_input(path.name, "tidak ada tabel di berkas ini", hint)
    refuse_dense(found)
    if suffix in DOCUMENTS:
        return found
    return [side for table in found for side in part_sides(table)]


def _refuse_missing(path: Path) -> None:
    """Raise InputError where there is no file to be read: nothing, a folder, a pipe."""
    if not path.is_file():
        message = "ini bukan berkas biasa" if path.exists() else "berkas tidak ditemukan"
        raise refuse_input(str(path), message, "periksa nama berkas dan foldernya")
