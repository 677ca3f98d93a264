"""Which sheet holds which file.

Names, order, what each column means, and the hidden sheet that remembers it.

The hidden sheet `_renstra` says the version of the program, which document it is and, for each
sheet, its file, the columns and the SHA-256 of the canonical CSV at export. So import knows which
sheet a person changed, and which file changed meanwhile.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.load.project import read_facts
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import NumberError
from renstra_doc.workbook.cell import ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.model import Document

INDEX, MEMORY = "Daftar Isi", "_renstra"
MEMORY_HEADER = ("lembar", "berkas", "sha256", "kolom")
# Of the hidden sheet: a workbook of another layout is refused.
LAYOUT = "2"
# Excel takes sheet names of 31 letters without []:*?/\, and keeps “History” for itself.
MAX_NAME = 31
# A file that an import may write: the loader's own folders, no path that leads elsewhere.
SAFE_FILE = re.compile(r"(?:(?:naskah|tabel|referensi)/)?[^\W.][\w .()-]{0,120}\.csv")
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_RESERVED = frozenset({INDEX.lower(), MEMORY.lower(), "history"})
FACTS = "dokumen.csv"
IDENTITY = ("nama_berkas", "opd")
_FIRST = (FACTS,)
_LAST = (
    "struktur-organisasi.csv",
    "grafik.csv",
    "tabel/tabel.csv",
    "tabel/kolom.csv",
    "aturan.csv",
    "pengecualian.csv",
    "pemetaan.csv",
)

FILE_NOTES = {
    "dokumen.csv": "Fakta tentang dokumen: nama, pejabat, tanggal, periode",
    "tabel/tabel.csv": "Daftar tabel: nomor, judul, sumber, orientasi",
    "tabel/kolom.csv": "Kolom setiap tabel: judul, jenis isi, lebar, perataan",
    "struktur-organisasi.csv": "Kotak bagan organisasi",
    "grafik.csv": "Grafik: tabel, baris dan kolom yang ditunjukkan, jenisnya",
    "aturan.csv": "Aturan pemeriksaan",
    "pengecualian.csv": "Temuan yang diterima, dengan alasannya",
    "pemetaan.csv": "Baris lama menjadi baris mana: ganti nama, pecah, gabung, pindah",
    "halaman.csv": "Nomor halaman hasil ukur; ditulis oleh program, jangan diubah",
}
KIND_NOTES = {
    "teks": "teks; *miring*, **tebal**, {{ … }} mengambil angka dari data",
    "urut": "nomor urut: # berarti nomor berikutnya, #. mencetak titik sesudahnya",
    "cacah": "bilangan utuh",
    "desimal": "bilangan desimal, misalnya 5,88",
    "persen": "persentase dengan tanda %, misalnya 0,60%",
    "rupiah": "rupiah utuh tanpa sen",
    "kuantitas": "bilangan dan satuan, misalnya 15 orang",
    "target": "bilangan, persentase, bilangan dan satuan, atau predikat (BB)",
}
_ROW_NOTES = {
    "id": "Pengenal baris, unik di lembar ini. Terkunci: yang sudah ada jangan diubah.",
    "tingkat": (
        "Kosong = baris biasa; tujuan, sasaran, urusan, program, kegiatan, sub_kegiatan, "
        "indikator, kelompok, jumlah"
    ),
    "induk": "id baris induknya",
    "kode": "Kode resmi, sebagai teks",
    "entitas": "Kunci hal yang dibicarakan baris ini; baris berkunci sama dibandingkan",
}
_NOTES: Mapping[str, Mapping[str, str]] = {
    "dokumen.csv": {
        "kunci": "Nama fakta. Terkunci.",
        "nilai": "Isinya; tanggal ditulis tahun-bulan-hari",
    },
    "naskah": {
        "id": "Pengenal blok, unik di seluruh naskah. Terkunci.",
        "jenis": "Jenis blok: bab, subbab, paragraf, butir, tabel …",
        "tingkat": "Kedalaman: 1, 2 atau 3",
        "penanda": "Contoh nomor atau tanda pertama, misalnya 1. atau a); program yang menghitung",
        "gaya": "Kosong, atau nama gaya paragraf di templat",
        "acuan": "Tabel, bagian, daftar, grafik, atau berkas gambar yang dirujuk",
        "teks": "Isi yang dicetak; *miring*, **tebal**, {{ … }} mengambil angka dari data",
        "sumber": "Baris sumber di bawah gambar",
        "alternatif": "Teks pengganti bagi pembaca yang tidak melihat gambarnya",
        "lebar": "Lebar gambar dalam mm; kosong = menurut ukurannya",
    },
    "grafik.csv": {
        "id": "Pengenal grafik. Terkunci.",
        "tabel": "id tabel yang ditunjukkan",
        "baris": "id baris, atau syarat seperti tingkat=program; kosong = semua kecuali jumlah",
        "kolom": "Nama kolom berangka; * berarti semua yang cocok, misalnya rp_*",
        "jenis": "batang, garis atau lingkaran",
        "judul": "Judul grafik",
        "sumber": "Baris sumber di bawah grafik",
        "nomor": "Kosong = dihitung program, - = tanpa nomor, atau nomor seperti dicetak",
        "deret": "Kosong, baris atau kolom: yang menjadi deret",
        "tinggi": "Tinggi dalam mm; kosong = biasa",
    },
    "tabel/tabel.csv": {
        "id": "Pengenal tabel. Terkunci.",
        "nomor": "Nomor tabel seperti dicetak; kosong = dihitung program, - = tanpa nomor",
        "judul": "Judul tabel",
        "label": "Baris pertama judul, bila bukan “Tabel” dan nomornya",
        "sumber": "Baris sumber di bawah tabel",
        "orientasi": "potret atau lanskap",
        "gaya": "Tabel contoh di templat",
    },
    "tabel/kolom.csv": {
        "tabel": "id tabel. Terkunci.",
        "kolom": "Nama kolom di lembar tabelnya. Terkunci.",
        "judul": "Judul kolom; tingkat dipisah dengan “ > ”",
        "nomor": "Isi baris nomor kolom",
        "jenis": f"Jenis isi: {', '.join(KIND_NOTES)}",
        "desimal": "Banyaknya desimal yang dicetak; kosong = seperti ditulis",
        "lebar": "Lebar dalam mm",
        "rata": "kiri, tengah, kanan atau penuh",
        "gabung": "Kosong, tegak, datar, atau tegak datar",
        "tampil": "ya (atau kosong) atau tidak",
    },
}


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet: its name, its file, the file's columns, and the canonical file's hash at export."""

    name: str
    file: str
    columns: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the hidden sheet says.

    The version of the program, the document (`identify_document`), the sheets; `bases` are the
    files as they were exported, for a merge with what others changed meanwhile.
    """

    version: str
    document: str
    plans: tuple[SheetPlan, ...]
    bases: Mapping[str, bytes] = field(default_factory=dict)


def identify_document(facts: RawTable | None) -> str:
    """Return what tells a document from another.

    The name of its file and the office, from `dokumen.csv`.
    """
    said = read_facts(facts)
    return ", ".join(text for key in IDENTITY if (text := plain_line(said.get(key, ""))))


def order_files(files: Iterable[str], document: Document) -> list[str]:
    """Return the files in the order of the sheets.

    Facts, text, tables as the document lists them, the rest.
    """
    tables = [table.file for table in document.tables.values()]
    rank = {name: place for place, name in enumerate((*_FIRST, *tables, *_LAST))}

    def key(file: str) -> tuple[bool, bool, int, str]:
        is_text = file.startswith("naskah/")
        return (
            # Facts, then the narrative by its names, then everything else by its rank.
            file not in _FIRST,
            not is_text and file not in _FIRST,
            rank.get(file, len(rank)),
            file,
        )

    return sorted(files, key=key)


def name_sheets(files: Iterable[str]) -> dict[str, str]:
    """Return a sheet name for each file.

    Its stem, legal for Excel, unique without regard to case.
    """
    taken = set(_RESERVED)
    names: dict[str, str] = {}
    for file in files:
        stem = (
            # Nor does Excel take an apostrophe at either end of a name.
            _BAD_IN_NAME.sub("_", file.rpartition("/")[2].removesuffix(".csv")).strip("'")
            or "lembar"
        )
        # Cut first and then told apart: two long names may be alike in their first 31 letters.
        number, name = 1, stem[:MAX_NAME].strip("'")
        while name.lower() in taken:
            number += 1
            suffix = f" ({number})"
            # Long ids often differ only at their end, which 31 letters cut off.
            name = f"{stem[: MAX_NAME - len(suffix)]}{suffix}"
        taken.add(name.lower())
        names[file] = name
    return names


def key_columns(file: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that identify a row of a file; none where only its place does."""
    present = set(columns)
    for keys in (("tabel", "kolom"),) if file == "tabel/kolom.csv" else (("id",), ("kunci",)):
        if present >= set(keys):
            return keys
    return ()


