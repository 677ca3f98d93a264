"""Checks at their seam: a small CSV folder and rules in, whole messages, JSON and exit codes out."""

# ruff: noqa: F811 — whole messages are shown as they are printed; a fixture bears the name of its argument

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from check_cases import CASES, MONEY, Case
from check_folder import RULE_HEADER, folder, run_check, say, say_rules, write_folder  # noqa: F401 — folder is a fixture
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_cases import PROSE_CASES, ProseCase

from renstra_doc.check import CheckReport, Comparison, Outcome, Ref, check_document, kind
from renstra_doc.check.hint import name_slip
from renstra_doc.check.register import kinds
from renstra_doc.cli import main
from renstra_doc.finding import Finding, InputError, Severity
from renstra_doc.load.project import load_project, parse_table
from renstra_doc.model import Cell, Document, Row, Table, compose_partly
from renstra_doc.model.rules import Rule, read_rules
from renstra_doc.report.as_json import report_json
from renstra_doc.report.as_text import report_text
from renstra_doc.run.pipeline import read_document
from renstra_doc.words.numbers import Besaran

REPOSITORY = Path(__file__).resolve().parents[1]
SHIPPED = REPOSITORY / "data"
WAIVED = REPOSITORY / "tests" / "golden" / "harapan-nyata.csv"
BUDGET = """\
id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir
a,program,,,Program A,300000,400000,700000
b,kegiatan,a,,Kegiatan B,100000,150000,250000
c,kegiatan,a,,Kegiatan C,200000,250000,450000
"""
CHILDREN = "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n"


# --- Each kind of rule -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_says(case: Case, folder: Path) -> None:
    report = run_check(write_folder(folder, case.tables, case.rules, **case.more))
    assert say_rules(report) == case.said.removesuffix("\n")
    assert (
        ", ".join(f"{outcome} {count}" for outcome, count in sorted(report.outcomes.items()))
        == case.outcomes
    )


def test_a_finding_holds_what_its_waiver_must_say(folder: Path) -> None:
    """A waiver covers a finding by these figures, to the letter: they stand in the golden file."""
    said = ["kasus,aturan,berkas,baris,kolom,harapan,nyata,selisih"]
    cases: tuple[Case | ProseCase, ...] = (*CASES, *PROSE_CASES)
    for number, case in enumerate(cases):
        report = run_check(write_folder(folder / str(number), case.tables, case.rules, **case.more))
        said += [
            ",".join(
                f'"{text}"' if "," in text else text
                for text in (
                    case.name,
                    finding.rule,
                    finding.place.file,
                    finding.row_id,
                    finding.column,
                    finding.expected,
                    finding.actual,
                    finding.difference,
                )
            )
            for finding in report.findings
            if finding.rule != "struktur"
        ]
    assert said == WAIVED.read_text(encoding="utf-8").splitlines()


def test_every_kind_is_tested() -> None:
    tested = {
        line.split(",")[1]
        for case in (*CASES, *PROSE_CASES)
        for line in case.rules.splitlines()
        if "," in line
    }
    own = {
        name for name, function in kinds().items() if function.__module__.startswith("renstra_doc.")
    }
    assert own - tested == set()


@pytest.mark.parametrize(
    ("written", "meant", "name"),
    [
        ("465000", "456000", "dua angka tertukar"),
        ("465000", "465001", "satu angka berbeda"),
        ("2772426", "277264260", "angka hilang"),
        ("1233341", "123341", "angka berlebih"),
        ("-123341", "123341", "tanda terbalik"),
        ("123341", "123341", ""),
        ("123", "132", ""),
        ("100000", "999999", ""),
        ("12.5", "15.2", ""),
        ("277", "277264260", ""),
    ],
)
def test_a_slip_has_a_name(written: str, meant: str, name: str) -> None:
    assert name_slip(Decimal(written), Decimal(meant)) == name


# --- What cannot be read -----------------------------------------------------------------------------------------------


def test_a_cell_that_cannot_be_read_gives_no_false_sum(folder: Path) -> None:
    spoiled = BUDGET.replace("100000", "1OOOOO")
    document, findings = compose_partly(
        load_project(write_folder(folder, {"p": (MONEY, spoiled)}, CHILDREN))
    )
    report = check_document(document)
    assert [(finding.rule, finding.place.line, finding.column) for finding in findings] == [
        ("baca", 3, "rp_2021")
    ]
    assert say_rules(report) == ""
    assert report.outcomes == {Outcome.UNSUMMABLE: 1, Outcome.HOLDS: 2}


