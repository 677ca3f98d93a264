"""One slip in a sound budget, or between two tables of one budget, and all that is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from check_folder import run_check, say, write_folder

if TYPE_CHECKING:
    from pathlib import Path

SPEC = "uraian:teks rp_2021:rupiah rp_2022:rupiah"
BUDGET = """\
id,tingkat,induk,kode,entitas,uraian,rp_2021,rp_2022
p1,program,,1.06.02,,Program Pemberdayaan,30000,33000
k1,kegiatan,p1,1.06.02.2.01,,Kegiatan Karang Taruna,10000,11000
s1,sub_kegiatan,k1,1.06.02.2.01.01,,Pelatihan Pemuda,4000,4400
s2,sub_kegiatan,k1,1.06.02.2.01.02,,Lomba Antarkelurahan,6000,6600
k2,kegiatan,p1,1.06.02.2.02,,Kegiatan Lembaga Sosial,20000,22000
s3,sub_kegiatan,k2,1.06.02.2.02.01,,Pendataan Lembaga,8000,8800
s4,sub_kegiatan,k2,1.06.02.2.02.02,,Bantuan Lembaga,12000,13200
p2,program,,1.06.04,,Program Rehabilitasi,50000,55000
k3,kegiatan,p2,1.06.04.2.01,,Kegiatan Lanjut Usia,24000,26000
s5,sub_kegiatan,k3,1.06.04.2.01.01,,Penyediaan Permakanan,11000,12000
s6,sub_kegiatan,k3,1.06.04.2.01.02,,Penyediaan Sandang,13000,14000
k4,kegiatan,p2,1.06.04.2.02,,Kegiatan Anak Terlantar,26000,29000
s7,sub_kegiatan,k4,1.06.04.2.02.01,,Pengasuhan,26000,29000
t,jumlah,,,,Jumlah,80000,88000
"""
RULES = """\
anak,jumlah_anak,p,tingkat=program|kegiatan,rp_*,,,,
total,jumlah_menurun,p,tingkat=jumlah,rp_*,,,,
"""
PLAN = """\
id,tingkat,induk,kode,entitas,uraian,rp_2021,rp_2022
p1,program,,1.02,p-daya,Program Pemberdayaan,30,33
k1,kegiatan,p1,1.02.01,k-karang-taruna,Kegiatan Karang Taruna,10,11
k2,kegiatan,p1,1.02.02,k-lembaga,Kegiatan Lembaga Sosial,20,22
p2,program,,1.04,p-rehab,Program Rehabilitasi,60,66
k3,kegiatan,p2,1.04.01,k-lansia,Kegiatan Lanjut Usia,24,26
k4,kegiatan,p2,1.04.02,k-anak,Kegiatan Anak Terlantar,36,40
"""
JOIN = """\
sama,sama,p q,,rp_*,,,,
anak,jumlah_anak,p q,tingkat=program,rp_*,,,,
"""


class Slip(NamedTuple):
    """What is changed in the table, and everything that is told then."""

    name: str
    before: str
    after: str
    said: str


SLIPS = (
    Slip(
        "a code is lost",
        "s3,sub_kegiatan,k2,1.06.02.2.02.01",
        "s3,sub_kegiatan,k2,",
        """\
warning: tabel/p.csv, baris 7, kolom kode: Pendataan Lembaga: kode kosong, padahal baris di atas atau di bawahnya berkode
  → isi kodenya
""",
    ),
    Slip(
        "the code of a program is lost",
        "p2,program,,1.06.04,",
        "p2,program,,,",
        """\
warning: tabel/p.csv, baris 9, kolom kode: Program Rehabilitasi: kode kosong, padahal baris di atas atau di bawahnya berkode
  → isi kodenya
""",
    ),
    Slip(
        "a code holds a sign that is none of a code",
        "1.06.02.2.02.01,",
        "1.06.02.2.02/01,",
        """\
warning: tabel/p.csv, baris 7, kolom induk: Pendataan Lembaga: kode 1.06.02.2.02/01 bernaung di bawah kode 1.06.02 (baris 2), tetapi induknya “Kegiatan Lembaga Sosial”
  → isi induk dengan p1, atau perbaiki kodenya
warning: tabel/p.csv, baris 7, kolom kode: Pendataan Lembaga: kode 1.06.02.2.02/01 salah tulis
  → kode hanya angka atau huruf bertitik