def read_kinds(records: Iterable[Mapping[str, str]]) -> dict[str, dict[str, ColumnKind]]:
    """Return the kind of each column that holds quantities, by the table's file.

    From the records of `kolom.csv`.
    """
    said = {"ya": True, "tidak": False}
    kinds: dict[str, dict[str, ColumnKind]] = {}
    for record in records:
        if record.get("jenis") in NUMERIC_KINDS:
            kinds.setdefault(f"tabel/{record.get('tabel', '')}.csv", {})[
                record.get("kolom", "")
            ] = ColumnKind(record["jenis"], said.get(record.get("ribuan", "")))
    return kinds


def explain_file(file: str, document: Document) -> str:
    """Return in one line what a file holds."""
    for table in document.tables.values():
        if table.file == file:
            named = ": ".join(filter(None, (table.printed_label, table.judul)))
            return print_text(named, document)
    if file.startswith("naskah/"):
        blocks = [block for block in document.blocks if block.place.file == file]
        titles = [block.teks for block in blocks if block.jenis in ("bab", "judul") and block.teks]
        return print_text(f"Naskah: {titles[0]}", document) if titles else "Naskah"
    return FILE_NOTES.get(
        file, "Rujukan untuk pemeriksaan" if file.startswith("referensi/") else ""
    )


def explain_column(file: str, column: str, document: Document) -> str:
    """Return what a column holds, as the note on its heading; empty where its name says it."""
    for table in document.tables.values():
        if table.file == file and column in table.index:
            found = table.columns[table.index[column]]
            title = print_text(" > ".join(part for part in found.judul if part), document)
            hidden = "" if found.tampil else " (tidak dicetak)"
            return f"{title}{hidden}\nIsi: {KIND_NOTES.get(found.jenis, found.jenis)}"
        if table.file == file:
            return _ROW_NOTES.get(column, "")
    return _NOTES.get("naskah" if file.startswith("naskah/") else file, {}).get(column, "")


def print_text(text: str, document: Document) -> str:
    """Return a text of the document as it is printed, in one line.

    An expression that cannot be resolved stays.
    """
    if "{{" in text:
        evaluator = Evaluator(Facts(document).names(), show_marked)
        with suppress(ExpressionError, NumberError):
            text = evaluator.resolve(text)
    return plain_line(text)
