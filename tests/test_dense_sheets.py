"""Sheets and CSV files that are made to hurt: refused in one line each, or read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from renstra_doc import read_source
from renstra_doc.cli import main
from renstra_doc.cli.output import complain
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.finding import InputError, reading_warning
from renstra_doc.intake.account import Account, Item
from renstra_doc.intake.cell_print import show_number
from renstra_doc.intake.running_sums import add_running
from renstra_doc.intake.source import SourceCell
from renstra_doc.intake.source_limits import refuse_area, refuse_much, refuse_size
from renstra_doc.intake.tree_rows import measure_depths
from renstra_doc.place import Place
from renstra_doc.words.characters import check_cells

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
        {"rows": "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 10_002))},
        "memuat 10001 baris",
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
    "lebar dan kosong": (
        {
            "rows": "".join(
                f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="SF{n}"><v>1</v></c></row>'
                for n in range(2, 4000)
            )
        },
        "seluas 1999500 sel, paling luas 1500000",
    ),
    "rumus bersama": (
        {
            "rows": f'<row r="2"><c r="E2"><f t="shared" si="0">{"+".join(["A1"] * 6000)}</f></c></row>'
            + "".join(
                f'<row r="{n}"><c r="E{n}"><f t="shared" si="0"/></c></row>' for n in range(3, 200)
            )
        },
        "A: rumusnya lebih dari 1500000 huruf",
    ),
    "baris di dalam sel": (
        {
            "rows": "".join(
                show_row(n, "1", "P", "a&#10;" * 7_500, "1&#10;" * 7_500, "1") for n in (2, 3, 4)
            )
        },
        "lebih dari 15000 baris, termasuk baris di dalam sel",
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


@pytest.mark.parametrize(
    "figure",
    ["9" * 32_000, "1." * 16_000, "1.000" + ".000" * 30, "9" * 20 + " triliun", "1/" + "9" * 5_000],
)
def test_a_figure_longer_than_any_is_asked_for(
    data_folder: Callable[[], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    figure: str,
) -> None:
    rows = show_row(2, "1.01", "Program A", "Warga", figure, figure)
    path = make_book(tmp_path / "masukan.xlsx", rows)

    code = main(["import", str(path), "--tabel", "baru", "--data", str(data_folder())])

    err = capsys.readouterr().err
    assert (code, "Isian ini bukan bilangan" in err, "Traceback" in err) == (1, True, False), err


def show_formula(number: int, formula: str, stored: str = "") -> str:
    return f'<row r="{number}"><c r="E{number}"><f>{formula}</f>{stored}</c></row>'


def test_a_sum_over_a_cell_whose_result_is_not_known_is_not_known(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="E2"><v>5</v></c></row>'
        + show_formula(3, "IF(E2&gt;1,7,9)")
        + show_formula(4, "E2+2")
        + show_formula(5, "SUM(E2:E3)")
        + show_formula(6, "SUM(E2,E4)")
    )

    table = read_source(make_book(tmp_path / "masukan.xlsx", rows))[0]

    assert [row[4].text for row in table.rows[1:]] == ["5", "", "7", "", "12"]


def test_sums_of_sums_are_computed_up_to_a_bound(tmp_path: Path) -> None:
    rows = "".join(show_formula(n, f"SUM(E{n + 1}:E4000)") for n in range(2, 4000))
    last = '<row r="4000"><c r="E4000"><v>1</v></c></row>'

    table = read_source(make_book(tmp_path / "masukan.xlsx", rows + last))[0]

    assert table.rows[-1][4].text == "1"
    assert table.rows[1][4].text == ""  # deeper than anybody adds up: asked for, not guessed


def test_a_comment_within_a_text_does_not_end_it(tmp_path: Path) -> None:
    path = make_book(tmp_path / "masukan.xlsx", show_row(2, "1", "Program<!-- x --> A", "", "", ""))

    assert read_source(path)[0].rows[1][1].text == "Program A"


@pytest.mark.parametrize(
    "parents",
    [[None, *range(20_000)], [*range(1, 20_001), None], [None] * 20_001],
    ids=["turun", "naik", "datar"],
)
def test_depths_are_measured_in_one_walk(parents: list[int | None]) -> None:
    depths = measure_depths(parents)

    top = max(depths)
    assert top == (0 if parents[0] is None and parents[-1] is None else 20_000)
    assert [place for place, depth in enumerate(depths) if depth == 0] == [
        place for place, parent in enumerate(parents) if parent is None
    ]


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


def test_a_format_of_endless_decimals_shows_as_many_as_excel() -> None:
    cell = show_number(SourceCell(exact="1.5", format=f"0.{'0' * 400}"))

    assert cell.text == f"1,5{'0' * 29}"


def test_a_question_shows_the_beginning_of_a_cell_that_says_much(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = show_row(2, "1.01", "Program A", "Warga", "1 orang", "9" * 30_000)
    book = make_book(tmp_path / "buku.xlsx", row)

    assert main(["new", str(tmp_path / "baru"), "--dari", str(book)]) == 1

    said = capsys.readouterr().err
    assert "A!E2 “9999" in said
    assert len(said) < 2_000


def refuses(work: Callable[[], object]) -> bool:
    try:
        work()
    except InputError:
        return True
    return False


def test_a_sheet_is_read_up_to_its_bounds_and_refused_one_beyond() -> None:
    sizes = [(10_000, 500), (10_001, 1), (1, 501)]
    assert [refuses(partial(refuse_size, "a", "b", *size)) for size in sizes] == [0, 1, 1]

    much = [(100_000, 4_000_000, 15_000), (100_001, 0, 0), (0, 4_000_001, 0), (0, 0, 15_001)]
    assert [refuses(partial(refuse_much, "a", *each)) for each in much] == [0, 1, 1, 1]

    areas = [1_500_000, 1_500_001]
    assert [refuses(partial(refuse_area, "a", area)) for area in areas] == [0, 1]


@pytest.mark.parametrize(("letters", "is_refused"), [(32_767, False), (32_768, True)])
def test_a_cell_is_read_as_long_as_excel_lets_it_be(
    tmp_path: Path, letters: int, *, is_refused: bool
) -> None:
    path = make_book(tmp_path / "masukan.xlsx", show_row(2, "1", "a" * letters, "", "", ""))

    assert refuses(partial(read_source, path)) == is_refused


def test_a_part_that_is_two_sheets_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_book(tmp_path / "masukan.xlsx", ROW)
    parts = read_zip(path)
    sheet = b'<sheet name="A" sheetId="1" r:id="b"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        sheet, sheet + sheet.replace(b'"A"', b'"B"')
    )
    path.write_bytes(zip_parts(parts, deflate=True))

    assert main(["new", str(tmp_path / "baru"), "--dari", str(path)]) == 2
    assert "isi buku kerja ini rusak" in capsys.readouterr().err


def test_the_report_of_an_import_is_json_with_an_item_a_line() -> None:
    item = Item("A!B2", "program/a/uraian", "Baris\n“dua”", "Baris dua", "masuk")

    report = Account((item, item)).to_json()

    assert json.loads(report)["in"] == 2
    assert json.loads(report)["items"] == [asdict(item)] * 2
    assert [line.count('"place"') for line in report.splitlines()].count(1) == 2
    assert json.loads(Account(()).to_json())["items"] == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("9" * 1000, False),
        ("9" * 1001, True),
        ("1." * 1000, False),
        ("1." * 1000 + "1", True),
        (("1." * 999 + "x") * 40, False),
    ],
    ids=["1000", "1001", "1000 bertitik", "1001 bertitik", "banyak"],
)
def test_a_number_longer_than_any_is_told(text: str, *, is_told: bool) -> None:
    told = check_cells(Place("a.csv", 2), ("kode",), (text,))

    assert [finding.message for finding in told] == [
        "sel memuat bilangan yang lebih panjang dari 1.000 angka"
    ] * is_told


@pytest.mark.parametrize(
    ("count", "last"), [(500, ""), (501, "… dan 1 lagi"), (9_000, "… dan 8.500 lagi")]
)
def test_remarks_at_thousands_of_places_are_told_five_hundred_at_most(
    capsys: pytest.CaptureFixture[str], count: int, last: str
) -> None:
    complain([reading_warning(Place(f"A!B{n}"), "ragu", "periksa") for n in range(count)])

    lines = capsys.readouterr().err.splitlines()
    assert sum("ragu" in line for line in lines) == 500
    assert [line for line in lines if "lagi" in line] == [last] * bool(last)


def test_empty_strings_of_a_workbook_count_when_cells_name_theirs(tmp_path: Path) -> None:
    path = make_book(tmp_path / "masukan.xlsx", '<row r="2"><c r="B2" t="s"><v>1</v></c></row>')
    parts = read_zip(path)
    link = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="s.xml"/></Relationships>'
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", link.encode())
    parts["xl/s.xml"] = (
        f"<sst {MAIN}><si/><si><r><t>Satu_x000D_</t></r><r><t>\nDua</t></r></si></sst>".encode()
    )
    path.write_bytes(zip_parts(parts, deflate=True))

    assert read_source(path)[0].rows[1][1].text == "Satu\nDua"
