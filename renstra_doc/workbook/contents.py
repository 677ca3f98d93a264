"""A workbook as it is to be imported: decoded, in canonical form, with what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes
from renstra_doc.finding import Finding, InputError, list_errors, reading_error
from renstra_doc.load.project import RawProject
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.place import Place
from renstra_doc.workbook.read_memory import read_memory
from renstra_doc.workbook.record import ImportRecord, name_export, read_record
from renstra_doc.workbook.sheet_rows import decode_sheets
from renstra_doc.workbook.xlsx import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.workbook.decoded_sheet import Decoded
    from renstra_doc.workbook.sheets import Memory

MOST_ERRORS = 1000


@dataclass(frozen=True, slots=True)
class Contents:
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
        # After an import both sides agree on what the sheet said then, no longer on the export.
        return self.record.bases.get(file) or self.memory.bases.get(file)

    def is_changed(self, file: str) -> bool:
        """Return whether a sheet says something else than what both sides last agreed on."""
        return digest_bytes(self.files[file]) != self.known[file]

    def has_moved(self, file: str, current: bytes | None) -> bool:
        """Return whether the file is neither what both sides agreed on nor the sheet."""
        digest = digest_bytes(current) if current is not None else ""
        # What a merge left is neither sheet nor export, and yet nobody changed it since.
        left = self.record.results.get(file, "")
        return digest not in (self.known[file], left, digest_bytes(self.files[file]))

    def is_stranded(self, file: str, current: bytes | None) -> bool:
        """Return whether edits were imported from a sheet, and the file is not what came of it.

        The sheet says no more since.
        """
        was_imported = self.known[file] != self._exported[file]
        return was_imported and not self.is_changed(file) and self.has_moved(file, current)

    def forget_undone(self, current: Mapping[str, bytes]) -> Contents:
        """Return the contents without the imports that the folder has lost.

        A file is again as it was at export.
        """
        exported = self._exported
        undone = {
            file for file, content in current.items() if digest_bytes(content) == exported.get(file)
        }
        # Put back to the export, the folder has lost what was imported: it is new again.
        kept = {file: base for file, base in self.record.bases.items() if file not in undone}
        return replace(
            self,
            known={**self.known, **{file: exported[file] for file in undone}},
            record=replace(self.record, bases=kept),
        )

    @property
    def _exported(self) -> dict[str, str]:
        return {plan.file: plan.sha256 for plan in self.memory.plans}


def stop_for(findings: Iterable[Finding]) -> None:
    """Raise InputError with the errors among findings, where there are any."""
    errors = list_errors(findings)
    # A sheet of another kind has an error in each of ten thousand cells.
    if len(errors) > MOST_ERRORS:
        rest = reading_error(
            Place(), f"dan {len(errors) - MOST_ERRORS} galat lain", "perbaiki dahulu yang di atas"
        )
        errors = [*errors[:MOST_ERRORS], rest]
    if errors:
        raise InputError(errors)


def read_contents(workbook: Path | bytes, data: Path | None = None) -> Contents:
    """Read and decode a workbook; with a data folder also what earlier imports into it left.

    Raises InputError for a file that cannot be read and for every cell that cannot be taken.
    """
    sheets = read_workbook(workbook)
    memory = read_memory(sheets)
    decoded, remarks = decode_sheets(sheets, memory.plans)
    found = [finding for sheet in decoded for finding in sheet.findings]
    # Before the project is understood: a cell that was not taken would look like an empty one.
    stop_for([*remarks, *found])
    by_file = {sheet.plan.file: sheet for sheet in decoded}
    project, files = _as_project(by_file)
    known = {plan.file: plan.sha256 for plan in memory.plans}
    record = ImportRecord()
    # Bytes are those of an export that has just been made: nothing was imported from them.
    if data is not None and not isinstance(workbook, bytes):
        record = read_record(workbook, data, name_export(memory.plans))
        known.update(record.hashes)
    return Contents(project, files, by_file, (*remarks, *found), memory, known, record)


def _as_project(sheets: Mapping[str, Decoded]) -> tuple[RawProject, Mapping[str, bytes]]:
    """Return the sheets as a project without a folder, and its files in canonical form."""
    tables = {file: sheet.table for file, sheet in sheets.items() if sheet.table is not None}
    project = RawProject(Path(), tables, pictures={})
    files, faults = canonicalize(project)
    stop_for(move_to_sheet(finding, sheets) for finding in faults)
    return project, files


def move_to_sheet(finding: Finding, sheets: Mapping[str, Decoded]) -> Finding:
    """Return a finding whose place is the sheet and the cell."""
    sheet = sheets.get(finding.place.file)
    return finding if sheet is None else replace(finding, place=sheet.locate(finding.place))
