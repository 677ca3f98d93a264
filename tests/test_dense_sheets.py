"""Sheets and CSV files that are made to hurt: refused in one line each, or read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from renstra_doc.cli import main
from renstra_doc.files.zipfiles import zip_parts
from renstra_doc.intake.running_sums import add_running

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"'
HEADS = ("Kode", "Program", "Indikator", "Target 2021", "Rp 2021")


def show_row(number: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCDE", texts, strict=True)
    )
    return f'<row r="{number}">{cells}</row>'


def make_book(path: Path, rows: str, *, before: str = "", after: str = "") -> Path:
    """Write a workbook of one sheet by hand."""
    relation = '<Relationship Id="{0}" Type="{1}/{2}" Target="{3}"/>'
    parts = {
        "_rels/.rels": relation.format("a", OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation.format("b", OFFICE, "worksheet", "a.xml"),
    }
    pieces = {
        name: f'<Relationships xmlns="{PACKAGE}">{x}</Relationships>' for name, x in parts.items()
    }
    pieces["xl/workbook.xml"] = (
        f'<workbook {MAIN}><sheets><sheet name="A" sheetId="1" r:id="b"/></sheets></workbook>'
    )
    head = show_row(1, *HEADS)
    pieces["xl/a.xml"] = (
        f"{before}<worksheet {MAIN}><sheetData>{head}{rows}</sheetData>{after}</worksheet>"
    )
    path.write_bytes(
        zip_parts({name: text.encode() for name, text in pieces.items()}, deflate=True)
    )
    return path


ROW = show_row(2, "1.01", "Program A", "Warga", "1 orang", "1000")
BOOKS: dict[str, tuple[dict[str, str], str]] = {
    "entitas luar": (
        {
            "rows": show_row(2, "1.01", "&amp;a;", "Warga", "1 orang", "1000").replace(
                "&amp;", "&"
            ),
            "before": '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        },
        "buku kerja ini memuat DOCTYPE atau entitas",
    ),
    "doctype": ({"rows": ROW, "before": "<!DOCTYPE worksheet>"}, "ini memuat DOCTYPE"),
    "sel panjang": (
        {"rows": show_row(2, "1." * 200_000, "Program", "Warga", "1", "1")},
        "A!2: satu sel memuat lebih dari 32767 huruf",
    ),
    "baris terlalu banyak": (
        {"rows": "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 20_003))},
        "memuat 20002 baris",
    ),
    "baris jauh": (
        {"rows": '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'},
        "1048576 baris",
    ),
    "gabungan bertindih": (
        {
            "rows": ROW,
            "after": "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50_000 + "</mergeCells>",
        },
        "A: sel gabungannya saling menindih",
    ),
    "bersarang": (
        {"rows": f"<row r='2'>{'<a>' * 100_000}{'</a>' * 100_000}</row>"},
        "isi buku kerja ini rusak",
    ),
}


@pytest.mark.parametrize("case", BOOKS)
def test_a_workbook_that_is_made_to_hurt_is_refused(
    data_folder: Callable[[], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    case: str,
) -> None:
    given, message = BOOKS[case]
    path = make_book(tmp_path / "masukan.xlsx", **given)

    code = main(["import", str(path), "--tabel", "pegawai", "--data", str(data_folder())])

    err = capsys.readouterr().err
    assert (code, message in err, "Traceback" in err) == (2, True, False), err


def test_a_number_beyond_all_numbers_is_a_cell_like_another(
    data_folder: Callable[[], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = '<row r="3"><c r="A3"><v>1</v></c><c r="E3"><v>1e999999999</v></c></row>'
    path = make_book(tmp_path / "masukan.xlsx", ROW + huge)

    main(["import", str(path), "--tabel", "pegawai", "--data", str(data_folder())])

    assert "Traceback" not in capsys.readouterr().err


LINES: dict[str, tuple[bytes, str]] = {
    "satu baris panjang": (b"x" * 2_000_000, "tidak dapat dibaca"),
    "kutip": (b'"' * 2_000_000, "tidak dapat dibaca"),
    "kutip terbuka": (b'"' + b"a,b\n" * 500_000, "memuat 500001 baris"),
    "koma": (b"," * 2_000_000, "memuat 2 baris dan 2000001 kolom"),
    "satu huruf": (b"a\n" * 1_000_000, "memuat 1000001 baris"),
    "baris kosong": (b"\r" * 2_000_000, "memuat 2000001 baris"),
    "nul": (b"\0" * 2_000_000, "biner, bukan CSV"),
}


@pytest.mark.parametrize("case", LINES)
def test_a_csv_file_that_is_made_to_hurt_is_refused(
    data_folder: Callable[[], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    case: str,
) -> None:
    lines, message = LINES[case]
    path = tmp_path / "masukan.csv"
    path.write_bytes(b"Kode,Program,Rp 2021\n" + lines)

    code = main(["import", str(path), "--tabel", "pegawai", "--data", str(data_folder())])

    err = capsys.readouterr().err
    assert (code, message in err, "Traceback" in err) == (2, True, False), err


def test_running_sums_are_those_of_any_stretch() -> None:
    sums = add_running((row, {"rp": Decimal(row)}) for row in (1, 3, 4))["rp"]

    assert sums.over(0, 5) == 8
    assert sums.over(2, 4) == 3
    assert sums.over(2, 3) is None
