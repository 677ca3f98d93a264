"""Edits of single rows and cells of a data folder → the bytes of the files that change.

Each edit carries what its author saw: the fingerprint of the row, and the old text of the cell. One
whose cell is another by now is refused with both values, so that two people lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.edit.moving import RowMove, move_row
from renstra_doc.edit.row_names import (
    ID,
    find_row,
    fingerprint_row,
    follow_name,
    replace_cell,
)
from renstra_doc.edit.typed_amounts import drop_currency
from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, Severity, reading_error, refuse_input
from renstra_doc.load.project import (
    RawProject,
    RawRow,
    RawTable,
    list_files,
    load_project,
    parse_table,
)
from renstra_doc.merge.folders import replace_files
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.cells import read_cell, write_cell
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.words.characters import check_cells
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from renstra_doc.model import Document
    from renstra_doc.model.values import Column

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
class NewRows:
    """Rows added below another one, "" for above the first."""

    berkas: str
    baris: str
    rekaman: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowRemoval:
    """A row removed; the fingerprint of what its author saw of it."""

    berkas: str
    baris: str
    sidik: str = ""


Edit = CellEdit | NewRows | RowRemoval | RowMove


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that is not what the author of an edit saw: the three values."""

    berkas: str
    baris: str
    kolom: str
    dilihat: str
    kini: str
    diminta: str


@dataclass(frozen=True)
class FolderState:
    """What a data folder said at one moment.

    Its tables, the digests of its files, the Document that they make, the findings of reading.
    """

    raw: RawProject
    before: Mapping[str, str]
    document: Document
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What a save would write: files, the digests planned against, what refuses it.

    `raw` and `document` are the project with the edits in it, `remarks` all that its reading found.
    """

    files: Mapping[str, bytes]
    before: Mapping[str, str]
    raw: RawProject = field(repr=False)
    document: Document = field(repr=False)
    clashes: tuple[Clash, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it may be written."""
        return bool(self.clashes) or any(f.severity is Severity.ERROR for f in self.findings)


def read_state(data: Path) -> FolderState:
    """Read what a data folder says now."""
    # Digests before reading: what is saved in between is seen when it is written.
    before = digest_files(data, list_files(data))
    raw = load_project(data)
    return FolderState(raw, before, *compose_partly(raw))


def plan_edits(state: FolderState, edits: Iterable[Edit]) -> EditPlan:
    """Return what some edits would write into a data folder; nothing is written here.

    In: what the folder said (`read_state`); a folder that says another thing by the time of writing
    is refused there, by the digests of the plan. Raises InputError for a file or a column that the
    folder does not have, and for a row that cannot be moved that way.
    """
    tables, clashes, findings = _apply_edits(state, edits)
    files = _write_changed(state.raw, tables)
    if not files:
        return EditPlan({}, {}, state.raw, state.document, tuple(clashes), tuple(findings))
    # The project as it will be is read as a whole: a change in one file can break another.
    raw = replace_files(state.raw, files)
    document, found = compose_partly(raw)
    findings += _find_new(state.findings, (*found, *_check_letters(state.raw, tables, files)))
    # Only the files that are written: a save elsewhere in the folder is no conflict.
    told = {name: state.before.get(name, "") for name in files}
    return EditPlan(
        files,
        told,
        raw,
        document,
        tuple(clashes),
        tuple(findings),
        (*_read_again(state.raw, files), *found),
    )


