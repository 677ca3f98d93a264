"""Write one file: beside its final name first, flushed to the disk, then renamed.

At any moment the old or the new file is there, whole. In order: (1) what must not be replaced is
refused: a device, a file under write protection; (2) the new content is staged beside the final
name, with the mode that the old file had, and flushed; (3) it is renamed into its place, again for
some seconds where Windows, OneDrive or a virus scanner holds the old one for a moment; (4) the
folder is flushed, so that a power cut does not take the rename back. What a killed run left is
removed by the next one, once it is so old that no other run can still write it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from renstra_doc.files.swap import HeldError, put_new, swap_in, take_out
from renstra_doc.finding import InputError, name_error, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Content = bytes | Callable[[BinaryIO], None]

WRITABLE = 0o222
# What a new file asks for; the umask of who writes it says what of it is granted.
NEW_MODE = 0o666
TEMPORARY, STALE_SECONDS = ".sementara", 600
# How long a rename is tried again. Windows refuses one while another program holds the old file,
# which a virus scanner and a synchronizing folder do for a second or two after every save.
PATIENCE_SECONDS, FIRST_PAUSE = 5.0, 0.05
ABSENT = ""
NO_FILE = "ini bukan berkas biasa"


class ChangedError(InputError):
    """A file is another one on disk than the one that was planned against."""


def write_file(path: Path, content: Content, expected: str | None = None) -> None:
    """Write a file whole or not at all; a link stays a link, the file that it leads to is replaced.

    In: the path; the content, or what writes it into a stream; the digest of what must still be on
    disk (`digest_file`; none: whatever is there is replaced). Raises OSError that names this path,
    ChangedError where another content stands there; then nothing has changed.
    """
    try:
        # A rename onto a link would replace the link and leave the file that it leads to as it was.
        target = path.resolve()
        _refuse_kind(target)
        with new_folders([target]):
            _sweep_stages(target)
            staged = stage_file(target, content)
            try:
                replace_file(staged, target, expected)
            finally:
                with suppress(OSError):
                    staged.unlink(missing_ok=True)
        sync_folder(target.parent)
    except OSError as error:
        # Of the temporary file, or of no file: the planner knows only the final one. A rename that
        # was refused keeps its two names, by which it is known.
        is_rename = bool(error.filename2)
        first = str(error.filename) if is_rename else path
        raise name_error(error, first, str(path) if is_rename else None) from error


@contextmanager
def new_folders(targets: Iterable[Path]) -> Iterator[None]:
    """Make the folders that new files need; where what follows fails, those made are gone again."""
    made: list[Path] = []
    try:
        for target in targets:
            # Looked up for each target anew: the one before may have made some of its folders.
            missing = [path for path in (target.parent, *target.parents) if not path.exists()]
            # From the top down, so that each one's parent is there.
            for path in reversed(missing):
                path.mkdir(exist_ok=True)
                made.append(path)
                sync_folder(path.parent)
        yield
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # somebody else has put something there
                path.rmdir()
        raise


@contextmanager
def written(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Write several files, all or none; where what follows fails they are again what they were.

    Raises OSError, and nothing has changed.
    """
    done: list[tuple[Path, bytes | None]] = []
    with new_folders(path.resolve() for path in files):
        try:
            for path, content in files.items():
                # Nobody else keeps the old content once the file is written.
                old = path.read_bytes() if path.is_file() else None
                write_file(path, content)
                done.append((path, old))
            yield
        except BaseException:
            for path, old in reversed(done):
                with suppress(OSError):
                    path.resolve().unlink() if old is None else write_file(path, old)
            raise


def holds(path: Path, content: bytes) -> bool:
    """Return whether a file is there and has just this content."""
    return path.is_file() and path.read_bytes() == content


def digest_file(path: Path) -> str:
    """Return what tells the content of a file from another; "" where there is none.

    A pipe would never end and a device never stop, so they are not read.
    """
    if not path.is_file():
        return ABSENT
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ABSENT


