"""Tables: `tabel.csv`, `kolom.csv` and the file of rows of each table → Table."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, FirstFindings, reading_error, reading_warning
from renstra_doc.model.cells import read_cell
from renstra_doc.model.counting import NONE as NO_NUMBER
from renstra_doc.model.records import (
    at,
    check_choice,
    check_id,
    check_new_id,
    find_circles,
    is_whole,
    number_finding,
    read_records,
)
from renstra_doc.model.row_levels import KNOWN
from renstra_doc.model.table_columns import COLUMN_CHOICES, COLUMNS, compose_columns
from renstra_doc.model.values import NUMERIC_KINDS, ROW_FIELDS, Cell, Column, Row, Table
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.load.project import RawProject, RawTable

TABLES = "tabel/tabel.csv"
ROW_TRENDS = (*COLUMN_CHOICES["arah"], "-")
ORIENTATIONS = ("", "potret", "lanskap")
SLIPS = 2  # so many letters more or fewer still make a misspelling
MAX_NUMBER = 9  # digits of the number of a table or a row
_LONG = re.compile(rf"\d{{{MAX_NUMBER + 1}}}")


def compose_tables(raw: RawProject, findings: list[Finding]) -> dict[str, Table]:
    """Return every table that `tabel.csv` describes, in its order."""
    columns = compose_columns(raw, findings)
    tables: dict[str, Table] = {}
    for line, record in read_records(raw, TABLES, findings):
        place, key = at(line, "id"), record["id"]
        if key in tables:
            message = f"id tabel “{key}” sudah ada di baris {tables[key].place.line}"
            findings.append(reading_error(place, message, "setiap tabel memerlukan id sendiri"))
        # An id is part of a file name: a bad one could lead out of the folder.
        elif check_id(key, place, findings):
            check_choice(record, "orientasi", ORIENTATIONS, place, findings)
            tables[key] = _compose_table(record, columns.get(key, ()), raw, place, findings)
    findings += _find_strangers(raw, columns)
    return tables


def list_tables(raw: RawProject) -> list[str] | None:
    """List the tables that `tabel.csv` names, those with a bad id too.

    None where it cannot be read.
    """
    source = raw.tables.get(TABLES)
    if source is None or "id" not in source.header:
        return None
    return [record["id"] for record in source.texts()]


def _find_strangers(raw: RawProject, columns: Mapping[str, tuple[Column, ...]]) -> list[Finding]:
    """Find the columns and the files of rows of tables that `tabel.csv` does not name."""
    names = list_tables(raw)
    if names is None or not is_whole(raw, TABLES):
        return []
    findings = [
        reading_error(
            at(group[0].place, "tabel"),
            f"tabel “{key}” tidak ada di {TABLES}",
            "perbaiki nama tabel",
            key,
        )
        for key, group in columns.items()
        if key not in names
    ]
    files = {TABLES, COLUMNS, *map(_file_of, names)}
    hint = f"daftarkan tabelnya di {TABLES} dan {COLUMNS}, atau hapus berkas ini"
    findings += [
        reading_warning(
            Place(file), f"berkas ini tidak dipakai: tabelnya tidak disebut di {TABLES}", hint
        )
        for file in raw.tables
        if file.startswith("tabel/") and file not in files
    ]
    return findings


def _file_of(table: str) -> str:
    return f"tabel/{table}.csv"


def _compose_table(
    record: Mapping[str, str],
    columns: tuple[Column, ...],
    raw: RawProject,
    place: Place,
    findings: list[Finding],
) -> Table:
    key, nomor = record["id"], record["nomor"]
    if not columns and is_whole(raw, COLUMNS):
        findings.append(_tell_bare(key, place))
    file = _file_of(key)
    rows = _read_rows(raw, file, columns, findings)
    _check_long_number(nomor, at(place, "nomor"), findings)
    return Table(
        id=key,
        # A dash asks for no number, an empty cell for one that the program makes.
        nomor="" if nomor == NO_NUMBER else nomor,
        label=record["label"],
        judul=record["judul"],
        sumber=record["sumber"],
        orientasi=record["orientasi"] or "potret",
        gaya=record["gaya"] or "umum",
        catatan=record["catatan"],
        columns=columns,
        rows=rows,
        file=file,
        place=place,
        # A label of its own (`Formulir T-C.27`) takes the place of a number.
        is_made=not nomor and not record["label"],
    )


def _read_rows(
    raw: RawProject, file: str, columns: tuple[Column, ...], findings: list[Finding]
) -> tuple[Row, ...]:
    """Return the rows of a table; that its file is missing is told once."""
    source = raw.tables.get(file)
    if source is None:
        # The loader has told already why a file, or the whole folder, could not be read.
        told = {finding.place.file.lower() for finding in findings}
        if not told & {file, "tabel"}:
            findings.append(_tell_missing(file, raw))
        return ()
    if not columns:
        return ()
    wholes = is_whole(raw, COLUMNS), is_whole(raw, file)
    made = partial(_compose_rows, source, columns, *wholes)
    rows, found = source.kept.make_once("rows", (columns, *wholes), made)
    findings += found
    return rows


def _tell_bare(key: str, place: Place) -> Finding:
    message = f"tabel “{key}” tidak punya kolom di {COLUMNS}"
    return reading_error(place, message, f"tambahkan kolomnya: {key},…")


def _tell_missing(file: str, raw: RawProject) -> Finding:
    """Say that a table has no file of rows, and which other one was probably meant."""
    near = next((name for name in raw.tables if name.lower() == file.lower()), "")
    hint = f"ganti nama {near} menjadi {file}" if near else "buat berkasnya"
    return reading_error(Place(file), "berkas baris tabel ini tidak ditemukan", hint)


def _check_long_number(text: str, place: Place, findings: list[Finding]) -> None:
    """Refuse a number of a table or row that nobody can have meant.

    Int() refuses one of 4.301 digits.
    """
    if _LONG.search(text):
        message = f"nomor ini lebih panjang dari {MAX_NUMBER} angka"
        findings.append(reading_error(place, message, "tulis nomor yang dicetak", text[:40]))


def _compose_rows(
    source: RawTable,
    columns: tuple[Column, ...],
    is_known: bool,  # noqa: FBT001 — whether all columns of the project are
    has_all: bool,  # noqa: FBT001 — whether no row was lost in reading
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    faults = _check_columns(source, columns, is_known=is_known)
    findings = FirstFindings(faults + _check_order(source, columns))
    if any(finding.place.column not in source.header for finding in faults):
        return (), tuple(findings)
    rows = tuple(
        _compose_row(Place(source.file, line), record, columns, findings)
        for line, record in source.records()
    )
    _check_ids(source.file, rows, findings)
    rows = resolve_parents(rows)
    _check_hierarchy(source.file, rows, findings, has_all=has_all)
    return rows, tuple(findings.all())


def _check_ids(file: str, rows: Sequence[Row], findings: list[Finding]) -> None:
    seen: dict[str, Place] = {}
    for row in rows:
        place = Place(file, row.line, "id")
        check_new_id(row.id, place, seen, findings, lambda first: f"baris {first.line}")


def resolve_parents(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with a parent named by its code (`induk` = `1.06.02`) named by its id.

    Of several rows of one code the nearest above is meant: a code of several units stands once
    under each.
    """
    ids = {row.id for row in rows}
    # The usual case; ids are looked at before codes, since both may look alike.
    if all(row.induk in ids for row in rows if row.induk):
        return rows
    coded: dict[str, str] = {}
    found: list[Row] = []
    for row in rows:
        parent = row.induk if row.induk in ids else coded.get(row.induk, row.induk)
        found.append(row if parent == row.induk else replace(row, induk=parent))
        # After its own parent was sought: a row is never the parent of itself.
        if row.kode:
            coded[row.kode] = row.id
    return tuple(found)


