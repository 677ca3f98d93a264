"""A Word file comes in word for word: what is not in the project is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from test_intake_project import OFFICE, RELATIONS, W, paragraph, read_blocks, read_rows, write_word

from renstra_doc.cli import main

PARTS = OFFICE.removesuffix("/officeDocument")


def cell(text: str, properties: str = "") -> str:
    """Return a cell of one paragraph a line."""
    lines = "".join(paragraph(line, "") for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def table(*rows: list[str]) -> str:
    """Return a table of rows of texts."""
    lines = ("".join(map(cell, row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def add_parts(path: Path, **parts: str) -> None:
    """Add parts such as footnotes, each with its relationship, to a file of one part."""
    ties = "".join(
        f'<Relationship Id="x{name}" Type="{PARTS}/{name}" Target="{name}.xml"/>' for name in parts
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{ties}</Relationships>',
        )
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)


def come_in(tmp_path: Path, source: Path) -> list[dict[str, str]]:
    """Make a project of a file, and return what its report tells beside what came in."""
    report = tmp_path / "laporan.json"
    call = ["new", str(tmp_path / "baru"), "--dari", str(source), "--laporan", str(report)]
    assert main(call) == 0
    items = json.loads(report.read_text(encoding="utf-8"))["items"]
    return [item for item in items if item["state"] not in ("masuk", "catatan")]


def test_comments_and_tracked_changes_of_the_text_are_told(tmp_path: Path) -> None:
    change = (
        '<w:p><w:r><w:t xml:space="preserve">Target </w:t></w:r><w:del w:id="1" w:author="Penelaah">'
        '<w:r><w:delText>lama</w:delText></w:r></w:del><w:ins w:id="2" w:author="Penelaah">'
        "<w:r><w:t>baru</w:t></w:r></w:ins></w:p>"
    )
    source = write_word(tmp_path / "lama.docx", change)
    comment = '<w:comment w:id="0" w:author="Atasan"><w:p><w:r><w:t>Perbaiki.</w:t></w:r></w:p></w:comment>'
    add_parts(source, comments=f'<w:comments xmlns:w="{W}">{comment}</w:comments>')

    told = come_in(tmp_path, source)

    assert [(i["state"], i["old"], i["author"]) for i in told if i["author"]] == [
        ("dibuang", "Perbaiki.", "Atasan"),
        ("ragu", "Target lama", "Penelaah"),
    ]


def test_hidden_letters_are_told(tmp_path: Path) -> None:
    hidden = "".join(
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia{name}</w:t></w:r></w:p>"
        for name in ("satu", "dua", "tiga", "empat", "lima")
    )
    source = write_word(tmp_path / "lama.docx", paragraph("Isi bab.", "") + hidden)

    told = " ".join(item["remark"] + item["old"] for item in come_in(tmp_path, source))

    assert all(f"rahasia{name}" in told for name in ("satu", "dua", "tiga", "empat", "lima"))


def test_a_row_that_a_page_cut_keeps_the_whole_name(tmp_path: Path) -> None:
    head = ["Kode", "Uraian", "Indikator", "Rp 2025"]
    body = (
        paragraph("Tabel 1.1 Program", "")
        + table(
            head, ["1.01.02", "PROGRAM A", "Nilai", "10"], ["1.01.02.2.01", "Rapat", "Jumlah", "10"]
        )
        + paragraph("Lanjutan Tabel 1.1", "")
        + table(head, ["", "koordinasi", "dokumen", ""], ["1.01.02.2.02", "Survei", "Jumlah", ""])
    )
    source = write_word(tmp_path / "lama.docx", body)

    told = come_in(tmp_path, source)

    rows = read_rows(tmp_path / "baru/data/tabel/program.csv")
    assert [row["uraian"] for row in rows] == ["PROGRAM A", "Rapat koordinasi", "Survei"]
    assert [row["indikator"] for row in rows] == ["Nilai", "Jumlah dokumen", "Jumlah"]
    assert not [item for item in told if "tidak masuk" in item["remark"]]


def test_footnotes_and_cut_tables_come_in_together(tmp_path: Path) -> None:
    head = ["No", "Nama", "Jumlah"]
    note = '<w:p><w:r><w:t>Isi</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = (
        note
        + paragraph("Tabel 1.1 Pegawai", "")
        + table(head, ["1", "Sekretariat", "5"])
        + paragraph("Lanjutan Tabel 1.1", "")
        + table(head, ["2", "Bidang", "7"])
        + paragraph("Tabel 1.2 Aset", "")
        + table(["Nama", "Kondisi"], ["Meja", "baik"])
    )
    source = write_word(tmp_path / "lama.docx", body)
    text = '<w:footnote w:id="2"><w:p><w:r><w:t>Catatan satu.</w:t></w:r></w:p></w:footnote>'
    add_parts(source, footnotes=f'<w:footnotes xmlns:w="{W}">{text}</w:footnotes>')

    come_in(tmp_path, source)

    assert [row["uraian"] for row in read_rows(tmp_path / "baru/data/tabel/pegawai.csv")] == [
        "Sekretariat",
        "Bidang",
    ]
    assert [row["kondisi"] for row in read_rows(tmp_path / "baru/data/tabel/aset.csv")] == ["baik"]


def test_a_measure_in_a_heading_stays_where_the_figures_stay_as_printed(tmp_path: Path) -> None:
    body = paragraph("Tabel 1.1 Pagu", "") + table(
        ["Program", "Pagu 2025 (Rp juta)"], ["Program A", "1.250,5"], ["Program B", "2.000,25"]
    )
    come_in(tmp_path, write_word(tmp_path / "lama.docx", body))

    columns = read_rows(tmp_path / "baru/data/tabel/kolom.csv")
    rows = read_rows(tmp_path / "baru/data/tabel/pagu.csv")
    assert columns[1]["judul"] == "Pagu 2025 (Rp juta)"
    assert [row[columns[1]["kolom"]] for row in rows] == ["1.250,5", "2.000,25"]


def test_a_signature_in_a_table_is_a_signature(tmp_path: Path) -> None:
    signed = (
        "Kota Contoh, 2 Januari 2021\nKEPALA DINAS\n\n\nNAMA PEJABAT\nNIP. 19700101 199003 1 002"
    )
    blocks = read_blocks(tmp_path, paragraph("Isi.", ""), table(["", signed]))

    assert [(kind, text) for kind, _, text in blocks[-4:]] == [
        ("tanda_tangan", "Kota Contoh, 2 Januari 2021"),
        ("tanda_tangan", "KEPALA DINAS"),
        ("tanda_tangan", "NAMA PEJABAT"),
        ("tanda_tangan", "NIP. 19700101 199003 1 002"),
    ]


def test_a_frame_round_paragraphs_is_no_table(tmp_path: Path) -> None:
    blocks = read_blocks(tmp_path, table(["BAB I PENDAHULUAN\nIsi bab.\na. satu\nb. dua"]))

    assert [(kind, text) for kind, _, text in blocks if kind != "bagian"] == [
        ("bab", "PENDAHULUAN"),
        ("paragraf", "Isi bab."),
        ("butir", "satu"),
        ("butir", "dua"),
    ]


@pytest.mark.parametrize(("typed", "marker"), [("o\tanak", "o"), ("- anak", "-")])
def test_a_typed_marker_is_not_printed_twice(tmp_path: Path, typed: str, marker: str) -> None:
    blocks = read_blocks(tmp_path, paragraph("BAB I AWAL", "<w:b/>"), paragraph(typed, ""))

    assert blocks[-1] == ("butir", marker, "anak")


@pytest.mark.parametrize(
    ("pages", "width", "stands"),
    [("1", 9000, "potret"), ("1", 15000, "lanskap"), ("", 9000, "potret")],
)
def test_a_table_stands_as_the_pages_of_its_file_let_it(
    tmp_path: Path, pages: str, width: int, stands: str
) -> None:
    upright, across = ('<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906"/>')
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/>'
    column = f'<w:gridCol w:w="{width // 10}"/>'
    columns = f"<w:tblGrid>{column * 10}</w:tblGrid>"
    rows = table([f"Kepala {n}" for n in "abcdefghij"], ["isi"] * 10)
    wide = rows.replace("<w:tbl>", f"<w:tbl>{columns}")
    ends = f"<w:p><w:pPr><w:sectPr>{across}{margins}</w:sectPr></w:pPr></w:p>" if pages else ""
    body = paragraph("Tabel 1.1 Lebar", "") + wide + ends
    source = write_word(tmp_path / "lama.docx", f"{body}<w:sectPr>{upright}{margins}</w:sectPr>")

    come_in(tmp_path, source)

    [record] = read_rows(tmp_path / "baru/data/tabel/tabel.csv")
    assert record["orientasi"] == stands


def test_a_table_in_a_text_box_is_not_lost(tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent>{table(['Moto', 'Melayani dengan hati'])}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    blocks = read_blocks(tmp_path, paragraph("Isi.", ""), box)

    assert [text for _, _, text in blocks] == ["Isi.", "Moto", "Melayani dengan hati"]