def test_such_a_cell_stops_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET.replace("100000", "1OOOOO"))}, CHILDREN)
    assert main(["check", "--data", str(folder)]) == 2
    message = 'Galat: tabel/p.csv, baris 3, kolom rp_2021: Nilai "1OOOOO" bukan bilangan'
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "x,jumlah_ank,p,,rp_*,,,,",
            "aturan.csv, baris 2, kolom jenis: jenis aturan “jumlah_ank” tidak dikenal\n  → jenis yang ada: ",
        ),
        (
            "x,jumlah_anak,q,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: tabel “q” tidak ada\n  → tabel yang ada: p",
        ),
        (
            "x,jumlah_anak,,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan tabel\n  → tabel yang ada: p",
        ),
        (
            "x,jumlah_anak,p,,pagu_*,,,,",
            "aturan.csv, baris 2, kolom kolom: tidak ada kolom yang cocok dengan “pagu_*”\n  → lihat nama kolom",
        ),
        (
            "x,jumlah_anak,p,jenjang=program,rp_*,,,,",
            "aturan.csv, baris 2, kolom baris: syarat “jenjang=program” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,jumlah_anak,p,,rp_*,program,,,",
            "aturan.csv, baris 2, kolom acuan: syarat “program” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,jumlah_mendatar,p,,rp_akhir,pagu_*,,,",
            "aturan.csv, baris 2, kolom acuan: tidak ada kolom tabel “p” yang cocok dengan “pagu_*”\n  → kolom tabel",
        ),
        (
            "x,nilai_terakhir,p,,rp_akhir,,,,",
            "aturan.csv, baris 2, kolom acuan: tidak ada kolom tabel “p” yang cocok dengan “”\n  → kolom tabel",
        ),
        (
            "x,rasio,p,,rp_2*,rp_* / rp_akhir,,,",
            "aturan.csv, baris 2, kolom acuan: untuk kolom rp_2021 dicari kolom rp_021, yang tidak ada di tabel “p”",
        ),
        (
            "x,rasio,p,,rp_2*,rp_akhir,,,",
            "aturan.csv, baris 2, kolom acuan: perbandingan “rp_akhir” tidak dipahami",
        ),
        (
            "x,sama,p,,rp_2*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan dua tabel\n  → tulis dua id",
        ),
        (
            "x,sama,p p,,rp_2021=pagu,,,,",
            "aturan.csv, baris 2, kolom kolom: kolom “pagu” tidak ada di tabel “p”",
        ),
        (
            "x,rentang,p,,rp_2*,0-100,,,",
            "aturan.csv, baris 2, kolom acuan: rentang “0-100” tidak dipahami",
        ),
        (
            "x,berpasangan,p,,rp_2*,pagu_*,,,",
            "aturan.csv, baris 2, kolom acuan: “pagu_*” tidak menunjuk kolom",
        ),
        (
            "x,nomenklatur,p,,uraian,ref.csv,,,",
            "aturan.csv, baris 2, kolom acuan: berkas “ref.csv” tidak ada",
        ),
        ("x,daftar_terbit,,,,,,,", "aturan.csv, baris 2, kolom acuan: berkas “” tidak ada"),
        (
            "x,fakta_naskah,,id=b1,,nip,,,",
            "aturan.csv, baris 2, kolom acuan: “nip” tidak ada di dokumen.csv\n  → kunci yang ada: nama_berkas",
        ),
        (
            "x,urutan_fakta,,,,nama_berkas <,,,",
            "aturan.csv, baris 2, kolom acuan: “” tidak ada di dokumen.csv",
        ),
        (
            "x,jumlah_tabel,p p p,,rp_*,,,,",
            "aturan.csv, baris 2, kolom tabel: aturan ini memerlukan dua tabel (atau satu, untuk dua kolomnya)\n  → tulis dua id",
        ),
        (
            "x,jumlah_tabel,p,,rp_2021,,,,",
            "aturan.csv, baris 2, kolom kolom: tidak ada kolom “p” dan “p” yang berpasangan\n  → tulis misalnya rp_*",
        ),
        (
            "x,sama_skala,p,,rp_2021=rp_2022,rupiah/ribuan,,,",
            (
                "aturan.csv, baris 2, kolom acuan: satuan “rupiah/ribuan” tidak dipahami\n"
                "  → tulis misalnya rupiah/juta; dikenal: rupiah, ribu, juta, miliar"
            ),
        ),
        (
            "x,hasil_kali,p,,rp_akhir,rp_2021,,,",
            "aturan.csv, baris 2, kolom acuan: perkalian “rp_2021” tidak dipahami\n  → tulis misalnya volume * harga",
        ),
        (
            "x,hasil_kali,p,,rp_akhir,pagu * 2,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “pagu” tidak ada di tabel “p”\n  → kolom tabel ini: uraian, rp_2021",
        ),
        (
            "x,hasil_kali,p,,rp_akhir,rp_2021 * kalimat('b1'; 'x'),,,",
            "aturan.csv, baris 2, kolom acuan: faktor “kalimat('b1'; 'x')” tidak dapat dihitung: ",
        ),
        (
            "x,angka_naskah,,id=b1,,sebanyak orang = 5,,,",
            "aturan.csv, baris 2, kolom acuan: angka naskah “sebanyak orang = 5” tidak dipahami\n  → tulis misalnya",
        ),
        (
            "x,angka_naskah,,id=b9,,sebanyak # orang = 5,,,",
            "aturan.csv, baris 2, kolom baris: blok “b9” tidak ada\n  → tulis id=BLOK",
        ),
        (
            "x,angka_naskah,,tingkat=b1,,sebanyak # orang = 5,,,",
            "aturan.csv, baris 2, kolom baris: blok “tingkat=b1” tidak ada\n  → tulis id=BLOK",
        ),
        (
            "x,rincian,p,,rp_2021,keterangan,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “keterangan” tidak ada di tabel “p”\n  → kolom tabel ini: ",
        ),
        (
            "x,indikator_sama,p p,,rp_2021,,,,",
            "aturan.csv, baris 2, kolom acuan: kolom “indikator” tidak ada di tabel “p”\n  → kolom tabel ini: ",
        ),
        (
            "x,tahun_kepala,,,,2017-2022,,,",
            "aturan.csv, baris 2, kolom acuan: masa “2017-2022” tidak dipahami",
        ),
        (
            "x,persamaan,,,,1 + 1,,,",
            "aturan.csv, baris 2, kolom acuan: persamaan “1 + 1” tidak dipahami",
        ),
        (
            "x,terbilang,,,,,NaN,,",
            "aturan.csv, baris 2, kolom toleransi: “NaN” bukan bilangan 0 atau lebih",
        ),
        (
            "x,terbilang,,,,,-1,,",
            "aturan.csv, baris 2, kolom toleransi: “-1” bukan bilangan 0 atau lebih",
        ),
        (
            "x,terbilang,,,,,,berat,",
            "aturan.csv, baris 2, kolom bobot: bobot “berat” tidak dikenal",
        ),
        (",terbilang,,,,,,,", "aturan.csv, baris 2, kolom id: id aturan kosong"),
        (
            "x,terbilang,,,,,,,\nx,terbilang,,,,,,,",
            "aturan.csv, baris 3, kolom id: id aturan “x” sudah dipakai",
        ),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(
    rule: str,
    message: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET)}, rule + "\n")
    assert main(["check", "--data", str(folder)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"Galat: {message}")
    assert captured.err.endswith("1 galat\n")
    assert captured.out == ""


def test_an_unknown_column_of_the_rules_is_refused(folder: Path) -> None:
    write_folder(
        folder,
        {"p": (MONEY, BUDGET)},
        "",
        more={"aturan.csv": "id,jenis,tabel,kolum\nx,urut,p,no\n"},
    )
    with pytest.raises(InputError) as caught:
        run_check(folder)
    assert str(caught.value).startswith(
        "aturan.csv, baris 1: kolom “kolum” tidak dikenal\n  → kolom berkas ini: id,"
    )


def test_an_exclusion_holds_for_pairs_and_for_two_tables(folder: Path) -> None:
    other = BUDGET.replace(",,Program A,300000", ",x,Program A,300001").replace("400000", "400001")
    rows = BUDGET.replace(",,Program A", ",x,Program A")
    report = run_check(
        write_folder(
            folder, {"p": (MONEY, rows), "q": (MONEY, other)}, "s,sama,p q,,rp_2* !rp_2022,,,,\n"
        )
    )
    assert [f.column for f in report.findings if f.rule == "s"] == ["rp_2021"]


def test_the_tolerance_may_have_a_decimal_comma(folder: Path) -> None:
    rows = BUDGET.replace("300000", "300001")
    rule = 'anak,jumlah_anak,p,tingkat=program,rp_*,,"0,5",,\n'
    assert run_check(write_folder(folder, {"p": (MONEY, rows)}, rule)).findings == ()


# --- Kinds from elsewhere ------------------------------------------------------------------------------------------------


@kind("uji_tidak_turun")
def check_growth(document: Document, rule: Rule) -> Iterator[Comparison]:
    """Each amount of the row is at least the one before it."""
    for table in rule.select_tables(document):
        for row in rule.select_rows(table):
            refs = [Ref(table, row, kolom) for kolom in rule.select_columns(table)]
            for before, after in pairwise(refs):
                if before.angka is not None and after.angka is not None:
                    outcome = Outcome.HOLDS if after.angka >= before.angka else Outcome.DIFFERS
                    yield Comparison(
                        rule,
                        after,
                        (before,),
                        outcome,
                        before.angka,
                        f"tidak boleh di bawah {before.kolom}",
                    )


def test_a_kind_from_another_module_works(folder: Path) -> None:
    rows = BUDGET.replace("400000", "290000")
    report = run_check(
        write_folder(folder, {"p": (MONEY, rows)}, "naik,uji_tidak_turun,p,,rp_2*,,,,\n")
    )
    assert say_rules(report) == (
        "error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 290.000, tidak boleh di bawah rp_2021 300.000, "
        "selisih -10.000"
    )
    assert (report.holds, [cell.ref.key for cell in report.uncovered]) == (
        2,
        [("p", "a", "rp_akhir"), ("p", "b", "rp_akhir"), ("p", "c", "rp_akhir")],
    )


# --- Reports ---------------------------------------------------------------------------------------------------------------

SPOILED = BUDGET.replace("400000", "400001")


def test_the_json_has_exactly_the_agreed_keys(folder: Path) -> None:
    report = run_check(
        write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN, numbers={"p": "6.1"})
    )
    value = json.loads(report_json(report))
    assert set(value) == {"summary", "findings", "rules", "coverage", "unanswered"}
    assert {"summary": value["summary"], "findings": value["findings"]} == {
        "summary": {
            "rules": 1,
            "holds": 2,
            "error": 1,
            "warning": 0,
            "info": 0,
            "waived": 0,
            "waived_errors": 0,
        },
        "findings": [
            {
                "rule": "anak",
                "severity": "error",
                "table": "6.1",
                "row": "Program A",
                "column": "rp_2022",
                "file": "tabel/p.csv",
                "line": 2,
                "expected": "400000",
                "actual": "400001",
                "difference": "1",
                "message": "Program A: tercetak 400.001, sedangkan 2 rinciannya berjumlah 400.000, selisih 1 = "
                "150.000 (baris 3, Kegiatan B) + 250.000 (baris 4, Kegiatan C)",
                "hint": "",
                "waived": False,
                "reason": "",
            }
        ],
    }


