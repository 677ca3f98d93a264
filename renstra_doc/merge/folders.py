"""Merge what lies on the disk: three data folders, or three versions of one CSV file.

All of a folder is written or nothing, with the history that `renstra batal` reads.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_file, write_file
from renstra_doc.files.journal import digest_files, write_files
from renstra_doc.finding import (
    Finding,
    InputError,
    Severity,
    list_errors,
    reading_error,
    refuse_input,
)
from renstra_doc.load.project import (
    MAX_FILE_BYTES,
    RawProject,
    list_files,
    load_project,
    load_table,
    parse_table,
)
from renstra_doc.merge.keyed import find_doubles
from renstra_doc.merge.losses import list_losses
from renstra_doc.merge.three_way import Conflict, Merged, merge_file, merge_projects
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.load.project import RawTable

DATA, FACTS, COMMAND = "data", "dokumen.csv", "gabung"
# Three versions are held in memory at once.
PICTURES, MOST_PICTURE_BYTES = "gambar", 64 * 2**20


def merge_on_disk(base: Path, ours: Path, theirs: Path) -> tuple[Merged, tuple[Finding, ...]]:
    """Merge three folders or three CSV files into the second.

    Out: what was written, the conflicts, and what no longer fits together after the merge. Raises
    InputError, with nothing written, where a side cannot be read.
    """
    # Of those that are there: what is missing is said by itself.
    kinds = {path.is_dir() for path in (base, ours, theirs) if path.exists()}
    missing = [path for path in (base, ours, theirs) if not path.exists()]
    if missing or len(kinds) > 1:
        hint = "tulis tiga folder data, atau tiga berkas CSV: asal, milik sendiri, milik rekan"
        named = missing or [ours]
        message = "tidak ditemukan" if missing else "folder dan berkas tidak dapat digabung"
        raise InputError([reading_error(Place(str(path)), message, hint) for path in named])
    if ours.is_dir():
        return _merge_folders(*map(_find_data, (base, ours, theirs)))
    return _merge_files(base, ours, theirs), ()


def _find_data(folder: Path) -> Path:
    """Return the data folder that a path means: itself, or `data` in a project folder."""
    # A project folder may be given as well: who merges thinks of the project.
    found = (path for path in (folder, folder / DATA) if (path / FACTS).is_file())
    data = next(found, None)
    if data is None:
        hint = "folder data memuat dokumen.csv; folder proyek memuat data/dokumen.csv"
        raise refuse_input(folder, "folder ini tidak memuat dokumen.csv", hint)
    return data


def _merge_folders(base: Path, ours: Path, theirs: Path) -> tuple[Merged, tuple[Finding, ...]]:
    before = _digest_all(ours)  # before anything is read: a save in between is seen
    sides = [_load(folder) for folder in (base, ours, theirs)]
    # Canonical first: a file that Excel saved with decimal commas has not changed by that.
    tables = [read_canonical(side) for side in sides]
    merged = merge_projects(tables[0], tables[1], tables[2])
    # A picture is merged as a whole: nobody can read two of them into one.
    pictures, conflicts = _merge_pictures(base, ours, theirs)
    files = {**merged.files, **pictures}
    # Told although the merge is written: each side was right, and only together they are wrong.
    findings = find_new_faults(sides[1], merged.files)
    # Against the digests from the beginning: what was saved meanwhile is not overwritten.
    write_files(ours, files, {name: before.get(name, "") for name in files}, COMMAND)
    lost = list_losses(tables[1], merged.files, pictures)
    return Merged(files, (*merged.conflicts, *conflicts), tuple(lost)), findings


def _digest_all(folder: Path) -> dict[str, str]:
    return digest_files(folder, [*list_files(folder), *_list_pictures(folder)])


def _load(folder: Path) -> RawProject:
    raw = load_project(folder)
    errors = list_errors(raw.findings)
    if errors:
        raise InputError([_place_in(folder, finding) for finding in errors])
    return raw


def _place_in(folder: Path, finding: Finding) -> Finding:
    """Return a finding with the path of its file: three folders have files of the same name."""
    where = finding.place
    return replace(finding, place=replace(where, file=str(folder / where.file)))


def read_canonical(raw: RawProject, names: Container[str] | None = None) -> dict[str, RawTable]:
    """Return the tables of a project, or some by name, with every quantity in its one form.

    A file that a spreadsheet saved with decimal commas has not changed by that.
    """
    files, _ = canonicalize(raw, names)
    found = {name: parse_table(content.decode(), name)[0] for name, content in files.items()}
    return {name: table for name, table in found.items() if table is not None}


def find_new_faults(ours: RawProject, files: Mapping[str, bytes | None]) -> tuple[Finding, ...]:
    """Return what no longer fits together in a folder once some files are replaced."""
    # By file and words, not by line: a merged row moves all below it.
    known = {(found.place.file, found.message) for found in compose_partly(ours)[1]}
    merged = replace_files(ours, files)
    return tuple(
        found
        for found in compose_partly(merged)[1]
        if found.severity is Severity.ERROR and (found.place.file, found.message) not in known
    )


def replace_files(raw: RawProject, files: Mapping[str, bytes | None]) -> RawProject:
    """Return a project with some of its files replaced, added or (None) removed."""
    tables = dict(raw.tables)
    for name, content in files.items():
        table = parse_table(content.decode(), name)[0] if content is not None else None
        tables.pop(name, None)
        if table is not None:
            tables[name] = table
    return replace(raw, tables=dict(sorted(tables.items())), findings=())


def _merge_pictures(
    base: Path, ours: Path, theirs: Path
) -> tuple[dict[str, bytes | None], list[Conflict]]:
    """Merge pictures, each as a whole."""
    sides = [_read_pictures(folder) for folder in (base, ours, theirs)]
    files: dict[str, bytes | None] = {}
    conflicts = []
    for name in dict.fromkeys(name for side in sides for name in side):
        asal, kita, mereka = (side.get(name) for side in sides)
        # They left it, or both did the same.
        if mereka in (asal, kita):
            continue
        if kita == asal:
            files[name] = mereka
        else:
            # Bytes have no value to show: that both changed it is all there is to say.
            conflicts.append(Conflict(name, "gambar", "", "ada", "berubah", "berubah"))
    return files, conflicts


def _read_pictures(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _list_pictures(folder)}


def _list_pictures(folder: Path) -> list[str]:
    home = folder / PICTURES
    # A link may lead out of the project.
    found = sorted(home.iterdir()) if home.is_dir() and not home.is_symlink() else []
    return [
        f"{PICTURES}/{path.name}"
        for path in found
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= MOST_PICTURE_BYTES
    ]


# Single files, as git hands them over


def _merge_files(base: Path, ours: Path, theirs: Path) -> Merged:
    # Before reading, as for folders.
    expected = digest_file(ours)
    sides = [_load_file(path) for path in (base, ours, theirs)]
    _refuse_doubles(sides[0], sides[1:])
    # Git hands over temporary files: `ours` bears the path that it will read back.
    content, conflicts = merge_file(ours.name, (sides[0], sides[1], sides[2]))
    files: dict[str, bytes | None] = {}
    if isinstance(content, bytes):
        write_file(ours, content, expected)
        files[ours.name] = content
    known = {} if sides[1] is None else {ours.name: sides[1]}
    return Merged(files, tuple(conflicts), tuple(list_losses(known, files)))


def _refuse_doubles(base: RawTable | None, others: Sequence[RawTable | None]) -> None:
    """Refuse versions with rows that nothing tells apart: by chance, values would be lost."""
    errors: list[Finding] = []
    for table in others:
        found = None if base is None or table is None else find_doubles(base, table)
        if table is not None and found is not None:
            errors += _name_doubles(table.file, *found)
    if errors:
        raise InputError(errors)


def _name_doubles(file: str, column: str, lines: Sequence[int]) -> list[Finding]:
    if not lines:
        message = f"kolom “{column}” tidak ada, jadi barisnya tidak dapat dipasangkan"
        return [reading_error(Place(file), message, f"kembalikan kolom {column} seperti semula")]
    message = "sudah dipakai baris lain di atasnya, jadi barisnya tidak dapat dipasangkan"
    hint = f"beri setiap baris {column} sendiri"
    return [reading_error(Place(file, line, column), message, hint) for line in lines]


def _is_small(path: Path) -> bool:
    """Return whether a path is a file that can be read: a pipe would wait, a device has no end."""
    return path.is_file() and path.stat().st_size <= MAX_FILE_BYTES


def _load_file(path: Path) -> RawTable | None:
    """Read a file; an empty one is none: git has no base where both sides added it."""
    # Empty, and not missing, is how git hands over a base that is not there.
    if str(path) == os.devnull or (_is_small(path) and not path.read_bytes().strip()):
        return None
    table, findings = load_table(path, str(path))
    errors = list_errors(findings)
    if errors or table is None:
        raise InputError(errors)
    return table
