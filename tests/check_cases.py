"""Cases of the rules on figures and structure: tables, rules, and all that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MONEY = "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah"


@dataclass(frozen=True)
class Case:
    """Tables (columns, rows) and a rule; how often each outcome, and everything that is said."""

    name: str
    tables: Mapping[str, tuple[str, str]]
    rules: str
    outcomes: str
    said: str
    more: Mapping[str, Any] = field(default_factory=dict)


CASES = (
    Case(
        "a list has lost a row",
        {"p": ("uraian:teks", "id,uraian\na,Satu\nb,Dua\n")},
        "banyak,banyak_baris,p,,,3,,,\n",
        "",
        """\
error: tabel/p.csv: tabel “p” memuat 2 baris, seharusnya 3: kurang 1 baris
  → kembalikan atau hapus barisnya; bila memang berubah, ubah acuan aturan ini
""",
    ),
    Case(
        "children add up to their parent",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,30,40,70
b,kegiatan,a,,Kegiatan B,10,15,25
c,kegiatan,a,,Kegiatan C,20,25,45
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n",
        "cocok 3",
        "",
    ),
    Case(
        "a parent differs from its children in one year",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,300000,400000,700000
b,kegiatan,a,,Kegiatan B,100000,150000,250000
c,kegiatan,a,,Kegiatan C,200000,257000,457000
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2*,,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 400.000, sedangkan 2 rinciannya berjumlah 407.000, selisih -7.000
""",
    ),
    Case(
        "a printed 0 is a figure like any other",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,0
b,kegiatan,a,Kegiatan B,5000
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 0, sedangkan 1 rinciannya berjumlah 5.000, selisih -5.000
""",
    ),
    Case(
        "a part listed twice counts once where the rule says so",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,30,,
b,kegiatan,a,x,Kegiatan B,30,,
c,kegiatan,a,x,Kegiatan B lagi,30,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,sekali,,,\n",
        "cocok 1",
        "",
    ),
    Case(
        "a part listed twice is named in the hint",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,54567,,
b,kegiatan,a,x,Kegiatan B,34567,,
c,kegiatan,a,x,Kegiatan B lagi,34567,,
d,kegiatan,a,,Kegiatan D,20000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 54.567, sedangkan 3 rinciannya berjumlah 89.134, selisih -34.567
  → baris 4 kolom rp_2021 tercantum dua kali?
""",
    ),
    Case(
        "a child that prints nothing stands for what is printed below it",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021,rp_2022
a,program,,Program A,60,70
b,kegiatan,a,Kegiatan B,,30
b1,sub_kegiatan,b,Sub B1,10,10
b2,sub_kegiatan,b,Sub B2,20,20
c,kegiatan,a,Kegiatan C,30,30
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 70, sedangkan 2 rinciannya berjumlah 60, selisih 10
""",
    ),
    Case(
        "a child that prints no amount at all is not filled in yet",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021,rp_2022
a,program,,Program A,60,70
b,kegiatan,a,Kegiatan B,,
c,kegiatan,a,Kegiatan C,30,30
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "bagian tidak tercetak 1",
        """\
warning: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 60, sedangkan 1 rinciannya berjumlah 30, selisih 30 (ada rincian yang tidak tercetak)
  → isi rincian yang kosong, atau tulis - bila memang nol
""",
    ),
    Case(
        "a program listed under two sasaran counts once in the tujuan and in the total row",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,entitas,uraian,rp_2021
t,tujuan,,,Tujuan,50
s1,sasaran,t,,Sasaran 1,30
a,program,s1,pa,Program A,10
b,program,s1,pb,Program B,20
s2,sasaran,t,,Sasaran 2,40
b2,program,s2,pb,Program B,20
c,program,s2,pc,Program C,20
j,jumlah,,,JUMLAH,51
""",
            )
        },
        "tujuan,jumlah_anak,p,tingkat=tujuan,rp_*,sekali tingkat=program,,,\n"
        "total,jumlah_menurun,p,tingkat=jumlah,rp_*,tingkat=program sekali,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 9, kolom rp_2021: JUMLAH: tercetak 51, sedangkan 3 rinciannya berjumlah 50, selisih 1
""",
    ),
    Case(
        "the heading of a group is no part, the rows below it are",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
g,kelompok,,PNS,
a,,g,Guru,5
b,,g,Perawat,5
s,jumlah,g,Jumlah PNS,10
c,,,Kontrak,5
t,jumlah,,JUMLAH,16
""",
            )
        },
        "total,jumlah_menurun,p,tingkat=jumlah,rp_*,,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 7, kolom rp_2021: JUMLAH: tercetak 16, sedangkan 3 rinciannya berjumlah 15, selisih 1
