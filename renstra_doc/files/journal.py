"""Write several files of a data folder, all or none, also under a kill or a power cut.

In order, under the folder's lock: (1) what a killed command left is completed or undone; (2) what
is on disk is compared with what was planned against; (3) old and new contents go into the history,
each new file beside its final name, all flushed to the disk; (4) the journal is written: from here
on a killed command is completed by the next one; (5) each file is compared once more and renamed;
where one cannot be, those before it get their old content back; (6) the step is written down, the
journal removed.

The next command of any kind finds a journal that nobody holds the lock of. It completes what that
says; where somebody has saved one of the files before it was its turn, it undoes the rest instead,
so that the save is kept and the folder still is of one piece.
"""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import (
    ABSENT,
    TEMPORARY,
    ChangedError,
    changed,
    digest_bytes,
    digest_file,
    name_stage,
    refuse_protected,
    remove_file,
    remove_stale,
    replace_file,
    stage_file,
    sync_folder,
    write_file,
)
from renstra_doc.files.history import (
    STEPS,
    STORE,
    FileStep,
    WrittenStep,
    keep_content,
    keep_step,
    last_step,
    mark_step,
    next_number,
    next_undone,
    parse_step,
    read_content,
    stage_step,
)
from renstra_doc.files.lock import CONTROL, describe_self, lock_folder
from renstra_doc.finding import Finding, InputError, Severity, explain_os_error, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

JOURNAL = "jurnal.json"
MAX_JOURNAL, TRIES = 16 * 2**20, 5
FOLDERS = ("naskah", "tabel", "referensi")
# The name of a file on its way: `.pegawai.csv.k3j_x9ab.sementara`.
_OURS = re.compile(r"\.(.+)\.[a-z0-9_]{8}" + re.escape(TEMPORARY))


@dataclass(frozen=True, slots=True)
class _Change:
    """A file to be written or removed.

    Where it lies, its new content, its digest before and after.
    """

    nama: str
    target: Path
    sebelum: str
    sesudah: str
    staged: Path


def write_files(
    folder: Path,
    files: Mapping[str, bytes | None],
    before: Mapping[str, str] | None = None,
    command: str = "",
) -> None:
    """Write files into a data folder by their relative names, or remove them (None), all or none.

    In: the folder; the contents; the digests of what was read when this was planned
    (`digest_files`; a name that is missing was not there; none at all: what stands there now); the
    command, for the history and for the message to another one who waits. Raises OSError,
    ChangedError (somebody saved one of them meanwhile), InputError (a name leads out of the folder,
    another command is writing); then every file is as it was. A link stays a link: the file that it
    leads to is replaced.
    """
    targets = _find_targets(folder, files)
    _sweep(folder, targets)
    if not files:
        return
    with lock_folder(folder, command):
        _settle_locked(folder)
        known = digest_files(folder, files) if before is None else before
        step = _describe(folder, command, files, known)
        _commit(folder, step, targets, files)


def plan_anew(act: Callable[[], int]) -> int:
    """Do what plans and writes, anew where somebody saved a file in between.

    Some times, then ChangedError.

    For what asks nobody: a person has said yes to what was shown, and to nothing else.
    """
    for _ in range(TRIES - 1):
        with suppress(ChangedError):
            return act()
    return act()


