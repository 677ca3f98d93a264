"""A wrong sum smuggled past the checks, one way a test: each is an error or a warning that names the row."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import REPOSITORY

from renstra_doc.check import CheckReport, check_document
from renstra_doc.cli import main
from renstra_doc.finding import Finding, Severity
from renstra_doc.report.as_text import report_text
from renstra_doc.review.diff.weakened_rules import compare_rules
from renstra_doc.run.pipeline import read_document

RPJMD, RENSTRA = "tabel/program-rpjmd.csv", "tabel/program-renstra.csv"
RULES, WAIVERS, COLUMNS = "aturan.csv", "pengecualian.csv", "tabel/kolom.csv"
PARENTS = ("p-pengelolaan-tmp", "kg-pemeliharaan-tmp")
CHILD = "sk-pengamanan-tmp"
LOWERED = {"rp_2021": "29942000", "rp_2022": "29942000", "rp_akhir": "59884000"}
INFLATED = {"rp_2021": "91581770", "rp_2022": "91581770", "rp_akhir": "183163540"}
WRONG = {"rp_2021": "41523770", "rp_akhir": "73047540"}
VERTICAL = ("urusan-program", "program-kegiatan", "kegiatan-sub")
Rows = list[dict[str, str]]
Edit = Callable[[Path], None]


def read(folder: Path, name: str) -> Rows:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(folder: Path, name: str, rows: Rows) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change(folder: Path, name: str, **rows: dict[str, str]) -> None:
    """Set fields of rows by id; a dash in an id is written as an underscore twice."""
    wanted = {key.replace("__", "-"): value for key, value in rows.items()}
    found = read(folder, name)
    for row in found:
        row.update(wanted.get(row["id"], {}))
    write(folder, name, found)


def hide(folder: Path, **fields: str) -> None:
    """One sub kegiatan printed 90.000.000 too high; its parents leave it out."""
    rows = read(folder, RPJMD)
    for row in rows:
        if row["id"] in PARENTS:
            row.update(LOWERED)
        if row["id"] == CHILD:
            row.update({**INFLATED, **fields})
    write(folder, RPJMD, rows)


def loosen(folder: Path, **fields: str) -> None:
    change(folder, RPJMD, **{"p-pengelolaan-tmp": WRONG})
    change(folder, RULES, **{"program-kegiatan": fields})


def swap(folder: Path, first: str, second: str) -> None:
    rows = read(folder, RPJMD)
    ids = [row["id"] for row in rows]
    one, two = ids.index(first), ids.index(second)
    rows[one], rows[two] = rows[two], rows[one]
    write(folder, RPJMD, rows)


def drop_rules(folder: Path, names: Iterable[str]) -> None:
    change(folder, RPJMD, **{"p-pengelolaan-tmp": WRONG})
    write(folder, RULES, [row for row in read(folder, RULES) if row["id"] not in names])


def share_key(folder: Path) -> None:
    change(folder, RULES, **{"kegiatan-sub": {"acuan": "sekali"}})
    hide(folder, entitas="sk-rehabilitasi-tmp")


def hide_column(folder: Path) -> None:
    columns = read(folder, COLUMNS)
    at = next(
        n
        for n, row in enumerate(columns)
        if (row["tabel"], row["kolom"]) == ("program-rpjmd", "target_akhir")
    )
    extra = dict.fromkeys(columns[0], "")
    extra.update(tabel="program-rpjmd", kolom="rp_2x", judul="Lain", jenis="rupiah", tampil="tidak")
    write(folder, COLUMNS, [*columns[:at], extra, *columns[at:]])
    moved = (*PARENTS, CHILD)
    rows = read(folder, RPJMD)
    for row in rows:
        row["rp_2x"] = "10000000" if row["id"] in moved else ""
        if row["id"] in moved:
            row["rp_akhir"] = str(int(row["rp_akhir"]) + 10_000_000)
    names = [name for name in rows[0] if name != "rp_2x"]
    names.insert(names.index("target_akhir"), "rp_2x")
    write(folder, RPJMD, [{name: row[name] for name in names} for row in rows])


def round_print(folder: Path) -> None:
    columns = read(folder, COLUMNS)
    for row in columns:
        if (row["tabel"], row["kolom"]) == ("raskin", "pagu_raskin"):
            row.update(jenis="desimal", desimal="0")
    write(folder, COLUMNS, columns)
    rows = read(folder, "tabel/raskin.csv")
    for row in rows:
        is_total = row["tingkat"] == "jumlah"
        row["pagu_raskin"] = "95747" if is_total else f"{row['pagu_raskin']}.4"
    write(folder, "tabel/raskin.csv", rows)


def add_total(folder: Path) -> None:
    rows = read(folder, RPJMD)
    total = dict.fromkeys(rows[0], "")
    total.update(id="total", tingkat="total", uraian="TOTAL", rp_2021="77000000000")
    write(folder, RPJMD, [*rows, {**total, "rp_akhir": "77000000000"}])


def waive_badly(folder: Path) -> None:
    change(folder, RPJMD, **{"p-pengelolaan-tmp": WRONG})
    rows = read(folder, WAIVERS)
    waiver = dict.fromkeys(rows[0], "x")
    waiver.update(
        aturan="program-kegiatan",
        tabel="program-rpjmd",
        baris="p-pengelolaan-tmp",
        kolom="rp_2021",
        harapan="31523770",
        nyata="41523770",
        alasan=".",
        tanggal="1900-01-01",
    )
    write(folder, WAIVERS, [*rows, waiver])


WAYS: dict[str, tuple[Edit, Severity, str, str]] = {
    "expression in a total": (
        lambda f: change(f, RPJMD, **{"p-penunjang": {"rp_2021": "{{ angka(9121314037) }}"}}),
        Severity.ERROR,
        "p-penunjang",
        "tercetak 9.121.314.037, sedangkan 5 rinciannya berjumlah 3.121.314.037",
    ),
    "expression in a part": (
        lambda f: change(f, RPJMD, **{CHILD: {"rp_2021": "{{ angka(99999999) }}"}}),
        Severity.ERROR,
        "kg-pemeliharaan-tmp",
        "tercetak 31.523.770, sedangkan 2 rinciannya berjumlah 129.941.999",
    ),
    "parent emptied": (lambda f: hide(f, induk=""), Severity.ERROR, CHILD, "tanpa induk"),
    "parent of another row, no codes": (
        lambda f: change(f, RPJMD, **{"k-sarana-tmp": {"induk": "urusan-sosial"}}),
        Severity.ERROR,
        "k-sarana-tmp",
        "tercetak di bawah “Program Pemeliharaan dan Rehabilitasi TMP”",
    ),
    "level indikator on money": (
        lambda f: hide(f, tingkat="indikator"),
        Severity.ERROR,
        CHILD,
        "baris indikator memuat pagu yang tidak masuk jumlah mana pun (rp_2021 91.581.770",
    ),
    "level jumlah on money": (
        lambda f: hide(f, tingkat="jumlah"),
        Severity.ERROR,
        CHILD,
        "baris jumlah yang tidak menjumlahkan apa pun (rp_2021 91.581.770",
    ),
    "one key for two things": (
        share_key,
        Severity.ERROR,
        CHILD,
        "satu di antaranya tidak dihitung",
    ),
    "rows exchanged": (
        lambda f: swap(f, "k-rapat-koordinasi", "p-sarana-prasarana-aparatur"),
        Severity.ERROR,
        "k-rapat-koordinasi",
        "tercetak di luar induknya",
    ),
    "total emptied": (
        lambda f: change(f, RPJMD, **{"p-penunjang": {"rp_2021": ""}}),
        Severity.WARNING,
        "p-penunjang",
        "rp_2021 kosong, sedangkan 5 rinciannya berjumlah 3.121.314.037",
    ),
    "tolerance without end": (
        lambda f: loosen(f, toleransi="999999999999999"),
        Severity.WARNING,
        "p-pengelolaan-tmp",
        "selisih 10.000.000, ditutup toleransi 999.999.999.999.999",
    ),
    "weight info": (
        lambda f: loosen(f, bobot="info"),
        Severity.WARNING,
        "p-pengelolaan-tmp",
        "selisih 10.000.000",
    ),
    "rule for one year": (
        lambda f: loosen(f, kolom="rp_2020"),
        Severity.WARNING,
        "p-rehabilitasi-sosial",
        "tidak dijumlahkan ke bawah oleh aturan mana pun",
    ),
    "sums deleted": (
        lambda f: drop_rules(f, VERTICAL),
        Severity.WARNING,
        "p-rehabilitasi-sosial",
        "tidak dijumlahkan ke bawah oleh aturan mana pun",
    ),
    "hidden column": (hide_column, Severity.ERROR, CHILD, "tercetak 13.163.540"),
    "rounding in print": (
        round_print,
        Severity.WARNING,
        "jumlah",
        "tercetak 95.747, sedangkan 5 rinciannya berjumlah 95.745, selisih 2 (pembulatan cetak)",
    ),
    "key misspelt": (
        lambda f: change(f, RENSTRA, **{"k-sdm-kesos": {"entitas": "k-sdm-keso"}}),
        Severity.WARNING,
        "k-sdm-kesos",
        "entitas “k-sdm-keso” tidak dipakai baris lain",
    ),
    "grand total of its own level": (
        add_total,
        Severity.WARNING,
        "total",
        "pagu bertingkat “total” tidak dibandingkan ke bawah oleh aturan mana pun",
    ),
}


@pytest.fixture(scope="module")
def shipped() -> CheckReport:
    """Give the report of the shipped data."""
    return check(REPOSITORY / "data")


def check(folder: Path) -> CheckReport:
    return check_document(read_document(folder)[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped data."""
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    return tmp_path / "data"


