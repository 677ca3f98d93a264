"""Load: a data folder → raw tables of text, each cell with its place.

Nothing is guessed: the encoding is a BOM, else strict UTF-8, else cp1252 with a warning; the
delimiter is the one that the header shows; every cell stays text. Shape errors are collected, all
files of a folder in one run.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.recovery import mark_moment, settle
from renstra_doc.finding import (
    FirstFindings,
    explain_os_error,
    list_errors,
    reading_error,
    refuse_input,
    tell_first,
)
from renstra_doc.load.decode import decode
from renstra_doc.load.folder import find_files
from renstra_doc.load.kept import Kept
from renstra_doc.load.row_faults import check_row, fits, tell_misfit
from renstra_doc.place import Place
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.finding import Finding
DELIMITERS = {",": "koma", ";": "titik koma", "\t": "tab"}
MAX_FILE_BYTES = 64 * 2**20
# A sheet that was saved with all its empty columns has 16.384.
MAX_COLUMNS = 500
NO_FOLDER, NOT_FOLDER = "folder data tidak ditemukan", "ini bukan folder data, melainkan berkas"
_HEADER_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BROKEN_LINK = "berkas ini tautan yang putus atau melingkar", "ganti tautan itu dengan berkasnya"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A record of a CSV file: the line on which it begins and its cells, as text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A CSV file as read: its name in the folder, its header with its line, its records."""

    file: str
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]
    header_line: int = 1
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (line, {column: text}) for each record."""
        for row in self.rows:
            yield row.line, dict(zip(self.header, row.cells, strict=True))

    def texts(self) -> list[dict[str, str]]:
        """Return the records as they stand, without their lines."""
        return [record for _, record in self.records()]


@dataclass(frozen=True, slots=True)
class RawProject:
    """A data folder as read: raw tables by their file name relative to the folder.

    `pictures` are those of a project that has no folder (a document that carries its data), by
    name; None where they stand in `gambar/` of the folder.
    """

    folder: Path
    tables: dict[str, RawTable]
    findings: tuple[Finding, ...] = field(default=())
    pictures: Mapping[str, bytes] | None = None


def refuse_no_folder(data: Path) -> None:
    """Raise InputError where there is no data folder."""
    if not data.is_dir():
        raise refuse_input(data, _tell_missing(data), "periksa nama folder pada --data")


def _tell_missing(folder: Path) -> str:
    return NOT_FOLDER if folder.exists() else NO_FOLDER


def read_facts(table: RawTable | None) -> dict[str, str]:
    """Return the values of `dokumen.csv` by their keys, as they stand there; none without it."""
    records = table.texts() if table is not None else ()
    return {record.get("kunci", ""): record.get("nilai", "") for record in records}


def load_project(folder: Path | str) -> RawProject:
    """Read every CSV file of a document project.

    In: the data folder. Out: a RawProject whose findings tell what could not be read (severity
    error) or was read with a remark (warning). Raises nothing for bad content. What a killed
    command left half written is completed or undone first, with a remark.
    """
    folder = Path(folder)
    if not folder.is_dir():
        hint = "periksa nama folder pada --data, atau buat dokumen baru dengan: renstra new FOLDER"
        finding = reading_error(Place(str(folder)), _tell_missing(folder), hint)
        return RawProject(folder, {}, (finding,))
    # Read without a lock: what another command writes meanwhile shows in the moment.
    findings, moment = settle(folder), mark_moment(folder)
    tables, found = _load_tables(folder)
    if mark_moment(folder) != moment:  # another command has written in between: all of it, or none
        findings = (*findings, *settle(folder))
        tables, found = _load_tables(folder)
    return RawProject(folder, tables, (*findings, *found))


def _load_tables(folder: Path) -> tuple[dict[str, RawTable], list[Finding]]:
    tables: dict[str, RawTable] = {}
    names, findings = find_files(folder)
    for name in names:
        table, found = load_table(folder / name, name, folder)
        findings += found
        if table is not None:
            tables[name] = table
    return tables, findings


def list_files(folder: Path) -> list[str]:
    """List the CSV files of a project by name, sorted: the file system's order must not show."""
    return find_files(folder)[0]


