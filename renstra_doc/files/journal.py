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

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import ABSENT, ChangedError, digest_bytes, digest_file
from renstra_doc.files.history import (
    FileStep,
    WrittenStep,
    last_step,
    mark_step,
    next_number,
    next_undone,
    read_content,
)
from renstra_doc.files.lock import CONTROL, describe_self, lock_folder
from renstra_doc.files.recovery import settle_locked, sweep_left
from renstra_doc.files.transaction import commit, find_targets
from renstra_doc.finding import InputError, reading_error, refuse_input
from renstra_doc.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

TRIES = 5


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
    targets = find_targets(folder, files)
    # Without the lock: only what is too old to be still written is removed.
    sweep_left(folder, targets)
    if not files:
        return
    with lock_folder(folder, command):
        settle_locked(folder)
        # An empty mapping is a plan as well: every file in it was not there when this was planned.
        known = digest_files(folder, files) if before is None else before
        step = _describe(folder, command, files, known)
        commit(folder, step, targets, files)


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


def undo_step(folder: Path, number: int = 0) -> WrittenStep:
    """Undo the last step that is not undone; out: the step.

    In: the folder; the number of the step that is meant (0: whichever is the last). Raises
    InputError where there is none or another one came after it, where its contents are gone, or
    where one of its files was edited since: then nothing has changed.
    """
    if not (folder / CONTROL).is_dir():  # where nothing was ever written nothing is made either
        raise _refuse_undo(folder)
    with lock_folder(folder, "batal"):
        settle_locked(folder)
        step = last_step(folder)
        if step is None:
            raise _refuse_undo(folder)
        _refuse_other(step, number)
        return _turn(folder, step, undone=True)


def _refuse_other(step: WrittenStep, number: int) -> None:
    """Raise InputError where another step has come after the one that somebody saw."""
    if number and step.nomor != number:
        message = (
            f"penyimpanan terakhir bukan lagi yang Anda lihat: {step.perintah} "
            f"oleh {step.siapa} ({step.waktu})"
        )
        hint = "muat ulang halaman ini, lalu putuskan mana yang dibatalkan"
        raise refuse_input(NOWHERE, message, hint)


def _refuse_undo(folder: Path) -> InputError:
    hint = "yang dapat dibatalkan hanya simpanan di halaman dan perintah yang menulis data ini"
    return refuse_input(folder, "tidak ada yang dapat dibatalkan", hint)


def redo_step(folder: Path) -> WrittenStep:
    """Do the step again that was undone last; errors as `undo_step`."""
    with lock_folder(folder, "ulang"):
        settle_locked(folder)
        step = next_undone(folder)
        if step is None:
            hint = "hanya langkah yang baru saja dibatalkan yang dapat diulang"
            raise refuse_input(folder, "tidak ada yang dapat diulang", hint)
        return _turn(folder, step, undone=False)


def _turn(folder: Path, step: WrittenStep, *, undone: bool) -> WrittenStep:
    """Write what the files of a step were before it, or after it."""
    sides = [(file.nama, *_sides(file, undone=undone)) for file in step.berkas]
    files = {name: None if to == ABSENT else read_content(folder, to) for name, _, to in sides}
    _refuse_lost(step, [name for name, _, to in sides if to != ABSENT and files[name] is None])
    # Under the lock no command comes in between; the save of an editor is seen by `commit`.
    found = {name: digest_file(folder / name) for name in files}
    _refuse_edited(step, {name: found[name] for name, now, _ in sides if found[name] != now})
    marked = mark_step(step, undone=undone)
    before = {name: now for name, now, _ in sides}
    commit(folder, marked, find_targets(folder, files), files, before)
    return marked


def _refuse_lost(step: WrittenStep, lost: list[str]) -> None:
    """Raise InputError where the old content of a file is no longer kept."""
    if lost:
        message = (
            f"isi lama {lost[0]} tidak tersimpan lagi, jadi {step.perintah} tidak dapat dibatalkan"
        )
        raise refuse_input(lost[0], message, "pulihkan dari cadangan atau git")


def _refuse_edited(step: WrittenStep, edited: Mapping[str, str]) -> None:
    """Raise InputError where a file was edited or removed since: an undo would lose that.

    In: the step; of each such file the digest that it has now.
    """
    findings = []
    for name, now in edited.items():
        what, lost = ("dihapus", "penghapusan") if now == ABSENT else ("disunting", "suntingan")
        message = (
            f"berkas ini {what} sesudah {step.perintah} ({step.waktu}); "
            f"membatalkannya akan meniadakan {lost} itu"
        )
        hint = "pulihkan berkas itu dengan tangan, atau dari git"
        findings.append(reading_error(Place(name), message, hint))
    if findings:
        raise InputError(findings)


def _sides(file: FileStep, *, undone: bool) -> tuple[str, str]:
    """Return the digest that a file must have now, and the one that it gets."""
    return (file.sesudah, file.sebelum) if undone else (file.sebelum, file.sesudah)


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
    own = describe_self(command)
    return WrittenStep(next_number(folder), own.perintah, now, own.siapa, changes)
