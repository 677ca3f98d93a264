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

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes, holds
from renstra_doc.files.journal import digest_files
from renstra_doc.load.project import RawProject, list_files, load_project, parse_table
from renstra_doc.merge.three_way import Conflict, keep_ours, merge_file
from renstra_doc.model import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.workbook.contents import Contents, move_to_sheet, read_contents, stop_for
from renstra_doc.workbook.difference import FileChange, compare_tables, list_rewritten
from renstra_doc.workbook.import_findings import (
    refuse_both,
    refuse_cell,
    refuse_document,
    tell_kept,
    warn_stranded,
)
from renstra_doc.workbook.record import ImportRecord, name_export
from renstra_doc.workbook.told import tell_slips

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.workbook.difference import SheetEdit


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
    # Before anything is read: a save in between is then seen when it comes to writing.
    before = digest_files(data, list_files(data))
    raw = load_project(data)
    stop_for(raw.findings)
    contents = read_contents(workbook, data)
    if not other_document:
        stop_for(refuse_document(workbook, raw, contents))
    # Circles last: an id that stands twice makes some, and is the mistake to be mended.
    circles = [sheet.circle for sheet in contents.sheets.values() if sheet.circle]
    stop_for(_new_errors(raw, contents) or circles)
    current, _ = canonicalize(raw)
    sides = _Sides(contents.forget_undone(current), raw, current, overwrite=overwrite)
    results = sides.take(choose or (take_sheet if overwrite else keep_ours))
    return sides.plan(results, before)


@dataclass(frozen=True)
class _Sides:
    """Both sides of an import: the workbook, and the folder as it is (`current`, canonical)."""

    contents: Contents
    raw: RawProject
    current: Mapping[str, bytes]
    overwrite: bool

    @cached_property
    def stranded(self) -> list[str]:
        """The files that are not what an earlier import has made of them."""
        return [
            file
            for file in self.contents.files
            if self.contents.is_stranded(file, self.current.get(file))
        ]

    @cached_property
    def changed(self) -> list[str]:
        """The files whose sheet says something new, or is to be taken once more."""
        # Their sheets did not change, but --timpa says that the sheet is right.
        again = self.stranded if self.overwrite else []
        return [
            file for file in self.contents.files if file in again or self.contents.is_changed(file)
        ]

    def has_moved(self, file: str) -> bool:
        """Return whether a file is neither what both sides agreed on nor the sheet."""
        return self.contents.has_moved(file, self.current.get(file))

    def take(self, decide: Callable[[Conflict], str | None]) -> dict[str, bytes]:
        """Return what each changed file shall hold; InputError for what nobody has decided."""
        merged: dict[str, bytes] = {}
        findings: list[Finding] = []
        for file in self.changed:
            content, faults = self._merge(file, decide)
            findings += faults
            merged[file] = self.contents.files[file] if content is None else content
        stop_for(findings)
        return merged

    def _merge(
        self, file: str, decide: Callable[[Conflict], str | None]
    ) -> tuple[bytes | None, list[Finding]]:
        """Merge what changed in a sheet with what changed in its file, cell by cell.

        Out: the bytes, None where the sheet stands as it is; what nobody has decided. A workbook
        that does not hold what both came from cannot be merged: the whole sheet is refused.
        """
        if not self.has_moved(file):
            return None, []
        base, ours, sheet = self._base_of(file), self.current.get(file), self.contents.sheets[file]
        if base is None or ours is None:
            # A workbook of an older program holds no base: then only one of the two can be right.
            return None, [] if self.overwrite else [refuse_both(sheet)]
        # In canonical form on all three sides: a difference in spelling is no conflict.
        versions = (base, ours, self.contents.files[file])
        tables = tuple(parse_table(content.decode(), file)[0] for content in versions)
        content, conflicts = merge_file(file, (tables[0], tables[1], tables[2]), decide)
        return (
            content if isinstance(content, bytes) else ours,
            [refuse_cell(sheet, conflict) for conflict in conflicts],
        )

    def _base_of(self, file: str) -> bytes | None:
        """Return what both came from.

        What a folder has lost of an earlier import is taken again from the sheet as a whole.
        """
        is_lost = self.overwrite and not self.contents.is_changed(file)
        known = self.contents.memory.bases.get(file)
        return known if is_lost else self.contents.base_of(file)

    def plan(self, results: Mapping[str, bytes], before: Mapping[str, str]) -> ImportPlan:
        """Return what would be written, what changes by it, and what a person should know."""
        folder, plans = self.raw.folder, self.contents.memory.plans
        files = {
            file: content for file, content in results.items() if not holds(folder / file, content)
        }
        # Nobody changed the sheet, so whatever somebody did to the file stays.
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
            yield (warn_stranded if file in kept else tell_kept)(sheets[file])
        changed = {file: sheets[file] for file in self.changed}
        yield from tell_slips(self.contents.memory.bases, changed)


def take_sheet(conflict: Conflict) -> str | None:
    """Decide a conflict for the sheet."""
    return conflict.mereka


def _record(
    contents: Contents, changed: Iterable[str], results: Mapping[str, bytes]
) -> ImportRecord:
    """Return what is to be remembered of this import, with what earlier ones have left."""
    sheets = {file: contents.files[file] for file in changed}
    known = {**contents.known, **{file: digest_bytes(found) for file, found in sheets.items()}}
    made = {file: digest_bytes(found) for file, found in results.items()}
    return ImportRecord(
        known, {**contents.record.results, **made}, {**contents.record.bases, **sheets}
    )


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
    return dict(read_contents(workbook).files)


def find_edits(workbook: Path, data: Path) -> list[str]:
    """Return the sheets with edits that were not imported into a folder.

    InputError for an unreadable workbook.
    """
    contents = read_contents(workbook, data)
    contents = contents.forget_undone(canonicalize(load_project(data))[0])
    return [contents.sheets[file].plan.name for file in contents.files if contents.is_changed(file)]


def _new_errors(raw: RawProject, contents: Contents) -> list[Finding]:
    """Return the errors of understanding the project after the import that it does not have now."""
    merged = RawProject(raw.folder, {**raw.tables, **contents.project.tables})
    # Without lines: a row that was added moves all that follow.
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
    return [move_to_sheet(finding, contents.sheets) for finding in kept]
