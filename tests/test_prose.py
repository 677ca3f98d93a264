"""Rules on prose, facts and indicators: a small folder in, every message out."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_folder import folder, run_check, say, write_folder  # noqa: F401 — a fixture
from prose_cases import PROSE_CASES, ProseCase

from renstra_doc.check.prose_register import register_numbers
from renstra_doc.finding import InputError
from renstra_doc.run.pipeline import read_document

TRENDS = (
    "tabel,kolom,judul,jenis,arah\np,uraian,U,teks,\np,t_2021,2021,target,turun\n"
    "p,t_2022,2022,target,turun\n"
)


def test_a_declared_trend_is_held_without_a_rule(folder: Path) -> None:  # noqa: F811
    tables = {"p": ("uraian:teks", "id,uraian,t_2021,t_2022\na,A,5,6\n")}
    write_folder(folder, tables, "", more={"tabel/kolom.csv": TRENDS})

    assert say(run_check(folder)) == (
        "warning: tabel/p.csv, baris 2, kolom t_2022: A: t_2022 6 naik dari t_2021 5; arahnya turun"
    )


FACTS = """\
kunci,nilai,jenis
nama_berkas,Renstra,
templat,templat.docx,
judul,Renstra,
penulis,Dinas,
tanggal_dokumen,2021-08-23,
periode_awal,2017,
periode_akhir,2022,
"""


@pytest.mark.parametrize("case", PROSE_CASES, ids=lambda case: case.name)
def test_a_rule_says(case: ProseCase, folder: Path) -> None:  # noqa: F811
    write_folder(folder, case.tables, case.rules, **case.more)

    assert say(run_check(folder)) == case.said.rstrip("\n")


def read_facts(folder: Path, *lines: str) -> str:  # noqa: F811
    write_folder(folder, {}, "", more={"dokumen.csv": FACTS + "".join(f"{x}\n" for x in lines)})
    try:
        return "\n".join(str(remark) for remark in read_document(folder)[1])
    except InputError as error:
        return str(error)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("n,19670310 198903 1 005,nip", ""),
        ("n,199205152022211001,nip", ""),
        ("n,[NIP],nip", ""),
        ("n,,nip", ""),
        ("n,1.96703E+17,nip", "“1.96703E+17” ditulis dengan notasi ilmiah"),
        ("n,196703101989031000,nip", "bukan NIP: nomor urut 000"),
        ("n,19671310 198903 1 005,nip", "bukan NIP: 1967-13-10 bukan tanggal lahir"),
        ("n,19670310 198913 1 005,nip", "bukan NIP: 1989-13 bukan tahun dan bulan"),
        ("n,19670310 197003 1 005,nip", "bukan NIP: lahir 1967, diangkat 1970"),
        ("n,19670310 198903 3 005,nip", "angka jenis kelamin 3"),
        ("n,1967031019890310050,nip", "NIP terdiri dari 18 angka, di sini 19"),
        ("n,1.96703E+17,", "notasi ilmiah"),
        ("n,196703101989031000,", "berakhir nol sesudah angka ke-15"),
        ("n,2021-01-29,tanggal", ""),
        ("n,29/01/2021,tanggal", "bukan tanggal ISO"),
        ("n,1021-01-29,tanggal", "bukan tanggal yang wajar"),
        ("n,2021,tahun", ""),
        ("n,2122,tahun", "“2122” bukan tahun"),
        ("n,2.021,tahun", "“2.021” bukan tahun"),
        ("n,2,nomor_peraturan", ""),
        ("n,32 Tahun 2018,nomor_peraturan", ""),
        ("n,B/200/AA.05/2021,nomor_peraturan", ""),
        ("n,2.0,nomor_peraturan", "“2.0” bukan nomor peraturan"),
        ("n,02-Jan,nomor_peraturan", "“02-Jan” bukan nomor peraturan"),
        ("n,5,bilangan", ""),
        ("n,lima,bilangan", "bukan bilangan"),
        ("n,x,uang", "“uang” bukan jenis yang dikenal"),
    ],
)
def test_a_fact_is_of_its_kind(folder: Path, line: str, message: str) -> None:  # noqa: F811
    said = read_facts(folder, line)

    assert message in said
    assert bool(said) is bool(message)


def test_a_period_of_a_century_is_a_slip(folder: Path) -> None:  # noqa: F811
    facts = FACTS.replace("periode_akhir,2022", "periode_akhir,2092")
    write_folder(folder, {}, "", more={"dokumen.csv": facts})

    with pytest.raises(InputError, match="masa 2017 sampai 2092 meliputi 76 tahun"):
        read_document(folder)


def test_the_register_says_what_holds_each_number_of_the_text(folder: Path) -> None:  # noqa: F811
    text = (
        "Pada tahun 2021 dan 12 Mei, menurut Pasal 7 Peraturan Daerah Nomor 8 Tahun 2020, dinas"
        " yang dipimpin NIP 19670310 198903 1 005 melayani 1.423 orang, 48 (empat puluh delapan)"
        " kelurahan, {{ nilai('p', 'a', 'jumlah') }} dan 25 ekor ternak."
    )
    write_folder(
        folder,
        {"p": ("uraian:teks jumlah:kuantitas", "id,uraian,jumlah\na,Warga,1423 orang\n")},
        "nip,fakta_naskah,,id=x,,nip,,,\neja,terbilang,,,,,,,\n"
        "orang,angka_naskah,,id=x,,\"melayani # orang = nilai('p', 'a', 'jumlah')\",,,\n",
        prose=f'x,paragraf,,,,,"{text}"\n',
        more={"dokumen.csv": FACTS + "nip,196703101989031005,\n"},
    )
    numbers = register_numbers(read_document(folder)[0])

    held = [f"{each.teks} {each.golongan} {each.oleh}".strip() for each in numbers]
    assert held == [
        "2021 tahun_peraturan",
        "12 tahun_peraturan",
        "7 tahun_peraturan",
        "8 tahun_peraturan",
        "2020 tahun_peraturan",
        "19670310 beraturan nip",
        "198903 beraturan nip",
        "1 beraturan nip",
        "005 beraturan nip",
        "1.423 beraturan orang",
        "48 beraturan eja",
        "1.423 terikat {{ nilai('p', 'a', 'jumlah') }}",
        "25 diketik",
    ]
