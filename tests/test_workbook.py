"""`renstra export` and `renstra import`: a data folder → a workbook → the same bytes, and nothing doubtful gets in."""

import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from conftest import REPOSITORY, TABEL, WriteFolder
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from renstra_doc.cli import main
from renstra_doc.files import atomic
from renstra_doc.files.atomic import STALE_SECONDS
from renstra_doc.finding import InputError
from renstra_doc.load.project import RawRow, RawTable
from renstra_doc.model.canonical import write_csv
from renstra_doc.run.new_project import create_project, list_forms
from renstra_doc.words.cell_reference import name_cell, parse_reference
from renstra_doc.words.numbers import Besaran, canonical
from renstra_doc.workbook import export_project, plan_import, write_files
from renstra_doc.workbook.cell import CellError, ColumnKind, decode_number, encode
from renstra_doc.workbook.compute import compute_sheet
from renstra_doc.workbook.difference import compare_tables, describe_changes
from renstra_doc.workbook.formula import write_sum
from renstra_doc.workbook.importing import read_files_of
from renstra_doc.workbook.number_format import parse_format
from renstra_doc.workbook.sheets import name_sheets, read_kinds
from renstra_doc.workbook.xlsx import read_workbook

SHIPPED = REPOSITORY / "data"
EXAMPLES = sorted((REPOSITORY / "examples").glob("*/data"))
ATURAN = """\
id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar
turun,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,
anak,jumlah_anak,sasaran,tingkat=tujuan,pagu,,,,
"""
SASARAN_SUMMED = """\
id,tingkat,induk,kode,entitas,uraian,tahun_2021,tahun_2022,pagu
t1,tujuan,,,,Menurunnya kemiskinan,5.88%,5.50%,{total}
s1,sasaran,t1,01,,Meningkatnya kemandirian,70.00%,BB,302457274
s2,sasaran,t1,02,,Meningkatnya pelayanan,,9.00%,
s3,sasaran,t1,03,,Meningkatnya perlindungan,,0.60,1000
"""


@dataclass(frozen=True)
class Outcome:
    """What a command gave: exit code, results, messages."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that calls `renstra`."""

    def call(*arguments: object) -> Outcome:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


def export_to(path: Path, data: Path) -> Path:
    path.write_bytes(export_project(data)[0])
    return path


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".renstra" not in path.parts
    }


def edit(path: Path, sheet: str, *changes: tuple[str, str]) -> None:
    """Put cells into a sheet as Excel would: (reference, XML of the cell without its `r`)."""
    parts = read_parts(path)
    name = f"xl/worksheets/sheet{list(read_workbook(path)).index(sheet) + 1}.xml"
    text = parts[name].decode()
    for reference, xml in changes:
        text = put_cell(text, reference, xml.replace("<c", f'<c r="{reference}"', 1))
    parts[name] = text.encode()
    write_parts(path, parts)


def put_cell(text: str, reference: str, cell: str) -> str:
    row = parse_reference(reference)[0]
    old = re.search(rf'<c r="{reference}"(?: [^>]*)?(?:/>|>.*?</c>)', text)
    line = re.search(rf'<row r="{row}"[^>]*>.*?(?=</row>)', text)
    if old or line:
        start, end = old.span() if old else (line.end(), line.end()) if line else (0, 0)
        return text[:start] + cell + text[end:]
    return text.replace("</sheetData>", f'<row r="{row}">{cell}</row></sheetData>')


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def style_of(path: Path, code: str) -> int:
    """Add a number format to a workbook; out: the cell style that shows it."""
    parts = read_parts(path)
    styles = parts["xl/styles.xml"].decode()
    styles = re.sub(
        r'(<numFmts count="\d+">)', rf'\1<numFmt numFmtId="190" formatCode="{code}"/>', styles
    )
    found = re.search(r'<cellXfs count="(\d+)">', styles)
    assert found is not None
    added = '<xf numFmtId="190" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    parts["xl/styles.xml"] = styles.replace("</cellXfs>", added).encode()
    write_parts(path, parts)
    return int(found[1])


# --- Export then import changes nothing --------------------------------------------


def test_the_shipped_data_come_back_byte_for_byte(tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", SHIPPED)

    assert_same_bytes(book, SHIPPED)


def assert_same_bytes(book: Path, data: Path) -> None:
    plan = plan_import(book, data)

    assert describe_changes(plan.changes) == []
    letters = (
        "sel memuat karakter tak terlihat",
        "huruf yang rusak",
        "tanda kutip",
    )  # remarks of any reading
    others = [finding for finding in plan.findings if not finding.message.startswith(letters)]
    assert (plan.files, others) == ({}, [])
    assert read_files_of(book) == {
        path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*.csv")
    }


@pytest.mark.parametrize("form", list_forms())
def test_a_new_project_of_each_form_comes_back(form: str, tmp_path: Path) -> None:
    create_project(tmp_path / "baru", form)

    assert_same_bytes(
        export_to(tmp_path / "data.xlsx", tmp_path / "baru" / "data"), tmp_path / "baru" / "data"
    )


@pytest.mark.parametrize("data", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_come_back(data: Path, tmp_path: Path) -> None:
    assert_same_bytes(export_to(tmp_path / "data.xlsx", data), data)


def test_the_same_data_give_the_same_workbook() -> None:
    assert export_project(SHIPPED)[0] == export_project(SHIPPED)[0]


WEIRD = [
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@x",
        "=1+1",
        "'petik",
        '"kutip"',
        "{=SUM(A1)}",
        "01",
        "1.06.01",
        "1E5",
        "1/2",
    ),
    *(
        "2021-01-29",
        "#REF",
        "#",
        "TRUE",
        "benar",
        "NA",
        "null",
        "https://contoh.id",
        "a & b <c>",
        "  tepi  ",
        "\t",
    ),
    *(
        "dua\nbaris",
        "\n",
        "_x0041_",
        "_x000D_",
        "&#10;",
        "é ñ – — “ ” 😀",
        "\u00a0",
        "\u2028",
        "0,60",
        "9.00%",
    ),
    *(
        "12345678901234567890",
        "1.250",
        "100%",
        "x" * 5000,
        "[$-421]",
        "\\",
        "~",
        "\u00ad",
        "\u200b",
        "ﬁ",
        "e\u0301",
    ),
]


def hostile_project(write: Callable[..., Path], texts: list[str] | None = None) -> Path:
    rows = [
        ["id", "jenis", "tingkat", "penanda", "gaya", "acuan", "teks"],
        ["isi", "bagian", "", "1", "", "isi", ""],
    ]
    rows += [
        [f"p{number}", "paragraf", "", "", "", "", text]
        for number, text in enumerate(texts or WEIRD)
    ]
    return write({"naskah/01-isi.csv": write_csv(rows)})


def test_a_hostile_cell_stays_text(data_folder: WriteFolder, tmp_path: Path) -> None:
    data = hostile_project(data_folder)
    book = export_to(tmp_path / "data.xlsx", data)

    assert_same_bytes(book, data)
    sheet = read_parts(book)["xl/worksheets/sheet3.xml"].decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    read = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("01-isi").to_python()
    assert [row[6] for row in read[2:14]] == WEIRD[:12]


TURNING = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
LEGAL = st.characters(
    blacklist_categories=["Cs", "Cc"], blacklist_characters=f"\ufffd\ufffe\uffff{TURNING}"
) | st.sampled_from("\n\t")
TEXTS = st.text(LEGAL, max_size=30) | st.sampled_from(WEIRD)
AMOUNTS = st.integers(-(10**17), 10**17).map(str) | st.sampled_from(
    ["", "-", "0", "{{ dokumen.judul }}"]
)
TARGETS = st.sampled_from(
    ["", "-", "BB", "9.00", "0.60", "100%", "15 orang", "6 jenis, 26 buah", "{{ 1 }}"]
)
PERCENTS = st.decimals(-999, 999, places=2).map(lambda number: f"{number:f}%")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(TEXTS, PERCENTS, TARGETS, AMOUNTS), max_size=6), total=AMOUNTS)
def test_any_small_project_comes_back(rows: list[tuple[str, str, str, str]], total: str) -> None:
    lines = [["id", "tingkat", "induk", "uraian", "tahun_2021", "tahun_2022", "pagu"]]
    lines += [["t1", "tujuan", "", "Tujuan", "", "", total]]
    lines += [
        [f"s{number}", "sasaran", "t1", a, b, c, d] for number, (a, b, c, d) in enumerate(rows)
    ]
    with TemporaryDirectory() as name:
        data = write_small(
            Path(name) / "data",
            {"tabel/sasaran.csv": write_csv(lines), "aturan.csv": ATURAN.encode()},
        )
        first, again = Path(name) / "satu.xlsx", Path(name) / "dua"
        export_to(first, data)
        assert plan_import(first, data).files == {}
        shutil.copytree(data, again)
        (again / "tabel/sasaran.csv").write_bytes(write_csv([lines[0]]))
        back = plan_import(first, data).files or {
            "tabel/sasaran.csv": (data / "tabel/sasaran.csv").read_bytes()
        }
        write_files(again, back)
        assert read_files(again) == read_files(data)


