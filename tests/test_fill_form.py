"""`renstra diff --isi`: the form matriks-perubahan, filled from two editions of a document."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from amendments import AMENDMENTS, DATA, EXAMPLE, amend, read_rows, write_rows

from renstra_doc.cli import main

Capture = pytest.CaptureFixture[str]
ROUNDED = 3


def start(folder: Path, period: str, capsys: Capture) -> Path:
    """Begin a project of the form; out: its data folder."""
    main(["new", str(folder), "--bentuk", "matriks-perubahan", "--periode", period])
    capsys.readouterr()
    return folder / "data"


def fill(old: Path, new: Path, form: Path, *more: str) -> int:
    return main(["diff", str(old), str(new), "--isi", str(form.parent), *more])


def read_table(form: Path, name: str) -> list[str]:
    """Return a table as lines, its cells parted by bars."""
    with (form / "tabel" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return ["|".join(row) for row in csv.reader(stream)]


def change_goal(folder: Path, key: str, **values: str) -> None:
    place = folder / "tabel" / "tujuan-sasaran-perubahan.csv"
    rows = read_rows(place)
    for row in rows:
        if row["id"] == key:
            row.update(values)
    write_rows(place, rows)


def test_goals_that_changed_are_told_with_their_sasaran(tmp_path: Path, capsys: Capture) -> None:
    new = amend("pagu", tmp_path / "data")
    change_goal(new, "pmks-tertangani", indikator="d. Cakupan PMKS tertangani", target_2022="95%")
    change_goal(new, "rts-keluar-dtks", target_tujuan="55%", target_2021="0.9%")
    form = start(tmp_path / "matriks", "2017-2021", capsys)

    assert fill(DATA, new, form) == 0

    told = capsys.readouterr().out
    assert "Dari     : Tabel 6.1 Rencana Program Kegiatan dan Pendanaan" in told
    assert "Tabel 4.2 Setelah Perubahan Tujuan dan Sasaran" in told
    assert "Tidak dipakai: program-rpjmd (TABEL 6.2 " in told
    psks = (
        "2.Meningkatnya Pemberdayaan Potensi dan Sumber Kesejahteraan Sosial (PSKS)"
        " dalam penyelenggaraan kesejahteraan sosial."
    )
    goal = "Meningkatnya Kesejahteraan Penyandang Masalah Kesejahteraan Sosial (PMKS)"
    independence = (
        "1.Meningkatnya kemandirian Penyandang Masalah Kesejahteraan Sosial (PMKS)|"
        "Persentase Rumah Tangga Sasaran (RTS) yang keluar dari basis data terpadu."
    )
    name = "Persentase penurunan Angka Kemiskinan"
    same = independence.partition("|")[2]
    assert [
        line.partition("-")[2].partition("|#|")[2] for line in read_table(form, "indikator")[1:]
    ] == [
        f"{goal}|{name}|{name}|50%|55%|",
        f"{independence}|{same}|1.00%|1.00%|Target 2021 0.8% menjadi 0.9%",
        f"{psks}|d. Persentase PMKS yang tertangani oleh PSKS|d. Cakupan PMKS tertangani|100%|95%|",
    ]


def test_unchanged_goals_are_said_to_be_so(tmp_path: Path, capsys: Capture) -> None:
    form = start(tmp_path / "matriks", "2017-2021", capsys)

    assert fill(DATA, amend("pagu", tmp_path / "data"), form) == 0

    assert read_table(form, "indikator")[1:] == [
        "tetap|#|Tujuan, sasaran, dan indikator tidak berubah|||||"
    ]


def test_without_tables_of_goals_the_placeholders_stay_and_that_is_said(
    tmp_path: Path, capsys: Capture
) -> None:
    form = start(tmp_path / "matriks", "2024-2026", capsys)

    assert fill(EXAMPLE, amend("pindah-bidang", tmp_path / "data"), form) == 0

    assert "[tujuan atau sasaran]" in read_table(form, "indikator")[1]
    told = capsys.readouterr().out
    assert "indikator.csv; kedua versi tidak memuat tabel tujuan dan sasaran" in told


def test_the_table_of_programs_is_the_one_that_is_named(tmp_path: Path, capsys: Capture) -> None:
    form = start(tmp_path / "matriks", "2017-2021", capsys)
    new = amend("pagu", tmp_path / "data")

    assert fill(DATA, new, form, "--tabel", "pegawai") == 2
    told = capsys.readouterr().err
    assert "tabel program “pegawai” tidak ada dalam kedua versi" in told
    assert "pilih salah satu: program-renstra, program-rpjmd" in told
    assert fill(DATA, new, form, "--tabel", "program-renstra") == 0
    assert "Dari     : Tabel 6.1 " in capsys.readouterr().out


def test_reasons_that_were_written_stay(tmp_path: Path, capsys: Capture) -> None:
    form = start(tmp_path / "matriks", "2024-2026", capsys)
    new = amend("baru-dan-dihapus", tmp_path / "data")
    assert fill(EXAMPLE, new, form) == 0
    place = form / "tabel" / "program.csv"
    rows = read_rows(place)
    written = next(row for row in rows if row["id"] == "penunjang-arsip")
    assert written["alasan"] == ""
    written["alasan"] = "Tertib arsip, *sesuai* LKE"
    write_rows(place, rows)

    assert fill(EXAMPLE, new, form) == 0

    kept = {row["id"]: row["alasan"] for row in read_rows(place)}
    assert kept["penunjang-arsip"] == "Tertib arsip, *sesuai* LKE"
    assert kept["penunjang-umum"] == "Mengikuti rincian"


def test_undo_brings_back_what_was(tmp_path: Path, capsys: Capture) -> None:
    form = start(tmp_path / "matriks", "2024-2026", capsys)
    first = {path.name: path.read_bytes() for path in (form / "tabel").iterdir()}
    assert fill(EXAMPLE, amend("indikator", tmp_path / "data"), form) == 0
    assert {path.name: path.read_bytes() for path in (form / "tabel").iterdir()} != first

    assert main(["batal", "--data", str(form)]) == 0

    assert {path.name: path.read_bytes() for path in (form / "tabel").iterdir()} == first


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--isi", "x", "--format", "json"], "--format tidak dipakai bersama --isi"),
        (["--isi", "x", "--output", "y.docx"], "--output tidak dipakai bersama --isi"),
        (["--tabel", "program"], "--tabel hanya dipakai bersama --isi FOLDER"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    given: list[str], said: str, capsys: Capture
) -> None:
    assert main(["diff", str(DATA), str(DATA), *given]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name in AMENDMENTS if AMENDMENTS[name][0] == EXAMPLE])
def test_the_filled_form_holds_its_own_rules(name: str, tmp_path: Path, capsys: Capture) -> None:
    form = start(tmp_path / "matriks", "2024-2026", capsys)

    assert fill(EXAMPLE, amend(name, tmp_path / "data"), form) == 0

    capsys.readouterr()
    main(["check", "--data", str(form), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    # The example prints thousands: its sums differ by what was rounded.
    wrong = [
        (one["rule"], one["row"], one["column"], one["difference"])
        for one in found
        if one["rule"] in ("pagu", "selisih", "persen", "sama-pagu", "jumlah-pagu")
        and abs(Decimal(one["difference"] or 0)) > ROUNDED
    ]
    assert wrong == []
    rows = read_rows(form / "tabel" / "program.csv")
    shares = {row["persen"] for row in rows if row["tingkat"] == "program"}
    # What went to a program of another bidang urusan is lost to its own one; nothing else is.
    assert ("-100.00" in shares) == (name == "gabung-program")