def test_the_text_groups_counts_and_lays_the_sum_out(folder: Path) -> None:
    report = run_check(
        write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN, numbers={"p": "6.1"})
    )
    assert report_text(report) == (
        "anak (1 galat)\n"
        "  galat: Tabel 6.1, Program A: tercetak 400.001, sedangkan 2 rinciannya berjumlah 400.000, selisih 1\n"
        "    di tabel/p.csv, baris 2, kolom rp_2022\n"
        "    = 150.000 (baris 3, Kegiatan B) + 250.000 (baris 4, Kegiatan C)\n"
        "\n"
        "1 aturan dijalankan; perbandingan: berbeda 1, cocok 2\n"
        "Temuan yang belum ditindaklanjuti: 1 galat; dikecualikan: 0\n"
        "Galat: perbaiki salah satu angkanya, atau catat sebagai pengecualian yang beralasan (renstra waive)\n"
        "Bukti angka rupiah: 6 dari 9 didukung perbandingan yang cocok (6 oleh jumlah), "
        "3 hanya dibandingkan dengan hasil berbeda, 0 tidak terbukti apa pun\n"
        "Bukti semua angka: 6 dari 9 didukung perbandingan yang cocok (6 oleh jumlah), "
        "3 hanya dibandingkan dengan hasil berbeda, 0 tidak terbukti apa pun\n"
        "  ke bawah: cocok 6, berbeda 3\n"
        "  mendatar: tanpa pembanding 9\n"
        "  tabel lain: tanpa pembanding 9\n"
        "  naskah: tanpa pembanding 9\n"
        "Jangkauan: 1 aturan dari 1 jenis atas 3 sel, baris atau blok\n"
        "Cakupan: 9 dari 9 angka rupiah dibandingkan oleh sedikitnya satu aturan"
    )