""",
    ),
    Slip(
        "a code has lost a figure",
        "1.06.02.2.02.01,",
        "1.06.02.2.02.1,",
        """\
warning: tabel/p.csv, baris 7, kolom kode: Pendataan Lembaga: kode 1.06.02.2.02.1 tidak sepanjang kode setingkatnya
  → periksa angka yang kurang atau lebih
""",
    ),
    Slip(
        "a code lies below another kegiatan",
        "1.06.02.2.02.01,",
        "1.06.02.2.01.03,",
        """\
warning: tabel/p.csv, baris 7, kolom induk: Pendataan Lembaga: kode 1.06.02.2.01.03 bernaung di bawah kode 1.06.02.2.01 (baris 3), tetapi induknya “Kegiatan Lembaga Sosial”
  → isi induk dengan k1, atau perbaiki kodenya
""",
    ),
    Slip(
        "two codes are swapped",
        "1.06.02.2.01.01,,Pelatihan Pemuda,4000,4400\ns2,sub_kegiatan,k1,1.06.02.2.01.02",
        "1.06.02.2.01.02,,Pelatihan Pemuda,4000,4400\ns2,sub_kegiatan,k1,1.06.02.2.01.01",
        """\
warning: tabel/p.csv, baris 4, kolom kode: Pelatihan Pemuda: kode 1.06.02.2.01.02 ditulis sebelum 1.06.02.2.01.01
  → tertukar dengan baris sesudahnya?
""",
    ),
    Slip(
        "a level is empty",
        "s3,sub_kegiatan,",
        "s3,,",
        """\
warning: tabel/p.csv, baris 7, kolom tingkat: Pendataan Lembaga: tingkat kosong, padahal hampir semua baris bertingkat
  → isi tingkatnya
""",
    ),
    Slip(
        "a level is misspelt",
        "s3,sub_kegiatan,",
        "s3,sub_kegitan,",
        """\
warning: tabel/p.csv, baris 7, kolom tingkat: Pendataan Lembaga: tingkat “sub_kegitan” salah tulis?
  → mungkin maksudnya sub_kegiatan
""",
    ),
    Slip(
        "a kegiatan is called the heading of a group",
        "k4,kegiatan,p2,1.06.04.2.02,",
        "k4,kelompok,p2,,",
        """\
warning: tabel/p.csv, baris 13, kolom rp_2021: kolom rp_2021, rp_2022 tidak dijumlahkan ke bawah oleh aturan mana pun pada “Kegiatan Anak Terlantar” (baris 13)
  → tambah aturan jumlah_anak bagi tingkat dan kolom itu di aturan.csv
warning: tabel/p.csv, baris 13, kolom tingkat: Kegiatan Anak Terlantar: tingkat “kelompok”, padahal di bawahnya ada baris bertingkat sub_kegiatan
  → biasanya kegiatan
warning: tabel/p.csv, baris 13, kolom tingkat: Kegiatan Anak Terlantar: baris kelompok memuat pagu yang tidak masuk jumlah mana pun (rp_2021 26.000 dan 1 kolom lain)
  → periksa tingkat dan induk baris ini, atau tambah aturan jumlah_menurun
warning: tabel/p.csv, baris 14, kolom induk: Pengasuhan: kode 1.06.04.2.02.01 bernaung di bawah kode 1.06.04 (baris 9), tetapi induknya “Kegiatan Anak Terlantar”
  → isi induk dengan p2, atau perbaiki kodenya
""",
    ),
    Slip(
        "a kegiatan has a level of the office itself",
        "k4,kegiatan,p2,1.06.04.2.02,",
        "k4,bidang,p2,,",
        """\
warning: tabel/p.csv, baris 13, kolom rp_2021: kolom rp_2021, rp_2022 tidak dijumlahkan ke bawah oleh aturan mana pun pada “Kegiatan Anak Terlantar” (baris 13)
  → tambah aturan jumlah_anak bagi tingkat dan kolom itu di aturan.csv
warning: tabel/p.csv, baris 14, kolom induk: Pengasuhan: kode 1.06.04.2.02.01 bernaung di bawah kode 1.06.04 (baris 9), tetapi induknya “Kegiatan Anak Terlantar”
  → isi induk dengan p2, atau perbaiki kodenya
""",
    ),
    Slip(
        "a total row is called a program",
        "t,jumlah,",
        "t,program,",
        """\
