"""Workbooks as an office keeps them: side by side, by account, with carried sums, dates, NIP."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from test_intake_project import write_sheets

from renstra_doc import read_source, recognise_table
from renstra_doc.intake.fit import fit_new
from renstra_doc.intake.recognised import Recognised

Rows = list[list[object]]


def read(path: Path, rows: Rows, number: int = 0) -> Recognised:
    """Return what is read of the table of a number on a sheet of these rows."""
    found = recognise_table(read_source(write_sheets(path / "matriks.xlsx", Lembar=rows))[number])
    assert found is not None
    return found


def column(found: Recognised, name: str) -> list[str]:
    """Return a column as it would be written."""
    return [record.cells[name].text if name in record.cells else "" for record in found.records]


def told(found: Recognised, kind: str) -> list[str]:
    """Return what is told of a kind."""
    return [remark.message for remark in found.remarks if remark.kind == kind]


def test_equal_amounts_below_each_other_make_no_tree(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Kegiatan", "Anggaran 2025 (Rp)"],
        [1, "Rapat koordinasi", 2500000],
        [2, "Bimbingan teknis", 2500000],
        [3, "Evaluasi", 2500000],
    ]

    found = read(tmp_path, rows)

    assert [record.parent for record in found.records] == [None, None, None]


def test_a_tree_that_one_sum_alone_draws_is_asked(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Uraian", "Anggaran 2025 (Rp)"],
        [1, "Honorarium", 3000000],
        [2, "Perjalanan", 1000000],
        [3, "Konsumsi", 2000000],
    ]

    found = read(tmp_path, rows)

    assert [(q.kind, q.text) for q in found.questions] == [
        ("jenjang", "Jenjang dibaca dari jumlah; baris ini rincian baris di atasnya?")
    ]


def test_a_column_that_is_called_as_what_the_data_keep_of_a_row_is_another(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Jabatan", "Tingkat", "Entitas", "Jumlah"],
        [1, "Kepala Dinas", "Ahli Utama", "Dinas", "1 orang"],
        [2, "Sekretaris", "Ahli Madya", "Sekretariat", "1 orang"],
    ]

    found = read(tmp_path, rows)

    assert [c.judul for c in found.columns if c.kolom in ("tingkat_2", "entitas_2")] == [
        "Tingkat",
        "Entitas",
    ]
    header = fit_new(found).header
    assert len(set(header)) == len(header)


def test_digits_that_are_no_number_stay_as_they_are_typed(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Nama Pegawai", "NIP", "Nomor SK", "Tahun Pengangkatan", "Golongan"],
        [1, "Pegawai Satu", "196501011990031002", "050", "1990", "III/d"],
        [2, "Pegawai Dua", "197002021995032001", "051", "1995", "IV/a"],
    ]

    found = read(tmp_path, rows)

    assert column(found, "nip") == ["196501011990031002", "197002021995032001"]
    assert column(found, "nomor_sk") == ["050", "051"]
    assert {c.jenis for c in found.columns if c.kolom in ("nip", "nomor_sk")} == {"teks"}
    assert {c.jenis for c in found.columns if c.kolom.startswith("tahun")} == {"teks"}


def test_a_date_is_written_as_its_cell_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "jadwal.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Jadwal")
        sheet.write_row(0, 0, ["No", "Kegiatan", "Mulai", "Selesai", "Bulan"])
        formats = ("dd/mm/yyyy", "[$-421]d mmmm yyyy", "mmm-yy")
        for row in (1, 2):
            sheet.write_row(row, 0, [row, f"Kegiatan {row}"])
            for at, code in enumerate(formats, 2):
                look = book.add_format({"num_format": code})
                sheet.write_datetime(row, at, dt.date(2025, 8, row), look)

    found = recognise_table(read_source(path)[0])

    assert found is not None
    assert [column(found, name)[0] for name in ("mulai", "selesai", "bulan")] == [
        "01/08/2025",
        "1 Agustus 2025",
        "Agu-25",
    ]


def test_two_tables_side_by_side_are_two(tmp_path: Path) -> None:
    rows: Rows = [
        ["Program", "Pagu 2026", "", "Bidang", "Jumlah Pegawai"],
        ["Program A", 1000000, "", "Sekretariat", 5],
        ["Program B", 2000000, "", "Bidang I", 6],
        ["", "", "", "Bidang II", 7],
    ]

    left, right = read(tmp_path, rows), read(tmp_path, rows, 1)

    assert column(left, "rp_2026") == ["1000000", "2000000"]
    assert column(right, "bidang") == ["Sekretariat", "Bidang I", "Bidang II"]
    assert right.table.name == "Lembar (kanan)"


def test_a_blank_column_within_a_table_parts_nothing(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Uraian", "", "Target 2025", "Rp 2025"],
        [1, "Program A", "", 10, 1000000],
        [2, "Program B", "", 20, 2000000],
    ]

    assert column(read(tmp_path, rows), "rp_2025") == ["1000000", "2000000"]


@pytest.mark.parametrize(
    "second",
    [
        [["No", "Pendidikan", "L", "P", "Jumlah"], [1, "S1", 1, 1, 2]],
        [["Tabel 2.2 Kendaraan"], ["No", "Jenis", "Nomor Polisi"], [1, "Mobil", "B 1234 X"]],
    ],
)
def test_another_table_below_is_told_and_not_joined(tmp_path: Path, second: Rows) -> None:
    first: Rows = [
        ["Tabel 2.1 Pegawai"],
        ["No", "Jabatan", "L", "P", "Jumlah"],
        [1, "Struktural", 3, 4, 7],
        [],
    ]

    found = read(tmp_path, [*first, *second])

    assert len(found.records) == 1
    assert told(found, "ragu") == [
        'di bawah tabel ini ada tabel lain: baca dengan --lembar "Lembar (2)"'
    ]


def test_totals_are_known_in_any_column_of_names_and_by_letters(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Uraian", "Volume", "Satuan", "Jumlah (Rp)"],
        ["A", "Belanja Pegawai", "", "", ""],
        ["1", "Gaji", 12, "bulan", "60.000.000"],
        ["2", "Tunjangan", 12, "bulan", "12.000.000"],
        ["", "Jumlah A", "", "", "72.000.000"],
        ["B", "Belanja Barang", "", "", ""],
        ["1", "ATK", 4, "paket", "10.000.000"],
        ["", "Jumlah B", "", "", "10.000.000"],
        ["", "Total A + B", "", "", "82.000.000"],
    ]

    found = read(tmp_path, rows)

    totals = [r.cells["uraian"].text for r in found.records if r.tingkat == "jumlah"]
    assert totals == ["Jumlah A", "Jumlah B", "Total A + B"]
    assert [record.parent for record in found.records if record.tingkat != "jumlah"] == [
        None, 0, 0, None, 4,
    ]  # fmt: skip
    assert told(found, "temuan") == []


def test_what_an_indicator_counts_is_no_total(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Sasaran", "Indikator Kinerja", "Target 2024", "Realisasi 2024"],
        [1, "Sasaran A", "Persentase capaian", "80%", "78%"],
        ["", "", "Jumlah kegiatan", 12, 11],
    ]

    assert [record.tingkat for record in read(tmp_path, rows).records] == ["", ""]


def test_rows_of_a_dpa_hang_by_their_accounts(tmp_path: Path) -> None:
    rows: Rows = [
        ["Kode Rekening", "Uraian", "Volume", "Satuan", "Harga Satuan", "Jumlah (Rp)"],
        ["2.11.03.2.01.0001", "Sub Kegiatan Koordinasi", "", "", "", 15000000],
        ["5", "BELANJA DAERAH", "", "", "", 15000000],
        ["5.1.02.01", "Belanja Barang", "", "", "", 15000000],
        ["5.1.02.01.01.0024", "Belanja Alat Tulis Kantor", "", "", "", 15000000],
        ["", "Kertas HVS A4", 100, "Rim", 50000, 5000000],
        ["", "Tinta Printer", 50, "Botol", 200000, 10000000],
    ]

    found = read(tmp_path, rows)

    assert [(r.tingkat, r.parent) for r in found.records] == [
        ("sub_kegiatan", None),
        ("akun", 0),
        ("objek", 1),
        ("sub_rincian_objek", 2),
        ("", 3),
        ("", 3),
    ]
    assert told(found, "temuan") == []


def test_codes_behind_bullets_are_codes(tmp_path: Path) -> None:
    rows: Rows = [
        ["Program/Kegiatan/Sub Kegiatan", "Target 2026", "Pagu 2026 (Rp)"],
        ["1.02.02 PROGRAM UPAYA KESEHATAN", "80 %", "2.000.000"],
        ["1.02.02.2.02: Penyediaan Layanan", "2 unit", "2.000.000"],
        ["• 1.02.02.2.02.0001 Pengelolaan Ibu Hamil", "120 orang", "1.500.000"],
        ["• 1.02.02.2.02.0002 Pengelolaan Bayi", "120 orang", "500.000"],
    ]

    found = read(tmp_path, rows)

    assert [r.kode for r in found.records[2:]] == ["1.02.02.2.02.0001", "1.02.02.2.02.0002"]
    assert [r.parent for r in found.records] == [None, 0, 1, 1]


def test_sums_carried_over_a_page_are_no_rows(tmp_path: Path) -> None:
    head: list[object] = ["Kode", "Program/Kegiatan", "Target 2025", "Rp 2025"]
    rows: Rows = [
        head,
        ["1.01.02", "PROGRAM A", "10%", 3000],
        ["1.01.02.2.01", "Keg A", "1 dok", 1000],
        ["", "Jumlah dipindahkan", "", 1000],
        head,
        ["", "Pindahan", "", 1000],
        ["1.01.02.2.02", "Keg B", "1 dok", 2000],
    ]

    found = read(tmp_path, rows)

    assert [r.kode for r in found.records] == ["1.01.02", "1.01.02.2.01", "1.01.02.2.02"]
    assert told(found, "dibuang").count("jumlah pindahan halaman") == 2
    assert told(found, "temuan") == []


def test_outcomes_below_their_program_are_its_indicators(tmp_path: Path) -> None:
    rows: Rows = [
        ["Program/Outcome/Kegiatan/Output", "Indikator", "Target 2026", "Pagu 2026"],
        ["2.11.03 - PROGRAM PENGENDALIAN", "", "", 5000000],
        ["Meningkatnya kualitas air", "Indeks Kualitas Air", 71, ""],
        ["2.11.03.2.01 - Pencegahan", "", "", 5000000],
        ["Terlaksananya pencegahan", "Jumlah dokumen", "2 dokumen", ""],
    ]

    found = read(tmp_path, rows)

    assert [(r.tingkat, r.parent) for r in found.records] == [
        ("program", None),
        ("indikator", 0),
        ("kegiatan", 0),
        ("indikator", 2),
    ]


def test_what_was_paid_is_in_the_measure_of_the_title(tmp_path: Path) -> None:
    rows: Rows = [
        ["Rincian Anggaran Tahun 2025 (dalam ribuan rupiah)"],
        ["No", "Uraian", "Anggaran", "Realisasi", "Sisa"],
        ["1", "Honorarium", "1.000,5", "900", "100,5"],
        ["2", "Perjalanan", "2.500", "2.000", "500"],
        ["", "TOTAL", "3.500,5", "2.900", "600,5"],
    ]

    found = read(tmp_path, rows)

    assert found.questions == ()
    assert column(found, "rp") == ["1000500", "2500000", "3500500"]
    assert column(found, "realisasi") == ["900000", "2000000", "2900000"]
    assert column(found, "sisa") == ["100500", "500000", "600500"]


def test_a_fraction_typed_beside_percents_is_asked(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "Indikator", "Satuan", "Target 2025", "Target 2026"],
        [1, "Cakupan layanan", "%", "0,6", "65"],
    ]

    [question] = read(tmp_path, rows).questions

    assert question.kind == "persen"
    assert question.options == (("kali-100", "60%"), ("apa-adanya", "0.6%"))


def test_two_amounts_in_one_cell_are_asked(tmp_path: Path) -> None:
    rows: Rows = [
        ["Kode", "Program/Kegiatan", "Indikator", "Target 2025", "Pagu 2025"],
        ["1.01.02", "PROGRAM A", "1. Nilai\n2. Jumlah", "1. 10%\n2. 20 dok", 300200],
        ["1.01.02.2.01", "Keg A", "Jumlah", "5 lap", "100\n200"],
    ]

    found = read(tmp_path, rows)

    assert [q.kind for q in found.questions] == ["bukan-bilangan"]
    assert column(found, "target_2025") == ["10%", "20 dok", "5 lap"]
    assert column(found, "indikator") == ["Nilai", "Jumlah", "Jumlah"]


def test_what_a_form_says_above_its_table_is_no_heading(tmp_path: Path) -> None:
    rows: Rows = [
        ["FORMULIR DPA"],
        ["Program", ": 2.23.02 Program Pembinaan"],
        ["Kegiatan", ": 2.23.02.2.01 Pengelolaan"],
        [],
        ["Kode Rekening", "Uraian", "Jumlah (Rp)"],
        ["5.1", "BELANJA OPERASI", "900.000.000"],
        ["5.1.02", "Belanja Barang dan Jasa", "900.000.000"],
    ]

    assert [record.kode for record in read(tmp_path, rows).records] == ["5.1", "5.1.02"]


def test_an_error_of_a_spreadsheet_is_no_target(tmp_path: Path) -> None:
    rows: Rows = [["No", "Indikator", "Target 2025"], [1, "Nilai", "#N/A"], [2, "Jumlah", "4"]]

    assert [q.kind for q in read(tmp_path, rows).questions] == ["tanpa-hasil"]


def test_a_hidden_column_that_came_in_is_told(tmp_path: Path) -> None:
    path = tmp_path / "iku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("IKU")
        sheet.write_row(0, 0, ["No", "Indikator", "Formula", "Target 2025"])
        sheet.write_row(1, 0, [1, "Nilai", "a/b", "60%"])
        sheet.set_column(2, 2, None, None, {"hidden": 1})

    found = recognise_table(read_source(path)[0])

    assert found is not None
    assert told(found, "ragu") == [
        "kolom tersembunyi ikut masuk: “Formula”; hapus bila tidak untuk dicetak"
    ]
