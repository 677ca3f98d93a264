"""What the next command does with what a killed one left: it completes that, or undoes it.

It completes what the journal says; where somebody has saved one of the files before it was its
turn, it undoes the rest instead, so that the save is kept and the folder still is of one piece.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import (
    ABSENT,
    TEMPORARY,
    digest_file,
    remove_file,
    remove_stale,
    sync_folder,
    write_file,
)
from renstra_doc.files.history import (
    FileStep,
    WrittenStep,
    keep_step,
    parse_step,
    read_content,
)
from renstra_doc.files.lock import CONTROL, STEPS, STORE, lock_folder
from renstra_doc.files.own_folder import read_kept
from renstra_doc.files.swap import exchange
from renstra_doc.files.transaction import (
    StagedFile,
    find_targets,
    forget_journal,
    journal_path,
    restore_files,
)
from renstra_doc.finding import (
    Finding,
    InputError,
    Severity,
    explain_os_error,
    reading_error,
    refuse_input,
)
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_JOURNAL = 16 * 2**20
FOLDERS = ("naskah", "tabel", "referensi")
# The name of a file on its way: `.pegawai.csv.k3j_x9ab.sementara`.
_OURS = re.compile(r"\.(.+)\.[a-z0-9_]{8}" + re.escape(TEMPORARY))


def settle(folder: Path) -> tuple[Finding, ...]:
    """Complete or undo what a killed command left in a data folder.

    Out: what was done, or why it cannot be.

    A command that is writing at this moment is waited for. Without a journal this costs one look.
    """
    # lexists: a link that leads nowhere is a journal that cannot be read, not a missing one.
    if not os.path.lexists(journal_path(folder)):
        return ()
    try:
        with lock_folder(folder, "pemulihan"):
            return settle_locked(folder)
    except InputError as error:
        return error.findings
    except OSError as error:
        return _tell_unsettled(folder, error)


def _tell_unsettled(folder: Path, error: OSError) -> tuple[Finding, ...]:
    """Say that a folder in which nothing can be written is half written, or of one piece."""
    half = _refuse_half(folder, f" ({explain_os_error(error)})").findings
    try:
        step, changes = _read_journal(folder)
        states = {_is_applied(change) for change in changes}
    except (InputError, OSError):
        return half
    # Killed before the first rename or after the last: who only reads is in nobody's way.
    if states == {False}:
        return (_tell(folder, step, "datanya utuh seperti sebelumnya"),)
    return (_tell(folder, step, "datanya utuh seperti sesudahnya"),) if states == {True} else half


def _refuse_half(folder: Path, why: str = "") -> InputError:
    message = f"perintah yang terhenti meninggalkan folder data ini setengah tertulis{why}"
    hint = (
        "tutup program yang memakai berkasnya dan beri izin menulis di folder data itu, "
        "lalu jalankan perintah apa pun sekali lagi"
    )
    return InputError([reading_error(Place(str(folder)), message, hint)])


def mark_moment(folder: Path) -> tuple[bool, int]:
    """Return what is another one after a command has written, and while one writes."""
    try:
        written = (folder / CONTROL / STORE / STEPS).stat().st_mtime_ns
    except OSError:
        written = 0
    return os.path.lexists(journal_path(folder)), written


def settle_locked(folder: Path) -> tuple[Finding, ...]:
    """Complete or undo under the folder's lock; out and errors as `settle`, InputError besides."""
    path = journal_path(folder)
    if not os.path.lexists(path):
        return ()
    step, changes = _read_journal(folder)
    _give_back(changes)
    states = [_is_applied(change) for change in changes]
    if _is_edited_before(changes, states) or not _can_complete(folder, changes, states):
        if not restore_files(folder, changes):
            raise _refuse_half(folder)
        forget_journal(folder, changes)
        return (_tell(folder, step, f"sekarang dibatalkan{_name_kept(changes, states)}"),)
    for change, state in zip(changes, states, strict=True):
        # True is written already; None was saved by somebody after it had been written.
        if state is False:
            _complete(folder, change)
    for parent in {change.target.parent for change in changes}:
        sync_folder(parent)
    # The step before the journal goes: killed in between, the next command does this once more.
    keep_step(folder, step)
    forget_journal(folder, changes)
    return (_tell(folder, step, f"sekarang diselesaikan{_name_kept(changes, states)}"),)