def load_table(
    path: Path, name: str, root: Path | None = None
) -> tuple[RawTable | None, list[Finding]]:
    """Read one CSV file.

    In: its path, the name to show in places, and the folder it must not lead out of. Out: the
    table, or None where nothing can be used, and the findings.
    """
    text, findings = _read_text(path, name, root)
    if text is None:
        return None, findings
    table, found = parse_table(text, name)
    return table, findings + found


def _read_text(path: Path, name: str, root: Path | None) -> tuple[str | None, list[Finding]]:
    place = Place(name)
    problem = _refuse_path(path, root)
    if problem:
        return None, [reading_error(place, *problem)]
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "periksa izin berkas, atau tutup program yang sedang memakainya"
        return None, [
            reading_error(place, f"berkas tidak dapat dibaca ({explain_os_error(error)})", hint)
        ]
    return decode(data, place)


def _refuse_path(path: Path, root: Path | None) -> tuple[str, str] | None:
    """Say why a path must not be read; a link may lead neither out of the project nor nowhere."""
    try:
        # Before it is resolved: for a missing file the message would be another one.
        if path.is_symlink() and not path.exists():
            return _BROKEN_LINK
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            return "berkas ini tautan ke luar folder data", "salin berkasnya ke dalam folder data"
        return _refuse_file(path)
    except OSError as error:
        return (
            f"berkas tidak dapat dibaca ({explain_os_error(error)})",
            "periksa izin folder dan berkas",
        )
    except (
        RuntimeError
    ):  # a folder that links to itself, as Path.resolve tells it below Python 3.13
        return _BROKEN_LINK


def _refuse_file(path: Path) -> tuple[str, str] | None:
    """Say why what stands there is not a file to read: missing, a folder, too large."""
    if not path.exists():
        return "berkas tidak ditemukan", "buat berkas ini, atau pulihkan dari salinan cadangan"
    if not path.is_file():
        return "ini bukan berkas", "ganti dengan berkas CSV"
    if path.stat().st_size > MAX_FILE_BYTES:
        return "berkas lebih besar dari 64 MiB", "periksa apakah ini benar berkas data"
    return None


def parse_table(text: str, name: str) -> tuple[RawTable | None, list[Finding]]:
    """Parse the text of a CSV file.

    Out: the table (None without a usable header), the errors and the remarks.
    """
    # Also inside of quotes: Excel ends the lines of a cell with LF and its records with CR LF.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Spreadsheets leave empty rows above; the place of a cell is still its line in the file.
    line = next((number for number, line in enumerate(lines, start=1) if _says_something(line)), 0)
    if not line:
        return None, [_tell_blank(lines, name)]
    # Before the delimiter is sought: in a mark of git there is none.
    conflicts = _find_conflicts(lines, name)
    if conflicts:
        return None, conflicts
    delimiter, problem = _find_delimiter(lines[line - 1], Place(name, line))
    if problem:
        return None, [problem]
    records, findings = _split_records(lines, line, delimiter, name)
    if not records:
        return None, findings
    return _make_table(records, findings, Place(name, line))


def _make_table(
    records: list[RawRow], findings: list[Finding], place: Place
) -> tuple[RawTable | None, list[Finding]]:
    """Return the table of some records, the first of which is its header, and all findings."""
    header = _trim_header(records[0].cells)
    # Without a header no cell has a name: what is wrong in the rows would be told wrongly.
    faults = _check_header(header, place)
    if faults:
        return None, faults + findings
    rows, found = _keep_rows(records[1:], header, len(records[0].cells), place.file)
    return RawTable(place.file, header, rows, place.line), findings + found


def _tell_blank(lines: list[str], name: str) -> Finding:
    """Say of a file without column names whether there is anything in it at all."""
    has_blanks = any(line.strip() for line in lines)
    fault = "baris nama kolom kosong" if has_blanks else "berkas kosong"
    return reading_error(Place(name), fault, "baris pertama harus berisi nama kolom")


def _find_conflicts(lines: list[str], name: str) -> list[Finding]:
    """Find the marks that git leaves where it could not join two revisions.

    Both stand there, neither is meant.
    """
    hint = "pilih salah satu versi, dan hapus baris <<<<<<<, ======= dan >>>>>>> yang ditulis git"
    message = "di sini dua versi belum digabung"
    return [
        reading_error(Place(name, number), message, hint)
        for number, line in enumerate(lines, start=1)
        if line.startswith("<<<<<<< ")
    ]