""",
    ),
    Case(
        "of twins the one that prints counts",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah",
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022
t,tujuan,,,Tujuan,300,300
s1,sasaran,t,,Sasaran 1,,
p1,program,s1,p1,Program 1,100,100
p2,program,s1,p2,Program 2,,100
k2,kegiatan,p2,k2,Kegiatan 2,100,100
s2,sasaran,t,,Sasaran 2,,
p2b,program,s2,p2,Program 2,100,
k2b,kegiatan,p2b,k2,Kegiatan 2,100,100
p3,program,s2,p3,Program 3,100,100
""",
            )
        },
        "t,jumlah_anak,p,tingkat=tujuan,rp_*,sekali tingkat=program,,,\n"
        "u,jumlah_anak,p,tingkat=tujuan,rp_*,sekali,,,\n",
        "cocok 4",
        "",
    ),
    Case(
        "a year that a parent does not print is taken from below, where the row adds up with it",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,uraian,rp_2021,rp_2022,rp_akhir
p,program,,P,,60,100
a,kegiatan,p,A,10,30,40
b,kegiatan,p,B,30,30,60
q,program,,Q,,60,110
c,kegiatan,q,C,40,60,100
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n",
        "bagian tidak tercetak 1, cocok 4",
        """\
warning: tabel/p.csv, baris 5, kolom rp_akhir: Q: tercetak 110, jumlah rp_2021, rp_2022 60, selisih 50 (ada rincian yang tidak tercetak)
  → isi rincian yang kosong, atau tulis - bila memang nol
""",
    ),
    Case(
        "a whole without any printed part is told",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021,rp_2022
a,program,,Program A,1000,20
b,kegiatan,a,Kegiatan B,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "bagian tidak tercetak 1",
        """\
warning: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 1.000, tetapi tidak ada rinciannya yang tercetak
  → isi rincian yang kosong, atau tulis - bila memang nol
""",
    ),
    Case(
        "a level lies below that of its parent, and its codes are as long as the others",
        {
            "p": (
                "uraian:teks",
                """\
id,tingkat,induk,kode,uraian
a,program,,1.06.04,Program A
b,kegiatan,a,1.06.04.2.01,Kegiatan B
c,program,b,1.06.04.2.01.01,Program C
d,program,,1.06.05,Program D
e,program,,1.06.04.2.02,Program E
f,unit,a,,Unit F
""",
            )
        },
        "t,tingkat,p,,,program kegiatan sub_kegiatan,,,\n",
        "",
        """\
error: tabel/p.csv, baris 4, kolom uraian: Program C: tingkat program berada di bawah tingkat kegiatan
  → periksa tingkat dan induk baris ini
error: tabel/p.csv, baris 6, kolom uraian: Program E: kode 1.06.04.2.02 bukan kode tingkat program
  → periksa tingkat dan kode baris ini
""",
    ),
    Case(
        "only the children that the rule selects are summed",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
u,urusan,,,Urusan,10,,
a,program,u,,Program A,10,,
b,kegiatan,u,,Kegiatan B,99,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=urusan,rp_2021,tingkat=program,,,\n",
        "cocok 1",
        "",
    ),
    Case(
        "an unprinted whole over printed parts is a warning that names the sum",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,,,
b,kegiatan,a,,Kegiatan B,10,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "jumlah tidak tercetak 1",
        """\
warning: tabel/p.csv, baris 2, kolom rp_2021: Program A: rp_2021 kosong, sedangkan 1 rinciannya berjumlah 10
  → isi 10, atau tulis - bila memang nol
""",
    ),
    Case(
        "an unprinted part is an error where the printed parts exceed the whole",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,20,
b,kegiatan,a,,Kegiatan B,1,,4
c,kegiatan,a,,Kegiatan C,1,30,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2022,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 20, sedangkan 1 rinciannya berjumlah 30, selisih -10
""",
    ),
    Case(
        "an unprinted part is a remark where the printed parts fall short",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,50,
b,kegiatan,a,,Kegiatan B,1,,4
c,kegiatan,a,,Kegiatan C,1,30,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2022,,,,\n",
        "bagian tidak tercetak 1",
        """\
warning: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 50, sedangkan 1 rinciannya berjumlah 30, selisih 20 (ada rincian yang tidak tercetak)
  → isi rincian yang kosong, atau tulis - bila memang nol
""",
    ),
    Case(
        "a printed dash counts as nothing and is no missing part",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,50,
b,kegiatan,a,,Kegiatan B,1,-,4
c,kegiatan,a,,Kegiatan C,1,30,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2022,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 50, sedangkan 2 rinciannya berjumlah 30, selisih 20
""",
    ),
    Case(
        "a total row adds up whatever the case of its unit",
        {
            "pegawai": (
                "jabatan:teks jumlah:kuantitas",
                """\
id,tingkat,jabatan,jumlah
a,,Kepala,1 orang
b,,Staf,22 orang
t,jumlah,Jumlah,23 Orang
""",
            )
        },
        "total,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,\n",
        "cocok 1",
        "",
    ),
    Case(
        "different units are not summed, which is told",
        {
            "pegawai": (
                "jabatan:teks jumlah:kuantitas",
                """\
id,tingkat,jabatan,jumlah
a,,Kepala,1 Orang
b,,Mobil,2 unit
t,jumlah,Jumlah,9 Orang
""",
            )
        },
        "total,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,\n",
        "tidak dapat dijumlahkan 1",
        """\
warning: tabel/pegawai.csv, baris 4, kolom jumlah: Jumlah: tidak dapat dijumlahkan, satuannya berbeda: “orang”, “unit”
  → samakan satuannya, atau keluarkan baris itu dari aturan ini
""",
    ),
    Case(
        "a total of another unit than its parts is not summed",
        {
            "pegawai": (
                "jabatan:teks jumlah:kuantitas",
                """\
id,tingkat,jabatan,jumlah
a,,Kepala,1 orang
b,,Staf,2 orang
t,jumlah,Jumlah,9 unit
""",
            )
        },
        "total,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,\n",
        "tidak dapat dijumlahkan 1",
        """\
warning: tabel/pegawai.csv, baris 4, kolom jumlah: Jumlah: tidak dapat dijumlahkan, satuannya berbeda: “unit”, “orang”
  → samakan satuannya, atau keluarkan baris itu dari aturan ini
""",
    ),
    Case(
        "a total row sums its own group only",
        {
            "psks": (
                "jenis:teks l:cacah p:cacah",
                """\
id,tingkat,induk,jenis,l,p
g1,kelompok,,PSM,,
a,,g1,Barat,4,49
b,,g1,Timur,2,26
t1,jumlah,g1,TOTAL,6,74
g2,kelompok,,TKSK,,
c,,g2,Barat,1,0
t2,jumlah,g2,TOTAL,1,0
""",
            )
        },
        "total,jumlah_menurun,psks,tingkat=jumlah,l p,,,,\n",
        "berbeda 1, cocok 3",
        """\
error: tabel/psks.csv, baris 5, kolom p: TOTAL: tercetak 74, sedangkan 2 rinciannya berjumlah 75, selisih -1
""",
    ),
    Case(
        "the last column is the sum of the years",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1000,1500,2500
b,program,,,Program B,1000,1500,2600
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_* !rp_akhir,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 3, kolom rp_akhir: Program B: tercetak 2.600, jumlah rp_2021, rp_2022 2.500, selisih 100
""",
    ),
    Case(
        "percentages are not summed",
        {
            "p": (
                "uraian:teks target_2021:target target_2022:target target_akhir:target",
                """\
id,entitas,uraian,target_2021,target_2022,target_akhir
a,,Baris A,10%,20%,90%
""",
            )
        },
        "akhir,jumlah_mendatar,p,,target_akhir,target_2*,,,\n",
        "tidak dapat dijumlahkan 1",
        """\
warning: aturan.csv, baris 2: aturan “akhir” tidak membandingkan apa pun
  → periksa tabel, baris, kolom dan acuannya
""",
    ),
    Case(
        "thousands may be off by half a unit for each addend",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,3,4,8
b,program,,,Program B,3,4,9
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,0.5,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 3, kolom rp_akhir: Program B: tercetak 9, jumlah rp_2021, rp_2022 7, selisih 2
""",
    ),
    Case(
        "the last column repeats the last printed value",
        {
            "p": (
                "uraian:teks target_2021:target target_2022:target target_akhir:target",
                """\
id,entitas,uraian,target_2021,target_2022,target_akhir
a,,Baris A,60%,70%,100%
b,,Baris B,60%,,60%
c,,Baris C,60%,-,60%
d,,Baris D,60%,,80%
e,,Baris E,60%,-,-
""",
            )
        },
        "akhir,nilai_terakhir,p,,target_akhir,target_2*,,,\n",
        "bagian tidak tercetak 1, berbeda 1, cocok 3",
        """\
error: tabel/p.csv, baris 2, kolom target_akhir: Baris A: tercetak 100, nilai terakhir (target_2022) 70, selisih 30
warning: tabel/p.csv, baris 5, kolom target_akhir: Baris D: tercetak 80, nilai terakhir (target_2021) 60, selisih 20 (ada rincian yang tidak tercetak)
  → isi rincian yang kosong, atau tulis - bila memang nol
""",
    ),
    Case(
        "an amount at the end is that of the last year, be it a dash",
        {
            "p": (
                MONEY,
                """\
id,uraian,rp_2021,rp_2022,rp_akhir
a,Baris A,57856,-,-
b,Baris B,57856,-,0
c,Baris C,57856,-,57856
""",
            )
        },
        "akhir,nilai_terakhir,p,,rp_akhir,rp_2*,,,\n",
        "berbeda 1, cocok 2",
        """\
error: tabel/p.csv, baris 4, kolom rp_akhir: Baris C: tercetak 57.856, nilai terakhir (rp_2022) 0, selisih 57.856
""",
    ),
    Case(
        "a mean growth is that of the years before it",
        {
            "c": (
                "uraian:teks rp_2019:rupiah rp_2020:rupiah rp_2021:rupiah tumbuh:desimal",
                """\
id,uraian,rp_2019,rp_2020,rp_2021,tumbuh
a,Belanja A,100,110,132,15.00
b,Belanja B,300,200,300,8.33
c,Belanja C,300,200,300,8.3
d,Belanja D,100,110,132,16.00
e,Belanja E,0,100,110,10
""",
            )
        },
        "tumbuh,rata_pertumbuhan,c,,tumbuh,rp_*,,,\n",
        "berbeda 1, cocok 4",
        """\
error: tabel/c.csv, baris 5, kolom tumbuh: Belanja D: tercetak 16, rata-rata pertumbuhan 15, selisih 1
""",
    ),
    Case(
        "a change in percent is that of its two amounts",
        {
            "c": (
                "uraian:teks semula:rupiah menjadi:rupiah persen:desimal",
                """\
id,uraian,semula,menjadi,persen
a,Belanja A,200,150,-25.00
b,Belanja B,200,150,25.00
""",
            )
        },
        "persen,rasio,c,,persen,(menjadi - semula) / semula,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/c.csv, baris 3, kolom persen: Belanja B: tercetak 25, (menjadi - semula) / semula × 100 = -25, selisih 50
  → tanda terbalik pada baris 3 kolom persen? menjadi -25 bila rinciannya benar
""",
    ),
    Case(
        "a figure of the prose, typed or taken, is that of the table",
        {
            "p": (
                "jabatan:teks jumlah:kuantitas",
                """\
id,tingkat,jabatan,jumlah
a,,Staf,1423 orang
""",
            )
        },
        "satu,angka_naskah,,id=x,,\"sebanyak # orang = nilai('p', 'a', 'jumlah')\",,,\n"
        "dua,angka_naskah,,id=y,,\"sebanyak # orang = nilai('p', 'a', 'jumlah')\",,,\n"
        "tiga,angka_naskah,,id=y,,\"sejumlah # orang = nilai('p', 'a', 'jumlah')\",,,\n",
        "",
        """\
warning: aturan.csv, baris 4: “sejumlah # orang” tidak ada dalam blok “y”
  → sesuaikan acuan dengan kalimatnya, atau hapus aturan ini
error: naskah/01.csv, baris 4, kolom teks: naskah menyebut 1.432, datanya 1.423
""",
        more={
            "prose": """\
x,paragraf,,,,,"Pegawai sebanyak **{{ nilai('p', 'a', 'jumlah') }}**  orang."
y,paragraf,,,,,Pegawai sebanyak 1.432 orang.
"""
        },
    ),
    Case(
        "a grade at the end is the last grade",
        {
            "p": (
                "uraian:teks target_2021:target target_2022:target target_akhir:target",
                """\
id,entitas,uraian,target_2021,target_2022,target_akhir
a,,Baris A,BB,A,a
b,,Baris B,BB,A,BB
""",
            )
        },
        "akhir,nilai_terakhir,p,,target_akhir,target_2*,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 3, kolom target_akhir: Baris B: tercetak “BB”, nilai terakhir (target_2022) “A”
""",
    ),
    Case(
        "a ratio holds, is truncated, or is wrong",
        {
            "c": (
                "indikator:teks target_2021:desimal realisasi_2021:desimal rasio_2021:desimal",
                """\
id,indikator,target_2021,realisasi_2021,rasio_2021
a,Tepat,44,45.55,103.5
b,Dipotong,99.70,98.85,99.14
c,Salah,0.40,7.93,1987
d,Kosong,0.40,,
e,Nol,0,5,100
""",
            )
        },
        "rasio,rasio,c,,rasio_*,realisasi_* / target_*,,,\n",
        "berbeda 1, cocok 2, tidak dapat dijumlahkan 1",
        """\
info: tabel/c.csv, baris 3, kolom rasio_2021: Dipotong: tercetak 99,14, realisasi_2021 / target_2021 × 100 = 99,15, selisih -0,01
  → dipotong, bukan dibulatkan; bukan galat hitung
error: tabel/c.csv, baris 4, kolom rasio_2021: Salah: tercetak 1.987, realisasi_2021 / target_2021 × 100 = 1.983, selisih 4
  → satu angka berbeda pada baris 4 kolom rasio_2021? menjadi 1.983 bila rinciannya benar
warning: tabel/c.csv, baris 6, kolom rasio_2021: Nol: tercetak 100, tetapi target_2021 tercetak 0
  → kosongkan rasionya, atau isi pembaginya
""",
    ),
    Case(
        "a negative indicator counts the other way round",
        {
            "c": (
                "indikator:teks target_2021:desimal realisasi_2021:desimal rasio_2021:desimal",
                """\
id,indikator,target_2021,realisasi_2021,rasio_2021
a,Turun,10,8,120
b,Naik,10,8,80
""",
            )
        },
        "rasio,rasio,c,,rasio_*,realisasi_* / target_* negatif,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/c.csv, baris 3, kolom rasio_2021: Naik: tercetak 80, (2 × target_2021 - realisasi_2021) / target_2021 × 100 = 120, selisih -40
""",
    ),
    Case(
        "the same thing in two tables differs, or stands in one only",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program A,1000,2000,
b,program,,y,Program B,,5,
c,program,,z,Program C,,,
""",
            ),
            "q": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program Satu,1000,2100,
