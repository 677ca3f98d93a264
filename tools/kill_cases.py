"""The writing commands that the kill loops kill, and how a folder is made ready for each."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from killed_process import call
from xlsxwriter import Workbook

from renstra_doc.files.zipfiles import read_zip, zip_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PHRASE = "jumlah penduduk miskin dan rentan"
PERIOD = "2017-2022"
BESIDE = ("--pertanyaan", "tanya.csv", "--laporan", "lapor.json")


@dataclass(frozen=True)
class Command:
    """A writing command: its arguments, how its folder is made ready, what it writes where.

    `data` is the data folder that it writes or reads; `output` what it writes elsewhere.
    """

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _folder: None
    output: str = ""
    changes_data: bool = False
    data: str = "data"

    @property
    def output_names(self) -> tuple[str, ...]:
        """What it writes outside its data, each a file or a folder."""
        return tuple(self.output.split())


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


def write_csv_files(folder: Path) -> None:
    """Lay three versions of one file side by side, as git does for a merge."""
    edit_theirs(folder)
    for name, home in (("a.csv", "dasar"), ("kita.csv", "data"), ("c.csv", "mereka")):
        shutil.copy(next((folder / home / "naskah").glob("*bab-2*")), folder / name)


def write_reasons(folder: Path) -> None:
    """Write the reasons of all open findings into a workbook."""
    path = folder / "data" / "pengecualian.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    open_findings(folder)
    with Workbook(str(folder / "alasan.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def begin_matriks(folder: Path) -> None:
    """Make an empty project of the form that `diff --isi` fills, and an older edition."""
    call(folder, "new", "matriks", "--bentuk", "matriks-perubahan", "--periode", PERIOD)
    keep_older(folder)


def keep_older(folder: Path) -> None:
    """Lay an older edition beside the data, with other amounts and another sentence."""
    shutil.copytree(folder / "data", folder / "lama")
    for path in (folder / "lama").rglob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("000000,", "500000,")
        path.write_text(text.replace(PHRASE, PHRASE.upper()), encoding="utf-8")


def write_comment(folder: Path) -> None:
    """Write a reviewer's comment into the data."""
    head = "id,berkas,baris,kolom,penulis,tanggal,teks,status,jawaban"
    row = "k1,dokumen.csv,opd,nilai,Penelaah Satu,2026-01-02,Lengkapi,terbuka,"
    (folder / "data" / "komentar.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")


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
    "waive-dari": Command(("waive", "--dari", "alasan.xlsx"), write_reasons, changes_data=True),
    "batal": Command(("batal",), write_a_step, changes_data=True),
    "gabung": Command(("gabung", "dasar", "data", "mereka"), edit_theirs, changes_data=True),
}
# What writes data elsewhere than in `data`: of pairs on one folder it is no part.
OTHER_DATA: Mapping[str, Command] = {
    "diff-isi": Command(
        ("diff", "lama", "data", "--isi", "matriks"),
        begin_matriks,
        changes_data=True,
        data="matriks/data",
    ),
    "gabung-csv": Command(("gabung", "a.csv", "kita.csv", "c.csv"), write_csv_files, "kita.csv"),
    "import-laporan": Command(
        (*("import", "asing.csv", "--tabel", "pegawai", "--ya"), *BESIDE),
        write_foreign,
        "tanya.csv lapor.json",
        changes_data=True,
    ),
}
OUTPUT: Mapping[str, Command] = {
    "build": Command(("build", "--output", "keluar.docx"), output="keluar.docx"),
    "build-banyak": Command(("build", "data", "--jobs", "1"), output="build"),
    "build-disunting": Command(
        ("build", "--output", "kembali.docx"), return_document, "kembali.docx"
    ),
    "export": Command(("export", "keluar.xlsx"), output="keluar.xlsx"),
    "export-komentar": Command(
        ("export", "--komentar", "keluar.docx"), write_comment, "keluar.docx"
    ),
    "check": Command(
        ("check", "--format", "html", "--output", "keluar.html"), output="keluar.html"
    ),
    "check-docx": Command(
        ("check", "--format", "docx", "--output", "keluar.docx"), output="keluar.docx"
    ),
    "diff": Command(
        ("diff", "data", "data", "--format", "html", "--output", "keluar.html"),
        output="keluar.html",
    ),
    "diff-redline": Command(
        ("diff", "lama", "data", "--format", "redline", "--output", "keluar.docx"),
        keep_older,
        "keluar.docx",
    ),
    "diff-matriks": Command(
        ("diff", "lama", "data", "--format", "matriks", "--output", "keluar.docx"),
        keep_older,
        "keluar.docx",
    ),
    "text": Command(("text", "--output", "keluar.md"), output="keluar.md"),
    "new": Command(("new", "baru"), output="baru"),
    "new-bidang": Command(("new", "baru", "--bidang", "1.06"), output="baru"),
    "new-dari": Command(
        ("new", "baru", "--dari", "kembali.docx", *BESIDE),
        return_document,
        "baru tanya.csv lapor.json",
    ),
    "edisi": Command(("edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"), output="edisi"),
    "template": Command(("template", "new", "keluar.docx"), output="keluar.docx"),
}
WRITING: Mapping[str, Command] = {**DATA, **OTHER_DATA, **OUTPUT}
# What writes nothing, and what writes only by another command of these lists.
READING = frozenset({"verify", "panduan", "template check"})
# `buka` writes no data when it starts; a save in the browser goes through the same
# `files.journal.write_files` as an import. Its own requests are not killed here.
BY_OTHERS = {"watch": "build", "buka": "import"}
_OF_OFFICE = "--opd --daerah --periode --kepala --bentuk"
# Options, and values of them, that change what is written and not where or by which way; `--pdf`
# is written after the document, by the same `run.outputs.write_outputs`: a kill in between leaves
# the new document beside the old PDF, each whole, and the next build writes both.
SAME_WAY: Mapping[str, frozenset[str]] = {
    name: frozenset(options.split())
    for name, options in {
        "new": f"{_OF_OFFICE} --tanya --lembar --jawab",
        "build": "--data --template --draft --pdf --tte --scheduler",
        "check": "--data --pengecualian --semua --format=text --format=json",
        "waive": "--data --aturan",
        "fmt": "--data --check",
        "diff": "--data --tabel --template --format=text --format=json",
        "text": "--data --textconv",
        "export": "--data --timpa",
        "import": "--data --timpa --dokumen-lain --lembar --jawab --penulis --hanya",
        "batal": "--data",
        "edisi": "--data --status --dasar",
    }.items()
}


def list_known() -> frozenset[str]:
    """Return every command of these lists, by the words that it is called by."""
    writing = {_name(command) for command in WRITING.values()}
    return frozenset({*writing, *READING, *BY_OTHERS})


def list_ways(name: str) -> frozenset[str]:
    """Return the options of a command that these lists know, `--format=html` of those with values."""
    known = set(SAME_WAY.get(name, ()))
    for command in WRITING.values():
        if _name(command) == name:
            words = command.arguments
            pairs = {f"{one}={two}" for one, two in pairwise(words)}
            known |= {word for word in (*words, *pairs) if word.startswith("--")}
    return frozenset(known)


def _name(command: Command) -> str:
    """Return the words that a command is called by; of a group two."""
    first, *rest = command.arguments
    return f"{first} {rest[0]}" if first == "template" else first
