"""What a reviewer edits below a picture, a graph, a tree or a chart comes back to its own cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WriteFolder
from ooxml import Element, W, text_of
from test_returned_told import show, tell
from test_verify import build, read_zip
from word_edits import ONE, Word, save_word, track

from renstra_doc.returned.answers import Choice
from renstra_doc.returned.plan_return import plan_return

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "kabupaten-contoh" / "data"
NASKAH = """\
id,jenis,tingkat,penanda,gaya,acuan,teks,sumber,alternatif
isi,bagian,,1,,isi,,,
bab1,bab,,BAB I,,,PENDAHULUAN,,
b1,bagan,,,,,Susunan Organisasi,Sumber: Perda 8/2020,Kepala dan stafnya
p1,paragraf,,,,,Kantor itu berada di tengah kota.,,
t1,tabel,,,,pegawai,,,
t2,tabel,,,,sasaran,,,
"""
BOXES = "id,induk,jabatan,eselon,jumlah\nkepala,,Kepala Dinas,II b,1 orang\n"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example, which holds pictures, graphs and a tree."""
    return build(EXAMPLE, tmp_path_factory.mktemp("contoh") / "contoh.docx")


def find(word: Word, start: str) -> Element:
    """Return the paragraph that begins so and is no entry of a list."""
    found = (
        node
        for node in word.root.iter(W + "p")
        if text_of(node).startswith(start) and node.find(W + "hyperlink") is None
    )
    return next(found)


def drawing_above(caption: Element) -> Element:
    above = caption.getprevious()
    assert above is not None
    return above


def remove(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def save(word: Word, target: Path) -> list[str]:
    return show(plan_return(save_word(word, target), EXAMPLE, Choice()))


def test_captions_and_sources_of_drawings_come_in_where_they_stand_in_the_data(
    example: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(example))
    track(find(word, "Gambar 1.1\n"), "Wilayah", "Daerah", ONE)
    track(find(word, "Sumber: peta"), "contoh, bukan", "contoh; bukan", ONE)
    track(find(word, "Grafik 1.1\n"), "Jenis", "Macam", ONE)
    track(find(word, "Sumber: Tabel 1"), "Tabel 1", "Tabel 2", ONE)
    track(find(word, "Gambar 2.1\n"), "Pohon", "Diagram", ONE)
    track(find(word, "Gambar I.1\n"), "Gambar I", "Foto I", ONE)

    assert save(word, tmp_path / "sunting.docx") == [
        (
            "in ubah: naskah/02-isi.csv#peta#teks: "
            "Wilayah Kerja {{ dokumen.opd }} → Daerah Kerja {{ dokumen.opd }}"
        ),
        (
            "in ubah: naskah/02-isi.csv#peta#sumber: Sumber: peta contoh, bukan peta sebenarnya"
            " → Sumber: peta contoh; bukan peta sebenarnya"
        ),
        (
            "in ubah: grafik.csv#produksi-jenis#judul: "
            "Produksi Perikanan menurut Jenis → Produksi Perikanan menurut Macam"
        ),
        "in ubah: grafik.csv#produksi-jenis#sumber: Sumber: Tabel 1 → Sumber: Tabel 2",
        (
            "in ubah: naskah/02-isi.csv#pohon-program#teks: "
            "Pohon Kinerja {{ dokumen.opd }} → Diagram Kinerja {{ dokumen.opd }}"
        ),
        (
            "doubtful tidak ada: naskah/02-isi.csv#foto-gudang#teks: Gudang Cadangan Pangan → "
            "Foto I.1 Gudang Cadangan Pangan (nomor di depan dihitung program; ubah urutannya, "
            "atau tulis di naskah/02-isi.csv, baris 45, kolom teks)"
        ),
    ]


def test_the_caption_of_an_organisation_chart_comes_in(data_folder: WriteFolder) -> None:
    folder = data_folder({"naskah/01-isi.csv": NASKAH, "struktur-organisasi.csv": BOXES})

    def edit(word: Word) -> None:
        track(find(word, "Bagan 1.1\n"), "Susunan", "Struktur", ONE)
        track(find(word, "Sumber: Perda"), "8/2020", "9/2021", ONE)

    assert show(tell(folder, edit)) == [
        "in ubah: naskah/01-isi.csv#b1#teks: Susunan Organisasi → Struktur Organisasi",
        "in ubah: naskah/01-isi.csv#b1#sumber: Sumber: Perda 8/2020 → Sumber: Perda 9/2021",
    ]


def test_a_graph_that_goes_with_its_caption_is_that_graph_and_no_other(
    example: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(example))
    caption, source = find(word, "Grafik 1.1\n"), find(word, "Sumber: Tabel 1")
    for node in (drawing_above(caption), caption, source):
        remove(node)

    assert save(word, tmp_path / "sunting.docx") == [
        "in hapus: naskah/02-isi.csv#grafik-produksi: [gambar] → "
    ]


def test_a_picture_that_moves_with_its_caption_is_one_edit(example: Path, tmp_path: Path) -> None:
    word = Word(read_zip(example))
    caption, target = find(word, "Gambar I.1\n"), find(word, "Rencana ini menjadi")
    for node in (find(word, "Sumber: gambar contoh"), caption, drawing_above(caption)):
        target.addnext(node)
    track(caption, "Gudang", "Lumbung", ONE)

    assert save(word, tmp_path / "sunting.docx") == [
        (
            "in pindah: naskah/02-isi.csv#foto-gudang: [gambar] → "
            "sesudah naskah/02-isi.csv, baris 32, kolom teks"
        ),
        (
            "in ubah: naskah/02-isi.csv#foto-gudang#teks: "
            "Gudang Cadangan Pangan → Lumbung Cadangan Pangan"
        ),
    ]


def test_a_picture_or_a_caption_that_goes_alone_is_asked(example: Path, tmp_path: Path) -> None:
    word = Word(read_zip(example))
    remove(drawing_above(find(word, "Gambar I.1\n")))
    remove(find(word, "Sumber: Tabel 1"))
    remove(find(word, "Grafik 1.3\n"))

    assert save(word, tmp_path / "sunting.docx") == [
        (
            "doubtful ubah: grafik.csv#produksi-jenis#sumber: Sumber: Tabel 1 →  "
            "(dihapus di Word; hapus juga di grafik.csv, baris 2, kolom sumber?)"
        ),
        (
            "doubtful ubah: grafik.csv#produksi-bagian#judul: Bagian Setiap Jenis Tahun 2023 →  "
            "(dihapus di Word; hapus juga di grafik.csv, baris 4, kolom judul?)"
        ),
        (
            "doubtful hapus: naskah/02-isi.csv#foto-gudang: [gambar] →  (yang digambar berubah "
            "tempat atau dihapus di Word, judulnya tidak; di data juga?)"
        ),
    ]


def test_the_alternative_text_of_a_drawing_comes_in(data_folder: WriteFolder) -> None:
    folder = data_folder({"naskah/01-isi.csv": NASKAH, "struktur-organisasi.csv": BOXES})

    def edit(word: Word) -> None:
        for node in word.root.iter():
            if node.get("descr") == "Kepala dan stafnya":
                node.set("descr", "Kepala dan semua stafnya")

    assert show(tell(folder, edit)) == [
        "in ubah: naskah/01-isi.csv#b1#alternatif: Kepala dan stafnya → Kepala dan semua stafnya"
    ]
