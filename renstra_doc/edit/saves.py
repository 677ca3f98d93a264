"""Edits of single rows and cells of a data folder → the bytes of the files that change.

Each edit carries what its author saw: the fingerprint of the row, and the old text of the cell. One
whose cell is another by now is refused with both values, so that two people lose nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.load.project import RawProject, RawRow, RawTable, list_files, load_project
from renstra_doc.merge.folders import find_new_faults
from renstra_doc.merge.keyed import key_tables
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.cells import read_cell, write_cell
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from renstra_doc.model.values import Column

SEEN_LETTERS = 16
GONE = "(baris ini sudah dihapus)"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A new text for a cell, what its author saw there, and the fingerprint of the row seen."""

    berkas: str
    baris: str
    kolom: str
    semula: str
    menjadi: str
    sidik: str = ""


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A row added below another one ("" for the first), or removed (`rekaman` is None)."""

    berkas: str
    baris: str
    rekaman: Mapping[str, str] | None = None
    sidik: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that is not what the author of an edit saw: the three values."""

    berkas: str
    baris: str
    kolom: str
    dilihat: str
    kini: str
    diminta: str


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What a save would write: files, the digests planned against, what refuses it."""

    files: Mapping[str, bytes]
    before: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()
    findings: tuple[Finding, ...] = ()
    old: RawProject | None = field(default=None, repr=False)
    new: RawProject | None = field(default=None, repr=False)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it may be written."""
        return bool(self.clashes) or any(f.severity is Severity.ERROR for f in self.findings)


def name_rows(table: RawTable) -> tuple[str, ...]:
    """Return what each row of a file is called: its key, or its number where it has none."""
    key, _ = key_tables([table])
    named = (
        (" ".join(record[name] for name in key) if key else "") for _, record in table.records()
    )
    return tuple(name or f"#{number}" for number, name in enumerate(named, start=1))


def fingerprint_row(row: RawRow) -> str:
    """Return what tells one state of a row from another."""
    text = "\0".join(row.cells).encode(errors="replace")
    return hashlib.sha256(text).hexdigest()[:SEEN_LETTERS]


def plan_edits(data: Path, edits: Iterable[CellEdit | RowEdit]) -> EditPlan:
    """Return what some edits would write into a data folder; nothing is written here.

    Raises InputError for a file or a column that the folder does not have.
    """
    wanted = list(edits)
    before = digest_files(data, list_files(data))
    raw = load_project(data)
    tables = dict(raw.tables)
    kinds = _kinds_of(raw)
    clashes: list[Clash] = []
    findings: list[Finding] = []
    for edit in wanted:
        table = tables.get(edit.berkas)
        if table is None:
            raise InputError([reading_error(Place(edit.berkas), "berkas ini tidak ada")])
        if isinstance(edit, RowEdit):
            tables[edit.berkas] = _edit_row(table, edit, clashes)
        else:
            fitted = _fit_number(edit, kinds, findings)
            tables[edit.berkas] = _edit_cell(table, fitted, clashes)
    files = _write_changed(raw, tables)
    plain = dict(files.items())
    findings += find_new_faults(raw, plain)
    new = replace(raw, tables=tables, findings=())
    told = {name: before.get(name, "") for name in files}
    return EditPlan(files, told, tuple(clashes), tuple(findings), raw, new)


def _write_changed(raw: RawProject, tables: Mapping[str, RawTable]) -> dict[str, bytes]:
    return {
        name: write_csv([table.header, *(row.cells for row in table.rows)])
        for name, table in tables.items()
        if table is not raw.tables.get(name) and table != raw.tables.get(name)
    }


def _kinds_of(raw: RawProject) -> dict[tuple[str, str], Column]:
    """Return the columns that hold quantities, by file and name."""
    document, _ = compose_partly(raw)
    return {
        (table.file, column.kolom): column
        for table in document.tables.values()
        for column in table.columns
        if column.jenis in NUMERIC_KINDS
    }


def _fit_number(
    edit: CellEdit, kinds: Mapping[tuple[str, str], Column], findings: list[Finding]
) -> CellEdit:
    """Return an edit whose number is in canonical form; a finding where it cannot be read."""
    column, text = kinds.get((edit.berkas, edit.kolom)), edit.menjadi.strip()
    if column is None or not text or "{{" in text:
        return edit
    try:
        return replace(edit, menjadi=write_cell(column, read_cell(column, text)))
    except NumberError as error:
        place = Place(edit.berkas, 0, edit.kolom)
        findings.append(reading_error(place, str(error), error.saran, text))
        return edit


def _edit_cell(table: RawTable, edit: CellEdit, clashes: list[Clash]) -> RawTable:
    if edit.kolom not in table.header:
        hint = f"kolom berkas ini: {', '.join(table.header)}"
        place = Place(edit.berkas, table.header_line, edit.kolom)
        raise InputError([reading_error(place, "kolom ini tidak ada", hint)])
    at, column = _find(table, edit.baris), table.header.index(edit.kolom)
    if at is None:
        clashes.append(_clash(edit, GONE))
        return table
    row = table.rows[at]
    now = row.cells[column]
    # A row that changed elsewhere does not stand in the way of this cell.
    if now not in (edit.semula, edit.menjadi):
        clashes.append(_clash(edit, now))
        return table
    cells = (*row.cells[:column], edit.menjadi, *row.cells[column + 1 :])
    return replace(table, rows=(*table.rows[:at], RawRow(row.line, cells), *table.rows[at + 1 :]))


def _clash(edit: CellEdit, now: str) -> Clash:
    return Clash(edit.berkas, edit.baris, edit.kolom, edit.semula, now, edit.menjadi)


def _find(table: RawTable, name: str) -> int | None:
    names = name_rows(table)
    return names.index(name) if name in names else None


def _edit_row(table: RawTable, edit: RowEdit, clashes: list[Clash]) -> RawTable:
    at = _find(table, edit.baris)
    if at is None and edit.baris:
        wanted = "hapus baris" if edit.rekaman is None else "baris baru di bawahnya"
        clashes.append(Clash(edit.berkas, edit.baris, "", "", GONE, wanted))
        return table
    if edit.rekaman is not None:
        line = table.rows[at].line if at is not None else table.header_line
        cells = tuple(edit.rekaman.get(name, "") for name in table.header)
        place = 0 if at is None else at + 1
        added = RawRow(line + 1, cells)
        return replace(table, rows=(*table.rows[:place], added, *table.rows[place:]))
    if at is None:
        return table
    row = table.rows[at]
    if edit.sidik and fingerprint_row(row) != edit.sidik:
        clashes.append(Clash(edit.berkas, edit.baris, "", "", " · ".join(row.cells), "hapus baris"))
        return table
    return replace(table, rows=(*table.rows[:at], *table.rows[at + 1 :]))
