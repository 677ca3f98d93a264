"""Kinds of files that came in wrong once: excerpts, plain headings, counts, hidden rows, units."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from test_intake_project import BOLD, paragraph, read_blocks, read_rows, write_sheets

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