warning: aturan.csv, baris 3: aturan “total” tidak membandingkan apa pun: tidak ada baris “tingkat=jumlah”; tingkat yang ada: program, kegiatan, sub_kegiatan
  → periksa tabel, baris, kolom dan acuannya
warning: tabel/p.csv, baris 15, kolom tingkat: Jumlah: bernama jumlah, tetapi bertingkat “program”
  → isi tingkat dengan jumlah
""",
    ),
    Slip(
        "a total row bears a code",
        "t,jumlah,,,",
        "t,jumlah,,1.06,",
        """\
warning: tabel/p.csv, baris 15, kolom tingkat: Jumlah: baris jumlah berkode 1.06
  → periksa tingkat baris ini
""",
    ),
    Slip(
        "a total row stands among its programs",
        """\
p2,program,,1.06.04,,Program Rehabilitasi,50000,55000
k3,kegiatan,p2,1.06.04.2.01,,Kegiatan Lanjut Usia,24000,26000
s5,sub_kegiatan,k3,1.06.04.2.01.01,,Penyediaan Permakanan,11000,12000
s6,sub_kegiatan,k3,1.06.04.2.01.02,,Penyediaan Sandang,13000,14000
k4,kegiatan,p2,1.06.04.2.02,,Kegiatan Anak Terlantar,26000,29000
s7,sub_kegiatan,k4,1.06.04.2.02.01,,Pengasuhan,26000,29000
t,jumlah,,,,Jumlah,80000,88000
""",
        """\
t,jumlah,,,,Jumlah,80000,88000
p2,program,,1.06.04,,Program Rehabilitasi,50000,55000
k3,kegiatan,p2,1.06.04.2.01,,Kegiatan Lanjut Usia,24000,26000
s5,sub_kegiatan,k3,1.06.04.2.01.01,,Penyediaan Permakanan,11000,12000
s6,sub_kegiatan,k3,1.06.04.2.01.02,,Penyediaan Sandang,13000,14000
k4,kegiatan,p2,1.06.04.2.02,,Kegiatan Anak Terlantar,26000,29000
s7,sub_kegiatan,k4,1.06.04.2.02.01,,Pengasuhan,26000,29000
""",
        """\
warning: tabel/p.csv, baris 9, kolom tingkat: Jumlah: baris jumlah terletak di tengah baris yang dijumlahkannya
  → pindahkan ke akhir, atau periksa induk
""",
    ),
    Slip(
        "a row hangs under nothing",
        "s3,sub_kegiatan,k2",
        "s3,sub_kegiatan,",
        """\
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Lembaga Sosial: tercetak 20.000, sedangkan 1 rinciannya berjumlah 12.000, selisih 8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lembaga Sosial: tercetak 22.000, sedangkan 1 rinciannya berjumlah 13.200, selisih 8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 7, kolom induk: Pendataan Lembaga: tingkat sub_kegiatan tanpa induk, tetapi tercetak di bawah “Kegiatan Lembaga Sosial” (baris 6)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
error: tabel/p.csv, baris 15, kolom rp_2021: Jumlah: tercetak 80.000, sedangkan 3 rinciannya berjumlah 88.000, selisih -8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 15, kolom rp_2022: Jumlah: tercetak 88.000, sedangkan 3 rinciannya berjumlah 96.800, selisih -8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
""",
    ),
    Slip(
        "a row hangs under the kegiatan before",
        "s3,sub_kegiatan,k2",
        "s3,sub_kegiatan,k1",
        """\