def find_new(report: CheckReport, shipped: CheckReport) -> list[Finding]:
    before = {(found.rule, found.row_id, found.message) for found in shipped.open}
    return [f for f in report.open if (f.rule, f.row_id, f.message) not in before]


@pytest.mark.parametrize("way", WAYS)
def test_a_smuggled_sum_is_found(way: str, folder: Path, shipped: CheckReport) -> None:
    edit, severity, row, message = WAYS[way]
    edit(folder)
    found = find_new(check(folder), shipped)
    assert [(f.severity, f.row_id) for f in found if message in f.message][:1] == [(severity, row)]


def test_a_waiver_without_a_reason_covers_nothing(folder: Path, shipped: CheckReport) -> None:
    waive_badly(folder)
    report = check(folder)
    assert [f.row_id for f in report.stopping] == ["p-pengelolaan-tmp", "p-pengelolaan-tmp"]
    (told,) = [f for f in find_new(report, shipped) if f.rule == "pengecualian"]
    assert told.message.startswith("alasan “.”, diputuskan_oleh “x”, tanggal “1900-01-01”")


def test_no_figure_is_blamed_where_the_structure_explains(folder: Path) -> None:
    change(folder, RPJMD, **{CHILD: {"induk": ""}})
    hints = [f.hint for f in check(folder).stopping if f.rule == "kegiatan-sub"]
    assert hints
    assert all(hint.startswith("perbaiki dulu susunan barisnya") for hint in hints)


