"""A project made of what an office has: its look, its questions, and which table of a file is meant."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from renstra_doc.cli import main
from renstra_doc.docx.look import Look, read_look
from renstra_doc.files.zipfiles import read_zip
from renstra_doc.intake.dress import dress_template

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "renstra.docx"
ASKING = (
    "Kode;Uraian;Indikator;Satuan;Target 2026;Pagu 2026 (ribuan rupiah)\n"
    "2.11.01;PROGRAM A;Cakupan;orang;12;1.250\n"
    "2.11.01.2.01;Kegiatan B;Cakupan;orang;12;1.250\n"
)
MATRIX: list[list[object]] = [
    ["Kode", "Program", "Indikator", "Target 2026", "Pagu 2026"],
    ["2.11.01", "PROGRAM A", "Cakupan", "12 orang", 1250000],
    ["2.11.01.2.01", "Kegiatan B", "Cakupan", "12 orang", 1250000],
]
LETTERS = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="22"/>',
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:b/><w:color w:val="1F497D"/><w:sz w:val="32"/>',
)
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1134" '
    'w:bottom="1134" w:left="1418" w:header="709" w:footer="709" w:gutter="283"/></w:sectPr>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def write_word(path: Path, body: str) -> Path:
    """Write a Word file of one part."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}" '
            'Target="word/document.xml"/></Relationships>',
        )
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return path


def paragraph(text: str, letters: str, properties: str = "") -> str:
    """Return a paragraph in one look."""
    run = f"<w:r><w:rPr>{letters}</w:rPr><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def write_sheets(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook of sheets, each a list of rows."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# The look


def test_the_template_takes_paper_letters_and_colours_of_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "Rencana Strategis disusun untuk menjabarkan tujuan dan sasaran selama lima tahun. " * 2
    body, heading = LETTERS
    source = write_word(
        tmp_path / "lama.docx",
        paragraph("BAB I PENDAHULUAN", heading, '<w:jc w:val="center"/>')
        + paragraph(long, body, '<w:spacing w:line="360" w:lineRule="auto"/><w:jc w:val="left"/>')
        + PAGE,
    )

    assert main(["new", str(tmp_path / "baru"), "--dari", str(source)]) == 0

    told = capsys.readouterr().err
    assert "kertas 21,0 × 29,7 cm, tepi atas/kanan/bawah/kiri 2,5/2,0/2,0/3,0 cm" in told
    assert "huruf isi Times New Roman 11; huruf judul bab Arial 16" in told
    template = tmp_path / "baru" / "templates" / "renstra.docx"
    parts = read_zip(template)
    styles, document = (
        parts[f"word/{name}.xml"].decode().replace("\n", "") for name in ("styles", "document")
    )
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in document
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in document
    assert 'w:left="1701"' in document
    assert "Bookman Old Style" not in styles
    chapter = styles.partition('w:styleId="Heading1"')[2].partition("</w:style>")[0]
    assert '<w:color w:val="1F497D"/><w:sz w:val="32"/>' in chapter
    text = styles.partition('w:styleId="Paragraf"')[2].partition("</w:style>")[0]
    assert 'w:line="330" w:lineRule="exact"' in text
    assert '<w:jc w:val="left"/>' in text
    assert main(["template", "check", str(template)]) == 0
    assert main(["check", "--data", str(tmp_path / "baru" / "data")]) == 0


def test_a_document_that_says_nothing_of_its_look_gets_the_standard_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_word(tmp_path / "lama.docx", paragraph("BAB I PENDAHULUAN", ""))

    assert main(["new", str(tmp_path / "baru"), "--dari", str(source)]) == 0

    made = tmp_path / "baru" / "templates" / "renstra.docx"
    assert made.read_bytes() == TEMPLATE.read_bytes()
    assert "templat baku dipakai" in capsys.readouterr().err


@pytest.mark.parametrize(
    "page",
    [
        '<w:pgSz w:w="0" w:h="0"/><w:pgMar w:top="0" w:right="0" w:bottom="0" w:left="0"/>',
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1" w:right="9000" w:left="9000"/>',
        '<w:pgSz w:w="99999999" w:h="x"/><w:pgMar w:top="-1" w:right="1" w:left="1"/>',
    ],
)
def test_a_page_that_no_printer_prints_is_no_page(tmp_path: Path, page: str) -> None:
    source = write_word(tmp_path / "lama.docx", f"<w:p/><w:sectPr>{page}</w:sectPr>")

    assert read_look(read_zip(source)).portrait is None


def test_the_look_of_the_template_changes_nothing() -> None:
    before = read_zip(TEMPLATE)
    look = read_look(before)

    dressed = read_zip(dress_template(TEMPLATE.read_bytes(), Look(look.portrait, look.landscape)))

    assert dressed.keys() == before.keys()
    assert [name for name in before if dressed[name].split() != before[name].split()] == []


# Footnotes and text boxes