@pytest.mark.parametrize(("parts", "lines"), [(1, 0), (2, 1), (12, 1), (13, 0)])
def test_a_sum_of_two_to_twelve_parts_is_laid_out(parts: int, lines: int, folder: Path) -> None:
    rows = "id,tingkat,induk,uraian,rp_2021\na,program,,Program A,1\n" + "".join(
        f"k{at},kegiatan,a,Kegiatan,{at}0\n" for at in range(1, parts + 1)
    )
    table = {"p": ("uraian:teks rp_2021:rupiah", rows)}
    rule = "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n"
    text = report_text(run_check(write_folder(folder, table, rule)))
    laid_out = " + ".join(f"{at}0 (baris {at + 2}, Kegiatan)" for at in range(1, parts + 1))
    assert f"{parts} rinciannya berjumlah" in text
    assert text.count(f"    = {laid_out}\n") == lines
    assert text.count("    = ") == lines


def test_the_report_names_the_amounts_that_no_rule_covers(folder: Path) -> None:
    rule = "anak,jumlah_anak,p,tingkat=program,rp_2021,,,,\n"
    rows = "id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir\na,program,,,Program A,,5,\nb,kegiatan,a,,B,5,,\n"
    lines = report_text(run_check(write_folder(folder, {"p": (MONEY, rows)}, rule))).splitlines()
    assert lines[-3:] == [
        "Cakupan: 0 dari 2 angka rupiah dibandingkan oleh sedikitnya satu aturan",
        "  tanpa pembanding: tabel/p.csv, baris 2, kolom rp_2022: Program A — tidak ada aturan untuk sel ini",
        "  tanpa pembanding: tabel/p.csv, baris 3, kolom rp_2021: B — pembandingnya: jumlah tidak tercetak",
    ]