def _name_kept(changes: Iterable[StagedFile], states: Iterable[bool | None]) -> str:
    """Say which files stay as somebody has saved them since; "" where there are none."""
    kept = [change.nama for change, state in zip(changes, states, strict=True) if state is None]
    return f"; suntingan orang sesudah itu tetap di {', '.join(kept)}" if kept else ""


def _give_back(changes: Iterable[StagedFile]) -> None:
    """Give a save its name again that a kill caught between the exchange and its comparison."""
    for change in changes:
        known = (ABSENT, change.sebelum, change.sesudah)
        is_save = digest_file(change.staged) not in known
        if is_save and digest_file(change.target) == change.sesudah:
            exchange(change.staged, change.target)


def _is_edited_before(changes: Iterable[StagedFile], states: Iterable[bool | None]) -> bool:
    """Return whether somebody saved a file before it was its turn.

    It is neither what it was nor what it was to be, and its staged content still lies there.
    """
    return any(
        # A rename takes the stage away, an exchange leaves what was there in it: then what differs
        # was saved after its turn.
        state is None and change.sesudah == digest_file(change.staged) != ABSENT
        for change, state in zip(changes, states, strict=True)
    )


def _is_applied(change: StagedFile) -> bool | None:
    """Return whether a file is what it was to be; None where it is neither that nor what it was."""
    digest = digest_file(change.target)
    return True if digest == change.sesudah else False if digest == change.sebelum else None


def _can_complete(
    folder: Path, changes: Iterable[StagedFile], states: Iterable[bool | None]
) -> bool:
    return all(
        state is not False
        or change.sesudah == ABSENT
        or read_content(folder, change.sesudah) is not None
        for change, state in zip(changes, states, strict=True)
    )


def _complete(folder: Path, change: StagedFile) -> None:
    if change.sesudah == ABSENT:
        remove_file(change.target, change.sebelum)
        return
    content = read_content(folder, change.sesudah)
    if content is not None:
        write_file(change.target, content, change.sebelum)


def _tell(folder: Path, step: WrittenStep, what: str) -> Finding:
    message = (
        f"{step.perintah or 'perintah'} oleh {step.siapa} ({step.waktu}) terhenti di tengah; {what}"
    )
    return Finding("baca", message, Place(str(folder)), Severity.INFO)


def _read_journal(folder: Path) -> tuple[WrittenStep, list[StagedFile]]:
    """Read the journal; InputError for one that no command of this program wrote."""
    path = journal_path(folder)
    step, files, staged = _parse_journal(path)
    if step is None or files is None:
        raise _refuse_journal(path)
    # The journal lies in the data folder, which somebody may have sent: it must not reach outside.
    targets = find_targets(folder, [file.nama for file in files.berkas])
    pairs = list(zip(files.berkas, staged, strict=True))
    if not all(_is_stage_of(name, targets[file.nama]) for file, name in pairs):
        raise _refuse_journal(path)
    return step, [_read_change(file, targets[file.nama], name) for file, name in pairs]


def _parse_journal(path: Path) -> tuple[WrittenStep | None, WrittenStep | None, list[str]]:
    """Return the step, the same step with the files where they really lie, their stages' names."""
    try:
        said = json.loads(read_kept(path, MAX_JOURNAL))
        files = parse_step({**said["langkah"], "berkas": said["berkas"]})
        staged = [str(file["sementara"]) for file in said["berkas"]]
        return parse_step(said["langkah"]), files, staged
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None, None, []


def _read_change(file: FileStep, target: Path, staged: str) -> StagedFile:
    return StagedFile(file.nama, target, file.sebelum, file.sesudah, target.with_name(staged))


def _is_stage_of(name: str, target: Path) -> bool:
    match = _OURS.fullmatch(name)
    return match is not None and match[1] == target.name


def _refuse_journal(path: Path) -> InputError:
    message = (
        "catatan perintah yang terhenti tidak dapat dibaca, jadi folder data "
        "ini mungkin setengah tertulis"
    )
    hint = "bandingkan folder data dengan cadangan atau git, lalu hapus berkas ini"
    return refuse_input(path, message, hint)


def sweep_left(folder: Path, targets: Mapping[str, Path]) -> None:
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