def write_small(folder: Path, changes: Mapping[str, bytes]) -> Path:
    from conftest import DOKUMEN, KOLOM, NASKAH, PEGAWAI, TEMPLATE  # noqa: PLC0415

    files = {
        "dokumen.csv": DOKUMEN.format(templat=TEMPLATE.as_posix()).encode(),
        "naskah/01-isi.csv": NASKAH.encode(),
        "tabel/tabel.csv": TABEL.encode(),
        "tabel/kolom.csv": KOLOM.encode(),
        "tabel/pegawai.csv": PEGAWAI.encode(),
        **changes,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


# --- LibreOffice -------------------------------------------------------------------


RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def resave(book: Path, folder: Path, *, recalculate: bool = False) -> Path:
    """Open and save a workbook in LibreOffice Calc; skips where that is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice tidak terpasang")
    if recalculate:
        (folder / "profil" / "user").mkdir(parents=True)
        (folder / "profil" / "user" / "registrymodifications.xcu").write_text(
            RECALCULATE, encoding="utf-8"
        )
    profile = f"-env:UserInstallation=file://{folder}/profil"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "lo"),
        str(book),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    saved = folder / "lo" / book.name
    if "source file could not be loaded" in done.stderr and not saved.exists():
        pytest.skip("LibreOffice Calc tidak terpasang")
    return saved


def test_the_shipped_data_come_back_through_libreoffice(tmp_path: Path) -> None:
    saved = resave(export_to(tmp_path / "data.xlsx", SHIPPED), tmp_path)

    assert_same_bytes(saved, SHIPPED)
    assert count_formulas(saved) == count_formulas(tmp_path / "data.xlsx") > 100


def count_formulas(book: Path) -> int:
    return sum(
        len(re.findall(rb"<f[ >]", content))
        for name, content in read_parts(book).items()
        if "sheets/" in name
    )


def test_hostile_cells_come_back_through_libreoffice(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    data = hostile_project(data_folder)

    assert_same_bytes(resave(export_to(tmp_path / "data.xlsx", data), tmp_path), data)


def test_libreoffice_computes_every_total_as_the_program_does(tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", SHIPPED)
    drop_results(book)
    saved = resave(book, tmp_path, recalculate=True)

    assert_same_bytes(saved, SHIPPED)  # a result that differs from the program's would be a finding


def drop_results(book: Path) -> None:
    """Take the results of all formulas out of a workbook, as openpyxl does on saving."""
    parts = read_parts(book)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1<v></v>", parts[name])
    write_parts(book, parts)


# --- What the workbook holds ---------------------------------------------------------


@pytest.fixture
def summed(data_folder: WriteFolder) -> Path:
    return data_folder(
        {"aturan.csv": ATURAN, "tabel/sasaran.csv": SASARAN_SUMMED.format(total="302458274")}
    )


def test_a_total_is_a_formula_with_its_value_and_an_empty_part_belongs_to_it(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    sheet = read_parts(book)["xl/worksheets/sheet5.xml"].decode()

    assert re.findall(r"<f>(.*?)</f><v>(.*?)</v>", sheet) == [
        (
            'SUMIFS(I:I,$C:$C,"="&amp;$A2,$B:$B,"&lt;&gt;jumlah",$B:$B,"&lt;&gt;indikator")',
            "302458274",
        )
    ]
    assert (
        CalamineWorkbook.from_path(str(book)).get_sheet_by_name("sasaran").to_python()[1][8]
        == 302458274
    )


def test_a_total_with_a_unit_is_a_number_whose_format_says_the_unit(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    cell = read_workbook(book)["pegawai"].cells[4, 5]

    assert (cell.value, cell.format) == ("17", '#,##0" orang"')


def test_a_total_that_differs_stays_a_number_with_a_note(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    data = data_folder(
        {"aturan.csv": ATURAN, "tabel/sasaran.csv": SASARAN_SUMMED.format(total="5")}
    )
    book = export_to(tmp_path / "data.xlsx", data)
    parts = read_parts(book)

    assert b"<f>" not in parts["xl/worksheets/sheet5.xml"]
    notes = b"".join(content for name, content in parts.items() if "comments" in name).decode()
    assert (
        "Tercetak 5, sedangkan 3 rinciannya berjumlah 302.458.274; ada rincian yang kosong (aturan anak)."
        in notes
    )
    assert_same_bytes(book, data)


def test_totals_hold_after_sorting_and_without_stored_results(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    reverse_rows(book, "sasaran", last=5)
    drop_results(book)
    plan = plan_import(book, summed)

    assert describe_changes(plan.changes) == [
        "tabel/sasaran.csv (lembar sasaran): 1 perubahan susunan",
        "  ! urutan baris berubah",
    ]
    assert plan.findings == ()


def test_totals_that_another_program_moved_without_their_rows_are_refused(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    reverse_rows(
        book,
        "sasaran",
        5,
        lambda line, old, new: re.sub(rf'(?<=r=")([A-Z]*){old}(?=")', rf"\g<1>{new}", line),
    )

    with pytest.raises(InputError) as caught:
        plan_import(book, summed)

    assert "rumus jumlah menunjuk baris lain" in str(caught.value)
    assert "→ urutkan baris di Excel atau LibreOffice" in str(caught.value)


def reverse_rows(
    book: Path, sheet: str, last: int, move: Callable[[str, int, int], str] | None = None
) -> None:
    """Turn the rows below the heading upside down, as a spreadsheet sorts: each formula keeps to its own row."""
    move = move or move_row
    parts = read_parts(book)
    name = f"xl/worksheets/sheet{list(read_workbook(book)).index(sheet) + 1}.xml"
    text = parts[name].decode()
    lines = {int(found[1]): found[0] for found in re.finditer(r'<row r="(\d+)".*?</row>', text)}
    moved = [move(lines[last + 2 - row], last + 2 - row, row) for row in range(2, last + 1)]
    start, end = text.index(lines[2]), text.index(lines[last]) + len(lines[last])
    parts[name] = (text[:start] + "".join(moved) + text[end:]).encode()
    write_parts(book, parts)


def move_row(line: str, old: int, new: int) -> str:
    line = line.replace(f'<row r="{old}"', f'<row r="{new}"')
    return re.sub(rf"(?<=[ \"$])((?:r=\")?\$?[A-Z]+){old}(?=[\",])", rf"\g<1>{new}", line)


def test_a_part_that_counts_once_though_listed_twice_keeps_its_total_a_number(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    lines = (
        SASARAN_SUMMED.format(total="302458274")
        .replace("s1,sasaran,t1,01,", "s1,sasaran,t1,01,sama")
        .splitlines()
    )
    twin = "s4,sasaran,t1,04,sama,Meningkatnya kemandirian,,,302457274"
    aturan = ATURAN.replace("tingkat=tujuan,pagu,,", "tingkat=tujuan,pagu,sekali,")
    data = data_folder({"aturan.csv": aturan, "tabel/sasaran.csv": "\n".join([*lines, twin, ""])})
    book = export_to(tmp_path / "data.xlsx", data)

    assert b"<f>" not in read_parts(book)["xl/worksheets/sheet5.xml"]
    assert_same_bytes(book, data)


def test_an_id_that_a_spreadsheet_reads_as_a_number_makes_no_formula(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    sasaran = SASARAN_SUMMED.format(total="302458274").replace("t1,", "01,")
    data = data_folder({"aturan.csv": ATURAN, "tabel/sasaran.csv": sasaran})
    book = export_to(tmp_path / "data.xlsx", data)

    assert b"<f>" not in read_parts(book)["xl/worksheets/sheet5.xml"]
    assert_same_bytes(book, data)


def test_an_unprinted_subtotal_has_no_note_where_what_is_below_it_adds_up(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    sasaran = (
        "id,tingkat,induk,uraian,tahun_2021,tahun_2022,pagu\n"
        "t1,tujuan,,Tujuan,,,5\ns1,sasaran,t1,Sasaran,,,\np1,program,s1,Program,,,2\np2,program,s1,Program,,,3\n"
    )
    book = export_to(
        tmp_path / "d.xlsx", data_folder({"aturan.csv": ATURAN, "tabel/sasaran.csv": sasaran})
    )
    parts = read_parts(book)

    assert b"<f>" not in parts["xl/worksheets/sheet5.xml"]
    assert not any(b"Tercetak" in content for name, content in parts.items() if "comments" in name)


def test_formulas_in_a_circle_are_refused(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I3", "<c><f>SUM(I2)</f><v>5</v></c>"))

    with pytest.raises(
        InputError,
        match=r"Lembar sasaran, sel I2: rumus melingkar \(dan 1 sel lain di lembar ini\)",
    ):
        plan_import(book, summed)


def test_a_result_that_is_out_of_date_is_computed_again_with_a_warning(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>2000</v></c>"))
    plan = plan_import(book, summed)

    assert describe_changes(plan.changes)[1:] == [
        "  ~ t1, pagu: 302458274 → 302459274",
        "  ~ s3, pagu: 1000 → 2000",
    ]
    assert [finding.message for finding in plan.findings] == [
        "hasil rumus yang tersimpan (302458274) bukan jumlah sel yang dihitungnya; dihitung ulang"
    ]


@pytest.mark.parametrize(
    "formula",
    [
        *(
            "SUM(I3)*2",
            "SUM(A:A)",
            "SUMIFS(I:I)",
            "SUMIFS(I:I,$C:$C)",
            'SUMIFS(I:J,$C:$C,"=a")',
            'SUMIFS(I:I,$C:$C,">a")',
        ),
        *(
            'SUMIFS(I:I,$C:$C,"=a"&amp;$A2)',
            "SUM(I3)-SUM(I4)",
            "SUM(SUM(I3))",
            'SUM("I3")',
            "MAX(I3:I5)",
            "+SUM(I3)",
        ),
    ],
)
def test_a_formula_of_another_form_keeps_its_stored_result(
    formula: str, summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I2", f"<c><f>{formula}</f><v>7</v></c>"))

    assert describe_changes(plan_import(book, summed).changes)[1:] == [
        "  ~ t1, pagu: 302458274 → 7"
    ]


def test_formulas_that_would_take_too_long_keep_their_stored_results(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    whole = ",".join(["A1:XFD1048576"] * 600)
    edit(
        book,
        "sasaran",
        *[(f"J{row}", f"<c><f>SUM({whole})</f><v>7</v></c>") for row in range(10, 400)],
    )
    cells = read_workbook(book)["sasaran"]
    started = process_time()
    computed = compute_sheet(cells)

    assert process_time() - started < 10
    assert {
        cell.value for cell in computed.cells.values() if cell.formula.startswith("SUM(A1")
    } == {"7"}


def test_two_totals_that_hold_each_other_make_no_circle(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    aturan = (
        ATURAN.splitlines()[0]
        + "\n"
        + (
            "a,jumlah_mendatar,sasaran,,tahun_2021,tahun_2022,,,\nb,jumlah_mendatar,sasaran,,tahun_2022,tahun_2021,,,\n"
        )
    )
    sasaran = "id,tingkat,induk,uraian,tahun_2021,tahun_2022,pagu\ns1,sasaran,,x,5.50,5.50,1\n"
    book = export_to(
        tmp_path / "d.xlsx", data_folder({"aturan.csv": aturan, "tabel/sasaran.csv": sasaran})
    )

    assert re.findall(rb"<f>(.*?)</f>", read_parts(book)["xl/worksheets/sheet5.xml"]) == [
        b"SUM(F2)"
    ]


def test_ids_are_locked_other_cells_are_not_and_the_heading_stands(
    summed: Path, tmp_path: Path
) -> None:
    parts = read_parts(export_to(tmp_path / "data.xlsx", summed))
    sheet = parts["xl/worksheets/sheet5.xml"].decode()

    assert "<sheetProtection sheet=" in sheet
    assert "password" not in sheet
    assert 'ySplit="1"' in sheet
    styles = re.findall(
        r"<xf [^>]*?(?:/>|>.*?</xf>)", parts["xl/styles.xml"].decode().partition("<cellXfs")[2]
    )
    locked = {
        reference: 'locked="0"' not in styles[int(style)] for reference, style in cells_of(sheet)
    }
    assert {name for name, is_locked in locked.items() if is_locked} == {
        *("A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1", "I1"),
        *("A2", "A3", "A4", "A5"),
    }


def cells_of(sheet: str) -> list[tuple[str, str]]:
    return re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)


def test_the_index_says_which_sheet_is_which_file(summed: Path, tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(
        str(export_to(tmp_path / "d.xlsx", summed))
    ).get_sheet_by_name("Daftar Isi")

    assert rows.to_python()[8:] == [
        ["Lembar", "Berkas", "Isi", "Baris"],
        ["dokumen", "dokumen.csv", "Fakta tentang dokumen: nama, pejabat, tanggal, periode", 7],
        ["01-isi", "naskah/01-isi.csv", "Naskah: PENDAHULUAN", 6],
        ["pegawai", "tabel/pegawai.csv", "Tabel 2.1: Data Pegawai", 3],
        ["sasaran", "tabel/sasaran.csv", "Tabel 4.1: Tujuan dan Sasaran", 4],
        ["tabel", "tabel/tabel.csv", "Daftar tabel: nomor, judul, sumber, orientasi", 2],
        ["kolom", "tabel/kolom.csv", "Kolom setiap tabel: judul, jenis isi, lebar, perataan", 7],
        ["aturan", "aturan.csv", "Aturan pemeriksaan", 2],
    ]


def test_the_index_shows_captions_as_they_are_printed(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    tabel = TABEL.replace("Data Pegawai", "*Data* Pegawai {{ dokumen.nama_berkas }}").replace(
        "Tujuan dan Sasaran", "{{ tidak_ada }}"
    )
    data = data_folder({"tabel/tabel.csv": tabel})
    rows = CalamineWorkbook.from_path(str(export_to(tmp_path / "d.xlsx", data))).get_sheet_by_name(
        "Daftar Isi"
    )

    texts = [row[2] for row in rows.to_python()[9:]]
    assert "Tabel 2.1: Data Pegawai Renstra-Contoh" in texts
    assert "Tabel 4.1: {{ tidak_ada }}" in texts


def test_a_heading_bears_a_note_that_explains_it(summed: Path, tmp_path: Path) -> None:
    parts = read_parts(export_to(tmp_path / "data.xlsx", summed))
    notes = b"".join(content for name, content in parts.items() if "comments" in name).decode()

    assert (
        "TARGET &gt; 2021\nIsi: bilangan, persentase, bilangan dan satuan, atau predikat (BB)"
        in notes
    )


def test_sheet_names_are_legal_and_unique() -> None:
    files = [
        "naskah/pegawai.csv",
        "tabel/pegawai.csv",
        "tabel/Pegawai.csv",
        f"tabel/{'x' * 40}.csv",
        "tabel/history.csv",
    ]

    assert list(name_sheets(files).values()) == [
        *("pegawai", "pegawai (2)", "Pegawai (3)", "x" * 31, "history (2)"),
    ]


def test_a_sum_names_runs_of_cells_as_ranges() -> None:
    assert write_sum([(2, 3), (2, 5), (2, 6), (2, 7)]) == "=SUM(C2,E2:G2)"
    assert write_sum([(2, number * 2) for number in range(1, 400)]) == ""


# --- Import shows what would change, and writes it only when told ----------------------


def test_an_edit_is_shown_and_not_written_without_ya(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    before = read_files(summed)
    edit(
        book,
        "sasaran",
        ("I3", "<c><v>302457275</v></c>"),
        ("I2", "<c><f>SUM(I3:I5)</f><v>302458275</v></c>"),
    )
    done = run("import", book, "--data", summed)

    assert done == Outcome(
        1,
        "tabel/sasaran.csv (lembar sasaran): 2 sel berubah\n"
        "  ~ t1, pagu: 302458274 → 302458275\n"
        "  ~ s1, pagu: 302457274 → 302457275\n",
        "Tidak ada yang ditulis: pakai --ya untuk menulis perubahan ini.\n",
    )
    assert read_files(summed) == before


def test_an_edit_is_written_with_ya_in_canonical_form(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(
        book,
        "sasaran",
        ("G3", text_cell("72,50%")),
        ("A6", text_cell("s4")),
        ("F6", text_cell("Baru")),
    )
    edit(
        book,
        "sasaran",
        ("B6", text_cell("sasaran")),
        ("C6", text_cell("t1")),
        ("I6", "<c><v>1.5E3</v></c>"),
    )
    before = read_files(summed)
    done = run("import", book, "--data", summed, "--ya")

    assert done.code == 0
    assert done.out == (
        "tabel/sasaran.csv (lembar sasaran): 1 baris baru, 2 sel berubah\n"
        "  ~ t1, pagu: 302458274 → 302459774\n"
        "  ~ s1, tahun_2021: 70.00% → 72.50%\n"
        "  + s4 | sasaran | t1 | Baru | 1500\n"
        f"1 berkas di {summed} ditulis.\n  → periksa: renstra check --data {summed}\n"
    )
    text = (
        before["tabel/sasaran.csv"]
        .decode()
        .replace("70.00%", "72.50%")
        .replace("302458274", "302459774")
    )
    text += "s4,sasaran,t1,,,Baru,,,1500\n"
    assert read_files(summed) == {**before, "tabel/sasaran.csv": text.encode()}


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ("ya\n", 0, "1 berkas di"),
        ("Y\n", 0, "1 berkas di"),
        ("tidak\n", 1, "Tidak ada yang ditulis."),
        ("t\n", 1, "Tidak ada yang ditulis."),
        ("\n", 1, "Tidak ada yang ditulis."),
        ("oke\nya\n", 0, "Jawab dengan ya atau tidak."),
        ("", 2, "Dihentikan."),
    ],
)
def test_a_person_at_the_terminal_is_asked(
    answers: str,
    code: int,
    said: str,
    summed: Path,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    done = run("import", book, "--data", summed)

    assert done.code == code
    assert "(ya/tidak, Enter = tidak)" in done.out
    assert said in done.out + done.err


def test_many_changes_are_cut_to_forty_lines(
    data_folder: WriteFolder, tmp_path: Path, run: Run
) -> None:
    data = hostile_project(data_folder, [f"teks {number}" for number in range(60)])
    book = export_to(tmp_path / "data.xlsx", data)
    edit(book, "01-isi", *[(f"G{number}", text_cell("lain")) for number in range(3, 63)])
    lines = run("import", book, "--data", data).out.splitlines()

    assert len(lines) == 41
    assert lines[-1] == "… dan 21 baris lagi"


def test_a_deleted_row_and_a_new_order_are_told() -> None:
    old = RawTable(
        "tabel/x.csv",
        ("id", "a"),
        (RawRow(2, ("p", "1")), RawRow(3, ("q", "2")), RawRow(4, ("r", "3"))),
    )
    new = RawTable("tabel/x.csv", ("id", "a"), (RawRow(2, ("r", "3")), RawRow(3, ("p", "1"))))

    assert [f"{change.sign} {change.text}" for change in compare_tables(old, new)] == [
        "- q | 2",
        "! urutan baris berubah",
    ]


def test_rows_without_an_id_are_compared_in_their_order() -> None:
    old = RawTable(
        "halaman.csv", ("jenis", "nilai"), (RawRow(2, ("a", "1")), RawRow(3, ("b", "2")))
    )
    new = RawTable(
        "halaman.csv",
        ("jenis", "nilai"),
        (RawRow(2, ("a", "1")), RawRow(3, ("b", "")), RawRow(4, ("c", "3"))),
    )

    assert [f"{change.sign} {change.text}" for change in compare_tables(old, new)] == [
        "~ baris 3, nilai: 2 → (kosong)",
        "+ c | 3",
    ]


def test_a_file_that_changed_meanwhile_is_left_alone_where_its_sheet_did_not(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "pegawai", ("D3", text_cell("Pelaksana Madya")))
    sasaran = summed / "tabel" / "sasaran.csv"
    sasaran.write_text(
        sasaran.read_text(encoding="utf-8").replace("Menurunnya", "Turunnya"), encoding="utf-8"
    )
    plan = plan_import(book, summed)

    assert list(plan.files) == ["tabel/pegawai.csv"]
    assert [str(finding) for finding in plan.findings] == [
        "tabel/sasaran.csv: berkas ini berubah sejak ekspor atau impor terakhir; lembar sasaran tidak, jadi berkas dibiarkan"
    ]


def test_letters_that_another_program_spoilt_are_only_warned_of(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "pegawai", ("D3", text_cell("Pelaksana â€“ Madya")))

    plan = plan_import(book, summed)

    assert list(plan.files) == ["tabel/pegawai.csv"]
    assert [finding.severity for finding in plan.findings] == ["warning"]
    assert str(plan.findings[0]).startswith("Lembar pegawai, sel D3: huruf yang rusak: ")


def test_two_planners_edit_different_cells_of_one_sheet(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    sasaran = summed / "tabel" / "sasaran.csv"
    colleague = sasaran.read_text(encoding="utf-8").replace(",1000\n", ",1500\n")
    sasaran.write_text(colleague, encoding="utf-8")

    assert run("import", book, "--data", summed, "--ya").code == 0

    merged = sasaran.read_text(encoding="utf-8")
    assert "Naiknya kemandirian" in merged
    assert ",1500\n" in merged
    assert run("import", book, "--data", summed, "--ya").out == "Tidak ada perubahan.\n"


def test_a_number_typed_over_a_formula_and_a_lost_unit_are_told(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    total = next(
        ref
        for ref, cell in read_workbook(book)["sasaran"].cells.items()
        if cell.formula and cell.value == "302458274"
    )
    edit(book, "sasaran", (name_cell(*total), "<c><v>5</v></c>"))
    cells = read_workbook(book)["pegawai"].cells
    column = next(
        place for (row, place), cell in cells.items() if row == 1 and cell.value == "jumlah"
    )
    edit(book, "pegawai", (name_cell(2, column), "<c><v>9</v></c>"))

    told = run("import", book, "--data", summed).err

    assert "diketik di atas rumus jumlah; tidak lagi mengikuti rinciannya" in told
    assert "satuan “orang” hilang: semula “1 orang”, kini “9”" in told


def test_a_cell_that_both_changed_otherwise_is_refused_unless_told(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    sasaran = summed / "tabel" / "sasaran.csv"
    sasaran.write_text(
        sasaran.read_text(encoding="utf-8")
        .replace("Meningkatnya kemandirian", "Turunnya")
        .replace(",1000\n", ",1500\n"),
        encoding="utf-8",
    )
    refused = run("import", book, "--data", summed, "--ya")

    assert refused.code == 2
    assert "diubah di lembar sasaran dan di berkas: tabel/sasaran.csv, baris " in refused.err
    assert "kita “Turunnya" in refused.err
    assert run("import", book, "--data", summed, "--ya", "--timpa").code == 0
    merged = sasaran.read_text(encoding="utf-8")
    assert "Naiknya kemandirian" in merged
    assert ",1500\n" in merged  # what the colleague changed elsewhere is not reverted


def test_a_conflict_of_a_workbook_is_answered_in_a_file(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    sasaran = summed / "tabel" / "sasaran.csv"
    text = sasaran.read_text(encoding="utf-8").replace("Meningkatnya kemandirian", "Turunnya")
    sasaran.write_text(text, encoding="utf-8")
    asked = tmp_path / "tanya.csv"

    open_ones = run("import", book, "--data", summed, "--pertanyaan", asked)

    assert open_ones.code == 1
    assert sasaran.read_text(encoding="utf-8") == text
    questions = asked.read_text(encoding="utf-8")
    assert "Meningkatnya kemandirian,Naiknya kemandirian,Turunnya" in questions
    asked.write_text(questions.rstrip("\n") + "lembar\n", encoding="utf-8")
    assert run("import", book, "--data", summed, "--jawab", asked, "--ya").code == 0
    assert "Naiknya kemandirian" in sasaran.read_text(encoding="utf-8")


def test_the_same_workbook_is_imported_again_and_again(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    for amount in (1001, 1002, 1000):
        edit(book, "sasaran", ("I5", f"<c><v>{amount}</v></c>"))
        assert run("import", book, "--data", summed, "--ya").code == 0
        assert f",{amount}\n" in (summed / "tabel" / "sasaran.csv").read_text(encoding="utf-8")
    assert run("import", book, "--data", summed).out == "Tidak ada perubahan.\n"


def test_what_another_person_changed_after_an_import_is_not_lost(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0
    sasaran = summed / "tabel" / "sasaran.csv"
    sasaran.write_text(
        sasaran.read_text(encoding="utf-8").replace("Menurunnya", "Turunnya"), encoding="utf-8"
    )
    edit(book, "sasaran", ("I5", "<c><v>1002</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0

    merged = sasaran.read_text(encoding="utf-8")
    assert "Turunnya" in merged
    assert ",1002\n" in merged


def test_what_a_restored_folder_has_lost_is_imported_again(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    backup = Path(shutil.copytree(summed, tmp_path / "cadangan"))
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0
    shutil.copytree(backup, summed, dirs_exist_ok=True)

    assert run("export", book, "--data", summed).code == 2  # the edit stands nowhere else
    again = run("import", book, "--data", summed, "--ya")

    assert (again.code, "~ s3, pagu: 1000 → 1001" in again.out) == (0, True)
    assert ",1001\n" in (summed / "tabel" / "sasaran.csv").read_text(encoding="utf-8")


def test_a_folder_restored_from_another_state_is_told_of(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0
    sasaran = summed / "tabel" / "sasaran.csv"
    older = sasaran.read_text(encoding="utf-8").replace(",1001\n", ",999\n")
    sasaran.write_text(older, encoding="utf-8")

    told = run("import", book, "--data", summed, "--ya")

    assert (told.code, told.out) == (1, "Tidak ada yang ditulis.\n")
    assert (
        "Peringatan: tabel/sasaran.csv: berkas ini bukan lagi hasil impor terakhir dari lembar sasaran (disunting, "
        "atau dipulihkan dari cadangan), jadi berkas dibiarkan; suntingan lembar itu mungkin tidak ada di dalamnya\n"
        "  → bandingkan keduanya; bila lembar yang benar: ulangi impor dengan --timpa; bila berkas: ekspor ulang\n"
    ) in told.err
    assert sasaran.read_text(encoding="utf-8") == older
    assert run("import", book, "--data", summed, "--ya", "--timpa").code == 0
    assert ",1001\n" in sasaran.read_text(encoding="utf-8")


def test_a_copy_of_the_workbook_does_not_undo_what_was_imported(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    copy = Path(shutil.copy(book, tmp_path / "salinan.xlsx"))
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    edit(copy, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    assert run("import", book, "--data", summed, "--ya").code == 0

    assert run("import", copy, "--data", summed, "--ya").code == 0
    merged = (summed / "tabel" / "sasaran.csv").read_text(encoding="utf-8")
    assert "Naiknya kemandirian" in merged
    assert ",1001\n" in merged


def test_a_record_that_is_damaged_or_of_another_export_is_not_used(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0
    record = tmp_path / ".data.xlsx.impor"
    for content in (
        b"{",
        b"[]",
        b'{"ekspor": "lain"}',
        record.read_bytes().replace(b'"berkas": {', b'"lain": {'),
    ):
        record.write_bytes(content)
        edit(book, "sasaran", ("I5", "<c><v>1002</v></c>"))
        assert run("import", book, "--data", summed, "--ya").code == 2


def test_an_imported_edit_does_not_stop_the_next_export(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    assert run("import", book, "--data", summed, "--ya").code == 0

    assert run("export", book, "--data", summed).code == 0
    assert_same_bytes(book, summed)


def test_a_workbook_of_another_document_is_refused_unless_told(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", SHIPPED)
    refused = run("import", book, "--data", summed, "--ya")

    assert refused.code == 2
    assert (
        "buku kerja ini diekspor dari dokumen lain: Perubahan-Renstra-Dinas-Sosial-2017-2022, Dinas Sosial; "
        "folder data ini: Renstra-Contoh"
    ) in refused.err
    assert run("import", export_to(book, summed), "--data", summed, "--ya").code == 0
    facts = summed / "dokumen.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace("Renstra-Contoh", "Renstra-Lain"),
        encoding="utf-8",
    )
    assert run("import", book, "--data", summed, "--ya").code == 2
    assert run("import", book, "--data", summed, "--ya", "--dokumen-lain").code == 0


def test_the_name_of_the_document_can_be_changed_in_the_workbook(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    row = next(
        row
        for (row, column), cell in read_workbook(book)["dokumen"].cells.items()
        if cell.value == "nama_berkas"
    )
    for name in ("Renstra-Baru", "Renstra-Lebih-Baru"):
        edit(book, "dokumen", (f"B{row}", text_cell(name)))
        assert run("import", book, "--data", summed, "--ya").code == 0


# --- What is ambiguous is refused with sheet and cell ----------------------------------


@pytest.mark.parametrize(
    ("reference", "xml", "message"),
    [
        ("I3", "<c><v>1250.5</v></c>", "berisi 1250.5, kolom rupiah hanya memuat bilangan utuh"),
        (
            "I3",
            "<c><v>1E+15</v></c>",
            "berisi bilangan lebih dari 15 angka, yang dibulatkan oleh Excel",
        ),
        ("I3", '<c t="e"><f>#REF!+1</f><v>#REF!</v></c>', "berisi galat #REF!"),
        ("I3", '<c t="b"><v>1</v></c>', "berisi nilai logika (1), bukan teks"),
        ("I3", "<c><f>MAX(I4:I5)</f></c>", "berisi rumus yang hasilnya tidak tersimpan"),
        ("I3", text_cell("1.250,500"), "terbaca dua cara"),
        ("I3", text_cell("banyak"), "bukan bilangan"),
        ("F3", '<c t="d"><v>2021-01-29T00:00:00</v></c>', "berisi tanggal 2021-01-29T00:00:00"),
        (
            "F3",
            "<c><v>0.6</v></c>",
            "berisi bilangan 0.6 di kolom teks: tulisan aslinya tidak diketahui lagi",
        ),
        (
            "D3",
            "<c><v>1</v></c>",
            "berisi bilangan 1 di kolom teks: tulisan aslinya tidak diketahui lagi",
        ),
        ("K3", text_cell("catatan"), "sel ini terisi, tetapi kolomnya tidak bernama di baris 1"),
        ("A3", text_cell("s2"), "id “s2” sudah dipakai"),
        ("C3", text_cell("t9"), "induk “t9” tidak ada di tabel ini"),
        ("G3", text_cell("_x0007_"), "sel memuat karakter kendali U+0007"),
    ],
)
def test_an_ambiguous_cell_is_refused(
    reference: str, xml: str, message: str, summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    before = read_files(summed)
    edit(book, "sasaran", (reference, xml))
    done = run("import", book, "--data", summed, "--ya")

    assert done.code == 2
    assert re.search(
        rf"Galat: Lembar sasaran, sel {reference.replace('A3', 'A[34]')}: .*{re.escape(message)}",
        done.err,
    )
    assert read_files(summed) == before


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        (
            "d/mm/yyyy",
            "44225",
            "berisi tanggal (nilai 44225): Excel menjadikan ketikan di sel ini tanggal",
        ),
        ("0.00E+00", "44225", "yang ditampilkan dengan format “0.00E+00”"),
        ("#,##0,", "44225000", "yang ditampilkan dengan format “#,##0,”"),
        ("0%", "0.5", "berisi 50%, kolom rupiah hanya memuat bilangan utuh"),
    ],
)
def test_a_number_that_shows_something_else_is_refused(
    code: str, value: str, message: str, summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I3", f'<c s="{style_of(book, code)}"><v>{value}</v></c>'))

    with pytest.raises(InputError, match=re.escape(message)):
        plan_import(book, summed)


@pytest.mark.parametrize(("reference", "text"), [("I3", "302.457.275"), ("I5", "1001")])
def test_an_amount_typed_as_text_that_a_total_should_count_is_refused(
    reference: str, text: str, summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", (reference, text_cell(text)))
    done = run("import", book, "--data", summed, "--ya")

    assert done.code == 2
    assert done.err.startswith(
        f"Galat: Lembar sasaran, sel {reference}: berisi “{text}” sebagai teks, jadi rumus jumlah di lembar ini tidak "
        "menghitungnya\n  → format selnya Number (bukan Teks), lalu ketik ulang bilangannya saja"
    )


def test_a_quantity_typed_as_text_is_refused_where_a_total_should_count_it(
    summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "pegawai", ("E2", text_cell("2 orang")))

    with pytest.raises(InputError, match="Lembar pegawai, sel E2: berisi “2 orang” sebagai teks"):
        plan_import(book, summed)


def test_a_dash_that_a_total_counts_is_nothing(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I4", text_cell("-")))

    assert describe_changes(plan_import(book, summed).changes)[1:] == ["  ~ s2, pagu: (kosong) → -"]


def test_an_id_that_stands_twice_is_the_only_error(summed: Path, tmp_path: Path, run: Run) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("A3", text_cell("t1")))
    done = run("import", book, "--data", summed)

    assert done.err == (
        "Galat: Lembar sasaran, sel A3: id “t1” sudah dipakai di baris 2\n  → beri id lain yang belum dipakai\n1 galat\n"
    )


@pytest.mark.parametrize("name", ["name", "heading"])
def test_without_the_sheet_of_columns_nothing_else_is_complained_of(
    name: str, summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    if name == "heading":
        edit(book, "kolom", ("A1", text_cell("table")))
    else:
        parts = read_parts(book)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b'name="kolom"', b'name="Sheet1"'
        )
        write_parts(book, parts)
    done = run("import", book, "--data", summed)

    assert [line for line in done.err.splitlines() if line.startswith("Galat")] == [
        "Galat: Lembar kolom, baris 1: kolom “tabel” tidak ada"
        if name == "heading"
        else "Galat: Lembar kolom: lembar ini tidak ada (tabel/kolom.csv)"
    ]


def test_an_opendocument_file_is_named_as_such(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "data.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(
        InputError, match=r"berbentuk OpenDocument \(\.ods\), bukan \.xlsx\n.*Save As"
    ):
        read_workbook(tmp_path / "data.ods")


def test_what_is_only_written_otherwise_is_listed_too(
    summed: Path, tmp_path: Path, run: Run
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("I5", "<c><v>1001</v></c>"))
    sasaran = summed / "tabel" / "sasaran.csv"
    text = (
        sasaran.read_text(encoding="utf-8")
        .replace(",302457274", ",302.457.274")
        .replace("5.50%", '"5,50%"')
    )
    sasaran.write_text(text, encoding="utf-8")

    assert run("import", book, "--data", summed, "--ya").out.splitlines()[:-2] == [
        "tabel/sasaran.csv (lembar sasaran): 2 sel berubah, 2 sel ditulis dalam bentuk baku",
        "  ~ t1, pagu: 302458274 → 302458275",
        "  ~ s3, pagu: 1000 → 1001",
        "  = t1, tahun_2022: 5,50% → 5.50%",
        "  = s1, pagu: 302.457.274 → 302457274",
    ]


def test_sheets_columns_and_merged_cells_are_spoken_of(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    edit(book, "sasaran", ("F1", text_cell("Uraian")))
    parts = read_parts(book)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="pegawai"', b'name="Sheet1"')
    name = "xl/worksheets/sheet2.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", merge)
    write_parts(book, parts)

    with pytest.raises(InputError) as error:
        plan_import(book, summed)
    assert [str(finding).split("\n")[0] for finding in error.value.findings] == [
        "Lembar pegawai: lembar ini tidak ada (tabel/pegawai.csv)",
        "Lembar dokumen, sel A3:B4: sel digabung",
        "Lembar sasaran, baris 1: kolom “uraian” tidak ada",
    ]


def change_sheet(book: Path, old: str, new: str) -> None:
    """Replace a piece of the XML of the second sheet."""
    parts = read_parts(book)
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    write_parts(book, parts)


def test_cells_that_are_merged_beside_the_data_do_no_harm(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    merge = '<mergeCells><mergeCell ref="Z50:AA51"/><mergeCell ref="AA1:XFD1048576"/></mergeCells>'
    change_sheet(book, "</sheetData>", f"</sheetData>{merge}")

    assert plan_import(book, summed).files == {}


def test_of_stray_cells_only_the_first_are_listed(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    change_sheet(book, "</sheetData>", f"<row>{'<c><v>1</v></c>' * 500}</row></sheetData>")

    with pytest.raises(InputError) as error:
        plan_import(book, summed)
    assert len(error.value.findings) == 101
    assert str(error.value.findings[-1]) == (
        "Lembar dokumen: mungkin masih ada sel lain yang tidak dapat dimasukkan\n  → perbaiki dahulu yang di atas"
    )


@pytest.mark.parametrize(
    ("filling", "message"),
    [
        (" " * 33 * 2**20, "isi buku kerja ini terlalu besar"),
        ("<row>" + "<c><v>1</v></c>" * 800_000 + "</row>", "isi buku kerja ini terlalu besar"),
        ('<row r="0"><c><v>1</v></c></row>', "isi buku kerja ini rusak"),
        ('<row r="9"><c t="s"><v>-1</v></c></row>', "isi buku kerja ini rusak"),
        ('<row r="9"><c r="A8"><v>1</v></c></row>', "isi buku kerja ini rusak"),
        ('<row r="9"><c r="9A"><v>1</v></c></row>', "isi buku kerja ini rusak"),
    ],
)
def test_a_workbook_that_swells_or_lies_is_refused_at_once(
    filling: str, message: str, summed: Path, tmp_path: Path
) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    change_sheet(book, "</sheetData>", f"{filling}</sheetData>")
    start = process_time()

    with pytest.raises(InputError, match=message):
        plan_import(book, summed)
    assert process_time() - start < 5


def test_what_a_zip_says_of_its_sizes_is_not_believed(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    parts = read_parts(book)
    parts["xl/sharedStrings.xml"] += b" " * 33 * 2**20
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.getinfo("xl/sharedStrings.xml").file_size = (
            2**20
        )  # so the directory at the end says

    with pytest.raises(InputError):
        plan_import(book, summed)


def test_an_unknown_sheet_is_skipped_with_a_warning(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    parts = read_parts(book)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="Coretan" sheetId="99" r:id="rIdCoretan"/></sheets>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    link = f'<Relationship Id="rIdCoretan" Type="{kind}" Target="worksheets/coretan.xml"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    parts["xl/worksheets/coretan.xml"] = parts["xl/worksheets/sheet1.xml"]
    write_parts(book, parts)

    assert [str(finding).split("\n")[0] for finding in plan_import(book, summed).findings] == [
        "Lembar Coretan: lembar ini tidak dikenal dan dilewati"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "berkas tidak dapat dibaca"),
        (b"", "berkas ini rusak atau bukan buku kerja .xlsx"),
        (b"PK\x03\x04 separuh", "berkas ini rusak atau bukan buku kerja .xlsx"),
        (b"id,nama\n1,x\n", "berkas ini rusak atau bukan buku kerja .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "buku kerja ini bersandi atau berbentuk lama (.xls)"),
    ],
)
def test_a_file_that_is_no_workbook_is_explained(
    content: bytes | None, message: str, summed: Path, tmp_path: Path, run: Run
) -> None:
    book = tmp_path / "data.xlsx"
    if content is not None:
        book.write_bytes(content)
    done = run("import", book, "--data", summed)

    assert done.code == 2
    assert f"Galat: {book}: {message}" in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
@pytest.mark.parametrize("command", ["import", "export"])
def test_a_pipe_is_no_workbook(command: str, summed: Path, tmp_path: Path, run: Run) -> None:
    book = tmp_path / "pipa.xlsx"
    os.mkfifo(book)

    done = run(command, book, "--data", summed)

    assert (done.code, f"{book}: ini bukan berkas" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: None, "berkas tidak dapat dibaca (tidak ditemukan)"),
        (
            lambda book: book.symlink_to(book.name),
            "berkas tidak dapat dibaca (tautan yang melingkar)",
        ),
        (lambda book: book.symlink_to("/dev/zero"), "ini bukan berkas"),
        (lambda book: book.mkdir(), "ini bukan berkas"),
    ],
)
def test_what_cannot_be_read_is_said_in_indonesian(
    spoil: Callable[[Path], None], message: str, summed: Path, tmp_path: Path
) -> None:
    book = tmp_path / "data.xlsx"
    spoil(book)

    with pytest.raises(InputError) as error:
        plan_import(book, summed)
    assert str(error.value).startswith(f"{book}: {message}\n  → ")


def test_a_record_that_is_a_pipe_is_not_read(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / ".data.xlsx.impor")

    assert plan_import(book, summed).files == {}


def test_a_damaged_part_is_explained(summed: Path, tmp_path: Path) -> None:
    whole = export_to(tmp_path / "data.xlsx", summed)
    parts = read_parts(whole)
    for name in (
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet2.xml",
        "xl/_rels/workbook.xml.rels",
    ):
        write_parts(tmp_path / "rusak.xlsx", {**parts, name: parts[name][: len(parts[name]) // 2]})
        with pytest.raises(InputError, match="isi buku kerja ini rusak"):
            plan_import(tmp_path / "rusak.xlsx", summed)


def test_a_truncated_file_never_ends_in_a_traceback(summed: Path, tmp_path: Path) -> None:
    content = export_project(summed)[0]
    for length in range(0, len(content), 997):
        (tmp_path / "rusak.xlsx").write_bytes(content[:length])
        with pytest.raises(InputError):
            plan_import(tmp_path / "rusak.xlsx", summed)


def test_a_workbook_from_elsewhere_is_refused(summed: Path, tmp_path: Path) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    parts = read_parts(book)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"_renstra", b"Sheet9")
    write_parts(book, parts)

    with pytest.raises(InputError, match="bukan hasil renstra export"):
        plan_import(book, summed)


def test_a_workbook_cannot_name_a_file_outside_the_folder(summed: Path, tmp_path: Path) -> None:
    for name in (
        "../luar.csv",
        "/etc/luar.csv",
        "tabel/../../luar.csv",
        "C:luar.csv",
        "tabel\\luar.csv",
        ".luar.csv",
    ):
        book = export_to(tmp_path / "data.xlsx", summed)
        edit(book, "_renstra", ("B5", text_cell(name)))
        with pytest.raises(InputError, match="daftar berkas di buku kerja ini rusak"):
            plan_import(book, summed)


# --- All files or none ------------------------------------------------------------------


@pytest.mark.usefixtures("no_exchange")
def test_where_one_file_cannot_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("lama", encoding="utf-8")
    rename = os.replace

    def refuse_second(source: Path, target: Path) -> None:
        if target.name == "b.csv":
            raise PermissionError(13, "Permission denied", str(target))
        rename(source, target)

    monkeypatch.setattr(os, "replace", refuse_second)
    monkeypatch.setattr(atomic, "PATIENCE_SECONDS", 0)
    with pytest.raises(PermissionError):
        write_files(tmp_path, {"a.csv": b"baru", "b.csv": b"baru", "tabel/c.csv": b"baru"})
    files = {
        name: content
        for name, content in read_files(tmp_path).items()
        if not name.startswith("tabel/")
    }
    assert files == {"a.csv": b"lama", "b.csv": b"lama"}
    assert not list(tmp_path.rglob("*.sementara"))


@pytest.mark.usefixtures("no_exchange")
def test_an_interruption_between_two_renames_puts_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("lama", encoding="utf-8")
    rename = os.replace
    calls: list[Path] = []

    def rename_and_stop(source: Path, target: Path) -> None:
        rename(source, target)
        if target.suffix == ".csv":
            calls.append(target)
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", rename_and_stop)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"a.csv": b"baru", "b.csv": b"baru"})
    assert read_files(tmp_path) == {"a.csv": b"lama", "b.csv": b"lama"}


def test_what_a_killed_import_left_behind_is_swept_once_it_is_old(tmp_path: Path) -> None:
    ours = [
        tmp_path / "tabel" / ".b.csv.abcd_123.sementara",
        tmp_path / ".a.csv.zzzzzzz0.sementara",
    ]
    others = [
        tmp_path / name
        for name in (".catatan.sementara", ".b.csv.sementara", ".c.txt.abcd_123.sementara")
    ]
    fresh = tmp_path / ".b.csv.fresh_00.sementara"
    (tmp_path / "tabel").mkdir()
    for left in (*ours, *others, fresh):
        left.write_bytes(b"separuh")
    past = time.time() - STALE_SECONDS - 1
    for left in (*ours, *others):
        os.utime(left, (past, past))

    write_files(tmp_path, {})

    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        [*others, fresh]
    )


def test_an_import_without_changes_sweeps_too(summed: Path, tmp_path: Path, run: Run) -> None:
    book = export_to(tmp_path / "data.xlsx", summed)
    left = summed / "tabel" / ".pegawai.csv.abcd_123.sementara"
    left.write_bytes(b"separuh")
    os.utime(left, (0, 0))

    assert run("import", book, "--data", summed).out == "Tidak ada perubahan.\n"
    assert not left.exists()


# --- The command export ------------------------------------------------------------------


def test_without_xlsxwriter_the_command_says_what_to_install(
    summed: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    assert run("export", tmp_path / "data.xlsx", "--data", summed) == Outcome(
        2,
        "",
        "Galat: renstra export memerlukan XlsxWriter, yang belum terpasang\n"
        '  → pasang dengan: pip install "renstra_doc[excel]"\n1 galat\n',
    )


def test_export_does_not_overwrite_what_was_edited(summed: Path, tmp_path: Path, run: Run) -> None:
    book = tmp_path / "data.xlsx"
    assert [run("export", book, "--data", summed).code for _ in range(2)] == [0, 0]
    edit(book, "pegawai", ("D3", text_cell("Pelaksana Madya")))
    refused = run("export", book, "--data", summed)

    assert refused.code == 2
    assert "berkas ini sudah ada dan memuat suntingan (lembar pegawai)" in refused.err
    assert run("export", book, "--data", summed, "--timpa").code == 0


def test_export_does_not_overwrite_another_file(summed: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "data.xlsx").write_bytes(b"lain")

    assert run("export", tmp_path / "data.xlsx", "--data", summed).code == 2
    assert run("export", tmp_path / "data.csv", "--data", summed).code == 2
    assert (tmp_path / "data.xlsx").read_bytes() == b"lain"


def test_a_cell_longer_than_excel_holds_is_refused_with_its_place(data_folder: WriteFolder) -> None:
    data = hostile_project(data_folder, ["pendek", "x" * 40_000])

    with pytest.raises(
        InputError,
        match=r"naskah/01-isi.csv, baris 4, kolom teks: sel berisi lebih dari 32767 huruf",
    ):
        export_project(data)


def test_a_text_that_excel_would_change_is_refused(data_folder: WriteFolder) -> None:
    with pytest.raises(
        InputError, match=r"naskah/01-isi.csv: isi berkas ini tidak dapat disimpan di Excel"
    ):
        export_project(hostile_project(data_folder, ["_x005F_x000D_"]))


def test_a_folder_that_cannot_be_read_is_not_exported(tmp_path: Path, run: Run) -> None:
    done = run("export", tmp_path / "data.xlsx", "--data", tmp_path / "tidak-ada")

    assert done.code == 2
    assert "folder data tidak ditemukan" in done.err


# --- Cells both ways ------------------------------------------------------------------------

DECIMALS = (
    st.decimals(-(10**6), 10**6, places=2)
    | st.decimals(-100, 100, places=3)
    | st.integers(0, 999).map(Decimal)
)


@given(
    jenis=st.sampled_from(["rupiah", "cacah", "desimal", "persen", "kuantitas", "target"]),
    number=DECIMALS,
    unit=st.sampled_from(["", "%", "orang", "Orang/Bulan", 'm" x', "Unit (buah)"]),
)
@example(jenis="desimal", number=Decimal("1.414"), unit="")
def test_what_is_encoded_as_a_number_is_decoded_to_the_same_text(
    jenis: str, number: Decimal, unit: str
) -> None:
    whole = jenis in ("rupiah", "cacah")
    is_count = whole or (jenis == "kuantitas" and number == int(number))
    text = canonical(
        jenis,
        Besaran(int(number) if is_count else number, "" if whole or jenis == "desimal" else unit),
    )
    encoded = encode(ColumnKind(jenis), text, for_sum=True)

    assert encoded.text == text
    if encoded.number is not None:
        assert (
            decode_number(ColumnKind(jenis), "", f"{float(encoded.number):.16G}", encoded.format)
            == text
        )


@pytest.mark.parametrize(
    ("jenis", "value", "code", "text"),
    [
        ("rupiah", "302457274", "#,##0", "302457274"),
        ("rupiah", "3.02457274E8", '"Rp"#,##0', "302457274"),
        ("rupiah", "-5", "#,##0_);[Red](#,##0)", "-5"),
        ("rupiah", "110.00000000000001", "#,##0", "110"),
        ("cacah", "1414", "General", "1414"),
        ("desimal", "0.6", "0.00", "0.60"),
        ("desimal", "0.30000000000000004", "General", "0.3"),
        ("desimal", "5.5", "0.##", "5.5"),
        ("persen", "0.09", "0.00%", "9.00%"),
        ("persen", "9", '0.00"%"', "9.00%"),
        ("target", "0.09", "0%", "9%"),
        ("target", "70", "General", "70"),
        ("kuantitas", "1414", '#,##0\\ "Orang"', "1414 Orang"),
        ("teks", "2021", "General", "2021"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(
    jenis: str, value: str, code: str, text: str
) -> None:
    assert decode_number(ColumnKind(jenis), "", value, code) == text


@pytest.mark.parametrize(
    ("ribuan", "text"), [(False, "392.024"), (True, "392,024"), (None, "392.0240")]
)
def test_a_number_typed_in_excel_comes_back_as_its_column_writes_three_decimals(
    ribuan: bool | None,
    text: str,
) -> None:
    for jenis in ("desimal", "target", "kuantitas"):
        assert decode_number(ColumnKind(jenis, ribuan), "", "392.024", "General") == text


def test_ribuan_of_kolom_csv_reaches_the_cells_of_the_workbook() -> None:
    rows = [
        {"tabel": "t", "kolom": "luas", "jenis": "desimal", "ribuan": "tidak"},
        {"tabel": "t", "kolom": "nilai", "jenis": "target", "ribuan": "ya"},
        {"tabel": "t", "kolom": "nama", "jenis": "teks"},
    ]

    assert read_kinds(rows) == {
        "tabel/t.csv": {
            "luas": ColumnKind("desimal", ribuan=False),
            "nilai": ColumnKind("target", ribuan=True),
        }
    }
    found = encode(ColumnKind("desimal", ribuan=False), "392.024", for_sum=True)
    assert (found.number, found.text) == (Decimal("392.024"), "392.024")


@pytest.mark.parametrize(
    ("jenis", "value", "code", "message"),
    [
        (
            "persen",
            "0.6",
            "General",
            "berisi bilangan 0.6 tanpa tanda %, terbaca dua cara: 0.6% atau 60%",
        ),
        ("desimal", "0.6", "0%", "berisi 60%, yang bukan nilai kolom desimal"),
        ("desimal", "5.775", "0.00", "tampil 5.78 tetapi menyimpan 5.775"),
        (
            "teks",
            "1234",
            "#,##0",
            "berisi bilangan 1234 di kolom teks: tulisan aslinya tidak diketahui lagi",
        ),
        ("rupiah", "1E400", "0", "berisi bilangan yang terlalu besar atau terlalu kecil (1E400)"),
        ("rupiah", "INF", "0", "berisi bilangan yang terlalu besar atau terlalu kecil (INF)"),
        ("rupiah", "x", "0", "berisi “x”, yang bukan bilangan"),
    ],
)
def test_a_number_that_reads_two_ways_is_refused(
    jenis: str, value: str, code: str, message: str
) -> None:
    with pytest.raises(CellError, match=re.escape(message)):
        decode_number(ColumnKind(jenis), "", value, code)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *(
            (code, "tanggal")
            for code in ("d/mm/yyyy", "[$-421]d mmmm yyyy", "[h]:mm", "hh:mm", "yyyy-mm-dd")
        ),
        *(
            (code, "bilangan")
            for code in (
                "0",
                "#,##0.00",
                '0" hari"',
                "[Red]0",
                "_-* #,##0_-;-* #,##0_-",
                "[$Rp-421]#,##0",
            )
        ),
        *((code, "umum") for code in ("General", "@", "")),
        *((code, "lain") for code in ("0.0E+00", "# ?/?", "#,##0,,", '"tetap"')),
    ],
)
def test_a_number_format_is_understood(code: str, kind: str) -> None:
    assert parse_format(code).kind == kind


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_reference_names_its_cell(row: int, column: int) -> None:
    assert parse_reference(name_cell(row, column)) == (row, column)