def test_a_footnote_comes_in_as_a_call_and_a_text_box_as_a_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('VISI: Kota sejahtera', '')}</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    body = (
        paragraph("BAB I PENDAHULUAN", "")
        + "<w:p><w:r><w:t>Penduduk 137.640 jiwa</w:t></w:r>"
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, naik.</w:t></w:r></w:p>'
        + f'<w:p><w:r><w:drawing><a:graphic xmlns:a="{drawing}"><a:graphicData uri="{shape}">'
        + f'<wps:wsp xmlns:wps="{shape}"><wps:txbx>{box}</wps:txbx></wps:wsp>'
        + "</a:graphicData></a:graphic></w:drawing></w:r></w:p>"
    )
    source = write_word(tmp_path / "lama.docx", body)
    with zipfile.ZipFile(source, "a") as package:
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Target="footnotes.xml" '
            f'Type="{OFFICE.removesuffix("officeDocument")}footnotes"/>'
            "</Relationships>",
        )
        note = "<w:p><w:r><w:t>Sumber: BPS (Jum'at), *sementara*.</w:t></w:r></w:p>"
        package.writestr(
            "word/footnotes.xml",
            f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{note}</w:footnote></w:footnotes>',
        )
    data = tmp_path / "baru" / "data"

    assert main(["new", str(data.parent), "--dari", str(source)]) == 0

    [file] = (data / "naskah").iterdir()
    assert [row["teks"] for row in read_rows(file) if row["jenis"] == "paragraf"] == [
        r"Penduduk 137.640 jiwa{{ kaki('Sumber: BPS (Jum\'at), \\*sementara\\*.') }}, naik.",
        "VISI: Kota sejahtera",
    ]
    assert main(["check", "--data", str(data)]) == 0


# Questions


def test_what_a_matrix_leaves_open_is_answered_by_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "matriks.csv"
    source.write_text(ASKING, encoding="utf-8")
    folder, asked, report = tmp_path / "baru", tmp_path / "tanya.csv", tmp_path / "laporan.json"
    call = ["new", str(folder), "--dari", str(source)]

    assert main([*call, "--pertanyaan", str(asked)]) == 1
    assert not folder.exists()
    assert f"--jawab {asked}" in capsys.readouterr().err
    [question] = read_rows(asked)
    assert (question["pertanyaan"], question["jawaban"]) == ("ribuan", "")

    asked.write_text(asked.read_text(encoding="utf-8").rstrip() + "ribuan\n", encoding="utf-8")
    assert main([*call, "--jawab", str(asked), "--laporan", str(report)]) == 0
    rows = read_rows(folder / "data" / "tabel" / "program.csv")
    assert [row["rp_2026"] for row in rows] == ["1250000", "1250000"]
    [kept] = read_rows(folder / "data" / "impor.csv")
    assert kept == {"tabel": "program", "kolom": "", "pertanyaan": "ribuan", "jawaban": "ribuan"}
    account = json.loads(report.read_text(encoding="utf-8"))
    assert account["in"] == 18
    assert account["left_out"] == 0


def test_the_report_of_a_word_file_counts_its_texts(tmp_path: Path) -> None:
    body = paragraph("BAB I PENDAHULUAN", "") + paragraph("Isi bab ini.", "")
    source = write_word(tmp_path / "lama.docx", body)
    report = tmp_path / "laporan.json"

    call = ["new", str(tmp_path / "baru"), "--dari", str(source), "--laporan", str(report)]
    assert main(call) == 0

    items = json.loads(report.read_text(encoding="utf-8"))["items"]
    assert [item["new"] for item in items if item["state"] == "masuk"] == [
        "PENDAHULUAN",
        "Isi bab ini.",
    ]


def test_an_answer_without_a_source_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "baru"), "--jawab", "tanya.csv"]) == 2

    assert "hanya bersama --dari BERKAS" in capsys.readouterr().err
    assert not (tmp_path / "baru").exists()


# Which table is meant


def test_of_several_sheets_the_only_matrix_is_taken_and_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_sheets(
        tmp_path / "buku.xlsx",
        Petunjuk=[["Petunjuk pengisian"], ["1", "Isi menurut DPA"]],
        Matriks=MATRIX,
        Acuan=[["kode", "nama"], ["1", "APBD"]],
    )

    assert main(["new", str(tmp_path / "baru"), "--dari", str(source)]) == 0

    assert "lembar atau tabel lain tidak dibaca: “Petunjuk”, “Acuan”" in capsys.readouterr().err
    rows = read_rows(tmp_path / "baru" / "data" / "tabel" / "program.csv")
    assert [row["uraian"] for row in rows] == ["PROGRAM A", "Kegiatan B"]


