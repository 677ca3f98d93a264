"""A tiny complete data folder: one chapter, one paragraph with a figure, two tables."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = REPOSITORY / "templates" / "renstra.docx"

DOKUMEN = """\
kunci,nilai,keterangan
nama_berkas,Renstra-Contoh,
templat,{templat},
judul,Renstra Contoh,
penulis,Dinas Contoh,
tanggal_dokumen,2021-08-23,
periode_awal,2017,
periode_akhir,2022,
"""
NASKAH = """\
id,jenis,tingkat,penanda,gaya,acuan,teks
isi,bagian,,1,,isi,
bab1,bab,,BAB I,,,PENDAHULUAN
bab1-1,subbab,2,1.1,,,Latar Belakang
bab1-latar,paragraf,,,,,"Dinas memiliki {{ sebut(nilai('pegawai', 'total', 'jumlah')) }} pegawai."
tabel-pegawai,tabel,,,,pegawai,
tabel-sasaran,tabel,,,,sasaran,
"""
TABEL = """\
id,nomor,label,judul,sumber,orientasi,gaya,catatan
pegawai,2.1,,Data Pegawai,"Sumber: Dinas Contoh, 2020",potret,umum,
sasaran,4.1,,Tujuan dan Sasaran,,lanskap,lebar,
"""
KOLOM = """\
tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil
pegawai,no,NO,,urut,,15,tengah,,
pegawai,jabatan,JABATAN,,teks,,75,kiri,,
pegawai,jumlah,JUMLAH,,kuantitas,,40,tengah,,
sasaran,uraian,TUJUAN / SASARAN,(1),teks,,60,kiri,,
sasaran,tahun_2021,TARGET > 2021,(2),target,,20,tengah,,
sasaran,tahun_2022,TARGET > 2022,(3),target,,20,tengah,,
sasaran,pagu,PAGU,(4),rupiah,,30,kanan,,
"""
PEGAWAI = """\
id,tingkat,no,jabatan,jumlah
kepala,,#.,Kepala Dinas,1 orang
staf,,#.,Pelaksana,16 orang
total,jumlah,,Jumlah,17 orang
"""
SASARAN = """\
id,tingkat,induk,kode,entitas,uraian,tahun_2021,tahun_2022,pagu
t1,tujuan,,,,Menurunnya kemiskinan,5.88%,5.50%,-
s1,sasaran,t1,,,Meningkatnya kemandirian,70.00%,BB,302457274
"""
ATURAN = """\
id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar
nomor-baris,urut,,,,,,,Nomor baris berurutan
"""

# How long a case takes is a matter of the machine; what may not take long is measured by itself.
settings.register_profile("whole", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("whole")

CASES = 3
Content = str | bytes | None
WriteFolder = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `tools/quick.py` leaves out.

    That is what takes long by the list that it measured, and of a test with many cases all but the
    first three: the others are of the same kind.
    """
    listed = (Path(__file__).parent / "slow.txt").read_text(encoding="utf-8").splitlines()
    long = {line for line in listed if not line.startswith("#")}
    counts: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        counts[name] += 1
        if counts[name] > CASES or long & {name, name.partition("::")[0]}:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def data_folder(tmp_path: Path) -> WriteFolder:
    """Give a function that writes the tiny data folder.

    It takes {file name: content} of what shall be different; None leaves a file out.
    """

    def write(changes: Mapping[str, Content] | None = None) -> Path:
        folder = tmp_path / "data"
        folder.mkdir()
        templat = Path(os.path.relpath(TEMPLATE, folder.resolve())).as_posix()
        files: dict[str, Content] = {
            "dokumen.csv": DOKUMEN.format(templat=templat),
            "aturan.csv": ATURAN,
            "naskah/01-isi.csv": NASKAH,
            "tabel/tabel.csv": TABEL,
            "tabel/kolom.csv": KOLOM,
            "tabel/pegawai.csv": PEGAWAI,
            "tabel/sasaran.csv": SASARAN,
        }
        for name, content in {**files, **(changes or {})}.items():
            if content is None:
                continue
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two files be unable to exchange their names, as on Windows and some shares."""
    monkeypatch.setattr("renstra_doc.files.swap.exchange", lambda *_names: False)
