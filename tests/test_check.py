"""Checks at their seam: a small CSV folder and rules in, whole messages, JSON and exit codes out."""

# ruff: noqa: F811 — whole messages are shown as they are printed; a fixture bears the name of its argument

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from check_folder import RULE_HEADER, folder, run_check, say, say_rules, write_folder  # noqa: F401 — folder is a fixture
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_cases import PROSE_CASES, ProseCase

from renstra_doc.check import CheckReport, Comparison, Outcome, Ref, check_document, kind
from renstra_doc.check.hint import name_slip
from renstra_doc.check.register import kinds
from renstra_doc.cli import main
from renstra_doc.finding import Finding, InputError, Severity
from renstra_doc.load.project import load_project, parse_table
from renstra_doc.model import Cell, Document, Row, Table, compose_partly
from renstra_doc.model.rules import Rule, read_rules
from renstra_doc.report.as_json import report_json
from renstra_doc.report.as_text import report_text
from renstra_doc.run.pipeline import read_document
from renstra_doc.words.numbers import Besaran

REPOSITORY = Path(__file__).resolve().parents[1]
SHIPPED = REPOSITORY / "data"
WAIVED = REPOSITORY / "tests" / "golden" / "harapan-nyata.csv"
MONEY = "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah"
BUDGET = """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,300000,400000,700000
b,kegiatan,a,,Kegiatan B,100000,150000,250000
c,kegiatan,a,,Kegiatan C,200000,250000,450000
"""
CHILDREN = "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n"


@dataclass(frozen=True)
class Case:
    """Tables (columns, rows) and a rule; how often each outcome, and everything that is said."""

    name: str
    tables: Mapping[str, tuple[str, str]]
    rules: str
    outcomes: str
    said: str
    more: Mapping[str, Any] = field(default_factory=dict)


# --- Each kind of rule -----------------------------------------------------------------------------------------------

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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program A,1000,2000,
b,program,,y,Program B,,5,
c,program,,z,Program C,,,
""",
            ),
            "q": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
                """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,x,Program A,1,2,3