error: tabel/p.csv, baris 3, kolom rp_2021: Kegiatan Karang Taruna: tercetak 10.000, sedangkan 3 rinciannya berjumlah 18.000, selisih -8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 3, kolom rp_2022: Kegiatan Karang Taruna: tercetak 11.000, sedangkan 3 rinciannya berjumlah 19.800, selisih -8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Lembaga Sosial: tercetak 20.000, sedangkan 1 rinciannya berjumlah 12.000, selisih 8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lembaga Sosial: tercetak 22.000, sedangkan 1 rinciannya berjumlah 13.200, selisih 8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 7, kolom induk: Pendataan Lembaga: tercetak di luar induknya “Kegiatan Karang Taruna” (baris 3)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
""",
    ),
    Slip(
        "a row hangs under the program",
        "s3,sub_kegiatan,k2",
        "s3,sub_kegiatan,p1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program Pemberdayaan: tercetak 30.000, sedangkan 3 rinciannya berjumlah 38.000, selisih -8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 2, kolom rp_2022: Program Pemberdayaan: tercetak 33.000, sedangkan 3 rinciannya berjumlah 41.800, selisih -8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Lembaga Sosial: tercetak 20.000, sedangkan 1 rinciannya berjumlah 12.000, selisih 8.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lembaga Sosial: tercetak 22.000, sedangkan 1 rinciannya berjumlah 13.200, selisih 8.800
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 7, kolom induk: Pendataan Lembaga: berinduk “Program Pemberdayaan” (baris 2), tetapi tercetak di bawah “Kegiatan Lembaga Sosial” (baris 6)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
""",
    ),
    Slip(
        "a row hangs under the total",
        "s6,sub_kegiatan,k3",
        "s6,sub_kegiatan,t",
        """\
error: tabel/p.csv, baris 10, kolom rp_2021: Kegiatan Lanjut Usia: tercetak 24.000, sedangkan 1 rinciannya berjumlah 11.000, selisih 13.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 10, kolom rp_2022: Kegiatan Lanjut Usia: tercetak 26.000, sedangkan 1 rinciannya berjumlah 12.000, selisih 14.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 12, kolom induk: Penyediaan Sandang: tercetak di luar induknya “Jumlah” (baris 15)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
""",
    ),
    Slip(
        "a kegiatan hangs under nothing",
        "k2,kegiatan,p1",
        "k2,kegiatan,",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program Pemberdayaan: tercetak 30.000, sedangkan 1 rinciannya berjumlah 10.000, selisih 20.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 2, kolom rp_2022: Program Pemberdayaan: tercetak 33.000, sedangkan 1 rinciannya berjumlah 11.000, selisih 22.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom induk: Kegiatan Lembaga Sosial: tingkat kegiatan tanpa induk, tetapi tercetak di bawah “Program Pemberdayaan” (baris 2)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
error: tabel/p.csv, baris 15, kolom rp_2021: Jumlah: tercetak 80.000, sedangkan 3 rinciannya berjumlah 100.000, selisih -20.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 15, kolom rp_2022: Jumlah: tercetak 88.000, sedangkan 3 rinciannya berjumlah 110.000, selisih -22.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
""",
    ),
    Slip(
        "a row with money is called an indicator",
        "s4,sub_kegiatan,k2,1.06.02.2.02.02",
        "s4,indikator,k2,",
        """\
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Lembaga Sosial: tercetak 20.000, sedangkan 1 rinciannya berjumlah 8.000, selisih 12.000
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lembaga Sosial: tercetak 22.000, sedangkan 1 rinciannya berjumlah 8.800, selisih 13.200
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
warning: tabel/p.csv, baris 8, kolom induk: Bantuan Lembaga: baris indikator berinduk “Kegiatan Lembaga Sosial” (baris 6), tetapi tercetak di bawah “Pendataan Lembaga” (baris 7)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
error: tabel/p.csv, baris 8, kolom tingkat: Bantuan Lembaga: baris indikator memuat pagu yang tidak masuk jumlah mana pun (rp_2021 12.000 dan 1 kolom lain)
  → periksa tingkat dan induk baris ini, atau tambah aturan jumlah_menurun
""",
    ),
    Slip(
        "a row says what the one before says",
        "1.06.02.2.01.02,,Lomba Antarkelurahan,6000,6600",
        "1.06.02.2.01.01,,Pelatihan Pemuda,4000,4400",
        """\
error: tabel/p.csv, baris 3, kolom rp_2021: Kegiatan Karang Taruna: tercetak 10.000, sedangkan 2 rinciannya berjumlah 8.000, selisih 2.000
error: tabel/p.csv, baris 3, kolom rp_2022: Kegiatan Karang Taruna: tercetak 11.000, sedangkan 2 rinciannya berjumlah 8.800, selisih 2.200
  → baris 4 kolom rp_2022 dan baris 5 kolom rp_2022 memuat angka yang sama; salah satunya 6.600?
warning: tabel/p.csv, baris 5: Pelatihan Pemuda: baris ini sama persis dengan baris 4
  → hapus salah satunya, atau bedakan isinya
""",
    ),
    Slip(
        "a row says nothing",
        ",Lomba Antarkelurahan,6000,6600",
        ",,,",
        """\
warning: tabel/p.csv, baris 3, kolom rp_2021: Kegiatan Karang Taruna: tercetak 10.000, sedangkan 1 rinciannya berjumlah 4.000, selisih 6.000 (ada rincian yang tidak tercetak)
  → angka tetangga pada baris 4 kolom rp_2021? 4.000 menjadi 10.000
warning: tabel/p.csv, baris 3, kolom rp_2022: Kegiatan Karang Taruna: tercetak 11.000, sedangkan 1 rinciannya berjumlah 4.400, selisih 6.600 (ada rincian yang tidak tercetak)
  → angka tetangga pada baris 4 kolom rp_2022? 4.400 menjadi 11.000
warning: tabel/p.csv, baris 5: s2: baris ini kosong
  → isi, atau hapus barisnya
warning: tabel/p.csv, baris 5: s2: baris ini tidak mencetak angka, semua baris setingkatnya mencetak
  → isi angkanya, atau hapus barisnya
warning: tabel/p.csv, baris 5, kolom tingkat: s2: uraian kosong, padahal baris bertingkat sub_kegiatan bernama
  → periksa tingkat baris ini
""",
    ),
    Slip(
        "a row prints no figure",
        "Lomba Antarkelurahan,6000,6600",
        "Lomba Antarkelurahan,,",
        """\
warning: tabel/p.csv, baris 3, kolom rp_2021: Kegiatan Karang Taruna: tercetak 10.000, sedangkan 1 rinciannya berjumlah 4.000, selisih 6.000 (ada rincian yang tidak tercetak)
  → angka tetangga pada baris 4 kolom rp_2021? 4.000 menjadi 10.000
warning: tabel/p.csv, baris 3, kolom rp_2022: Kegiatan Karang Taruna: tercetak 11.000, sedangkan 1 rinciannya berjumlah 4.400, selisih 6.600 (ada rincian yang tidak tercetak)
  → angka tetangga pada baris 4 kolom rp_2022? 4.400 menjadi 11.000
warning: tabel/p.csv, baris 5: Lomba Antarkelurahan: baris ini tidak mencetak angka, semua baris setingkatnya mencetak
  → isi angkanya, atau hapus barisnya
""",
    ),
    Slip(
        "a kegiatan has nothing below it",
        """\
s7,sub_kegiatan,k4,1.06.04.2.02.01,,Pengasuhan,26000,29000
""",
        "",
        """\
warning: tabel/p.csv, baris 13: Kegiatan Anak Terlantar: tanpa baris di bawahnya, padahal semua baris setingkatnya berincian
  → kembalikan atau tambahkan rinciannya
""",
    ),
    Slip(
        "a sign that nobody sees",
        "Penyediaan Sandang",
        "Penyediaan_x0002_ Sandang",
        """\
warning: tabel/p.csv, baris 12, kolom uraian: Penyediaan_x0002_ Sandang: uraian memuat “_x0002_”, sisa sebuah tanda yang tidak terlihat
  → hapus sisa itu
""",
    ),
    Slip(
        "a name is lost",
        "Penyediaan Sandang",
        "",
        """\
warning: tabel/p.csv, baris 12, kolom tingkat: s6: uraian kosong, padahal baris bertingkat sub_kegiatan bernama
  → periksa tingkat baris ini
""",
    ),
    Slip(
        "one amount of all is lost",
        "Pengasuhan,26000",
        "Pengasuhan,",
        """\
warning: tabel/p.csv, baris 14, kolom rp_2021: Pengasuhan: rp_2021 kosong, padahal tabel ini mencetak semua pagu lainnya
  → isi angkanya, atau tulis 0 atau - bila memang nol
""",
    ),
    Slip(
        "nothing",
        "",
        "",
        "",
    ),
)

PAIRS = (
    Slip(
        "a key is emptied",
        "k3,kegiatan,p2,1.04.01,k-lansia",
        "k3,kegiatan,p2,1.04.01,",
        """\
warning: tabel/p.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas kosong, padahal baris setingkatnya berentitas
  → isi entitas, misalnya k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → beri pasangannya entitas yang sama, bila memang ada
""",
    ),
    Slip(
        "a key is misspelt",
        "k3,kegiatan,p2,1.04.01,k-lansia",
        "k3,kegiatan,p2,1.04.01,k-lanisa",
        """\
warning: tabel/p.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lanisa” tidak dipakai baris lain: tidak dibandingkan
  → mungkin maksudnya k-lansia
warning: tabel/p.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 2
  → mungkin maksudnya k-lansia
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → mungkin maksudnya k-lanisa
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → mungkin maksudnya k-lanisa
""",
    ),
    Slip(
        "a key is another one",
        "k3,kegiatan,p2,1.04.01,k-lansia",
        "k3,kegiatan,p2,1.04.01,k-tua",
        """\
warning: tabel/p.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-tua” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/p.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 2
  → mungkin pasangannya Tabel 2 baris 6 (entitas “k-lansia”)
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → mungkin pasangannya Tabel 1 baris 6 (entitas “k-tua”)
""",
    ),
    Slip(
        "a key of another row",
        "k3,kegiatan,p2,1.04.01,k-lansia",
        "k3,kegiatan,p2,1.04.01,k-anak",
        """\
warning: tabel/p.csv, baris 6, kolom kode: Kegiatan Lanjut Usia: berkode 1.04.01, pasangannya (Tabel 2 baris 7) 1.04.02
  → samakan kodenya, atau bedakan entitasnya
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Lanjut Usia: tercetak 24, Tabel 2 (tabel/q.csv, baris 7, kolom rp_2021) mencetak 36, selisih -12
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lanjut Usia: tercetak 26, Tabel 2 (tabel/q.csv, baris 7, kolom rp_2022) mencetak 40, selisih -14
error: tabel/p.csv, baris 7, kolom entitas: Kegiatan Anak Terlantar: entitas k-anak juga dipakai baris 6, yang berkode 1.04.01: satu di antaranya tidak dihitung
  → beri setiap kode entitas sendiri
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → beri pasangannya entitas yang sama, bila memang ada
""",
    ),
    Slip(
        "a key stands twice under one name",
        "k3,kegiatan,p2,1.04.01,k-lansia,Kegiatan Lanjut Usia",
        "k3,kegiatan,p2,1.04.02,k-anak,Kegiatan Anak Terlantar",
        """\
error: tabel/p.csv, baris 6, kolom rp_2021: Kegiatan Anak Terlantar: tercetak 24, Tabel 2 (tabel/q.csv, baris 7, kolom rp_2021) mencetak 36, selisih -12
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Anak Terlantar: tercetak 26, Tabel 2 (tabel/q.csv, baris 7, kolom rp_2022) mencetak 40, selisih -14
warning: tabel/p.csv, baris 7, kolom entitas: Kegiatan Anak Terlantar: entitas k-anak juga dipakai baris 6, di bawah induk yang sama
  → beri entitas sendiri, atau hapus salah satunya
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → beri pasangannya entitas yang sama, bila memang ada
""",
    ),
    Slip(
        "a level differs",
        "k3,kegiatan",
        "k3,program",
        """\
warning: tabel/p.csv, baris 6, kolom tingkat: Kegiatan Lanjut Usia: tingkat program langsung di bawah tingkat program
  → di atasnya biasanya tidak ada; periksa tingkat dan induk baris ini
warning: tabel/p.csv, baris 6, kolom tingkat: Kegiatan Lanjut Usia: bertingkat program, pasangannya (Tabel 2 baris 6) kegiatan
  → samakan tingkatnya, atau bedakan entitasnya
""",
    ),
    Slip(
        "a code differs",
        "1.04.01",
        "1.04.03",
        """\
warning: tabel/p.csv, baris 6, kolom kode: Kegiatan Lanjut Usia: kode 1.04.03 ditulis sebelum 1.04.02
  → tertukar dengan baris sesudahnya?
warning: tabel/p.csv, baris 6, kolom kode: Kegiatan Lanjut Usia: berkode 1.04.03, pasangannya (Tabel 2 baris 6) 1.04.01
  → samakan kodenya, atau bedakan entitasnya
""",
    ),
    Slip(
        "a parent differs",
        "k3,kegiatan,p2",
        "k3,kegiatan,p1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program Pemberdayaan: tercetak 30, sedangkan 3 rinciannya berjumlah 54, selisih -24
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 2, kolom rp_2022: Program Pemberdayaan: tercetak 33, sedangkan 3 rinciannya berjumlah 59, selisih -26
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 5, kolom rp_2021: Program Rehabilitasi: tercetak 60, sedangkan 1 rinciannya berjumlah 36, selisih 24
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 5, kolom rp_2022: Program Rehabilitasi: tercetak 66, sedangkan 1 rinciannya berjumlah 40, selisih 26
  → perbaiki dulu susunan barisnya (lihat temuan struktur); angkanya mungkin benar
error: tabel/p.csv, baris 6, kolom induk: Kegiatan Lanjut Usia: tercetak di luar induknya “Program Pemberdayaan” (baris 2)
  → samakan induk dengan tempat cetaknya, atau pindahkan barisnya
warning: tabel/p.csv, baris 6, kolom induk: Kegiatan Lanjut Usia: berada di bawah induk lain daripada pasangannya (Tabel 2 baris 6)
  → periksa induk dan entitas kedua baris
""",
    ),
    Slip(
        "a row is lost",
        """\
k3,kegiatan,p2,1.04.01,k-lansia,Kegiatan Lanjut Usia,24,26
""",
        "",
        """\
error: tabel/p.csv, baris 5, kolom rp_2021: Program Rehabilitasi: tercetak 60, sedangkan 1 rinciannya berjumlah 36, selisih 24
error: tabel/p.csv, baris 5, kolom rp_2022: Program Rehabilitasi: tercetak 66, sedangkan 1 rinciannya berjumlah 40, selisih 26
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: entitas “k-lansia” tidak dipakai baris lain: tidak dibandingkan
  → samakan dengan pasangannya, atau isi k3
warning: tabel/q.csv, baris 6, kolom entitas: Kegiatan Lanjut Usia: tidak berpasangan di Tabel 1
  → beri pasangannya entitas yang sama, bila memang ada
""",
    ),
    Slip(
        "two rows are swapped",
        """\
k1,kegiatan,p1,1.02.01,k-karang-taruna,Kegiatan Karang Taruna,10,11
k2,kegiatan,p1,1.02.02,k-lembaga,Kegiatan Lembaga Sosial,20,22
""",
        """\
k2,kegiatan,p1,1.02.02,k-lembaga,Kegiatan Lembaga Sosial,20,22
k1,kegiatan,p1,1.02.01,k-karang-taruna,Kegiatan Karang Taruna,10,11
""",
        """\
warning: tabel/p.csv, baris 3: Kegiatan Lembaga Sosial: ditulis sebelum baris 4, padahal di Tabel 2 sesudahnya
  → tertukar dengan baris itu?
warning: tabel/p.csv, baris 3, kolom kode: Kegiatan Lembaga Sosial: kode 1.02.02 ditulis sebelum 1.02.01
  → tertukar dengan baris sesudahnya?
""",
    ),
    Slip(
        "an amount stands in one table only",
        "Lanjut Usia,24,26",
        "Lanjut Usia,24,",
        """\
error: tabel/p.csv, baris 5, kolom rp_2022: Program Rehabilitasi: tercetak 66, sedangkan 1 rinciannya berjumlah 40, selisih 26
warning: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lanjut Usia: 26 hanya tercetak di Tabel 2, tidak di Tabel 1
""",
    ),
    Slip(
        "an amount differs",
        "Lanjut Usia,24,26",
        "Lanjut Usia,24,62",
        """\
error: tabel/p.csv, baris 5, kolom rp_2022: Program Rehabilitasi: tercetak 66, sedangkan 2 rinciannya berjumlah 102, selisih -36
error: tabel/p.csv, baris 6, kolom rp_2022: Kegiatan Lanjut Usia: tercetak 62, Tabel 2 (tabel/q.csv, baris 6, kolom rp_2022) mencetak 26, selisih 36
""",
    ),
    Slip(
        "nothing",
        "",
        "",
        "",
    ),
)


def tell(path: Path, tables: dict[str, tuple[str, str]], rules: str) -> str:
    said = say(run_check(write_folder(path, tables, rules)))
    return f"{said}\n" if said else ""


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_in_a_budget_is_told(slip: Slip, tmp_path: Path) -> None:
    rows = BUDGET.replace(slip.before, slip.after) if slip.before else BUDGET
    assert tell(tmp_path, {"p": (SPEC, rows)}, RULES) == slip.said


@pytest.mark.parametrize("slip", PAIRS, ids=lambda slip: slip.name)
def test_a_slip_between_two_tables_is_told(slip: Slip, tmp_path: Path) -> None:
    rows = PLAN.replace(slip.before, slip.after) if slip.before else PLAN
    assert tell(tmp_path, {"p": (SPEC, rows), "q": (SPEC, PLAN)}, JOIN) == slip.said
