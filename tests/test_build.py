"""Building small documents: the template and the data are followed, nothing is lost, failures leave nothing behind."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import docx
import ooxml
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from ooxml import W, find, text_of, values
from pypdf import PdfReader

from renstra_doc.cli import main
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import InputError
from renstra_doc.load.project import RawRow, RawTable
from renstra_doc.model.kept_pages import HEADER, read_pages
from renstra_doc.render import pages as paging
from renstra_doc.run.pipeline import (
    ALTERED,
    KEPT,
    MEASURED,
    OUTDATED,
    UNKNOWN,
    BuildResult,
    FindingsError,
    build_document,
)

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = REPOSITORY / "templates" / "renstra.docx"
SOFFICE = shutil.which("soffice")
NEEDS_LIBREOFFICE = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

Rows = list[list[str]]
BLOCK = ["id", "jenis", "tingkat", "penanda", "gaya", "acuan", "teks"]


class Project:
    """A data folder in the making: every file is a list of rows, header first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "templat.docx"
        shutil.copy(TEMPLATE, self.template)
        self.files: dict[str, Rows] = {
            "dokumen.csv": [
                ["kunci", "nilai"],
                ["nama_berkas", "Contoh"],
                ["templat", "../templat.docx"],
                ["judul", "Renstra Contoh"],
                ["penulis", "Dinas Contoh"],
                ["tanggal_dokumen", "2021-08-23"],
                ["periode_awal", "2017"],
                ["periode_akhir", "2022"],
            ],
            "naskah/01-depan.csv": [
                BLOCK,
                block("sampul", "bagian", acuan="sampul"),
                block("sampul-1", "paragraf", "RENSTRA", gaya="Sampul Judul"),
                block("depan", "bagian", acuan="depan", penanda="i"),
                block("daftar-isi-judul", "judul", "DAFTAR ISI"),
                block("daftar-isi", "daftar_isi"),
                block("daftar-tabel", "daftar_tabel"),
            ],
            "naskah/11-isi.csv": [
                BLOCK,
                block("isi", "bagian", acuan="isi", penanda="1"),
                block("bab1", "bab", "PENDAHULUAN", penanda="BAB I"),
                block("latar", "subbab", "Latar Belakang", penanda="1.1"),
                block("alinea-1", "paragraf", "Alinea pertama."),
                block("butir-1", "butir", "apel", penanda="1."),
                block("butir-2", "butir", "belimbing", penanda="1."),
                block("alinea-2", "paragraf", "Alinea kedua."),
                block("butir-3", "butir", "ceri", penanda="1."),
                block("tabel-pegawai", "tabel", acuan="pegawai"),
                block("bab2", "bab", "PENUTUP", penanda="BAB I"),
                block("alinea-3", "paragraf", "Selesai."),
            ],
            "tabel/tabel.csv": [
                ["id", "nomor", "label", "judul", "sumber", "orientasi", "gaya", "catatan"],
                [
                    "pegawai",
                    "1.1",
                    "",
                    "Data Pegawai",
                    "Sumber: Dinas Contoh",
                    "potret",
                    "umum",
                    "",
                ],
            ],
            "tabel/kolom.csv": [
                ["tabel", "kolom", "judul", "nomor", "jenis", "lebar", "rata", "gabung"],
                ["pegawai", "no", "NO", "(1)", "urut", "15", "tengah", ""],
                ["pegawai", "jabatan", "JABATAN", "(2)", "teks", "75", "kiri", ""],
                ["pegawai", "jumlah", "JUMLAH", "(3)", "cacah", "40", "kanan", ""],
            ],
            "tabel/pegawai.csv": [
                ["id", "tingkat", "no", "jabatan", "jumlah"],
                ["kepala", "", "#", "Kepala Dinas", "1"],
                ["staf", "", "#", "Pelaksana", "1016"],
                ["total", "jumlah", "", "Jumlah", "1017"],
            ],
        }

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def output(self) -> Path:
        return self.folder / "build" / "Contoh.docx"

    @property
    def blocks(self) -> Rows:
        return self.files["naskah/11-isi.csv"]

    @property
    def rows(self) -> Rows:
        return self.files["tabel/pegawai.csv"]

    def place(self, key: str) -> int:
        """Return where a block stands in the main text."""
        return next(place for place, row in enumerate(self.blocks) if row[0] == key)

    def write(self) -> Path:
        shutil.rmtree(self.data, ignore_errors=True)
        for name, rows in self.files.items():
            path = self.data / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(rows)
        return self.data

    def build(self, *, draft: bool = False) -> Built:
        return Built(build_document(self.write(), draft=draft))