b,program,,y,Program Dua,7,5,
c,program,,z,Program Tiga,1,2,
""",
            ),
        },
        "sama,sama,p q,,rp_2*,,,,\n",
        "berbeda 1, cocok 2, jumlah tidak tercetak 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 2.000, Tabel 2 (tabel/q.csv, baris 2, kolom rp_2022) mencetak 2.100, selisih -100
  → satu angka berbeda pada baris 2 kolom rp_2022? menjadi 2.100 bila rinciannya benar
warning: tabel/p.csv, baris 3, kolom rp_2021: Program B: 7 hanya tercetak di Tabel 2, tidak di Tabel 1
""",
    ),
    Case(
        "columns of other names are compared in pairs",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program A,1,2,3
""",
            ),
            "q": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program A,1,4,3
""",
            ),
        },
        "sama,sama,p q,,rp_akhir=rp_2022,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_akhir: Program A: tercetak 3, Tabel 2 (tabel/q.csv, baris 2, kolom rp_2022) mencetak 4, selisih -1
""",
    ),
    Case(
        "one figure in two units is a remark",
        {
            "p": (
                "sumber:teks jumlah:kuantitas",
                """\
id,entitas,sumber,jumlah
a,x,Tagana,57 orang
b,y,Karang Taruna,"48 kelurahan, 5 kecamatan"
c,z,Orsos,12 unit
d,w,Panti,"2 panti, 3 balai"
""",
            ),
            "q": (
                "sumber:teks jumlah:kuantitas",
                """\
