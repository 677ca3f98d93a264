"""Cases of the rules on prose, facts and indicators: tables, rules, text, and all that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MISI = """\
visi,paragraf,,,,,Misi Kepala Daerah:
misi-1,butir,1,1.,,,Satu;
misi-1-a,butir,2,a.,,,rincian;
misi-2,butir,1,1.,,,Dua.
misi-akhir,paragraf,,,,,"Dari {n} misi itu, misi nomor 1 diampu."
"""


@dataclass(frozen=True)
class ProseCase:
    """Tables (columns, rows), rules and text; everything that is said."""

    name: str
    rules: str
    said: str
    tables: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


PROSE_CASES = (
    ProseCase(
        "a count in the text is that of the list",
        "misi,angka_naskah,,id=misi-akhir,,\"Dari # misi itu = butir('visi')\",,,\n",
        "",
        more={"prose": MISI.replace("{n}", "2")},
    ),
    ProseCase(
        "a count in the text is not that of the list",
        "misi,angka_naskah,,id=misi-akhir,,\"Dari # misi itu = butir('visi')\",,,\n",
        "error: naskah/01.csv, baris 7, kolom teks: naskah menyebut 3, datanya 2\n",
        more={"prose": MISI.replace("{n}", "3")},
    ),
    ProseCase(
        "two sentences name the same year",
        "tahun,angka_naskah,,id=b,,\"pada tahun # berubah = kalimat('a', 'sejak # dan')\",,,\n",
        "error: naskah/01.csv, baris 4, kolom teks: naskah menyebut 2019, datanya 2018\n",
        more={
            "prose": "a,paragraf,,,,,Raskin berubah sejak 2018 dan seterusnya.\n"
            "b,paragraf,,,,,Raskin pada tahun 2019 berubah.\n"
        },
    ),
    ProseCase(
        "words beside numbers, with money, blanks and decimals",
        "eja,terbilang,,,,,,,\n",
        "error: naskah/01.csv, baris 4, kolom teks: 9.000,00 dieja “delapan ribu”, seharusnya"
        " “sembilan ribu”\n  → pakai {{ sebut(angka) }} agar ejaannya dibuat program\n"
        "error: naskah/01.csv, baris 5, kolom teks: 7 dieja “delapan”, seharusnya “tujuh”\n"
        "  → pakai {{ sebut(angka) }} agar ejaannya dibuat program\n"
        "error: naskah/01.csv, baris 6, kolom teks: 12,5 dieja “dua belas koma enam”, seharusnya"
        " “dua belas koma lima”\n  → pakai {{ sebut(angka) }} agar ejaannya dibuat program\n"
        "error: tabel/p.csv, baris 2, kolom uraian: 3 dieja “dua”, seharusnya “tiga”\n"
        "  → pakai {{ sebut(angka) }} agar ejaannya dibuat program\n",
        tables={"p": ("uraian:teks", "id,uraian\na,3 (dua) unit\nb,4 (empat) unit\n")},
        more={
            "prose": 'a,paragraf,,,,,"Rp5.000,- (lima ribu rupiah), 2 (rusak berat), 3 (dua unit rusak)."\n'
            'b,paragraf,,,,,"Sebesar Rp9.000,00 (delapan ribu rupiah)."\n'
            "c,paragraf,,,,,Ada 7 ( delapan ) buah.\n"
            'd,paragraf,,,,,"Tumbuh 12,5% (dua belas koma enam persen)."\n'
        },
    ),
    ProseCase(
        "facts in order, said twice, named in the title, typed in the text",
        "sama,urutan_fakta,,,,tetap <= undang = tanggal_dokumen,,,\n"
        "masa,masa_fakta,,,,,,,\n"
        "nip,fakta_naskah,,id=ttd,,nip,,,\n",
        "error: dokumen.csv, baris 4, kolom nilai: judul menyebut 2017-2021, masa dokumen 2017-2022\n"
        "error: dokumen.csv, baris 9, kolom nilai: tetap 2021-09-01 sesudah undang 2021-08-30\n"
        "error: dokumen.csv, baris 10, kolom nilai: undang 2021-08-30 tidak sama dengan"
        " tanggal_dokumen 2021-08-23\n"
        "error: naskah/01.csv, baris 3, kolom teks: naskah memuat “NIP. 19670310198903 1 006”,"
        " fakta nip “19670310 198903 1 005”\n",
        more={
            "prose": "ttd,tanda_tangan,,,,,NIP. 19670310198903 1 006\n",
            "more": {
                "dokumen.csv": "kunci,nilai,jenis\nnama_berkas,Renstra-2017-2022,\n"
                "templat,templat.docx,\njudul,Renstra 2017-2021,\npenulis,Dinas,\n"
                "tanggal_dokumen,2021-08-23,\nperiode_awal,2017,\nperiode_akhir,2022,\n"
                "tetap,2021-09-01,tanggal\nundang,2021-08-30,tanggal\n"
                "nip,19670310 198903 1 005,nip\n"
            },
        },
    ),
    ProseCase(
        "one regulation with two numbers, one with two sheets",
        "atur,peraturan_sama,,,,,,,\n",
        "error: naskah/01.csv, baris 4, kolom teks: peraturan tentang “tata cara penyusunan rencana"
        " pembangunan daerah …” disebut Nomor 87 Tahun 2017, di naskah/01.csv, baris 3, kolom teks"
        " Nomor 86 Tahun 2017\n"
        "error: naskah/01.csv, baris 5, kolom teks: peraturan tentang “tata cara penyusunan rencana"
        " pembangunan daerah …” disebut Tahun 2018 Nomor 1312, di naskah/01.csv, baris 3,"
        " kolom teks Tahun 2017 Nomor 1312\n"
        "error: naskah/01.csv, baris 5, kolom teks: Nomor 86 Tahun 2017 dimuat dalam lembaran tahun"
        " 2018\n"
        "error: naskah/01.csv, baris 6, kolom teks: Nomor 9 Tahun 2031 lebih muda daripada dokumen"
        " ini (2021)\n",
        more={
            "prose": "".join(
                f'{key},butir,1,1.,,,"Peraturan Menteri Nomor {number} Tahun 2017 tentang Tata Cara'
                f' Penyusunan Rencana Pembangunan Daerah (Berita Negara Tahun {year} Nomor 1312);"\n'
                for key, number, year in (("a", 86, 2017), ("b", 87, 2017), ("c", 86, 2018))
            )
            + "d,butir,1,1.,,,Peraturan Daerah Nomor 9 Tahun 2031 tentang Hal Lain;\n"
        },
    ),
    ProseCase(
        "a title with a slip is that of the same regulation, one with another first word is not",
        "atur,peraturan_sama,,,,,,,\n",
        "error: naskah/01.csv, baris 4, kolom teks: peraturan tentang “tata cara penyusunan dan"
        " pengendalian rancangan pembangunan daerah …” disebut Nomor 87 Tahun 2017, di"
        " naskah/01.csv, baris 3, kolom teks Nomor 86 Tahun 2017\n",
        more={
            "prose": "".join(
                f'{key},butir,1,1.,,,"Peraturan Menteri Nomor {number} Tahun 2017 tentang {title};"\n'
                for key, number, title in (
                    ("a", 86, "Tata Cara Penyusunan dan Pengendalian Rencana Pembangunan Daerah"),
                    ("b", 87, "Tata Cara Penyusunan dan Pengendalian Rancangan Pembangunan Daerah"),
                    (
                        "c",
                        88,
                        "Pedoman Cara Penyusunan dan Pengendalian Rencana Pembangunan Daerah",
                    ),
                    ("d", 86, "Tata Cara Penyusunan dan Pengendalian Rencana Pembangunan Daerah"),
                )
            )
        },
    ),
    ProseCase(
        "what an expression names and is not there",
        "satu,persamaan,,,,\"kalimat('zz', 'sejak #') = 2018\",,,\n"
        "dua,persamaan,,,,\"kalimat('a', 'sampai #') = 2018\",,,\n"
        "tiga,persamaan,,,,butir('zz') = 2,,,\n"
        "empat,angka_naskah,,id=a,,\"sejak # dan = kalimat('a', 'hingga #')\",,,\n"
        "lima,persamaan,,,,\"kalimat('a', 'sejak # dan') = 2018\",,,\n"
        "enam,persamaan,,,,\"kalimat('a', 'sejak # dan') = 2019\",,,\n",
        "error: aturan.csv, baris 2: persamaan tidak dapat dihitung: blok “zz” tidak ada\n"
        "  → perbaiki kolom acuan\n"
        "error: aturan.csv, baris 3: persamaan tidak dapat dihitung: “sampai #” tidak ada dalam"
        " blok “a”\n  → perbaiki kolom acuan\n"
        "error: aturan.csv, baris 4: persamaan tidak dapat dihitung: blok “zz” tidak ada\n"
        "  → perbaiki kolom acuan\n"
        "error: aturan.csv, baris 5: angka naskah tidak dapat dihitung: “hingga #” tidak ada dalam"
        " blok “a”\n  → perbaiki kolom acuan\n"
        "error: aturan.csv, baris 7: kalimat('a', 'sejak # dan') = 2018, bukan 2.019\n",
        more={"prose": "a,paragraf,,,,,Raskin berubah sejak 2018 dan seterusnya.\n"},
    ),
    ProseCase(
        "an item without a level is one of the first level",
        "misi,angka_naskah,,id=misi-akhir,,\"Dari # misi itu = butir('visi')\",,,\n",
        "",
        more={"prose": MISI.replace("misi-1,butir,1,", "misi-1,butir,,").replace("{n}", "2")},
    ),
    ProseCase(
        "a sentence introduces tables of other years and another number",
        "masa,masa_tabel,,,,,,,\nnomor,tabel_berikut,,,,,,,\n",
        "error: naskah/01.csv, baris 3, kolom teks: naskah mengantar tabel tahun 2012-2016,"
        " Tabel 1 memuat tahun 2021-2022\n"
        "error: naskah/01.csv, baris 3, kolom teks: naskah menyebut tabel 2 berikut, yang berikut 1\n",
        tables={
            "p": (
                "uraian:teks rp_2021:rupiah rp_2022:rupiah",
                "id,uraian,rp_2021,rp_2022\na,A,1,2\n",
            )
        },
        more={"prose": "a,paragraf,,,,,Capaian tahun 2012-2016 ada pada tabel 2 berikut:\n"},
    ),
    ProseCase(
        "the list of chapters in the text",
        "isi,sistematika,,id=s-*,,,,warning,\n",
        "warning: naskah/01.csv, baris 3, kolom teks: naskah mencantumkan “BAB II PENDAHULUAN”,"
        " judul bernomor itu tidak ada\n"
        "warning: naskah/01.csv, baris 4, kolom teks: naskah mencantumkan “1.1 Latar”, judulnya"
        " “Latar Belakang”\n"
        "warning: naskah/01.csv, baris 4, kolom teks: “BAB I PENDAHULUAN” tidak tercantum\n",
        more={
            "prose": "s-1,paragraf,,,,,BAB II PENDAHULUAN\ns-2,paragraf,,,,,1.1 Latar\n"
            "bab1-1,subbab,2,1.1,,,Latar Belakang\n"
        },
    ),
    ProseCase(
        "a heading bears the year of its column",
        "kepala,tahun_kepala,,,,,,,\n",
        "error: tabel/kolom.csv, baris 2, kolom judul: kolom rp_2021 berjudul tahun 2122\n"
        "error: tabel/kolom.csv, baris 3, kolom judul: kolom rp_2022 berjudul “Tahun 202”, tanpa"
        " tahun 2022\n",
        tables={"p": ("x:teks", "id,rp_2021,rp_2022\na,1,2\n")},
        more={
            "more": {
                "tabel/kolom.csv": "tabel,kolom,judul,jenis\np,rp_2021,Tahun 2122,rupiah\n"
                "p,rp_2022,Tahun 202,rupiah\n"
            }
        },
    ),
    ProseCase(
        "values follow the declared trend, ranges and bounds too; a row may say its own",
        "arah,arah,,,,,,warning,\n",
        "warning: tabel/p.csv, baris 3, kolom target_2022: Dua: target_2022 4 turun dari"
        " target_2021 5; arahnya naik\n"
        "warning: tabel/p.csv, baris 4, kolom target_2023: Tiga: target_2023 6 naik dari"
        " target_2022 4; arahnya turun\n"
        "warning: tabel/p.csv, baris 6, kolom target_2022: Lima: target_2022 4,5-6,5 turun dari"
        " target_2021 5,0-6,0; arahnya naik\n",
        tables={
            "p": (
                "uraian:teks target_2021:target target_2022:target target_2023:target",
                (
                    "id,arah,uraian,target_2021,target_2022,target_2023\na,,Satu,5,5,6\n"
                    "b,,Dua,5,4,6\nc,turun,Tiga,5,4,6\nd,-,Empat,5,4,3\n"
                    "e,,Lima,5.0-6.0,4.5-6.5,7.0-8.0\nf,,Enam,>=5,-,>=6\ng,,Tujuh,5 orang,4 unit,BB\n"
                ),
            )
        },
        more={
            "more": {
                "tabel/kolom.csv": "tabel,kolom,judul,jenis,arah\np,uraian,U,teks,\n"
                "p,target_2021,2021,target,naik\np,target_2022,2022,target,naik\n"
                "p,target_2023,2023,target,naik\n"
            }
        },
    ),
    ProseCase(
        "cumulative values end with the last year, a falling trend turns the ratio",
        "akhir,jumlah_mendatar,p,,akhir,target_2*,,,\nrasio,rasio,p,,rasio,akhir / target_2021,,,\n",
        "error: tabel/p.csv, baris 3, kolom akhir: Dua: tercetak 30, nilai terakhir (target_2022) 20,"
        " selisih 10\n",
        tables={
            "p": (
                "uraian:teks target_2021:cacah target_2022:cacah akhir:cacah rasio:desimal",
                (
                    "id,arah,uraian,target_2021,target_2022,akhir,rasio\n"
                    "a,,Satu,10,20,30,300\nb,kumulatif,Dua,10,20,30,300\nc,kumulatif,Tiga,10,20,20,200\n"
                    "d,turun,Empat,10,5,15,50\n"
                ),
            )
        },
    ),
    ProseCase(
        "an indicator of one name has one target in every table",
        "satu,indikator_sama,p q,,target_*,,,,\n",
        "error: tabel/q.csv, baris 2, kolom target_2022: Program A: tercetak 46,77, Tabel 1"
        " (tabel/p.csv, baris 2, kolom target_2022) mencetak 0,60, selisih 46,17\n",
        tables={
            "p": (
                "indikator:teks target_2021:target target_2022:target",
                (
                    "id,indikator,target_2021,target_2022\na,a. Persentase RTS (DTKS) keluar,0.40%,0.60%\n"
                    "b,Nilai lain,1,2\n"
                ),
            ),
            "q": (
                "program:teks indikator:teks target_2022:target",
                "id,program,indikator,target_2022\na,Program A,*Persentase RTS keluar*,46.77%\n",
            ),
        },
    ),
    ProseCase(
        "sums over the rows of another table, in another unit of money",
        "rekap,jumlah_tabel,r p,id=semua,rp_2021=rp_2021,tingkat=program,,,\n"
        "per,jumlah_tabel,r p,id!=semua,rp_2021=rp_2021,entitas tingkat=program,,,\n"
        "juta,sama_skala,p j,,rp_*=juta_*,rupiah/juta,,,\n",
        "error: tabel/p.csv, baris 3, kolom rp_2021: Program B: tercetak 3.449.999, Tabel 3"
        " 3.600.000, selisih -150.001\n"
        "error: tabel/r.csv, baris 2, kolom rp_2021: Semua: tercetak 5.000.001, jumlah 2 baris"
        " Tabel 2 5.000.000, selisih 1\n",
        tables={
            "r": (
                "uraian:teks rp_2021:rupiah",
                "id,entitas,uraian,rp_2021\nsemua,,Semua,5000001\nx,a,Urusan A,1550001\n",
            ),
            "p": (
                "uraian:teks rp_2021:rupiah",
                (
                    "id,tingkat,entitas,uraian,rp_2021\na,program,a,Program A,1550001\n"
                    "b,program,b,Program B,3449999\nk,kegiatan,,Kegiatan,9\n"
                ),
            ),
            "j": (
                "uraian:teks juta_2021:desimal",
                "id,entitas,uraian,juta_2021\na,a,A,1.6\nb,b,B,3.6\n",
            ),
        },
    ),
    ProseCase(
        "several sources of funds by one rule, and a product",
        "dana,jumlah_mendatar,p,,total_*,apbd_* dak_*,,,\nkali,hasil_kali,p,,pagu,rts * 15,,,\n",
        "error: tabel/p.csv, baris 2, kolom pagu: A: tercetak 31, rts × 15 = 30, selisih 1\n"
        "error: tabel/p.csv, baris 2, kolom total_2022: A: tercetak 8, jumlah apbd_2022, dak_2022 7,"
        " selisih 1\n",
        tables={
            "p": (
                (
                    "uraian:teks apbd_2021:rupiah dak_2021:rupiah total_2021:rupiah apbd_2022:rupiah"
                    " dak_2022:rupiah total_2022:rupiah rts:cacah pagu:cacah"
                ),
                (
                    "id,uraian,apbd_2021,dak_2021,total_2021,apbd_2022,dak_2022,total_2022,rts,pagu\n"
                    "a,A,1,2,3,3,4,8,2,31\n"
                ),
            )
        },
    ),
    ProseCase(
        "a typed number that a table nearby has",
        "lepas,angka_diketik,,,,,,info,\n",
        "info: naskah/01.csv, baris 3, kolom teks: naskah mengetik 23, sama dengan tabel/p.csv, baris 2,"
        " kolom jumlah\n  → ambil dari datanya: {{ nilai('p', 'a', 'jumlah') }}, atau buat aturan"
        " angka_naskah\n",
        tables={"p": ("uraian:teks jumlah:kuantitas", "id,uraian,jumlah\na,Jumlah,23 Orang\n")},
        more={
            "prose": 'a,paragraf,,,,,"Ada 23 orang, 23 unit, tahun 2023, Nomor 23 Tahun 2014, 23 Mei."\n'
            "b,paragraf,,,,,\"Ada {{ nilai('p', 'a', 'jumlah') }} orang.\"\n"
        },
    ),
    ProseCase(
        "a year that the text names is one",
        "tahun,tahun_naskah,,,,,,,\n",
        "error: naskah/01.csv, baris 3, kolom teks: naskah menyebut tahun 2617\n"
        "error: naskah/01.csv, baris 4, kolom teks: naskah menyebut masa 2022-2017, yang mundur\n",
        more={
            "prose": "a,paragraf,,,,,Pada tahun 2617 dan tahun 2020 ada 6341 KK.\n"
            'b,paragraf,,,,,"Renstra 2022-2017, sebanyak 2000-3000 orang pada 12 Mei 2020."\n'
        },
    ),
    ProseCase(
        "a count and the text that breaks it down",
        "rinci,rincian,p,,jumlah,ket,,,\n",
        "error: tabel/p.csv, baris 2, kolom jumlah: A: tercetak 17, menurut ket 14 + 2 = 16,"
        " selisih 1\n",
        tables={
            "p": (
                "uraian:teks jumlah:kuantitas ket:teks",
                (
                    'id,uraian,jumlah,ket\na,A,17 unit,"14 unit baik, 2 unit rusak"\n'
                    'b,B,3 unit,"2 unit baik, 1 unit rusak"\nc,C,5 unit,3 orang\n'
                ),
            )
        },
    ),
)