class Built:
    """A built document, opened; every one must be sound."""

    def __init__(self, result: BuildResult) -> None:
        self.result = result
        self.parts = ooxml.read_parts(result.path)
        self.body = self.parts[ooxml.BODY]
        assert [fault for check in ooxml.CHECKS for fault in check(self.parts)] == []

    @property
    def texts(self) -> list[str]:
        return [
            text for text in map(text_of, find(self.body, "//w:p[not(.//w:txbxContent)]")) if text
        ]

    @property
    def main_texts(self) -> list[str]:
        """Return what is printed from the first chapter on."""
        return self.texts[
            next(place for place, text in enumerate(self.texts) if text.startswith("BAB I\n")) :
        ]

    @property
    def tables(self) -> list[list[list[str]]]:
        return [
            [[text_of(cell) for cell in find(row, "w:tc")] for row in find(table, "w:tr")]
            for table in find(self.body, "/w:document/w:body/w:tbl")
        ]

    @property
    def links(self) -> list[str]:
        """Return the entries of the daftar without page number and the gap of unbreakable blanks before it."""
        return [
            text_of(link).rpartition("\u00a0\u00a0\t")[0]
            for link in find(self.body, "//w:hyperlink")
        ]

    @property
    def list_numbers(self) -> dict[str, list[str]]:
        """Return the texts of each list by its number."""
        lists: dict[str, list[str]] = {}
        for paragraph in find(self.body, "//w:p[w:pPr/w:numPr]"):
            lists.setdefault(values(paragraph, "w:pPr/w:numPr/w:numId")[0], []).append(
                text_of(paragraph)
            )
        return lists


def block(key: str, kind: str, text: str = "", **others: str) -> list[str]:
    """Return a row of naskah."""
    record = {"id": key, "jenis": kind, "teks": text, **others}
    return [record.get(name, "") for name in BLOCK]


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Build without measuring, so that a build takes 0,2 s; what measures says so."""
    if "measures" not in request.fixturenames:
        monkeypatch.setattr(paging, "find_engine", lambda: None)


@pytest.fixture
def measures() -> None:
    """Let the builds of a test measure page numbers."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


# ------------------------------------------------------------------------------- the template is followed


def restyle(project: Project, change: Callable[[docx.document.Document], None]) -> None:
    """Change the template as a person would, with another program, and save it."""
    word = docx.Document(str(project.template))
    change(word)
    word.save(str(project.template))


def test_a_font_and_a_colour_that_are_changed_in_the_template_show(project: Project) -> None:
    def change(word: docx.document.Document) -> None:
        font = word.styles["Heading 1"].font
        font.name, font.size, font.color.rgb = "Courier New", Pt(20), RGBColor(0x12, 0x34, 0x56)

    restyle(project, change)
    built = project.build()

    font = docx.Document(str(built.result.path)).styles["Heading 1"].font
    assert (font.name, font.size, font.color.rgb) == (
        "Courier New",
        Pt(20),
        RGBColor(0x12, 0x34, 0x56),
    )
    assert values(built.body, "//w:p[contains(., 'PENDAHULUAN')]/w:pPr/w:pStyle")[-1] == "Heading1"


def test_margins_that_are_changed_in_the_template_show_and_tables_fill_the_new_width(
    project: Project,
) -> None:
    def change(word: docx.document.Document) -> None:
        for section in word.sections:
            section.left_margin, section.right_margin = Mm(50), Mm(40)

    restyle(project, change)
    built = project.build()

    sides = [
        (values(node, ".", "left")[0], values(node, ".", "right")[0])
        for node in find(built.body, "//w:pgMar")
    ]
    assert set(sides) == {("2835", "2268")}
    widths = [int(width) for width in values(built.body, "//w:tbl/w:tblGrid/w:gridCol", "w")]
    assert sum(widths) == pytest.approx(125 / 25.4 * 1440, abs=2)


def test_the_text_of_a_header_that_is_changed_in_the_template_shows(project: Project) -> None:
    def change(word: docx.document.Document) -> None:
        for section in word.sections:
            section.header.paragraphs[0].text = "Rahasia & penting — {{ dokumen.penulis }}"

    restyle(project, change)
    built = project.build()

    headers = [
        section.header.paragraphs[0].text
        for section in docx.Document(str(built.result.path)).sections
    ]
    assert set(headers) == {"Rahasia & penting — Dinas Contoh"}


def test_fixed_text_around_the_blocks_of_a_section_is_printed_where_it_stands(
    project: Project,
) -> None:
    def change(word: docx.document.Document) -> None:
        slots = [paragraph for paragraph in word.paragraphs if paragraph.text == "[[isi]]"]
        slots[3].insert_paragraph_before("Judul tetap {{ tanggal(dokumen.tanggal_dokumen) }}")

    restyle(project, change)

    texts = project.build().texts
    assert texts.count("Judul tetap 23 Agustus 2021") == 1
    assert texts.index("Judul tetap 23 Agustus 2021") == texts.index("BAB I\nPENDAHULUAN") - 1


def test_the_shade_of_a_sample_row_is_the_shade_of_its_rows(project: Project) -> None:
    def change(word: docx.document.Document) -> None:
        rows = [
            row for table in word.tables for row in table.rows if row.cells[0].text == "[[jumlah]]"
        ]
        for row in rows:
            for shade in row._tr.iter(W + "shd"):  # noqa: SLF001 — python-docx knows no shades
                shade.set(W + "fill", "FFCC00")

    restyle(project, change)
    built = project.build()

    shades = [values(row, ".//w:shd", "fill") for row in find(built.body, "//w:tbl/w:tr")]
    assert shades[-1] == ["FFCC00"] * 3
    assert "FFCC00" not in itertools.chain(*shades[:-1])


# ------------------------------------------------------------------------------- the data is followed