def test_the_shipped_amounts_are_proved_as_far_as_they_are(shipped: CheckReport) -> None:
    money = shipped.coverage.select(jenis="rupiah")
    assert (len(money.cells), money.confirmed, money.summed) == (495, 379, 293)
    assert "379 dari 495 didukung perbandingan yang cocok (293 oleh jumlah)" in report_text(shipped)


def test_a_deleted_rule_moves_the_coverage_and_is_told_by_diff(
    folder: Path, shipped: CheckReport
) -> None:
    drop_rules(folder, VERTICAL)
    new, _ = read_document(folder)
    money = check_document(new).coverage.select(jenis="rupiah")
    assert money.summed < shipped.coverage.select(jenis="rupiah").summed
    old, _ = read_document(REPOSITORY / "data")
    assert [str(told) for told in compare_rules(old, new)] == [
        "aturan “Baris urusan menjumlahkan program nomenklatur lama” dihapus",
        "aturan “Permendagri 86/2017: pagu program = jumlah pagu kegiatan” dihapus",
        "aturan “Permendagri 90/2019: pagu kegiatan = jumlah pagu sub kegiatan” dihapus",
    ]


def test_a_rule_that_went_stands_in_every_form_of_the_comparison(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_rules(folder, ("kegiatan-sub",))
    pair = ["diff", str(REPOSITORY / "data"), str(folder)]
    name = "turan “Permendagri 90/2019: pagu kegiatan = jumlah pagu sub kegiatan”"
    assert main([*pair, "--format", "html"]) == 0
    assert f"<li>A{name} dihapus" in capsys.readouterr().out.replace("<li>a", "<li>A")
    matriks = tmp_path / "matriks.docx"
    assert main([*pair, "--format", "matriks", "--output", str(matriks)]) == 0
    with zipfile.ZipFile(matriks) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    assert f"A{name}––Dihapus" in re.sub(r"<[^>]+>", "", text)


def test_a_misspelt_level_is_told_at_its_row(folder: Path, shipped: CheckReport) -> None:
    change(folder, RPJMD, **{CHILD: {"tingkat": "sub_kegiata"}})
    found = [f for f in find_new(check(folder), shipped) if f.row_id == CHILD]
    assert [f.hint for f in found if "salah tulis?" in f.message] == [
        "mungkin maksudnya sub_kegiatan"
    ]


def test_a_shared_key_is_told_at_the_row_that_took_it(folder: Path, shipped: CheckReport) -> None:
    change(folder, RPJMD, **{"sk-jasa-surat": {"entitas": "sk-jasa-listrik"}})
    found = find_new(check(folder), shipped)
    assert "sk-jasa-surat" in {f.row_id for f in found if "juga dipakai" in f.message}


def test_a_parent_may_be_named_by_its_code(folder: Path, shipped: CheckReport) -> None:
    change(folder, RPJMD, **{CHILD: {"induk": "1.06.07.2.01"}})
    assert find_new(check(folder), shipped) == []