def test_a_rule_that_is_idle_in_one_of_its_tables_is_told(folder: Path) -> None:
    lost = BUDGET.replace("a,program", "a,")
    report = run_check(
        write_folder(
            folder, {"p": (MONEY, BUDGET), "q": (MONEY, lost)}, CHILDREN.replace(",p,", ",p q,")
        )
    )
    assert say_rules(report) == (
        "warning: aturan.csv, baris 2: aturan “anak” tidak membandingkan apa pun di tabel “q”: "
        "tidak ada baris “tingkat=program”; tingkat yang ada: (kosong), kegiatan\n"
        "  → periksa kolom tingkat, induk dan entitas tabel itu"
    )


def test_amounts_without_any_rule_are_told(folder: Path) -> None:
    assert say_rules(run_check(write_folder(folder, {"p": (MONEY, BUDGET)}, ""))) == (
        "warning: aturan.csv: tidak ada aturan: tidak ada jumlah yang diperiksa\n"
        "  → tulis aturan di aturan.csv; contohnya di docs/aturan.md"
    )


def test_a_broken_expression_is_told_by_check_beside_the_sums(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(
        folder, {"p": (MONEY, SPOILED)}, CHILDREN, prose="x,paragraf,,,,,{{ nilai('p') }}\n"
    )
    assert main(["check", "--data", str(folder), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["rule"], finding["file"], finding["line"]) for finding in found] == [
        ("baca", "naskah/01.csv", 3),
        ("anak", "tabel/p.csv", 2),
    ]


def test_many_uncovered_amounts_are_counted_not_listed(folder: Path) -> None:
    rows = "id,tingkat,induk,entitas,uraian,rp_2021,rp_2022,rp_akhir\n" + "".join(
        f"r{number},program,,,Program {number},5,,\n" for number in range(30)
    )
    report = run_check(write_folder(folder, {"p": (MONEY, rows)}, ""))
    assert report_text(report).splitlines()[-1] == "  … dan 10 lagi (pakai --semua)"
    assert report_text(report, everything=True).count("  tanpa pembanding: ") == 30


def test_the_command_tells_the_remarks_of_reading_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET.replace(",kegiatan,", ",Kegiatn,"))}, CHILDREN)
    assert main(["check", "--data", str(folder), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["warning"] == 2
    assert [
        (found["rule"], found["line"], found["message"], found["hint"])
        for found in report["findings"]
    ] == [
        ("baca", line, "tingkat “Kegiatn” tidak dikenal", "mungkin maksudnya kegiatan")
        for line in (3, 4)
    ]


@pytest.mark.parametrize(
    ("rows", "bobot", "code"),
    [
        (BUDGET, "", 0),
        (SPOILED, "", 1),
        (SPOILED, "warning", 0),
        (SPOILED, "info", 0),
        ("id,tingkat\n", "", 2),
    ],
)
def test_the_exit_code_says_whether_a_build_would_stop(
    rows: str, bobot: str, code: int, folder: Path
) -> None:
    write_folder(
        folder, {"p": (MONEY, rows)}, f"anak,jumlah_anak,p,tingkat=program,rp_*,,,{bobot},\n"
    )
    assert main(["check", "--data", str(folder), "--format", "json"]) == code


def test_a_report_goes_into_a_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, SPOILED)}, CHILDREN)
    target = tmp_path / "laporan.json"
    assert main(["check", "--data", str(folder), "--format", "json", "--output", str(target)]) == 1
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["error"] == 1
    assert capsys.readouterr().out == f"Laporan: {target}\n"