def test_the_small_document_is_printed_whole(project: Project) -> None:
    built = project.build()

    assert built.main_texts == [
        "BAB I\nPENDAHULUAN",
        "1.1\tLatar Belakang",
        "Alinea pertama.",
        "apel",
        "belimbing",
        "Alinea kedua.",
        "ceri",
        "Tabel 1.1\nData Pegawai",
        *("NO", "JABATAN", "JUMLAH", "(1)", "(2)", "(3)"),
        *("1", "Kepala Dinas", "1", "2", "Pelaksana", "1.016", "Jumlah", "1.017"),
        "Sumber: Dinas Contoh",
        "BAB II\nPENUTUP",
        "Selesai.",
    ]
    assert built.links == [
        "DAFTAR ISI",
        "BAB I\tPENDAHULUAN",
        "1.1\tLatar Belakang",
        "BAB II\tPENUTUP",
        "Tabel 1.1\tData Pegawai",
    ]


def test_a_row_is_changed_added_deleted_and_moved(project: Project) -> None:
    rows = project.rows
    rows[1][3] = "Kepala Dinas (Plt.)"
    rows.insert(3, ["sopir", "", "#", "Sopir", "2"])
    assert [row[:2] for row in project.build().tables[0][2:]] == [
        ["1", "Kepala Dinas (Plt.)"],
        ["2", "Pelaksana"],
        ["3", "Sopir"],
        ["", "Jumlah"],
    ]

    rows[1], rows[3] = rows[3], rows[1]
    del rows[2]
    assert [row[:2] for row in project.build().tables[0][2:]] == [
        ["1", "Sopir"],
        ["2", "Kepala Dinas (Plt.)"],
        ["", "Jumlah"],
    ]


def test_a_paragraph_is_changed_added_deleted_and_moved(project: Project) -> None:
    blocks = project.blocks
    blocks[project.place("alinea-1")][-1] = "Alinea *baru*."
    blocks.insert(project.place("alinea-1"), block("alinea-0", "paragraf", "Alinea nol."))
    blocks.append(blocks.pop(project.place("alinea-2")))
    texts = project.build().main_texts

    assert texts[2:4] == ["Alinea nol.", "Alinea baru."]
    assert texts[-2:] == ["Selesai.", "Alinea kedua."]
    del blocks[project.place("alinea-0")]
    assert "Alinea nol." not in project.build().texts


def test_lists_restart_and_follow_their_items(project: Project) -> None:
    assert list(project.build().list_numbers.values()) == [["apel", "belimbing"], ["ceri"]]

    project.blocks.insert(
        project.place("butir-2"), block("butir-0", "butir", "anggur", penanda="1.")
    )
    project.blocks.insert(
        project.place("butir-2"), block("butir-9", "butir", "merah", penanda="a)", tingkat="2")
    )
    built = project.build()
    assert list(built.list_numbers.values()) == [["apel", "anggur", "merah", "belimbing"], ["ceri"]]

    del project.blocks[project.place("alinea-2")]
    assert [len(texts) for texts in project.build().list_numbers.values()] == [5]


def test_chapters_are_numbered_anew_when_one_moves(project: Project) -> None:
    blocks = project.blocks
    start, end = project.place("bab2"), len(blocks)
    moved = blocks[start:end]
    del blocks[start:end]
    blocks[2:2] = moved
    built = project.build()

    assert built.main_texts[:4] == [
        "BAB I\nPENUTUP",
        "Selesai.",
        "BAB II\nPENDAHULUAN",
        "2.1\tLatar Belakang",
    ]
    assert built.links[1:4] == ["BAB I\tPENUTUP", "BAB II\tPENDAHULUAN", "2.1\tLatar Belakang"]


def add_wide_table(project: Project) -> None:
    files = project.files
    files["tabel/tabel.csv"].append(
        ["pagu", "1.2", "", "Pagu", "Sumber: APBD", "lanskap", "anggaran", ""]
    )
    files["tabel/kolom.csv"] += [
        ["pagu", "uraian", "URAIAN", "", "teks", "60", "kiri", "tegak"],
        ["pagu", "target", "2021 > TARGET", "", "target", "20", "tengah", ""],
        ["pagu", "rp", "2021 > RP", "", "rupiah", "30", "kanan", ""],
        ["pagu", "unit", "UNIT", "", "teks", "30", "kiri", "tegak"],
    ]
    files["tabel/pagu.csv"] = [
        ["id", "tingkat", "uraian", "target", "rp", "unit"],
        ["t1", "tujuan", "TUJUAN : Sejahtera", "", "", ""],
        ["p1", "program", "", "5.50%", "302457274", ""],
        ["i1", "indikator", "", "BB", "", ""],
        ["k1", "kegiatan", "Kegiatan satu", "15 orang", "2000", "Dinas"],
        ["k2", "kegiatan", "Kegiatan dua", "", "-", ""],
    ]
    project.blocks.insert(project.place("bab2"), block("tabel-pagu", "tabel", acuan="pagu"))