def digest_bytes(content: bytes) -> str:
    """Return the digest that a file of this content has."""
    return hashlib.sha256(content).hexdigest()


def refuse_protected(path: Path) -> None:
    """Raise OSError where a person has put a write protection on a file.

    A rename would pass over it.
    """
    # Both questions: root passes `access` whatever the mode says.
    if path.is_file() and not (os.access(path, os.W_OK) and path.stat().st_mode & WRITABLE):
        message = "berkas ini dilindungi dari penulisan; lepas dulu perlindungannya"
        raise OSError(errno.EINVAL, message, str(path))


def _refuse_kind(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, NO_FILE, str(path))
    refuse_protected(path)


def name_stage(target: Path) -> Path:
    """Return the name of a file until it is complete: `.pegawai.csv.k3j0x9ab.sementara`."""
    return target.with_name(f".{target.name}.{os.urandom(4).hex()}{TEMPORARY}")


def stage_file(target: Path, content: Content, staged: Path | None = None) -> Path:
    """Write a file beside its final name, flushed, with the mode of the one that it will replace.

    Out: its path for the time being. Raises OSError, with no file left behind.
    """
    path = staged or name_stage(target)
    try:
        # Nobody else may read it before it has the mode of the file whose place it takes.
        mode = 0o600 if target.exists() else NEW_MODE
        # O_EXCL follows no link that somebody laid there; O_BINARY keeps Windows from adding \r.
        handle = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode
        )
        with os.fdopen(handle, "wb") as stream:
            _take_mode(path, target)
            stream.write(content) if isinstance(content, bytes) else content(stream)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):  # of a flush or a write, which name no file
            raise name_file(error, target) from error
        raise
    return path


def name_file(error: OSError, path: Path) -> OSError:
    """Return an error of the system as one of this file, which is the one that a person knows."""
    return name_error(error, path)


def _take_mode(path: Path, target: Path) -> None:
    """Give a new file what says who may do what with the old one, if there is an old one."""
    with suppress(OSError):
        old, new = target.stat(), path.stat()
        if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            _take_owner(path, old)
        # Without set-uid and set-gid: they were given to the old content.
        path.chmod(stat.S_IMODE(old.st_mode) & 0o777)
        # After the mode, which sets the mask of an access list anew.
        _take_attributes(path, target)


def _take_owner(path: Path, old: os.stat_result) -> None:
    # In a folder of several people the group is what lets the others read and write a file; only
    # an administrator may give one away, and then the person whose it is keeps it.
    for owner in (-1, old.st_uid):
        with suppress(OSError):
            os.chown(path, owner, old.st_gid)


def _take_attributes(path: Path, target: Path) -> None:
    """Give a new file the access list of the old one, and what people have noted of it."""
    # Windows and macOS have no such call; what the system itself keeps is not taken along.
    for name in os.listxattr(target) if hasattr(os, "listxattr") else ():
        if name.startswith(("user.", "system.posix_acl_")):
            with suppress(OSError):
                os.setxattr(path, name, os.getxattr(target, name))


def replace_file(staged: Path, target: Path, expected: str | None = None) -> None:
    """Rename a staged file into its place, while what stands there is what was expected.

    Raises ChangedError where it is not, OSError where the rename is refused for too long. A save
    that another program makes in the very moment of the rename, into the old file or beside it and
    renamed, gets its place back.
    """
    insist(lambda: _rename(staged, target, expected), target)


def insist(act: Callable[[], object], target: Path) -> None:
    """Do what another program may hinder for a moment, again for some seconds.

    Raises OSError where that is refused for too long.
    """
    for pause in _pauses():
        try:
            act()
        except PermissionError as error:
            if pause is None:
                raise name_held(error, target) from error
            time.sleep(pause)
        else:
            return


def name_held(error: PermissionError, target: Path) -> OSError:
    """Return an error of a rename with the file that a person knows in it."""
    return name_file(error, target) if isinstance(error, HeldError) else error


