"""The HTML report: a small budget in, what a person sees on the page out."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from renstra_doc.check import check_document
from renstra_doc.load.project import load_project
from renstra_doc.model import Document, compose_partly
from renstra_doc.report.as_html import report_html
from renstra_doc.report.pagu import chart_pagu, shorten_rupiah

TABEL = "id,nomor,label,judul,sumber,orientasi,gaya,catatan\nanggaran,9.1,,Pagu Contoh,,lanskap,anggaran,\n"
KOLOM = """\
tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil
anggaran,uraian,PROGRAM,,teks,,60,kiri,,
anggaran,rp_2020,PAGU > Tahun 2020 > Rp,,rupiah,,30,kanan,,
anggaran,rp_2021,PAGU > Tahun 2021 > Rp,,rupiah,,30,kanan,,
"""
ANGGARAN = """\
id,tingkat,induk,kode,entitas,uraian,rp_2020,rp_2021
lama,program,,,,*Program Lama*,3414773604,
rumah,kegiatan,lama,,,Bantuan Rumah,3412345678,
modal,kegiatan,lama,,,Bantuan Modal,2391926,
baru,program,,1.06.02,,Program <script>alert(1)</script> & Baru,,626107300
data,kegiatan,baru,1.06.02.2.01,,Pendataan,,626107300
"""
ATURAN = """\
id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar
program-kegiatan,jumlah_anak,anggaran,tingkat=program,rp_*,,,,Pagu program = jumlah kegiatan
"""
WAIVER = """\
aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal
program-kegiatan,anggaran,lama,rp_2020,3414737604,3414773604,Begitu tertulis di naskah.,Kepala Dinas,2021-01-29
"""
NASKAH = "id,jenis,tingkat,penanda,gaya,acuan,teks\ntabel-anggaran,tabel,,,,anggaran,\n"

Read = Callable[..., Document]


@pytest.fixture
def read(data_folder: Callable[..., Path]) -> Read:
    """Give a function that reads a folder with the small budget and some files of its own."""

    def read_folder(anggaran: str = ANGGARAN, **files: str) -> Document:
        changes: dict[str, str | None] = {
            "naskah/01-isi.csv": NASKAH,
            "tabel/tabel.csv": TABEL,
            "tabel/kolom.csv": KOLOM,
            "tabel/anggaran.csv": anggaran,
            "tabel/pegawai.csv": None,
            "tabel/sasaran.csv": None,
            "aturan.csv": ATURAN,
            **{f"{name}.csv": content for name, content in files.items()},
        }
        document, findings = compose_partly(load_project(data_folder(changes)))
        assert [str(finding) for finding in findings] == []
        return document

    return read_folder


def show(document: Document) -> etree._Element:
    return etree.HTML(report_html(document, check_document(document)))


def pick(node: etree._Element, tag: str, name: str = "") -> list[etree._Element]:
    """Find all elements of a tag below a node, those of one class if it is named."""
    return [found for found in node.iter(tag) if not name or name in found.get("class", "").split()]


def text_of(node: etree._Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())


def rows_of(table: etree._Element) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in table.iter("tr")]


def test_a_finding_lays_its_sum_out_as_an_addition(read: Read) -> None:
    [finding] = pick(show(read()), "article", "temuan")
    [table] = pick(finding, "table")
    assert rows_of(table) == [
        ["", "Bantuan Rumahbaris 3", "3.412.345.678"],
        ["+", "Bantuan Modalbaris 4", "2.391.926"],
        ["", "Jumlah 2 bagian", "3.414.737.604"],
        ["", "Tercetakbaris 2, kolom rp_2020", "3.414.773.604"],
        ["", "Selisihtercetak dikurangi jumlah", "36.000"],
    ]


def test_a_finding_says_where_it_stands_what_to_do_and_on_what_ground(read: Read) -> None:
    [finding] = pick(show(read()), "article", "temuan")
    said = text_of(finding)
    assert "galat Program Lama · Tahun 2020 > Rp" in said
    assert (
        "dua angka tertukar pada baris 2 kolom rp_2020? menjadi 3.414.737.604 bila rinciannya benar"
        in said
    )
    assert "tabel/anggaran.csv, baris 2, kolom rp_2020" in said
    assert "Aturan program-kegiatan: Pagu program = jumlah kegiatan" in said


def test_the_cell_of_a_finding_is_marked_and_linked_both_ways(read: Read) -> None:
    page = show(read())
    [finding] = pick(page, "article", "temuan")
    [cell] = pick(page, "td", "t")
    [link] = pick(cell, "a")
    assert text_of(cell) == "3.414.773.604 1"
    assert "error" in cell.get("class", "").split()
    assert link.get("href") == f"#{finding.get('id')}"
    assert f"#{link.get('id')}" in [other.get("href") for other in finding.iter("a")]


def test_a_waived_finding_shows_reason_and_who_decided_and_stops_nothing(read: Read) -> None:
    page = show(read(pengecualian=WAIVER))
    [finding] = pick(page, "article", "temuan")
    assert "Alasan: Begitu tertulis di naskah. (Kepala Dinas, 29 Januari 2021)" in text_of(finding)
    assert pick(page, "td", "t") == pick(page, "td", "waived")
    assert text_of(pick(page, "p", "hasil")[0]).startswith(
        "1 galat dikecualikan: dokumen dapat dibuat, tetapi angka itu tetap tidak cocok."
    )


def test_an_open_error_is_said_at_the_top_and_counted(read: Read) -> None:
    page = show(read())
    tiles = [text_of(tile) for tile in pick(pick(page, "dl", "ubin")[0], "div")]
    assert text_of(pick(page, "h1")[0]) == "Renstra Contoh"
    assert text_of(pick(page, "p", "hasil")[0]) == "1 galat menghentikan pembuatan dokumen."
    assert tiles[:3] == ["aturan dijalankan1", "perbandingan cocok1", "galat1"]
    assert tiles[-1].startswith("terbukti: 2 dari 5 angka rupiah cocok"), tiles


def test_the_budget_is_drawn_before_and_after_the_change_of_nomenclature(read: Read) -> None:
    page = show(read(ANGGARAN.replace("& Baru,,626107300", "& Baru,,")))
    assert [
        text_of(head) for chart in pick(page, "div", "bagan") for head in pick(chart, "h4")
    ] == [
        "Sebelum perubahan nomenklatur (1 program, skala sama)",
        "Sesudah perubahan nomenklatur (1 program, skala sama)",
    ]
    drawn = [bars.get("aria-label") for bars in pick(page, "div", "batang")]
    assert drawn == [
        "Seluruh program: 2020: Rp3.414.773.604; 2021: Rp626.107.300 (dijumlahkan dari rinciannya)",
        "Program Lama: 2020: Rp3.414.773.604 (ada temuan)",
        (
            "1.06.02 Program <script>alert(1)</script> & Baru: "
            "2021: Rp626.107.300 (dijumlahkan dari rinciannya)"
        ),
    ]
    panels = [bars for panel in pick(page, "div", "panel") for bars in pick(panel, "div", "batang")]
    assert [text_of(bars) for bars in panels] == ["20203,41 miliar ≠", "2021626,1 juta*"]
    widths = [ruas.get("style") for bars in panels for ruas in pick(bars, "span", "ruas")]
    assert widths == ["width: 100.0%", "width: 18.34%"]


def test_data_never_becomes_markup(read: Read) -> None:
    document = read()
    page = report_html(document, check_document(document))
    assert "<script>alert" not in page
    assert "Program &lt;script&gt;alert(1)&lt;/script&gt; &amp; Baru" in page
    assert page.count("<script") == 1


def test_the_page_needs_no_network(read: Read) -> None:
    document = read()
    page = report_html(document, check_document(document))
    assert not re.search(r"https?://|url\(|@import|\bsrc=|<link|<iframe", page)
    assert "default-src 'none'" in page


def test_equal_input_gives_an_equal_page(read: Read) -> None:
    document = read()
    assert report_html(document, check_document(document)) == report_html(
        document, check_document(document)
    )


def test_every_link_on_the_page_leads_somewhere_and_no_id_is_used_twice(read: Read) -> None:
    stale = "program-kegiatan,anggaran,baru,rp_2021,1,2,Sudah diperbaiki.,Kepala Dinas,2021-01-29\n"
    page = show(read(pengecualian=WAIVER + stale))
    assert len(pick(page, "article")) == 2
    ids = [name for node in page.iter() if (name := node.get("id"))]
    assert sorted(ids) == sorted(set(ids))
    assert {link.get("href") for link in page.iter("a")} <= {f"#{name}" for name in ids}


def test_a_long_table_shows_only_the_rows_with_findings_and_those_above_them(read: Read) -> None:
    page = show(read("\n".join([ANGGARAN.rstrip("\n"), *many_rows()]) + "\n"))
    [table] = pick(pick(page, "div", "anggaran")[0], "table")
    assert [row[0] for row in rows_of(table)[3:]] == ["Program Lama", "… 604 baris tanpa temuan"]
    assert "Tabel ini 605 baris; yang tampil 1 baris dengan temuan beserta induknya." in text_of(
        page
    )


def test_a_flood_of_findings_is_cut_and_counted(read: Read) -> None:
    pairs = (
        f"p{number},program,,,,Program {number},5,\nk{number},kegiatan,p{number},,,Kegiatan,4,\n"
        for number in range(1003)
    )
    page = show(read(f"{ANGGARAN.splitlines()[0]}\n{''.join(pairs)}"))
    assert len(pick(page, "article")) == 1000
    assert "… dan 3 temuan lagi" in text_of(page)
    assert "galat1.003" in [text_of(tile) for tile in pick(pick(page, "dl", "ubin")[0], "div")]


def many_rows() -> Iterator[str]:
    return (f"tambahan-{number},kegiatan,baru,,,Kegiatan {number},,0" for number in range(600))


def test_a_document_without_findings_says_so(read: Read) -> None:
    page = show(read(ANGGARAN.replace("3414773604", "3414737604")))
    assert "Tidak ada temuan." in text_of(page)
    assert pick(page, "article") + pick(page, "div", "anggaran") == []


def test_a_program_listed_twice_counts_once(read: Read) -> None:
    twice = """\
id,tingkat,induk,kode,entitas,uraian,rp_2020,rp_2021
p1,program,,,p,Program,5000000,
p2,program,,,p,Program,5000000,
"""
    chart = chart_pagu(read(twice, aturan=ATURAN.splitlines()[0] + "\n").tables["anggaran"], set())
    assert chart is not None
    assert [bar.text for bar in chart.total.bars] == ["5,0 juta", "tidak tercetak"]
    assert [group.title for group in chart.groups] == ["Program"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1_250_000_000_000, "1,25 triliun"),
        (3_514_737_604, "3,51 miliar"),
        (626_107_300, "626,1 juta"),
        (850_000, "Rp850.000"),
        (0, "Rp0"),
        (-2_500_000, "-2,5 juta"),
    ],
)
def test_a_chart_label_is_short(value: int, shown: str) -> None:
    assert shorten_rupiah(value) == shown