def _check_columns(source: RawTable, columns: Sequence[Column], *, is_known: bool) -> list[Finding]:
    """Find the columns that a file of rows lacks, or has beyond those of `kolom.csv`.

    The latter where all of that file is known.
    """
    names = [column.kolom for column in columns]
    # A field of the row that is not printed (kode, entitas) may be left out where no row has it.
    needed = [column.kolom for column in columns if column.tampil or column.kolom not in ROW_FIELDS]
    hint = f"kolom yang diharapkan: {', '.join(dict.fromkeys(('id', *names)))}"
    faults = [
        (name, "tidak ada", hint)
        for name in dict.fromkeys(("id", *needed))
        if name not in source.header
    ]
    hint = "daftarkan di tabel/kolom.csv (tampil = tidak bila tidak dicetak), atau hapus"
    strange = (
        [name for name in source.header if name not in names and name not in ROW_FIELDS]
        if is_known
        else []
    )
    faults += [(name, "tidak dikenal", hint) for name in strange]
    return [
        reading_error(Place(source.file, source.header_line, name), f"kolom “{name}” {fault}", hint)
        for name, fault, hint in faults
    ]


def _check_order(source: RawTable, columns: Sequence[Column]) -> list[Finding]:
    """Remark on printed columns in another order than that of `kolom.csv`.

    Two names may have changed places.
    """
    shown = [column.kolom for column in columns if column.tampil and column.kolom not in ROW_FIELDS]
    printed = [kolom for kolom in shown if kolom in source.header]
    there = [name for name in source.header if name in printed]
    for name, expected in zip(there, printed, strict=True):
        if name != expected:
            place = Place(source.file, source.header_line, name)
            message = (
                f"kolom “{name}” menempati urutan kolom “{expected}”: urutannya lain dari {COLUMNS}"
            )
            hint = (
                "periksa apakah nama kolomnya tertukar; bila tidak, pindahkan kolom beserta isinya"
            )
            return [reading_warning(place, message, hint)]
    return []