def _rename(staged: Path, target: Path, expected: str | None) -> None:
    """Rename a staged file into its place, once."""
    if expected is None:
        os.replace(staged, target)  # noqa: PTH105 — with the two names in its error
    elif expected == ABSENT:
        if not put_new(staged, target):
            raise changed(target)
    else:
        done = _try_swap(staged, target, expected)
        if done is None:
            _rename_compared(staged, target, expected)
        elif not done:
            raise changed(target)


def _try_swap(staged: Path, target: Path, expected: str) -> bool | None:
    try:
        return swap_in(staged, target, lambda path: digest_file(path) == expected)
    except FileNotFoundError:
        raise changed(target) from None


def _rename_compared(staged: Path, target: Path, expected: str) -> None:
    """Rename a staged file into its place where two files cannot exchange their names."""
    # The second name holds on to the inode that the rename takes away, so that what a program wrote
    # into it between the comparison and the rename can still be seen and put back.
    kept = _keep_name(target)
    try:
        if digest_file(kept or target) != expected:
            raise changed(target)
        os.replace(staged, target)  # noqa: PTH105
        if kept is not None and digest_file(kept) != expected:
            os.replace(kept, target)  # noqa: PTH105
            raise changed(target)
    finally:
        if kept is not None:
            with suppress(OSError):
                kept.unlink(missing_ok=True)


def remove_file(target: Path, expected: str | None = None) -> None:
    """Remove a file that is still what was expected; ChangedError where it is not."""
    insist(lambda: _remove(target, expected), target)


def _remove(target: Path, expected: str | None) -> None:
    """Remove a file, once; what is not what was expected keeps its name."""
    if expected is None:
        target.unlink(missing_ok=True)
        return
    # "" too: that somebody else has removed it is what was wanted.
    if not take_out(
        target, name_stage(target), lambda path: digest_file(path) in (expected, ABSENT)
    ):
        raise changed(target)


def _pauses() -> Iterator[float | None]:
    """Yield how long to wait before each further try, at last None."""
    pause, waited = FIRST_PAUSE, 0.0
    while waited < PATIENCE_SECONDS:
        yield pause
        waited += pause
        pause *= 2
    yield None


def _keep_name(target: Path) -> Path | None:
    """Give a file a second name.

    None where the file system has no such thing, or an open file may not be renamed.
    """
    if sys.platform == "win32":
        return None
    kept = name_stage(target)
    try:
        os.link(target, kept)
    except OSError:
        return None
    return kept


def changed(target: Path) -> ChangedError:
    """Return the error that a file was saved meanwhile.

    By whom and when, as far as the system knows.
    """
    try:
        found = target.stat()
        moment = time.strftime("%H.%M.%S", time.localtime(found.st_mtime))
        who = f"disimpan pukul {moment}{_name_owner(target)}"
    except OSError:
        who = "dihapus"
    message = (
        f"berkas ini berubah sejak dibaca ({who}); tidak ada yang ditulis "
        "supaya suntingan itu tidak hilang"
    )
    return ChangedError(
        [reading_error(Place(str(target)), message, "jalankan perintah ini sekali lagi")]
    )


def _name_owner(path: Path) -> str:
    try:
        return f" oleh {path.owner()}"
    except (OSError, KeyError, NotImplementedError):
        return ""


def sync_folder(folder: Path) -> None:
    """Flush the names of a folder to the disk; Windows and some shares have no such call."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep_stages(target: Path) -> None:
    """Remove the temporary files of this path that a killed run left behind."""
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            # Not glob: a name may itself hold `[` or `*`.
            if entry.name.startswith(f".{target.name}.") and entry.name.endswith(TEMPORARY):
                remove_stale(Path(entry.path))


def remove_stale(path: Path) -> None:
    """Remove a temporary file that is so old that nobody writes it any more."""
    with suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > STALE_SECONDS:
            path.unlink()