def test_a_whole_wide_table_is_added_moved_and_deleted(project: Project) -> None:
    add_wide_table(project)
    built = project.build()
    turned = [section.orientation for section in docx.Document(str(built.result.path)).sections]

    assert built.tables[1] == [
        ["URAIAN", "2021", "UNIT"],
        ["", "TARGET", "RP", ""],
        ["TUJUAN : Sejahtera"],
        ["", "5,50%", "302.457.274", ""],
        ["", "BB", "", ""],
        ["Kegiatan satu", "15 orang", "2.000", "Dinas"],
        ["Kegiatan dua", "", "-", ""],
    ]
    assert turned == [*[WD_ORIENT.PORTRAIT] * 3, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert built.links[-2:] == ["Tabel 1.1\tData Pegawai", "Tabel 1.2\tPagu"]

    project.blocks.insert(
        project.place("tabel-pegawai"), project.blocks.pop(project.place("tabel-pagu"))
    )
    assert project.build().links[-2:] == ["Tabel 1.2\tPagu", "Tabel 1.1\tData Pegawai"]

    del project.blocks[project.place("tabel-pagu")]
    built = project.build()
    assert len(built.tables) == 1
    assert len(docx.Document(str(built.result.path)).sections) == 3


def test_a_page_break_before_a_wide_table_makes_no_empty_page(project: Project) -> None:
    add_wide_table(project)
    breaks = find(project.build().body, "//w:pPr/w:pageBreakBefore")
    files = project.files
    files["tabel/tabel.csv"].append(["kas", "1.3", "", "Kas", "", "lanskap", "anggaran", ""])
    files["tabel/kolom.csv"] += [
        ["kas", *row[1:]] for row in files["tabel/kolom.csv"] if row[0] == "pagu"
    ]
    files["tabel/kas.csv"] = files["tabel/pagu.csv"]
    project.blocks.insert(project.place("tabel-pagu"), block("halaman-1", "ganti_halaman"))
    project.blocks.insert(project.place("bab2"), block("halaman-2", "ganti_halaman"))
    project.blocks.insert(project.place("bab2"), block("tabel-kas", "tabel", acuan="kas"))
    project.blocks.insert(project.place("bab2"), block("halaman-3", "ganti_halaman"))

    built = project.build()
    turned = [section.orientation for section in docx.Document(str(built.result.path)).sections]

    # Only the one between the two wide tables: before the first and after the last a new section is a new page.
    assert len(find(built.body, "//w:pPr/w:pageBreakBefore")) == len(breaks) + 1
    assert turned == [*[WD_ORIENT.PORTRAIT] * 3, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_below_a_full_width_line_a_vertical_merge_begins_anew(project: Project) -> None:
    add_wide_table(project)
    rows = find(project.build().body, "//w:tbl[2]/w:tr")[3:5]

    merges = [values(row, "w:tc[1]/w:tcPr/w:vMerge") for row in rows]

    assert merges == [["restart"], [""]]


def test_a_hidden_column_is_not_printed_and_the_others_fill_the_table(project: Project) -> None:
    whole = [int(width) for width in values(project.build().body, "//w:gridCol", "w")]
    header, *columns = project.files["tabel/kolom.csv"]
    header.append("tampil")
    for column in columns:
        column.append("tidak" if column[1] == "no" else "ya")
    built = project.build()

    assert built.tables[0][0] == ["JABATAN", "JUMLAH"]
    assert sum(int(width) for width in values(built.body, "//w:gridCol", "w")) == sum(whole)


def test_two_labels_in_a_row_stay_two_tables(project: Project) -> None:
    at = project.place("alinea-1")
    project.blocks[at:at] = [
        block("menimbang", "label", "Menimbang"),
        block("menimbang-a", "butir", "bahwa satu;", penanda="a."),
        block("mengingat", "label", "Mengingat"),
        block("mengingat-1", "butir", "Undang-Undang;", penanda="1."),
        block("mengingat-2", "butir", "Peraturan;", penanda="1."),
    ]

    built = project.build()

    assert built.tables[0] == [["Menimbang", ":", "bahwa satu;"]]
    assert built.tables[1] == [["Mengingat", ":", "Undang-Undang;"], ["", "", "Peraturan;"]]


def test_a_document_may_end_in_a_wide_table(project: Project) -> None:
    add_wide_table(project)
    del project.blocks[project.place("bab2") :]

    built = project.build()

    assert built.texts[-1] == "Sumber: APBD"
    assert docx.Document(str(built.result.path)).sections[-1].orientation == WD_ORIENT.LANDSCAPE


# ------------------------------------------------------------------------------- hard texts come out whole

HARD = [
    "a < b > c & d &amp; &lt;i&gt;",
    "petik \"ganda\" dan 'tunggal' “lengkung”",
    "emoji 👩‍👩‍👧 dan 😀, aksara ꦗꦮ dan 中文",
    "kata" * 75,
    "{ kurung } %} }} [[isi]] [[bagian: isi]]",
    "baris satu\nbaris dua\n\nbaris empat",
    "  blank  di mana-mana  ",
    "]]> <!-- komentar --> <?xml?>",
    "renstra-doc-body-slot",
    "1.250 01 NA null 1e5 =1+1 +62",
    "tanda hubung lunak\u00ad, tanpa putus\u00a0dan nol\u200blebar",
]


@pytest.mark.parametrize("text", HARD, ids=lambda text: text[:20])
def test_a_hard_text_comes_out_whole_from_every_place(project: Project, text: str) -> None:
    blocks = project.blocks
    blocks[project.place("alinea-1")][-1] = text
    blocks[project.place("butir-1")][-1] = text
    blocks[project.place("latar")][-1] = text
    project.rows[1][3] = text
    project.files["tabel/tabel.csv"][1][3] = text
    project.files["tabel/tabel.csv"][1][4] = text
    header = project.files["tabel/kolom.csv"][2][2] = text.replace(" > ", " >> ").strip()
    built = project.build()

    assert [built.texts.count(text), built.tables[0][0][1]] == [4 + (header == text), header]
    assert f"1.1\t{text}" in built.texts
    assert f"Tabel 1.1\n{text}" in built.texts


def test_emphasis_is_printed_as_emphasis_and_its_marks_are_not(project: Project) -> None:
    project.blocks[project.place("alinea-1")][-1] = r"Kata *asing* dan **tebal**, 2 \* 3."
    project.rows[1][3] = "*capacity building*"
    built = project.build()

    assert "Kata asing dan tebal, 2 * 3." in built.texts
    assert [text_of(run) for run in find(built.body, "//w:r[w:rPr/w:i]")] == [
        "asing",
        "capacity building",
    ]
    assert [text_of(run) for run in find(built.body, "//w:r[w:rPr/w:b]")] == ["tebal"]


def test_a_table_of_300_rows_comes_out_whole(project: Project) -> None:
    project.rows[1:] = [
        [f"r{number}", "", "#", f"Pegawai {number} & <b>", str(number)] for number in range(1, 301)
    ]
    table = project.build().tables[0]

    assert table[2:] == [
        [str(number), f"Pegawai {number} & <b>", str(number)] for number in range(1, 301)
    ]


def test_facts_with_hard_characters_reach_the_properties(project: Project) -> None:
    project.files["dokumen.csv"][3][1] = 'Renstra <A> & "B"'
    project.files["dokumen.csv"][4][1] = "Dinas & Co"
    properties = docx.Document(str(project.build().result.path)).core_properties

    assert (properties.title, properties.author) == ('Renstra <A> & "B"', "Dinas & Co")


# ------------------------------------------------------------------------------- the same bytes


def run_build(project: Project, output: Path, **environment: str) -> str:
    """Build in a process of its own, and return what the output's bytes hash to."""
    command = [
        sys.executable,
        str(REPOSITORY / "build.py"),
        "--data",
        str(project.data),
        "--output",
        str(output),
    ]
    folder = str(output.parent)
    done = subprocess.run(
        command,
        env={**os.environ, "PATH": "", **environment},
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return hashlib.sha256(output.read_bytes()).hexdigest()


def test_two_builds_give_the_same_bytes_wherever_and_whenever_they_run(
    project: Project, tmp_path: Path
) -> None:
    add_wide_table(project)
    project.write()
    elsewhere = tmp_path / "folder lain ü"
    elsewhere.mkdir()

    found = {
        run_build(project, tmp_path / "a.docx", TZ="Asia/Jakarta", LANG="C", PYTHONHASHSEED="1"),
        run_build(
            project,
            elsewhere / "b.docx",
            TZ="America/New_York",
            LC_ALL="C.UTF-8",
            PYTHONHASHSEED="2",
        ),
        run_build(
            project, tmp_path / "c.docx", SOURCE_DATE_EPOCH="1", PYTHONUTF8="0", LC_ALL="POSIX"
        ),
    }

    assert len(found) == 1


def test_the_package_tells_nothing_of_the_clock_or_the_machine(project: Project) -> None:
    with zipfile.ZipFile(project.build().result.path) as archive:
        infos = archive.infolist()

    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.external_attr, info.extra) for info in infos} == {
        (0, 0o600 << 16, b"")
    }
    assert infos[0].filename == "[Content_Types].xml"


# ------------------------------------------------------------------------------- page numbers


def test_without_libreoffice_and_kept_numbers_the_build_says_so(project: Project) -> None:
    assert project.build().result.nomor_halaman == UNKNOWN


@NEEDS_LIBREOFFICE
@pytest.mark.usefixtures("measures")
def test_page_numbers_are_measured_kept_and_used_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = project.build()
    again = Built(build_document(project.data))
    monkeypatch.setattr(paging, "find_engine", lambda: None)
    kept = Built(build_document(project.data))
    (project.data / "naskah" / "12-lagi.csv").write_text(
        ",".join(BLOCK) + "\nlagi,paragraf,,,,,Satu lagi.\n", encoding="utf-8"
    )
    outdated = Built(build_document(project.data))

    assert [built.result.nomor_halaman for built in (measured, again, kept, outdated)] == [
        MEASURED,
        KEPT,
        KEPT,
        OUTDATED,
    ]
    pages = [text_of(link).rpartition("\t")[2] for link in find(measured.body, "//w:hyperlink")]
    assert pages == ["i", "1", "1", "2", "1"]
    assert etree.tostring(measured.body) == etree.tostring(kept.body)


@NEEDS_LIBREOFFICE
@pytest.mark.usefixtures("measures")
@pytest.mark.parametrize("drop", [False, True], ids=["edited", "dropped"])
def test_kept_numbers_that_somebody_changed_are_measured_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, *, drop: bool
) -> None:
    project.build()
    path = project.data / "halaman.csv"
    kept = path.read_bytes()
    rows = kept.decode().splitlines()
    rows[-1:] = [] if drop else [rows[-1].rpartition(",")[0] + ",91"]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")

    with monkeypatch.context() as patch:
        patch.setattr(paging, "find_engine", lambda: None)
        altered = build_document(project.data)
    again = build_document(project.data)

    assert [altered.nomor_halaman, again.nomor_halaman] == [ALTERED, MEASURED]
    assert path.read_bytes() == kept


