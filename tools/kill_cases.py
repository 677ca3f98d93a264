"""The writing commands that the kill loops kill, and how a folder is made ready for each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from killed_process import call

from renstra_doc.files.zipfiles import read_zip, zip_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PHRASE = "jumlah penduduk miskin dan rentan"


@dataclass(frozen=True)
class Command:
    """A writing command: how its folder is made ready, its arguments, the file it writes elsewhere."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _folder: None
    output: str = ""
    changes_data: bool = False


def spoil(folder: Path) -> None:
    """Write every CSV file as Excel would, so that there is something to rewrite."""
    for path in (folder / "data").rglob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def edit_workbook(folder: Path) -> None:
    """Export the folder and change a text of the workbook."""
    book = folder / "buku.xlsx"
    call(folder, "export", "buku.xlsx")
    parts = read_zip(book)
    strings = parts["xl/sharedStrings.xml"]
    changed = strings.replace(PHRASE.encode(), PHRASE.upper().encode(), 1)
    book.write_bytes(zip_parts({**parts, "xl/sharedStrings.xml": changed}))


def open_findings(folder: Path) -> None:
    """Take the accepted discrepancies away, so that there are findings to write down."""
    path = folder / "data" / "pengecualian.csv"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[0] + b"\n")


def write_a_step(folder: Path) -> None:
    """Let a command write, so that there is something to undo."""
    spoil(folder)
    call(folder, "fmt")


def edit_theirs(folder: Path) -> None:
    """Make the folders of a merge: what both began with, and what the other has."""
    for name in ("dasar", "mereka"):
        shutil.copytree(folder / "data", folder / name)
    for path in (folder / "mereka" / "naskah").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(PHRASE, PHRASE.upper()), encoding="utf-8")


def write_foreign(folder: Path) -> None:
    """Write a foreign table with one new row for a table of the project."""
    text = "Jabatan,Jumlah\nPenyuluh Sosial Keliling,3\n"
    (folder / "asing.csv").write_text(text, encoding="utf-8")


def return_document(folder: Path) -> None:
    """Build the document and change a text of it, as in Word."""
    file = folder / "kembali.docx"
    call(folder, "build", "--output", file.name)
    parts = read_zip(file)
    body = parts["word/document.xml"]
    changed = body.replace(PHRASE.encode(), PHRASE.upper().encode(), 1)
    file.write_bytes(zip_parts({**parts, "word/document.xml": changed}))


DATA: Mapping[str, Command] = {
    "fmt": Command(("fmt",), spoil, changes_data=True),
    "import": Command(("import", "buku.xlsx", "--ya"), edit_workbook, changes_data=True),
    "import-tabel": Command(
        ("import", "asing.csv", "--tabel", "pegawai", "--ya"), write_foreign, changes_data=True
    ),
    "import-docx": Command(("import", "kembali.docx", "--ya"), return_document, changes_data=True),
    "waive": Command(("waive", "--peringatan"), open_findings, changes_data=True),
    "batal": Command(("batal",), write_a_step, changes_data=True),
    "gabung": Command(("gabung", "dasar", "data", "mereka"), edit_theirs, changes_data=True),
}
OUTPUT: Mapping[str, Command] = {
    "build": Command(("build", "--output", "keluar.docx"), output="keluar.docx"),
    "export": Command(("export", "keluar.xlsx"), output="keluar.xlsx"),
    "check": Command(
        ("check", "--format", "html", "--output", "keluar.html"), output="keluar.html"
    ),
    "diff": Command(
        ("diff", "data", "data", "--format", "html", "--output", "keluar.html"),
        output="keluar.html",
    ),
    "text": Command(("text", "--output", "keluar.md"), output="keluar.md"),
    "new": Command(("new", "baru"), output="baru"),
    "edisi": Command(("edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"), output="edisi"),
    "template": Command(("template", "new", "keluar.docx"), output="keluar.docx"),
}
WRITING: Mapping[str, Command] = {**DATA, **OUTPUT}
# What writes nothing, and what writes only by another command of these lists.
READING = frozenset({"verify", "panduan"})
# `buka` writes no data when it starts; a save in the browser goes through the same
# `files.journal.write_files` as an import. Its own requests are not killed here.
BY_OTHERS = {"watch": "build", "buka": "import"}


def list_known() -> frozenset[str]:
    """Return every command of these lists, by the name that the command line knows it by."""
    writing = {command.arguments[0] for command in WRITING.values()}
    return frozenset({*writing, *READING, *BY_OTHERS})
