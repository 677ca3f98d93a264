"""Each kind of edit of a returned document, all of one table or text at once, and what is made of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WriteFolder
from lxml import etree
from ooxml import W
from test_verify import build, read_zip
from word_edits import Word, cell_of, find_paragraph, find_row, save_word, set_text

from renstra_doc.returned.answers import Choice
from renstra_doc.returned.plan_return import ReturnPlan, plan_return

NASKAH = """\
id,jenis,tingkat,penanda,gaya,acuan,teks
isi,bagian,,1,,isi,
bab1,bab,,BAB I,,,PENDAHULUAN
s1,subbab,2,1.1,,,Latar Belakang
p1,paragraf,,,,,"Dinas memiliki {{ sebut(nilai('pegawai', 'total', 'jumlah')) }} pegawai."
p2,paragraf,,,,,Semua pegawai bekerja di kantor.
p3,paragraf,,,,,Kantor itu berada di tengah kota.
p4,paragraf,,,,,Jam kerjanya dari pagi sampai sore.
s2,subbab,2,1.1,,,Landasan Hukum
b1,butir,1,1.,,,Undang-Undang tentang Pemerintahan Daerah;
b2,butir,1,1.,,,Peraturan Daerah tentang Perangkat Daerah.
t1,tabel,,,,pegawai,
t2,tabel,,,,sasaran,
"""


@pytest.fixture
def folder(data_folder: WriteFolder) -> Path:
    return data_folder({"naskah/01-isi.csv": NASKAH})


def tell(
    folder: Path, *changes: Callable[[Word], None], choice: Choice | None = None
) -> ReturnPlan:
    """Build the document, edit it as Word would, and plan its import."""
    word = Word(read_zip(build(folder, folder.parent / "asli.docx")))
    for change in changes:
        change(word)
    returned = save_word(word, folder.parent / "sunting.docx")
    return plan_return(returned, folder, choice or Choice())


def show(plan: ReturnPlan) -> list[str]:
    """Write each edit as: fate, act, datum, was → becomes, what is asked."""
    return [
        f"{each.fate} {each.act}: {each.kunci}: {each.semula} → {each.menjadi}"
        + (f" ({each.tanya})" if each.tanya else "")
        for each in plan.proposals
    ]


def test_edits_of_cells(folder: Path) -> None:
    def edit(word: Word) -> None:
        set_text(cell_of(find_row(word, "Pelaksana"), "16 orang"), "18 orang")
        set_text(cell_of(find_row(word, "Kepala Dinas"), "1 orang"), "1")
        set_text(cell_of(find_row(word, "Kepala Dinas"), "Kepala Dinas"), "Kepala Kantor")
        set_text(cell_of(find_row(word, "Pelaksana"), "2."), "3.")
        set_text(cell_of(find_row(word, "Menurunnya kemiskinan"), "5,88%"), "sekitar lima")
        set_text(cell_of(find_row(word, "Meningkatnya kemandirian"), "302.457.274"), "302.457.724")
        set_text(cell_of(find_row(word, "Meningkatnya kemandirian"), "BB"), "")

    assert show(tell(folder, edit)) == [
        "in ubah: tabel/pegawai.csv#kepala#jabatan: Kepala Dinas → Kepala Kantor",
        "in ubah: tabel/pegawai.csv#kepala#jumlah: 1 orang → 1 (satuan “orang” hilang)",
        "derived tidak ada: tabel/pegawai.csv#staf#no: 2. → 3. (nomor urut dihitung program)",
        "in ubah: tabel/pegawai.csv#staf#jumlah: 16 orang → 18 orang",
        "in ubah: tabel/sasaran.csv#t1#tahun_2021: 5.88% → sekitar lima",
        "in ubah: tabel/sasaran.csv#s1#tahun_2022: BB → ",
        "in ubah: tabel/sasaran.csv#s1#pagu: 302457274 → 302457724",
    ]


def test_edits_of_captions_and_headings_of_columns(folder: Path) -> None:
    def edit(word: Word) -> None:
        set_text(find_paragraph(word, "Sumber: Dinas Contoh, 2020"), "Sumber: Dinas Contoh, 2021")
        set_text(cell_of(find_row(word, "JABATAN"), "JABATAN"), "NAMA JABATAN")
        set_text(cell_of(find_row(word, "TARGET"), "TARGET"), "TARGET KINERJA")
        set_text(cell_of(find_row(word, "2021"), "2021"), "2023")
        set_text(cell_of(find_row(word, "(2)"), "(2)"), "(5)")

    plan = tell(folder, edit)
    assert show(plan) == [
        "in ubah: tabel/kolom.csv#pegawai jabatan#judul: JABATAN → NAMA JABATAN",
        (
            "in ubah: tabel/tabel.csv#pegawai#sumber: "
            "Sumber: Dinas Contoh, 2020 → Sumber: Dinas Contoh, 2021"
        ),
        "in ubah: tabel/kolom.csv#sasaran tahun_2021#judul: TARGET > 2021 → TARGET KINERJA > 2021",
        "in ubah: tabel/kolom.csv#sasaran tahun_2022#judul: TARGET > 2022 → TARGET KINERJA > 2022",
        "in ubah: tabel/kolom.csv#sasaran tahun_2021#judul: TARGET > 2021 → TARGET > 2023",
        "in ubah: tabel/kolom.csv#sasaran tahun_2021#nomor: (2) → (5)",
    ]
    written = (plan.files["tabel/kolom.csv"] or b"").decode().splitlines()
    assert written[2] == "pegawai,jabatan,NAMA JABATAN,,teks,,75,kiri,,"
    assert written[5:7] == [
        "sasaran,tahun_2021,TARGET KINERJA > 2023,(5),target,,20,tengah,,",
        "sasaran,tahun_2022,TARGET KINERJA > 2022,(3),target,,20,tengah,,",
    ]


def test_edits_of_the_text(folder: Path) -> None:
    def edit(word: Word) -> None:
        set_text(find_paragraph(word, "Dinas memiliki"), "Dinas memiliki 20 (dua puluh) pegawai.")
        set_text(find_paragraph(word, "Semua pegawai"), "Semua pegawai bekerja di lapangan.")
        set_text(find_paragraph(word, "Undang-Undang"), "Undang-Undang tentang Desa;")
        new = copy.deepcopy(find_paragraph(word, "Kantor itu"))
        set_text(new, "Kantor itu baru.")
        find_paragraph(word, "Kantor itu").addnext(new)

    assert show(tell(folder, edit)) == [
        "doubtful tidak ada: naskah/01-isi.csv#p1#teks: Dinas memiliki {{ sebut(nilai('pegawai', 'total', 'jumlah')) }} pegawai. → Dinas memiliki 20 (dua puluh) pegawai. (bagian ini diambil dari data ({{ sebut(nilai('pegawai', 'total', 'jumlah')) }}); ubah di tabel/pegawai.csv, baris 4, kolom jumlah)",
        "in ubah: naskah/01-isi.csv#p2#teks: Semua pegawai bekerja di kantor. → Semua pegawai bekerja di lapangan.",
        "in tambah: naskah/01-isi.csv#p3-baru:  → Kantor itu baru.",
        "in ubah: naskah/01-isi.csv#b1#teks: Undang-Undang tentang Pemerintahan Daerah; → Undang-Undang tentang Desa;",
    ]


def test_what_goes_from_the_text(folder: Path) -> None:
    def edit(word: Word) -> None:
        for end in ("Landasan Hukum", "sampai sore.", "Perangkat Daerah."):
            gone = find_paragraph(word, "", end)
            parent = gone.getparent()
            assert parent is not None
            parent.remove(gone)

    assert show(tell(folder, edit)) == [
        "in hapus: naskah/01-isi.csv#p4: Jam kerjanya dari pagi sampai sore. → ",
        "doubtful tidak ada: naskah/01-isi.csv#s2: 1.2 Landasan Hukum →  (judul “1.2 Landasan Hukum” dihapus, isinya tidak?)",
        "in hapus: naskah/01-isi.csv#b2: Peraturan Daerah tentang Perangkat Daerah. → ",
    ]


def test_rows_that_come_go_and_move(folder: Path) -> None:
    def edit(word: Word) -> None:
        row = find_row(word, "Pelaksana")
        new = copy.deepcopy(row)
        for cell, text in zip(new.findall(W + "tc"), ("3.", "Pengawas", "2 orang"), strict=True):
            set_text(cell, text)
        row.addnext(new)
        first = find_row(word, "Meningkatnya kemandirian")
        find_row(word, "Menurunnya kemiskinan").addprevious(first)

    assert show(tell(folder, edit)) == [
        "in tambah: tabel/pegawai.csv#pengawas:  → 3. | Pengawas | 2 orang",
        "in pindah: tabel/sasaran.csv#t1: Menurunnya kemiskinan | 5,88% | 5,50% | - → sesudah tabel/sasaran.csv, baris 3",
    ]


def test_a_row_with_rows_below_it_that_goes_is_asked(folder: Path) -> None:
    def edit(word: Word) -> None:
        gone = find_row(word, "Menurunnya kemiskinan")
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)

    assert show(tell(folder, edit)) == [
        "doubtful hapus: tabel/sasaran.csv#t1: Menurunnya kemiskinan | 5,88% | 5,50% | - →  (baris ini dihapus, tetapi menjadi induk dari s1)",
    ]


def test_of_what_is_unreadable_or_the_templates_nothing_is_guessed(folder: Path) -> None:
    def edit(word: Word) -> None:
        row = find_row(word, "Meningkatnya kemandirian")
        set_text(cell_of(row, "302.457.274"), "302,457,274")
        set_text(cell_of(find_row(word, "17 orang"), "17 orang"), "17.5 orang")
        set_text(find_paragraph(word, "", "Data Pegawai"), "Tabel 2.2 Data Pegawai")
        set_text(find_paragraph(word, "", "Latar Belakang"), "Latar dan Maksud")

    assert show(tell(folder, edit)) == [
        "doubtful tidak ada: naskah/01-isi.csv#s1#teks: Latar Belakang → Latar dan Maksud (nomor di depan dihitung program; ubah urutannya, atau tulis di naskah/01-isi.csv, baris 4, kolom teks)",
        "doubtful tidak ada: tabel/tabel.csv#pegawai#judul: Data Pegawai → Tabel 2.2 Data Pegawai (nomor di depan dihitung program; ubah urutannya, atau tulis di tabel/tabel.csv, baris 2, kolom judul)",
        "doubtful tidak ada: tabel/pegawai.csv#total#jumlah: 17 orang → 17.5 orang (“17.5 orang” tidak terbaca sebagai kuantitas; tulis di tabel/pegawai.csv, baris 4, kolom jumlah)",
        "doubtful tidak ada: tabel/sasaran.csv#s1#pagu: 302457274 → 302,457,274 (“302,457,274” tidak terbaca sebagai rupiah; tulis di tabel/sasaran.csv, baris 3, kolom pagu)",
    ]


def test_a_row_of_which_a_cell_cannot_be_read_is_asked(folder: Path) -> None:
    def edit(word: Word) -> None:
        row = find_row(word, "Meningkatnya kemandirian")
        new = copy.deepcopy(row)
        texts = ("Berkurangnya gelandangan", "80,00%", "A", "1,5 juta")
        for cell, text in zip(new.findall(W + "tc"), texts, strict=True):
            set_text(cell, text)
        row.addnext(new)

    assert show(tell(folder, edit)) == [
        "doubtful tidak ada: tabel/sasaran.csv#s1:  → Berkurangnya gelandangan | 80,00% | A | 1,5 juta (baris baru memuat yang tidak terbaca (pagu: “1,5 juta”))",
    ]


def test_only_what_was_chosen_is_taken_and_answers_are_heeded(folder: Path) -> None:
    def edit(word: Word) -> None:
        set_text(cell_of(find_row(word, "Pelaksana"), "16 orang"), "18 orang")
        set_text(find_paragraph(word, "Semua pegawai"), "Semua pegawai bekerja di lapangan.")
        gone = find_row(word, "Menurunnya kemiskinan")
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)

    key = "tabel/sasaran.csv#t1"
    answers = [Choice(jawaban={key: said}) for said in ("ya", "Lewati", "tidak", "")]
    fates = [tell(folder, edit, choice=each).proposals[-1] for each in answers]
    told = "baris ini dihapus, tetapi menjadi induk dari s1"
    assert [(str(each.fate), each.tanya) for each in fates] == [
        ("in", told),
        ("left_out", "dijawab: Lewati"),
        ("left_out", "dijawab: tidak"),
        ("doubtful", told),
    ]
    prose = "ubah: naskah/01-isi.csv#p2#teks: Semua pegawai bekerja di kantor. → Semua pegawai bekerja di lapangan."
    cell = "ubah: tabel/pegawai.csv#staf#jumlah: 16 orang → 18 orang"
    row = "hapus: tabel/sasaran.csv#t1: Menurunnya kemiskinan | 5,88% | 5,50% | - → "
    left = "(tidak dipilih)"
    assert show(tell(folder, edit, choice=Choice(hanya=("naskah",)))) == [
        f"in {prose}",
        f"left_out {cell} {left}",
        f"left_out {row} {left}",
    ]
    assert show(tell(folder, edit, choice=Choice(hanya=("tabel/pegawai.csv",)))) == [
        f"left_out {prose} {left}",
        f"in {cell}",
        f"left_out {row} {left}",
    ]


def test_an_addition_without_tracking_has_the_author_that_was_given(folder: Path) -> None:
    def edit(word: Word) -> None:
        row = find_row(word, "Pelaksana")
        row.addnext(copy.deepcopy(row))
        set_text(cell_of(find_row(word, "Kepala Dinas"), "1 orang"), "2 orang")

    plan = tell(folder, edit, choice=Choice(penulis="Sekretaris"))
    assert {(str(each.act), each.penulis) for each in plan.proposals} == {
        ("tambah", "Sekretaris"),
        ("ubah", "Sekretaris"),
    }


def test_a_line_break_is_a_blank_of_a_heading_and_a_line_of_a_paragraph(folder: Path) -> None:
    def edit(word: Word) -> None:
        for end in ("Latar Belakang", "bekerja di kantor."):
            run = etree.SubElement(find_paragraph(word, "", end), W + "r")
            etree.SubElement(run, W + "br")
            etree.SubElement(run, W + "t").text = "dan Maksud"

    assert show(tell(folder, edit)) == [
        "in ubah: naskah/01-isi.csv#s1#teks: Latar Belakang → Latar Belakang dan Maksud",
        "in ubah: naskah/01-isi.csv#p2#teks: Semua pegawai bekerja di kantor. → Semua pegawai bekerja di kantor.\ndan Maksud",
    ]


def test_two_new_rows_of_one_name_get_two_ids(folder: Path) -> None:
    def edit(word: Word) -> None:
        row = find_row(word, "Pelaksana")
        for number, count in (("4.", "3 orang"), ("3.", "2 orang")):
            new = copy.deepcopy(row)
            for cell, text in zip(new.findall(W + "tc"), (number, "Pengawas", count), strict=True):
                set_text(cell, text)
            row.addnext(new)

    plan = tell(folder, edit)
    assert [(each.baris, each.sesudah) for each in plan.proposals] == [
        ("pengawas", "staf"),
        ("pengawas-2", "staf"),
    ]
    lines = (plan.files["tabel/pegawai.csv"] or b"").decode().splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "id",
        "kepala",
        "staf",
        "pengawas",
        "pengawas-2",
        "total",
    ]


def test_bold_and_italic_words_of_a_reviewer_are_marked_in_the_data(folder: Path) -> None:
    def edit(word: Word) -> None:
        paragraph = find_paragraph(word, "Semua pegawai")
        set_text(paragraph, "Semua ")
        for text, marks in (
            ("pegawai ", "b"),
            ("tetap ", "bi"),
            ("bekerja ", "i"),
            ("di luar.", ""),
        ):
            run = etree.SubElement(paragraph, W + "r")
            look = etree.SubElement(run, W + "rPr")
            for mark in marks:
                etree.SubElement(look, W + mark)
            inner = etree.SubElement(run, W + "t")
            inner.text = text
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    assert [each.menjadi for each in tell(folder, edit).proposals] == [
        "Semua **pegawai** ***tetap*** *bekerja* di luar."
    ]


def test_words_that_stay_and_change_their_look_are_marked(folder: Path) -> None:
    def edit(word: Word) -> None:
        paragraph = find_paragraph(word, "Kantor itu")
        set_text(paragraph, "Kantor ")
        for text, mark in (("itu", "i"), (" berada di ", ""), ("tengah", "b"), (" kota.", "")):
            run = etree.SubElement(paragraph, W + "r")
            if mark:
                etree.SubElement(etree.SubElement(run, W + "rPr"), W + mark)
            inner = etree.SubElement(run, W + "t")
            inner.text = text
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    assert show(tell(folder, edit)) == [
        (
            "in ubah: naskah/01-isi.csv#p3#teks: Kantor itu berada di tengah kota."
            " → Kantor *itu* berada di **tengah** kota."
        )
    ]
