"""What no rule reads says so: columns of figures declared as text, years that are not printed, reasons that are none."""

from pathlib import Path

import pytest
from check_folder import run_check, say, write_folder

BUDGET = """id,tingkat,induk,uraian,rp_2021,rp_2022,rp_2023
p,program,,Program A,900,30,50
k1,kegiatan,p,Kegiatan Satu,10,10,20
k2,kegiatan,p,Kegiatan Dua,20,20,30
"""
SUM = "pagu,jumlah_anak,p,,rp_*,,,,\n"
SENTENCE = (
    "warning: tabel/kolom.csv, baris 3, kolom jenis: kolom rp_2021 berisi angka tetapi berjenis {}"
)


def columns(jenis: str) -> str:
    return f"uraian:teks rp_2021:{jenis} rp_2022:rupiah rp_2023:rupiah"


@pytest.mark.parametrize("jenis", ["teks", "urut"])
def test_a_sum_that_does_not_read_a_column_of_figures_says_so(tmp_path: Path, jenis: str) -> None:
    told = say(run_check(write_folder(tmp_path, {"p": (columns(jenis), BUDGET)}, SUM)))
    assert SENTENCE.format(jenis) + ": aturan “pagu” tidak membacanya" in told


def test_it_is_told_without_a_rule_where_the_other_years_are_numbers(tmp_path: Path) -> None:
    table = {"p": (columns("teks"), BUDGET)}
    told = say(run_check(write_folder(tmp_path, table, "n,nomor_tabel,,,,,,,\n")))
    assert SENTENCE.format("teks") + ": tidak ada aturan yang membacanya" in told


def test_the_rule_of_another_table_does_not_read_it(tmp_path: Path) -> None:
    tables = {"q": (columns("rupiah"), BUDGET), "p": (columns("teks"), BUDGET)}
    told = say(run_check(write_folder(tmp_path, tables, SUM.replace(",p,", ",q,"))))
    assert (
        SENTENCE.replace("baris 3", "baris 7").format("teks")
        + (": tidak ada aturan yang membacanya")
        in told
    )


def test_half_a_column_of_figures_may_be_text(tmp_path: Path) -> None:
    rows = "id,uraian,hasil_2021,hasil_2022\na,Laut,5,1 ton\nb,Darat,rendah,2 ton\n"
    table = {"p": ("uraian:teks hasil_2021:teks hasil_2022:kuantitas", rows)}
    told = say(run_check(write_folder(tmp_path, table, "n,nomor_tabel,,,,,,,\n")))
    assert "berjenis teks" not in told


def test_figures_with_their_unit_are_figures_too(tmp_path: Path) -> None:
    rows = "id,uraian,hasil_2021,hasil_2022\na,Laut,982.4 ton,1004.9 ton\nb,Darat,-,198.0 ton\n"
    table = {"p": ("uraian:teks hasil_2021:teks hasil_2022:kuantitas", rows)}
    told = say(run_check(write_folder(tmp_path, table, "n,nomor_tabel,,,,,,,\n")))
    assert "kolom hasil_2021 berisi angka tetapi berjenis teks" in told


def test_a_column_of_words_may_be_text(tmp_path: Path) -> None:
    words = BUDGET.replace(",900,", ",sembilan,").replace(",10,10,", ",satu,10,")
    told = say(run_check(write_folder(tmp_path, {"p": (columns("teks"), words)}, SUM)))
    assert "berjenis teks" not in told


def test_a_year_that_is_not_printed_leaves_a_gap_that_is_told_once(tmp_path: Path) -> None:
    table = {"p": (columns("rupiah"), BUDGET.replace(",900,", ",30,"))}
    folder = write_folder(tmp_path, table, SUM + "tahun,tahun_kepala,,,,2021..2023,,,\n")
    assert say(run_check(folder)) == ""
    listed = folder / "tabel/kolom.csv"
    hidden = [
        line + "tidak" if "rp_2022" in line else line for line in listed.read_text().split("\n")
    ]
    listed.write_text("\n".join(hidden))
    told = say(run_check(folder))
    assert "tahun 2023 muncul setelah 2021" in told
    assert told.count("muncul setelah") == 1


@pytest.mark.parametrize(
    ("reason", "holds"),
    [
        ("Terbit demikian di naskah", True),
        ("Pagu perubahan belum dimuat di baris program", True),
        ("sesuai arahan pimpinan", False),
        ("permintaan kepala dinas", False),
        ("nanti akan diperbaiki", False),
        ("sudah diperiksa semua", False),
        ("asdf qwer zxcv", False),
    ],
)
def test_that_somebody_asked_for_it_or_will_mend_it_is_no_reason(
    tmp_path: Path, reason: str, holds: bool
) -> None:
    report = run_check(waive(tmp_path, reason, "Kepala Dinas"))
    assert [finding.waived for finding in report.findings if finding.rule == "pagu"] == [holds]
    assert ("tidak berarti, jadi pengecualian ini tidak berlaku" in say(report)) is not holds


@pytest.mark.parametrize(
    "reason", ["Program A pagu", "tercetak 900, seharusnya 30", "angka berbeda"]
)
def test_a_reason_that_only_repeats_the_finding_is_told(tmp_path: Path, reason: str) -> None:
    told = say(run_check(waive(tmp_path, reason, "Kepala Dinas")))
    assert f"alasan “{reason}” hanya mengulang temuannya" in told


def test_nobody_knows_who_decided_is_no_decision(tmp_path: Path) -> None:
    told = say(run_check(waive(tmp_path, "Terbit demikian di naskah", "tidak diketahui")))
    assert "diputuskan_oleh “tidak diketahui” tidak berarti" in told


def waive(folder: Path, reason: str, by: str) -> Path:
    line = f'pagu,p,p,rp_2021,30,900,"{reason}",{by},2022-01-29\n'
    return write_folder(folder, {"p": (columns("rupiah"), BUDGET)}, SUM, waivers=line)
