"""`renstra waive --dari`: reasons written in a workbook go into pengecualian.csv, all or none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from check_folder import folder, write_folder  # noqa: F401 — a fixture

from renstra_doc.cli import main

HEADER = "aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal\n"
BUDGET = """\
id,tingkat,induk,uraian,rp_2021
a,program,,Program A,31
b,kegiatan,a,Kegiatan B,10
c,kegiatan,a,Kegiatan C,20
"""
REASON = "Terbit demikian dalam dokumen yang ditetapkan"


@pytest.fixture
def data(folder: Path) -> Path:  # noqa: F811
    tables = {"p": ("uraian:teks rp_2021:rupiah", BUDGET)}
    return write_folder(folder, tables, "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n")


def write_workbook(path: Path, *rows: tuple[object, ...], title: str = "") -> Path:
    """Write a sheet as a person would: a title above, figures as numbers, the day as a date."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Alasan")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, title)
    for number, row in enumerate((tuple(HEADER.strip().split(",")), *rows), start=2):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    book.close()
    return path


def waive(data: Path, book: Path) -> int:
    return main(["waive", "--data", str(data), "--dari", str(book)])


def test_a_reason_makes_the_waiver_of_an_open_finding(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ("anak", "p", "a", "rp_2021", 30, 31, REASON, "Kepala Dinas", date(2021, 8, 23))
    book = write_workbook(tmp_path / "a.xlsx", row, ("anak", "p", "b", "rp_2021", 1, 2), title="x")

    assert waive(data, book) == 0
    assert "1 alasan dicatat" in (said := capsys.readouterr().out)
    assert "1 baris lain belum beralasan" in said
    assert (data / "pengecualian.csv").read_text() == (
        f"{HEADER}anak,p,a,rp_2021,30,31,{REASON},Kepala Dinas,2021-08-23\n"
    )
    assert main(["check", "--data", str(data)]) == 0


def test_a_reason_fills_the_row_that_waive_has_written(data: Path, tmp_path: Path) -> None:
    assert main(["waive", "--data", str(data)]) == 0
    row = ("anak", "p", "a", "rp_2021", "30", "31", REASON, "Kepala Dinas", "2021-08-23")

    assert waive(data, write_workbook(tmp_path / "a.xlsx", row)) == 0
    assert (data / "pengecualian.csv").read_text().splitlines()[1:] == [
        f"anak,p,a,rp_2021,30,31,{REASON},Kepala Dinas,2021-08-23"
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("anak", "p", "a", "rp_2021", 30, 32, REASON, "Kepala", "2021-08-23"),
            "baris 4: tidak ada temuan yang menunggu alasan untuk “anak p a rp_2021” (harapan 30, nyata 32)",
        ),
        (("anak", "p", "a", "rp_2021", 30, 31, REASON, "Kepala Dinas", ""), "tanggal"),
        (("anak", "p", "a", "rp_2021", 30, 31, ".", "Kepala Dinas", "2021-08-23"), "alasan"),
        (
            ("anak", "p", "a", "rp_2021", 30, 31, REASON, date(2021, 8, 23), "2021-08-23"),
            "sel H4 berisi tanggal",
        ),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    row: tuple[object, ...],
    message: str,
) -> None:
    before = (data / "pengecualian.csv").read_bytes()

    assert waive(data, write_workbook(tmp_path / "a.xlsx", row)) == 2
    assert message in (said := capsys.readouterr().err)
    assert "a.xlsx, lembar Alasan, baris 4" in said
    assert (data / "pengecualian.csv").read_bytes() == before


def test_a_workbook_without_the_columns_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("x").write(0, 0, "aturan")
    book.close()

    assert waive(data, tmp_path / "a.xlsx") == 2
    assert "tidak ada lembar dengan kolom aturan dan alasan" in capsys.readouterr().err