def _read_again(raw: RawProject, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what reading the folder will find when some files are written."""
    yield from (finding for finding in raw.findings if finding.place.file not in files)
    for name, content in files.items():
        yield from parse_table(content.decode(), name)[1]


def _apply_edits(
    state: FolderState, edits: Iterable[Edit]
) -> tuple[dict[str, RawTable], list[Clash], list[Finding]]:
    """Return the tables with the edits in them, one after the other, and what refuses some."""
    tables, kinds = dict(state.raw.tables), _kinds_of(state.document)
    clashes: list[Clash] = []
    findings: list[Finding] = []
    # A new name comes last, for the other edits of its row call it by the old one.
    for edit in sorted(edits, key=_is_name):
        table = tables.get(edit.berkas)
        if table is None:
            # The page was opened before somebody renamed the file.
            hint = "muat ulang halaman; berkasnya mungkin dipindahkan atau diganti namanya"
            raise refuse_input(edit.berkas, "berkas ini tidak ada", hint)
        fitted = _fit_numbers(edit, kinds, findings)
        tables[edit.berkas] = _apply_edit(table, fitted, clashes)
    return tables, clashes, findings


def _is_name(edit: Edit) -> bool:
    return isinstance(edit, CellEdit) and edit.kolom == ID


def _find_new(known: Iterable[Finding], found: Iterable[Finding]) -> list[Finding]:
    """Return the errors of reading that the edits bring; those that were there block nobody."""
    # By file and words, for an added row moves the lines of all findings below it.
    old = {(each.place.file, each.message) for each in known}
    return [
        each
        for each in found
        if each.severity is Severity.ERROR and (each.place.file, each.message) not in old
    ]


def _check_letters(
    raw: RawProject, tables: Mapping[str, RawTable], changed: Iterable[str]
) -> list[Finding]:
    """Find letters in new and edited rows that the next reading of their file would refuse."""
    found: list[Finding] = []
    # What a cell may not hold is looked for in new and changed rows: the old ones are not this
    # person's.
    for name in changed:
        # By their cells, for a row above may have moved its line.
        old = {row.cells for row in raw.tables[name].rows}
        rows = (row for row in tables[name].rows if row.cells not in old)
        for row in rows:
            found += check_cells(Place(name, row.line), tables[name].header, row.cells)
    return found


def _write_changed(raw: RawProject, tables: Mapping[str, RawTable]) -> dict[str, bytes]:
    return {
        name: write_csv([table.header, *(row.cells for row in table.rows)])
        for name, table in tables.items()
        # `is not` first: untouched tables are the same object, and comparing them all costs time.
        if table is not raw.tables.get(name) and table != raw.tables.get(name)
    }


def _kinds_of(document: Document) -> dict[tuple[str, str], Column]:
    """Return the columns that hold quantities, by file and name."""
    return {
        (table.file, column.kolom): column
        for table in document.tables.values()
        for column in table.columns
        if column.jenis in NUMERIC_KINDS
    }


def _fit_numbers(
    edit: Edit, kinds: Mapping[tuple[str, str], Column], findings: list[Finding]
) -> Edit:
    """Return an edit whose numbers are in canonical form, also those of new rows."""
    if isinstance(edit, CellEdit):
        return _fit_number(edit, kinds, findings)
    if not isinstance(edit, NewRows):
        return edit

    def fit(name: str, text: str) -> str:
        return _fit_number(CellEdit(edit.berkas, "", name, "", text), kinds, findings).menjadi

    rows = ({name: fit(name, text) for name, text in row.items()} for row in edit.rekaman)
    return replace(edit, rekaman=tuple(rows))


def _fit_number(
    edit: CellEdit, kinds: Mapping[tuple[str, str], Column], findings: list[Finding]
) -> CellEdit:
    """Return an edit whose number is in canonical form; a finding where it cannot be read."""
    column, text = kinds.get((edit.berkas, edit.kolom)), edit.menjadi.strip()
    # An expression is resolved when the document is printed.
    if column is None or not text or "{{" in text:
        return edit
    # Only money is pasted with `Rp` before it.
    text = drop_currency(text) if column.jenis == "rupiah" else text
    try:
        return replace(edit, menjadi=write_cell(column, read_cell(column, text)))
    except NumberError as error:
        # Without a line: a cell that is being typed stands in no file yet.
        place = Place(edit.berkas, 0, edit.kolom)
        findings.append(reading_error(place, str(error), error.saran, text))
        return edit


def _apply_edit(table: RawTable, edit: Edit, clashes: list[Clash]) -> RawTable:
    """Return a table with an edit in it; without, and with a clash, where it does not fit."""
    if isinstance(edit, CellEdit):
        return _edit_cell(table, edit, clashes)
    at = find_row(table, edit.baris)
    if isinstance(edit, NewRows):
        return _add_rows(table, edit, at, clashes)
    if not _is_as_seen(table, edit, at, clashes) or at is None:
        return table
    if isinstance(edit, RowMove):
        return move_row(table, at, edit)
    return replace(table, rows=(*table.rows[:at], *table.rows[at + 1 :]))


def _edit_cell(table: RawTable, edit: CellEdit, clashes: list[Clash]) -> RawTable:
    at, column = find_row(table, edit.baris), _find_column(table, edit.kolom)
    now = table.rows[at].cells[column] if at is not None else GONE
    # A row that changed elsewhere does not stand in the way of this cell.
    # Also right where the wish has come true by another hand.
    if at is None or now not in (edit.semula, edit.menjadi):
        seen, wanted = edit.semula, edit.menjadi
        clashes.append(Clash(edit.berkas, edit.baris, edit.kolom, seen, now, wanted))
        return table
    row = replace_cell(table.rows[at], column, edit.menjadi)
    edited = replace(table, rows=(*table.rows[:at], row, *table.rows[at + 1 :]))
    return follow_name(edited, now, edit.menjadi) if edit.kolom == ID else edited


def _find_column(table: RawTable, name: str) -> int:
    """Return at which place a column stands. Raises InputError where there is none."""
    if name not in table.header:
        hint = f"kolom berkas ini: {', '.join(table.header)}"
        place = Place(table.file, table.header_line, name)
        raise refuse_input(place, "kolom ini tidak ada", hint)
    return table.header.index(name)


def _is_as_seen(
    table: RawTable, edit: RowRemoval | RowMove, at: int | None, clashes: list[Clash]
) -> bool:
    """Whether a row is there as it was seen; a clash where it is not."""
    wanted = "pindahkan baris" if isinstance(edit, RowMove) else "hapus baris"
    if at is None:
        clashes.append(Clash(edit.berkas, edit.baris, "", "", GONE, wanted))
        return False
    row = table.rows[at]
    # Without a fingerprint (a caller from code) the row counts as seen.
    if edit.sidik and fingerprint_row(row) != edit.sidik:
        clashes.append(Clash(edit.berkas, edit.baris, "", "", " · ".join(row.cells), wanted))
        return False
    return True


def _add_rows(table: RawTable, edit: NewRows, at: int | None, clashes: list[Clash]) -> RawTable:
    """Return a table with new rows below one of its rows."""
    if at is None and edit.baris:
        clashes.append(Clash(edit.berkas, edit.baris, "", "", GONE, "baris baru di bawahnya"))
        return table
    # A line number for messages only; writing gives each row its own.
    line = table.rows[at].line if at is not None else table.header_line
    place = 0 if at is None else at + 1
    added = (
        RawRow(line + number, tuple(record.get(name, "") for name in table.header))
        for number, record in enumerate(edit.rekaman, start=1)
    )
    return replace(table, rows=(*table.rows[:place], *added, *table.rows[place:]))
