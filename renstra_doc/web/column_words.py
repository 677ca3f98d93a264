"""Columns by their headings, or in words, on the page: never by their names in the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.model.waivers import RULE as WAIVED
from renstra_doc.web.content import name_file, table_of
from renstra_doc.words.markup import plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.values import Column, Table
    from renstra_doc.web.snapshot import Snapshot

# What a column is called that no printed heading names, where that is not its name with a capital.
WORDS = {
    "id": "Nama baris",
    "tingkat": "Jenjang",
    "induk": "Baris di atasnya",
    "entitas": "Nama bersama",
    "penanda": "Bentuk nomor",
    "gaya": "Rupa di Word",
    "acuan": "Yang dirujuk",
    "alternatif": "Uraian gambar",
    "kunci": "Fakta",
    "nilai": "Isi",
    "label": "Sebutan",
    "orientasi": "Arah halaman",
    "lebar": "Lebar (mm)",
    "tinggi": "Tinggi (mm)",
    "desimal": "Banyak desimal",
    "rata": "Perataan",
    "gabung": "Sel yang digabung",
    "tampil": "Dicetak",
    "arah": "Arah nilai",
    "toleransi": "Selisih yang boleh",
    "dasar": "Dasar aturan",
    "harapan": "Angka seharusnya",
    "nyata": "Angka tercetak",
    "dokumen": "Dokumen dasar",
    "instansi": "Instansi yang memutuskan",
}
# What is to be known of such a column, below its field.
HINTS = {
    "id": "nama baris ini di data: huruf kecil, angka, tanda hubung; bila diganti, baris di "
    "bawahnya ikut, tetapi tidak aturan, pengecualian dan kalimat yang menyebutnya",
    "tingkat": "program, kegiatan, sub_kegiatan atau jumlah; di naskah 1, 2 atau 3",
    "induk": "nama baris di atasnya, yang menjumlahkan baris ini",
    "entitas": "nama yang sama di tabel lain: kedua tabel lalu diperbandingkan",
    "penanda": "nomor atau tanda pertama, sebagai contoh: 1. atau a. atau -",
    "acuan": "tabel, gambar atau bagian yang ditunjuk",
    "gaya": "nama gaya di templat Word; kosong: yang biasa",
    "alternatif": "uraian gambar bagi yang tidak melihatnya",
}
# A name that no sentence has: `rp_2026`, `target_akhir`.
_NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def call_column(name: str) -> str:
    """Return what a column of the data is called where no printed heading names it."""
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def name_columns(document: Document, finding: Finding, text: str) -> str:
    """Return a text about a finding in which the columns of its table bear their headings.

    In: `kolom rp_2026, rp_2027`. Out: `kolom “2026 > Rp”, “2027 > Rp”`. What a waiver is for is
    called by its table, row and heading.
    """
    if finding.rule == WAIVED:
        return _name_waived(document, finding, text)
    heads = _head_columns(table_of(document, finding.place.file))

    def name(found: re.Match[str]) -> str:
        return f"“{heads[found[0]]}”" if found[0] in heads else found[0]

    return _NAME.sub(name, text) if heads else text


def _name_waived(document: Document, finding: Finding, text: str) -> str:
    """Return a text about a waiver that calls the place it is for as a person does."""
    waiver = next((each for each in document.waivers if each.place == finding.place), None)
    table = document.tables.get(waiver.tabel) if waiver is not None else None
    if waiver is None or table is None:
        return text
    place = _join_place(table.called, table, waiver.baris, waiver.kolom)
    return text.replace(f"({waiver.named})", f"({place})")


def call_place(now: Snapshot, berkas: str, baris: str, kolom: str) -> str:
    """Return a place as a person calls it: the table or chapter, its row, its column."""
    table = table_of(now.document, berkas)
    title = name_file(now, berkas, table) if berkas in now.raw.tables else berkas
    return _join_place(title, table, baris, kolom)


def _join_place(title: str, table: Table | None, baris: str, kolom: str) -> str:
    row = table.row_by_id.get(baris) if table is not None else None
    called = row_name(table, row) if table is not None and row is not None else baris
    head = _head_columns(table).get(kolom) or call_column(kolom)
    return " · ".join(filter(None, (title, called, head)))


def _head_columns(table: Table | None) -> Mapping[str, str]:
    columns = table.columns if table is not None else ()
    heads = {column.kolom: join_heading(column) for column in columns}
    # Columns without a heading keep their name: an empty quotation would say nothing.
    return {name: head for name, head in heads.items() if head}


def join_heading(column: Column) -> str:
    """Return the heading of a column in one line: `2026 > Rp`."""
    return " > ".join(plain_line(part) for part in column.judul if part)
