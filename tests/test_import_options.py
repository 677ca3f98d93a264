"""Every option of `renstra import` is obeyed, or refused with the kind of file that it is for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import PEGAWAI, WriteFolder
from test_workbook import edit, export_to, read_files, text_cell

from renstra_doc.cli import main
from renstra_doc.render import pages

WORKBOOK, WORD, FOREIGN = (
    "buku kerja hasil renstra export",
    "dokumen .docx hasil renstra build",
    "tabel asing, dengan --tabel ID",
)
REFUSED = [
    *((WORKBOOK, option, WORD) for option in ("--penulis", "--hanya")),
    (WORKBOOK, "--lembar", FOREIGN),
    (WORD, "--lembar", FOREIGN),
    *((WORD, option, WORKBOOK) for option in ("--timpa", "--dokumen-lain")),
    *((FOREIGN, option, WORKBOOK) for option in ("--timpa", "--dokumen-lain")),
    *((FOREIGN, option, WORD) for option in ("--penulis", "--hanya")),
]
FLAGS = ("--timpa", "--dokumen-lain")


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = data_folder()
    monkeypatch.chdir(folder.parent)
    return folder


def make_file(kind: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write a file of a kind; out: its name, and what says which kind it is."""
    if kind == WORKBOOK:
        return [str(export_to(Path("buku.xlsx"), data))]
    if kind == WORD:
        monkeypatch.setattr(pages, "find_engine", lambda: None)
        assert main(["build", "--output", "hasil.docx", "--draft"]) == 0
        return ["hasil.docx"]
    Path("asing.csv").write_text(PEGAWAI.replace("16 orang", "17 orang"), "utf-8")
    return ["asing.csv", "--tabel", "pegawai"]


@pytest.mark.parametrize(("kind", "option", "meant"), REFUSED)
def test_an_option_for_another_kind_of_file_is_refused(
    kind: str,
    option: str,
    meant: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = make_file(kind, data, monkeypatch)
    before = read_files(data)
    capsys.readouterr()

    code = main(["import", *words, "--ya", option, *([] if option in FLAGS else ["x"])])

    assert code == 2
    assert capsys.readouterr().err == (
        f"Galat: {option} hanya untuk {meant}; yang dibaca di sini {kind}\n"
        "  → lihat: renstra import --help\n"
    )
    assert read_files(data) == before


def read_report() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(Path("laporan.json").read_text("utf-8"))
    return report


def count(report: dict[str, Any]) -> list[int]:
    return [report[name] for name in ("in", "derived", "doubtful", "left_out")]


def test_the_report_of_a_workbook_names_each_cell_that_came_in(data: Path) -> None:
    book = export_to(Path("buku.xlsx"), data)
    long = "Naiknya kemandirian " * 9
    edit(book, "sasaran", ("F3", text_cell(long.strip())), ("I3", "<c><v>302457275</v></c>"))

    assert main(["import", str(book), "--ya", "--laporan", "laporan.json"]) == 0

    report = read_report()
    assert count(report) == [2, 0, 0, 0]
    assert report["items"] == [
        {
            "place": f"lembar sasaran, s1, {column}",
            "target": f"sasaran/s1/{column}",
            "old": old,
            "new": new,
            "state": "masuk",
            "author": "",
            "date": "",
            "remark": "",
        }
        for column, old, new in (
            ("uraian", "Meningkatnya kemandirian", long.strip()),
            ("pagu", "302457274", "302457275"),
        )
    ]


def test_the_report_of_a_workbook_names_rows_that_are_new(data: Path) -> None:
    book = export_to(Path("buku.xlsx"), data)
    row = (("A4", "s2"), ("B4", "sasaran"), ("C4", "t1"), ("F4", "Sasaran baru"))
    edit(book, "sasaran", *((place, text_cell(text)) for place, text in row))

    assert main(["import", str(book), "--ya", "--laporan", "laporan.json"]) == 0

    report = read_report()
    added = [(item["target"], item["old"], item["new"]) for item in report["items"]]
    assert added == [("sasaran/s2", "", "s2 | sasaran | t1 | Sasaran baru")]


def test_a_workbook_that_changes_nothing_has_an_empty_report(data: Path) -> None:
    book = export_to(Path("buku.xlsx"), data)

    assert main(["import", str(book), "--laporan", "laporan.json"]) == 0

    assert count(read_report()) == [0, 0, 0, 0]


def test_the_report_of_a_workbook_names_what_is_asked_and_what_is_left_out(data: Path) -> None:
    book = export_to(Path("buku.xlsx"), data)
    edit(book, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    table = data / "tabel" / "sasaran.csv"
    text = table.read_text("utf-8").replace("Meningkatnya kemandirian", "Turunnya")
    table.write_text(text, "utf-8")
    words = ["import", str(book), "--laporan", "laporan.json"]

    assert main([*words, "--pertanyaan", "tanya.csv"]) == 1

    asked = read_report()
    assert count(asked) == [0, 0, 1, 0]
    shown = {name: asked["items"][0][name] for name in ("target", "old", "new", "state", "remark")}
    assert shown == {
        "target": "sasaran/s1/uraian",
        "old": "Meningkatnya kemandirian",
        "new": "Naiknya kemandirian",
        "state": "ragu",
        "remark": "di folder data: Turunnya",
    }
    questions = Path("tanya.csv")
    questions.write_text(questions.read_text("utf-8").rstrip("\n") + "folder\n", "utf-8")

    assert main([*words, "--jawab", "tanya.csv", "--ya"]) == 0

    assert count(read_report()) == [0, 0, 0, 1]
    assert table.read_text("utf-8") == text


@pytest.mark.parametrize("report", ["data/laporan.json", "buku.xlsx"])
def test_a_report_never_replaces_what_was_read(report: str, data: Path) -> None:
    book = export_to(Path("buku.xlsx"), data)
    edit(book, "sasaran", ("F3", text_cell("Naiknya kemandirian")))
    content, before = book.read_bytes(), read_files(data)

    assert main(["import", str(book), "--ya", "--laporan", report]) == 2

    assert (book.read_bytes(), read_files(data)) == (content, before)
    assert not os.path.lexists("data/laporan.json")