def test_a_second_table_of_a_sheet_is_read_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    below: list[list[object]] = [
        ["No", "Sumber Dana", "Jumlah (Rp)", "Keterangan"],
        [1, "APBD", 900000, "murni"],
    ]
    source = write_sheets(
        tmp_path / "buku.xlsx", Matriks=[*MATRIX, [], ["Tabel Sumber Dana"], *below]
    )

    assert main(["new", str(tmp_path / "satu"), "--dari", str(source)]) == 0
    assert 'baca dengan --lembar "Matriks (2)"' in capsys.readouterr().err
    assert len(read_rows(tmp_path / "satu" / "data" / "tabel" / "program.csv")) == 2

    call = ["new", str(tmp_path / "dua"), "--dari", str(source), "--lembar", "Matriks (2)"]
    assert main(call) == 0
    [row] = read_rows(tmp_path / "dua" / "data" / "tabel" / "program.csv")
    assert (row["sumber_dana"], row["keterangan"]) == ("APBD", "murni")


def test_the_file_is_named_by_the_words_of_the_title(tmp_path: Path) -> None:
    matrix = tmp_path / "matriks.csv"
    matrix.write_text(
        '"Pagu ""indikatif"" 2026/2027: Dinas?"\n'
        "Kode;Program;Target 2026;Pagu 2026\n1.01.02;PROGRAM A;12 orang;1250000\n"
    )

    code = main(["new", str(tmp_path / "p"), "--dari", str(matrix)])

    facts = (tmp_path / "p" / "data" / "dokumen.csv").read_text(encoding="utf-8")
    assert code == 0
    assert "nama_berkas,Pagu-indikatif-2026-2027-Dinas," in facts


# Headings and captions as people type them


BOLD = "<w:b/>"
TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    "<w:tr><w:tc><w:p><w:r><w:t>No</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>Golongan</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>IV/a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


def read_blocks(tmp_path: Path, *paragraphs: str) -> list[tuple[str, str, str]]:
    """Return kind, sample and text of the blocks of a project made of a Word file."""
    source = write_word(tmp_path / "lama.docx", "".join(paragraphs))
    assert main(["new", str(tmp_path / "p"), "--dari", str(source)]) == 0
    files = sorted((tmp_path / "p" / "data" / "naskah").glob("*.csv"))
    rows = [row for file in files for row in read_rows(file)]
    return [(row["jenis"], row["penanda"], row["teks"]) for row in rows if row["teks"]]


def test_bold_capital_letters_head_the_sections_of_a_chapter(tmp_path: Path) -> None:
    blocks = read_blocks(
        tmp_path,
        paragraph("BAB I PENDAHULUAN", BOLD),
        paragraph("A. Latar Belakang", BOLD),
        paragraph("Isi.", ""),
        paragraph("B. Landasan Hukum", BOLD),
        paragraph("A. butir biasa", ""),
    )

    assert blocks == [
        ("bab", "BAB I", "PENDAHULUAN"),
        ("subbab", "A.", "Latar Belakang"),
        ("paragraf", "", "Isi."),
        ("subbab", "A.", "Landasan Hukum"),
        ("butir", "A.", "butir biasa"),
    ]


def test_a_plain_line_with_the_next_number_heads_a_section(tmp_path: Path) -> None:
    blocks = read_blocks(
        tmp_path,
        paragraph("BAB I PENDAHULUAN", BOLD),
        paragraph("1.1. Latar Belakang", ""),
        paragraph("Sistematika dokumen ini:", ""),
        paragraph("1.1. Latar Belakang", ""),
        paragraph("1.2. Maksud", ""),
        paragraph("1.3. Tujuan", ""),
        paragraph("1.2. Maksud", ""),
        paragraph("Isi.", ""),
    )

    assert [text for kind, _, text in blocks if kind == "subbab"] == ["Latar Belakang", "Maksud"]
    assert ("paragraf", "", "1.3. Tujuan") in blocks


def test_a_section_that_no_chapter_counts_keeps_its_number(tmp_path: Path) -> None:
    blocks = read_blocks(tmp_path, paragraph("3.1 Permasalahan", BOLD), paragraph("Isi.", ""))

    assert ("judul", "", "3.1 Permasalahan") in blocks


def test_a_heading_number_that_will_print_otherwise_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_blocks(
        tmp_path,
        paragraph("BAB I PENDAHULUAN", BOLD),
        paragraph("1.1 Latar Belakang", BOLD),
        paragraph("1.3 Maksud", BOLD),
    )

    assert "nomor judul “1.3” akan tercetak 1.2" in "".join(capsys.readouterr())


def test_captions_below_their_tables_are_theirs(tmp_path: Path) -> None:
    read_blocks(
        tmp_path,
        TABLE,
        paragraph("Tabel 2.1 Pegawai", ""),
        TABLE,
        paragraph("Tabel 2.2 Sarana", ""),
    )

    tables = read_rows(tmp_path / "p" / "data" / "tabel" / "tabel.csv")
    assert [(row["nomor"], row["judul"]) for row in tables] == [
        ("2.1", "Pegawai"),
        ("2.2", "Sarana"),
    ]
