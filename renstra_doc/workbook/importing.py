"""Import: a workbook → what would change in a data folder. Nothing is written here.

In order: (1) the workbook's cells and its memory; (2) each sheet decoded into the table of its
file; (3) all files in canonical form, understood as a document: what the loader would refuse is
refused now, with sheet and cell; (4) against the folder: a sheet that nobody changed leaves its
file alone, also where the file has changed since the export; where both have changed the import is
refused, because one of the two would be lost. A folder that was put back to the state of the export
has lost what was imported: that is imported again; one that was put back to another state is told
of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import holds
from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, InputError, Severity, reading_error, reading_warning
from renstra_doc.load.project import RawProject, list_files, load_project, parse_table
from renstra_doc.merge.three_way import Conflict, keep_ours, merge_file
from renstra_doc.model import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.place import Place
from renstra_doc.workbook.difference import FileChange, compare_tables, list_rewritten
from renstra_doc.workbook.record import ImportRecord, name_export, read_record
from renstra_doc.workbook.sheet_rows import decode_sheets, locate_cell, read_memory
from renstra_doc.workbook.sheets import FACTS, hash_file, identify_document
from renstra_doc.workbook.told import tell_slips
from renstra_doc.workbook.xlsx import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from renstra_doc.workbook.difference import SheetEdit
    from renstra_doc.workbook.sheet_rows import Decoded
    from renstra_doc.workbook.sheets import Memory

MOST_ERRORS = 1000


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    The bytes of each file that changes, what changes in it, and remarks.

    `export` and `taken` are what `remember_import` writes down after it: which export, and each
    file as it then is. `stranded` are the files that no longer are what was imported into them:
    edits of the sheet may be missing there. `before` are the digests of the folder that all this
    was planned against: `write_files` writes only while they hold.
    """

    files: Mapping[str, bytes]
    changes: tuple[FileChange, ...]
    findings: tuple[Finding, ...]
    export: str = ""
    taken: ImportRecord = field(default_factory=ImportRecord)
    stranded: tuple[str, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Contents:
    """A workbook decoded: its tables as a project, canonical bytes, sheets by file, remarks.

    `known` are the hashes of the files that both sides last agreed on: at export, or after an
    import since.
    """

    project: RawProject
    files: Mapping[str, bytes]
    sheets: Mapping[str, Decoded]
    findings: tuple[Finding, ...]
    memory: Memory
    known: Mapping[str, str]
    record: ImportRecord = field(default_factory=ImportRecord)

    def base_of(self, file: str) -> bytes | None:
        """Return what both sides last agreed on; None where the workbook does not hold it."""
        return self.record.bases.get(file) or self.memory.bases.get(file)


def plan_import(
    workbook: Path,
    data: Path,
    *,
    overwrite: bool = False,
    other_document: bool = False,
    choose: Callable[[Conflict], str | None] | None = None,
) -> ImportPlan:
    """Return what the import of a workbook would change in a data folder.

    Raises InputError where the workbook or the folder cannot be read, a cell is ambiguous, the
    project would not be understood any more, the workbook comes from another document (unless
    `other_document`), or a cell and its sheet have both changed otherwise since the export or the
    last import: `choose` decides what such a cell is to be; without it `overwrite` says that the
    sheet does.
    """
    before = digest_files(data, list_files(data))
    raw = load_project(data)
    _stop(raw.findings)
    contents = _read_contents(workbook, data)
    if not other_document:
        _stop(_refuse_document(workbook, raw, contents))
    circles = [sheet.circle for sheet in contents.sheets.values() if sheet.circle]
    _stop(_new_errors(raw, contents) or circles)
    current, _ = canonicalize(raw)
    sides = _Sides(_forget_undone(contents, current), raw, current, overwrite=overwrite)
    results = sides.take(choose or (take_sheet if overwrite else keep_ours))
    return sides.plan(results, before)


@dataclass(frozen=True)
class _Sides:
    """Both sides of an import: the workbook, and the folder as it is (`current`, canonical)."""

    contents: _Contents
    raw: RawProject
    current: Mapping[str, bytes]
    overwrite: bool

    @cached_property
    def stranded(self) -> list[str]:
        """The files that are not what an earlier import has made of them."""
        return [
            file
            for file in self.contents.files
            if _is_stranded(self.contents, file, self.current.get(file))
        ]

    @cached_property
    def changed(self) -> list[str]:
        """The files whose sheet says something new, or is to be taken once more."""
        again = self.stranded if self.overwrite else []
        return [
            file
            for file in self.contents.files
            if file in again or _is_changed(self.contents, file)
        ]

    def has_moved(self, file: str) -> bool:
        """Return whether a file is neither what both sides agreed on nor the sheet."""
        return _has_moved(self.contents, file, self.current.get(file))

    def take(self, decide: Callable[[Conflict], str | None]) -> dict[str, bytes]:
        """Return what each changed file shall hold; InputError for what nobody has decided."""
        both = [file for file in self.changed if self.has_moved(file)]
        merged = _merge_both(self.contents, both, self.current, decide, overwrite=self.overwrite)
        return {file: self.contents.files[file] for file in self.changed} | merged

    def plan(self, results: Mapping[str, bytes], before: Mapping[str, str]) -> ImportPlan:
        """Return what would be written, what changes by it, and what a person should know."""
        folder, plans = self.raw.folder, self.contents.memory.plans
        files = {
            file: content for file, content in results.items() if not holds(folder / file, content)
        }
        left = [file for file in self.contents.files if file not in self.changed]
        left = [file for file in left if self.has_moved(file)]
        kept = tuple(file for file in left if file in self.stranded)
        return ImportPlan(
            files,
            tuple(self._change(file, content) for file, content in files.items()),
            tuple(self._remarks(left, kept)),
            name_export(plans),
            _record(self.contents, self.changed, results),
            kept,
            before,
        )

    def _change(self, file: str, content: bytes) -> FileChange:
        edits = _list_changes(self.raw, file, self.current.get(file), content)
        return FileChange(file, self.contents.sheets[file].plan.name, edits)

    def _remarks(self, left: Iterable[str], kept: Collection[str]) -> Iterator[Finding]:
        sheets = self.contents.sheets
        yield from self.contents.findings
        for file in left:
            yield (_warn_stranded if file in kept else _keep_file)(sheets[file])
        changed = {file: sheets[file] for file in self.changed}
        yield from tell_slips(self.contents.memory.bases, changed)


def take_sheet(conflict: Conflict) -> str | None:
    """Decide a conflict for the sheet."""
    return conflict.mereka


def _merge_both(
    contents: _Contents,
    both: Iterable[str],
    current: Mapping[str, bytes],
    choose: Callable[[Conflict], str | None],
    *,
    overwrite: bool,
) -> dict[str, bytes]:
    """Merge what changed in a sheet with what changed in its file, cell by cell.

    Raises InputError with every cell that both changed otherwise, and for a workbook that does not
    hold what both came from.
    """
    merged: dict[str, bytes] = {}
    findings: list[Finding] = []
    for file in both:
        # What a folder has lost of an earlier import is taken again from the sheet as a whole.
        is_lost = overwrite and not _is_changed(contents, file)
        base = contents.memory.bases.get(file) if is_lost else contents.base_of(file)
        ours, sheet = current.get(file), contents.sheets[file]
        if base is None or ours is None:
            findings += [] if overwrite else [_refuse_both(sheet)]
            continue
        versions = (base, ours, contents.files[file])
        base_table, our_table, their_table = (
            parse_table(content.decode(), file)[0] for content in versions
        )
        content, conflicts = merge_file(file, (base_table, our_table, their_table), choose)
        findings += [_refuse_cell(sheet, found) for found in conflicts]
        merged[file] = content if isinstance(content, bytes) else ours
    _stop(findings)
    return merged


def _refuse_cell(sheet: Decoded, conflict: Conflict) -> Finding:
    message = f"diubah di lembar {sheet.plan.name} dan di berkas: {conflict}"
    hint = (
        "kita = isi folder data, mereka = isi lembar; putuskan: --pertanyaan lalu --jawab, "
        "atau --timpa"
    )
    return reading_error(Place(conflict.berkas), message, hint)


def _record(
    contents: _Contents, changed: Iterable[str], results: Mapping[str, bytes]
) -> ImportRecord:
    """Return what is to be remembered of this import, with what earlier ones have left."""
    sheets = {file: contents.files[file] for file in changed}
    known = {**contents.known, **{file: hash_file(found) for file, found in sheets.items()}}
    made = {file: hash_file(found) for file, found in results.items()}
    return ImportRecord(
        known, {**contents.record.results, **made}, {**contents.record.bases, **sheets}
    )


def _refuse_document(workbook: Path, raw: RawProject, contents: _Contents) -> Iterator[Finding]:
    """Refuse a workbook of another document.

    Neither at export nor now does it say what the folder says.

    One that was imported into this folder before belongs here, whatever its document is called
    meanwhile.
    """
    if any(contents.known[plan.file] != plan.sha256 for plan in contents.memory.plans):
        return
    here = identify_document(raw.tables.get(FACTS))
    there = contents.memory.document
    as_edited = identify_document(contents.project.tables.get(FACTS))
    if here and there and here not in (there, as_edited):
        message = f"buku kerja ini diekspor dari dokumen lain: {there}; folder data ini: {here}"
        hint = "pilih buku kerja atau --data yang benar; memang disengaja: pakai --dokumen-lain"
        yield reading_error(Place(str(workbook)), message, hint)


def _list_changes(
    raw: RawProject, file: str, old: bytes | None, new: bytes
) -> tuple[SheetEdit, ...]:
    """Compare two versions of a file in canonical form.

    Out: also what is only written otherwise than on disk.
    """
    after, _ = parse_table(new.decode(), file)
    before = parse_table(old.decode(), file)[0] if old is not None else None
    if after is None:
        return ()
    changes = compare_tables(before, after)
    if before is None or old is None or holds(raw.folder / file, old):
        return changes
    return (*changes, *list_rewritten(raw.tables[file], before, changes))


def read_files_of(workbook: Path | bytes) -> dict[str, bytes]:
    """Return the canonical bytes of every file that a workbook holds.

    InputError where it cannot be read.
    """
    return dict(_read_contents(workbook).files)


def find_edits(workbook: Path, data: Path) -> list[str]:
    """Return the sheets with edits that were not imported into a folder.

    InputError for an unreadable workbook.
    """
    contents = _read_contents(workbook, data)
    contents = _forget_undone(contents, canonicalize(load_project(data))[0])
    return [
        contents.sheets[file].plan.name for file in contents.files if _is_changed(contents, file)
    ]


def _stop(findings: Iterable[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if len(errors) > MOST_ERRORS:
        rest = reading_error(
            Place(), f"dan {len(errors) - MOST_ERRORS} galat lain", "perbaiki dahulu yang di atas"
        )
        errors = [*errors[:MOST_ERRORS], rest]
    if errors:
        raise InputError(errors)


def _read_contents(workbook: Path | bytes, data: Path | None = None) -> _Contents:
    sheets = read_workbook(workbook)
    memory = read_memory(sheets)
    decoded, remarks = decode_sheets(sheets, memory.plans)
    found = [finding for sheet in decoded for finding in sheet.findings]
    _stop([*remarks, *found])
    by_file = {sheet.plan.file: sheet for sheet in decoded}
    project, files = _as_project(by_file)
    known = {plan.file: plan.sha256 for plan in memory.plans}
    record = ImportRecord()
    if data is not None and not isinstance(workbook, bytes):
        record = read_record(workbook, data, name_export(memory.plans))
        known.update(record.hashes)
    return _Contents(project, files, by_file, (*remarks, *found), memory, known, record)


def _as_project(sheets: Mapping[str, Decoded]) -> tuple[RawProject, Mapping[str, bytes]]:
    """Return the sheets as a project without a folder, and its files in canonical form."""
    tables = {file: sheet.table for file, sheet in sheets.items() if sheet.table is not None}
    project = RawProject(Path(), tables, pictures={})
    files, faults = canonicalize(project)
    _stop(_move(finding, sheets) for finding in faults)
    return project, files


def _new_errors(raw: RawProject, contents: _Contents) -> list[Finding]:
    """Return the errors of understanding the project after the import that it does not have now."""
    merged = RawProject(raw.folder, {**raw.tables, **contents.project.tables})
    known = {(finding.place.file, finding.message) for finding in compose_partly(raw)[1]}
    found = [
        finding
        for finding in compose_partly(merged)[1]
        if (finding.place.file, finding.message) not in known
    ]
    # An id that stands twice makes circles of parents: those are no mistakes of their own.
    doubtful = {finding.place.file for finding in found if finding.place.column == "id"}
    kept = [
        finding
        for finding in found
        if finding.place.column != "induk" or finding.place.file not in doubtful
    ]
    return [_move(finding, contents.sheets) for finding in kept]


def _move(finding: Finding, sheets: Mapping[str, Decoded]) -> Finding:
    """Return a finding whose place is the sheet and the cell."""
    sheet = sheets.get(finding.place.file)
    return finding if sheet is None else replace(finding, place=sheet.locate(finding.place))


def _is_changed(contents: _Contents, file: str) -> bool:
    return hash_file(contents.files[file]) != contents.known[file]


def _forget_undone(contents: _Contents, current: Mapping[str, bytes]) -> _Contents:
    """Return the contents without the imports that the folder has lost.

    A file is again as it was at export.
    """
    exported = {plan.file: plan.sha256 for plan in contents.memory.plans}
    undone = {file for file, content in current.items() if hash_file(content) == exported.get(file)}
    kept = {file: base for file, base in contents.record.bases.items() if file not in undone}
    return replace(
        contents,
        known={**contents.known, **{file: exported[file] for file in undone}},
        record=replace(contents.record, bases=kept),
    )


def _is_stranded(contents: _Contents, file: str, current: bytes | None) -> bool:
    """Return whether edits were imported from a sheet, and the file is not what came of it.

    The sheet says no more since.
    """
    exported = {plan.file: plan.sha256 for plan in contents.memory.plans}
    was_imported = contents.known[file] != exported[file]
    return was_imported and not _is_changed(contents, file) and _has_moved(contents, file, current)


def _has_moved(contents: _Contents, file: str, current: bytes | None) -> bool:
    """Return whether the file is neither what both sides agreed on nor the sheet."""
    digest = hash_file(current) if current is not None else ""
    left = contents.record.results.get(file, "")
    return digest not in (contents.known[file], left, hash_file(contents.files[file]))


def _refuse_both(sheet: Decoded) -> Finding:
    message = (
        f"lembar ini dan berkas {sheet.plan.file} sama-sama berubah sejak ekspor atau "
        "impor terakhir; "
        "impor akan menghapus salah satu"
    )
    hint = (
        "ekspor ulang ke berkas lain lalu salin suntingan ke sana, atau pakai --timpa "
        "bila lembar ini yang benar"
    )
    return reading_error(locate_cell(sheet.plan.name), message, hint)


def _warn_stranded(sheet: Decoded) -> Finding:
    message = (
        f"berkas ini bukan lagi hasil impor terakhir dari lembar {sheet.plan.name} "
        "(disunting, atau dipulihkan dari "
        "cadangan), jadi berkas dibiarkan; suntingan lembar itu mungkin tidak ada di dalamnya"
    )
    hint = (
        "bandingkan keduanya; bila lembar yang benar: ulangi impor dengan --timpa; "
        "bila berkas: ekspor ulang"
    )
    return reading_warning(Place(sheet.plan.file), message, hint)


def _keep_file(sheet: Decoded) -> Finding:
    message = (
        "berkas ini berubah sejak ekspor atau impor terakhir; lembar "
        f"{sheet.plan.name} tidak, jadi berkas dibiarkan"
    )
    return Finding("baca", message, Place(sheet.plan.file), Severity.INFO)