@pytest.mark.parametrize("count", ["9" * 5000, "-1", "²", ""])
def test_a_count_of_pages_that_is_no_number_is_no_count(count: str) -> None:
    row = RawRow(2, ("ukuran", "halaman", count))

    assert read_pages(RawTable("halaman.csv", HEADER, (row,))).jumlah == 0


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.6\n1 0 obj\n<</Type/Cat", b"%PDF-1.6\ntrailer<</Root 9 0 R>>\n%%EOF"]
)
def test_a_pdf_cut_short_is_told(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
) -> None:
    def convert(source: Path, _engine: str, _filter: str = "") -> Path:
        target = source.with_suffix(".pdf")
        target.write_bytes(content)
        return target

    monkeypatch.setattr(paging, "find_engine", lambda: "soffice")
    monkeypatch.setattr(paging, "convert_file", convert)
    code, _, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert (
        code,
        "Nomor halaman tidak terukur: PDF dari LibreOffice kosong atau terpotong" in err,
    ) == (0, True)


@NEEDS_LIBREOFFICE
@pytest.mark.usefixtures("measures")
def test_numbers_that_cannot_be_kept_do_not_stop_the_document(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, content: bytes, *_before: str) -> None:
        if path.name == "halaman.csv":
            raise PermissionError(13, "Permission denied", str(path))
        write_file(path, content)

    monkeypatch.setattr(import_module("renstra_doc.run.pipeline"), "write_file", refuse)
    code, out, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert (code, project.output.is_file()) == (0, True)
    assert "nomor halaman diukur dengan LibreOffice" in out
    assert (
        f"Nomor halaman tidak dapat disimpan di {project.data / 'halaman.csv'}: izin ditolak" in err
    )


