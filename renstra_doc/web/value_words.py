"""Values of the data that are names of the program, in the words of a person who reads them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_WORDS: Mapping[str, str] = MappingProxyType({})
# Kinds of rules (docs/aturan.md), each as what it asserts. A kind of a plug-in keeps its name.
RULES = {
    "jumlah_anak": "Baris = jumlah baris di bawahnya",
    "jumlah_menurun": "Baris jumlah = jumlah baris tabel",
    "jumlah_mendatar": "Kolom = jumlah kolom lain",
    "jumlah_tabel": "Jumlah = baris tabel lain",
    "nilai_terakhir": "Nilai akhir = nilai tahun terakhir",
    "rincian": "Banyaknya = rincian dalam teks",
    "hasil_kali": "Kolom = kolom lain kali faktor",
    "rasio": "Rasio = pembilang dibagi penyebut",
    "rata_pertumbuhan": "Rata-rata pertumbuhan",
    "arah": "Nilai mengikuti arah indikator",
    "sama": "Dua tabel mencetak nilai yang sama",
    "sama_skala": "Nilai sama dalam satuan uang lain",
    "kembar": "Baris kembar bernilai sama",
    "indikator_sama": "Indikator sama bernilai sama",
    "angka_naskah": "Angka kalimat = angka data",
    "angka_diketik": "Angka naskah diambil dari tabel",
    "persamaan": "Dua hitungan sama nilainya",
    "urutan_fakta": "Fakta dokumen berurutan",
    "masa_fakta": "Tahun dalam fakta = masa dokumen",
    "fakta_naskah": "Fakta dalam naskah = fakta dokumen",
    "peraturan_sama": "Peraturan disebut dengan nomor sama",
    "tahun_naskah": "Tahun dalam naskah ialah tahun",
    "tahun_kepala": "Tahun di kepala kolom berurutan",
    "masa_tabel": "Tahun kalimat = tahun tabelnya",
    "tabel_berikut": "Tabel yang disebut berikut ada",
    "acuan_silang": "Tabel yang disebut naskah ada",
    "nomor_tabel": "Nomor tabel urut",
    "daftar_terbit": "Daftar isi terbit = judul dokumen",
    "sistematika": "Daftar bab = judul bab",
    "terbilang": "Angka = ejaannya",
    "urut": "Nomor baris urut",
    "banyak_baris": "Banyaknya baris tetap",
    "kode_induk": "Kode diawali kode di atasnya",
    "tingkat": "Jenjang di bawah jenjang induknya",
    "nomenklatur": "Nama = nomenklatur resmi",
    "satuan_tetap": "Satuan sepanjang baris sama",
    "rentang": "Nilai dalam rentang wajar",
    "berpasangan": "Target dan pagu berpasangan",
}
WEIGHTS = {"": "(yang biasa)", "error": "galat", "warning": "peringatan", "info": "catatan"}
VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "aturan.csv": {"jenis": RULES, "bobot": WEIGHTS},
}


def list_words(file: str, column: str) -> Mapping[str, str]:
    """Return the words for the values of a column, by value; none where it holds a person's own."""
    return VALUES.get(file, {}).get(column, NO_WORDS)


def list_values(file: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a person chooses from in a form, by column: each value and its words."""
    return {name: list(words.items()) for name, words in VALUES.get(file, {}).items()}