""",
            ),
            "q": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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
                "uraian:teks rp_2021:rupiah rp_2022:rupiah rp_akhir:rupiah",
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_says(case: Case, folder: Path) -> None:
    report = run_check(write_folder(folder, case.tables, case.rules, **case.more))
    assert say_rules(report) == case.said.removesuffix("\n")
    assert (
        ", ".join(f"{outcome} {count}" for outcome, count in sorted(report.outcomes.items()))
        == case.outcomes
    )


def test_a_finding_holds_what_its_waiver_must_say(folder: Path) -> None:
    """A waiver covers a finding by these figures, to the letter: they stand in the golden file."""
    said = ["kasus,aturan,berkas,baris,kolom,harapan,nyata,selisih"]
    cases: tuple[Case | ProseCase, ...] = (*CASES, *PROSE_CASES)
    for number, case in enumerate(cases):
        report = run_check(write_folder(folder / str(number), case.tables, case.rules, **case.more))
        said += [
            ",".join(
                f'"{text}"' if "," in text else text
                for text in (
                    case.name,
                    finding.rule,
                    finding.place.file,
                    finding.row_id,
                    finding.column,
                    finding.expected,
                    finding.actual,
                    finding.difference,
                )
            )
            for finding in report.findings
            if finding.rule != "struktur"
        ]
    assert said == WAIVED.read_text(encoding="utf-8").splitlines()


def test_every_kind_is_tested() -> None:
    tested = {
        line.split(",")[1]
        for case in (*CASES, *PROSE_CASES)
        for line in case.rules.splitlines()
        if "," in line
    }
    own = {
        name for name, function in kinds().items() if function.__module__.startswith("renstra_doc.")
    }
    assert own - tested == set()


@pytest.mark.parametrize(
    ("written", "meant", "name"),
    [
        ("465000", "456000", "dua angka tertukar"),
        ("465000", "465001", "satu angka berbeda"),
        ("2772426", "277264260", "angka hilang"),
        ("1233341", "123341", "angka berlebih"),
        ("-123341", "123341", "tanda terbalik"),
        ("123341", "123341", ""),
        ("123", "132", ""),
        ("100000", "999999", ""),
        ("12.5", "15.2", ""),
        ("277", "277264260", ""),
    ],
)
def test_a_slip_has_a_name(written: str, meant: str, name: str) -> None:
    assert name_slip(Decimal(written), Decimal(meant)) == name


# --- What cannot be read -----------------------------------------------------------------------------------------------


def test_a_cell_that_cannot_be_read_gives_no_false_sum(folder: Path) -> None:
    spoiled = BUDGET.replace("100000", "1OOOOO")
    document, findings = compose_partly(
        load_project(write_folder(folder, {"p": (MONEY, spoiled)}, CHILDREN))
    )
    report = check_document(document)
    assert [(finding.rule, finding.place.line, finding.column) for finding in findings] == [
        ("baca", 3, "rp_2021")
    ]
    assert say_rules(report) == ""
    assert report.outcomes == {Outcome.UNSUMMABLE: 1, Outcome.HOLDS: 2}


def test_such_a_cell_stops_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET.replace("100000", "1OOOOO"))}, CHILDREN)
    assert main(["check", "--data", str(folder)]) == 2
    message = 'Galat: tabel/p.csv, baris 3, kolom rp_2021: Nilai "1OOOOO" bukan bilangan'
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "x,jumlah_ank,p,,rp_*,,,,",
            "aturan.csv, baris 2, kolom jenis: jenis aturan “jumlah_ank” tidak dikenal\n  → jenis yang ada: ",
        ),
        (
            "x,jumlah_anak,q,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: tabel “q” tidak ada\n  → tabel yang ada: p",
        ),
        (
            "x,jumlah_anak,,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan tabel\n  → tabel yang ada: p",
        ),
        (
            "x,jumlah_anak,p,,pagu_*,,,,",
            "aturan.csv, baris 2, kolom kolom: tidak ada kolom yang cocok dengan “pagu_*”\n  → lihat nama kolom",
        ),
        (
            "x,jumlah_anak,p,jenjang=program,rp_*,,,,",
            "aturan.csv, baris 2, kolom baris: syarat “jenjang=program” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,jumlah_anak,p,,rp_*,program,,,",
            "aturan.csv, baris 2, kolom acuan: syarat “program” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,jumlah_mendatar,p,,rp_akhir,pagu_*,,,",
            "aturan.csv, baris 2, kolom acuan: tidak ada kolom tabel “p” yang cocok dengan “pagu_*”\n  → kolom tabel",
        ),
        (
            "x,nilai_terakhir,p,,rp_akhir,,,,",
            "aturan.csv, baris 2, kolom acuan: tidak ada kolom tabel “p” yang cocok dengan “”\n  → kolom tabel",
        ),
        (
            "x,rasio,p,,rp_2*,rp_* / rp_akhir,,,",
            "aturan.csv, baris 2, kolom acuan: untuk kolom rp_2021 dicari kolom rp_021, yang tidak ada di tabel “p”",
        ),
        (
            "x,rasio,p,,rp_2*,rp_akhir,,,",
            "aturan.csv, baris 2, kolom acuan: perbandingan “rp_akhir” tidak dipahami",
        ),
        (
            "x,sama,p,,rp_2*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan dua tabel\n  → tulis dua id",
        ),
        (
            "x,sama,p p,,rp_2021=pagu,,,,",
            "aturan.csv, baris 2, kolom kolom: kolom “pagu” tidak ada di tabel “p”",
        ),
        (
            "x,rentang,p,,rp_2*,0-100,,,",
            "aturan.csv, baris 2, kolom acuan: rentang “0-100” tidak dipahami",
        ),
        (
            "x,berpasangan,p,,rp_2*,pagu_*,,,",
            "aturan.csv, baris 2, kolom acuan: “pagu_*” tidak menunjuk kolom",
        ),
        (
            "x,nomenklatur,p,,uraian,ref.csv,,,",
            "aturan.csv, baris 2, kolom acuan: berkas “ref.csv” tidak ada",
        ),
        ("x,daftar_terbit,,,,,,,", "aturan.csv, baris 2, kolom acuan: berkas “” tidak ada"),
        (
            "x,fakta_naskah,,id=b1,,nip,,,",
            "aturan.csv, baris 2, kolom acuan: “nip” tidak ada di dokumen.csv\n  → kunci yang ada: nama_berkas",
        ),
        (
            "x,jumlah_tabel,p p p,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan dua tabel (atau satu, untuk dua kolomnya)\n  → tulis dua id",
        ),
        (
            "x,jumlah_tabel,p,,rp_2021,,,,",
            "aturan.csv, baris 2, kolom kolom: tidak ada kolom “p” dan “p” yang berpasangan\n  → tulis misalnya rp_*",
        ),
        (
            "x,sama_skala,p,,rp_2021=rp_2022,rupiah/ribuan,,,",
            (
                "aturan.csv, baris 2, kolom acuan: satuan “rupiah/ribuan” tidak dipahami\n"
                "  → tulis misalnya rupiah/juta; dikenal: rupiah, ribu, juta, miliar"
            ),
        ),
        (
            "x,hasil_kali,p,,rp_akhir,rp_2021,,,",
            "aturan.csv, baris 2, kolom acuan: perkalian “rp_2021” tidak dipahami\n  → tulis misalnya volume * harga",
        ),
        (
            "x,hasil_kali,p,,rp_akhir,pagu * 2,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “pagu” tidak ada di tabel “p”\n  → kolom tabel ini: uraian, rp_2021",
        ),
        (
            "x,hasil_kali,p,,rp_akhir,rp_2021 * kalimat('b1'; 'x'),,,",
            "aturan.csv, baris 2, kolom acuan: faktor “kalimat('b1'; 'x')” tidak dapat dihitung: ",
        ),
        (
            "x,angka_naskah,,id=b1,,sebanyak orang = 5,,,",
            "aturan.csv, baris 2, kolom acuan: angka naskah “sebanyak orang = 5” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,angka_naskah,,id=b9,,sebanyak # orang = 5,,,",
            "aturan.csv, baris 2, kolom baris: blok “b9” tidak ada\n  → tulis id=BLOK",
        ),
        (
            "x,angka_naskah,,tingkat=b1,,sebanyak # orang = 5,,,",
            "aturan.csv, baris 2, kolom baris: blok “tingkat=b1” tidak ada\n  → tulis id=BLOK",
        ),
        (
            "x,rincian,p,,rp_2021,keterangan,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “keterangan” tidak ada di tabel “p”\n  → kolom tabel ini: ",
        ),
        (
            "x,indikator_sama,p p,,rp_2021,,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “indikator” tidak ada di tabel “p”\n  → kolom tabel ini: ",
        ),
        (
            "x,tahun_kepala,,,,2017-2022,,,",
            "aturan.csv, baris 2, kolom acuan: masa “2017-2022” tidak dipahami",
        ),
        (
            "x,persamaan,,,,1 + 1,,,",
            "aturan.csv, baris 2, kolom acuan: persamaan “1 + 1” tidak dipahami",
        ),
        (
            "x,terbilang,,,,,NaN,,",
            "aturan.csv, baris 2, kolom toleransi: “NaN” bukan bilangan 0 atau lebih",
        ),
        (
            "x,terbilang,,,,,-1,,",
            "aturan.csv, baris 2, kolom toleransi: “-1” bukan bilangan 0 atau lebih",
        ),
        (
            "x,terbilang,,,,,,berat,",
            "aturan.csv, baris 2, kolom bobot: bobot “berat” tidak dikenal",
        ),
        (",terbilang,,,,,,,", "aturan.csv, baris 2, kolom id: id aturan kosong"),
        (
            "x,terbilang,,,,,,,\nx,terbilang,,,,,,,",
            "aturan.csv, baris 3, kolom id: id aturan “x” sudah dipakai",
        ),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(
    rule: str,
    message: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET)}, rule + "\n")
    assert main(["check", "--data", str(folder)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"Galat: {message}")
    assert captured.err.endswith("1 galat\n")
    assert captured.out == ""


def test_an_unknown_column_of_the_rules_is_refused(folder: Path) -> None:
    write_folder(
        folder,
        {"p": (MONEY, BUDGET)},
        "",
        more={"aturan.csv": "id,jenis,tabel,kolum\nx,urut,p,no\n"},
    )
    with pytest.raises(InputError) as caught:
        run_check(folder)
    assert str(caught.value).startswith(
        "aturan.csv, baris 1: kolom “kolum” tidak dikenal\n  → kolom berkas ini: id,"
    )


def test_an_exclusion_holds_for_pairs_and_for_two_tables(folder: Path) -> None:
    other = BUDGET.replace(",,Program A,300000", ",x,Program A,300001").replace("400000", "400001")
    rows = BUDGET.replace(",,Program A", ",x,Program A")
    report = run_check(
        write_folder(
            folder, {"p": (MONEY, rows), "q": (MONEY, other)}, "s,sama,p q,,rp_2* !rp_2022,,,,\n"
        )
    )
    assert [f.column for f in report.findings if f.rule == "s"] == ["rp_2021"]


def test_the_tolerance_may_have_a_decimal_comma(folder: Path) -> None:
    rows = BUDGET.replace("300000", "300001")
    rule = 'anak,jumlah_anak,p,tingkat=program,rp_*,,"0,5",,\n'
    assert run_check(write_folder(folder, {"p": (MONEY, rows)}, rule)).findings == ()


# --- Kinds from elsewhere ------------------------------------------------------------------------------------------------


@kind("uji_tidak_turun")
def check_growth(document: Document, rule: Rule) -> Iterator[Comparison]:
    """Each amount of the row is at least the one before it."""
    for table in rule.select_tables(document):
        for row in rule.select_rows(table):
            refs = [Ref(table, row, kolom) for kolom in rule.select_columns(table)]
            for before, after in pairwise(refs):
                if before.angka is not None and after.angka is not None:
                    outcome = Outcome.HOLDS if after.angka >= before.angka else Outcome.DIFFERS
                    yield Comparison(
                        rule,
                        after,
                        (before,),
                        outcome,
                        before.angka,
                        f"tidak boleh di bawah {before.kolom}",
                    )


def test_a_kind_from_another_module_works(folder: Path) -> None:
    rows = BUDGET.replace("400000", "290000")
    report = run_check(
        write_folder(folder, {"p": (MONEY, rows)}, "naik,uji_tidak_turun,p,,rp_2*,,,,\n")
    )
    assert say_rules(report) == (
        "error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 290.000, tidak boleh di bawah rp_2021 300.000, "
        "selisih -10.000"
    )
    assert (report.holds, [cell.ref.key for cell in report.uncovered]) == (
        2,
        [("p", "a", "rp_akhir"), ("p", "b", "rp_akhir"), ("p", "c", "rp_akhir")],
    )


# --- Reports ---------------------------------------------------------------------------------------------------------------

SPOILED = BUDGET.replace("400000", "400001")


def test_the_json_has_exactly_the_agreed_keys(folder: Path) -> None:
    report = run_check(
        write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN, numbers={"p": "6.1"})
    )
    value = json.loads(report_json(report))
    assert set(value) == {"summary", "findings", "rules", "coverage", "unanswered"}
    assert {"summary": value["summary"], "findings": value["findings"]} == {
        "summary": {
            "rules": 1,
            "holds": 2,
            "error": 1,
            "warning": 0,
            "info": 0,
            "waived": 0,
            "waived_errors": 0,
        },
        "findings": [
            {
                "rule": "anak",
                "severity": "error",
                "table": "6.1",
                "row": "Program A",
                "column": "rp_2022",
                "file": "tabel/p.csv",
                "line": 2,
                "expected": "400000",
                "actual": "400001",
                "difference": "1",
                "message": "Program A: tercetak 400.001, sedangkan 2 rinciannya berjumlah 400.000, selisih 1 = "
                "150.000 (baris 3, Kegiatan B) + 250.000 (baris 4, Kegiatan C)",
                "hint": "",
                "waived": False,
                "reason": "",
            }
        ],
    }


def test_the_text_groups_counts_and_lays_the_sum_out(folder: Path) -> None:
    report = run_check(
        write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN, numbers={"p": "6.1"})
    )
    assert report_text(report) == (
        "anak (1 galat)\n"
        "  galat: Tabel 6.1, Program A: tercetak 400.001, sedangkan 2 rinciannya berjumlah 400.000, selisih 1\n"
        "    di tabel/p.csv, baris 2, kolom rp_2022\n"
        "    = 150.000 (baris 3, Kegiatan B) + 250.000 (baris 4, Kegiatan C)\n"
        "\n"
        "1 aturan dijalankan; perbandingan: berbeda 1, cocok 2\n"
        "Temuan yang belum ditindaklanjuti: 1 galat; dikecualikan: 0\n"
        "Galat: perbaiki salah satu angkanya, atau catat sebagai pengecualian yang beralasan (renstra waive)\n"
        "Bukti angka rupiah: 6 dari 9 didukung perbandingan yang cocok (6 oleh jumlah), "
        "3 hanya dibandingkan dengan hasil berbeda, 0 tidak terbukti apa pun\n"
        "Bukti semua angka: 6 dari 9 didukung perbandingan yang cocok (6 oleh jumlah), "
        "3 hanya dibandingkan dengan hasil berbeda, 0 tidak terbukti apa pun\n"
        "  ke bawah: cocok 6, berbeda 3\n"
        "  mendatar: tanpa pembanding 9\n"
        "  tabel lain: tanpa pembanding 9\n"
        "  naskah: tanpa pembanding 9\n"
        "Jangkauan: 1 aturan dari 1 jenis atas 3 sel, baris atau blok\n"
        "Cakupan: 9 dari 9 angka rupiah dibandingkan oleh sedikitnya satu aturan"
    )


@pytest.mark.parametrize(("parts", "lines"), [(1, 0), (2, 1), (12, 1), (13, 0)])
def test_a_sum_of_two_to_twelve_parts_is_laid_out(parts: int, lines: int, folder: Path) -> None:
    rows = "id,tingkat,induk,uraian,rp_2021\na,program,,Program A,1\n" + "".join(
        f"k{at},kegiatan,a,Kegiatan,{at}0\n" for at in range(1, parts + 1)
    )
    table = {"p": ("uraian:teks rp_2021:rupiah", rows)}
    rule = "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n"
    text = report_text(run_check(write_folder(folder, table, rule)))
    laid_out = " + ".join(f"{at}0 (baris {at + 2}, Kegiatan)" for at in range(1, parts + 1))
    assert f"{parts} rinciannya berjumlah" in text
    assert text.count(f"    = {laid_out}\n") == lines
    assert text.count("    = ") == lines


def test_the_report_names_the_amounts_that_no_rule_covers(folder: Path) -> None:
    rule = "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n"
    rows = "id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir\na,program,,,Program A,,5,\nb,kegiatan,a,,B,5,,\n"
    lines = report_text(run_check(write_folder(folder, {"p": (MONEY, rows)}, rule))).splitlines()
    assert lines[-3:] == [
        "Cakupan: 0 dari 2 angka rupiah dibandingkan oleh sedikitnya satu aturan",
        "  tanpa pembanding: tabel/p.csv, baris 2, kolom rp_2022: Program A — tidak ada aturan untuk sel ini",
        "  tanpa pembanding: tabel/p.csv, baris 3, kolom rp_2021: B — pembandingnya: jumlah tidak tercetak",
    ]


def test_a_rule_that_is_idle_in_one_of_its_tables_is_told(folder: Path) -> None:
    lost = BUDGET.replace("a,program", "a,")
    report = run_check(
        write_folder(
            folder, {"p": (MONEY, BUDGET), "q": (MONEY, lost)}, CHILDREN.replace(",p,", ",p q,")
        )
    )
    assert say_rules(report) == (
        "warning: aturan.csv, baris 2: aturan “anak” tidak membandingkan apa pun di tabel “q”: "
        "tidak ada baris “tingkat=program”; tingkat yang ada: (kosong), kegiatan\n"
        "  → periksa kolom tingkat, induk dan entitas tabel itu"
    )


def test_amounts_without_any_rule_are_told(folder: Path) -> None:
    assert say_rules(run_check(write_folder(folder, {"p": (MONEY, BUDGET)}, ""))) == (
        "warning: aturan.csv: tidak ada aturan: tidak ada jumlah yang diperiksa\n"
        "  → tulis aturan di aturan.csv; contohnya di docs/aturan.md"
    )


def test_a_broken_expression_is_told_by_check_beside_the_sums(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(
        folder, {"p": (MONEY, SPOILED)}, CHILDREN, prose="x,paragraf,,,,,{{ nilai('p') }}\n"
    )
    assert main(["check", "--data", str(folder), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["rule"], finding["file"], finding["line"]) for finding in found] == [
        ("baca", "naskah/01.csv", 3),
        ("anak", "tabel/p.csv", 2),
    ]


def test_many_uncovered_amounts_are_counted_not_listed(folder: Path) -> None:
    rows = "id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir\n" + "".join(
        f"r{number},program,,,Program {number},5,,\n" for number in range(30)
    )
    report = run_check(write_folder(folder, {"p": (MONEY, rows)}, ""))
    assert report_text(report).splitlines()[-1] == "  … dan 10 lagi (pakai --semua)"
    assert report_text(report, everything=True).count("  tanpa pembanding: ") == 30


def test_the_command_tells_the_remarks_of_reading_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET.replace(",kegiatan,", ",Kegiatn,"))}, CHILDREN)
    assert main(["check", "--data", str(folder), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["warning"] == 2
    assert [
        (found["rule"], found["line"], found["message"], found["hint"])
        for found in report["findings"]
    ] == [
        ("baca", line, "tingkat “Kegiatn” tidak dikenal", "mungkin maksudnya kegiatan")
        for line in (3, 4)
    ]


@pytest.mark.parametrize(
    ("rows", "bobot", "code"),
    [
        (BUDGET, "", 0),
        (SPOILED, "", 1),
        (SPOILED, "warning", 0),
        (SPOILED, "info", 0),
        ("id,tingkat\n", "", 2),
    ],
)
def test_the_exit_code_says_whether_a_build_would_stop(
    rows: str, bobot: str, code: int, folder: Path
) -> None:
    write_folder(
        folder, {"p": (MONEY, rows)}, f"anak,jumlah_anak,p,tingkat=program,rp_*,,,{bobot},\n"
    )
    assert main(["check", "--data", str(folder), "--format", "json"]) == code


def test_a_report_goes_into_a_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN)
    target = tmp_path / "laporan.json"
    assert main(["check", "--data", str(folder), "--format", "json", "--output", str(target)]) == 1
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["error"] == 1
    assert capsys.readouterr().out == f"Laporan: {target}\n"


def test_input_that_cannot_be_read_is_json_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET)}, "x,salah,p,,,,,,\n")
    assert main(["check", "--data", str(folder), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (
        found["summary"]["error"],
        found["findings"][0]["file"],
        found["findings"][0]["line"],
    ) == (
        1,
        "aturan.csv",
        2,
    )


# --- Laws ------------------------------------------------------------------------------------------------------------------

YEARS = ("rp_2021", "rp_2022")
LAW_RULES = (
    "program,jumlah_anak,p,tingkat=program,rp_*,,,,\n"
    "kegiatan,jumlah_anak,p,tingkat=kegiatan,rp_*,,,,\n"
    "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n"
)
amounts = st.tuples(st.integers(1, 10**12), st.integers(1, 10**12))
trees = st.lists(
    st.lists(st.lists(amounts, min_size=1, max_size=4), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
Tree = list[list[list[tuple[int, int]]]]


def to_rows(tree: Tree) -> list[list[str]]:
    """Lay a tree of programs, activities and parts out as rows whose sums hold."""

    def line(key: str, level: str, parent: str, pairs: list[tuple[int, int]]) -> list[str]:
        first, second = (sum(pair[year] for pair in pairs) for year in (0, 1))
        return [
            key,
            level,
            parent,
            "",
            f"Baris {key}",
            str(first),
            str(second),
            str(first + second),
        ]

    rows: list[list[str]] = []
    for p, program in enumerate(tree):
        rows.append(
            line(f"p{p}", "program", "", [pair for kegiatan in program for pair in kegiatan])
        )
        for k, kegiatan in enumerate(program):
            rows.append(line(f"p{p}k{k}", "kegiatan", f"p{p}", kegiatan))
            rows += [
                line(f"p{p}k{k}s{s}", "sub_kegiatan", f"p{p}k{k}", [pair])
                for s, pair in enumerate(kegiatan)
            ]
    return rows


def to_document(rows: list[list[str]], folder: Path) -> Document:
    text = BUDGET.splitlines()[0] + "\n" + "".join(",".join(row) + "\n" for row in rows)
    document, findings = compose_partly(
        load_project(write_folder(folder, {"p": (MONEY, text)}, LAW_RULES))
    )
    assert findings == ()
    return document


@settings(max_examples=40, deadline=None)
@given(tree=trees)
def test_a_hierarchy_that_adds_up_gives_no_finding(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = check_document(to_document(to_rows(tree), tmp_path_factory.mktemp("data")))
    assert (report.findings, report.uncovered) == ((), ())
    assert set(report.outcomes) == {Outcome.HOLDS}


@settings(max_examples=60, deadline=None)
@given(tree=trees, data=st.data())
def test_any_changed_amount_is_found(
    tree: Tree, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = to_rows(tree)
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from((5, 6, 7)))
    row[column] = str(
        data.draw(st.integers(0, 10**13).filter(lambda value: str(value) != row[column]))
    )
    report = check_document(to_document(rows, tmp_path_factory.mktemp("data")))
    kolom = (*YEARS, "rp_akhir")[column - 5]
    named = {(row[0], kolom), (row[2], kolom), (row[0], "rp_akhir")}
    assert {(finding.row_id, finding.column) for finding in report.findings} & named
    assert all(finding.severity is Severity.ERROR for finding in report.findings)
    assert {(finding.row_id, finding.column) for finding in report.findings} <= named


@settings(max_examples=25, deadline=None)
@given(tree=trees, seed=st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter_to_the_sums(
    tree: Tree, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = to_rows(tree)
    rows[0][5] = str(int(rows[0][5]) + 9)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
    found = [
        {
            (finding.rule, finding.row_id, finding.column, finding.expected, finding.actual)
            for finding in report.findings
            if finding.rule != "struktur"  # where a row is printed is judged apart
        }
        for report in (
            check_document(to_document(order, tmp_path_factory.mktemp("data")))
            for order in (rows, shuffled)
        )
    ]
    assert found[0] == found[1] != set()


# --- The published document ------------------------------------------------------------------------------------------------


def read_amounts(table: str) -> dict[str, dict[str, str]]:
    with (SHIPPED / "tabel" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def number(text: str) -> int | None:
    """Read an amount by itself: an empty cell is none, a dash is 0."""
    return None if not text else 0 if text == "-" else int(text)


@pytest.fixture(scope="module")
def shipped() -> CheckReport:
    return run_check(SHIPPED)


def list_differing_sums(table: str, columns: tuple[str, ...]) -> set[tuple[str, str, str, str]]:
    """List by plain arithmetic each parent whose printed children do not add up to it: row, column, sum, printed.

    Where a child prints nothing a smaller sum proves nothing.
    """
    rows = read_amounts(table)
    children = defaultdict(list)
    for row in rows.values():
        is_program_now = (
            row["tingkat"] != "program" or not row["kode"]
        )  # the urusan row adds the old programs up
        if row["tingkat"] != "indikator" and (
            rows.get(row["induk"], {}).get("tingkat") != "urusan" or is_program_now
        ):
            children[row["induk"]].append(row)
    found = set()
    for parent, parts in children.items():
        if not parent or rows[parent]["tingkat"] not in ("urusan", "program", "kegiatan"):
            continue
        for column in columns:
            whole, values = number(rows[parent][column]), [number(part[column]) for part in parts]
            printed = [value for value in values if value is not None]
            if whole is None or not printed or sum(printed) == whole:
                continue
            if sum(printed) > whole or None not in values:
                found.add((parent, column, str(sum(printed)), str(whole)))
    return found


SUM_RULES = {"urusan-program", "program-kegiatan", "kegiatan-sub"}
PERIOD = ("rp_2017", "rp_2018", "rp_2019", "rp_2020", "rp_2021", "rp_2022")


@pytest.mark.parametrize(
    ("table", "years"), [("program-rpjmd", PERIOD), ("program-renstra", PERIOD[:5])]
)
def test_every_sum_that_differs_is_found(
    table: str, years: tuple[str, ...], shipped: CheckReport
) -> None:
    independent = list_differing_sums(table, (*years, "rp_akhir"))
    found = {
        (finding.row_id, finding.column, finding.expected, finding.actual): finding.severity
        for finding in shipped.findings
        if finding.rule in SUM_RULES and finding.place.file == f"tabel/{table}.csv"
    }
    assert independent - set(found) == set()
    surplus = set(found) - independent  # a part left empty that should print: said as a remark
    assert {found[key] for key in surplus} <= {Severity.WARNING}


def test_the_published_document_has_26_sums_per_year_that_differ(shipped: CheckReport) -> None:
    found = [
        f for f in shipped.findings if f.rule in SUM_RULES and f.column != "rp_akhir" and f.actual
    ]
    independent = [
        *list_differing_sums("program-rpjmd", PERIOD),
        *list_differing_sums("program-renstra", PERIOD[:5]),
    ]
    remarks = [(f.row_id, f.column) for f in found if f.severity is Severity.WARNING]
    assert len(found) == 26
    assert len(independent) == 25
    assert remarks == [
        ("p-sarana-prasarana-aparatur", "rp_2018")
    ]  # one of its two parts prints no amount


def test_every_period_total_that_differs_is_found(shipped: CheckReport) -> None:
    independent = set()
    for key, row in read_amounts("program-rpjmd").items():
        total, years = number(row["rp_akhir"]), [number(row[year]) for year in PERIOD]
        printed = [value for value in years if value is not None]
        if total is not None and printed and sum(printed) != total:
            independent.add((key, str(sum(printed)), str(total)))
    found = {(f.row_id, f.expected, f.actual) for f in shipped.findings if f.rule == "akhir-rupiah"}
    assert found == independent


def test_every_difference_between_6_1_and_6_2_is_found(shipped: CheckReport) -> None:
    twins = {
        row["entitas"]: row for row in read_amounts("program-rpjmd").values() if row["entitas"]
    }
    independent = set()
    for key, row in read_amounts("program-renstra").items():
        other = twins.get(row["entitas"])
        if other is None:
            continue
        pairs = [(year, year) for year in PERIOD[:5]]
        pairs.append(("rp_akhir", "rp_2022" if row["kode"] else "rp_akhir"))
        for mine, theirs in pairs:
            left, right = number(row[mine]), number(other[theirs])
            if left is not None and right is not None and left != right:
                independent.add((key, mine, str(right), str(left)))
    found = {
        (f.row_id, f.column, f.expected, f.actual)
        for f in shipped.findings
        if f.rule.startswith("sama-") and f.severity == "error" and f.column.startswith("rp_")
    }
    assert found == independent


def test_every_ratio_is_judged(shipped: CheckReport) -> None:
    independent = set()
    for table in ("capaian", "capaian-perubahan"):
        for key, row in read_amounts(table).items():
            for year in ("2017", "2018", "2019"):
                printed = row[f"rasio_{year}"]
                exact = Decimal(row[f"realisasi_{year}"]) / Decimal(row[f"target_{year}"]) * 100
                step = Decimal(1).scaleb(-len(printed.partition(".")[2]))
                if abs(exact - Decimal(printed)) > step / 2:
                    severity = "info" if 0 <= exact - Decimal(printed) < step else "error"
                    independent.add((table, key, f"rasio_{year}", severity))
    found = {
        (
            f.place.file.removeprefix("tabel/").removesuffix(".csv"),
            f.row_id,
            f.column,
            f.severity.value,
        )
        for f in shipped.findings
        if f.rule == "rasio-capaian"
    }
    assert found == independent


def test_every_total_of_psks_is_judged(shipped: CheckReport) -> None:
    rows = [
        row for row in read_amounts("psks-aktif").values() if row["jumlah"] and row["laki_laki"]
    ]
    independent = {
        (row["id"], str(int(row["laki_laki"]) + int(row["perempuan"])), row["jumlah"])
        for row in rows
        if int(row["laki_laki"]) + int(row["perempuan"]) != int(row["jumlah"])
    }
    assert {
        (f.row_id, f.expected, f.actual) for f in shipped.findings if f.rule == "lp-psks"
    } == independent
    parts = [
        int(row["jumlah"]) for row in rows if row["induk"] == "psm" and row["tingkat"] != "jumlah"
    ]
    assert [
        (f.row_id, f.column, f.expected, f.actual)
        for f in shipped.findings
        if f.rule == "jumlah-psks"
    ] == [
        ("psm-total", "jumlah", str(sum(parts)), "151"),
        ("tksk-total", "laki_laki", "3", ""),
        ("tksk-total", "perempuan", "2", ""),
    ]


def test_the_shipped_data_builds(shipped: CheckReport, capsys: pytest.CaptureFixture[str]) -> None:
    assert {finding.severity for finding in shipped.open} == {Severity.INFO}
    assert all(finding.reason for finding in shipped.findings if finding.waived)
    assert main(["check", "--data", str(SHIPPED)]) == 0
    counts = f"Temuan yang belum ditindaklanjuti: {len(shipped.open)} catatan; dikecualikan: {len(shipped.findings) - len(shipped.open)}, "
    assert counts in capsys.readouterr().out


def test_every_waiver_has_its_finding(shipped: CheckReport) -> None:
    with (SHIPPED / "pengecualian.csv").open(encoding="utf-8", newline="") as stream:
        waivers = list(csv.DictReader(stream))
    assert len(waivers) == sum(finding.waived for finding in shipped.findings)
    told = [finding for finding in shipped.findings if finding.rule == "pengecualian"]
    assert {finding.severity for finding in told} == {Severity.INFO}  # alike, but for the figures
    assert all(
        waiver["alasan"] and waiver["diputuskan_oleh"] and waiver["tanggal"] for waiver in waivers
    )


def test_every_published_amount_stands_under_a_rule(shipped: CheckReport) -> None:
    assert (shipped.amounts, shipped.uncovered) == (495, ())


def test_a_new_discrepancy_stops_the_build_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, output = tmp_path / "data", tmp_path / "keluaran.docx"
    shutil.copytree(SHIPPED, data)
    table = data / "tabel" / "program-rpjmd.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        text.replace("11 orang,292863324,", "11 orang,292863342,", 1), encoding="utf-8"
    )
    template = str(REPOSITORY / "templates" / "renstra.docx")
    before = sorted(tmp_path.rglob("*"))
    assert (
        main(["build", "--data", str(data), "--template", template, "--output", str(output)]) == 1
    )
    errors = capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before
    assert (
        "tercetak 305.228.004, sedangkan 3 rinciannya berjumlah 305.228.022, selisih -18" in errors
    )
    assert (
        "→ dua angka tertukar pada baris 43 kolom rp_2021? 292.863.342 menjadi 292.863.324"
        in errors
    )
    assert main(["check", "--data", str(data)]) == 1


# --- Speed -----------------------------------------------------------------------------------------------------------------


def test_a_cell_may_be_changed_in_memory(folder: Path) -> None:
    """The benchmark of slips rests on this: a Document is a value, and the checks read nothing else."""
    document = compose_partly(load_project(write_folder(folder, {"p": (MONEY, BUDGET)}, CHILDREN)))[
        0
    ]
    table: Table = document.tables["p"]
    row: Row = table.rows[1]
    cells = (row.cells[0], Cell("100001", Besaran(100001)), *row.cells[2:])
    changed = replace(table, rows=(table.rows[0], replace(row, cells=cells), *table.rows[2:]))
    found: tuple[Finding, ...] = check_document(replace(document, tables={"p": changed})).findings
    assert [(finding.row_id, finding.column, finding.difference) for finding in found] == [
        ("a", "rp_2021", "-1")
    ]
    assert check_document(document).findings == ()


# --- docs/aturan.md ----------------------------------------------------------------------------------------------------------

GUIDE = (REPOSITORY / "docs" / "aturan.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^### `(\w+)`\n(.*?)(?=^#)", GUIDE, re.MULTILINE | re.DOTALL)


def test_every_kind_is_documented_once() -> None:
    own = {
        name for name, function in kinds().items() if function.__module__.startswith("renstra_doc.")
    }
    assert sorted(name for name, _ in SECTIONS) == sorted(own)


@pytest.mark.parametrize(("name", "text"), SECTIONS, ids=[name for name, _ in SECTIONS])
def test_the_documented_example_runs(name: str, text: str, shipped: CheckReport) -> None:
    (example,) = re.findall(r"```csv\n(.*)\n```", text)
    (message,) = re.findall(r"^> (.*)$", text, re.MULTILINE)
    source, problems = parse_table(RULE_HEADER + example + "\n", "aturan.csv")
    assert source is not None
    assert problems == []
    document = read_document(SHIPPED)[0]
    rules, faults = read_rules(source, document.tables)
    assert faults == ()
    report = check_document(replace(document, rules=rules))
    assert [record["jenis"] for _, record in source.records()] == [name]
    assert [finding for finding in report.findings if finding.rule == "aturan"] == []
    said = {finding.message for finding in shipped.findings}
    assert message in said or any(f": {message}\n" in case.said for case in (*CASES, *PROSE_CASES))


def test_the_documented_columns_are_those_of_the_file() -> None:
    table = GUIDE.split("## Kolom `aturan.csv`")[1].split("**Syarat")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [
        *RULE_HEADER.strip().split(","),
        "catatan",
    ]


def test_the_documented_kind_works(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(code.replace('"tidak_turun"', '"uji_dari_panduan"'), {})  # noqa: S102 — our own guide
    rows = BUDGET.replace("400000", "290000")
    report = run_check(
        write_folder(folder, {"p": (MONEY, rows)}, "naik,uji_dari_panduan,p,,rp_2*,,,,\n")
    )
    assert [f.difference for f in report.findings if f.rule == "naik"] == ["-10000"]


def test_an_installed_package_brings_its_kinds(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "paket"
    (packages / "paket_uji-1.dist-info").mkdir(parents=True)
    entry = "[renstra_doc.aturan]\nuji = paket_uji_aturan\n"
    (packages / "paket_uji-1.dist-info" / "entry_points.txt").write_text(entry, encoding="utf-8")
    (packages / "paket_uji-1.dist-info" / "METADATA").write_text(
        "Name: paket-uji\nVersion: 1\n", encoding="utf-8"
    )
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    module = code.replace('"tidak_turun"', '"uji_terpasang"')
    (packages / "paket_uji_aturan.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(str(packages))
    report = run_check(
        write_folder(folder, {"p": (MONEY, BUDGET)}, "naik,uji_terpasang,p,,rp_2*,,,,\n")
    )
    assert (report.holds, say_rules(report)) == (3, "")