def _compose_row(
    place: Place, record: dict[str, str], columns: tuple[Column, ...], findings: list[Finding]
) -> Row:
    _check_level(record.get("tingkat", ""), at(place, "tingkat"), findings)
    names = {column.kolom for column in columns}
    # `arah` is a field of the row unless the table prints a column of that name.
    if "arah" not in names:
        check_choice({"arah": record.get("arah", "")}, "arah", ROW_TRENDS, place, findings)
    cells = tuple(
        _compose_cell(column, record.get(column.kolom, ""), place, findings) for column in columns
    )
    # A file of rows need not hold all of them: a table without a hierarchy has neither.
    fields = {name: record.get(name, "") for name in ROW_FIELDS}
    if "arah" in names:  # a printed column of that name, which says no trend
        fields["arah"] = ""
    return Row(**fields, line=place.line, cells=cells)


def _check_level(tingkat: str, place: Place, findings: list[Finding]) -> None:
    """Warn of a level that looks like a misspelt known one.

    Any other unknown level is the office's own.
    """
    if not tingkat or tingkat in KNOWN:
        return
    # `sub kegiatan` and `Program` are misspelt levels; `bidang` may be the office's own.
    for meant in get_close_matches("_".join(tingkat.lower().split()), KNOWN, n=1, cutoff=0.8):
        if abs(len(meant) - len(tingkat)) <= SLIPS:
            message = f"tingkat “{tingkat}” tidak dikenal"
            findings.append(reading_warning(place, message, f"mungkin maksudnya {meant}", tingkat))


def _compose_cell(column: Column, text: str, place: Place, findings: list[Finding]) -> Cell:
    stripped = text.strip(" ")
    if column.jenis == "urut":
        _check_long_number(text, at(place, column.kolom), findings)
    # What is reckoned while printing is a text until then.
    if column.jenis not in NUMERIC_KINDS or "{{" in stripped:
        return Cell(text)
    if not stripped:
        return Cell("")
    try:
        return read_cell(column, stripped)
    except NumberError as error:
        findings.append(number_finding(at(place, column.kolom), error, stripped))
        # Kept in its place, marked: no sum counts with it, and no other cell moves.
        return Cell(stripped, keliru=True)


def _check_hierarchy(
    file: str, rows: Sequence[Row], findings: list[Finding], *, has_all: bool
) -> None:
    parent = {row.id: row.induk for row in rows if row.id}
    circles = find_circles(parent)
    for row in rows:
        place = Place(file, row.line, "induk")
        if has_all and row.induk and row.induk not in parent:
            hint = "tulis id baris induk yang ada di tabel ini, atau kosongkan"
            findings.append(
                reading_error(place, f"induk “{row.induk}” tidak ada di tabel ini", hint, row.induk)
            )
        elif row.id in circles:
            message = f"induk baris “{row.id}” melingkar ke dirinya"
            findings.append(
                reading_error(place, message, "kosongkan induk baris yang teratas", row.induk)
            )