id,entitas,sumber,jumlah
a,x,Tagana,57 Orang
b,y,Karang Taruna,48
c,z,Orsos,12 lembaga
d,w,Panti,"2 panti, 4 balai"
""",
            ),
        },
        "sama,sama,p q,,jumlah,,,,\n",
        "berbeda 1, cocok 1, tidak dapat dijumlahkan 2",
        """\
warning: tabel/p.csv, baris 4, kolom jumlah: Orsos: tercetak “12 unit”, di Tabel 2 “12 lembaga” (tabel/q.csv, baris 4, kolom jumlah)
error: tabel/p.csv, baris 5, kolom jumlah: Panti: tercetak “2 panti, 3 balai”, di Tabel 2 “2 panti, 4 balai” (tabel/q.csv, baris 5, kolom jumlah)
""",
    ),
    Case(
        "a number with a unit and one without are no evidence for each other",
        {
            "p": (
                "sumber:teks jumlah:kuantitas",
                "id,entitas,sumber,jumlah\na,x,LKS,5 unit\nb,y,PSM,0\n",
            ),
            "q": (
                "sumber:teks jumlah:kuantitas",
                "id,entitas,sumber,jumlah\na,x,LKS,5\nb,y,PSM,0 orang\n",
            ),
        },
        "sama,sama,p q,,jumlah,,,,\n",
        "cocok 1, tidak dapat dijumlahkan 1",
        "",
    ),
    Case(
        "a rule that finds no matter of taste is not made a remark",
        {
            "p": ("uraian:teks jumlah:kuantitas", "id,entitas,uraian,jumlah\na,a,A,5\n"),
            "q": ("uraian:teks jumlah:kuantitas", "id,entitas,uraian,jumlah\na,a,A,5\n"),
        },
        "sama,sama,p q,,jumlah,,,info,\nkode,kode_induk,p,,,,9,info,\n",
        "cocok 1",
        """\
