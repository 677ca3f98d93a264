"""A file that is nothing but slips is told like any other, in a bounded memory; causes first."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY

from renstra_doc.cli import main
from renstra_doc.finding import (
    MOST_ALIKE,
    Finding,
    FirstFindings,
    count_severities,
    reading_error,
    tell_first,
)
from renstra_doc.place import Place

DATA = REPOSITORY / "data"
EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
ROWS = 20_000


def copy_data(tmp_path: Path, source: Path, file: str, content: bytes) -> Path:
    """Return a copy of a data folder in which one file holds something else."""
    data = tmp_path / "data"
    shutil.copytree(source, data)
    (data / file).write_bytes(content)
    return data


def tell_row(line: int) -> Finding:
    return reading_error(Place("a.csv", line, "id"), f"id “x{line}” tidak sah", "ganti")


def test_of_each_kind_the_first_findings_are_kept_and_the_others_counted() -> None:
    findings = FirstFindings()
    findings += (tell_row(line) for line in range(2, ROWS + 2))
    findings.append(reading_error(Place("a.csv", 7, "nama"), "nama kosong", "isi"))

    told = findings.all()

    assert len(told) == MOST_ALIKE + 2
    assert told[-1].message == (
        "dan 19.000 temuan lain seperti ini, sampai baris 20001: id “x1002” tidak sah"
    )
    assert str(told[-1].place) == "a.csv, baris 1002, kolom id"
    assert count_severities(told) == "20001 galat"


def test_rows_told_one_by_one_are_told_the_same_way() -> None:
    assert (
        tell_first(range(2, ROWS + 2), tell_row)
        == FirstFindings(tell_row(line) for line in range(2, ROWS + 2)).all()
    )
    assert tell_first(range(2, 5), tell_row) == [tell_row(line) for line in range(2, 5)]


@pytest.mark.parametrize(
    "row",
    [b"x\n", b"x,x,x,x\n", b"id,no,jenis,jumlah\n"],
    ids=["pendek", "salah", "kepala"],
)
def test_a_table_of_slips_says_how_many_there_are_and_keeps_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: bytes
) -> None:
    head = (DATA / "tabel" / "pmks.csv").read_bytes().splitlines(keepends=True)[0]
    data = copy_data(tmp_path, DATA, "tabel/pmks.csv", head + row * ROWS)

    assert main(["check", "--data", str(data), "--format", "json"]) == 2

    printed = capsys.readouterr()
    found = json.loads(printed.out)["findings"]
    assert len(found) < 10 * MOST_ALIKE
    assert "temuan lain seperti ini, sampai baris" in json.dumps(found)
    assert "lagi di tabel/pmks.csv" in printed.err
    told = int(printed.err.splitlines()[-1].split()[0])
    assert told >= ROWS - 1


def test_of_thousands_of_empty_rows_the_first_are_told_and_the_others_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Excel leaves them, where a format reached down to the end of the sheet."""
    table = DATA / "tabel" / "pmks.csv"
    columns = table.read_text(encoding="utf-8").partition("\n")[0].count(",")
    rows = "".join(f"kosong-{number}{',' * columns}\n" for number in range(1_200))
    data = copy_data(tmp_path, DATA, "tabel/pmks.csv", table.read_bytes() + rows.encode())

    main(["check", "--data", str(data)])

    out = capsys.readouterr().out
    assert out.count("baris ini kosong") == 1_001
    assert "dan 200 temuan lain seperti ini, sampai baris" in out


@pytest.mark.parametrize("file", ["tabel/produksi.csv", "tabel/tabel.csv", "tabel/kolom.csv"])
@pytest.mark.parametrize("spoilt", ["biner", "kutip"])
def test_of_a_table_that_cannot_be_read_only_the_cause_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, spoilt: str
) -> None:
    content = (EXAMPLE / file).read_bytes()
    lines = content.splitlines(keepends=True)
    broken = content + b"\0" if spoilt == "biner" else b"".join([*lines[:2], b'"', *lines[2:]])
    data = copy_data(tmp_path, EXAMPLE, file, broken)

    assert main(["check", "--data", str(data)]) == 2

    told = capsys.readouterr().err
    assert told.startswith(f"Galat: {file}")
    assert "grafik.csv" not in told


LONG = "n" * 245
OUTPUTS = {
    "build": ["build", "--data", str(DATA), "--output", f"{LONG}.docx"],
    "check": ["check", "--data", str(DATA), "--output", f"{LONG}.txt"],
    "check docx": ["check", "--data", str(DATA), "--format", "docx", "--output", f"{LONG}.docx"],
    "text": ["text", str(DATA), "--output", f"{LONG}.md"],
    "diff": ["diff", str(DATA), str(DATA), "--output", f"{LONG}.txt"],
    "export": ["export", f"{LONG}.xlsx", "--data", str(DATA)],
    "new": ["new", LONG],
    "template new": ["template", "new", f"{LONG}.docx"],
}


@pytest.mark.parametrize("call", OUTPUTS)
def test_an_output_whose_path_is_too_long_is_told_with_a_way_forward(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(OUTPUTS[call]) == 2

    told = capsys.readouterr().err
    assert "240" in told
    assert "pendek" in told
    assert "Word atau Excel" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["pipa", "perangkat", "satu baris"])
@pytest.mark.parametrize("call", ["gabung", "jawab"])
def test_what_is_no_plain_file_is_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, call: str
) -> None:
    path = Path("/dev/zero") if what == "perangkat" else tmp_path / "masukan.csv"
    if what == "pipa":
        os.mkfifo(path)
    if what == "satu baris":
        path.write_text("x" * 2_000_000)
    data = copy_data(tmp_path, DATA, "catatan.txt", b"")
    before = (data / "tabel" / "pmks.csv").read_bytes()
    table = str(data / "tabel" / "pmks.csv")
    calls = {
        "gabung": ["gabung", str(path), str(path), str(path)],
        "jawab": ["import", table, "--tabel", "pmks", "--data", str(data), "--jawab", str(path)],
    }

    assert main(calls[call]) == 2

    assert path.name in capsys.readouterr().err
    assert (data / "tabel" / "pmks.csv").read_bytes() == before


@pytest.mark.parametrize("ending", ["docx", "csv"])
def test_a_name_with_controls_is_told_and_not_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    name = f"a\x1b[2Jb\x9b31mc\u202ed.{ending}"

    assert main(["verify", str(tmp_path / name)]) == 2

    assert f"a\\x1b[2Jb\\x9b31mc\\u202ed.{ending}" in capsys.readouterr().err