def _says_something(line: str) -> bool:
    """Tell whether a line holds more than blanks, delimiters and empty quotes."""
    return bool(line.strip(' \ufeff"' + "".join(DELIMITERS)))


def _keep_rows(
    records: list[RawRow], header: tuple[str, ...], width: int, name: str
) -> tuple[tuple[RawRow, ...], list[Finding]]:
    """Return the rows that fit the header and are not empty, and what is wrong with the others.

    `width` is that of the header line with its nameless columns: a row may be no wider, though its
    last cell be empty.
    """
    kept: list[RawRow] = []
    findings = FirstFindings()
    misfits: list[RawRow] = []
    for row in records:
        if not any(row.cells):
            continue
        if not fits(row.cells, header, width):
            misfits.append(row)
            continue
        found = check_row(Place(name, row.line), row.cells, header)
        findings += found
        if not found or not list_errors(found):
            kept.append(RawRow(row.line, row.cells[: len(header)]))
    # Apart, since a file that is no table has a million of them.
    told = tell_first(misfits, lambda row: tell_misfit(Place(name, row.line), row.cells, header))
    return tuple(kept), told + findings.all()


def _find_delimiter(line: str, place: Place) -> tuple[str, Finding | None]:
    # By the header, whose names hold none of them; a row may hold all three in its texts.
    present = [mark for mark in DELIMITERS if mark in line]
    if len(present) > 1:
        names = " dan ".join(DELIMITERS[mark] for mark in present)
        hint = "pakai satu pemisah di seluruh berkas; bentuk bakunya koma"
        return ",", reading_error(
            place, f"baris nama kolom memakai dua pemisah: {names}", hint, line[:80]
        )
    return (present[0] if present else ","), None


def _split_records(
    lines: list[str], start: int, delimiter: str, name: str
) -> tuple[list[RawRow], list[Finding]]:
    """Split the lines from `start` on (from 1) into records.

    What the csv module refuses ends them.
    """
    text = "\n".join(lines[start - 1 :])
    # strict: otherwise a quote that stays open swallows the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[RawRow] = []
    line = start
    try:
        for cells in reader:
            if cells:
                records.append(RawRow(line, tuple(cells)))
            # A record may go over several lines; a person looks for it at its first one.
            line = start + reader.line_num
    except csv.Error as error:
        # An odd number of quotes: the one that opened the cell never closes.
        is_open = sum(rest.count('"') for rest in lines[line - 1 :]) % 2 == 1
        return records, [_explain_csv_error(error, Place(name, line), is_open=is_open)]
    return records, []


def _explain_csv_error(error: csv.Error, place: Place, *, is_open: bool) -> Finding:
    """Say what the csv module found.

    A quote that `is_open` to the end of the file looks to it like one huge cell.
    """
    if "field larger" in str(error) and not is_open:
        message, hint = (
            "satu sel berisi lebih dari 131.072 huruf",
            "bagi isinya menjadi beberapa baris",
        )
    else:
        message = 'tanda kutip (") dibuka tetapi tidak ditutup, atau ditutup di tengah sel'
        hint = 'tutup tanda kutipnya; tanda kutip di dalam sel ditulis dua kali: ""'
    return reading_error(place, message, hint)


def _trim_header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Strip blanks around the names, and the nameless columns that a spreadsheet leaves last."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _check_header(header: tuple[str, ...], place: Place) -> list[Finding]:
    if len(header) > MAX_COLUMNS:
        message = f"ada {format_angka(len(header))} kolom, paling banyak {MAX_COLUMNS}"
        return [reading_error(place, message, "hapus kolom kosong")]
    findings = [
        reading_error(
            Place(place.file, place.line, cell[:40]),
            f"“{cell[:40]}” bukan nama kolom",
            (
                "nama kolom hanya huruf kecil, angka dan garis bawah; baris pertama berkas "
                "adalah nama kolom"
            ),
        )
        for cell in header
        if not _HEADER_NAME.fullmatch(cell)
    ]
    findings += [
        reading_error(
            Place(place.file, place.line, cell),
            f"kolom “{cell}” ada {count} kali",
            "hapus atau ganti nama yang satu",
        )
        for cell, count in Counter(header).items()
        if count > 1
    ]
    return findings