def test_input_that_cannot_be_read_is_json_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(folder, {"p": (MONEY, BUDGET)}, "x,salah,p,,,,,,\n")
    assert main(["check", "--data", str(folder), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (
        found["summary"]["error"],
        found["findings"][0]["file"],
        found["findings"][0]["line"],
    ) == (
        1,
        "aturan.csv",
        2,
    )


# --- Laws ------------------------------------------------------------------------------------------------------------------

YEARS = ("rp_2021", "rp_2022")
LAW_RULES = (
    "program,jumlah_anak,p,tingkat=program,rp_*,,,,\n"
    "kegiatan,jumlah_anak,p,tingkat=kegiatan,rp_*,,,,\n"
    "akhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n"
)
amounts = st.tuples(st.integers(1, 10**12), st.integers(1, 10**12))
trees = st.lists(
    st.lists(st.lists(amounts, min_size=1, max_size=4), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
Tree = list[list[list[tuple[int, int]]]]


def to_rows(tree: Tree) -> list[list[str]]:
    """Lay a tree of programs, activities and parts out as rows whose sums hold."""

    def line(key: str, level: str, parent: str, pairs: list[tuple[int, int]]) -> list[str]:
        first, second = (sum(pair[year] for pair in pairs) for year in (0, 1))
        return [
            key,
            level,
            parent,
            "",
            f"Baris {key}",
            str(first),
            str(second),
            str(first + second),
        ]

    rows: list[list[str]] = []
    for p, program in enumerate(tree):
        rows.append(
            line(f"p{p}", "program", "", [pair for kegiatan in program for pair in kegiatan])
        )
        for k, kegiatan in enumerate(program):
            rows.append(line(f"p{p}k{k}", "kegiatan", f"p{p}", kegiatan))
            rows += [
                line(f"p{p}k{k}s{s}", "sub_kegiatan", f"p{p}k{k}", [pair])
                for s, pair in enumerate(kegiatan)
            ]
    return rows


def to_document(rows: list[list[str]], folder: Path) -> Document:
    text = BUDGET.splitlines()[0] + "\n" + "".join(",".join(row) + "\n" for row in rows)
    document, findings = compose_partly(
        load_project(write_folder(folder, {"p": (MONEY, text)}, LAW_RULES))
    )
    assert findings == ()
    return document


@settings(max_examples=40, deadline=None)
@given(tree=trees)
def test_a_hierarchy_that_adds_up_gives_no_finding(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = check_document(to_document(to_rows(tree), tmp_path_factory.mktemp("data")))
    assert (report.findings, report.uncovered) == ((), ())
    assert set(report.outcomes) == {Outcome.HOLDS}


@settings(max_examples=60, deadline=None)
@given(tree=trees, data=st.data())
def test_any_changed_amount_is_found(
    tree: Tree, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = to_rows(tree)
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from((5, 6, 7)))
    row[column] = str(
        data.draw(st.integers(0, 10**13).filter(lambda value: str(value) != row[column]))
    )
    report = check_document(to_document(rows, tmp_path_factory.mktemp("data")))
    kolom = (*YEARS, "rp_akhir")[column - 5]
    named = {(row[0], kolom), (row[2], kolom), (row[0], "rp_akhir")}
    assert {(finding.row_id, finding.column) for finding in report.findings} & named
    assert all(finding.severity is Severity.ERROR for finding in report.findings)
    assert {(finding.row_id, finding.column) for finding in report.findings} <= named


@settings(max_examples=25, deadline=None)
@given(tree=trees, seed=st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter_to_the_sums(
    tree: Tree, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = to_rows(tree)
    rows[0][5] = str(int(rows[0][5]) + 9)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
    found = [
        {
            (finding.rule, finding.row_id, finding.column, finding.expected, finding.actual)
            for finding in report.findings
            if finding.rule != "struktur"  # where a row is printed is judged apart
        }
        for report in (
            check_document(to_document(order, tmp_path_factory.mktemp("data")))
            for order in (rows, shuffled)
        )
    ]
    assert found[0] == found[1] != set()


# --- The published document ------------------------------------------------------------------------------------------------


def read_amounts(table: str) -> dict[str, dict[str, str]]:
    with (SHIPPED / "tabel" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def number(text: str) -> int | None:
    """Read an amount by itself: an empty cell is none, a dash is 0."""
    return None if not text else 0 if text == "-" else int(text)


@pytest.fixture(scope="module")
def shipped() -> CheckReport:
    return run_check(SHIPPED)


def list_differing_sums(table: str, columns: tuple[str, ...]) -> set[tuple[str, str, str, str]]:
    """List by plain arithmetic each parent whose printed children do not add up to it: row, column, sum, printed.

    Where a child prints nothing a smaller sum proves nothing.
    """
    rows = read_amounts(table)
    children = defaultdict(list)
    for row in rows.values():
        is_program_now = (
            row["tingkat"] != "program" or not row["kode"]
        )  # the urusan row adds the old programs up
        if row["tingkat"] != "indikator" and (
            rows.get(row["induk"], {}).get("tingkat") != "urusan" or is_program_now
        ):
            children[row["induk"]].append(row)
    found = set()
    for parent, parts in children.items():
        if not parent or rows[parent]["tingkat"] not in ("urusan", "program", "kegiatan"):
            continue
        for column in columns:
            whole, values = number(rows[parent][column]), [number(part[column]) for part in parts]
            printed = [value for value in values if value is not None]
            if whole is None or not printed or sum(printed) == whole:
                continue
            if sum(printed) > whole or None not in values:
                found.add((parent, column, str(sum(printed)), str(whole)))
    return found


SUM_RULES = {"urusan-program", "program-kegiatan", "kegiatan-sub"}
PERIOD = ("rp_2017", "rp_2018", "rp_2019", "rp_2020", "rp_2021", "rp_2022")


@pytest.mark.parametrize(
    ("table", "years"), [("program-rpjmd", PERIOD), ("program-renstra", PERIOD[:5])]
)
def test_every_sum_that_differs_is_found(
    table: str, years: tuple[str, ...], shipped: CheckReport
) -> None:
    independent = list_differing_sums(table, (*years, "rp_akhir"))
    found = {
        (finding.row_id, finding.column, finding.expected, finding.actual): finding.severity
        for finding in shipped.findings
        if finding.rule in SUM_RULES and finding.place.file == f"tabel/{table}.csv"
    }
    assert independent - set(found) == set()
    surplus = set(found) - independent  # a part left empty that should print: said as a remark
    assert {found[key] for key in surplus} <= {Severity.WARNING}


def test_the_published_document_has_26_sums_per_year_that_differ(shipped: CheckReport) -> None:
    found = [
        f for f in shipped.findings if f.rule in SUM_RULES and f.column != "rp_akhir" and f.actual
    ]
    independent = [
        *list_differing_sums("program-rpjmd", PERIOD),
        *list_differing_sums("program-renstra", PERIOD[:5]),
    ]
    remarks = [(f.row_id, f.column) for f in found if f.severity is Severity.WARNING]
    assert len(found) == 26
    assert len(independent) == 25
    assert remarks == [
        ("p-sarana-prasarana-aparatur", "rp_2018")
    ]  # one of its two parts prints no amount


def test_every_period_total_that_differs_is_found(shipped: CheckReport) -> None:
    independent = set()
    for key, row in read_amounts("program-rpjmd").items():
        total, years = number(row["rp_akhir"]), [number(row[year]) for year in PERIOD]
        printed = [value for value in years if value is not None]
        if total is not None and printed and sum(printed) != total:
            independent.add((key, str(sum(printed)), str(total)))
    found = {(f.row_id, f.expected, f.actual) for f in shipped.findings if f.rule == "akhir-rupiah"}
    assert found == independent


def test_every_difference_between_6_1_and_6_2_is_found(shipped: CheckReport) -> None:
    twins = {
        row["entitas"]: row for row in read_amounts("program-rpjmd").values() if row["entitas"]
    }
    independent = set()
    for key, row in read_amounts("program-renstra").items():
        other = twins.get(row["entitas"])
        if other is None:
            continue
        pairs = [(year, year) for year in PERIOD[:5]]
        pairs.append(("rp_akhir", "rp_2022" if row["kode"] else "rp_akhir"))
        for mine, theirs in pairs:
            left, right = number(row[mine]), number(other[theirs])
            if left is not None and right is not None and left != right:
                independent.add((key, mine, str(right), str(left)))
    found = {
        (f.row_id, f.column, f.expected, f.actual)
        for f in shipped.findings
        if f.rule.startswith("sama-") and f.severity == "error" and f.column.startswith("rp_")
    }
    assert found == independent


def test_every_ratio_is_judged(shipped: CheckReport) -> None:
    independent = set()
    for table in ("capaian", "capaian-perubahan"):
        for key, row in read_amounts(table).items():
            for year in ("2017", "2018", "2019"):
                printed = row[f"rasio_{year}"]
                exact = Decimal(row[f"realisasi_{year}"]) / Decimal(row[f"target_{year}"]) * 100
                step = Decimal(1).scaleb(-len(printed.partition(".")[2]))
                if abs(exact - Decimal(printed)) > step / 2:
                    severity = "info" if 0 <= exact - Decimal(printed) < step else "error"
                    independent.add((table, key, f"rasio_{year}", severity))
    found = {
        (
            f.place.file.removeprefix("tabel/").removesuffix(".csv"),
            f.row_id,
            f.column,
            f.severity.value,
        )
        for f in shipped.findings
        if f.rule == "rasio-capaian"
    }
    assert found == independent


def test_every_total_of_psks_is_judged(shipped: CheckReport) -> None:
    rows = [
        row for row in read_amounts("psks-aktif").values() if row["jumlah"] and row["laki_laki"]
    ]
    independent = {
        (row["id"], str(int(row["laki_laki"]) + int(row["perempuan"])), row["jumlah"])
        for row in rows
        if int(row["laki_laki"]) + int(row["perempuan"]) != int(row["jumlah"])
    }
    assert {
        (f.row_id, f.expected, f.actual) for f in shipped.findings if f.rule == "lp-psks"
    } == independent
    parts = [
        int(row["jumlah"]) for row in rows if row["induk"] == "psm" and row["tingkat"] != "jumlah"
    ]
    assert [
        (f.row_id, f.column, f.expected, f.actual)
        for f in shipped.findings
        if f.rule == "jumlah-psks"
    ] == [
        ("psm-total", "jumlah", str(sum(parts)), "151"),
        ("tksk-total", "laki_laki", "3", ""),
        ("tksk-total", "perempuan", "2", ""),
    ]


def test_the_shipped_data_builds(shipped: CheckReport, capsys: pytest.CaptureFixture[str]) -> None:
    assert {finding.severity for finding in shipped.open} == {Severity.INFO}
    assert all(finding.reason for finding in shipped.findings if finding.waived)
    assert main(["check", "--data", str(SHIPPED)]) == 0
    counts = f"Temuan yang belum ditindaklanjuti: {len(shipped.open)} catatan; dikecualikan: {len(shipped.findings) - len(shipped.open)}, "
    assert counts in capsys.readouterr().out


def test_every_waiver_has_its_finding(shipped: CheckReport) -> None:
    with (SHIPPED / "pengecualian.csv").open(encoding="utf-8", newline="") as stream:
        waivers = list(csv.DictReader(stream))
    assert len(waivers) == sum(finding.waived for finding in shipped.findings)
    told = [finding for finding in shipped.findings if finding.rule == "pengecualian"]
    assert {finding.severity for finding in told} == {Severity.INFO}  # alike, but for the figures
    assert all(
        waiver["alasan"] and waiver["diputuskan_oleh"] and waiver["tanggal"] for waiver in waivers
    )


def test_every_published_amount_stands_under_a_rule(shipped: CheckReport) -> None:
    assert (shipped.amounts, shipped.uncovered) == (495, ())


def test_a_new_discrepancy_stops_the_build_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, output = tmp_path / "data", tmp_path / "keluaran.docx"
    shutil.copytree(SHIPPED, data)
    table = data / "tabel" / "program-rpjmd.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        text.replace("11 orang,292863324,", "11 orang,292863342,", 1), encoding="utf-8"
    )
    template = str(REPOSITORY / "templates" / "renstra.docx")
    before = sorted(tmp_path.rglob("*"))
    assert (
        main(["build", "--data", str(data), "--template", template, "--output", str(output)]) == 1
    )
    errors = capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before
    assert (
        "tercetak 305.228.004, sedangkan 3 rinciannya berjumlah 305.228.022, selisih -18" in errors
    )
    assert (
        "→ dua angka tertukar pada baris 43 kolom rp_2021? 292.863.342 menjadi 292.863.324"
        in errors
    )
    assert main(["check", "--data", str(data)]) == 1


# --- Speed -----------------------------------------------------------------------------------------------------------------


def test_a_cell_may_be_changed_in_memory(folder: Path) -> None:
    """The benchmark of slips rests on this: a Document is a value, and the checks read nothing else."""
    document = compose_partly(load_project(write_folder(folder, {"p": (MONEY, BUDGET)}, CHILDREN)))[
        0
    ]
    table: Table = document.tables["p"]
    row: Row = table.rows[1]
    cells = (row.cells[0], Cell("100001", Besaran(100001)), *row.cells[2:])
    changed = replace(table, rows=(table.rows[0], replace(row, cells=cells), *table.rows[2:]))
    found: tuple[Finding, ...] = check_document(replace(document, tables={"p": changed})).findings
    assert [(finding.row_id, finding.column, finding.difference) for finding in found] == [
        ("a", "rp_2021", "-1")
    ]
    assert check_document(document).findings == ()


# --- docs/aturan.md ----------------------------------------------------------------------------------------------------------

GUIDE = (REPOSITORY / "docs" / "aturan.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^### `(\w+)`\n(.*?)(?=^#)", GUIDE, re.MULTILINE | re.DOTALL)


def test_every_kind_is_documented_once() -> None:
    own = {
        name for name, function in kinds().items() if function.__module__.startswith("renstra_doc.")
    }
    assert sorted(name for name, _ in SECTIONS) == sorted(own)


@pytest.mark.parametrize(("name", "text"), SECTIONS, ids=[name for name, _ in SECTIONS])
def test_the_documented_example_runs(name: str, text: str, shipped: CheckReport) -> None:
    (example,) = re.findall(r"```csv\n(.*)\n```", text)
    (message,) = re.findall(r"^> (.*)$", text, re.MULTILINE)
    source, problems = parse_table(RULE_HEADER + example + "\n", "aturan.csv")
    assert source is not None
    assert problems == []
    document = read_document(SHIPPED)[0]
    rules, faults = read_rules(source, document.tables)
    assert faults == ()
    report = check_document(replace(document, rules=rules))
    assert [record["jenis"] for _, record in source.records()] == [name]
    assert [finding for finding in report.findings if finding.rule == "aturan"] == []
    said = {finding.message for finding in shipped.findings}
    assert message in said or any(f": {message}\n" in case.said for case in (*CASES, *PROSE_CASES))


def test_the_documented_columns_are_those_of_the_file() -> None:
    table = GUIDE.split("## Kolom `aturan.csv`")[1].split("**Syarat")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [
        *RULE_HEADER.strip().split(","),
        "catatan",
    ]


def test_the_documented_kind_works(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(code.replace('"tidak_turun"', '"uji_dari_panduan"'), {})  # noqa: S102 — our own guide
    rows = BUDGET.replace("400000", "290000")
    report = run_check(
        write_folder(folder, {"p": (MONEY, rows)}, "naik,uji_dari_panduan,p,,rp_2*,,,,\n")
    )
    assert [f.difference for f in report.findings if f.rule == "naik"] == ["-10000"]


def test_an_installed_package_brings_its_kinds(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "paket"
    (packages / "paket_uji-1.dist-info").mkdir(parents=True)
    entry = "[renstra_doc.aturan]\nuji = paket_uji_aturan\n"
    (packages / "paket_uji-1.dist-info" / "entry_points.txt").write_text(entry, encoding="utf-8")
    (packages / "paket_uji-1.dist-info" / "METADATA").write_text(
        "Name: paket-uji\nVersion: 1\n", encoding="utf-8"
    )
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    module = code.replace('"tidak_turun"', '"uji_terpasang"')
    (packages / "paket_uji_aturan.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(str(packages))
    report = run_check(
        write_folder(folder, {"p": (MONEY, BUDGET)}, "naik,uji_terpasang,p,,rp_2*,,,,\n")
    )
    assert (report.holds, say_rules(report)) == (3, "")