def digest_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the digest of each file as it is now.

    "" for one that is not there or cannot be read.
    """
    return {name: _digest_readable(folder / name) for name in names}


def _digest_readable(path: Path) -> str:
    try:
        return digest_file(path)
    except (OSError, RuntimeError):  # the loader says what is wrong with it
        return ABSENT


def undo_step(folder: Path) -> WrittenStep:
    """Undo the last step that is not undone; out: the step.

    Raises InputError where there is none, where its contents are gone, or where one of its files
    was edited since: then nothing has changed.
    """
    with lock_folder(folder, "batal"):
        _settle_locked(folder)
        step = last_step(folder)
        if step is None:
            hint = "yang dapat dibatalkan hanya perintah yang menulis data di folder ini"
            raise InputError(
                [reading_error(Place(str(folder)), "tidak ada yang dapat dibatalkan", hint)]
            )
        return _turn(folder, step, undone=True)


def redo_step(folder: Path) -> WrittenStep:
    """Do the step again that was undone last; errors as `undo_step`."""
    with lock_folder(folder, "ulang"):
        _settle_locked(folder)
        step = next_undone(folder)
        if step is None:
            raise InputError([reading_error(Place(str(folder)), "tidak ada yang dapat diulang")])
        return _turn(folder, step, undone=False)


def _turn(folder: Path, step: WrittenStep, *, undone: bool) -> WrittenStep:
    """Write what the files of a step were before it, or after it."""
    sides = [(file.nama, *_sides(file, undone=undone)) for file in step.berkas]
    files = {name: None if to == ABSENT else read_content(folder, to) for name, _, to in sides}
    lost = [name for name, _, to in sides if to != ABSENT and files[name] is None]
    if lost:
        message = (
            f"isi lama {lost[0]} tidak tersimpan lagi, jadi {step.perintah} tidak dapat dibatalkan"
        )
        raise InputError(
            [reading_error(Place(lost[0]), message, "pulihkan dari cadangan atau git")]
        )
    moved = [name for name, now, _ in sides if digest_file(folder / name) != now]
    if moved:
        message = (
            f"berkas ini disunting sesudah {step.perintah} ({step.waktu}); "
            "membatalkannya akan menghapus suntingan itu"
        )
        hint = "pulihkan berkas itu dengan tangan, atau dari git"
        raise InputError([reading_error(Place(name), message, hint) for name in moved])
    marked = mark_step(step, undone=undone)
    before = {name: now for name, now, _ in sides}
    _commit(folder, marked, _find_targets(folder, files), files, before)
    return marked


def _sides(file: FileStep, *, undone: bool) -> tuple[str, str]:
    """Return the digest that a file must have now, and the one that it gets."""
    return (file.sesudah, file.sebelum) if undone else (file.sebelum, file.sesudah)


# --- The transaction -----------------------------------------------------------------------------


def _find_targets(folder: Path, files: Iterable[str]) -> dict[str, Path]:
    """Return where each file lies.

    InputError for one outside the folder, OSError for a protected one.
    """
    targets = {name: (folder / name).resolve() for name in files}
    root = folder.resolve()
    outside = [name for name, target in targets.items() if not target.is_relative_to(root)]
    if outside:
        raise InputError(
            [reading_error(Place(name), "berkas ini di luar folder data") for name in outside]
        )
    for target in targets.values():
        refuse_protected(target)
    return targets


def _describe(
    folder: Path, command: str, files: Mapping[str, bytes | None], before: Mapping[str, str]
) -> WrittenStep:
    now = time.strftime("%Y-%m-%d %H.%M.%S")
    changes = tuple(
        FileStep(
            name, before.get(name, ABSENT), ABSENT if content is None else digest_bytes(content)
        )
        for name, content in files.items()
    )
    return WrittenStep(next_number(folder), command, now, describe_self(command).siapa, changes)


def _commit(
    folder: Path,
    step: WrittenStep,
    targets: Mapping[str, Path],
    files: Mapping[str, bytes | None],
    before: Mapping[str, str] | None = None,
) -> None:
    """Keep the contents.

    Stage the files, write the journal, rename, keep the step, remove the journal.
    """
    known = before or {file.nama: file.sebelum for file in step.berkas}
    changes = [
        _Change(name, target, known[name], _digest(files[name]), name_stage(target))
        for name, target in targets.items()
    ]
    made = _make_folders(changes)
    written: Path | None = None
    try:
        for change in changes:
            _prepare(folder, change, files[change.nama])
        written = stage_step(folder, step)
        _write_journal(folder, step, changes)
        _replace_all(folder, step, changes, written)
    except BaseException:
        _forget(folder, changes)
        if written is not None:
            with suppress(OSError):
                written.unlink(missing_ok=True)
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()
        raise
    _forget(folder, changes)


def _digest(content: bytes | None) -> str:
    return ABSENT if content is None else digest_bytes(content)


def _make_folders(changes: Iterable[_Change]) -> list[Path]:
    """Make the folders that the new files need; out: those that were not there."""
    made: list[Path] = []
    for change in changes:
        missing = [
            path for path in (change.target.parent, *change.target.parents) if not path.exists()
        ]
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            made.append(path)
    return made


def _prepare(folder: Path, change: _Change, content: bytes | None) -> None:
    """Keep what a file is and what it will be, and stage it.

    ChangedError where it is not what was planned against.
    """
    old = change.target.read_bytes() if change.target.exists() else None
    if _digest(old) != change.sebelum:
        raise changed(change.target)
    if old is not None:
        keep_content(folder, old)
    if content is not None:
        keep_content(folder, content)
        stage_file(change.target, content, change.staged)


def _replace_all(folder: Path, step: WrittenStep, changes: list[_Change], written: Path) -> None:
    """Put every file into its place and keep the step.

    Where one fails, those before it get their old content back.
    """
    try:
        for change in changes:
            _apply(change)
        for parent in {change.target.parent for change in changes}:
            sync_folder(parent)
        keep_step(folder, step, written)
    except BaseException:
        for change in changes:
            _restore(folder, change)
        raise


def _apply(change: _Change) -> None:
    if change.sesudah == ABSENT:
        remove_file(change.target, change.sebelum)
    else:
        replace_file(change.staged, change.target, change.sebelum)


def _restore(folder: Path, change: _Change) -> None:
    """Give a file that was already replaced its old content.

    Leave one that is not what was written.
    """
    with suppress(OSError, ChangedError):
        if change.sebelum == change.sesudah or digest_file(change.target) != change.sesudah:
            return
        if change.sebelum == ABSENT:
            remove_file(change.target, change.sesudah)
            return
        old = read_content(folder, change.sebelum)
        if old is not None:
            write_file(change.target, old, change.sesudah)


def _forget(folder: Path, changes: Iterable[_Change]) -> None:
    """Remove the journal, and what was staged and is no longer needed."""
    for change in changes:
        with suppress(OSError):
            change.staged.unlink(missing_ok=True)
    with suppress(OSError):
        _journal_path(folder).unlink(missing_ok=True)
        sync_folder(folder / CONTROL)


def _journal_path(folder: Path) -> Path:
    return folder / CONTROL / JOURNAL


def _write_journal(folder: Path, step: WrittenStep, changes: Iterable[_Change]) -> None:
    root = folder.resolve()
    said = {
        "langkah": asdict(step),
        "berkas": [
            {
                "nama": change.target.relative_to(root).as_posix(),
                "sebelum": change.sebelum,
                "sesudah": change.sesudah,
                "sementara": change.staged.name,
            }
            for change in changes
        ],
    }
    write_file(_journal_path(folder), json.dumps(said, ensure_ascii=False).encode())


# --- After a kill --------------------------------------------------------------------------------


def settle(folder: Path) -> tuple[Finding, ...]:
    """Complete or undo what a killed command left in a data folder.

    Out: what was done, or why it cannot be.

    A command that is writing at this moment is waited for. Without a journal this costs one look.
    """
    if not os.path.lexists(_journal_path(folder)):
        return ()
    try:
        with lock_folder(folder, "pemulihan"):
            return _settle_locked(folder)
    except InputError as error:
        return error.findings
    except OSError as error:
        message = (
            "perintah yang terhenti meninggalkan folder data ini setengah tertulis "
            f"({explain_os_error(error)})"
        )
        hint = "beri izin menulis di folder data itu, lalu jalankan perintah apa pun sekali lagi"
        return (reading_error(Place(str(folder)), message, hint),)


def mark_moment(folder: Path) -> tuple[bool, int]:
    """Return what is another one after a command has written, and while one writes."""
    try:
        written = (folder / CONTROL / STORE / STEPS).stat().st_mtime_ns
    except OSError:
        written = 0
    return os.path.lexists(_journal_path(folder)), written


def _settle_locked(folder: Path) -> tuple[Finding, ...]:
    path = _journal_path(folder)
    if not os.path.lexists(path):
        return ()
    step, changes = _read_journal(folder)
    states = [_is_applied(change) for change in changes]
    # None: the file is neither what it was nor what it was to be, so somebody saved it since. Where
    # its staged content still lies there it was not yet its turn, and the rest is undone.
    is_edited_before = any(
        state is None and change.staged.exists()
        for change, state in zip(changes, states, strict=True)
    )
    if is_edited_before or not _can_complete(folder, changes, states):
        for change in changes:
            _restore(folder, change)
        _forget(folder, changes)
        return (_tell(folder, step, "dibatalkan"),)
    for change, state in zip(changes, states, strict=True):
        if state is False:
            _complete(folder, change)
    for parent in {change.target.parent for change in changes}:
        sync_folder(parent)
    keep_step(folder, step)
    _forget(folder, changes)
    return (_tell(folder, step, "diselesaikan"),)


def _is_applied(change: _Change) -> bool | None:
    """Return whether a file is what it was to be; None where it is neither that nor what it was."""
    digest = digest_file(change.target)
    return True if digest == change.sesudah else False if digest == change.sebelum else None


def _can_complete(folder: Path, changes: Iterable[_Change], states: Iterable[bool | None]) -> bool:
    return all(
        state is not False
        or change.sesudah == ABSENT
        or read_content(folder, change.sesudah) is not None
        for change, state in zip(changes, states, strict=True)
    )


def _complete(folder: Path, change: _Change) -> None:
    if change.sesudah == ABSENT:
        remove_file(change.target, change.sebelum)
        return
    content = read_content(folder, change.sesudah)
    if content is not None:
        write_file(change.target, content, change.sebelum)


def _tell(folder: Path, step: WrittenStep, what: str) -> Finding:
    message = (
        f"{step.perintah or 'perintah'} oleh {step.siapa} ({step.waktu}) "
        f"terhenti di tengah; sekarang {what}"
    )
    return Finding("baca", message, Place(str(folder)), Severity.INFO)


def _read_journal(folder: Path) -> tuple[WrittenStep, list[_Change]]:
    """Read the journal; InputError for one that no command of this program wrote."""
    path = _journal_path(folder)
    try:
        said = json.loads(path.read_bytes() if path.stat().st_size <= MAX_JOURNAL else b"")
        step = parse_step(said["langkah"])
        files = parse_step({**said["langkah"], "berkas": said["berkas"]})
        staged = [str(file["sementara"]) for file in said["berkas"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        step, files, staged = None, None, []
    if step is None or files is None:
        raise _refuse_journal(path)
    targets = _find_targets(folder, [file.nama for file in files.berkas])
    changes = [
        _Change(
            file.nama,
            targets[file.nama],
            file.sebelum,
            file.sesudah,
            targets[file.nama].with_name(name),
        )
        for file, name in zip(files.berkas, staged, strict=True)
        if _is_stage_of(name, targets[file.nama])
    ]
    if len(changes) != len(files.berkas):
        raise _refuse_journal(path)
    return step, changes


def _is_stage_of(name: str, target: Path) -> bool:
    match = _OURS.fullmatch(name)
    return match is not None and match[1] == target.name


def _refuse_journal(path: Path) -> InputError:
    message = (
        "catatan perintah yang terhenti tidak dapat dibaca, jadi folder data "
        "ini mungkin setengah tertulis"
    )
    hint = "bandingkan folder data dengan cadangan atau git, lalu hapus berkas ini"
    return InputError([reading_error(Place(str(path)), message, hint)])


def _sweep(folder: Path, targets: Mapping[str, Path]) -> None:
    """Remove what a killed run left in a data folder.

    Old files on their way to a CSV file, or to one that is written now.
    """
    names = {Path(name).name for name in targets}
    folders = {
        folder,
        *(folder / sub for sub in FOLDERS),
        *(path.parent for path in targets.values()),
    }
    for place in folders:
        with suppress(OSError):
            for left in place.glob(f".*{TEMPORARY}"):
                match = _OURS.fullmatch(left.name)
                if match and (match[1] in names or match[1].endswith(".csv")):
                    remove_stale(left)
