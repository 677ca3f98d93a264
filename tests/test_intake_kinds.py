"""Kinds of files that came in wrong once: excerpts, plain headings, counts, hidden rows, units."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from test_intake_project import BOLD, TABLE, paragraph, read_blocks, read_rows, write_sheets

from renstra_doc import read_source, recognise_table
from renstra_doc.cli import main
from renstra_doc.intake.account import DOUBTFUL, IN, LEFT, make_account
from renstra_doc.intake.fit import fit_new

FOLDER = Path(__file__).resolve().parent / "kasus"
FILES = sorted(
    path
    for path in (*FOLDER.glob("masuk/*/masukan.*"), *FOLDER.glob("masuk-lain/*"))
    if path.suffix != ".json"
)
PROSE = (
    "Dinas ini mempunyai tugas membantu bupati dalam urusan yang menjadi kewenangan daerah. " * 2
)
MATRIX: list[list[object]] = [
    ["Kode", "Program", "Indikator", "Satuan", "Target 2026", "Pagu 2026"],
    ["2.11.01", "PROGRAM A", "Cakupan layanan", "orang", 12, 3000],
    ["2.11.01.2.01", "Kegiatan B", "Cakupan", "orang", 12, 1000],
    ["2.11.01.2.02", "Kegiatan C", "Cakupan", "orang", 12, 2000],
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_text_that_came_in_and_the_text_left_out_is_all_the_text(path: Path) -> None:
    for table in read_source(path):
        found = recognise_table(table)
        if found is None:
            continue
        account = make_account(found, fit_new(found), "t")
        cells = Counter(cell.plain for row in table.rows for cell in row if cell.plain)
        places = {
            table.place(row, at)
            for row, line in enumerate(table.rows)
            for at, cell in enumerate(line)
            if cell.plain
        }
        # What is told beside a cell (the text before a tracked change) goes into no cell.
        told = (item for item in account.items if item.target or item.state != DOUBTFUL)
        texts = Counter(
            item.old
            for item in told
            if item.state in (IN, DOUBTFUL, LEFT) and item.old and item.place in places
        )

        assert texts == cells


def test_an_excerpt_keeps_the_numbers_of_its_chapters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = read_blocks(
        tmp_path,
        paragraph("BAB III", BOLD),
        paragraph("PERMASALAHAN DAN ISU STRATEGIS", BOLD),
        paragraph("3.1 Permasalahan", BOLD),
        paragraph("Isi.", ""),
        paragraph("3.2 Isu Strategis", ""),
        paragraph(PROSE, ""),
        paragraph("BAB IV TUJUAN DAN SASARAN", BOLD),
        paragraph("4.1 Tujuan", BOLD),
    )

    assert [(kind, text) for kind, _, text in blocks if kind in ("bab", "subbab")] == [
        ("bab", "BAB III PERMASALAHAN DAN ISU STRATEGIS"),
        ("subbab", "3.1 Permasalahan"),
        ("subbab", "3.2 Isu Strategis"),
        ("bab", "BAB IV TUJUAN DAN SASARAN"),
        ("subbab", "4.1 Tujuan"),
    ]
    assert "bab sebelumnya tidak ada di berkas ini" in capsys.readouterr().err
    data = str(tmp_path / "p" / "data")
    assert main(["text", "--data", data]) == 0
    assert re.search(r"^#* *BAB III PERMASALAHAN", capsys.readouterr().out, re.MULTILINE)


def test_a_plain_capital_letter_heads_the_prose_below_it(tmp_path: Path) -> None:
    blocks = read_blocks(
        tmp_path,
        paragraph("BAB I PENDAHULUAN", BOLD),
        paragraph("A. Latar Belakang", ""),
        paragraph(PROSE, ""),
        paragraph("Yang diatur ialah:", ""),
        paragraph("A. Tugas", ""),
        paragraph("B. Fungsi", ""),
        paragraph("B. Landasan Hukum", ""),
        paragraph(PROSE, ""),
    )

    heads = [text for kind, _, text in blocks if kind == "subbab"]
    assert heads == ["Latar Belakang", "Landasan Hukum"]
    assert [text for kind, _, text in blocks if kind == "butir"] == ["Tugas", "Fungsi"]


def test_counts_that_add_up_get_their_rules(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "pegawai.xlsx",
        Pegawai=[
            ["Golongan", "Laki-laki", "Perempuan", "Jumlah"],
            ["IV", 4, 3, 7],
            ["III", 21, 30, 51],
            ["II", 5, 1, 6],
            ["Jumlah", 30, 34, 64],
        ],
    )

    assert main(["new", str(tmp_path / "p"), "--dari", str(source)]) == 0

    rules = read_rows(tmp_path / "p" / "data" / "aturan.csv")
    assert [(rule["jenis"], rule["kolom"], rule["acuan"]) for rule in rules] == [
        ("jumlah_menurun", "laki_laki perempuan jumlah", ""),
        ("jumlah_mendatar", "jumlah", "laki_laki perempuan"),
    ]
    assert main(["check", "--data", str(tmp_path / "p" / "data")]) == 0


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("masuk", ["PROGRAM A", "Kegiatan B", "Kegiatan C"]),
        ("buang", ["PROGRAM A", "Kegiatan C"]),
    ],
)
def test_a_hidden_row_comes_in_as_the_answer_says(
    tmp_path: Path, answer: str, names: list[str]
) -> None:
    source = tmp_path / "matriks.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("Matriks")
        for number, row in enumerate(MATRIX):
            # No amounts: sums would decide, and nothing would be asked.
            sheet.write_row(number, 0, row[:5])
        sheet.set_row(2, options={"hidden": True})
    answers = tmp_path / "jawaban.csv"
    call = ["new", str(tmp_path / "p"), "--dari", str(source)]

    assert main([*call, "--pertanyaan", str(answers)]) == 1
    asked = read_rows(answers)
    assert [(row["pertanyaan"], row["pilihan"]) for row in asked] == [
        ("baris-tersembunyi", "masuk | buang")
    ]
    answers.write_text(
        f"tabel,kolom,pertanyaan,jawaban\n{asked[0]['tabel']},,baris-tersembunyi,{answer}\n",
        encoding="utf-8",
    )

    assert main([*call, "--jawab", str(answers)]) == 0
    rows = read_rows(tmp_path / "p" / "data" / "tabel" / "program.csv")
    assert [row["uraian"] for row in rows] == names


def test_the_word_indeks_stays_where_nothing_else_says_it(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "iku.xlsx",
        IKU=[
            ["No", "Indikator", "Satuan", "Target 2026", "Target 2027"],
            [1, "Indeks kepuasan masyarakat", "Indeks", "82,5", "83"],
            [2, "Kematangan SPBE", "Indeks", "3,1", "3,25"],
            [3, "Opini BPK", "Predikat", "WTP", "WTP"],
        ],
    )

    table = recognise_table(read_source(source)[0])

    assert table is not None
    assert [record.cells["target_2027"].text for record in table.records] == [
        "83",
        "3.25 indeks",
        "WTP",
    ]
    left = [i for i in make_account(table, fit_new(table), "iku").items if i.state == LEFT]
    assert [(i.old, i.remark) for i in left] == [
        ("Predikat", "kata ini hanya menyebut jenis angkanya")
    ]


def test_what_is_told_of_levels_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_sheets(
        tmp_path / "m.xlsx",
        M=[*MATRIX, ["2.11.01.2.02.0001", "Sub D", "Cakupan", "orang", 1, 2000]],
    )

    main(["new", str(tmp_path / "p"), "--dari", str(source), "--laporan", str(tmp_path / "l.json")])

    told = "".join(capsys.readouterr()) + (tmp_path / "l.json").read_text(encoding="utf-8")
    assert "sub kegiatan; induk 2.11.01.2.02" in told
    assert re.search(r"sub_kegiatan|daftar_isi|bidang_urusan", told) is None


def read_matrix(path: Path) -> list[tuple[str, int | None, str, dict[str, str]]]:
    """Return level, parent, code and figures of each row of the first table of a file."""
    found = recognise_table(read_source(path)[0])
    assert found is not None
    assert not found.questions
    return [
        (
            record.tingkat,
            record.parent,
            record.kode,
            {name: cell.text for name, cell in record.cells.items() if name[:3] in ("rp_", "tar")},
        )
        for record in found.records
    ]


def test_a_hidden_or_outdated_column_does_not_take_the_place_of_the_printed_one(
    tmp_path: Path,
) -> None:
    source = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("M")
        sheet.write_row(0, 0, ["Kode", "Program", "Pagu 2026", "Pagu Semula 2027", "Pagu 2027"])
        sheet.write_row(1, 0, ["2.11.01", "PROGRAM A", 1, 2, 3])
        sheet.write(0, 5, "Pagu 2026")
        sheet.write(1, 5, 4_000_000)
        sheet.set_column(2, 2, 10, None, {"hidden": True})

    assert [cells for *_, cells in read_matrix(source)] == [{"rp_2026": "4000000", "rp_2027": "3"}]


def test_the_sum_of_one_program_between_the_rows_is_a_total(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "m.xlsx",
        M=[
            ["Kode", "Program/Kegiatan", "Indikator", "Pagu 2026"],
            ["2.11.01", "PROGRAM A", "Cakupan", 3_000_000],
            ["2.11.01.2.01", "Kegiatan B", "Jumlah orang", 3_000_000],
            ["", "Jumlah Program A", "", 3_000_000],
            ["2.11.02", "PROGRAM C", "Cakupan", 5_000_000],
            ["2.11.02.2.01", "Kegiatan D", "Cakupan", 5_000_000],
        ],
    )

    assert [(level, parent) for level, parent, *_ in read_matrix(source)] == [
        ("program", None),
        ("kegiatan", 0),
        ("jumlah", None),
        ("program", None),
        ("kegiatan", 3),
    ]


def test_rp_beside_a_year_is_of_that_year(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "m.xlsx",
        M=[
            ["Kode", "Program", "2026", "Rp", "2027", "Rp"],
            ["2.11.01", "PROGRAM A", "12 orang", 1_000_000, "13 orang", 2_000_000],
        ],
    )

    assert [cells for *_, cells in read_matrix(source)] == [
        {
            "target_2026": "12 orang",
            "rp_2026": "1000000",
            "target_2027": "13 orang",
            "rp_2027": "2000000",
        }
    ]


def test_codes_below_headings_of_levels_are_joined(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "m.xlsx",
        M=[
            ["Urusan", "Bidang", "Program", "Kegiatan", "Sub", "Uraian", "Pagu 2026"],
            ["2", "11", "01", "", "", "PROGRAM A", 1_000_000],
            ["2", "11", "01", "2.01", "", "Kegiatan B", 1_000_000],
            ["2", "11", "01", "2.01", "0001", "Sub kegiatan C", 1_000_000],
        ],
    )

    assert [(level, code) for level, _, code, _ in read_matrix(source)] == [
        ("program", "2.11.01"),
        ("kegiatan", "2.11.01.2.01"),
        ("sub_kegiatan", "2.11.01.2.01.0001"),
    ]


def boxes(*texts: str) -> str:
    """Return a paragraph in which text boxes are drawn."""
    drawn = "".join(
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent>{paragraph(text, '')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        for text in texts
    )
    return f"<w:p>{drawn}</w:p>"


def test_boxes_stand_where_they_were_drawn_and_their_caption_stays(tmp_path: Path) -> None:
    blocks = read_blocks(
        tmp_path,
        paragraph("BAB I GAMBARAN", BOLD),
        boxes("Kepala Dinas", "Sekretaris", "Bidang Satu"),
        paragraph("Gambar 1.1 Susunan Organisasi", ""),
        paragraph("Isi.", ""),
        boxes("Angka sementara"),
        paragraph("Isi lagi.", ""),
        boxes("Kepala UPTD", "Tata Usaha", "Kelompok Fungsional"),
    )

    assert blocks[1:] == [
        ("bagan", "", "Susunan Organisasi"),
        ("paragraf", "", "Gambar 1.1 Susunan Organisasi"),
        ("paragraf", "", "Isi."),
        ("paragraf", "", "Angka sementara"),
        ("paragraf", "", "Isi lagi."),
        ("bagan", "", "Bagan"),
    ]
    rows = read_rows(tmp_path / "p" / "data" / "struktur-organisasi.csv")
    assert [(row["jabatan"], row["bagan"]) for row in rows] == [
        ("Kepala Dinas", ""),
        ("Sekretaris", ""),
        ("Bidang Satu", ""),
        ("Kepala UPTD", "bagan-2"),
        ("Tata Usaha", "bagan-2"),
        ("Kelompok Fungsional", "bagan-2"),
    ]
    assert main(["check", "--data", str(tmp_path / "p" / "data")]) == 0


def test_a_table_that_goes_on_below_its_repeated_head_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_blocks(
        tmp_path,
        paragraph("Tabel 2.1 Pegawai", ""),
        TABLE,
        paragraph("Lanjutan Tabel 2.1", ""),
        TABLE.replace("IV/a", "III/d"),
        paragraph("Isi.", ""),
    )

    assert [row["nomor"] for row in read_rows(tmp_path / "p/data/tabel/tabel.csv")] == ["2.1"]
    rows = read_rows(tmp_path / "p/data/tabel/pegawai.csv")
    assert [row["golongan"] for row in rows] == ["IV/a", "III/d"]
    assert "tabel terpotong halaman, disambung" in capsys.readouterr().err