@NEEDS_LIBREOFFICE
@pytest.mark.usefixtures("measures")
def test_another_template_does_not_overwrite_the_kept_numbers(
    project: Project, tmp_path: Path
) -> None:
    project.build()
    kept = (project.data / "halaman.csv").read_bytes()
    shutil.copy(project.template, tmp_path / "lain.docx")
    word = docx.Document(str(tmp_path / "lain.docx"))
    word.styles["Normal"].font.size = Pt(30)
    word.save(str(tmp_path / "lain.docx"))

    build_document(project.data, tmp_path / "lain.docx", tmp_path / "lain-hasil.docx")

    assert (project.data / "halaman.csv").read_bytes() == kept


@NEEDS_LIBREOFFICE
def test_libreoffice_prints_a_wide_table_on_a_page_that_lies(
    project: Project, tmp_path: Path
) -> None:
    add_wide_table(project)
    path = project.build().result.path
    command = [
        str(SOFFICE),
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
    ]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, path], check=True, timeout=180
    )

    pages = PdfReader(tmp_path / "Contoh.pdf").pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [
        False,
        False,
        False,
        True,
        False,
    ]
    assert "302.457.274" in pages[3].extract_text()


# ------------------------------------------------------------------------------- failing, drafts, exit codes


def spoil_sum(project: Project) -> None:
    """Let a total be wrong, under a rule that says so."""
    project.files["aturan.csv"] = [
        ["id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar"],
        ["nomor", "nomor_tabel", "", "", "", "", "", "", "Nomor tabel unik"],
    ]
    project.files["tabel/tabel.csv"].append(["lain", "1.1", "", "Lain", "", "potret", "umum", ""])
    project.files["tabel/kolom.csv"].append(["lain", "isi", "ISI", "", "teks", "15", "kiri", ""])
    project.files["tabel/lain.csv"] = [["id", "isi"], ["satu", "teks"]]
    project.blocks.append(block("tabel-lain", "tabel", acuan="lain"))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_failing_build_leaves_the_old_output_and_no_other_file(project: Project) -> None:
    old = project.build().result.path.read_bytes()
    spoil_sum(project)
    with pytest.raises(FindingsError):
        build_document(project.write())
    assert project.output.read_bytes() == old

    project.rows[1][4] = "12x"
    with pytest.raises(InputError):
        build_document(project.write())
    assert project.output.read_bytes() == old
    assert leftovers(project.output.parent) == ["Contoh.docx"]


def test_a_write_that_fails_leaves_the_old_output_and_no_other_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = project.build().result.path.read_bytes()
    project.rows[1][3] = "Lain"

    def refuse(*_paths: object) -> None:
        raise PermissionError(13, "Permission denied", str(project.output))

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(PermissionError):
        build_document(project.write())

    assert project.output.read_bytes() == old
    assert leftovers(project.output.parent) == ["Contoh.docx"]


