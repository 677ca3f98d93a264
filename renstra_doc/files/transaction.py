"""One transaction over several files: staged, written into the journal, renamed, or all put back.

From the moment the journal lies on the disk a killed command is completed by the next one
(`recovery`); where a rename is refused, the files before it get their old content back here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import (
    ABSENT,
    ChangedError,
    changed,
    digest_bytes,
    digest_file,
    name_file,
    name_stage,
    new_folders,
    refuse_protected,
    remove_file,
    replace_file,
    stage_file,
    sync_folder,
    write_file,
)
from renstra_doc.files.history import (
    CONTENTS,
    WrittenStep,
    forget_unused,
    keep_content,
    keep_step,
    read_content,
    stage_step,
)
from renstra_doc.files.lock import CONTROL, JOURNAL, STORE
from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file to be written or removed.

    Where it lies, its new content, its digest before and after.
    """

    nama: str
    target: Path
    sebelum: str
    sesudah: str
    staged: Path


def find_targets(folder: Path, files: Iterable[str]) -> dict[str, Path]:
    """Return where each file lies.

    InputError for one outside the folder, OSError for a protected one.
    """
    targets = {name: (folder / name).resolve() for name in files}
    root = folder.resolve()
    outside = [name for name, target in targets.items() if not target.is_relative_to(root)]
    if outside:
        message = "berkas ini di luar folder data"
        hint = "ganti tautan itu dengan berkasnya sendiri, di dalam folder data"
        raise InputError([reading_error(Place(name), message, hint) for name in outside])
    # After the links are followed: a link in the folder may lead to what must not be written.
    for target in targets.values():
        refuse_protected(target)
    return targets


def commit(
    folder: Path,
    step: WrittenStep,
    targets: Mapping[str, Path],
    files: Mapping[str, bytes | None],
    before: Mapping[str, str] | None = None,
) -> None:
    """Keep the contents.

    Stage the files, write the journal, rename, keep the step, remove the journal.
    """
    # For undo and redo: the step says what was before it was first done, not what is there now.
    known = before or {file.nama: file.sebelum for file in step.berkas}
    changes = [
        StagedFile(name, target, known[name], _digest(files[name]), name_stage(target))
        for name, target in targets.items()
    ]
    with new_folders(change.target for change in changes):
        _write_changes(folder, step, changes, files)


def _write_changes(
    folder: Path, step: WrittenStep, changes: list[StagedFile], files: Mapping[str, bytes | None]
) -> None:
    written: Path | None = None
    has_begun = False
    try:
        for change in changes:
            _prepare(folder, change, files[change.nama])
        # What a full disk can stop comes before the journal: after it only renames follow.
        written = stage_step(folder, step)
        _sync_names(folder, changes)
        _write_journal(folder, step, changes)
        has_begun = True
        _replace_all(folder, step, changes, written)
    except BaseException:
        # What cannot be put back now the next command completes: the journal stays for it.
        if not has_begun or restore_files(folder, changes):
            forget_journal(folder, changes)
            forget_unused(folder)
        raise
    else:
        forget_journal(folder, changes)
    finally:
        if written is not None:
            with suppress(OSError):
                written.unlink(missing_ok=True)


def _sync_names(folder: Path, changes: Iterable[StagedFile]) -> None:
    """Flush the names of all that the journal will speak of.

    A file that is flushed may still have no name after a power cut (fsync of POSIX): the journal
    would be there, and not the contents that it needs.
    """
    store = {folder / CONTROL / STORE / CONTENTS, folder / CONTROL / STORE, folder / CONTROL}
    for place in (*sorted(store), *{change.target.parent for change in changes}, folder):
        sync_folder(place)


def _digest(content: bytes | None) -> str:
    return ABSENT if content is None else digest_bytes(content)


def _prepare(folder: Path, change: StagedFile, content: bytes | None) -> None:
    """Keep what a file is and what it will be, and stage it.

    ChangedError where it is not what was planned against.
    """
    old = change.target.read_bytes() if change.target.exists() else None
    if _digest(old) != change.sebelum:
        raise changed(change.target)
    try:
        for kept in (old, content):
            if kept is not None:
                keep_content(folder, kept)
        if content is not None:
            stage_file(change.target, content, change.staged)
    except PermissionError:  # of the history itself: no right to the data would help
        raise
    except OSError as error:  # the planner knows the data, not where the history is kept
        raise name_file(error, change.target) from error


def _replace_all(folder: Path, step: WrittenStep, changes: list[StagedFile], written: Path) -> None:
    """Put every file into its place and keep the step."""
    for change in changes:
        _apply(change)
    # A rename is on the disk only when its folder is (fsync of POSIX speaks of one file).
    for parent in {change.target.parent for change in changes}:
        sync_folder(parent)
    keep_step(folder, step, written)


def _apply(change: StagedFile) -> None:
    if change.sesudah == ABSENT:
        remove_file(change.target, change.sebelum)
    else:
        replace_file(change.staged, change.target, change.sebelum)


def restore_files(folder: Path, changes: Iterable[StagedFile]) -> bool:
    """Give every file that was already replaced its old content; out: whether all have it."""
    return all([_restore_file(folder, change) for change in changes])  # noqa: C419 — each is tried


def _restore_file(folder: Path, change: StagedFile) -> bool:
    """Give a file that was already replaced its old content; out: whether that is so.

    Leave one that is not what was written.
    """
    try:
        # Not yet written, or edited by somebody since: theirs to keep.
        if change.sebelum == change.sesudah or digest_file(change.target) != change.sesudah:
            return True
        if change.sebelum == ABSENT:
            remove_file(change.target, change.sesudah)
            return True
        old = read_content(folder, change.sebelum)
        if old is not None:
            write_file(change.target, old, change.sesudah)
    except ChangedError:
        return True
    except OSError:
        return False
    return old is not None


def forget_journal(folder: Path, changes: Iterable[StagedFile]) -> None:
    """Remove the journal, and what was staged and is no longer needed."""
    for change in changes:
        with suppress(OSError):
            change.staged.unlink(missing_ok=True)
    with suppress(OSError):
        # Last of all: while it lies there, the next command still knows of the stages above.
        journal_path(folder).unlink(missing_ok=True)
        sync_folder(folder / CONTROL)


def journal_path(folder: Path) -> Path:
    """Return where the journal of a data folder lies."""
    return folder / CONTROL / JOURNAL


def _write_journal(folder: Path, step: WrittenStep, changes: Iterable[StagedFile]) -> None:
    root = folder.resolve()
    said = {
        "langkah": asdict(step),
        "berkas": [
            {
                # Where it really lies: a link may lead elsewhere by the time of the recovery.
                "nama": change.target.relative_to(root).as_posix(),
                "sebelum": change.sebelum,
                "sesudah": change.sesudah,
                "sementara": change.staged.name,
            }
            for change in changes
        ],
    }
    write_file(journal_path(folder), json.dumps(said, ensure_ascii=False).encode())