warning: aturan.csv, baris 2, kolom bobot: aturan “sama” diturunkan menjadi info: pelanggarannya tidak terlihat
  → isi bobot dengan error atau warning, atau kosongkan
warning: aturan.csv, baris 3, kolom bobot: aturan “kode” diturunkan menjadi info: pelanggarannya tidak terlihat
  → isi bobot dengan error atau warning, atau kosongkan
warning: aturan.csv, baris 3, kolom toleransi: toleransi tidak berlaku bagi jenis kode_induk (aturan “kode”)
  → kosongkan toleransinya
""",
    ),
    Case(
        "twins in one table say the same",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,kegiatan,,x,Kegiatan A,1,2,
b,kegiatan,,x,Kegiatan A,1,3,
c,kegiatan,,,Kegiatan C,9,9,
d,kegiatan,,,Kegiatan D,8,8,
""",
            )
        },
        "kembar,kembar,p,,rp_*,,,,\n",
        "berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 3, kolom rp_2022: Kegiatan A: tercetak 3, Tabel 1 (tabel/p.csv, baris 2, kolom rp_2022) mencetak 2, selisih 1
""",
    ),
    Case(
        "a claim of the prose against a table",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,,
b,program,,,Program B,2,,
""",
            )
        },
        """prosa,persamaan,,id=klaim,,"cacah(\'p\', \'uraian\') = 3",,,Naskah menyebut 3 program\n""",
        "",
        """\
error: naskah/01.csv, baris 3, kolom teks: Naskah menyebut 3 program: cacah('p', 'uraian') = 2, bukan 3
""",
        more={
            "prose": """\
klaim,paragraf,,,,,Ada 3 (tiga) program.
"""
        },
    ),
    Case(
        "a spelled number",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,,
""",
            )
        },
        "ejaan,terbilang,,,,,,,\n",
        "",
        """\
error: naskah/01.csv, baris 3, kolom teks: 1.414 dieja “seribu empat ratus”, seharusnya “seribu empat ratus empat belas”
  → pakai {{ sebut(angka) }} agar ejaannya dibuat program
""",
        more={
            "prose": """\
x,paragraf,,,,,"Ada 7 (tujuh) dan 1.414 (seribu empat ratus) orang, 5 (lima%), 3 (tahap satu) dan 12 (dua belas)."
"""
        },
    ),
    Case(
        "a table that the prose names is printed",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,1,,
""",
            )
        },
        "acuan,acuan_silang,,,,,,,\n",
        "",
        """\
error: naskah/01.csv, baris 3, kolom teks: naskah menyebut tabel 6.3, yang tidak ada
error: naskah/01.csv, baris 3, kolom teks: naskah menyebut tabel 6.4, yang tidak ada
error: naskah/01.csv, baris 3, kolom teks: naskah menyebut tabel 6.9, yang tidak ada
""",
        more={
            "prose": """\
x,paragraf,,,,,"Lihat Tabel 6.1 dan Tabel 6.3, TABEL 6.4, tabel 6.1 dan 6.9; dalam tabel 3 tahun."
""",
            "numbers": {"p": "6.1"},
        },
    ),
    Case(
        "table numbers are unique and rise",
        {
            "p": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            ),
            "q": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            ),
            "r": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            ),
            "s": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            ),
        },
        "nomor,nomor_tabel,,,,,,,\n",
        "",
        """\
error: tabel/tabel.csv, baris 2, kolom id: nomor tabel dalam babnya mulai dari 1.3
error: tabel/tabel.csv, baris 3, kolom id: nomor tabel 1.3 sudah dipakai tabel “p”
  → beri nomor berikutnya
error: tabel/tabel.csv, baris 4, kolom id: nomor tabel melompat dari 1.3 ke 1.6
error: tabel/tabel.csv, baris 5, kolom id: nomor tabel 1.5 muncul setelah 1.6
""",
        more={"numbers": {"p": "1.3", "q": "1.3", "r": "1.6", "s": "1.5"}},
    ),
    Case(
        "a table's number belongs to its chapter",
        {
            "p": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            ),
        },
        "nomor,nomor_tabel,,,,,,,\n",
        "",
        """\
error: tabel/tabel.csv, baris 2, kolom id: tabel bernomor 2.1 dicetak di bab 1
  → perbaiki nomornya, atau kosongkan nomor agar program yang menghitung
""",
        more={"numbers": {"p": "2.1"}},
    ),
    Case(
        "row numbers go up by one",
        {
            "p": (
                "no:urut uraian:teks",
                """\
id,no,uraian
a,#,Satu
b,2,Dua
c,2,Dua lagi
d,#,Tiga
""",
            ),
            "q": (
                "no:teks uraian:teks",
                """\
id,induk,no,uraian
a,,1,Satu
b,,1.1,Satu satu
c,,1.2,Satu dua
d,,2.1,Dua satu
e,,2.3,Dua tiga
f,a,1,Di bawah satu
g,a,2,Kedua
""",
            ),
        },
        "urut,urut,p,,,,,,\nurut-q,urut,q,,no,,,,\n",
        "",
        """\
error: tabel/p.csv, baris 4, kolom no: Dua lagi: nomor 2 muncul setelah 2
  → seharusnya 3?
error: tabel/q.csv, baris 6, kolom no: Dua tiga: nomor 2.3 muncul setelah 2.1
  → seharusnya 2.2?
""",
    ),
    Case(
        "a code begins with the code of its parent",
        {
            "p": (
                "uraian:teks",
                """\
id,tingkat,induk,kode,uraian
a,program,,1.06.04,Program A
b,kegiatan,a,1.06.04.2.01,Kegiatan B
c,kegiatan,a,1.06.05.2.01,Kegiatan C
d,kegiatan,a,1.06.04.2.01,Kegiatan D
e,kegiatan,a,,Tanpa kode
f,program,,x.xx.01,Program F
g,kegiatan,f,7.01.01.2.01,Kegiatan G
h,kegiatan,f,7.01.02.2.01,Kegiatan H
""",
            )
        },
        "kode,kode_induk,p,,,,,,\n",
        "",
        """\
error: tabel/p.csv, baris 4, kolom kode: Kegiatan C: kode 1.06.05.2.01 tidak diawali kode induknya 1.06.04
error: tabel/p.csv, baris 5, kolom kode: Kegiatan D: kode 1.06.04.2.01 sudah dipakai di baris 3
error: tabel/p.csv, baris 9, kolom kode: Kegiatan H: kode 7.01.02.2.01 tidak diawali kode induknya x.xx.01
""",
    ),
    Case(
        "a name is the official one of its code",
        {
            "p": (
                "uraian:teks",
                """\
id,tingkat,kode,uraian
a,program,1.06.04,*PROGRAM Rehabilitasi sosial*
b,program,1.06.05,Program Perlindungan
c,program,9.99,Program Hilang
d,program,,Program Lama
e,program,7.01.01,Program Penunjang
f,program,x.xx.01.2.01,Perencanaan
g,program,1.06.04.2.01.0001,Penyediaan Pangan
""",
            )
        },
        "nama,nomenklatur,p,tingkat=program,uraian,referensi/nomenklatur.csv,,warning,\n",
        "",
        """\
warning: tabel/p.csv, baris 3, kolom uraian: Program Perlindungan: nama resmi kode 1.06.05 ialah “Program Perlindungan dan Jaminan Sosial”
warning: tabel/p.csv, baris 4, kolom kode: Program Hilang: kode 9.99 tidak ada dalam nomenklatur
warning: tabel/p.csv, baris 8, kolom uraian: Penyediaan Pangan: nama resmi kode 1.06.04.2.01.0001 ialah “Penyediaan Permakanan”
""",
        more={
            "more": {
                "referensi/nomenklatur.csv": """\
kode,kode_4digit,nomenklatur
1.06.04,1.06.04,Program Rehabilitasi Sosial
1.06.05,1.06.05,Program Perlindungan dan Jaminan Sosial
1.06.04.2.01.01,1.06.04.2.01.0001,Penyediaan Permakanan
X.XX.01,X.XX.01,Program Penunjang
X.XX.01.2.01,X.XX.01.2.01,Perencanaan
"""
            }
        },
    ),
    Case(
        "a unit does not change along a row",
        {
            "p": (
                "uraian:teks target_2021:target target_2022:target target_akhir:target",
                """\
id,entitas,uraian,target_2021,target_2022,target_akhir
a,,Baris A,10 unit,10 unti,-
b,,Baris B,10%,20%,30%
""",
            )
        },
        "satuan,satuan_tetap,p,,target_*,,,warning,\n",
        "",
        """\
warning: tabel/p.csv, baris 2, kolom target_2022: Baris A: satuan berubah sepanjang baris: “unit” (target_2021), “unti” (target_2022)
""",
    ),
    Case(
        "a percentage lies within its range",
        {
            "p": (
                "uraian:teks target_2021:target target_2022:target target_akhir:target",
                """\
id,entitas,uraian,target_2021,target_2022,target_akhir
a,,Baris A,779.05,90,100%
b,,Baris B,150 orang,101%,-1
""",
            )
        },
        "rentang,rentang,p,,target_*,0..100 |%,,,\n",
        "",
        """\
error: tabel/p.csv, baris 2, kolom target_2021: Baris A: 779,05 di luar rentang wajar 0 sampai 100
error: tabel/p.csv, baris 3, kolom target_2022: Baris B: 101% di luar rentang wajar 0 sampai 100
error: tabel/p.csv, baris 3, kolom target_akhir: Baris B: -1 di luar rentang wajar 0 sampai 100
""",
    ),
    Case(
        "targets and amounts stand in pairs",
        {
            "p": (
                "uraian:teks target_2021:target rp_2021:rupiah target_2022:target rp_2022:rupiah",
                """\
id,uraian,target_2021,rp_2021,target_2022,rp_2022
a,Baris A,10%,500,,1700
b,Baris B,20%,,-,
c,Baris C,82.00,-,0,
""",
            )
        },
        "pasangan,berpasangan,p,,target_*,rp_*,,info,\n",
        "",
        """\
info: tabel/p.csv, baris 2, kolom target_2022: Baris A: rp_2022 tercetak 1.700, tetapi target_2022 kosong
info: tabel/p.csv, baris 3, kolom rp_2021: Baris B: target_2021 tercetak 20%, tetapi rp_2021 kosong
info: tabel/p.csv, baris 4, kolom rp_2021: Baris C: target_2021 tercetak 82,00, tetapi rp_2021 tercetak -
""",
    ),
    Case(
        "the years of the headings rise within the period",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2023:rupiah",
                """\
id,uraian,rp_2021,rp_2023
a,Baris A,1,2
""",
            )
        },
        "tahun,tahun_kepala,,,,2017..2022,,,\n",
        "",
        """\
error: tabel/kolom.csv, baris 4, kolom judul: tahun 2023 muncul setelah 2021
""",
    ),
    Case(
        "a published list says what the document says",
        {
            "p": (
                "uraian:teks",
                """\
id,uraian
a,x
""",
            )
        },
        "daftar,daftar_terbit,,,,referensi/daftar.csv,,warning,\n",
        "",
        """\
warning: referensi/daftar.csv: “Tabel 1 Judul p” tidak tercantum dalam daftar
warning: referensi/daftar.csv, baris 2, kolom teks: daftar mencantumkan “PENGANTAR”, dokumen memuat “PENDAHULUAN”
warning: referensi/daftar.csv, baris 3, kolom teks: “Tabel 9 Hilang” tercantum dalam daftar, tetapi tidak ada dalam dokumen
""",
        more={
            "more": {
                "referensi/daftar.csv": """\
id,jenis,acuan,teks
d1,bab,b1,PENGANTAR
d2,tabel,,Tabel 9 Hilang
"""
            }
        },
    ),
    Case(
        "a hint names two digits that changed places",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,579000,,
b,kegiatan,a,,Kegiatan B,123000,,
c,kegiatan,a,,Kegiatan C,465000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 579.000, sedangkan 2 rinciannya berjumlah 588.000, selisih -9.000
  → dua angka tertukar pada baris 4 kolom rp_2021? 465.000 menjadi 456.000
""",
    ),
    Case(
        "a hint names the digits that were lost",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,469272240,,
b,kegiatan,a,,Kegiatan B,2772426,,
c,kegiatan,a,,Kegiatan C,9810640,,
d,kegiatan,a,,Kegiatan D,182197340,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 469.272.240, sedangkan 3 rinciannya berjumlah 194.780.406, selisih 274.491.834
  → angka hilang pada baris 3 kolom rp_2021? 2.772.426 menjadi 277.264.260
""",
    ),
    Case(
        "a hint names the digit that was doubled",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,579341,,
b,kegiatan,a,,Kegiatan B,1233341,,
c,kegiatan,a,,Kegiatan C,456000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 579.341, sedangkan 2 rinciannya berjumlah 1.689.341, selisih -1.110.000
  → angka berlebih pada baris 3 kolom rp_2021? 1.233.341 menjadi 123.341
""",
    ),
    Case(
        "a hint names a sign",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,579341,,
b,kegiatan,a,,Kegiatan B,-123341,,
c,kegiatan,a,,Kegiatan C,456000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 579.341, sedangkan 2 rinciannya berjumlah 332.659, selisih 246.682
  → tanda terbalik pada baris 3 kolom rp_2021? -123.341 menjadi 123.341
""",
    ),
    Case(
        "a hint names the neighbour whose figure should stand here",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,690340,,
b,kegiatan,a,,Kegiatan B,111278,,
c,kegiatan,a,,Kegiatan C,345170,,
d,kegiatan,a,,Kegiatan D,0,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 690.340, sedangkan 3 rinciannya berjumlah 456.448, selisih 233.892
  → angka tetangga pada baris 3 kolom rp_2021? 111.278 menjadi 345.170
""",
    ),
    Case(
        "a hint names two rows that show one figure",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,654321,,
b,kegiatan,a,,Kegiatan B,123456,,
c,kegiatan,a,,Kegiatan C,123456,,
d,kegiatan,a,,Kegiatan D,456000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 654.321, sedangkan 3 rinciannya berjumlah 702.912, selisih -48.591
  → baris 3 kolom rp_2021 dan baris 4 kolom rp_2021 memuat angka yang sama; salah satunya 74.865?
""",
    ),
    Case(
        "there is no hint where two single changes explain the difference",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,46000,,
b,kegiatan,a,,Kegiatan B,12000,,
c,kegiatan,a,,Kegiatan C,35000,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 46.000, sedangkan 2 rinciannya berjumlah 47.000, selisih -1.000
""",
    ),
    Case(
        "small figures give no hint",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,57,,
b,kegiatan,a,,Kegiatan B,21,,
c,kegiatan,a,,Kegiatan C,45,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 57, sedangkan 2 rinciannya berjumlah 66, selisih -9
""",
    ),
    Case(
        "a total that is only the last year is named as that",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_2023:rupiah rp_akhir:rupiah",
                """\
id,uraian,rp_2021,rp_2022,rp_2023,rp_akhir
a,Baris A,21000,32000,43000,43000
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_akhir: Baris A: tercetak 43.000, jumlah rp_2021, rp_2022, rp_2023 96.000, selisih -53.000
  → sama dengan tahun terakhir saja (rp_2023)
""",
    ),
    Case(
        "a total that leaves out the first year is named as that",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_2023:rupiah rp_akhir:rupiah",
                """\
id,uraian,rp_2021,rp_2022,rp_2023,rp_akhir
a,Baris A,21000,32000,43000,75000
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_akhir: Baris A: tercetak 75.000, jumlah rp_2021, rp_2022, rp_2023 96.000, selisih -21.000
  → sama dengan jumlah tanpa 1 bagian pertama (rp_2021)
""",
    ),
    Case(
        "a sum without its last two parts is named as that",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,175000
k1,kegiatan,a,Kegiatan 1,11000
k2,kegiatan,a,Kegiatan 2,22000
k3,kegiatan,a,Kegiatan 3,34000
k4,kegiatan,a,Kegiatan 4,47000
k5,kegiatan,a,Kegiatan 5,61000
k6,kegiatan,a,Kegiatan 6,1100
k7,kegiatan,a,Kegiatan 7,1200
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 175.000, sedangkan 7 rinciannya berjumlah 177.300, selisih -2.300
  → sama dengan jumlah tanpa 2 bagian terakhir (baris 8, baris 9)
""",
    ),
    Case(
        "a sum without its first five parts is named as that, which are the most",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,2300
k1,kegiatan,a,Kegiatan 1,11000
k2,kegiatan,a,Kegiatan 2,22000
k3,kegiatan,a,Kegiatan 3,34000
k4,kegiatan,a,Kegiatan 4,47000
k5,kegiatan,a,Kegiatan 5,61000
k6,kegiatan,a,Kegiatan 6,1100
k7,kegiatan,a,Kegiatan 7,1200
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 2.300, sedangkan 7 rinciannya berjumlah 177.300, selisih -175.000
  → sama dengan jumlah tanpa 5 bagian pertama (baris 3, baris 4, baris 5, baris 6, baris 7)
""",
    ),
    Case(
        "a sum of one part of seven is not explained",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,1200
k1,kegiatan,a,Kegiatan 1,11000
k2,kegiatan,a,Kegiatan 2,22000
k3,kegiatan,a,Kegiatan 3,34000
k4,kegiatan,a,Kegiatan 4,47000
k5,kegiatan,a,Kegiatan 5,61000
k6,kegiatan,a,Kegiatan 6,1100
k7,kegiatan,a,Kegiatan 7,1200
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 1",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 1.200, sedangkan 7 rinciannya berjumlah 177.300, selisih -176.100
""",
    ),
    Case(
        "a year that is not printed may hold five times the largest printed one",
        {
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_2023:rupiah rp_akhir:rupiah",
                """\
id,uraian,rp_2021,rp_2022,rp_2023,rp_akhir
a,Baris A,100,,50,650
b,Baris B,100,,50,651
""",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n",
        "bagian tidak tercetak 1, berbeda 1",
        """\
warning: tabel/p.csv, baris 2, kolom rp_akhir: Baris A: tercetak 650, jumlah rp_2021, rp_2022, rp_2023 150, selisih 500 (ada rincian yang tidak tercetak)
  → isi rincian yang kosong, atau tulis - bila memang nol
error: tabel/p.csv, baris 3, kolom rp_akhir: Baris B: tercetak 651, jumlah rp_2021, rp_2022, rp_2023 150, selisih 501
""",
    ),
    Case(
        "a hint names two lost digits, not three",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,5793
b,kegiatan,a,B,579000
c,kegiatan,a,C,341
d,program,,Program D,579
e,kegiatan,d,E,579000
f,kegiatan,d,F,341
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 2",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 5.793, sedangkan 2 rinciannya berjumlah 579.341, selisih -573.548
  → angka hilang pada baris 2 kolom rp_2021? menjadi 579.341 bila rinciannya benar
error: tabel/p.csv, baris 5, kolom rp_2021: Program D: tercetak 579, sedangkan 2 rinciannya berjumlah 579.341, selisih -578.762
""",
    ),
    Case(
        "a hint begins at figures of a thousand",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,1023
b,kegiatan,a,B,1000
c,kegiatan,a,C,32
d,program,,Program D,923
e,kegiatan,d,E,900
f,kegiatan,d,F,32
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "berbeda 2",
        """\
error: tabel/p.csv, baris 2, kolom rp_2021: Program A: tercetak 1.023, sedangkan 2 rinciannya berjumlah 1.032, selisih -9
  → dua angka tertukar pada baris 2 kolom rp_2021? menjadi 1.032 bila rinciannya benar
error: tabel/p.csv, baris 5, kolom rp_2021: Program D: tercetak 923, sedangkan 2 rinciannya berjumlah 932, selisih -9
""",
    ),
    Case(
        "a sum of rows without parents has nothing to add",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,10
b,kegiatan,,B,10
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n",
        "",
        """\
warning: aturan.csv, baris 2: aturan “anak” tidak membandingkan apa pun: kolom induk tabel “p” kosong
  → periksa tabel, baris, kolom dan acuannya
""",
    ),
    Case(
        "a sum of rows that are no parents has nothing to add",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,10
b,kegiatan,a,B,10
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=kegiatan,rp_2021,,,,\n",
        "",
        """\
warning: aturan.csv, baris 2: aturan “anak” tidak membandingkan apa pun: tidak ada baris yang berinduk baris-baris itu
  → periksa tabel, baris, kolom dan acuannya
""",
    ),
    Case(
        "twins are looked for where no key stands twice",
        {
            "p": (
                "uraian:teks rp_2021:rupiah",
                """\
id,tingkat,induk,entitas,uraian,rp_2021
a,,,x,Baris A,10
b,,,y,Baris B,10
""",
            )
        },
        "kembar,kembar,p,,rp_2021,,,,\n",
        "",
        """\
warning: aturan.csv, baris 2: aturan “kembar” tidak membandingkan apa pun: tidak ada entitas yang tercantum dua kali
  → periksa tabel, baris, kolom dan acuannya
""",
    ),
    Case(
        "a growth from nothing has no rate, one to nothing has",
        {
            "p": (
                "uraian:teks rp_2019:rupiah rp_2020:rupiah rp_2021:rupiah tumbuh:desimal",
                """\
id,uraian,rp_2019,rp_2020,rp_2021,tumbuh
a,Belanja A,100,0,50,-100
b,Belanja B,100,,50,50
c,Belanja C,100,-,50,5
""",
            )
        },
        "tumbuh,rata_pertumbuhan,p,,tumbuh,rp_*,,,\n",
        "bagian tidak tercetak 1, berbeda 1, cocok 1",
        """\
error: tabel/p.csv, baris 4, kolom tumbuh: Belanja C: tercetak 5, rata-rata pertumbuhan -100, selisih 105
""",
    ),
    Case(
        "a rule that compares nothing says so",
        {
            "p": (
                MONEY,
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,57,,
""",
            )
        },
        "anak,jumlah_anak,p,tingkat=urusan,rp_2021,,,,\n",
        "",
        """\
warning: aturan.csv, baris 2: aturan “anak” tidak membandingkan apa pun: tidak ada baris “tingkat=urusan”; tingkat yang ada: program
  → periksa tabel, baris, kolom dan acuannya
""",
    ),
)