def test_a_draft_is_written_in_spite_of_findings_and_marked_in_every_header(
    project: Project,
) -> None:
    spoil_sum(project)
    built = project.build(draft=True)
    headers = {
        name: root
        for name, root in built.parts.items()
        if re.fullmatch(r"word/header\d*\.xml", name)
    }

    assert {finding.rule for finding in built.result.report.stopping} == {"nomor"}
    for name, root in headers.items():
        assert "DRAF" in [node.get("string") for node in root.iter() if "string" in node.attrib], (
            name
        )
    used = docx.Document(str(built.result.path)).sections
    assert all(section.header.part.partname.lstrip("/") in headers for section in used)
    assert not any(section.different_first_page_header_footer for section in used)


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_exit_0_and_a_report_in_indonesian(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert code == 0
    assert f"Dokumen   : {project.output}" in out
    assert "Isi       : 4 judul, 1 tabel, 3 baris tabel" in out
    assert "Halaman   : PERHATIAN: nomor halaman belum diketahui" in out
    assert err.splitlines() == ["1. Membaca data …", "3. Memeriksa …", "5. Menyusun dokumen Word …"]


def test_exit_1_where_findings_stop_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_sum(project)
    code, out, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert (code, out) == (1, "")
    assert "Galat: tabel/tabel.csv, baris 3" in err
    assert err.endswith(
        "Dokumen tidak disusun. Perbaiki data, catat sebagai pengecualian, atau pakai --draft.\n"
    )
    assert not project.output.exists()


def test_exit_2_with_every_reading_error_at_its_place(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.rows[1][4] = "12x"
    project.blocks[project.place("alinea-1")][1] = "paragraph"
    code, out, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert (code, out) == (2, "")
    assert (
        "Galat: naskah/11-isi.csv, baris 5, kolom jenis: jenis blok “paragraph” tidak dikenal"
        in err
    )
    assert "Galat: tabel/pegawai.csv, baris 2, kolom jumlah:" in err
    assert err.endswith("2 galat\n")


def test_exit_2_where_the_folder_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run("build", "--data", str(tmp_path / "tidak-ada"), capsys=capsys)

    assert code == 2
    assert "folder data tidak ditemukan\n  → periksa nama folder pada --data" in err


def test_exit_2_where_the_output_is_a_folder_or_cannot_be_made(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(project.write())
    (tmp_path / "berkas").write_text("")

    code, _, err = run("build", "--data", data, "--output", str(tmp_path), capsys=capsys)
    assert (code, "keluaran ini sebuah folder" in err) == (2, True)

    code, _, err = run(
        "build", "--data", data, "--output", str(tmp_path / "berkas" / "x.docx"), capsys=capsys
    )
    assert code == 2
    assert "yang bukan folder" in err
    assert leftovers(tmp_path) == ["berkas", "data", "templat.docx"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            ["build", "--xyz"],
            "Galat: pilihan --xyz tidak dikenal\n  → lihat: renstra build --help\n",
        ),
        (["build", "--dta", "x"], "Galat: pilihan --dta tidak dikenal; mungkin maksudnya --data"),
        (["build", "--data"], "Galat: pilihan --data memerlukan nilai\n"),
        (["build", "--draft=ya"], "Galat: pilihan --draft tidak memakai nilai\n"),
        (
            ["check", "lebih"],
            "Galat: “lebih” berlebih: perintah ini tidak memerlukannya\n  → lihat: renstra check",
        ),
        (["susun"], "Galat: perintah “susun” tidak dikenal\n  → lihat: renstra --help\n"),
    ],
    ids=" ".join,
)
def test_exit_2_and_indonesian_where_the_call_is_wrong(
    call: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(*call, capsys=capsys)

    assert (code, out) == (2, "")
    assert err.startswith(message)


@pytest.mark.parametrize("call", [["--help"], ["build", "--help"], ["build", "-h"]], ids=" ".join)
def test_the_help_is_indonesian(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(*call, capsys=capsys)

    assert (code, err) == (0, "")
    assert out.startswith("Pemakaian: renstra")
    assert "Tampilkan bantuan ini." in out
    assert not re.search(r"Usage|Options:|Commands:|Show ", out)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys=capsys)

    assert re.search(r"Perintah:\n(  .*\n)*  build +menyusun", out + err)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("--version", capsys=capsys)

    assert code == 0
    assert out.startswith("renstra ")


# ------------------------------------------------------------------------------- broken templates


def rewrite_part(path: Path, name: str, change: Callable[[bytes], bytes | None]) -> None:
    """Change one part of a package; None leaves it out."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    found = change(parts.pop(name))
    if found is not None:
        parts[name] = found
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def put_into_body(text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        word = docx.Document(str(path))
        word.paragraphs[1].insert_paragraph_before(text)
        word.save(str(path))

    return spoil


def put_into_header(text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        word = docx.Document(str(path))
        word.sections[0].header.paragraphs[0].text = text
        word.save(str(path))

    return spoil


def remove_text(text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        rewrite_part(path, ooxml.BODY, lambda xml: xml.replace(text.encode(), b"x"))

    return spoil


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-500])


def flip_deflated(path: Path) -> None:
    """Spoil the compressed bytes of the document part."""
    rewrite_part(path, "word/theme.xml", lambda xml: xml)
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 200
    content = bytearray(path.read_bytes())
    content[start : start + 60] = bytes(60)
    path.write_bytes(content)


def encrypt(path: Path) -> None:
    """Set the flag of encryption in every entry."""
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(signature, bytes(content)):
            place = match.start() + offset
            flags = struct.unpack_from("<H", content, place)[0]
            struct.pack_into("<H", content, place, flags | 1)
    path.write_bytes(content)


def drop_part(name: str) -> Callable[[Path], None]:
    return lambda path: rewrite_part(path, name, lambda _: None)


def break_xml(name: str) -> Callable[[Path], None]:
    return lambda path: rewrite_part(path, name, lambda xml: xml[: len(xml) // 2])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "not there": (Path.unlink, "templat tidak ditemukan"),
    "no zip": (lambda path: path.write_text("bukan Word"), "templat bukan berkas .docx atau rusak"),
    "empty": (lambda path: path.write_bytes(b""), "templat bukan berkas .docx atau rusak"),
    "cut off": (cut, "templat bukan berkas .docx atau rusak"),
    "bytes flipped": (flip_deflated, "rusak"),
    "encrypted": (encrypt, "templat bukan berkas .docx atau rusak"),
    "another zip": (
        lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "a"),
        "templat bukan dokumen Word",
    ),
    "no styles": (drop_part("word/styles.xml"), ""),
    "no types": (drop_part("[Content_Types].xml"), ""),
    "broken body": (break_xml("word/document.xml"), ""),
    "broken styles": (break_xml("word/styles.xml"), ""),
    "broken header": (break_xml("word/header1.xml"), ""),
    "no marker of the text": (
        remove_text("[[bagian: isi]]"),
        "templat tidak memuat [[bagian: isi]]",
    ),
    "no sample table": (remove_text("[[tabel: umum]]"), "templat tidak memuat [[tabel: umum]]"),
    "no sample row": (remove_text("[[kepala]]"), "tidak punya baris [[kepala]]"),
    "loop": (
        put_into_body("{% for i in 'ab' %}x{% endfor %}"),
        "paragraf ke-2 (“{% for i in 'ab' %}x{% endfor %}”): “{%” tidak",
    ),
    "loop half": (
        put_into_body("{% for i in %}"),
        "paragraf ke-2 (“{% for i in %}”): “{%” tidak diizinkan",
    ),
    "tag half": (put_into_body("{{ dokumen.judul"), "“{{” dibuka tetapi tidak ditutup dengan “}}”"),
    "class": (put_into_body("{{ x.__class__ }}"), "“.__class__” tidak diizinkan"),
    "escape": (put_into_body("{{ dokumen.__class__.__mro__ }}"), "tidak diizinkan"),
    "filter": (put_into_body("{{ dokumen.judul|upper }}"), "tidak diizinkan"),
    "unknown fact": (put_into_body("{{ dokumen.tidak_ada }}"), "“tidak_ada” tidak dikenal"),
    "no date": (
        put_into_body("{{ tanggal(dokumen.judul) }}"),
        "diharapkan tanggal tahun-bulan-hari",
    ),
    "loop in a header": (
        put_into_header("{% for i in 'ab' %}x{% endfor %}"),
        "kepala halaman (word/header1.xml), par",
    ),
    "class in a header": (put_into_header("{{ x.__class__ }}"), "“.__class__” tidak diizinkan"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_gives_clear_findings_and_exit_2(
    project: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    spoil, message = BROKEN[name]
    old = project.build().result.path.read_bytes()
    spoil(project.template)

    code, out, err = run("build", "--data", str(project.data), capsys=capsys)

    assert (code, out) == (2, "")
    assert re.search(r"^Galat: templat\.docx[:,] ", err, re.MULTILINE)
    assert message in err
    assert "  → " in err
    assert project.output.read_bytes() == old


def test_a_template_without_lists_of_its_own_is_good(project: Project) -> None:
    def unlink(xml: bytes) -> bytes:
        return re.sub(rb"<(?:Relationship|Override) [^>]*numbering[^>]*/>", b"", xml)

    rewrite_part(project.template, "word/numbering.xml", lambda _: None)
    rewrite_part(project.template, "word/_rels/document.xml.rels", unlink)
    rewrite_part(project.template, "[Content_Types].xml", unlink)

    assert list(project.build().list_numbers.values()) == [["apel", "belimbing"], ["ceri"]]


def test_a_template_may_be_given_as_an_option(project: Project, tmp_path: Path) -> None:
    shutil.move(project.template, tmp_path / "lain.docx")
    result = build_document(project.write(), tmp_path / "lain.docx", tmp_path / "hasil.docx")

    assert Built(result).main_texts[0] == "BAB I\nPENDAHULUAN"


def test_a_block_that_asks_for_an_unknown_style_is_told_with_its_name(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.blocks[project.place("alinea-1")][4] = "Gaya Hilang"
    code, _, err = run("build", "--data", str(project.write()), capsys=capsys)

    assert code == 2
    assert "templat.docx: templat tidak memuat gaya “Gaya Hilang”" in err


def test_zip_bytes_are_stored_so_that_every_python_writes_the_same(project: Project) -> None:
    content = io.BytesIO(project.build().result.path.read_bytes())

    with zipfile.ZipFile(content) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
